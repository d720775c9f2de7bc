"""What the window has to say to a person, in one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Message:
    """One line for the message bar; ``fix`` names the button that mends it, ``mend`` is what it does."""

    text: str
    kind: Literal["error", "warning", "fact"] = "fact"
    fix: str = ""
    mend: Callable[[], None] | None = None
    step: tuple[int, str] | None = None
    """The step that it is about: how many there are with it, and its label."""
