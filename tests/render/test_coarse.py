"""Coarse levels: fewer triangles, the same shape, chosen by how small a thing is in the frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

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
    assert levels[1] < levels[2] < levels[3] == len(coarse.CELLS_M)
    assert coarse.levels_for(DrawList({}), camera, 540) == {}


def test_the_colour_that_covers_most_stays() -> None:
    """A black screen with small lamps is black from afar, and no mixture."""
    mesh = catalogue.mesh("tv")
    corners = mesh.positions[mesh.faces]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    shown = mesh.colours.astype(float)
    meant = np.average(shown[mesh.faces[:, 0]], axis=0, weights=area)
    for faces in coarse.levels(mesh)[1:]:
        corners = mesh.positions[faces]
        area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
        assert (np.ptp(mesh.colours[faces], axis=1) == 0).all(), "no face goes from one colour to another"
        assert np.abs(np.average(shown[faces[:, 0]], axis=0, weights=area) - meant).max() < 20


@pytest.mark.parametrize("key", ["chair", "bunk_bed", "umbrella", "car", "tree"])
def test_pieces_of_the_kit_are_closed(key: str) -> None:
    assert coarse.closed(catalogue.mesh(key))


def test_what_has_a_hole_or_is_inside_out_is_not_closed() -> None:
    mesh = catalogue.mesh("chair")
    assert not coarse.closed(replace(mesh, faces=mesh.faces[1:]))
    assert not coarse.closed(replace(mesh, faces=np.ascontiguousarray(mesh.faces[:, ::-1])))
    assert not coarse.closed(figure(next(iter(PEOPLE.values()))).mesh), "people move"


def test_levels_stay_while_the_camera_hardly_moves() -> None:
    """Sorting all instances anew for each picture would take longer than drawing it."""
    place = np.eye(4)
    place[2, 3] = -12.0
    draw_list = DrawList({"m": catalogue.mesh("chair")}, (Instance("m", place, 1),))

    def levels(z: float, kept: Mapping[int, int]) -> Mapping[int, int]:
        camera = CameraState((0, 0, z), (1, 0, 0, 0), View(0.8, 0.5, 36, 20), 35, 3, 2.8)
        return coarse.levels_for(draw_list, camera, 540, kept)

    first = levels(0.0, {})
    assert levels(1.0, first) is first
    near = levels(-10.0, first)
    assert near[1] < first[1]
    assert levels(-10.0, {}) == near


def test_what_a_level_needs_is_the_same_shape() -> None:
    mesh = figure(next(iter(PEOPLE.values()))).mesh
    for level in (0, 4):
        chosen, faces = coarse.used(mesh, level)
        assert np.array_equal(chosen[faces], coarse.levels(mesh)[level])
    assert len(chosen) < len(mesh.positions) / 10
