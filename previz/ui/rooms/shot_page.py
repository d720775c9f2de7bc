"""A scene that has no script as a page: what is shot of it, with the shot's number in the margin."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from previz.export.rows import SceneRow, ShotRow
from previz.ui import tokens
from previz.ui.rooms.script_page import Line, lines_of
from previz.ui.theme import colour, font, plate, script_font

PAGE_WIDTH = 720
MARGIN, TOP = 128, 64
LINE_PX = 22
SCRIPT_PX = 15


class ShotPage(QWidget):
    """One scene as it is shot: heading, then action and dialogue of every shot beside its number."""

    shot_pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._shot_id: str | None = None
        self._hover: str | None = None
        self.setFixedWidth(PAGE_WIDTH)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Script page")

    def show_scene(self, scene: SceneRow, shots: list[ShotRow]) -> None:
        columns = int(
            (PAGE_WIDTH - MARGIN - 60) / QFontMetricsF(script_font(SCRIPT_PX)).horizontalAdvance("M")
        )
        self._lines = lines_of(scene, shots, columns)
        self.setFixedHeight(max(900, 2 * TOP + len(self._lines) * LINE_PX))
        self.setAccessibleDescription("\n".join(line.text for line in self._lines))
        self.update()

    def show_shot(self, shot_id: str | None) -> None:
        self._shot_id = shot_id
        self.update()

    def span(self, shot_id: str) -> tuple[int, int] | None:
        """(first, last) line of a shot."""
        places = [place for place, line in enumerate(self._lines) if line.shot_id == shot_id]
        return (places[0], places[-1]) if places else None

    def y_of(self, shot_id: str) -> int:
        span = self.span(shot_id)
        return TOP + span[0] * LINE_PX if span else 0

    def _at(self, at: QPoint) -> str | None:
        place = (at.y() - TOP) // LINE_PX
        return self._lines[place].shot_id or None if 0 <= place < len(self._lines) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        shot_id = self._at(event.position().toPoint())
        if shot_id is not None:
            self.shot_pressed.emit(shot_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        hover = self._at(event.position().toPoint())
        if hover != self._hover:
            self._hover = hover
            self.update()

    def leaveEvent(self, event: Any) -> None:  # noqa: N802
        self._hover = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour("paper"))
        for shot_id, wash in ((self._hover, 0.05), (self._shot_id, 0.10)):
            span = self.span(shot_id) if shot_id else None
            if span:
                top, bottom = TOP + span[0] * LINE_PX, TOP + (span[1] + 1) * LINE_PX
                painter.fillRect(
                    QRectF(MARGIN - 16, top, PAGE_WIDTH - MARGIN - 24, bottom - top), colour("ink", wash)
                )
        drawn: set[str] = set()
        for place, line in enumerate(self._lines):
            y = TOP + place * LINE_PX
            painter.setFont(script_font(SCRIPT_PX, bold=line.bold))
            painter.setPen(colour("ink"))
            x = MARGIN + line.indent * painter.fontMetrics().horizontalAdvance("M")
            painter.drawText(QRectF(x, y, PAGE_WIDTH, LINE_PX), Qt.AlignmentFlag.AlignVCenter, line.text)
            if line.shot_id and line.shot_id not in drawn:
                drawn.add(line.shot_id)
                self._bracket(painter, line)
        painter.end()

    def _bracket(self, painter: QPainter, line: Line) -> None:
        """The shot's line in the margin with its number above."""
        span = self.span(line.shot_id)
        assert span is not None
        chosen = line.shot_id == self._shot_id
        top, bottom = TOP + span[0] * LINE_PX, TOP + (span[1] + 1) * LINE_PX - 4
        painter.setPen(QPen(colour("ink"), 3 if chosen else 1.5))
        painter.drawLine(QPoint(MARGIN - 28, top + 18), QPoint(MARGIN - 28, bottom))
        painter.drawLine(QPoint(MARGIN - 33, bottom), QPoint(MARGIN - 23, bottom))
        painter.setFont(font(tokens.TEXT_CAP, 600))
        wide = painter.fontMetrics().horizontalAdvance(line.number) + 10
        tag = QRectF(MARGIN - 28 - wide / 2, top + 1, wide, 17)
        if chosen:
            plate(painter, tag, "ink", None, 3)
        painter.setPen(colour("paper" if chosen else "ink"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, line.number)
