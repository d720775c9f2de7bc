"""A hundred dressed people, as one draw list, for the renderer's measurements."""

from __future__ import annotations

import itertools

from previz.cast import PEOPLE, POSES
from previz.render.drawlist import DrawList, build
from previz.scene.blocking import Actor, CameraState, World
from previz.scene.model import Pose
from previz.scene.optics import framed_view
from previz.scene.transform import look_at

VIEW_PX = (960, 402)
FRAME_PX = (1920, 804)
UPRIGHT = [
    name for name in POSES if name in ("stand", "walk", "run", "phone", "arms_crossed", "wave", "talk")
]


def camera() -> CameraState:
    place = look_at((0.0, 3.2, 10.5), (0.0, 0.8, 0.0))
    view = framed_view(24.89, 18.66, VIEW_PX[0] / VIEW_PX[1], 24)
    return CameraState(place.position_m, place.rotation, view, 24, 8.0, 2.8)


def crowd(count: int = 100) -> DrawList:
    """Ten rows of different people in different poses; nobody is refined for a close-up."""
    people = list(itertools.islice(itertools.cycle(PEOPLE.values()), count))
    actors = tuple(
        Actor(
            id=f"person {n}",
            name=f"Person {n}",
            body=body,
            pose=Pose(preset=UPRIGHT[n % len(UPRIGHT)]),
            position_m=(1.1 * (n % 10 - 4.5), 0.0, 1.1 * (4.5 - n // 10)),
            heading_deg=37.0 * n % 360,
            object_id=n + 1,
        )
        for n, body in enumerate(people)
    )
    return build(World(items=(), actors=actors, camera=camera()))
