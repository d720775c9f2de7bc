"""The words under a large picture: all of them, and where there are too many it says so."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from previz.export.rows import PanelRow, ShotRow
from previz.ui.boards.frame_words import FrameWords


def test_no_line_is_left_out_unsaid(qtbot: QtBot) -> None:
    words, shot = FrameWords(), ShotRow(id="s", scene_id="a", number="1", movement="push in")
    qtbot.addWidget(words)

    def texts() -> list[str]:
        return [one.text() for one in words.findChildren(QLabel) if one.isVisibleTo(words)]

    six = PanelRow(id="p", dialogue=tuple(("ADA", f"Line {place}.") for place in range(6)))
    words.show_frame((shot, six))
    assert {"Line 5.", "push in"} <= set(texts())
    ten = PanelRow(id="p", dialogue=tuple(("", f"Line {place}.") for place in range(10)))
    words.show_frame((shot, ten))
    assert "Line 6." in texts()
    assert "4 more" in texts()
