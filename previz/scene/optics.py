"""Sensors, lenses and what they see. Every part of the program asks here, so all of them agree."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.errors import BadProject

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class View:
    """The angle of view of a framed lens: what a renderer, a guide and a shot list need to know.

    ``tan_x`` and ``tan_y`` are the tangents of half the horizontal and vertical field of view, so a camera
    space point (x, y, −z) lands at ndc (x / (z·tan_x), y / (z·tan_y)), both −1…1 inside the frame, y up.
    """

    tan_x: float
    tan_y: float
    used_width_mm: float
    used_height_mm: float
    squeeze: float = 1.0

    @property
    def aspect(self) -> float:
        return self.tan_x / self.tan_y

    @property
    def hfov_deg(self) -> float:
        return math.degrees(2 * math.atan(self.tan_x))

    @property
    def vfov_deg(self) -> float:
        return math.degrees(2 * math.atan(self.tan_y))

    def projection(self, near_m: float = 0.05, far_m: float = 500.0) -> Floats:
        """clip_from_camera, (4, 4), OpenGL clip space."""
        result = np.zeros((4, 4))
        result[0, 0], result[1, 1] = 1 / self.tan_x, 1 / self.tan_y
        result[2, 2] = -(far_m + near_m) / (far_m - near_m)
        result[2, 3] = -2 * far_m * near_m / (far_m - near_m)
        result[3, 2] = -1
        return result

    def project(self, camera_points: ArrayLike) -> Floats:
        """Camera space (…, 3) → (…, 3) of ndc x, ndc y and depth in metres (distance along the view axis).

        Points behind the lens keep their negative depth; their ndc is meaningless.
        """
        p = np.asarray(camera_points, float)
        depth = -p[..., 2]
        safe = np.where(np.abs(depth) < 1e-9, 1e-9, depth)
        return np.stack([p[..., 0] / (safe * self.tan_x), p[..., 1] / (safe * self.tan_y), depth], axis=-1)


def framed_view(
    width_mm: float, height_mm: float, aspect: float, focal_length_mm: float, squeeze: float = 1.0
) -> View:
    """View of the largest picture of ``aspect`` (desqueezed) that fits on the sensor.

    ``w_used = min(W, H·a/s)``, ``h_used = w_used·s/a``, ``tan(hfov/2) = s·w_used/2f`` (film-grammar §4).
    Raises BadProject for a length, aspect or squeeze that is not a positive number.
    """
    for name, value in (
        ("sensor width", width_mm),
        ("sensor height", height_mm),
        ("frameline aspect", aspect),
        ("focal length", focal_length_mm),
        ("squeeze", squeeze),
    ):
        if not (math.isfinite(value) and value > 0):
            raise BadProject(f"The {name} is {value:g}; give a number above 0.")
    used_width = min(width_mm, height_mm * aspect / squeeze)
    used_height = used_width * squeeze / aspect
    return View(
        tan_x=squeeze * used_width / (2 * focal_length_mm),
        tan_y=used_height / (2 * focal_length_mm),
        used_width_mm=used_width,
        used_height_mm=used_height,
        squeeze=squeeze,
    )
