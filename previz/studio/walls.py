"""Walls drawn by hand on the plan: runs of corners, doors and windows in them. Each call is one edit.

They live in items of the kit's piece `plan`. Points are world metres on the level, (x, z). What cannot be
built raises BadProject in words that say which wall it is, and changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.errors import BadProject
from previz.kit import plan
from previz.kit.catalogue import piece_of
from previz.kit.opening import Opening, write_openings
from previz.kit.plan import Point, Run, Wall
from previz.scene import model
from previz.scene.document import Document
from previz.scene.transform import apply, matrix
from previz.studio.tracks import free_name, placing, told

PIECE = "plan"
NAME = "Walls"
NEW_OPENINGS = {
    "door": Opening("", "door", 0.0, 0.9, 2.05),
    "window": Opening("", "window", 0.0, 1.2, 1.2, sill=0.9),
    "doorway": Opening("", "doorway", 0.0, 0.9, 2.05),
    "arch": Opening("", "arch", 0.0, 1.4, 2.2),
}
"""What is put into a wall, until somebody says otherwise."""
HEAD_ROOM_M, END_ROOM_M = 0.06, 0.055
"""Kept between an opening and the top and the ends of its wall; the kit asks for 5 cm."""
HANGINGS = (("left", False), ("right", False), ("right", True), ("left", True))
"""Of a door: side of its hinges, and whether it opens away from the room."""


@dataclass(frozen=True, eq=False)
class DrawnWalls:
    """The walls of one item, as they stand in a shot. Runs and walls are in the item's own frame."""

    item_id: str
    runs: tuple[Run, ...]
    walls: tuple[Wall, ...]
    openings: tuple[Opening, ...]
    thickness_m: float
    height_m: float
    world_from_item: NDArray[np.float64]

    def place(self, point: Point) -> Point:
        """In the world."""
        found = apply(self.world_from_item, (point[0], 0.0, point[1]))
        return float(found[0]), float(found[2])

    def own(self, place: Point) -> Point:
        """A place of the world in the item's frame, to the millimetre."""
        found = apply(np.linalg.inv(self.world_from_item), (place[0], self.world_from_item[1, 3], place[1]))
        return round(float(found[0]), 3), round(float(found[2]), 3)

    def run(self, letter: str) -> Run:
        return next(run for run in self.runs if run.letter == letter)

    def wall(self, name: str) -> Wall:
        return next(wall for wall in self.walls if wall.name == name)

    def ends(self, wall: Wall) -> tuple[Point, Point]:
        """Of a wall, in the world."""
        return self.place(wall.start), self.place(wall.end)

    def middle(self, hole: Opening) -> Point:
        """Of an opening, in the world."""
        return self.place(at(self.wall(hole.wall), hole.centre))


def drawn_walls(document: Document, shot_id: str, time_s: float = 0.0) -> tuple[DrawnWalls, ...]:
    """All walls of a shot's stage that were drawn and may be changed; locked and hidden ones are left out."""
    shot = document.need(shot_id, model.Shot)
    scene = document.need(shot.scene_id, model.Scene)
    items = document.children(scene.stage_id, model.Item) if scene.stage_id else []
    found = (
        _drawn(document, shot_id, item, time_s)
        for item in items
        if item.piece == PIECE and not (item.locked or item.hidden)
    )
    return tuple(one for one in found if one is not None)


def _drawn(document: Document, shot_id: str, item: model.Item, time_s: float = 0.0) -> DrawnWalls | None:
    """None for text that was typed wrong: the inspector has told it."""
    place = placing(document, shot_id, item.id, time_s) or item.transform
    try:
        values = piece_of(PIECE).values(item.params)
        walls = plan.lay_out(values.word("walls"), values["thickness"])
    except (BadProject, ValueError):
        return None
    return DrawnWalls(
        item.id,
        plan.read_runs(values.word("walls")),
        walls,
        plan.read_plan_openings(values.word("openings")),
        values["thickness"],
        values["height"],
        matrix(place),
    )


def _need(document: Document, shot_id: str, item_id: str, time_s: float) -> DrawnWalls:
    found = _drawn(document, shot_id, document.need(item_id, model.Item), time_s)
    if found is None:
        raise BadProject("The walls as they are written cannot be built; correct them in the inspector.")
    return found


