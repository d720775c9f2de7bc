"""Values: flat per region, then lit in three planes. Nothing is ever a threshold of a blurred picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.plan import Plan
from previz.gen.sketch.planes import Settler, clean
from previz.gen.sketch.sheet import EYE, FIGURE, HAIR, NOTHING, PROP, SET, SKIN, Floats, Ints, Mask, Sheet
from previz.gen.sketch.sky import laid_in
from previz.gen.sketch.styles import Style

SHADOW, HALF, LIT = 0, 1, 2
_LUMA = np.array([0.30, 0.59, 0.11], np.float32)
_NIGHT_PLANES = (0.10, 0.34)
_NIGHT_VALUES = (0.56, 0.76, 1.06)
_NIGHT_SKY = 0.24
_OPEN_SKY = 0.14
_SKY_ALONE = 0.92
_NIGHT_MIDDLE, _NIGHT_CONTRAST = 0.38, 0.24
_CONTRAST = 0.20
"""Least difference of value between the figures and what is behind them."""


@dataclass(frozen=True)
class Tone:
    """All full size."""

    local: Floats
    """Value of the thing itself, 0 black … 1 paper."""
    plane: NDArray[np.int8]
    """SHADOW, HALF or LIT."""
    value: Floats
    """Local value under that light."""
    glow: Floats | None
    """Halo round a lamp, 0…1."""


def decide(sheet: Sheet, plan: Plan, style: Style) -> Tone:
    """Region values, light planes and night."""
    values = _region_values(sheet, plan, style)
    local = values[sheet.regions]
    settler = Settler(sheet.half_regions)
    plane, factor = _light(sheet, style, settler)
    plane, factor = _rim(sheet, plan, style, plane, factor)
    value: Floats = local * factor
    glow = None
    if sheet.optics.night:
        value, glow = _night(sheet, style, plane, value, settler)
    if (sheet.kind[::4, ::4] == NOTHING).mean() > _SKY_ALONE:
        # nothing else is there to be drawn
        value = value - laid_in(sheet, plan, 0.68)
    if style.pool:
        value = _spotlit(sheet, value, style.pool)
    local, value = (_in_air(sheet, part) for part in (local, value))
    return Tone(local, plane, np.asarray(value, np.float32), glow)


def _spotlit(sheet: Sheet, value: Floats, depth: float) -> Floats:
    """A slanted beam on the people, as through a door: the rest of the room falls into darkness.

    By day and under a roof only: the night has its lamp, and an open sky lights everything.
    """
    sky = sheet.kind == NOTHING
    if sheet.optics.night or sky[::4, ::4].mean() > _OPEN_SKY:
        return value
    height, width = sheet.size
    columns = np.nonzero(sheet.figure[::8, ::8])[1]
    middle = width / 2 if not len(columns) else 0.5 * (width / 2 + 8 * float(columns.mean()))
    slant = 0.42 if sheet.optics.key[0] > 0 else -0.42
    x = np.arange(width, dtype=np.float32)[None] - middle
    y = np.arange(height, dtype=np.float32)[:, None] - height / 2
    away = np.abs(x + slant * y) / width
    fall = np.clip((away - 0.24) / 0.16, 0, 1) * np.float32(depth)
    still = (sheet.kind == FIGURE) | sky | sheet.emitting
    return np.where(still, value, value * (1 - fall)).astype(np.float32)


def _in_air(sheet: Sheet, value: Floats) -> Floats:
    """Fog takes the values of far things towards the sky's."""
    if not sheet.optics.extinction:
        return value
    sky = _NIGHT_SKY if sheet.optics.night else 1.04
    return np.asarray(sky + (value - sky) * sheet.optics.clear(sheet.depth), np.float32)


