"""The people in the picture as a draughtsman knows them: joints, head, face curves; all in camera space.

The ``hints`` guide is a bundle of plain arrays, so that it can cross into the worker process. Camera space:
metres, x right, y up, the camera looks along −z. With ``a`` people, ``j`` joints, ``n`` curve points:

==================  ==================  ================================================================
camera              (15,) f4            tan_x, tan_y, focus distance m, time (0 day 1 dawn 2 dusk
                                        3 night), world up (3), direction to the key light (3),
                                        lamp position (3), 1 if there is a lamp, how far the picture's
                                        middle lies above the lens axis in half picture heights
people              (a, 4) f4           object id, age in years, sex 0 female … 1 male, face scale
                                        (distance of the eyes / 60.4 mm)
heads               (a, 3, 3) f4        head axes as columns: left, up, forward
skulls              (a, 3, 3) f4        crown (where hair parts), middle of the skull, middle of the face
joint_names         (j,) U              bone names; ``joints`` are where the bones begin
joints              (a, j, 3) f4
frames              (a, j, 3, 3) f4     bone frames as columns: flexion axis, along the bone, palm or front
eyes                (a, 2, 8) f4        left, right: centre (3), radius m, gaze direction (3), 1 if it exists
curve_names         (c,) U              lid_up_l, brow_r, mouth…
curve_spans         (s, 4) i4           person row, curve name, first point, end
curve_points        (n, 3) f4
air                 (1,) f4             extinction of fog per metre; may be left out where the air is clear
==================  ==================  ================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from previz.errors import GenerationError

Floats = NDArray[np.floating[Any]]

HINTS = (
    "camera",
    "people",
    "heads",
    "skulls",
    "joint_names",
    "joints",
    "frames",
    "eyes",
    "curve_names",
    "curve_spans",
    "curve_points",
)


@dataclass(frozen=True)
class Optics:
    """The camera and the light, as far as a drawing needs them."""

    tan_x: float
    tan_y: float
    shift_y: float
    focus_m: float
    night: bool
    low_sun: bool
    up: Floats
    key: Floats
    lamp: Floats | None
    extinction: float = 0.0
    """Of fog, per metre."""

    def clear(self, depth: Floats) -> Floats:
        """Share 0…1 of what is so many metres away that fog lets through."""
        return np.asarray(np.exp(-self.extinction * np.minimum(depth, 1e4)), np.float32)

    def project(self, points: NDArray[Any], size: tuple[int, int]) -> tuple[Floats, Floats]:
        """Camera space (n, 3) → pixels (n, 2) of a picture (height, width) and depth (n,).

        Points behind the lens are projected as if they were just before it.
        """
        p = np.atleast_2d(np.asarray(points, np.float32))
        depth = -p[:, 2]
        safe = np.maximum(depth, 1e-3)
        x = (p[:, 0] / (safe * self.tan_x) + 1) * (size[1] / 2)
        y = (1 - p[:, 1] / (safe * self.tan_y) + self.shift_y) * (size[0] / 2)
        return np.stack([x, y], axis=1), depth

    def spread(self, x: NDArray[Any], y: NDArray[Any], size: tuple[int, int]) -> tuple[Floats, Floats]:
        """Columns (n,) and rows (m,) in pixels → camera-space x and y of what lies 1 m deep there."""
        across = (x / size[1] * 2 - 1) * self.tan_x
        over = (1 - y / size[0] * 2 + self.shift_y) * self.tan_y
        return across, over


@dataclass(frozen=True)
class Eye:
    centre: Floats
    radius_m: float
    gaze: Floats


@dataclass(frozen=True)
class Person:
    object_id: int
    age_years: float
    female: bool
    scale: float
    left: Floats
    up: Floats
    forward: Floats
    crown: Floats
    skull: Floats
    face: Floats
    joints: dict[str, Floats]
    frames: dict[str, Floats]
    eyes: dict[str, Eye] = field(default_factory=dict)
    curves: dict[str, Floats] = field(default_factory=dict)


def read_optics(hints: Mapping[str, NDArray[Any]]) -> Optics:
    """Raises GenerationError when the bundle is not the one described above."""
    row = np.asarray(hints["camera"], np.float32) if "camera" in hints else np.zeros(0, np.float32)
    if row.shape != (15,) or not np.isfinite(row).all() or row[0] <= 0 or row[1] <= 0:
        raise GenerationError(
            "The drawing hints do not say how the camera sees; generate from the shot again."
        )
    lamp = row[10:13] if row[13] > 0.5 else None
    return Optics(
        tan_x=float(row[0]),
        tan_y=float(row[1]),
        shift_y=float(row[14]),
        focus_m=max(float(row[2]), 0.1),
        night=bool(row[3] > 2.5),
        low_sun=bool(0.5 < row[3] < 2.5),
        up=row[4:7],
        key=row[7:10],
        lamp=lamp,
        extinction=float(np.ravel(hints["air"])[0]) if "air" in hints else 0.0,
    )


def read_people(hints: Mapping[str, NDArray[Any]]) -> list[Person]:
    """Raises GenerationError when arrays of the bundle are missing."""
    missing = [name for name in HINTS if name not in hints]
    if missing:
        raise GenerationError(f"The drawing hints lack {', '.join(missing)}; generate from the shot again.")
    names = [str(name) for name in hints["joint_names"]]
    people = [_person(hints, names, row) for row in range(len(hints["people"]))]
    curve_names = [str(name) for name in hints["curve_names"]]
    points = np.asarray(hints["curve_points"], np.float32)
    for row, name, first, end in np.asarray(hints["curve_spans"]).tolist():
        if np.isfinite(points[first:end]).all():
            people[row].curves[curve_names[name]] = points[first:end]
    return [person for person in people if _whole(person)]


def _whole(person: Person) -> bool:
    """Is everything about this person a number?"""
    parts = [person.left, person.up, person.forward, person.crown, person.skull, person.face]
    parts += [*person.joints.values(), *person.frames.values()]
    parts += [part for eye in person.eyes.values() for part in (eye.centre, eye.gaze)]
    return all(bool(np.isfinite(part).all()) for part in parts)


def _person(hints: Mapping[str, NDArray[Any]], names: list[str], row: int) -> Person:
    facts, axes, skull = hints["people"][row], hints["heads"][row], hints["skulls"][row]
    eyes = {}
    for side, eye in zip("lr", hints["eyes"][row], strict=True):
        if eye[7] > 0.5:
            eyes[side] = Eye(centre=eye[:3], radius_m=float(eye[3]), gaze=eye[4:7])
    return Person(
        object_id=int(facts[0]),
        age_years=float(facts[1]),
        female=bool(facts[2] < 0.5),
        scale=float(facts[3]),
        left=axes[:, 0],
        up=axes[:, 1],
        forward=axes[:, 2],
        crown=skull[0],
        skull=skull[1],
        face=skull[2],
        joints=dict(zip(names, hints["joints"][row], strict=True)),
        frames=dict(zip(names, hints["frames"][row], strict=True)),
        eyes=eyes,
    )
