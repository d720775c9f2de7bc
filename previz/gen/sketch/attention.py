"""What the eye is led to: the lens's focus, and the quiet edge that an artist leaves round the people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.people import Optics

if TYPE_CHECKING:
    from previz.gen.sketch.sheet import Sheet

Floats = NDArray[np.floating[Any]]

_SHARP, _SOFT = 6.0, 40.0
"""Circles of confusion, px of 1920: up to the first all is in focus, from the second quite out of it."""
_FAR_M = 1.0e6


class LensFacts(Protocol):
    """The part of `request.CameraFacts` that a drawing needs."""

    @property
    def focal_length_mm(self) -> float: ...
    @property
    def t_stop(self) -> float: ...


def softness(depth: Floats, optics: Optics, lens: LensFacts) -> Floats | None:
    """How far out of focus every pixel is, 0 sharp … 1; None where the lens holds everything.

    The circle of confusion is f² |d − s| / (N d (s − f)) on a sensor 2 f tan(hfov / 2) wide.
    """
    focal, focus = lens.focal_length_mm / 1000, optics.focus_m
    reach = focal / (2 * lens.t_stop * optics.tan_x * max(focus - focal, focal))
    circle = np.abs(1 - np.float32(focus) / np.maximum(depth, 0.05)) * np.float32(reach * 1920)
    soft = np.clip((circle - _SHARP) / (_SOFT - _SHARP), 0, 1).astype(np.float32)
    return soft if soft.max(initial=0) > 0.02 else None


def defocused(values: Floats, soft: Floats, sigma_px: float) -> Floats:
    """(h, w) or (h, w, 3) with what is out of focus blurred; what is sharp does not bleed into it."""
    height, width = soft.shape
    size = (max(width // 4, 1), max(height // 4, 1))
    deep = values.ndim == 3
    weight = soft + np.float32(0.002)
    weighed = cv2.multiply(values, cv2.merge([weight] * 3) if deep else weight)
    wide, total = (
        cv2.GaussianBlur(cv2.resize(part, size, interpolation=cv2.INTER_AREA), (0, 0), max(sigma_px / 4, 0.3))
        for part in (weighed, weight)
    )
    blurred = cv2.resize(wide / (total[..., None] if deep else total), (width, height))
    share = cv2.merge([soft] * 3) if deep else soft
    return np.asarray(values + (blurred - values) * share, np.float32)


@dataclass(frozen=True)
class Halo:
    """Half size: how near the outline of somebody is (1 at it … 0), and how far away they are, metres."""

    share: Floats
    front_m: Floats

    def over(self, depth: Floats) -> Floats:
        """(h/2, w/2) of half-size depths: where something lies just beside somebody who stands before it."""
        return np.asarray(self.share * self._back(depth, self.front_m))

    def along(self, points: Floats, depth: Floats) -> Floats:
        """(n,) the same for points of lines, full-size px and metres."""
        rows, columns = self.share.shape
        y = np.clip(points[:, 1] / 2, 0, rows - 1).astype(int)
        x = np.clip(points[:, 0] / 2, 0, columns - 1).astype(int)
        return np.asarray(self.share[y, x] * self._back(depth, self.front_m[y, x]))

    @staticmethod
    def _back(depth: Floats, front: Floats) -> NDArray[np.bool_]:
        return np.asarray(depth > front + np.maximum(0.20, 0.04 * front))


def halo(sheet: Sheet, reach_px: float) -> Halo | None:
    """The strip of ``reach_px`` (of 1920) round all people; None where there is nobody or no room for it."""
    figure = sheet.figure[::2, ::2]
    reach = reach_px * sheet.scale / 2
    if reach < 0.7 or not figure.any():
        return None
    near = np.where(figure, sheet.half_depth, np.float32(_FAR_M)).astype(np.float32)
    front = cv2.erode(near, np.ones((2 * int(np.ceil(reach)) + 1,) * 2, np.uint8))
    away = cv2.distanceTransform((~figure).astype(np.uint8), cv2.DIST_L2, 3)
    share = np.clip(1.7 - away / np.float32(reach), 0, 1) * ~figure
    return Halo(share.astype(np.float32), front)