# ------------------------------------------------------------------------------------------------ runs
def draw_run(
    document: Document,
    shot_id: str,
    corners: Sequence[Point],
    closed: bool = False,
    *,
    item_id: str | None = None,
    letter: str | None = None,
    floor: bool = True,
    time_s: float = 0.0,
    gesture: str | None = None,
) -> tuple[str, str]:
    """Put a run of walls on the stage; (item, letter of the run) come back.

    ``item_id``: the walls that it joins; without it an item of its own is made, with a floor or not.
    ``letter``: of the run that it takes the place of.
    """
    if item_id is None:
        run = Run("A", tuple((round(x, 3), round(z, 3)) for x, z in corners), closed)
        item = _new_item(document, shot_id, run, floor)
        with document.edit("Draw walls", gesture) as edit:
            edit.put(item)
        return item.id, run.letter
    drawn = _need(document, shot_id, item_id, time_s)
    name = letter or plan.free_letter(drawn.runs)
    if name is None:
        raise BadProject("These walls have 26 lines already; draw the next ones apart from them.")
    run = Run(name, tuple(drawn.own(place) for place in corners), closed)
    _change(document, drawn, "Draw walls", _with(drawn.runs, run), drawn.openings, gesture)
    return item_id, name


def _new_item(document: Document, shot_id: str, run: Run, floor: bool) -> model.Item:
    shot = document.need(shot_id, model.Shot)
    stage_id = document.need(shot.scene_id, model.Scene).stage_id
    if not stage_id:
        raise BadProject("This scene has no set yet; give it one before you draw walls.")
    made = model.Item(
        id=document.new_id(model.Item),
        stage_id=stage_id,
        name=free_name([item.name for item in document.children(stage_id, model.Item)], NAME),
        piece=PIECE,
        params={"floor": floor},
        order=document.next_order(model.Item, stage_id),
    )
    return msgspec.structs.replace(made, params=_written(made, (run,), ()))


# --------------------------------------------------------------------------------------------- corners
def move_corner(
    document: Document,
    shot_id: str,
    item_id: str,
    letter: str,
    index: int,
    place: Point,
    *,
    time_s: float = 0.0,
    gesture: str | None = None,
) -> None:
    """Take a corner elsewhere; doors and windows keep their distance from the corners that stay."""
    drawn = _need(document, shot_id, item_id, time_s)
    run = drawn.run(letter)
    corners = list(run.corners)
    corners[index] = drawn.own(place)
    moved = replace(run, corners=tuple(corners))
    behind = f"{letter}{index + 1}"
    openings = tuple(
        replace(hole, centre=_length(moved, index) - (_length(run, index) - hole.centre))
        if hole.wall == behind
        else hole
        for hole in drawn.openings
    )
    label = f"Move a corner of {told(document, [item_id])}"
    _change(document, drawn, label, _with(drawn.runs, moved), openings, gesture)


def remove_corner(
    document: Document, shot_id: str, item_id: str, letter: str, index: int, *, time_s: float = 0.0
) -> None:
    """Take a corner out: its two walls become one, and keep the openings that still lie in it.

    A run without walls goes, and with the last run the item.
    """
    drawn = _need(document, shot_id, item_id, time_s)
    run = drawn.run(letter)
    corners = run.corners[:index] + run.corners[index + 1 :]
    label = f"Remove a corner of {told(document, [item_id])}"
    if len(corners) >= 2:
        left = Run(letter, corners, run.closed and len(corners) > 2)
        runs = _with(drawn.runs, left)
        _change(document, drawn, label, runs, _rehung(drawn, left), None)
        return
    rest = tuple(one for one in drawn.runs if one.letter != letter)
    if rest:
        openings = tuple(hole for hole in drawn.openings if hole.wall[0] != letter)
        _change(document, drawn, label, rest, openings, None)
        return
    with document.edit(f"Remove {told(document, [item_id])}") as edit:
        edit.remove_tree(item_id)


def _rehung(drawn: DrawnWalls, run: Run) -> tuple[Opening, ...]:
    """The openings once ``run`` has other walls: where they were, or not at all."""
    kept = [hole for hole in drawn.openings if hole.wall[0] != run.letter]
    for hole in drawn.openings:
        if hole.wall[0] == run.letter:
            middle = at(drawn.wall(hole.wall), hole.centre)
            wall = min(plan.walls_of(run), key=lambda one: distance(one, middle))
            centre, end = along(wall, middle), hole.width / 2 + drawn.thickness_m / 2 + END_ROOM_M
            if distance(wall, middle) < drawn.thickness_m and end <= centre <= wall.length - end:
                kept.append(replace(hole, wall=wall.name, centre=centre))
    return tuple(kept)


# -------------------------------------------------------------------------------------------- openings
def add_opening(
    document: Document, shot_id: str, item_id: str, wall: str, kind: str, centre_m: float, time_s: float = 0.0
) -> int:
    """Put a door, doorway, window or arch into a wall, ``centre_m`` from its first corner or nearly so.

    It is made lower for a low wall. Returns its place among the openings of the item.
    """
    drawn = _need(document, shot_id, item_id, time_s)
    hole = new_opening(drawn, wall, kind, centre_m)
    label = f"Put {named(kind)} into {told(document, [item_id])}"
    _change(document, drawn, label, drawn.runs, (*drawn.openings, hole), None)
    return len(drawn.openings)


