"""A screenplay set as pages: 12-point type, ten letters and six lines to the inch: a page is a minute.

Columns and margins are those of the American form (Hillis R. Cole and Judith H. Haag, *The Complete Guide to
Standard Script Formats*, 1980): action 60 letters wide, speech 35 from the 10th, directions 25 from the 16th,
cues from the 22nd.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal

import msgspec
from msgspec.structs import replace

from previz.scene.words import Passage, PassageType, Stress
from previz.script.screenplay import OMITTED

WIDTH = 60
SPEECH, SPEECH_WIDTH = 10, 35
ASIDE, ASIDE_WIDTH = 16, 25
CUE = 22
DUAL_RIGHT, DUAL_WIDTH = 31, 28
LINES = {"us-letter": 55, "a4": 59}
"""Lines of a page between its margins, the running head aside."""
MORE = "(MORE)"
_WORDS = re.compile(r"\S+")

LineKind = PassageType | Literal["cue", "aside", "more"]


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of a page. ``start`` and ``end`` are the letters of the passage's text that it shows."""

    text: str = ""
    indent: int = 0
    """In letters, from the left edge of the action."""
    kind: LineKind | None = None
    """None for a blank line."""
    passage_id: str = ""
    start: int = 0
    end: int = 0
    number: str = ""
    """Of the scene, on the first line of its heading."""
    revised: str = ""
    stress: tuple[Stress, ...] = ()
    """Letters of ``text`` that are set apart."""


class Run(msgspec.Struct, frozen=True):
    """Letters of a line that look alike, from column ``at`` of its text."""

    at: int
    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strikeout: bool = False


def runs_of(line: Line) -> list[Run]:
    """The line in runs, blanks at their ends left out. Headings are bold."""
    text, heading = line.text, line.kind == "heading"
    edges = {0, len(text), *(edge for one in line.stress for edge in (one.start, one.end))}
    made = []
    for start, end in pairwise(sorted(edge for edge in edges if 0 <= edge <= len(text))):
        words = text[start:end]
        styles = {one.style for one in line.stress if one.start <= start and end <= one.end}
        if words.strip():
            made.append(
                Run(
                    start + len(words) - len(words.lstrip()),
                    words.strip(),
                    heading or bool(styles & {"bold", "bold_italic"}),
                    bool(styles & {"italic", "bold_italic"}),
                    "underline" in styles,
                    "strikeout" in styles,
                )
            )
    return made


class Page(msgspec.Struct, frozen=True):
    number: int
    lines: tuple[Line, ...]


class _Block(msgspec.Struct, frozen=True):
    """Lines that belong together; ``keep`` of them stay with what comes next, ``splits`` says whether a page
    may end inside."""

    lines: list[Line]
    before: int = 1
    keep: bool = False
    cue: Line | None = None
    turn: bool = False
    """A new page begins here."""
    dual: bool = False


def paginate(
    passages: Sequence[Passage],
    lines_per_page: int = LINES["us-letter"],
    numbers: Mapping[str, str] | None = None,
) -> list[Page]:
    """Pages of the whole script; ``numbers`` are scene id → number, printed at the headings."""
    pages: list[list[Line]] = [[]]
    waiting: list[_Block] = []
    for block in _blocks(passages, numbers or {}):
        if block.turn:
            if pages[-1]:
                pages.append([])
            continue
        waiting.append(block)
        if block.keep:
            continue
        for part in _fitting(waiting, pages, lines_per_page):
            _put(pages, part)
        waiting = []
    for part in waiting:
        if len(pages[-1]) + part.before + len(part.lines) > lines_per_page:
            pages.append([])
        _put(pages, part)
    return [Page(number, tuple(lines)) for number, lines in enumerate((p for p in pages if p), 1)]


def _put(pages: list[list[Line]], block: _Block) -> None:
    page = pages[-1]
    if page:
        page += [Line()] * block.before
    page += block.lines


