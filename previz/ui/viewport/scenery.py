"""The set as the views show it: the draw list of the shot's world, and the marks of those who work on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.render.cutaway import cut_list, cut_world, rooms_of
from previz.render.drawlist import DrawList, build, key_light, local_box, refinements
from previz.render.light import KeyLight
from previz.render.overlay import Area, Mark, Rgba, Strokes, polyline
from previz.scene import model
from previz.scene.blocking import CameraState, Placed, World, tracks
from previz.scene.model import Vec3
from previz.scene.transform import apply, matrix
from previz.studio import camera_hands
from previz.studio.tracks import is_hidden
from previz.ui import tokens
from previz.ui.session import Session

Floats = NDArray[np.float64]

FRUSTUM_M = 1.1
"""Length of a drawn camera's pyramid."""
GRID_M = 10
_BELOW_FLOOR_M = -0.012


def ink(token: str, alpha: float = 1.0) -> Rgba:
    text = tokens.COLOUR[token]
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return (red, green, blue, alpha)


class Scenery:
    """Keeps the draw list until the world changes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._world: World | None = None
        self._draw_list: DrawList | None = None
        self._key: KeyLight | None = None
        self._levels: tuple[int, ...] = ()
        self._opened: tuple[DrawList, tuple[Placed, ...], DrawList] | None = None
        self._rooms: tuple[tuple[Placed, ...], frozenset[int]] | None = None
        self._numbers: dict[str, int] = {}
        """Person or item → object id."""

    @property
    def world(self) -> World | None:
        return self._world

    @property
    def draw_list(self) -> DrawList | None:
        return self._draw_list

    @property
    def key(self) -> KeyLight | None:
        """The key light; it follows the camera only when that comes to rest."""
        return self._key

    def update(self, world: World | None, camera: CameraState | None, moving: bool) -> None:
        """Take a new world in. ``camera`` is what people are refined for. Raises NotFound, BadProject."""
        if world is None:
            self._world = self._draw_list = self._key = None
            self._numbers = {}
            return
        staged = replace(world, camera=None, time_s=0.0)
        before = None if self._world is None else replace(self._world, camera=None, time_s=0.0)
        shelf = self._session.studio.dressing.shelf
        known = self._draw_list
        if known is None or staged != before or (not moving and refinements(known, camera) != self._levels):
            known = build(world, refine_for=camera, shelf=shelf)
            self._levels = refinements(known, camera)
        if not moving or self._key is None:
            self._key = key_light(known, world)
        if known is not self._draw_list:
            self._numbers = {item.id: item.object_id for item in world.items}
            self._numbers |= {actor.id: actor.object_id for actor in world.actors}
        self._world, self._draw_list = world, known

    def opened_for(self, eye_m: Vec3) -> DrawList | None:
        """The draw list of a view from ``eye_m``: rooms that it looks into from outside stand open."""
        world, known, cut = self._world, self._draw_list, self.world_from(eye_m)
        if world is None or known is None or cut is None:
            return None
        items = cut.items
        if items == world.items:
            return known
        if self._opened is None or self._opened[0] is not known or self._opened[1] != items:
            self._opened = known, items, cut_list(known, world, items)
        return self._opened[2]

    def world_from(self, eye_m: ArrayLike) -> World | None:
        """The world as a view from ``eye_m`` (3,) shows it, without the walls on this side."""
        world = self._world
        if world is None:
            return None
        if self._rooms is None or self._rooms[0] is not world.items:
            self._rooms = world.items, rooms_of(world)
        return cut_world(world, np.asarray(eye_m, float), self._rooms[1])

    def number_of(self, id: str) -> int:
        """The object id of a person or item; 0 when they are not on the set."""
        return self._numbers.get(id, 0)

    def id_of(self, number: int) -> str | None:
        """The person or item of an object id."""
        return next((id for id, known in self._numbers.items() if known == number), None)

    def centre_of(self, id: str) -> Floats | None:
        """(3,) the middle of a thing, or the chest of a person; None when they are not on the set."""
        number, draw_list = self.number_of(id), self._draw_list
        if not number or draw_list is None:
            return None
        for figure in draw_list.figures:
            if figure.object_id == number:
                return apply(figure.world_from_figure, figure.posed.landmarks_m["chest"])
        for instance in draw_list.instances:
            if instance.object_id == number:
                low, high = local_box(draw_list.meshes[instance.mesh])
                return apply(instance.world_from_local, (low + high) / 2)
        return None


# ------------------------------------------------------------------------------------------------ marks
@cache
def floor_grid() -> tuple[Mark, ...]:
    """A metre grid on the ground, its axes a little stronger."""
    lines = np.arange(-GRID_M, GRID_M + 1, dtype=float)
    along = [[(x, _BELOW_FLOOR_M, -GRID_M), (x, _BELOW_FLOOR_M, GRID_M)] for x in lines if x]
    across = [[(-GRID_M, _BELOW_FLOOR_M, z), (GRID_M, _BELOW_FLOOR_M, z)] for z in lines if z]
    axes = np.array(
        [
            [(-GRID_M, _BELOW_FLOOR_M, 0), (GRID_M, _BELOW_FLOOR_M, 0)],
            [(0, _BELOW_FLOOR_M, -GRID_M), (0, _BELOW_FLOOR_M, GRID_M)],
        ],
        float,
    )
    return (
        Strokes(np.array(along + across, float), (0.1, 0.1, 0.1, 0.22), 1.0, lift=0.0),
        Strokes(axes, (0.1, 0.1, 0.1, 0.5), 1.2, lift=0.0),
    )


def camera_frusta(session: Session, own: CameraState | None, aspect: float) -> list[Mark]:
    """The cameras of the scene's shots: the current one with angle and focus, the others small and grey."""
    shot, scene = session.shot, session.scene
    if shot is None or scene is None:
        return []
    marks: list[Mark] = []
    for other in session.document.children(scene.id, model.Shot):
        key = camera_hands.shot_key(session.document, other.id)
        if other.id == shot.id or key is None or other.omitted:
            continue
        tan = 12.0 / key.focal_length_mm
        marks += _frustum(matrix(key.transform), tan, tan / aspect, 0.0, 0.45, ink("text3", 0.85), 1.2)
    if own is not None:
        marks += _own_frustum(own)
    return marks


