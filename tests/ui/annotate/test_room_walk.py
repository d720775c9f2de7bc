"""From the boards to a drawing and back, in the whole window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio import Studio
from previz.ui.annotate.room import AnnotateRoom
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.window import Window
from tests.films import FULL, record_take


def opened(window: Window, small_film: Path, qtbot: QtBot) -> AnnotateRoom:
    """The take of the first card to be drawn on, reached by its key."""
    with Studio.open(small_film) as studio:
        record_take(studio, FULL)
    assert window.projects.open(small_film)
    window.show_room(2)
    boards = window.room
    assert isinstance(boards, BoardsRoom)
    qtbot.waitUntil(lambda: bool(boards.wall.wall.cards))
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    boards.wall.selectionModel().setCurrentIndex(boards.wall.wall.index(0), flags)
    boards.wall.setFocus()
    QTest.keyClick(boards.wall, Qt.Key.Key_D)
    room = window.room
    assert isinstance(room, AnnotateRoom)
    assert room.canvas.sheet.take is not None
    assert room.canvas.sheet.take.panel_id == f"{FULL}-p"
    return room


def test_d_draws_over_the_take_of_the_chosen_card_and_escape_leads_back(
    window: Window, small_film: Path, qtbot: QtBot
) -> None:
    room = opened(window, small_film, qtbot)
    canvas, session = room.canvas, room.session
    QTest.keyClick(canvas, Qt.Key.Key_M)
    assert room.kit.facts.name == "marker"
    start, end = (
        canvas.view.canvas_from_picture().map(QPointF(*place)).toPoint() for place in ((0.2, 0.2), (0.7, 0.2))
    )
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    assert len(session.document.of(model.FrameMark)) == 1
    assert session.document.history[-1].label == "Draw in marker"
    QTest.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.document.of(model.FrameMark) == []
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert isinstance(window.room, BoardsRoom)
    hint = window.minimumSizeHint()
    assert hint.width() <= 1280
    assert hint.height() <= 800


def test_escape_forgets_the_words_that_are_typed_and_stays_in_the_room(
    window: Window, small_film: Path, qtbot: QtBot
) -> None:
    room = opened(window, small_film, qtbot)
    document = room.session.document
    room.notes.name.setText("R. Okafor")
    for tool in ("note", "text"):
        room.kit.take_up(tool)
        QTest.mouseClick(room.canvas, Qt.MouseButton.LeftButton, pos=room.canvas.rect().center())
        assert room.text.hasFocus()
        QTest.keyClicks(room.text, "not this")
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)  # a key of the window: shortcuts come first
        assert window.room is room
        assert not room.text.isVisible()
        assert document.of(model.Note) == []
        assert document.of(model.FrameMark) == []
    assert room.canvas.hasFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    assert window.room is not room
