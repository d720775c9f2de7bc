"""What moves in a picture: the drawing hints for lines of speed. Pure, needs no OpenGL."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from previz.scene.blocking import CameraState, World
from previz.scene.transform import matrix, rigid_inverse

Bundle = dict[str, NDArray[Any]]
_SLOWEST_M_S = 0.2


def motion(now: World, later: World, seconds: float) -> Bundle:
    """How people, things and the camera move between two moments of a shot, ``seconds`` (not 0) apart.

    ``motion`` (m, 4) f4 is object id and velocity in m/s, in the camera space of ``now``; ``passing`` (4, 4)
    f4 takes a point that stands still from there into the camera space of one second later. Empty when the
    shot has no camera or nothing moves.
    """
    if now.camera is None or later.camera is None:
        return {}
    places = _places(later)
    turn = rigid_inverse(matrix(now.camera.transform))[:3, :3]
    rows = []
    for object_id, place in _places(now).items():
        if object_id in places:
            velocity = (np.array(places[object_id]) - np.array(place)) / seconds
            if np.linalg.norm(velocity) >= _SLOWEST_M_S:
                rows.append([object_id, *(turn @ velocity)])
    passing = _passing(now.camera, later.camera, seconds)
    if not rows and np.allclose(passing, np.eye(4), atol=1e-3):
        return {}
    return {
        "motion": np.array(rows, np.float32).reshape(-1, 4),
        "passing": passing.astype(np.float32),
    }


def _places(world: World) -> dict[int, tuple[float, float, float]]:
    places = {item.object_id: item.transform.position_m for item in world.items}
    return places | {actor.object_id: actor.position_m for actor in world.actors}


def _passing(now: CameraState, later: CameraState, seconds: float) -> NDArray[np.float64]:
    """camera in a second ← camera now, in first order: what is ``seconds`` long is stretched."""
    step = rigid_inverse(matrix(later.transform)) @ matrix(now.transform)
    return np.asarray(np.eye(4) + (step - np.eye(4)) / seconds)
