"""Handles, drags along the floor, seats, walls, typed values: each drag one step, each with a name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.scene.transform import rotation_matrix
from previz.studio.stagehands import drop_person
from previz.studio.tracks import actor_key, heading_deg, placing
from previz.ui.carrying import Carrying
from previz.ui.session import Scope, Session
from previz.ui.viewport.gizmo import Handle, Tool
from tests.films import FULL
from tests.ui.viewport.conftest import Hand

Open = Callable[..., Hand]
Steps = Callable[[], list[str]]
CONTROL = Qt.KeyboardModifier.ControlModifier


def grip(hand: Hand, handle: Handle, slot: str = "free") -> QPointF:
    """A pixel on a handle."""
    return hand.of(held(hand, handle, slot), slot)


def held(hand: Hand, handle: Handle, slot: str = "free") -> np.ndarray:
    """A point of the world on a handle that can be seen and grabbed."""
    gizmo, sighting = hand.view.pointer.gizmo(), hand.view.showing.views[slot].sighting
    assert gizmo is not None
    assert sighting is not None
    lines = gizmo.lines(handle, sighting.metres_per_px(gizmo.origin_m))
    for share in (0.8, 0.3, 0.55):
        for line in lines if handle.tool == "turn" else lines[:1]:
            point = line[0] + (line[1] - line[0]) * share
            if len(handle.axes) > 1:
                point = lines[:, 0].mean(axis=0)
            if gizmo.hit(sighting, hand.of(point, slot)) == handle:
                return point
    raise AssertionError(f"nothing of {handle} can be grabbed")


def along(hand: Hand, axis: int, metres: float) -> QPointF:
    """Pixels for a way along a world axis, at the gizmo."""
    gizmo = hand.view.pointer.gizmo()
    assert gizmo is not None
    offset = np.eye(3)[axis] * metres
    return hand.of(gizmo.origin_m + offset, "free") - hand.of(gizmo.origin_m, "free")


def place(session: Session, id: str) -> model.Transform:
    found = placing(session.document, FULL, id)
    assert found is not None
    return found


@pytest.fixture
def free(open_view: Open, session: Session) -> Hand:
    hand = open_view(mode="free")
    hand.view.set_snaps(False)
    session.select(["chair"])
    hand.view.set_tool("move")
    hand.wait()
    return hand


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_an_axis_moves_along_itself_alone(free: Hand, session: Session, steps: Steps, axis: int) -> None:
    count, start = len(steps()), np.array(place(session, "chair").position_m)
    point = held(free, Handle("move", (axis,)))
    free.drag(free.of(point, "free"), free.of(point + np.eye(3)[axis] * 0.5, "free"))
    moved = np.array(place(session, "chair").position_m) - start
    assert moved[axis] == pytest.approx(0.5, abs=0.01)
    assert np.abs(np.delete(moved, axis)).max() < 1e-9
    assert steps()[count:] == ["Move chair"]
    session.undo()
    assert np.allclose(place(session, "chair").position_m, start)


def test_a_plane_moves_in_itself_and_snaps_to_the_grid(free: Hand, session: Session) -> None:
    free.view.set_snaps(True)
    start = np.array(place(session, "chair").position_m)
    at = grip(free, Handle("move", (0, 2)))
    free.drag(at, at + along(free, 0, 0.43) + along(free, 2, 0.27))
    moved = np.array(place(session, "chair").position_m) - start
    assert moved[1] == pytest.approx(0, abs=1e-9)
    assert np.allclose(moved[[0, 2]] * 10, np.round(moved[[0, 2]] * 10), atol=1e-6)
    assert 0.3 <= moved[0] <= 0.5
    assert 0.2 <= moved[2] <= 0.4


def test_a_ring_turns_and_scale_scales(free: Hand, session: Session, steps: Steps) -> None:
    count = len(steps())
    free.view.set_tool("turn")
    free.wait()
    at = grip(free, Handle("turn", (1,)))
    free.drag(at, at + QPointF(40, 4))
    turned = rotation_matrix(place(session, "chair").rotation)
    assert turned[1, 1] == pytest.approx(1.0)
    assert abs(turned[0, 2]) > 0.2
    free.view.set_tool("scale")
    free.wait()
    at = grip(free, Handle("scale", (0, 1, 2)))
    free.drag(at, at + QPointF(30, 0))
    scale = place(session, "chair").scale
    assert scale[0] == pytest.approx(1.5, abs=0.02)
    assert scale[0] == scale[1] == scale[2]
    assert steps()[count:] == ["Turn chair", "Scale chair"]


def test_people_turn_upright_and_have_no_scale(free: Hand, session: Session, steps: Steps) -> None:
    session.select(["ada"])
    for tool, handles in (("turn", [Handle("turn", (1,))]), ("scale", [])):
        free.view.set_tool(tool)  # type: ignore[arg-type]
        gizmo = free.view.pointer.gizmo()
        assert gizmo is not None
        assert gizmo.handles() == handles
    free.view.set_tool("turn")
    free.wait()
    at = grip(free, Handle("turn", (1,)))
    free.drag(at, at + QPointF(-40, 0))
    assert abs(heading_deg(place(session, "ada").rotation)) > 10
    assert steps()[-1] == "Turn Ada"


def test_the_handles_keep_their_size_on_the_screen(free: Hand) -> None:
    def size() -> float:
        gizmo, sighting = free.view.pointer.gizmo(), free.view.showing.views["free"].sighting
        assert gizmo is not None
        assert sighting is not None
        unit = sighting.metres_per_px(gizmo.origin_m)
        ends = sighting.places(gizmo.lines(Handle("move", (1,)), unit)[0])
        return float(np.linalg.norm(ends[1, :2] - ends[0, :2]))

    near = size()
    free.roll(free.middle("free"), -4)
    free.wait()
    assert size() == pytest.approx(near, rel=0.12)


def test_a_typed_value_wins_over_the_mouse(free: Hand, session: Session, steps: Steps, qtbot: QtBot) -> None:
    count, start = len(steps()), np.array(place(session, "chair").position_m)
    at = grip(free, Handle("move", (0,)))
    free.drag(at, at + QPointF(20, 0), let_go=False)
    qtbot.keyClicks(free.view, "-1.25")
    assert "⌨ -1.25" in free.view.pointer.said
    free.send(QEvent.Type.MouseMove, at + QPointF(90, 0), held=Qt.MouseButton.LeftButton)
    qtbot.keyClick(free.view, Qt.Key.Key_Return)
    moved = np.array(place(session, "chair").position_m) - start
    assert moved == pytest.approx([-1.25, 0, 0], abs=1e-9)
    assert steps()[count:] == ["Move chair"]
    assert not free.view.pointer.busy


def test_a_film_in_feet_is_dragged_and_typed_in_feet(free: Hand, session: Session, qtbot: QtBot) -> None:
    with session.edit("Feet") as edit:
        edit.update(model.PROJECT_ID, units="imperial")
    start = np.array(place(session, "chair").position_m)
    at = grip(free, Handle("move", (0,)))
    free.drag(at, at + QPointF(20, 0), let_go=False)
    assert free.view.pointer.said.endswith("″")
    qtbot.keyClicks(free.view, "4'6")
    assert free.view.pointer.said == "X +4′ 6″   ⌨ 4'6"
    moved = np.array(place(session, "chair").position_m) - start
    assert moved == pytest.approx([4.5 * 0.3048, 0, 0], abs=1e-9)
    for _ in range(2):
        qtbot.keyClick(free.view, Qt.Key.Key_Backspace)
    qtbot.keyClicks(free.view, "cm")
    qtbot.keyClick(free.view, Qt.Key.Key_Return)
    assert place(session, "chair").position_m[0] - start[0] == pytest.approx(0.04)


@pytest.mark.parametrize("scope", ["scene", "shot"])
def test_escape_puts_everything_back_without_a_step(
    free: Hand, session: Session, steps: Steps, qtbot: QtBot, scope: Scope
) -> None:
    drop_person(session.document, FULL, "ada", (1.2, 0.5, -0.5))
    free.wait()
    session.set_scope(scope)
    count, start, before = len(steps()), place(session, "chair"), list(session.document)
    at = grip(free, Handle("move", (2,)))
    free.drag(at, at + along(free, 2, 0.6), let_go=False)
    assert place(session, "chair") != start
    qtbot.keyClick(free.view, Qt.Key.Key_Escape)
    assert place(session, "chair") == start
    assert list(session.document) == before, "also no track of the chair or of who sits on it"
    assert len(steps()) == count
    assert not session.document.undone


def test_what_is_hidden_has_no_handles(free: Hand, session: Session) -> None:
    session.select(["chair", "ada"])
    assert free.view.pointer.gizmo() is not None
    with session.edit("Hide") as edit:
        edit.update("chair", hidden=True)
        edit.update("s1", hidden_people=("ada",))
    assert free.view.pointer.gizmo() is None


def test_who_drags_somebody_locked_is_told(free: Hand, session: Session, steps: Steps) -> None:
    with session.edit("Lock") as edit:
        edit.update("s1", locked_people=("ada",))
    free.view.set_tool("select")
    free.wait()
    said: list[str] = []
    session.told.connect(lambda message: said.append(message.text))
    count, start = len(steps()), free.at("ada", "free")
    free.drag(start, start + QPointF(60, 0))
    assert said == ["Ada is locked; Ctrl+L unlocks what is selected."]
    assert len(steps()) == count


def test_several_move_together_and_locked_ones_stay(free: Hand, session: Session) -> None:
    with session.edit("Lock") as edit:
        edit.update("floor", locked=True)
        edit.update("s1", locked_people=("ben",))
    session.select(["chair", "ada", "floor", "ben"])
    assert set(free.view.pointer.placings()) == {"chair", "ada"}
    starts = {id: np.array(place(session, id).position_m) for id in ("chair", "ada", "floor", "ben")}
    free.wait()
    at = grip(free, Handle("move", (0,)))
    free.drag(at, at + along(free, 0, 0.4))
    moved = {id: np.array(place(session, id).position_m) - start for id, start in starts.items()}
    assert np.allclose(moved["chair"], moved["ada"])
    assert moved["chair"][0] > 0.2
    assert not moved["floor"].any()
    assert not moved["ben"].any()


# ------------------------------------------------------------------------------------------ by hand
def test_a_thing_is_dragged_along_the_floor(hand: Hand, session: Session, steps: Steps) -> None:
    count, start = len(steps()), np.array(place(session, "chair").position_m)
    at = hand.at("chair")
    hand.drag(at, at + QPointF(-40, 0), keys=CONTROL)
    moved = np.array(place(session, "chair").position_m) - start
    assert moved[0] < -0.2
    assert moved[1] == 0
    assert steps()[count:] == ["Move chair"]
    assert session.selection == ("chair",)


def test_somebody_dragged_onto_a_seat_sits_and_stands_up_again(
    open_view: Open, session: Session, steps: Steps
) -> None:
    hand = open_view(mode="free")
    count = len(steps())
    start, seat = hand.at("ben", "free"), np.array([1.2, 0.0, -0.5])
    foot = hand.of(np.array(place(session, "ben").position_m), "free")
    hand.drag(start, start + hand.of(seat, "free") - foot, steps=12)
    key = actor_key(session.document, FULL, "ben")
    assert key is not None
    assert key.seat_height_m is not None
    assert key.pose.preset == "sit"
    assert len(steps()) == count + 1
    hand.wait()
    at = hand.at("ben", "free")
    hand.drag(at, at + QPointF(-150, 30), steps=12)
    key = actor_key(session.document, FULL, "ben")
    assert key is not None
    assert key.seat_height_m is None
    assert key.pose.preset == "stand"
    assert len(steps()) == count + 2
    session.undo()
    session.undo()
    assert actor_key(session.document, FULL, "ben").pose.preset == "stand"  # type: ignore[union-attr]


def test_a_read_only_project_is_not_dragged(hand: Hand, session: Session, monkeypatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(type(session), "read_only", property(lambda self: True))
    start, at = place(session, "chair"), hand.at("chair")
    with qtbot.waitSignal(session.told):
        hand.drag(at, at + QPointF(-40, 0))
    assert place(session, "chair") == start
    key = hand.view.showing.lens.key
    with qtbot.waitSignal(session.told):
        hand.roll(hand.middle(), 1)
    assert hand.view.showing.lens.key == key


@pytest.mark.parametrize("tool", ["select", "move", "turn", "scale"])
def test_each_tool_has_its_row(hand: Hand, tool: Tool) -> None:
    row = next(row for row in hand.view.actions() if row.name == f"tool.{tool}")
    row.run()
    assert hand.view.pointer.tool == tool
    assert row.checked is not None
    assert row.checked()


# ------------------------------------------------------------------------------------------ going along
@pytest.fixture
def seated(free: Hand, session: Session) -> Hand:
    """Ada sits on the chair, which is selected and has handles to move it."""
    drop_person(session.document, FULL, "ada", (1.2, 0.5, -0.5))
    free.wait()
    return free


def pull(hand: Hand, keys: Qt.KeyboardModifier, let_go: bool = True) -> None:
    """The east handle by half a metre, with keys that go down after the button."""
    point, left = held(hand, Handle("move", (0,))), Qt.MouseButton.LeftButton
    end = hand.of(point + np.array([0.5, 0.0, 0.0]), "free")
    hand.send(QEvent.Type.MouseButtonPress, hand.of(point, "free"), left, left)
    for _ in range(2):
        hand.send(QEvent.Type.MouseMove, end, Qt.MouseButton.NoButton, left, keys)
    if let_go:
        hand.send(QEvent.Type.MouseButtonRelease, end, left, Qt.MouseButton.NoButton, keys)


def test_who_sits_on_what_is_dragged_goes_along_while_it_is_dragged(
    seated: Hand, session: Session, steps: Steps
) -> None:
    start, count = np.array(place(session, "ada").position_m), len(steps())
    pull(seated, Qt.KeyboardModifier.NoModifier, let_go=False)
    shift = np.array(place(session, "ada").position_m) - start
    assert shift == pytest.approx([0.5, 0.0, 0.0], abs=0.01), "before the button is up"
    assert seated.view.pointer.cancel()
    assert place(session, "ada").position_m == tuple(start)
    pull(seated, Qt.KeyboardModifier.NoModifier)
    assert steps()[count:] == ["Move chair"]
    session.undo()
    assert place(session, "ada").position_m == tuple(start)


def test_alt_leaves_the_sitter_and_so_does_the_choice(seated: Hand, session: Session) -> None:
    start, chair = place(session, "ada").position_m, place(session, "chair").position_m
    pull(seated, Qt.KeyboardModifier.AltModifier)
    assert place(session, "ada").position_m == start
    assert place(session, "chair").position_m[0] == pytest.approx(chair[0] + 0.5, abs=0.01)
    session.undo()
    carry = next(row for row in seated.view.actions() if row.name == "tool.carry")
    assert carry.checked is not None
    assert carry.checked()
    carry.run()
    pull(seated, Qt.KeyboardModifier.NoModifier)
    assert place(session, "ada").position_m == start
    assert not Carrying(session).on, "the choice holds in the next window"


def test_a_typed_turn_takes_the_sitter_round(seated: Hand, session: Session) -> None:
    seated.view.set_tool("turn")
    seated.wait()
    before = actor_key(session.document, FULL, "ada")
    point = held(seated, Handle("turn", (1,)))
    left = Qt.MouseButton.LeftButton
    seated.send(QEvent.Type.MouseButtonPress, seated.of(point, "free"), left, left)
    for sign in "90\r":
        assert seated.view.pointer.type(sign)
    after = actor_key(session.document, FULL, "ada")
    assert before is not None
    assert after is not None
    assert after.heading_deg == pytest.approx(before.heading_deg + 90.0, abs=0.01)
