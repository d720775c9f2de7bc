"""Keys and ways on the plan: taken hold of where they are drawn, one undo step a drag; seats are taken."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio import camera_hands, tracks
from previz.studio.paths import path_keys
from previz.ui.plan import PlanView
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
