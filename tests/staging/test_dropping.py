"""People let go above a set do what the place is for."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from previz.cast import PEOPLE
from previz.errors import BadProject
from previz.kit.shelf import CATALOGUE_ALONE
from previz.scene.blocking import Placed
from previz.scene.model import ActorKey, Body, Pose, Transform, Vec3
from previz.scene.transform import UP, axis_angle, rotation_matrix
from previz.staging import Dressing, drop
from previz.staging.bodies import Stood

MAN = PEOPLE["man"]
CHILD = Body(sex=0.5, age_years=4)
GIANT = Body(sex=1.0, height_cm=208, build=0.8)
EVERYBODY = pytest.mark.parametrize("body", [MAN, CHILD, GIANT], ids=["man", "child", "giant"])


def put(
    piece: str, position_m: Vec3 = (0.0, 0.0, 0.0), turn_deg: float = 0.0, **params: float | str | bool
) -> Placed:
    place = Transform(position_m=position_m, rotation=axis_angle(UP, turn_deg))
    return Placed(piece, piece, piece, params, {}, place, 1)


def let_go(
    body: Body, point_m: Vec3, *items: Placed, heading_deg: float = 0.0, pose: Pose | None = None
) -> ActorKey:
    return drop(body, Dressing(items), point_m, heading_deg, pose)


def lowest_m(stood: Stood, bone: str) -> float:
    return float(stood.parts(bone)[0][:, 1].min())


@EVERYBODY
@pytest.mark.parametrize("piece", ["chair", "sofa", "stool", "office_chair", "bench"])
@pytest.mark.parametrize("turn_deg", [0.0, 130.0])
def test_on_a_seat_they_sit_on_it_and_face_as_it_does(body: Body, piece: str, turn_deg: float) -> None:
    seat = put(piece, (2.0, 0.0, 1.0), turn_deg)
    place = next(p for p in Dressing((seat,)).places() if p.kind == "sit")
    x, y, z = place.position_m
    key = let_go(body, (x + 0.1, y + place.height_m, z - 0.1), seat, heading_deg=20.0)
    assert key.pose.preset.startswith("sit")
    assert (key.heading_deg - place.heading_deg + 180) % 360 - 180 == pytest.approx(0, abs=0.1)
    assert key.seat_height_m == pytest.approx(place.height_m, abs=0.08)
    hips = Stood.of(body, key).joint("pelvis")
    assert np.hypot(hips[0] - x, hips[2] - z) < 0.45


@pytest.mark.parametrize("piece", ["armchair", "sofa"])
@pytest.mark.parametrize("turn_deg", [0.0, 130.0])
def test_at_the_very_foot_of_a_seat_they_sit_and_beyond_it_stand_on_the_floor(
    piece: str, turn_deg: float
) -> None:
    seat = put(piece, (2.0, 0.0, 1.0), turn_deg)
    width, _, depth = CATALOGUE_ALONE.piece_of(piece).size_m
    turn = rotation_matrix(axis_angle(UP, turn_deg))
    for share, sits in ((0.47, True), (0.85, False)):
        x, _, z = np.array([2.0, 0.0, 1.0]) + turn @ np.array([share * width, 0.0, -share * depth])
        key = let_go(MAN, (float(x), 0.0, float(z)), seat)
        assert (key.seat_height_m is not None) == sits
        assert key.position_m[1] == pytest.approx(0.0)


def test_feet_of_the_tall_stand_and_those_of_the_short_dangle() -> None:
    chair = put("chair")
    man, child = (Stood.of(body, let_go(body, (0.0, 0.5, 0.0), chair)) for body in (MAN, CHILD))
    for side in ("l", "r"):
        assert lowest_m(man, f"foot_{side}") == pytest.approx(0, abs=0.02)
        assert lowest_m(child, f"foot_{side}") > 0.08
        knee, ankle = child.joint(f"calf_{side}"), child.joint(f"foot_{side}")
        assert knee[1] - ankle[1] > 0.75 * np.linalg.norm(knee - ankle), "lower legs hang down"


def test_somebody_on_the_phone_goes_on_phoning_when_seated() -> None:
    assert let_go(MAN, (0.0, 0.5, 0.0), put("chair"), pose=Pose(preset="phone")).pose.preset == "sit+phone"
    crossed = Pose(preset="sit_crossed")
    assert let_go(MAN, (0.0, 0.5, 0.0), put("chair"), pose=crossed).pose == crossed


@EVERYBODY
def test_on_a_bed_they_lie_with_the_body_on_the_mattress(body: Body) -> None:
    bed = put("bed", (1.0, 0.0, 0.0), 90.0)
    key = let_go(body, (1.0, 0.6, 0.1), bed)
    assert key.pose.preset == "lie"
    stood = Stood.of(body, key)
    head, hips = stood.joint("head"), stood.joint("pelvis")
    assert abs(head[1] - hips[1]) < 0.25
    mattress, on = Dressing((bed,)).surface_below((hips[0], hips[1], hips[2]))
    assert on is bed
    back = min(lowest_m(stood, bone) for bone in ("pelvis", "spine_01", "spine_02", "spine_03"))
    assert back == pytest.approx(mattress, abs=0.06)


@EVERYBODY
def test_at_a_wall_they_lean_with_the_back_to_it(body: Body) -> None:
    wall = put("wall")
    key = let_go(body, (0.3, 0.0, 0.35), wall)
    assert key.pose.preset == "lean"
    assert key.heading_deg == pytest.approx(0.0, abs=1)
    back = Stood.of(body, key).parts("spine_01", "spine_02", "spine_03", "pelvis")[0][:, 2].min()
    face = Dressing((wall,)).hits(np.array([0.3, 1.0, 2.0]), np.array([0.0, 0.0, -1.0]), 3.0)[0].point_m[2]
    assert back == pytest.approx(face, abs=0.05)


def test_at_a_wall_who_does_something_else_just_stands() -> None:
    key = let_go(MAN, (0.3, 0.0, 0.35), put("wall"), heading_deg=45.0, pose=Pose(preset="phone"))
    assert (key.pose.preset, key.heading_deg) == ("phone", 45.0)


@EVERYBODY
def test_behind_the_wheel_they_drive_with_both_hands_on_it(body: Body) -> None:
    car = put("car")
    dressing = Dressing((car,))
    seats = [place for place in dressing.places() if place.kind == "sit"]
    grips = [np.array(place.position_m) for place in dressing.places() if place.kind == "hold"]
    key = max(
        (let_go(body, (p.position_m[0], p.position_m[1] + p.height_m, p.position_m[2]), car) for p in seats),
        key=lambda one: one.pose.preset == "drive",
    )
    assert key.pose.preset == "drive"
    assert {touch.limb for touch in key.touches} == {"hand_l", "hand_r"}
    stood = Stood.of(body, key)
    for side in ("l", "r"):
        away = min(float(np.linalg.norm(stood.palm(side) - grip)) for grip in grips)
        assert away < 0.05 or body is CHILD, "a child reaches for it"


def test_passengers_do_not_drive() -> None:
    car = put("car")
    poses = [
        let_go(MAN, (p.position_m[0], p.position_m[1] + p.height_m, p.position_m[2]), car).pose.preset
        for p in Dressing((car,)).places()
        if p.kind == "sit"
    ]
    assert poses.count("drive") == 1
    assert len(poses) >= 4


@EVERYBODY
@pytest.mark.parametrize("piece", ["table", "counter", "kitchen_island", "desk"])
def test_on_a_table_they_sit_on_its_edge(body: Body, piece: str) -> None:
    """The clamp for what is no seat: hips on top, legs before the edge, nothing floats."""
    table = put(piece)
    top = max(
        hit.point_m[1]
        for hit in Dressing((table,)).hits(np.array([0.2, 3.0, 0.0]), np.array([0.0, -1.0, 0.0]), 4)
    )
    key = let_go(body, (0.2, top, 0.0), table)
    assert key.pose.preset.startswith("sit")
    assert key.seat_height_m == pytest.approx(top - key.position_m[1], abs=0.03)
    stood = Stood.of(body, key)
    assert lowest_m(stood, "pelvis") == pytest.approx(top, abs=0.06)
    for side in ("l", "r"):
        x, y, z = stood.joint(f"foot_{side}")
        inside = Dressing((table,)).hits(np.array([x, top + 0.5, z]), np.array([0.0, -1.0, 0.0]), 0.6)
        assert not inside, "the feet are before the edge"
        assert y > -0.01


def test_on_a_platform_one_stands_also_near_its_edge() -> None:
    stage = put("platform")
    key = let_go(MAN, (0.1, 0.6, 0.1), stage)
    assert key.pose == Pose()
    assert key.position_m[1] == pytest.approx(0.4, abs=0.01)


def test_on_a_rug_they_stand_and_nobody_looks_for_its_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its edge was looked for with hundreds of rays, in the window's thread, while everything stood still."""
    rays: list[Vec3] = []
    below = Dressing.surface_below

    def counted(self: Dressing, point_m: Vec3, above_m: float = 0.0) -> tuple[float, Placed | None]:
        rays.append(point_m)
        return below(self, point_m, above_m)

    monkeypatch.setattr(Dressing, "surface_below", counted)
    rug = put("rug")
    key = let_go(MAN, (0.3, 0.02, 0.2), rug, heading_deg=20.0)
    assert (key.pose, key.heading_deg) == (Pose(), 20.0)
    assert 0 < key.position_m[1] < 0.05
    assert len(rays) < 10


@pytest.mark.parametrize("height", [0.0, 1.0, 7.0])
def test_from_the_air_they_fall_to_the_ground(height: float) -> None:
    key = let_go(MAN, (3.0, height, 3.0), put("chair"), heading_deg=77.0)
    assert (key.position_m, key.heading_deg, key.pose) == ((3.0, 0.0, 3.0), 77.0, Pose())


def test_a_dropped_key_is_a_plain_value_of_the_file() -> None:
    key = let_go(MAN, (0.0, 0.5, 0.0), put("car"))
    assert msgspec.json.decode(msgspec.json.encode(key), type=ActorKey) == key


@pytest.mark.parametrize("point", [(float("nan"), 0.0, 0.0), (0.0, float("inf"), 0.0)])
def test_numbers_that_are_none(point: Vec3) -> None:
    with pytest.raises(BadProject, match="finite"):
        let_go(MAN, point, put("chair"))


def test_on_an_empty_stage_they_stand_on_the_ground() -> None:
    assert let_go(MAN, (1.0, 0.4, 2.0)).position_m == (1.0, 0.0, 2.0)
