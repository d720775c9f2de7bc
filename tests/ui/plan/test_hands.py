"""Keys and ways on the plan: taken hold of where they are drawn, one undo step a drag; seats are taken."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio import camera_hands, shot_book, stagehands, tracks
from previz.studio.paths import path_keys
from previz.ui.plan import PlanView
from previz.ui.plan.drawing import beyond, camera_handle_m
from previz.ui.session import Session
from tests.films import CLOSE, FULL
from tests.ui.plan.test_view import at, drag, view

__all__ = ["view"]

WALK = ((0.0, (0.0, 0.0, 0.0)), (1.5, (1.5, 0.0, 2.0)), (3.0, (-1.5, 0.0, 2.0)))


@pytest.fixture
def walking(view: PlanView, session: Session) -> PlanView:
    """Ada crosses the room in the first shot."""
    with session.edit("Walk") as edit:
        keys = tuple(model.ActorKey(time_s=time_s, position_m=place) for time_s, place in WALK)
        edit.put(model.Track(id="walk", owner_id=FULL, target_id="ada", keys=keys))
    QApplication.processEvents()
    return view


def places(session: Session, shot_id: str, id: str) -> list[tuple[float, float]]:
    found = []
    for key in path_keys(session.document, shot_id, id):
        x, _, z = key.position_m if isinstance(key, model.ActorKey) else key.transform.position_m
        found.append((round(x, 2), round(z, 2)))
    return found


def test_a_key_of_a_walk_is_dragged_at_its_time(walking: PlanView, session: Session, qtbot: QtBot) -> None:
    steps = len(session.document.history)
    drag(walking, qtbot, at(walking, 1.5, 2.0), at(walking, 2.0, 1.0))
    assert places(session, FULL, "ada") == [(0.0, 0.0), (2.0, 1.0), (-1.5, 2.0)]
    assert session.time_s == 1.5, "every view shows that moment"
    assert len(session.document.history) == steps + 1
    assert session.selection == ("ada",)
    session.undo()
    assert places(session, FULL, "ada")[1] == (1.5, 2.0)


def test_a_whole_way_is_dragged_by_its_line(walking: PlanView, session: Session, qtbot: QtBot) -> None:
    steps = len(session.document.history)
    drag(walking, qtbot, at(walking, 0.5, 2.0), at(walking, 0.5, 1.0))
    now = places(session, FULL, "ada")
    assert [x for x, _ in now] == pytest.approx([0.0, 1.5, -1.5], abs=0.03)
    assert [z for _, z in now] == pytest.approx([-1.0, 1.0, 1.0], abs=0.03)
    assert len(session.document.history) == steps + 1
    assert session.document.history[-1].label == "Move the path of Ada"


def test_a_whole_way_of_a_piece_takes_its_sitter_along_but_not_with_alt(
    view: PlanView, session: Session
) -> None:
    stagehands.drop_person(session.document, FULL, "ada", (1.2, 0.5, -0.5))
    there = [model.Transform(position_m=(x, 0.0, -0.5)) for x in (1.2, -1.8)]
    with session.edit("Roll") as edit:
        keys = tuple(model.ItemKey(time_s=3.0 * n, transform=place) for n, place in enumerate(there))
        edit.put(model.Track(id="roll", owner_id=FULL, target_id="chair", keys=keys))
    session.select([])
    QApplication.processEvents()
    start, line = places(session, FULL, "ada"), at(view, 0.4, -0.5)
    pull(view, line, line + QPoint(0, 80), Qt.KeyboardModifier.AltModifier)
    rolled = places(session, FULL, "chair")
    assert rolled[0][1] > -0.4
    assert places(session, FULL, "ada") == start
    undo(session)
    pull(view, line, line + QPoint(0, 80))
    assert places(session, FULL, "chair") == rolled
    assert places(session, FULL, "ada")[0][1] - start[0][1] == pytest.approx(rolled[0][1] + 0.5, abs=0.02)
    assert session.document.history[-1].label == "Move the path of chair"
    undo(session)
    assert places(session, FULL, "ada") == start


def test_a_key_of_the_camera_is_dragged(view: PlanView, session: Session, qtbot: QtBot) -> None:
    session.look_at(CLOSE)
    QApplication.processEvents()
    assert view.plan is not None
    steps = len(session.document.history)
    view.setRange(xRange=(-1.5, 1.5), yRange=(-3.0, 0.5), padding=0)
    QApplication.processEvents()
    drag(view, qtbot, at(view, 0.06, 1.2), at(view, -0.5, 1.0))
    keys = camera_hands.camera_keys(session.document, CLOSE)
    assert keys[1].transform.position_m == pytest.approx((-0.5, 1.55, 1.0), abs=0.03)
    assert keys[0].transform.position_m == pytest.approx((0.1, 1.55, 1.9))
    assert session.time_s == 3.0
    assert len(session.document.history) == steps + 1


def test_somebody_let_go_on_a_chair_sits_and_stands_up_again(
    view: PlanView, session: Session, qtbot: QtBot
) -> None:
    steps = len(session.document.history)
    drag(view, qtbot, at(view, 0.0, 0.0), at(view, 1.2, -0.5))
    key = tracks.actor_key(session.document, FULL, "ada")
    assert key is not None
    assert key.seat_height_m is not None
    assert len(session.document.history) == steps + 1, "moving and sitting down are one step"
    drag(view, qtbot, at(view, *key.position_m[::2]), at(view, 0.0, 1.5))
    key = tracks.actor_key(session.document, FULL, "ada")
    assert key is not None
    assert key.seat_height_m is None
    session.undo()
    session.undo()
    assert tracks.actor_key(session.document, FULL, "ada") == model.ActorKey()


def pull(
    view: PlanView, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A drag whose keys go down after the button."""
    port, left, none = view.viewport(), Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, at_px, button, held, mods in (
        (QEvent.Type.MouseButtonPress, start, left, left, Qt.KeyboardModifier.NoModifier),
        (QEvent.Type.MouseMove, (start + end) / 2, none, left, keys),
        (QEvent.Type.MouseMove, end, none, left, keys),
        (QEvent.Type.MouseButtonRelease, end, left, none, keys),
    ):
        place = QPointF(port.mapToGlobal(at_px))
        QApplication.sendEvent(port, QMouseEvent(kind, QPointF(at_px), place, button, held, mods))
    QApplication.processEvents()


