"""Places by which frames are measured, and OpenPose points."""

import msgspec
import numpy as np
import pytest

from previz.cast import PEOPLE, POSES, figure
from previz.cast.landmarks import CHAIN
from previz.cast.pose import preset
from previz.scene.model import Pose

KEYS = {
    "head_top", "eyes", "eye_l", "eye_r", "nose", "ear_l", "ear_r", "chin", "collar", "chest", "waist",
    "mid_thigh", "mid_thigh_l", "mid_thigh_r", "knee", "knee_l", "knee_r", "foot", "foot_l", "foot_r",
    "shoulder_l", "shoulder_r",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_order_from_top_to_bottom(name: str) -> None:
    marks = figure(PEOPLE[name]).pose(Pose()).landmarks_m
    assert set(marks) == KEYS
    heights = [float(marks[place][1]) for place in CHAIN]
    assert heights == sorted(heights, reverse=True)
    assert min(np.diff(heights[::-1])) > 0.015
    assert heights[-1] == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("name", ["man", "toddler", "elderly_woman", "heavy_man"])
@pytest.mark.parametrize("preset_name", POSES)
def test_landmarks_lie_within_the_body(name: str, preset_name: str) -> None:
    seat = 0.46 if preset(preset_name).contact == "seat" else None
    posed = figure(PEOPLE[name]).pose(Pose(preset=preset_name), seat)
    vertices = posed.vertices_m()
    low, high = vertices.min(0) - 1e-4, vertices.max(0) + 1e-4
    for place, point in posed.landmarks_m.items():
        assert (point >= low).all(), place
        assert (point <= high).all(), place


def test_crown_is_the_skull_and_not_the_hair() -> None:
    afro = figure(PEOPLE["teen_boy"]).pose(Pose(preset="t_pose"))
    assert afro.landmarks_m["head_top"][1] < afro.vertices_m()[:, 1].max() - 0.02
    shoes = 0.022
    for body in PEOPLE.values():
        upright = figure(msgspec.structs.replace(body, posture_deg=(0.0, 0.0, 0.0)))
        crown = upright.pose(Pose(preset="t_pose")).landmarks_m["head_top"][1]
        assert crown == pytest.approx(upright.height_m + shoes, abs=0.01)


def test_face_faces_forwards() -> None:
    marks = figure(PEOPLE["woman"]).pose(Pose(preset="t_pose")).landmarks_m
    assert marks["nose"][2] > marks["eyes"][2] > marks["ear_l"][2]
    assert marks["eye_l"][0] > 0 > marks["eye_r"][0]
    assert marks["chin"][1] < marks["nose"][1] < marks["eyes"][1] < marks["head_top"][1]
    head = marks["head_top"][1] - marks["chin"][1]
    assert 0.18 < head < 0.26


def test_lowest_sole() -> None:
    marks = figure(PEOPLE["man"]).pose(Pose(preset="run")).landmarks_m
    assert marks["foot"][1] == min(marks["foot_l"][1], marks["foot_r"][1])
    assert abs(marks["foot_l"][1] - marks["foot_r"][1]) > 0.02


def test_openpose() -> None:
    posed = figure(PEOPLE["man"]).pose(Pose(preset="t_pose"))
    body, left, right = posed.openpose_m()
    assert body.shape == (18, 3)
    assert left.shape == right.shape == (21, 3)
    assert np.isfinite(body).all()
    right_side, left_side = [2, 3, 4, 8, 9, 10, 14, 16], [5, 6, 7, 11, 12, 13, 15, 17]
    assert (body[right_side, 0] < 0).all()
    assert (body[left_side, 0] > 0).all()
    assert abs(body[0, 0]) < 0.01
    assert abs(body[1, 0]) < 0.01
    np.testing.assert_array_equal(body[4], right[0])
    np.testing.assert_array_equal(body[7], left[0])


def test_fingers_run_outwards_in_order() -> None:
    _, left, _ = figure(PEOPLE["man"]).pose(Pose(preset="t_pose")).openpose_m()
    for finger in range(1, 5):
        chain = np.linalg.norm(left[[1 + 4 * finger + k for k in range(4)]] - left[0], axis=1)
        assert (np.diff(chain) > 0.01).all()


def test_grip_lies_in_the_closed_hand() -> None:
    posed = figure(PEOPLE["man"]).pose(Pose(preset="drink"))
    grip = posed.grip_m("r")
    np.testing.assert_allclose(grip[:3, :3].T @ grip[:3, :3], np.eye(3), atol=1e-9)
    assert np.linalg.det(grip[:3, :3]) == pytest.approx(1)
    _, _, right = posed.openpose_m()
    assert np.linalg.norm(right[[4, 8, 12, 16, 20]] - grip[:3, 3], axis=1).max() < 0.11
    assert grip[1, 1] > 0.6, "a mug stands upright at the mouth"
    assert np.linalg.norm(grip[:3, 3] - posed.landmarks_m["nose"]) < 0.2
