"""Where things are after a hand on the plan has moved or turned them."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.scene.model import Transform
from previz.scene.transform import UP, axis_angle, rotation_matrix, rotation_quat
from previz.studio import tracks
from previz.studio.floor_plan import Point


def box_of(outline: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Left, bottom, width, height of an outline (n, 2), in view coordinates."""
    low, high = outline.min(axis=0), outline.max(axis=0)
    return float(low[0]), float(-high[1]), float(high[0] - low[0]), float(high[1] - low[1])


def shifted(transform: Transform, by: Point, step_m: float) -> Transform:
    """Moved on the level; onto a grid of ``step_m`` unless that is 0."""
    x, y, z = transform.position_m
    x, z = x + by[0], z + by[1]
    if step_m:
        x, z = round(x / step_m) * step_m, round(z / step_m) * step_m
    return msgspec.structs.replace(transform, position_m=(round(x, 4), y, round(z, 4)))


def faced(transform: Transform, heading_deg: float) -> Transform:
    """Turned about the upright until it faces that way; what leans goes on leaning."""
    by = heading_deg - tracks.heading_deg(transform.rotation)
    turn = rotation_matrix(axis_angle(UP, by)) @ rotation_matrix(transform.rotation)
    return msgspec.structs.replace(transform, rotation=rotation_quat(turn))
