"""A line guide traced from ids and depth: exact borders, no threshold on shading."""

from __future__ import annotations

from collections.abc import Collection

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.render.gbuffer import GBuffer

_GAP_M, _GAP_SHARE = 0.03, 0.012
_BODY_GAP_M, _BODY_GAP_SHARE = 0.010, 0.005
"""A step in depth between neighbours is a contour above metres + share of the distance."""
_SEAM_M, _SEAM_SHARE = 0.0004, 0.0005
_SEAM_COSINE = np.float32(np.cos(np.radians(10)))
"""Patches that meet flatter than this within one thing are a seam of the modelling, not an edge."""
_REFERENCE_PX = 1080
"""Picture height from which lines grow thicker than 1½ pixels."""

Bools = NDArray[np.bool_]
Singles = NDArray[np.float32]


def line_guide(g: GBuffer, figures: Collection[int] = ()) -> NDArray[np.uint8]:
    """(h, w): white lines on black, where objects, patches or depths part.

    ``figures`` are the object ids of people, on whom every border of a material is a line and small steps in
    depth (an arm before the chest) are too. Needs ids, depth and normals.
    """
    result = np.zeros(g.ids.shape, np.uint8)
    near = (1 / g.depth_m).astype(np.float32)
    bodies = np.isin(g.objects, list(figures))
    for axis in (0, 1):
        a, b = _pair(axis)
        edge = _edges(g.ids, near, bodies, g.normals, axis)
        owner = near[a] >= near[b]
        strong, weak = edge * np.uint8(255), edge * np.uint8(110)
        np.maximum(result[a], np.where(owner, strong, weak), out=result[a])
        np.maximum(result[b], np.where(owner, weak, strong), out=result[b])
    if extra := round(1.5 * (g.ids.shape[0] / _REFERENCE_PX - 1)):
        size = 1 + max(extra, 0)
        result = cv2.dilate(result, np.ones((size, size), np.uint8))
    return result


def _pair(axis: int, apart: int = 1) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Slices of all pixels with a neighbour ``apart`` along an axis, and of those neighbours."""
    first, second = [slice(None)] * 2, [slice(None)] * 2
    first[axis], second[axis] = slice(None, -apart), slice(apart, None)
    return tuple(first), tuple(second)


def _edges(
    ids: NDArray[np.uint32], near: Singles, bodies: Bools, normals: NDArray[np.float16], axis: int
) -> Bools:
    """True between the pixels of `_pair` that a line parts. ``near`` is 1 / depth, 0 for nothing."""
    a, b = _pair(axis)
    gap = _gap_m(near, axis)
    distance = 1 / np.maximum(np.maximum(near[a], near[b]), np.float32(1e-9))
    same = ids[a] >> np.uint32(16) == ids[b] >> np.uint32(16)
    body = bodies[a] & bodies[b]
    limit = np.where(body, _BODY_GAP_M + _BODY_GAP_SHARE * distance, _GAP_M + _GAP_SHARE * distance)
    edge = (ids[a] != ids[b]) | (same & (gap > limit))
    doubtful = np.nonzero(edge & same & ~body & (gap < _SEAM_M + _SEAM_SHARE * distance))
    flat = np.einsum("ni,ni->n", normals[a][doubtful].astype(np.float32), normals[b][doubtful]) > _SEAM_COSINE
    edge[doubtful] = ~flat
    return np.asarray(edge)


def _gap_m(near: Singles, axis: int) -> Singles:
    """Step in depth between neighbours beyond what the slope on either side explains, metres.

    1 / depth is linear across a plane seen in perspective, so a floor running away makes no step.
    """
    a, b = _pair(axis)
    step = near[b] - near[a]
    slope = np.pad(step, [(1, 1) if other == axis else (0, 0) for other in (0, 1)], "edge")
    before, after = (slope[part] for part in _pair(axis, 2))
    jump = np.minimum(np.abs(step - before), np.abs(step - after))
    closest = np.maximum(near[a], near[b])
    return np.asarray(jump / np.maximum(closest, 1e-9) ** 2, np.float32)
