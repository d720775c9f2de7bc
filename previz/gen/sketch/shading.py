"""How dark the hatching must be where, and in which direction it runs."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.attention import Halo
from previz.gen.sketch.hatch import NO_SEGMENTS, Segments, hatch, together, without_strays
from previz.gen.sketch.noise import Chance, cloud, hash01
from previz.gen.sketch.plan import Plan
from previz.gen.sketch.sheet import EYE, FIGURE, HAIR, NOTHING, SET, SKIN, Floats, Ints, Mask, Sheet
from previz.gen.sketch.styles import HatchLayer, Style
from previz.gen.sketch.tone import LIT, SHADOW, Tone, halves

_FLOOR, _CLOTH, _SKIN, _NONE = 3, 4, 5, 6
_TURNS_DEG = (-8.0, 0.0, 9.0)
_CLOSE_UP_PX = 260


def shade(
    sheet: Sheet,
    tone: Tone,
    plan: Plan,
    style: Style,
    shine: Floats,
    solid: Mask,
    heads: dict[int, float],
    quiet_edge: Halo | None,
) -> Segments:
    """All hatch strokes. ``heads`` is object id → height of the head in px."""
    if not style.hatch:
        return NO_SEGMENTS
    dark = _darkness(sheet, tone, plan, style, heads)
    if quiet_edge is not None:
        dark = dark * (1 - quiet_edge.over(sheet.half_depth))
    quiet = (shine[::2, ::2] > 0.42) | solid[::2, ::2]
    dark = np.where(quiet, 0, dark).astype(np.float32)
    groups = _groups(sheet, plan)
    region = sheet.half_regions
    if style.hatch_planes:
        region = region * 4 + tone.plane[::2, ::2]
    chance = Chance(plan.seed, 23)
    parts: list[Segments] = []
    areas = {
        group: np.where(groups == group, dark, np.float32(0))
        for group in np.unique(groups[::4, ::4]).tolist()
        if group != _NONE
    }
    for layer in style.hatch:
        for group, area in areas.items():
            parts.append(_layer(area, region, layer, group, sheet.pen, plan, style, chance))
    if style.form:
        parts.append(_form(sheet, tone, plan, np.where(quiet, 0, 1), heads, chance))
    return without_strays(together(parts), sheet.figure, sheet.pen)


def _layer(
    dark: Floats,
    region: Ints,
    layer: HatchLayer,
    group: int,
    scale: float,
    plan: Plan,
    style: Style,
    chance: Chance,
) -> Segments:
    body = group >= _CLOTH
    if group == _FLOOR:
        angle = (8.0 if plan.hatch_deg > 0 else -8.0) + layer.turn_deg * 0.25
    elif body:
        angle = plan.hatch_deg + layer.turn_deg
    else:
        angle = plan.hatch_deg + layer.turn_deg + _TURNS_DEG[group] * style.jitter
    spacing = layer.spacing_px * scale * (0.85 if body else 1.0)
    longest = layer.longest_px * scale * (0.8 if body else 1.0)
    return hatch(dark, region, angle, max(spacing, 1.5), layer.threshold, 9 * scale, longest, chance)


def _darkness(sheet: Sheet, tone: Tone, plan: Plan, style: Style, heads: dict[int, float]) -> Floats:
    """Half-size darkness 0…1, uneven like a hand's, nothing on eyes, little on faces."""
    value, local, plane = halves(tone)
    kind, role = sheet.half_kind, sheet.half_roles
    skin, night = sheet.half_skin, sheet.optics.night
    dark = 1 - value
    factor = value / np.maximum(local, 1e-3)
    lit = 1 - (1 - (1 - local) * style.local_share) * np.minimum(factor, 1.06)
    dark = np.where(plane == LIT, lit, dark)
    if not night:
        dark = np.where(kind == NOTHING, 1 - value, dark)
    # a wall is either paper or clearly hatched, never dusted with a few strokes
    first = style.hatch[0].threshold
    clear = np.where(dark < first + 0.05, np.minimum(dark, first - 0.12), np.maximum(dark, first + 0.14))
    dark = np.where(kind == FIGURE, dark, clear)
    on_skin = np.where(
        plane == SHADOW, 0.40 + 0.35 * (1 - local), np.where(local < 0.80, (0.95 - local) * 0.9, 0)
    )
    dark = np.where(skin, on_skin, dark)
    small = [number for number, px in heads.items() if px < style.hatch_head_px * sheet.print_scale]
    quiet = np.isin(sheet.object_ids, small)
    dark = np.where((role == EYE) | (skin & quiet[sheet.half_objects]), 0, dark)
    depth, focus = sheet.half_depth, sheet.optics.focus_m
    if max(heads.values(), default=0.0) > _CLOSE_UP_PX * sheet.print_scale:
        dark = dark * (1 - (kind != FIGURE) * np.clip((depth / focus - 1.3) * 0.9, 0, 0.55))
    dark = np.where(role == HAIR, dark * 0.85, dark)
    if sheet.softness is not None:
        dark = dark * (1 - 0.5 * style.focus_loss * sheet.softness[::2, ::2])
    fine = cloud(dark.shape, max(26 * sheet.scale, 2), plan.seed * 3 + 41) - 0.5
    broad = cloud(dark.shape, max(95 * sheet.scale, 4), plan.seed * 3 + 42) - 0.5
    dark = dark + fine * 0.07 + broad * np.where(kind == SET, np.float32(0.12), np.float32(0.05))
    if not night:
        dark = dark - np.clip((depth - focus * 1.25) / (focus * 1.6), 0, 1) * 0.20 * style.haze
    return np.where((kind == NOTHING) & (value > 0.9) & (not night), 0, dark).astype(np.float32)


