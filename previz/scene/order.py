"""Order keys: short texts that sort, with room between any two of them.

A key is a fraction in base 36 written without its "0.": "a" < "ab" < "b". It never ends in "0", so text
order and number order agree, and a new key can always be made before, between or after the others. To
move one thing is to change one key. Keys appended one after the other grow with the logarithm of their
number: "a", "b" … "z", "z01", "z02" … "zzz", "zzz0001".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
FIRST = "a"
_KEY = re.compile(r"[0-9a-z]*[1-9a-z]")


def is_key(text: str) -> bool:
    """True for a text made of 0–9 and a–z that does not end in 0."""
    return _KEY.fullmatch(text) is not None


def between(before: str | None, after: str | None) -> str:
    """A key after ``before`` and before ``after``; None means the open end.

    Raises ValueError when one is not a key or they are not in order.
    """
    for key in (before, after):
        if key is not None and not is_key(key):
            raise ValueError(f"{key!r} is not an order key (0-9 and a-z, not ending in 0)")
    if before is None:
        return FIRST if after is None else _earlier(after)
    if after is None:
        return _later(before)
    if before >= after:
        raise ValueError(f"order key {before!r} does not come before {after!r}")
    return _middle(before, after)


def spread(count: int, before: str | None = None, after: str | None = None) -> list[str]:
    """``count`` ascending keys between the two ends, kept short.

    Raises ValueError as `between` does.
    """
    if count <= 0:
        return []
    if after is None:
        keys: list[str] = []
        for _ in range(count):
            before = between(before, None)
            keys.append(before)
        return keys
    middle = between(before, after)
    left = (count - 1) // 2
    return [*spread(left, before, middle), middle, *spread(count - 1 - left, middle, after)]


def _later(key: str) -> str:
    """Raise the first block (1, 2, 4, 8… digits) that is not all "z"."""
    start, width = 0, 1
    while key[start : start + width] == "z" * width:
        start, width = start + width, width * 2
    block = key[start : start + width].ljust(width, "0")
    return ("z" * start + _text(int(block, 36) + 1, width)).rstrip("0")


def _earlier(key: str) -> str:
    """Lower the first block (1, 2, 4, 8… digits) that leaves something above zero."""
    start, width = 0, 1
    while True:
        value = int(key[start : start + width].ljust(width, "0"), 36)
        if value >= 1 and key[start + width :]:
            return ("0" * start + _text(value, width)).rstrip("0")
        if value >= 2:
            return ("0" * start + _text(value - 1, width)).rstrip("0")
        start, width = start + width, width * 2
        if value == 1:
            return "0" * start + "z" * width


def _middle(before: str, after: str) -> str:
    """The shortest key near the middle of two fractions, ``before`` < ``after``."""
    made = ""
    for place in range(max(len(before), len(after)) + 1):
        low = DIGITS.index(before[place]) if place < len(before) else 0
        high = DIGITS.index(after[place]) if place < len(after) else 0
        if low == high:
            made += DIGITS[low]
        elif high - low > 1:
            return made + DIGITS[(low + high) // 2]
        elif len(after) > place + 1:
            return made + DIGITS[high]
        else:
            return made + DIGITS[low] + _above(before[place + 1 :])
    raise ValueError(f"there is no order key between {before!r} and {after!r}")


def _above(rest: str) -> str:
    """A short key above ``rest``; nothing limits it from above."""
    for place, digit in enumerate(rest):
        low = DIGITS.index(digit)
        if low < 35:
            return "z" * place + DIGITS[(low + 37) // 2]
    return "z" * len(rest) + "i"


def _text(value: int, width: int) -> str:
    made = ""
    for _ in range(width):
        value, digit = divmod(value, 36)
        made = DIGITS[digit] + made
    return made


def rearranged(keys: Sequence[str | None]) -> list[str]:
    """Ascending keys for things in a new order, given those that they have; None for what has none yet.

    As many as can be keep theirs, so that little is written anew.
    """
    kept = _longest_ascent(keys)
    made: list[str] = []
    place = 0
    while place < len(keys):
        if place in kept:
            made.append(keys[place] or "")
            place += 1
            continue
        end = place
        while end < len(keys) and end not in kept:
            end += 1
        after = keys[end] if end < len(keys) else None
        made += spread(end - place, made[-1] if made else None, after)
        place = end
    return made


def _longest_ascent(keys: Sequence[str | None]) -> set[int]:
    """Places of a longest ascending subsequence, None left out (patience sorting)."""
    tails: list[str] = []
    places: list[int] = []
    before: dict[int, int] = {}
    for place, key in enumerate(keys):
        if key is None:
            continue
        at = bisect_left(tails, key)
        if at:
            before[place] = places[at - 1]
        tails[at : at + 1] = [key]
        places[at : at + 1] = [place]
    found: set[int] = set()
    last = places[-1] if places else None
    while last is not None:
        found.add(last)
        last = before.get(last)
    return found
