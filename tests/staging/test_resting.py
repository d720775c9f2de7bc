"""What carries whom, read off where everything stands."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from previz.cast import PEOPLE
from previz.scene.blocking import Placed
from previz.scene.model import ActorKey, Pose, Touch, Transform, Vec3
from previz.scene.transform import UP, axis_angle, matrix
from previz.staging import Dressing, drop
from previz.staging.resting import Resting, person_after, thing_after

MAN = PEOPLE["man"]


def put(
    piece: str, position_m: Vec3 = (0.0, 0.0, 0.0), turn_deg: float = 0.0, **params: float | str | bool
) -> Placed:
    place = Transform(position_m=position_m, rotation=axis_angle(UP, turn_deg))
    return Placed(piece, piece, piece, params, {}, place, 1)


@pytest.mark.parametrize("piece", ["chair", "sofa", "bench", "armchair", "toilet"])
@pytest.mark.parametrize("turn_deg", [0.0, 130.0])
def test_who_sits_rests_on_the_seat(piece: str, turn_deg: float) -> None:
    room, seat = put("room"), put(piece, (0.6, 0.0, 0.4), turn_deg)
    place = next(p for p in Dressing((seat,)).places() if p.kind == "sit")
    key = drop(MAN, Dressing((room, seat)), place.position_m)
    assert key.seat_height_m is not None
    assert Resting((room, seat)).of_person(key) == piece


def test_who_sits_on_the_edge_of_a_table_rests_on_it() -> None:
    key = ActorKey(position_m=(0.0, 0.0, 0.25), pose=Pose(preset="sit_bench"), seat_height_m=0.75)
    assert Resting((put("table"),)).of_person(key) == "table"


def test_who_lies_rests_on_the_bed_and_who_stands_on_the_platform() -> None:
    bed, platform = put("bed"), put("platform", (5.0, 0.0, 0.0))
    lying = drop(MAN, Dressing((bed, platform)), (0.0, 0.6, 0.0))
    standing = drop(MAN, Dressing((bed, platform)), (5.0, 0.5, 0.0))
    resting = Resting((bed, platform))
    assert lying.pose.preset == "lie"
    assert standing.position_m[1] > 0.1
    assert resting.of_person(lying) == "bed"
    assert resting.of_person(standing) == "platform"


def test_who_leans_rests_on_what_is_behind_the_back() -> None:
    wall = put("wall", (0.0, 0.0, 0.0))
    key = drop(MAN, Dressing((wall,)), (0.0, 0.0, 0.3))
    assert key.pose.preset == "lean"
    resting = Resting((wall,))
    assert resting.of_person(key) == "wall"
    assert resting.of_person(msgspec.structs.replace(key, pose=Pose())) is None, "who only stands by it"


def test_who_leans_with_the_hands_rests_on_what_they_are_put_on() -> None:
    table = put("table")
    key = drop(MAN, Dressing((table,)), (0.0, 0.9, 0.25))
    assert key.pose.preset == "lean_on"
    assert Resting((table,)).of_person(key) == "table"


@pytest.mark.parametrize("ground", ["rug", "floor", "room", "street"])
def test_ground_carries_nobody(ground: str) -> None:
    below = put(ground)
    chair = put("chair", (0.3, 0.0, 0.3))
    resting = Resting((below, chair))
    assert resting.of_person(ActorKey(position_m=(0.3, 0.01, -0.5))) is None
    assert resting.loads({ground}) == {}


def test_chairs_at_a_table_stay_and_what_lies_on_it_goes_along() -> None:
    table = put("table")
    around = put("chair", (0.0, 0.0, 0.45), 180.0)
    tray = put("tray", (0.0, 0.75, 0.0))
    mug = put("mug", (0.0, 0.77, 0.0))
    resting = Resting((table, around, tray, mug))
    assert resting.loads({"table"}) == {"tray": "table", "mug": "table"}
    assert resting.loads({"table"}, fixed={"tray"}) == {}, "what lies on a locked tray stays with it"
    assert resting.loads({"tray"}) == {"mug": "tray"}
    assert resting.loads({"chair"}) == {}


def test_going_along_turns_people_and_what_they_touch() -> None:
    by = matrix(Transform(position_m=(2.0, 0.0, 0.0), rotation=axis_angle(UP, 90.0)))
    touch = Touch(limb="hand_l", point_m=(0.0, 1.0, 0.5), normal=(0.0, 0.0, 1.0), heading_deg=10.0)
    key = ActorKey(position_m=(0.0, 0.0, 1.0), heading_deg=20.0, seat_height_m=0.5, touches=(touch,))
    after = person_after(key, by)
    assert after.position_m == pytest.approx((3.0, 0.0, 0.0))
    assert after.heading_deg == pytest.approx(110.0)
    assert after.seat_height_m == pytest.approx(0.5)
    assert after.touches[0].point_m == pytest.approx((2.5, 1.0, 0.0))
    assert after.touches[0].normal == pytest.approx((1.0, 0.0, 0.0))
    assert after.touches[0].heading_deg == pytest.approx(100.0)


def test_a_thing_on_a_scaled_table_keeps_its_size_and_lies_on_it() -> None:
    by = matrix(Transform(scale=(2.0, 2.0, 2.0)))
    lamp = Transform(position_m=(0.3, 0.75, 0.0), scale=(1.5, 1.5, 1.5))
    after = thing_after(lamp, by)
    assert after.position_m == pytest.approx((0.6, 1.5, 0.0))
    assert after.scale == (1.5, 1.5, 1.5)
    assert np.allclose(after.rotation, lamp.rotation)
