"""A drawing taken apart: transparent layers that give the frame again when they are laid over each other.

The drawing is put together anew with one part more each time; what that part changed becomes its layer.
So the layers follow whatever the sheet does with its parts, and need no second account of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.marks import NO_STROKES, Strokes
from previz.gen.sketch.styles import Style

Pixels = NDArray[np.uint8]

_LEAST_CONTRAST = 3 * 24.0**2
"""Squared distance of colours below which ink on its own colour says nothing about its alpha."""


@dataclass(frozen=True)
class Group:
    """One layer of the stack and the parts of a drawing that make it."""

    name: str
    label: str
    parts: tuple[str, ...]
    inked: bool = False
    """Of one colour, the ink of the style."""


STACK: tuple[Group, ...] = (
    Group("paper", "Paper", ()),
    Group("tone", "Tone", ("tone", "chalk")),
    Group("hatch", "Hatching", ("hatch",), inked=True),
    Group("spots", "Spots of black", ("black",), inked=True),
    Group("lines", "Lines", ("line",), inked=True),
    Group("lights", "White lines and glints", ("white", "glint")),
    Group("marks", "Artist's marks", ("marks",)),
)
"""From the sheet upwards."""


@dataclass(frozen=True, eq=False)
class Parts:
    """A drawing just before it comes together."""

    compose: Callable[[Collection[str]], Pixels]
    """The frame (h, w, 3) with these parts only: names of `STACK`."""
    coverage: Mapping[str, Pixels]
    """Part → (h, w), how much of each pixel its ink covers, where that is known."""
    style: Style
    lines: Strokes = NO_STROKES
    whites: Strokes = NO_STROKES
    hatching: Strokes = NO_STROKES


@dataclass(frozen=True, eq=False)
class Layer:
    """One sheet of the stack; the lowest is opaque."""

    name: str
    label: str
    pixels: Pixels
    """(h, w, 4), sRGB, straight alpha."""


def take_apart(parts: Parts) -> list[Layer]:
    """The layers of a drawing from the paper upwards, those without content left out."""
    layers: list[Layer] = []
    used: set[str] = set()
    below = parts.compose(())
    for group in STACK:
        used |= set(group.parts)
        after = parts.compose(used) if group.parts else below
        if not group.parts:
            opaque = np.full((*after.shape[:2], 1), 255, np.uint8)
            layers.append(Layer(group.name, group.label, np.concatenate([after, opaque], axis=2)))
            continue
        pixels = difference(below, after, parts.style.ink if group.inked else None)
        if pixels[..., 3].any():
            layers.append(Layer(group.name, group.label, pixels))
            below = over(below, pixels)
    return layers


def difference(below: Pixels, after: Pixels, ink: tuple[float, float, float] | None = None) -> Pixels:
    """The (h, w, 4) that turns ``below`` into ``after``: as transparent as it can be.

    With ``ink`` (0…1) it is as opaque as that ink would have to be, so that lines keep their own colour;
    wholly transparent pixels have it too, so that no fringe shows when the layer is scaled.
    """
    own = np.asarray(ink or (0, 0, 0), np.float32) * 255
    layer = np.empty((*below.shape[:2], 4), np.uint8)
    layer[...] = [*np.rint(own), 0]
    changed = np.nonzero((below != after).any(axis=2))
    was, now = below[changed].astype(np.float32), after[changed].astype(np.float32)
    change = was - now
    alpha = (np.abs(change) / np.maximum(np.where(change > 0, was, 255 - was), 1)).max(axis=1)
    if ink is not None:
        contrast = was - own
        room = (contrast * contrast).sum(axis=1)
        needed = (change * contrast).sum(axis=1) / np.maximum(room, _LEAST_CONTRAST)
        alpha = np.maximum(alpha, needed)
    levels = np.ceil(alpha * 255 - 1e-3).clip(1, 255)
    solved = was - change / (levels / 255)[:, None]
    layer[changed] = np.concatenate([np.rint(solved.clip(0, 255)), levels[:, None]], axis=1)
    return layer


def over(below: Pixels, layer: Pixels) -> Pixels:
    """``layer`` (h, w, 4) laid over an opaque picture (h, w, 3), in eight bits as painting programs do."""
    share = layer[..., 3:].astype(np.float32) / 255
    return np.rint(below * (1 - share) + layer[..., :3] * share).astype(np.uint8)


def flatten(layers: Sequence[Layer]) -> Pixels:
    """The frame (h, w, 3) again."""
    picture: Pixels = layers[0].pixels[..., :3]
    for layer in layers[1:]:
        picture = over(picture, layer.pixels)
    return picture
