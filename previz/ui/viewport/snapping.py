"""Where things come to rest while they are dragged: on the surface below, against a wall, on a seat."""

from __future__ import annotations

import math
from collections.abc import Collection

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.kit.shelf import Shelf
from previz.scene.blocking import World
from previz.scene.model import Transform
from previz.scene.transform import apply, matrix, rotation_matrix, to_vec3, unit
from previz.staging.places import Dressing

Floats = NDArray[np.float64]

WALL_M, STEP_M = 0.30, 0.75
"""Reach of a wall, and most that something climbs onto a surface."""
FAR_M = 80.0
MEANT_M = 0.9
"""From an arm or the back of a chair to its seat."""


class Rest:
    """The set without what is being moved."""

    def __init__(self, world: World, shelf: Shelf, moved: Collection[str] = ()) -> None:
        self._world, self._shelf = world, shelf
        self._dressing = Dressing([item for item in world.items if item.id not in moved], shelf)

    def under(self, eye: Floats, way: Floats) -> tuple[Floats, Floats] | None:
        """(point, normal) of the set that a ray meets first, else the ground; None for the sky."""
        hits = self._dressing.hits(eye, way, FAR_M)
        if hits:
            return hits[0].point_m, hits[0].normal
        if way[1] < -1e-3 and eye[1] > 0:
            return eye + way * (eye[1] / -way[1]), np.array([0.0, 1.0, 0.0])
        return None

    def seat_under(self, eye: Floats, way: Floats) -> Floats | None:
        """(3,) the seat that is meant by pointing anywhere at a piece to sit on; None for other pieces."""
        hits = self._dressing.hits(eye, way, FAR_M)
        seats = (
            [place for place in self._dressing.places(hits[0].item) if place.kind == "sit"] if hits else []
        )
        if not seats:
            return None
        tops = np.array([place.position_m for place in seats]) + [(0.0, p.height_m, 0.0) for p in seats]
        apart = np.linalg.norm(tops - hits[0].point_m, axis=1)
        return np.asarray(tops[apart.argmin()]) if apart.min() <= MEANT_M else None

    def on_surface(self, placed: Transform) -> Transform:
        """Up or down onto what carries it there."""
        height, _ = self._dressing.surface_below(placed.position_m, STEP_M)
        x, _, z = placed.position_m
        return msgspec.structs.replace(placed, position_m=(x, height, z))

    def against_wall(self, id: str, placed: Transform) -> Transform:
        """With its back to a wall that is near; only for things, whose back is −Z."""
        item = next((one for one in self._world.items if one.id == id), None)
        if item is None:
            return placed
        mesh = self._shelf.mesh(item.piece, item.params, item.colours)
        if not len(mesh.positions):
            return placed
        back = float(mesh.positions[:, 2].min()) * placed.scale[2]
        middle = float(np.mean([mesh.positions[:, 1].min(), mesh.positions[:, 1].max()]))
        start = apply(matrix(placed), (0.0, max(middle, 0.3), 0.0))
        backwards = unit(rotation_matrix(placed.rotation)[:, 2] * (-1.0, 0.0, -1.0))
        hits = self._dressing.hits(start, backwards, WALL_M - back)
        upright = [hit for hit in hits if abs(hit.normal[1]) < 0.2]
        if not upright:
            return placed
        wall = upright[0]
        square = float(-(wall.normal @ backwards))
        if square < math.cos(math.radians(25)):
            return placed
        gap = wall.distance_m + back
        place = np.asarray(placed.position_m) + backwards * (gap - 0.005)
        return msgspec.structs.replace(placed, position_m=to_vec3(place))
