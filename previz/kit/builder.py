"""Collects solids with part names and makes the mesh: patches, split vertices, smooth normals."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy

import numpy as np
from numpy.typing import NDArray

from previz.kit.shape import Floats, Ints, Shape
from previz.scene.mesh import Mesh
from previz.scene.model import Rgb
from previz.scene.transform import heading_matrix, unit

CREASE_DEG = 35.0


class Builder:
    """Parts go in with `add`, `mesh` gives the triangles. Colours come by part name."""

    def __init__(self, colours: Mapping[str, Rgb]) -> None:
        self._colours = dict(colours)
        self._points: list[Floats] = []
        self._faces: list[Ints] = []
        self._groups: list[Ints] = []
        self._creases: list[Floats] = []
        self._tones: list[NDArray[np.uint8]] = []
        self._flush: list[Ints] = []
        self._flush_names: dict[tuple[str, str], int] = {}
        self._whole: list[tuple[int, int]] = []
        self._used = [0, 0]  # points and group labels so far; shared with placed builders
        self._frame = np.eye(4)

    def placed(
        self, x: float = 0.0, y: float = 0.0, z: float = 0.0, turn_deg: float = 0.0, mirror: bool = False
    ) -> Builder:
        """The same collection seen from a frame that is mirrored in x, turned about Y, then moved."""
        local = np.eye(4)
        local[:3, :3] = heading_matrix(turn_deg)
        local[:3, 0] *= -1 if mirror else 1
        local[:3, 3] = x, y, z
        other = copy(self)
        other._frame = self._frame @ local
        return other

    def add(
        self,
        part: str,
        *shapes: Shape,
        crease: float = CREASE_DEG,
        glow: bool = False,
        flush: str = "",
        whole: bool = False,
    ) -> None:
        """Adds solids in the colour of ``part``.

        ``crease`` is the angle in degrees from which two faces are parted by a line. ``glow`` makes light.
        Faces in one plane of shapes with the same part and ``flush`` name share a patch, as plaster does over
        a joint. ``whole`` makes all these shapes one patch, as leaves are: only depth draws lines in it.
        """
        red, green, blue = (round(255 * channel) for channel in self._colours[part])
        tone = np.array([red, green, blue, 255 if glow else 0], np.uint8)
        name = self._flush_names.setdefault((part, flush), len(self._flush_names)) if flush else -1
        if whole:
            first = sum(len(faces) for faces in self._faces)
            self._whole.append((first, first + sum(len(shape.faces) for shape in shapes)))
        for local in shapes:
            shape = local.transform(self._frame)
            count = len(shape.faces)
            self._points.append(shape.points)
            self._faces.append(shape.faces + self._used[0])
            self._groups.append(shape.groups + self._used[1])
            self._creases.append(np.full(count, crease))
            self._tones.append(np.broadcast_to(tone, (count, 4)))
            self._flush.append(np.full(count, name, np.int64))
            self._used[0] += len(shape.points)
            self._used[1] += int(shape.groups.max(initial=0)) + 1

    def mesh(self) -> Mesh:
        if not self._faces:
            return _NOTHING
        points = np.concatenate(self._points)
        faces, groups = np.concatenate(self._faces), np.concatenate(self._groups)
        crease, flush = np.concatenate(self._creases), np.concatenate(self._flush)
        corners = points[faces]
        normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        smooth = _smooth_pairs(faces, groups, unit(normal), np.cos(np.radians(crease)))
        chains = [np.stack([np.arange(a, b - 1), np.arange(a + 1, b)], 1) for a, b in self._whole]
        joined = np.concatenate([smooth, _flush_pairs(flush, unit(normal), corners), *chains])
        curve, patch = components(len(faces), smooth), components(len(faces), joined)
        return _split(points, faces, curve, patch, normal, np.concatenate(self._tones))


_NOTHING = Mesh(
    np.zeros((0, 3), np.float32),
    np.zeros((0, 3), np.float32),
    np.zeros((0, 4), np.uint8),
    np.zeros(0, np.uint16),
    np.zeros((0, 3), np.uint32),
)


def _smooth_pairs(faces: Ints, groups: Ints, normal: Floats, cosine: Floats) -> Ints:
    """(p, 2) neighbouring faces of one group that meet without a crease."""
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    owner = np.tile(np.arange(len(faces)), 3)
    order = np.lexsort((edges[:, 1], edges[:, 0]))
    edges, owner = edges[order], owner[order]
    same = (edges[1:] == edges[:-1]).all(axis=1)
    a, b = owner[:-1][same], owner[1:][same]
    smooth = (np.einsum("ij,ij->i", normal[a], normal[b]) > cosine[a]) & (groups[a] == groups[b])
    return np.stack([a[smooth], b[smooth]], 1)


def _flush_pairs(flush: Ints, normal: Floats, corners: Floats) -> Ints:
    """(p, 2) faces that lie in one plane (0.1 mm, 0.1°) and carry one flush name."""
    chosen = np.flatnonzero(flush >= 0)
    if not len(chosen):
        return np.zeros((0, 2), np.int64)
    n = normal[chosen]
    distance = np.einsum("ij,ij->i", n, corners[chosen].mean(axis=1))
    key = np.column_stack([flush[chosen], np.round(n * 500), np.round(distance * 5000)]).astype(np.int64)
    _, label = np.unique(key, axis=0, return_inverse=True)
    order = np.argsort(label.reshape(-1), kind="stable")
    same = np.diff(label.reshape(-1)[order]) == 0
    return np.stack([chosen[order[:-1][same]], chosen[order[1:][same]]], 1)


def components(count: int, pairs: Ints) -> Ints:
    """(count,) numbers 0, 1, 2… of the connected groups, in order of their first member.

    Labels spread over the pairs and jump to their label's label until nothing changes.
    """
    label = np.arange(count)
    while True:
        before = label.copy()
        low = np.minimum(label[pairs[:, 0]], label[pairs[:, 1]])
        np.minimum.at(label, label[pairs[:, 0]], low)
        np.minimum.at(label, label[pairs[:, 1]], low)
        label = label[label]
        if np.array_equal(label, before):
            break
    return np.asarray(np.unique(label, return_inverse=True)[1].reshape(-1), np.int64)


def _split(
    points: Floats, faces: Ints, curve: Ints, patch: Ints, normal: Floats, tones: NDArray[np.uint8]
) -> Mesh:
    """One vertex for every point and smooth area; its normal is the mean over that area's faces by size."""
    if patch.max() >= 4095:
        raise ValueError(f"{patch.max() + 1} patches are too many for one piece")
    key = faces * np.int64(curve.max() + 1) + curve[:, None]
    _, first, corner = np.unique(key, return_index=True, return_inverse=True)
    corner = corner.reshape(-1, 3)
    owner = first // 3
    normals = np.zeros((len(first), 3))
    for i in range(3):
        np.add.at(normals, corner[:, i], normal)
    arrays = (
        points[faces.reshape(-1)[first]].astype(np.float32),
        unit(normals).astype(np.float32),
        tones[owner],
        patch[owner].astype(np.uint16),
        corner.astype(np.uint32),
    )
    for array in arrays:
        array.setflags(write=False)
    return Mesh(*arrays)
