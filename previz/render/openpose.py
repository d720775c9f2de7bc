"""Posed people as OpenPose skeletons, in the colours that pose ControlNets were trained with.

Body: COCO's 18 points. Limb order, colours and the darkened limbs under bright joints are those of the
OpenPose demo (Cao et al., 2019). Points that the picture does not show are left out, as a detector would.
"""

from __future__ import annotations

import colorsys
import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.render.drawlist import DrawList, FigureInstance
from previz.render.gbuffer import GBuffer
from previz.scene.blocking import CameraState
from previz.scene.transform import apply, matrix, rigid_inverse

Floats = NDArray[np.float64]
Canvas = NDArray[np.uint8]

LIMBS = (
    (1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13),
    (1, 0), (0, 14), (14, 16), (0, 15), (15, 17),
)  # fmt: skip
COLOURS = (
    (255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0), (0, 255, 0),
    (0, 255, 85), (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255), (0, 0, 255), (85, 0, 255),
    (170, 0, 255), (255, 0, 255), (255, 0, 170), (255, 0, 85),
)  # fmt: skip
"""RGB; limb n and point n share colour n."""
HAND_BONES = tuple(
    (0 if k == 0 else 4 * finger + k, 4 * finger + k + 1) for finger in range(5) for k in range(4)
)
_HAND_POINT = (0, 0, 255)
_LIMB_SHARE = 0.6
_FACE = (0, 14, 15, 16, 17)
_WRISTS = {"left": 7, "right": 4}
_IN_HEAD_M = 0.055
"""A face point deeper than this below the visible surface is on the far side of the head."""
_BEHIND_M = 0.20
"""A wrist deeper than this below the own body's surface is behind the back."""
_OTHER_M = 0.03
_TRAINED_PX = 512
"""Short side of the pictures for which limbs are 4 px thick."""
_HAND_FROM_PX = 14
"""Hands that span less are left out."""


@dataclass(frozen=True, eq=False)
class Skeleton:
    """One person's points in pixels from the top left; NaN where the picture does not show the point."""

    object_id: int
    body: Floats
    """(18, 2)"""
    left_hand: Floats
    """(21, 2)"""
    right_hand: Floats
    """(21, 2)"""
    distance_m: float


def skeletons(draw_list: DrawList, camera: CameraState, g: GBuffer) -> tuple[Skeleton, ...]:
    """Everybody of whom a body point shows, the farthest first. Needs ids and depth."""
    found = [_skeleton(figure, camera, g) for figure in draw_list.figures]
    shown = [skeleton for skeleton in found if np.isfinite(skeleton.body).any()]
    return tuple(sorted(shown, key=lambda skeleton: -skeleton.distance_m))


def openpose_guide(draw_list: DrawList, camera: CameraState, size_px: tuple[int, int], g: GBuffer) -> Canvas:
    """(h, w, 3) skeletons on black. ``g`` is a capture of the same draw list and camera at ``size_px``."""
    if g.size_px != size_px:
        raise ValueError(f"the passes are {g.size_px}, not {size_px}")
    canvas = np.zeros((size_px[1], size_px[0], 3), np.uint8)
    unit = max(1.0, min(size_px) / _TRAINED_PX)
    for skeleton in skeletons(draw_list, camera, g):
        _draw_body(canvas, skeleton.body, unit)
        for hand in (skeleton.left_hand, skeleton.right_hand):
            _draw_hand(canvas, hand, unit)
    return canvas


def _skeleton(figure: FigureInstance, camera: CameraState, g: GBuffer) -> Skeleton:
    body_m, left_m, right_m = figure.posed.openpose_m()
    camera_from_figure = rigid_inverse(matrix(camera.transform)) @ figure.world_from_figure
    body, body_depth = _project(apply(camera_from_figure, body_m), camera, g.size_px)
    hidden = ~_shown(body, body_depth, figure.object_id, g)
    face = list(_FACE)
    hidden[face] |= _deeper(body[face], body_depth[face], _IN_HEAD_M, g)
    body[hidden] = np.nan
    hands = {}
    for side, points_m in (("left", left_m), ("right", right_m)):
        points, depth = _project(apply(camera_from_figure, points_m), camera, g.size_px)
        lost = ~_shown(points, depth, figure.object_id, g) | _deeper(points, depth, _BEHIND_M, g)
        points[lost] = np.nan
        if hidden[_WRISTS[side]] or _span(points) < _HAND_FROM_PX:
            points[:] = np.nan
        hands[side] = points
    return Skeleton(figure.object_id, body, hands["left"], hands["right"], float(body_depth[1]))


