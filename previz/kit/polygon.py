"""Plane polygons: area, offset, arcs, triangles. Points are (n, 2) in metres, counter-clockwise."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.kit.shape import Floats, Ints


def area(outline: ArrayLike) -> float:
    """Signed area in m²; positive when counter-clockwise (shoelace formula)."""
    p = np.asarray(outline, float)
    q = np.roll(p, -1, axis=0)
    return float((p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]).sum() / 2)


def clean(outline: ArrayLike) -> Floats:
    """Counter-clockwise, without repeated points and points on a straight line."""
    p = np.asarray(outline, float)
    if area(p) < 0:
        p = p[::-1]
    before, after = p - np.roll(p, 1, axis=0), np.roll(p, -1, axis=0) - p
    p = p[np.linalg.norm(before, axis=1) > 1e-7]
    before, after = p - np.roll(p, 1, axis=0), np.roll(p, -1, axis=0) - p
    turn = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    return np.asarray(p[np.abs(turn) > 1e-9])


def offset(outline: ArrayLike, inwards_m: float) -> Floats:
    """The outline moved inwards by mitred corners; same number of points. Only for small distances."""
    p = np.asarray(outline, float)
    edge = np.roll(p, -1, axis=0) - p
    normal = np.stack([-edge[:, 1], edge[:, 0]], 1) / np.linalg.norm(edge, axis=1, keepdims=True)
    before = np.roll(normal, 1, axis=0)
    share = 1 + np.einsum("ij,ij->i", before, normal)
    return np.asarray(p + (before + normal) * (inwards_m / np.maximum(share, 0.15))[:, None])


def arc(centre: tuple[float, float], radius_m: float, start_deg: float, end_deg: float, steps: int) -> Floats:
    """(steps + 1, 2) points on a circle."""
    angle = np.radians(np.linspace(start_deg, end_deg, steps + 1))
    return np.asarray(np.stack([np.cos(angle), np.sin(angle)], 1) * radius_m + np.asarray(centre))


def rectangle(x0: float, y0: float, x1: float, y1: float) -> Floats:
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], float)


def curve(points: ArrayLike, steps: int = 4) -> Floats:
    """Smooth line through points (n, k), ``steps`` pieces between neighbours (Catmull–Rom)."""
    p = np.asarray(points, float)
    p = np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    a, b, c, d = (p[i : len(p) - 3 + i, None] for i in range(4))
    bent = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.concatenate([bent.reshape(-1, p.shape[1]), p[-2:-1]])


def round_corners(outline: ArrayLike, radii_m: Sequence[float] | float, steps: int = 4) -> Floats:
    """Replaces every corner by a curve of the given radius; 0 keeps the corner sharp."""
    p = np.asarray(outline, float)
    radii = [radii_m] * len(p) if isinstance(radii_m, int | float) else list(radii_m)
    result: list[Floats] = []
    for i, corner in enumerate(p):
        back, ahead = p[i - 1] - corner, p[(i + 1) % len(p)] - corner
        lengths = float(np.linalg.norm(back)), float(np.linalg.norm(ahead))
        back, ahead = back / lengths[0], ahead / lengths[1]
        half = math.acos(float(np.clip(back @ ahead, -1, 1))) / 2
        reach = min(radii[i] / max(math.tan(half), 1e-6), 0.49 * min(lengths))
        if reach < 1e-6 or half > math.radians(89):
            result.append(corner[None])
            continue
        t = np.linspace(0, 1, steps + 1)[:, None]
        weight = math.cos(math.radians(90) - half)
        b0, b1, b2 = (1 - t) ** 2, 2 * t * (1 - t) * weight, t**2
        arc_points = b0 * (corner + back * reach) + b1 * corner + b2 * (corner + ahead * reach)
        result.append(arc_points / (b0 + b1 + b2))
    return np.concatenate(result)


def _cross(o: Floats, a: Floats, b: Floats) -> Floats:
    return np.asarray(
        (a[..., 0] - o[..., 0]) * (b[..., 1] - o[..., 1]) - (a[..., 1] - o[..., 1]) * (b[..., 0] - o[..., 0])
    )


def triangulate(outline: ArrayLike) -> Ints:
    """(n - 2, 3) indices by cutting the best-shaped ear each time.

    The outline may touch itself along the bridges that `bridge` makes. Raises ValueError when it crosses.
    """
    p = np.asarray(outline, float)
    here = np.arange(len(p))
    before, after = np.roll(here, 1), np.roll(here, -1)
    left = np.ones(len(p), bool)
    blocks = _blocks(p, p[before], p, p[after])
    count, shape = blocks.sum(axis=1), _ear_shape(p[before], p, p[after])
    faces: list[tuple[int, int, int]] = []
    for _ in range(len(p) - 3):
        best = int(np.where(left & (count == 0), shape, -1.0).argmax())
        if not left[best] or count[best] or shape[best] < 0:
            raise ValueError("this outline crosses itself")
        i, j = int(before[best]), int(after[best])
        faces.append((i, best, j))
        after[i], before[j], left[best] = j, i, False
        count -= blocks[:, best]
        blocks[:, best] = False
        pair = np.array([i, j])
        corners = p[before[pair]], p[pair], p[after[pair]]
        blocks[pair] = _blocks(p, *corners) & left
        count[pair], shape[pair] = blocks[pair].sum(axis=1), _ear_shape(*corners)
    last = np.flatnonzero(left)
    if _cross(*p[last]) <= 0:
        raise ValueError("this outline crosses itself")
    return np.array([*faces, last], np.int64)


def _blocks(p: Floats, a: Floats, b: Floats, c: Floats) -> NDArray[np.bool_]:
    """(k, n) whether a point (n, 2) lies in an ear (k, 2) × 3, other than on its corners."""
    q = p[None]
    inside = (_cross(a[:, None], b[:, None], q) > -1e-10) & (_cross(b[:, None], c[:, None], q) > -1e-10)
    inside &= _cross(c[:, None], a[:, None], q) > -1e-10
    for corner in (a, b, c):
        inside &= np.abs(q - corner[:, None]).max(axis=2) > 1e-9
    return np.asarray(inside)


def _ear_shape(a: Floats, b: Floats, c: Floats) -> Floats:
    """(k,) how well shaped ears are; −1 for those that turn the wrong way."""
    twice = _cross(a, b, c)
    longest = np.maximum(np.maximum(_length(b - a), _length(c - b)), _length(a - c))
    return np.where(twice > 1e-10, twice / np.maximum(longest, 1e-12) ** 2, -1.0)


def _length(v: Floats) -> Floats:
    return np.asarray(np.hypot(v[..., 0], v[..., 1]))


def bridge(outline: ArrayLike, holes: Sequence[ArrayLike]) -> Ints:
    """Order in which to walk outline and holes as one polygon.

    Returns indices into the concatenation of the outline and all the holes, each hole walked clockwise and
    reached over the shortest free bridge.
    """
    loops = [np.asarray(outline, float), *(np.asarray(hole, float) for hole in holes)]
    starts = np.cumsum([0, *(len(loop) for loop in loops)])
    points = np.concatenate(loops)
    walk = list(range(len(loops[0])))
    waiting = sorted(range(1, len(loops)), key=lambda i: -loops[i][:, 0].max())
    for i in waiting:
        ring = list(range(int(starts[i]), int(starts[i + 1])))
        if area(loops[i]) > 0:
            ring.reverse()
        others = [list(range(int(starts[j]), int(starts[j + 1]))) for j in waiting if j != i]
        at, onto = _shortest_bridge(points, walk, ring, others)
        ring = ring[onto:] + ring[:onto]
        walk = [*walk[: at + 1], *ring, ring[0], *walk[at:]]
    return np.array(walk, np.int64)


def _shortest_bridge(
    points: Floats, walk: list[int], ring: list[int], others: list[list[int]]
) -> tuple[int, int]:
    away = _length(points[walk][:, None] - points[ring][None])
    loops = [walk, ring, *others]
    starts = np.concatenate([points[loop] for loop in loops])
    ends = np.concatenate([points[np.roll(loop, -1)] for loop in loops])
    for nearest in np.argsort(away, axis=None, kind="stable"):
        i, j = divmod(int(nearest), len(ring))
        a, b = points[walk[i]], points[ring[j]]
        crosses = (_cross(a[None], b[None], starts) * _cross(a[None], b[None], ends) < -1e-12) & (
            _cross(starts, ends, a[None]) * _cross(starts, ends, b[None]) < -1e-12
        )
        if not crosses.any() and _enters(points, walk, i, b):
            return i, j
    raise ValueError("a hole lies outside its outline")


def _enters(points: Floats, walk: list[int], i: int, target: Floats) -> bool:
    """Whether the way from corner ``i`` to ``target`` starts inside the polygon (repeated corners matter)."""
    here, before, after = points[walk[i]], points[walk[i - 1]], points[walk[(i + 1) % len(walk)]]
    left, right = float(_cross(here, after, target)), float(_cross(before, here, target))
    convex = float(_cross(before, here, after)) > 0
    return (left > 1e-12 and right > 1e-12) if convex else (left > 1e-12 or right > 1e-12)
