"""Meshes with fewer triangles for pictures of moments: what is small in the frame while the view moves.

A level is another list of indices into the same vertices, so figures stay posed and nothing is uploaded
twice. Vertices within a cell of space become one of them (vertex clustering, Rossignac and Borrel, 1993).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from previz.render.drawlist import DrawList
from previz.scene.blocking import CameraState
from previz.scene.mesh import Mesh
from previz.scene.transform import apply, matrix, rigid_inverse

CELLS_M = (0.02, 0.04, 0.08)
"""Size of a cell at levels 1, 2 and 3; level 0 is the mesh itself."""
_CELL_PX = 6.0
"""A cell of no more than this many pixels is not seen to be one while the view moves."""
_FEW_FACES = 120
"""Smaller meshes are left alone."""


@lru_cache(maxsize=512)
def levels(mesh: Mesh) -> tuple[NDArray[np.uint32], ...]:
    """Faces (n, 3) of every level, level 0 first."""
    faces = np.asarray(mesh.faces, np.uint32)
    if len(faces) <= _FEW_FACES:
        return (faces,) * (1 + len(CELLS_M))
    return (faces, *(_clustered(mesh, faces, cell) for cell in CELLS_M))


def _clustered(mesh: Mesh, faces: NDArray[np.uint32], cell_m: float) -> NDArray[np.uint32]:
    positions = np.asarray(mesh.positions, np.float32)
    cells = np.floor(positions / cell_m).astype(np.int64)
    cells -= cells.min(axis=0)
    spans = cells.max(axis=0) + 1
    place = (cells[:, 0] * spans[1] + cells[:, 1]) * spans[2] + cells[:, 2]
    chosen = kept = _nearest(place, positions, _anchors(place, positions))
    if not mesh.skinned:  # each side of an edge keeps a vertex of its own, at the cell's point if it can
        sides = np.abs(mesh.normals).argmax(axis=1)
        facing = sides * 2 + (np.take_along_axis(mesh.normals, sides[:, None], 1)[:, 0] < 0)
        chosen = _nearest(place * 6 + facing, positions, positions[kept])
    found = chosen[faces.astype(np.int64)]
    solid = (found[:, 0] != found[:, 1]) & (found[:, 1] != found[:, 2]) & (found[:, 0] != found[:, 2])
    return np.unique(found[solid], axis=0).astype(np.uint32)


def _anchors(groups: NDArray[np.int64], positions: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, 3) for each vertex the mean place of its group."""
    _, group = np.unique(groups, return_inverse=True)
    count = np.bincount(group)
    mean = np.stack([np.bincount(group, positions[:, axis]) / count for axis in range(3)], axis=1)
    return np.asarray(mean[group], np.float32)


def _nearest(
    groups: NDArray[np.int64], positions: NDArray[np.float32], wanted: NDArray[np.float32]
) -> NDArray[np.int64]:
    """(n,) for each vertex the index of the one in its group that lies nearest to the wanted point."""
    apart = np.square(positions - wanted).sum(axis=1)
    order = np.lexsort((apart, groups))
    first = np.ones(len(order), bool)
    first[1:] = groups[order][1:] != groups[order][:-1]
    leader = order[np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))]
    result = np.empty(len(order), np.int64)
    result[order] = leader
    return result


def levels_for(draw_list: DrawList, camera: CameraState, height_px: int) -> dict[int, int]:
    """Object id → level that is fine enough for a moving picture of this height."""
    places = [instance.world_from_local[:3, 3] for instance in draw_list.instances]
    places += [figure.world_from_figure[:3, 3] for figure in draw_list.figures]
    if not places:
        return {}
    numbers = [instance.object_id for instance in draw_list.instances]
    numbers += [figure.object_id for figure in draw_list.figures]
    seen = apply(rigid_inverse(matrix(camera.transform)), np.stack(places))
    away = np.maximum(np.linalg.norm(seen, axis=1) - 1.0, 0.3)
    pixel_m = 2 * camera.view.tan_y * away / height_px
    found = np.searchsorted(np.asarray(CELLS_M), _CELL_PX * pixel_m, side="right")
    return dict(zip(numbers, found.tolist(), strict=True))
