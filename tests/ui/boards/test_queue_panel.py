"""The queue: what waits has its picture, and is moved with keys and by dragging."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from previz.studio import Making
from previz.studio.background import Background
from previz.ui.boards.queue_panel import PREVIEW_WIDTH, SHOWN
from previz.ui.drawing import Drawing
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.window import Window
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


def drag(held: QWidget, to: QPoint) -> None:
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    at, plain = held.mapToGlobal(to), Qt.KeyboardModifier.NoModifier
    moved = QMouseEvent(QEvent.Type.MouseMove, QPointF(to), QPointF(at), none, left, plain)
    QApplication.sendEvent(held, moved)


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
    drag(held, low)
    assert queue._line is not None
    QTest.mouseRelease(held, Qt.MouseButton.LeftButton, pos=low)
    assert queue._line is None
    assert ids(boards) == [first, second, third]
    boards.desk.drawing.stop()
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=30_000)


def test_the_job_that_was_taken_hold_of_moves_though_the_row_shows_another(
    boards: BoardsRoom, waiting: list[str], qtbot: QtBot
) -> None:
    first, second, third = waiting
    held = boards.side.queue._rows[1]
    QTest.mousePress(held, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    drag(held, QPoint(20, 40))
    boards.desk.drawing.dismiss(first)
    boards.side.queue._rows[1].show_job(boards.desk.drawing.rows[1], False)  # the third is in its place now
    QTest.mouseRelease(held, Qt.MouseButton.LeftButton, pos=QPoint(20, -200))
    assert ids(boards) == [second, third], "the one that was held is in front"
    drag(held, QPoint(20, 40))
    held = boards.side.queue._rows[0]
    QTest.mousePress(held, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    drag(held, QPoint(20, held.height() * 3))
    boards.desk.drawing.dismiss(second)
    QTest.mouseRelease(held, Qt.MouseButton.LeftButton, pos=QPoint(20, held.height() * 3))
    assert ids(boards) == [third], "what was cancelled meanwhile is moved nowhere"
    boards.desk.drawing.stop()
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=30_000)


def test_every_row_can_be_reached_seen_and_cancelled(
    boards: BoardsRoom, waiting: list[str], qtbot: QtBot
) -> None:
    queue = boards.side.queue
    assert not queue.bar.isVisible()
    boards.desk.drawing.draw([FULL], Making(size_px=(96, 40), takes=SHOWN))
    qtbot.waitUntil(lambda: len(boards.desk.drawing.rows) == 3 + SHOWN, timeout=30_000)
    assert queue.bar.isVisible()
    assert queue._more.text() == f"1 to {SHOWN} of {SHOWN + 3}"
    queue.bar.setValue(queue.bar.maximum())
    last = queue._rows[-1]
    assert last.job_id == ids(boards)[-1]
    assert queue._more.text() == f"4 to {SHOWN + 3} of {SHOWN + 3}"
    last.cancel.click()
    assert len(ids(boards)) == SHOWN + 2
    focused = queue._rows[0]
    job_id = focused.job_id
    focused.setFocus()
    QTest.keyClick(focused, Qt.Key.Key_Up, ALT)
    assert ids(boards).index(job_id) == 1
    assert queue.bar.value() == 1, "the rows follow what is moved out of them"
    assert queue._rows[0].hasFocus()
    drag_from = queue._rows[0]
    QTest.mousePress(drag_from, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    drag(drag_from, QPoint(20, 60 * SHOWN))
    assert queue.bar.value() == 2, "dragged below the last row"
    QTest.mouseRelease(drag_from, Qt.MouseButton.LeftButton, pos=QPoint(20, 60 * SHOWN))
    assert job_id in ids(boards)
    boards.desk.drawing.stop()
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=30_000)


def test_queue_and_status_line_tell_one_time(
    boards: BoardsRoom, window: Window, waiting: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Drawing, "left_s", property(lambda drawing: 71.0))
    boards.desk.drawing._turn()
    boards.side.queue.show_rows()
    assert boards.side.queue._told.text() == "3 frames · 1 min 10 s left"
    assert window.status_bar.task_text.endswith("1 min 10 s left")
    boards.desk.drawing.stop()
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=30_000)
