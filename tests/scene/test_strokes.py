from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from previz.scene.marks import Ink
from previz.scene.strokes import Steady, clean, erase, half_widths, pack, thin, unpack, unpack_all

NAN = math.nan
ANY = st.floats(allow_nan=True, allow_infinity=True)
PLACE = st.floats(-1.0, 2.0)
REPORTED = st.lists(st.tuples(ANY, ANY, ANY, ANY), max_size=30)
DRAWN = st.lists(st.tuples(PLACE, PLACE, st.floats(0, 1), st.floats(0, 90)), min_size=1, max_size=30)


def test_pressure_that_is_no_number_is_the_one_before() -> None:
    rows = clean([(0.1, 0.1, NAN), (0.2, 0.1, 0.8), (0.3, 0.1, NAN)])
    assert rows[:, 2].tolist() == [0.5, 0.8, 0.8]


def test_a_mouse_reports_places_alone() -> None:
    assert clean([(0.1, 0.1), (0.2, 0.1)]).tolist() == [[0.1, 0.1, 0.5, 0.0], [0.2, 0.1, 0.5, 0.0]]


def test_touches_at_one_place_become_one_with_the_strongest_pressure() -> None:
    assert clean([(0.5, 0.5, 0.2), (0.5, 0.5, 0.9), (0.5, 0.5, 0.1)])[:, :3].tolist() == [[0.5, 0.5, 0.9]]


def test_a_very_long_stroke_keeps_its_ends() -> None:
    kept = clean([(i / 100_000, 0.3, 0.5) for i in range(100_000)])
    assert len(kept) == 20_000
    assert (kept[0, 0], kept[-1, 0]) == (0.0, 99_999 / 100_000)


@settings(max_examples=60, deadline=None)
@given(REPORTED)
def test_whatever_a_pen_reports_can_be_kept_and_read_back(reported: list[tuple[float, ...]]) -> None:
    rows = clean(reported)
    assert np.isfinite(rows).all()
    assert len(rows) == 0 or np.abs(unpack(pack(rows)) - rows).max(axis=0) == pytest.approx(
        [0, 0, 0, 0], abs=0.51
    )
    if len(rows):
        assert np.abs(unpack(pack(rows)) - rows)[:, :2].max() <= 0.51e-5


@settings(max_examples=40, deadline=None)
@given(DRAWN, st.floats(0.0005, 0.05))
def test_thinning_keeps_the_ends_and_stays_near(drawn: list[tuple[float, ...]], tolerance: float) -> None:
    rows = clean(drawn)
    left = thin(rows, tolerance)
    assert left[0].tolist() == rows[0].tolist()
    assert left[-1].tolist() == rows[-1].tolist()
    for x, y in rows[:, :2]:
        away = [_to_segment(x, y, a, b) for a, b in pairwise(left)]
        assert not away or min(away) <= tolerance + 1e-9


def _to_segment(x: float, y: float, a: np.ndarray, b: np.ndarray) -> float:
    along = b[:2] - a[:2]
    share = np.clip(np.dot((x, y) - a[:2], along) / max(np.dot(along, along), 1e-18), 0, 1)
    return float(np.linalg.norm(a[:2] + share * along - (x, y)))


def test_a_straight_line_keeps_two_touches_a_corner_and_a_swell_stay() -> None:
    line = clean([(i / 100, 0.5, 0.5) for i in range(101)])
    assert len(thin(line)) == 2
    swell = line.copy()
    swell[50, 2] = 1.0
    assert len(thin(swell)) == 5
    corner = np.concatenate([line, clean([(1.0, 0.5 + i / 100, 0.5) for i in range(1, 30)])])
    assert len(thin(corner)) == 3


def test_a_steadied_line_trembles_less_and_a_free_one_goes_as_the_hand() -> None:
    hand = [(i / 50, 0.5 + 0.01 * (-1) ** i, 0.5, 0.0) for i in range(50)]
    free, calm = Steady(0.0), Steady(0.8)
    assert [free.feed(row)[1] for row in hand] == [row[1] for row in hand]
    assert np.std([calm.feed(row)[1] for row in hand][10:]) < 0.004
    assert np.isfinite(calm.feed((NAN, 0.5, 0.5, 0.0))[1])


def test_pens_feel_pressure_and_a_pencil_its_side() -> None:
    rows = clean([(0, 0, 0.0, 0), (0.1, 0, 1.0, 0), (0.2, 0, 1.0, 90)])
    assert half_widths(rows, "marker", 0.02).tolist() == [0.01, 0.01, 0.01]
    ink = half_widths(rows, "ink", 0.02)
    assert ink[0] < 0.002
    assert ink[1] == ink[2] == 0.01
    pencil = half_widths(rows, "pencil", 0.02)
    assert pencil[2] == pytest.approx(3.5 * pencil[1])


def test_an_eraser_cuts_a_line_in_two_and_swallows_a_dot() -> None:
    line = clean([(0.1, 0.5, 0.5), (0.9, 0.5, 0.5)])
    half = half_widths(line, "ink", 0.004)
    path = np.array([(0.5, 0.4), (0.5, 0.6)])
    pieces = erase(line, half, path, 0.02)
    assert pieces is not None
    left, right = pieces
    assert left[-1, 0] == pytest.approx(0.48, abs=0.01)
    assert right[0, 0] == pytest.approx(0.52, abs=0.01)
    assert erase(line, half, np.array([(0.5, 0.7)]), 0.02) is None
    dot = clean([(0.5, 0.5, 0.5)])
    assert erase(dot, half[:1], path, 0.02) == []


def test_a_stroke_is_readable_text() -> None:
    assert pack(clean([(0.25, 0.5, 0.75, 30)])) == "25000 50000 750 30"
    assert Ink(touches="25000 50000 750 30").pen == "pencil"
    with pytest.raises(ValueError, match="reshape"):
        unpack("1 2 3")


@settings(max_examples=30, deadline=None)
@given(st.lists(DRAWN, max_size=5))
def test_many_strokes_are_read_as_each_alone(drawn: list[list[tuple[float, ...]]]) -> None:
    texts = [pack(clean(rows)) for rows in drawn]
    rows, starts = unpack_all(texts)
    assert starts[-1] == len(rows)
    for text, low, high in zip(texts, starts[:-1], starts[1:], strict=True):
        assert rows[low:high].tolist() == unpack(text).tolist()
