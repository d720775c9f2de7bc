"""Coarse levels: fewer triangles, the same shape, chosen by how small a thing is in the frame."""

from __future__ import annotations

import numpy as np

from previz.cast import PEOPLE, figure
from previz.kit import catalogue
from previz.render import coarse
from previz.render.drawlist import DrawList, Instance
from previz.scene.blocking import CameraState
from previz.scene.optics import View


def test_each_level_has_fewer_faces_and_stays_within_a_cell_of_the_shape() -> None:
    mesh = figure(next(iter(PEOPLE.values()))).mesh
    counts = [len(faces) for faces in coarse.levels(mesh)]
    assert counts == sorted(counts, reverse=True)
    assert counts[3] < counts[0] / 5
    low, high = mesh.positions.min(axis=0), mesh.positions.max(axis=0)
    for faces, cell in zip(coarse.levels(mesh)[1:], coarse.CELLS_M, strict=True):
        kept = mesh.positions[np.unique(faces)]
        assert np.abs(kept.min(axis=0) - low).max() < 2 * cell
        assert np.abs(kept.max(axis=0) - high).max() < 2 * cell


def test_a_box_keeps_its_twelve_faces() -> None:
    mesh = catalogue.mesh("floor")
    assert all(np.array_equal(faces, mesh.faces) for faces in coarse.levels(mesh))


def test_what_is_far_is_coarser() -> None:
    def at(z: float, number: int) -> Instance:
        place = np.eye(4)
        place[2, 3] = z
        return Instance("m", place, number)

    draw_list = DrawList({"m": catalogue.mesh("chair")}, (at(-2.0, 1), at(-8.0, 2), at(-60.0, 3)))
    camera = CameraState((0, 0, 0), (1, 0, 0, 0), View(0.8, 0.5, 36, 20), 35, 3, 2.8)
    levels = coarse.levels_for(draw_list, camera, 540)
    assert levels[1] < levels[2] < levels[3] == 3
    assert coarse.levels_for(DrawList({}), camera, 540) == {}
