"""Light decided per region: blur that stops at borders, and small islands given to their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.sheet import Floats, Ints, Mask

_PAIRS = (
    (np.s_[:, 1:], np.s_[:, :-1]),
    (np.s_[1:, :], np.s_[:-1, :]),
)


class Settler:
    """Edge-stopped à-trous blur: at each step every pixel takes the mean with the two pixels ``step`` away on
    either side, along rows and then columns, as far as they belong to its own region (h, w)."""

    def __init__(self, region: Ints) -> None:
        self._region = region
        self._bonds: dict[tuple[int, int], tuple[Floats, Floats]] = {}

    def settle(self, values: Floats, steps: Sequence[int]) -> Floats:
        result = values.astype(np.float32)
        total, shifted = np.empty_like(result), np.empty_like(result)
        for step in steps:
            for axis in (1, 0):
                if step >= values.shape[axis]:
                    continue
                a = np.s_[:, step:] if axis else np.s_[step:]
                b = np.s_[:, :-step] if axis else np.s_[:-step]
                equal, share = self._bond(step, axis, a, b)
                np.copyto(total, result)
                room = shifted[a]
                np.multiply(equal, result[b], out=room)
                np.add(total[a], room, out=total[a])
                np.multiply(equal, result[a], out=room)
                np.add(total[b], room, out=total[b])
                np.multiply(total, share, out=result)
        return result

    def _bond(self, step: int, axis: int, a: Any, b: Any) -> tuple[Floats, Floats]:
        """Where two pixels belong together, and the share of each member of such a group."""
        if (step, axis) not in self._bonds:
            equal = (self._region[a] == self._region[b]).astype(np.float32)
            count = np.ones(self._region.shape, np.float32)
            count[a] += equal
            count[b] += equal
            self._bonds[step, axis] = equal, np.asarray(1 / count, np.float32)
        return self._bonds[step, axis]


def clean(plane: NDArray[np.int8], region: Ints, least_px: int) -> NDArray[np.int8]:
    """Connected pieces of one region and plane smaller than ``least_px`` take the plane that surrounds them
    in the same region; a region that has nothing but small pieces (rivets, a thin bevel) takes its
    commonest plane. Pieces are found on a grid of twice the size whose odd cells are the bonds."""
    height, width = plane.shape
    bonds = np.zeros((2 * height - 1, 2 * width - 1), np.uint8)
    bonds[::2, ::2] = 1
    bonds[::2, 1::2] = (region[:, 1:] == region[:, :-1]) & (plane[:, 1:] == plane[:, :-1])
    bonds[1::2, ::2] = (region[1:] == region[:-1]) & (plane[1:] == plane[:-1])
    count, grid = cv2.connectedComponents(bonds, connectivity=4, ltype=cv2.CV_32S)
    piece = np.ascontiguousarray(grid[::2, ::2])
    small = np.bincount(piece.ravel(), minlength=count) < least_px
    islands = small[piece]
    if not islands.any():
        return plane
    votes = np.zeros(count * 3, np.int64)
    for a, b in _PAIRS:
        for x, y in ((a, b), (b, a)):
            place = np.nonzero(islands[x].ravel())[0]
            own, other = piece[x].ravel()[place], piece[y].ravel()[place]
            # small ones have no voice, or two of them would only change places
            meets = ~small[other] & (region[x].ravel()[place] == region[y].ravel()[place])
            votes += np.bincount(own[meets] * 3 + plane[y].ravel()[place][meets], minlength=count * 3)
    won = votes.reshape(count, 3)
    result = plane.copy()
    place = np.nonzero(islands.ravel())[0]
    owner = piece.ravel()[place]
    heard = won.sum(axis=1)[owner] > 0
    result.ravel()[place[heard]] = won.argmax(axis=1)[owner[heard]]
    left = place[~heard]
    result.ravel()[left] = _commonest(plane, region, islands)[region.ravel()[left]]
    return result


def _commonest(plane: NDArray[np.int8], region: Ints, islands: Mask) -> NDArray[np.int64]:
    """(r,) plane that most small pieces of each region have."""
    inside = islands.ravel()
    count = int(region.max()) + 1
    tally = np.bincount(region.ravel()[inside] * 3 + plane.ravel()[inside], minlength=count * 3)
    return np.asarray(tally.reshape(count, 3).argmax(axis=1))
