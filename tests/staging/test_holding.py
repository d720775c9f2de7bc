"""Things in hands."""

from __future__ import annotations

import numpy as np
import pytest

from previz.cast import PEOPLE, figure
from previz.kit.catalogue import mesh
from previz.scene.blocking import Placed
from previz.scene.model import Body, Hold, Pose, Transform
from previz.scene.transform import apply
from previz.staging import carried, grasp, in_hand, readied
from previz.staging.holding import surface_points

BODIES = {"man": PEOPLE["man"], "child": Body(age_years=5)}


def thing(piece: str, **params: float | str | bool) -> Placed:
    return Placed(piece, piece, piece, params, {}, Transform(), 1)


@pytest.mark.parametrize("hand", ["l", "r"])
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("piece", ["bottle", "mug", "phone", "pistol", "suitcase", "knife", "book"])
def test_a_thing_touches_the_palm(piece: str, body: str, hand: str) -> None:
    one = grasp(Hold(item_id=piece, hand=hand), thing(piece))  # type: ignore[arg-type]
    person = figure(BODIES[body])
    posed = person.pose(readied(Pose(), (one,), person.skeleton.arm_length_m))
    points = apply(in_hand(posed, one), one.points)
    palm = posed.grip_m(hand)[:3, 3]  # type: ignore[arg-type]
    assert np.linalg.norm(points - palm, axis=1).min() < 0.05


def test_a_suitcase_hangs_plumb_and_a_mug_stands_upright() -> None:
    for piece, pose in (("suitcase", Pose()), ("mug", Pose(preset="drink"))):
        one = grasp(Hold(item_id=piece), thing(piece))
        posed = figure(BODIES["man"]).pose(readied(pose, (one,), 0.5))
        if piece == "suitcase":
            assert one.way == "hanging"
            assert in_hand(posed, one)[1, 1] > 0.97
        else:
            assert one.way == "upright"


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("piece", ["box", "tray", "suitcase"])
def test_both_hands_carry_level_before_the_body(piece: str, body: str) -> None:
    one = grasp(Hold(item_id=piece, hand="both"), thing(piece))
    person = figure(BODIES[body])
    place, touches = carried(
        person.pose(readied(Pose(preset="carry"), (one,), person.skeleton.arm_length_m)), one
    )
    np.testing.assert_allclose(place[:3, :3], np.eye(3), atol=1e-9)
    points = apply(place, one.points)
    assert points[:, 2].min() > 0.0, "before the middle of the body"
    assert {touch.limb for touch in touches} == {"hand_l", "hand_r"}
    left, right = touches
    assert left.point_m[0] > right.point_m[0]


def test_hands_close_as_far_as_the_thing_is_thick_and_chosen_hands_stay() -> None:
    thin, thick = (grasp(Hold(item_id=p), thing(p)) for p in ("knife", "bottle"))
    assert thin.thickness_m < thick.thickness_m
    assert (readied(Pose(), (thick,), 0.5).hand_right or "").startswith("hold@")
    assert readied(Pose(hand_right="fist"), (thick,), 0.5).hand_right == "fist"


def test_surface_points_are_on_the_surface_and_dense() -> None:
    box = mesh("box")
    points = surface_points(box)
    assert len(points) > 3 * len(box.positions)
    assert (points >= box.positions.min(0) - 1e-6).all()
    assert (points <= box.positions.max(0) + 1e-6).all()
