"""Van and bus, inside and out. They face +Z."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.coachwork import (
    Window,
    coach_seat,
    over,
    pane,
    road_wheel,
    side_wall,
    steering_wheel,
    with_arches,
)
from previz.kit.joinery import CHROME, bar, bent
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.solids import box, prism, rounded, tube
from previz.scene.model import Vec3

# ------------------------------------------------------------------------------------------------ van
_VW, _VH, _SILL = 1.94, 2.18, 0.34
_VAN_AXLES = (-1.45, 1.62)
_VAN_TOP = [(-2.58, 1.96), (-2.50, 2.11), (-2.3, 2.16), (-0.6, 2.18), (0.9, 2.16), (1.12, 2.10)]
_VAN_NOSE = [(1.92, 1.24), (2.30, 1.10), (2.50, 0.96), (2.58, 0.80), (2.62, 0.55), (2.60, _SILL)]
_SCREEN = ((1.16, 2.07), (1.90, 1.26))


def _van(b: Builder, v: Values) -> None:
    outline = [(-2.60, _SILL), (2.58, _SILL), *reversed([(z - 0.01, y - 0.01) for z, y in _VAN_NOSE[:-1]]),
               *reversed([(z, y - 0.01) for z, y in _VAN_TOP]), (-2.60, 1.9)]  # fmt: skip
    shell = with_arches([outline[0], *outline[1:]], _VAN_AXLES, 0.42, _SILL)
    windows: list[Window] = [(0.62, 1.22, 1.64, 1.90, 0.46)]
    if v.word("kind") == "minibus":
        windows += [(-2.3, 1.22, -1.35, 1.90), (-1.2, 1.22, -0.3, 1.90), (-0.18, 1.22, 0.46, 1.90)]
    for s in (-1, 1):
        x = s * (_VW / 2 - 0.02)
        side_wall(b, "body", x, shell, windows, "black")
        _van_side(b, v, s)
        if v.word("glass") == "dark":
            for window in windows:
                pane("glass", b, s * (_VW / 2 - 0.02), window)
        for axle in _VAN_AXLES:
            road_wheel(b, s * (_VW / 2 - 0.01), axle, 0.34)
    b.add("body", over(polygon.curve(_VAN_TOP, 3), _VW - 0.05, 0.03), crease=50)
    b.add("body", over(polygon.curve(_VAN_NOSE, 3), _VW - 0.05, 0.0), crease=50)
    for s in (-1, 1):
        edge = np.array([*_VAN_TOP, *_SCREEN[1:], *_VAN_NOSE[1:]])
        edge[[0, -1], 1] += 0.012  # or its ends would lie in those of the panels
        line = polygon.curve(
            np.column_stack([np.full(len(edge), s * (_VW / 2 - 0.035)), edge[:, 1], edge[:, 0]]), 3
        )
        b.add("body", tube(line, 0.042, 8), crease=60)
    _van_front(b, v)
    _van_back(b, v)
    _van_inside(b, v)


def _van_side(b: Builder, v: Values, s: int) -> None:
    """Door gaps, handle, moulding, mirror."""
    x = s * (_VW / 2 + 0.002)
    gaps = [[(0.52, 0.40), (0.52, 2.02)], [(1.60, 0.78), (1.60, 1.42)]]
    if s < 0 or v.word("kind") == "minibus":
        gaps.append([(-0.82, 0.40), (-0.82, 2.02)])
    for gap in gaps:
        path = np.array([(x, y, z) for z, y in gap])
        b.add("gaps", tube(path, 0.008, 4), crease=100)
    b.add("black", bar((x, 0.72, -1.0), (x, 0.72, 1.18), 0.022, 6))
    b.add("black", box(0.03, 0.035, 0.15, (x, 1.05, 0.66), 0.008))
    arm = [(x - s * 0.04, 1.30, 1.50), (x + s * 0.12, 1.32, 1.54)]
    b.add("black", bar(arm[0], arm[1], 0.018, 8))
    b.add("black", rounded(0.09, 0.30, 0.20, 0.035, (x + s * 0.15, 1.24, 1.54), steps=1))


def _van_front(b: Builder, v: Values) -> None:
    lit = v.on("lit")
    b.add("black", box(_VW - 0.04, 0.26, 0.16, (0, 0.30, 2.58), 0.05))
    b.add("black", rounded(0.98, 0.16, 0.06, 0.025, (0, 0.74, 2.575), steps=1))
    for i in range(3):
        b.add("chrome", box(0.92, 0.014, 0.02, (0, 0.765 + 0.045 * i, 2.602), 0.004))
    b.add("plate", box(0.52, 0.11, 0.02, (0, 0.42, 2.655), 0.004))
    for s in (-1, 1):
        b.add("lamp", rounded(0.30, 0.20, 0.08, 0.035, (s * 0.72, 0.73, 2.555), steps=1), glow=lit)
        b.add("black", bar((s * 0.1, 1.265, 1.925), (s * 0.1 + 0.5, 1.36, 1.845), 0.008, 5))
    (z1, y1), (z0, y0) = _SCREEN
    if v.word("glass") != "clear":
        b.add("glass", over([(z1, y1), (z0, y0)], _VW - 0.10, 0.0, 0.01))


def _van_back(b: Builder, v: Values) -> None:
    """Two doors with windows."""
    for s in (-1, 1):
        wide = _VW / 2 - 0.045
        middle = s * (wide / 2 + 0.006)
        outline = polygon.rectangle(-wide / 2, 0.40, wide / 2, 2.06)
        hole = polygon.round_corners(
            polygon.rectangle(-wide / 2 + 0.12, 1.24, wide / 2 - 0.12, 1.86), 0.05, 3
        )
        b.add("body", prism(outline, 0.04, 0.008, (hole,)).move(middle, 0, -2.585), crease=40)
        if v.word("glass") == "dark":
            b.add("glass", prism(hole, 0.012).move(middle, 0, -2.585), crease=40)
        b.add(
            "red",
            rounded(0.09, 0.34, 0.04, 0.015, (s * (_VW / 2 - 0.10), 0.82, -2.605), steps=1),
            glow=v.on("lit"),
        )
    b.add("black", box(0.05, 0.16, 0.03, (0.07, 1.0, -2.613), 0.008))
    b.add("black", box(_VW - 0.08, 0.20, 0.12, (0, 0.28, -2.60), 0.03))


def _van_inside(b: Builder, v: Values) -> None:
    b.add("lining", box(_VW - 0.07, 0.05, 4.3, (0, 0.50, -0.42), 0.004))
    b.add("dash", rounded(_VW - 0.09, 0.42, 0.42, 0.09, (0, 0.80, 1.72), steps=1))
    b.add("dash", rounded(0.42, 0.22, 0.30, 0.05, (_DRIVER_X, 1.14, 1.62), steps=1))
    steering_wheel(b, "dash", _DRIVER_X, 1.20, 1.28, 0.20, 38.0)
    for x, wide in ((_DRIVER_X, 0.52), (-0.28, 0.90)):
        coach_seat(b.placed(x, 0.548, 0.72), "seats", "dash", wide, 0.62)
    for s in (-1, 1):
        b.add("lining", box(0.012, 0.66, 1.0, (s * (_VW / 2 - 0.05), 0.56, 1.05), 0.004))
    if v.word("kind") == "minibus":
        for z in (-0.45, -1.35, -2.15):
            for x in (-0.50, 0.50):
                coach_seat(b.placed(x, 0.548, z), "seats", "dash", 0.86, 0.62)
    else:
        b.add("lining", box(_VW - 0.09, 1.0, 0.03, (0, 0.548, 0.36), 0.004))
        for s in (-1, 1):
            for z in np.linspace(-2.3, 0.2, 6):
                b.add("lining", box(0.03, 1.5, 0.05, (s * (_VW / 2 - 0.055), 0.548, float(z)), 0.004))


_DRIVER_X = 0.48


def _van_spots(v: Values) -> tuple[Spot, ...]:
    floor, height = 0.55, 0.448
    places = [(_DRIVER_X, 0.75), (-0.06, 0.75), (-0.50, 0.75)]
    if v.word("kind") == "minibus":
        places += [(x, z + 0.03) for z in (-0.45, -1.35, -2.15) for x in (0.5, -0.5)]
    sit = tuple(Spot("sit", (x, floor, z), 0.0, height) for x, z in places)
    grips = tuple(Spot("hold", (_DRIVER_X + 0.17 * s, 1.27, 1.22)) for s in (1, -1))
    lean = tuple(Spot("lean", (s * (_VW / 2 + 0.18), 0.0, -0.2), 90.0 * s, 1.1) for s in (1, -1))
    cargo = () if v.word("kind") == "minibus" else (Spot("stand", (0.0, floor, -1.2), 0.0),)
    return (*sit, *grips, *lean, *cargo)


# ------------------------------------------------------------------------------------------------ bus
_BW, _BUS_FLOOR = 2.5, 0.62


def _bus_length(v: Values) -> float:
    return 3.3 + 0.85 * v.count("rows")


def _bus(b: Builder, v: Values) -> None:
    half, h, foot = _bus_length(v) / 2, 3.05, 0.32
    axles = (-half + 0.28 * 2 * half, half - 1.75)
    outline = [
        (-half, foot),
        (half, foot),
        (half, 1.1),
        (half - 0.05, h - 0.2),
        (half - 0.25, h - 0.05),
        (-half + 0.2, h - 0.05),
        (-half, h - 0.25),
    ]
    shell = with_arches(outline, axles, 0.56, foot)
    panes = _bus_windows(half)
    doors: list[Window] = [(half - 1.05, 0.45, half - 0.20, 2.55), (-0.4, 0.45, 0.75, 2.55)]
    for s in (-1, 1):
        x = s * (_BW / 2 - 0.02)
        own = [w for w in panes if s > 0 or all(w[2] < d[0] - 0.05 or w[0] > d[2] + 0.05 for d in doors)]
        side_wall(b, "body", x, shell, [*own, *(doors if s < 0 else [])], "black")
        if s < 0:
            _bus_doors(b, v, doors)
        if v.word("glass") == "dark":
            for window in own:
                pane("glass", b, x, window)
        b.add("stripe", box(0.012, 0.16, 2 * half - 0.5, (s * (_BW / 2 + 0.001), 0.98, 0.0), 0.004))
        for axle in axles:
            road_wheel(b, s * (_BW / 2 - 0.02), axle, 0.48, 0.28)
    run = np.array([(-half, h - 0.27), (0.04 - half, h - 0.02), (half - 0.04, h - 0.02), (half, h - 0.27)])
    roof = polygon.round_corners(run, [0.0, 0.22, 0.22, 0.0], 5)
    b.add("body", over(roof, _BW - 0.05, 0.06), crease=50)
    for s in (-1, 1):
        edge = roof + np.array([0.0, 0.01])
        line = np.column_stack([np.full(len(edge), s * (_BW / 2 - 0.05)), edge[:, 1], 0.998 * edge[:, 0]])
        b.add("body", tube(line, 0.055, 8), crease=60)
    _bus_ends(b, v, half, h)
    _bus_inside(b, v, half, h)


def _bus_windows(half: float) -> list[Window]:
    low, high = 1.45, 2.55
    count = max(3, round((2 * half - 1.3) / 1.45))
    wide = (2 * half - 1.2) / count
    return [
        (-half + 0.3 + wide * i + 0.06, low, -half + 0.3 + wide * (i + 1) - 0.06, high) for i in range(count)
    ]


def _bus_doors(b: Builder, v: Values, doors: list[Window]) -> None:
    """Pairs of folding leaves; open ones stand square to the side."""
    for z0, y0, z1, y1 in (door[:4] for door in doors):
        wide = (z1 - z0) / 2 - 0.02
        for hinge, s in ((z0, 1), (z1, -1)):
            place = b.placed(-_BW / 2 + 0.02, y0, hinge, 0.0)
            leaf = place.placed(turn_deg=-90.0 * s + (80.0 * s if v.on("open") else 0.0))
            frame = polygon.rectangle(0.0, 0.0, wide, y1 - y0)
            hole = polygon.round_corners(polygon.rectangle(0.07, 0.16, wide - 0.07, y1 - y0 - 0.10), 0.04, 3)
            shape = prism(frame, 0.03, 0.006, (hole,))
            leaf.add("black", shape, crease=40)


def _bus_ends(b: Builder, v: Values, half: float, h: float) -> None:
    lit = v.on("lit")
    for s in (-1, 1):
        z = s * (half - 0.02)
        outline = polygon.round_corners(
            polygon.rectangle(-_BW / 2 + 0.04, 0.34, _BW / 2 - 0.04, h - 0.10), [0.04, 0.04, 0.2, 0.2], 4
        )
        low, high = (1.12, h - 0.55) if s > 0 else (1.55, h - 0.55)
        hole = polygon.round_corners(polygon.rectangle(-_BW / 2 + 0.16, low, _BW / 2 - 0.16, high), 0.12, 4)
        b.add("body", prism(outline, 0.05, 0.012, (hole,)).move(z=z), crease=40)
        rim = np.column_stack([hole, np.full(len(hole), z)])
        b.add("black", tube(rim, 0.03, 5, closed=True), crease=80)
        if v.word("glass") != "clear":
            b.add("glass", prism(hole, 0.012).move(z=z), crease=40)
        b.add("black", rounded(_BW - 0.02, 0.26, 0.14, 0.05, (0, 0.30, s * (half + 0.02)), steps=1))
        for side in (-1, 1):
            x = side * (_BW / 2 - 0.28)
            if s > 0:
                b.add("lamp", rounded(0.34, 0.18, 0.06, 0.03, (x, 0.72, half), steps=1), glow=lit)
            else:
                b.add("red", rounded(0.12, 0.40, 0.05, 0.02, (x, 0.75, -half), steps=1), glow=lit)
    b.add("black", box(1.5, 0.28, 0.05, (0, h - 0.46, half - 0.01), 0.01))
    b.add("sign", box(1.38, 0.18, 0.012, (0, h - 0.41, half + 0.016)), glow=lit)
    for s in (-1, 1):
        b.add(
            "black",
            bent(
                [
                    (s * 1.1, h - 0.3, half),
                    (s * 1.28, h - 0.34, half + 0.28),
                    (s * 1.28, h - 0.6, half + 0.28),
                ],
                0.014,
                0.06,
            ),
        )
        b.add("black", rounded(0.16, 0.34, 0.07, 0.03, (s * 1.28, h - 0.92, half + 0.28), steps=1))
        b.add("black", bar((s * 0.15, 1.12, half + 0.02), (s * 0.15 + 0.75, 1.42, half + 0.015), 0.009, 5))


def _bus_inside(b: Builder, v: Values, half: float, h: float) -> None:
    floor = _BUS_FLOOR
    b.add("lining", box(_BW - 0.10, 0.06, 2 * half - 0.10, (0, floor - 0.06, 0), 0.004))
    b.add("lining", box(0.02, 0.80, 2 * half - 2.5, (_BW / 2 - 0.06, floor, -0.55), 0.004))
    b.add("dash", rounded(1.1, 0.50, 0.40, 0.08, (0.58, floor, half - 0.32), steps=1))
    steering_wheel(b, "dash", 0.62, floor + 0.68, half - 0.74, 0.23, 25.0)
    coach_seat(b.placed(0.62, floor - 0.002, half - 1.20), "seats", "dash", 0.52, 0.62)
    b.add("dash", box(1.1, 1.15, 0.04, (0.66, floor, half - 1.62), 0.01))
    for x, z in _bus_seats(v, half):
        coach_seat(b.placed(x, floor - 0.002, z), "seats", "dash", 0.88)
    for x in (-0.30, 0.30):
        b.add("rails", bar((x, h - 0.28, -half + 0.6), (x, h - 0.28, half - 1.7), 0.017, 8), crease=60)
    for z in (0.85, -0.5, half - 1.65):
        b.add("rails", bar((-0.30, floor, z), (-0.30, h - 0.10, z), 0.017, 8), crease=60)


def _bus_seats(v: Values, half: float) -> list[tuple[float, float]]:
    """Middles of double seats; on the side of the doors none stands before one."""
    places = []
    for row in range(v.count("rows")):
        z = -half + 0.75 + 0.85 * row
        places.append((0.72, z))
        if not -0.85 < z < 1.15 and z < half - 1.9:
            places.append((-0.72, z))
    return [(x, z) for x, z in places if z < half - 2.0]


def _bus_spots(v: Values) -> tuple[Spot, ...]:
    half, floor = _bus_length(v) / 2, _BUS_FLOOR
    driver = Spot("sit", (0.62, floor, half - 1.17), 0.0, 0.448)
    seats = [
        Spot("sit", (x + dx, floor, z + 0.03), 0.0, 0.448)
        for x, z in _bus_seats(v, half)
        for dx in (-0.21, 0.21)
    ]
    hold = Spot("hold", (-0.30, floor + 1.2, 0.85))
    stand = (Spot("stand", (-0.1, floor, 0.5), 0.0), Spot("stand", (0.0, floor, -1.4), 0.0))
    outside = Spot("stand", (-_BW / 2 - 0.6, 0.0, half - 0.6), 90.0)
    return (driver, *seats, hold, *stand, outside)


_SHARED: dict[str, Vec3] = {
    "black": (0.11, 0.11, 0.12),
    "glass": (0.20, 0.24, 0.28),
    "lamp": (0.94, 0.93, 0.86),
    "red": (0.62, 0.10, 0.09),
    "tyre": (0.12, 0.12, 0.125),
    "rim": (0.62, 0.64, 0.66),
    "dash": (0.22, 0.22, 0.23),
}

PIECES = (
    Piece(
        "van",
        "Van",
        "vehicles",
        (
            Choice("kind", "Kind", "panel", ("panel", "minibus")),
            Choice("glass", "Glass", "clear", ("clear", "screens", "dark")),
            Switch("lit", "Lamps lit", False),
        ),
        {
            "body": (0.78, 0.77, 0.73),
            **_SHARED,
            "gaps": (0.30, 0.29, 0.28),
            "chrome": CHROME,
            "plate": (0.90, 0.89, 0.82),
            "lining": (0.46, 0.45, 0.43),
            "seats": (0.27, 0.30, 0.34),
        },
        "prop",
        "van",
        "delivery van",
        (2.334, 2.23, 5.325),
        _van,
        _van_spots,
        tags=("transporter", "minibus", "delivery", "police", "ambulance", "truck", "lorry"),
    ),
    Piece(
        "bus",
        "Bus",
        "vehicles",
        (
            Param("rows", "Rows of seats", 9, 4, 14, "count"),
            Choice("glass", "Glass", "clear", ("clear", "screens", "dark")),
            Switch("open", "Doors open", False),
            Switch("lit", "Lamps lit", False),
        ),
        {
            "body": (0.62, 0.20, 0.17),
            "stripe": (0.88, 0.85, 0.76),
            **_SHARED,
            "sign": (0.95, 0.78, 0.36),
            "lining": (0.55, 0.54, 0.51),
            "seats": (0.24, 0.34, 0.46),
            "rails": (0.86, 0.70, 0.24),
        },
        "prop",
        "bus",
        "city bus",
        (2.72, 3.11, 11.355),
        _bus,
        _bus_spots,
        tags=("coach", "public transport", "passenger", "school bus", "night bus"),
    ),
)
