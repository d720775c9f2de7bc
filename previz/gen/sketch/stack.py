"""The coats of a finished drawing, in the order in which they lie on the paper."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from previz.gen.sketch.paint import Bench, chalk
from previz.gen.sketch.paper import Coat, Pixels, vignette
from previz.gen.sketch.sheet import Floats
from previz.gen.sketch.spots import Spots
from previz.gen.sketch.styles import Colour

_CHALK: Colour = (0.975, 0.960, 0.925)
_SELF = 0.30
"""Lines of a coloured picture are this share of the colour that they lie on."""


def coats(bench: Bench, spots: Spots, drawn: Mapping[str, Pixels]) -> list[Coat]:
    """Tone, chalk, hatch, black, line, white, glint; only those that the style has.

    ``drawn`` holds the covers "line", where there are any "hatch", and, over blacks, "white".
    """
    style, night = bench.style, bench.sheet.optics.night
    edge = None
    if style.vignette and not night:
        edge = vignette(bench.sheet.size, bench.broad, bench.tooth, style.vignette)
    line_ink: Colour | Pixels = style.ink
    result: list[Coat] = []
    if spots.tone is not None and spots.tone.ndim == 3:
        painted = np.asarray(np.clip(spots.tone * 255 + 0.5, 0, 255), np.uint8)
        result.append(Coat("tone", _opaque(bench), painted))
        line_ink = _own_dark(painted, bench.sheet.scale)
    elif spots.tone is not None:
        result.append(Coat("tone", _tone_cover(bench, spots.tone, edge), style.tone_ink))
    if style.medium == "charcoal":
        result.append(Coat("chalk", _faded(chalk(bench), edge, 1.0), _CHALK))
    if "hatch" in drawn:
        result.append(Coat("hatch", _faded(drawn["hatch"], edge, 1.0, 0.94), style.hatch_ink or style.ink))
    black = spots.black
    if style.paper_grain:
        rough = np.clip(255 - 0.12 * style.paper_grain * np.arange(256), 0, 255).astype(np.uint8)
        black = cv2.multiply(black, cv2.LUT(bench.tooth, rough), scale=1 / 255)
    result.append(Coat("black", black, style.ink))
    result.append(Coat("line", _faded(drawn["line"], edge, 0.85), line_ink))
    light = style.ink if style.medium == "print" else style.paper
    if "white" in drawn:
        result.append(Coat("white", drawn["white"], light))
    if spots.glint.any():
        result.append(Coat("glint", spots.glint, light if style.medium != "charcoal" else _CHALK))
    return result


def _tone_cover(bench: Bench, tone: Floats, edge: Pixels | None) -> Pixels:
    """What the tone covers of the paper; its grains gather in the hollows of the tooth, less so in darks."""
    style = bench.style
    dark = np.maximum(1 - tone, 0)
    if style.granulation:
        swing = np.float32(style.granulation * 1.1) * (np.arange(256, dtype=np.float32) / 255 - 0.5)
        bite = cv2.LUT(bench.tooth, swing)
        bite *= 1 - np.minimum(dark * 1.4, 0.7)
        dark *= 1 - bite
    cover = cv2.convertScaleAbs(dark, alpha=255)
    return _faded(np.asarray(cover), edge, 1.0)


def _opaque(bench: Bench) -> Pixels:
    """Gouache covers all but the deepest hollows of the paper."""
    fine = bench.tooth.astype(np.float32) * np.float32(0.10 * bench.style.granulation)
    return np.asarray(255 - fine, np.uint8)


def _faded(cover: Pixels, edge: Pixels | None, share: float, strength: float = 1.0) -> Pixels:
    """``cover`` at some strength, and less of it by ``share`` towards the edge of the drawing."""
    if edge is None:
        return cover if strength == 1 else np.asarray(cv2.convertScaleAbs(cover, alpha=strength))
    left = (1 - share * np.arange(256) / 255) * strength * 255
    return np.asarray(cv2.multiply(cover, cv2.LUT(edge, np.rint(left).astype(np.uint8)), scale=1 / 255))


def _own_dark(painted: Pixels, scale: float) -> Pixels:
    """A dark of every colour's own kind, smoothed so that a line does not flicker along a border."""
    height, width = painted.shape[:2]
    small = cv2.resize(painted, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(1.5 * scale, 0.4))
    wide = cv2.resize(small, (width, height))
    return np.asarray(cv2.multiply(cv2.min(wide, painted), _SELF), np.uint8)
