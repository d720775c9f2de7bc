"""Buttons, plain and bound to a row of the action table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from previz.ui import tokens
from previz.ui.actions import Action, ActionTable
from previz.ui.icons import icon

Kind = Literal["", "solid", "primary", "icon", "danger"]

# Qt's gap between icon and text is fixed at 4 px; a thin space makes it 7.
_GAP = "\u2009"


def push_button(
    text: str, act: Callable[[], object] | None = None, kind: Kind = "", icon_name: str = "", tip: str = ""
) -> QPushButton:
    made = QPushButton()
    if kind:
        made.setProperty("kind", kind)
    if icon_name:
        made.setIcon(icon(icon_name, "on_accent" if kind == "primary" else "text2"))
        made.setIconSize(QSize(tokens.ICON, tokens.ICON))
    set_words(made, text)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setToolTip(tip)
    if act is not None:
        made.clicked.connect(lambda: act())
    return made


def set_words(button: QPushButton, text: str) -> None:
    """What a button says, on its face and to a screen reader."""
    button.setText(text if button.icon().isNull() else f"{_GAP}{text}")
    button.setAccessibleName(text)


class ToolButton(QToolButton):
    """An icon of 16 in a target of 28; its tooltip is its name."""

    def __init__(
        self,
        icon_name: str,
        tip: str,
        act: Callable[[], object] | None = None,
        checkable: bool = False,
        token: str = "text2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "icon")
        self.setIconSize(QSize(tokens.ICON, tokens.ICON))
        self.setIcon(icon(icon_name, token))
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if act is not None:
            self.clicked.connect(lambda: act())


def action_button(
    table: ActionTable, name: str, kind: Kind = "icon", text: bool | str = False
) -> QToolButton | QPushButton:
    """A button that is a row of the table: its words, its keys, whether it can be pressed, whether it is on.

    ``text`` writes the row's label, or another wording, beside the icon.
    """
    action = table[name]
    made: QToolButton | QPushButton
    if text:
        made = push_button(text if isinstance(text, str) else action.title, None, kind, action.icon)
    else:
        made = ToolButton(action.icon or "circle", action.title)
    made.setObjectName(f"button.{name}")
    made.setCheckable(action.checked is not None)
    _Binding(table, action, made)
    return made


class _Binding(QObject):
    """Keeps a button as its row is. A child of the button, so Qt ends it with the button."""

    def __init__(self, table: ActionTable, action: Action, button: QToolButton | QPushButton) -> None:
        super().__init__(button)
        self._table, self._action, self._button = table, action, button
        button.clicked.connect(self.press)
        table.refreshed.connect(self.look)
        self.look()

    def press(self) -> None:
        self._table.trigger(self._action.name)
        self.look()

    def look(self) -> None:
        action, button = self._action, self._button
        button.setEnabled(action.enabled())
        if action.checked is not None:
            button.setChecked(action.checked())
        button.setToolTip(action.tooltip)
        button.setAccessibleName(action.title)
