"""Marks on the screen: the paint of `export.mark_paint` with QPainter, in widths of the picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QTransform

from previz.export.paint import CAPITAL_SHARE, WHITE, Fill, Letters, Line, Paint, Reading
from previz.ui.theme import font

LETTER_PX = 200.0
"""Letters that need a shaper are set at this size and scaled down: QFont knows no size below a pixel."""


_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_WINDING = 1
"""Qt.FillRule.WindingFill in a stream."""


def path_of(part: Fill | Line) -> QPainterPath:
    """One read of a stream, for a call a point takes fifty times as long."""
    rings = part.rings if isinstance(part, Fill) else part.paths
    rings = tuple(ring for ring in rings if len(ring))
    path = QPainterPath()
    if not rings:
        return path
    closed = isinstance(part, Fill) or part.closed
    pieces = [piece for ring in rings for piece in ((ring, ring[:1]) if closed else (ring,))]
    places = np.concatenate(pieces)
    elements = np.empty(len(places), dtype=_ELEMENT)
    elements["kind"], elements["x"], elements["y"] = 1, places[:, 0], places[:, 1]  # to each a line …
    long = np.array([len(ring) + closed for ring in rings])
    begin = np.concatenate([[0], long.cumsum()[:-1]])
    elements["kind"][begin] = 0  # … but the first of each ring is moved to
    head, tail = np.array([len(places)], ">i4"), np.array([begin[-1], _WINDING], ">i4")
    stream = QDataStream(QByteArray(head.tobytes() + elements.tobytes() + tail.tobytes()))
    stream >> path
    return path


class Painted:
    """One mark's paint with its paths made, to be painted again at any size."""

    def __init__(self, paint: Sequence[Paint]) -> None:
        self._parts = [
            (part, QPainterPath() if isinstance(part, Letters) else path_of(part)) for part in paint
        ]

    def draw(self, painter: QPainter, opacity: float = 1.0) -> None:
        """With a painter that is scaled so that 1 is the width of the picture. Where it mirrors the picture,
        words are read from left to right all the same, each line where it stands."""
        mirrored = painter.transform().determinant() < 0
        for part, path in self._parts:
            painter.setOpacity(opacity * part.opacity)
            if mirrored and part.reading is not None:
                kept = painter.transform()
                painter.setTransform(_turned_back(part.reading), combine=True)
                _draw_part(painter, part, path)
                painter.setTransform(kept)
            else:
                _draw_part(painter, part, path)


def _turned_back(reading: Reading) -> QTransform:
    """Mirrors a line of words about its own middle."""
    made = QTransform()
    made.translate(*reading.middle)
    made.rotate(reading.turn_deg)
    made.scale(-1, 1)
    made.rotate(-reading.turn_deg)
    made.translate(-reading.middle[0], -reading.middle[1])
    return made


def _draw_part(painter: QPainter, part: Paint, path: QPainterPath) -> None:
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
