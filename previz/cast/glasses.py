"""Glasses: rims before the eyes, a bridge, temples to the ears; held by the eyes and ears of each head."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from previz.cast.names import check
from previz.cast.patches import garment
from previz.cast.worn import Maker, Worn

SIDES_OF_RIM = 14
AHEAD_M = 0.0235
"""Of the rims before the middle of the eye."""


class Rim(NamedTuple):
    """Half sizes in metres, roundness (2 an ellipse, more a rounded box), wire thickness, dark lenses."""

    half_width: float
    half_height: float
    power: float
    wire: float
    dark: bool = False
    droop: float = 0.0
    """Aviators hang lower outside."""


GLASSES: dict[str, Rim] = {
    "round": Rim(0.0215, 0.0210, 2.0, 0.0011),
    "square": Rim(0.0250, 0.0175, 4.5, 0.0021),
    "reading": Rim(0.0230, 0.0125, 3.0, 0.0010),
    "sunglasses": Rim(0.0268, 0.0205, 3.2, 0.0020, dark=True),
    "aviator": Rim(0.0272, 0.0225, 2.5, 0.0010, dark=True, droop=0.0050),
}
_FRAME, _LENS = garment("frame"), garment("lens")


@lru_cache(maxsize=8)
def glasses(name: str) -> Worn | None:
    """None for "". Raises BadProject with the nearest names for unknown glasses."""
    if not name:
        return None
    rim = GLASSES[check(name, GLASSES, "pair of glasses")]
    maker = Maker(_FRAME, "frame")
    low = 0.007 if name == "reading" else 0.002
    inner = [_eye(maker, rim, side, low) for side in (1, -1)]
    _bridge(maker, rim, inner)
    return maker.build()


def _eye(maker: Maker, rim: Rim, side: int, low: float) -> int:
    """Rim, lens and temple of one side; the vertex of the rim next to the nose."""
    maker.look(_FRAME, "frame")
    mark = maker.form.mark("eye_l" if side > 0 else "eye_r")
    centre = maker.form.points[mark] + [side * 0.0015, -low, AHEAD_M]
    turn = 2 * np.pi * np.arange(SIDES_OF_RIM) / SIDES_OF_RIM
    c, s = np.cos(turn), np.sin(turn)
    x = np.sign(c) * np.abs(c) ** (2 / rim.power)
    y = np.sign(s) * np.abs(s) ** (2 / rim.power)
    rows = []
    for grow, back in ((1.0, -0.003), (1.0, 0.0), (-1.0, 0.0), (-1.0, -0.003)):
        across = x * (rim.half_width + grow * rim.wire)
        up = y * (rim.half_height + grow * rim.wire) - rim.droop * (x > 0) * x * (y < 0.3)
        bow = -0.10 * np.maximum(across + 0.02, 0) ** 1.5
        places = centre + np.stack([side * across, up, bow + back], 1)
        rows.append([maker.fixed(place, mark) for place in places])
    maker.grid(rows, closed=True)
    if rim.dark:
        maker.look(_LENS, "lens")
        edge = [maker.beside(v, [0, 0, -0.001]) for v in rows[2]]
        maker.fan(maker.fixed(centre + np.array([0, 0, 0.0005]), mark), edge)
    _temple(maker, rim, side, rows[1][0])
    return rows[1][SIDES_OF_RIM // 2]


def _temple(maker: Maker, rim: Rim, side: int, hinge: int) -> None:
    maker.look(_FRAME, "frame")
    start = maker.place(hinge)
    ear = maker.form.points[maker.form.mark("ear_l" if side > 0 else "ear_r")]
    end = np.array([0.0, ear[1] + 0.016, ear[2] + 0.006])
    half = max(rim.wire, 0.0016)
    shares = np.array([0.22, 0.5, 0.78, 1.0])
    heights = start[1] + 0.006 + (end[1] - start[1] - 0.006) * shares
    depths = start[2] + (end[2] - start[2]) * shares
    origins = np.stack([0 * shares, heights, depths], 1)
    hit = maker.form.hit(origins, np.tile([float(side), 0.0, 0.0], (4, 1)), maker.form.skull, maker.form.head)
    beside = maker.on(hit, [side * 0.004, 0.0, 0.0], "head")
    first = maker.beside(hinge, [0.0, 0.006, -0.002])
    line = [first, *beside]
    upper = [maker.beside(v, [0, half, 0]) for v in line]
    lower = [maker.beside(v, [0, -half, 0]) for v in line]
    maker.grid([upper, lower])


def _bridge(maker: Maker, rim: Rim, inner: list[int]) -> None:
    maker.look(_FRAME, "frame")
    left, right = (maker.place(vertex) for vertex in inner)
    half = max(rim.wire, 0.0013)
    rows = []
    for lift in (half, -half):
        middle = (left + right) / 2 + [0, 0.006 + lift, 0.003]
        rows.append(
            [
                maker.beside(inner[1], [0, 0.004 + lift, 0]),
                maker.fixed(middle, maker.form.mark("nose")),
                maker.beside(inner[0], [0, 0.004 + lift, 0]),
            ]
        )
    maker.grid(rows)
