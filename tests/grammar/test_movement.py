"""A move is named when its keys prove it, and only then."""

from __future__ import annotations

import math

import pytest

from previz.grammar.movement import movement_label, name_moves
from previz.scene.model import CameraKey, Vec3
from previz.scene.transform import look_at

FACE = (0.0, 1.6, 0.0)


def _key(
    position: Vec3 = (0.0, 1.6, 4.0),
    target: Vec3 = FACE,
    time_s: float = 0.0,
    focal: float = 35.0,
    focus: float | None = None,
    roll: float = 0.0,
) -> CameraKey:
    return CameraKey(
        time_s=time_s,
        transform=look_at(position, target, roll),
        focal_length_mm=focal,
        focus_distance_m=math.dist(position, target) if focus is None else focus,
    )


START = _key()
CASES: dict[str, CameraKey] = {
    "static": _key(time_s=2),
    "push in": _key((0, 1.6, 2.5), time_s=2),
    "pull out": _key((0, 1.6, 6.0), time_s=2),
    "truck right": _key((1, 1.6, 4), (1, 1.6, 0), 2),
    "truck left": _key((-1, 1.6, 4), (-1, 1.6, 0), 2),
    "pedestal up": _key((0, 2.4, 4), (0, 2.4, 0), 2),
    "pedestal down": _key((0, 0.5, 4), (0, 0.5, 0), 2),
    "crane up + push in": _key((0, 3.2, 2.5), (0, 3.2, 0), 2, focus=2.5),
    "pan left": _key(target=(-2, 1.6, 0), time_s=2, focus=4),
    "pan right": _key(target=(2, 1.6, 0), time_s=2, focus=4),
    "whip pan right": _key(target=(5, 1.6, 3), time_s=0.4, focus=4),
    "tilt up": _key(target=(0, 2.6, 0), time_s=2, focus=4),
    "tilt down": _key(target=(0, 0.6, 0), time_s=2, focus=4),
    "roll": _key(roll=12, time_s=2),
    "zoom in": _key(focal=70, time_s=3),
    "zoom out": _key(focal=24, time_s=3),
    "crash zoom in": _key(focal=100, time_s=0.5),
    "dolly-zoom in": _key((0, 1.6, 2.0), time_s=3, focal=17.5),
    "dolly-zoom out": _key((0, 1.6, 8.0), time_s=3, focal=70),
    "rack focus": _key(focus=2.0, time_s=1),
    "arc right": _key((2.0, 1.6, math.sqrt(12)), time_s=3),
    "arc left": _key((-4.0, 1.6, 0.0), time_s=3),
    "pan left + tilt up": _key(target=(-2, 2.6, 0), time_s=2, focus=4),
    "push in + zoom in": _key((0, 1.6, 3.0), time_s=3, focal=50),
}


@pytest.mark.parametrize("name", CASES)
def test_a_pure_move_has_its_name(name: str) -> None:
    assert movement_label([START, CASES[name]], FACE) == name


@pytest.mark.parametrize("name", [n for n in CASES if n not in ("arc left",)])
def test_the_point_in_focus_stands_in_for_the_subject(name: str) -> None:
    assert movement_label([START, CASES[name]]) == name


def test_backwards_is_the_opposite_name() -> None:
    opposite = {
        "push in": "pull out",
        "pan left": "pan right",
        "tilt up": "tilt down",
        "arc right": "arc left",
    }
    for name, back in opposite.items():
        assert movement_label([CASES[name], START], FACE) == back


def test_stretches_are_told_one_after_the_other() -> None:
    keys = [START, _key((0, 1.6, 2.5), time_s=2), _key((0, 1.6, 2.5), (-1, 1.6, 0), 4, focus=2.5)]
    assert movement_label(keys, FACE) == "push in, then pan left"
    assert [len(moves) for moves in name_moves(keys, FACE)] == [1, 1]


def test_resting_between_two_moves_is_not_named() -> None:
    keys = [START, _key((0, 1.6, 3), time_s=1), _key((0, 1.6, 3), time_s=2), _key((0, 1.6, 2), time_s=3)]
    assert movement_label(keys, FACE) == "push in"


def test_a_zoom_that_misses_the_travel_is_no_dolly_zoom() -> None:
    assert "dolly-zoom" not in movement_label([START, _key((0, 1.6, 2.0), time_s=3, focal=24)], FACE)


def test_a_growing_radius_is_no_arc() -> None:
    assert "arc" not in movement_label([START, _key((4, 1.6, 4), time_s=3)], FACE)


def test_follow_and_lead_need_a_walker() -> None:
    ahead = _key((0, 1.6, 2.0), (0, 1.6, -2.0), 2)
    assert movement_label([START, ahead], [FACE, (0, 1.6, -2.0)]) == "follow"
    back = _key((0, 1.6, 6.0), (0, 1.6, 2.0), 2)
    assert movement_label([START, back], [FACE, (0, 1.6, 2.0)]) == "lead"
    assert movement_label([START, back]) == "pull out"


def test_focus_that_only_keeps_up_is_no_rack() -> None:
    assert movement_label([START, _key((0, 1.6, 2.5), time_s=2)], FACE) == "push in"
    assert movement_label([START, _key((0, 1.6, 2.5), time_s=2, focus=9)], FACE) == "push in + rack focus"


def test_amounts_are_measured() -> None:
    ((move,),) = name_moves([START, CASES["push in"]], FACE)
    assert (move.name, round(move.amount, 3), move.unit) == ("push in", 1.5, "m")
    assert move.words == "push in 1.5 m"
    ((pan,),) = name_moves([START, CASES["pan left"]], FACE)
    assert pan.amount == pytest.approx(math.degrees(math.atan(0.5)))


def test_fewer_than_two_keys_are_static() -> None:
    assert movement_label([]) == movement_label([START]) == "static"
    assert name_moves([START, START]) == ((),)


def test_subject_points_must_match_the_keys() -> None:
    with pytest.raises(ValueError, match="3 subject points for 2"):
        name_moves([START, START], [FACE, FACE, FACE])
