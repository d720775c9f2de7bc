"""Whom a shot is about, and where their eyes are: what lenses match on and focus is pulled to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from previz.scene import blocking, model
from previz.scene.blocking import Actor
from previz.scene.document import Document
from previz.scene.model import ActorKey
from previz.scene.transform import apply, matrix, rigid_inverse
from previz.staging.bodies import Stood

Floats = NDArray[np.float64]


def principal_m(document: Document, shot_id: str, time_s: float = 0.0) -> Floats | None:
    """(3,) eyes of the first person whom the framing names, else of the nearest one before the camera,
    else the origin of the first thing that it names; None when there is nobody.

    Raises BadProject for a scene without a stage.
    """
    world = blocking.resolve(document, shot_id, time_s)
    actors = {actor.id: actor for actor in world.actors}
    named = document.need(shot_id, model.Shot).framing.subjects
    for id in named:
        if id in actors:
            return eyes_m(actors[id])
    for item in world.items:
        if item.id in named:
            return np.asarray(item.transform.position_m, float)
    if world.camera is None:
        return None
    camera_from_world = rigid_inverse(matrix(world.camera.transform))
    before = []
    for actor in world.actors:
        eyes = eyes_m(actor)
        x, y, z = apply(camera_from_world, eyes)
        if -z > 0.1 and abs(x) < -z * world.camera.view.tan_x and abs(y) < -z * world.camera.view.tan_y * 1.5:
            before.append((-z, actor.id, eyes))
    return min(before, key=lambda one: one[:2])[2] if before else None


def eyes_m(actor: Actor) -> Floats:
    """(3,) between the eyes of somebody who stands where they stand."""
    key = ActorKey(
        position_m=actor.position_m,
        heading_deg=actor.heading_deg,
        pose=actor.pose,
        seat_height_m=actor.seat_height_m,
        touches=actor.touches,
    )
    return Stood.of(actor.body, key).mark("eyes")
