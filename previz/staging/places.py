"""Places on a set: where its pieces offer a seat, a bed, a wall, and what surface lies below a point."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from previz.kit.piece import Piece
from previz.kit.shelf import CATALOGUE_ALONE, Shelf
from previz.scene.blocking import Placed
from previz.scene.mesh import Mesh
from previz.scene.model import Vec3
from previz.scene.transform import apply, matrix, to_vec3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """A spot of a piece, in the world."""

    item: Placed
    kind: Literal["sit", "lie", "lean", "stand", "hold"]
    position_m: Vec3
    heading_deg: float
    height_m: float


@dataclass(frozen=True, eq=False)
class Hit:
    item: Placed
    distance_m: float
    point_m: Floats
    normal: Floats
    """(3,) unit, towards where the ray came from."""


@dataclass(frozen=True, eq=False)
class Dressing:
    """The pieces of a set as people meet them."""

    items: Sequence[Placed]
    shelf: Shelf = CATALOGUE_ALONE

    def piece_of(self, item: Placed) -> Piece:
        return self.shelf.piece_of(item.piece)

    def places(self, only: Placed | None = None) -> tuple[Place, ...]:
        """All spots of all pieces, or of one. Raises NotFound for an unknown piece."""
        found = []
        for item in self.items if only is None else (only,):
            world_from_item = matrix(item.transform)
            axes = world_from_item[:3, :3]
            turn = axes / np.maximum(np.linalg.norm(axes, axis=0), 1e-9)
            tall = float(np.linalg.norm(axes[:, 1]))
            for spot in self.shelf.spots(item.piece, item.params):
                angle = math.radians(spot.heading_deg)
                facing = turn @ np.array([math.sin(angle), 0.0, math.cos(angle)])
                heading = math.degrees(math.atan2(facing[0], facing[2]))
                place = to_vec3(apply(world_from_item, spot.position_m))
                found.append(Place(item, spot.kind, place, heading, spot.height_m * tall))
        return tuple(found)

    def hits(
        self, start_m: Floats, direction: Floats, within_m: float, only: Placed | None = None
    ) -> list[Hit]:
        """Everything that a ray from ``start_m`` (3,) meets along a unit direction, nearest first.

        Möller & Trumbore 1997, both sides of a face.
        """
        found = []
        for item in self.items if only is None else (only,):
            world_from_item, corners = self._solid(item)
            if not len(corners) or not _near(world_from_item, corners, start_m, direction, within_m):
                continue
            crossed = _crossed(apply(world_from_item, corners), start_m, direction)
            found += [Hit(item, *one) for one in crossed if one[0] <= within_m]
        return sorted(found, key=lambda hit: hit.distance_m)

    def surface_below(self, point_m: Vec3, above_m: float = 0.0) -> tuple[float, Placed | None]:
        """Height of what lies below a point, from ``above_m`` over it, and whose; the ground is y = 0."""
        start = np.array([point_m[0], point_m[1] + above_m + 1e-4, point_m[2]])
        for hit in self.hits(start, np.array([0.0, -1.0, 0.0]), float(start[1]) + 100.0):
            if hit.normal[1] > 0.5:
                return float(hit.point_m[1]), hit.item
        return 0.0, None

    def stands_over(self, item: Placed, point_m: Vec3) -> bool:
        """Whether a point is within the piece as it is seen from above, as a box along its own axes."""
        world_from_item, corners = self._solid(item)
        if not len(corners):
            return False
        here = apply(np.linalg.inv(world_from_item), np.asarray(point_m, float))[[0, 2]]
        points = corners.reshape(-1, 3)[:, [0, 2]]
        return bool((points.min(0) <= here).all() and (here <= points.max(0)).all())

    def _solid(self, item: Placed) -> tuple[Floats, Floats]:
        mesh = self.shelf.mesh(item.piece, item.params, item.colours)
        return matrix(item.transform), _corners(mesh)


# ------------------------------------------------------------------------------------------------- rays
@lru_cache(maxsize=256)
def _corners(mesh: Mesh) -> Floats:
    """(n, 3, 3) triangles of a piece."""
    return np.asarray(np.asarray(mesh.positions, float)[np.asarray(mesh.faces)])


def _near(world_from_item: Floats, corners: Floats, start: Floats, direction: Floats, within: float) -> bool:
    """Whether a ray of that length passes the ball round a piece."""
    points = corners.reshape(-1, 3)
    low, high = points.min(0), points.max(0)
    centre = apply(world_from_item, (low + high) / 2)
    scale = float(np.linalg.norm(world_from_item[:3, :3], axis=0).max())
    radius = scale * float(np.linalg.norm(high - low)) / 2
    along = min(max(float((centre - start) @ direction), 0.0), within)
    return float(np.linalg.norm(start + along * direction - centre)) <= radius + 1e-6


def _crossed(corners: Floats, start: Floats, direction: Floats) -> Iterator[tuple[float, Floats, Floats]]:
    edge1, edge2 = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    p = np.cross(direction, edge2)
    scale = np.einsum("ij,ij->i", edge1, p)
    fine = np.abs(scale) > 1e-14
    inverse = np.where(fine, 1 / np.where(fine, scale, 1.0), 0.0)
    away = start - corners[:, 0]
    u = np.einsum("ij,ij->i", away, p) * inverse
    q = np.cross(away, edge1)
    v = np.einsum("j,ij->i", direction, q) * inverse
    t = np.einsum("ij,ij->i", edge2, q) * inverse
    for index in np.flatnonzero(fine & (u >= -1e-9) & (v >= -1e-9) & (u + v <= 1 + 1e-9) & (t >= 0)):
        normal = np.cross(edge1[index], edge2[index])
        normal = normal / max(float(np.linalg.norm(normal)), 1e-12)
        if normal @ direction > 0:
            normal = -normal
        yield float(t[index]), start + t[index] * direction, normal
