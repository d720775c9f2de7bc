"""Who or what is framed: a posed body reduced to the points that the rules of framing speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.scene.blocking import Actor
from previz.scene.model import Vec3
from previz.scene.transform import heading_matrix, unit

Floats = NDArray[np.float64]

CHAIN = ("head_top", "eyes", "chin", "collar", "chest", "waist", "mid_thigh", "knee", "foot")
"""From the top of the head to the ground: the order in which a widening frame takes a body in."""

_OUTLINE_POINTS = 600


class PosedBody(Protocol):
    """What this module needs of a posed figure (figure space: Y up, faces +Z, metres)."""

    @property
    def landmarks_m(self) -> Mapping[str, NDArray[np.floating]]: ...

    def vertices_m(self) -> NDArray[np.floating]: ...


@dataclass(frozen=True, eq=False)
class Subject:
    """A person, or a thing when there are no landmarks. World space, metres.

    ``landmarks_m`` holds at least `CHAIN`, eyes and shoulders (``eye_l`` …) for a person. ``outline_m`` is
    (n, 3), points all over the surface, hair and clothes included.
    """

    id: str
    name: str
    landmarks_m: Mapping[str, Floats]
    outline_m: Floats
    heading_deg: float = 0.0
    gaze: Vec3 | None = None
    """Unit direction looked at; None looks straight ahead."""
    object_id: int = 0

    @property
    def is_person(self) -> bool:
        return bool(self.landmarks_m)

    @cached_property
    def chain_m(self) -> Floats:
        """(9, 3) in the order of `CHAIN`."""
        return np.stack([np.asarray(self.landmarks_m[name], float) for name in CHAIN])

    @property
    def eyes_m(self) -> Floats:
        return np.asarray(self.chain_m[1])

    @cached_property
    def head_axes(self) -> Floats:
        """(3, 3) rows: the head's left, up and forward, unit and orthogonal."""
        left = unit(self.landmarks_m["eye_l"] - self.landmarks_m["eye_r"])
        up = self.chain_m[0] - self.chain_m[2]
        up = unit(up - left * (up @ left))
        return np.stack([left, up, np.cross(left, up)])

    @cached_property
    def crown_m(self) -> Floats:
        """Top of the hair (or hat): the surface point farthest up the head's own axis, over the skull."""
        top, chin = self.chain_m[0], self.chain_m[2]
        head = np.linalg.norm(self.outline_m - (top + chin) / 2, axis=1) < 1.1 * np.linalg.norm(top - chin)
        rise = float(np.max((self.outline_m[head] - top) @ self.head_axes[1], initial=0.0))
        return np.asarray(top + self.head_axes[1] * rise)

    @cached_property
    def head_m(self) -> Floats:
        """(n, 3) points of the surface of the head and of the hair at it."""
        top, chin = self.chain_m[0], self.chain_m[2]
        near = np.linalg.norm(self.outline_m - (top + chin) / 2, axis=1) < 0.7 * np.linalg.norm(top - chin)
        return np.vstack([self.chain_m[:3], self.outline_m[near]])

    def shoulder_m(self, side: float) -> Floats:
        """(3,) the shoulder that is towards the middle of a frame in which they are at the right (+1) or left
        edge, seen from behind."""
        return np.asarray(self.landmarks_m["shoulder_l" if side > 0 else "shoulder_r"], float)

    @cached_property
    def looks(self) -> Floats:
        """(3,) unit direction of the gaze."""
        return self.head_axes[2] if self.gaze is None else unit(self.gaze)

    @property
    def centre_m(self) -> Floats:
        return np.asarray((self.outline_m.min(axis=0) + self.outline_m.max(axis=0)) / 2)


def subject(actor: Actor, posed: PosedBody, looks_at_m: ArrayLike | None = None) -> Subject:
    """An actor where they stand. ``looks_at_m`` (world) overrides the actor's own gaze point, which is how
    a gaze at another person, whose eyes only the caller knows, arrives here."""
    turn, place = heading_matrix(actor.heading_deg), np.asarray(actor.position_m, float)
    landmarks = {name: turn @ np.asarray(p, float) + place for name, p in posed.landmarks_m.items()}
    vertices = np.asarray(posed.vertices_m(), float)
    outline = vertices[:: max(1, len(vertices) // _OUTLINE_POINTS)] @ turn.T + place
    target = actor.gaze_m if looks_at_m is None else looks_at_m
    gaze: Vec3 | None = None
    if target is not None:
        x, y, z = unit(np.asarray(target, float) - landmarks["eyes"])
        gaze = (float(x), float(y), float(z))
    return Subject(actor.id, actor.name, landmarks, outline, actor.heading_deg, gaze, actor.object_id)


def thing(id: str, name: str, points_m: ArrayLike, heading_deg: float = 0.0, object_id: int = 0) -> Subject:
    """A prop, a set piece, or a part of a body for an insert: only its (n, 3) world points count."""
    return Subject(id, name, {}, np.asarray(points_m, float).reshape(-1, 3), heading_deg, object_id=object_id)


def visibility(subjects: Iterable[Subject], shares: Mapping[int, float]) -> dict[str, float]:
    """Share of the frame by object id (as an id pass counts it) → by subject id, for `naming`."""
    return {one.id: shares.get(one.object_id, 0.0) for one in subjects}
