"""Hair styles, grown on the scalp of the designing body: a cap of a given thickness down to a hairline,
curtains that hang from it, and tails.

Angles are degrees round the middle of the skull: azimuth 0 at the forehead, ±180 at the nape, the person's
left positive; down from 0 at the crown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.cast import patches
from previz.cast.names import check
from previz.cast.worn import Maker, Worn

Floats = NDArray[np.float64]
Curve = tuple[tuple[float, ...], tuple[float, ...]]
Thickness = Callable[[float, float, float], float]
"""(azimuth, angle down, share of the way to the hairline) → metres."""

MIDDLE = np.array([0.0, 1.645, 0.045])
"""Of the skull on the designing body."""
_HALF = (0, 13, 26, 38, 48, 56, 62, 68, 76, 90, 106, 118, 134, 157, 180)
AZIMUTHS = np.array([*_HALF, *(-angle for angle in _HALF[-2:0:-1])], float)
ROWS = 6
UNSEEN_DEG = 8.0
"""Hair so far inside a hat is left out."""
TUCK_M = -0.006
"""The rim of a cap lies under the skin."""
FALLS_FORWARD = 84.0
"""Azimuth up to which hanging hair falls before the shoulders."""
WIDEST_M = 0.098
EASE_M = 0.016
"""Of hair that lies on the trunk."""
PRESSED_M = 0.006
"""Thickness of hair under a hat."""

HAIRLINE: Curve = (
    (0, 18, 34, 46, 56, 62, 68, 76, 106, 112, 120, 135, 160, 180),
    (54, 55, 58, 64, 84, 106, 104, 82, 82, 100, 118, 130, 134, 134),
)
FRINGE: Curve = (
    (0, 30, 46, 56, 62, 70, 76, 106, 112, 120, 135, 160, 180),
    (76, 77, 80, 96, 104, 104, 84, 84, 102, 122, 134, 136, 136),
)
RECEDING: Curve = (
    (0, 15, 30, 42, 52, 60, 66, 74, 106, 112, 120, 135, 160, 180),
    (40, 37, 33, 39, 54, 76, 98, 84, 84, 102, 122, 134, 136, 136),
)
CROPPED: Curve = (
    (0, 18, 34, 46, 56, 62, 68, 76, 106, 112, 120, 135, 160, 180),
    (52, 53, 56, 62, 72, 90, 92, 80, 80, 92, 104, 116, 120, 120),
)
WREATH: Curve = (
    (0, 60, 70, 78, 106, 112, 120, 135, 160, 180),
    (4, 6, 58, 84, 84, 102, 122, 134, 136, 136),
)


@dataclass(frozen=True)
class Curtain:
    """Hair that hangs from the cap's edge behind ``start`` degrees of azimuth."""

    start: float
    ends: Curve
    """Azimuth → height of the tips on the designing body, metres."""
    rows: int
    flare: float
    """How much wider it is at its tips."""
    wave: float
    """Strength of its locks."""
    hem_m: float
    """How unevenly it ends."""
    curl: float = 0.0
    """Tips turn inwards by so many metres."""


@dataclass(frozen=True)
class Style:
    line: Curve
    thick: Thickness
    curtain: Curtain | None = None
    tail: Callable[[Maker], None] | None = None


def _smooth(value: float) -> float:
    t = min(max(value, 0.0), 1.0)
    return t * t * (3 - 2 * t)


def _thin(share: float, start: float) -> float:
    """1 on the cap, falling to a thin edge at the hairline."""
    return 1 - 0.88 * _smooth((share - start) / (1 - start))


def _even(thickness_m: float, start: float = 0.7) -> Thickness:
    return lambda azimuth, down, share: 0.001 + thickness_m * _thin(share, start)


def _short(azimuth: float, down: float, share: float) -> float:
    """More on top, combed up a little over the forehead."""
    top = float(np.interp(share, (0, 0.5, 1), (0.021, 0.017, 0.011)))
    side = float(np.interp(abs(azimuth), (0, 40, 90, 180), (1.15, 1.0, 0.62, 0.85)))
    return top * side * _thin(share, 0.82) * _tufts(azimuth, down, 0.10)