def _region_values(sheet: Sheet, plan: Plan, style: Style) -> Floats:
    """(r,) value of every region from its mean colour, the scheme and figure against ground."""
    half = sheet.half_regions.ravel()
    count = len(sheet.region_objects)
    luma = (sheet.albedo[::2, ::2, :3].astype(np.float32) @ _LUMA).ravel() / 255
    depth = np.minimum(sheet.half_depth, 60).ravel()
    size = np.bincount(half, minlength=count)
    safe = np.maximum(size, 1)
    mean = np.bincount(half, luma, count) / safe
    near = np.bincount(half, depth, count) / safe / sheet.optics.focus_m
    kind, role = sheet.kinds[sheet.region_objects], sheet.region_roles
    small = size < 0.05 * half.size
    base = np.array([0.62, 0.50, 0.42, 0.10])[kind]
    base = np.where((kind == SET) & small, 0.36, base)
    value: Floats = base + (1.02 - base) * mean**0.75
    skin = role == SKIN
    value = np.where(skin, 0.60 + 0.46 * mean**0.55, value)
    front = near <= 0.62
    acting = (kind == FIGURE) & ~front & (near < 1.7)
    scheme = plan.scheme
    behind = scheme.background * np.clip((near - 0.7) / 0.5, 0, 1)
    offset = np.where(front, scheme.foreground, np.where(acting, scheme.figures, behind))
    value = value + np.where(skin, offset * 0.4, offset)
    value = _set_apart(value, size, acting & ~skin & (role != HAIR), (kind <= PROP) & (kind > 0) & ~front)
    value = np.clip(value + plan.tone_shift, 0.06, 1.04)
    if style.steps:
        steps = np.array(style.steps)
        value = steps[np.abs(value[:, None] - steps).argmin(axis=1)]
    value = np.where(role == EYE, 1.02, value)
    return np.where(kind == NOTHING, 0.30 if sheet.optics.night else 1.04, value).astype(np.float32)


def _set_apart(value: Floats, size: NDArray[np.int64], figures: Mask, ground: Mask) -> Floats:
    """Move the ground away where figures would drown in it."""
    weight = np.asarray(size, float)
    if weight[figures].sum() == 0 or weight[ground].sum() == 0:
        return value
    means = [float((value * weight)[m].sum() / weight[m].sum()) for m in (ground, figures)]
    difference = means[0] - means[1]
    lack = _CONTRAST - abs(difference)
    if lack <= 0:
        return value
    return np.where(ground, value + lack * (1 if difference >= 0 else -1) * 0.8, value)


def _light(sheet: Sheet, style: Style, settler: Settler) -> tuple[NDArray[np.int8], Floats]:
    """Plane and multiplier of every pixel."""
    night = sheet.optics.night
    low, high = _NIGHT_PLANES if night else style.planes
    factors = np.array(_NIGHT_VALUES if night else style.values, np.float32)
    region = sheet.half_regions
    light = settler.settle(sheet.light[::2, ::2, 0].astype(np.float32) / 255, (1, 2, 4, 2, 1))
    box = _box(sheet.half_skin)
    soft = _on_skin(sheet, light, box)
    light[box] = np.where(sheet.half_skin[box], soft, light[box])
    plane = (light > low).astype(np.int8) + (light > high)
    sets = sheet.half_kind == SET
    plane[sets & (plane == HALF)] = HALF if night else LIT
    if not night:
        plane[sets & _wholly_dark(plane, region)] = HALF
    plane = clean(plane, region, int(300 * sheet.scale**2))
    full = _enlarged(plane, sheet.size)
    middle = (low + high) / 2 * 0.8
    rows, columns = box
    near = np.s_[rows.start * 2 : rows.stop * 2, columns.start * 2 : columns.stop * 2]
    skin = sheet.skin[near]
    smooth = _doubled(soft, skin.shape)
    turning = (smooth > middle).astype(np.int8) + (smooth > middle + style.skin_half)
    full[near] = np.where(skin, turning, full[near])
    full[sheet.roles == EYE] = LIT
    factor = _looked_up(full, factors)
    skin_factor = factor[near]
    if style.soft:
        t = np.clip((smooth - (low - 0.06)) / (high - low + 0.12), 0, 1)
        skin_factor = factors[0] + (1 - factors[0]) * t * t * (3 - 2 * t)
    factor[near] = np.where(skin, 1 - (1 - skin_factor) * style.skin_shade, factor[near])
    if sheet.optics.lamp is not None:
        pool = (sheet.kind == SET) & (full == LIT)
        factor = np.where(pool, _pool(sheet, sheet.optics.lamp, pool), factor)
    return full, factor


