"""Cracks → smooth open curves: link at the corners, walk, cut at corners, smooth, resample.

Curves travel as one array of points with the offsets where each begins (``starts``, one longer than the
number of curves); everything works on all curves at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.cracks import FOLD, SILHOUETTE, Cracks
from previz.gen.sketch.sheet import Floats, Ints

Offsets = NDArray[np.int64]
_REACH = 7
_CORNER_DEG = 38.0


def curve_numbers(starts: Offsets) -> Offsets:
    """(n,) number of the curve that each point belongs to."""
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


def arc_length(points: Floats, starts: Offsets) -> tuple[Floats, Floats]:
    """Running length over all curves (a jump to the next curve counts 0), and the length of each."""
    if not len(points):
        return np.zeros(0, np.float32), np.zeros(0, np.float32)
    step = np.hypot(*np.diff(points, axis=0).T)
    run = np.concatenate([[0], step])
    run[starts[:-1]] = 0
    total = np.cumsum(run, dtype=np.float64)
    return total.astype(np.float64), (total[starts[1:] - 1] - total[starts[:-1]]).astype(np.float32)


def smooth(values: Floats, starts: Offsets, rounds: int) -> Floats:
    """¼ ½ ¼ along every curve, its two ends held."""
    held = np.concatenate([starts[:-1], starts[1:] - 1])
    result = values.copy()
    for _ in range(rounds):
        inner = (result[:-2] + result[2:]) * 0.25 + result[1:-1] * 0.5
        result[1:-1] = inner
        result[held] = values[held]
    return result


def trace(cracks: Cracks, width: int) -> tuple[Floats, Ints, Offsets]:
    """Points (n, 2) px, the crack each comes from, and the starts of the curves."""
    if not len(cracks):
        return np.zeros((0, 2), np.float32), np.zeros(0, np.int32), np.zeros(1, np.int64)
    nodes, source, starts = _walk(cracks, _link(cracks))
    points = np.stack([nodes % (width + 1), nodes // (width + 1)], axis=1).astype(np.float32)
    points = smooth(points, starts, 4)
    cuts = _corners(points, starts)
    repeats = np.ones(len(points), np.int64)
    repeats[cuts] = 2
    index = np.repeat(np.arange(len(points)), repeats)
    ends = np.cumsum(repeats)
    begins = np.concatenate([[0], ends])[starts[:-1]]
    starts = np.unique(np.concatenate([begins, ends[cuts] - 1, [len(index)]]))
    return smooth(points[index], starts, 14), source[index], starts


def _link(cracks: Cracks) -> Offsets:
    """For each of the 2n crack ends the end it continues into, or −1.

    Two ends at a corner join when exactly two share a key: first the owner (silhouettes run through
    T-junctions) or the pair of ids, then the pair of objects, then anything.
    """
    count = len(cracks)
    node = np.concatenate([cracks.start, cracks.end])
    low = np.minimum(cracks.near_id, cracks.far_id).astype(np.int64)
    high = np.maximum(cracks.near_id, cracks.far_id).astype(np.int64)
    pair = ((low * 1000003 + high) & 0x3FFFFFFF) + (1 << 31)
    outline = (cracks.kind == SILHOUETTE) | (cracks.kind == FOLD)
    first = np.where(outline, cracks.owner.astype(np.int64), pair)
    objects = (np.minimum(cracks.owner, cracks.other).astype(np.int64) << 16) | np.maximum(
        cracks.owner, cracks.other
    )
    mate = np.full(2 * count, -1, np.int64)
    for key in (np.tile(first, 2), np.tile(objects, 2), np.zeros(2 * count, np.int64)):
        free = np.nonzero(mate < 0)[0]
        if not len(free):
            break
        order = free[np.lexsort((key[free], node[free]))]
        n, k = node[order], key[order]
        fresh = np.ones(len(order), bool)
        fresh[1:] = (n[1:] != n[:-1]) | (k[1:] != k[:-1])
        begin = np.nonzero(fresh)[0]
        two = begin[np.diff(np.append(begin, len(order))) == 2]
        a, b = order[two], order[two + 1]
        real = (a % count) != (b % count)
        mate[a[real]] = b[real]
        mate[b[real]] = a[real]
    return mate


def _walk(cracks: Cracks, mates: Offsets) -> tuple[Offsets, Ints, Offsets]:
    """Follow the links: corner numbers, cracks and starts of the chains; open chains first, then rings."""
    count = len(cracks)
    mate = mates.tolist()
    seen = bytearray(count)
    path: list[int] = []
    starts: list[int] = []
    loose = np.nonzero(mates < 0)[0].tolist()
    for begin in [*loose, *range(count)]:
        if seen[begin % count]:
            continue
        starts.append(len(path))
        end = begin
        while True:
            path.append(end)
            crack = end if end < count else end - count
            if seen[crack]:
                break
            seen[crack] = 1
            far = end + count if end < count else crack
            end = mate[far]
            if end < 0:
                path.append(far)
                break
    starts.append(len(path))
    ends = np.array(path, np.int64)
    corners = np.concatenate([cracks.start, cracks.end])[ends]
    return corners.astype(np.int64), (ends % count).astype(np.int32), np.array(starts, np.int64)


def _corners(points: Floats, starts: Offsets) -> Offsets:
    """Points where a curve turns by more than 38° within ±7 points, the sharpest of each neighbourhood."""
    number = curve_numbers(starts)
    index = np.arange(len(points))
    before = np.maximum(index - _REACH, starts[number])
    after = np.minimum(index + _REACH, starts[number + 1] - 1)
    u, v = points - points[before], points[after] - points
    lu, lv = np.hypot(*u.T), np.hypot(*v.T)
    cosine = (u * v).sum(axis=1) / np.maximum(lu * lv, 1e-6)
    turn = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    turn[(lu < 2.5) | (lv < 2.5)] = 0
    sharpest = turn.copy()
    for shift in range(1, _REACH + 1):
        sharpest[shift:] = np.maximum(sharpest[shift:], turn[:-shift])
        sharpest[:-shift] = np.maximum(sharpest[:-shift], turn[shift:])
    inner = (index > starts[number] + 2) & (index < starts[number + 1] - 3)
    return np.nonzero((turn > _CORNER_DEG) & (turn >= sharpest) & inner)[0]


def resample(
    points: Floats, attributes: Sequence[NDArray[np.generic]], starts: Offsets, step_px: float
) -> tuple[Floats, list[Floats], Offsets, Floats, Floats]:
    """Even steps: points, attributes, starts, curve lengths, and 0…1 along each curve."""
    run, length = arc_length(points, starts)
    counts = np.maximum(np.ceil(length / step_px).astype(np.int64) + 1, 3)
    fresh = np.concatenate([[0], np.cumsum(counts)])
    number = curve_numbers(fresh)
    run = run + np.arange(len(run)) * 1e-6
    share = (np.arange(fresh[-1]) - fresh[number]) / (counts[number] - 1)
    begin, end = run[starts[:-1]], run[starts[1:] - 1]
    where = begin[number] + share * (end - begin)[number]
    out = np.stack([np.interp(where, run, points[:, axis]) for axis in (0, 1)], axis=1).astype(np.float32)
    carried = [np.interp(where, run, np.asarray(a, np.float64)).astype(np.float32) for a in attributes]
    return out, carried, fresh, length, share.astype(np.float32)
