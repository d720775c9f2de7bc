"""Outlines: where a picture has edges, where the guides say that they should be, and how well both agree.

Everything works on small copies (`WIDTH_PX` wide), because a drifted actor is seen in those as well, and
with directions, because a hatched picture has an edge near every point but not of every direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]

WIDTH_PX = 640
TOLERANCE = 0.0045
"""Share of the picture's diagonal by which an edge may miss its place (BSDS allows 0.0075)."""
ANGLE_DEG = 25.0
STRONG, WEAK = 0.92, 0.84
"""Quantiles of the picture's own gradient at which an edge begins and goes on; no style needs its own."""
DEPTH_STEP = 0.06
"""Relative jump in depth that has an outline."""
MOST_POINTS = 600


@dataclass(frozen=True, eq=False)
class Edges:
    """A picture's edges as a field: for each pixel, how far the nearest one is and which way it runs."""

    distance_px: Floats
    direction: Floats
    """(h, w) radians modulo π, across the nearest edge."""
    on: Bools


@dataclass(frozen=True, eq=False)
class Outline:
    """Points at which an edge is expected."""

    x: NDArray[np.int32]
    y: NDArray[np.int32]
    direction: Floats
    """(n,) radians modulo π, across the outline."""

    def __len__(self) -> int:
        return len(self.x)

    def mirrored(self, width: int) -> Outline:
        return Outline((width - 1 - self.x).astype(np.int32), self.y, np.float32(np.pi) - self.direction)

    def scaled(self, factor: float, centre_xy: tuple[float, float]) -> Outline:
        """About ``centre_xy`` in pixels; directions stay."""
        cx, cy = centre_xy
        x, y = cx + (self.x - cx) * factor, cy + (self.y - cy) * factor
        return Outline(np.rint(x).astype(np.int32), np.rint(y).astype(np.int32), self.direction)


def small_size(size_px: tuple[int, int]) -> tuple[int, int]:
    """(width, height) of the copies that are compared."""
    width, height = size_px
    small = min(WIDTH_PX, width)
    return small, max(8, round(height * small / width))


def tolerance_px(size_px: tuple[int, int]) -> float:
    return max(1.5, TOLERANCE * float(np.hypot(*size_px)))


def picture_edges(pixels: NDArray[np.uint8], size_px: tuple[int, int]) -> Edges:
    """(h, w, 3) sRGB to the edges of its small copy."""
    small = cv2.resize(np.ascontiguousarray(pixels[..., :3]), size_px, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (0, 0), 1.4)
    dx, dy = cv2.Sobel(grey, cv2.CV_16S, 1, 0), cv2.Sobel(grey, cv2.CV_16S, 0, 1)
    size = np.hypot(dx.astype(np.float32), dy.astype(np.float32))
    weak, strong = np.quantile(size[::2, ::2], (WEAK, STRONG))
    on = cv2.Canny(dx, dy, max(4.0, float(weak)), max(8.0, float(strong)), L2gradient=True) > 0
    return _field(on, np.arctan2(dy.astype(np.float32), dx.astype(np.float32)))


def _field(on: Bools, direction: Floats) -> Edges:
    """Spread each edge pixel's direction to the pixels that it is nearest to."""
    if not on.any():
        return Edges(np.full(on.shape, 1e6, np.float32), direction, on)
    distance, labels = cv2.distanceTransformWithLabels(
        np.where(on, 0, 255).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known = np.zeros(int(labels.max()) + 1, np.float32)
    known[labels[on]] = direction[on]
    return Edges(distance, known[labels], on)


def mask_outline(mask: Bools, most: int = MOST_POINTS) -> Outline:
    """The silhouette of a (h, w) mask without where the frame cuts it."""
    line = mask & (cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) == 0)
    line[[0, 1, -2, -1]] = False
    line[:, [0, 1, -2, -1]] = False
    return _outline(line, mask.astype(np.float32), most)


def guide_outline(objects: NDArray[Any], depth_m: Floats, most: int = 4 * MOST_POINTS) -> Outline:
    """Where one object meets another, and where depth jumps within one."""
    nearness = np.where(np.isfinite(depth_m), 1 / np.maximum(depth_m, 1e-3), 0).astype(np.float32)
    kernel = np.ones((3, 3), np.uint8)
    low, high = cv2.erode(nearness, kernel), cv2.dilate(nearness, kernel)
    jump = (high - low) > DEPTH_STEP * 3 * np.maximum(high, 1e-6)
    values = objects.astype(np.float32)
    line = (cv2.dilate(values, kernel) != cv2.erode(values, kernel)) | jump
    line[[0, 1, -2, -1]] = False
    line[:, [0, 1, -2, -1]] = False
    return _outline(line, line.astype(np.float32), most, thick=True)


def _outline(line: Bools, field: Floats, most: int, thick: bool = False) -> Outline:
    soft = cv2.GaussianBlur(field, (0, 0), 2.0)
    dx, dy = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    if thick:  # a ridge: across it is the main axis of its structure tensor
        xx, xy, yy = (cv2.GaussianBlur(part, (0, 0), 2.5) for part in (dx * dx, dx * dy, dy * dy))
        across = 0.5 * np.arctan2(2 * xy, xx - yy)
    else:
        across = np.arctan2(dy, dx)
    y, x = np.nonzero(line)
    if len(y) > most:
        chosen = np.linspace(0, len(y) - 1, most).astype(int)
        y, x = y[chosen], x[chosen]
    return Outline(x.astype(np.int32), y.astype(np.int32), across[y, x].astype(np.float32))


def met(
    edges: Edges, outline: Outline, tolerance: float, shift_xy: tuple[int, int] = (0, 0)
) -> tuple[float, float]:
    """(share of the points inside the frame that have an edge of their direction near, share inside)."""
    hits, inside = hit(edges, outline, tolerance, shift_xy)
    seen = int(inside.sum())
    return (float(hits.sum()) / seen if seen else 0.0), seen / max(1, len(outline))


def hit(
    edges: Edges, outline: Outline, tolerance: float, shift_xy: tuple[int, int] = (0, 0)
) -> tuple[Bools, Bools]:
    """Per point: is an edge of its direction near, and is it inside the frame?"""
    height, width = edges.distance_px.shape
    x, y = outline.x + shift_xy[0], outline.y + shift_xy[1]
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    turn = edges.direction[y, x] - outline.direction
    close = np.abs((turn + np.pi / 2) % np.pi - np.pi / 2) < np.deg2rad(ANGLE_DEG)
    return (edges.distance_px[y, x] <= tolerance) & close & inside, inside


def chance(edges: Edges, outline: Outline, tolerance: float) -> float:
    """What the same outline meets when it lies elsewhere: textures and noise meet much everywhere."""
    height, width = edges.distance_px.shape
    found = []
    for share_x, share_y in ((0.23, 0.31), (0.37, 0.67), (0.53, 0.43), (0.71, 0.29), (0.83, 0.61)):
        moved = Outline(
            ((outline.x + int(share_x * width)) % width).astype(np.int32),
            ((outline.y + int(share_y * height)) % height).astype(np.int32),
            outline.direction,
        )
        found.append(met(edges, moved, tolerance)[0])
    return float(np.mean(found))


def corrected(share: float, by_chance: float) -> float:
    """1 = all of it, 0 = no more than by chance."""
    return (share - by_chance) / max(1e-6, 1 - by_chance)