Box = tuple[slice, slice]


def _box(mask: Mask) -> Box:
    """Rows and columns that hold all of a mask."""
    rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _on_skin(sheet: Sheet, light: Floats, box: Box) -> Floats:
    """Light on the skin inside a box of the half-size picture, softer than elsewhere."""
    soft = Settler(sheet.half_regions[box]).settle(light[box], (4, 8, 4, 2))
    return soft if sheet.optics.night else _filled(sheet, soft, box)


def _doubled(values: Floats, shape: tuple[int, ...]) -> Floats:
    """Half size → ``shape``; empty stays empty."""
    if not values.size:
        return np.zeros(shape, np.float32)
    return np.asarray(cv2.resize(values, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR))


def _looked_up(plane: NDArray[np.int8], factors: Floats) -> Floats:
    table = np.zeros(256, np.float32)
    table[: len(factors)] = factors
    return np.asarray(cv2.LUT(plane.view(np.uint8), table))


def _pool(sheet: Sheet, lamp: Floats, lit: Mask) -> Floats:
    """Multiplier of the lit walls and floors by distance from the lamp: a sixth of them is as bright as can
    be, the furthest sixth is low."""
    height, width = sheet.size
    depth = np.minimum(sheet.half_depth, 100)
    rows, columns = (np.arange(count) * 2 + 1 for count in depth.shape)
    x, y = sheet.optics.spread(columns, rows, sheet.size)
    away = (x[None] * depth - lamp[0]) ** 2
    away += (y[:, None] * depth - lamp[1]) ** 2
    away = np.sqrt(away + (depth + lamp[2]) ** 2)
    reached = away[lit[::2, ::2]]
    first, last = np.percentile(reached, (17, 83)) if len(reached) else (1.0, 4.0)
    t = np.clip((last - away) / max(last - first, 0.8), 0, 1)
    return np.asarray(cv2.resize((0.60 + 0.46 * t * t * (3 - 2 * t)).astype(np.float32), (width, height)))


def _filled(sheet: Sheet, light: Floats, box: Box) -> Floats:
    """Skin lit from behind also takes the light thrown back by the room, so that a face keeps two planes."""
    key = sheet.optics.key
    if key[2] > 0.15:
        return light
    bounce = np.array([-0.65 if key[0] > 0 else 0.65, 0.35, 0.75], np.float32)
    facing = sheet.half_normals[box] @ (bounce / np.float32(np.linalg.norm(bounce)))
    return np.maximum(light, np.clip(facing * 1.25 - 0.42, 0, 0.8))


def _wholly_dark(plane: NDArray[np.int8], region: Ints) -> Mask:
    """Large regions without a lit place: the eye takes their shadow for their colour."""
    size = np.bincount(region.ravel())
    lit = np.bincount(region.ravel(), plane.ravel() == LIT)
    dark = (lit < 0.06 * size) & (size > 0.02 * region.size)
    return np.asarray(dark[region])


def _enlarged(plane: NDArray[np.int8], size: tuple[int, int]) -> NDArray[np.int8]:
    """Half-size planes → full size with smooth borders, never more than one step from the nearest."""
    height, width = size
    soft = cv2.resize(cv2.GaussianBlur(plane.astype(np.float32), (0, 0), 1.2), (width, height))
    near = cv2.resize(plane.view(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST).astype(np.int8)
    return np.asarray(np.clip(np.rint(soft).astype(np.int8), near - 1, near + 1))


def _rim(
    sheet: Sheet, plan: Plan, style: Style, plane: NDArray[np.int8], factor: Floats
) -> tuple[NDArray[np.int8], Floats]:
    """A light edge on figures that are lit from behind, or by a lamp at night."""
    if not sheet.optics.night and abs(plan.lighting.azimuth_deg) <= 120:
        return plane, factor
    rim = sheet.figure & (sheet.light[..., 3] > 46) & (sheet.light[..., 0] > 45) & (sheet.roles != EYE)
    rim = cv2.morphologyEx(rim.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)) > 0
    best = _NIGHT_VALUES[2] if sheet.optics.night else style.values[2]
    return np.where(rim, LIT, plane).astype(np.int8), np.where(rim, best * 1.15, factor)


