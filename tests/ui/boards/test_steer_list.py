"""What pushback changes, in rows that fit beside the boards."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from previz.gen.request import Steer
from previz.ui.boards.side import LEAST_WIDTH
from previz.ui.boards.steer_list import SteerList

STEERS = (
    Steer(reason="Geography", where="strength", label="Depth control", old="0.80", new="1.00"),
    Steer(reason="Geography", where="choice", label="Scheme", old="neutral", new="light background"),
    Steer(
        reason="Size",
        where="stage",
        label="Camera",
        new="closer, or a longer lens, so that the size is the one asked for",
    ),
)


def test_rows_with_fields_are_no_wider_than_the_panel_beside_the_boards(qtbot: QtBot) -> None:
    listed = SteerList(editable=True)
    qtbot.addWidget(listed)
    listed.show_steers(STEERS)
    assert listed.minimumSizeHint().width() <= LEAST_WIDTH - 24
    fields = listed.findChildren(QLineEdit)
    assert [field.text() for field in fields] == ["1.00", "light background"]


def test_what_is_left_out_goes_and_a_new_value_is_told(qtbot: QtBot) -> None:
    listed = SteerList(editable=True)
    qtbot.addWidget(listed)
    listed.show_steers(STEERS)
    with qtbot.waitSignal(listed.changed):
        listed._take(0, "0.95")
    assert listed.steers[0].new == "0.95"
    with qtbot.waitSignal(listed.changed):
        listed._leave_out(1)
    assert [steer.where for steer in listed.steers] == ["strength", "stage"]