def _fitting(blocks: list[_Block], pages: list[list[Line]], most: int) -> Iterable[_Block]:
    """The blocks with page turns made where they fall; the last one may be parted."""
    page = pages[-1]
    head = sum(block.before + len(block.lines) for block in blocks[:-1])
    last = blocks[-1]
    room = most - len(page) - head - (last.before if page or head else 0)
    if len(last.lines) <= room:
        yield from blocks
        return
    first, rest = _part(last, room)
    if first is None:
        pages.append([])
        yield from blocks[:-1]
        if len(blocks) == 1:
            last = replace(last, before=0)
        yield from _long(last, pages, most)
        return
    yield from blocks[:-1]
    yield first
    pages.append([])
    yield from _long(rest, pages, most)


def _long(block: _Block, pages: list[list[Line]], most: int) -> Iterable[_Block]:
    """Something longer than a page goes over as many as it needs."""
    while len(block.lines) > most - len(pages[-1]) - (block.before if pages[-1] else 0):
        room = most - len(pages[-1]) - (block.before if pages[-1] else 0)
        first, rest = _part(block, max(room, 4))
        if first is None:
            break
        yield first
        pages.append([])
        block = rest
    yield block


def _part(block: _Block, room: int) -> tuple[_Block | None, _Block]:
    """A block in two where at least two lines stay on either side; (None, block) where it cannot be."""
    if block.dual:
        return None, block
    if block.cue is None:
        if room < 2 or len(block.lines) < 4:
            return None, block
        at = min(room, len(block.lines) - 2)
        return replace(block, lines=block.lines[:at]), replace(block, lines=block.lines[at:], before=0)
    at = min(room - 1, len(block.lines) - 2)  # one line for (MORE)
    while at > 0 and block.lines[at - 1].kind == "aside":
        at -= 1
    if at < 3:
        return None, block
    cue = block.cue
    again = cue.text if "(CONT" in cue.text else f"{cue.text} (CONT'D)"
    shown = replace(cue, text=again, kind="more")
    more = Line(MORE, CUE, "more", cue.passage_id)
    return (
        replace(block, lines=[*block.lines[:at], more]),
        replace(block, lines=[shown, *block.lines[at:]], before=0),
    )


# ------------------------------------------------------------------------------------------- paragraphs
def _blocks(passages: Sequence[Passage], numbers: Mapping[str, str]) -> Iterable[_Block]:
    place = 0
    while place < len(passages):
        one = passages[place]
        after = passages[place + 1] if place + 1 < len(passages) else None
        if one.dual == "left" and after is not None and after.dual == "right":
            yield _Block(_beside(one, after), dual=True)
            place += 2
            continue
        yield _block(one, numbers)
        place += 1