def _project(camera_m: Floats, camera: CameraState, size_px: tuple[int, int]) -> tuple[Floats, Floats]:
    """(n, 3) camera space → (n, 2) pixels and (n,) depth; NaN behind the lens or outside the picture."""
    seen = camera.view.project(camera_m)
    points = (seen[:, :2] * (0.5, -0.5) + 0.5) * size_px
    outside = (np.abs(seen[:, :2]) >= 1).any(axis=1) | (seen[:, 2] <= 0)
    points[outside] = np.nan
    return points, seen[:, 2]


def _span(points: Floats) -> float:
    """The larger side of the box round the points that show, pixels."""
    shown = points[np.isfinite(points[:, 0])]
    return float(np.ptp(shown, axis=0).max()) if len(shown) else 0.0


def _at(points: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns under the points; pixel (0, 0) for those outside."""
    whole = np.nan_to_num(points).astype(np.intp)
    return whole[:, 1], whole[:, 0]


def _shown(points: Floats, depth: Floats, object_id: int, g: GBuffer) -> NDArray[np.bool_]:
    """Inside the picture and not behind another object."""
    rows, columns = _at(points)
    other = g.objects[rows, columns] != object_id
    covered = other & (g.depth_m[rows, columns] < depth - _OTHER_M)
    return np.asarray(np.isfinite(points[:, 0]) & ~covered)


def _deeper(points: Floats, depth: Floats, limit_m: float, g: GBuffer) -> NDArray[np.bool_]:
    rows, columns = _at(points)
    return np.asarray(depth - g.depth_m[rows, columns] > limit_m)


def _draw_body(canvas: Canvas, points: Floats, unit: float) -> None:
    for (start, end), colour in zip(LIMBS, COLOURS, strict=False):
        a, b = points[start], points[end]
        if np.isfinite([a, b]).all():
            dark = [int(channel * _LIMB_SHARE) for channel in colour]
            cv2.fillConvexPoly(canvas, _limb(a, b, 4 * unit), dark, cv2.LINE_AA, _FRACTION_BITS)
    for point, colour in zip(points, COLOURS, strict=True):
        _dot(canvas, point, 4 * unit, colour)


def _draw_hand(canvas: Canvas, points: Floats, unit: float) -> None:
    for number, (start, end) in enumerate(HAND_BONES):
        a, b = points[start], points[end]
        if np.isfinite([a, b]).all():
            hue = colorsys.hsv_to_rgb(number / len(HAND_BONES), 1, 1)
            thickness = max(1, round(2 * unit))
            ends = [tuple(int(v) for v in _fixed(point)) for point in (a, b)]
            colour = [round(255 * channel) for channel in hue]
            cv2.line(canvas, ends[0], ends[1], colour, thickness, cv2.LINE_AA, _FRACTION_BITS)
    for point in points:
        _dot(canvas, point, 2.5 * unit, _HAND_POINT)


_FRACTION_BITS = 4


def _fixed(points: Floats) -> NDArray[np.int32]:
    """Pixels from the top left corner → OpenCV's fixed point, which counts from the first pixel's middle."""
    return np.asarray(np.round((points - 0.5) * 2**_FRACTION_BITS), np.int32)


def _limb(a: Floats, b: Floats, half_width: float) -> NDArray[np.int32]:
    """Outline of an ellipse between two joints."""
    turn = np.linspace(0, 2 * math.pi, 48, endpoint=False)
    along = (b - a) / 2
    length = max(float(np.linalg.norm(along)), 1e-6)
    across = np.array([-along[1], along[0]]) / length * half_width
    return _fixed((a + b) / 2 + np.cos(turn)[:, None] * along + np.sin(turn)[:, None] * across)


def _dot(canvas: Canvas, point: Floats, radius: float, colour: tuple[int, int, int]) -> None:
    if np.isfinite(point).all():
        centre = tuple(int(v) for v in _fixed(point))
        size = round(radius * 2**_FRACTION_BITS)
        cv2.circle(canvas, centre, size, colour, -1, cv2.LINE_AA, _FRACTION_BITS)
