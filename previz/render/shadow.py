"""Where shadow maps look, as plain matrices. See renderer.py for the drawing of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from previz.render.light import LAMP_REACH_M, KeyLight
from previz.scene.transform import apply, unit

Floats = NDArray[np.float64]

_SMALL_PX, _LARGE_PX, _LARGE_FROM_M = 2048, 4096, 14.0
_FACE_PX = 1024
_FACE_TAN = 1.02
"""Slightly over 45°, so that the filter finds its neighbours at the borders of a face."""
_LAMP_NEAR_M = 0.12
_FACES = (
    ((1, 0, 0), (0, 1, 0)),
    ((-1, 0, 0), (0, 1, 0)),
    ((0, 1, 0), (0, 0, 1)),
    ((0, -1, 0), (0, 0, 1)),
    ((0, 0, 1), (0, 1, 0)),
    ((0, 0, -1), (0, 1, 0)),
)
"""(direction, up) of the six maps round a lamp, in the order of face_of() in light.fs.glsl."""


@dataclass(frozen=True, eq=False)
class ShadowView:
    """One map or six in an atlas of ``size_px``."""

    size_px: tuple[int, int]
    cameras: Floats
    """(n, 4, 4) camera_from_world."""
    projections: Floats
    """(n, 4, 4) clip_from_camera."""
    tiles_px: tuple[tuple[int, int, int, int], ...]
    """(left, bottom, width, height) of each map."""
    texel_m: tuple[float, float]
    """Metres per texel: everywhere, and per metre of distance from the lamp."""

    def clip_from_world(self) -> Floats:
        """(6, 4, 4); unused ones repeat the first."""
        maps = np.einsum("nij,njk->nik", self.projections, self.cameras)
        return np.concatenate([maps, np.repeat(maps[:1], 6 - len(maps), axis=0)])

    def tiles(self) -> Floats:
        """(6, 4) origin and size in the atlas, 0–1."""
        width, height = self.size_px
        tiles = np.array(self.tiles_px, float) / (width, height, width, height)
        return np.concatenate([tiles, np.repeat(tiles[:1], 6 - len(tiles), axis=0)])


def shadow_view(key: KeyLight, low: Floats, high: Floats) -> ShadowView:
    """Maps that hold every shadow of casters within the world box (low, high)."""
    return _distant(key, low, high) if key.position_m is None else _round_lamp(key)


def _camera(place: Floats, forward: Floats, up: Floats) -> Floats:
    """camera_from_world, (4, 4)."""
    right = unit(np.cross(forward, up))
    rows = np.stack([right, np.cross(right, forward), -forward])
    result = np.eye(4)
    result[:3, :3], result[:3, 3] = rows, -rows @ place
    return result


def _distant(key: KeyLight, low: Floats, high: Floats) -> ShadowView:
    """Parallel light: what is outside the casters' outline as the light sees it can be in no shadow."""
    towards = unit(np.array(key.direction, float))
    up = np.array([0.0, 0.0, 1.0]) if abs(towards[1]) > 0.95 else np.array([0.0, 1.0, 0.0])
    camera = _camera((low + high) / 2, -towards, up)
    corners = np.stack(np.meshgrid(*zip(low, high, strict=True)), axis=-1).reshape(8, 3)
    seen = apply(camera, corners)
    margin = 0.05 + 0.01 * float(np.ptp(seen, axis=0).max())
    least, most = seen.min(axis=0) - margin, seen.max(axis=0) + margin
    size = most - least
    projection = np.eye(4)
    projection[[0, 1], [0, 1]] = 2 / size[:2]
    projection[:2, 3] = -(most + least)[:2] / size[:2]
    projection[2, 2], projection[2, 3] = -2 / size[2], (most + least)[2] / size[2]
    extent = float(size[:2].max())
    side = _LARGE_PX if extent > _LARGE_FROM_M else _SMALL_PX
    return ShadowView(
        (side, side), camera[None], projection[None], ((0, 0, side, side),), (extent / side, 0.0)
    )


def _round_lamp(key: KeyLight) -> ShadowView:
    place = np.array(key.position_m, float)
    cameras = [_camera(place, np.array(d, float), np.array(up, float)) for d, up in _FACES]
    near, far = _LAMP_NEAR_M, LAMP_REACH_M * 1.25
    projection = np.zeros((4, 4))
    projection[0, 0] = projection[1, 1] = 1 / _FACE_TAN
    projection[2, 2], projection[2, 3] = -(far + near) / (far - near), -2 * far * near / (far - near)
    projection[3, 2] = -1
    tiles = tuple((n % 3 * _FACE_PX, n // 3 * _FACE_PX, _FACE_PX, _FACE_PX) for n in range(6))
    return ShadowView(
        (3 * _FACE_PX, 2 * _FACE_PX),
        np.stack(cameras),
        np.repeat(projection[None], 6, axis=0),
        tiles,
        (0.0, 2 * _FACE_TAN / _FACE_PX),
    )
