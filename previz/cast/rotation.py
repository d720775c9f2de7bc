"""Small rotation algebra for skeletons: degrees in, (3, 3) float64 out, no BLAS (threads stall on 3×3)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]


def unit(vector: Floats) -> Floats:
    """(…, 3) → length 1; a zero vector stays zero."""
    length = np.sqrt((vector * vector).sum(-1, keepdims=True))
    return np.asarray(vector / np.maximum(length, 1e-12))


def cross(a: Floats, b: Floats) -> Floats:
    """(…, 3) × (…, 3); a tenth of the time of numpy's own on single vectors."""
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], -1)


def rx(angle_deg: float) -> Floats:
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def ry(angle_deg: float) -> Floats:
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def rz(angle_deg: float) -> Floats:
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def about(axis: Floats, angle_deg: float) -> Floats:
    """Turn about ``axis`` (3,) of any length (Rodrigues)."""
    x, y, z = unit(axis).tolist()
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    t = 1 - c
    return np.array(
        [
            [c + t * x * x, t * x * y - s * z, t * x * z + s * y],
            [t * x * y + s * z, c + t * y * y, t * y * z - s * x],
            [t * x * z - s * y, t * y * z + s * x, c + t * z * z],
        ]
    )


def product(*matrices: Floats) -> Floats:
    """Product of (…, 3, 3) matrices from left to right."""
    result = matrices[0]
    for matrix in matrices[1:]:
        result = np.einsum("...ij,...jk->...ik", result, matrix)
    return result


def frame(flexion: Floats, direction: Floats) -> Floats:
    """(3,) × (3,) → columns (flexion axis made perpendicular, direction, their cross product)."""
    d = unit(direction)
    h = unit(flexion - (flexion * d).sum(-1, keepdims=True) * d)
    return np.stack([h, d, cross(h, d)], -1)


def bend(angles_deg: tuple[float, float, float]) -> Floats:
    """(forwards, to the right, to the left) in degrees: nod, tilt and turn of a trunk bone."""
    forwards, side, twist = angles_deg
    return product(ry(twist), rx(forwards), rz(side))


def about_each(axes: Floats, angles_rad: Floats) -> Floats:
    """(n, 3) unit axes, (n,) → (n, 3, 3): as `about` (Rodrigues), in radians."""
    x, y, z = axes.T
    c, s = np.cos(angles_rad), np.sin(angles_rad)
    t = 1 - c
    turns = np.empty((len(axes), 3, 3))
    turns[:, 0, 0], turns[:, 0, 1], turns[:, 0, 2] = c + t * x * x, t * x * y - s * z, t * x * z + s * y
    turns[:, 1, 0], turns[:, 1, 1], turns[:, 1, 2] = t * x * y + s * z, c + t * y * y, t * y * z - s * x
    turns[:, 2, 0], turns[:, 2, 1], turns[:, 2, 2] = t * x * z - s * y, t * y * z + s * x, c + t * z * z
    return turns


def twist_about(rotations: Floats, axes: Floats) -> Floats:
    """(n,) radians that ``rotations`` (n, 3, 3) turn about the unit ``axes`` (n, 3): the twist of a
    swing-twist split.
    """
    m = rotations
    w = np.sqrt(np.maximum(0.0, 1.0 + m[:, 0, 0] + m[:, 1, 1] + m[:, 2, 2])) / 2
    skew = np.stack([m[:, 2, 1] - m[:, 1, 2], m[:, 0, 2] - m[:, 2, 0], m[:, 1, 0] - m[:, 0, 1]], -1)
    return np.asarray(2 * np.arctan2((skew * axes).sum(-1) / (4 * np.maximum(w, 1e-6)), w))


def quaternions(rotations: Floats) -> Floats:
    """(n, 3, 3) → (n, 4) as (w, x, y, z), w ≥ 0 (Shepperd's method for many at once)."""
    m = rotations
    skew = np.stack([m[:, 2, 1] - m[:, 1, 2], m[:, 0, 2] - m[:, 2, 0], m[:, 1, 0] - m[:, 0, 1]], -1)
    outer = m + np.swapaxes(m, 1, 2)
    trace = np.einsum("nii->n", m)
    table = np.empty((len(m), 4, 4))
    table[:, 0, 0] = 1 + trace
    table[:, 0, 1:] = table[:, 1:, 0] = skew
    table[:, 1:, 1:] = outer
    for axis in range(3):
        table[:, axis + 1, axis + 1] = 1 + 2 * m[:, axis, axis] - trace
    rows = np.einsum("nii->ni", table).argmax(1)
    chosen = table[np.arange(len(m)), rows]
    chosen = chosen / np.linalg.norm(chosen, axis=1, keepdims=True)
    return np.asarray(chosen * np.where(chosen[:, :1] < 0, -1.0, 1.0))


def matrices(quats: Floats) -> Floats:
    """(n, 4) unit quaternions → (n, 3, 3)."""
    w, x, y, z = quats.T
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    return np.stack([np.stack(row, -1) for row in rows], -2)


def blend(start: Floats, end: Floats, share: float) -> Floats:
    """(n, 3, 3) rotations on the shortest way from ``start`` (0) to ``end`` (1); more than 1 goes beyond."""
    turn = quaternions(product(np.swapaxes(start, -1, -2), end))
    half = np.arctan2(np.linalg.norm(turn[:, 1:], axis=1), turn[:, 0])
    axis = unit(turn[:, 1:])
    part = np.concatenate([np.cos(half * share)[:, None], axis * np.sin(half * share)[:, None]], 1)
    return product(start, matrices(part))


def vector(values: ArrayLike) -> Floats:
    return np.asarray(values, float)
