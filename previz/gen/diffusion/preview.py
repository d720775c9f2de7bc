"""Small pictures of a frame while it is made: by a small VAE, or by a projection that the model's teaches."""

from __future__ import annotations

from typing import Any, Protocol

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from previz.gen import png
from previz.gen.controls import Fitting

PATCH_PX = 64
LEVELS = (-0.8, 0.0, 0.8)
WIDTH_PX = 320


SHOWN_PX = 512
"""A small VAE decodes no more than about this wide."""


class Previewer(Protocol):
    def png(self, latents: Any, fitting: Fitting) -> bytes:
        """Latents of a pipeline after a step to a small PNG of the frame alone."""
        ...


class Projector:
    """Latents to colours: one matrix, fitted once to what the VAE makes of flat patches of 27 colours.

    No learnt numbers of others are needed, and every family is served alike.
    """

    def __init__(self, vae: Any, device: Any) -> None:
        """``device``: where the VAE computes, which is not where it lies while it waits for its turn."""
        colours = np.array([(r, g, b) for r in LEVELS for g in LEVELS for b in LEVELS], np.float32)
        sheet = np.repeat(np.repeat(colours.reshape(3, 9, 3), PATCH_PX, 0), PATCH_PX, 1)
        latents = _encoded(vae, device, torch.from_numpy(sheet.transpose(2, 0, 1)[None].copy()))
        cell = latents.shape[1] // 3
        middles = latents[:, cell // 2 :: cell, cell // 2 :: cell][:, :3, :9].reshape(latents.shape[0], -1).T
        design = np.concatenate([middles, np.ones((len(middles), 1), np.float32)], axis=1)
        self._matrix, *_ = np.linalg.lstsq(design, colours, rcond=None)

    def picture(self, latents: Any, fitting: Fitting) -> NDArray[np.uint8]:
        """Latents of a pipeline to (h, w, 3) of the frame alone, at most `WIDTH_PX` wide."""
        plane = unpacked(latents, fitting).float().cpu().numpy().transpose(1, 2, 0)
        rgb = plane @ self._matrix[:-1] + self._matrix[-1]
        return framed(rgb, fitting)

    def png(self, latents: Any, fitting: Fitting) -> bytes:
        return png.encode(self.picture(latents, fitting))


class Thumbnail:
    """Latents to a picture by a small VAE that knows them (an ``AutoencoderTiny``)."""

    def __init__(self, vae: Any) -> None:
        self._vae = vae

    def picture(self, latents: Any, fitting: Fitting) -> NDArray[np.uint8]:
        """As `Projector.picture`."""
        plane = unpacked(latents, fitting)[None].to(self._vae.device, self._vae.dtype)
        less = max(1, round(fitting.model_px[0] / SHOWN_PX))
        with torch.no_grad():
            small = torch.nn.functional.avg_pool2d(plane, less) if less > 1 else plane
            rgb = self._vae.decode(small).sample[0]
        return framed(rgb.float().cpu().numpy().transpose(1, 2, 0), fitting)

    def png(self, latents: Any, fitting: Fitting) -> bytes:
        return png.encode(self.picture(latents, fitting))


def framed(rgb: NDArray[np.float32], fitting: Fitting) -> NDArray[np.uint8]:
    """The model's picture, (h, w, 3) −1…1 of any size, to the frame alone, at most `WIDTH_PX` wide."""
    small = np.clip((rgb + 1) * 127.5, 0, 255).astype(np.uint8)
    (x, y), (width, height) = fitting.corner_px, fitting.inner_px
    scale = fitting.model_px[0] / small.shape[1]
    left, top, right, low = (round(side / scale) for side in (x, y, x + width, y + height))
    inner = np.ascontiguousarray(small[top : max(low, top + 1), left : max(right, left + 1)])
    wide = min(WIDTH_PX, fitting.frame_px[0])
    size = (wide, max(1, round(wide * fitting.frame_px[1] / fitting.frame_px[0])))
    way = cv2.INTER_AREA if inner.shape[1] > wide else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(inner, size, interpolation=way), np.uint8)


def unpacked(latents: Any, fitting: Fitting) -> Any:
    """(c, h, w) from (1, c, h, w), or from tokens of 2 × 2 each (FLUX.1, Qwen-Image): (1, count, 4 c)."""
    plane = latents[0].detach()
    if plane.ndim != 2:
        return plane
    width, height = fitting.model_px
    side_px = (width * height / plane.shape[0]) ** 0.5
    columns, rows = round(width / side_px), round(height / side_px)
    cells = plane.reshape(rows, columns, -1, 2, 2).permute(2, 0, 3, 1, 4)
    return cells.reshape(-1, rows * 2, columns * 2)


def _encoded(vae: Any, device: Any, picture: torch.Tensor) -> NDArray[np.float32]:
    """(1, 3, h, w) −1…1 to (c, h, w), scaled as its pipeline scales latents."""
    config = vae.config
    picture = picture.to(device, vae.dtype)
    with torch.no_grad():
        told = vae.encode(picture.unsqueeze(2) if hasattr(config, "temperal_downsample") else picture)
    latents = (told.latent_dist.mode() if hasattr(told, "latent_dist") else told.latents)[0].float().cpu()
    if hasattr(config, "temperal_downsample"):  # Qwen-Image's is one of films
        mean, deviation = (
            torch.tensor(v).view(-1, 1, 1, 1) for v in (config.latents_mean, config.latents_std)
        )
        return np.asarray(((latents - mean) / deviation)[:, 0].numpy())
    shift = getattr(config, "shift_factor", None) or 0.0
    return np.asarray(((latents - shift) * config.scaling_factor).numpy())
