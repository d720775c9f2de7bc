"""The one form in which triangles travel from cast and kit to the renderer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Mesh:
    """Triangles in the local frame of a piece or body; metres, Y up, counter-clockwise seen from outside.

    A *patch* is a smooth area or a material on one object: its borders are lines in a drawing. Vertices are
    split where patches meet, so that all three corners of a face carry the same patch.
    """

    positions: NDArray[np.float32]
    """(n, 3) metres."""
    normals: NDArray[np.float32]
    """(n, 3) unit length."""
    colours: NDArray[np.uint8]
    """(n, 4) sRGB and emission: alpha 0 takes light, 255 gives light of its own colour."""
    patches: NDArray[np.uint16]
    """(n,)"""
    faces: NDArray[np.uint32]
    """(m, 3) vertex indices."""
    bones: NDArray[np.uint8] | None = None
    """(n, 4) bone indices of a skinned body."""
    weights: NDArray[np.uint8] | None = None
    """(n, 4) weights that sum to 255."""

    @property
    def skinned(self) -> bool:
        return self.bones is not None
