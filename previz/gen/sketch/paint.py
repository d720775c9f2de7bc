"""Tone on paper, each medium by its own logic: rubbed, banded, pooled, ground in, flat, printed, opaque."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from previz.gen.sketch.attention import defocused
from previz.gen.sketch.gouache import gouache
from previz.gen.sketch.noise import cloud
from previz.gen.sketch.paper import Pixels
from previz.gen.sketch.plan import Plan
from previz.gen.sketch.sheet import HAIR, NOTHING, PROP, SET, Floats, Mask, Sheet
from previz.gen.sketch.sky import laid_in
from previz.gen.sketch.styles import Medium, Style
from previz.gen.sketch.textures import bands, bristles, laid
from previz.gen.sketch.tone import LIT, SHADOW, Tone

_EDGES = (0.90, 0.76, 0.60, 0.43, 0.27)
"""Values between which the six greys of a medium lie."""


@dataclass(frozen=True)
class Bench:
    """What every medium needs at hand. ``shine`` (h, w) is the highlight of hair, 0…1."""

    sheet: Sheet
    tone: Tone
    plan: Plan
    style: Style
    shine: Floats
    tooth: Pixels
    broad: Pixels

    @property
    def hair(self) -> Mask:
        return np.asarray(self.sheet.figure & (self.sheet.roles == HAIR))

    def lit_value(self) -> Floats:
        """Value with the halo of a lamp."""
        value, glow = self.tone.value, self.tone.glow
        return value if glow is None else np.asarray(value + (1 - value) * glow * 0.8)


def paint(bench: Bench) -> Floats | None:
    """(h, w) share of paper that stays clean, or (h, w, 3) opaque colours 0…1; None when tone is hatched."""
    mix = _MEDIA.get(bench.style.medium)
    return None if mix is None else mix(bench)


def _px(bench: Bench, length: float) -> float:
    return max(length * bench.sheet.scale, 0.35)


def _blur(values: Floats, sigma: float) -> Floats:
    """Gaussian; wide ones at a quarter of the size, where nobody can tell."""
    if sigma < 6:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma))
    height, width = values.shape[:2]
    small = cv2.resize(values, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(cv2.GaussianBlur(small, (0, 0), sigma / 4), (width, height)))


def _rubbed(bench: Bench) -> Floats:
    """Graphite rubbed with a finger: a share of the value, softened; twice as much under dark hair."""
    sheet, tone, style = bench.sheet, bench.tone, bench.style
    value = bench.lit_value()
    hair = bench.hair
    share = np.where(hair, np.float32(min(style.smudge * 2.1, 0.85)), np.float32(style.smudge))
    if sheet.optics.night:
        # the far dark planes are laid in solid, so that night is more than an even grey
        deep = (sheet.kind <= SET) & (tone.plane < LIT)
        share = np.where(deep, np.float32(0.95), np.maximum(share, np.float32(0.50)))
        clear = (tone.plane == LIT) & (value > 0.55)
        share[(sheet.kind > NOTHING) & (sheet.kind <= PROP) & clear] = 0.22
    dark = np.clip(1 - value, 0, 1) * share
    dark += np.float32(0.05 * style.smudge) * _corners(sheet)
    soft = 1 - _blur(dark, _px(bench, 1.5))
    shine = np.minimum(bench.shine[hair] * 1.3, 0.85)
    soft[hair] += (1 - soft[hair]) * shine
    return np.asarray(soft, np.float32)


def _corners(sheet: Sheet) -> Floats:
    """0…1 where things meet and little light comes in."""
    table = np.clip((0.62 - np.arange(256) / 255) / 0.3, 0, 1).astype(np.float32)
    return np.asarray(cv2.LUT(np.ascontiguousarray(sheet.light[..., 1]), table))


def _greys(bench: Bench) -> Floats:
    """Every value as the nearest of the six greys."""
    greys = np.array(bench.style.greys, np.float32)
    if bench.sheet.optics.night:
        greys = 1 - np.minimum((1 - greys) * (1 + bench.style.night_depth * (1 - greys) / (1 - greys[-1])), 1)
    index = np.clip(bench.tone.value * 1000, 0, 1999).astype(np.int32)
    table = greys[(np.arange(2000)[:, None] / 1000 < np.array(_EDGES)).sum(axis=1)]
    grey = table[index]
    lift = np.where(bench.hair & (bench.shine > 0.42), np.float32(0.36), np.float32(0))
    grey = grey + (1 - grey) * lift
    if bench.tone.glow is not None:
        grey = grey + (1 - grey) * bench.tone.glow
    return np.asarray(grey, np.float32)


def _moved(values: Floats, dx: Floats, dy: Floats) -> Floats:
    """Pixels taken from ``dx``, ``dy`` px away."""
    height, width = values.shape[:2]
    x = np.arange(width, dtype=np.float32)[None] + dx
    y = np.arange(height, dtype=np.float32)[:, None] + dy
    return np.asarray(cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _marker(bench: Bench) -> Floats:
    """Flat greys in parallel bands: each band slips a little past its border, overlaps are darker."""
    plan, sheet = bench.plan, bench.sheet
    dark, slip = bands(plan.seed % 64)
    stretch = max(1.15 * sheet.scale, 0.2)
    shift = laid(slip, sheet.size, plan.hatch_deg, stretch) * np.float32(7.0 * sheet.scale)
    # faces are small and dear: the band is stopped there with care
    shift *= np.where(sheet.skin, np.float32(0.15), np.float32(1))
    a = np.radians(plan.hatch_deg)
    streak = laid(dark, sheet.size, plan.hatch_deg, stretch)
    # a sky is a few quick bands
    flat = _greys(bench) - np.where(
        laid_in(sheet, plan, 1.0) + 0.16 * streak > 0.30, np.float32(0.12), np.float32(0)
    )
    grey = _moved(flat, shift * np.float32(np.cos(a)), shift * np.float32(-np.sin(a)))
    laid_on = 1 - grey
    bleed = np.clip(_blur(grey, _px(bench, 2.6)) - grey, 0, 0.3) * 0.45
    strength = np.float32(0.07 if sheet.optics.night else 0.13)
    wet = laid_on * (1 + strength * streak) + bleed * laid_on
    return np.asarray(np.clip(1 - wet, 0, 1), np.float32)


def _wash(bench: Bench) -> Floats:
    """Diluted ink: graded within a shape, dark where it dried along an edge, grains in the hollows."""
    sheet, plan = bench.sheet, bench.plan
    grey = _greys(bench)
    skin = sheet.skin
    grey[skin] = np.clip(bench.lit_value()[skin], 0, 1)
    half = (sheet.size[0] // 2 + 1, sheet.size[1] // 2 + 1)
    waves = [
        cloud(half, max(wave * sheet.scale, 2), plan.seed * 3 + salt) - 0.5
        for wave, salt in ((30, 51), (30, 52), (150, 53))
    ]
    dx, dy, bloom = (cv2.resize(w, sheet.size[::-1]) for w in waves)
    loose = np.where(skin, np.float32(1.5), np.float32(7)) * np.float32(sheet.scale)
    grey = _moved(grey, dx * loose + 2.2 * sheet.scale, dy * loose)
    soft = sheet.softness
    if soft is not None:
        grey = defocused(grey, soft, _px(bench, 14))
    grey = grey - laid_in(sheet, plan, 0.20)
    dark = 1 - grey
    edge = np.clip((_blur(grey, _px(bench, 4.0)) - grey) * 1.7, 0, 0.42)
    # the wash was wetter where the light comes from
    light = sheet.light[..., 0]
    if sheet.optics.night:
        light = np.where(sheet.kind == NOTHING, np.uint8(0), light)
    turned = _blur(light.astype(np.float32) / 255, _px(bench, 12))
    dark *= 1 + np.float32(0.50) * (0.45 - turned) * ~skin
    if soft is not None:
        edge *= 1 - soft
    dark = dark * (1 + 0.30 * bloom * np.where(skin, np.float32(0.25), np.float32(1))) + edge * (0.25 + dark)
    return np.asarray(np.clip(1 - dark, 0, 1), np.float32)


def _flat(bench: Bench) -> Floats:
    """Even tints within the lines, and nothing else."""
    return _greys(bench)


def _charcoal(bench: Bench) -> Floats:
    """Broad masses: smudged underneath, ground into the tooth on top."""
    sheet, plan = bench.sheet, bench.plan
    value = bench.lit_value()
    # paper is the middle tone: lights belong to the chalk
    dark = np.clip((0.92 - value) * 1.12, 0, 0.96).astype(np.float32)
    dark += 0.12 * _corners(sheet)
    shine = np.clip(bench.shine * 1.6, 0, 0.9) * bench.hair
    dark *= 1 - shine
    fog = _blur(dark, _px(bench, 9))
    body = _blur(dark, _px(bench, 1.6))
    if sheet.softness is not None:
        body = defocused(body, np.minimum(sheet.softness * np.float32(1.2), 1), _px(bench, 12))
    streak = laid(bristles(plan.seed % 64), sheet.size, plan.hatch_deg, max(1.6 * sheet.scale, 0.2))
    tooth = bench.tooth.astype(np.float32) / 255
    reach = body * 1.15 + streak * 0.10 * np.minimum(body * 3, 1)
    ground = np.clip((reach - tooth * 0.62 + 0.10) / 0.42, 0, 1)
    laid_on = 0.42 * fog * 0.5 + 0.30 * body + 0.62 * body * ground
    return np.asarray(np.clip(1 - laid_on * 1.22, 0, 1), np.float32)


def chalk(bench: Bench) -> Pixels:
    """White chalk on toned paper: the lights of what is near and in focus; (h, w) 0…255."""
    sheet, tone = bench.sheet, bench.tone
    key = sheet.light[..., 0].astype(np.float32) / 255
    light = np.clip((tone.value - 0.80) / 0.22, 0, 1) * (tone.plane == LIT)
    share = np.array([0.55, 0.36, 0.62, 1.0], np.float32)[sheet.kind]
    light = light * share * np.where(sheet.kind == NOTHING, np.float32(1), 0.35 + 0.65 * key)
    light[sheet.emitting] = 1.0
    light = np.maximum(light, np.clip(bench.shine * 1.4 - 0.5, 0, 0.7) * bench.hair)
    if tone.glow is not None:
        light = np.maximum(light, tone.glow)
    if sheet.optics.night:
        light[sheet.kind == NOTHING] = 0
    light = _blur(light.astype(np.float32), _px(bench, 2.0))
    streak = laid(bristles(bench.plan.seed % 64), sheet.size, -bench.plan.hatch_deg, max(sheet.scale, 0.2))
    tooth = bench.tooth.astype(np.float32) / 255
    cover = np.clip((light * 1.05 + 0.16 * streak * light - tooth * 0.75 + 0.12) / 0.5, 0, 1)
    return np.asarray(cover * np.minimum(light * 1.5, 0.92) * 255, np.uint8)


def _print(bench: Bench) -> Floats:
    """A blueprint is dark: what is lit, and who is in the picture, is printed paler."""
    sheet, tone = bench.sheet, bench.tone
    pale = np.array([0.0, 0.04, 0.09, 0.17], np.float32)[sheet.kind]
    pale = pale * np.where(tone.plane == SHADOW, np.float32(0.45), np.float32(1))
    pale = np.where(sheet.emitting, np.float32(0.45), pale)
    if tone.glow is not None:
        pale = np.maximum(pale, tone.glow * np.float32(0.35))
    pale = np.where(bench.hair, pale * np.float32(0.45), pale)
    return np.asarray(1 - np.minimum(pale + _grid(sheet), 1), np.float32)


def _grid(sheet: Sheet) -> Floats:
    """The printed squares of the paper, every fourth line stronger, and a border."""
    height, width = sheet.size
    cell = max(40.0 * sheet.scale, 8.0)
    pale = []
    for count in (width, height):
        place = (np.arange(count, dtype=np.float32) + 0.5 - count / 2) / cell
        number = np.rint(place)
        on = np.clip(1.5 - np.abs(place - number) * cell / max(0.7 * sheet.scale, 0.5), 0, 1)
        line = on * np.where(number % 4 == 0, np.float32(0.16), np.float32(0.075))
        edge = np.minimum(np.arange(count), np.arange(count)[::-1]) / max(sheet.scale, 0.25)
        pale.append(np.maximum(line, ((edge > 13) & (edge < 15.5)) * np.float32(0.45)))
    inside = np.maximum(pale[0][None], pale[1][:, None]).astype(np.float32)
    margin = round(13 * max(sheet.scale, 0.25))
    if min(height, width) > 4 * margin:
        frame = np.zeros((height, width), np.float32)
        frame[margin : height - margin, margin : width - margin] = 1
        inside *= frame
    return np.asarray(inside)


_MEDIA: dict[Medium, Callable[[Bench], Floats]] = {
    "rubbed": _rubbed,
    "marker": _marker,
    "wash": _wash,
    "charcoal": _charcoal,
    "flat": _flat,
    "print": _print,
    "gouache": lambda bench: gouache(bench.sheet, bench.tone, bench.plan, bench.shine),
}
