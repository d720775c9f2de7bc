"""Wild walls: which one is meant, taken out for a shot, and put back. Each change is one edit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from previz.errors import BadProject
from previz.kit import catalogue
from previz.kit.piece import FLOWN, read_flown
from previz.render.drawlist import DrawList
from previz.render.walls import blocking_walls, first_hits, standing_walls
from previz.scene import model
from previz.scene.blocking import CameraState, World, without_walls
from previz.scene.document import Document
from previz.scene.transform import apply, heading_matrix
from previz.studio.shot_book import Flown

Floats = NDArray[np.float64]

FAR_M = 200.0
BEHIND_M = 4.0
"""How far behind a shoulder a wall can keep a camera from standing."""
_FAN_DEG = (0.0, -12.0, 12.0, -24.0, 24.0)
_LINES = ("eyes", "chest", "knee")


@dataclass(frozen=True)
class WildWall:
    """``wall`` is its name for `Shot.flown`; "" is the whole piece."""

    item_id: str
    wall: str
    words: str
    """ "the east wall of kitchen"."""


def wall_at(world: World, draw_list: DrawList, eye_m: Floats, way: Floats) -> WildWall | None:
    """The first wall on a ray, (3,) and (3,) unit; None when there is none."""
    found: list[tuple[float, WildWall]] = []
    for item, wall, words, triangles in standing_walls(world, draw_list):
        shares, _ = first_hits(np.asarray(eye_m, float), np.asarray(way, float)[None] * FAR_M, triangles)
        if shares[0] < 1:
            found.append((float(shares[0]), WildWall(item.id, wall, _told(item.name, wall, words))))
    return min(found, key=lambda one: one[0])[1] if found else None


def wall_in_the_way(
    world: World, draw_list: DrawList, camera: CameraState, subjects: tuple[str, ...] = ()
) -> WildWall | None:
    """The wall that hides most of the subjects, else the nearest on a line from the lens to anybody."""
    hiding = blocking_walls(world, draw_list, camera, subjects)
    if hiding:
        first = hiding[0]
        return WildWall(first.item_id, first.wall, _told(first.item_name, first.wall, first.words))
    eye = np.asarray(camera.position_m, float)
    people = [one for one in draw_list.figures if not subjects or one.actor.id in subjects]
    points = [
        apply(one.world_from_figure, np.asarray(one.posed.landmarks_m[name], float))
        for one in people
        for name in _LINES
    ]
    if not points:
        return None
    found: list[tuple[float, WildWall]] = []
    for item, wall, words, triangles in standing_walls(world, draw_list):
        ways = np.stack(points) - eye
        shares, _ = first_hits(eye, ways, triangles)
        near = float((shares * np.linalg.norm(ways, axis=1))[shares < 0.98].min(initial=np.inf))
        if np.isfinite(near):
            found.append((near, WildWall(item.id, wall, _told(item.name, wall, words))))
    return min(found, key=lambda one: one[0])[1] if found else None


def walls_behind(world: World, draw_list: DrawList, eyes_m: Floats, away: Floats) -> list[WildWall]:
    """Walls at the back of somebody, that keep a camera from standing there, the one most in the way first.
    ``away`` is (3,), the way that a camera would go back."""
    ways = np.stack([BEHIND_M * (heading_matrix(turn) @ away) for turn in _FAN_DEG])
    nearest, walls = np.ones(len(ways)), [-1] * len(ways)
    found: list[WildWall] = []
    for item, wall, words, triangles in standing_walls(world, draw_list):
        shares, _ = first_hits(np.asarray(eyes_m, float), ways, triangles)
        for ray in np.flatnonzero(shares < nearest):
            nearest[ray], walls[ray] = shares[ray], len(found)
        found.append(WildWall(item.id, wall, _told(item.name, wall, words)))
    met = [n for n in walls if n >= 0]
    return [found[n] for n in sorted(set(met), key=lambda n: (-met.count(n), met.index(n)))]


def without(world: World, flown: Flown) -> World:
    """As if walls were flown."""
    items = (
        replace(item, params=without_walls(item.params, flown.get(item.id, ())))
        for item in world.items
        if "" not in flown.get(item.id, ())
    )
    return replace(world, items=tuple(items))


def with_flown(shot: model.Shot, item_id: str, wall: str) -> Flown:
    """`Shot.flown` with one wall more."""
    names = (*shot.flown.get(item_id, ()), wall)
    return {**shot.flown, item_id: tuple(dict.fromkeys(names))}


def brought_back(flown: Flown, item_id: str, wall: str) -> Flown:
    """`Shot.flown` with one wall less."""
    left = {**flown, item_id: tuple(name for name in flown.get(item_id, ()) if name != wall)}
    return {id: names for id, names in left.items() if names}


def _told(item: str, wall: str, words: str) -> str:
    return f"the {words} of {item}" if wall else item


def fly(document: Document, shot_id: str, wall: WildWall) -> None:
    """Take a wall out for this shot. Raises NotFound."""
    shot = document.need(shot_id, model.Shot)
    document.need(wall.item_id, model.Item)
    with document.edit(f"Fly {wall.words}") as edit:
        edit.update(shot_id, flown=with_flown(shot, wall.item_id, wall.wall))


def bring_back(document: Document, shot_id: str, wall: WildWall | None = None) -> None:
    """A wall that this shot has flown, or all of them, stand again. Raises NotFound."""
    shot = document.need(shot_id, model.Shot)
    flown = {} if wall is None else brought_back(shot.flown, wall.item_id, wall.wall)
    with document.edit(f"Bring back {wall.words if wall else 'the walls'}") as edit:
        edit.update(shot_id, flown=flown)


def names_of(item: model.Item) -> list[str]:
    """Walls of a piece that has a setting for flown ones, the flown among them."""
    return [name for name in catalogue.walls(item.piece, {**item.params, FLOWN.name: ""}) if name]


def check_names(item: model.Item, names: str) -> None:
    """Raises BadProject for names of walls that a piece does not have, and says which it has.

    A name that stands there already is let be: walls of a plan get other names when it is drawn anew.
    """
    try:
        wanted = read_flown(names) - read_flown(str(item.params.get(FLOWN.name, "")))
    except ValueError as error:
        raise BadProject(f"Flown walls {error}.") from error
    known = names_of(item)
    strange = sorted(wanted - set(known))
    if strange:
        walls = ", ".join(known) or "none that can be flown"
        raise BadProject(f"{item.name} has no wall “{'”, “'.join(strange)}”; it has {walls}.")
