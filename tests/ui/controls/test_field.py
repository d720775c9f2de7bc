"""A field under real mouse and keys: what it says, and how its changes become one step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from previz.ui.controls import Field, Measure
from tests.ui.right_button import choose, entries, menu_at


class Heard:
    """What a field said, in order."""

    def __init__(self, field: Field) -> None:
        self.said: list[str | float] = []
        field.began.connect(lambda: self.said.append("began"))
        field.ended.connect(lambda: self.said.append("ended"))
        field.edited.connect(self.said.append)
        field.nudged.connect(lambda by: self.said.append(f"by {by:g}"))

    @property
    def value(self) -> float:
        return [said for said in self.said if isinstance(said, float)][-1]


@pytest.fixture
def field(qtbot: QtBot) -> Field:
    made = Field("Height", Measure.LENGTH, 0.0, 10.0, step=0.01, default=1.5)
    qtbot.addWidget(made)
    made.resize(300, 24)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def drag(field: Field, by_px: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    start = field.box.center().toPoint()
    QTest.mousePress(field, Qt.MouseButton.LeftButton, modifier, start)
    for step in range(11):
        moved = QPoint(start.x() + (20 if by_px > 0 else -20) + by_px * step // 10, start.y())
        event_move(field, moved, modifier)
    QTest.mouseRelease(field, Qt.MouseButton.LeftButton, modifier, moved)


def event_move(field: Field, at: QPoint, modifier: Qt.KeyboardModifier) -> None:
    place = QPointF(at)
    left = Qt.MouseButton.LeftButton
    move = QMouseEvent(
        QEvent.Type.MouseMove, place, field.mapToGlobal(place), Qt.MouseButton.NoButton, left, modifier
    )
    QApplication.sendEvent(field, move)


def line_of(field: Field) -> QLineEdit:
    return field.findChildren(QLineEdit)[-1]


def test_a_drag_is_one_change_from_press_to_release(field: Field) -> None:
    heard = Heard(field)
    drag(field, 80)
    assert heard.said[0] == "began"
    assert heard.said[-1] == "ended"
    assert heard.said.count("began") == 1
    assert field.value == pytest.approx(1.5 + 80 / 4 * 0.01)


def test_shift_drags_ten_times_finer(field: Field) -> None:
    drag(field, 80, Qt.KeyboardModifier.ShiftModifier)
    assert field.value == pytest.approx(1.5 + 80 / 4 * 0.001)


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("99", 10.0, "“99” is too much; the most is 10.00 m"),
        ("+9", 10.0, "“+9” is too much; the most is 10.00 m"),
        ("-3", 0.0, "“-3” is too little; the least is 0.00 m"),
        ("10", 10.0, ""),
    ],
)
def test_a_value_stays_in_its_range_and_the_field_says_so(
    field: Field, text: str, value: float, said: str
) -> None:
    QToolTip.hideText()
    QTest.keyClick(field, Qt.Key.Key_Return)
    line_of(field).setText(text)
    QTest.keyClick(line_of(field), Qt.Key.Key_Return)
    assert field.value == value
    assert QToolTip.text() == said


def test_typing_begins_with_a_click_and_ends_with_enter(field: Field) -> None:
    heard = Heard(field)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=field.box.center().toPoint())
    line = line_of(field)
    assert line.selectedText() == "1.50 m"
    QTest.keyClicks(line, "5'3\"")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert heard.said[0] == "began"
    assert heard.value == pytest.approx(1.6002)
    assert field.accessibleName() == "Height 1.60 m"


def test_enter_ends_typing_for_good(field: Field) -> None:
    QTest.keyClicks(field, "2")
    QTest.keyClick(line_of(field), Qt.Key.Key_Return)
    assert field.hasFocus(), "no line is open that would keep Ctrl+Z to itself"
    assert not any(line.isVisible() for line in field.findChildren(QLineEdit))
    field.set_value(1.5)  # as an undo does
    field.clearFocus()
    assert field.value == 1.5


@pytest.mark.parametrize("text", ["abc", "1e999", "9" * 400, "1.5.5", "--", "🎬"])
def test_what_cannot_be_read_is_said_at_the_field(field: Field, text: str) -> None:
    heard = Heard(field)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    line_of(field).setText(text)
    QTest.keyClick(line_of(field), Qt.Key.Key_Return)
    assert heard.said == []
    assert field.value == 1.5
    assert text[:20] in QToolTip.text()
    assert "is not a length" in QToolTip.text()


def test_keys_wait_while_the_value_is_dragged(field: Field) -> None:
    at = field.box.center().toPoint()
    field.setFocus()
    QTest.mousePress(field, Qt.MouseButton.LeftButton, pos=at)
    for by in (20, 60):
        event_move(field, at + QPoint(by, 0), Qt.KeyboardModifier.NoModifier)
    dragged = field.value
    QTest.keyClick(field, Qt.Key.Key_7)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.findChildren(QLineEdit) == []
    assert field.value == dragged
    QTest.mouseRelease(field, Qt.MouseButton.LeftButton, pos=at)


def test_typing_is_left_with_escape(field: Field) -> None:
    heard = Heard(field)
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(line_of(field), "7")
    QTest.keyClick(line_of(field), Qt.Key.Key_Escape)
    assert heard.said == []
    assert field.value == 1.5


def test_a_step_is_typed_with_its_sign(field: Field) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Plus)
    QTest.keyClicks(line_of(field), "20cm")
    QTest.keyClick(line_of(field), Qt.Key.Key_Return)
    assert field.value == pytest.approx(1.7)


def test_arrows_step(field: Field) -> None:
    heard = Heard(field)
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert heard.said == ["began", pytest.approx(1.51), "ended", "began", pytest.approx(1.41), "ended"]


def test_mixed_values_move_together(field: Field) -> None:
    field.set_value(None)
    assert field.text == "Mixed"
    heard = Heard(field)
    field.type("+0.5")
    assert heard.said == ["began", "by 0.5", "ended"]
    heard.said.clear()
    field.set_value(None)
    field.type("2")
    assert heard.said == ["began", 2.0, "ended"]


def test_escape_in_a_drag_puts_the_value_back(field: Field) -> None:
    start = field.box.center().toPoint()
    QTest.mousePress(field, Qt.MouseButton.LeftButton, pos=start)
    event_move(field, start + QPoint(20, 0), Qt.KeyboardModifier.NoModifier)
    event_move(field, start + QPoint(90, 0), Qt.KeyboardModifier.NoModifier)
    assert field.value != 1.5
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.value == 1.5


def test_a_computed_value_cannot_be_changed(field: Field) -> None:
    field.set_mark("computed")
    heard = Heard(field)
    drag(field, 80)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert not field.type("3")
    assert heard.said == []


def test_the_gutter_is_a_button_of_its_own(field: Field, qtbot: QtBot) -> None:
    field.set_mark("changed")
    with qtbot.waitSignal(field.mark_clicked, timeout=1000):
        QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(field.width() - 6, 12))


def test_feet_are_shown_for_a_project_in_feet(field: Field) -> None:
    field.set_units("ft")
    assert field.text == "4′ 11.1″"


def test_the_right_button_copies_pastes_and_resets(field: Field, qtbot: QtBot) -> None:
    heard = Heard(field)
    reset: list[bool] = []
    field.mark_clicked.connect(lambda: reset.append(True))
    field.type("2.25")
    menu = menu_at(field)
    assert entries(menu) == ["Copy value", "Paste value", "Type a value"]
    choose(menu, "Copy value")
    assert QApplication.clipboard().text() == "2.25 m"
    field.type("3")
    choose(menu_at(field), "Paste value")
    assert heard.value == 2.25
    field.set_mark("changed")
    choose(menu_at(field), "Reset to default")
    assert reset == [True]


def test_a_computed_value_can_only_be_copied(field: Field) -> None:
    field.set_mark("computed")
    menu = menu_at(field)
    assert entries(menu) == ["Copy value"]
    menu.close()


def test_what_is_pasted_and_cannot_be_read_is_said_at_the_field(field: Field) -> None:
    QApplication.clipboard().setText("tall")
    choose(menu_at(field), "Paste value")
    assert QToolTip.text() == "“tall” is not a length, as 1.5, 150cm, 5'6\" or +0.2"
    assert field.value == 1.5
