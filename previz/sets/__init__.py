"""Starter sets: places that are dressed and lit, ready to block a scene in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from previz.sets.shelf import CARDS

if TYPE_CHECKING:
    from previz.sets.dressing import StarterSet

__all__ = ["SETS"]


def _dress(key: str) -> StarterSet:
    """The kit loads with the first set."""
    made = getattr(import_module(f"{__name__}.{CARDS[key].home}"), key)
    return cast("StarterSet", made())


SETS: dict[str, Callable[[], StarterSet]] = {key: partial(_dress, key) for key in CARDS}
"""Key → how it is dressed, in the order of the shelf."""
