"""Where new ids come from. An id never changes and is never shown."""

from __future__ import annotations

import os
from collections.abc import Callable

Ids = Callable[[str], str]
"""Kind of entity → a new id."""


def random_ids(kind: str) -> str:
    """ "shot-7k3q9m2x": 40 random bits in base 32 without letters that look alike."""
    bits = int.from_bytes(os.urandom(5), "big")
    letters = "0123456789abcdefghjkmnpqrstvwxyz"
    return f"{kind}-" + "".join(letters[bits >> shift & 31] for shift in range(0, 40, 5))


def counted_ids() -> Ids:
    """A new counter: "shot-1", "shot-2"… Ids that repeat from run to run, for tests and the demo."""
    counts: dict[str, int] = {}

    def count(kind: str) -> str:
        counts[kind] = counts.get(kind, 0) + 1
        return f"{kind}-{counts[kind]}"

    return count