def _block(one: Passage, numbers: Mapping[str, str]) -> _Block:
    if one.type == "page-break":
        return _Block([], turn=True)
    if one.type == "speech":
        lines = _speech(one, CUE, SPEECH, SPEECH_WIDTH, ASIDE, ASIDE_WIDTH)
        return _Block(lines, cue=lines[0])
    if one.type == "heading":
        lines = [replace(line, text=line.text.upper()) for line in wrap(one, 0, WIDTH - 2, "heading")]
        if one.omitted:
            lines = [replace(lines[0], text=OMITTED, end=len(one.text), stress=())]
        lines[:1] = [replace(lines[0], number=numbers.get(one.scene_id or "", ""))]
        return _Block(lines, before=2, keep=True)
    lines = wrap(one, 0, WIDTH, one.type)
    if one.type == "transition":
        lines = [replace(line, indent=max(0, WIDTH - len(line.text))) for line in lines]
    elif one.type == "centred":
        lines = [replace(line, indent=max(0, (WIDTH - len(line.text)) // 2)) for line in lines]
    elif one.type == "lyrics":
        lines = wrap(one, SPEECH, SPEECH_WIDTH + 10, "lyrics")
    return _Block(lines)


def _speech(one: Passage, cue: int, left: int, width: int, aside: int, aside_width: int) -> list[Line]:
    lines = [Line(one.cue, cue, "cue", one.id, 0, 0, revised=one.revision)]
    at = 0
    for row in one.text.split("\n"):
        direction = row.startswith("(") and row.rstrip().endswith(")")
        kind: LineKind = "aside" if direction else "speech"
        x, wide = (aside, aside_width) if direction else (left, width)
        for text, start, end in _wrapped(row, wide):
            hang = 1 if direction and start else 0
            lines.append(_line(one, text, x + hang, kind, at + start, at + end))
        at += len(row) + 1
    return lines


def _line(one: Passage, text: str, indent: int, kind: LineKind, start: int, end: int) -> Line:
    stress = tuple(
        Stress(start=max(span.start, start) - start, end=min(span.end, end) - start, style=span.style)
        for span in one.stress
        if span.start < end and start < span.end
    )
    return Line(text, indent, kind, one.id, start, end, revised=one.revision, stress=stress)


def _beside(left: Passage, right: Passage) -> list[Line]:
    """Two speeches in columns. The letters of a line are those of the left one, or of the right alone."""
    a = _speech(left, 8, 0, DUAL_WIDTH, 2, DUAL_WIDTH - 4)
    b = _speech(right, DUAL_RIGHT + 8, DUAL_RIGHT, DUAL_WIDTH, DUAL_RIGHT + 2, DUAL_WIDTH - 4)
    made = []
    for place in range(max(len(a), len(b))):
        one = a[place] if place < len(a) else None
        other = b[place] if place < len(b) else None
        if one is not None and other is not None:
            beside = other.indent - one.indent
            text = one.text.ljust(beside) + other.text
            moved = (replace(span, start=span.start + beside, end=span.end + beside) for span in other.stress)
            made.append(replace(one, text=text, stress=(*one.stress, *moved)))
        else:
            found = one or other
            assert found is not None
            made.append(found)
    return made


def wrap(one: Passage, indent: int, width: int, kind: LineKind) -> list[Line]:
    """The text of a passage in lines of at most ``width`` letters; its own line ends are kept."""
    lines, at = [], 0
    for row in one.text.split("\n"):
        for text, start, end in _wrapped(row, width) or [("", 0, 0)]:
            lines.append(_line(one, text, indent, kind, at + start, at + end))
        at += len(row) + 1
    return lines or [Line("", indent, kind, one.id)]


def _wrapped(row: str, width: int) -> list[tuple[str, int, int]]:
    """(text, first letter, end) of each line; a word longer than a line is parted."""
    if len(row) <= width:
        words = row.strip()
        start = len(row) - len(row.lstrip())
        return [(words, start, start + len(words))] if words else []
    made: list[tuple[int, int]] = []
    for word in _WORDS.finditer(row):
        start, end = word.span()
        if made and end - made[-1][0] <= width:
            made[-1] = (made[-1][0], end)
            continue
        while end - start > width:
            made.append((start, start + width))
            start += width
        made.append((start, end))
    return [(row[start:end], start, end) for start, end in made]


# ---------------------------------------------------------------------------------------------- eighths
def eighths(pages: Sequence[Page], passages: Sequence[Passage], lines_per_page: int) -> dict[str, int]:
    """Scene id → eighths of a page that it fills, at least one, as breakdowns count."""
    scene_of = {one.id: one.scene_id for one in passages}
    counts: dict[str, int] = {}
    scene: str | None = None
    for page in pages:
        for line in page.lines:
            scene = scene_of.get(line.passage_id, scene) if line.kind else scene
            if scene is not None:
                counts[scene] = counts.get(scene, 0) + 1
    return {id: max(1, round(lines * 8 / lines_per_page)) for id, lines in counts.items()}
