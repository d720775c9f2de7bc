"""What both sides changed is seen side by side before anybody decides."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.scene.marks import Ink
from previz.studio.frame_marks import draw
from previz.studio.merging import Conflict
from previz.ui.boards.conflicts import Conflicts
from previz.ui.session import Session
from tests.films import FULL, record_take


def red_side(one: QLabel) -> str:
    """Where the stroke lies in a picture: left, right, or nowhere."""
    image = one.pixmap().toImage()

    def reds(columns: range) -> int:
        colours = (QColor(image.pixel(x, y)) for x in columns for y in range(0, image.height(), 3))
        return sum(c.red() > c.green() + 60 for c in colours)

    middle = image.width() // 2
    left, right = reds(range(0, middle, 2)), reds(range(middle, image.width(), 2))
    return "nowhere" if left + right == 0 else "left" if left > right else "right"


def test_a_mark_that_both_moved_is_shown_as_it_is_here_and_there(session: Session, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    take = record_take(session.studio, FULL)
    left = Ink(touches="15000 10000 900 0 15000 30000 900 0")
    right = Ink(touches="80000 10000 900 0 80000 30000 900 0")
    (id,) = draw(session.document, take.id, [left], "Draw", colour="#D7263D", size=0.03)
    mine = session.document.need(id, model.FrameMark)
    theirs = msgspec.structs.replace(mine, shape=right)
    gone = Conflict(id, "a mark on take 1 of shot 1", "", "stroke of the pencil", "removed", None)
    moved = Conflict(id, gone.what, "", "stroke of the pencil", "stroke of the pencil", theirs)
    words = Conflict(f"{FULL}-p", "shot 1: camera", "camera", "Ours", "Theirs", "Theirs")
    page = Conflicts(window, session, [moved, gone, words])
    page.open()
    shown = [one for one in page.findChildren(QLabel) if not one.pixmap().isNull()]
    assert [red_side(one) for one in shown] == ["left", "right", "left", "nowhere"]
    assert shown[0].accessibleName() == "The frame as it is here"
    QTest.mouseClick(page.buttons[0], Qt.MouseButton.LeftButton)
    assert session.document.need(id, model.FrameMark).shape == right
    page.leave()
