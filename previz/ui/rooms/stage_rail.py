"""A rail of icons at the edge of the stage: the panels that are folded away, one click from being there."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QVBoxLayout, QWidget

from previz.ui import tokens
from previz.ui.controls import ToolButton
from previz.ui.controls.labels import set_role


class StageRail(QWidget):
    """Seen while a panel is folded away. ``icons``: panel → its picture."""

    def __init__(self, icons: Mapping[str, str]) -> None:
        super().__init__()
        set_role(self, "panel")
        self.setAccessibleName("Folded panels")
        self.setFixedWidth(tokens.WIDTH_RAIL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.buttons = {name: ToolButton(icon, f"Show {name.lower()}") for name, icon in icons.items()}
        for button in self.buttons.values():
            layout.addWidget(button)
        self.hide()

    def follow(self, docks: Mapping[str, QDockWidget]) -> None:
        for name, dock in docks.items():
            self.buttons[name].clicked.connect(dock.show)
            dock.visibilityChanged.connect(lambda _: self._show_folded(docks))
        self._show_folded(docks)

    def _show_folded(self, docks: Mapping[str, QDockWidget]) -> None:
        for name, dock in docks.items():
            self.buttons[name].setVisible(dock.isHidden())
        self.setVisible(any(dock.isHidden() for dock in docks.values()))
