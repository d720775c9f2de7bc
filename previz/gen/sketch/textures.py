"""Marks of broad tools: the bands of a marker, the bristles of a brush, laid along a direction."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from previz.gen.sketch.noise import hash01
from previz.gen.sketch.sheet import Floats

_ROWS = 1024
_MARGIN = 192


def laid(texture: Floats, size: tuple[int, int], angle_deg: float, stretch: float) -> Floats:
    """A texture whose marks run along its rows, turned by ``angle_deg`` over a picture (height, width)."""
    height, width = size
    a = np.radians(angle_deg)
    turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]]) / stretch
    middle = np.array([texture.shape[1] / 2, texture.shape[0] / 2])
    shift = middle - turn @ np.array([width / 2, height / 2])
    return np.asarray(
        cv2.warpAffine(
            texture,
            np.column_stack([turn, shift]),
            (width, height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_WRAP,
        )
    )


@lru_cache(maxsize=2)
def bands(seed: int) -> tuple[Floats, Floats]:
    """Marker bands 16 rows wide: how dark each is (−1…1, darker where two overlap), and how far each slips
    along its own direction (−1…1)."""
    count = _ROWS // 16
    rows = np.arange(_ROWS)
    band, place = rows // 16, rows % 16
    x = np.linspace(0, 8, _ROWS, endpoint=False)
    cell = x.astype(int)
    blend = x - cell
    blend = blend * blend * (3 - 2 * blend)
    numbers = (np.arange(count)[:, None] * 8 + np.arange(9)[None] % 8).astype(np.int64)
    slip = hash01(numbers, seed + 61) * 2 - 1
    slip = slip[:, cell] * (1 - blend) + slip[:, cell + 1] * blend
    value = (hash01(numbers, seed + 62) * 2 - 1)[:, cell]
    value = value * 0.4 + (hash01(np.arange(count), seed + 63) * 2 - 1)[:, None] * 0.4
    overlap = np.exp(-(((place - 0.5) / 1.3) ** 2)) + np.exp(-(((place - 15.5) / 1.3) ** 2))
    dark = value[band] + overlap[:, None] * 0.8
    return dark.astype(np.float32), slip[band].astype(np.float32)


@lru_cache(maxsize=2)
def bristles(seed: int) -> Floats:
    """Streaks of a flat brush along the rows, deviation about ½."""
    noise = hash01(np.arange(_ROWS * 256), seed + 71).reshape(_ROWS, 256) - 0.5
    wide = cv2.resize(noise, (_ROWS, _ROWS), interpolation=cv2.INTER_NEAREST)
    wide = np.pad(wide, _MARGIN, mode="wrap")  # so that the texture joins itself on all sides
    streak = cv2.GaussianBlur(wide, (0, 0), sigmaX=26, sigmaY=0.9)
    coarse = cv2.GaussianBlur(wide, (0, 0), sigmaX=60, sigmaY=5)
    mixed = (streak / streak.std() + coarse / coarse.std())[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
    return np.asarray(mixed * 0.35, np.float32)