def undo(session: Session) -> None:
    session.undo()
    QApplication.processEvents()


def test_a_chair_takes_its_sitter_along_dragged_nudged_and_turned(
    view: PlanView, session: Session, qtbot: QtBot
) -> None:
    stagehands.drop_person(session.document, FULL, "ada", (1.2, 0.5, -0.5))
    QApplication.processEvents()
    steps = len(session.document.history)

    def ada() -> model.ActorKey:
        key = tracks.actor_key(session.document, FULL, "ada")
        assert key is not None
        return key

    start = ada()
    session.select(["chair"])
    view.hands.nudge((0.5, 0.0))
    assert ada().position_m == pytest.approx((start.position_m[0] + 0.5, 0.0, start.position_m[2]), abs=1e-4)
    view.hands.turn_by(90.0)
    assert ada().heading_deg == pytest.approx(start.heading_deg + 90.0)
    assert len(session.document.history) == steps + 2
    session.undo()
    session.undo()
    back = at(view, 1.2, -0.6)
    pull(view, back, back + QPoint(60, 0))
    chair = tracks.placing(session.document, FULL, "chair")
    assert chair is not None
    assert session.document.history[-1].label == "Move chair"
    assert ada().position_m[0] - start.position_m[0] == pytest.approx(chair.position_m[0] - 1.2, abs=1e-3)
    undo(session)
    assert ada() == start
    pull(view, back, back + QPoint(60, 0), Qt.KeyboardModifier.AltModifier)
    assert session.document.history[-1].label == "Move chair"
    assert ada() == start, "left where she was"


def put_camera(session: Session, x: float, z: float) -> None:
    key = camera_hands.shot_key(session.document, FULL, 0.0)
    assert key is not None
    place = model.Transform(position_m=(x, 1.5, z), rotation=key.transform.rotation)
    camera_hands.set_camera(session.document, FULL, msgspec.structs.replace(key, transform=place), 0.0)
    QApplication.processEvents()


