"""The lined script: a vertical line for every set-up over the words that it covers.

Straight where the speaker is on screen, wavy where they are heard from off it, as script supervisors draw it
(Pat P. Miller, *Script Supervising and Film Continuity*, 3rd ed., 1999, ch. 5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from previz.scene.model import Shot
from previz.scene.words import Passage
from previz.script.covering import Gap, gaps, span
from previz.script.pages import Line, Page

OnScreen = Callable[[str, str], bool]
"""(shot id, passage id) → is who speaks there, or what happens, in the picture?"""

_Pairs = list[tuple[int, int]]
_Found = tuple[str, "tuple[Segment, ...]", bool, bool]


@dataclass(frozen=True)
class Segment:
    """Lines ``first`` to ``last`` of a page, both covered."""

    first: int
    last: int
    straight: bool


@dataclass(frozen=True)
class Strip:
    """The line of one shot down one page."""

    shot_id: str
    segments: tuple[Segment, ...]
    slot: int
    """Column of the line, so that no two cross; counted from the right, where the longest stands."""
    begins: bool
    """Its first words stand on this page; else it comes from the page before."""
    ends: bool

    @property
    def first(self) -> int:
        return self.segments[0].first

    @property
    def last(self) -> int:
        return self.segments[-1].last


@dataclass(frozen=True)
class LinedPage:
    page: Page
    strips: tuple[Strip, ...]
    gaps: tuple[tuple[int, int], ...]
    """Runs of lines, first and last, of which no shot covers some words."""

    @property
    def slots(self) -> int:
        return max((strip.slot for strip in self.strips), default=-1) + 1


def line_pages(
    pages: Sequence[Page], passages: Sequence[Passage], shots: Sequence[Shot], on_screen: OnScreen
) -> list[LinedPage]:
    """Every page with the lines of all shots that are not omitted."""
    by_id = {one.id: one for one in passages}
    where = _places(pages)
    lines_of = {shot.id: _covered(where, pages, _spans(shot, by_id)) for shot in shots if not shot.omitted}
    begun = {
        shot.scene_id for shot in shots if not shot.omitted
    }  # in a scene without shots all is open anyway
    to_cover = [one for one in passages if one.scene_id in begun]
    bare = _covered_spans(where, pages, gaps(to_cover, shots))
    found: list[list[_Found]] = [[] for _ in pages]
    for id, lines in lines_of.items():
        for place, rows in lines.items():
            segments = _segments(pages[place], sorted(rows), id, by_id, on_screen)
            found[place].append((id, segments, place == min(lines), place == max(lines)))
    return [
        LinedPage(page, _slotted(found[place]), _runs(page, sorted(bare.get(place, ()))))
        for place, page in enumerate(pages)
    ]


def _places(pages: Sequence[Page]) -> dict[str, list[tuple[int, int]]]:
    """Passage id → (page, line) of every line that shows it."""
    where: dict[str, list[tuple[int, int]]] = {}
    for number, page in enumerate(pages):
        for place, line in enumerate(page.lines):
            if line.kind is not None:
                where.setdefault(line.passage_id, []).append((number, place))
    return where


def _spans(shot: Shot, passages: Mapping[str, Passage]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for one in shot.covers:
        passage = passages.get(one.passage_id)
        if passage is not None:
            found.setdefault(passage.id, []).append(span(one, passage))
    return found


def _covered(
    where: Mapping[str, _Pairs],
    pages: Sequence[Page],
    spans: Mapping[str, _Pairs],
) -> dict[int, list[int]]:
    """Page → its lines that show words of ``spans``; a cue belongs to the first words under it."""
    found: dict[int, list[int]] = {}
    for passage_id, letters in spans.items():
        for page, place in where.get(passage_id, ()):
            if _shows(pages[page].lines[place], letters):
                found.setdefault(page, []).append(place)
    return found


def _covered_spans(
    where: Mapping[str, _Pairs], pages: Sequence[Page], bare: Sequence[Gap]
) -> dict[int, list[int]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for gap in bare:
        spans.setdefault(gap.passage.id, []).append((gap.start, gap.end))
    return _covered(where, pages, spans)


def _shows(line: Line, spans: Sequence[tuple[int, int]]) -> bool:
    if line.kind is None or line.kind == "more":
        return False
    if line.kind == "cue" or line.start == line.end:
        return any(start == 0 for start, _ in spans)
    return any(start < line.end and line.start < end for start, end in spans)


def _segments(
    page: Page, lines: Sequence[int], shot_id: str, passages: Mapping[str, Passage], on_screen: OnScreen
) -> tuple[Segment, ...]:
    """Straight and wavy runs; what lies between two covered lines is bridged as what comes before it."""
    made: list[Segment] = []
    for place in lines:
        passage = passages[page.lines[place].passage_id]
        straight = passage.type != "speech" or on_screen(shot_id, passage.id)
        if made and made[-1].straight == straight:
            made[-1] = Segment(made[-1].first, place, straight)
        else:
            first = made[-1].last + 1 if made else place
            made.append(Segment(first, place, straight))
    return tuple(made)


def _slotted(found: Sequence[_Found]) -> tuple[Strip, ...]:
    """Every strip in the first column that is free on its lines and the two above, where its name stands."""
    taken: list[list[tuple[int, int]]] = []
    slots: dict[str, int] = {}
    for id, segments, _, _ in sorted(found, key=lambda one: one[1][0].first - one[1][-1].last):
        first, last = segments[0].first - 2, segments[-1].last
        slot = next(
            (n for n, rows in enumerate(taken) if all(last < a or first > b for a, b in rows)), len(taken)
        )
        if slot == len(taken):
            taken.append([])
        taken[slot].append((first, last))
        slots[id] = slot
    return tuple(Strip(id, segments, slots[id], begins, ends) for id, segments, begins, ends in found)


def _runs(page: Page, lines: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """First and last line of every run within one passage."""
    runs: list[tuple[int, int]] = []
    for place in lines:
        if runs and page.lines[runs[-1][1]].passage_id == page.lines[place].passage_id:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return tuple(runs)
