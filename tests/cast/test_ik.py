"""Two-bone IK and skeletons."""

import numpy as np
import pytest

from previz.cast import PEOPLE, figure
from previz.cast.ik import hand_frame, two_bone
from previz.cast.pose import preset, rotations
from previz.cast.rotation import blend, matrices, product, quaternions
from previz.cast.skeleton import BONES, INDEX, PARENT, SKIN_BONES, Chain
from previz.scene.transform import rotation_matrix, rotation_quat


def standing() -> Chain:
    return Chain.start(figure(PEOPLE["man"]).skeleton, rotations(preset("stand")))


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("upper", "end"), [("upperarm_l", "hand_l"), ("thigh_r", "foot_r")])
def test_targets_are_met(seed: int, upper: str, end: str) -> None:
    random = np.random.default_rng(seed)
    chain = standing()
    away = random.normal(size=3)
    reach = chain.skeleton.arm_length_m if end == "hand_l" else chain.skeleton.leg_length_m
    target = chain.heads[INDEX[upper]] + away / np.linalg.norm(away) * random.uniform(0.3, 0.98) * reach
    two_bone(chain, upper, target, np.array([0.5, -1.0, -0.3]))
    assert np.linalg.norm(chain.heads[INDEX[end]] - target) < 1e-9
    full = Chain.start(chain.skeleton, chain.rotations)
    np.testing.assert_allclose(full.heads, chain.heads, atol=1e-12)
    np.testing.assert_allclose(np.linalg.det(chain.frames), 1, atol=1e-9)


def test_out_of_reach_points_at_the_target() -> None:
    chain = standing()
    shoulder = chain.heads[INDEX["upperarm_l"]].copy()
    reached = two_bone(chain, "upperarm_l", shoulder + np.array([3.0, 0.0, 0.0]), np.array([0.0, -1.0, 0.0]))
    np.testing.assert_allclose(reached - shoulder, [chain.skeleton.arm_length_m * 0.995, 0, 0], atol=1e-9)


def test_elbow_goes_to_the_pole() -> None:
    for pole in np.eye(3):
        chain = standing()
        shoulder = chain.heads[INDEX["upperarm_l"]].copy()
        target = shoulder + np.array([0.2, 0.2, 0.2])
        two_bone(chain, "upperarm_l", target, pole)
        elbow = chain.heads[INDEX["lowerarm_l"]] - (shoulder + target) / 2
        assert elbow @ pole > 0.05


@pytest.mark.parametrize("pole", [(0.0, 0.0, 0.0), (0.0, 0.3, 0.0)])
def test_pole_along_the_limb(pole: tuple[float, float, float]) -> None:
    chain = standing()
    target = chain.heads[INDEX["upperarm_l"]] + [0.0, 0.3, 0.0]
    two_bone(chain, "upperarm_l", target, np.array(pole))
    assert np.linalg.norm(chain.heads[INDEX["hand_l"]] - target) < 1e-9


def test_hand_orientation() -> None:
    chain = standing()
    target = chain.heads[INDEX["upperarm_l"]] + [0.1, 0.0, 0.35]
    wanted = hand_frame(np.array([0.0, 1.0, 0.2]), np.array([0.0, 0.0, 1.0]))
    two_bone(chain, "upperarm_l", target, np.array([1.0, -1.0, 0.0]), wanted)
    np.testing.assert_allclose(chain.frames[INDEX["hand_l"]], wanted, atol=1e-12)


def test_bones() -> None:
    assert len(BONES) == 53
    assert len(SKIN_BONES) == 59
    assert [bone for bone, parent in PARENT.items() if parent is None] == ["Root"]
    assert all(BONES.index(parent) < BONES.index(bone) for bone, parent in PARENT.items() if parent)


def test_quaternions_agree_with_the_scene() -> None:
    random = np.random.default_rng(3)
    quats = random.normal(size=(50, 4))
    turns = np.stack([rotation_matrix(tuple(quat)) for quat in quats])
    np.testing.assert_allclose(quaternions(turns), [rotation_quat(turn) for turn in turns], atol=1e-12)
    np.testing.assert_allclose(matrices(quaternions(turns)), turns, atol=1e-12)


def test_blend_is_the_shortest_way() -> None:
    start, end = np.eye(3)[None], rotation_matrix((np.cos(0.4), 0, np.sin(0.4), 0))[None]
    half = blend(start, end, 0.5)
    np.testing.assert_allclose(product(half, half), end, atol=1e-12)
    np.testing.assert_allclose(blend(start, end, 0.0), start, atol=1e-12)
    np.testing.assert_allclose(blend(start, end, 1.0), end, atol=1e-12)
