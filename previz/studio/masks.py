"""Where a picture is made anew: who or what is seen, an area drawn by hand, what was painted over it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.errors import BadProject, NotFound
from previz.gen.request import Refine
from previz.render.gbuffer import GBuffer
from previz.scene.blocking import World

GROW_SHARE, FEATHER_SHARE, MOST_FEATHER = 0.012, 0.006, 0.25
"""Shares of the picture's width by which a region grows, for new hair and cloth, and over which it fades."""
PAINT_SHARE = 0.025
"""By how much more what is painted grows: a model needs room to make a thing of it."""
SMALLEST_LASSO = 0.0004
"""Share of the picture below which an area was not meant."""
_STEP = 8
"""Bits of a pixel's fraction, for corners between pixels."""

Mask = NDArray[np.uint8]


def mask_of(refine: Refine, g: GBuffer, world: World, painted: NDArray[np.uint8] | None) -> Mask | None:
    """(h, w), 255 where the picture is made anew; None = everywhere. What is named and drawn is cut together.

    Raises as `region_mask`, and BadProject for an area that is none.
    """
    size, found = g.size_px, list[Mask]()
    feather = FEATHER_SHARE if refine.feather is None else refine.feather
    if refine.region:
        found.append(region_mask(g, world, refine.region, feather))
    if refine.lasso:
        found.append(lasso_mask(size, refine.lasso, feather))
    if painted is not None and not refine.everywhere and not found:
        found.append(_grown(fitted(painted, size) > 8, PAINT_SHARE, feather))
    return np.minimum.reduce(found) if found else None


def region_mask(g: GBuffer, world: World, region: str, feather: float = FEATHER_SHARE) -> Mask:
    """(h, w), 255 where ``region`` is seen: a name, one as `told_apart` gives it, or an id.

    Raises NotFound, naming what is seen, for one that is not; BadProject for a name that several have.
    """
    seen = told_apart(g.objects, world.names())
    number = next((n for n, name in seen.items() if name.casefold() == region.casefold()), None)
    if number is None:
        number = next((n for n, id in world.ids().items() if id == region and n in seen), None)
    if number is None:
        names = world.names()
        several = [name for n, name in seen.items() if names[n].casefold() == region.casefold()]
        if several:
            raise BadProject(f"Several in this picture are called {region!r}; say {' or '.join(several)}.")
        known = ", ".join(sorted(seen.values()))
        raise NotFound(f"There is no {region!r} in this picture; it shows {known}.")
    return _grown(g.objects == number, GROW_SHARE, feather)


def told_apart(objects: NDArray[np.integer], names: Mapping[int, str]) -> dict[int, str]:
    """Object id → name of what is seen; where several have one name, with the side on which each is seen."""
    seen = [number for number in np.unique(objects).tolist() if number in names]
    alike = defaultdict[str, list[int]](list)
    for number in seen:
        alike[names[number].casefold()].append(number)
    told = {number: names[number] for number in seen}
    for numbers in alike.values():
        if len(numbers) > 1:
            told |= _by_side(objects, numbers, names)
    return told


def _by_side(
    objects: NDArray[np.integer], numbers: Sequence[int], names: Mapping[int, str]
) -> dict[int, str]:
    centre = {n: tuple(float(axis.mean()) for axis in np.nonzero(objects == n)) for n in numbers}
    across = sorted(numbers, key=lambda n: centre[n][1])
    if len(numbers) > 2:
        sides = [f"{place} of {len(numbers)} from the left" for place in range(1, len(numbers) + 1)]
        return {n: f"{names[n]} ({side})" for n, side in zip(across, sides, strict=True)}
    (one_y, one_x), (other_y, other_x) = (centre[n] for n in across)
    if other_x - one_x >= abs(other_y - one_y):
        left, right = across
        return {left: f"{names[left]} (left)", right: f"{names[right]} (right)"}
    upper, lower = sorted(numbers, key=lambda n: centre[n][0])
    return {upper: f"{names[upper]} (above)", lower: f"{names[lower]} (below)"}


def lasso_mask(
    size_px: tuple[int, int], corners: Sequence[tuple[float, float]], feather: float = FEATHER_SHARE
) -> Mask:
    """(h, w), 255 inside the polygon; ``corners`` in widths of the picture from its top left.

    Raises BadProject for an area without extent, or outside the picture.
    """
    width, height = size_px
    points = np.asarray(corners, float)
    if points.ndim != 2 or len(points) < 3 or not np.isfinite(points).all() or np.abs(points).max() > 4:
        raise BadProject("An area needs three corners or more, in the picture; draw it again.")
    flat = np.zeros((height, width), np.uint8)
    fixed = np.rint(points * width * 2**_STEP).astype(np.int32)
    cv2.fillPoly(flat, [fixed], 255, lineType=cv2.LINE_AA, shift=_STEP)
    core = cv2.erode(flat, np.ones((3, 3), np.uint8))  # the fill has its outline, which a line has, too
    if (core > 127).mean() < SMALLEST_LASSO:
        raise BadProject("This area holds next to nothing of the picture; draw it around what is to change.")
    return _faded(flat, feather)


def fitted(picture: NDArray[np.uint8], size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """A picture (h, w) or (h, w, c) at another size; itself at its own."""
    if (picture.shape[1], picture.shape[0]) == size_px:
        return picture
    smaller = size_px[0] < picture.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(np.ascontiguousarray(picture), size_px, interpolation=how), np.uint8)


def _grown(inside: NDArray[np.bool_], grow_share: float, feather: float) -> Mask:
    grow = max(1, round(grow_share * inside.shape[1]))
    flat = np.where(inside, 255, 0).astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1,) * 2)
    return _faded(np.asarray(cv2.dilate(flat, kernel), np.uint8), feather)


def _faded(flat: Mask, feather: float) -> Mask:
    if not 0 <= feather <= MOST_FEATHER or math.isnan(feather):
        raise BadProject(f"A border cannot fade over {feather:g} of the width; choose 0 to {MOST_FEATHER:g}.")
    if feather == 0:
        return flat
    return np.asarray(cv2.GaussianBlur(flat, (0, 0), max(0.5, feather * flat.shape[1])), np.uint8)
