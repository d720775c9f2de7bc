"""The action table: keys that fire where they should, and say why when they cannot."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from previz.ui.actions import Action, ActionTable
from previz.ui.controls import action_button


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    for name in ("left", "right"):
        child = QWidget()
        child.setObjectName(name)
        child.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.layout().addWidget(child)
    made.layout().addWidget(QLineEdit())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def child(window: QWidget, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def test_a_key_fires_only_in_its_own_panel(window: QWidget) -> None:
    done: list[str] = []
    table = ActionTable()
    left, right = child(window, "left"), child(window, "right")
    table.add(left, [Action("l.do", "Do left", "D", lambda: done.append("left"), "Left")])
    table.add(right, [Action("r.do", "Do right", "D", lambda: done.append("right"), "Right")])
    right.setFocus()
    QTest.keyClick(right, Qt.Key.Key_D)
    left.setFocus()
    QTest.keyClick(left, Qt.Key.Key_D)
    assert done == ["right", "left"]


def test_a_letter_typed_into_a_line_is_a_letter(window: QWidget) -> None:
    done: list[str] = []
    table = ActionTable()
    table.add(window, [Action("w.do", "Do", "D; 1", lambda: done.append("did"))])
    line = window.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    QTest.keyClicks(line, "d1")
    assert line.text() == "d1"
    assert done == []


def test_what_cannot_be_done_is_refused_aloud(window: QWidget, qtbot: QtBot) -> None:
    table = ActionTable()
    action = Action("w.do", "Do", enabled=lambda: False, why_disabled="Select a person first.")
    table.add(window, [action])
    with qtbot.waitSignal(table.refused) as heard:
        assert not table.trigger("w.do")
    assert heard.args == [action]
    assert "Select a person first." in action.tooltip


def test_two_keys_of_one_context_are_refused(window: QWidget) -> None:
    table = ActionTable()
    table.add(window, [Action("a", "A", "Ctrl+D", context="Stage")])
    other = child(window, "left")
    table.add(other, [Action("b", "B", "Ctrl+E", context="Left")])
    with pytest.raises(ValueError, match="both have"):
        table.add(window, [Action("c", "C", "Ctrl+E", context="Stage")])
    with pytest.raises(ValueError, match="both have"):
        table.add(window, [Action("d", "D", "Ctrl+E")])
    with pytest.raises(ValueError, match="two actions"):
        table.add(window, [Action("a", "A")])


def test_the_nearest_rows_come_first(window: QWidget) -> None:
    table = ActionTable()
    left = child(window, "left")
    table.add(window, [Action("w", "W")])
    table.add(left, [Action("l", "L", context="Left")])
    table.add(child(window, "right"), [Action("r", "R", context="Right")])
    assert [action.name for action in table.within(left)] == ["l", "w"]


def test_a_menu_shows_what_is_possible_now(window: QWidget) -> None:
    possible = [False]
    table = ActionTable()
    table.add(window, [Action("a", "Cut && dry", "Ctrl+X", enabled=lambda: possible[0])])
    assert not table.menu(window, ["a", "-", "absent"]).actions()[0].isEnabled()
    possible[0] = True
    assert table.menu(window, ["a"]).actions()[0].isEnabled()


def test_a_button_follows_its_row(window: QWidget, qtbot: QtBot) -> None:
    state = {"can": False, "on": False}
    table = ActionTable()

    def switch() -> None:
        state["on"] = not state["on"]

    row = Action(
        "grid",
        "Grid",
        "G",
        switch,
        enabled=lambda: state["can"],
        checked=lambda: state["on"],
        icon="grid-four",
    )
    table.add(window, [row])
    button = action_button(table, "grid")
    window.layout().addWidget(button)
    assert not button.isEnabled()
    state["can"] = True
    table.refreshed.emit()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert state["on"]
    assert button.isChecked()
    assert button.accessibleName() == "Grid"


def test_removing_a_home_takes_its_keys(window: QWidget) -> None:
    done: list[str] = []
    table = ActionTable()
    left = child(window, "left")
    table.add(left, [Action("l", "L", "D", lambda: done.append("l"), "Left")])
    table.remove(left)
    left.setFocus()
    QTest.keyClick(left, Qt.Key.Key_D)
    assert done == []
    assert "l" not in table
