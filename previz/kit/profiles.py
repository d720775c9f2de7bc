"""Solids from a side view or a plan, as most props are drawn."""

from __future__ import annotations

from numpy.typing import ArrayLike

from previz.kit.shape import Shape
from previz.kit.solids import prism


def side_on(outline: ArrayLike, width: float, bevel: float = 0.0, holes: tuple[ArrayLike, ...] = ()) -> Shape:
    """Side view (n, 2) of (z, y) drawn out along X, centred on x = 0."""
    return prism(outline, width, bevel, holes).turn("y", -90)


def flat_on(outline: ArrayLike, height: float, y: float = 0.0, holes: tuple[ArrayLike, ...] = ()) -> Shape:
    """Plan (n, 2) of (x, −z) lying on ``y``, with holes."""
    return prism(outline, height, 0.0, holes).turn("x", -90).move(y=y + height / 2)
