"""Hairlines without the corners of the triangles: the border of hair and skin is rounded on every head."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.people import Person
from previz.gen.sketch.sheet import HAIR, SKIN, Floats, Ints, Mask

_ROUNDING = 0.016
"""Radius of the rounding in head heights."""
_SMALLEST_PX = 60


def trim(
    people: Sequence[tuple[Person, float]], ids: NDArray[np.uint32], roles: NDArray[np.uint8], numbers: Ints
) -> None:
    """Change ``ids`` and ``roles`` (h, w) in place. ``people`` with the heights of their heads in px,
    ``numbers`` (h, w) the object id of every pixel."""
    for person, head_px in people:
        if head_px < _SMALLEST_PX:
            continue
        own = (numbers == person.object_id) & ((roles == HAIR) | (roles == SKIN))
        rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
        if not len(rows):
            continue
        box = np.s_[int(rows[0]) : int(rows[-1]) + 1, int(columns[0]) : int(columns[-1]) + 1]
        _round(ids[box], roles[box], own[box], max(int(head_px * _ROUNDING), 1))


def _round(ids: NDArray[np.uint32], roles: NDArray[np.uint8], own: Mask, reach: int) -> None:
    hair = own & (roles == HAIR)
    skin = own & (roles == SKIN)
    if not hair.any() or not skin.any():
        return
    share = _soft(hair, reach) / np.maximum(_soft(own, reach), 1e-3)
    grown, shaved = skin & (share > 0.5), hair & (share <= 0.5)
    ids[grown], ids[shaved] = ids[hair][0], ids[skin][0]
    roles[grown], roles[shaved] = HAIR, SKIN


def _soft(mask: Mask, reach: int) -> Floats:
    size = (2 * reach + 1, 2 * reach + 1)
    return np.asarray(cv2.blur(cv2.blur(mask.astype(np.float32), size), size))
