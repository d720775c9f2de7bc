"""At the left: the tools, one taken up."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from previz.ui.actions import shown
from previz.ui.annotate.kit import BREAKS, TOOLS, Kit
from previz.ui.controls import ToolButton, rule
from previz.ui.controls.labels import set_role

WIDTH = 44


class ToolRail(QWidget):
    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        set_role(self, "panel")
        self.setFixedWidth(WIDTH)
        self.buttons: dict[str, ToolButton] = {}
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(2)
        for tool in TOOLS:
            if tool.name in BREAKS:
                layout.addSpacing(3)
                layout.addWidget(rule())
                layout.addSpacing(3)
            button = ToolButton(tool.icon, f"{tool.words}  ({shown(tool.key)})", checkable=True)
            button.clicked.connect(lambda _=False, name=tool.name: kit.take_up(name))
            group.addButton(button)
            layout.addWidget(button)
            self.buttons[tool.name] = button
        layout.addStretch(1)
        kit.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.buttons[self._kit.facts.name].setChecked(True)
