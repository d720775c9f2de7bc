"""The timeline under a real mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio import camera_hands, tracks
from previz.ui.message import Message
from previz.ui.rooms.stage import StageRoom
from previz.ui.session import Session
from previz.ui.timeline import Timeline
from previz.ui.window import Window
from tests.films import CLOSE, FULL
from tests.ui.right_button import choose, entries, menu_at

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


def test_the_right_button_beside_all_keys_has_none_of_them_in_hand(
    timeline: Timeline, session: Session, qtbot: QtBot
) -> None:
    qtbot.mouseClick(timeline, LEFT, NONE, point(timeline, 3.0, 0))
    remove = next(action for action in timeline.actions() if action.name == "time.remove_key")
    assert remove.enabled()
    at = point(timeline, 1.5, 0)
    press = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, timeline.mapToGlobal(at))
    QApplication.sendEvent(timeline, press)
    assert session.time_s == pytest.approx(1.5, abs=0.05)
    assert not remove.enabled(), "the key that was clicked before is not what the menu is about"


def test_a_standing_camera_becomes_a_move(timeline: Timeline, session: Session) -> None:
    session.look_at(FULL)
    session.go_to(2.0)
    timeline.set_camera_key()
    assert camera_times(session, FULL) == [0.0, 2.0]


def test_it_plays_to_the_end_and_rests(timeline: Timeline, session: Session, qtbot: QtBot) -> None:
    session.go_to(2.8)
    qtbot.mouseClick(timeline, LEFT, NONE, QPoint(20, 12))
    assert timeline.player.playing
    qtbot.waitUntil(lambda: not timeline.player.playing, timeout=5000)
    assert session.time_s == pytest.approx(3.0)
    timeline.grab()


# ---------------------------------------------------------------------------------------- rows
def crowd(session: Session, count: int) -> list[str]:
    """So many who walk through the shot."""
    ids = [f"extra{n}" for n in range(count)]
    with session.edit("A crowd") as edit:
        for n, id in enumerate(ids):
            edit.put(model.Character(id=id, name=f"Extra {n + 1}", order=f"d{n:02}1"))
            keys = tuple(model.ActorKey(time_s=t, position_m=(float(n), 0.0, t)) for t in (0.0, 2.0))
            edit.put(model.Track(id=f"t-{id}", owner_id=CLOSE, target_id=id, keys=keys))
    return ids


def wheel(timeline: Timeline, notches: int) -> None:
    here = QPointF(300, timeline.y_of(2))
    turn = QWheelEvent(
        here, QPointF(timeline.mapToGlobal(here.toPoint())), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(timeline, turn)


def test_more_rows_than_there_is_room_for_are_reached_by_the_wheel(
    timeline: Timeline, session: Session, qtbot: QtBot
) -> None:
    ids = crowd(session, 12)
    assert [row.target_id for row in timeline.rows] == [CLOSE, *ids[:7]]
    assert timeline.scrolled == (0, 5)
    wheel(timeline, -3)
    assert [row.target_id for row in timeline.rows] == [CLOSE, *ids[3:10]], "the camera stays"
    wheel(timeline, -9)
    assert timeline.scrolled == (5, 0)
    qtbot.mousePress(timeline, LEFT, NONE, point(timeline, 2.0, 7))
    qtbot.mouseMove(timeline, point(timeline, 1.5, 7))
    qtbot.mouseMove(timeline, point(timeline, 1.0, 7))
    qtbot.mouseRelease(timeline, LEFT, NONE, point(timeline, 1.0, 7))
    track = session.document.need(f"t-{ids[-1]}", model.Track)
    assert [key.time_s for key in track.keys] == pytest.approx([0.0, 1.0], abs=0.03)
    timeline.grab()


def test_the_row_of_who_is_selected_comes_into_view(
    timeline: Timeline, session: Session, qtbot: QtBot
) -> None:
    ids = crowd(session, 12)
    session.select([ids[10]])
    assert ids[10] in [row.target_id for row in timeline.rows]
    session.select([ids[0]])
    assert timeline.scrolled[0] == 0
    timeline.setFocus()
    qtbot.keyClick(timeline, Qt.Key.Key_Down)
    assert timeline.scrolled[0] == 1


def test_a_thing_gets_keys_a_and_b(timeline: Timeline, session: Session) -> None:
    session.select(["chair"])
    session.go_to(0.0)
    timeline.set_keys()
    session.go_to(2.0)
    timeline.set_keys()
    row = next(row for row in timeline.rows if row.target_id == "chair")
    assert (row.icon, row.letters) == ("cube", ["A", "B"])
    assert row.times_s == pytest.approx((0.0, 2.0), abs=0.03)


# ---------------------------------------------------------------------------------------- hasty hands
def test_delete_takes_the_key_and_never_what_is_selected_on_the_stage(
    open_window: Window, qtbot: QtBot
) -> None:
    session, room = open_window.session, open_window.room
    assert session is not None
    assert isinstance(room, StageRoom)
    told: list[Message] = []
    session.told.connect(told.append)
    session.look_at(CLOSE)
    session.select(["chair"])
    QApplication.processEvents()
    qtbot.mouseClick(room.timeline, LEFT, NONE, point(room.timeline, 3.0, 0))
    room.timeline.setFocus()
    qtbot.keyClick(open_window.windowHandle(), Qt.Key.Key_Delete)
    assert camera_times(session, CLOSE) == [0.0]
    qtbot.keyClick(open_window.windowHandle(), Qt.Key.Key_Delete)
    assert "chair" in session.document
    assert [message.text for message in told] == ["Click a key first."]


def test_escape_puts_a_dragged_key_back_and_other_keys_wait(open_window: Window, qtbot: QtBot) -> None:
    session, room = open_window.session, open_window.room
    assert session is not None
    assert isinstance(room, StageRoom)
    timeline, window = room.timeline, open_window.windowHandle()
    session.look_at(CLOSE)
    QApplication.processEvents()
    steps = len(session.document.history)
    for key, expected in ((Qt.Key.Key_Z, 2.0), (Qt.Key.Key_PageDown, 2.0), (Qt.Key.Key_Escape, 3.0)):
        qtbot.mousePress(timeline, LEFT, NONE, point(timeline, 3.0, 0))
        timeline.setFocus()
        move_to(timeline, 2.5)
        held = Qt.KeyboardModifier.ControlModifier if key == Qt.Key.Key_Z else NONE
        qtbot.keyClick(window, key, held)
        move_to(timeline, 2.0)
        qtbot.mouseRelease(timeline, LEFT, NONE, point(timeline, 2.0, 0))
        assert session.shot is not None
        assert session.shot.id == CLOSE
        assert camera_times(session, CLOSE) == pytest.approx([0.0, expected], abs=0.03)
        assert len(session.document.history) == steps + (expected != 3.0)
        if expected != 3.0:
            session.undo()


def move_to(timeline: Timeline, time_s: float) -> None:
    at = QPointF(point(timeline, time_s, 0))
    place = QPointF(timeline.mapToGlobal(at.toPoint()))
    QApplication.sendEvent(
        timeline, QMouseEvent(QEvent.Type.MouseMove, at, place, Qt.MouseButton.NoButton, LEFT, NONE)
    )


def test_the_right_button_on_a_key_goes_there_and_can_remove_it(open_window: Window, qtbot: QtBot) -> None:
    session, room = open_window.session, open_window.room
    assert session is not None
    assert isinstance(room, StageRoom)
    session.look_at(CLOSE)
    QApplication.processEvents()
    at = point(room.timeline, 3.0, 0)
    menu = menu_at(room.timeline, at)
    assert session.time_s == 3.0
    choose(menu, next(said for said in entries(menu) if said.startswith("Remove the key")))
    assert camera_times(session, CLOSE) == [0.0]
