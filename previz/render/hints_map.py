"""A head seen straight from the front without perspective: depth and region every half millimetre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.cast import Figure
from previz.cast.patches import BROW, EYE, MOUTH, SKIN
from previz.cast.skeleton import INDEX

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STEP_M = 0.0005
_HALF_WIDTH_M = 0.11
_BELOW_M, _ABOVE_M = 0.10, 0.19
_EMPTY_M = -9.0


@dataclass(frozen=True, eq=False)
class FrontMap:
    """Rest space of a figure; row 0 is the lowest. Cells without skin have depth −9 and patch 0."""

    depth: Floats
    """(h, w) z of the foremost surface, metres."""
    patch: Ints
    """(h, w) SKIN, EYE, BROW or MOUTH there."""
    low: Floats
    """(2,) x, y of the map's corner."""

    def x(self, column: ArrayLike) -> Floats:
        return np.asarray(self.low[0] + (np.asarray(column) + 0.5) * STEP_M)

    def y(self, row: ArrayLike) -> Floats:
        return np.asarray(self.low[1] + (np.asarray(row) + 0.5) * STEP_M)

    def column(self, x: float) -> int:
        return int((x - self.low[0]) / STEP_M)

    def row(self, y: float) -> int:
        return int((y - self.low[1]) / STEP_M)

    def on_surface(self, x: ArrayLike, y: ArrayLike, lift_m: float) -> Floats:
        """(n, 3) points at x, y on the skin, raised towards the viewer by ``lift_m``."""
        px, py = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        height, width = self.depth.shape
        column = np.clip(((px - self.low[0]) / STEP_M).astype(int), 2, width - 3)
        row = np.clip(((py - self.low[1]) / STEP_M).astype(int), 2, height - 3)
        around = [self.depth[row + dy, column + dx] for dy in (-2, 0, 2) for dx in (-2, 0, 2)]
        return np.stack([px, py, np.max(around, axis=0) + lift_m], axis=-1)


def front_map(figure: Figure) -> FrontMap:
    """Draw the face of the rest mesh triangle by triangle, the foremost surface wins."""
    head = figure.skeleton.joints[INDEX["head"]]
    low = np.array([-_HALF_WIDTH_M, head[1] - _BELOW_M])
    high = np.array([_HALF_WIDTH_M, head[1] + _ABOVE_M])
    width, height = ((high - low) / STEP_M).astype(int)
    depth = np.full((height, width), _EMPTY_M)
    patch = np.zeros((height, width), np.int64)
    faces = figure.mesh.faces.astype(np.int64)
    label = figure.mesh.patches[faces[:, 0]]
    corners = figure.mesh.positions[faces].astype(np.float64)
    edge_a, edge_b = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    towards = edge_a[:, 0] * edge_b[:, 1] - edge_a[:, 1] * edge_b[:, 0] > 1e-10
    inside = (corners[:, :, 1].max(axis=1) > low[1]) & (corners[:, :, 2].min(axis=1) > head[2] - 0.06)
    keep = np.isin(label, (SKIN, EYE, BROW, MOUTH)) & towards & inside
    for triangle, number in zip(corners[keep], label[keep].tolist(), strict=True):
        _fill(triangle, number, depth, patch, low)
    return FrontMap(depth, patch, low)


def _fill(triangle: Floats, number: int, depth: Floats, patch: Ints, low: Floats) -> None:
    q = (triangle[:, :2] - low) / STEP_M
    first = np.maximum(np.floor(q.min(axis=0)).astype(int), 0)
    end = np.minimum(np.ceil(q.max(axis=0)).astype(int) + 1, depth.shape[::-1])
    if (end <= first).any():
        return
    x = np.arange(first[0], end[0])[None] + 0.5
    y = np.arange(first[1], end[1])[:, None] + 0.5
    (ax, ay), (bx, by), (cx, cy) = q
    area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
    u = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area
    v = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area
    inside = (u >= -0.02) & (v >= -0.02) & (u + v <= 1.02)
    z = triangle[0, 2] + u * (triangle[1, 2] - triangle[0, 2]) + v * (triangle[2, 2] - triangle[0, 2])
    window = np.s_[first[1] : end[1], first[0] : end[0]]
    nearer = inside & (z > depth[window])
    depth[window][nearer] = z[nearer]
    patch[window][nearer] = number


def smoothed(values: ArrayLike, reach: int) -> Floats:
    """Running mean over ±``reach`` samples, ends repeated."""
    padded = np.pad(np.asarray(values, float), reach, mode="edge")
    return np.convolve(padded, np.ones(2 * reach + 1) / (2 * reach + 1), "valid")


def spread(columns: Ints, count: int) -> Ints:
    """``count`` columns evenly between the first and the last."""
    return np.linspace(columns[0], columns[-1], count).astype(int)


def ends(mask: NDArray[np.bool_], columns: Sequence[int] | Ints) -> tuple[Ints, Ints]:
    """Highest and lowest marked row of each of the columns, filled from their neighbours where empty."""
    rows = [np.flatnonzero(mask[:, column]) for column in columns]
    filled = [index for index, found in enumerate(rows) if len(found)]
    top = np.interp(np.arange(len(rows)), filled, [rows[i].max() for i in filled])
    low = np.interp(np.arange(len(rows)), filled, [rows[i].min() for i in filled])
    return top.round().astype(int), low.round().astype(int)
