"""Boats: rowing boat and dinghy with an outboard. The bow is at +Z, the water line at y = 0."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import BLACK, OAK, STEEL, bar
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Floats
from previz.kit.solids import box, cylinder, prism, rounded, sheet, skin, tube

_STATIONS = np.array([-1.0, -0.8, -0.55, -0.25, 0.05, 0.35, 0.6, 0.8, 0.93, 1.0])
_BEAM = np.array([0.70, 0.83, 0.95, 1.0, 0.97, 0.84, 0.61, 0.34, 0.13, 0.03])
_SHEER = np.array([0.06, 0.03, 0.0, -0.01, 0.0, 0.03, 0.08, 0.15, 0.21, 0.25])
_KEEL = np.array([0.12, 0.06, 0.02, 0.0, 0.0, 0.01, 0.04, 0.11, 0.20, 0.30])
_DRAUGHT, _SIDE, _SKIN = 0.14, 0.38, 0.022
"""How deep the keel lies under water, how high the sides stand over it amidships, how thick they are."""
_STRAKES = 6


def _section(v: Values, i: int) -> Floats:
    """(2 · strakes + 1, 3) of one frame from the left gunwale under the keel to the right one."""
    t = np.linspace(0, 1, _STRAKES + 1)
    low, high = -_DRAUGHT + _KEEL[i], _SIDE + _SHEER[i]
    x = v["beam"] / 2 * _BEAM[i] * np.sin(t * np.pi / 2) ** 0.72
    y = low + (high - low) * (1 - np.cos(t * np.pi / 2)) ** 0.92
    rake = 0.10 * (i == len(_STATIONS) - 1) * (t - 1)
    right = np.stack([x, y, np.full(len(t), _STATIONS[i] * v["length"] / 2) + rake], 1)
    return np.concatenate([right[:0:-1] * [-1, 1, 1], right])


def _half_width(v: Values, share: float, y: float) -> float:
    """Inside half width of the hull at a height, ``share`` of half its length from the middle."""
    found = []
    for i in range(len(_STATIONS)):
        right = _section(v, i)[_STRAKES:]
        found.append(float(np.interp(y, right[:, 1], right[:, 0])))
    return float(np.interp(share, _STATIONS, found)) - _SKIN


def _boat(b: Builder, v: Values) -> None:
    half = v["length"] / 2
    hull = np.array([_section(v, i) for i in range(len(_STATIONS))])
    strakes = np.abs(np.arange(2 * _STRAKES) - _STRAKES + 0.5).astype(int)
    b.add("hull", sheet(hull, _SKIN, strakes), crease=50)
    for side in (0, -1):
        b.add("rail", tube(polygon.curve(hull[:, side] + [0, 0.008, 0], 2), 0.022, 6), crease=60)
    stem = hull[-1][_STRAKES:, 1:] + [0.0, -0.005]
    post = np.column_stack([np.zeros(len(stem)), stem])
    b.add("rail", tube(post, 0.5 * v["beam"] * _BEAM[-1] + 0.016, 8), crease=60)
    transom = hull[0][:, :2]
    b.add("hull", prism(transom, 0.03, 0.004).move(z=0.016 - half), crease=50)
    b.add(
        "rail", box(v["beam"] * _BEAM[0], 0.03, 0.05, (0, float(transom[0, 1]) - 0.012, 0.014 - half), 0.008)
    )
    for share, deep in _THWARTS:
        wide = _half_width(v, share, _seat_y(share) - 0.03)
        b.add("seats", box(2 * wide - 0.01, 0.03, deep, (0, _seat_y(share) - 0.03, share * half), 0.006))
    _floor_boards(b, v, half)
    if v.word("kind") == "outboard":
        _outboard(b, -half)
    if v.on("oars"):
        _oars(b, v)


_THWARTS = ((-0.80, 0.34), (-0.10, 0.24), (0.48, 0.22))
"""(share of half the length, depth in metres)"""


def _seat_y(share: float) -> float:
    return 0.20 + float(np.interp(share, _STATIONS, _SHEER))


def _floor_y(share: float) -> float:
    return 0.08 - _DRAUGHT + float(np.interp(share, _STATIONS, _KEEL))


def _floor_boards(b: Builder, v: Values, half: float) -> None:
    """Three planks along the bottom."""
    shares = np.linspace(-0.75, 0.62, 7)
    for plank in (-1, 0, 1):
        rings = []
        for share in shares:
            wide = 2 * (_half_width(v, float(share), _floor_y(float(share)) - 0.018)) / 3
            x0, x1 = plank * wide - 0.47 * wide, plank * wide + 0.47 * wide
            y, z = _floor_y(float(share)), float(share) * half
            rings.append([(x0, y, z), (x1, y, z), (x1, y - 0.018, z), (x0, y - 0.018, z)])
        b.add("boards", skin(np.array(rings), groups=np.arange(4)), crease=40)


def _outboard(b: Builder, stern: float) -> None:
    z = stern - 0.13
    b.add("motor", rounded(0.26, 0.34, 0.34, 0.09, (0, 0.52, z), steps=2), crease=60)
    b.add("steel", box(0.10, 0.72, 0.13, (0, -0.18, z), 0.02))
    b.add("steel", box(0.18, 0.10, 0.14, (0, 0.40, stern + 0.0), 0.02))
    b.add("steel", box(0.02, 0.02, 0.22, (0, -0.22, z), 0.006))
    b.add("steel", cylinder(0.045, 0.16, segments=12, bevel=0.01).turn("x", 90).move(0, -0.26, z - 0.10))
    b.add("motor", bar((0, 0.62, z + 0.16), (0, 0.66, z + 0.62), 0.018, 8))


def _oars(b: Builder, v: Values) -> None:
    """Shipped: lying on the thwarts, blades towards the bow."""
    for s in (-1, 1):
        x = s * 0.20 * v["beam"]
        y0, y1 = _seat_y(-0.1) + 0.022, _seat_y(0.48) + 0.022
        z0, z1 = -0.42 * v["length"], 0.14 * v["length"]
        slope = (y1 - y0) / (0.58 * v["length"] / 2)
        y = y0 + slope * (np.array([z0, z1]) + 0.05 * v["length"])
        b.add("oars", tube([(x, y[0], z0), (x, y[1], z1)], [0.020, 0.020], 8), crease=60)
        blade = rounded(0.13, 0.014, 0.52, 0.006, (x, y[1] - 0.006, z1 + 0.20), steps=1, seams="faces")
        b.add("oars", blade)
        lock = 0.5 * v["beam"] * float(np.interp(-0.02, _STATIONS, _BEAM))
        b.add("steel", cylinder(0.010, 0.08, (s * (lock - 0.012), _SIDE + 0.0, 0.0), 8))


def _boat_spots(v: Values) -> tuple[Spot, ...]:
    half, spots = v["length"] / 2, []
    for share, turn in ((-0.10, 180.0), (-0.80, 0.0), (0.48, 180.0)):
        feet = _floor_y(share)
        spots.append(Spot("sit", (0.0, feet, share * half), turn, _seat_y(share) - feet))
    return (*spots, Spot("stand", (0.0, _floor_y(0.2), 0.2 * half), 0.0))


PIECES = (
    Piece(
        "boat",
        "Boat",
        "vehicles",
        (
            Choice("kind", "Kind", "rowing", ("rowing", "outboard")),
            Param("length", "Length", 4.2, 2.5, 9),
            Param("beam", "Beam", 1.45, 1.0, 3),
            Switch("oars", "Oars", True),
        ),
        {
            "hull": (0.80, 0.78, 0.72),
            "rail": (0.50, 0.34, 0.20),
            "seats": OAK,
            "boards": (0.56, 0.44, 0.31),
            "oars": (0.70, 0.55, 0.36),
            "motor": BLACK,
            "steel": STEEL,
        },
        "prop",
        "boat",
        "rowing boat",
        (1.488, 0.811, 4.243),
        _boat,
        _boat_spots,
        tags=("dinghy", "rowboat", "lake", "sea", "fishing", "lifeboat", "oar"),
    ),
)
