"""Whether a camera sees whom its shot is about, past a board that stands somewhere."""

from collections.abc import Collection

import numpy as np
import pytest
from numpy.typing import NDArray

from previz.grammar.framing import place
from previz.grammar.looking import Watch, seen_share
from previz.grammar.naming import eye
from previz.grammar.subject import Floats
from previz.scene.model import Framing, Vec3
from previz.scene.transform import look_at
from tests.grammar.people import lens, person


class Board:
    """A board across Z, from ``low`` to ``high``, or nothing at all."""

    wild: Collection[int] = ()

    def __init__(self, z: float, low: Vec3 = (0, 0, 0), high: Vec3 = (0, 0, 0)) -> None:
        self.z, self.low, self.high = z, low, high

    def first(
        self, starts: Floats, ends: Floats, besides: Collection[int] = ()
    ) -> tuple[Floats, NDArray[np.int64]]:
        starts, ends = np.broadcast_arrays(np.atleast_2d(starts), np.atleast_2d(ends))
        deep = ends[:, 2] - starts[:, 2]
        share = np.where(deep == 0, 2.0, (self.z - starts[:, 2]) / np.where(deep == 0, 1.0, deep))
        at = starts + share[:, None] * (ends - starts)
        hit = (share > 0) & (share < 1)
        hit &= ((at[:, :2] >= self.low[:2]) & (at[:, :2] <= self.high[:2])).all(axis=1)
        return np.where(hit, share, 1.0), np.where(hit, 5, 0)

    def name(self, object_id: int) -> str:
        return "monitor"


NOTHING = Board(99.0)


def front(distance_m: float = 2.0, height_m: float = 1.5):  # type: ignore[no-untyped-def]
    return eye(look_at((0.0, height_m, distance_m), (0.0, 1.45, 0.0)), lens(50))


def test_an_open_view_costs_nothing() -> None:
    look = Watch((person(),), NOTHING, NOTHING, (person(),))(front())
    assert (look.cost, look.failure) == (0.0, "")


def test_who_is_behind_a_monitor_is_told_with_its_name() -> None:
    face = Board(1.0, (-1, 1.4, 0), (1, 1.8, 0))
    look = Watch((person(),), face, NOTHING)(front())
    assert look.failure == "Monitor stands before the face of Woman from there; move one of them."
    chest = Board(1.0, (-1, 0.5, 0), (1, 1.44, 0))
    assert "hides most of Woman" in Watch((person(),), chest, NOTHING)(front(height_m=1.45)).failure


def test_what_fills_the_frame_before_the_subject_is_told() -> None:
    beside = Board(1.2, (0.05, 0, 0), (3, 3, 0))
    look = Watch((person(),), beside, NOTHING)(front())
    assert "Monitor stands before the lens and fills" in look.failure


def test_no_camera_stands_in_the_set_in_a_person_or_behind_a_wall() -> None:
    woman, other = person(), person("man", position_m=(0.0, 0.0, 2.1))
    behind = Board(2.1, (-9, 0, 0), (9, 9, 0))
    assert "stand in the monitor" in Watch((woman,), behind, NOTHING)(front()).failure
    assert "stand in Man" in Watch((woman,), NOTHING, NOTHING, (woman, other))(front()).failure
    sill = Board(1.5, (-9, 0, 0), (9, 0.8, 0))
    assert "behind a wall of the monitor" in Watch((woman,), NOTHING, sill)(front()).failure
    assert Watch((woman,), NOTHING, NOTHING, bar=lambda place: "Not there.")(front()).failure == "Not there."


def test_a_wall_is_flown_and_not_moved() -> None:
    class Wall(Board):
        wild = (5,)

    woman, behind = person(), Wall(2.1, (-9, 0, 0), (9, 9, 0))
    stands = "There the camera would stand in the wall of the monitor; fly it, or choose another side."
    assert Watch((woman,), behind, NOTHING)(front()).failure == stands
    before = Wall(1.0, (-1, 1.4, 0), (1, 1.8, 0))
    hides = "Wall of the monitor stands before the face of Woman from there; fly it."
    assert Watch((woman,), before, NOTHING)(front()).failure == hides


def test_the_shoulder_that_frames_a_shot_must_be_seen() -> None:
    woman, man = person(), person("man", position_m=(0.35, 0.0, 1.0))
    before = Board(1.6, (0.05, 0, 0), (3, 3, 0))
    two = Watch((woman,), before, NOTHING, through=(man.object_id, 5), over=man)
    assert two(front()).failure == "Monitor hides the shoulder of Man from there; move one of them."
    assert Watch((woman,), NOTHING, NOTHING, over=man)(front()).failure == ""


def test_a_camera_lifted_over_a_board_sees_what_one_at_eye_level_does_not() -> None:
    board = Board(1.0, (-2, 0, 0), (2, 1.45, 0))
    woman = person()
    low, high = seen_share(board, woman, np.array([[0.0, 1.5, 2.2], [0.0, 2.2, 2.2]]))
    assert low < high


def test_a_view_that_is_blocked_gives_way_to_the_next_best() -> None:
    woman = person()
    wanted = Framing(subjects=("woman",), size="CU", composition="1S", level="eye")
    free = place([woman], wanted, lens(75))
    x, _, z = free.transform.position_m
    before = Board(z - 0.3, (x - 0.3, 0, 0), (x + 0.3, 3, 0))
    moved = place([woman], wanted, lens(75), watch=Watch((woman,), before, NOTHING))
    assert moved.look.failure == ""
    assert np.linalg.norm(np.subtract(moved.transform.position_m, free.transform.position_m)) > 0.3


def test_lifted_by_what_was_asked() -> None:
    woman = person()
    wanted = Framing(subjects=("woman",), size="CU", composition="1S")
    found = place([woman], wanted, lens(75), lift_m=0.3)
    assert found.transform.position_m[1] == pytest.approx(float(woman.eyes_m[1]) + 0.3, abs=0.03)