def _groups(sheet: Sheet, plan: Plan) -> NDArray[np.int8]:
    """Half-size: objects in three directions, floors flat, cloth and skin their own, hair none."""
    kind, role = sheet.half_kind, sheet.half_roles
    level = np.abs(sheet.half_normals @ sheet.optics.up.astype(np.float32)) > 0.8
    pick = (hash01(sheet.object_ids, plan.seed + 5) * 3).astype(np.int8)
    group = pick[sheet.half_objects]
    group = np.where(level, _FLOOR, group)
    figure = kind == FIGURE
    group = np.where(figure, np.where(sheet.half_skin, _SKIN, _CLOTH), group)
    return np.where(figure & (role == HAIR), _NONE, group).astype(np.int8)


def _form(
    sheet: Sheet, tone: Tone, plan: Plan, free: NDArray[np.int64], heads: dict[int, float], chance: Chance
) -> Segments:
    """Ink only: sparse strokes where lit clothes turn away from the light, and over their darker colours."""
    _, local, plane = halves(tone)
    normal = sheet.half_normals
    key = sheet.optics.key.astype(np.float32)
    if sheet.optics.night:
        return NO_SEGMENTS
    cloth = (sheet.half_kind == FIGURE) & (plane == LIT) & ~np.isin(sheet.half_roles, (SKIN, EYE, HAIR))
    cloth &= ~sheet.half_skin & (free > 0)
    turning = np.clip(0.72 - normal[..., 2], 0, 1) * 1.2 + np.clip(0.55 - normal @ key, 0, 1) * 0.9
    turning = cv2.blur(turning.astype(np.float32), (9, 9))
    colour = np.clip(0.86 - local, 0, 1) * 0.75
    dark = np.where(cloth, turning * 0.55 + colour, 0)
    dark = dark + (cloud(dark.shape, max(48 * sheet.scale, 3), plan.seed * 3 + 43) - 0.5) * 0.22 * cloth
    region = sheet.half_regions
    spacing = 8.5 * sheet.pen
    return hatch(
        dark.astype(np.float32),
        region,
        plan.hatch_deg,
        spacing,
        0.34,
        14 * sheet.scale,
        90 * sheet.scale,
        chance,
    )
