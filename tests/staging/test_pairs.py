"""Two people who touch, for bodies of every size: hands arrive, nobody walks through anybody."""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from previz.cast import PEOPLE
from previz.errors import BadProject
from previz.scene.model import ActorKey, Body
from previz.scene.transform import apply
from previz.staging import PAIRS, pair
from previz.staging.bodies import TRUNK, Stood

BODIES = {
    "man": PEOPLE["man"],
    "woman": PEOPLE["woman"],
    "giant": Body(sex=1.0, height_cm=208, build=0.9),
    "tiny": Body(sex=0.0, age_years=70, height_cm=146, build=-0.6),
    "toddler": Body(age_years=3),
    "stout": Body(sex=0.0, build=1.0, height_cm=165),
}
COMPANY = [("man", "woman"), ("giant", "tiny"), ("tiny", "giant"), ("woman", "toddler"), ("stout", "stout")]
EVERY_PAIR = pytest.mark.parametrize("names", COMPANY, ids="-".join)
SOFT_M = 0.085
"""Flesh and clothes give way so far: arms that hug, a head on a shoulder."""


@cache
def staged(name: str, names: tuple[str, str]) -> tuple[Stood, Stood]:
    keys = pair(name, BODIES[names[0]], BODIES[names[1]], (1.0, 0.0, -2.0), 70.0)
    return Stood.of(BODIES[names[0]], keys[0]), Stood.of(BODIES[names[1]], keys[1])


def inside_m(first: Stood, second: Stood, *bones: str) -> NDArray[np.float64]:
    """How deep each point of these parts of the first lies under the second's surface; 0 outside."""
    points = first.parts(*bones)[0][::2]
    surface = apply(second.world_from_figure, second.posed.vertices_m().astype(float))
    normals = second.posed.normals().astype(float) @ second.world_from_figure[:3, :3].T
    away2 = (points**2).sum(1)[:, None] + (surface**2).sum(1) - 2 * points @ surface.T
    near = np.argpartition(away2, 6, axis=1)[:, :6]
    signed = np.einsum("kmi,kmi->km", points[:, None] - surface[near], normals[near])
    depth = np.sqrt(np.maximum(away2.min(1), 0.0))
    return np.asarray(np.where((signed < 0).mean(1) > 0.8, depth, 0.0))


def gap_of_palms(stood: tuple[Stood, Stood], first: str, second: str) -> float:
    return float(np.linalg.norm(stood[0].palm(first) - stood[1].palm(second)))


@EVERY_PAIR
@pytest.mark.parametrize("name", PAIRS)
def test_trunks_do_not_go_through_each_other(name: str, names: tuple[str, str]) -> None:
    first, second = staged(name, names)
    for one, other in ((first, second), (second, first)):
        assert inside_m(one, other, *TRUNK).max() < SOFT_M
        assert np.mean(inside_m(one, other, *TRUNK) > 0.05) < 0.02


@EVERY_PAIR
@pytest.mark.parametrize("name", PAIRS)
def test_both_stand_on_the_ground_or_are_carried(name: str, names: tuple[str, str]) -> None:
    for number, stood in enumerate(staged(name, names)):
        low = float(apply(stood.world_from_figure, stood.posed.vertices_m().astype(float))[:, 1].min())
        if name == "carry" and number == 1:
            assert low > 0.2
        else:
            assert low == pytest.approx(0, abs=0.02)


@EVERY_PAIR
def test_hands_meet_in_a_handshake(names: tuple[str, str]) -> None:
    both = staged("handshake", names)
    assert gap_of_palms(both, "r", "r") < 0.03
    for one in both:
        bend = one.joint("lowerarm_r"), one.joint("upperarm_r"), one.joint("hand_r")
        upper, fore = bend[1] - bend[0], bend[2] - bend[0]
        cosine = float(upper @ fore / np.linalg.norm(upper) / np.linalg.norm(fore))
        assert np.degrees(np.arccos(cosine)) > 60, "no elbow is folded up"


@EVERY_PAIR
def test_hands_meet_hand_in_hand_and_in_a_waltz(names: tuple[str, str]) -> None:
    assert gap_of_palms(staged("hand_in_hand", names), "l", "r") < 0.03
    assert gap_of_palms(staged("waltz", names), "l", "r") < 0.06


@EVERY_PAIR
@pytest.mark.parametrize("name", ["embrace", "carry", "console"])
def test_holding_hands_lie_on_the_other(name: str, names: tuple[str, str]) -> None:
    """Every hand that holds is on the other's surface: neither far from it nor deep inside."""
    first, second = staged(name, names)
    for one, other in ((first, second), (second, first)):
        for touch in one.key.touches:
            palm = one.palm(touch.limb[-1])
            surface = apply(other.world_from_figure, other.posed.vertices_m().astype(float))
            away = float(np.linalg.norm(surface - palm, axis=1).min())
            assert away < 0.07 or name == "carry", "a short arm may fall short of somebody big"
            assert away < 0.22


@EVERY_PAIR
def test_nobody_touches_anybody_in_a_quarrel(names: tuple[str, str]) -> None:
    first, second = staged("argue", names)
    every = tuple(first.posed.joints_m)
    assert inside_m(first, second, *every).max() == 0
    assert inside_m(second, first, *every).max() == 0


@EVERY_PAIR
@pytest.mark.parametrize("name", ["handshake", "argue", "fight"])
def test_opponents_face_and_look_at_each_other(name: str, names: tuple[str, str]) -> None:
    first, second = staged(name, names)
    for one, other in ((first, second), (second, first)):
        assert one.key.gaze_m == pytest.approx(tuple(other.mark("eyes")), abs=0.05)
        ahead = one.world_from_figure[:3, 2]
        way = other.joint("pelvis") - one.joint("pelvis")
        assert ahead @ way / np.linalg.norm(way * (1, 0, 1)) > 0.9


@pytest.mark.parametrize("name", PAIRS)
def test_where_and_how_they_are_turned(name: str) -> None:
    """The pair moves and turns as one."""
    here = pair(name, BODIES["man"], BODIES["woman"])
    there = pair(name, BODIES["man"], BODIES["woman"], (3.0, 0.5, -1.0), 90.0)
    for a, b in zip(here, there, strict=True):
        x, y, z = a.position_m
        assert b.position_m == pytest.approx((3.0 + z, y + 0.5, -1.0 - x), abs=1e-6)
        assert (b.heading_deg - a.heading_deg) % 360 == pytest.approx(90)


@pytest.mark.parametrize("name", PAIRS)
def test_keys_of_two_are_plain_values(name: str) -> None:
    for key in pair(name, BODIES["man"], BODIES["woman"]):
        assert msgspec.json.decode(msgspec.json.encode(key), type=ActorKey) == key


def test_unknown_pairs_and_numbers_that_are_none() -> None:
    with pytest.raises(BadProject, match="did you mean handshake"):
        pair("handshakes", BODIES["man"], BODIES["woman"])
    with pytest.raises(BadProject, match="finite"):
        pair("waltz", BODIES["man"], BODIES["woman"], (float("nan"), 0, 0))
