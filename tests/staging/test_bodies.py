"""Bodies in their places: feet on the way, surfaces to touch, points out of reach."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from previz.cast import PEOPLE
from previz.scene.blocking import actor_key_at
from previz.scene.model import ActorKey, Body, Pose, Touch
from previz.scene.transform import apply
from previz.staging.bodies import TRUNK, Stood, gap_m, reached_m, surface, within_reach

MAN, CHILD = PEOPLE["man"], Body(age_years=4)
EVERYBODY = pytest.mark.parametrize(
    "body", [MAN, CHILD, Body(sex=1.0, height_cm=208, build=0.8)], ids=["man", "child", "giant"]
)


def on_the_way(body: Body, preset: str, metres: float) -> Iterator[tuple[ActorKey, Stood]]:
    """Round a corner in 6 s, then to a stop; a picture 12 times a second."""
    pose = Pose(preset=preset)
    keys = (
        ActorKey(pose=pose),
        ActorKey(time_s=3.0, position_m=(0.0, 0.0, metres), pose=pose),
        ActorKey(time_s=6.0, position_m=(metres, 0.0, 1.4 * metres)),
    )
    for step in range(60):
        key = actor_key_at(keys, step / 12, body)
        yield key, Stood.of(body, key)


@EVERYBODY
@pytest.mark.parametrize(
    ("preset", "metres", "depth_m"), [("walk", 3.0, 0.005), ("sneak", 2.0, 0.005), ("run", 8.0, 0.045)]
)
def test_feet_stay_where_they_stand_and_above_the_ground(
    body: Body, preset: str, metres: float, depth_m: float
) -> None:
    planted: dict[str, tuple[object, np.ndarray]] = {}
    for key, stood in on_the_way(body, preset, metres):
        points = apply(stood.world_from_figure, stood.posed.vertices_m().astype(float))
        assert points[:, 1].min() > -depth_m
        for touch in key.touches:
            ball = stood.joint(f"ball_{touch.limb[-1]}")
            before, place = planted.get(touch.limb, (None, ball))
            if touch.share == 1 and touch.pitch_deg == 0 and before == touch.point_m:
                assert np.linalg.norm((ball - place)[[0, 2]]) < 0.004, "it slides"
            planted[touch.limb] = (touch.point_m if touch.share == 1 and touch.pitch_deg == 0 else None, ball)


@EVERYBODY
def test_walkers_put_one_foot_before_the_other(body: Body) -> None:
    leads = []
    for key, stood in on_the_way(body, "walk", 3.0):
        if 6 < len(leads) < 30:
            assert key.touches
        leads.append(np.sign(stood.joint("foot_l")[2] - stood.joint("foot_r")[2]))
    assert np.count_nonzero(np.diff(leads[:36])) >= 4


@EVERYBODY
@pytest.mark.parametrize("point", [(0.0, 9.0, 0.0), (3.0, 0.2, -1.0), (0.0, 0.0, 0.0)])
def test_a_point_out_of_reach_bends_nobody_out_of_shape(
    body: Body, point: tuple[float, float, float]
) -> None:
    """Bones keep their lengths, and the hand goes towards it as far as it can."""
    free = Stood.of(body, ActorKey())
    stood = Stood.of(body, ActorKey(touches=(Touch(limb="hand_r", point_m=point),)))
    for a, b in (
        ("upperarm_r", "lowerarm_r"),
        ("lowerarm_r", "hand_r"),
        ("spine_03", "neck_01"),
        ("thigh_l", "calf_l"),
    ):
        assert np.linalg.norm(stood.joint(a) - stood.joint(b)) == pytest.approx(
            np.linalg.norm(free.joint(a) - free.joint(b)), abs=1e-4
        )
    before, after = (float(np.linalg.norm(one.palm("r") - point)) for one in (free, stood))
    assert after < before
    assert stood.joint("pelvis")[1] == pytest.approx(free.joint("pelvis")[1], abs=0.02)


def test_the_surface_of_a_back_is_behind() -> None:
    stood = Stood.of(MAN, ActorKey(heading_deg=90.0))
    point, normal = surface(stood, stood.joint("spine_02"), -stood.axis("spine_02", 2), TRUNK)
    assert point[0] < stood.joint("spine_02")[0] - 0.05
    assert normal[0] < -0.8


def test_gaps_between_two_who_face_each_other() -> None:
    first = Stood.of(MAN, ActorKey())
    second = Stood.of(MAN, ActorKey(position_m=(0.0, 0.0, 2.0), heading_deg=180.0))
    ahead = np.array([0.0, 0.0, 1.0])
    assert 1.4 < gap_m(first, second, ahead) < 1.85
    pointing = Stood.of(MAN, ActorKey(pose=Pose(preset="point")))
    assert reached_m(pointing, second, ahead) < gap_m(first, second, ahead)
    aside = Stood.of(MAN, ActorKey(position_m=(5.0, 0.0, 2.0)))
    assert reached_m(pointing, aside, ahead) == 9.0


def test_reach() -> None:
    stood = Stood.of(MAN, ActorKey())
    x, y, z = stood.joint("upperarm_l")
    assert within_reach(stood, "hand_l", (float(x), float(y), float(z + 0.5)))
    assert not within_reach(stood, "hand_l", (float(x), float(y), float(z + 1.2)))