def _tufts(azimuth: float, down: float, strength: float) -> float:
    """Locks as a slow unevenness."""
    return float(1 + strength * np.sin(np.radians(azimuth * 7 + down * 2.6)))


def _side_part(azimuth: float, down: float, share: float) -> float:
    """Parted on the left, swept over to the right."""
    parting = np.exp(-(((azimuth - 34) / 9) ** 2)) * np.clip((down - 12) / 25, 0, 1)
    sweep = np.interp(azimuth, (-180, -100, -30, 10, 34, 60, 180), (0.8, 0.7, 1.45, 1.5, 0.7, 0.75, 0.8))
    return float(0.019 * sweep * _thin(share, 0.86) * (1 - 0.6 * parting))


def _quiff(azimuth: float, down: float, share: float) -> float:
    """Swept up from the forehead, short at the sides."""
    front = np.exp(-((azimuth / 42) ** 2)) * np.interp(share, (0, 0.35, 0.75, 1), (0.5, 0.8, 1.5, 0.9))
    side = np.interp(abs(azimuth), (0, 45, 70, 180), (0.4, 0.4, 0.32, 0.42))
    return float((0.026 * front + 0.020 * side * _thin(share, 0.8)) * _tufts(azimuth, down, 0.08))


def _slick(azimuth: float, down: float, share: float) -> float:
    return float(0.013 * _thin(share, 0.9) * (1 + 0.10 * np.sin(np.radians(azimuth * 11))))


def _undercut(azimuth: float, down: float, share: float) -> float:
    """Long on top, shorn below a line round the head."""
    above = _smooth((58 - down) / 8 + 0.5) if abs(azimuth) > 42 else 1.0
    long = 0.030 * np.interp(azimuth, (-120, -20, 30, 120), (1.1, 1.2, 0.8, 0.7)) * _thin(share, 0.9)
    return float(0.0035 + long * above) if share < 0.98 else 0.002


def _mohawk(azimuth: float, down: float, share: float) -> float:
    """A crest along the middle; the sides are shorn."""
    away = abs(np.sin(np.radians(azimuth))) * np.sin(np.radians(min(down, 90))) * 0.1
    crest = np.exp(-((away / 0.018) ** 4))
    end = _thin(share, 0.80 if abs(azimuth) < 90 else 0.55)
    return float(0.003 + 0.042 * crest * end * (0.9 + 0.1 * np.sin(np.radians(down * 18))))


def _afro(azimuth: float, down: float, share: float) -> float:
    return (0.052 * _thin(share, 0.62) + 0.004) * _tufts(azimuth, 2 * down, 0.035)


def _curly(azimuth: float, down: float, share: float) -> float:
    """Knobs all over."""
    knobs = np.sin(np.radians(azimuth * 9 + down * 3)) * np.cos(np.radians(down * 11 - azimuth * 3))
    return float((0.034 + 0.010 * knobs) * _thin(share, 0.72) + 0.003)


def _loose(azimuth: float, down: float, share: float) -> float:
    """The crown of hanging hair, parted a little left of the middle."""
    parting = np.exp(-(((azimuth - 8) / 10) ** 2)) * np.clip((down - 8) / 20, 0, 1)
    base = np.interp(share, (0, 0.6, 1), (0.016, 0.019, 0.019))
    edge = 1.0 if abs(azimuth) > 52 else _thin(share, 0.8)
    return float(base * edge * (1 - 0.45 * parting))


def _fringed(azimuth: float, down: float, share: float) -> float:
    base = np.interp(share, (0, 0.6, 1), (0.018, 0.020, 0.016))
    return float(base * (1.0 if abs(azimuth) > 50 else 1 - 0.55 * _smooth((share - 0.9) / 0.1)))


