"""The right button, as the system sends it."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget


def menu_at(widget: QWidget, at: QPoint | None = None) -> QMenu:
    """The menu that opens at a place of ``widget``, its middle where none is named."""
    place = at if at is not None else widget.rect().center()
    ask = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, ask)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entries(menu: QMenu) -> list[str]:
    """What it offers, without the keys."""
    return [entry.text().partition("\t")[0] for entry in menu.actions() if not entry.isSeparator()]


def choose(menu: QMenu, words: str) -> None:
    """Take the row that says ``words``."""
    next(entry for entry in menu.actions() if entry.text().partition("\t")[0] == words).trigger()
    menu.close()
