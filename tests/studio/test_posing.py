"""Posing by hand: what is pulled goes there as far as a body can, and mirrors as in a mirror."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from previz.cast import Posed, figure, figure_matrix
from previz.scene.model import ActorKey, Body, Pose
from previz.scene.transform import apply, rigid_inverse, to_vec3
from previz.studio import posing
from previz.studio.posing import GRIPS, Grip

BODY = Body(sex=1.0)
KEY = ActorKey(position_m=(1.0, 0.0, -2.0), heading_deg=35.0, pose=Pose(preset="stand"))


def posed(key: ActorKey) -> Posed:
    inverse = rigid_inverse(figure_matrix(key.position_m, key.heading_deg))
    touches = [
        msgspec.structs.replace(touch, point_m=to_vec3(apply(inverse, touch.point_m)))
        for touch in key.touches
    ]
    return figure(BODY).pose(key.pose, key.seat_height_m, None, touches)


def grip(name: str) -> Grip:
    return next(one for one in GRIPS if one.name == name)


def place(key: ActorKey, name: str) -> np.ndarray:
    return posing.grip_point(key, posed(key), grip(name))


@pytest.mark.parametrize("name", ["Left hand", "Right hand"])
def test_a_hand_reaches_the_point(name: str) -> None:
    side = 1.0 if name == "Left hand" else -1.0
    ahead = figure_matrix(KEY.position_m, KEY.heading_deg)
    target = apply(ahead, (0.15 * side, 1.35, 0.35))
    now = posing.pulled(KEY, posed(KEY), grip(name), target)
    assert np.linalg.norm(place(now, name) - target) < 0.02
    again = posing.pulled(now, posed(now), grip(name), target + np.array([0.0, 0.1, 0.0]))
    assert len(again.touches) == 1, "one touch for a hand"


def test_a_foot_is_lifted_by_its_ball_and_stays_when_it_is_not_moved() -> None:
    start = place(KEY, "Left foot")
    assert start[1] == pytest.approx(0.0, abs=0.02), "it stands on the ground"
    kept = posing.pulled(KEY, posed(KEY), grip("Left foot"), start)
    assert np.linalg.norm(place(kept, "Left foot") - start) < 0.03
    up = posing.pulled(KEY, posed(KEY), grip("Left foot"), start + np.array([0.0, 0.25, 0.0]))
    assert place(up, "Left foot")[1] == pytest.approx(0.25, abs=0.05)


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        ("Left elbow", (0.0, 0.12, 0.1)),
        ("Right knee", (0.0, 0.1, 0.25)),
        ("Head", (0.08, 0.0, 0.05)),
        ("Chest", (0.0, -0.02, 0.08)),
    ],
)
def test_a_joint_follows_on_its_sphere(name: str, offset: tuple[float, float, float]) -> None:
    turn = figure_matrix((0, 0, 0), KEY.heading_deg)[:3, :3]
    start = place(KEY, name)
    target = start + turn @ np.asarray(offset)
    now = posing.pulled(KEY, posed(KEY), grip(name), target)
    assert list(now.pose.joints) == [grip(name).bone]
    before, after = np.linalg.norm(start - target), np.linalg.norm(place(now, name) - target)
    assert after < 0.6 * before
    assert posing.pulled(KEY, posed(KEY), grip(name), start) == KEY, "held still it changes nothing"


def test_hips_go_down_and_feet_stay() -> None:
    start, foot = place(KEY, "Hips"), place(KEY, "Right foot")
    now = posing.pulled(KEY, posed(KEY), grip("Hips"), start - np.array([0.0, 0.2, 0.0]))
    assert place(now, "Hips")[1] == pytest.approx(start[1] - 0.2, abs=0.02)
    assert np.linalg.norm(place(now, "Right foot") - foot) < 0.03
    further = posing.pulled(now, posed(now), grip("Hips"), place(now, "Hips") - np.array([0.0, 0.1, 0.0]))
    assert further.pose.pelvis_m[1] == pytest.approx(-0.3, abs=0.03)


def test_a_joint_keeps_its_range() -> None:
    knee = posing.pulled(
        KEY, posed(KEY), grip("Left knee"), place(KEY, "Left knee") + np.array([0.0, 5.0, -9.0])
    )
    hip, bent = place(knee, "Hips"), place(knee, "Left knee")
    assert bent[1] < hip[1] + 0.05, "no thigh goes up behind the back"


def test_mirrored_is_the_mirror_image() -> None:
    key = posing.pulled(
        KEY, posed(KEY), grip("Left elbow"), place(KEY, "Left elbow") + np.array([0.1, 0.2, 0.0])
    )
    key = posing.pulled(
        key, posed(key), grip("Right hand"), place(key, "Right hand") + np.array([0.0, 0.3, 0.1])
    )
    other = posing.mirrored(key)
    one, two = posed(key), posed(other)
    for bone in ("hand", "lowerarm", "upperarm", "calf", "foot"):
        for side, opposite in (("l", "r"), ("r", "l")):
            image = two.joints_m[f"{bone}_{opposite}"] * (-1.0, 1.0, 1.0)
            assert np.linalg.norm(one.joints_m[f"{bone}_{side}"] - image) < 0.03, bone
    again = posing.mirrored(other)
    assert msgspec.structs.replace(again, touches=key.touches) == key
    assert [touch.limb for touch in again.touches] == [touch.limb for touch in key.touches]
    np.testing.assert_allclose(
        [touch.point_m for touch in again.touches], [touch.point_m for touch in key.touches], atol=1e-9
    )


def test_released_leaves_the_pose_alone() -> None:
    key = posing.pulled(
        KEY, posed(KEY), grip("Left hand"), place(KEY, "Left hand") + np.array([0.0, 0.3, 0.1])
    )
    key = posing.pulled(key, posed(key), grip("Hips"), place(key, "Hips") - np.array([0.0, 0.1, 0.0]))
    assert posing.released(key) == KEY


def test_grips_are_at_different_places() -> None:
    body = posed(KEY)
    points = np.stack([posing.grip_point(KEY, body, one) for one in GRIPS])
    apart = np.linalg.norm(points[:, None] - points[None], axis=-1) + np.eye(len(points))
    assert apart.min() > 0.05
    assert len({one.name for one in GRIPS}) == len(GRIPS)
