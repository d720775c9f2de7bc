"""The header of the plan: its name and what draws on it."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QWidget

from previz.ui.actions import ActionTable
from previz.ui.controls import ToolButton, action_button
from previz.ui.controls.labels import label
from previz.ui.plan.underlay_actions import MENU

TOOLS = ("plan.walls", "plan.door", "plan.window")


class PlanBar(QWidget):
    """Fill it when the rows of the plan are in the table."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addWidget(label("Plan", weight="strong"))
        self._layout.addSpacing(8)

    def fill(self, table: ActionTable) -> None:
        for name in TOOLS:
            self._layout.addWidget(action_button(table, name))
        picture = ToolButton("image", "Picture under the plan")
        picture.clicked.connect(
            lambda: table.menu(self, MENU).popup(picture.mapToGlobal(QPoint(0, picture.height())))
        )
        self._layout.addWidget(picture)
        self._layout.addStretch(1)
