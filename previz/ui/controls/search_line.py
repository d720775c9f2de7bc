"""A line to type a search into, with the glass at its left."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from previz.ui.icons import draw_icon


class SearchLine(QLineEdit):
    def __init__(self, prompt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(prompt)
        self.setAccessibleName(prompt)
        self.setTextMargins(18, 0, 0, 0)
        self.setClearButtonEnabled(False)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        painter = QPainter(self)
        draw_icon(painter, "magnifying-glass", QRectF(8, self.height() / 2 - 7, 14, 14), "text3")
        painter.end()
