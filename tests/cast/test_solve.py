"""Blends of poses."""

import msgspec
import numpy as np
import pytest

from previz.cast import PEOPLE, figure
from previz.errors import BadProject
from previz.scene.gait import blended
from previz.scene.model import Pose

SEAT_M = 0.46
WAYS = [
    ("stand", "wave"),
    ("stand", "sit"),
    ("sit", "hands_on_table"),
    ("walk@0.3", "run@0.1"),
    ("stand", "lie"),
    ("guard", "punch"),
]


@pytest.mark.parametrize(("start", "end"), WAYS)
def test_ends_of_a_blend_are_the_poses(start: str, end: str) -> None:
    person = figure(PEOPLE["man"])
    a, b = Pose(preset=start), Pose(preset=end)
    for share, wanted in ((0.0, a), (1.0, b)):
        posed = person.pose(msgspec.structs.replace(a, blend=b, share=share), SEAT_M)
        np.testing.assert_allclose(posed.bone_matrices, person.pose(wanted, SEAT_M).bone_matrices, atol=1e-6)


@pytest.mark.parametrize(("start", "end"), WAYS)
def test_a_blend_moves_without_jumps_and_stays_above_the_floor(start: str, end: str) -> None:
    person = figure(PEOPLE["woman"])
    a, b = Pose(preset=start), Pose(preset=end)
    heads = []
    for share in np.linspace(0, 1, 21):
        posed = person.pose(msgspec.structs.replace(a, blend=b, share=float(share)), SEAT_M)
        heads.append(posed.joints_m["head"])
        assert posed.vertices_m()[:, 1].min() > -0.03
    steps = np.linalg.norm(np.diff(heads, axis=0), axis=1)
    assert steps.max() < 0.30


def test_feet_that_stand_in_both_poses_stand_between_them() -> None:
    person = figure(PEOPLE["man"])
    posed = person.pose(Pose(preset="stand", blend=Pose(preset="aim"), share=0.5))
    for side in ("l", "r"):
        assert abs(person.feet[side].posed(posed.bone_matrices)[:, 1].min()) < 6e-3


def test_a_blend_of_a_blend() -> None:
    person = figure(PEOPLE["man"])
    half = Pose(preset="stand", blend=Pose(preset="wave"), share=0.5)
    third = Pose(preset="hands_up")
    for share, wanted in ((0.0, half), (1.0, third)):
        posed = person.pose(blended(half, third, share))
        np.testing.assert_allclose(posed.bone_matrices, person.pose(wanted).bone_matrices, atol=1e-5)


def test_blends_without_end_and_bad_shares() -> None:
    person = figure(PEOPLE["man"])
    pose = Pose()
    for _ in range(20):
        pose = Pose(blend=pose, share=0.5)
    with pytest.raises(BadProject, match="blends at most"):
        person.pose(pose)
    with pytest.raises(BadProject, match="share"):
        person.pose(Pose(blend=Pose(), share=float("nan")))
    with pytest.raises(BadProject, match="did you mean"):
        person.pose(Pose(blend=Pose(preset="sitt"), share=0.2))
    over = person.pose(Pose(blend=Pose(preset="wave"), share=7.0))
    np.testing.assert_allclose(over.bone_matrices, person.pose(Pose(preset="wave")).bone_matrices, atol=1e-6)
