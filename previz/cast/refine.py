"""Rounder contours for close-ups: curved (Phong) tessellation of a skinned rest mesh.

Each edge's middle is pulled towards the tangent planes of its ends (Boubekeur and Alexa,
*Phong Tessellation*, 2008). Vertices that are split between patches share position and normal, so no cracks
open.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from previz.scene.mesh import Mesh

CURVATURE = 0.7
STRAY = 0.16
"""A middle that would move more than this share of its edge stays in place: hems, rims, ear folds."""

Ints = NDArray[np.int64]
Singles = NDArray[np.float32]


def refined(mesh: Mesh, level: int) -> Mesh:
    """Every triangle into 4 per level; bones and weights are interpolated and sum to 255 again."""
    for _ in range(level):
        mesh = _once(mesh)
    return mesh


def _once(mesh: Mesh) -> Mesh:
    count = len(mesh.positions)
    faces = mesh.faces.astype(np.int64)
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), 1)
    unique, place = np.unique(edges[:, 0] * count + edges[:, 1], return_inverse=True)
    first, second = unique // count, unique % count
    positions, normals = _middles(mesh.positions, mesh.normals, first, second)
    ab, bc, ca = (place.ravel() + count).reshape(3, -1)
    a, b, c = faces.T
    split = [np.stack(corner, 1) for corner in ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))]
    bones, weights = mesh.bones, mesh.weights
    if bones is not None and weights is not None:
        more_bones, more_weights = _mixed(bones, weights, first, second)
        bones, weights = np.concatenate([bones, more_bones]), np.concatenate([weights, more_weights])
    return Mesh(
        positions=np.concatenate([mesh.positions, positions]),
        normals=np.concatenate([mesh.normals, normals]),
        colours=np.concatenate([mesh.colours, mesh.colours[first]]),
        patches=np.concatenate([mesh.patches, mesh.patches[first]]),
        faces=np.stack(split, 1).reshape(-1, 3).astype(np.uint32),
        bones=bones,
        weights=weights,
    )


def _middles(positions: Singles, normals: Singles, first: Ints, second: Ints) -> tuple[Singles, Singles]:
    """Curved middles of the edges and their normals, (e, 3) each."""
    a, b, m, n = positions[first], positions[second], normals[first], normals[second]
    flat = (a + b) / 2
    on_a = flat - ((flat - a) * m).sum(1, keepdims=True) * m
    on_b = flat - ((flat - b) * n).sum(1, keepdims=True) * n
    curved = flat * (1 - CURVATURE) + CURVATURE * (on_a + on_b) / 2
    stray = np.linalg.norm(curved - flat, axis=1) > STRAY * np.linalg.norm(a - b, axis=1)
    curved[stray] = flat[stray]
    normal = m + n
    length = np.linalg.norm(normal, axis=1, keepdims=True)
    normal = np.where(length > 1e-3, normal / np.maximum(length, 1e-9), m)
    return curved.astype(np.float32), normal.astype(np.float32)


def _mixed(
    bones: NDArray[np.uint8], weights: NDArray[np.uint8], first: Ints, second: Ints
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The four strongest bones of each pair of vertices with their mean weights; (e, 4) each, sum 255."""
    both = np.concatenate([bones[first], bones[second]], 1).astype(np.int64)
    mixed = np.concatenate([weights[first], weights[second]], 1).astype(np.int64)
    order = np.argsort(both, 1, kind="stable")
    both, mixed = np.take_along_axis(both, order, 1), np.take_along_axis(mixed, order, 1)
    for place in range(6, -1, -1):
        # Equal neighbours join in the first of them.
        same = both[:, place] == both[:, place + 1]
        mixed[:, place] += np.where(same, mixed[:, place + 1], 0)
        mixed[:, place + 1] = np.where(same, 0, mixed[:, place + 1])
    strongest = np.argsort(-mixed, 1, kind="stable")[:, :4]
    both, mixed = np.take_along_axis(both, strongest, 1), np.take_along_axis(mixed, strongest, 1)
    scaled = mixed * 255 // np.maximum(mixed.sum(1, keepdims=True), 1)
    scaled[:, 0] += 255 - scaled.sum(1)
    return both.astype(np.uint8), scaled.astype(np.uint8)
