"""Words below a picture are broken over the lines that its card has free."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from previz.ui.rooms.card_words import laid_out
from previz.ui.theme import font

ACTION = ("Action", "Maya opens the window and looks down into the street where nobody is.")
LINE = ("MAYA", "Gone.")
ROOM_PX = 190


@pytest.fixture
def metrics(qtbot: QtBot) -> QFontMetrics:
    return QFontMetrics(font())


def test_a_long_action_is_broken_into_the_free_lines(metrics: QFontMetrics) -> None:
    lines = laid_out([ACTION], metrics, ROOM_PX, 4)
    assert len(lines) > 1
    assert [name for name, _ in lines] == ["Action"] + [""] * (len(lines) - 1)
    assert " ".join(words for _, words in lines) == ACTION[1]


def test_a_long_action_hides_no_dialogue(metrics: QFontMetrics) -> None:
    first, last = laid_out([ACTION, LINE], metrics, ROOM_PX, 2)
    assert first[1].endswith("…")
    assert last == LINE
    *action, last = laid_out([ACTION, LINE], metrics, ROOM_PX, 3)
    assert len(action) == 2
    assert last == LINE


def test_no_more_lines_than_there_is_room_for(metrics: QFontMetrics) -> None:
    assert laid_out([ACTION, LINE], metrics, ROOM_PX, 1) == laid_out([ACTION], metrics, ROOM_PX, 1)
    assert laid_out([ACTION], metrics, ROOM_PX, 0) == []
