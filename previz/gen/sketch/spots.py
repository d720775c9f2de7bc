"""Solid blacks, rubbed tone, and the small fills of eyes, lips and brows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.marks import Fill
from previz.gen.sketch.sheet import EYE, HAIR, SET, Floats, Mask, Sheet
from previz.gen.sketch.styles import Style
from previz.gen.sketch.tone import LIT, Tone

_DARK_HAIR = 0.52
_SHINE = 0.42
_LIP = {"pencil": {"lip": 0.20, "soft lip": 0.09}, "ink": {"lip": 0.0, "soft lip": 0.0}}


@dataclass
class Spots:
    rubbed: Floats | None
    """(h, w) 1 = clean paper; None when the style has no rubbed tone."""
    black: NDArray[np.uint8]
    glint: NDArray[np.uint8]
    solid: Mask
    """Where ``black`` was decided, before fills."""


def lay_spots(sheet: Sheet, tone: Tone, shine: Floats, style: Style) -> Spots:
    """``shine`` (h, w) is the highlight of hair, 0…1."""
    height, width = sheet.size
    hair = sheet.figure & (sheet.roles == HAIR)
    solid = np.zeros((height, width), bool)
    rubbed = None
    if style.black:
        solid = _solid(sheet, tone, style, hair) & ~((shine > _SHINE) & hair)
    if style.smudge:
        rubbed = _rubbed(sheet, tone, style, hair, shine)
    black = solid.astype(np.uint8) * 255
    if solid.any():
        black = cv2.GaussianBlur(black, (0, 0), max(0.7 * sheet.scale, 0.35))
    return Spots(rubbed, black, np.zeros((height, width), np.uint8), solid)


def _solid(sheet: Sheet, tone: Tone, style: Style, hair: Mask) -> Mask:
    """Blacks of an inked picture without specks and pin-holes; dark hair always is one."""
    solid = (tone.value < style.black) & ~sheet.skin
    if sheet.optics.night:
        solid |= (tone.value < 0.47) & ~sheet.skin & (tone.plane < LIT) & ~sheet.emitting
    solid |= hair & (tone.local < _DARK_HAIR)
    area = sheet.scale**2
    solid = _without_small(solid, 120 * area)
    return np.asarray(~_without_small(~solid, 90 * area, keep=sheet.roles == EYE))


def _without_small(mask: Mask, least_px: float, keep: Mask | None = None) -> Mask:
    """Drop connected pieces smaller than ``least_px``, unless they touch ``keep``."""
    count, label, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < least_px
    small[0] = False
    if keep is not None:
        small &= np.bincount(label[keep & mask], minlength=count) == 0
    return np.asarray(mask & ~small[label])


def _rubbed(sheet: Sheet, tone: Tone, style: Style, hair: Mask, shine: Floats) -> Floats:
    """Graphite rubbed with a finger: a share of the value, softened; twice as much under dark hair."""
    value = tone.value
    if tone.glow is not None:
        value = value + (1 - value) * tone.glow * 0.8
    share = np.where(hair, np.float32(min(style.smudge * 2.1, 0.85)), np.float32(style.smudge))
    if sheet.optics.night:
        # the far dark planes are laid in solid, so that night is more than an even grey
        deep = (sheet.kind <= SET) & (tone.plane < LIT)
        share = np.where(deep, np.float32(0.86), np.maximum(share, np.float32(0.55)))
    dark = np.clip(1 - value, 0, 1) * share
    corner = np.clip((0.62 - sheet.light[..., 1].astype(np.float32) / 255) / 0.3, 0, 1)
    dark += 0.05 * style.smudge * corner
    soft = 1 - cv2.GaussianBlur(dark.astype(np.float32), (0, 0), max(1.5 * sheet.scale, 0.4))
    bright = np.clip(shine * 1.3, 0, 0.85) * hair
    return np.asarray(soft + (1 - soft) * bright, np.float32)


def lay_fills(fills: list[Fill], spots: Spots, style: Style, night: bool) -> None:
    """Paint eyes, lips and brows into the spots, later ones over earlier ones."""
    height, width = spots.black.shape
    for fill in fills:
        if not np.isfinite(fill.polygon).all():
            continue
        low = np.maximum(np.floor(fill.polygon.min(axis=0)).astype(int) - 2, 0)
        high = np.minimum(np.ceil(fill.polygon.max(axis=0)).astype(int) + 3, (width, height))
        if (high - low < 2).any():
            continue
        share = _polygon(fill.polygon, low, high)
        if fill.within is not None:
            share *= _polygon(fill.within, low, high)
        if fill.without is not None:
            share *= 1 - _polygon(fill.without, low, high)
        _paint(fill, share, np.s_[low[1] : high[1], low[0] : high[0]], spots, style, night)


def _polygon(points: Floats, low: NDArray[np.int64], high: NDArray[np.int64]) -> Floats:
    """Coverage 0…1 of a polygon inside a box, anti-aliased."""
    mask = np.zeros((int(high[1] - low[1]), int(high[0] - low[0])), np.uint8)
    fixed = np.round((np.clip(points, -8000, 24000) - low) * 16).astype(np.int32)
    cv2.fillPoly(mask, [fixed], 255, cv2.LINE_AA, 4)
    return mask.astype(np.float32) / 255


def _paint(
    fill: Fill, share: Floats, box: tuple[slice, slice], spots: Spots, style: Style, night: bool
) -> None:
    black, rubbed = spots.black[box], None if spots.rubbed is None else spots.rubbed[box]
    if fill.kind == "white":
        black[:] = (black * (1 - share)).astype(np.uint8)
        if rubbed is not None:
            rubbed[:] = rubbed * (1 - share) + share * (0.8 if night else 0.97)
    elif fill.kind == "iris":
        black[:] = np.maximum(black, (share * (0.45 * 255)).astype(np.uint8))
        if rubbed is not None:
            rubbed[:] = rubbed * (1 - share) + share * 0.5
    elif fill.kind == "black":
        black[:] = np.maximum(black, (share * 255).astype(np.uint8))
    elif fill.kind == "glint":
        spots.glint[box] = np.maximum(spots.glint[box], (share * 247).astype(np.uint8))
    elif rubbed is not None:
        amount = 0.42 if fill.kind == "brow" else _LIP[style.name][fill.kind]
        rubbed *= 1 - share * amount
