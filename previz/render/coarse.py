"""Meshes with fewer triangles for pictures of moments: what is small in the frame while the view moves.

A level is another list of indices into the same vertices, so figures stay posed and nothing is uploaded
twice. Vertices within a cell of space become one of them (vertex clustering, Rossignac and Borrel, 1993).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from previz.kit.builder import components
from previz.render.drawlist import DrawList
from previz.scene.blocking import CameraState
from previz.scene.mesh import Mesh
from previz.scene.transform import apply, matrix, rigid_inverse

CELLS_M = (0.02, 0.04, 0.08, 0.16, 0.32)
"""Size of a cell at level 1 and on; level 0 is the mesh itself."""
_OF_PEOPLE = 4
"""People are no coarser than this level: a hand is looked for where a table's edge is not."""
_CELL_PX = 6.0
"""A cell of no more than this many pixels is not seen to be one while the view moves."""
_SLACK = 1.6
"""A level stays while it is no more than so many times too coarse or too fine."""
_FEW_FACES = 120
"""Smaller meshes are left alone."""
_FEWEST_FACES = 24
"""A level with fewer shows nothing that one would know; the one before it stands in."""
_WELD_M = 1e-4
_MOST_WELDED = 60_000
"""Vertices of a mesh that is looked at for holes; a larger one counts as open."""


@lru_cache(maxsize=512)
def levels(mesh: Mesh) -> tuple[NDArray[np.uint32], ...]:
    """Faces (n, 3) of every level, level 0 first."""
    faces = np.asarray(mesh.faces, np.uint32)
    if len(faces) <= _FEW_FACES:
        return (faces,) * (1 + len(CELLS_M))
    found = [faces]
    for cell in CELLS_M:
        fewer = _clustered(mesh, faces, cell)
        found.append(fewer if len(fewer) >= _FEWEST_FACES else found[-1])
    return tuple(found)


@lru_cache(maxsize=512)
def closed(mesh: Mesh) -> bool:
    """No part of it has a hole or is inside out: of its faces only those towards the camera can be seen."""
    if mesh.skinned or len(mesh.positions) > _MOST_WELDED:
        return False
    points = np.asarray(mesh.positions, np.float64)
    faces = _welded(points)[np.asarray(mesh.faces, np.int64)]
    faces = faces[(faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])]
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    there, back = edges @ (len(points), 1), edges @ (1, len(points))
    if not np.array_equal(np.sort(there), np.sort(back)):
        return False
    corners = points[faces]
    volumes = np.einsum("ij,ij->i", np.cross(corners[:, 0], corners[:, 1]), corners[:, 2])
    part = components(len(points), edges)[faces[:, 0]]
    return bool((np.bincount(part, volumes) >= 0).all())


