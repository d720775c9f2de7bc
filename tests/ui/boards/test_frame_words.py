"""The words under a large picture: all of them, and where there are too many it says so."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from previz.export.rows import PanelRow, ShotRow, who_decided
from previz.ui.boards.frame_words import FrameWords

YEAR = datetime.now(UTC).year
"""Of another year the window would say which."""


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


def test_whoever_finds_a_frame_still_true_has_not_approved_it(qtbot: QtBot) -> None:
    words, shot = FrameWords(), ShotRow(id="s", scene_id="a", number="1")
    qtbot.addWidget(words)
    panel = PanelRow(
        id="p", status="approved", approved_by="R. Okafor", approved_at=f"{YEAR}-11-26T09:00:00Z",
        said="Still true: out of focus", said_by="Di", said_at=f"{YEAR}-11-27T09:00:00Z",
    )  # fmt: skip
    words.show_frame((shot, panel))
    assert words._said.text() == "Approved   R. Okafor, 26 Nov   Still true: out of focus   (Di, 27 Nov)"
    assert who_decided(panel) == ("R. Okafor", f"{YEAR}-11-26T09:00:00Z")
    sent_back = PanelRow(
        id="p", status="changes", said="Lower.", said_by="Di", said_at=f"{YEAR}-11-27T09:00:00Z"
    )
    words.show_frame((shot, sent_back))
    assert words._said.text() == "Changes requested   Di, 27 Nov   Lower."
