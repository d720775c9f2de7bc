"""Fewer faces for the same shape, by quadric edge collapse (Garland and Heckbert 1997)."""

from __future__ import annotations

from dataclasses import replace

import fast_simplification
import numpy as np
from numpy.typing import NDArray

from previz.kit.soup import Ints, Soup


def simplify(soup: Soup, target: int) -> Soup:
    """About ``target`` faces of a welded, baked soup. Every face that is left keeps its material.

    The colour of a corner is the mean of the corners, of that material, that fell together in it.
    """
    if len(soup.faces) <= target:
        return soup
    points, faces, collapses = fast_simplification.simplify(
        soup.points, soup.faces.astype(np.int32), target_count=target, return_collapses=True
    )
    point = _followed(len(soup.points), collapses)
    old = point[soup.faces]
    alive = (old[:, 0] != old[:, 1]) & (old[:, 1] != old[:, 2]) & (old[:, 2] != old[:, 0])
    used = np.unique(old[alive])
    if len(used) != len(points):
        raise RuntimeError("the simplified points do not match their history")
    number = np.full(len(soup.points), -1, np.int64)
    number[used] = np.arange(len(used))
    origin = np.flatnonzero(alive)[_find(number[old[alive]], faces)]
    colours = Means(soup, number[old], len(points))
    material = soup.material[origin]
    return replace(
        soup,
        points=np.asarray(points, float),
        faces=faces.astype(np.int64),
        uv=np.zeros((len(faces), 3, 2), np.float32),
        tint=colours(faces.astype(np.int64), material, soup.tint[origin]),
        material=material,
    )


def _followed(count: int, collapses: NDArray[np.int32]) -> Ints:
    """(count,) where each point has gone after all collapses."""
    target = np.arange(count)
    target[collapses[:, 1]] = collapses[:, 0]
    while True:
        further = target[target]
        if np.array_equal(further, target):
            return target
        target = further


def _find(old: Ints, new: NDArray[np.int32]) -> Ints:
    """(len(new),) the row of ``old`` that has the same three corners."""
    both = np.sort(np.concatenate([old, new.astype(np.int64)]), axis=1)
    base = np.int64(both.max(initial=0)) + 1
    pair = np.unique(both[:, 0] * base + both[:, 1], return_inverse=True)[1].reshape(-1)
    key = pair * base + both[:, 2]
    known, wanted = key[: len(old)], key[len(old) :]
    order = np.argsort(known, kind="stable")
    found: Ints = order[np.minimum(np.searchsorted(known[order], wanted), len(order) - 1)]
    if not np.array_equal(known[found], wanted):
        raise RuntimeError("a simplified face has no origin")
    return found


class Means:
    """Mean colours by (point, material)."""

    def __init__(self, soup: Soup, corners: Ints, count: int) -> None:
        self._materials = len(soup.materials)
        key = (corners * self._materials + soup.material[:, None]).reshape(-1)
        tint = soup.tint.reshape(-1, 3)
        inside = key >= 0  # corners of points that went altogether are numbered −1
        size = count * self._materials
        self._share = np.bincount(key[inside], minlength=size)
        self._sums = [np.bincount(key[inside], tint[inside, i], minlength=size) for i in range(3)]

    def __call__(self, faces: Ints, material: Ints, fallback: NDArray[np.uint8]) -> NDArray[np.uint8]:
        key = faces * self._materials + material[:, None]
        share = self._share[key]
        mean = np.stack([total[key] / np.maximum(share, 1) for total in self._sums], axis=-1)
        return np.where(share[..., None] > 0, np.round(mean), fallback).astype(np.uint8)
