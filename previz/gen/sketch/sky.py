"""The sky: how high every line of sight looks, and where clouds are left out of it."""

from __future__ import annotations

import cv2
import numpy as np

from previz.gen.sketch.noise import cloud
from previz.gen.sketch.plan import Plan
from previz.gen.sketch.sheet import NOTHING, Floats, Sheet


def elevation(sheet: Sheet) -> Floats:
    """(h, w) sine of the angle of every sight line above the horizon."""
    height, width = sheet.size
    x, y = sheet.optics.spread(np.arange(width) + 0.5, np.arange(height) + 0.5, sheet.size)
    up = sheet.optics.up.astype(np.float32)
    rise = x[None].astype(np.float32) * up[0] + y[:, None].astype(np.float32) * up[1] - up[2]
    length = np.sqrt(1 + x[None].astype(np.float32) ** 2 + y[:, None].astype(np.float32) ** 2)
    return np.asarray(rise / length)


def puffs(sheet: Sheet, plan: Plan) -> Floats:
    """(h, w) 0 sky … 1 cloud, flatter towards the horizon than they are wide."""
    quarter = (sheet.size[0] // 4 + 1, sheet.size[1] // 10 + 1)
    mass = cloud(quarter, max(44 * sheet.scale, 2), plan.seed * 3 + 61) * 0.6
    mass = mass + cloud(quarter, max(16 * sheet.scale, 2), plan.seed * 3 + 62) * 0.4
    return np.asarray(cv2.resize(np.clip((mass - 0.50) * 5, 0, 1), sheet.size[::-1]), np.float32)


def laid_in(sheet: Sheet, plan: Plan, strongest: float) -> Floats:
    """(h, w) how much darker than paper a sky by day is: nothing at the horizon, clouds left out."""
    sky = sheet.kind == NOTHING
    if sheet.optics.night or not sky.any():
        return np.zeros(sheet.size, np.float32)
    rise = np.clip(elevation(sheet) * 2.4, 0, 1)
    return np.asarray(rise * (1 - puffs(sheet, plan)) * sky * np.float32(strongest), np.float32)
