"""What a draughtsman knows beyond the pixels: where joints, heads and face curves are for this camera.

The bundle is a dict of plain arrays in camera space, so that it can travel to the sketch generator's process;
its table of contents stands in ``previz/gen/sketch/people.py``. Needs no OpenGL.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.cast import BONES
from previz.cast.skeleton import INDEX
from previz.render.drawlist import DrawList, FigureInstance
from previz.render.hints_face import Face, face
from previz.render.light import DARK, KeyLight, distant, extinction, from_world
from previz.scene.blocking import CameraState, World
from previz.scene.model import Vec3
from previz.scene.transform import UP, apply, matrix, rigid_inverse, rotation_matrix, unit

Floats = NDArray[np.float64]
Bundle = dict[str, NDArray[Any]]

_DAY, _LOW_SUN, _NIGHT = 0.0, 1.0, 3.0
_GAZE_LIMIT_DEG = 28.0
"""Eyes drawn further aside show nothing but white."""
_CROWN = np.array([0.0, 0.125, -0.035])
_SKULL = np.array([0.0, 0.06, 0.0])
_FACE = np.array([0.0, 0.05, 0.10])
"""From the head joint of an adult, metres."""


class Lighting(Protocol):
    """A light relative to the camera, as a drawing plan holds it."""

    @property
    def azimuth_deg(self) -> float: ...
    @property
    def elevation_deg(self) -> float: ...


def key_light(
    lighting: Lighting,
    camera: CameraState,
    world: World,
    lamp_m: Vec3 | None = None,
    shade: bool | None = None,
) -> KeyLight:
    """The light of a drawing: the story's own where it gives one, else the plan's, turned with the camera.

    ``lamp_m`` is the scene's lamp (``DrawList.lamp_m``); in the dark it wins.
    """
    if (lamp_m is not None and world.light.time in DARK) or world.light.azimuth_deg is not None:
        return from_world(world, lamp_m, shade)
    turn = rotation_matrix(camera.rotation)
    back = turn[:, 2] * (1, 0, 1)
    if np.linalg.norm(back) < 1e-3:
        back = turn[:, 1] * (-1, 0, -1) * np.sign(turn[1, 2])
    heading = math.degrees(math.atan2(back[0], back[2]))
    # seen from above, azimuths grow from +Z towards +X; the camera's right is 90° further than its back
    return distant(world, heading + lighting.azimuth_deg, lighting.elevation_deg)


def hints(draw_list: DrawList, camera: CameraState, key: KeyLight) -> Bundle:
    """The ``hints`` guide of a picture. Everyone in the draw list is in it, in or out of the frame."""
    camera_from_world = rigid_inverse(matrix(camera.transform))
    heads = [_Head(figure, camera_from_world) for figure in draw_list.figures]
    names = sorted({name for head in heads for name in head.face.curves})
    joints, frames = _bones(draw_list.figures, camera_from_world)
    spans, points = _curves(heads, names)
    return {
        "camera": _camera(camera, camera_from_world, key),
        "people": _table([head.facts() for head in heads], 4),
        "heads": _table([head.axes for head in heads], 3, 3),
        "skulls": _table([head.skull() for head in heads], 3, 3),
        "joint_names": np.array(BONES),
        "joints": joints,
        "frames": frames,
        "eyes": _table([head.eyes() for head in heads], 2, 8),
        "curve_names": np.array(names, dtype=np.str_),
        "curve_spans": spans,
        "curve_points": points,
        "air": np.array([extinction(draw_list.rig)], np.float32),
    }


def _table(rows: Sequence[ArrayLike], *shape: int) -> NDArray[np.float32]:
    return np.asarray(rows, np.float32).reshape(len(rows), *shape)


def _camera(camera: CameraState, camera_from_world: Floats, key: KeyLight) -> NDArray[np.float32]:
    turn = camera_from_world[:3, :3]
    time = _NIGHT if key.night else _LOW_SUN if key.low_sun else _DAY
    lamp = np.zeros(3) if key.position_m is None else apply(camera_from_world, key.position_m)
    if key.direction is not None:
        towards = turn @ unit(key.direction)
    else:
        towards = unit(lamp + np.array([0, 0, min(camera.focus_distance_m, 1000.0)]))
    focus = min(camera.focus_distance_m, 1000.0)
    facts = [camera.view.tan_x, camera.view.tan_y, focus, time]
    has_lamp = float(key.position_m is not None)
    row = np.concatenate([facts, turn @ UP, towards, lamp, [has_lamp, camera.view.shift_y]])
    return row.astype(np.float32)


def _bones(
    figures: Sequence[FigureInstance], camera_from_world: Floats
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Joints (a, j, 3) and bone frames (a, j, 3, 3) in camera space."""
    joints, frames = [], []
    for figure in figures:
        m = camera_from_world @ figure.world_from_figure
        joints.append(apply(m, np.stack([figure.posed.joints_m[name] for name in BONES])))
        bones = np.stack([figure.posed.bone_rotations[name] for name in BONES])
        frames.append(np.einsum("ij,bjk->bik", m[:3, :3], bones))
    count = len(BONES)
    return _table(joints, count, 3), _table(frames, count, 3, 3)


def _curves(heads: Sequence[_Head], names: list[str]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Spans (s, 4) and points (n, 3) of all face curves."""
    spans, points, first = [], [np.zeros((0, 3))], 0
    for row, head in enumerate(heads):
        for name, curve in head.face.curves.items():
            spans.append((row, names.index(name), first, first + len(curve)))
            points.append(apply(head.camera_from_rest, curve))
            first += len(curve)
    return np.asarray(spans, np.int32).reshape(-1, 4), np.concatenate(points).astype(np.float32)


class _Head:
    """One person's head in camera space."""

    def __init__(self, figure: FigureInstance, camera_from_world: Floats) -> None:
        self.instance = figure
        self.face: Face = face(figure.figure)
        self.camera_from_figure = camera_from_world @ figure.world_from_figure
        bone = np.eye(4)
        bone[:3] = figure.bone_matrices[INDEX["head"]]
        self.camera_from_rest = self.camera_from_figure @ bone
        self.axes = self.camera_from_rest[:3, :3]

    def facts(self) -> list[float]:
        body = self.instance.actor.body
        return [self.instance.object_id, body.age_years, body.sex, self.face.scale]

    def skull(self) -> Floats:
        """Crown, middle of the skull, middle of the face."""
        joint = self.instance.figure.skeleton.joints[INDEX["head"]]
        return apply(self.camera_from_rest, joint + np.stack([_CROWN, _SKULL, _FACE]) * self.face.scale)

    def eyes(self) -> Floats:
        """(2, 8), see the bundle's table of contents."""
        gaze = self._gaze()
        rows = np.zeros((2, 8))
        for row, side in enumerate("lr"):
            if side in self.face.eyes:
                centre, radius = self.face.eyes[side]
                rows[row] = [*apply(self.camera_from_rest, centre), radius, *gaze, 1.0]
        return rows

    def _gaze(self) -> Floats:
        """Where the eyes look, at most 28° away from where the head points."""
        wanted = unit(self.camera_from_figure[:3, :3] @ self.instance.posed.gaze_dir)
        ahead = unit(self.axes[:, 2])
        angle = math.degrees(math.acos(float(np.clip(wanted @ ahead, -1, 1))))
        if angle <= _GAZE_LIMIT_DEG:
            return wanted
        share = math.radians(_GAZE_LIMIT_DEG)
        side = unit(wanted - ahead * float(wanted @ ahead))
        return np.asarray(ahead * math.cos(share) + side * math.sin(share))
