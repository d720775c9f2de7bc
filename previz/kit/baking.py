"""Textures become colours at the corners of faces, with more faces where a picture needs them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from previz.kit.soup import Bytes, Colours, Floats, Ints, Material, Soup, to_linear, to_srgb

PICTURE_FACES = 80_000
"""So many faces at most may stand for the pictures on a model that has fewer."""
_ROUNDS = 8
_SHARP = 20.0
"""A face is cut when its picture departs from its corners' colours by more than this (of 255)."""
_SMALLEST_TEXELS = 2.0
_HOLE_ALPHA = 25
_FEW_FACES = 0.02
_PROBES = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1], [2 / 3, 2 / 3, 2 / 3], [1.4, 0.3, 0.3], [0.3, 1.4, 0.3],
                    [0.3, 0.3, 1.4]]) / 2  # fmt: skip
"""Barycentric places in a face where its picture is looked at: middles of edges, centre, near the corners."""


class Pyramid:
    """An image at full, half, quarter… size; ``repeats`` says what is beyond its edges."""

    def __init__(self, image: Bytes, repeats: bool) -> None:
        self._repeats = repeats
        self.levels: list[Colours] = [image.astype(np.float32)]
        while min(self.levels[-1].shape[:2]) >= 2:
            a = self.levels[-1]
            a = a[: a.shape[0] // 2 * 2, : a.shape[1] // 2 * 2]
            self.levels.append((a[::2, ::2] + a[1::2, ::2] + a[::2, 1::2] + a[1::2, 1::2]) * np.float32(0.25))

    @property
    def size(self) -> Floats:
        """(width, height) in texels."""
        height, width = self.levels[0].shape[:2]
        return np.array([width, height], float)

    def sample(self, uv: NDArray[np.float32], level: Ints) -> Colours:
        """(..., 4) at uv (..., 2); ``level`` (...) is clipped to those that there are."""
        result = np.zeros((*uv.shape[:-1], 4), np.float32)
        level = np.clip(level, 0, len(self.levels) - 1)
        for number in np.unique(level):
            here = level == number
            result[here] = _bilinear(self.levels[number], uv[here], self._repeats)
        return result


def _bilinear(image: Colours, uv: NDArray[np.float32], repeats: bool) -> Colours:
    height, width = image.shape[:2]
    x, y = uv[:, 0] * width - 0.5, (1.0 - uv[:, 1]) * height - 0.5
    if not repeats:
        x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    left, top = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    fx, fy = (x - left)[:, None], (y - top)[:, None]
    columns, rows = (left % width, (left + 1) % width), (top % height, (top + 1) % height)
    upper = image[rows[0], columns[0]] * (1 - fx) + image[rows[0], columns[1]] * fx
    lower = image[rows[1], columns[0]] * (1 - fx) + image[rows[1], columns[1]] * fx
    return np.asarray(upper * (1 - fy) + lower * fy, np.float32)


def bake(soup: Soup, budget: int = PICTURE_FACES) -> Soup:
    """A soup whose ``tint`` is the colour itself and that needs its images no more.

    Faces that carry a picture finer than their corners can tell are cut until all faces are ``budget``.
    Faces of which a stencil leaves nothing are dropped.
    """
    pyramids = {
        i: Pyramid(material.image, repeats=_repeats(soup.uv[soup.material == i]))
        for i, material in enumerate(soup.materials)
        if material.image is not None
    }
    if not pyramids:
        return replace(soup, tint=_painted(soup, {}))
    error = _errors(soup, pyramids)
    soup = replace(soup, materials=_told_pictures(soup, error))
    for _ in range(_ROUNDS):
        room = (budget - len(soup.faces)) // 3
        worst = np.argsort(-error, kind="stable")[: max(room, 0)]
        worst = worst[error[worst] > 0]
        if not len(worst):
            break
        soup = cut(soup, worst)
        error = _errors(soup, pyramids)
    baked = replace(soup, tint=_painted(soup, pyramids))
    return baked.pick(~_holes(soup, pyramids))


def _repeats(uv: NDArray[np.float32]) -> bool:
    """Is the image laid more than once? Else nothing of its other side may bleed over its edge."""
    return bool(len(uv)) and bool(uv.min() < -0.01 or uv.max() > 1.01)


def _texels(uv: NDArray[np.float32], size: Floats) -> NDArray[np.float64]:
    """(m,) the longest edge in texels."""
    edges = (uv - np.roll(uv, 1, axis=1)) * size
    return np.asarray(np.sqrt((edges**2).sum(axis=2)).max(axis=1), float)


def _errors(soup: Soup, pyramids: dict[int, Pyramid]) -> Floats:
    """(m,) how badly each face wants to be cut: error × area; 0 for those that are good enough."""
    a, b, c = (soup.points[soup.faces[:, i]] for i in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    result = np.zeros(len(soup.faces))
    for number, pyramid in pyramids.items():
        chosen = np.flatnonzero(soup.material == number)
        uv = soup.uv[chosen]
        texels = _texels(uv, pyramid.size)
        level = np.maximum(np.log2(np.maximum(texels, 1)) - 2, 0).astype(np.int64)[:, None]
        corners = pyramid.sample(uv, np.broadcast_to(level, (len(uv), 3)))
        at = np.einsum("pk,mkj->mpj", _PROBES, uv).astype(np.float32)
        seen = pyramid.sample(at, np.broadcast_to(level, at.shape[:2]))
        error = np.abs(seen - np.einsum("pk,mkj->mpj", _PROBES, corners)).max(axis=(1, 2))
        wanted = (error > _SHARP) & (texels > _SMALLEST_TEXELS)
        result[chosen] = np.where(wanted, error * area[chosen], 0.0)
    return result


def _told_pictures(soup: Soup, error: Floats) -> tuple[Material, ...]:
    """A material is a picture when more than a few of its faces are not of one colour."""
    size = np.bincount(soup.material, minlength=len(soup.materials))
    wrong = np.bincount(soup.material, error > 0, minlength=len(soup.materials))
    return tuple(
        replace(material, picture=bool(wrong[i] > _FEW_FACES * size[i]))
        for i, material in enumerate(soup.materials)
    )


def _painted(soup: Soup, pyramids: dict[int, Pyramid]) -> Bytes:
    """(m, 3, 3) material × image × tint."""
    light = to_linear(soup.tint)
    light *= np.array([material.linear for material in soup.materials], np.float32)[soup.material][:, None]
    for number, pyramid in pyramids.items():
        chosen = np.flatnonzero(soup.material == number)
        light[chosen] *= to_linear(np.round(_corner_colours(soup.uv[chosen], pyramid)).astype(np.uint8))
    return to_srgb(light)


def _corner_colours(uv: NDArray[np.float32], pyramid: Pyramid) -> Colours:
    """(m, 3, 3), seen a little inside each face, so that neighbours in an atlas do not bleed."""
    level = np.maximum(np.log2(np.maximum(_texels(uv, pyramid.size), 1)) - 1, 0).astype(np.int64)
    inside = uv + (uv.mean(axis=1, keepdims=True) - uv) * np.float32(0.15)
    return pyramid.sample(inside, np.broadcast_to(level[:, None], inside.shape[:2]))[..., :3]


def _holes(soup: Soup, pyramids: dict[int, Pyramid]) -> NDArray[np.bool_]:
    """(m,) faces that a stencil cuts away altogether."""
    result = np.zeros(len(soup.faces), bool)
    for number, pyramid in pyramids.items():
        if soup.materials[number].stencil:
            chosen = np.flatnonzero(soup.material == number)
            at = np.concatenate([soup.uv[chosen], soup.uv[chosen].mean(axis=1, keepdims=True)], axis=1)
            alpha = pyramid.sample(at, np.zeros(at.shape[:2], np.int64))[..., 3]
            result[chosen] = (alpha < _HOLE_ALPHA).all(axis=1)
    return result


# ------------------------------------------------------------------------------------------ cutting
_PATTERNS: dict[int, list[tuple[int, int, int]]] = {
    # bit i: the edge from corner i to the next is halved; 3, 4, 5 are the middles of edges 0, 1, 2
    0: [(0, 1, 2)],
    1: [(0, 3, 2), (3, 1, 2)],
    2: [(0, 1, 4), (0, 4, 2)],
    4: [(0, 1, 5), (5, 1, 2)],
    3: [(0, 3, 2), (3, 4, 2), (3, 1, 4)],
    6: [(0, 1, 5), (1, 4, 5), (4, 2, 5)],
    5: [(0, 3, 5), (3, 1, 2), (3, 2, 5)],
    7: [(0, 3, 5), (3, 1, 4), (4, 2, 5), (3, 4, 5)],
}


def cut(soup: Soup, chosen: Ints) -> Soup:
    """Each chosen face in four; neighbours are cut where they must, so that no crack opens."""
    faces = soup.faces
    starts, ends = faces, np.roll(faces, -1, axis=1)
    key = np.minimum(starts, ends) * np.int64(len(soup.points)) + np.maximum(starts, ends)
    halved = np.unique(key[chosen])
    place = np.searchsorted(halved, key)
    split = halved[np.minimum(place, len(halved) - 1)] == key
    points = (soup.points[halved // len(soup.points)] + soup.points[halved % len(soup.points)]) / 2
    six = np.concatenate([faces, place + len(soup.points)], axis=1)
    uv = np.concatenate([soup.uv, (soup.uv + np.roll(soup.uv, -1, axis=1)) / 2], axis=1)
    tint = np.concatenate([soup.tint, _middle(soup.tint)], axis=1)
    pattern = split @ np.array([1, 2, 4])
    pieces = []
    for number, triangles in _PATTERNS.items():
        here = np.flatnonzero(pattern == number)
        for triangle in triangles:
            corners = list(triangle)
            pieces.append(
                (six[here][:, corners], uv[here][:, corners], tint[here][:, corners], soup.material[here])
            )
    return replace(
        soup,
        points=np.concatenate([soup.points, points]),
        faces=np.concatenate([piece[0] for piece in pieces]),
        uv=np.concatenate([piece[1] for piece in pieces]),
        tint=np.concatenate([piece[2] for piece in pieces]),
        material=np.concatenate([piece[3] for piece in pieces]),
    )


def _middle(tint: Bytes) -> Bytes:
    return ((tint.astype(np.uint16) + np.roll(tint, -1, axis=1)) // 2).astype(np.uint8)
