"""From pixels of a view to the set and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QPointF, QRectF

from previz.scene.blocking import CameraState
from previz.scene.transform import apply, matrix, rigid_inverse, rotation_matrix, unit

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sighting:
    """A camera and the rectangle (logical pixels of the window) that its picture fills."""

    camera: CameraState
    rect: QRectF

    def ray(self, at: QPointF) -> tuple[Floats, Floats]:
        """(eye, unit direction) of the world through a pixel."""
        view = self.camera.view
        x = (at.x() - self.rect.left()) / self.rect.width() * 2 - 1
        y = 1 - (at.y() - self.rect.top()) / self.rect.height() * 2
        local = np.array([x * view.tan_x, (y + view.shift_y) * view.tan_y, -1.0])
        turn = rotation_matrix(self.camera.rotation)
        return np.asarray(self.camera.position_m, float), unit(np.einsum("ij,j->i", turn, local))

    def places(self, points_m: ArrayLike) -> Floats:
        """(n, 3) world → (n, 3) window x, y and depth in metres; below 0 behind the lens."""
        seen = apply(rigid_inverse(matrix(self.camera.transform)), np.asarray(points_m, float).reshape(-1, 3))
        found = self.camera.view.project(seen)
        x = self.rect.left() + (found[:, 0] + 1) / 2 * self.rect.width()
        y = self.rect.top() + (1 - found[:, 1]) / 2 * self.rect.height()
        return np.stack([x, y, found[:, 2]], axis=1)

    def metres_per_px(self, point_m: ArrayLike) -> float:
        """How much of the world a pixel covers at a point's depth."""
        depth = max(float(self.places(point_m)[0, 2]), 0.05)
        return 2 * self.camera.view.tan_y * depth / self.rect.height()


def on_plane(eye: Floats, way: Floats, point: Floats, normal: Floats) -> Floats | None:
    """Where a ray meets a plane; None when it runs along it or away."""
    slope = float(way @ normal)
    if abs(slope) < 1e-4:
        return None
    share = float((point - eye) @ normal) / slope
    return eye + way * share if share > 0 else None


def along_axis(eye: Floats, way: Floats, point: Floats, axis: Floats) -> float | None:
    """How far along ``axis`` (unit) from ``point`` a ray comes nearest to it; None when they are parallel."""
    between = point - eye
    cosine = float(way @ axis)
    sine = 1 - cosine * cosine
    if sine < 1e-4:
        return None
    return float((between @ way) * cosine - between @ axis) / sine
