"""Pose mode: a double-click shows the joints, a pull poses in one step, Escape puts back and leaves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from pytestqt.qtbot import QtBot

from previz.scene.model import ActorKey
from previz.studio.tracks import actor_key
from previz.ui.message import Message
from previz.ui.session import Scope, Session
from tests.films import FULL
from tests.ui.viewport.conftest import Hand

Steps = Callable[[], list[str]]


def key_of(session: Session, id: str) -> ActorKey:
    found = actor_key(session.document, FULL, id)
    assert found is not None
    return found


def grip(hand: Hand, name: str) -> QPointF:
    points = {one.name: point for one, point in hand.view.posing.points()}
    return hand.of(points[name])


@pytest.fixture
def posing(hand: Hand, qtbot: QtBot) -> Hand:
    with qtbot.waitSignal(hand.view.pose_wanted):
        hand.send(QEvent.Type.MouseButtonDblClick, hand.at("ada"), Qt.MouseButton.LeftButton)
    hand.send(QEvent.Type.MouseButtonRelease, hand.at("ada"), Qt.MouseButton.LeftButton)
    hand.wait()
    return hand


def test_a_hand_is_pulled_to_where_the_mouse_is(posing: Hand, session: Session, steps: Steps) -> None:
    count, start = len(steps()), grip(posing, "Left hand")
    posing.send(QEvent.Type.MouseMove, start)
    assert posing.view.posing.words() == "Left hand"
    end = start + QPointF(10, -45)
    posing.drag(start, end)
    posing.wait()
    assert (grip(posing, "Left hand") - end).manhattanLength() < 4
    assert [touch.limb for touch in key_of(session, "ada").touches] == ["hand_l"]
    assert steps()[count:] == ["Pose Ada"]
    session.undo()
    assert key_of(session, "ada").touches == ()


def test_an_elbow_turns_the_arm_and_mirror_turns_the_other(
    posing: Hand, session: Session, steps: Steps
) -> None:
    count, start = len(steps()), grip(posing, "Right elbow")
    posing.drag(start, start + QPointF(-25, -20))
    posing.wait()
    assert list(key_of(session, "ada").pose.joints) == ["upperarm_r"]
    rows = {row.name: row for row in posing.view.actions()}
    rows["pose.mirror"].run()
    assert list(key_of(session, "ada").pose.joints) == ["upperarm_l"]
    rows["pose.reset"].run()
    assert key_of(session, "ada").pose.joints == {}
    assert steps()[count:] == ["Pose Ada", "Mirror Ada", "Reset pose of Ada"]


@pytest.mark.parametrize("scope", ["scene", "shot"])
def test_escape_puts_a_pull_back_and_then_leaves(
    posing: Hand, session: Session, steps: Steps, qtbot: QtBot, scope: Scope
) -> None:
    session.set_scope(scope)
    count, start, before = len(steps()), grip(posing, "Head"), key_of(session, "ada")
    film = list(session.document)
    posing.drag(start, start + QPointF(30, 5), let_go=False)
    assert key_of(session, "ada") != before
    qtbot.keyClick(posing.view, Qt.Key.Key_Escape)
    assert list(session.document) == film
    assert len(steps()) == count
    assert posing.view.posing.person == "ada"
    with qtbot.waitSignal(posing.view.pose_wanted) as left:
        qtbot.keyClick(posing.view, Qt.Key.Key_Escape)
    assert left.args == [""]
    assert posing.view.posing.person is None


def test_nobody_who_is_locked_is_pulled(posing: Hand, session: Session, steps: Steps) -> None:
    with session.edit("Lock") as edit:
        edit.update("s1", locked_people=("ada",))
    said: list[Message] = []
    session.told.connect(said.append)
    count, start = len(steps()), grip(posing, "Left hand")
    posing.drag(start, start + QPointF(10, -45))
    assert len(steps()) == count
    assert "unlock" in said[-1].text


def test_a_click_on_somebody_else_poses_them(posing: Hand, session: Session) -> None:
    posing.click(posing.at("ben") + QPointF(0, 14))
    assert posing.view.posing.person == "ben"
    gate = posing.view.showing.views["lens"].gate
    assert gate is not None
    posing.click(QPointF(posing.middle().x(), gate.drawn.top() + 5))
    assert posing.view.posing.person is None


def test_who_is_posed_may_leave_the_film(posing: Hand, session: Session) -> None:
    with session.edit("Remove") as edit:
        edit.remove_tree("ada")
    posing.wait()
    assert posing.view.posing.person is None
    assert posing.view.posing.points() == []


def test_the_hips_sink_in_the_free_view_too(posing: Hand, session: Session) -> None:
    posing.view.set_mode("free")
    posing.wait()
    points = {one.name: point for one, point in posing.view.posing.points()}
    start = posing.of(points["Hips"], "free")
    down = posing.of(points["Hips"] - np.array([0.0, 0.15, 0.0]), "free")
    posing.drag(start, down)
    assert key_of(session, "ada").pose.pelvis_m[1] < -0.08
