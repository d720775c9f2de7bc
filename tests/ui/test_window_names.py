"""Names that no film should have push nothing out of the window and hide no picture."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from previz.ui.plan.drawing import Label, write_label
from previz.ui.rooms.stage import StageRoom
from previz.ui.viewport import frame_face
from previz.ui.window import Window
from tests.films import FULL

LONG = "Wolfeschlegelsteinhausenbergerdorff " * 12


@pytest.mark.parametrize("index", range(4))
def test_every_room_still_fits_the_smallest_screen(open_window: Window, qtbot: QtBot, index: int) -> None:
    session = open_window.session
    assert session is not None
    with session.edit("Long names") as edit:
        edit.update("ada", name=LONG)
        edit.update("chair", name=LONG)
        edit.update("s1", place=LONG)
        edit.update(FULL, action=LONG)
        edit.update(session.project.id, title=LONG)
    session.select(["ada"])
    open_window.show_room(index)
    open_window.resize(1280, 800)
    qtbot.wait(50)
    assert open_window.minimumSizeHint().width() <= 1280


def test_the_scene_over_the_strip_leaves_its_button_in_reach(open_window: Window, qtbot: QtBot) -> None:
    session, room = open_window.session, open_window.room
    assert session is not None
    assert isinstance(room, StageRoom)
    with session.edit("A long place") as edit:
        edit.update("s1", place=LONG)
    title = room.strip._title
    qtbot.waitUntil(lambda: LONG.strip().upper() in title.text())
    assert title.width() < title.sizeHint().width()
    assert LONG.strip().upper() in title.toolTip()
    assert room.strip.width() <= room.width()


def dark_columns(picture: QImage) -> int:
    """How many columns have anything in them."""
    return sum(
        any(picture.pixelColor(x, y).alpha() for y in range(picture.height())) for x in range(picture.width())
    )


def test_a_name_on_the_plan_ends_in_dots(open_window: Window) -> None:
    picture = QImage(1200, 40, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(0)
    painter = QPainter(picture)
    write_label(painter, Label(LONG, QPointF(), "text", 600), QPointF(600, 20))
    painter.end()
    assert 100 < dark_columns(picture) < 160


def test_a_name_beside_a_face_ends_in_dots(
    open_window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = frame_face.write
    monkeypatch.setattr(frame_face, "write", lambda *a, **k: (written.append(a[2]), write(*a, **k))[1])
    session, room = open_window.session, open_window.room
    assert session is not None
    assert isinstance(room, StageRoom)
    with session.edit("A long name") as edit:
        edit.update("ada", name=LONG)
    qtbot.waitUntil(lambda: not room.view.is_behind, timeout=8000)
    room.view.grab()
    said = [words for words in written if words.startswith("WOLF")]
    assert said
    assert all(len(words) < 40 for words in said)
