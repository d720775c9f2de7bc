"""Bathroom: bath, toilet, washbasin, shower, towel rail."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import CHINA, CHROME, WHITE, bar, bent, oblong, pull
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.pieces_furniture import cupboard_door
from previz.kit.shape import Floats, Shape
from previz.kit.solids import box, cylinder, lathe, prism, rounded, sheet, skin, slab

Oval = tuple[float, float, float, float, float]
"""Width, depth, and the middle x, y, z of a level section."""


def _loft(sections: Sequence[Oval], corner: float = 0.48, steps: int = 5) -> Shape:
    """Oval sections (width, depth, x, y, z of the middle), lofted; ends closed."""
    rings: list[Floats] = []
    for width, depth, x, y, z in sections:
        plan = np.asarray(oblong(width, depth, corner * min(width, depth), steps))
        rings.append(np.column_stack([plan[:, 0] + x, np.full(len(plan), y), plan[:, 1] + z]))
    return skin(np.array(rings))


# ----------------------------------------------------------------------------------------------- bath
def _bath(b: Builder, v: Values) -> None:
    w, h, d = v["length"], v["height"], v["depth"]
    kind = v.word("kind")
    rim, floor = 0.055, 0.17
    high = h
    if kind == "panelled":
        front = polygon.rectangle(0.015 - w / 2, 0.015 - d / 2, w / 2 - 0.015, d / 2 - 0.015)
        ring = prism(front, h - 0.039, 0.003, [polygon.offset(front, 0.02)]).turn("x", -90)
        b.add("panel", ring.move(y=(h - 0.039) / 2))
        outer = [(w, d, 0, h - 0.04, 0), (w, d, 0, h - 0.008, 0), (w - 0.014, d - 0.014, 0, h, 0)]
        corner = 0.06
    else:
        outer = [
            (0.62 * w, 0.55 * d, 0, 0.12, 0),
            (0.74 * w, 0.72 * d, 0, 0.16, 0),
            (0.90 * w, 0.90 * d, 0, 0.36, 0),
            (0.955 * w, 0.945 * d, 0, h - 0.03, 0),
            (w, d, 0, h - 0.022, 0),
            (w, d, 0, h - 0.006, 0),
            (w - 0.02, d - 0.02, 0, h, 0),
        ]
        corner = 0.46
    inner = [
        (w - 2 * rim, d - 2 * rim, 0, h, 0),
        (w - 2 * rim - 0.03, d - 2 * rim - 0.02, 0, h - 0.02, 0),
        (0.80 * w - 0.06, 0.78 * d - 0.06, 0.01, floor + 0.10, 0),
        (0.72 * w - 0.06, 0.66 * d - 0.06, 0.02, floor, 0),
    ]
    b.add("china", _basin(outer, inner, corner), crease=30)
    if kind == "freestanding":
        for sx in (-1, 1):
            for sz in (-1, 1):
                foot = [
                    (0.0, 0.0),
                    (0.05, 0.0),
                    (0.055, 0.03),
                    (0.02, 0.08),
                    (0.045, 0.17),
                    (-0.03, 0.18),
                    (-0.01, 0.06),
                ]
                turned = prism(foot, 0.05, 0.012).turn("y", -90 * sz - 30 * sx * sz)
                b.add("chrome", turned.move(sx * 0.31 * w, 0, sz * 0.27 * d))
    if v.on("water"):
        share = 0.52
        level = floor + 0.10 + share * (h - 0.12 - floor)
        wide, deep = 0.80 * w - 0.06, 0.78 * d - 0.06
        plan = oblong(
            wide + share * (w - 2 * rim - 0.03 - wide) - 0.012,
            deep + share * (d - 2 * rim - 0.02 - deep) - 0.012,
            0.42 * deep if kind == "freestanding" else 0.06,
            5,
        )
        b.add("water", slab(plan, 0.01, 0.0, level))
    _bath_taps(b.placed(-w / 2 + 0.5 * rim + 0.01, high, 0.0, 90))


def _basin(outer: Sequence[Oval], inner: Sequence[Oval], corner: float) -> Shape:
    """Vessel with a rim: the outside from below, then the inside down to its floor."""
    return _loft([*outer, *inner], corner)


def _bath_taps(b: Builder) -> None:
    for s in (-1, 1):
        b.add("chrome", cylinder(0.014, 0.07, (s * 0.09, -0.002, 0), 12))
        b.add("chrome", cylinder(0.026, 0.018, (s * 0.09, 0.066, 0), 8, 0.004))
    b.add("chrome", bent([(0, -0.002, 0), (0, 0.13, 0), (0, 0.13, 0.10), (0, 0.09, 0.125)], 0.013, 0.04, 10))


def _bath_spots(v: Values) -> tuple[Spot, ...]:
    w, d, h = v["length"], v["depth"], v["height"]
    stand = Spot("stand", (0.0, 0.0, d / 2 + 0.30), 180.0)
    edge = Spot("sit", (0.25 * w, 0.0, d / 2 - 0.028), 0.0, h)
    return (stand, edge)


# --------------------------------------------------------------------------------------------- toilet
def _toilet(b: Builder, v: Values) -> None:
    h, back = v["seat"], -0.33
    wall = v.word("cistern") == "high"
    bowl = [
        (0.20, 0.36, 0, 0.0, -0.03),
        (0.21, 0.37, 0, 0.02, -0.03),
        (0.19, 0.33, 0, 0.16, -0.02),
        (0.27, 0.40, 0, 0.27, 0.04),
        (0.355, 0.46, 0, h - 0.05, 0.09),
        (0.365, 0.47, 0, h - 0.03, 0.09),
        (0.355, 0.46, 0, h - 0.022, 0.09),
    ]
    hollow = [(0.25, 0.33, 0, h - 0.022, 0.10), (0.21, 0.28, 0, h - 0.12, 0.10), (0.10, 0.14, 0, 0.17, 0.06)]
    b.add("china", _loft([*bowl, *hollow], 0.49, 6), crease=40)
    b.add("china", box(0.24, h - 0.06, 0.20, (0, 0.0003, back + 0.14), 0.03))
    ring = np.asarray(oblong(0.375, 0.455, 0.185, 6)) + np.array([0.0, 0.105])
    hole = np.asarray(oblong(0.21, 0.285, 0.10, 6)) + np.array([0.0, 0.12])
    board = prism(ring * [1, -1], 0.020, 0.006, [polygon.clean(hole * [1, -1])]).turn("x", -90)
    b.add("seat", board.move(y=h - 0.010))
    lid = slab(polygon.clean(ring), 0.018, 0.006)
    if v.word("lid") == "up":
        b.add("seat", lid.turn("x", -96, (0, 0, -0.115)).move(0, h + 0.004, 0))
    else:
        b.add("seat", lid.move(y=h + 0.001))
    low = 1.55 if wall else h - 0.03
    tall = 0.30 if wall else 0.37
    b.add("china", rounded(0.40, tall, 0.17, 0.03, (0, low, back + 0.085), steps=2, seams="faces"), crease=60)
    b.add(
        "china", rounded(0.42, 0.035, 0.185, 0.012, (0, low + tall - 0.003, back + 0.088), steps=1), crease=60
    )
    if wall:
        b.add("chrome", bar((0, h - 0.08, back + 0.06), (0, 1.56, back + 0.06), 0.018))
        b.add("chrome", bar((0.16, 0.98, back + 0.10), (0.16, 1.64, back + 0.10), 0.003, 6))
        b.add("seat", lathe([(0.004, 0), (0.016, -0.02), (0.012, -0.07)], 12).move(0.16, 0.99, back + 0.10))
    else:
        b.add("chrome", cylinder(0.028, 0.012, (0, low + tall + 0.028, back + 0.09), 20, 0.003))


def _toilet_spots(v: Values) -> tuple[Spot, ...]:
    sit = Spot("sit", (0.0, 0.0, -0.055), 0.0, v["seat"] + (0.019 if v.word("lid") == "down" else 0.0))
    return (sit,) if v.word("lid") == "down" else (Spot("sit", (0.0, 0.0, -0.055), 0.0, v["seat"]),)


# ------------------------------------------------------------------------------------------ washbasin
def _washbasin(b: Builder, v: Values) -> None:
    w, h, d, kind = v["width"], v["height"], v["depth"], v.word("kind")
    outer = [
        (0.42 * w, 0.46 * d, 0, h - 0.21, -0.06),
        (0.70 * w, 0.74 * d, 0, h - 0.15, -0.03),
        (0.97 * w, 0.97 * d, 0, h - 0.05, 0),
        (w, d, 0, h - 0.03, 0),
        (w, d, 0, h - 0.008, 0),
        (w - 0.014, d - 0.014, 0, h, 0),
    ]
    if kind == "cabinet":
        outer = [(w, d, 0, h - 0.05, 0), (w, d, 0, h - 0.006, 0), (w - 0.01, d - 0.01, 0, h, 0)]
    bowl_d = 0.62 * d
    z = 0.11 * d
    inner = [
        (0.80 * w, bowl_d, 0, h, z),
        (0.77 * w, bowl_d - 0.02, 0, h - 0.012, z),
        (0.60 * w, 0.72 * bowl_d, 0, h - 0.12, z),
        (0.26 * w, 0.32 * bowl_d, 0, h - 0.145, z),
    ]
    b.add("china", _basin(outer, inner, 0.30 if kind != "cabinet" else 0.10), crease=35)
    b.add("chrome", cylinder(0.022, 0.003, (0, h - 0.146, z), 16))
    if kind == "pedestal":
        column = [
            (0.22, 0.20, 0, 0.0, -0.06),
            (0.22, 0.20, 0, 0.015, -0.06),
            (0.15, 0.14, 0, 0.12, -0.06),
            (0.15, 0.15, 0, 0.5 * h, -0.06),
            (0.20, 0.19, 0, h - 0.18, -0.05),
        ]
        b.add("china", _loft(column, 0.45, 4), crease=40)
    elif kind == "cabinet":
        b.add(
            "body",
            box(w - 0.02, h - 0.148, d - 0.035, (0, 0.10, -0.010), 0.003),
            box(w - 0.06, 0.102, d - 0.09, (0, 0, -0.01)),
        )
        for s in (-1, 1):
            place = b.placed(s * (w - 0.02) / 4, 0.103, d / 2 - 0.0275)
            cupboard_door(place, "body", (w - 0.02) / 2 - 0.004, h - 0.158)
            place.add(
                "chrome",
                pull(0.12).turn("z", 90).move(-s * ((w - 0.02) / 4 - 0.035), 0.66 * h, 0.02),
                crease=75,
            )
    else:
        b.add(
            "chrome",
            bent([(0, h - 0.20, -0.05), (0, h - 0.34, -0.05), (0, h - 0.34, -d / 2)], 0.02, 0.05, 10),
        )
    tap = b.placed(0, h, -d / 2 + 0.065)
    tap.add("chrome", cylinder(0.024, 0.05, (0, -0.001, 0), 16, 0.005))
    tap.add("chrome", bent([(0, 0.03, 0), (0, 0.10, 0), (0, 0.10, 0.12), (0, 0.07, 0.13)], 0.012, 0.03, 10))
    for s in (-1, 1):
        tap.add(
            "chrome",
            cylinder(0.015, 0.035, (s * 0.10, -0.001, 0), 12),
            cylinder(0.026, 0.016, (s * 0.10, 0.032, 0), 8, 0.004),
        )


def _washbasin_spots(v: Values) -> tuple[Spot, ...]:
    z = v["depth"] / 2
    return (
        Spot("stand", (0.0, 0.0, z + 0.22), 180.0),
        Spot("lean", (0.0, 0.0, z + 0.16), 180.0, v["height"]),
    )


# --------------------------------------------------------------------------------------------- shower
def _shower(b: Builder, v: Values) -> None:
    """In a corner: walls of tiles at −X and −Z, glass at +X and, with the door, at +Z."""
    w, h, d, t = v["width"], v["height"], v["depth"], 0.025
    tray, well = np.asarray(oblong(w, d, 0.02)), np.asarray(oblong(w - 0.1, d - 0.1, 0.02))
    b.add("tray", prism(tray, 0.09, 0.006, [well]).turn("x", -90).move(y=0.045))
    b.add("tray", box(w - 0.09, 0.049, d - 0.09, (0, 0.001, 0)))
    b.add("chrome", cylinder(0.04, 0.004, (0.0, 0.0495, 0.0), 20))
    if v.on("walls"):
        b.add(
            "tiles",
            box(w, h, 0.04, (0, 0, -d / 2 - 0.021)),
            box(0.04, h, d + 0.04, (-w / 2 - 0.021, 0, -0.0205)),
        )
    glass = v.word("glass")
    side_panel = b.placed(w / 2 - 0.02, 0.085, 0, 90)
    _pane(side_panel, d - 0.03, h - 0.12, t, glass)
    door = b.placed(-w / 2 + 0.02, 0.085, d / 2 - 0.02, -v["open"]).placed(w / 2 - 0.03)
    _pane(door, w - 0.07, h - 0.12, t, glass)
    door.add("chrome", bar((w / 2 - 0.10, 0.75, 0.04), (w / 2 - 0.10, 1.15, 0.04), 0.009))
    for y in (0.77, 1.13):
        door.add("chrome", bar((w / 2 - 0.10, y, -0.01), (w / 2 - 0.10, y, 0.045), 0.006, 6))
    back = b.placed(0.0, 0.0, -d / 2 + 0.03)
    back.add("chrome", bent([(0, 1.02, 0), (0, 2.02, 0), (0, 2.02, 0.22), (0, 1.98, 0.24)], 0.011, 0.06, 8))
    back.add(
        "chrome", lathe([(0.012, 0.03), (0.02, 0.02), (0.095, 0.012), (0.10, 0.0)], 28).move(0, 1.955, 0.245)
    )
    back.add("chrome", bar((-0.11, 1.05, 0.01), (0.11, 1.05, 0.01), 0.022, 12))
    for s in (-1, 1):
        back.add(
            "chrome",
            cylinder(0.03, 0.035, segments=14, bevel=0.004).turn("z", 90).move(s * 0.11 + 0.0175, 1.05, 0.01),
        )
        back.add("chrome", bar((s * 0.07, 1.05, -0.03), (s * 0.07, 1.05, 0.01), 0.012))


def _pane(b: Builder, w: float, h: float, t: float, glass: str) -> None:
    """Metal frame on the middle of its lower edge; clear glass is left out."""
    frame = polygon.rectangle(-w / 2, 0, w / 2, h)
    b.add("chrome", prism(frame, t, 0.004, [polygon.offset(frame, 0.024)]))
    if glass == "frosted":
        b.add("glass", box(w - 0.044, h - 0.044, 0.006, (0, 0.022, 0)))


def _shower_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("stand", (0.0, 0.05, 0.0), 180.0), Spot("stand", (0.0, 0.0, v["depth"] / 2 + 0.45), 180.0))


# ----------------------------------------------------------------------------------------- towel rail
def _towel_rail(b: Builder, v: Values) -> None:
    w, h = v["width"], v["height"]
    up = b.placed(y=v["rise"])
    for s in (-1, 1):
        up.add("rail", bar((s * w / 2, 0, 0.07), (s * w / 2, h, 0.07), 0.015))
        for y in (0.08 * h, 0.92 * h):
            up.add("rail", bar((s * w / 2, y, 0.0), (s * w / 2, y, 0.07), 0.009, 8))
    count = max(3, round(h / 0.09))
    for i in range(count):
        if i % 5 != 4:
            y = 0.03 + (i + 0.5) * (h - 0.06) / count
            up.add("rail", bar((-w / 2, y, 0.07), (w / 2, y, 0.07), 0.010, 8))
    if v.on("towel"):
        top = h - 0.03
        wide, fall = 0.72 * w, min(0.55, 0.75 * h)
        path = polygon.curve(
            [
                (0.101, top - fall),
                (0.100, top - 0.5 * fall),
                (0.099, top - 0.02),
                (0.070, top + 0.012),
                (0.044, top - 0.02),
                (0.042, top - 0.4 * fall),
                (0.042, top - 0.8 * fall),
            ],
            3,
        )
        x = np.linspace(-wide / 2, wide / 2, 5)
        grid = np.array([[(a + 0.004 * np.sin(9 * y), y, z) for a in x] for z, y in path])
        up.add("towel", sheet(grid, 0.012), crease=80)


PIECES = (
    Piece(
        "bath",
        "Bath",
        "bathroom",
        (
            Param("length", "Length", 1.7, 1.2, 2),
            Param("depth", "Width", 0.75, 0.6, 1.0),
            Param("height", "Height", 0.58, 0.45, 0.7),
            Choice("kind", "Kind", "panelled", ("panelled", "freestanding")),
            Switch("water", "Water", False),
        ),
        {"china": CHINA, "panel": (0.78, 0.80, 0.79), "chrome": CHROME, "water": (0.62, 0.76, 0.80)},
        "set",
        "bathtub",
        "bathtub",
        (1.7, 0.72, 0.75),
        _bath,
        _bath_spots,
        tags=("tub", "bathtub", "clawfoot"),
    ),
    Piece(
        "toilet",
        "Toilet",
        "bathroom",
        (
            Param("seat", "Seat height", 0.42, 0.36, 0.5),
            Choice("cistern", "Cistern", "low", ("low", "high")),
            Choice("lid", "Lid", "down", ("down", "up")),
        ),
        {"china": CHINA, "seat": WHITE, "chrome": CHROME},
        "set",
        "toilet",
        "toilet",
        (0.42, 0.80, 0.667),
        _toilet,
        _toilet_spots,
        tags=("wc", "lavatory", "loo", "restroom"),
    ),
    Piece(
        "washbasin",
        "Washbasin",
        "bathroom",
        (
            Param("width", "Width", 0.60, 0.4, 1.2),
            Param("height", "Height", 0.85, 0.7, 1.0),
            Param("depth", "Depth", 0.46, 0.36, 0.6),
            Choice("kind", "Kind", "pedestal", ("pedestal", "cabinet", "wall")),
        ),
        {"china": CHINA, "body": (0.52, 0.58, 0.58), "chrome": CHROME},
        "set",
        "sink",
        "washbasin",
        (0.60, 0.96, 0.46),
        _washbasin,
        _washbasin_spots,
        tags=("sink", "basin", "vanity", "tap"),
    ),
    Piece(
        "shower",
        "Shower cubicle",
        "bathroom",
        (
            Param("width", "Width", 0.90, 0.7, 1.6),
            Param("depth", "Depth", 0.90, 0.7, 1.4),
            Param("height", "Height", 2.05, 1.8, 2.4),
            Param("open", "Door open", 0, 0, 100, "deg"),
            Choice("glass", "Glass", "frosted", ("clear", "frosted")),
            Switch("walls", "Tiled walls", True),
        ),
        {"tray": CHINA, "tiles": (0.74, 0.80, 0.80), "chrome": CHROME, "glass": (0.80, 0.86, 0.87)},
        "set",
        "shower",
        "shower cubicle",
        (0.941, 2.05, 0.97),
        _shower,
        _shower_spots,
        tags=("cubicle", "wet room"),
    ),
    Piece(
        "towel_rail",
        "Towel rail",
        "bathroom",
        (
            Param("width", "Width", 0.50, 0.3, 1.0),
            Param("height", "Height", 0.80, 0.3, 1.8),
            Param("rise", "Lower end above floor", 0.75, 0.0, 1.8),
            Switch("towel", "Towel", True),
        ),
        {"rail": CHROME, "towel": (0.70, 0.50, 0.44)},
        "set",
        "towel",
        "towel on a heated rail",
        (0.53, 0.80, 0.107),
        _towel_rail,
        tags=("towel", "radiator", "rail"),
    ),
)
