"""Things on a body that are not the body: hair, beards, brows, hats, glasses, collars, lapels.

A `Worn` is a small mesh each of whose vertices hangs on points of the mannequin: a weighted mean of them and
an offset. A `Maker` builds one on the designing body (`form`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.cast.form import Form, Hit, form
from previz.cast.skeleton import INDEX

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Singles = NDArray[np.float32]

HEAD_MIDDLE, TRUNK_MIDDLE = np.array([0.0, 1.61, 0.04]), np.array([0.0, 1.25, -0.02])
"""Faces look away from them unless told otherwise."""
ANCHORS = 6
"""Points on which one vertex may hang."""
SHOULDER_M, NAPE_M = 1.44, 1.56
"""Between these heights what hangs from the head comes to lie on the shoulders."""
_NEAREST = 3


@dataclass(frozen=True, eq=False)
class Worn:
    """n vertices, m faces, counter-clockwise from outside."""

    index: Ints
    """(n, 6) points of the mannequin."""
    share: Singles
    """(n, 6) sum 1."""
    offset_m: Singles
    """(n, 3) on top, at adult size."""
    on_head: NDArray[np.bool_]
    """(n,) offsets grow with the head, not with the garments."""
    faces: Ints
    patch: Ints
    """(n,)"""
    paint: tuple[str, ...]
    """(n,) names of `surface.PAINTS`."""
    bones: NDArray[np.uint8]
    weights: NDArray[np.uint8]
    """(n, 4) sum 255."""

    def places(self, points: Singles, head_size: float, garment_size: float) -> Singles:
        """(n, 3) on a body whose points are (p, 3)."""
        held = np.einsum("nk,nkj->nj", self.share, points[self.index])
        size = np.where(self.on_head, head_size, garment_size).astype(np.float32)
        return np.asarray(held + self.offset_m * size[:, None])


class Maker:
    """Adds vertices and faces; all places are on the designing body."""

    def __init__(self, patch: int, paint: str, on_head: bool = True) -> None:
        self.patch, self.paint, self.on_head = patch, paint, on_head
        self.form: Form = form()
        self.inside = HEAD_MIDDLE if on_head else TRUNK_MIDDLE
        self._anchors: list[tuple[Ints, Floats]] = []
        self._offsets: list[Floats] = []
        self._places: list[Floats] = []
        self._held: list[Floats] = []
        self._looks: list[tuple[int, str, bool]] = []
        self.faces: list[tuple[int, int, int]] = []

    # -------------------------------------------------------------------------------------- vertices
    def add(self, index: ArrayLike, share: ArrayLike, offset: ArrayLike, bones: Floats | None = None) -> int:
        """A vertex on weighted points; ``bones`` (59,) or the mean of the points' own."""
        points, shares = np.asarray(index, np.int64), np.asarray(share, float)
        self._anchors.append((points, shares))
        self._offsets.append(np.asarray(offset, float))
        self._places.append(shares @ self.form.points[points] + self._offsets[-1])
        self._held.append(shares @ self.form.weights[points] if bones is None else bones)
        self._looks.append((self.patch, self.paint, self.on_head))
        return len(self._offsets) - 1

    def on(self, hit: Hit, lift_m: ArrayLike, bone: str | None = None) -> list[int]:
        """Vertices where rays met the surface, moved by ``lift_m`` (r, 3)."""
        lifts = np.broadcast_to(np.asarray(lift_m, float), hit.place.shape)
        held = None if bone is None else rigid(bone)
        return [
            self.add(corners, shares, lift, held)
            for corners, shares, lift in zip(hit.corners, hit.shares, lifts, strict=True)
        ]

    def fixed(self, place: ArrayLike, mark: int | None = None) -> int:
        """A vertex rigid with the head, at a place (3,), held by a landmark or by the head's joint."""
        anchor = self.form.joint("head") if mark is None else mark
        return self.add([anchor], [1.0], np.asarray(place, float) - self.form.points[anchor], rigid("head"))

    def beside(self, vertex: int, move_m: ArrayLike) -> int:
        """A vertex that hangs where another one does, moved by (3,), in the maker's present look."""
        index, share = self._anchors[vertex]
        return self.add(index, share, self._offsets[vertex] + np.asarray(move_m, float), self._held[vertex])

    def look(self, patch: int, paint: str) -> None:
        """What the vertices that follow look like."""
        self.patch, self.paint = patch, paint

    def hanging(self, place: ArrayLike) -> int:
        """A vertex of something that hangs from the head: on the head above, lying on the trunk below."""
        at = np.asarray(place, float)
        head = self.form.joint("head")
        lies = float(np.interp(at[1], (SHOULDER_M, NAPE_M), (1, 0)))
        if lies <= 0:
            return self.fixed(at)
        near, shares = self._near(at)
        trunk = shares @ self.form.weights[near]
        for name, column in INDEX.items():
            if name.startswith(("upperarm", "clavicle", "lowerarm")):
                trunk[INDEX["spine_03"]] += trunk[column]
                trunk[column] = 0
        index, share = np.append(near, head), np.append(shares * lies, 1 - lies)
        offset = at - share @ self.form.points[index]
        return self.add(index, share, offset, trunk * lies + rigid("head") * (1 - lies))

    def _near(self, place: Floats) -> tuple[Ints, Floats]:
        """The nearest points of the suit and their shares."""
        candidates = self.form.suit_points
        distance = np.linalg.norm(self.form.points[candidates] - place, axis=1)
        order = np.argsort(distance, kind="stable")[:_NEAREST]
        share = 1 / (distance[order] + 0.004)
        return candidates[order], share / share.sum()

    def place(self, vertex: int) -> Floats:
        return self._places[vertex]

    # ----------------------------------------------------------------------------------------- faces
    def grid(
        self, rows: Sequence[Sequence[int]], closed: bool = False, inside: ArrayLike | None = None
    ) -> None:
        """Faces between neighbouring rows; a row may repeat a vertex. ``closed`` joins the last column to
        the first. All faces look away from the place ``inside`` (3,), by majority."""
        faces = []
        for upper, lower in pairwise(rows):
            count = len(upper)
            for k in range(count if closed else count - 1):
                onward = (k + 1) % count
                a, b, c, d = upper[k], upper[onward], lower[onward], lower[k]
                faces += [face for face in ((a, d, c), (a, c, b)) if len(set(face)) == 3]
        self._outwards(faces, inside)

    def fan(self, middle: int, ring: Sequence[int], inside: ArrayLike | None = None) -> None:
        """Faces from one vertex to a ring, turned like those of `grid`."""
        self._outwards([(middle, a, b) for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)], inside)

    def _outwards(self, faces: list[tuple[int, int, int]], inside: ArrayLike | None) -> None:
        a, b, c = np.swapaxes(np.array([[self._places[vertex] for vertex in face] for face in faces]), 0, 1)
        from_inside = (a + b + c) / 3 - (self.inside if inside is None else np.asarray(inside, float))
        turned = float((np.cross(b - a, c - a) * from_inside).sum()) < 0
        self.faces += [face[::-1] if turned else face for face in faces]

    def tube(self, path: ArrayLike, radii: ArrayLike, sides: int = 8) -> None:
        """A closed tube along places (3,) that hang from the head."""
        points = np.asarray(path, float)
        along = np.gradient(points, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        turn = 2 * np.pi * np.arange(sides) / sides
        rows = []
        for place, way, radius in zip(points, along, np.asarray(radii, float), strict=True):
            side = np.cross(way, [0.0, 0.0, 1.0] if abs(way[2]) < 0.8 else [0.0, 1.0, 0.0])
            side /= np.linalg.norm(side)
            over = np.cross(way, side)
            ring = place + radius * (np.cos(turn)[:, None] * side + np.sin(turn)[:, None] * over)
            rows.append([self.hanging(at) for at in ring])
        for upper, lower, a, b in zip(rows, rows[1:], points, points[1:], strict=False):
            self.grid([upper, lower], closed=True, inside=(a + b) / 2)
        for end, ring_, next_ in ((0, rows[0], 1), (-1, rows[-1], -2)):
            self.fan(self.hanging(points[end]), ring_, inside=points[next_])

    def build(self) -> Worn:
        """What has been made; vertices in no face are left out."""
        used, faces = np.unique(np.array(self.faces, np.int64), return_inverse=True)
        index, share = np.zeros((len(used), ANCHORS), np.int64), np.zeros((len(used), ANCHORS), np.float32)
        for row, vertex in enumerate(used):
            points, shares = self._anchors[vertex]
            index[row, : len(points)], share[row, : len(points)] = points, shares
        patch, paint, on_head = zip(*(self._looks[vertex] for vertex in used), strict=True)
        bones, weights = strongest(np.array([self._held[vertex] for vertex in used]))
        return Worn(
            index=index,
            share=share,
            offset_m=np.array([self._offsets[vertex] for vertex in used], np.float32),
            on_head=np.array(on_head),
            faces=faces.reshape(-1, 3),
            patch=np.array(patch),
            paint=paint,
            bones=bones,
            weights=weights,
        )


def rigid(bone: str) -> Floats:
    """(59,) all weight on one bone."""
    held = np.zeros(len(INDEX))
    held[INDEX[bone]] = 1
    return held


def strongest(held: Floats) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """(n, 59) weights → the four strongest bones and weights that sum to 255."""
    order = np.argsort(-held, 1, kind="stable")[:, :4]
    share = np.take_along_axis(held, order, 1)
    weights = np.round(share / share.sum(1, keepdims=True) * 255).astype(np.int64)
    weights[:, 0] += 255 - weights.sum(1)
    return order.astype(np.uint8), weights.astype(np.uint8)


def joined(things: Sequence[Worn]) -> Worn | None:
    """Several as one; None for none."""
    if not things:
        return None
    starts = np.cumsum([0, *(len(thing.patch) for thing in things[:-1])])
    return Worn(
        index=np.concatenate([thing.index for thing in things]),
        share=np.concatenate([thing.share for thing in things]),
        offset_m=np.concatenate([thing.offset_m for thing in things]),
        on_head=np.concatenate([thing.on_head for thing in things]),
        faces=np.concatenate([thing.faces + start for thing, start in zip(things, starts, strict=True)]),
        patch=np.concatenate([thing.patch for thing in things]),
        paint=tuple(paint for thing in things for paint in thing.paint),
        bones=np.concatenate([thing.bones for thing in things]),
        weights=np.concatenate([thing.weights for thing in things]),
    )
