"""Opaque colour: the local colour of everything, under the light of the hour, with air between."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from previz.gen.sketch.noise import cloud
from previz.gen.sketch.plan import Plan
from previz.gen.sketch.sheet import HAIR, NOTHING, SET, Floats, Sheet
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
    # a painter mixes lighter and a little greyer than things are
    levels: Floats = (np.arange(256, dtype=np.float32) / 255) ** np.float32(0.80)
    colour: Floats = levels[sheet.albedo[..., :3]]
    grey = colour.mean(axis=-1, keepdims=True)
    colour = (colour * 0.86 + grey * 0.14) * np.float32(0.90) + np.float32(0.08)
    colour *= _light(sheet, tone, hour)
    colour = _air(sheet, colour, hour)
    hair = sheet.figure & (sheet.roles == HAIR) & (shine > 0.42)
    colour[hair] += (1 - colour[hair]) * np.float32(0.20)
    sky = sheet.kind == NOTHING
    if sky.any():
        colour[sky] = heaven(sheet, plan, hour)[sky]
    if optics.night:
        colour[sheet.emitting] = _WINDOW
        if tone.glow is not None:
            colour += (np.array(hour.glow, np.float32) - colour) * (tone.glow * np.float32(0.9))[..., None]
    soft = sheet.softness
    if soft is not None:
        height, width = sheet.size
        small = cv2.resize(colour, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
        small = cv2.GaussianBlur(small, (0, 0), max(3.0 * sheet.scale, 0.5))
        colour += (cv2.resize(small, (width, height)) - colour) * (soft * ~sheet.skin)[..., None]
    brush = laid(bristles(plan.seed % 64), sheet.size, plan.hatch_deg * 0.4, max(1.4 * sheet.scale, 0.2))
    calm = np.where(sheet.figure, np.float32(0.35), np.float32(1))
    colour *= (1 + np.float32(0.035) * brush * calm)[..., None]
    return np.asarray(np.clip(colour, 0, 1), np.float32)


def _light(sheet: Sheet, tone: Tone, hour: Hour) -> Floats:
    """(h, w, 3) multiplier of every pixel by its plane."""
    table = np.array(
        [
            [hour.shadow, hour.half, hour.lit],
            [hour.set_shadow, hour.half, hour.lit],
            [hour.skin_shadow, hour.half, hour.lit],
        ],
        np.float32,
    ).reshape(9, 3)
    row = np.where(sheet.kind == SET, 3, 0).astype(np.int8)
    row[sheet.skin] = 6
    index = row + tone.plane
    if sheet.optics.night:
        factor = np.clip(tone.value / np.maximum(tone.local, 0.05), 0.3, 1.12)[..., None]
        lit = (tone.plane > SHADOW)[..., None]
        return np.asarray(np.where(lit, table[index] * np.clip(factor, 0.55, 1.08), table[index]))
    return np.asarray(table[index])


def _air(sheet: Sheet, colour: Floats, hour: Hour) -> Floats:
    """Aerial perspective: the far plane turns towards the horizon."""
    start = max(sheet.optics.focus_m * 2.0, 14.0)
    far = np.clip((sheet.depth - start) / (start * 5), 0, 0.5) * (sheet.kind != NOTHING)
    if far.max(initial=0) <= 0:
        return colour
    return np.asarray(colour + (np.array(hour.horizon, np.float32) - colour) * far[..., None])


def elevation(sheet: Sheet) -> Floats:
    """(h, w) sine of the angle of every sight line above the horizon."""
    height, width = sheet.size
    x, y = sheet.optics.spread(np.arange(width) + 0.5, np.arange(height) + 0.5, sheet.size)
    up = sheet.optics.up.astype(np.float32)
    rise = x[None].astype(np.float32) * up[0] + y[:, None].astype(np.float32) * up[1] - up[2]
    length = np.sqrt(1 + x[None].astype(np.float32) ** 2 + y[:, None].astype(np.float32) ** 2)
    return np.asarray(rise / length)


def heaven(sheet: Sheet, plan: Plan, hour: Hour) -> Floats:
    """(h, w, 3) sky with loose clouds by day, clear at night."""
    t = np.clip(elevation(sheet) * 2.2, 0, 1) ** np.float32(0.7)
    sky = np.array(hour.horizon, np.float32) * (1 - t)[..., None]
    sky += np.array(hour.zenith, np.float32) * t[..., None]
    if not sheet.optics.night:
        half = (sheet.size[0] // 4 + 1, sheet.size[1] // 4 + 1)
        puffs = cloud(half, max(70 * sheet.scale, 2), plan.seed * 3 + 61)
        puffs = puffs * 0.6 + cloud(half, max(24 * sheet.scale, 2), plan.seed * 3 + 62) * 0.4
        puffs = cv2.resize(np.clip((puffs - 0.52) * 4, 0, 1), sheet.size[::-1])
        sky += (np.array([1.0, 0.99, 0.97], np.float32) - sky) * (puffs * np.float32(0.6))[..., None]
    return np.asarray(sky, np.float32)
