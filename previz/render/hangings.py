"""What hangs on walls and ceilings: it goes out of the picture with the wall that it is fixed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from previz.kit import catalogue
from previz.render.drawlist import DrawList, local_box
from previz.scene.blocking import Placed
from previz.scene.transform import apply, matrix, rigid_inverse

Floats = NDArray[np.float64]
Box = tuple[Floats, Floats]
"""(low, high), each (3,), in the frame of a room."""

OFF_THE_FLOOR_M = 0.25
"""What begins lower stands on the floor."""
FIXED_M = 0.08
"""From a wall to what is fixed to it."""
RESTS_M = 0.04


def hung_on(draw_list: DrawList, room: Placed, walls: Iterable[str]) -> set[int]:
    """Object ids of everything that hangs on some walls of a room, and of what stands on that.

    ``room`` has its walls still. A ceiling counts as a wall; its lamps hang on it.
    """
    boxes = _boxes(draw_list, room)
    floor = local_box(catalogue.mesh(room.piece, room.params))[0][1]
    fixed = [local_box(catalogue.wall_mesh(room.piece, room.params, wall)) for wall in walls]
    below = {id: _below(id, boxes) for id in boxes}
    found = {
        id
        for id, box in boxes.items()
        if not below[id]
        and box[0][1] > floor + OFF_THE_FLOOR_M
        and any(_apart(box, wall) <= FIXED_M for wall in fixed)
    }
    more = found
    while more:
        more = {id for id, under in below.items() if id not in found and under and under <= found}
        found |= more
    return found


def _boxes(draw_list: DrawList, room: Placed) -> dict[int, Box]:
    """Every rigid thing but the room, as a box in its frame."""
    room_from_world = rigid_inverse(matrix(room.transform))
    found: dict[int, Box] = {}
    for instance in draw_list.instances:
        if instance.object_id == room.object_id:
            continue
        corners = _corners(*local_box(draw_list.meshes[instance.mesh]))
        placed = apply(room_from_world @ instance.world_from_local, corners)
        low, high = placed.min(axis=0), placed.max(axis=0)
        known = found.get(instance.object_id)
        found[instance.object_id] = (
            (low, high) if known is None else (np.minimum(low, known[0]), np.maximum(high, known[1]))
        )
    return found


def _corners(low: Floats, high: Floats) -> Floats:
    """(8, 3)"""
    return np.where(np.indices((2, 2, 2)).reshape(3, 8).T, high, low)


def _below(id: int, boxes: Mapping[int, Box]) -> set[int]:
    """What carries a thing: it lies under it, and reaches up to it."""
    low, high = boxes[id]
    return {
        other
        for other, (under, top) in boxes.items()
        if other != id
        and under[1] < low[1] - RESTS_M / 2
        and top[1] >= low[1] - RESTS_M
        and (under[[0, 2]] < high[[0, 2]]).all()
        and (top[[0, 2]] > low[[0, 2]]).all()
    }


def _apart(a: Box, b: Box) -> float:
    """The widest gap between two boxes along an axis; 0 or less where they touch."""
    return float(np.maximum(a[0] - b[1], b[0] - a[1]).max())
