"""Primitive solids: closed, outward, of the right volume."""

from __future__ import annotations

import math

import numpy as np
import pytest

from previz.kit import polygon, solids
from previz.kit.shape import join


def closed(shape):
    f = shape.faces
    edges = np.concatenate([f[:, [0, 1]], f[:, [1, 2]], f[:, [2, 0]]])
    there = {tuple(e) for e in edges.tolist()}
    return len(there) == len(edges) and there == {(b, a) for a, b in there}


L_SHAPE = [(0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2)]
SQUARE = polygon.rectangle(-1, -1, 1, 1)
HOLE = polygon.rectangle(-0.5, -0.5, 0.5, 0.5)
ARCH = polygon.arc((0, 0), 1, 0, 180, 12)

CASES = {
    "box": (solids.box(1, 2, 3), 6.0),
    "bevelled box": (solids.box(1, 2, 3, bevel=0.01), 6.0),
    "rounded": (solids.rounded(1, 1, 1, 0.01), 1.0),
    "ball-like rounded": (solids.rounded(2, 2, 2, 1.0, steps=8), 4 / 3 * math.pi),
    "leg": (solids.leg(1, 1, 1, 1.0, bevel=0), 1.0),
    "prism": (solids.prism(L_SHAPE, 2), 6.0),
    "prism with a hole": (solids.prism(SQUARE, 1, holes=[HOLE]), 3.0),
    "slab": (solids.slab(L_SHAPE, 0.5), 1.5),
    "cylinder": (solids.cylinder(1, 2, segments=64), 2 * math.pi),
    "ball": (solids.ball(2, 2, 2, segments=48), 4 / 3 * math.pi),
    "torus": (solids.torus(2, 0.5, 48, 24), 2 * math.pi**2 * 2 * 0.25),
    "hoop": (solids.hoop([(1, 0), (2, 0), (2, 1), (1, 1)], 64), 3 * math.pi),
    "tube": (solids.tube([(0, 0, 0), (0, 0, 1), (0, 0, 4)], 0.5, 48), math.pi),
    "sheet": (
        solids.sheet(np.stack(np.meshgrid([0, 1, 2], [0, 1], [0], indexing="ij"), -1)[:, :, 0], 0.1),
        0.2,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_solids_are_closed_and_full(name):
    shape, volume = CASES[name]
    assert closed(shape)
    assert shape.volume == pytest.approx(volume, rel=0.03)


@pytest.mark.parametrize("name", CASES)
def test_mirrors_and_turns_keep_the_outside_out(name):
    shape, _ = CASES[name]
    assert shape.scale(-1, 1, 1).volume == pytest.approx(shape.volume)
    assert shape.turn("x", 37).turn("y", 200).volume == pytest.approx(shape.volume)


def test_box_stands_on_its_base():
    points = solids.box(2, 3, 4, (10, 20, 30), 0.1).points
    np.testing.assert_allclose(points.min(0), [9, 20, 28])
    np.testing.assert_allclose(points.max(0), [11, 23, 32])


def test_bevel_keeps_six_groups():
    """One line for an edge: the bevel belongs to the two faces beside it."""
    assert len(np.unique(solids.box(1, 1, 1, bevel=0.05).groups)) == 6


def test_join_keeps_groups_apart():
    one = solids.box(1, 1, 1)
    both = join(one, one.move(5))
    assert len(np.unique(both.groups)) == 12
    assert both.volume == pytest.approx(2)


def test_weld_drops_what_it_closes():
    cone = solids.lathe([(0, 0), (1, 0), (0, 1)], 12)
    assert closed(cone)
    assert len(cone.faces) == 24


def test_polygon_area_and_offset():
    assert polygon.area(L_SHAPE) == pytest.approx(3)
    assert polygon.area(polygon.offset(SQUARE, 0.25)) == pytest.approx(1.5**2)
    assert polygon.area(polygon.clean(L_SHAPE[::-1])) == pytest.approx(3)


def test_clean_drops_points_on_a_line():
    assert len(polygon.clean([(0, 0), (1, 0), (2, 0), (2, 2), (2, 2), (0, 2)])) == 4


@pytest.mark.parametrize("outline", [L_SHAPE, ARCH, polygon.round_corners(SQUARE, 0.3, 6)])
def test_triangles_cover_the_outline(outline):
    p = polygon.clean(outline)
    faces = polygon.triangulate(p)
    assert len(faces) == len(p) - 2
    sizes = [polygon.area(p[f]) for f in faces]
    assert min(sizes) > 0
    assert sum(sizes) == pytest.approx(polygon.area(p))


def test_holes_are_cut_out():
    loops = [polygon.rectangle(0, 0, 10, 4), *(polygon.rectangle(x, 1, x + 1, 3) for x in (1, 3, 5, 7))]
    order = polygon.bridge(loops[0], loops[1:])
    p = np.concatenate(loops)[order]
    sizes = [polygon.area(p[f]) for f in polygon.triangulate(p)]
    assert min(sizes) > 0
    assert sum(sizes) == pytest.approx(40 - 8)


def test_crossing_outlines_are_refused():
    with pytest.raises(ValueError, match="crosses itself"):
        polygon.triangulate([(0, 0), (2, 2), (2, 0), (0, 2)])


def test_a_hole_outside_is_refused():
    with pytest.raises(ValueError, match="outside"):
        polygon.bridge(
            polygon.rectangle(0, 0, 1, 1),
            [polygon.rectangle(3, 0.2, 4, 0.4), polygon.rectangle(0.2, 0.2, 9, 0.4)],
        )


def test_round_corners_touch_their_edges():
    soft = polygon.round_corners(SQUARE, 0.25, 8)
    np.testing.assert_allclose(soft.min(0), [-1, -1])
    np.testing.assert_allclose(np.hypot(*(soft[:9] + 0.75).T), 0.25, atol=1e-9)


def test_curve_passes_through_its_points():
    points = np.array([(0, 0), (1, 2), (3, 1), (4, 4)], float)
    line = polygon.curve(points, 5)
    for point in points:
        assert np.abs(line - point).sum(axis=1).min() < 1e-9