def test_what_is_selected_is_what_a_drag_takes_else_the_nearest(view: PlanView, session: Session) -> None:
    put_camera(session, 0.12, 0.1)
    between = at(view, 0.1, 0.09)
    pull(view, between, between + QPoint(0, 50))
    assert session.document.history[-1].label == "Move camera", "it is the nearest"
    undo(session)
    session.select(["ada"])
    pull(view, between, between + QPoint(0, 50))
    assert session.document.history[-1].label == "Move Ada"
    undo(session)
    session.select([])
    here = at(view, -0.12, -0.1)
    pull(view, here, here + QPoint(0, 50))
    assert session.document.history[-1].label == "Move Ada", "she is nearer than the camera"


def test_people_come_before_the_cameras_of_other_shots(view: PlanView, session: Session) -> None:
    """Shot 1's camera lies over her; looked at is another shot."""
    put_camera(session, 0.05, 0.0)
    session.look_at(CLOSE)
    session.select([])
    QApplication.processEvents()
    before = shot_book.camera_of(session.document, FULL)
    here = at(view, 0.05, 0.0)
    pull(view, here, here + QPoint(0, 50))
    assert session.document.history[-1].label == "Move Ada"
    assert shot_book.camera_of(session.document, FULL) == before
    undo(session)
    session.select([])
    pull(view, here, here)
    assert session.selection == ("ada",)
    pull(view, here, here)
    assert session.selection == (FULL,), "one more click goes down to what lies below"
    assert session.shot is not None
    assert session.shot.id == FULL


def test_clicks_at_one_place_go_down_and_begin_again(view: PlanView, session: Session) -> None:
    stagehands.drop_person(session.document, FULL, "ada", (1.2, 0.5, -0.5))
    QApplication.processEvents()
    key = tracks.actor_key(session.document, FULL, "ada")
    assert key is not None
    here, found = at(view, key.position_m[0], key.position_m[2]), []
    for _ in range(3):
        pull(view, here, here)
        found.append(session.selection)
    assert found == [("ada",), ("chair",), ("ada",)]


def test_a_click_selects_who_sits_on_the_selected_chair(view: PlanView, session: Session) -> None:
    stagehands.drop_person(session.document, FULL, "ada", (1.2, 0.5, -0.5))
    QApplication.processEvents()
    key = tracks.actor_key(session.document, FULL, "ada")
    assert key is not None
    session.select(["chair"])
    here = at(view, key.position_m[0], key.position_m[2])
    pull(view, here, here)
    assert session.selection == ("ada",)


def test_the_camera_is_turned_by_its_knob_and_by_the_keys(view: PlanView, session: Session) -> None:
    steps, before = len(session.document.history), camera_hands.shot_key(session.document, FULL, 0.0)
    assert before is not None
    session.select([FULL])
    QApplication.processEvents()
    assert view.plan is not None
    camera = next(one for one in view.plan.cameras if one.shot_id == FULL)
    knob = beyond(camera.place, camera.heading_deg, camera_handle_m(view.metre_px()))
    x, z = camera.place
    pull(view, at(view, *knob), at(view, x + 2.0, z - 2.0))
    after = camera_hands.shot_key(session.document, FULL, 0.0)
    assert after is not None
    assert after.transform.position_m == before.transform.position_m
    assert camera_hands.heading_deg(after) == pytest.approx(135.0, abs=1.5)
    assert camera_hands.tilt_deg(after) == pytest.approx(camera_hands.tilt_deg(before))
    assert [one.label for one in session.document.history[steps:]] == ["Pan"]
    view.hands.turn_by(15.0)
    turned = camera_hands.shot_key(session.document, FULL, 0.0)
    assert turned is not None
    assert camera_hands.heading_deg(turned) == pytest.approx(camera_hands.heading_deg(after) + 15.0, abs=0.01)
    undo(session)
    undo(session)
    assert camera_hands.shot_key(session.document, FULL, 0.0) == before
