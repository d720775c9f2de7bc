"""The stroke that is being drawn: painted touch by touch, so that ink follows the pen however long it is."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from previz.scene.marks import Pen
from previz.scene.strokes import Floats, Steady, half_widths


class WetInk:
    def __init__(
        self,
        image: QImage,
        canvas_from_picture: QTransform,
        pen: Pen,
        colour: str,
        size: float,
        smooth: float,
    ) -> None:
        """``image``: blank, as large as the canvas. ``size`` in widths of the picture."""
        self.image = image
        self.rows: list[Floats] = []
        """What is drawn so far, (4,) each."""
        self._to_canvas = canvas_from_picture
        self._scale = abs(float(canvas_from_picture.determinant())) ** 0.5
        self._pen, self._size = pen, size
        self._colour = QColor(colour)
        self._steady = Steady(smooth)
        self._last: tuple[QPointF, float] | None = None

    def touch(self, row: tuple[float, float, float, float]) -> QRectF:
        """The pen is at x, y with a pressure and a tilt; returns where the canvas changed, in px."""
        steadied = self._steady.feed(row)
        return self._lay(steadied)

    def lift(self, row: tuple[float, float, float, float]) -> QRectF:
        """The pen is taken away here: the ink comes up to the place."""
        return self._lay(np.asarray(row, dtype=np.float64))

    def _lay(self, row: Floats) -> QRectF:
        if not np.isfinite(row[:2]).all():
            return QRectF()
        if not np.isfinite(row[2]):
            row = row.copy()
            row[2] = self.rows[-1][2] if self.rows else 0.5
        self.rows.append(row)
        half_px = float(half_widths(row[None], self._pen, self._size)[0]) * self._scale
        point = self._to_canvas.map(QPointF(float(row[0]), float(row[1])))
        start, start_px = self._last or (point, half_px)
        self._last = (point, half_px)
        painter = QPainter(self.image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(start_px + half_px, 0.6)
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(self._colour, width, Qt.PenStyle.SolidLine, cap, join))
        if start == point:
            painter.drawPoint(point)
        else:
            painter.drawLine(QLineF(start, point))
        painter.end()
        around = max(start_px, half_px) + 2
        return QRectF(start, point).normalized().adjusted(-around, -around, around, around)
