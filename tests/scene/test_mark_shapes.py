from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from previz.scene.mark_shapes import (
    MarkIndex,
    bounds,
    curve,
    hits,
    moving,
    points_of,
    scaling,
    transformed,
    turning,
    with_point,
)
from previz.scene.marks import Arrow, Box, Frames, Ink, Measure, Pen, Quad, Shape, Words
from previz.scene.model import FrameMark
from previz.scene.strokes import clean, pack, unpack

SQUARE: Quad = ((0.4, 0.2), (0.6, 0.2), (0.6, 0.4), (0.4, 0.4))
SHAPES: tuple[Shape, ...] = (
    Ink(touches="20000 50000 500 0 80000 50000 500 0", pen="ink"),
    Arrow(points=((0.2, 0.2), (0.4, 0.1), (0.6, 0.3))),
    Frames(start=SQUARE, end=((0.45, 0.25), (0.5, 0.25), (0.5, 0.3), (0.45, 0.3))),
    Words(at=(0.3, 0.3), text="leans in"),
    Box(corners=SQUARE),
    Measure(start=(0.1, 0.1), end=(0.3, 0.1)),
)


def mark(shape: Shape, size: float = 0.02, id: str = "m") -> FrameMark:
    return FrameMark(id=id, take_id="t", order="a", shape=shape, size=size)


def ink(*touches: tuple[float, ...], pen: Pen = "ink", size: float = 0.02, id: str = "m") -> FrameMark:
    return mark(Ink(touches=pack(clean(touches)), pen=pen), size, id)


def test_one_touch_is_a_dot_that_can_be_hit() -> None:
    dot = ink((0.5, 0.5, 1.0))
    assert hits(dot, (0.509, 0.5))
    assert not hits(dot, (0.511, 0.5))
    assert hits(dot, (0.511, 0.5), near=0.005)
    assert bounds(dot) == pytest.approx((0.49, 0.49, 0.51, 0.51))


def test_a_hit_lies_between_touches_and_follows_pressure() -> None:
    line = ink((0.2, 0.5, 0.0), (0.8, 0.5, 1.0))
    assert hits(line, (0.7, 0.507))
    assert not hits(line, (0.3, 0.507))
    assert not hits(line, (0.9, 0.5))


def test_an_outline_is_hit_on_its_line_and_an_area_inside() -> None:
    assert not hits(mark(Box(corners=SQUARE)), (0.5, 0.3))
    assert hits(mark(Box(corners=SQUARE)), (0.4, 0.3))
    assert hits(mark(Box(corners=SQUARE, filled=True)), (0.5, 0.3))
    assert hits(mark(SHAPES[2]), (0.4, 0.3))
    assert hits(mark(SHAPES[3]), (0.35, 0.29))
    assert hits(mark(SHAPES[5]), (0.2, 0.1))
    assert not hits(mark(SHAPES[5]), (0.2, 0.2))


def test_a_curve_goes_through_its_points() -> None:
    given = [(0.1, 0.1), (0.4, 0.3), (0.5, 0.1), (0.9, 0.2)]
    line = curve(given)
    assert all(np.abs(line - point).sum(axis=1).min() < 1e-9 for point in given)
    assert len(curve(given[:2])) == 2


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(SHAPES),
    st.floats(-0.5, 0.5),
    st.floats(-0.5, 0.5),
    st.floats(0.3, 3.0),
    st.floats(-180, 180),
)
def test_there_and_back_again(shape: Shape, x: float, y: float, factor: float, degrees: float) -> None:
    about = (0.5, 0.4)
    before = mark(shape)
    away = transformed(before, moving(x, y))
    away = transformed(away, scaling(factor, factor, about))
    away = transformed(away, turning(degrees, about))
    back = transformed(away, turning(-degrees, about))
    back = transformed(back, scaling(1 / factor, 1 / factor, about))
    back = transformed(back, moving(-x, -y))
    assert bounds(back) == pytest.approx(bounds(before), abs=3e-4)
    assert away.size == pytest.approx(before.size * factor)


def test_turning_is_clockwise_on_the_screen() -> None:
    line = transformed(ink((0.2, 0.5, 1.0), (0.4, 0.5, 1.0)), turning(90, (0.2, 0.5)))
    assert isinstance(line.shape, Ink)
    assert unpack(line.shape.touches)[1, :2] == pytest.approx((0.2, 0.7), abs=1e-5)
    words = transformed(mark(SHAPES[3]), turning(30, (0.0, 0.0)))
    assert isinstance(words.shape, Words)
    assert words.shape.turn_deg == pytest.approx(30)
    for factor in (0.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="finite factors"):
            scaling(factor, 1.0, (0, 0))


def test_a_touched_mark_is_no_longer_made_from_the_motion() -> None:
    made = FrameMark(id="m", take_id="t", order="a", shape=SHAPES[1], from_motion=True)
    assert not transformed(made, moving(0.1, 0.0)).from_motion


def test_a_place_is_found_among_100_000_strokes() -> None:
    places = ((place, place % 400 * 250, place // 400 * 200) for place in range(100_000))
    strokes = [mark(Ink(touches=f"{x} {y} 500 0", pen="ink"), 0.001, str(n)) for n, x, y in places]
    index = MarkIndex(strokes)
    assert index.near((0.5, 0.2), 0.0005) == ["40200"]
    index.remove("40200")
    assert index.near((0.5, 0.2), 0.0005) == []
    assert len(index) == 99_999
    index.put(ink((0.5, 0.2, 0.5), id="again"))
    assert index.near((0.5, 0.2), 0.0001) == ["again"]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(SHAPES), st.integers(0, 7), st.floats(-180, 180), st.floats(0, 1), st.floats(0, 1))
def test_a_dragged_point_lies_where_it_was_dragged_and_the_one_across_stays(
    shape: Shape, index: int, degrees: float, x: float, y: float
) -> None:
    before = transformed(mark(shape), turning(degrees, (0.5, 0.3)))
    places = points_of(before.shape)
    if not places:
        return
    index %= len(places)
    after = with_point(before, index, (x, y))
    moved = points_of(after.shape)
    if isinstance(shape, Arrow | Measure):
        assert moved[index] == (x, y)
        assert moved[:index] + moved[index + 1 :] == places[:index] + places[index + 1 :]
        return
    low = index // 4 * 4
    assert moved[low + (index - low + 2) % 4] == pytest.approx(places[low + (index - low + 2) % 4])
    ring, old = np.array(moved[low : low + 4]), np.array(places[low : low + 4])
    sides, were = np.roll(ring, -1, axis=0) - ring, np.roll(old, -1, axis=0) - old
    assert abs(sides[0] @ sides[1]) < 1e-9, "its corners stay right"
    assert (sides * were).sum(axis=1).min() > 0, "it does not turn over"
    if isinstance(shape, Frames):
        ratio = np.linalg.norm(sides[0]) / np.linalg.norm(sides[1])
        assert ratio == pytest.approx(np.linalg.norm(were[0]) / np.linalg.norm(were[1]))
