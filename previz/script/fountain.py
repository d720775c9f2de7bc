"""Fountain, by fountain-py; what it would lose or choke on is put right before it looks.

Comments ``/* */`` and notes ``[[ ]]`` are not of the page and leave it here, in linear time. One that never
ends would swallow the rest of the script: its mark stays in the text instead, and a warning names its line.
Format: https://fountain.io/syntax
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec
from fountain import ElementType, FountainElement, FountainParser

from previz.scene.words import PassageType, Stress
from previz.script.screenplay import OMITTED, Paragraph, Screenplay, is_heading

_VEILS = {"/*": "\ue0f0\ue0f1", "[[": "\ue0f2\ue0f3"}
"""Private letters that stand for marks which open nothing, while the parser looks."""
_CLOSERS = {"/*": "*/", "[[": "]]"}
_OPENING = re.compile(r"/\*|\[\[")
Side = Literal["", "left", "right"]
_SIDES: tuple[Side, Side] = ("left", "right")
_CUE_TYPES = (ElementType.DIALOGUE, ElementType.PARENTHETICAL, ElementType.LYRICS)
_PLAIN: dict[ElementType, PassageType] = {
    ElementType.ACTION: "action",
    ElementType.TRANSITION: "transition",
    ElementType.CENTERED: "centred",
    ElementType.LYRICS: "lyrics",
    ElementType.PAGE_BREAK: "page-break",
}


def read(text: str) -> Screenplay:
    """``text`` has lines ending in one newline. Never raises for what a script may contain."""
    veiled, warnings = strip_comments(text)
    spaced, line_of = _part_headings(veiled)
    document = FountainParser().parse(spaced)
    lines = _Lines(line_of)
    title = {key.capitalize(): _plain_title(str(value)) for key, value in document.metadata.items()}
    return Screenplay(title, list(_paragraphs(document.elements, lines)), warnings)


def strip_comments(text: str) -> tuple[str, list[str]]:
    """The text without comments and notes, every line at its number; a line for each that never ends."""
    made: list[str] = []
    warnings: list[str] = []
    ends = {mark: text.rfind(closer) for mark, closer in _CLOSERS.items()}
    at = 0
    while found := _OPENING.search(text, at):
        mark = found[0]
        end = text.find(_CLOSERS[mark], found.end()) if found.end() <= ends[mark] else -1
        made.append(text[at : found.start()])
        if end < 0:
            if not any(mark in warning for warning in warnings):
                line = text.count("\n", 0, found.start()) + 1
                warnings.append(f"line {line}: “{mark}” is never closed; what follows is read as text")
            made.append(_VEILS[mark])
            at = found.end()
            continue
        inside = text[found.start() : end]
        if "\n" not in inside and made[-1].endswith(" ") and text[end + 2 : end + 3] in (" ", "\n", ""):
            made[-1] = made[-1][:-1]
        made.append("\n" * inside.count("\n"))
        at = end + 2
    made.append(text[at:])
    return "".join(made), warnings


def _plain_title(value: str) -> str:
    """Without the marks of emphasis that title pages are full of."""
    return re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", _unveil(value)).strip()


def _part_headings(text: str) -> tuple[str, list[int]]:
    """With a blank line under every heading, which the format wants and writers forget; and for every line of
    the result its line in ``text``, from 1."""
    lines = text.split("\n")
    made: list[str] = []
    line_of: list[int] = []
    for place, line in enumerate(lines):
        made.append(line)
        line_of.append(place + 1)
        after = lines[place + 1] if place + 1 < len(lines) else ""
        before = lines[place - 1] if place else ""
        if after.strip() and not before.strip() and is_heading(line):
            made.append("")
            line_of.append(place + 1)
    return "\n".join(made), line_of


class _Lines:
    def __init__(self, line_of: list[int]) -> None:
        self._line_of = line_of

    def of(self, element: FountainElement) -> int:
        return self._line_of[min(max(element.line_number, 1), len(self._line_of)) - 1]


def _paragraphs(elements: list[FountainElement], lines: _Lines) -> Iterator[Paragraph]:
    held: Paragraph | None = None
    place = 0
    while place < len(elements):
        element = elements[place]
        place += 1
        if element.type is ElementType.SYNOPSIS:
            if held is not None and held.type == "heading" and not held.synopsis:
                held = msgspec.structs.replace(held, synopsis=_unveil(element.text))
            continue
        if held is not None:
            yield held
            held = None
        if element.type is ElementType.SCENE_HEADING:
            held = _heading(element, lines)
        elif element.type is ElementType.CHARACTER:
            said = []
            while place < len(elements) and elements[place].type in _CUE_TYPES:
                said.append(elements[place])
                place += 1
            yield _speech(element, said, lines)
        elif element.type is ElementType.DUAL_DIALOGUE:
            for side, column in zip(_SIDES, element.dual_dialogue_columns(), strict=True):
                yield _speech(column[0], column[1:], lines, side)
        elif element.type in _PLAIN:
            yield _plain(element, lines)
    if held is not None:
        yield held


def _heading(element: FountainElement, lines: _Lines) -> Paragraph:
    text = _unveil(element.text)
    return Paragraph(
        type="heading",
        text=text,
        line=lines.of(element),
        stress=tuple(_stress(element, 0)),
        number=str(element.metadata.get("scene_number") or ""),
        omitted=text.strip().upper().startswith(OMITTED),
    )


def _speech(cue: FountainElement, said: list[FountainElement], lines: _Lines, dual: Side = "") -> Paragraph:
    name = _unveil(cue.text).strip()
    extension = str(cue.metadata.get("extension") or "")
    stress: list[Stress] = []
    text = ""
    for part in said:
        text += "\n" if text else ""
        stress += _stress(part, len(text))
        text += _unveil(part.text)
    if extension:
        name = f"{name} {extension if extension.startswith('(') else f'({extension})'}"
    return Paragraph(
        type="speech",
        text=text,
        line=lines.of(cue),
        cue=name,
        dual=dual,
        stress=tuple(stress),
    )


def _plain(element: FountainElement, lines: _Lines) -> Paragraph:
    text = "" if element.type is ElementType.PAGE_BREAK else _unveil(element.text)
    kind = _PLAIN[element.type]
    return Paragraph(type=kind, text=text, line=lines.of(element), stress=tuple(_stress(element, 0)))


def _stress(element: FountainElement, shift: int) -> list[Stress]:
    return [
        Stress(start=span.start + shift, end=span.end + shift, style=span.format_type)
        for span in element.formatting
    ]


def _unveil(text: str) -> str:
    for mark, veil in _VEILS.items():
        text = text.replace(veil, mark)
    return text
