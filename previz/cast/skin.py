"""Linear blend skinning on the CPU, for picking, contact and export; the GPU does the same for pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Singles = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Skin:
    """Rest points with up to four bones each."""

    points: Singles
    """(n, 3) metres."""
    bones: NDArray[np.int64]
    """(n, 4)"""
    weights: Singles
    """(n, 4), sum 1."""

    def taken(self, rows: NDArray[np.int64]) -> Skin:
        return Skin(self.points[rows], self.bones[rows], self.weights[rows])

    def blended(self, matrices: Singles) -> Singles:
        """(59, 3, 4) → (n, 3, 4), gathered: threaded BLAS stalls on such small products."""
        table = matrices.reshape(len(matrices), 12)
        total = table[self.bones[:, 0]] * self.weights[:, :1]
        for k in (1, 2, 3):
            total += table[self.bones[:, k]] * self.weights[:, k : k + 1]
        return total.reshape(-1, 3, 4)

    def posed(self, matrices: Singles) -> Singles:
        """(n, 3)"""
        return moved(self.blended(matrices), self.points)

    def heights(self, matrices: Singles) -> Singles:
        """(n,) y alone, a third of the work."""
        rows = matrices[:, 1, :]
        total = rows[self.bones[:, 0]] * self.weights[:, :1]
        for k in (1, 2, 3):
            total += rows[self.bones[:, k]] * self.weights[:, k : k + 1]
        x, y, z = self.points.T
        return np.asarray(total[:, 0] * x + total[:, 1] * y + total[:, 2] * z + total[:, 3])


def moved(blended: Singles, points: Singles) -> Singles:
    result = blended[:, :, 0] * points[:, :1]
    result += blended[:, :, 1] * points[:, 1:2]
    result += blended[:, :, 2] * points[:, 2:3]
    result += blended[:, :, 3]
    return result


def turned(blended: Singles, normals: Singles) -> Singles:
    """(n, 3) unit normals."""
    result = blended[:, :, 0] * normals[:, :1]
    result += blended[:, :, 1] * normals[:, 1:2]
    result += blended[:, :, 2] * normals[:, 2:3]
    result /= np.sqrt(np.maximum((result * result).sum(1, keepdims=True), 1e-20))
    return result
