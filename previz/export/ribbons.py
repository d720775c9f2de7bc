"""Strokes as filled outlines: rings of one direction, so that the non-zero rule fills their union.

A line that swells is a ribbon. Where it turns more sharply than it is wide its ribbon would fold over, so
it is cut there and joined by a disc; caps are discs, too. Many strokes are worked out at once, for a call a
stroke costs twenty times its arithmetic.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from previz.scene.marks import Ink
from previz.scene.strokes import Floats, Ints, half_widths, unpack_all

STEP = 0.0025
"""Of a resampled line, in widths of the picture: five pixels at 1920."""
ROUGH_STEP = 0.0011
ROUGHNESS, ROUGHEST = 0.3, 0.0005
"""How much of its half width the edge of a pencil's line wanders, and how far at most."""
SHARP_RAD = 0.9
FLATNESS = 0.00006
"""How far the sides of a disc lie from the circle."""
FEWEST_SIDES, MOST_SIDES = 8, 48
MOST_STEPS, MOST_ROUGH_STEPS = 24, 1200

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Lines:
    """Lines one behind the other."""

    places: Floats
    """(n, 2)"""
    half: Floats
    """(n,)"""
    starts: Ints
    """(lines + 1,) where each begins."""

    @property
    def first(self) -> Ints:
        """(n,) of each row's line."""
        return np.repeat(self.starts[:-1], np.diff(self.starts))

    @property
    def last(self) -> Ints:
        return np.repeat(self.starts[1:] - 1, np.diff(self.starts))


def all_rings(inks: Sequence[Ink], sizes: Sequence[float]) -> list[list[Floats]]:
    """Rings (n, 2) of every stroke."""
    if not inks:
        return []
    rows, starts = unpack_all([ink.touches for ink in inks])
    counts = np.diff(starts)
    size, pens = np.repeat(np.array(sizes, dtype=np.float64), counts), [ink.pen for ink in inks]
    half = np.empty(len(rows))
    for pen in set(pens):
        held = np.repeat(np.array([one == pen for one in pens]), counts)
        half[held] = half_widths(rows[held], pen, size[held])
    rough = np.array([pen == "pencil" for pen in pens])
    lines = _resampled(_Lines(rows[:, :2], half, starts), rough)
    seeds = [zlib.crc32(ink.touches.encode()) if ink.pen == "pencil" else None for ink in inks]
    return _ribbons(_stepping(lines), seeds)


def ribbon(places: Floats, half: Floats, rough_seed: int | None = None) -> list[Floats]:
    """Rings of a line (n, 2) with these half widths (n,) and round ends.

    With a seed both edges wander, as graphite does on paper; the same seed gives the same edges.
    """
    line = _Lines(places, half, np.array([0, len(places)]))
    return _ribbons(_stepping(line), [rough_seed])[0]


def disc(middle: Floats, radius: float) -> Floats:
    """(n, 2), in the direction of a ribbon's rings."""
    return _discs(np.asarray(middle, dtype=np.float64)[None], np.array([radius]))[0]


def _stepping(lines: _Lines) -> _Lines:
    """Without rows that lie where the one before them does."""
    far = np.linalg.norm(np.diff(lines.places, axis=0), axis=1) > 1e-7
    kept = np.concatenate([[True], far])
    kept[lines.starts[:-1]] = True
    before = np.concatenate([[0], kept.cumsum()])
    return _Lines(lines.places[kept], lines.half[kept], before[lines.starts])


def _ribbons(lines: _Lines, seeds: Sequence[int | None]) -> list[list[Floats]]:
    """Of each line its discs, then its ribbons."""
    count, first, last = len(lines.places), lines.first, lines.last
    row = np.arange(count)
    steps = np.diff(lines.places, axis=0, append=lines.places[-1:])
    lengths = np.linalg.norm(steps, axis=1)
    along = steps / np.where(lengths > 0, lengths, 1.0)[:, None]
    normals = np.stack([-along[:, 1], along[:, 0]], axis=1)
    cut = (row > first) & (row < last) & _cuts(along, lengths, lines.half)
    round_at = np.flatnonzero(cut | (row == first) | (row == last))
    left, right = _edges(lines, seeds)
    # Each row once, where a line is cut twice: as the end of one ribbon and the start of the next.
    at = np.repeat(row, np.where(first == last, 0, 1 + cut))
    again = np.concatenate([[False], at[1:] == at[:-1]]) if len(at) else np.empty(0, dtype=bool)
    starting = (at == first[at]) | again
    ending = (at == last[at]) | (cut[at] & ~again)
    before, after = normals[at - 1], normals[at]
    across = np.where(starting[:, None], after, np.where(ending[:, None], before, before + after))
    across = across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
    ribbons = _sides(
        lines.places[at] + across * left[at, None], lines.places[at] - across * right[at, None], starting
    )
    discs = _discs(lines.places[round_at], lines.half[round_at])
    owner = np.repeat(np.arange(len(seeds)), np.diff(lines.starts))
    found: list[list[Floats]] = [[] for _ in seeds]
    for line, ring in zip(owner[round_at].tolist(), discs, strict=True):
        found[line].append(ring)
    for line, ring in zip(owner[at[starting]].tolist(), ribbons, strict=True):
        found[line].append(ring)
    return found