_BOB = Curtain(54, ((54, 90, 180), (1.530, 1.512, 1.500)), 4, 0.08, 0.5, 0.003, curl=0.014)
_LOB = Curtain(54, ((54, 90, 180), (1.475, 1.455, 1.445)), 5, 0.10, 1.4, 0.010)
_LONG = Curtain(54, ((54, 70, 100, 180), (1.40, 1.34, 1.29, 1.24)), 7, 0.14, 0.8, 0.012)
_WAVY = Curtain(54, ((54, 70, 100, 180), (1.44, 1.38, 1.32, 1.28)), 7, 0.22, 2.6, 0.014)
_STRAIGHT = Curtain(54, ((54, 70, 100, 180), (1.36, 1.28, 1.22, 1.17)), 7, 0.08, 0.15, 0.004)


def _ball(maker: Maker, centre: ArrayLike, radius: float) -> None:
    """A knot of hair."""
    middle = np.asarray(centre, float)
    rows = []
    for polar in np.radians([22, 55, 90, 125, 158]):
        turn = 2 * np.pi * np.arange(9) / 9
        around = np.stack(
            [np.sin(polar) * np.cos(turn), np.full(9, np.cos(polar)), np.sin(polar) * np.sin(turn)], 1
        )
        swirl = 1 + 0.07 * np.sin(3 * turn + 2 * polar)
        rows.append([maker.fixed(place) for place in middle + radius * around * swirl[:, None]])
    maker.grid(rows, closed=True, inside=middle)
    for end, ring in ((0.96, rows[0]), (-0.96, rows[-1])):
        maker.fan(maker.fixed(middle + np.array([0, radius * end, 0])), ring, inside=middle)


def _bun(maker: Maker) -> None:
    _ball(maker, MIDDLE + np.array([0.0, 0.052, -0.122]), 0.040)


def _topknot(maker: Maker) -> None:
    _ball(maker, MIDDLE + np.array([0.0, 0.118, -0.030]), 0.034)


def _ponytail(maker: Maker) -> None:
    path = MIDDLE + np.array(
        [
            (0, 0.060, -0.096),
            (0, 0.068, -0.126),
            (0, 0.050, -0.152),
            (0.002, 0.005, -0.166),
            (0.006, -0.060, -0.164),
            (0.010, -0.130, -0.152),
            (0.012, -0.200, -0.142),
            (0.010, -0.262, -0.138),
        ]
    )
    maker.tube(path, (0.016, 0.019, 0.027, 0.033, 0.035, 0.032, 0.023, 0.004))


def _braid(maker: Maker) -> None:
    """A plait from the nape over the left shoulder to the chest."""
    corners = np.array(
        [
            (0.012, 1.590, -0.070),
            (0.040, 1.545, -0.064),
            (0.074, 1.510, -0.030),
            (0.092, 1.478, 0.020),
            (0.096, 1.430, 0.082),
            (0.092, 1.350, 0.128),
            (0.086, 1.270, 0.146),
            (0.084, 1.200, 0.146),
        ]
    )
    t = np.linspace(0, len(corners) - 1, 18)
    path = np.stack([np.interp(t, np.arange(len(corners)), axis) for axis in corners.T], 1)
    path[:, 0] += 0.004 * np.sin(t * 2 * np.pi * 1.1)
    knots = 0.76 + 0.34 * np.abs(np.sin(t * np.pi * 1.1))
    maker.tube(path, 0.021 * knots * np.interp(t, (0, 1, 5.6, 7), (1.1, 1.15, 0.85, 0.12)), 6)


def _pigtails(maker: Maker) -> None:
    for side in (1, -1):
        path = [
            (side * 0.086, 1.640, -0.012),
            (side * 0.106, 1.640, -0.020),
            (side * 0.122, 1.610, -0.026),
            (side * 0.126, 1.560, -0.020),
            (side * 0.122, 1.505, -0.006),
            (side * 0.112, 1.460, 0.004),
        ]
        maker.tube(path, (0.010, 0.016, 0.026, 0.027, 0.019, 0.003), 7)


