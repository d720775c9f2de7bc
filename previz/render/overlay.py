"""Lines and areas drawn into the set for who works on it: grid, frusta, paths, gizmos. Needs no OpenGL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.scene.blocking import CameraState
from previz.scene.transform import apply, matrix, rigid_inverse

Floats = NDArray[np.float64]
Rgba = tuple[float, float, float, float]
"""Display colour and opacity, each 0–1."""

NEAR_M, FAR_M = 0.05, 500.0
LIFT = 0.004
"""Drawn nearer to the lens by this share, so that a line on a surface is not half inside it."""

VERTEX = np.dtype([("place", "<f4", 4), ("colour", "<f4", 4), ("across", "<f4", 3)])


@dataclass(frozen=True, eq=False)
class Strokes:
    """Straight lines in the world."""

    segments_m: Floats
    """(n, 2, 3)"""
    colour: Rgba
    width_px: float = 1.5
    hidden: float = 0.0
    """Share of its opacity where something stands before it; 1 = always on top."""
    lift: float = LIFT


@dataclass(frozen=True, eq=False)
class Area:
    """Triangles in the world, seen from both sides."""

    triangles_m: Floats
    """(n, 3, 3)"""
    colour: Rgba
    hidden: float = 0.0


Mark = Strokes | Area


def polyline(points_m: ArrayLike, closed: bool = False) -> Floats:
    """(n, 3) → (n − 1, 2, 3) segments, one more when closed."""
    points = np.asarray(points_m, float)
    if closed:
        points = np.concatenate([points, points[:1]])
    return np.stack([points[:-1], points[1:]], axis=1)


def vertices(
    marks: Sequence[Mark], camera: CameraState, size_px: tuple[int, int], scale: float = 1.0
) -> NDArray[np.void]:
    """(3·n,) of VERTEX: triangles in clip space, areas before lines. ``scale`` is device pixels per pixel."""
    parts = [_area(mark, camera) for mark in marks if isinstance(mark, Area)]
    parts += [_lines(mark, camera, size_px, scale) for mark in marks if isinstance(mark, Strokes)]
    return np.concatenate(parts) if parts else np.zeros(0, VERTEX)


def _seen(points_m: Floats, camera: CameraState, lift: float = LIFT) -> Floats:
    return apply(rigid_inverse(matrix(camera.transform)), points_m) * (1 - lift)


def _clip(seen: Floats, camera: CameraState) -> Floats:
    """Camera space (…, 3) → clip space (…, 4)."""
    whole = np.concatenate([seen, np.ones((*seen.shape[:-1], 1))], axis=-1)
    return np.asarray(np.einsum("ij,...j->...i", camera.view.projection(NEAR_M, FAR_M), whole))


def _area(mark: Area, camera: CameraState) -> NDArray[np.void]:
    seen = _seen(np.asarray(mark.triangles_m, float).reshape(-1, 3, 3), camera)
    result = np.zeros(3 * len(seen), VERTEX)
    result["place"] = _clip(seen, camera).reshape(-1, 4)
    result["colour"] = mark.colour
    result["across"] = (0.0, 10.0, mark.hidden)
    return result


def _lines(mark: Strokes, camera: CameraState, size_px: tuple[int, int], scale: float) -> NDArray[np.void]:
    seen = _before_lens(_seen(np.asarray(mark.segments_m, float).reshape(-1, 2, 3), camera, mark.lift))
    if not len(seen):
        return np.zeros(0, VERTEX)
    clip = _clip(seen, camera)
    half = np.asarray(size_px, float) / 2
    places = clip[..., :2] / clip[..., 3:] * half
    way = places[:, 1] - places[:, 0]
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
    half_width = mark.width_px * scale / 2
    side = np.stack([-way[:, 1], way[:, 0]], axis=1) * (half_width + 1.0) / half
    corners = np.repeat(clip, 2, axis=1)  # start, start, end, end
    for index, sign in enumerate((1, -1, 1, -1)):
        corners[:, index, :2] += side * sign * corners[:, index, 3:]
    result = np.zeros((len(seen), 6), VERTEX)
    order = (0, 1, 2, 2, 1, 3)
    result["place"] = corners[:, order]
    result["colour"] = mark.colour
    result["across"][..., 0] = np.array([1, -1, 1, -1], float)[list(order)] * (half_width + 1.0)
    result["across"][..., 1:] = half_width, mark.hidden
    return result.reshape(-1)


def _before_lens(seen: Floats) -> Floats:
    """The parts of segments (n, 2, 3) that lie before the near plane."""
    depth = -seen[..., 2]
    seen, depth = seen[depth.max(axis=1) > NEAR_M], depth[depth.max(axis=1) > NEAR_M]
    result = seen.copy()
    for own, other in ((0, 1), (1, 0)):
        behind = depth[:, own] < NEAR_M
        share = (NEAR_M - depth[behind, own]) / (depth[behind, other] - depth[behind, own])
        start, end = seen[behind, own], seen[behind, other]
        result[behind, own] = start + (end - start) * share[:, None]
    return result
