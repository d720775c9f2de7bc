"""A take as large as it fits, on which somebody points at who or what is to be made anew."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from previz.studio.seeing import SeenThings
from previz.ui import tokens
from previz.ui.boards.large_picture import fitted
from previz.ui.desk import Desk
from previz.ui.pictures import image_of
from previz.ui.theme import colour, font, plate

LEAST_STEP_PX = 3.0
LEAST_SIDE_PX = 8.0
"""What is drawn smaller than this was a click."""
Corner = tuple[float, float]
"""In widths of the picture, from its top left."""


class PointingView(QWidget):
    pointed = Signal(str)
    """The name of who or what was clicked; "" for nothing."""
    drawn = Signal(tuple)
    """Corners of what was drawn around."""

    def __init__(self, desk: Desk, image: str, aspect: float, parent: QWidget | None = None) -> None:
        """``image``: the blob of the take."""
        super().__init__(parent)
        self._desk, self._blob, self._aspect = desk, image, aspect
        self._seen: SeenThings | None = None
        self._tints: dict[int, QImage] = {}
        self._hover = 0
        self._line: list[QPointF] = []
        self.region = ""
        """The name of who or what is chosen, as `SeenThings.names` gives it."""
        self.lasso: tuple[Corner, ...] = ()
        self.can_point = True
        self.setMouseTracking(True)
        self.setMinimumSize(320, 160)
        self.setAccessibleName("The take; click on who or what is to be made anew, or draw around it")
        desk.pictures.ready.connect(self._came)

    def _came(self, name: str) -> None:
        self.update()

    def show_seen(self, seen: SeenThings) -> None:
        self._seen = seen
        self.update()

    def choose(self, region: str = "", lasso: tuple[Corner, ...] = ()) -> None:
        self.region, self.lasso = region, lasso
        self.update()

    def box(self) -> QRectF:
        """Where the picture stands."""
        return fitted(
            QRectF(self.rect()), QImage(round(1000 * self._aspect), 1000, QImage.Format.Format_Mono)
        )

    # ------------------------------------------------------------------------------------------- mouse
    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = event.position()
        if self._line:
            step = place - self._line[-1]
            if abs(step.x()) + abs(step.y()) >= LEAST_STEP_PX:
                self._line.append(place)
        elif self.can_point:
            self._hover = self._at(place)
            self.setCursor(Qt.CursorShape.PointingHandCursor if self._hover else Qt.CursorShape.CrossCursor)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and self.can_point:
            self._line, self._hover = [event.position()], 0

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        line, self._line = self._line, []
        if not line:
            return
        around = QPolygonF(line).boundingRect()
        if min(around.width(), around.height()) < LEAST_SIDE_PX:
            found = self._at(event.position())
            self.pointed.emit(self._seen.names.get(found, "") if self._seen is not None else "")
        else:
            box = self.box()
            corners = (((p.x() - box.left()) / box.width(), (p.y() - box.top()) / box.width()) for p in line)
            height = box.height() / box.width()
            self.drawn.emit(tuple((min(max(x, 0.0), 1.0), min(max(y, 0.0), height)) for x, y in corners))
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802
        self._hover = 0
        self.update()

    def _at(self, place: QPointF) -> int:
        box = self.box()
        if self._seen is None or not box.contains(place):
            return 0
        found = self._seen.at((place.x() - box.left()) / box.width(), (place.y() - box.top()) / box.height())
        return found if found in self._seen.names else 0

    # ---------------------------------------------------------------------------------------- painting
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("void"))
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        box = self.box()
        pixels = max(16, round(box.width() * self.devicePixelRatioF() / 64) * 64)
        image = self._desk.pictures.nearest(self._blob, pixels)
        if image is not None and not image.isNull():
            painter.drawImage(box, image)
        if self.can_point:
            self._paint_choice(painter, box)
        painter.end()

    def _paint_choice(self, painter: QPainter, box: QRectF) -> None:
        seen = self._seen
        if seen is not None:
            chosen = next((n for n, name in seen.names.items() if name == self.region), 0)
            for number in {chosen, self._hover} - {0}:
                painter.setOpacity(0.55 if number == chosen else 0.3)
                painter.drawImage(box, self._tint(seen, number))
            painter.setOpacity(1.0)
            if self._hover:
                self._name(painter, box, seen.names[self._hover])
        corners = (
            self._line
            if len(self._line) > 1
            else [QPointF(box.left() + x * box.width(), box.top() + y * box.width()) for x, y in self.lasso]
        )
        if corners:
            painter.setPen(QPen(colour("void", 0.5), 3))
            painter.drawPolygon(QPolygonF(corners))
            painter.setPen(QPen(colour("accent"), 1.5))
            painter.setBrush(colour("accent", 0.15))
            painter.drawPolygon(QPolygonF(corners))

    def _tint(self, seen: SeenThings, number: int) -> QImage:
        """Where somebody or something is seen, in the colour of what is chosen."""
        if number not in self._tints:
            ink = colour("accent")
            height, width = seen.objects.shape
            rgba = np.zeros((height, width, 4), np.uint8)
            rgba[seen.objects == number] = (ink.red(), ink.green(), ink.blue(), 255)
            self._tints[number] = image_of(rgba)
        return self._tints[number]

    def _name(self, painter: QPainter, box: QRectF, words: str) -> None:
        painter.setFont(font(tokens.TEXT_BODY, 500))
        width = painter.fontMetrics().horizontalAdvance(words) + 16
        at = QRectF(box.left() + 8, box.bottom() - 32, width, 24)
        plate(painter, at, colour("void", 0.75), None, 3)
        painter.setPen(colour("text"))
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, words)
