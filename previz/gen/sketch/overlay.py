"""Paper-over: what an artist drew on a frame, drawn into the next take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.errors import GenerationError
from previz.gen.request import MARKS, FrameRequest
from previz.gen.sketch.styles import Style

Pixels = NDArray[np.uint8]

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, eq=False)
class Overlay:
    pixels: Pixels
    """(h, w, 4), sRGB, straight alpha. Wholly opaque = a scan: its darkness is what was drawn."""
    medium: bool
    """Drawn with the style's own pen; False = as it is."""

    def laid(self, style: Style, tooth: Pixels, black: Pixels) -> Pixels:
        """(h, w, 4) to lay over the drawing; ``tooth`` is the paper, ``black`` what is solid, both (h, w).

        In the style's own medium the paper breaks soft marks up, and on solid black they are left white.
        """
        if not self.medium:
            return self.pixels
        pressure = self._pressure()
        t = np.clip((pressure * 0.95 + 0.18 - tooth.astype(np.float32) / 255 + 0.30) / 0.60, 0, 1)
        bitten = t * t * (3 - 2 * t) * np.minimum(pressure * 1.25, 1)
        ink = pressure + (bitten - pressure) * style.grain
        share = cv2.blur(black, (9, 9)).astype(np.float32)[..., None] / 255
        white = np.clip((share - 0.5) / 0.3, 0, 1)
        own, paper = (np.asarray(colour, np.float32) * 255 for colour in (style.ink, style.paper))
        rgb = own + (paper - own) * white
        laid = np.rint(np.concatenate([rgb, ink[..., None] * 255], axis=2))
        return np.asarray(laid, np.uint8)

    def _pressure(self) -> NDArray[np.float32]:
        alpha = self.pixels[..., 3].astype(np.float32) / 255
        if alpha.min() == 1:
            alpha = 1 - self.pixels[..., :3].astype(np.float32) @ _LUMA / 255
        return np.asarray(alpha, np.float32)


def overlay_of(request: FrameRequest, guides: Mapping[str, Any]) -> Overlay | None:
    """The marks that travel with a request. GenerationError when they are not a picture of its size."""
    if request.marks is None:
        return None
    pixels, (width, height) = guides[MARKS], request.size_px
    if getattr(pixels, "shape", None) != (height, width, 4) or pixels.dtype != np.uint8:
        raise GenerationError(
            f"The artist's marks must be {width} × {height} px with transparency; export them again."
        )
    return Overlay(pixels, request.marks.medium)
