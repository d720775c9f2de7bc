"""The sheet itself: its tooth, and how the coats of a drawing come together on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.plan import paper_offset
from previz.gen.sketch.sheet import Floats
from previz.gen.sketch.styles import Colour

Pixels = NDArray[np.uint8]
_TILE = 1024
_PERIOD_PX = 900
"""Size of one tile of grain in a 1920 × 804 picture."""
_RAGGED = 0.07
"""How far the border of a drawing wanders, in half pictures."""


@dataclass(frozen=True)
class Coat:
    """One transparent sheet: ``cover`` (h, w) of ``ink``, a colour or (h, w, 3)."""

    name: str
    cover: Pixels
    ink: Colour | Pixels


def _band(noise: Floats, centre: float, width: float) -> Floats:
    """Noise whose waves are ``centre`` ± ``width`` periods a tile, deviation 1; it tiles."""
    spectrum = np.fft.rfft2(noise)
    ky = np.fft.fftfreq(_TILE)[:, None] * _TILE
    kx = np.fft.rfftfreq(_TILE)[None] * _TILE
    shaped = np.fft.irfft2(spectrum * np.exp(-(((np.hypot(ky, kx) - centre) / width) ** 2)), s=noise.shape)
    return np.asarray((shaped - shaped.mean()) / shaped.std(), np.float32)


@lru_cache(maxsize=1)
def _tile() -> tuple[Pixels, Pixels]:
    """Tooth (fine) and cloud (broad) of the paper, (1024, 1024), around 128."""
    # PCG64's integers are the same on every platform; their sum is near enough to a gaussian
    bits = np.random.default_rng(7).integers(0, 1 << 16, (2, 2, _TILE, _TILE), dtype=np.uint16)
    fine, broad = bits.astype(np.float32).sum(axis=1) / 65536 - 1
    tooth = 0.62 * _band(fine, 260, 120) + 0.5 * _band(fine, 120, 60) + 0.28 * _band(fine, 40, 25)
    tooth += 0.25 * _band(fine, 470, 60)
    tooth /= tooth.std()
    return tuple(np.clip(128 + layer * 45, 0, 255).astype(np.uint8) for layer in (tooth, _band(broad, 0, 6)))  # type: ignore[return-value]


@lru_cache(maxsize=4)
def _sized(height: int, width: int, scale: float, x: int, y: int) -> tuple[Pixels, Pixels]:
    period = max(round(_PERIOD_PX * scale), 24)
    result = []
    for layer in _tile():
        small = cv2.resize(np.roll(layer, (y, x), (0, 1)), (period, period), interpolation=cv2.INTER_AREA)
        tiled = np.tile(small, (-(-height // period), -(-width // period)))[:height, :width]
        result.append(np.ascontiguousarray(tiled))
    return result[0], result[1]


def grain(size: tuple[int, int], scale: float, seed: int) -> tuple[Pixels, Pixels]:
    """Tooth and cloud for a picture of ``size`` (height, width), 0…255 around 128."""
    x, y = paper_offset(seed)
    return _sized(size[0], size[1], round(scale, 4), x, y)


def vignette(size: tuple[int, int], cloud: Pixels, tooth: Pixels, reach: float) -> Pixels:
    """0 inside, 255 at the edge of the drawing, where it runs out in a ragged border."""
    height, width = size
    x = np.abs((np.arange(width, dtype=np.float32) + 0.5) / width * 2 - 1)
    y = np.abs((np.arange(height, dtype=np.float32) + 0.5) / height * 2 - 1) * np.float32(0.98)
    result = np.zeros(size, np.uint8)
    # the frame that can be ragged at all: four strips round a middle that is whole
    outer_x, outer_y = ((line > 1 - reach - _RAGGED / 2) for line in (x, y))
    top, left = (int(outer.argmin()) if not outer.all() else len(outer) for outer in (outer_y, outer_x))
    rows, columns = (slice(top, height - top), slice(left, width - left))
    for box in (np.s_[:top], np.s_[rows.stop :], (rows, np.s_[:left]), (rows, np.s_[columns.stop :])):
        down, across = box if isinstance(box, tuple) else (box, np.s_[:])
        edge = np.maximum(x[None, across], y[down, None])
        if not edge.size:
            continue
        rough = cv2.addWeighted(cloud[box], 5 / 7, tooth[box], 2 / 7, 0, dtype=cv2.CV_32F)
        edge += rough * np.float32(_RAGGED / 255)
        t = np.clip((edge - (1 - reach + _RAGGED / 2)) / reach, 0, 1)
        result[box] = t * t * (3 - 2 * t) * np.float32(255) + np.float32(0.5)
    return result


def bare(colour: Colour, strength: float, tooth: Pixels, cloud: Pixels) -> Pixels:
    """The empty sheet, (h, w, 3); ``strength`` of its grain, 0 = smooth."""
    height, width = tooth.shape
    if strength <= 0:
        return np.full((height, width, 3), np.rint(np.array(colour) * 255), np.uint8)
    mixed = cv2.addWeighted(tooth, 0.65, cloud, 0.35, 0)
    swing = (np.arange(256) / 255 - 0.5) * (0.085 * strength) + 1
    table = np.clip(np.array(colour)[None] * swing[:, None] * 255 + 0.5, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(cv2.merge([mixed] * 3), table[None]))


def _joined(coats: Sequence[Coat]) -> list[Coat]:
    """Neighbours of one ink as one coat: what both leave free stays free."""
    result: list[Coat] = []
    for coat in coats:
        last = result[-1] if result else None
        alike = last is not None and isinstance(last.ink, tuple) and isinstance(coat.ink, tuple)
        if last is not None and alike and coat.ink == last.ink:
            both = 255 - cv2.multiply(255 - last.cover, 255 - coat.cover, scale=1 / 255)
            result[-1] = Coat(last.name, both, coat.ink)
        else:
            result.append(coat)
    return result


def compose(paper: Pixels, coats: Sequence[Coat]) -> Pixels:
    """Coats over the paper, the first undermost, (h, w, 3)."""
    channels = list(cv2.split(paper))
    for coat in _joined(coats):
        left = 255 - coat.cover
        for index in range(3):
            if isinstance(coat.ink, tuple):
                table = np.rint(np.arange(256) * coat.ink[index]).clip(0, 255).astype(np.uint8)
                ink = cv2.LUT(coat.cover, table)
            else:
                ink = cv2.multiply(coat.cover, coat.ink[..., index], scale=1 / 255)
            channels[index] = cv2.add(cv2.multiply(channels[index], left, scale=1 / 255), ink)
    return np.asarray(cv2.merge(channels))
