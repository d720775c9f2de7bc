"""Palms and feet on points, hips dragged over standing feet."""

import itertools

import numpy as np
import pytest

from previz.cast import PEOPLE, figure
from previz.cast.reach import wrist_bend_deg
from previz.cast.touch import palm_m
from previz.errors import BadProject
from previz.scene.model import Limb, Pose, Touch

SIX = ("man", "woman", "child", "heavy_man", "toddler", "elderly_woman")


@pytest.mark.parametrize("name", SIX)
@pytest.mark.parametrize("limb", ["hand_l", "hand_r"])
def test_palms_meet_points_in_reach(name: str, limb: Limb) -> None:
    person = figure(PEOPLE[name])
    plain = person.pose(Pose())
    side = limb[-1]
    sign = 1 if side == "l" else -1
    arm = person.skeleton.arm_length_m
    for x, y, z in itertools.product((0.1, 0.5), (-0.4, 0.0, 0.45), (0.5, 0.7)):
        point = plain.joints_m[f"upperarm_{side}"] + np.array([sign * x, y, z]) * arm
        posed = person.pose(Pose(), touches=(Touch(limb=limb, point_m=tuple(point)),))
        assert np.linalg.norm(palm_m(posed.chain, side) - point) < 0.002
        assert wrist_bend_deg(posed.chain, side) < 75.5


def test_a_palm_lies_flat_on_a_table_and_on_a_wall() -> None:
    person = figure(PEOPLE["man"])
    for point, normal in (
        ((0.3, 1.0, 0.45), (0, 1, 0)),
        ((0.2, 1.35, 0.47), (0, 0, -1)),
        ((0.62, 1.2, 0.2), (-1, 0, 0)),
    ):
        posed = person.pose(Pose(), touches=(Touch(limb="hand_l", point_m=point, normal=normal),))
        assert np.linalg.norm(palm_m(posed.chain, "l") - point) < 0.01
        assert posed.bone_rotations["hand_l"][:, 2] @ -np.array(normal, float) > 0.9


@pytest.mark.parametrize("limb", ["hand_l", "hand_r", "foot_l", "foot_r"])
@pytest.mark.parametrize("point", [(50.0, 1, 0), (0, -20, 0), (0, 40, 1), (0, 1.0, 0.0), (0, 0, 0)])
def test_out_of_reach_goes_as_far_as_it_goes(limb: Limb, point: tuple[float, float, float]) -> None:
    person = figure(PEOPLE["man"])
    posed = person.pose(Pose(), touches=(Touch(limb=limb, point_m=point),))
    assert np.isfinite(posed.vertices_m()).all()
    side = limb[-1]
    upper = "upperarm" if limb.startswith("hand") else "thigh"
    end = posed.joints_m[limb] - posed.joints_m[f"{upper}_{side}"]
    full = person.skeleton.arm_length_m if upper == "upperarm" else person.skeleton.leg_length_m
    assert np.linalg.norm(end) < full * 1.001
    if point == (50.0, 1, 0):
        away = np.array(point) - posed.joints_m[f"{upper}_{side}"]
        assert end @ away / np.linalg.norm(end) / np.linalg.norm(away) > 0.98


@pytest.mark.parametrize("name", SIX)
@pytest.mark.parametrize("pitch", [-15.0, 0.0, 30.0])
def test_a_foot_stands_on_its_point(name: str, pitch: float) -> None:
    person = figure(PEOPLE[name])
    leg = person.skeleton.leg_length_m
    point = (0.12 * leg, 0.0, 0.35 * leg)
    touch = Touch(limb="foot_l", point_m=point, heading_deg=20.0, pitch_deg=pitch)
    posed = person.pose(Pose(), touches=(touch,))
    sole = person.feet["l"].posed(posed.bone_matrices)
    assert abs(float(sole[:, 1].min())) < 0.010
    if pitch >= 0:
        ball = posed.joints_m["ball_l"]
        assert np.hypot(ball[0] - point[0], ball[2] - point[2]) < 0.035
    forward = posed.bone_rotations["foot_l"][:, 2]
    assert np.degrees(np.arctan2(forward[0], forward[2])) == pytest.approx(20, abs=0.5)


def test_share_leads_there() -> None:
    person = figure(PEOPLE["man"])
    goal = np.array([-0.3, 1.3, 0.4])
    apart = [
        float(np.linalg.norm(palm_m(posed.chain, "r") - goal))
        for share in (0.0, 0.3, 0.7, 1.0)
        for posed in [person.pose(Pose(), touches=(Touch(limb="hand_r", point_m=tuple(goal), share=share),))]
    ]
    assert apart == sorted(apart, reverse=True)
    assert apart[-1] < 0.002


@pytest.mark.parametrize(
    "offset", [(0.15, -0.1, 0.0), (0, -0.35, 0.05), (-0.2, 0, 0.1), (0, 0.3, 0), (0, -2, 0), (3, 0, 0)]
)
def test_hips_move_and_standing_feet_stay(offset: tuple[float, float, float]) -> None:
    person = figure(PEOPLE["man"])
    plain, dragged = person.pose(Pose()), person.pose(Pose(pelvis_m=offset))
    for side in ("l", "r"):
        for joint in ("foot", "ball"):
            name = f"{joint}_{side}"
            np.testing.assert_allclose(dragged.joints_m[name], plain.joints_m[name], atol=2e-4)
    moved = dragged.joints_m["pelvis"] - plain.joints_m["pelvis"]
    if max(map(abs, offset)) < 0.2:
        np.testing.assert_allclose(moved, offset, atol=1e-9)
    else:
        assert moved @ np.array(offset, float) >= 0
        assert np.linalg.norm(moved) <= np.linalg.norm(offset) + 1e-9


def test_numbers_that_are_none() -> None:
    person = figure(PEOPLE["man"])
    bad = float("nan")
    for touch in (
        Touch(limb="hand_l", point_m=(0, bad, 0)),
        Touch(limb="foot_r", point_m=(0, 0, 0), heading_deg=bad),
        Touch(limb="hand_l", point_m=(0, 1, 0), normal=(bad, 0, 0)),
        Touch(limb="hand_l", point_m=(0, 1, 0), share=bad),
    ):
        with pytest.raises(BadProject, match="touches must be finite") as error:
            person.pose(Pose(), touches=(touch,))
        assert "\n" not in str(error.value)
    with pytest.raises(BadProject, match="hips"):
        person.pose(Pose(pelvis_m=(0, bad, 0)))
