"""Strokes as outlines: no holes where a line turns back, ends round, pencils rough the same way each time."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from previz.export.ribbons import all_rings, disc, ribbon
from previz.scene.marks import PENS, Ink
from previz.scene.strokes import Floats, clean, distances, pack

SIZE = 300


def inked(rings: list[Floats]) -> np.ndarray:
    """(300, 300) bool: what the non-zero rule fills, ring by ring."""
    seen = np.zeros((SIZE, SIZE), np.int32)
    for ring in rings:
        one = np.zeros((SIZE, SIZE), np.uint8)
        cv2.fillPoly(one, [(ring * SIZE).round().astype(np.int32)], (1,))
        seen += one
    return seen > 0


def area(ring: Floats) -> float:
    after = np.roll(ring, -1, axis=0)
    return float((ring[:, 0] * after[:, 1] - after[:, 0] * ring[:, 1]).sum() / 2)


@pytest.mark.parametrize(
    "places",
    [
        [(0.2, 0.5), (0.8, 0.5), (0.2, 0.5)],
        [(0.2, 0.2), (0.8, 0.2), (0.25, 0.25), (0.8, 0.3)],
        [(0.5 + 0.1 * np.cos(a), 0.5 + 0.1 * np.sin(a)) for a in np.linspace(0, 6, 40)],
        [(0.5 + 0.03 * np.cos(a), 0.5 + 0.03 * np.sin(a)) for a in np.linspace(0, 6, 12)],
    ],
    ids=["there and back", "zigzag", "ring", "tight ring"],
)
def test_a_line_is_all_ink_within_its_width_and_none_beyond(places: list[tuple[float, float]]) -> None:
    line, half = np.array(places), np.full(len(places), 0.04)
    rings = ribbon(line, half)
    assert all(area(ring) < 0 for ring in rings), "rings of two directions would cut holes"
    seen = inked(rings)
    grid = (np.indices((SIZE, SIZE))[::-1].reshape(2, -1).T + 0.5) / SIZE
    away = distances(grid, line).reshape(SIZE, SIZE)
    assert seen[away < 0.033].all()
    assert not seen[away > 0.047].any()


def test_a_dot_is_a_disc_and_two_touches_at_one_place_are_a_dot() -> None:
    (dot,) = ribbon(np.array([(0.5, 0.5), (0.5, 0.5)]), np.array([0.1, 0.1]))
    assert abs(area(dot)) == pytest.approx(np.pi * 0.01, rel=0.02)
    assert len(disc(np.zeros(2), 1e-9)) >= 8


def stroke_rings(ink: Ink, size: float) -> list[Floats]:
    return all_rings([ink], [size])[0]


def test_a_pencil_is_rough_and_the_same_each_time() -> None:
    touches = pack(clean([(0.1, 0.1, 0.5), (0.3, 0.1, 0.9)]))
    pencil = stroke_rings(Ink(touches=touches), 0.004)
    again = stroke_rings(Ink(touches=touches), 0.004)
    assert all((one == other).all() for one, other in zip(pencil, again, strict=True))
    ink = stroke_rings(Ink(touches=touches, pen="ink"), 0.004)
    assert np.abs(np.diff(pencil[-1][:20, 1], 2)).mean() > 5 * np.abs(np.diff(ink[-1][:20, 1], 2)).mean()


def test_strokes_worked_out_together_are_as_each_alone() -> None:
    rows = np.random.default_rng(2).uniform(0.1, 0.9, (9, 3))
    inks = [Ink(touches=pack(clean(rows[: n + 1])), pen=pen) for n, pen in enumerate(PENS)]
    inks += [Ink(touches=pack(clean(rows[:1])), pen=pen) for pen in PENS]
    sizes = [0.002 * (n + 1) for n in range(len(inks))]
    for ink, size, rings in zip(inks, sizes, all_rings(inks, sizes), strict=True):
        alone = stroke_rings(ink, size)
        assert len(rings) == len(alone)
        assert all(np.allclose(one, other, atol=1e-12) for one, other in zip(rings, alone, strict=True))
    assert all_rings([], []) == []
