"""Marks on the screen: the paint of `export.mark_paint` with QPainter, in widths of the picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from previz.export.paint import CAPITAL_SHARE, WHITE, Fill, Letters, Line, Paint
from previz.scene.strokes import Floats
from previz.ui.theme import font

LETTER_PX = 200.0
"""Letters that need a shaper are set at this size and scaled down: QFont knows no size below a pixel."""


def polygon(places: Floats) -> QPolygonF:
    """Of (n, 2). One read of a stream, for a call a point takes fifty times as long."""
    made = QPolygonF()
    data = np.array([len(places)], dtype=">u4").tobytes() + places.astype(">f8").tobytes()
    stream = QDataStream(QByteArray(data))
    stream >> made
    return made


def path_of(part: Fill | Line) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for places in part.rings if isinstance(part, Fill) else part.paths:
        path.addPolygon(polygon(places))
        if isinstance(part, Fill) or part.closed:
            path.closeSubpath()
    return path


class Painted:
    """One mark's paint with its paths made, to be painted again at any size."""

    def __init__(self, paint: Sequence[Paint]) -> None:
        self._parts = [
            (part, QPainterPath() if isinstance(part, Letters) else path_of(part)) for part in paint
        ]

    def draw(self, painter: QPainter, opacity: float = 1.0) -> None:
        """With a painter that is scaled so that 1 is the width of the picture."""
        for part, path in self._parts:
            painter.setOpacity(opacity * part.opacity)
            if isinstance(part, Letters):
                _draw_letters(painter, part)
            elif isinstance(part, Fill):
                painter.fillPath(path, QColor(part.colour))
            else:
                painter.strokePath(path, _pen(part))


def _pen(line: Line) -> QPen:
    cap = Qt.PenCapStyle.FlatCap if line.dash else Qt.PenCapStyle.RoundCap
    pen = QPen(QColor(line.colour), line.width, Qt.PenStyle.SolidLine, cap, Qt.PenJoinStyle.RoundJoin)
    if line.dash:
        pen.setDashPattern([length / line.width for length in line.dash])
    return pen


def _draw_letters(painter: QPainter, letters: Letters) -> None:
    face: QFont = font(int(LETTER_PX), 600)
    scale = letters.size / CAPITAL_SHARE / LETTER_PX
    path = QPainterPath()
    path.addText(QPointF(0.0, 0.0), face, letters.text)
    painter.save()
    painter.translate(*letters.at)
    painter.rotate(letters.turn_deg)
    painter.scale(scale, scale)
    if letters.halo:
        pen = QPen(QColor(WHITE), letters.halo / scale)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
    painter.fillPath(path, QColor(letters.colour))
    painter.restore()
