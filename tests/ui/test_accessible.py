"""What a screen reader meets: everything that the keys reach has a name and a role, in every room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

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


def tabbed(window: Window) -> list[QWidget]:
    """Where Tab goes from what has the focus, until it is there again."""
    seen: list[QWidget] = []
    while True:
        now = QApplication.focusWidget()
        assert now is not None
        if now in seen:
            return seen
        seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)


@pytest.mark.parametrize("room", range(4))
def test_tab_goes_to_everything_in_the_order_of_the_panels(
    open_window: Window, qtbot: QtBot, room: int
) -> None:
    """What stood before the list of a room was skipped, and what was built last came last."""
    assert open_window.session is not None
    open_window.show_room(room)
    if room == 1:
        open_window.session.select(["ada"])
    qtbot.wait(50)
    seen = tabbed(open_window)
    wanted = [
        part
        for part in reached(open_window)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isEnabled() and part.height() > 1
    ]
    # of buttons of which one is down Tab goes to that one, the arrows to the others
    wanted = [part for part in wanted if part.property("kind") != "lens" or part.isChecked()]
    assert [part.accessibleName() for part in wanted if part not in seen] == []
    assert open_window.room is not None
    panels = open_window.room.panels()
    met = [n for part in seen for n, one in enumerate(panels) if one is part or one.isAncestorOf(part)]
    runs = [n for n, before in zip(met, met[-1:] + met[:-1], strict=True) if n != before]
    first = runs.index(min(runs))
    assert runs[first:] + runs[:first] == sorted(set(met)), "a panel is left before its end, or out of turn"


def test_the_page_without_a_film_is_told(window: Window) -> None:
    assert [said for widget in reached(window) if (said := untold(widget))] == []
