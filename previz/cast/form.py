"""Where things grow and are worn: an adult body at rest, on which hair, hats and lapels are designed.

Whatever is designed here is tied to points of the mannequin, so that it fits every body, follows every
expression and moves with the bones. Metres, Y up, feet on y = 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.cast.library import LANDMARK_POINTS, Library, library
from previz.cast.skeleton import INDEX, LANDMARKS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ADULT = {"young": 1.0, "averageweight": 1.0, "averagemuscle": 1.0, "belly+": 0.0}
"""The designing body is half a man and half a woman of 25 years, of no single heritage."""
SUIT = ("vneck", "chest", "belly", "sleeve", "hip", "thigh")


class Hit(NamedTuple):
    """Where rays meet the surface; r rays."""

    corners: Ints
    """(r, 3) points of the triangle."""
    shares: Floats
    """(r, 3)"""
    place: Floats
    """(r, 3)"""
    found: NDArray[np.bool_]
    """(r,)"""


@dataclass(frozen=True, eq=False)
class Form:
    mannequin: Library
    points: Floats
    """(n, 3) all points of the designing body."""
    _flats: dict[int, _Flat] = field(default_factory=dict, repr=False)
    """By the identity of an array of faces, all of which are kept here."""

    def _faces(self, names: tuple[str, ...]) -> Ints:
        one = self.mannequin
        chosen = np.isin(one.labels, [one.region[name] for name in names])
        faces = one.weld[one.faces[chosen]]
        a, b, c = faces.T
        return np.asarray(faces[(a != b) & (b != c) & (a != c)])

    @cached_property
    def skull(self) -> Ints:
        """Triangles of the head's skin without ears."""
        return self._faces(("skin",))

    @cached_property
    def head(self) -> Ints:
        """… with ears, teeth and the dark between the lips."""
        return self._faces(("skin", "ear", "mouth", "teeth"))

    @cached_property
    def suit(self) -> Ints:
        return self._faces(SUIT)

    @cached_property
    def dressed(self) -> Ints:
        """The suit with the skirt over it and the neck in it."""
        return np.concatenate([self.suit, self._faces(("skirt",))])

    @cached_property
    def neck(self) -> Ints:
        return np.concatenate([self.suit, self.head])

    @cached_property
    def suit_points(self) -> Ints:
        return np.unique(self.suit)

    @cached_property
    def weights(self) -> Floats:
        """(points, 59) of every point of the surface."""
        one = self.mannequin
        table = np.zeros((len(self.points), len(INDEX)))
        rows = np.repeat(one.weld, 4)
        table[rows, one.bones.ravel()] = one.weights.ravel() / 255
        return table

    def mark(self, name: str) -> int:
        """Point number of a landmark: nose, eye_l, ear_r…"""
        return self.mannequin.welded_count + LANDMARK_POINTS.start + LANDMARKS.index(name)

    def joint(self, bone: str) -> int:
        return self.mannequin.welded_count + INDEX[bone]

    def hit(
        self, origins: ArrayLike, directions: ArrayLike, faces: Ints, otherwise: Ints | None = None
    ) -> Hit:
        """The furthest place where each ray (r, 3) leaves a surface; rays that miss it try the other one."""
        first = self._hit(origins, directions, faces)
        if otherwise is None or first.found.all():
            return first
        second = self._hit(origins, directions, otherwise)
        own = first.found[:, None]
        return Hit(
            np.where(own, first.corners, second.corners),
            np.where(own, first.shares, second.shares),
            np.where(own, first.place, second.place),
            first.found | second.found,
        )

    def _hit(self, origins: ArrayLike, directions: ArrayLike, faces: Ints) -> Hit:
        """After Möller and Trumbore (1997), all rays against all triangles.

        The scalar triple products are taken apart so that what belongs to a triangle is found once.
        """
        towards = np.atleast_2d(np.asarray(directions, float))
        start = np.broadcast_to(np.atleast_2d(np.asarray(origins, float)), towards.shape)
        flat = self._flat(faces)
        moment = np.cross(start, towards)
        scale = -_dots(towards, flat.normal)
        scale[np.abs(scale) < 1e-12] = np.inf
        u = (_dots(moment, flat.second) - _dots(towards, flat.second_moment)) / scale
        v = (_dots(towards, flat.first_moment) - _dots(moment, flat.first)) / scale
        far = (_dots(start, flat.normal) - flat.height) / scale
        inside = (u >= -1e-7) & (v >= -1e-7) & (u + v <= 1 + 1e-7) & (far > 1e-6)
        best = np.where(inside, far, -1.0).argmax(1)
        row = np.arange(len(towards))
        shares = np.stack([1 - u[row, best] - v[row, best], u[row, best], v[row, best]], 1)
        return Hit(faces[best], shares, start + towards * far[row, best, None], inside[row, best])

    def _flat(self, faces: Ints) -> _Flat:
        if id(faces) not in self._flats:
            a, b, c = (self.points[faces[:, corner]] for corner in range(3))
            normal = np.cross(b - a, c - a)
            self._flats[id(faces)] = _Flat(
                b - a, c - a, normal, (normal * a).sum(1), np.cross(b - a, a), np.cross(c - a, a)
            )
        return self._flats[id(faces)]


class _Flat(NamedTuple):
    """Triangles (m, 3): two edges, their cross product, its distance, and the edges' moments."""

    first: Floats
    second: Floats
    normal: Floats
    height: Floats
    first_moment: Floats
    second_moment: Floats


def _dots(rays: Floats, triangles: Floats) -> Floats:
    return np.asarray(np.einsum("rk,mk->rm", rays, triangles))


@cache
def form() -> Form:
    """The designing body of the shipped mannequin."""
    one = library()
    factors = dict.fromkeys(one.factor_names, 0.0) | ADULT
    factors |= {"female": 0.5, "male": 0.5, "african": 1 / 3, "asian": 1 / 3, "caucasian": 1 / 3}
    factors |= {"maxheight": 0.1, "idealproportions": 0.3}
    values = np.array([*(factors[name] for name in one.factor_names), 1.0], np.float32)
    return Form(one, one.points(values[one.factor_index].prod(1)).astype(np.float64))
