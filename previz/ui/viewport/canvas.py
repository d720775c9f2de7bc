"""Where pictures of the stage come from: OpenGL in the window, or captured images where there is none.

Both draw the same `Glance` with the same `Viewer`, so both show the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from previz.render.viewer import Glance

Ids = NDArray[np.uint32]


SLOW_MS, QUICK_MS = 33.0, 11.0
SHARES = (1.0, 0.6, 0.42)
"""Of a picture's width and height, each with two to three times the pixels of the next: a step never leads
from too slow to too quick, so a view does not swing to and fro."""


@dataclass(frozen=True)
class Pane:
    """One view of the window: its place in device pixels, and what it shows, perhaps with fewer pixels."""

    rect: QRect
    glance: Glance

    @property
    def slot_suffix(self) -> str:
        """Pictures of another size are kept apart, so that coming to rest makes nothing anew."""
        return "" if self.glance.size_px == (self.rect.width(), self.rect.height()) else " rough"

    def pixel(self, x: int, y: int) -> tuple[int, int]:
        """A pixel of the place in the picture."""
        width, height = self.glance.size_px
        return x * width // self.rect.width(), y * height // self.rect.height()


class Pace:
    """How many pixels a view that moves can afford on this machine."""

    def __init__(self) -> None:
        self._step = 0

    @property
    def share(self) -> float:
        """Of a picture's width and height."""
        return SHARES[self._step]

    def took(self, milliseconds: float) -> None:
        """A picture of a moving view took so long, from the call until it was there."""
        if milliseconds > SLOW_MS:
            self._step = min(self._step + 1, len(SHARES) - 1)
        elif milliseconds < QUICK_MS:
            self._step = max(self._step - 1, 0)


class Canvas(Protocol):
    """A widget that shows panes, with the signals ``drawn`` (new pictures are up) and ``failed`` (words)."""

    pace: Pace

    @property
    def is_behind(self) -> bool:
        """A picture that was asked for is not up yet: what is seen, and what is under the mouse, is older."""

    def show_panes(self, panes: Mapping[str, Pane]) -> None:
        """Show these, each under its slot, as soon as may be."""

    def refine(self) -> None:
        """Draw the still pictures that are up with finer edges, unless others are wanted meanwhile."""

    def ids(self, slot: str) -> Ids | None:
        """(h, w) of the last picture; None before there is one."""

    def ids_near(self, slot: str, x: int, y: int, reach: int) -> Ids | None:
        """(2·reach + 1)² ids round a pixel of the pane, 0 beyond its edge."""

    def picture(self) -> QImage:
        """What the whole canvas shows, in device pixels."""

    def close_pictures(self) -> None:
        """Free everything on the graphics card. May be called twice."""


def around(ids: Ids, x: int, y: int, reach: int) -> Ids:
    """A square of ``ids`` round a pixel, 0 where it lies beyond the edge."""
    side = 2 * reach + 1
    result = np.zeros((side, side), np.uint32)
    height, width = ids.shape
    left, top = max(x - reach, 0), max(y - reach, 0)
    part = ids[top : max(min(y + reach + 1, height), top), left : max(min(x + reach + 1, width), left)]
    down, right = top - (y - reach), left - (x - reach)
    if part.size:
        result[down : down + part.shape[0], right : right + part.shape[1]] = part
    return result


def nearest(square: Ids) -> int:
    """The object nearest to the middle of a square of ids; 0 for none."""
    objects = square >> np.uint32(16)
    reach = len(square) // 2
    down, right = np.nonzero(objects)
    if not len(down):
        return 0
    first = np.argmin((down - reach) ** 2 + (right - reach) ** 2)
    return int(objects[down[first], right[first]])
