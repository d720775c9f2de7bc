"""What a capture brings back: one value per pixel for every question a drawing or a guide may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from previz.errors import RenderError

PASSES = ("beauty", "albedo", "depth_m", "normals", "ids", "light")
"""Names of the arrays of a GBuffer, which a capture can be asked for."""

MAX_SIDE_PX = 8192

SHARE_WIDTH_PX = 480
"""Width of the id pass on which visible shares are measured, whatever the size of the picture."""


@dataclass(frozen=True, eq=False)
class GBuffer:
    """Arrays of one size, rows top-down. A pass that was not asked for has no pixels: (0, 0, …)."""

    beauty: NDArray[np.uint8]
    """(h, w, 3) sRGB; the only smoothed pass."""
    albedo: NDArray[np.uint8]
    """(h, w, 4) sRGB without light; alpha = emission."""
    depth_m: NDArray[np.float32]
    """(h, w) metres along the view axis; +inf where there is nothing."""
    normals: NDArray[np.float16]
    """(h, w, 3) camera space: x right, y up, z towards the camera; 0 where there is nothing."""
    ids: NDArray[np.uint32]
    """(h, w) object << 16 | patch; 0 where there is nothing."""
    light: NDArray[np.uint8]
    """(h, w, 4) key × shadow, openness (255 = nothing near), hemisphere (255 = faces up), fresnel."""

    @property
    def size_px(self) -> tuple[int, int]:
        for name in PASSES:
            array: NDArray[Any] = getattr(self, name)
            if array.size:
                return array.shape[1], array.shape[0]
        return (0, 0)

    @property
    def objects(self) -> NDArray[np.uint32]:
        """(h, w) object ids."""
        return self.ids >> np.uint32(16)

    @property
    def patches(self) -> NDArray[np.uint32]:
        """(h, w) patches, meaningful where there is an object."""
        return self.ids & np.uint32(0xFFFF)


def visible_share(ids: NDArray[np.uint32]) -> dict[int, float]:
    """(h, w) ids → object id → its share of the picture, 0–1, for every object that shows."""
    if not ids.size:
        return {}
    counts = np.bincount((ids >> np.uint32(16)).ravel())
    return {int(i): float(counts[i] / ids.size) for i in np.flatnonzero(counts) if i}


def check_size(size_px: tuple[int, int], limit_px: int = MAX_SIDE_PX) -> tuple[int, int]:
    """The size as whole numbers. Raises RenderError for one that cannot be drawn."""
    width, height = size_px
    if int(width) != width or int(height) != height or min(width, height) < 1:
        raise RenderError(f"A picture of {width} × {height} px cannot be drawn; give whole numbers above 0.")
    if max(width, height) > limit_px:
        raise RenderError(
            f"A picture of {width} × {height} px is too large; use at most {limit_px} px a side."
        )
    return int(width), int(height)
