"""The pages of the script as a reader expects them: plain, lined, or with the breakdown in its colours."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from previz.scene.words import Covered, Passage
from previz.script.breakdown import CATEGORIES, Element
from previz.script.covering import cover
from previz.script.lining import LinedPage, Strip
from previz.script.pages import Line
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

Spot = tuple[int, int]
"""(place of a passage in the script, letter of its text)."""


@dataclass(frozen=True)
class Script:
    """What the sheets show. ``names`` are shot id → (number, ink)."""

    pages: Sequence[LinedPage] = ()
    passages: Sequence[Passage] = ()
    lines_per_page: int = 55
    names: Mapping[str, str] = field(default_factory=dict)
    elements: Sequence[Element] = ()


class Sheets(QWidget):
    """All pages below each other. A click goes to the shot under it, a drag selects words."""

    shot_pressed = Signal(str)
    scene_pressed = Signal(str)
    selected = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._script = Script()
        self.mode: Mode = "lined"
        self._shot_id: str | None = None
        self._anchor: Spot | None = None
        self._head: Spot | None = None
        self._dragged = False
        self.sheet_width, self.margin, self._type_px = WIDE
        self._letter_px = QFontMetricsF(script_font(self._type_px)).horizontalAdvance("M")
        self._place_of: dict[str, int] = {}
        self._inks: dict[str, QColor] = {}
        self._tints: dict[str, list[tuple[int, int, QColor]]] = {}
        self.setFixedWidth(self.sheet_width)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Script pages")

    # ------------------------------------------------------------------------------------- what is shown
    def show_script(self, script: Script) -> None:
        self._script = script
        self._place_of = {one.id: place for place, one in enumerate(script.passages)}
        self._inks = {
            id: QColor(LINING_INKS[place % len(LINING_INKS)]) for place, id in enumerate(script.names)
        }
        self._tints = {}
        for element in script.elements:
            for passage_id, start, end in element.places:
                ink = QColor(CATEGORIES.get(element.category, CATEGORIES["props"]))
                self._tints.setdefault(passage_id, []).append((start, end, ink))
        self.setFixedHeight(max(900, len(script.pages) * (self.sheet_px + GAP)))
        text = [line.text for page in script.pages for line in page.page.lines]
        self.setAccessibleDescription("\n".join(text[:400]))
        if self._head is not None and max(self._head, self._anchor or self._head)[0] >= len(script.passages):
            self.clear_selection()
        self.update()

    def fit(self, room_px: int) -> None:
        """Take the type that ``room_px`` has room for."""
        wanted = WIDE if room_px >= WIDE[0] else NARROW
        if wanted != (self.sheet_width, self.margin, self._type_px):
            self.sheet_width, self.margin, self._type_px = wanted
            self._letter_px = QFontMetricsF(script_font(self._type_px)).horizontalAdvance("M")
            self.setFixedWidth(self.sheet_width)
            self.update()

    def set_mode(self, mode: Mode) -> None:
        self.mode = mode
        self.update()

    def show_shot(self, shot_id: str | None) -> None:
        self._shot_id = shot_id
        self.update()

    @property
    def sheet_px(self) -> int:
        return HEAD + self._script.lines_per_page * LINE_PX + FOOT

    def ink_of(self, shot_id: str) -> QColor:
        return self._inks.get(shot_id, colour("ink"))

    def y_of_passage(self, passage_id: str) -> int | None:
        for number, page in enumerate(self._script.pages):
            for place, line in enumerate(page.page.lines):
                if line.passage_id == passage_id:
                    return self._y(number, place)
        return None

    def y_of_shot(self, shot_id: str) -> int | None:
        for number, page in enumerate(self._script.pages):
            for strip in page.strips:
                if strip.shot_id == shot_id:
                    return self._y(number, strip.first)
        return None

    def _y(self, page: int, line: int) -> int:
        return page * (self.sheet_px + GAP) + HEAD + line * LINE_PX

    # --------------------------------------------------------------------------------------- selection
    @property
    def selection(self) -> tuple[Covered, ...]:
        """The selected words, passage by passage; headings and blank passages left out."""
        if self._anchor is None or self._head is None or self._anchor == self._head:
            return ()
        (first, start), (last, end) = sorted((self._anchor, self._head))
        found = []
        for place in range(first, last + 1):
            passage = self._script.passages[place]
            from_letter = start if place == first else 0
            to_letter = end if place == last else len(passage.text)
            from_letter, to_letter = _whole_words(passage.text, from_letter, to_letter)
            if passage.type != "heading" and to_letter > from_letter:
                found.append(cover(passage, from_letter, to_letter))
        return tuple(found)

    def selected_text(self) -> str:
        return " ".join(one.was for one in self.selection)

    def selection_bottom(self) -> QPointF | None:
        """Below the end of the selection, for what is offered there."""
        spans = self._selected_spans()
        if not spans:
            return None
        bottom: QPointF | None = None
        for number, page in enumerate(self._script.pages):
            for place, line in enumerate(page.page.lines):
                if any(
                    start < line.end and line.start < end for start, end in spans.get(line.passage_id, ())
                ):
                    right = self.margin + (line.indent + len(line.text)) * self._letter_px
                    right = max(right, self.margin + 47 * self._letter_px)
                    bottom = QPointF(right + 12, self._y(number, place) - 4)
        return bottom

    def clear_selection(self) -> None:
        self._anchor = self._head = None
        self.selected.emit()
        self.update()

    def select_words(self, passage_id: str, start: int, end: int) -> None:
        place = self._place_of[passage_id]
        self._anchor, self._head = (place, start), (place, end)
        self.selected.emit()
        self.update()

    def _selected_spans(self) -> dict[str, list[tuple[int, int]]]:
        spans: dict[str, list[tuple[int, int]]] = {}
        for one in self.selection:
            spans.setdefault(one.passage_id, []).append(
                (one.start, one.end if one.end is not None else 10**9)
            )
        return spans

    # ------------------------------------------------------------------------------------------- mouse
    def _line_at(self, at: QPointF) -> tuple[int, int] | None:
        page, inside = divmod(int(at.y()), self.sheet_px + GAP)
        line = (inside - HEAD) // LINE_PX
        if 0 <= page < len(self._script.pages) and 0 <= line < len(self._script.pages[page].page.lines):
            return page, line
        return None

    def _spot_at(self, at: QPointF) -> Spot | None:
        found = self._line_at(at)
        if found is None:
            return None
        line = self._script.pages[found[0]].page.lines[found[1]]
        place = self._place_of.get(line.passage_id)
        if place is None:
            return None
        if line.kind == "cue":
            return place, 0
        column = round((at.x() - self.margin) / self._letter_px) - line.indent
        return place, line.start + min(max(column, 0), line.end - line.start)

    def _strip_at(self, at: QPointF) -> Strip | None:
        found = self._line_at(at)
        if found is None or self.mode == "breakdown":
            return None
        page = self._script.pages[found[0]]
        near = [
            s for s in page.strips if s.first - 1 <= found[1] <= s.last and abs(self._x(page, s) - at.x()) < 9
        ]
        return min(near, key=lambda s: abs(self._x(page, s) - at.x()), default=None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._anchor = self._head = self._spot_at(event.position())
            self._dragged = False
            self.selected.emit()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        on_strip = self._strip_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if on_strip else Qt.CursorShape.IBeamCursor)
        if not event.buttons() & Qt.MouseButton.LeftButton or self._anchor is None:
            return
        spot = self._spot_at(event.position())
        if spot is not None and spot != self._head:
            self._head, self._dragged = spot, True
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._dragged:
            self.selected.emit()
            return
        strip = self._strip_at(event.position()) or self._tightest(event.position())
        found = self._line_at(event.position())
        if strip is not None:
            self.shot_pressed.emit(strip.shot_id)
        elif found is not None:
            place = self._place_of.get(self._script.pages[found[0]].page.lines[found[1]].passage_id)
            scene_id = self._script.passages[place].scene_id if place is not None else None
            if scene_id:
                self.scene_pressed.emit(scene_id)

    def _tightest(self, at: QPointF) -> Strip | None:
        """Of the shots that cover a line, the one that covers least beside it."""
        found = self._line_at(at)
        if found is None:
            return None
        strips = [s for s in self._script.pages[found[0]].strips if s.first <= found[1] <= s.last]
        return min(strips, key=lambda s: s.last - s.first, default=None)

    # ------------------------------------------------------------------------------------------- paint
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.sheet_px + GAP
        selected = self._selected_spans()
        for number in range(
            event.rect().top() // step, min(event.rect().bottom() // step + 1, len(self._script.pages))
        ):
            self._paint_sheet(painter, number, event.rect(), selected)
        painter.end()

    def _paint_sheet(
        self, painter: QPainter, number: int, dirty: QRect, selected: dict[str, list[tuple[int, int]]]
    ) -> None:
        page = self._script.pages[number]
        top = number * (self.sheet_px + GAP)
        painter.fillRect(QRectF(0, top, self.sheet_width, self.sheet_px), colour("paper"))
        painter.setFont(script_font(self._type_px))
        painter.setPen(colour("ink"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top + 24, self.sheet_width - 56, LINE_PX), right, f"{page.page.number}.")
        if self.mode == "lined":
            for first, last in page.gaps:
                self._paint_gap(painter, number, first, last)
        for place, line in enumerate(page.page.lines):
            y = self._y(number, place)
            if line.kind is not None and y + LINE_PX >= dirty.top() and y <= dirty.bottom():
                self._paint_line(painter, line, y, selected.get(line.passage_id, []))
        if self.mode == "lined":
            for strip in page.strips:
                self._paint_strip(painter, number, page, strip)

    def _paint_line(self, painter: QPainter, line: Line, y: int, selected: list[tuple[int, int]]) -> None:
        x = self.margin + line.indent * self._letter_px

        def wash(start: int, end: int, fill: QColor) -> None:
            a, b = max(start, line.start), min(end, line.end)
            if a < b:
                left = x + (a - line.start) * self._letter_px
                painter.fillRect(QRectF(left, y + 1, (b - a) * self._letter_px, LINE_PX - 2), fill)

        if line.kind != "cue":
            if self.mode == "breakdown":
                for start, end, ink in self._tints.get(line.passage_id, ()):
                    tint = QColor(ink)
                    tint.setAlphaF(0.22)
                    wash(start, end, tint)
            for start, end in selected:
                wash(start, end, SELECTED)
        painter.setFont(script_font(self._type_px, bold=line.kind == "heading"))
        painter.setPen(colour("ink"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, y, self.sheet_width, LINE_PX), middle, line.text)
        if line.number:
            if self.mode != "lined":
                painter.drawText(QRectF(self.margin - 52, y, 48, LINE_PX), middle, line.number)
            painter.drawText(QRectF(self.sheet_width - 48, y, 44, LINE_PX), middle, line.number)
        if line.revised:
            painter.drawText(QRectF(self.sheet_width - 20, y, 20, LINE_PX), middle, "*")

    def _paint_gap(self, painter: QPainter, number: int, first: int, last: int) -> None:
        top, bottom = self._y(number, first), self._y(number, last + 1)
        painter.fillRect(
            QRectF(self.margin - 6, top, self.sheet_width - self.margin - 46, bottom - top), UNCOVERED
        )
        if bottom - top >= LINE_PX:
            draw_icon(painter, "warning", QRectF(self.sheet_width - 46, top + 3, 14, 14), "ink2")

    def _x(self, page: LinedPage, strip: Strip) -> float:
        step = min(STRIP_PX, (self.margin - 44) / max(page.slots, 1))
        return self.margin - 24 - strip.slot * step

    def _paint_strip(self, painter: QPainter, number: int, page: LinedPage, strip: Strip) -> None:
        ink, chosen = self._inks.get(strip.shot_id, colour("ink")), strip.shot_id == self._shot_id
        x = self._x(page, strip)
        painter.setPen(QPen(ink, 3.0 if chosen else 1.75))
        previous: float | None = None
        for segment in strip.segments:
            top, bottom = self._y(number, segment.first) + 2, self._y(number, segment.last + 1) - 3
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
        name = self._script.names.get(strip.shot_id, "")
        painter.setFont(font(tokens.TEXT_CAP, 600))
        wide = painter.fontMetrics().horizontalAdvance(name) + 8
        tag = QRectF(x - wide / 2, self._y(number, strip.first) - 17, wide, 16)
        plate(painter, tag, ink if chosen else colour("paper"), None, 3)
        painter.setPen(colour("paper") if chosen else ink)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, name)


def _wave(x: float, top: float, bottom: float) -> QPainterPath:
    path = QPainterPath(QPointF(x, top))
    count = max(2, math.ceil((bottom - top) / 7))
    step = (bottom - top) / count
    for place in range(count):
        out = 5.0 if place % 2 else -5.0
        path.quadTo(QPointF(x + out, top + (place + 0.5) * step), QPointF(x, top + (place + 1) * step))
    return path


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Letters grown to whole words, without blanks at the ends."""
    while 0 < start < len(text) and not text[start - 1].isspace() and not text[start].isspace():
        start -= 1
    while 0 < end < len(text) and not text[end].isspace() and not text[end - 1].isspace():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
