"""Brows, beards and moustaches: shells on the skin that follow every expression."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.cast import patches
from previz.cast.names import check
from previz.cast.worn import Maker, Worn

Floats = NDArray[np.float64]

BEARDS: tuple[str, ...] = ("", "short_beard", "beard", "full_beard", "goatee", "moustache", "handlebar")
"""Names of the styles; "" for none."""
_JAW = np.array([0.0, 1.575, 0.055])
"""From where beards are projected onto the face."""
THICK_M = {"short_beard": 0.0060, "beard": 0.008, "full_beard": 0.018}
_HIDDEN_M = -0.004
"""Edges lie under the skin."""


@lru_cache(maxsize=2)
def brows(fine: bool) -> Worn:
    """Two strips above the eyes, thicker towards the nose."""
    maker = Maker(patches.BROW, "brow")
    t = np.linspace(0, 1, 7)
    x = 0.0118 + 0.0385 * t
    y = 1.6325 + 0.0092 * np.sin(np.pi * (t * 0.80 + 0.04))
    half = np.interp(t, (0, 0.12, 0.4, 1), (0.0030, 0.0044, 0.0042, 0.0009)) * (0.72 if fine else 1.0)
    for side in (1, -1):
        rows = []
        for rise in (half, -half):
            origins = np.stack([side * x, y + rise, np.zeros(7)], 1)
            hit = maker.form.hit(origins, np.tile([0.0, 0.0, 1.0], (7, 1)), maker.form.skull)
            rows.append(maker.on(hit, [0.0, 0.0, 0.0020], "head"))
        maker.grid(rows)
    return maker.build()


@lru_cache(maxsize=16)
def grown(name: str) -> Worn | None:
    """The beard of a style; None for none. Raises BadProject with the nearest names for an unknown one."""
    check(name, BEARDS, "beard")
    if not name:
        return None
    maker = Maker(patches.HAIR, "hair")
    if name in THICK_M:
        _cheeks(maker, THICK_M[name])
        _moustache(maker, min(THICK_M[name] * 0.6, 0.006), 0.0)
    elif name == "goatee":
        _chin(maker, 0.010)
        _moustache(maker, 0.004, 0.0)
    else:
        _moustache(maker, 0.005, 0.014 if name == "handlebar" else 0.001)
    return maker.build()


def _on_face(maker: Maker, azimuth: ArrayLike, y: ArrayLike, lift_m: ArrayLike) -> list[int]:
    """Vertices where rays from the axis of the jaw at heights ``y`` meet the skin, raised outwards."""
    turn = np.radians(np.asarray(azimuth, float))
    towards = np.stack([np.sin(turn), 0 * turn, np.cos(turn)], 1)
    origins = np.stack([0 * turn, np.asarray(y, float), np.full(len(turn), _JAW[2])], 1)
    hit = maker.form.hit(origins, towards, maker.form.head)
    return maker.on(hit, towards * np.asarray(lift_m, float)[:, None], "head")


def _under_jaw(maker: Maker, azimuth: Floats, fall: float, lift_m: Floats) -> list[int]:
    """Vertices under the jaw, ``fall`` degrees below the horizon."""
    turn, down = np.radians(azimuth), np.radians(fall)
    towards = np.stack(
        [np.cos(down) * np.sin(turn), np.full(len(turn), -np.sin(down)), np.cos(down) * np.cos(turn)], 1
    )
    hit = maker.form.hit(_JAW, towards, maker.form.head)
    return maker.on(hit, towards * lift_m[:, None], "head")


def _cheeks(maker: Maker, thick: float) -> None:
    """From one sideburn under the mouth to the other; leaves the lips free."""
    azimuth = np.array([-88, -84, -74, -60, -46, -33, -24, -12, 0, 12, 24, 33, 46, 60, 74, 84, 88], float)
    away = np.abs(azimuth)
    top = np.interp(
        away, (0, 12, 24, 33, 46, 60, 74, 88), (1.5365, 1.5375, 1.5570, 1.562, 1.567, 1.576, 1.599, 1.640)
    )
    low = np.interp(away, (0, 20, 45, 60, 74, 88), (1.5000, 1.502, 1.512, 1.524, 1.545, 1.600))
    body = np.interp(away, (0, 30, 70, 84, 88), (1.25, 1.1, 0.8, 0.55, 0.0)) * thick
    sides = away > 55
    rows = []
    for share, full in ((0.0, 0.0), (0.10, 0.55), (0.45, 1.0), (0.8, 1.05), (1.0, 1.0)):
        lift = np.where((away > 86) | (full == 0), _HIDDEN_M, body * full)
        lift[sides & (share == 1.0)] = _HIDDEN_M
        rows.append(_on_face(maker, azimuth, top + (low - top) * share, lift))
    long = (0.024 if thick > 0.015 else 0.0) * np.clip(1 - (azimuth[~sides] / 48) ** 2, 0, 1)
    hidden = np.full(len(long), _HIDDEN_M)
    for fall, lift in ((48, thick * 1.1 + long), (66, hidden)):
        below = _under_jaw(maker, azimuth[~sides], fall, lift)
        rest = iter(below)
        rows.append([last if side else next(rest) for last, side in zip(rows[-1], sides, strict=True)])
    maker.grid(rows)


def _chin(maker: Maker, thick: float) -> None:
    """Under the lower lip and round the chin."""
    azimuth = np.array([-26, -17, -8, 0, 8, 17, 26], float)
    side = np.interp(np.abs(azimuth), (0, 17, 26), (1.0, 0.9, -0.2))
    rows = []
    for y, lift in ((1.530, -0.1), (1.526, 0.6), (1.514, 1.0), (1.502, 1.2)):
        rows.append(_on_face(maker, azimuth, np.full(7, y), side * lift * thick))
    chin = _under_jaw(maker, azimuth, 52, side * 1.1 * thick)
    maker.grid([*rows, chin, _under_jaw(maker, azimuth, 64, np.full(7, _HIDDEN_M))])


def _moustache(maker: Maker, thick: float, droop: float) -> None:
    """Over the upper lip, parted in the middle; its tips fall by ``droop``."""
    t = np.linspace(-1, 1, 11)
    azimuth = 24 * t
    top = 1.5705 - 0.0070 * np.abs(t) ** 1.7 - droop * np.abs(t) ** 3
    low = 1.5560 + 0.0006 * np.abs(t) - 0.0030 * np.abs(t) ** 2.2 - (droop + 0.001) * np.abs(t) ** 3
    full = np.interp(np.abs(t), (0, 0.12, 0.5, 1), (0.45, 0.9, 1.0, 0.10)) * thick
    edge = np.full(11, -0.0015)
    rows = [
        _on_face(maker, azimuth, top, edge),
        _on_face(maker, azimuth, top * 0.75 + low * 0.25, full),
        _on_face(maker, azimuth, top * 0.25 + low * 0.75, full),
        _on_face(maker, azimuth, low, edge),
    ]
    maker.grid(rows)
