"""A bare solid: points and triangles in metres, and how to move it about."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.scene.transform import axis_angle, rotation_matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

AXES = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}


@dataclass(frozen=True, eq=False)
class Shape:
    """Triangles, counter-clockwise seen from outside.

    Faces of different ``groups`` never share a patch; faces of one group share it where they meet without
    a crease.
    """

    points: Floats
    """(n, 3) metres."""
    faces: Ints
    """(m, 3)"""
    groups: Ints
    """(m,)"""

    def move(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Shape:
        return replace(self, points=self.points + np.array([x, y, z]))

    def turn(self, axis: str, angle_deg: float, about: ArrayLike = (0.0, 0.0, 0.0)) -> Shape:
        """Right-handed turn about the axis through ``about``."""
        rotation = rotation_matrix(axis_angle(AXES[axis], angle_deg))
        centre = np.asarray(about, float)
        return replace(self, points=(self.points - centre) @ rotation.T + centre)

    def scale(self, x: float = 1.0, y: float = 1.0, z: float = 1.0) -> Shape:
        """Negative factors mirror; faces keep pointing outwards."""
        faces = self.faces if x * y * z > 0 else self.faces[:, ::-1]
        return replace(self, points=self.points * np.array([x, y, z]), faces=faces)

    def transform(self, matrix: Floats) -> Shape:
        """By a (4, 4) matrix; faces keep pointing outwards when it mirrors."""
        faces = self.faces if np.linalg.det(matrix[:3, :3]) > 0 else self.faces[:, ::-1]
        return replace(self, points=self.points @ matrix[:3, :3].T + matrix[:3, 3], faces=faces)

    def bend(self, points: Floats) -> Shape:
        """The same faces on other points (n, 3)."""
        return replace(self, points=points)

    @property
    def volume(self) -> float:
        """Signed volume in m³; positive when faces of a closed solid look outwards."""
        a, b, c = (self.points[self.faces[:, i]] for i in range(3))
        return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)

    def outward(self) -> Shape:
        """Turns a closed solid inside out when it is the wrong way round."""
        return self if self.volume >= 0 else replace(self, faces=self.faces[:, ::-1])


def solid(points: ArrayLike, faces: ArrayLike, groups: ArrayLike | None = None) -> Shape:
    """Shape from anything array-like, made to look outwards."""
    triangles = np.asarray(faces, np.int64).reshape(-1, 3)
    labels = np.zeros(len(triangles), np.int64) if groups is None else np.asarray(groups, np.int64)
    return Shape(np.asarray(points, float).reshape(-1, 3), triangles, labels).outward()


def join(*shapes: Shape) -> Shape:
    """One shape of many; their groups stay apart."""
    points, faces, groups = [], [], []
    vertices = labels = 0
    for shape in shapes:
        points.append(shape.points)
        faces.append(shape.faces + vertices)
        groups.append(shape.groups + labels)
        vertices += len(shape.points)
        labels += int(shape.groups.max(initial=0)) + 1
    return Shape(np.concatenate(points), np.concatenate(faces), np.concatenate(groups))


def weld(points: ArrayLike, faces: ArrayLike, groups: ArrayLike | None = None) -> Shape:
    """Joins points closer than a hundredth of a millimetre and drops faces that this makes empty."""
    array = np.asarray(points, float).reshape(-1, 3)
    _, first, label = np.unique(
        np.round(array / 1e-5).astype(np.int64), axis=0, return_index=True, return_inverse=True
    )
    triangles = label.reshape(-1)[np.asarray(faces, np.int64).reshape(-1, 3)]
    full = (triangles[:, 0] != triangles[:, 1]) & (triangles[:, 1] != triangles[:, 2])
    full &= triangles[:, 2] != triangles[:, 0]
    labels = np.zeros(len(triangles), np.int64) if groups is None else np.asarray(groups, np.int64)
    return solid(array[first], triangles[full], labels[full])


def quads(rows: int, columns: int, wrap_rows: bool = False, wrap_columns: bool = False) -> Ints:
    """(m, 3) triangles over a grid of points numbered row by row."""
    r = np.arange(rows if wrap_rows else rows - 1)
    c = np.arange(columns if wrap_columns else columns - 1)
    i, j = (axis.ravel() for axis in np.meshgrid(r, c, indexing="ij"))
    k, n = (i + 1) % rows, (j + 1) % columns
    a, b, d, e = i * columns + j, i * columns + n, k * columns + n, k * columns + j
    return np.stack([np.stack([a, b, d], 1), np.stack([a, d, e], 1)], 1).reshape(-1, 3)
