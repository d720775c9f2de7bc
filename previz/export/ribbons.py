"""Strokes as filled outlines: rings of one direction, so that the non-zero rule fills their union.

A line that swells is a ribbon. Where it turns more sharply than it is wide its ribbon would fold over, so
it is cut there and joined by a disc; caps are discs, too.
"""

from __future__ import annotations

import math
import zlib
from functools import lru_cache
from itertools import pairwise

import numpy as np

from previz.scene.marks import Ink
from previz.scene.strokes import Floats, half_widths, unpack

STEP = 0.0025
"""Of a resampled line, in widths of the picture: five pixels at 1920."""
ROUGH_STEP = 0.0011
ROUGHNESS, ROUGHEST = 0.3, 0.0005
"""How much of its half width the edge of a pencil's line wanders, and how far at most."""
SHARP_RAD = 0.9
FLATNESS = 0.00006
"""How far the sides of a disc lie from the circle."""
MOST_STEPS, MOST_ROUGH_STEPS = 24, 1200


def stroke_rings(ink: Ink, size: float) -> list[Floats]:
    """Rings (n, 2) of a pen's stroke."""
    rows = unpack(ink.touches)
    half = half_widths(rows, ink.pen, size)
    rough = ink.pen == "pencil"
    line = _resampled(np.column_stack([rows[:, :2], half]), rough)
    seed = zlib.crc32(ink.touches.encode()) if rough else None
    return ribbon(line[:, :2], line[:, 2], seed)


def ribbon(places: Floats, half: Floats, rough_seed: int | None = None) -> list[Floats]:
    """Rings of a line (n, 2) with these half widths (n,) and round ends.

    With a seed both edges wander, as graphite does on paper; the same seed gives the same edges.
    """
    steps = np.diff(places, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    kept = np.concatenate([[True], lengths > 1e-7])
    places, half = places[kept], half[kept]
    if len(places) == 1:
        return [disc(places[0], float(half[0]))]
    steps = np.diff(places, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    along = steps / lengths[:, None]
    normals = np.stack([-along[:, 1], along[:, 0]], axis=1)
    left, right = half, half
    if rough_seed is not None:
        noise = np.random.default_rng(rough_seed).uniform(-1.0, 1.0, (2, len(half)))
        far = np.minimum(half * ROUGHNESS, ROUGHEST)
        left, right = half + noise[0] * far, half + noise[1] * far
    cuts = _cuts(along, lengths, half)
    rings = [disc(places[0], float(half[0])), disc(places[-1], float(half[-1]))]
    rings += [disc(places[cut], float(half[cut])) for cut in cuts]
    edges = [0, *cuts, len(places) - 1]
    for low, high in pairwise(edges):
        run = slice(low, high + 1)
        across = _across(normals[low:high])
        upper = places[run] + across * left[run, None]
        lower = places[run] - across * right[run, None]
        rings.append(np.concatenate([upper, lower[::-1]]))
    return rings


def disc(middle: Floats, radius: float) -> Floats:
    """(n, 2), in the direction of a ribbon's rings."""
    radius = max(radius, 1e-6)
    sides = round(math.pi / math.acos(max(1 - FLATNESS / radius, -0.5)))
    return np.asarray(middle + radius * _circle(min(max(sides, 8), 48)), dtype=np.float64)


@lru_cache(maxsize=64)
def _circle(sides: int) -> Floats:
    angles = -np.arange(sides) * (2 * np.pi / sides)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _cuts(along: Floats, lengths: Floats, half: Floats) -> list[int]:
    """Places of the points at which the line turns too sharply for one ribbon."""
    if len(along) < 2:
        return []
    dot = (along[:-1] * along[1:]).sum(axis=1)
    cross = along[:-1, 0] * along[1:, 1] - along[:-1, 1] * along[1:, 0]
    turn = np.abs(np.arctan2(cross, dot))
    room = np.minimum(lengths[:-1], lengths[1:])
    folds = half[1:-1] * np.tan(np.minimum(turn, 3.0) / 2) > room * 0.9
    return (np.flatnonzero((turn > SHARP_RAD) | folds) + 1).tolist()


def _across(normals: Floats) -> Floats:
    """(n + 1, 2) unit normals at the points between segments with these normals (n, 2)."""
    summed = np.concatenate([normals[:1], normals[:-1] + normals[1:], normals[-1:]])
    return np.asarray(summed / np.linalg.norm(summed, axis=1, keepdims=True), dtype=np.float64)


def _resampled(rows: Floats, rough: bool) -> Floats:
    """Along a smooth curve through rows (n, k) whose first two columns are the place."""
    if len(rows) < 2:
        return rows
    before = np.concatenate([rows[:1], rows[:-2]])
    start, end = rows[:-1], rows[1:]
    after = np.concatenate([rows[2:], rows[-1:]])
    lengths = np.hypot(*(end - start)[:, :2].T)
    step, most = (ROUGH_STEP, MOST_ROUGH_STEPS) if rough else (STEP, MOST_STEPS)
    counts = np.clip(np.ceil(lengths / step), 1, most).astype(int)
    place = np.repeat(np.arange(len(counts)), counts)
    firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    t = ((np.arange(int(counts.sum())) - firsts[place]) / counts[place])[:, None]
    # Tangents no longer than the segment: an unevenly touched line does not overshoot at its corners.
    out, come = _tangents(before, start, end, after, lengths)
    h = t * t * (3 - 2 * t)
    p, q, m, n = start[place], end[place], out[place], come[place]
    curve = p * (1 - h) + q * h + m * (t * (1 - t) ** 2) - n * (t * t * (1 - t))
    curve[:, 2:] = p[:, 2:] * (1 - t) + q[:, 2:] * t
    return np.concatenate([curve, rows[-1:]])


def _tangents(
    before: Floats, start: Floats, end: Floats, after: Floats, lengths: Floats
) -> tuple[Floats, Floats]:
    """Of each segment at its start and its end (Hermite)."""
    out, come = end - before, after - start
    for tangent in (out, come):
        long = np.hypot(tangent[:, 0], tangent[:, 1])
        tangent *= (lengths / np.maximum(long, 1e-12))[:, None]
    return out, come
