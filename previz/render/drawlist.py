"""World → everything a renderer needs, as plain arrays. Needs no OpenGL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz import cast, staging
from previz.errors import BadProject
from previz.kit.shelf import CATALOGUE_ALONE, Shelf
from previz.render.lamps import practicals
from previz.render.light import KeyLight, Rig, from_world, rig
from previz.scene.blocking import Actor, CameraState, Placed, World
from previz.scene.mesh import Mesh
from previz.scene.model import Body, Pose, Touch, Vec3
from previz.scene.transform import apply, matrix, rigid_inverse, to_vec3, unit

Floats = NDArray[np.float64]
Kind = Literal["set", "prop", "figure"]

MAX_OBJECT_ID = 0xFFFF
_HEAD_M = 0.24
_NEAR_HEAD_SHARE = (0.11, 0.33)
"""A head of at least this share of the picture's height gets one or two levels of refinement."""
_BODY_MARGIN_M = 0.25
"""From the joints to the surface of body, hair, skirt and the brim of a hat, generously."""


@dataclass(frozen=True, eq=False)
class Instance:
    """A rigid piece where it stands."""

    mesh: str
    """Key in ``DrawList.meshes``."""
    world_from_local: Floats
    object_id: int
    casts_shadow: bool = True
    seen: bool = True
    """False for what is cut away and leaves its shadow behind."""


@dataclass(frozen=True, eq=False)
class FigureInstance:
    """A posed person where they stand."""

    mesh: str
    world_from_figure: Floats
    object_id: int
    bone_matrices: NDArray[np.float32]
    """(n, 3, 4) figure_from_rest."""
    actor: Actor
    figure: cast.Figure
    posed: cast.Posed


@dataclass(frozen=True, eq=False)
class DrawList:
    meshes: Mapping[str, Mesh]
    instances: tuple[Instance, ...] = ()
    figures: tuple[FigureInstance, ...] = ()
    key: KeyLight = field(default_factory=lambda: KeyLight(direction=(-0.5, 0.7, 0.5)))
    lamp_m: Vec3 | None = None
    """The lamp that is the key light in the dark."""
    rig: Rig | None = None
    """What else lights the world; None is plain light for the key."""
    interior: bool = True
    kinds: Mapping[int, Kind] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    ade20k: Mapping[int, str] = field(default_factory=dict)
    """object id → class name of the ADE20K scene parsing benchmark."""

    @property
    def posed(self) -> dict[int, cast.Posed]:
        """object id → the posed body."""
        return {figure.object_id: figure.posed for figure in self.figures}

    def box(self, casters_only: bool = False) -> tuple[Floats, Floats]:
        """World bounds (low, high), each (3,), of everything or of what casts shadows."""
        corners = [
            apply(item.world_from_local, _corners(*local_box(self.meshes[item.mesh])))
            for item in self.instances
            if item.casts_shadow or not casters_only
        ]
        corners += [figure_corners(figure) for figure in self.figures]
        points = np.concatenate(corners) if corners else np.zeros((1, 3))
        return points.min(axis=0), points.max(axis=0)

    @property
    def bounds(self) -> tuple[Vec3, float]:
        """(centre, radius) of a sphere round everything, metres."""
        low, high = self.box()
        return to_vec3((low + high) / 2), float(np.linalg.norm(high - low) / 2)


def build(world: World, refine_for: CameraState | None = None, shelf: Shelf = CATALOGUE_ALONE) -> DrawList:
    """Meshes, places, poses and light of a world.

    ``refine_for`` smooths people who are large in that camera's picture; ``shelf`` has the pieces. Raises
    NotFound for unknown pieces, BadProject for impossible settings, and for object ids outside 1…65535 or
    used twice.
    """
    _check_ids(world)
    meshes: dict[str, Mesh] = {}
    everyone, held = _pose_all(world, shelf)
    lights = rig(world, practicals(world, held))
    key_lamp = lights.key_lamp
    lamp, lamp_id = (key_lamp.position_m, key_lamp.item_id) if key_lamp else (None, None)
    instances = tuple(_instance(item, meshes, lamp_id, shelf, held.get(item.id)) for item in world.items)
    figures = tuple(
        _figure(actor, posed, meshes, refine_for) for actor, posed in zip(world.actors, everyone, strict=True)
    )
    pieces = {item.object_id: shelf.piece_of(item.piece) for item in world.items}
    people: dict[int, Kind] = {actor.object_id: "figure" for actor in world.actors}
    return DrawList(
        meshes=meshes,
        instances=instances,
        figures=figures,
        key=from_world(world, lamp, key_lamp.shaded if key_lamp else None),
        lamp_m=lamp,
        rig=lights,
        interior=world.interior,
        kinds={number: piece.role for number, piece in pieces.items()} | people,
        names=world.names(),
        ade20k={number: piece.ade20k for number, piece in pieces.items()} | dict.fromkeys(people, "person"),
    )


