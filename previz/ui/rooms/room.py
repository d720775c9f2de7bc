"""What every room is to the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from previz.ui.actions import Action
from previz.ui.status_bar import Hint

if TYPE_CHECKING:
    from previz.export.presets import Document
    from previz.ui.desk import Desk

READ_ONLY = "This film is open to look at only; save a copy to change it."


class Room(QWidget):
    """A page of the window on one open project."""

    name = ""
    paper: Document = "list"
    """What is printed of it: Paper… opens on this."""
    foot_moved = Signal()
    """`foot` came, went, or has another height."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.session = desk.session
        self.setAccessibleName(self.name)
        self.front: QWidget | None = None
        """Its part that takes the focus for it; no proxy, or Tab would skip all that stands before it."""
        self.foot: QWidget | None = None
        """Its part at the foot that messages do not cover."""

    def actions_by_home(self) -> list[tuple[QWidget, list[Action]]]:
        """Rows for the action table, each list with the widget inside which its keys work."""
        return []

    def hints(self) -> list[Hint]:
        """What mouse and keys do here beside the rows of the table."""
        return []

    def panels(self) -> list[QWidget]:
        """Its parts in the order in which F6 goes through them."""
        return [self]

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        if self.front is not None:
            self.front.setFocus(event.reason())

    def shown(self) -> None:
        """The room has come to the front."""

    def bring(self, path: Path) -> None:
        """Take in a file of the kind that this room imports."""

    def reset_layout(self) -> None:
        """Put the panels back where they belong."""

    def close_room(self) -> None:
        """The project ends: stop threads, remember the layout."""
