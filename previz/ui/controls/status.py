"""Status by silhouette: dashed ring, half disc, arrow back, tick, slashed ring; triangle, octagon beside."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from previz.ui.theme import colour

STATUS_WORDS: dict[str, str] = {
    "draft": "Draft",
    "review": "In review",
    "changes": "Changes requested",
    "approved": "Approved",
    "omitted": "Omitted",
    "stale": "Stale",
    "error": "Error",
}
"""`stale` is never a state but a mark beside one."""

# Drawn on a square of 12; ink for what is cut into a filled shape.
_CUT = {"changes": "#1A0D0A", "error": "#1A0D0A", "approved": "#08180F", "stale": "#201500"}


def draw_status(painter: QPainter, rect: QRectF, status: str) -> None:
    """Draw the sign of ``status`` (a key of `STATUS_WORDS`) into the square ``rect``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 12, rect.height() / 12)
    ink = colour(status)
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _DRAW[status](painter, ink)
    painter.restore()


def _cut(painter: QPainter, status: str, width: float = 1.6) -> None:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(QColor(_CUT[status]), width, Qt.PenStyle.SolidLine, cap, join))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _fill(painter: QPainter, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)


def _line(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in points]))


_RING = QRectF(0.75, 0.75, 10.5, 10.5)


def _draft(painter: QPainter, ink: QColor) -> None:
    pen = QPen(ink, 1.5)
    pen.setDashPattern([1.6, 1.5])
    painter.setPen(pen)
    painter.drawEllipse(_RING)


def _review(painter: QPainter, ink: QColor) -> None:
    painter.drawEllipse(_RING)
    _fill(painter, ink)
    painter.drawPie(_RING.adjusted(2, 2, -2, -2), 90 * 16, -180 * 16)


def _changes(painter: QPainter, ink: QColor) -> None:
    _fill(painter, ink)
    painter.drawRoundedRect(QRectF(0.3, 0.3, 11.4, 11.4), 1.6, 1.6)
    _cut(painter, "changes")
    _line(painter, (3.2, 6), (9, 6))
    _line(painter, (5.6, 3.6), (3.1, 6), (5.6, 8.4))


def _approved(painter: QPainter, ink: QColor) -> None:
    _fill(painter, ink)
    painter.drawEllipse(QRectF(0, 0, 12, 12))
    _cut(painter, "approved")
    _line(painter, (3.3, 6.2), (5.3, 8.2), (8.8, 4.2))


def _omitted(painter: QPainter, ink: QColor) -> None:
    painter.drawEllipse(_RING)
    _line(painter, (2.4, 9.6), (9.6, 2.4))


def _stale(painter: QPainter, ink: QColor) -> None:
    painter.setPen(QPen(ink, 1.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([QPointF(6, 0.8), QPointF(11.4, 10.8), QPointF(0.6, 10.8)]))
    _cut(painter, "stale", 1.5)
    _line(painter, (6, 4.3), (6, 6.8))
    painter.drawPoint(QPointF(6, 9))


def _error(painter: QPainter, ink: QColor) -> None:
    _fill(painter, ink)
    corners = [math.pi / 8 + step * math.pi / 4 for step in range(8)]
    painter.drawPolygon(QPolygonF([QPointF(6 + 6.5 * math.cos(a), 6 + 6.5 * math.sin(a)) for a in corners]))
    _cut(painter, "error", 1.7)
    _line(painter, (6, 3.2), (6, 6.4))
    painter.drawPoint(QPointF(6, 8.9))


_DRAW: dict[str, Callable[[QPainter, QColor], None]] = {
    "draft": _draft,
    "review": _review,
    "changes": _changes,
    "approved": _approved,
    "omitted": _omitted,
    "stale": _stale,
    "error": _error,
}


class StatusGlyph(QWidget):
    """The sign alone; its word is its accessible name and tooltip."""

    def __init__(self, status: str = "draft", side: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_status(status)

    def set_status(self, status: str) -> None:
        self._status = status
        self.setAccessibleName(STATUS_WORDS[status])
        self.setToolTip(STATUS_WORDS[status])
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._side + 2, self._side + 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        draw_status(painter, QRectF(1, 1, self._side, self._side), self._status)
        painter.end()
