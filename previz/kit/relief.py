"""Ground that rises and falls: smooth seeded waves, and hills told in words."""

from __future__ import annotations

import re

import numpy as np

from previz.kit.shape import Floats, Shape, quads, solid

_HILL = re.compile(
    r"\s*(?P<x>-?[\d.]+)\s*,\s*(?P<z>-?[\d.]+)\s+h\s*(?P<height>-?[\d.]+)\s+r\s*(?P<radius>[\d.]+)\s*"
)
_HIGHEST_M, _WIDEST_M = 50.0, 500.0

Hill = tuple[float, float, float, float]
"""Middle x, z; height (negative: a hollow); radius. Metres."""


def read_relief(text: str) -> tuple[Hill, ...]:
    """Hills as in ``-6,-3 h 2 r 4; 5,0 h -0.6 r 3``: middle x,z, height, radius. Raises ValueError."""
    return tuple(_read_hill(part) for part in text.split(";") if part.strip())


def _read_hill(part: str) -> Hill:
    found = _HILL.fullmatch(part)
    try:
        if found is None:
            raise ValueError
        x, z, height, radius = (float(found[name]) for name in ("x", "z", "height", "radius"))
    except ValueError:
        raise ValueError(
            f"has “{part.strip()}”; write a hill as x,z h HEIGHT r RADIUS, e.g. -6,-3 h 2 r 4"
        ) from None
    if abs(height) > _HIGHEST_M or not 0.2 <= radius <= _WIDEST_M:
        raise ValueError(
            f"has “{part.strip()}”; hills are up to {_HIGHEST_M:g} m high, radius 0.2 to {_WIDEST_M:g} m"
        )
    return x, z, height, radius


def hills_at(hills: tuple[Hill, ...], x: Floats, z: Floats) -> Floats:
    """Height of the ground in metres: each hill is a smooth bell that ends at its radius."""
    total = np.zeros(np.broadcast(x, z).shape)
    for middle_x, middle_z, height, radius in hills:
        away = np.clip(np.hypot(x - middle_x, z - middle_z) / radius, 0, 1)
        total += height * (1 - away**2) ** 2
    return total


def waves_at(seed: int, x: Floats, z: Floats, count: int = 6) -> Floats:
    """About −1…1: a seeded sum of waves, each finer and lower; one unit of x and z is a broad wave."""
    rng = np.random.default_rng(seed)
    total, whole = np.zeros(np.broadcast(x, z).shape), 0.0
    for i in range(count):
        turn, phase, share = rng.uniform(0, 2 * np.pi), rng.uniform(0, 2 * np.pi), 0.72**i
        fine = 1.5 * 1.55**i
        total += share * np.sin(fine * (np.cos(turn) * x + np.sin(turn) * z) + phase)
        whole += share
    return total / (0.7 * whole)


def land(grid: Floats, below_m: float = 0.3) -> Shape:
    """A height field (r, c, 3) closed by a flat underside, ``below_m`` under its lowest point."""
    rows, columns = grid.shape[:2]
    size = rows * columns
    ids = np.arange(size).reshape(rows, columns)
    rim = np.concatenate([ids[0, :-1], ids[:-1, -1], ids[-1, :0:-1], ids[:0:-1, 0]])
    n = len(rim)
    flat = grid.reshape(-1, 3)
    low = flat[:, 1].min() - below_m
    under = flat[rim] * [1, 0, 1] + [0, low, 0]
    middle = under.mean(axis=0)
    i, j = np.arange(n), (np.arange(n) + 1) % n
    sides = np.concatenate([np.stack([rim, size + i, size + j], 1), np.stack([rim, size + j, rim[j]], 1)])
    base = np.stack([size + j, size + i, np.full(n, size + n)], 1)
    top = quads(rows, columns)
    groups = np.repeat([0, 1, 2], [len(top), len(base), len(sides)])
    return solid(np.concatenate([flat, under, middle[None]]), np.concatenate([top, base, sides]), groups)
