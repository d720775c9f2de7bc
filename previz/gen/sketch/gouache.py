"""Opaque colour: the local colour of everything, under the light of the hour, with air between."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from previz.gen.sketch.attention import defocused
from previz.gen.sketch.plan import Plan
from previz.gen.sketch.sheet import HAIR, NOTHING, SET, Floats, Sheet
from previz.gen.sketch.sky import elevation, puffs
from previz.gen.sketch.textures import bristles, laid
from previz.gen.sketch.tone import SHADOW, Tone

Triple = tuple[float, float, float]


class Hour(NamedTuple):
    """What an hour of the day does to colours."""

    shadow: Triple
    half: Triple
    lit: Triple
    set_shadow: Triple
    skin_shadow: Triple
    zenith: Triple
    horizon: Triple
    """Of the sky; far things turn towards it."""
    glow: Triple = (1.0, 0.92, 0.66)


_DAY = Hour(
    shadow=(0.58, 0.58, 0.68),
    half=(0.86, 0.86, 0.90),
    lit=(1.03, 1.01, 0.97),
    set_shadow=(0.74, 0.755, 0.82),
    skin_shadow=(0.76, 0.67, 0.69),
    zenith=(0.60, 0.74, 0.86),
    horizon=(0.88, 0.91, 0.92),
)
_LOW_SUN = Hour(
    shadow=(0.50, 0.46, 0.66),
    half=(0.84, 0.74, 0.76),
    lit=(1.10, 0.96, 0.78),
    set_shadow=(0.62, 0.58, 0.76),
    skin_shadow=(0.72, 0.56, 0.62),
    zenith=(0.46, 0.50, 0.70),
    horizon=(0.98, 0.76, 0.55),
)
_NIGHT = Hour(
    shadow=(0.25, 0.30, 0.45),
    half=(0.46, 0.48, 0.56),
    lit=(1.05, 0.95, 0.72),
    set_shadow=(0.25, 0.30, 0.45),
    skin_shadow=(0.52, 0.45, 0.47),
    zenith=(0.07, 0.09, 0.17),
    horizon=(0.15, 0.18, 0.28),
)
_WINDOW = (1.0, 0.93, 0.66)


def gouache(sheet: Sheet, tone: Tone, plan: Plan, shine: Floats) -> Floats:
    """(h, w, 3) 0…1."""
    optics = sheet.optics
    hour = _NIGHT if optics.night else _LOW_SUN if optics.low_sun else _DAY
    colour = cv2.multiply(_local(sheet), _light(sheet, tone, hour))
    colour = _air(sheet, colour, hour)
    hair = sheet.figure & (sheet.roles == HAIR) & (shine > 0.42)
    colour[hair] += (1 - colour[hair]) * np.float32(0.20)
    if (sheet.kind == NOTHING).any():
        sky = (sheet.kind == NOTHING).astype(np.uint8)
        cv2.copyTo(heaven(sheet, plan, hour), sky, colour)
    if optics.night:
        colour[sheet.emitting] = _WINDOW
        if tone.glow is not None:
            colour = _mixed(colour, hour.glow, tone.glow * np.float32(0.9))
    if sheet.softness is not None:
        colour = defocused(colour, sheet.softness * ~sheet.skin, 12 * sheet.scale)
    brush = laid(bristles(plan.seed % 64), sheet.size, plan.hatch_deg * 0.4, max(1.4 * sheet.scale, 0.2))
    brush *= np.where(sheet.figure, np.float32(0.35 * 0.03), np.float32(0.03))
    brush += 1
    return np.asarray(np.minimum(cv2.multiply(colour, cv2.merge([brush] * 3)), 1), np.float32)


def _local(sheet: Sheet) -> Floats:
    """(h, w, 3) colours as a painter mixes them: lighter and a little greyer than things are."""
    levels = ((np.arange(256, dtype=np.float32) / 255) ** np.float32(0.80) * np.float32(0.90)).reshape(-1, 1)
    greyer = np.full((3, 4), 0.14 / 3, np.float32)
    greyer[:, :3] += np.eye(3, dtype=np.float32) * 0.86
    greyer[:, 3] = 0.08
    plain = np.ascontiguousarray(sheet.albedo[..., :3])
    return np.asarray(cv2.transform(cv2.LUT(plain, levels), greyer), np.float32)


def _mixed(colour: Floats, towards: Triple, share: Floats) -> Floats:
    """``colour`` (h, w, 3) moved towards one colour by (h, w) shares."""
    left = cv2.multiply(colour, cv2.merge([1 - share] * 3))
    return np.asarray(left + cv2.merge([share * np.float32(channel) for channel in towards]), np.float32)


def _light(sheet: Sheet, tone: Tone, hour: Hour) -> Floats:
    """(h, w, 3) multiplier of every pixel by its plane."""
    rows = (
        (hour.shadow, hour.half, hour.lit),
        (hour.set_shadow, hour.half, hour.lit),
        (hour.skin_shadow, _between(hour.skin_shadow, hour.lit), hour.lit),
    )
    table = np.zeros((256, 3), np.float32)
    table[:9] = np.array(rows, np.float32).reshape(9, 3)
    row = np.where(sheet.kind == SET, np.int8(3), np.int8(0))
    row[sheet.skin] = 6
    index = (row + tone.plane).view(np.uint8)
    light = cv2.LUT(cv2.merge([index] * 3), table[None])
    if sheet.optics.night:
        factor = np.clip(tone.value / np.maximum(tone.local, 0.05), 0.55, 1.08).astype(np.float32)
        factor[tone.plane == SHADOW] = 1
        light = cv2.multiply(light, cv2.merge([factor] * 3))
    # a face turns from light to shadow, it does not fold
    return defocused(light, sheet.skin.astype(np.float32), 6 * sheet.scale)


def _between(dark: Triple, light: Triple) -> Triple:
    return ((dark[0] + light[0]) / 2, (dark[1] + light[1]) / 2, (dark[2] + light[2]) / 2)


def _air(sheet: Sheet, colour: Floats, hour: Hour) -> Floats:
    """Aerial perspective: the far plane turns towards the horizon."""
    start = max(sheet.optics.focus_m * 2.0, 14.0)
    far = np.clip((sheet.depth - np.float32(start)) * np.float32(0.2 / start), 0, 0.5)
    far[sheet.kind == NOTHING] = 0
    if far.max(initial=0) <= 0:
        return colour
    return _mixed(colour, hour.horizon, far.astype(np.float32))


def heaven(sheet: Sheet, plan: Plan, hour: Hour) -> Floats:
    """(h, w, 3) sky with loose clouds by day, clear at night."""
    t = np.clip(elevation(sheet) * 2.2, 0, 1) ** np.float32(0.7)
    sky = cv2.merge([a + (b - a) * t for a, b in zip(hour.horizon, hour.zenith, strict=True)])
    if not sheet.optics.night:
        sky = _mixed(sky, (1.0, 0.99, 0.97), puffs(sheet, plan) * np.float32(0.6))
    return np.asarray(sky, np.float32)
