"""Triangles as they come out of a file: welded points, and a colour at each corner of each face."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Colours = NDArray[np.float32]

_WELD_SHARE = 1e-6
"""Corners closer than this share of the model's size are one point."""


@dataclass(frozen=True, eq=False)
class Material:
    """What a face is made of. ``linear`` is its colour as linear light, 0–1."""

    linear: tuple[float, float, float] = (0.6, 0.6, 0.6)
    image: Bytes | None = None
    """(h, w, 4) sRGB, rows top-down; multiplied by ``linear``."""
    emits: bool = False
    picture: bool = False
    """Its colours change within faces: their borders are no lines, unlike those of a palette."""
    stencil: bool = False
    """The image's alpha cuts holes, as in leaves."""


@dataclass(frozen=True, eq=False)
class Soup:
    """``points`` (n, 3) in any unit; faces (m, 3) index them, counter-clockwise seen from outside."""

    points: Floats
    faces: Ints
    uv: NDArray[np.float32]
    """(m, 3, 2), origin at the lower left of the image."""
    tint: Bytes
    """(m, 3, 3) sRGB: multiplied with the material until baked, from then on the colour itself."""
    material: Ints
    """(m,) number in ``materials``."""
    materials: tuple[Material, ...]

    @property
    def size(self) -> Floats:
        """(3,)"""
        low, high = self.bounds
        return high - low

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """(low, high) of the points that faces use."""
        used = self.points[np.unique(self.faces)]
        return used.min(axis=0), used.max(axis=0)

    def pick(self, chosen: NDArray[np.bool_] | Ints) -> Soup:
        """The same points with some of the faces."""
        return replace(
            self,
            faces=self.faces[chosen],
            uv=self.uv[chosen],
            tint=self.tint[chosen],
            material=self.material[chosen],
        )


def join(parts: Sequence[Soup]) -> Soup:
    """One soup of many."""
    point_start = np.cumsum([0, *(len(part.points) for part in parts)])
    material_start = np.cumsum([0, *(len(part.materials) for part in parts)])
    return Soup(
        points=np.concatenate([part.points for part in parts]),
        faces=np.concatenate([part.faces + point_start[i] for i, part in enumerate(parts)]),
        uv=np.concatenate([part.uv for part in parts]),
        tint=np.concatenate([part.tint for part in parts]),
        material=np.concatenate([part.material + material_start[i] for i, part in enumerate(parts)]),
        materials=tuple(material for part in parts for material in part.materials),
    )


def weld(soup: Soup) -> Soup:
    """Points that lie on each other become one; faces that thereby lose their area go."""
    low, _ = soup.bounds
    step = max(float(soup.size.max()) * _WELD_SHARE, 1e-30)
    cells = np.round((soup.points - low) / step).astype(np.int64)
    cells = np.clip(cells, 0, 0x1FFFFF)
    key = (cells[:, 0] << 42) | (cells[:, 1] << 21) | cells[:, 2]
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    faces = number.reshape(-1)[soup.faces]
    welded = replace(soup, points=soup.points[first], faces=faces)
    return welded.pick(_has_area(welded))


def _has_area(soup: Soup) -> NDArray[np.bool_]:
    """(m,) bool."""
    a, b, c = (soup.points[soup.faces[:, i]] for i in range(3))
    cross = np.cross(b - a, c - a)
    return np.asarray(np.einsum("ij,ij->i", cross, cross) > 0, np.bool_)


@dataclass(frozen=True, eq=False)
class Seams:
    """Pairs of faces that share an edge; round an edge of more than two, each is paired with the next."""

    faces: Ints
    """(p, 2)"""
    corners: Ints
    """(p, 2, 2): the local numbers 0–2 of the edge's ends, the same end first in both faces."""


def seams(faces: Ints) -> Seams:
    """All neighbours over an edge."""
    count = len(faces)
    corner = np.array([[0, 1], [1, 2], [2, 0]])
    starts, ends = faces[:, [0, 1, 2]].T.reshape(-1), faces[:, [1, 2, 0]].T.reshape(-1)
    low, high = np.minimum(starts, ends), np.maximum(starts, ends)
    key = low * np.int64(int(faces.max(initial=0)) + 1) + high
    order = np.argsort(key, kind="stable")
    sorted_key = key[order]
    same = np.flatnonzero(sorted_key[1:] == sorted_key[:-1])
    pair = np.stack([order[same], order[same + 1]], axis=1)
    ends_local = np.repeat(corner, count, axis=0)[pair]
    turned = starts[pair] != low[pair]
    ends_local[turned] = ends_local[turned][:, ::-1]
    return Seams(faces=pair % max(count, 1), corners=ends_local)


def to_linear(srgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Bytes → linear light 0–1, by the curve of IEC 61966-2-1."""
    return _LINEAR[srgb]


def to_srgb(linear: NDArray[np.float32]) -> Bytes:
    """Linear light → bytes, by a table of 4096 steps of the square root (error below half a byte)."""
    index = np.sqrt(np.clip(linear, 0, 1)) * 4095 + 0.5
    return _SRGB[index.astype(np.int32)]


def _curves() -> tuple[NDArray[np.float32], Bytes]:
    coded = np.arange(256) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    light = (np.arange(4096) / 4095) ** 2
    srgb = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return linear.astype(np.float32), np.round(srgb * 255).astype(np.uint8)


_LINEAR, _SRGB = _curves()
