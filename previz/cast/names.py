"""One clear line for a name that does not exist."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Iterable

from previz.errors import BadProject


def check(name: str, known: Collection[str], what: str) -> str:
    """``name`` when it is in ``known``; else BadProject listing the nearest names."""
    if name in known:
        return name
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5) or sorted(known)[:6]
    raise BadProject(f"There is no {what} “{name}”; did you mean {', '.join(near)}?")


def check_numbers(values: Iterable[float], what: str) -> None:
    """Raises BadProject for NaN or infinity."""
    if not all(math.isfinite(value) for value in values):
        raise BadProject(f"{what} must be finite numbers; set it again.")
