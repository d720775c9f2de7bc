"""What two versions of a row of words, or of paragraphs, have in common, in bounded time.

The longest common subsequence by bit-parallel dynamic programming (Hyyrö 2004): a row of the table is one
integer, so the work is known beforehand, and what would be too much counts as rewritten.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence

ALIKE_WORDS = 0.4
"""Share of letters in common words from which a paragraph is an edited one and no other."""
ALIKE_LETTERS = 0.72
"""The same for the common letters of a short one; two sentences by chance have half of theirs in common."""
SHORT = 240
"""Letters up to which a text is compared by its letters too."""
MOST_CELLS = 40_000_000
"""Cells of a table, a bit each, beyond which two rows of words are not compared any closer."""

_PARTS = re.compile(r"\w+|\s+|[^\w\s]")
_WORDS = re.compile(r"\w+")


def parts_of(text: str) -> list[str]:
    """Words, blanks and signs one by one; joined they are the text."""
    return _PARTS.findall(text)


def common_places(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """(place in the old, place in the new) of all that both have in this order, rising in both.

    Of very long rows those between which nothing is found alone are left out.
    """
    first, last = _trim(old, new)
    middle_old, middle_new = old[first : len(old) - last], new[first : len(new) - last]
    found = [(place, place) for place in range(first)]
    found += [(first + a, first + b) for a, b in _inner(middle_old, middle_new)]
    return found + [(len(old) - step, len(new) - step) for step in range(last, 0, -1)]


def alike(old: str, new: str) -> bool:
    """Whether the new text is the old one, edited."""
    if old == new:
        return True
    before, after = (_WORDS.findall(text.casefold()) for text in (old, new))
    lengths = [sum(map(len, row)) for row in (before, after)]
    enough = ALIKE_WORDS * sum(lengths)
    if (
        2 * min(lengths) >= enough > 0
        and 2 * sum(len(before[a]) for a, _ in common_places(before, after)) >= enough
    ):
        return True
    if max(len(old), len(new)) > SHORT:
        return False
    return 2 * len(_table(old, new)) >= ALIKE_LETTERS * (len(old) + len(new))


def rising(places: Sequence[int]) -> list[int]:
    """Indices of the longest run of rising ``places``, which are all different."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [index]
    found = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]


def _trim(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[int, int]:
    """How many at the beginning and at the end are the same."""
    most = min(len(old), len(new))
    first = next((place for place in range(most) if old[place] != new[place]), most)
    last = next((n for n in range(most - first) if old[-1 - n] != new[-1 - n]), most - first)
    return first, last


def _inner(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    if len(old) * len(new) <= MOST_CELLS:
        return _table(old, new) if old and new else []
    anchors = _anchors(old, new)
    found: list[tuple[int, int]] = []
    a = b = 0
    for next_a, next_b in [*anchors, (len(old), len(new))]:
        if (next_a - a) * (next_b - b) <= MOST_CELLS / (len(anchors) + 1):
            found += [(a + x, b + y) for x, y in _table(old[a:next_a], new[b:next_b])]
        if next_a < len(old):
            found.append((next_a, next_b))
        a, b = next_a + 1, next_b + 1
    return found


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Of what stands once in both, all that stands in the same order."""
    in_old, in_new = Counter(old), Counter(new)
    place_in_new = {one: place for place, one in enumerate(new) if in_new[one] == 1}
    once = [(a, place_in_new[one]) for a, one in enumerate(old) if in_old[one] == 1 and one in place_in_new]
    return [once[index] for index in rising([b for _, b in once])]


def _table(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The common places. A cleared bit of a row is a step of the subsequence's length."""
    masks: dict[Hashable, int] = {}
    for place, one in enumerate(old):
        masks[one] = masks.get(one, 0) | 1 << place
    full = (1 << len(old)) - 1
    row, rows = full, []
    for one in new:
        same = row & masks.get(one, 0)
        row = ((row + same) | (row - same)) & full
        rows.append(row)
    found = []
    a, b = len(old) - 1, len(new) - 1
    while a >= 0 and b >= 0:
        if rows[b] >> a & 1:
            a -= 1
        elif b and not rows[b - 1] >> a & 1:
            b -= 1
        else:
            found.append((a, b))
            a, b = a - 1, b - 1
    return found[::-1]
