"""The queue: what waits has its picture, and is moved with keys and by dragging."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.studio import Making
from previz.studio.background import Background
from previz.ui.boards.queue_panel import PREVIEW_WIDTH
from previz.ui.rooms.boards import BoardsRoom
from tests.films import FULL

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def waiting(boards: BoardsRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three frames whose turn never comes."""
    begin = Background.start
    monkeypatch.setattr(Background, "start", lambda batch, hold=False: begin(batch, hold=True))
    monkeypatch.setattr(Background, "go", lambda batch: None)
    boards.desk.drawing.draw([FULL], Making(size_px=(96, 40), takes=3))
    qtbot.waitUntil(lambda: len(boards.desk.drawing.rows) == 3, timeout=30_000)
    return ids(boards)


def ids(boards: BoardsRoom) -> list[str]:
    return [row.job_id for row in boards.desk.drawing.rows]


def test_what_waits_shows_its_picture_and_moves(boards: BoardsRoom, waiting: list[str], qtbot: QtBot) -> None:
    first, second, third = waiting
    queue = boards.side.queue
    row = queue._rows[2]
    qtbot.waitUntil(lambda: queue._picture(row._job) is not None, timeout=10_000)  # type: ignore[arg-type]
    picture = queue._picture(row._job)  # type: ignore[arg-type]
    assert picture is not None
    assert picture.width() >= PREVIEW_WIDTH
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Up, ALT)
    assert ids(boards) == [first, third, second]
    QTest.keyClick(queue._rows[1], Qt.Key.Key_Up, ALT)
    QTest.keyClick(queue._rows[0], Qt.Key.Key_Up, ALT)  # it is the first already
    assert ids(boards) == [third, first, second]
    kept = [job.id for job in boards.session.studio.store.jobs.pending() if job.state == "queued"]
    assert kept == [third, first, second], "a restart goes on in this order"

    held = queue._rows[0]
    QTest.mousePress(held, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    low = QPoint(20, held.height() * 3)
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    at, plain = held.mapToGlobal(low), Qt.KeyboardModifier.NoModifier
    drag = QMouseEvent(QEvent.Type.MouseMove, QPointF(low), QPointF(at), none, left, plain)
    QApplication.sendEvent(held, drag)
    assert queue._line is not None
    QTest.mouseRelease(held, Qt.MouseButton.LeftButton, pos=low)
    assert queue._line is None
    assert ids(boards) == [first, second, third]
    boards.desk.drawing.stop()
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=30_000)
