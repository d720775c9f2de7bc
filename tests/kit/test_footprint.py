"""Pieces seen from above have the size that they have."""

from __future__ import annotations

import numpy as np
import pytest

from previz.kit import catalogue
from previz.kit.footprint import cut_outlines, footprint, section


def area_m2(outline: np.ndarray) -> float:
    x, z = outline.T
    return abs(float(np.dot(x, np.roll(z, 1)) - np.dot(z, np.roll(x, 1)))) / 2


@pytest.mark.parametrize("piece", ["chair", "sofa", "table", "tree", "car", "mug"])
def test_a_footprint_covers_the_piece(piece: str) -> None:
    mesh = catalogue.mesh(piece)
    outlines = footprint(mesh)
    corners = np.concatenate(outlines)
    level = np.asarray(mesh.positions)[:, [0, 2]]
    across = float((level.max(0) - level.min(0)).max())
    np.testing.assert_allclose(corners.min(0), level.min(0), atol=across / 100)
    np.testing.assert_allclose(corners.max(0), level.max(0), atol=across / 100)
    assert footprint(mesh) is outlines, "kept"


def test_a_table_covers_its_top() -> None:
    mesh = catalogue.mesh("table", {"width": 2.0, "depth": 1.0})
    assert area_m2(footprint(mesh)[0]) == pytest.approx(2.0, rel=0.05)


def test_walls_are_cut_where_they_open() -> None:
    """A room of 5 × 4 m with a door of 0.9 m has 0.9 m less of wall in plan than one without."""

    def walled(openings: str) -> float:
        mesh = catalogue.mesh("room", {"width": 5.0, "depth": 4.0, "thickness": 0.2, "openings": openings})
        segments = np.concatenate(section(mesh, 1.15))
        return float(np.linalg.norm(segments[:, 1] - segments[:, 0], axis=1).sum())

    whole, open_ = walled(""), walled("N:door@0x0.9x2.05 open 90")
    assert whole > 2 * (5 + 4) * 2 * 0.9
    assert whole != pytest.approx(open_, abs=0.05)


def test_cut_walls_close() -> None:
    loops = cut_outlines(catalogue.mesh("wall", {"width": 3.0, "thickness": 0.2, "openings": ""}))
    assert loops
    assert max(area_m2(loop) for loop in loops) == pytest.approx(0.6, rel=0.1)


def test_nothing_is_cut_above_the_table() -> None:
    assert section(catalogue.mesh("table", {"height": 0.75})) == ()
