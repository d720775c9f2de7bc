"""How a sheet of the script looks: its words, the lines of the shots beside them, what no shot covers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from previz.scene.words import Passage
from previz.script.breakdown import CATEGORIES, Element
from previz.script.lining import LinedPage, Strip
from previz.script.pages import Line, runs_of
from previz.ui import tokens
from previz.ui.icons import draw_icon
from previz.ui.theme import colour, font, plate, script_font

Mode = Literal["pages", "lined", "breakdown"]
MODES: tuple[Mode, ...] = ("pages", "lined", "breakdown")
WIDE, NARROW = (760, 176, 15), (676, 150, 13)
"""Width of a sheet, its left margin, height of the type; the second where the first has no room."""
HEAD, LINE_PX, FOOT, GAP = 72, 20, 48, 16
LINING_INKS = ("#3D7A2E", "#2B6FA3", "#8A6A00", "#B0467A", "#6E4AA8")
"""All at least 4.5:1 on the paper."""
SELECTED, UNCOVERED = QColor("#BBD9F8"), QColor("#F3DFA8")
STRIP_PX = 24


@dataclass(frozen=True)
class Script:
    """What the sheets show. ``names`` are shot id → (number, ink)."""

    pages: Sequence[LinedPage] = ()
    passages: Sequence[Passage] = ()
    lines_per_page: int = 55
    names: Mapping[str, str] = field(default_factory=dict)
    elements: Sequence[Element] = ()


class SheetLook:
    """Measures in pixels of a sheet, and the inks of what is on it."""

    def __init__(self) -> None:
        self.script = Script()
        self.mode: Mode = "lined"
        self.shot_id: str | None = None
        self.inks: dict[str, QColor] = {}
        self.tints: dict[str, list[tuple[int, int, QColor]]] = {}
        self.set_type(WIDE)

    def set_type(self, measures: tuple[int, int, int]) -> None:
        """`WIDE` or `NARROW`."""
        self.width, self.margin, self.type_px = measures
        self.letter_px = QFontMetricsF(script_font(self.type_px)).horizontalAdvance("M")

    def set_script(self, script: Script) -> None:
        self.script = script
        self.inks = {
            id: QColor(LINING_INKS[place % len(LINING_INKS)]) for place, id in enumerate(script.names)
        }
        self.tints = {}
        for element in script.elements:
            for passage_id, start, end in element.places:
                ink = QColor(CATEGORIES.get(element.category, CATEGORIES["props"]))
                self.tints.setdefault(passage_id, []).append((start, end, ink))

    @property
    def sheet_px(self) -> int:
        return HEAD + self.script.lines_per_page * LINE_PX + FOOT

    def y(self, page: int, line: int) -> int:
        return page * (self.sheet_px + GAP) + HEAD + line * LINE_PX

    def letter_x(self, line: Line, letter: int) -> float:
        """Left edge of a letter of the passage that a line shows."""
        return self.margin + (line.indent + letter - line.start) * self.letter_px

    def strip_x(self, page: LinedPage, strip: Strip) -> float:
        step = min(STRIP_PX, (self.margin - 44) / max(page.slots, 1))
        return self.margin - 24 - strip.slot * step


class SheetPainter:
    def __init__(self, look: SheetLook, painter: QPainter) -> None:
        self._look, self._painter = look, painter

    def sheet(self, number: int, dirty: QRect, selected: dict[str, list[tuple[int, int]]]) -> None:
        look, painter = self._look, self._painter
        page = look.script.pages[number]
        top = number * (look.sheet_px + GAP)
        painter.fillRect(QRectF(0, top, look.width, look.sheet_px), colour("paper"))
        painter.setFont(script_font(look.type_px))
        painter.setPen(colour("ink"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top + 24, look.width - 56, LINE_PX), right, f"{page.page.number}.")
        if look.mode == "lined":
            for first, last in page.gaps:
                self._gap(number, first, last)
        for place, line in enumerate(page.page.lines):
            y = look.y(number, place)
            if line.kind is not None and y + LINE_PX >= dirty.top() and y <= dirty.bottom():
                self._line(line, y, selected.get(line.passage_id, []))
        if look.mode == "lined":
            for strip in page.strips:
                self._strip(number, page, strip)

    def _line(self, line: Line, y: int, selected: list[tuple[int, int]]) -> None:
        look, painter = self._look, self._painter
        x = look.margin + line.indent * look.letter_px

        def wash(start: int, end: int, fill: QColor) -> None:
            a, b = max(start, line.start), min(end, line.end)
            if a < b:
                painter.fillRect(
                    QRectF(look.letter_x(line, a), y + 1, (b - a) * look.letter_px, LINE_PX - 2), fill
                )

        if line.kind != "cue":
            if look.mode == "breakdown":
                for start, end, ink in look.tints.get(line.passage_id, ()):
                    tint = QColor(ink)
                    tint.setAlphaF(0.22)
                    wash(start, end, tint)
            for start, end in selected:
                wash(start, end, SELECTED)
        painter.setPen(colour("ink"))
        middle = Qt.AlignmentFlag.AlignVCenter
        for run in runs_of(line):
            face = script_font(look.type_px, run.bold, run.italic)
            face.setUnderline(run.underline)
            face.setStrikeOut(run.strikeout)
            painter.setFont(face)
            painter.drawText(QRectF(x + run.at * look.letter_px, y, look.width, LINE_PX), middle, run.text)
        if line.number:
            painter.setFont(script_font(look.type_px, bold=True))
            if look.mode != "lined":
                painter.drawText(QRectF(look.margin - 52, y, 48, LINE_PX), middle, line.number)
            painter.drawText(QRectF(look.width - 48, y, 44, LINE_PX), middle, line.number)
        if line.revised:
            painter.setFont(script_font(look.type_px))
            painter.drawText(QRectF(look.width - 20, y, 20, LINE_PX), middle, "*")

    def _gap(self, number: int, first: int, last: int) -> None:
        look, painter = self._look, self._painter
        top, bottom = look.y(number, first), look.y(number, last + 1)
        painter.fillRect(QRectF(look.margin - 6, top, look.width - look.margin - 46, bottom - top), UNCOVERED)
        if bottom - top >= LINE_PX:
            draw_icon(painter, "warning", QRectF(look.width - 46, top + 3, 14, 14), "ink2")

    def _strip(self, number: int, page: LinedPage, strip: Strip) -> None:
        look, painter = self._look, self._painter
        ink, chosen = look.inks.get(strip.shot_id, colour("ink")), strip.shot_id == look.shot_id
        x = look.strip_x(page, strip)
        painter.setPen(QPen(ink, 3.0 if chosen else 1.75))
        previous: float | None = None
        for segment in strip.segments:
            top, bottom = look.y(number, segment.first) + 2, look.y(number, segment.last + 1) - 3
            if previous is not None:
                painter.drawLine(QPointF(x, previous), QPointF(x, top))
            if segment.straight:
                painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            else:
                painter.drawPath(_wave(x, top, bottom))
            previous = bottom
        assert previous is not None
        if strip.ends:
            painter.drawLine(QPointF(x - 5, previous), QPointF(x + 5, previous))
        name = look.script.names.get(strip.shot_id, "")
        painter.setFont(font(tokens.TEXT_CAP, 600))
        wide = painter.fontMetrics().horizontalAdvance(name) + 8
        tag = QRectF(x - wide / 2, look.y(number, strip.first) - 17, wide, 16)
        plate(painter, tag, ink if chosen else colour("paper"), None, 3)
        painter.setPen(colour("paper") if chosen else ink)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, name)

    def caret(self, page: int, place: int, line: Line, letter: int) -> None:
        look = self._look
        top = look.y(page, place) + 1
        self._painter.fillRect(QRectF(look.letter_x(line, letter) - 1, top, 2, LINE_PX - 2), colour("accent"))


def _wave(x: float, top: float, bottom: float) -> QPainterPath:
    path = QPainterPath(QPointF(x, top))
    count = max(2, math.ceil((bottom - top) / 7))
    step = (bottom - top) / count
    for place in range(count):
        out = 5.0 if place % 2 else -5.0
        path.quadTo(QPointF(x + out, top + (place + 0.5) * step), QPointF(x, top + (place + 1) * step))
    return path
