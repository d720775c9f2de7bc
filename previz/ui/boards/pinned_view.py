"""A take with the pins of notes on it; a click on it is a place for another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent

from previz.ui.annotate.painting import Painted
from previz.ui.boards.picture_view import PictureView


class PinnedView(PictureView):
    pins: Sequence[Painted] = ()
    """Shown while one picture is."""
    pointed = Signal(float, float)
    """A click on that picture, in widths of it from its top left."""

    def show_pins(self, pins: Sequence[Painted]) -> None:
        self.pins = list(pins)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self.mode == "one" and self.first:
            box = self.picture_box()
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(box.topLeft())
            painter.scale(box.width(), box.width())
            for pin in self.pins:
                pin.draw(painter)
            painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        box, at = self.picture_box(), event.position()
        left = event.button() == Qt.MouseButton.LeftButton
        if self.mode == "one" and self.first and left and box.contains(at):
            self.pointed.emit((at.x() - box.left()) / box.width(), (at.y() - box.top()) / box.width())
        else:
            super().mousePressEvent(event)
