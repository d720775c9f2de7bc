"""Pictures and boards go with their wall, pendants with the ceiling; what stands on the floor stays."""

from __future__ import annotations

import numpy as np
import pytest

from previz.render.cutaway import cut_list, cut_world
from previz.render.drawlist import DrawList, build
from previz.render.hangings import hung_on
from previz.scene import blocking, model
from previz.scene.blocking import World
from previz.scene.document import Document
from tests.films import BARE, put_small_film

ORDER = ("walls", "picture", "board", "mug on board", "table", "mug on table", "pendant")
WALL_M = -2.1
"""z of the north wall's room side."""


def put(id: str, piece: str, x: float, y: float, z: float, **params: float | str | bool) -> model.Item:
    place = model.Transform(position_m=(x, y, z))
    order = f"h{ORDER.index(id) + 1}"
    return model.Item(
        id=id, stage_id="room", name=id, piece=piece, params=params, transform=place, order=order
    )


@pytest.fixture(scope="module")
def world() -> World:
    """A room; at its north wall picture, board with a mug, table with a mug; in its middle a pendant."""
    document = Document()
    put_small_film(document)
    with document.edit("Dress") as edit:
        edit.put(put("walls", "room", 0.0, 0.0, 0.0, openings=""))
        edit.put(put("picture", "picture", 1.5, 0.0, WALL_M + 0.01))
        edit.put(put("board", "box", -0.2, 1.2, WALL_M + 0.15, width=0.8, depth=0.3, height=0.05))
        edit.put(put("mug on board", "mug", -0.2, 1.25, WALL_M + 0.15))
        edit.put(put("table", "table", -1.4, 0.0, -1.6))
        edit.put(put("mug on table", "mug", -1.4, 0.75, -1.9))
        edit.put(put("pendant", "lamp", 0.0, 0.0, 0.0, kind="pendant", height=1.8, drop=0.8))
    return blocking.resolve(document, BARE)


def numbers(world: World) -> dict[str, int]:
    return {item.id: item.object_id for item in world.items}


def hung(world: World, *walls: str) -> set[str]:
    room = next(item for item in world.items if item.id == "walls")
    found = hung_on(build(world), room, walls)
    return {id for id, number in numbers(world).items() if number in found}


def test_what_is_fixed_to_a_wall_goes_with_it_and_what_stands_on_that(world: World) -> None:
    assert hung(world, "north") == {"picture", "board", "mug on board"}
    assert hung(world, "south", "east") == set()
    assert hung(world, "ceiling") == {"pendant"}


def seen(scene: DrawList, world: World) -> set[str]:
    shown = {instance.object_id for instance in scene.instances if instance.seen}
    return {id for id, number in numbers(world).items() if number in shown}


def test_a_view_from_the_north_sees_neither_wall_nor_picture(world: World) -> None:
    scene = build(world)
    everything = seen(scene, world)
    from_north = cut_list(scene, world, cut_world(world, np.array((0.0, 5.0, -9.0))).items)
    assert everything - seen(from_north, world) == {"picture", "board", "mug on board", "pendant"}
    from_south = cut_list(scene, world, cut_world(world, np.array((0.0, 5.0, 9.0))).items)
    assert everything - seen(from_south, world) == {"pendant"}
    kept = {instance.object_id for instance in from_north.instances if instance.casts_shadow}
    assert numbers(world)["picture"] in kept, "its shadow stays"