def _edges(lines: _Lines, seeds: Sequence[int | None]) -> tuple[Floats, Floats]:
    """(n,) how far the two edges lie from the line."""
    half = lines.half
    if all(seed is None for seed in seeds):
        return half, half
    noise = np.zeros((2, len(half)))
    for seed, low, high in zip(seeds, lines.starts[:-1].tolist(), lines.starts[1:].tolist(), strict=True):
        if seed is not None:
            noise[:, low:high] = np.random.default_rng(seed).uniform(-1.0, 1.0, (2, high - low))
    far = np.minimum(half * ROUGHNESS, ROUGHEST)
    return half + noise[0] * far, half + noise[1] * far


def _sides(upper: Floats, lower: Floats, starting: Bools) -> list[Floats]:
    """Rings that go along one side of a ribbon and back along the other."""
    begin = np.flatnonzero(starting)
    long = np.diff(begin, append=len(starting))
    place = np.arange(len(starting)) - np.repeat(begin, long)
    ring, end = np.repeat(2 * begin, long), np.repeat(2 * (begin + long) - 1, long)
    points = np.empty((2 * len(starting), 2))
    points[ring + place], points[end - place] = upper, lower
    return [points[2 * low : 2 * (low + n)] for low, n in zip(begin.tolist(), long.tolist(), strict=True)]


def _discs(middles: Floats, radii: Floats) -> list[Floats]:
    """Rings (sides, 2) about middles (n, 2)."""
    radii = np.maximum(radii, 1e-6)
    sides = np.rint(np.pi / np.arccos(np.maximum(1 - FLATNESS / radii, -0.5))).astype(np.int64)
    sides = sides.clip(FEWEST_SIDES, MOST_SIDES)
    begin = np.concatenate([[0], sides.cumsum()])
    circles, where = _circles()
    corner = np.arange(begin[-1]) - np.repeat(begin[:-1], sides)
    points = circles[np.repeat(where[sides], sides) + corner] * np.repeat(radii, sides)[:, None]
    points += np.repeat(middles, sides, axis=0)
    return [points[low:high] for low, high in zip(begin[:-1].tolist(), begin[1:].tolist(), strict=True)]


@cache
def _circles() -> tuple[Floats, Ints]:
    """Corners of every disc that is drawn, one behind the other, and where those of so many sides begin."""
    made, where = [], np.zeros(MOST_SIDES + 1, dtype=np.int64)
    for sides in range(FEWEST_SIDES, MOST_SIDES + 1):
        where[sides] = sum(range(FEWEST_SIDES, sides))
        angles = -np.arange(sides) * (2 * np.pi / sides)
        made.append(np.stack([np.cos(angles), np.sin(angles)], axis=1))
    return np.concatenate(made), where


def _cuts(along: Floats, lengths: Floats, half: Floats) -> Bools:
    """(n,) where the line turns too sharply for one ribbon; of ends it says nothing of use."""
    come, come_m = np.roll(along, 1, axis=0), np.roll(lengths, 1)
    dot = (come * along).sum(axis=1)
    cross = come[:, 0] * along[:, 1] - come[:, 1] * along[:, 0]
    turn = np.abs(np.arctan2(cross, dot))
    folds = half * np.tan(np.minimum(turn, 3.0) / 2) > np.minimum(come_m, lengths) * 0.9
    return np.asarray((turn > SHARP_RAD) | folds)


def _resampled(lines: _Lines, rough: Bools) -> _Lines:
    """Along smooth curves through the rows; ``rough``: the lines that are resampled finely."""
    rows = np.column_stack([lines.places, lines.half])
    row, first, last = np.arange(len(rows)), lines.first, lines.last
    before, start = rows[np.maximum(row - 1, first)], rows
    end, after = rows[np.minimum(row + 1, last)], rows[np.minimum(row + 2, last)]
    lengths = np.linalg.norm((end - start)[:, :2], axis=1)
    fine = np.repeat(rough, np.diff(lines.starts))
    step, most = np.where(fine, ROUGH_STEP, STEP), np.where(fine, MOST_ROUGH_STEPS, MOST_STEPS)
    # The last row of a line is a step of its own: it goes nowhere.
    counts = np.clip(np.ceil(lengths / step), 1, most).astype(np.int64)
    begin = np.concatenate([[0], counts.cumsum()])
    place = np.repeat(row, counts)
    t = ((np.arange(begin[-1]) - begin[place]) / counts[place])[:, None]
    # Tangents no longer than the segment: an unevenly touched line does not overshoot at its corners.
    out, come = _tangents(before, start, end, after, lengths)
    h = t * t * (3 - 2 * t)
    p, q, m, n = start[place], end[place], out[place], come[place]
    curve = p * (1 - h) + q * h + m * (t * (1 - t) ** 2) - n * (t * t * (1 - t))
    half = p[:, 2] * (1 - t[:, 0]) + q[:, 2] * t[:, 0]
    return _Lines(curve[:, :2], half, begin[lines.starts])


def _tangents(
    before: Floats, start: Floats, end: Floats, after: Floats, lengths: Floats
) -> tuple[Floats, Floats]:
    """Of each segment at its start and its end (Hermite)."""
    out, come = end - before, after - start
    for tangent in (out, come):
        long = np.hypot(tangent[:, 0], tangent[:, 1])
        tangent *= (lengths / np.maximum(long, 1e-12))[:, None]
    return out, come
