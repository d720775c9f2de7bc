"""What a model made of a finished picture, without what it was not asked to change."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen import controls
from previz.gen.guides import Guides
from previz.gen.request import BEFORE, INIT, MASK, FrameRequest

LIGHT_FROM, LIGHT_TO = np.log(0.12), np.log(6.0)
_FLOOR = 8.0
"""Added to levels before they are divided, so that black does not decide."""


def relit(frame: NDArray[np.uint8], before: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``before`` (h, w, 3) in the light of ``frame``, a picture of the same forms: lines and edges stay.

    The light is the ratio of the two, smoothed by a guided filter (He, Sun, Tang 2013, "Guided image
    filtering") whose guide is the first picture: it may break at edges that were there, and nowhere else.
    """
    old, new = (one[..., :3].astype(np.float32) + np.float32(_FLOOR) for one in (before, frame))
    width = before.shape[1]
    blur, radius = max(0.6, 0.002 * width), max(2, round(0.02 * width))
    soft_new, soft_old = (cv2.GaussianBlur(one, (0, 0), blur) for one in (new, old))
    guide = np.asarray(cv2.cvtColor(old, cv2.COLOR_RGB2GRAY), np.float32)[..., None] / np.float32(255)
    light = _guided(np.asarray(np.log(soft_new / soft_old), np.float32), guide, radius)
    lit = old * np.exp(np.clip(light, LIGHT_FROM, LIGHT_TO)) - _FLOOR
    return np.asarray(np.clip(lit + 0.5, 0, 255), np.uint8)


def _guided(values: NDArray[np.float32], guide: NDArray[np.float32], radius: int) -> NDArray[np.float32]:
    """(h, w, 3) smoothed except at the edges of (h, w, 1), 0…1."""

    def mean(of: NDArray[np.floating]) -> NDArray[np.float32]:
        blurred = cv2.boxFilter(np.asarray(of, np.float32), -1, (2 * radius + 1,) * 2)
        return np.asarray(blurred.reshape(of.shape), np.float32)

    middle, level = mean(guide), mean(values)
    spread = mean(guide * guide) - middle * middle + np.float32(0.01)
    slope = (mean(guide * values) - middle * level) / spread
    return np.asarray(mean(slope) * guide + mean(level - slope * middle), np.float32)


def gone_on(frame: NDArray[np.uint8], request: FrameRequest, guides: Guides) -> NDArray[np.uint8]:
    """(h, w, 3) as a model made it, to the frame: outside a region, and under another light, all stays."""
    if request.refine is not None and request.refine.only_light and INIT in request.guides:
        frame = relit(frame, np.asarray(guides[INIT], np.uint8))
    if MASK not in request.guides:
        return frame
    kept = guides[BEFORE if BEFORE in request.guides else INIT]
    return controls.patched(frame, np.asarray(kept, np.uint8), np.asarray(guides[MASK], np.uint8))
