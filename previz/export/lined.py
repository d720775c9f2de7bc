"""The lined script on paper: the pages as they are read, with the line of every set-up."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Literal

from previz.export.boards import furniture
from previz.export.rows import FilmFacts, ShotRow
from previz.export.typeset import Payload, Raw, Report, write_pdf
from previz.script.lining import LinedPage, Strip
from previz.script.pages import Line, Run, runs_of


def write_lined(
    path: str | os.PathLike[str],
    film: FilmFacts,
    pages: Sequence[LinedPage],
    shots: Mapping[str, ShotRow],
    paper: Literal["a4", "us-letter"] | None = None,
    made_at_s: int | None = None,
) -> Report:
    """Write the lined script as a PDF; ``shots`` are shot id → row. Raises ExportError."""
    payload = {
        **furniture(film, film.say("Lined script"), paper or film.paper, False),
        "pages": [_page(film, one, shots) for one in pages],
    }
    return write_pdf(
        path, "lined.typ", payload, language=film.language, place=lambda _: {}, made_at_s=made_at_s
    )


def _page(film: FilmFacts, one: LinedPage, shots: Mapping[str, ShotRow]) -> Payload:
    strips = [_strip(film, strip, one, shots) for strip in sorted(one.strips, key=lambda strip: strip.first)]
    return {
        "no": one.page.number,
        "lines": [_line(place, line) for place, line in enumerate(one.page.lines) if line.kind],
        "strips": strips,
        "gaps": [list(run) for run in one.gaps],
    }


def _line(place: int, line: Line) -> Payload:
    return {
        "y": place,
        "x": line.indent,
        "t": Raw(line.text, "the script", False),
        "runs": [_run(one) for one in runs_of(line)] if line.stress else [],
        "k": line.kind,
        "no": Raw(line.number, "a scene number", False),
        "rev": bool(line.revised),
    }


def _run(one: Run) -> Payload:
    return {
        "x": one.at,
        "n": len(one.text),
        "t": Raw(one.text, "the script", False),
        "bold": one.bold,
        "italic": one.italic,
        "under": one.underline,
        "through": one.strikeout,
    }


def _strip(film: FilmFacts, strip: Strip, page: LinedPage, shots: Mapping[str, ShotRow]) -> Payload:
    row = shots[strip.shot_id]
    words = row.composition if row.composition not in ("", "1S") else row.size
    return {
        "at": 1 - (strip.slot + 0.5) / max(page.slots, 1),
        "no": Raw(row.number, f"shot {row.number}", False, "—"),
        "size": words if strip.begins else film.say("cont."),
        "label": label_line(strip, page.page.lines),
        "segments": [[segment.first, segment.last, segment.straight] for segment in strip.segments],
        "ends": strip.ends,
        "say": film.say("Set-up {} from line {} to {}", row.number, strip.first + 1, strip.last + 1),
    }


def label_line(strip: Strip, lines: Sequence[Line]) -> int:
    """The blank line nearest above the first covered one, where the name hides no word; −1 is above all."""
    place = strip.first - 1
    while place >= 0 and lines[place].kind is not None and strip.first - place < 6:
        place -= 1
    return place if place < 0 or lines[place].kind is None else strip.first - 1
