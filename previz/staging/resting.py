"""What carries whom: the piece that somebody sits on, stands on or leans at, and the one a thing lies on.

Nothing of it is written down anywhere; it follows from where everything stands, as an eye would see it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.cast.pose import preset as stance_named
from previz.kit.shelf import CATALOGUE_ALONE, Shelf
from previz.scene.blocking import Actor, Placed
from previz.scene.mesh import Mesh
from previz.scene.model import MODEL_PIECE, ActorKey, Transform, Vec3
from previz.scene.transform import (
    apply,
    heading_matrix,
    matrix,
    rotation_matrix,
    rotation_quat,
    to_vec3,
    unit,
)
from previz.staging.places import Dressing

Floats = NDArray[np.float64]

GROUNDS = ("room", "plan", "floor", "rug", "street", "terrain", "hill", "water")
"""Pieces that are the ground to what is on them: a rug that is pulled away takes nobody along."""
SINKS_M = 0.06
"""How far a thing may be sunk into what carries it, or float over it."""
SEAT_OFF_M = 0.12
"""The same for somebody on a seat, which is soft."""
THIN_M = 0.015
"""What is thinner is walked on, not stood on."""
REACH_M = 0.45
"""From the middle of somebody who leans to what they lean at."""
BACKS_M = (0.7, 1.0, 1.3)
"""Heights at which a back leans."""
_AROUND = np.array([(0, 0, 0), (0.07, 0, 0), (-0.07, 0, 0), (0, 0, 0.07), (0, 0, -0.07)])
_DOWN = np.array([0.0, -1.0, 0.0])


@dataclass(frozen=True)
class Resting:
    """The pieces of a set, asked what carries what."""

    items: Sequence[Placed]
    shelf: Shelf = CATALOGUE_ALONE

    def of_person(self, key: ActorKey) -> str | None:
        """Id of the piece that somebody sits, lies, stands or leans on; None for the ground."""
        if key.seat_height_m is not None:
            seat = _over(key.position_m, key.seat_height_m)
            return self._under(seat + _AROUND, SEAT_OFF_M)
        lies = stance_named(key.pose.preset).contact == "floor"
        carrier = self._under([np.asarray(key.position_m, float)], SEAT_OFF_M if lies else SINKS_M)
        if carrier is None and key.pose.preset.partition("+")[0] in ("lean", "lean_on"):
            return self._leant_at(key)
        return carrier

    def is_seated(self, key: ActorKey | Actor) -> bool:
        """Whether somebody who sits at a height has anything there, be it the ground, to sit on."""
        if key.seat_height_m is None:
            return True
        points = _over(key.position_m, key.seat_height_m) + _AROUND
        if points[0][1] <= SEAT_OFF_M:  # the ground is y = 0
            return True
        return bool(self._votes(points, SEAT_OFF_M))

    def of_thing(self, thing: Placed) -> str | None:
        """Id of the piece that a thing stands or lies on; None for the ground, or nothing."""
        points = self._soles(thing)
        return self._under(points, SINKS_M, but=thing.id) if len(points) else None

    def loads(self, moved: Collection[str], fixed: Collection[str] = ()) -> dict[str, str]:
        """Things that rest on what is moved, and things on those: id → which of the moved is underneath.

        ``fixed`` things stay where they are, and so does what is on them.
        """
        found: dict[str, str] = {}
        open_ends = [(id, id) for id in moved if id in self._numbers and id not in self._grounds]
        while open_ends:
            carrier, root = open_ends.pop()
            for thing in self._met(carrier):
                known = thing.id in found or thing.id in moved or thing.id in fixed
                if not known and self._carries(carrier, thing) and self.of_thing(thing) == carrier:
                    found[thing.id] = root
                    open_ends.append((thing.id, root))
        return found

    # ------------------------------------------------------------------------------------------ looking
    def _under(self, points: Sequence[Floats] | Floats, off_m: float, but: str = "") -> str | None:
        """The piece, no ground, that lies directly under half of the points or more."""
        votes = self._votes(points, off_m, {but, *self._grounds})
        best = max(votes, key=lambda id: votes[id], default=None)
        return best if best is not None and 2 * votes[best] >= len(points) else None

    def _votes(
        self, points: Sequence[Floats] | Floats, off_m: float, but: Collection[str] = ()
    ) -> dict[str, int]:
        """Piece → how many of the points it is directly under; ``but`` for some pieces."""
        votes: dict[str, int] = {}
        for point in points:
            near = self._about(np.asarray(point, float), off_m, but)
            hits = Dressing(near, self.shelf).hits(_over(point, off_m), _DOWN, 2 * off_m)
            carrier = next((hit.item.id for hit in hits if hit.normal[1] > 0.3), None)
            if carrier is not None:
                votes[carrier] = votes.get(carrier, 0) + 1
        return votes

    def _carries(self, carrier: str, thing: Placed) -> bool:
        """Whether one would carry the other if nothing else were there; that is soon said."""
        alone = Resting([self.items[self._numbers[carrier]]], self.shelf)
        return alone._under(self._soles(thing), SINKS_M) is not None

    def _about(self, point: Floats, off_m: float, but: Collection[str]) -> list[Placed]:
        """Pieces that may be under a point; what begins no lower stands beside it on the same ground."""
        low, _ = self._boxes
        found = self._inside(point - off_m, point + off_m)
        return [
            one for one in found if one.id not in but and low[self._numbers[one.id]][1] < point[1] - THIN_M
        ]

    def _met(self, id: str) -> list[Placed]:
        """Pieces so near to another that they may rest on it."""
        low, high = self._boxes
        number = self._numbers[id]
        return [one for one in self._inside(low[number] - SINKS_M, high[number] + SINKS_M) if one.id != id]

    def _inside(self, least: Floats, most: Floats) -> list[Placed]:
        low, high = self._boxes
        inside = (low <= most).all(axis=1) & (high >= least).all(axis=1)
        return [self.items[int(number)] for number in np.flatnonzero(inside)]

    def _leant_at(self, key: ActorKey) -> str | None:
        """What hands are put on, else what is behind the back."""
        hands = [np.asarray(touch.point_m) for touch in key.touches if touch.limb.startswith("hand")]
        if hands:
            return self._under(hands, SINKS_M)
        back = -heading_matrix(key.heading_deg)[:, 2]
        dressing = Dressing(self.items, self.shelf)
        hits = [
            hit
            for height in BACKS_M
            for hit in dressing.hits(_over(key.position_m, height), back, REACH_M)[:1]
        ]
        nearest = min(hits, key=lambda hit: hit.distance_m, default=None)
        return None if nearest is None or nearest.item.id in self._grounds else nearest.item.id

    def _soles(self, thing: Placed) -> Floats:
        """(n, 3) points of the underside: its middle, and its corners drawn in."""
        mesh = self.shelf.mesh(thing.piece, thing.params, thing.colours)
        if not len(mesh.positions):
            return np.zeros((0, 3))
        points = apply(matrix(thing.transform), mesh.positions)
        low = points[:, 1].min()
        sole = points[points[:, 1] < low + 0.02]
        a, b = sole.min(axis=0), sole.max(axis=0)
        middle, half = (a + b) / 2, 0.35 * (b - a)
        corners = [(x, 0.0, z) for x in (-1, 1) for z in (-1, 1)]
        found = [middle, *(middle + half * corner for corner in corners)]
        return np.array([(x, low, z) for x, _, z in found])

    @cached_property
    def _grounds(self) -> frozenset[str]:
        def is_ground(item: Placed) -> bool:
            if item.piece.startswith(MODEL_PIECE):
                return self.shelf.piece_of(item.piece).role == "set"
            return item.piece in GROUNDS

        return frozenset(item.id for item in self.items if is_ground(item))

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {item.id: number for number, item in enumerate(self.items)}

    @cached_property
    def _boxes(self) -> tuple[Floats, Floats]:
        """(n, 3) least and (n, 3) greatest corner of every piece; nothing lies in one without a shape."""
        low, high = np.full((len(self.items), 3), np.inf), np.full((len(self.items), 3), -np.inf)
        for number, item in enumerate(self.items):
            mesh = self.shelf.mesh(item.piece, item.params, item.colours)
            if len(mesh.positions):
                corners = apply(matrix(item.transform), _box(mesh))
                low[number], high[number] = corners.min(axis=0), corners.max(axis=0)
        return low, high


def _over(point_m: ArrayLike, height_m: float) -> Floats:
    return np.add(point_m, (0.0, height_m, 0.0))


@lru_cache(maxsize=256)
def _box(mesh: Mesh) -> Floats:
    """(8, 3) corners round a piece, in its own coordinates."""
    points = np.asarray(mesh.positions, float)
    ends = points.min(axis=0), points.max(axis=0)
    return np.array([(ends[i][0], ends[j][1], ends[k][2]) for i in (0, 1) for j in (0, 1) for k in (0, 1)])


# ------------------------------------------------------------------------------------------ going along
def person_after(key: ActorKey, by: Floats) -> ActorKey:
    """Somebody after what carries them was moved ``by`` (4, 4): hands and feet stay on what they touch."""
    ahead = by[:3, :3] @ heading_matrix(key.heading_deg)[:, 2]
    axes = unit(by[:3, :3].T).T
    seat = key.seat_height_m
    touches = tuple(
        msgspec.structs.replace(
            touch,
            point_m=_point(by, touch.point_m),
            normal=None if touch.normal is None else to_vec3(axes @ np.asarray(touch.normal)),
            heading_deg=None if touch.heading_deg is None else touch.heading_deg + _turn_deg(axes),
        )
        for touch in key.touches
    )
    return msgspec.structs.replace(
        key,
        position_m=_point(by, key.position_m),
        heading_deg=math.degrees(math.atan2(ahead[0], ahead[2])),
        seat_height_m=None if seat is None else seat * float(np.linalg.norm(by[:3, 1])),
        touches=touches,
    )


def thing_after(placed: Transform, by: Floats) -> Transform:
    """A thing after what carries it was moved ``by`` (4, 4); it keeps its size."""
    axes = unit(by[:3, :3].T).T
    return msgspec.structs.replace(
        placed,
        position_m=_point(by, placed.position_m),
        rotation=rotation_quat(np.einsum("ij,jk->ik", axes, rotation_matrix(placed.rotation))),
    )


def _point(by: Floats, point_m: Vec3) -> Vec3:
    x, y, z = apply(by, point_m)
    return round(float(x), 5), round(float(y), 5), round(float(z), 5)


def _turn_deg(axes: Floats) -> float:
    return math.degrees(math.atan2(axes[0, 2], axes[2, 2]))
