"""Solid blacks, rubbed tone, and the small fills of eyes, lips and brows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.marks import Fill
from previz.gen.sketch.sheet import EYE, HAIR, Floats, Mask, Sheet
from previz.gen.sketch.styles import Style
from previz.gen.sketch.tone import LIT, Tone

_DARK_HAIR = 0.52
_SHINE = 0.42
_IRIS = np.array([0.42, 0.34, 0.28], np.float32)
_LIP = np.array([0.5, 1.25, 1.1], np.float32)
"""What lips take away of red, green and blue, relative to their darkness."""


@dataclass
class Spots:
    tone: Floats | None
    """(h, w) 1 = clean paper, or (h, w, 3) colours; None when the style has no tone."""
    black: NDArray[np.uint8]
    glint: NDArray[np.uint8]
    solid: Mask
    """Where ``black`` was decided, before fills."""


def lay_spots(sheet: Sheet, values: Tone, tone: Floats | None, shine: Floats, style: Style) -> Spots:
    """``tone`` from `paint`; ``shine`` (h, w) is the highlight of hair, 0…1."""
    height, width = sheet.size
    solid = np.zeros((height, width), bool)
    if style.black:
        hair = sheet.figure & (sheet.roles == HAIR)
        solid = _solid(sheet, values, style, hair) & ~((shine > _SHINE) & hair)
    black = solid.astype(np.uint8) * 255
    if solid.any():
        black = cv2.GaussianBlur(black, (0, 0), max(0.7 * sheet.scale, 0.35))
    return Spots(tone, black, np.zeros((height, width), np.uint8), solid)


def _solid(sheet: Sheet, tone: Tone, style: Style, hair: Mask) -> Mask:
    """Blacks of an inked picture without specks and pin-holes; dark hair always is one."""
    solid = tone.value < style.black
    if not style.black_skin:
        solid &= ~sheet.skin
    if sheet.optics.night:
        solid |= (tone.value < 0.47) & ~sheet.skin & (tone.plane < LIT) & ~sheet.emitting
    solid |= hair & (tone.local < _DARK_HAIR)
    area = sheet.scale**2
    solid = _without_small(solid, 120 * area)
    return np.asarray(~_without_small(~solid, 90 * area, keep=sheet.roles == EYE))


def _without_small(mask: Mask, least_px: float, keep: Mask | None = None) -> Mask:
    """Drop connected pieces smaller than ``least_px``, unless they touch ``keep``."""
    _, label, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < least_px
    small[0] = False
    if keep is not None:
        small[label[keep & mask]] = False
    result = mask.copy()
    for number in np.nonzero(small)[0].tolist():
        left, top, width, height, _ = stats[number].tolist()
        box = np.s_[top : top + height, left : left + width]
        result[box][label[box] == number] = False
    return result


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
    black, tone = spots.black[box], None if spots.tone is None else spots.tone[box]
    coloured = tone is not None and tone.ndim == 3
    amount: Floats = share[..., None] if coloured else share
    if style.medium == "print" and tone is not None:
        # white on blue: the white of an eye is ink, its iris is the paper
        clean = {"white": 0.30, "iris": 0.75, "black": 1.0}.get(fill.kind)
        if clean is not None:
            tone[:] = tone * (1 - amount) + amount * np.float32(clean)
            black[:] = (black * (1 - share)).astype(np.uint8)
    elif fill.kind == "white":
        black[:] = (black * (1 - share)).astype(np.uint8)
        if tone is not None:
            tone[:] = tone * (1 - amount) + amount * (0.8 if night else 0.97)
    elif fill.kind == "iris":
        if not coloured:
            black[:] = np.maximum(black, (share * (style.iris * 255)).astype(np.uint8))
        if tone is not None:
            tone[:] = tone * (1 - amount) + amount * (_IRIS if coloured else 0.5)
    elif fill.kind == "black":
        black[:] = np.maximum(black, (share * 255).astype(np.uint8))
    elif fill.kind == "glint":
        spots.glint[box] = np.maximum(spots.glint[box], (share * 247).astype(np.uint8))
    elif tone is not None:
        dark = style.brow if fill.kind == "brow" else style.lips[fill.kind == "soft lip"]
        tint = _LIP if coloured and fill.kind != "brow" else np.float32(1)
        tone *= 1 - amount * dark * tint
