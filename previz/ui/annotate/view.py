"""From the picture to the canvas and back: zoom, pan, turn, mirror."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

MARGIN_PX = 40
SMALLEST_ZOOM, LARGEST_ZOOM = 0.05, 32.0


@dataclass(frozen=True)
class View:
    """How a picture of an aspect lies on a canvas. ``zoom`` 1 fits it in."""

    canvas: QSizeF = field(default_factory=lambda: QSizeF(100, 100))
    tall: float = 0.42
    """Height of the picture in its widths."""
    zoom: float = 1.0
    turn_deg: float = 0.0
    """Clockwise."""
    mirrored: bool = False
    shift: QPointF = field(default_factory=QPointF)
    """Of the middle of the picture from the middle of the canvas, px."""

    @property
    def fit_px(self) -> float:
        """Width of the picture at zoom 1."""
        wide = max(self.canvas.width() - 2 * MARGIN_PX, 40.0)
        high = max(self.canvas.height() - 2 * MARGIN_PX, 40.0)
        return float(min(wide, high / self.tall))

    @property
    def width_px(self) -> float:
        """Width of the picture as it is shown."""
        return self.fit_px * self.zoom

    def canvas_from_picture(self) -> QTransform:
        """Places in widths of the picture → px of the canvas."""
        made = QTransform()
        made.translate(self.canvas.width() / 2 + self.shift.x(), self.canvas.height() / 2 + self.shift.y())
        made.rotate(self.turn_deg)
        made.scale(-self.width_px if self.mirrored else self.width_px, self.width_px)
        made.translate(-0.5, -self.tall / 2)
        return made

    def picture_from_canvas(self) -> QTransform:
        return self.canvas_from_picture().inverted()[0]

    def place(self, canvas: QPointF) -> tuple[float, float]:
        """The place in the picture under a place of the canvas."""
        point = self.picture_from_canvas().map(canvas)
        return point.x(), point.y()

    def picture_box(self) -> QRectF:
        """Where the picture lies on the canvas; around it when it is turned."""
        return self.canvas_from_picture().mapRect(QRectF(0, 0, 1, self.tall))

    def zoomed(self, factor: float, about: QPointF) -> View:
        """Nearer or further, what lies under ``about`` (px of the canvas) staying there."""
        zoom = min(max(self.zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
        return self._keeping(replace(self, zoom=zoom), about)

    def turned(self, degrees: float, about: QPointF) -> View:
        turn = (self.turn_deg + degrees + 180.0) % 360.0 - 180.0
        return self._keeping(replace(self, turn_deg=turn), about)

    def flipped(self, about: QPointF) -> View:
        return self._keeping(replace(self, mirrored=not self.mirrored), about)

    def moved(self, by: QPointF) -> View:
        return replace(self, shift=self.shift + by)

    def fitted(self) -> View:
        return replace(self, zoom=1.0, turn_deg=0.0, shift=QPointF(0, 0))

    def _keeping(self, other: View, about: QPointF) -> View:
        under = self.picture_from_canvas().map(about)
        return other.moved(about - other.canvas_from_picture().map(under))