STYLES: dict[str, Style | None] = {
    "bald": None,
    "buzz": Style(HAIRLINE, _even(0.0055)),
    "cropped": Style(CROPPED, _even(0.012, 0.8)),
    "short": Style(HAIRLINE, _short),
    "side_part": Style(HAIRLINE, _side_part),
    "quiff": Style(HAIRLINE, _quiff),
    "slick": Style(HAIRLINE, _slick),
    "undercut": Style(HAIRLINE, _undercut),
    "mohawk": Style(HAIRLINE, _mohawk),
    "receding": Style(RECEDING, _even(0.009, 0.6)),
    "wreath": Style(WREATH, _even(0.010, 0.75)),
    "afro": Style(HAIRLINE, _afro),
    "curly": Style(HAIRLINE, _curly),
    "bob": Style(FRINGE, _fringed, _BOB),
    "lob": Style(HAIRLINE, _loose, _LOB),
    "long": Style(HAIRLINE, _loose, _LONG),
    "wavy": Style(HAIRLINE, _loose, _WAVY),
    "fringe": Style(FRINGE, _fringed, _STRAIGHT),
    "bun": Style(HAIRLINE, _slick, tail=_bun),
    "topknot": Style(HAIRLINE, _slick, tail=_topknot),
    "ponytail": Style(HAIRLINE, _slick, tail=_ponytail),
    "braid": Style(HAIRLINE, _slick, tail=_braid),
    "pigtails": Style(FRINGE, _fringed, tail=_pigtails),
}
HAIR: tuple[str, ...] = tuple(STYLES)
"""Names of the styles, from none to long."""


def style(name: str) -> Style | None:
    """Raises BadProject with the nearest names for an unknown style."""
    return STYLES[check(name, STYLES, "hair style")]


@lru_cache(maxsize=64)
def grown(name: str, covered: bool) -> Worn | None:
    """The hair of a style; ``covered`` presses it flat under a hat. None for none."""
    chosen = style(name)
    if chosen is None:
        return None
    maker = Maker(patches.HAIR, "hair")
    cap(maker, chosen, covered)
    if chosen.tail is not None and not (covered and chosen.tail is _topknot):
        chosen.tail(maker)
    return maker.build()


def direction(azimuth: ArrayLike, down: ArrayLike) -> Floats:
    """(n, 3) unit vectors from the middle of the skull."""
    turn, fall = np.radians(np.asarray(azimuth, float)), np.radians(np.asarray(down, float))
    return np.stack([np.sin(fall) * np.sin(turn), np.cos(fall) + 0 * turn, np.sin(fall) * np.cos(turn)], -1)


def scalp(maker: Maker, azimuths: ArrayLike, downs: ArrayLike, lifts_m: ArrayLike) -> list[int]:
    """Vertices on the scalp at (n,) azimuths and ``downs``, raised away from the middle of the skull."""
    towards = direction(azimuths, downs)
    hit = maker.form.hit(MIDDLE, towards, maker.form.skull, maker.form.head)
    return maker.on(hit, towards * np.asarray(lifts_m, float)[:, None], "head")


HAT_DOWN: Curve = ((0, 90, 180), (62.0, 70.0, 84.0))
"""How far down the head hats reach."""


def cap(maker: Maker, chosen: Style, covered: bool) -> None:
    """The shell of a style on the scalp, and its curtain."""
    crown = float(np.mean([chosen.thick(azimuth, 0.0, 0.0) for azimuth in AZIMUTHS]))
    plans = [_column(chosen, float(azimuth), crown, covered) for azimuth in AZIMUTHS]
    turns = np.concatenate([np.full(len(plan.downs), a) for a, plan in zip(AZIMUTHS, plans, strict=True)])
    downs, lifts = (np.concatenate([plan[k] for plan in plans]) for k in (0, 1))
    top = scalp(maker, [0.0], [0.0], [min(crown, PRESSED_M) if covered else crown])[0]
    grown_ = iter(scalp(maker, turns, downs, lifts))
    columns = [[next(grown_) for _ in plan.downs] for plan in plans]
    if chosen.curtain is not None:
        for azimuth, plan, column in zip(AZIMUTHS, plans, columns, strict=True):
            column += _hang(maker, chosen.curtain, float(azimuth), column[-1], plan.hangs)
    rows = [list(row) for row in zip(*columns, strict=True)]
    buried = max(min(plan.buried for plan in plans), 0) if covered else 0
    maker.grid(rows[buried:], closed=True)
    if not covered:
        maker.fan(top, rows[0])


