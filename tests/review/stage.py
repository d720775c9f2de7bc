"""A small room with two people in it, for the tests of fingerprints."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from previz.scene.blocking import Actor, CameraState, Placed, World
from previz.scene.model import Body, Light, Look, Pose, Transform
from previz.scene.optics import View
from previz.scene.transform import look_at

CAMERA_AT = look_at((0.0, 1.5, 5.0), (0.3, 1.2, 0.0))
CAMERA = CameraState(
    position_m=CAMERA_AT.position_m,
    rotation=CAMERA_AT.rotation,
    view=View(tan_x=0.4, tan_y=0.4 / 1.78, used_width_mm=28.0, used_height_mm=15.7),
    focal_length_mm=35.0,
    focus_distance_m=5.0,
    t_stop=2.8,
)
MAYA = Actor("maya", "Maya", Body(sex=0.0), Pose(), (0.0, 0.0, 0.0), 0.0, 1)
TOM = Actor("tom", "Tom", Body(sex=1.0), Pose(), (1.0, 0.0, -0.5), 350.0, 2)
SOFA = Placed(
    "sofa", "Sofa", "sofa", {"width": 2.0, "arms": True, "cloth": "plain"}, {"cloth": (0.5, 0.2, 0.1)},
    Transform(position_m=(0.0, 0.0, -1.0)), 10,
)  # fmt: skip
LAMP = Placed(
    "lamp",
    "Lamp",
    "lamp",
    {"kind": "floor", "height": 1.5, "lit": False},
    {},
    Transform(position_m=(2.0, 0.0, 0.0)),
    11,
)
WORLD = World(items=(SOFA, LAMP), actors=(MAYA, TOM), camera=CAMERA)
ALL_SEEN = {1: 0.1, 2: 0.05, 10: 0.2, 11: 0.02}
LOOK = Look()


def with_actor(world: World = WORLD, who: str = "maya", **change: Any) -> World:
    return replace(world, actors=tuple(replace(a, **change) if a.id == who else a for a in world.actors))


def with_item(world: World = WORLD, which: str = "sofa", **change: Any) -> World:
    return replace(world, items=tuple(replace(i, **change) if i.id == which else i for i in world.items))


def with_camera(**change: Any) -> World:
    return replace(WORLD, camera=replace(CAMERA, **change))


LIT = with_item(WORLD, "lamp", params={**LAMP.params, "lit": True})
NIGHT = replace(LIT, light=Light(time="night", lamp_id="lamp"))