def _own_frustum(own: CameraState) -> list[Mark]:
    view, place = own.view, matrix(own.transform)
    marks = _frustum(place, view.tan_x, view.tan_y, view.shift_y, FRUSTUM_M, ink("accent"), 1.6)
    distance = min(own.focus_distance_m, 40.0)
    corners = apply(place, _rim(view.tan_x, view.tan_y, view.shift_y) * distance)
    marks.append(Strokes(polyline(corners, closed=True), ink("accent", 0.75), 1.2, hidden=0.2))
    marks.append(Area(corners[[[0, 1, 2], [0, 2, 3]]], ink("accent", 0.07)))
    return marks


def _rim(tan_x: float, tan_y: float, shift_y: float) -> Floats:
    """(4, 3) corners of the picture one metre before the lens, in camera space."""
    low, high = (shift_y - 1) * tan_y, (shift_y + 1) * tan_y
    return np.array([(-tan_x, low, -1), (tan_x, low, -1), (tan_x, high, -1), (-tan_x, high, -1)])


def _frustum(
    place: Floats, tan_x: float, tan_y: float, shift_y: float, long_m: float, colour: Rgba, width_px: float
) -> list[Mark]:
    rim = apply(place, _rim(tan_x, tan_y, shift_y) * long_m)
    eye = place[:3, 3]
    lines = [polyline(rim, closed=True), np.stack([np.broadcast_to(eye, (4, 3)), rim], axis=1)]
    top = apply(
        place, np.array([(-0.3, 1.08, -1), (0.3, 1.08, -1), (0.0, 1.35, -1)]) * (tan_x, tan_y, 1) * long_m
    )
    lines.append(polyline(top, closed=True))
    body = np.array(
        [
            (x, y, z)
            for z in (0.0, 0.22)
            for x, y in ((-0.07, -0.08), (0.07, -0.08), (0.07, 0.08), (-0.07, 0.08))
        ]
    )
    box = apply(place, body)
    lines += [polyline(box[:4], True), polyline(box[4:], True), np.stack([box[:4], box[4:]], axis=1)]
    return [Strokes(np.concatenate(lines), colour, width_px, hidden=0.35)]


def moving_paths(session: Session) -> list[Mark]:
    """The ways of people, things and the camera that move during the shot, with a tick at each key."""
    shot, scene = session.shot, session.scene
    if shot is None or scene is None:
        return []
    marks: list[Mark] = []
    people = [c.id for c in session.document.of(model.Character)]
    for target, track in tracks(session.document, scene.id, shot.id).items():
        if len(track.keys) < 2 or is_hidden(session.document, shot.id, target):
            continue
        camera = target == shot.id
        token = "accent" if camera else "frame_b"
        if target in people:
            token = tokens.PEOPLE_COLOURS[people.index(target) % len(tokens.PEOPLE_COLOURS)]
        points = np.array([_place_of(key) for key in track.keys], float)
        points[:, 1] += 0.0 if camera else 0.02
        if np.linalg.norm(np.diff(points, axis=0), axis=1).max() < 0.02:
            continue
        marks.append(Strokes(polyline(points), ink(token, 0.9), 2.0, hidden=0.35))
        marks.append(Strokes(_ticks(points), ink(token), 2.0, hidden=0.35))
    return marks


def _place_of(key: model.Key) -> model.Vec3:
    return key.position_m if isinstance(key, model.ActorKey) else key.transform.position_m


def _ticks(points: Floats, half_m: float = 0.07) -> Floats:
    """(2n, 2, 3) a small cross at each point."""
    arms = np.array([(half_m, 0, half_m), (half_m, 0, -half_m)])
    return np.concatenate([np.stack([points - arm, points + arm], axis=1) for arm in arms])


def stage_marks(marks: Sequence[model.Mark]) -> list[Mark]:
    """Named places on the floor: a ring with its heading."""
    found: list[Mark] = []
    turns = np.linspace(0, 2 * np.pi, 25)
    ring = np.stack([np.sin(turns), np.zeros(25), np.cos(turns)], axis=1) * 0.22
    for mark in marks:
        at = np.asarray(mark.position_m) + np.array([0.0, 0.01, 0.0])
        ahead = np.array([np.sin(np.radians(mark.heading_deg)), 0, np.cos(np.radians(mark.heading_deg))])
        nose = np.array([[at + ahead * 0.22, at + ahead * 0.36]])
        lines = np.concatenate([polyline(ring + at), nose])
        found.append(Strokes(lines, ink("safe", 0.75), 1.5, hidden=0.2))
    return found