def _night(
    sheet: Sheet, style: Style, plane: NDArray[np.int8], value: Floats, settler: Settler
) -> tuple[Floats, Floats | None]:
    """Unlit things sink, a high moon keeps their upper planes apart, lamps and windows shine."""
    optics, height, width = sheet.optics, *sheet.size
    side = np.cross(optics.up, np.array([0, 0, -1], np.float32))
    moon = 0.45 * optics.up - 0.75 * side + 0.5 * np.cross(optics.up, side)
    facing = np.clip(sheet.half_normals @ moon.astype(np.float32), 0, 1)
    facing = settler.settle(facing, (1, 2, 1))
    moonlit = cv2.resize(facing, (width, height)) > 0.45
    value = value * np.where(moonlit, 1, 0.80) * np.where(plane == LIT, 1, 0.78)
    far = np.clip((sheet.depth - optics.focus_m * 1.6) / (optics.focus_m * 2), 0, 1)
    value = np.where(plane == LIT, value * (1 - 0.15 * far), value)
    value[sheet.kind == NOTHING] = _NIGHT_SKY
    value = _counterchanged(sheet, value)
    if not style.black_skin:
        value = np.where(sheet.skin, np.maximum(value, 0.47), value)
    value[sheet.emitting] = 1.06
    if optics.lamp is None or optics.lamp[2] > -0.1:
        return value, None
    place, depth = sheet.project(optics.lamp)
    x = np.arange(width, dtype=np.float32)[None] - place[0, 0]
    y = np.arange(height, dtype=np.float32)[:, None] - place[0, 1]
    away = np.sqrt(x * x + y * y) / (sheet.px_per_m / depth[0])
    glow = 0.62 * np.exp(-((away / 0.75) ** 2)) + 0.16 * np.exp(-((away / 1.9) ** 2))
    return value, np.asarray(glow * ((sheet.depth > depth[0] - 0.5) & ~sheet.emitting), np.float32)


def _counterchanged(sheet: Sheet, value: Floats) -> Floats:
    """Night takes the difference between people and what is behind them: each is set off against the
    surroundings seen round the outline, darker before what is lit and lighter before the dark."""
    reach = max(round(30 * sheet.scale), 1)
    half, objects = value[::2, ::2], sheet.half_objects
    shift = np.zeros(len(sheet.object_ids), np.float32)
    for person in np.nonzero(sheet.kinds == FIGURE)[0].tolist():
        own = objects == person
        if own.sum() < reach * reach:
            continue
        rows, columns = np.nonzero(own.any(axis=1))[0], np.nonzero(own.any(axis=0))[0]
        box = (
            slice(max(int(rows[0]) - reach, 0), int(rows[-1]) + reach + 1),
            slice(max(int(columns[0]) - reach, 0), int(columns[-1]) + reach + 1),
        )
        inside = own[box]
        near = cv2.dilate(inside.astype(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8)) > 0
        around = half[box][near & ~inside]
        if not len(around):
            continue
        behind, self_value = float(around.mean()), float(half[box][inside].mean())
        way = -1 if behind > _NIGHT_MIDDLE else 1
        shift[person] = way * max(_NIGHT_CONTRAST - way * (self_value - behind), 0)
    if not shift.any():
        return value
    moved = np.clip(shift, -0.25, 0.25)[sheet.objects]
    kept = sheet.skin | ((sheet.roles == HAIR) & (moved > 0))
    return np.asarray(np.maximum(value + np.where(kept, moved * np.float32(0.3), moved), 0.06))


def halves(tone: Tone) -> tuple[Floats, Floats, Ints]:
    """Value, local value and plane at half size."""
    return tone.value[::2, ::2], tone.local[::2, ::2], tone.plane[::2, ::2].astype(np.int32)
