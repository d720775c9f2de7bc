"""Drags from the library: what is dragged is seen where it will rest, and stands there when it is let go."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from previz.cast import PEOPLE
from previz.scene import model
from previz.studio.tracks import actor_key
from previz.ui.loads import MIME, load_of
from previz.ui.session import Session
from tests.films import FULL
from tests.ui.viewport.conftest import Hand

Open = Callable[..., Hand]
Steps = Callable[[], list[str]]
COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
WHO = next(iter(PEOPLE))


def load(kind: str, payload: object) -> QMimeData:
    data = QMimeData()
    data.setData(MIME + kind, json.dumps(payload).encode())
    return data


class Drag:
    """A drag with the payload in hand."""

    def __init__(self, hand: Hand, data: QMimeData) -> None:
        self._hand, self._data = hand, data
        self.entered = QDragEnterEvent(QPointF(5, 5).toPoint(), COPY, data, LEFT, NONE)
        QApplication.sendEvent(hand.view, self.entered)

    def over(self, at: QPointF) -> bool:
        event = QDragMoveEvent(at.toPoint(), COPY, self._data, LEFT, NONE)
        QApplication.sendEvent(self._hand.view, event)
        return event.isAccepted()

    def drop(self, at: QPointF) -> bool:
        event = QDropEvent(at, COPY, self._data, LEFT, NONE)
        QApplication.sendEvent(self._hand.view, event)
        return event.isAccepted()

    def leave(self) -> None:
        QApplication.sendEvent(self._hand.view, QDragLeaveEvent())


@pytest.fixture
def free(open_view: Open) -> Hand:
    return open_view(mode="free")


def floor(hand: Hand, x: float, z: float) -> QPointF:
    return hand.of(np.array([x, 0.0, z]), "free")


def test_a_piece_is_shown_while_it_is_dragged_and_lands_on_the_floor(
    free: Hand, session: Session, steps: Steps
) -> None:
    count = len(steps())
    drag = Drag(free, load("piece", "chair"))
    assert drag.entered.isAccepted()
    at = floor(free, 0.4, 1.1)
    assert drag.over(at)
    ghost = free.view.showing.ghost
    assert ghost is not None
    assert ghost.items[-1].piece == "chair"
    assert ghost.items[-1].transform.position_m == pytest.approx((0.4, 0.0, 1.1), abs=0.05)
    assert len(steps()) == count, "nothing is in the film yet"
    assert drag.drop(at)
    assert free.view.showing.ghost is None
    assert steps()[count:] == ["Add chair 2"] or len(steps()) == count + 1
    made = session.document.need(session.selection[0], model.Item)
    assert made.transform.position_m == pytest.approx((0.4, 0.0, 1.1), abs=0.05)


def test_leaving_takes_the_ghost_away(free: Hand, steps: Steps) -> None:
    count = len(steps())
    drag = Drag(free, load("person", WHO))
    assert drag.over(floor(free, 0.0, 1.0))
    drag.leave()
    assert free.view.showing.ghost is None
    assert not free.view.drops.busy
    free.wait()
    assert len(steps()) == count


def test_a_person_let_go_at_a_chair_sits_on_it(free: Hand, session: Session, steps: Steps) -> None:
    count = len(steps())
    drag = Drag(free, load("person", WHO))
    at = free.at("chair", "free")
    assert drag.over(at)
    assert drag.drop(at)
    assert len(steps()) == count + 1
    key = actor_key(session.document, FULL, session.selection[0])
    assert key is not None
    assert key.seat_height_m is not None
    free.wait()
    assert session.selection[0] in free.view.showing.scenery._numbers


def test_a_character_of_the_film_is_brought_by_id(free: Hand, session: Session) -> None:
    Drag(free, load("person", "ben")).drop(floor(free, 0.2, 1.4))
    key = actor_key(session.document, FULL, "ben")
    assert key is not None
    assert key.position_m == pytest.approx((0.2, 0.0, 1.4), abs=0.06)
    assert len(session.document.of(model.Character)) == 2


def test_a_pose_is_given_to_who_is_under_it(free: Hand, session: Session, steps: Steps) -> None:
    count = len(steps())
    drag = Drag(free, load("pose", "walk"))
    assert not drag.over(floor(free, 0.6, 2.0))
    assert drag.over(free.at("ada", "free"))
    assert drag.drop(free.at("ada", "free"))
    key = actor_key(session.document, FULL, "ada")
    assert key is not None
    assert key.pose.preset == "walk"
    assert steps()[count:] == ["Pose Ada"]


def test_what_the_stage_does_not_know_is_refused(free: Hand, session: Session, steps: Steps) -> None:
    count = len(steps())
    other = QMimeData()
    other.setText("a chair")
    assert load_of(other) is None
    assert not Drag(free, other).entered.isAccepted()
    broken = QMimeData()
    broken.setData(MIME + "piece", b"{not json")
    assert load_of(broken) is None
    unknown = Drag(free, load("piece", "no_such_thing"))
    assert not unknown.over(floor(free, 0.0, 1.0))
    assert not unknown.drop(floor(free, 0.0, 1.0))
    assert len(steps()) == count


def test_a_set_comes_as_a_whole(free: Hand, session: Session, steps: Steps) -> None:
    count = len(steps())
    drag = Drag(free, load("set", "diner"))
    assert drag.entered.isAccepted()
    assert drag.over(floor(free, 0.4, 1.1))
    assert free.view.showing.ghost is None
    assert drag.drop(floor(free, 0.4, 1.1))
    assert session.stage is not None
    assert session.stage.name == "Diner"
    assert len(steps()) == count + 1
