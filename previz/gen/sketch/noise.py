"""Repeatable chance: every random choice is a hash of a number and a seed, never the state of a generator."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]

_MASK = (1 << 64) - 1
_SPREAD, _SALT, _START = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_MIX = 0xD6E8FEB86659FD93


def hash01(numbers: ArrayLike, salt: int = 0) -> Floats:
    """Integers → uniform 0…1 of the same shape (at least 1-d); splitmix-like mixing of 64 bits."""
    x = np.atleast_1d(np.asarray(numbers)).astype(np.uint64) * np.uint64(_SPREAD)
    x += np.uint64((salt * _SALT + _START) & _MASK)
    x ^= x >> np.uint64(31)
    x *= np.uint64(_MIX)
    x ^= x >> np.uint64(32)
    x *= np.uint64(_MIX)
    return (x >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)


def _hash01_of_one(number: int, salt: int) -> float:
    """`hash01` of a single number, without the price of an array."""
    x = (number * _SPREAD + salt * _SALT + _START) & _MASK
    x = ((x ^ x >> 31) * _MIX) & _MASK
    x = ((x ^ x >> 32) * _MIX) & _MASK
    return (x >> 40) / (1 << 24)


def normal(numbers: ArrayLike, salt: int = 0) -> Floats:
    """Roughly gaussian with deviation 1, never beyond ±2.5 (a sum of three uniform hashes)."""
    total = hash01(numbers, salt) + hash01(numbers, salt + 101) + hash01(numbers, salt + 202)
    return np.asarray((total - 1.5) * 1.6667, np.float32)


def along(distance_px: Floats, stroke: Ints, wave_px: float, salt: int) -> Floats:
    """Smooth value noise, −1…1, along the arc length of numbered strokes."""
    t = distance_px / wave_px
    cell = np.floor(t)
    f = t - cell
    f = f * f * (3 - 2 * f)
    number = cell.astype(np.int64) + stroke.astype(np.int64) * 7919
    a, b = hash01(number, salt), hash01(number + 1, salt)
    return np.asarray((a + (b - a) * f) * 2 - 1, np.float32)


def cloud(shape: tuple[int, ...], cell_px: float, salt: int) -> Floats:
    """Smooth value noise, 0…1, with bumps ``cell_px`` wide; ``shape`` is (height, width)."""
    height, width = shape
    rows, columns = int(height / cell_px) + 3, int(width / cell_px) + 3
    grid = hash01(np.arange(rows * columns), salt).reshape(rows, columns)
    y, x = np.arange(height, dtype=np.float32) / cell_px, np.arange(width, dtype=np.float32) / cell_px
    y0, x0 = y.astype(np.int64), x.astype(np.int64)
    fy, fx = (y - y0)[:, None], (x - x0)[None]
    fy, fx = fy * fy * (3 - 2 * fy), fx * fx * (3 - 2 * fx)
    # across first, on the few rows of the grid
    wide = grid[:, x0] + (grid[:, x0 + 1] - grid[:, x0]) * fx
    top = wide[y0]
    return np.asarray(top + (wide[y0 + 1] - top) * fy, np.float32)


class Chance:
    """A stream of hashed numbers for code that draws one mark after the other."""

    def __init__(self, seed: int, salt: int) -> None:
        self._salt = seed * 1013 + salt
        self._next = 0

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        self._next += 1
        return low + (high - low) * _hash01_of_one(self._next - 1, self._salt)

    def uniforms(self, count: int, low: float = 0.0, high: float = 1.0) -> Floats:
        numbers = np.arange(self._next, self._next + count)
        self._next += count
        return np.asarray(low + (high - low) * hash01(numbers, self._salt), np.float32)

    def normal(self, deviation: float = 1.0) -> float:
        self._next += 1
        return deviation * float(normal(self._next - 1, self._salt)[0])
