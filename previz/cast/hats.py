"""Hats: shells on the scalp with brims, so that they fit every head; the hair below is pressed flat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from previz.cast.hair import HAT_DOWN, Curtain, Style, cap, scalp
from previz.cast.names import check
from previz.cast.patches import garment
from previz.cast.worn import Maker, Worn

Floats = NDArray[np.float64]

ROUND = np.linspace(-180, 180, 21)[:-1]
"""Azimuths of the columns of a hat."""
_HAT, _BRIM, _BAND = garment("hat"), garment("brim"), garment("band")


def _outwards(azimuth: float, out: float, up: float, ahead: float = 0.0) -> Floats:
    turn = np.radians(azimuth)
    return np.array([np.sin(turn) * out, up, np.cos(turn) * out + ahead])


def _dome(
    maker: Maker, lift: Callable[[float, float], float], raise_m: float = 0.0, down: float = 0.0
) -> list[int]:
    """A crown over the skull; ``lift(azimuth, share)`` metres off the scalp, ``share`` 0 at the top.

    Returns the ring of its lower edge.
    """
    columns = []
    for azimuth in ROUND:
        end = float(np.interp(abs(azimuth), *HAT_DOWN)) + down
        shares = np.array([0.22, 0.45, 0.65, 0.82, 1.0])
        column = scalp(maker, np.full(5, azimuth), end * shares, [lift(float(azimuth), s) for s in shares])
        columns.append(
            [maker.beside(v, [0, raise_m * (1 - s**2), 0]) for v, s in zip(column, shares, strict=True)]
        )
    top = scalp(maker, [0.0], [0.0], [lift(0.0, 0.0)])[0]
    rows = [[column[k] for column in columns] for k in range(len(columns[0]))]
    maker.fan(maker.beside(top, [0, raise_m, 0]), rows[0])
    maker.grid(rows, closed=True)
    return rows[-1]


def _ring(maker: Maker, edge: Sequence[int], moves: Sequence[Callable[[float], Floats]]) -> None:
    """A strip from copies of an edge through moved copies of it."""
    rows = [[maker.beside(v, move(float(a))) for v, a in zip(edge, ROUND, strict=True)] for move in moves]
    maker.grid(rows, closed=True)


def _visor(maker: Maker, edge: Sequence[int], reach: float, dip: float, half_deg: float) -> None:
    """A peak over the eyes."""
    maker.look(_BRIM, "brim")
    front = [(v, float(a)) for v, a in zip(edge, ROUND, strict=True) if abs(a) <= half_deg]
    rows = []
    for share in (0.0, 0.5, 1.0):
        row = []
        for vertex, azimuth in front:
            shape = np.cos(np.radians(azimuth / half_deg * 90)) ** 0.6
            ahead = reach * share * shape
            row.append(
                maker.beside(
                    vertex, _outwards(azimuth, 0.004, -dip * share**1.5 * (0.5 + 0.5 * shape), ahead)
                )
            )
        rows.append(row)
    maker.grid(rows)
    thick = [maker.beside(v, [0.0, -0.004, -0.002]) for v in rows[-1]]
    maker.grid([rows[-1], thick])


def _cap(maker: Maker) -> None:
    edge = _dome(maker, lambda azimuth, share: float(np.interp(share, (0, 0.6, 1), (0.026, 0.022, 0.012))))
    _visor(maker, edge, 0.084, 0.012, 62)


def _beanie(maker: Maker) -> None:
    edge = _dome(
        maker,
        lambda azimuth, share: float(np.interp(share, (0, 0.3, 0.7, 1), (0.040, 0.030, 0.020, 0.013))),
        down=8.0,
    )
    maker.look(_BRIM, "brim")
    _ring(
        maker,
        edge,
        [
            lambda a: _outwards(a, 0.001, 0.050),
            lambda a: _outwards(a, 0.009, 0.046),
            lambda a: _outwards(a, 0.010, 0.002),
            lambda a: _outwards(a, -0.004, -0.004),
        ],
    )


def _fedora(maker: Maker) -> None:
    def lift(azimuth: float, share: float) -> float:
        pinch = 0.018 * np.exp(-(((abs(azimuth) - 34) / 20) ** 2)) * np.exp(-(((share - 0.45) / 0.25) ** 2))
        return float(np.interp(share, (0, 0.4, 0.8, 1), (0.010, 0.030, 0.022, 0.013)) - pinch)

    edge = _dome(maker, lift, raise_m=0.034)
    maker.look(_BAND, "band")
    _ring(maker, edge, [lambda a: _outwards(a, 0.0055, 0.026), lambda a: _outwards(a, 0.004, -0.001)])
    maker.look(_BRIM, "hat")
    _brim(maker, edge, 0.062, lambda a: -0.012 * np.cos(np.radians(a)) + 0.012 * np.sin(np.radians(a)) ** 2)


def _sunhat(maker: Maker) -> None:
    edge = _dome(maker, lambda azimuth, share: float(np.interp(share, (0, 0.6, 1), (0.020, 0.026, 0.014))))
    maker.look(_BAND, "band")
    _ring(maker, edge, [lambda a: _outwards(a, 0.005, 0.030), lambda a: _outwards(a, 0.004, -0.001)])
    maker.look(_BRIM, "hat")
    _brim(
        maker,
        edge,
        0.115,
        lambda a: -0.016 + 0.012 * np.cos(np.radians(a)) + 0.006 * np.sin(np.radians(3 * a + 40)),
    )


def _brim(maker: Maker, edge: Sequence[int], reach: float, rise: Callable[[float], float]) -> None:
    """All round; ``rise(azimuth)`` metres at its outer edge."""
    _ring(
        maker,
        edge,
        [
            lambda a: _outwards(a, 0.0, 0.001),
            lambda a: _outwards(a, reach * 0.55, rise(a) * 0.35),
            lambda a: _outwards(a, reach, rise(a)),
            lambda a: _outwards(a, reach - 0.001, rise(a) - 0.003),
        ],
    )


def _hard_hat(maker: Maker) -> None:
    def lift(azimuth: float, share: float) -> float:
        ridge = 0.006 * np.exp(-((np.sin(np.radians(azimuth)) * share * 3.2) ** 2)) * (share < 0.9)
        return float(np.interp(share, (0, 0.6, 1), (0.036, 0.036, 0.026)) + ridge)

    edge = _dome(maker, lift)
    maker.look(_BRIM, "hat")

    def front(azimuth: float) -> float:
        return max(0.0, float(np.cos(np.radians(azimuth)))) ** 3

    _ring(
        maker,
        edge,
        [
            lambda a: _outwards(a, 0.0, 0.002),
            lambda a: _outwards(a, 0.014 + 0.030 * front(a), -0.004 - 0.006 * front(a)),
            lambda a: _outwards(a, 0.012 + 0.030 * front(a), -0.010 - 0.006 * front(a)),
        ],
    )


def _peaked(maker: Maker) -> None:
    """Of police, soldiers, drivers: a wide flat crown over a band and a peak."""
    edge = _dome(maker, lambda azimuth, share: 0.012)
    maker.look(_BAND, "band")
    _ring(maker, edge, [lambda a: _outwards(a, 0.004, 0.036), lambda a: _outwards(a, 0.004, 0.0)])
    maker.look(_HAT, "hat")
    tilt = [0.012 * np.cos(np.radians(a)) for a in ROUND]
    rows = []
    for out, up in ((0.004, 0.036), (0.042, 0.060), (0.034, 0.068)):
        rows.append(
            [
                maker.beside(v, _outwards(float(a), out, up + t * (up > 0.05)))
                for v, a, t in zip(edge, ROUND, tilt, strict=True)
            ]
        )
    maker.grid(rows[::-1], closed=True)
    top = scalp(maker, [0.0], [0.0], [0.036])[0]
    maker.fan(top, rows[-1])
    _visor(maker, edge, 0.048, 0.026, 58)


_SCARF = Style(
    ((0, 30, 50, 62, 70, 180), (58.0, 60.0, 72.0, 98.0, 100.0, 120.0)),
    lambda azimuth, down, share: 0.013 + 0.003 * np.sin(np.radians(down * 6 + azimuth)),
    Curtain(50, ((50, 80, 120, 180), (1.468, 1.462, 1.455, 1.448)), 5, 0.02, 0.3, 0.003),
)


def _headscarf(maker: Maker) -> None:
    """Round the face and over the shoulders."""
    cap(maker, _SCARF, covered=False)
    from_chin = np.linspace(-78, 78, 15)
    rows = []
    for y, lift in ((1.500, 0.004), (1.492, 0.016), (1.468, 0.022), (1.446, 0.008)):
        turn = np.radians(from_chin)
        towards = np.stack([np.sin(turn), 0 * turn, np.cos(turn)], 1)
        origin = [0.0, y - 0.012 * (y > 1.48), 0.0]
        hit = maker.form.hit(np.tile(origin, (15, 1)), towards, maker.form.neck)
        rows.append(maker.on(hit, towards * lift))
    maker.grid(rows)


HATS: dict[str, Callable[[Maker], None]] = {
    "cap": _cap,
    "beanie": _beanie,
    "fedora": _fedora,
    "sunhat": _sunhat,
    "hard_hat": _hard_hat,
    "peaked_cap": _peaked,
    "headscarf": _headscarf,
}
"""Name → how it is made."""


def hides_hair(name: str) -> bool:
    return name == "headscarf"


@lru_cache(maxsize=16)
def hat(name: str) -> Worn | None:
    """None for "". Raises BadProject with the nearest names for an unknown hat."""
    if not name:
        return None
    maker = Maker(_HAT, "hat")
    HATS[check(name, HATS, "hat")](maker)
    return maker.build()
