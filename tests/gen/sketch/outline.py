"""How well the outline of a drawing follows what the id pass shows."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

REACH_PX = 3
_INK = 25
"""Cover (0…255) from which a line counts as drawn."""


class Outline(NamedTuple):
    recall: float
    """Share of the silhouettes of the id pass with a line within 3 px."""
    precision: float
    """Share of the drawn line within 3 px of a border of the id pass, of objects or of their patches."""


def outline(ids: NDArray[np.uint32], lines: NDArray[np.uint8]) -> Outline:
    """``ids`` (h, w) object << 16 | patch; ``lines`` (h, w) the cover of the line layer."""
    drawn = lines > _INK
    silhouette, border = _edges(ids >> 16), _edges(ids)
    return Outline(float(_near(drawn)[silhouette].mean()), float(_near(border)[drawn].mean()))


def _edges(numbers: NDArray[Any]) -> NDArray[np.bool_]:
    edge = np.zeros(numbers.shape, bool)
    edge[:, :-1] |= numbers[:, 1:] != numbers[:, :-1]
    edge[:-1] |= numbers[1:] != numbers[:-1]
    return edge


def _near(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * REACH_PX + 1,) * 2)
    return np.asarray(cv2.dilate(mask.astype(np.uint8), disc) > 0)
