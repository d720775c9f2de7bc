"""A shot seen from above: walls cut open, furniture, people, cameras with their true angle and focus band.

Everything is in world metres on the level, (x, z); north is −Z. The plan in the window and the plan of a
camera report are both drawn from this.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from previz.errors import PrevizError
from previz.kit import catalogue
from previz.kit.footprint import cut_outlines, footprint
from previz.kit.shelf import CATALOGUE_ALONE, Shelf
from previz.scene import blocking, model
from previz.scene.blocking import Placed, World
from previz.scene.document import Document
from previz.scene.model import ActorKey, CameraKey
from previz.scene.optics import depth_of_field, f_number
from previz.scene.package import camera_state
from previz.scene.transform import apply, matrix, rotation_matrix
from previz.studio.tracks import is_hidden

Floats = NDArray[np.float64]
Point = tuple[float, float]

GROUND_M = 0.16
"""What is lower than this is ground: floors, rugs, streets."""
SHELL_M = 2.0
"""What is taller than this and hollow is walls: it is cut open."""


@dataclass(frozen=True, eq=False)
class PlanItem:
    id: str
    name: str
    outlines: tuple[Floats, ...]
    """(n, 2) each."""
    kind: str
    """"wall", "ground", "thing", or "flown" for a wall that this shot has taken out."""
    origin: Point
    heading_deg: float


@dataclass(frozen=True, eq=False)
class PlanPerson:
    id: str
    name: str
    place: Point
    heading_deg: float


@dataclass(frozen=True, eq=False)
class PlanCamera:
    shot_id: str
    number: str
    place: Point
    heading_deg: float
    """The way it looks, as a person faces: 0° = +Z, 90° = +X."""
    half_angle_deg: float
    """Of the frameline's width."""
    focus_m: float
    near_m: float
    far_m: float
    """May be infinite."""
    level: float
    """1 looks level … 0 looks straight up or down: how long the view axis is on the plan."""


@dataclass(frozen=True, eq=False)
class PlanWay:
    """The way that a person, a thing or the camera goes in this shot."""

    target_id: str
    """The shot's own id for its camera."""
    points: Floats
    """(n, 2) where the keys are."""
    times_s: tuple[float, ...]
    """When, from the shot's start."""


@dataclass(frozen=True, eq=False)
class FloorPlan:
    items: tuple[PlanItem, ...]
    people: tuple[PlanPerson, ...]
    cameras: tuple[PlanCamera, ...]
    """Of all shots of the scene, the current one last."""
    line: tuple[PlanPerson, PlanPerson] | None
    """The two between whom the 180° line runs."""
    ways: tuple[PlanWay, ...] = ()
    """Of everything that moves in this shot; the camera's last."""
    shot_id: str = ""
    """Whose camera, if it has one, is the current one."""


class StandingCameras:
    """The cameras of other shots as they were worked out last: a drag asks for all of them at each step.

    Values of a document are frozen, so one that is the same object says the same.
    """

    def __init__(self) -> None:
        self._found: dict[str, tuple[tuple[object, ...], PlanCamera | None]] = {}

    def cameras(
        self, document: Document, shots: Iterable[model.Shot], numbers: Mapping[str, str]
    ) -> list[PlanCamera | None]:
        """Those of ``shots`` at their start, the very same objects where nothing about them changed."""
        before, self._found = self._found, {}
        project = document.project
        for shot in shots:
            track, number = blocking.camera_track(document, shot.id), numbers.get(shot.id, "")
            seen, known = before.get(shot.id, ((), None))
            if not (
                seen and seen[0] is project and seen[1] is shot and seen[2] is track and seen[3] == number
            ):
                known = _camera(document, shot, 0.0, numbers, None)
            self._found[shot.id] = (project, shot, track, number), known
        return [camera for _, camera in self._found.values()]


def floor_plan(
    document: Document,
    shot_id: str,
    time_s: float = 0.0,
    *,
    shelf: Shelf = CATALOGUE_ALONE,
    numbers: Mapping[str, str] | None = None,
    camera: CameraKey | None = None,
    standing: StandingCameras | None = None,
) -> FloorPlan:
    """The plan of a shot at a moment. ``camera`` stands in for its own while one is tried out.

    Who draws the plan again and again hands in the same ``standing`` each time.
    Raises BadProject for a scene without a stage.
    """
    world = blocking.resolve(document, shot_id, time_s)
    shot = document.need(shot_id, model.Shot)
    people = tuple(
        PlanPerson(
            id=actor.id,
            name=actor.name,
            place=(actor.position_m[0], actor.position_m[2]),
            heading_deg=actor.heading_deg,
        )
        for actor in world.actors
    )
    others = [s for s in document.children(shot.scene_id, model.Shot) if s.id != shot_id and not s.omitted]
    found = (standing or StandingCameras()).cameras(document, others, numbers or {})
    found.append(_camera(document, shot, time_s, numbers or {}, camera))
    return FloorPlan(
        items=tuple(_item(item, shelf) for item in world.items),
        people=people,
        cameras=tuple(one for one in found if one is not None),
        line=_line(world, shot, people),
        ways=_ways(document, shot),
        shot_id=shot_id,
    )


