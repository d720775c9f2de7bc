"""How far joints turn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from previz.cast import BONES, PEOPLE, POSES, figure
from previz.cast.limits import LIMITS, angles, beyond_deg, clamped, limit_of, turned
from previz.cast.pose import preset
from previz.cast.rotation import product, rx, ry
from previz.scene.model import Pose
from previz.scene.transform import axis_angle, rotation_matrix

bones = st.sampled_from([bone for bone in BONES if bone not in ("Root", "pelvis")])
degrees = st.floats(-170, 170)


@given(bones, degrees, degrees, degrees)
def test_clamped_is_within_and_stays(bone: str, x: float, y: float, z: float) -> None:
    rotation = rotation_matrix(axis_angle((x, y, z + 1e-3), float(np.hypot(x, y))))
    kept = clamped(bone, rotation)
    assert beyond_deg(bone, kept) < 0.05
    np.testing.assert_allclose(product(kept, kept.T), np.eye(3), atol=1e-9)
    np.testing.assert_allclose(clamped(bone, kept), kept, atol=2e-3)


@given(
    st.sampled_from(["upperarm_l", "hand_r", "thigh_r"]),
    st.floats(-60, 60),
    st.floats(-60, 60),
    st.floats(-80, 80),
)
def test_angles_and_back(bone: str, flexion: float, side: float, twist: float) -> None:
    np.testing.assert_allclose(
        angles(bone, turned(bone, flexion, side, twist)), (flexion, side, twist), atol=1e-6
    )


def test_hinges() -> None:
    assert angles("lowerarm_l", clamped("lowerarm_l", rx(170.0)))[0] == pytest.approx(150)
    assert angles("lowerarm_l", clamped("lowerarm_l", rx(-40.0)))[0] == pytest.approx(-5)
    assert angles("calf_r", clamped("calf_r", rx(175.0)))[0] == pytest.approx(155)
    assert abs(angles("lowerarm_r", clamped("lowerarm_r", ry(60.0)))[2]) == pytest.approx(5)


def test_right_is_left_in_a_mirror() -> None:
    assert limit_of("thigh_r").side == (-30.0, 60.0)
    assert limit_of("thigh_l").side == (-60.0, 30.0)
    assert limit_of("thigh_l").flexion == limit_of("thigh_r").flexion


def test_every_bone_has_a_source() -> None:
    for bone in BONES:
        assert limit_of(bone).source
    assert all(
        low < 0 < high for limit in LIMITS.values() for low, high in (limit.flexion, limit.side, limit.twist)
    )


def test_presets_are_humanly_possible() -> None:
    """Within the ranges and a little: presets are drawn by eye, and IK bends wrists and ankles as it must."""
    person = figure(PEOPLE["man"])
    for name in POSES:
        posed = person.pose(Pose(preset=name), 0.46 if preset(name).contact == "seat" else None)
        for bone, rotation in zip(BONES, posed.chain.rotations, strict=True):
            assert beyond_deg(bone, rotation) < 45, (name, bone, angles(bone, rotation))


def test_a_joint_that_is_turned_stops_at_its_limit() -> None:
    person = figure(PEOPLE["man"])
    for bone, axis in (
        ("lowerarm_l", (1, 0, 0)),
        ("calf_r", (1, 0, 0)),
        ("head", (0, 1, 0)),
        ("thigh_l", (1, 0, 0)),
    ):
        posed = person.pose(Pose(joints={bone: axis_angle(axis, 175)}))
        assert beyond_deg(bone, posed.chain.rotations[BONES.index(bone)]) < 0.05