def _welded(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """(n,) for each point the number of the first at its place."""
    keys = np.round(points / _WELD_M).astype(np.int64) @ np.array((73_856_093, 19_349_663, 83_492_791))
    _, first, place = np.unique(keys, return_index=True, return_inverse=True)
    return np.asarray(first[place], np.int64)


def _clustered(mesh: Mesh, faces: NDArray[np.uint32], cell_m: float) -> NDArray[np.uint32]:
    """Faces between cells. Of those that fall together the colour stays that had most of the surface."""
    positions = np.asarray(mesh.positions, np.float32)
    cells = np.floor(positions / cell_m).astype(np.int64)
    cells -= cells.min(axis=0)
    spans = cells.max(axis=0) + 1
    place = (cells[:, 0] * spans[1] + cells[:, 1]) * spans[2] + cells[:, 2]
    place = np.unique(place, return_inverse=True)[1].reshape(-1)
    colour = np.unique(mesh.colours.view(np.uint32), return_inverse=True)[1].reshape(-1)
    chosen = kept = _nearest(place, positions, _anchors(place, positions))
    if not mesh.skinned:  # each side of an edge keeps a vertex of its own, at the cell's point if it can
        sides = np.abs(mesh.normals).argmax(axis=1)
        facing = sides * 2 + (np.take_along_axis(mesh.normals, sides[:, None], 1)[:, 0] < 0)
        chosen = (place * 6 + facing) * (colour.max() + 1) + colour
        chosen = _nearest(chosen, positions, positions[kept])
    corners = faces.astype(np.int64)
    whole = place[corners]
    solid = (whole[:, 0] != whole[:, 1]) & (whole[:, 1] != whole[:, 2]) & (whole[:, 0] != whole[:, 2])
    corners = corners[solid]
    stays = _largest(whole[solid], colour[corners[:, 0]], _areas_m2(positions[corners]))
    return np.asarray(chosen[corners[stays]], np.uint32)


def _largest(
    cells: NDArray[np.int64], colour: NDArray[np.int64], area_m2: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Of faces between the same three cells, one of the colour that covers most; (n, 3), (n,), (n,)."""
    if not len(cells):
        return np.zeros(0, np.int64)
    first = cells.argmin(axis=1)[:, None]  # the same winding, begun at the same corner
    turned = np.take_along_axis(cells, (first + np.arange(3)) % 3, axis=1)
    count = int(cells.max()) + 1
    _, face = np.unique((turned[:, 0] * count + turned[:, 1]) * count + turned[:, 2], return_inverse=True)
    face = face.reshape(-1)
    _, coloured = np.unique(face * (int(colour.max()) + 1) + colour, return_inverse=True)
    covered = np.bincount(coloured.reshape(-1), area_m2)[coloured.reshape(-1)]
    order = np.lexsort((-area_m2, -covered, face))
    begins = np.ones(len(order), bool)
    begins[1:] = face[order][1:] != face[order][:-1]
    return np.asarray(order[begins], np.int64)


def _areas_m2(corners: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n,) of triangles (n, 3, 3)."""
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.asarray(np.linalg.norm(normals, axis=1) / 2, np.float64)


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


def levels_for(
    draw_list: DrawList,
    camera: CameraState,
    height_px: int,
    kept: Mapping[int, int] = MappingProxyType({}),
) -> Mapping[int, int]:
    """Object id → level that is fine enough for a moving picture of this height.

    ``kept``, the levels of the picture before, come back while none of them is far off: sorting everything
    anew for each picture takes longer than drawing it.
    """
    numbers = [one.object_id for one in draw_list.instances]
    numbers += [one.object_id for one in draw_list.figures]
    if not numbers:
        return {}
    places = [instance.world_from_local[:3, 3] for instance in draw_list.instances]
    places += [figure.world_from_figure[:3, 3] for figure in draw_list.figures]
    seen = apply(rigid_inverse(matrix(camera.transform)), np.stack(places))
    away = np.maximum(np.linalg.norm(seen, axis=1) - 1.0, 0.3)
    cell_m = _CELL_PX * 2 * camera.view.tan_y * away / height_px
    most = np.array([len(CELLS_M)] * len(draw_list.instances) + [_OF_PEOPLE] * len(draw_list.figures))

    def level(times: float) -> NDArray[np.int64]:
        found = np.searchsorted(np.asarray(CELLS_M), cell_m * times, side="right")
        return np.asarray(np.minimum(found, most), np.int64)

    before = np.array([kept.get(number, -1) for number in numbers])
    if ((level(1 / _SLACK) <= before) & (before <= level(_SLACK))).all():
        return kept
    return dict(zip(numbers, level(1.0).tolist(), strict=True))


@lru_cache(maxsize=512)
def used(mesh: Mesh, level: int) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """(n,) vertices that a level needs, and its faces (m, 3) numbered among them."""
    faces = levels(mesh)[level] if level else np.asarray(mesh.faces, np.uint32)
    chosen, place = np.unique(faces, return_inverse=True)
    return chosen.astype(np.int64), place.reshape(-1, 3).astype(np.uint32)