def new_opening(drawn: DrawnWalls, wall: str, kind: str, centre_m: float) -> Opening:
    """One that fits the height of the walls, kept off the ends of its own."""
    hole = NEW_OPENINGS[kind]
    height = min(hole.height, drawn.height_m - HEAD_ROOM_M - hole.sill)
    return slid(drawn, replace(hole, wall=wall, height=round(height, 3)), centre_m)


def move_opening(
    document: Document,
    shot_id: str,
    item_id: str,
    index: int,
    wall: str,
    centre_m: float,
    *,
    time_s: float = 0.0,
    gesture: str | None = None,
) -> None:
    """Slide a door or window along its wall, or into another wall of the same item."""
    drawn = _need(document, shot_id, item_id, time_s)
    hole = replace(drawn.openings[index], wall=wall)
    _put_opening(document, drawn, index, slid(drawn, hole, centre_m), "Move", gesture)


def turn_door(document: Document, shot_id: str, item_id: str, index: int, time_s: float = 0.0) -> None:
    """The next of the four ways in which a door can be hung."""
    drawn = _need(document, shot_id, item_id, time_s)
    hole = drawn.openings[index]
    hinge, out = HANGINGS[(HANGINGS.index((hole.hinge, hole.out)) + 1) % len(HANGINGS)]
    _put_opening(document, drawn, index, replace(hole, hinge=hinge, out=out), "Hang", None)


def remove_opening(document: Document, shot_id: str, item_id: str, index: int, time_s: float = 0.0) -> None:
    drawn = _need(document, shot_id, item_id, time_s)
    rest = drawn.openings[:index] + drawn.openings[index + 1 :]
    label = f"Wall up {named(drawn.openings[index].kind)} of {told(document, [item_id])}"
    _change(document, drawn, label, drawn.runs, rest, None)


def _put_opening(
    document: Document, drawn: DrawnWalls, index: int, hole: Opening, verb: str, gesture: str | None
) -> None:
    openings = (*drawn.openings[:index], hole, *drawn.openings[index + 1 :])
    label = f"{verb} {named(hole.kind)} of {told(document, [drawn.item_id])}"
    _change(document, drawn, label, drawn.runs, openings, gesture)


def named(kind: str) -> str:
    """ "a door", "an arch"."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


# --------------------------------------------------------------------------------------------- writing
def _change(
    document: Document,
    drawn: DrawnWalls,
    label: str,
    runs: tuple[Run, ...],
    openings: tuple[Opening, ...],
    gesture: str | None,
) -> None:
    params = _written(document.need(drawn.item_id, model.Item), runs, openings)
    with document.edit(label, gesture) as edit:
        edit.update(drawn.item_id, params=params)


def _written(
    item: model.Item, runs: tuple[Run, ...], openings: tuple[Opening, ...]
) -> dict[str, float | str | bool]:
    """The item's settings with other walls. Raises BadProject."""
    params = {**item.params, "walls": plan.write_runs(runs), "openings": write_openings(openings)}
    try:
        plan.read_runs(params["walls"])
    except ValueError as problem:
        raise BadProject(f"The plan {problem}.") from None
    values = piece_of(PIECE).values(params)
    try:
        walls = plan.lay_out(values.word("walls"), values["thickness"])
    except ValueError as problem:
        raise BadProject(f"The plan {problem}.") from None
    try:
        plan.openings_of(walls, openings, values["thickness"], values["height"])
    except ValueError as problem:
        raise BadProject(f"{problem}.") from None
    return params


def _with(runs: tuple[Run, ...], run: Run) -> tuple[Run, ...]:
    """``runs`` with this one, in place of that of its letter or behind the others."""
    if any(one.letter == run.letter for one in runs):
        return tuple(run if one.letter == run.letter else one for one in runs)
    return (*runs, run)


# -------------------------------------------------------------------------------------------- geometry
def slid(drawn: DrawnWalls, hole: Opening, centre_m: float) -> Opening:
    """The opening moved to ``centre_m`` from its wall's first corner, or as near as the ends let it."""
    low, high = drawn.wall(hole.wall).span(drawn.thickness_m)
    room = hole.width / 2 + END_ROOM_M
    return replace(hole, centre=round(max(low + room, min(centre_m, high - room)), 3))


def at(wall: Wall, along_m: float) -> Point:
    return wall.start[0] + wall.way[0] * along_m, wall.start[1] + wall.way[1] * along_m


def along(wall: Wall, point: Point) -> float:
    """Metres from the wall's first corner to the foot of the perpendicular from a point."""
    return wall.way[0] * (point[0] - wall.start[0]) + wall.way[1] * (point[1] - wall.start[1])


def distance(wall: Wall, point: Point) -> float:
    """Metres from a point to the nearest place of a wall's middle line."""
    return math.dist(point, at(wall, max(0.0, min(along(wall, point), wall.length))))


def _length(run: Run, index: int) -> float:
    """Of the wall that starts at a corner."""
    return math.dist(run.corners[index], run.corners[(index + 1) % len(run.corners)])