def flown_walls(document: Document, shot_id: str, *, shelf: Shelf = CATALOGUE_ALONE) -> tuple[PlanItem, ...]:
    """What a shot has taken out, where it would stand: "wall B1", or the name of a whole piece.

    Raises BadProject for a scene without a stage.
    """
    out = document.need(shot_id, model.Shot).flown
    if not out:
        return ()
    found = []
    for item in blocking.resolve(document, shot_id, flown={}).items:
        names = out.get(item.id, ())
        if "" in names:
            found.append(replace(_item(item, shelf), kind="flown"))
            continue
        known = catalogue.walls(item.piece, item.params) if names else {}
        for name in (name for name in names if name in known):
            cut = cut_outlines(catalogue.wall_mesh(item.piece, item.params, name))
            world_from_item = matrix(item.transform)
            outlines = tuple(_laid(world_from_item, outline) for outline in cut)
            place = _level(world_from_item[:3, 3])
            found.append(PlanItem(item.id, known[name], outlines, "flown", place, 0.0))
    return tuple(found)


def _item(item: Placed, shelf: Shelf) -> PlanItem:
    world_from_item = matrix(item.transform)
    turn = rotation_matrix(item.transform.rotation)
    try:
        mesh = shelf.mesh(item.piece, item.params, item.colours)
    except PrevizError:
        return PlanItem(item.id, item.name, (), "thing", _level(world_from_item[:3, 3]), 0.0)
    heights = apply(world_from_item, np.asarray(mesh.positions, float))[:, 1]
    top = float(heights.max()) if len(heights) else 0.0
    kind = "ground" if top < GROUND_M else "thing"
    outlines: tuple[Floats, ...] = ()
    if top > SHELL_M and shelf.piece_of(item.piece).role == "set":
        outlines = cut_outlines(mesh)
        kind = "wall" if outlines else kind
    outlines = outlines or footprint(mesh)
    return PlanItem(
        id=item.id,
        name=item.name,
        outlines=tuple(_laid(world_from_item, outline) for outline in outlines),
        kind=kind,
        origin=_level(world_from_item[:3, 3]),
        heading_deg=math.degrees(math.atan2(turn[0, 2], turn[2, 2])),
    )


def _laid(world_from_item: Floats, outline: Floats) -> Floats:
    raised = np.insert(outline, 1, 0.0, axis=1)
    return apply(world_from_item, raised)[:, [0, 2]]


def _level(point: Floats) -> Point:
    return float(point[0]), float(point[2])


def _ways(document: Document, shot: model.Shot) -> tuple[PlanWay, ...]:
    found = [
        PlanWay(
            target, np.array([_place(key) for key in track.keys]), tuple(key.time_s for key in track.keys)
        )
        for target, track in blocking.tracks(document, shot.scene_id, shot.id).items()
        if len(track.keys) > 1 and not is_hidden(document, shot.id, target)
    ]
    return tuple(sorted(found, key=lambda way: way.target_id == shot.id))


def _place(key: model.Key) -> Point:
    x, _, z = key.position_m if isinstance(key, ActorKey) else key.transform.position_m
    return x, z


def _camera(
    document: Document,
    shot: model.Shot,
    time_s: float,
    numbers: Mapping[str, str],
    tried: CameraKey | None,
) -> PlanCamera | None:
    track = blocking.camera_track(document, shot.id)
    keys = [key for key in track.keys if isinstance(key, CameraKey)] if track else []
    if not keys and tried is None:
        return None
    key = tried or blocking.camera_key_at(keys, time_s)
    try:
        state = camera_state(document.project, shot, key)
    except PrevizError:
        return None
    ahead = -rotation_matrix(state.rotation)[:, 2]
    depth = depth_of_field(
        state.focal_length_mm,
        f_number(state.t_stop),
        state.circle_of_confusion_mm,
        state.focus_distance_m,
    )
    return PlanCamera(
        shot_id=shot.id,
        number=numbers.get(shot.id, ""),
        place=(state.position_m[0], state.position_m[2]),
        heading_deg=math.degrees(math.atan2(ahead[0], ahead[2])),
        half_angle_deg=math.degrees(math.atan(state.view.tan_x)),
        focus_m=state.focus_distance_m,
        near_m=depth.near_m,
        far_m=depth.far_m,
        level=math.hypot(ahead[0], ahead[2]),
    )


def _line(
    world: World, shot: model.Shot, people: tuple[PlanPerson, ...]
) -> tuple[PlanPerson, PlanPerson] | None:
    """The two whom the shot is about; with one named, the other is whom they look at, else the nearest."""
    known = {person.id: person for person in people}
    named = [known[id] for id in shot.framing.subjects if id in known]
    if len(named) >= 2:
        return named[0], named[1]
    if len(people) < 2:
        return None
    first = named[0] if named else people[0]
    actor = next(actor for actor in world.actors if actor.id == first.id)
    if actor.gaze_id in known and actor.gaze_id != first.id:
        return first, known[actor.gaze_id]
    rest = [person for person in people if person.id != first.id]
    return first, min(rest, key=lambda person: math.dist(person.place, first.place))
