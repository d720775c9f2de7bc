"""Hair styles: baked volumes, and the shaping that breaks their helmet look."""

from __future__ import annotations

from typing import NamedTuple

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


class Drape(NamedTuple):
    """How a hanging style is shaped; lengths in metres of an adult's head."""

    taper: float
    """How much it narrows towards the neck."""
    flare: float
    """How much it widens again at its ends."""
    wave: float
    """Strength of the locks."""
    band_m: float
    """Height above the hem in which the ends are broken …"""
    hem_m: float
    """… and how unevenly."""


LOOSE = {
    "bob": Drape(taper=0.16, flare=-0.10, wave=0.7, band_m=0.07, hem_m=0.004),
    "long": Drape(taper=0.24, flare=0.06, wave=1.0, band_m=0.12, hem_m=0.030),
    "wavy": Drape(taper=0.18, flare=0.10, wave=2.4, band_m=0.12, hem_m=0.030),
}


def part(name: str) -> str:
    """Raises BadProject with the nearest names for an unknown style."""
    return HAIR[check(name, HAIR, "hair style")]


def shape(style: str, points: Singles, head_m: Singles, size: float) -> Singles:
    """Rest points (n, 3) of a hanging style → with neck taper, waves of locks, a broken hem and a parting.

    ``head_m`` (3,) is the head joint; ``size`` the head's size relative to an adult's.
    """
    drape = LOOSE[style]
    x, y, z = ((points - head_m) / size).astype(np.float64).T
    angle = np.arctan2(x, -z)
    below = np.clip((0.035 - y) / 0.11, 0, 1)  # 0 at the ear … 1 at the neck
    ends = np.clip((y.min() + drape.band_m - y) / drape.band_m, 0, 1)
    x = x * (1 - drape.taper * below + drape.flare * ends)
    x = x + drape.wave * below * (0.0075 * np.sin(5 * angle + 26 * y) + 0.004 * np.sin(11 * angle - 44 * y))
    z = z + drape.wave * below * (0.006 * np.sin(7 * angle + 30 * y) - 0.004 * np.maximum(0, np.cos(angle)))
    y = y - drape.hem_m * ends * (np.sin(6 * angle + 0.7) + 0.6 * np.sin(13 * angle + 1.9))
    top = np.clip((y - 0.09) / 0.05, 0, 1)
    y = y - 0.008 * top * np.exp(-(((x - 0.012) / 0.014) ** 2))
    x = x + 0.004 * top * np.sin(5 * angle)
    return (np.stack([x, y, z], 1) * size + head_m).astype(np.float32)