class _Plan(NamedTuple):
    """One column of a cap."""

    downs: Floats
    lifts: Floats
    hangs: bool
    buried: int
    """The last of its rows that lies well inside a hat."""


def _column(chosen: Style, azimuth: float, crown: float, covered: bool) -> _Plan:
    away = abs(azimuth)
    line = float(np.interp(away, *chosen.line))
    hangs = chosen.curtain is not None and away >= chosen.curtain.start
    end = min(line, 88.0) if hangs else line
    shares = np.linspace(0, 1, ROWS)[1:]
    if not hangs:
        shares = np.append(shares, 1.0)
    wanted = np.array([chosen.thick(azimuth, end * f, min(f, 0.8) if hangs else f) for f in shares])
    lifts = crown + (wanted - crown) * np.array([_smooth(end * f / 26) for f in shares])
    hat = float(np.interp(away, *HAT_DOWN)) + 4
    if covered:
        lifts = np.where(end * shares < hat, np.minimum(lifts, PRESSED_M), lifts)
    if not hangs:
        lifts[-1] = TUCK_M
    return _Plan(end * shares, lifts, hangs, int((end * shares < hat - UNSEEN_DEG).sum()) - 1)


def _hang(maker: Maker, curtain: Curtain, azimuth: float, edge: int, hangs: bool) -> list[int]:
    """The column of a curtain below the cap's edge: narrower at the neck, in waves, with a broken hem.

    Where nothing hangs the edge is repeated, so that all columns are equally long.
    """
    if not hangs:
        return [edge] * (curtain.rows - 1)
    start = maker.place(edge)
    turn = np.radians(azimuth)
    tip = float(np.interp(abs(azimuth), *curtain.ends))
    tip -= curtain.hem_m * float(np.sin(6 * turn + 0.7) + 0.6 * np.sin(13 * turn + 1.9))
    share = np.linspace(0, 1, curtain.rows + 1)[1:]
    y = start[1] + (tip - start[1]) * share
    wide = (1 + curtain.flare * share) * (1 - 0.14 * np.clip((1.64 - y) / 0.10, 0, 1))
    wave = curtain.wave * np.clip((1.60 - y) / 0.1, 0, 1)
    x = start[0] * wide + wave * (0.0065 * np.sin(5 * turn + 26 * y) + 0.004 * np.sin(11 * turn - 44 * y))
    z = (start[2] - MIDDLE[2]) * wide + wave * 0.006 * np.sin(7 * turn + 30 * y)
    inwards = 1 - curtain.curl / 0.09 * share**4
    places = np.stack([x * inwards, y, MIDDLE[2] + z * inwards], 1)
    return [maker.hanging(at) for at in _off_the_trunk(maker, places, abs(azimuth) < FALLS_FORWARD)]


def _off_the_trunk(maker: Maker, places: Floats, forwards: bool) -> Floats:
    """(n, 3) before or behind the shoulders, never through them, and not as wide as they are."""
    x, y, z = places.T
    lies = np.clip((1.55 - y) / 0.10, 0, 1)
    x = np.clip(x, -WIDEST_M, WIDEST_M) * lies + x * (1 - lies)
    side = 1.0 if forwards else -1.0
    origins = np.stack([x, y, np.full(len(y), -0.01)], 1)
    hit = maker.form.hit(origins, np.tile([0.0, 0.0, side], (len(y), 1)), maker.form.neck)
    surface = hit.place[:, 2] + side * EASE_M
    clear = np.maximum(z, surface) if forwards else np.minimum(z, surface)
    settled = z * (1 - lies) + (0.6 * surface + 0.4 * clear) * lies
    return np.stack([x, y, np.where(hit.found, settled, z)], 1)
