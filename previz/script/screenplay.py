"""A screenplay as it was read, before it is part of a project."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from previz.scene.words import PassageType, Stress

Interior = Literal["INT", "EXT", "INT/EXT"]


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """As `scene.words.Passage`, with what only the file knows."""

    type: PassageType
    text: str
    line: int
    """In the file, from 1; for Final Draft the number of the paragraph."""
    cue: str = ""
    dual: Literal["", "left", "right"] = ""
    stress: tuple[Stress, ...] = ()
    revision: str = ""
    number: str = ""
    """Of a heading, when the script numbers its scenes."""
    synopsis: str = ""
    omitted: bool = False


class Screenplay(msgspec.Struct, frozen=True):
    title: dict[str, str]
    paragraphs: list[Paragraph]
    warnings: list[str]
    """One line each, with the line of the file."""


class Heading(msgspec.Struct, frozen=True):
    """INT. VARGA HOUSE - KITCHEN - NIGHT in its three parts."""

    interior: Interior
    place: str
    time: str


_LEAD = re.compile(r"(INT\.?/EXT|EXT\.?/INT|I/E|INT|EXT|EST)(?:[./]+\s*|\s+|$)", re.IGNORECASE)
_TIMES = re.compile(
    r"\b(DAY|NIGHT|MORNING|AFTERNOON|EVENING|DAWN|PRE-DAWN|DUSK|NOON|MIDNIGHT|SUNRISE|SUNSET|TWILIGHT|HOUR|LATER|"
    r"CONTINUOUS|SAME|ALWAYS|FLASHBACK)\b",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s+[-–—]+\s+|\s*[–—]\s*")
OMITTED = "OMITTED"


def read_heading(text: str) -> Heading:
    """The parts of a scene heading; a part that it does not name is "" (inside is INT)."""
    found = _LEAD.match(text.strip())
    interior: Interior = "INT"
    rest = text.strip()
    if found:
        lead = found[1].upper()
        interior = "INT/EXT" if "/" in lead else "EXT" if lead in ("EXT", "EST") else "INT"
        rest = rest[found.end() :]
    parts = [part.strip() for part in _DASH.split(rest) if part.strip()]
    time = parts.pop() if len(parts) > 1 and _is_time(parts[-1]) else ""
    return Heading(interior, capitalised(" - ".join(parts)), time.upper())


def _is_time(text: str) -> bool:
    return bool(_TIMES.search(text)) and len(text.split()) <= 4


def is_heading(line: str) -> bool:
    """Does a line of text begin as headings do?"""
    return bool(re.match(r"(?:INT|EXT|EST|INT\.?/EXT|EXT\.?/INT|I/E)[. /]", line.strip(), re.IGNORECASE))


def capitalised(text: str) -> str:
    """VARGA HOUSE - DANIEL'S ROOM → Varga House - Daniel's Room; mixed case stays as it is."""
    if text != text.upper():
        return text
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda word: word[0].capitalize(), text)


_BRACKETS = re.compile(r"\s*\(.*$", re.DOTALL)


def speaker(cue: str) -> str:
    """Who speaks under a cue: MARA (V.O.) (CONT'D) → MARA."""
    return _BRACKETS.sub("", cue).strip().rstrip("^").strip()


def is_off(cue: str) -> bool:
    """Does the cue itself say that the speaker is not seen: V.O., O.S., O.C., on the phone?"""
    extra = cue.partition("(")[2].upper().replace(" ", "").replace(".", "")
    return any(mark in extra for mark in ("VO)", "OS)", "OC)", "ONPHONE", "FILTERED", "PRELAP"))
