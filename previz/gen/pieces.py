"""A large picture in pieces that a model can work over one by one, and the pieces back in one.

What the smaller picture could show stays; only finer detail is the model's. So no seam, no shift of colour
and no new thing comes from a piece.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.controls import Fitting

OVERLAP = 0.125
"""Share of a piece's side by which neighbours overlap at least."""
FINE_PX = 3.0
"""Pixels of the smaller picture below which detail is the model's."""


@dataclass(frozen=True)
class Piece:
    """A rectangle of the large picture."""

    x: int
    y: int
    width: int
    height: int
    frame_px: tuple[int, int]
    """(width, height) of the large picture."""

    def fitting(self, grid: int) -> Fitting:
        """As it lies in a model's picture: in its own size, the rim filled up to the grid."""
        size = (self.width, self.height)
        model = (-(-self.width // grid) * grid, -(-self.height // grid) * grid)
        return Fitting(size, size, model)

    def cut(self, guide: NDArray[np.generic], blend: bool = True) -> NDArray[np.generic]:
        """This piece of a guide of any size that shows the whole picture, at the piece's size.

        ``blend`` False keeps numbers as they are, for object ids.
        """
        array = np.ascontiguousarray(guide)
        sx, sy = array.shape[1] / self.frame_px[0], array.shape[0] / self.frame_px[1]
        place = np.array([[sx, 0, (self.x + 0.5) * sx - 0.5], [0, sy, (self.y + 0.5) * sy - 0.5]])
        how = (cv2.INTER_CUBIC if blend else cv2.INTER_NEAREST) | cv2.WARP_INVERSE_MAP
        size = (self.width, self.height)
        return np.asarray(cv2.warpAffine(array, place, size, flags=how, borderMode=cv2.BORDER_REPLICATE))


def pieces(frame_px: tuple[int, int], budget_px: int, grid: int) -> list[Piece]:
    """Overlapping pieces of about ``budget_px`` pixels that cover a picture, row by row."""
    width, height = frame_px
    side = max(grid, int(budget_px**0.5) // grid * grid)
    tall = min(height, side)
    wide = min(width, max(grid, budget_px // max(tall, grid) // grid * grid))
    return [Piece(x, y, wide, tall, frame_px) for y in _starts(height, tall) for x in _starts(width, wide)]


def _starts(length: int, piece: int) -> Iterator[int]:
    count = (
        1 if piece >= length else -(-(length - round(OVERLAP * piece)) // (piece - round(OVERLAP * piece)))
    )
    for place in range(count):
        yield round(place * (length - piece) / max(1, count - 1))


class Mosaic:
    """The large picture, from its pieces; ``before`` (h, w, 3) is the smaller one."""

    def __init__(self, before: NDArray[np.uint8], frame_px: tuple[int, int]) -> None:
        width, height = frame_px
        self._before = before
        self._fine_px = FINE_PX * width / before.shape[1]
        self._sum = np.zeros((height, width, 3), np.float32)
        self._weight = np.zeros((height, width, 1), np.float32)

    def lay(self, piece: Piece, pixels: NDArray[np.uint8]) -> None:
        """``pixels`` (h, w, 3) of the piece's size."""
        new, old = pixels.astype(np.float32), piece.cut(self._before).astype(np.float32)
        coarse = cv2.GaussianBlur(old - new, (0, 0), self._fine_px, borderType=cv2.BORDER_REPLICATE)
        weight = _ramp(piece.height)[:, None, None] * _ramp(piece.width)[None, :, None]
        place = np.s_[piece.y : piece.y + piece.height, piece.x : piece.x + piece.width]
        self._sum[place] += (new + coarse) * weight
        self._weight[place] += weight

    def picture(self) -> NDArray[np.uint8]:
        return np.asarray(np.clip(self._sum / self._weight + 0.5, 0, 255), np.uint8)


def _ramp(length: int) -> NDArray[np.float32]:
    """Weights along a side: small at both ends, so that neighbours melt into each other."""
    edge = max(1.0, OVERLAP * length)
    place = np.arange(length, dtype=np.float32) + 0.5
    return np.asarray(np.clip(np.minimum(place, length - place) / edge, 0.01, 1.0), np.float32)
