"""Heads turn naturally, eyes do the rest."""

import math

import numpy as np
import pytest

from previz.cast import PEOPLE, figure
from previz.cast.gaze import EYE_DEG, HEAD_PITCH_DEG, HEAD_YAW_DEG
from previz.scene.model import Pose


def direction(yaw_deg: float, pitch_deg: float = 0.0) -> np.ndarray:
    """Yaw to the left of the figure, pitch upwards."""
    yaw, pitch = math.radians(yaw_deg), math.radians(pitch_deg)
    return np.array([math.sin(yaw) * math.cos(pitch), math.sin(pitch), math.cos(yaw) * math.cos(pitch)])


def angle_deg(a: np.ndarray, b: np.ndarray) -> float:
    return math.degrees(math.acos(min(1.0, float(a @ b))))


@pytest.mark.parametrize("yaw", [-60, -20, 0, 45, 65])
@pytest.mark.parametrize("pitch", [-30, 0, 35])
def test_head_points_at_what_is_near(yaw: float, pitch: float) -> None:
    posed = figure(PEOPLE["man"]).pose(Pose(preset="t_pose"), None, direction(yaw, pitch))
    head = posed.bone_rotations["head"][:, 2]
    assert angle_deg(head, direction(yaw, pitch)) < 0.1
    np.testing.assert_allclose(posed.gaze_dir, direction(yaw, pitch), atol=1e-9)


def test_limits_leave_the_rest_to_the_eyes() -> None:
    person = figure(PEOPLE["woman"])
    wanted = direction(95)
    posed = person.pose(Pose(preset="t_pose"), None, wanted)
    head = posed.bone_rotations["head"][:, 2]
    assert angle_deg(head, direction(0)) == pytest.approx(HEAD_YAW_DEG, abs=0.1)
    np.testing.assert_allclose(posed.gaze_dir, wanted, atol=1e-9)
    up = person.pose(Pose(preset="t_pose"), None, direction(0, 60)).bone_rotations["head"][:, 2]
    assert angle_deg(up, direction(0)) == pytest.approx(HEAD_PITCH_DEG, abs=0.1)


def test_eyes_do_not_see_behind() -> None:
    posed = figure(PEOPLE["man"]).pose(Pose(), None, direction(178))
    head = posed.bone_rotations["head"][:, 2]
    assert angle_deg(head, posed.gaze_dir) == pytest.approx(EYE_DEG, abs=0.1)


def test_neck_takes_its_share() -> None:
    posed = figure(PEOPLE["man"]).pose(Pose(preset="t_pose"), None, direction(60))
    neck = posed.bone_rotations["neck_01"][:, 2]
    assert 15 < angle_deg(neck, direction(0)) < 35


def test_limits_hold_against_the_chest() -> None:
    """A bent trunk takes the head's range with it."""
    posed = figure(PEOPLE["man"]).pose(Pose(preset="crouch"), None, direction(0))
    chest = posed.bone_rotations["spine_03"]
    seen = chest.T @ posed.bone_rotations["head"][:, 2]
    assert math.degrees(math.asin(seen[1])) <= HEAD_PITCH_DEG + 0.1


def test_without_a_gaze_eyes_follow_the_head() -> None:
    posed = figure(PEOPLE["man"]).pose(Pose(preset="point"))
    np.testing.assert_allclose(posed.gaze_dir, posed.bone_rotations["head"][:, 2])


def test_head_angles_add_to_the_gaze_and_eyes_hold_it() -> None:
    wanted = direction(10)
    posed = figure(PEOPLE["man"]).pose(Pose(preset="t_pose", head_deg=(18, 0, 0)), None, wanted)
    assert angle_deg(posed.bone_rotations["head"][:, 2], wanted) == pytest.approx(18, abs=0.5)
    np.testing.assert_allclose(posed.gaze_dir, wanted, atol=1e-9)


def test_a_zero_gaze_is_none() -> None:
    person = figure(PEOPLE["man"])
    np.testing.assert_array_equal(
        person.pose(Pose(), None, (0, 0, 0)).bone_matrices, person.pose(Pose()).bone_matrices
    )
