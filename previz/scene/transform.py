"""Rotations, frames and rays. Quaternions are (w, x, y, z); matrices act on column vectors."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.scene.model import Quat, Transform, Vec3

Floats = NDArray[np.float64]

UP = np.array([0.0, 1.0, 0.0])


def unit(vector: ArrayLike) -> Floats:
    """(…, n) → same shape with length 1; a zero vector stays zero."""
    array = np.asarray(vector, float)
    length = np.linalg.norm(array, axis=-1, keepdims=True)
    return np.asarray(array / np.where(length > 1e-12, length, 1.0))


def rotation_matrix(rotation: Quat) -> Floats:
    """Quaternion, normalised here → (3, 3)."""
    w, x, y, z = unit(rotation)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def rotation_quat(matrix: ArrayLike) -> Quat:
    """(3, 3) rotation → quaternion with w ≥ 0 (Shepperd's method)."""
    m = np.asarray(matrix, float)
    squares = np.array(
        [
            1 + m[0, 0] + m[1, 1] + m[2, 2],
            1 + m[0, 0] - m[1, 1] - m[2, 2],
            1 - m[0, 0] + m[1, 1] - m[2, 2],
            1 - m[0, 0] - m[1, 1] + m[2, 2],
        ]
    )
    largest = int(squares.argmax())
    s = 2 * math.sqrt(max(float(squares[largest]), 1e-12))
    if largest == 0:
        q = [s / 4, (m[2, 1] - m[1, 2]) / s, (m[0, 2] - m[2, 0]) / s, (m[1, 0] - m[0, 1]) / s]
    elif largest == 1:
        q = [(m[2, 1] - m[1, 2]) / s, s / 4, (m[0, 1] + m[1, 0]) / s, (m[0, 2] + m[2, 0]) / s]
    elif largest == 2:
        q = [(m[0, 2] - m[2, 0]) / s, (m[0, 1] + m[1, 0]) / s, s / 4, (m[1, 2] + m[2, 1]) / s]
    else:
        q = [(m[1, 0] - m[0, 1]) / s, (m[0, 2] + m[2, 0]) / s, (m[1, 2] + m[2, 1]) / s, s / 4]
    w, x, y, z = unit(q) * (1.0 if q[0] >= 0 else -1.0)
    return (float(w), float(x), float(y), float(z))


def axis_angle(axis: ArrayLike, angle_deg: float) -> Quat:
    x, y, z = unit(axis) * math.sin(math.radians(angle_deg) / 2)
    return (math.cos(math.radians(angle_deg) / 2), float(x), float(y), float(z))


def slerp(start: Quat, end: Quat, share: float) -> Quat:
    """Shortest way from ``start`` (share 0) to ``end`` (share 1)."""
    a, b = unit(start), unit(end)
    cosine = float(a @ b)
    if cosine < 0:
        b, cosine = -b, -cosine
    if cosine > 0.9995:
        mixed = unit(a + (b - a) * share)
    else:
        angle = math.acos(cosine)
        mixed = (math.sin((1 - share) * angle) * a + math.sin(share * angle) * b) / math.sin(angle)
    w, x, y, z = mixed
    return (float(w), float(x), float(y), float(z))


def heading_matrix(heading_deg: float) -> Floats:
    """(3, 3) turn about world up; 0° faces +Z, 90° faces +X."""
    return rotation_matrix(axis_angle(UP, heading_deg))


def matrix(transform: Transform) -> Floats:
    """world_from_local as (4, 4)."""
    result = np.eye(4)
    result[:3, :3] = rotation_matrix(transform.rotation) * np.asarray(transform.scale, float)
    result[:3, 3] = transform.position_m
    return result


def rigid_inverse(world_from_local: ArrayLike) -> Floats:
    """Inverse of a (4, 4) of rotation and translation alone."""
    m = np.asarray(world_from_local, float)
    result = np.eye(4)
    result[:3, :3] = m[:3, :3].T
    result[:3, 3] = -m[:3, :3].T @ m[:3, 3]
    return result


def apply(m: ArrayLike, points: ArrayLike) -> Floats:
    """(4, 4) on points (…, 3)."""
    array, p = np.asarray(m, float), np.asarray(points, float)
    return np.asarray(np.einsum("ij,...j->...i", array[:3, :3], p) + array[:3, 3])


def look_at(eye_m: ArrayLike, target_m: ArrayLike, roll_deg: float = 0.0) -> Transform:
    """Camera transform at ``eye_m`` that looks at ``target_m``, upright, then rolled clockwise as seen by it.

    Looking straight up or down keeps −Z (or +Z) of the world at the top of the picture.
    Raises ValueError when both points coincide.
    """
    eye, target = np.asarray(eye_m, float), np.asarray(target_m, float)
    if np.linalg.norm(target - eye) < 1e-9:
        raise ValueError("a camera cannot look at its own position")
    forward = unit(target - eye)
    right = np.cross(forward, UP)
    if np.linalg.norm(right) < 1e-6:
        right = np.array([1.0, 0.0, 0.0])
    right = unit(right)
    up = np.cross(right, forward)
    roll = math.radians(roll_deg)
    right, up = right * math.cos(roll) - up * math.sin(roll), up * math.cos(roll) + right * math.sin(roll)
    rotation = rotation_quat(np.stack([right, up, -forward], axis=1))
    return Transform(position_m=to_vec3(eye), rotation=rotation)


def to_vec3(point: ArrayLike) -> Vec3:
    x, y, z = np.asarray(point, float)
    return (float(x), float(y), float(z))