def key_light(draw_list: DrawList, world: World) -> KeyLight:
    """The key of a draw list, were it built for ``world``, which differs in its camera alone."""
    lamp = draw_list.rig.key_lamp if draw_list.rig else None
    return from_world(world, draw_list.lamp_m, lamp.shaded if lamp else None)


def _check_ids(world: World) -> None:
    numbers = [item.object_id for item in world.items] + [actor.object_id for actor in world.actors]
    if not all(1 <= number <= MAX_OBJECT_ID for number in numbers):
        raise BadProject(f"A stage holds at most {MAX_OBJECT_ID} objects; remove some.")
    if len(set(numbers)) != len(numbers):
        raise BadProject("Two objects carry the same number; open the project again.")


def _instance(
    item: Placed, meshes: dict[str, Mesh], lamp_id: str | None, shelf: Shelf, held: Floats | None
) -> Instance:
    """A lamp that is the key light casts no shadow: its own shade would put out the light."""
    piece = shelf.piece_of(item.piece)
    name = f"{item.piece} {json.dumps([item.params, item.colours], sort_keys=True)}"
    meshes[name] = shelf.mesh(item.piece, item.params, item.colours)
    casts = piece.casts_shadow and item.id != lamp_id
    place = matrix(item.transform)
    if held is not None:
        place = held.copy()
        place[:3, :3] *= np.asarray(item.transform.scale, float)
    return Instance(name, place, item.object_id, casts)


# ------------------------------------------------------------------------------------------- people
@dataclass(frozen=True, eq=False)
class _Part:
    """What an actor does with limbs and things, before anybody looks at anybody."""

    actor: Actor
    pose: Pose
    grasps: tuple[staging.Grasp, ...]
    touches: tuple[Touch, ...]
    """In figure space."""
    carried: Mapping[str, Floats]
    """Item id → figure_from_item of what both hands carry."""


def _pose_all(world: World, shelf: Shelf) -> tuple[list[cast.Posed], dict[str, Floats]]:
    """Everyone posed, and item id → world_from_item of what is in their hands.

    Those who look at somebody are posed again once everybody's eyes are known.
    """
    items = {item.id: item for item in world.items}
    parts = [_part(actor, items, shelf) for actor in world.actors]
    posed = [_pose(part, None) for part in parts]
    targets = {
        part.actor.id: apply(_place(part.actor), body.landmarks_m["eyes"])
        for part, body in zip(parts, posed, strict=True)
    }
    for item in world.items:
        if item.id in {actor.gaze_id for actor in world.actors}:
            piece = shelf.mesh(item.piece, item.params, item.colours)
            targets[item.id] = apply(matrix(item.transform), np.mean(local_box(piece), axis=0))
    looking = [_looking(part, body, targets) for part, body in zip(parts, posed, strict=True)]
    held: dict[str, Floats] = {}
    for part, body in zip(parts, looking, strict=True):
        for one in part.grasps:
            inside = part.carried.get(one.item_id)
            place = staging.in_hand(body, one) if inside is None else inside
            held[one.item_id] = np.einsum("ij,jk->ik", _place(part.actor), place)
    return looking, held


def _part(actor: Actor, items: Mapping[str, Placed], shelf: Shelf) -> _Part:
    held = [(hold, items[hold.item_id]) for hold in actor.holds if hold.item_id in items]
    grasps = tuple(staging.grasp(hold, item, shelf) for hold, item in held)
    touches = tuple(_local_touch(actor, touch) for touch in actor.touches)
    if not grasps:
        return _Part(actor, actor.pose, (), touches, {})
    arm_m = cast.figure(actor.body).skeleton.arm_length_m
    part = _Part(actor, staging.readied(actor.pose, grasps, arm_m), grasps, touches, {})
    carried: dict[str, Floats] = {}
    for one in grasps:
        if one.hand == "both":
            carried[one.item_id], more = staging.carried(_pose(part, None), one)
            touches = (*touches, *more)
    return _Part(actor, part.pose, grasps, touches, carried)


