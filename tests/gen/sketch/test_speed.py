"""Lines of speed: none unless asked for, and then on the side from which a thing comes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from previz.gen.sketch.marks import Marks
from previz.gen.sketch.noise import Chance
from previz.gen.sketch.people import read_optics
from previz.gen.sketch.sheet import Sheet, read_sheet
from previz.gen.sketch.speed import Motion, draw_speed, read_motion

from .stage import BODY_M, PERSON, REGIONS, Stage


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage((480, 200))


@pytest.fixture(scope="module")
def sheet(stage: Stage) -> Sheet:
    guides = stage.guides()
    return read_sheet(guides, read_optics(guides["hints"]), REGIONS)


def _points(sheet: Sheet, motion: Motion, amount: float = 0.8) -> NDArray[Any]:
    marks = Marks()
    draw_speed(sheet, motion, amount, 1.0, marks, Chance(1, 2))
    return np.concatenate([np.zeros((0, 2)), *[points for points, _, _ in marks.curves]])


@pytest.mark.parametrize(("velocity", "side"), [((2.0, 0, 0), -1), ((-2.0, 0, 0), 1)])
def test_lines_lie_behind_what_moves(
    stage: Stage, sheet: Sheet, velocity: tuple[float, float, float], side: int
) -> None:
    points = _points(sheet, Motion(((PERSON, np.array(velocity, np.float32)),)))
    _, middle = stage.pixel(BODY_M)
    assert len(points) > 20
    assert ((points[:, 0] - middle) * side > 0).all()
    row, column, inside = sheet.sample(points)
    assert not (sheet.figure[row, column] & inside).any(), "nobody is crossed"


def test_a_quicker_mover_has_longer_lines(sheet: Sheet) -> None:
    slow, quick = (
        np.ptp(_points(sheet, Motion(((PERSON, np.array([pace, 0, 0], np.float32)),)))[:, 0])
        for pace in (1.0, 4.0)
    )
    assert quick > slow * 1.3


def test_nothing_is_drawn_unless_asked_or_when_all_stands_still(sheet: Sheet) -> None:
    moving = Motion(((PERSON, np.array([2, 0, 0], np.float32)),), np.eye(4, dtype=np.float32))
    assert not len(_points(sheet, moving, amount=0.0))
    assert not len(_points(sheet, Motion()))
    assert not len(_points(sheet, Motion(((PERSON, np.array([0.01, 0, 0], np.float32)),))))


def test_a_camera_that_moves_in_streaks_the_borders_outwards(sheet: Sheet) -> None:
    passing = np.eye(4, dtype=np.float32)
    passing[2, 3] = 2.0  # what stands still comes nearer by two metres a second
    marks = Marks()
    draw_speed(sheet, Motion((), passing), 1.0, 1.0, marks, Chance(1, 2))
    height, width = sheet.size
    middle = np.array([width / 2, height / 2])
    assert len(marks.curves) > 8
    for points, _, _ in marks.curves:
        first, last = np.linalg.norm(points[[0, -1]] - middle, axis=1)
        assert last > first
        assert first > 0.25 * width or first > 0.5 * height


def test_motion_that_is_no_number_is_left_out(stage: Stage) -> None:
    wrong = {"motion": np.array([[3, np.nan, 0, 0]]), "passing": np.full((4, 4), np.inf)}
    assert read_motion({**stage.hints(), **wrong}) == Motion()
    assert read_motion({"camera": np.zeros(15)}) == Motion()
    assert [number for number, _ in read_motion(stage.hints()).movers] == [PERSON]


def test_what_is_not_in_the_picture_leaves_no_lines(sheet: Sheet) -> None:
    assert not len(_points(sheet, Motion(((999, np.array([2, 0, 0], np.float32)),))))
