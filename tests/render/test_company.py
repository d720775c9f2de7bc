"""People and things of a draw list, in world coordinates."""

from __future__ import annotations

import numpy as np
import pytest

from previz.render import drawlist
from previz.render.company import subjects
from previz.scene import model
from previz.scene.blocking import Actor, Placed, World


def actor(id: str, x_m: float, object_id: int, **more: object) -> Actor:
    return Actor(
        id=id,
        name=id.title(),
        body=model.Body(),
        pose=model.Pose(),
        position_m=(x_m, 0.0, 0.0),
        heading_deg=0.0,
        object_id=object_id,
        **more,  # type: ignore[arg-type]
    )


MUG = Placed(
    id="mug",
    name="mug",
    piece="mug",
    params={},
    colours={},
    transform=model.Transform(position_m=(0.0, 1.0, 2.0)),
    object_id=1,
)


def test_people_stand_where_they_are_and_look_at_eyes() -> None:
    world = World(
        items=(MUG,), actors=(actor("ada", 0.0, 10, gaze_id="ben"), actor("ben", 2.0, 11)), camera=None
    )
    ada, ben = subjects(world, drawlist.build(world))
    assert ben.eyes_m[0] - ada.eyes_m[0] == pytest.approx(2.0, abs=0.15)
    towards = (ben.eyes_m - ada.eyes_m) / np.linalg.norm(ben.eyes_m - ada.eyes_m)
    assert float(np.dot(ada.looks, towards)) > 0.99


def test_things_come_only_when_asked_for() -> None:
    world = World(items=(MUG,), actors=(), camera=None)
    draw_list = drawlist.build(world)
    assert subjects(world, draw_list) == ()
    (mug,) = subjects(world, draw_list, ("mug",))
    assert not mug.is_person
    assert mug.centre_m == pytest.approx((0.0, 1.0, 2.0), abs=0.06)
