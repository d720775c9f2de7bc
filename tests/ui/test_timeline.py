"""The timeline under a real mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.studio import camera_hands, tracks
from previz.ui.session import Session
from previz.ui.timeline import Timeline
from tests.films import CLOSE, FULL

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def timeline(session: Session, qtbot: QtBot) -> Timeline:
    session.look_at(CLOSE)
    made = Timeline(session)
    qtbot.addWidget(made)
    made.resize(800, made.height())
    with qtbot.waitExposed(made):
        made.show()
    return made


def point(timeline: Timeline, time_s: float, row: int) -> QPoint:
    return QPointF(timeline.x_of(time_s), timeline.y_of(row)).toPoint()


def camera_times(session: Session, shot_id: str) -> list[float]:
    return [key.time_s for key in camera_hands.camera_keys(session.document, shot_id)]


def test_a_click_goes_to_the_moment(timeline: Timeline, session: Session, qtbot: QtBot) -> None:
    qtbot.mouseClick(timeline, LEFT, NONE, point(timeline, 1.5, 0))
    assert session.time_s == pytest.approx(1.5, abs=0.03)
    qtbot.keyClick(timeline, Qt.Key.Key_Right)
    assert session.time_s == pytest.approx(1.5 + 1 / 24, abs=0.03)
    qtbot.keyClick(timeline, Qt.Key.Key_Home)
    assert session.time_s == 0.0


def test_a_key_is_dragged_in_one_step(timeline: Timeline, session: Session, qtbot: QtBot) -> None:
    steps = len(session.document.history)
    qtbot.mousePress(timeline, LEFT, NONE, point(timeline, 3.0, 0))
    for time_s in (2.7, 2.3, 2.0):
        qtbot.mouseMove(timeline, point(timeline, time_s, 0))
        QApplication.processEvents()
    qtbot.mouseRelease(timeline, LEFT, NONE, point(timeline, 2.0, 0))
    assert camera_times(session, CLOSE) == pytest.approx([0.0, 2.0], abs=0.03)
    assert len(session.document.history) == steps + 1
    session.undo()
    assert camera_times(session, CLOSE) == [0.0, 3.0]


def test_keys_never_pass_each_other(timeline: Timeline, session: Session, qtbot: QtBot) -> None:
    qtbot.mousePress(timeline, LEFT, NONE, point(timeline, 3.0, 0))
    qtbot.mouseMove(timeline, point(timeline, 0.0, 0))
    qtbot.mouseMove(timeline, point(timeline, 0.0, 0) - QPoint(60, 0))
    qtbot.mouseRelease(timeline, LEFT, NONE, point(timeline, 0.0, 0))
    first, second = camera_times(session, CLOSE)
    assert first < second


def test_keys_are_set_and_taken_away(timeline: Timeline, session: Session, qtbot: QtBot) -> None:
    session.go_to(1.0)
    timeline.set_camera_key()
    assert camera_times(session, CLOSE) == [0.0, 1.0, 3.0]
    qtbot.mouseClick(timeline, LEFT, NONE, point(timeline, 1.0, 0))
    qtbot.keyClick(timeline, Qt.Key.Key_Delete)
    assert camera_times(session, CLOSE) == [0.0, 3.0]
    session.select(["ada"])
    session.go_to(2.0)
    timeline.set_keys()
    QApplication.processEvents()
    assert [row.name for row in timeline.rows] == ["Camera", "Ada"]
    assert tracks.actor_key(session.document, CLOSE, "ada", 2.0) is not None


def test_a_standing_camera_becomes_a_move(timeline: Timeline, session: Session) -> None:
    session.look_at(FULL)
    session.go_to(2.0)
    timeline.set_camera_key()
    assert camera_times(session, FULL) == [0.0, 2.0]


def test_it_plays_to_the_end_and_rests(timeline: Timeline, session: Session, qtbot: QtBot) -> None:
    session.go_to(2.8)
    qtbot.mouseClick(timeline, LEFT, NONE, QPoint(20, 12))
    assert timeline.playing
    qtbot.waitUntil(lambda: not timeline.playing, timeout=5000)
    assert session.time_s == pytest.approx(3.0)
    timeline.grab()
