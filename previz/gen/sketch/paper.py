"""The sheet itself: its tooth, its tone, and how ink and graphite come together on it."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.sketch.plan import paper_offset
from previz.gen.sketch.sheet import Floats
from previz.gen.sketch.styles import Style

_TILE = 1024
_PERIOD_PX = 900
"""Size of one tile of grain in a 1920 × 804 picture."""


def _band(noise: Floats, centre: float, width: float) -> Floats:
    """Noise whose waves are ``centre`` ± ``width`` periods a tile, deviation 1; it tiles."""
    spectrum = np.fft.rfft2(noise)
    ky = np.fft.fftfreq(_TILE)[:, None] * _TILE
    kx = np.fft.rfftfreq(_TILE)[None] * _TILE
    shaped = np.fft.irfft2(spectrum * np.exp(-(((np.hypot(ky, kx) - centre) / width) ** 2)), s=noise.shape)
    return np.asarray((shaped - shaped.mean()) / shaped.std(), np.float32)


@lru_cache(maxsize=1)
def _tile() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Tooth (fine) and cloud (broad) of the paper, (1024, 1024), around 128."""
    # PCG64's integers are the same on every platform; their sum is near enough to a gaussian
    bits = np.random.default_rng(7).integers(0, 1 << 16, (2, 2, _TILE, _TILE), dtype=np.uint16)
    fine, broad = bits.astype(np.float32).sum(axis=1) / 65536 - 1
    tooth = 0.62 * _band(fine, 260, 120) + 0.5 * _band(fine, 120, 60) + 0.28 * _band(fine, 40, 25)
    tooth += 0.25 * _band(fine, 470, 60)
    tooth /= tooth.std()
    return tuple(np.clip(128 + layer * 45, 0, 255).astype(np.uint8) for layer in (tooth, _band(broad, 0, 6)))  # type: ignore[return-value]


@lru_cache(maxsize=4)
def _sized(
    height: int, width: int, scale: float, x: int, y: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    period = max(round(_PERIOD_PX * scale), 24)
    result = []
    for layer in _tile():
        small = cv2.resize(np.roll(layer, (y, x), (0, 1)), (period, period), interpolation=cv2.INTER_AREA)
        tiled = np.tile(small, (-(-height // period), -(-width // period)))[:height, :width]
        result.append(np.ascontiguousarray(tiled))
    return result[0], result[1]


def grain(size: tuple[int, int], scale: float, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Tooth and cloud for a picture of ``size`` (height, width), 0…255 around 128."""
    x, y = paper_offset(seed)
    return _sized(size[0], size[1], round(scale, 4), x, y)


def vignette(
    size: tuple[int, int], cloud: NDArray[np.uint8], tooth: NDArray[np.uint8], reach: float
) -> Floats:
    """0 inside, 1 at the edge of the drawing, where it runs out in a ragged border."""
    height, width = size
    x = np.abs((np.arange(width, dtype=np.float32) + 0.5) / width * 2 - 1)
    y = np.abs((np.arange(height, dtype=np.float32) + 0.5) / height * 2 - 1) * np.float32(0.98)
    edge = np.maximum(x[None], y[:, None])
    edge += cloud.astype(np.float32) * (0.05 / 255) + tooth.astype(np.float32) * (0.02 / 255) - 0.035
    t = np.clip((edge - (1 - reach)) / reach, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def compose(
    style: Style,
    tooth: NDArray[np.uint8],
    cloud: NDArray[np.uint8],
    tone: Floats | None,
    layers: dict[str, NDArray[np.uint8]],
    edge: Floats | None,
) -> NDArray[np.uint8]:
    """Paper, rubbed ``tone`` (1 = clean), then hatch, black, line, white and glint (0…255) → (h, w, 3)."""
    fine, broad = tooth.astype(np.float32) / 255 - 0.5, cloud.astype(np.float32) / 255 - 0.5
    sheet = 1 + fine * (style.paper_grain * 0.055) + broad * (style.paper_grain * 0.03)
    inside = None if edge is None else 1 - edge
    if tone is not None:
        dark = 1 - tone
        bite = 1 - style.granulation * fine * 1.1 * (1 - 0.7 * np.clip(dark * 2, 0, 1))
        dark *= np.clip(bite, 0, 2)
        if inside is not None:
            dark *= inside
        sheet *= np.clip(1 - dark, 0, 1.2)
    left = sheet
    inks = np.zeros_like(sheet)
    for name, strength in (("hatch", 0.94), ("black", 1.0), ("line", 1.0)):
        if name not in layers:
            continue
        share = layers[name].astype(np.float32) * np.float32(strength / 255)
        if name == "black":
            share *= 1 - 0.12 * style.paper_grain * (fine + 0.5)
        if inside is not None and name != "black":
            share *= inside if name == "hatch" else 0.15 + 0.85 * inside
        left = left * (1 - share)
        inks = inks * (1 - share) + share
    light = np.zeros_like(sheet)
    for name in ("white", "glint"):
        if name in layers:
            share = layers[name].astype(np.float32) / 255
            left, inks, light = left * (1 - share), inks * (1 - share), light * (1 - share) + share
    left = left + light
    picture = np.empty((*sheet.shape, 3), np.uint8)
    for channel in range(3):
        mixed = left * (style.paper[channel] * 255) + inks * (style.ink[channel] * 255)
        picture[..., channel] = np.clip(mixed + 0.5, 0, 255)
    return picture
