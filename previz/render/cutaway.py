"""Rooms as they are looked into from outside: without their ceiling and the walls on this side.

What is cut away is not seen, nor what hangs on it (`hangings`), but both go on casting their shadows, so that
the light stays that of the shot.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from previz.kit import catalogue
from previz.kit.piece import Value, read_flown
from previz.render.drawlist import DrawList, Instance, local_box
from previz.render.hangings import hung_on
from previz.scene.blocking import Placed, World
from previz.scene.model import MODEL_PIECE
from previz.scene.transform import apply, matrix, rigid_inverse

Floats = NDArray[np.float64]

CEILING = "ceiling"
_NEAR = 0.15
"""A wall is on this side when its middle lies so far from the room's, as a share of the room's diagonal."""
_OVER_HEADS_M = 1.8
"""Lower walls, such as a parapet, are looked over."""
_UNDER = 0.96
"""An eye below this share of a room's height is inside, not above."""


def near_walls(piece: str, params: Mapping[str, Value], towards: Floats) -> tuple[str, ...]:
    """The ceiling, if any, and the walls that lie on the side of ``towards`` (3,), in the piece's own frame.

    ``towards`` of length 1 looks from the side; shorter vectors look more and more from above.
    """
    if not _is_room(piece, params):
        return ()
    walls = [wall for wall in catalogue.walls(piece, params) if wall]
    sides = _sides(piece, json.dumps(dict(params), sort_keys=True))
    return tuple(wall for wall in walls if wall == CEILING or sides[wall] @ towards > _NEAR)


def _is_room(piece: str, params: Mapping[str, Value]) -> bool:
    """Walls that a person cannot look over, with a ceiling or without."""
    if not any(catalogue.walls(piece, params)):
        return False
    low, high = local_box(catalogue.mesh(piece, params))
    return bool((high - low)[1] > _OVER_HEADS_M)


@lru_cache(maxsize=64)
def _sides(piece: str, params: str) -> dict[str, Floats]:
    """Wall → (3,) from the room's middle to the wall's, as a share of the room's diagonal on the floor."""
    given = json.loads(params)
    low, high = local_box(catalogue.mesh(piece, given))
    diagonal = float(np.linalg.norm((high - low)[[0, 2]])) or 1.0
    found = {}
    for wall in catalogue.walls(piece, given):
        if wall and wall != CEILING:
            a, b = local_box(catalogue.wall_mesh(piece, given, wall))
            found[wall] = ((a + b) / 2 - (low + high) / 2) * (1.0, 0.0, 1.0) / diagonal
    return found


def rooms_of(world: World) -> frozenset[int]:
    """Object ids of what one can be inside of."""
    return frozenset(
        item.object_id
        for item in world.items
        if not item.piece.startswith(MODEL_PIECE) and _is_room(item.piece, item.params)
    )


def cut_world(world: World, eye_m: Floats, rooms: frozenset[int] | None = None) -> World:
    """The world with every room open that ``eye_m`` (3,) looks into from outside; itself if there is none.

    ``rooms`` are the `rooms_of` the world, for who looks at it more than once.
    """
    inside = rooms_of(world) if rooms is None else rooms
    if not inside:
        return world
    items = tuple(_opened(item, eye_m) if item.object_id in inside else item for item in world.items)
    return (
        world if all(a is b for a, b in zip(items, world.items, strict=True)) else replace(world, items=items)
    )


def _opened(item: Placed, eye_m: Floats) -> Placed:
    low, high = local_box(catalogue.mesh(item.piece, item.params))
    eye = apply(rigid_inverse(matrix(item.transform)), eye_m)
    if (
        (low[[0, 2]] < eye[[0, 2]]).all()
        and (eye < high).all()
        and eye[1] < low[1] + _UNDER * (high - low)[1]
    ):
        return item
    way = (eye - (low + high) / 2) * (1.0, 0.0, 1.0)
    reach = max(float(np.linalg.norm(way)), float(np.linalg.norm((high - low)[[0, 2]])) / 2, 1e-6)
    flown = near_walls(item.piece, item.params, way / reach)
    if not flown:
        return item
    names = ", ".join(filter(None, [str(item.params.get("flown", "")), *flown]))
    return replace(item, params={**item.params, "flown": names})


def cut_list(draw_list: DrawList, world: World, opened: Sequence[Placed]) -> DrawList:
    """The draw list of ``world`` with ``opened`` items of `cut_world` in place of its own to be seen."""
    known = {item.object_id: item for item in world.items}
    cut = {item.object_id: item for item in opened if item is not known.get(item.object_id)}
    hung = set[int]()
    for number, room in cut.items():
        away = read_flown(str(room.params["flown"])) - read_flown(str(known[number].params.get("flown", "")))
        hung |= hung_on(draw_list, known[number], sorted(away))
    meshes, instances = dict(draw_list.meshes), list[Instance]()
    for instance in draw_list.instances:
        item = cut.get(instance.object_id)
        if item is None:
            gone = instance.object_id in hung
            instances.append(replace(instance, seen=False) if gone else instance)
            continue
        name = f"{instance.mesh} without {item.params['flown']}"
        meshes[name] = catalogue.mesh(item.piece, item.params, item.colours)
        instances.append(replace(instance, mesh=name, casts_shadow=False))
        instances.append(replace(instance, seen=False))
    return replace(draw_list, meshes=meshes, instances=tuple(instances))
