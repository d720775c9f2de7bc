"""A box that drops: every word of every option can be read."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from previz.ui.controls import Choice
from previz.ui.theme import font

LONG = "A  ARRI ALEXA Mini LF, 4.5K LF 3:2 Open Gate"


@pytest.fixture
def box(qtbot: QtBot) -> Choice:
    made = Choice("Body", [("s", "Short"), ("l", LONG)], wide=True)
    qtbot.addWidget(made)
    made.resize(240, made.sizeHint().height())
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_long_words_stand_on_two_lines(box: Choice) -> None:
    box.set_value("s")
    low = box.box.height()
    box.set_value("l")
    assert box.box.height() > 1.5 * low
    box.grab()
    assert box.box.toolTip() == "", "nothing is left out"
    box.set_value("s")
    assert box.box.height() == low


def test_the_list_is_as_wide_as_its_longest_words(box: Choice) -> None:
    box.box.showPopup()
    try:
        assert box.box.view().width() > QFontMetrics(font()).horizontalAdvance(LONG)
    finally:
        box.box.hidePopup()
