"""A page over the whole window: review, comparison, playing. Esc leaves, the focus goes back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from previz.ui.controls.labels import set_role
from previz.ui.overlay import Overlay


class Page(Overlay):
    """Fills the window; its keys are its own while it is up."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window, name, width=0)
        set_role(self.card, "window")
        self.card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def place(self) -> None:
        self.card.setGeometry(self.rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        event.accept()
