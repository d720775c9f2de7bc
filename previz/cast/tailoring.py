"""What makes a garment known by its silhouette: collars, lapels, fronts, pockets, hoods, ties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.cast.patches import garment
from previz.cast.worn import Maker, Worn

Floats = NDArray[np.float64]

AXIS_Z_M = -0.005
"""Of the neck on the designing body."""
_V_FOOT_M = 1.245
"""Height where the V of a jacket closes; its edges lean out by 0.30."""


def _neckline(azimuth: Floats) -> Floats:
    """Height of the neckline round the neck."""
    x, z = 0.062 * np.sin(azimuth), AXIS_Z_M + 0.062 * np.cos(azimuth)
    return np.asarray(1.446 - 0.34 * (z - 0.02) + 0.36 * np.abs(x))


def _round_neck(maker: Maker, azimuth: Floats, rise: ArrayLike, lift: ArrayLike) -> list[int]:
    """Vertices round the neck, ``rise`` above the neckline, ``lift`` off the neck, metres."""
    towards = np.stack([np.sin(azimuth), 0 * azimuth, np.cos(azimuth)], 1)
    base = _neckline(azimuth)
    hit = maker.form.hit(
        np.stack([0 * azimuth, base + 0.014, np.full(len(azimuth), AXIS_Z_M)], 1), towards, maker.form.neck
    )
    moves = towards * np.broadcast_to(np.asarray(lift, float), azimuth.shape)[:, None]
    moves[:, 1] += np.broadcast_to(np.asarray(rise, float), azimuth.shape)
    return maker.on(hit, moves)


def _on_chest(maker: Maker, x: ArrayLike, y: ArrayLike, lift: ArrayLike) -> list[int]:
    """Vertices on the front of trunk and skirt at x, y, raised to the front and outwards."""
    across, up = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
    origins = np.stack([across, up, np.full(across.shape, -0.02)], 1)
    hit = maker.form.hit(origins, np.tile([0.0, 0.0, 1.0], (len(across), 1)), maker.form.dressed)
    side = np.clip(across / 0.16, -1, 1)
    out = np.stack([0.55 * side, 0 * side, np.sqrt(1 - 0.3 * side**2)], 1)
    return maker.on(hit, out * np.broadcast_to(np.asarray(lift, float), across.shape)[:, None])


def _shirt_collar(maker: Maker) -> None:
    """A stand and a fold with two points, open at the front."""
    maker.look(garment("collar"), "under")
    _collar(maker, open_deg=7, rise=0.026, fold=0.010, points=0.030)


def _top_collar(maker: Maker) -> None:
    """The same in the colour of the top."""
    maker.look(garment("collar"), "top")
    _collar(maker, open_deg=8, rise=0.026, fold=0.011, points=0.030)


def _coat_collar(maker: Maker) -> None:
    maker.look(garment("collar"), "trim")
    _collar(maker, open_deg=40, rise=0.040, fold=0.026, points=0.030, stand=0.014)


def _jacket_collar(maker: Maker) -> None:
    """Round the back of the neck to where the lapels begin."""
    maker.look(garment("collar"), "trim")
    _collar(maker, open_deg=58, rise=0.020, fold=0.022, points=0.0, stand=0.015)


def _collar(
    maker: Maker, open_deg: float, rise: float, fold: float, points: float, stand: float = 0.004
) -> None:
    azimuth = np.radians(np.linspace(open_deg, 360 - open_deg, 16))
    front = np.exp(-(((np.minimum(azimuth, 2 * np.pi - azimuth) - np.radians(open_deg)) / 0.42) ** 2))
    crease = rise * (1 - 0.45 * front)
    back = np.clip(-np.cos(azimuth), 0, 1) ** 2  # it falls lower there: a stoop bares the nape
    rows = [
        _round_neck(maker, azimuth, crease - 0.010, stand - 0.006),
        _round_neck(maker, azimuth, crease, stand - 0.002),
        _round_neck(maker, azimuth, crease - 0.003, stand + 0.003),
        _round_neck(
            maker,
            azimuth,
            -0.006 - points * front - 0.013 * back,
            stand + fold * (1 + 0.6 * front) + 0.007 * back,
        ),
    ]
    maker.grid(rows)


def _turtleneck(maker: Maker) -> None:
    maker.look(garment("collar"), "top")
    azimuth = np.radians(np.arange(0, 360, 20))
    rows = [
        _round_neck(maker, azimuth, -0.014, 0.008),
        _round_neck(maker, azimuth, 0.012, 0.011),
        _round_neck(maker, azimuth, 0.046, 0.012),
        _round_neck(maker, azimuth, 0.044, 0.003),
    ]
    maker.grid(rows, closed=True)


def _hood(maker: Maker) -> None:
    """Lying on the shoulders, its bag at the back; two cords in front."""
    maker.look(garment("hood"), "top")
    azimuth = np.radians(np.linspace(14, 346, 21))
    back = (1 - np.cos(azimuth)) / 2
    rows = [
        _round_neck(maker, azimuth, -0.012, 0.007),
        _round_neck(maker, azimuth, 0.016 + 0.022 * back, 0.010 + 0.012 * back),
        _round_neck(maker, azimuth, 0.018 + 0.030 * back, 0.022 + 0.036 * back),
        _round_neck(maker, azimuth, -0.002 + 0.004 * back, 0.032 + 0.056 * back),
        _round_neck(maker, azimuth, -0.024 - 0.050 * back, 0.034 + 0.050 * back),
        _round_neck(maker, azimuth, -0.040 - 0.085 * back, 0.030 + 0.018 * back),
    ]
    maker.grid(rows)
    maker.look(garment("pocket"), "under")
    y = np.linspace(1.412, 1.285, 5)
    for side in (1, -1):
        x = side * np.linspace(0.026, 0.031, 5)
        maker.grid([_on_chest(maker, x - 0.0025, y, 0.013), _on_chest(maker, x + 0.0025, y, 0.013)])


def _pouch(maker: Maker) -> None:
    """The pocket of a hooded sweater: a trapezium on the belly."""
    maker.look(garment("pocket"), "top")
    rows = []
    for y, half, lift in (
        (1.085, 0.070, 0.011),
        (1.080, 0.074, 0.015),
        (1.010, 0.112, 0.016),
        (0.972, 0.112, 0.015),
        (0.968, 0.112, 0.010),
    ):
        rows.append(_on_chest(maker, np.linspace(-half, half, 7), np.full(7, y), lift))
    maker.grid(rows)


def _lapels(maker: Maker) -> None:
    _lapel_pair(maker, 1.0, 0.0)


def _wide_lapels(maker: Maker) -> None:
    _lapel_pair(maker, 1.35, 0.006)


def _lapel_pair(maker: Maker, wide: float, more: float) -> None:
    """From where the front closes up to a notch; the upper part runs into the collar."""
    y = np.array([1.245, 1.280, 1.320, 1.358, 1.366, 1.378, 1.410, 1.436])
    width = wide * np.array([0.004, 0.022, 0.042, 0.060, 0.040, 0.046, 0.038, 0.022])
    inner = 0.30 * (y - _V_FOOT_M)
    for side in (1, -1):
        maker.look(garment("lapel"), "trim")
        rows = [
            _on_chest(maker, side * (inner + width * share), y + 0.010 * share * (y > 1.36), lift + more)
            for share, lift in ((-0.06, 0.008), (0.0, 0.016), (0.5, 0.018), (1.0, 0.016), (1.0, 0.008))
        ]
        maker.grid(rows)


def _jacket_front(maker: Maker) -> None:
    _front(maker, np.linspace(_V_FOOT_M, 0.80, 8), 0.014, cutaway=0.05, buttons=(1.215, 1.115))


def _coat_front(maker: Maker) -> None:
    _front(
        maker, np.linspace(_V_FOOT_M, 0.53, 9), 0.026, cutaway=0.0, buttons=(1.20, 1.07, 0.94), double=True
    )


def _short_coat_front(maker: Maker) -> None:
    _front(
        maker, np.linspace(1.40, 0.73, 9), 0.028, cutaway=0.0, buttons=(1.33, 1.20, 1.07, 0.94), double=True
    )


def _shirt_front(maker: Maker) -> None:
    _front(maker, np.linspace(1.425, 1.02, 8), 0.009, cutaway=0.0, buttons=(1.37, 1.29, 1.21, 1.13, 1.05))


def _zip_front(maker: Maker) -> None:
    _front(maker, np.linspace(1.425, 0.93, 8), 0.012, cutaway=0.0, buttons=())


def _front(
    maker: Maker, y: Floats, lift: float, cutaway: float, buttons: Sequence[float], double: bool = False
) -> None:
    """The edge where a garment closes, left over right for men and women alike, and its buttons."""
    maker.look(garment("front"), "top")
    away = cutaway * np.clip((1.02 - y) / 0.22, 0, 1) ** 2
    wide = 0.075 if double else 0.020
    rows = [
        _on_chest(maker, np.full(len(y), -0.010) + away, y, lift - 0.008),
        _on_chest(maker, np.full(len(y), -0.010) + away, y, lift),
        _on_chest(maker, np.full(len(y), -0.010 + wide) + away, y, lift),
        _on_chest(maker, np.full(len(y), -0.010 + wide) + away, y, lift - 0.008),
    ]
    maker.grid(rows)
    maker.look(garment("pocket"), "band" if double else "shoes")
    for height in buttons:
        for x in (-0.002, 0.056) if double else (0.0,):
            _button(maker, x, height, lift + 0.003, 0.0075 if double else 0.0055)


def _button(maker: Maker, x: float, y: float, lift: float, radius: float) -> None:
    turn = 2 * np.pi * np.arange(6) / 6
    ring = _on_chest(maker, x + radius * np.cos(turn), y + radius * np.sin(turn), lift)
    maker.fan(_on_chest(maker, [x], [y], lift + 0.002)[0], ring)


def _pockets(maker: Maker) -> None:
    """Flaps on the hips and a welt on the left breast."""
    maker.look(garment("pocket"), "top")
    for side in (1, -1):
        _flap(maker, side * np.linspace(0.055, 0.112, 4), 0.905, 0.045, side, 0.016)
    _flap(maker, np.linspace(0.072, 0.125, 3), 1.268, 0.014, 1, 0.015)


def _breast_pockets(maker: Maker) -> None:
    maker.look(garment("pocket"), "top")
    for side in (1, -1):
        _flap(maker, side * np.linspace(0.052, 0.108, 3), 1.300, 0.095, side, 0.011)


def _flap(maker: Maker, x: Floats, y: float, height: float, side: int, lift: float) -> None:
    rows = [
        _on_chest(maker, x, np.full(len(x), level), out)
        for level, out in ((y, lift - 0.005), (y, lift), (y - height, lift), (y - height, lift - 0.005))
    ]
    maker.grid(rows)


def _tie(maker: Maker) -> None:
    maker.look(garment("tie"), "tie")
    y = np.array([1.432, 1.424, 1.406, 1.396, 1.36, 1.32, 1.285, 1.262])
    half = np.array([0.012, 0.017, 0.011, 0.010, 0.012, 0.013, 0.010, 0.003])
    lift = np.array([0.016, 0.020, 0.018, 0.013, 0.011, 0.010, 0.009, 0.008])
    rows = [_on_chest(maker, half * share, y, lift + 0.003 * (share == 0)) for share in (-1, 0, 1)]
    maker.grid(rows)


def _scarf(maker: Maker) -> None:
    maker.look(garment("collar"), "under")
    azimuth = np.radians(np.arange(0, 360, 20))
    folds = 0.006 * np.sin(3 * azimuth + 1)
    rows = [
        _round_neck(maker, azimuth, -0.020, 0.012),
        _round_neck(maker, azimuth, -0.010, 0.034 + folds),
        _round_neck(maker, azimuth, 0.020, 0.040 - folds),
        _round_neck(maker, azimuth, 0.044, 0.028 + folds),
        _round_neck(maker, azimuth, 0.040, 0.006),
    ]
    maker.grid(rows, closed=True)


PIECES: dict[str, Callable[[Maker], None]] = {
    "shirt_collar": _shirt_collar,
    "top_collar": _top_collar,
    "coat_collar": _coat_collar,
    "jacket_collar": _jacket_collar,
    "turtleneck": _turtleneck,
    "hood": _hood,
    "pouch": _pouch,
    "lapels": _lapels,
    "wide_lapels": _wide_lapels,
    "jacket_front": _jacket_front,
    "coat_front": _coat_front,
    "short_coat_front": _short_coat_front,
    "shirt_front": _shirt_front,
    "zip_front": _zip_front,
    "pockets": _pockets,
    "breast_pockets": _breast_pockets,
    "tie": _tie,
    "scarf": _scarf,
}
"""Name → how it is made."""


@lru_cache(maxsize=32)
def piece(name: str) -> Worn:
    maker = Maker(garment("collar"), "top", on_head=False)
    PIECES[name](maker)
    return maker.build()
