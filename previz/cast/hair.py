"""Hair styles: baked volumes, and the shaping that breaks their helmet look."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from previz.cast.names import check

Singles = NDArray[np.float32]

HAIR: dict[str, str] = {
    "short": "hair_short",
    "buzz": "hair_buzz",
    "receding": "hair_receding",
    "afro": "hair_afro",
    "bob": "hair_bob",
    "long": "hair_long",
    "wavy": "hair_long",
    "bun": "hair_bun",
    "bald": "",
}
"""Style → part of the mannequin ("" for none)."""

LOOSE = {"bob": (0.6, 1.0), "long": (1.0, 1.0), "wavy": (1.0, 2.6)}
"""Hanging style → (strength of the shaping, strength of the waves)."""


def part(name: str) -> str:
    """Raises BadProject with the nearest names for an unknown style."""
    return HAIR[check(name, HAIR, "hair style")]


def shape(style: str, points: Singles, head_m: Singles, size: float) -> Singles:
    """Rest points (n, 3) of a hanging style → with neck taper, waves of locks, a broken hem and a parting.

    ``head_m`` (3,) is the head joint; ``size`` the head's size relative to an adult's.
    """
    strength, waves = LOOSE[style]
    x, y, z = ((points - head_m) / size).astype(np.float64).T
    angle = np.arctan2(x, -z)
    below = np.clip((0.035 - y) / 0.11, 0, 1)
    """0 at the ear … 1 at the neck."""
    ends = np.clip((-0.075 - y) / 0.12, 0, 1)
    x = x * (1 - strength * 0.27 * below + strength * 0.24 * ends)
    lock = 0.0075 * np.sin(5 * angle + 26 * y) + 0.004 * np.sin(11 * angle - 44 * y)
    x = x + strength * waves * below * lock
    z = z + strength * waves * below * 0.006 * np.sin(7 * angle + 30 * y)
    y = y - strength * ends * (0.028 * np.sin(6 * angle + 0.7) + 0.018 * np.sin(13 * angle + 1.9))
    top = np.clip((y - 0.09) / 0.05, 0, 1)
    y = y - 0.008 * top * np.exp(-(((x - 0.012) / 0.014) ** 2))
    x = x + 0.004 * top * np.sin(5 * angle)
    return (np.stack([x, y, z], 1) * size + head_m).astype(np.float32)
