"""How far one can see from a point towards another before a piece of the set is in the way."""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from previz.render.drawlist import DrawList
from previz.scene.model import Vec3
from previz.scene.transform import apply

Floats = NDArray[np.float64]


class Sightline:
    """Free length in metres from ``start`` towards ``end``: all the way, or less when something is between.

    Only rigid pieces count: people are asked for by name in a framing, walls and furniture are not. Rays
    against triangles after Möller and Trumbore (1997), both faces.
    """

    def __init__(self, draw_list: DrawList, besides: Collection[int] = ()) -> None:
        """``besides`` are object ids that never stand in the way: what the shot is about."""
        self._boxes: list[tuple[Floats, Floats]] = []
        self._triangles: list[Floats] = []
        for instance in draw_list.instances:
            mesh = draw_list.meshes[instance.mesh]
            if instance.object_id in besides or not len(mesh.faces):
                continue
            points = apply(instance.world_from_local, mesh.positions)
            self._triangles.append(points[mesh.faces])
            self._boxes.append((points.min(axis=0), points.max(axis=0)))

    def __call__(self, start: Vec3, end: Vec3) -> float:
        origin, way = np.asarray(start, float), np.asarray(end, float) - np.asarray(start, float)
        nearest = 1.0
        for (low, high), triangles in zip(self._boxes, self._triangles, strict=True):
            if _meets_box(origin, way, low, high):
                nearest = min(nearest, _first_hit(origin, way, triangles))
        return nearest * math.dist(start, end)


def _meets_box(origin: Floats, way: Floats, low: Floats, high: Floats) -> bool:
    """Does the segment origin … origin + way touch the box? (slab test)"""
    with np.errstate(divide="ignore", invalid="ignore"):
        near, far = (low - origin) / way, (high - origin) / way
    flat = np.abs(way) < 1e-12
    if bool(np.any(flat & ((origin < low) | (origin > high)))):
        return False
    enter = np.where(flat, -np.inf, np.minimum(near, far)).max()
    leave = np.where(flat, np.inf, np.maximum(near, far)).min()
    return bool(enter <= leave and leave >= 0 and enter <= 1)


def _first_hit(origin: Floats, way: Floats, triangles: Floats) -> float:
    """Share of ``way`` at which the first of (n, 3, 3) ``triangles`` is met; 1 when none is."""
    a = triangles[:, 0]
    side, other = triangles[:, 1] - a, triangles[:, 2] - a
    across = np.cross(way, other)
    volume = np.einsum("ij,ij->i", side, across)
    hit = np.abs(volume) > 1e-12
    inverse = np.where(hit, 1 / np.where(hit, volume, 1.0), 0.0)
    offset = origin - a
    u = np.einsum("ij,ij->i", offset, across) * inverse
    turned = np.cross(offset, side)
    v = (turned @ way) * inverse
    share = np.einsum("ij,ij->i", other, turned) * inverse
    hit &= (u >= 0) & (v >= 0) & (u + v <= 1) & (share > 1e-6) & (share < 1)
    return float(share[hit].min()) if bool(hit.any()) else 1.0
