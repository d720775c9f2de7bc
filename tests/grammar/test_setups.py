from __future__ import annotations

from typing import Any

import msgspec

from previz.grammar.setups import find_setups
from previz.scene.model import CameraKey, Framing, Shot
from previz.scene.transform import look_at

NORA = CameraKey(transform=look_at((0.0, 1.5, 2.0), (0.0, 1.4, 0.0)), focal_length_mm=75)
ELIAS = CameraKey(transform=look_at((0.0, 1.5, -2.0), (0.0, 1.4, 0.0)), focal_length_mm=75)


def setups(*rows: tuple[CameraKey | None, dict[str, Any]]) -> list[tuple[str, int]]:
    """(name, order) of the set-up of each shot, from its camera and what else is said of it; shots are 1A…"""
    shots = [Shot(id=letter, scene_id="a", order=letter) for letter, _ in zip("ABCDEFG", rows, strict=False)]
    shots = [msgspec.structs.replace(one, **facts) for one, (_, facts) in zip(shots, rows, strict=True)]
    keys = {one.id: (key,) if key else () for one, (key, _) in zip(shots, rows, strict=True)}
    found = find_setups(shots, {one.id: f"1{one.id}" for one in shots}, lambda one: keys[one.id])
    return [(found[shot.id].name, found[shot.id].order) for shot in shots]


def test_coming_back_to_a_single_is_the_same_set_up() -> None:
    focused = msgspec.structs.replace(NORA, focus_distance_m=1.0, t_stop=4.0)
    assert setups((NORA, {}), (ELIAS, {}), (focused, {})) == [("1A", 1), ("1B", 2), ("1A", 1)]


def test_another_lens_body_or_scene_is_another_set_up() -> None:
    longer = msgspec.structs.replace(NORA, focal_length_mm=100)
    rows = setups((NORA, {}), (longer, {}), (NORA, {"body_id": "b"}), (NORA, {"scene_id": "b"}))
    assert [order for _, order in rows] == [1, 2, 3, 4]


def test_a_group_that_a_person_gave_holds_whoever_has_its_camera() -> None:
    group = {"setup_group": "Towards Nora"}
    moved = msgspec.structs.replace(NORA, transform=look_at((0.3, 1.5, 2.0), (0.0, 1.4, 0.0)))
    rows = setups((NORA, {}), (ELIAS, {}), (NORA, group), (moved, group))
    assert rows == [("Towards Nora", 1), ("1B", 2), ("Towards Nora", 1), ("Towards Nora", 1)]


def test_two_groups_with_one_camera_stay_two() -> None:
    assert [name for name, _ in setups((NORA, {"setup_group": "Day"}), (NORA, {"setup_group": "Rain"}))] == [
        "Day",
        "Rain",
    ]


def test_shots_without_a_camera_share_nothing() -> None:
    assert setups((None, {}), (None, {})) == [("1A", 1), ("1B", 2)]


def test_an_omitted_shot_gives_its_number_to_nobody() -> None:
    assert setups((NORA, {"omitted": True}), (NORA, {}), (NORA, {})) == [("1A", 2), ("1B", 1), ("1B", 1)]


def test_a_turn_and_its_negative_are_one() -> None:
    turned = tuple(-value for value in NORA.transform.rotation)
    other = msgspec.structs.replace(NORA, transform=msgspec.structs.replace(NORA.transform, rotation=turned))
    assert setups((NORA, {}), (other, {})) == [("1A", 1), ("1A", 1)]


def test_one_facing_is_shot_before_the_room_is_turned_round() -> None:
    """As the crew shoots a scene: wide before close on one side, then the other, inserts last."""
    master = msgspec.structs.replace(ELIAS, focal_length_mm=25)
    over, closer = (msgspec.structs.replace(one, focal_length_mm=50) for one in (NORA, ELIAS))
    asked = {
        "insert": (msgspec.structs.replace(NORA, focal_length_mm=65), Framing(composition="INS")),
        "nora": (NORA, Framing(subjects=("nora",), size="CU")),
        "elias": (ELIAS, Framing(subjects=("elias",), size="CU")),
        "over nora": (over, Framing(subjects=("nora", "elias"), size="MCU", composition="OTS-L")),
        "over elias": (closer, Framing(subjects=("elias", "nora"), size="MCU", composition="OTS-R")),
        "master": (master, Framing(subjects=("elias", "nora"), size="LS", composition="2S")),
    }
    shots = [Shot(id=id, scene_id="a", order=id, framing=framing) for id, (_, framing) in asked.items()]
    found = find_setups(shots, {id: id for id in asked}, lambda one: (asked[one.id][0],), str.title)
    order = sorted(asked, key=lambda id: found[id].order)
    assert order == ["master", "over elias", "elias", "over nora", "nora", "insert"]
    assert [found[id].facing for id in order] == [
        *["From the master"] * 3,
        *["Turn round, to Nora"] * 2,
        "Inserts",
    ]
