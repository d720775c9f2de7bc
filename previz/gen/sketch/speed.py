"""Lines of speed, only when a person asks for them: behind what moves, and where a moving camera sees the set
pass by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.marks import Marks
from previz.gen.sketch.noise import Chance
from previz.gen.sketch.sheet import Floats, Sheet

_SHUTTER_S = 0.25
"""A line is as long as the way of a quarter of a second."""
_LEAST = 0.004
"""Of the picture's width: a shorter way in that time shows no speed."""
_SHORTEST, _LONGEST = 0.04, 0.24
"""Of the picture's width: how long lines are, so that they are seen and do not fill the frame."""
_POINTS = 8
_STANDS_OFF_M = 0.10


@dataclass(frozen=True)
class Motion:
    """What moves in this picture; see `previz.render.motion` for the arrays it comes from."""

    movers: tuple[tuple[int, Floats], ...] = ()
    """(object id, velocity in camera space, m/s)"""
    passing: Floats | None = None


def read_motion(hints: Mapping[str, NDArray[Any]]) -> Motion:
    """Nothing moves where the bundle does not say so, or says what is no number."""
    rows = np.asarray(hints.get("motion", np.zeros((0, 4))), np.float32).reshape(-1, 4)
    rows = rows[np.isfinite(rows).all(axis=1)]
    passing = np.asarray(hints.get("passing", np.eye(4)), np.float32)
    still = (
        passing.shape != (4, 4)
        or not np.isfinite(passing).all()
        or np.allclose(passing, np.eye(4), atol=1e-3)
    )
    return Motion(tuple((int(row[0]), row[1:]) for row in rows), None if still else passing)


def draw_speed(
    sheet: Sheet, motion: Motion, amount: float, weight: float, marks: Marks, chance: Chance
) -> None:
    """Add the lines; ``amount`` 0 none … 1 many and long."""
    if amount <= 0:
        return
    for object_id, velocity in motion.movers:
        _behind(sheet, object_id, velocity, amount, weight, marks, chance)
    if motion.passing is not None:
        _passing_by(sheet, motion.passing, amount, weight, marks, chance)


def _behind(
    sheet: Sheet, object_id: int, velocity: Floats, amount: float, weight: float, marks: Marks, chance: Chance
) -> None:
    """From the trailing side of one thing back along its way."""
    rows, columns = np.nonzero(sheet.half_objects == np.searchsorted(sheet.object_ids, object_id))
    if object_id not in sheet.object_ids or len(rows) < 60 * sheet.scale**2:
        return
    middle = len(rows) // 2
    depth = float(np.median(sheet.half_depth[rows, columns]))
    x, y = sheet.optics.spread(
        columns[middle : middle + 1] * 2.0, rows[middle : middle + 1] * 2.0, sheet.size
    )
    here = np.array([[float(x[0]) * depth, float(y[0]) * depth, -depth]], np.float32)
    before, _ = sheet.project(here)
    after, ahead = sheet.project(here + velocity[None] * np.float32(_SHUTTER_S))
    way = (after - before)[0]
    length = float(np.hypot(*way))
    if ahead[0] <= 0.05 or length < _LEAST * sheet.size[1]:
        return
    along = way / length
    across = np.array([-along[1], along[0]], np.float32)
    points = np.stack([columns, rows], axis=1).astype(np.float32) * 2
    side, reach = points @ across, points @ along
    count = 4 + round(7 * amount)
    curves = []
    for index in range(count):
        share = (index + 0.5 + chance.uniform(-0.35, 0.35)) / count
        place = float(side.min() + share * np.ptp(side))
        band = np.abs(side - place) < 3
        if not band.any():
            continue
        gap = chance.uniform(8, 26) * sheet.scale
        wanted = length * chance.uniform(0.6, 1.2) * (0.5 + amount) / sheet.size[1]
        long = min(max(wanted, _SHORTEST), _LONGEST) * sheet.size[1]
        t = np.linspace(0, 1, _POINTS, dtype=np.float32)[:, None]
        start = across * place + along * (float(reach[band].min()) - gap)
        curves.append(start - along * long * t)
    _lay(sheet, curves, depth, weight * 1.25, marks, chance)


def _passing_by(
    sheet: Sheet, passing: Floats, amount: float, weight: float, marks: Marks, chance: Chance
) -> None:
    """Streaks near the borders of the picture along the way that the set takes through it."""
    height, width = sheet.size
    curves = []
    for _ in range(round(14 + 46 * amount)):
        # a ring: the middle, where the eye is led, stays clear
        turn, ring = chance.uniform(0, 2 * np.pi), chance.uniform(0.72, 0.98)
        spot = np.array(
            [width / 2 * (1 + np.cos(turn) * ring * 1.25), height / 2 * (1 + np.sin(turn) * ring * 1.25)]
        )
        spot = np.clip(spot, 2, (width - 3, height - 3))
        row, column = int(spot[1]), int(spot[0])
        depth = min(float(sheet.depth[row, column]), 30.0)
        here = np.append(_deep(sheet, float(spot[0]), float(spot[1]), depth), np.float32(1))
        there = here + (passing @ here - here) * np.float32(_SHUTTER_S)
        place, ahead = sheet.project(there[None, :3])
        way = place[0] - spot
        length = float(np.hypot(*way))
        if sheet.figure[row, column] or ahead[0] <= 0.05 or length < _LEAST * width:
            continue
        long = min(max(length / width * (0.5 + amount), _SHORTEST), 0.6 * _LONGEST) * width
        t = np.linspace(0, 1, _POINTS, dtype=np.float32)[:, None]
        curves.append((spot + way / length * long * t).astype(np.float32))
    _lay(sheet, curves, np.inf, weight, marks, chance)


def _deep(sheet: Sheet, x: float, y: float, depth: float) -> Floats:
    """The point (3,) in camera space that a pixel shows, so many metres away."""
    across, over = sheet.optics.spread(np.array([x]), np.array([y]), sheet.size)
    return np.array([float(across[0]) * depth, float(over[0]) * depth, -depth], np.float32)


def _lay(
    sheet: Sheet, curves: list[Floats], depth: float, weight: float, marks: Marks, chance: Chance
) -> None:
    """Tapering lines that nothing nearer than ``depth``, and nobody at all, is crossed by."""
    if not curves:
        return
    points = np.concatenate(curves).astype(np.float32)
    starts = np.arange(len(curves) + 1) * _POINTS
    row, column, inside = sheet.sample(points)
    free = ~sheet.figure[row, column]
    if np.isfinite(depth):
        free &= sheet.depth[row, column] > depth - _STANDS_OFF_M
    widths = np.array([weight * chance.uniform(0.7, 1.3) for _ in curves])
    seen = np.asarray(inside & free)
    firm = np.full(len(curves), 0.9)
    marks.visible_runs(points, starts, seen, widths, firm, 0.85, 10 * sheet.scale)
