"""What stands in the way of many lines of sight at once: the set, its things, and people's bodies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from previz.kit import catalogue
from previz.render.drawlist import DrawList
from previz.render.walls import standing_walls
from previz.scene.blocking import World
from previz.scene.model import MODEL_PIECE
from previz.scene.transform import apply

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MOST = 128
"""Triangles in one box: fewer cost more boxes to ask, more cost more triangles to try."""


class Obstacles:
    """Triangles in boxes of a few.

    `sightline.Sightline` answers for one ray among rigid pieces; this one is for thousands.
    """

    def __init__(
        self, solids: Iterable[tuple[int, Floats]], names: Mapping[int, str], wild: Collection[int]
    ) -> None:
        """``solids`` are object ids with (n, 3, 3) triangles in the world; ``wild`` those of what has walls
        that can be flown."""
        boxes: list[Floats] = []
        owners: list[int] = []
        for object_id, triangles in solids:
            found = list(_parted(triangles))
            boxes += found
            owners += [object_id] * len(found)
        self.wild = wild
        self._names = names
        self._boxes = boxes
        self._owners = np.asarray(owners, np.int64)
        self._low = np.array([one.min(axis=(0, 1)) for one in boxes]).reshape(-1, 3)
        self._high = np.array([one.max(axis=(0, 1)) for one in boxes]).reshape(-1, 3)

    def first(self, starts: Floats, ends: Floats, besides: Collection[int] = ()) -> tuple[Floats, Ints]:
        """How far (r, 3) ``starts`` see towards (r, 3) ``ends``: shares 0…1, and the object ids that are met
        there, 0 for none. ``besides`` are object ids that one sees through.
        """
        starts, ends = np.broadcast_arrays(np.atleast_2d(starts), np.atleast_2d(ends))
        shares, met = np.ones(len(starts)), np.zeros(len(starts), np.int64)
        ways = ends - starts
        asked = np.flatnonzero(~np.isin(self._owners, list(besides)))
        touched = self._touched(starts, ways, asked)
        for place in np.flatnonzero(touched.any(axis=0)):
            box, rays = asked[place], np.flatnonzero(touched[:, place])
            found = _first_hits(starts[rays], ways[rays], self._boxes[box])
            nearer = found < shares[rays]
            shares[rays[nearer]] = found[nearer]
            met[rays[nearer]] = self._owners[box]
        return shares, met

    def name(self, object_id: int) -> str:
        return self._names.get(object_id, "the set")

    def _touched(self, starts: Floats, ways: Floats, boxes: Ints) -> NDArray[np.bool_]:
        """(r, b): does the ray pass through the box? Slabs, one axis after the other."""
        enter, leave = np.zeros((len(starts), len(boxes))), np.ones((len(starts), len(boxes)))
        for axis in range(3):
            start, way = starts[:, None, axis], ways[:, None, axis]
            way = np.where(np.abs(way) < 1e-12, 1e-12, way)
            one, other = (self._low[boxes, axis] - start) / way, (self._high[boxes, axis] - start) / way
            np.maximum(enter, np.minimum(one, other), out=enter)
            np.minimum(leave, np.maximum(one, other), out=leave)
        return np.asarray(enter <= leave)


def everything(world: World, draw_list: DrawList) -> Obstacles:
    """The set, its things, and bodies as they are posed."""
    wild = {
        item.object_id
        for item in world.items
        if not item.piece.startswith(MODEL_PIECE) and any(catalogue.walls(item.piece, item.params))
    }
    return Obstacles(_solids(draw_list), draw_list.names, wild)


def walls_alone(world: World, draw_list: DrawList) -> Obstacles:
    """What of a set could be flown, without floors and what stands on them."""
    solids = [(item.object_id, triangles) for item, _, _, triangles in standing_walls(world, draw_list)]
    return Obstacles(solids, draw_list.names, {object_id for object_id, _ in solids})


def _solids(draw_list: DrawList) -> Iterator[tuple[int, Floats]]:
    for instance in draw_list.instances:
        mesh = draw_list.meshes[instance.mesh]
        if instance.seen and len(mesh.faces):
            yield instance.object_id, apply(instance.world_from_local, mesh.positions)[mesh.faces]
    for figure in draw_list.figures:
        skin = np.asarray(figure.posed.vertices_m(), float)
        points = apply(figure.world_from_figure, skin)
        yield figure.object_id, points[draw_list.meshes[figure.mesh].faces]


def _parted(triangles: Floats) -> Iterator[Floats]:
    """(n, 3, 3) halved along its longest side until no part has more than `_MOST`."""
    left = [triangles]
    while left:
        part = left.pop()
        if len(part) <= _MOST:
            yield part
            continue
        middles = part.mean(axis=1)
        axis = int(np.ptp(middles, axis=0).argmax())
        order = np.argpartition(middles[:, axis], len(part) // 2)
        left += [part[order[: len(part) // 2]], part[order[len(part) // 2 :]]]


def _first_hits(starts: Floats, ways: Floats, triangles: Floats) -> Floats:
    """(r,) shares of the ways at which (n, 3, 3) triangles are first met, 1 for never (Möller, Trumbore)."""
    a = triangles[:, 0]
    side, other = triangles[:, 1] - a, triangles[:, 2] - a
    normals = np.cross(side, other)
    # volume = -way · normal; with offset = start - a: u, v and the share by triple products
    volume = -(ways @ normals.T)
    hit = np.abs(volume) > 1e-12
    inverse = np.where(hit, 1 / np.where(hit, volume, 1.0), 0.0)
    across = np.cross(starts[:, None] - a, ways[:, None])
    u = np.einsum("rnj,nj->rn", across, other) * inverse
    v = -np.einsum("rnj,nj->rn", across, side) * inverse
    share = (starts @ normals.T - np.einsum("nj,nj->n", a, normals)) * inverse
    hit &= (u >= 0) & (v >= 0) & (u + v <= 1) & (share > 1e-6) & (share < 1)
    return np.asarray(np.where(hit, share, 1.0).min(axis=1, initial=1.0))
