"""Handles of constant size to move, turn and scale: how they look, what is hit, what a drag does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from previz.render.overlay import Area, Mark, Strokes, polyline
from previz.scene.model import Transform
from previz.scene.transform import (
    axis_angle,
    matrix,
    rotation_matrix,
    rotation_quat,
    to_vec3,
    unit,
)
from previz.ui.controls.measure import LengthUnits, Measure, parse, written
from previz.ui.viewport.scenery import ink
from previz.ui.viewport.sighting import Sighting, along_axis, on_plane

Floats = NDArray[np.float64]
Tool = Literal["select", "move", "turn", "scale"]

ARM_PX, RING_PX, REACH_PX = 84.0, 74.0, 8.0
PLANE_PX = (22.0, 42.0)
_DOUBLE_PX = 60.0
"""Drag of the middle box that doubles the size."""
GRID_M, TURN_DEG, SCALE_STEP = 0.1, 15.0, 0.1
"""What a drag snaps to."""
AXES = np.eye(3)
NAMES = ("X", "Y", "Z")
_TOKENS = ("ax", "ay", "az")


@dataclass(frozen=True)
class Handle:
    """``axes``: what it moves along (one an axis, two a plane, three freely), or turns about."""

    tool: Tool
    axes: tuple[int, ...]

    @property
    def letters(self) -> str:
        return "".join(NAMES[axis] for axis in self.axes)


@dataclass(frozen=True, eq=False)
class Gizmo:
    """Where the handles stand. ``turn`` (3, 3) columns are its axes in the world."""

    tool: Tool
    origin_m: Floats
    turn: Floats
    upright: bool = False
    """People only turn about the vertical and cannot be scaled."""

    def handles(self) -> list[Handle]:
        if self.tool == "move":
            return [Handle("move", axes) for axes in ((0,), (1,), (2,), (0, 1), (1, 2), (0, 2))]
        if self.tool == "turn":
            return [Handle("turn", (axis,)) for axis in ((1,) if self.upright else (0, 1, 2))]
        if self.tool == "scale" and not self.upright:
            return [Handle("scale", axes) for axes in ((0,), (1,), (2,), (0, 1, 2))]
        return []

    # ------------------------------------------------------------------------------------------ shapes
    def lines(self, handle: Handle, size_m: float) -> Floats:
        """(n, 2, 3) what of a handle is drawn as lines, and may be hit. ``size_m`` is one pixel there."""
        if handle.tool == "turn":
            turns = np.linspace(0, 2 * np.pi, 65)
            u, v = (self.turn[:, (handle.axes[0] + step) % 3] for step in (1, 2))
            ring = np.outer(np.cos(turns), u) + np.outer(np.sin(turns), v)
            return polyline(self.origin_m + ring * (RING_PX * size_m))
        if len(handle.axes) == 2:
            return polyline(self._square(handle, size_m), closed=True)
        if len(handle.axes) == 3:
            return polyline(self._cube(self.origin_m, 6 * size_m)[[0, 1, 3, 2]], closed=True)
        way = self.turn[:, handle.axes[0]]
        start = self.origin_m + way * (12 * size_m)
        return np.stack([start, self.origin_m + way * (ARM_PX * size_m)])[None]

    def _square(self, handle: Handle, size_m: float) -> Floats:
        u, v = (self.turn[:, axis] for axis in handle.axes)
        near, far = (px * size_m for px in PLANE_PX)
        corners = [u * a + v * b for a, b in ((near, near), (far, near), (far, far), (near, far))]
        return self.origin_m + np.array(corners)

    def _cube(self, centre: Floats, half_m: float) -> Floats:
        signs = np.indices((2, 2, 2)).reshape(3, 8).T * 2.0 - 1
        return centre + np.einsum("ij,nj->ni", self.turn, signs) * half_m

    def _tip(self, handle: Handle, size_m: float) -> Floats:
        """(n, 3, 3) triangles at the end of an arm: a cone, or a box to scale with."""
        way = self.turn[:, handle.axes[0]]
        end = self.origin_m + way * (ARM_PX * size_m)
        if handle.tool == "scale":
            return _box(self._cube(end, 5.5 * size_m))
        u, v = (self.turn[:, (handle.axes[0] + step) % 3] for step in (1, 2))
        turns = np.linspace(0, 2 * np.pi, 13)
        rim = end + (np.outer(np.cos(turns), u) + np.outer(np.sin(turns), v)) * (5.5 * size_m)
        tip = np.broadcast_to(end + way * (17 * size_m), rim[1:].shape)
        cap = np.broadcast_to(end, rim[1:].shape)
        sides = np.stack([rim[:-1], rim[1:], tip], axis=1)
        return np.concatenate([sides, np.stack([rim[:-1], cap, rim[1:]], axis=1)])

    def marks(self, sighting: Sighting, hot: Handle | None) -> list[Mark]:
        """Drawn over everything; the hot handle in white."""
        size = sighting.metres_per_px(self.origin_m)
        found: list[Mark] = []
        for handle in self.handles():
            lit = handle == hot
            plane = len(handle.axes) == 2
            token = _TOKENS[({0, 1, 2} - set(handle.axes)).pop() if plane else handle.axes[0]]
            colour = ink("text") if lit or len(handle.axes) == 3 else ink(token)
            lines = self.lines(handle, size)
            if handle.tool == "turn":
                lines, back = _front(lines, self.origin_m, np.asarray(sighting.camera.position_m))
                found.append(Strokes(back, (*colour[:3], 0.25), 1.2, hidden=1.0))
            found.append(Strokes(lines, (0.0, 0.0, 0.0, 0.45), 5.0, hidden=1.0))
            found.append(Strokes(lines, colour, 3.2 if lit else 2.4, hidden=1.0))
            if plane:
                square = self._square(handle, size)
                found.append(Area(square[[[0, 1, 2], [0, 2, 3]]], (*colour[:3], 0.5 if lit else 0.25), 1.0))
            elif len(handle.axes) == 3:
                found.append(Area(_box(self._cube(self.origin_m, 6 * size)), (*colour[:3], 0.9), 1.0))
            elif handle.tool != "turn":
                found.append(Area(self._tip(handle, size), colour, 1.0))
        return found

    def hit(self, sighting: Sighting, at: QPointF) -> Handle | None:
        """The handle under a pixel, the nearest first."""
        size = sighting.metres_per_px(self.origin_m)
        here = np.array([at.x(), at.y()])
        best: tuple[float, Handle] | None = None
        for handle in self.handles():
            lines = self.lines(handle, size)
            if handle.tool == "turn":
                lines, _ = _front(lines, self.origin_m, np.asarray(sighting.camera.position_m))
            if len(handle.axes) == 1 and handle.tool != "turn":
                lines = lines + np.array([[[0.0] * 3, self.turn[:, handle.axes[0]] * 14 * size]])
            ends = sighting.places(lines.reshape(-1, 3)).reshape(-1, 2, 3)
            ends = ends[(ends[..., 2] > 0.05).all(axis=1)]
            if not len(ends):
                continue
            apart = _distance(here, ends[:, 0, :2], ends[:, 1, :2])
            if len(handle.axes) > 1 and _inside(here, ends[:, 0, :2]):
                apart = 0.5
            if apart <= REACH_PX and (best is None or apart < best[0]):
                best = (apart, handle)
        return best[1] if best else None


# ------------------------------------------------------------------------------------------------- drag
@dataclass(frozen=True, eq=False)
class Drag:
    """A handle in hand. ``starts`` are the placings before it was touched."""

    gizmo: Gizmo
    handle: Handle
    starts: Mapping[str, Transform]
    sighting: Sighting
    grabbed: Floats
    """What `_reading` said when the handle was grabbed."""

    @classmethod
    def begin(
        cls, gizmo: Gizmo, handle: Handle, starts: Mapping[str, Transform], sighting: Sighting, at: QPointF
    ) -> Drag | None:
        found = _reading(gizmo, handle, sighting, at)
        return None if found is None else cls(gizmo, handle, starts, sighting, found)

    def amount(self, at: QPointF, snap: bool) -> Floats | None:
        """What the drag amounts to: metres along each axis of the handle, degrees, or factors."""
        now = _reading(self.gizmo, self.handle, self.sighting, at)
        if now is None:
            return None
        if self.handle.tool == "scale":
            if len(self.handle.axes) == 3:
                factor = np.maximum(1 + (now - self.grabbed) / _DOUBLE_PX, 0.02)
            else:
                factor = np.maximum(now / np.where(np.abs(self.grabbed) < 1e-6, 1e-6, self.grabbed), 0.02)
            return np.maximum(_stepped(factor, SCALE_STEP), 0.1) if snap else factor
        moved = now - self.grabbed
        if self.handle.tool == "turn":
            moved = (moved + 180) % 360 - 180
            return _stepped(moved, TURN_DEG) if snap else moved
        return _stepped(moved, GRID_M) if snap else moved

    def placings(self, amount: Floats) -> dict[str, Transform]:
        """Where everything is after ``amount``."""
        if self.handle.tool == "move":
            offset = sum(
                (
                    self.gizmo.turn[:, axis] * value
                    for axis, value in zip(self.handle.axes, amount, strict=True)
                ),
                np.zeros(3),
            )
            return {id: _shifted(start, offset) for id, start in self.starts.items()}
        if self.handle.tool == "turn":
            turn = rotation_matrix(axis_angle(self.gizmo.turn[:, self.handle.axes[0]], float(amount[0])))
            return {id: _turned(start, self.gizmo.origin_m, turn) for id, start in self.starts.items()}
        factors = np.ones(3)
        factors[list(self.handle.axes)] = amount
        return {
            id: msgspec.structs.replace(start, scale=to_vec3(np.asarray(start.scale) * factors))
            for id, start in self.starts.items()
        }

    def words(self, amount: Floats, units: LengthUnits) -> str:
        """ "X +0.42 m" or "X +1′ 4.5″", "Y +15.0°", "Size 120 %"."""
        if self.handle.tool == "turn":
            return f"{self.handle.letters}  {amount[0]:+.1f}°".replace("-", "−")
        if self.handle.tool == "scale":
            return f"{self.handle.letters if len(self.handle.axes) == 1 else 'Size'}  {amount[0] * 100:.0f} %"
        lengths = [written(float(value), Measure.LENGTH, units) for value in amount]
        parts = [
            f"{NAMES[axis]} {'' if number.startswith('−') else '+'}{number}"
            for axis, (number, _) in zip(self.handle.axes, lengths, strict=True)
        ]
        return f"{'   '.join(parts)} {lengths[0][1]}".rstrip()

    def label(self, names: str) -> str:
        return f"{ {'move': 'Move', 'turn': 'Turn'}.get(self.handle.tool, 'Scale') } {names}"


def typed(text: str, handle: Handle, units: LengthUnits) -> Floats | None:
    """What somebody types during a drag, for the first axis of the handle; factors as percent above 10.

    ``units`` are those of a length without any.
    """
    found = parse(text, Measure.LENGTH if handle.tool == "move" else Measure.NUMBER, units)
    if found is None:
        return None
    value = found.value
    if handle.tool == "scale":
        value = value / 100 if value > 10 else value
        return np.full(len(handle.axes) if len(handle.axes) == 3 else 1, max(value, 0.02))
    amount = np.zeros(len(handle.axes) if handle.tool == "move" else 1)
    amount[0] = value
    return amount


def _reading(gizmo: Gizmo, handle: Handle, sighting: Sighting, at: QPointF) -> Floats | None:
    """What a pixel means for a handle: metres along its axes, an angle on its ring, pixels off its middle."""
    eye, way = sighting.ray(at)
    if handle.tool == "turn":
        axis = gizmo.turn[:, handle.axes[0]]
        point = on_plane(eye, way, gizmo.origin_m, axis)
        if point is None:
            return None
        u, v = (gizmo.turn[:, (handle.axes[0] + step) % 3] for step in (1, 2))
        offset = point - gizmo.origin_m
        return np.array([math.degrees(math.atan2(offset @ v, offset @ u))])
    if handle.tool == "scale":
        middle = sighting.places(gizmo.origin_m)[0]
        if len(handle.axes) == 3:
            return np.full(3, at.x() - middle[0] - (at.y() - middle[1]))
        found = along_axis(eye, way, gizmo.origin_m, gizmo.turn[:, handle.axes[0]])
        return None if found is None else np.array([found])
    if len(handle.axes) == 1:
        found = along_axis(eye, way, gizmo.origin_m, gizmo.turn[:, handle.axes[0]])
        return None if found is None else np.array([found])
    u, v = (gizmo.turn[:, axis] for axis in handle.axes)
    point = on_plane(eye, way, gizmo.origin_m, np.cross(u, v))
    if point is None:
        return None
    offset = point - gizmo.origin_m
    return np.array([offset @ u, offset @ v])


def _shifted(start: Transform, offset: Floats) -> Transform:
    return msgspec.structs.replace(start, position_m=to_vec3(np.asarray(start.position_m) + offset))


def _turned(start: Transform, pivot: Floats, turn: Floats) -> Transform:
    place = pivot + np.einsum("ij,j->i", turn, np.asarray(start.position_m) - pivot)
    rotation = rotation_quat(np.einsum("ij,jk->ik", turn, rotation_matrix(start.rotation)))
    return msgspec.structs.replace(start, position_m=to_vec3(place), rotation=rotation)


def _stepped(values: Floats, step: float) -> Floats:
    return np.round(values / step) * step


def gizmo_for(tool: Tool, placings: Mapping[str, Transform], people: bool) -> Gizmo | None:
    """Handles for what stands at ``placings``; the last one gives the axes to turn and scale along."""
    if tool == "select" or not placings:
        return None
    origin = np.mean([one.position_m for one in placings.values()], axis=0)
    last = list(placings.values())[-1]
    turn = unit(matrix(last)[:3, :3].T).T if tool == "scale" else np.eye(3)
    return Gizmo(tool, origin, turn, upright=people)


# ----------------------------------------------------------------------------------------------- shapes
_FACES = np.array([(0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1)])
_FACES = np.concatenate([_FACES, [(2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3)]])


def _box(corners: Floats) -> Floats:
    return corners[_FACES]


def _front(lines: Floats, centre: Floats, eye: Floats) -> tuple[Floats, Floats]:
    """The half of a ring on this side of its centre, and the other."""
    towards = unit(eye - centre)
    near = np.einsum("nij,j->ni", lines - centre, towards).mean(axis=1) >= -1e-9
    return lines[near], lines[~near]


def _distance(here: Floats, starts: Floats, ends: Floats) -> float:
    """Pixels from a point to the nearest of some segments."""
    ways = ends - starts
    lengths = np.maximum((ways**2).sum(axis=1), 1e-9)
    share = np.clip(((here - starts) * ways).sum(axis=1) / lengths, 0, 1)
    return float(np.linalg.norm(starts + ways * share[:, None] - here, axis=1).min())


def _inside(here: Floats, ring: Floats) -> bool:
    """Is a point inside a convex ring?"""
    ways = np.roll(ring, -1, axis=0) - ring
    sides = ways[:, 0] * (here[1] - ring[:, 1]) - ways[:, 1] * (here[0] - ring[:, 0])
    return bool((sides >= 0).all() or (sides <= 0).all())
