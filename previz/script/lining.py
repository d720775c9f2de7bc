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
    spans = {shot.id: _spans(shot, by_id) for shot in shots if not shot.omitted}
    bare = gaps(passages, shots)
    runs = [{id: _covered(page, spans[id]) for id in spans} for page in pages]
    made = []
    for place, page in enumerate(pages):
        found = []
        for id, lines in runs[place].items():
            if lines:
                before = any(run[id] for run in runs[:place])
                after = any(run[id] for run in runs[place + 1 :])
                found.append((id, _segments(page, lines, id, by_id, on_screen), not before, not after))
        made.append(LinedPage(page, _slotted(found), _gaps(page, bare)))
    return made


def _spans(shot: Shot, passages: Mapping[str, Passage]) -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for one in shot.covers:
        passage = passages.get(one.passage_id)
        if passage is not None:
            found.setdefault(passage.id, []).append(span(one, passage))
    return found


def _covered(page: Page, spans: Mapping[str, list[tuple[int, int]]]) -> list[int]:
    """Places of the lines that show covered words; a cue belongs to the first words under it."""
    return [place for place, line in enumerate(page.lines) if _shows(line, spans.get(line.passage_id, ()))]


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


def _slotted(found: Sequence[tuple[str, tuple[Segment, ...], bool, bool]]) -> tuple[Strip, ...]:
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


def _gaps(page: Page, bare: Sequence[Gap]) -> tuple[tuple[int, int], ...]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for gap in bare:
        spans.setdefault(gap.passage.id, []).append((gap.start, gap.end))
    runs: list[tuple[int, int]] = []
    for place in _covered(page, spans):
        same = runs and page.lines[runs[-1][1]].passage_id == page.lines[place].passage_id
        if same:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return tuple(runs)
