"""Checks of a mesh that every piece must pass."""

from __future__ import annotations

import numpy as np

from previz.kit.builder import components


def corners(mesh):
    """(m, 3, 3) corner points of the faces."""
    return mesh.positions.astype(float)[mesh.faces.astype(int)]


def areas(mesh):
    p = corners(mesh)
    return np.linalg.norm(np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0]), axis=1) / 2


def welded(mesh):
    """(m, 3) faces over points that are one where they coincide to 1/100 mm."""
    key = np.round(mesh.positions.astype(float) / 1e-5).astype(np.int64)
    return np.unique(key, axis=0, return_inverse=True)[1].reshape(-1)[mesh.faces.astype(int)]


def open_edges(mesh):
    """How many directed edges have no partner that runs the other way."""
    faces = welded(mesh)
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    base = int(faces.max()) + 1
    there, count = np.unique(edges[:, 0] * base + edges[:, 1], return_counts=True)
    back, other = np.unique(edges[:, 1] * base + edges[:, 0], return_counts=True)
    if not np.array_equal(there, back):
        return len(np.setxor1d(there, back))
    return int((count != other).sum())


def solid_volumes(mesh):
    """Signed volume of each connected solid."""
    faces = welded(mesh)
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    label = components(int(faces.max()) + 1, edges)[faces[:, 0]]
    p = corners(mesh)
    centre = p.mean(axis=(0, 1))
    a, b, c = (p[:, i] - centre for i in range(3))
    return np.bincount(label, np.einsum("ij,ij->i", a, np.cross(b, c)) / 6)


def hits(mesh, origin, way, backs=True):
    """Sorted distances along the ray at which it meets a face (Möller–Trumbore)."""
    p = corners(mesh)
    e1, e2 = p[:, 1] - p[:, 0], p[:, 2] - p[:, 0]
    h = np.cross(way, e2)
    det = np.einsum("ij,ij->i", e1, h)
    facing = np.abs(det) > 1e-12 if backs else det > 1e-12
    inv = np.where(facing, 1 / np.where(facing, det, 1), 0)
    s = np.asarray(origin, float) - p[:, 0]
    u = np.einsum("ij,ij->i", s, h) * inv
    q = np.cross(s, e1)
    v = q @ np.asarray(way, float) * inv
    t = np.einsum("ij,ij->i", e2, q) * inv
    return np.sort(t[facing & (u >= 0) & (v >= 0) & (u + v <= 1) & (t > 1e-9)])


def fighting(mesh, within_m=0.0002):
    """Patch pairs whose faces lie over each other in one plane and look the same way."""
    p = corners(mesh)
    normal = np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0])
    size = np.linalg.norm(normal, axis=1)
    normal /= size[:, None]
    patch = mesh.patches[mesh.faces[:, 0].astype(int)]
    middle = p.mean(axis=1)
    away = np.einsum("ij,ij->i", middle, normal)
    big = np.flatnonzero(size > 2e-5)
    big = big[np.argsort(away[big])]
    starts = np.searchsorted(away[big], away[big] - 0.02)
    ends = np.searchsorted(away[big], away[big] + 0.02)
    found = set()
    for first in range(0, len(big), 1000):
        counts = ends[first : first + 1000] - starts[first : first + 1000]
        i = np.repeat(big[first : first + 1000], counts)
        place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        j = big[np.repeat(starts[first : first + 1000], counts) + place]
        pairs = np.flatnonzero(patch[i] != patch[j])
        pairs = pairs[np.einsum("ij,ij->i", normal[i[pairs]], normal[j[pairs]]) > 0.99995]
        i, j = i[pairs], j[pairs]
        level = np.abs(np.einsum("ij,ij->i", middle[j] - middle[i], normal[i])) < within_m
        i, j = i[level], j[level]
        sides = np.roll(p[j], -1, axis=1) - p[j]
        turned = np.cross(sides, middle[i][:, None] - p[j])
        inside = np.einsum("jkc,jc->jk", turned, normal[j]).min(axis=1) > 1e-3 * size[j]
        found |= set(zip(patch[i[inside]].tolist(), patch[j[inside]].tolist(), strict=True))
    return found