def _local_touch(actor: Actor, touch: Touch) -> Touch:
    """The same touch in the figure's own space."""
    inverse = rigid_inverse(_place(actor))
    normal = None
    if touch.normal is not None:
        normal = to_vec3(np.einsum("ij,j->i", inverse[:3, :3], np.asarray(touch.normal, float)))
    heading = None if touch.heading_deg is None else touch.heading_deg - actor.heading_deg
    point = to_vec3(apply(inverse, touch.point_m))
    return msgspec.structs.replace(touch, point_m=point, normal=normal, heading_deg=heading)


def _looking(part: _Part, posed: cast.Posed, targets: Mapping[str, Floats]) -> cast.Posed:
    actor = part.actor
    target = targets.get(actor.gaze_id or "", actor.gaze_m)
    if target is None or actor.gaze_id == actor.id:
        return posed
    local = apply(rigid_inverse(_place(actor)), target)
    direction = local - np.asarray(posed.landmarks_m["eyes"])
    if np.linalg.norm(direction) < 1e-3:
        return posed
    return _pose(part, to_vec3(unit(direction)))


def _pose(part: _Part, gaze: Vec3 | None) -> cast.Posed:
    actor = part.actor
    return _solved(actor.body, msgspec.json.encode(part.pose), actor.seat_height_m, gaze, part.touches)


@lru_cache(maxsize=256)
def _solved(
    body: Body, pose: bytes, seat_height_m: float | None, gaze: Vec3 | None, touches: tuple[Touch, ...]
) -> cast.Posed:
    """Kept, because between two pictures mostly the camera moves. A pose holds a dict, hence its JSON."""
    return cast.figure(body).pose(msgspec.json.decode(pose, type=Pose), seat_height_m, gaze, touches)


def _place(actor: Actor) -> Floats:
    """world_from_figure."""
    return np.asarray(cast.figure_matrix(actor.position_m, actor.heading_deg), float)


def _figure(
    actor: Actor, posed: cast.Posed, meshes: dict[str, Mesh], camera: CameraState | None
) -> FigureInstance:
    figure = posed.figure
    place = _place(actor)
    level = _refinement(apply(place, posed.landmarks_m["eyes"]), camera)
    mesh = figure.refined(level)
    name = f"figure {actor.object_id}"
    meshes[name] = mesh
    return FigureInstance(
        mesh=name,
        world_from_figure=place,
        object_id=actor.object_id,
        bone_matrices=posed.bone_matrices,
        actor=actor,
        figure=figure,
        posed=posed,
    )


def refinements(draw_list: DrawList, camera: CameraState | None) -> tuple[int, ...]:
    """The level that `build` would refine each figure to, were it for this camera."""
    return tuple(
        _refinement(apply(one.world_from_figure, one.posed.landmarks_m["eyes"]), camera)
        for one in draw_list.figures
    )


def _refinement(eyes_m: Floats, camera: CameraState | None) -> int:
    """0 for small heads and those behind the camera, up to 2 for close-ups."""
    if camera is None:
        return 0
    depth = -float(apply(rigid_inverse(matrix(camera.transform)), eyes_m)[2])
    if depth < -_HEAD_M:
        return 0
    share = _HEAD_M / (2 * max(depth, _HEAD_M) * camera.view.tan_y)
    return sum(share >= limit for limit in _NEAR_HEAD_SHARE)


# ------------------------------------------------------------------------------------------- bounds
@lru_cache(maxsize=1024)
def local_box(mesh: Mesh) -> tuple[Floats, Floats]:
    """(low, high) of a mesh in its own frame; one point when it is empty."""
    if not len(mesh.positions):
        return np.zeros(3), np.zeros(3)
    return mesh.positions.min(axis=0).astype(float), mesh.positions.max(axis=0).astype(float)


def _corners(low: Floats, high: Floats) -> Floats:
    """(8, 3)"""
    choice = np.indices((2, 2, 2)).reshape(3, 8).T
    return np.where(choice, high, low)


def figure_corners(figure: FigureInstance) -> Floats:
    """(8, 3) world corners of a box that holds the posed body."""
    joints = np.stack([figure.posed.joints_m[name] for name in sorted(figure.posed.joints_m)])
    low, high = joints.min(axis=0) - _BODY_MARGIN_M, joints.max(axis=0) + _BODY_MARGIN_M
    return apply(figure.world_from_figure, _corners(low, high))
