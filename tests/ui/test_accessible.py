"""What a screen reader meets: everything that the keys reach has a name and a role, in every room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from previz.ui.accessible import tell_roles
from previz.ui.rooms import ROOMS
from previz.ui.window import Window

NAMELESS_ROLES = (QAccessible.Role.NoRole, QAccessible.Role.Client)


@pytest.fixture(scope="module", autouse=True)
def roles(qapp: QApplication) -> None:
    tell_roles()


def reached(window: QWidget) -> list[QWidget]:
    """What has the focus when Tab or a click puts it there."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.focusProxy() is None
    ]


def untold(widget: QWidget) -> str:
    """What is missing of a widget; "" when nothing is."""
    told = QAccessible.queryAccessibleInterface(widget)
    if told is None or not told.text(QAccessible.Text.Name):
        return f"{type(widget).__name__} has no name"
    name = told.text(QAccessible.Text.Name)
    return f"{type(widget).__name__} “{name}” has no role" if told.role() in NAMELESS_ROLES else ""


def test_everything_that_keys_reach_has_a_name_and_a_role(open_window: Window) -> None:
    missing = []
    for room in range(len(ROOMS)):
        open_window.show_room(room)
        QApplication.processEvents()
        found = reached(open_window)
        assert len(found) > 4
        missing += [f"room {room}: {said}" for widget in found if (said := untold(widget))]
    assert missing == []


def test_the_page_without_a_film_is_told(window: Window) -> None:
    assert [said for widget in reached(window) if (said := untold(widget))] == []
