"""Behind and before the bar: counter, shelves with bottles, stools, coffee machine, till."""

from __future__ import annotations

import math

import numpy as np

from previz.kit.builder import Builder
from previz.kit.joinery import BLACK, CHROME, PICTURE, SCREEN, STEEL, WHITE, bar, bent, disc_foot
from previz.kit.joinery import side as profile
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Shape
from previz.kit.solids import box, cylinder, lathe, leg, rounded, torus


# -------------------------------------------------------------------------------------------- counter
def _bar_counter(b: Builder, v: Values) -> None:
    """Guests stand on the +Z side."""
    w, h, d = v["width"], v["height"], v["depth"]
    front = d / 2 - 0.16
    low = -d / 2 + 0.04
    b.add("plinth", box(w - 0.06, 0.10, front - low - 0.05, (0, 0, (front + low) / 2)))
    b.add("front", box(w - 0.02, h - 0.145, front - low, (0, 0.10, (front + low) / 2), 0.004))
    if v.word("kind") == "diner":
        for i in range(7):
            y = 0.17 + (h - 0.30) / 7 * i
            b.add("metal", box(w - 0.022, 0.6 * (h - 0.30) / 7, 0.012, (0, y, front + 0.004), 0.004))
        b.add("top", rounded(w, 0.045, d, 0.016, (0, h - 0.045, 0), seams="faces"))
        b.add("metal", box(w - 0.02, 0.028, 0.008, (0, h - 0.037, d / 2), 0.003))
    else:
        _panels(b, w - 0.02, 0.17, h - 0.16, front)
        b.add("top", rounded(w, 0.045, d, 0.020, (0, h - 0.045, 0), seams="faces"))
        b.add("front", box(w - 0.06, 0.05, 0.05, (0, h - 0.094, front + 0.022), 0.012))
    if v.on("rail"):
        _foot_rail(b, w, front)
    if v.on("taps"):
        _taps(b, h)


def _panels(b: Builder, width: float, low: float, high: float, front: float) -> None:
    """Framed panels about 60 cm wide."""
    count = max(1, round(width / 0.6))
    wide = width / count
    for i in range(count):
        x = (i + 0.5) * wide - width / 2
        b.add("front", box(wide - 0.10, high - low - 0.06, 0.016, (x, low + 0.03, front + 0.005), 0.006))
        b.add("panel", box(wide - 0.18, high - low - 0.14, 0.010, (x, low + 0.07, front + 0.012), 0.003))


def _foot_rail(b: Builder, width: float, front: float) -> None:
    z, y = front + 0.15, 0.20
    b.add("metal", bar((-width / 2 + 0.02, y, z), (width / 2 - 0.02, y, z), 0.022, 12), crease=50)
    count = max(2, round(width / 1.1) + 1)
    for i in range(count):
        x = (i / (count - 1) - 0.5) * (width - 0.24)
        b.add(
            "metal",
            bent([(x, 0.004, z - 0.04), (x, 0.11, z - 0.04), (x, y - 0.015, z)], 0.011, 0.05),
            crease=50,
        )
        b.add("metal", cylinder(0.035, 0.008, (x, 0, z - 0.04), 14))


def _taps(b: Builder, h: float) -> None:
    b.add("metal", cylinder(0.045, 0.012, (0, h - 0.002, -0.10), 18, 0.003))
    b.add("metal", cylinder(0.026, 0.30, (0, h, -0.10), 16))
    b.add("metal", rounded(0.30, 0.07, 0.07, 0.034, (0, h + 0.28, -0.10)), crease=50)
    for x in (-0.10, 0.0, 0.10):
        b.add(
            "metal", bent([(x, h + 0.315, -0.13), (x, h + 0.315, -0.19), (x, h + 0.25, -0.20)], 0.010, 0.03)
        )
        b.add("handles", leg(0.030, 0.14, 0.024, 0.6, (x, h + 0.345, -0.10), 0.006))


def _bar_counter_spots(v: Values) -> tuple[Spot, ...]:
    near, x = v["depth"] / 2 + 0.14, 0.25 * v["width"]
    return (
        Spot("lean", (-x, 0.0, near), 180.0, v["height"]),
        Spot("lean", (x, 0.0, near), 180.0, v["height"]),
        Spot("stand", (0.0, 0.0, -v["depth"] / 2 - 0.35), 0.0),
    )


# ------------------------------------------------------------------------------------------- back bar
def _back_bar(b: Builder, v: Values) -> None:
    """Cupboards below, a mirror and shelves of bottles above; its back is at −Z."""
    w, h, d = v["width"], v["height"], v["depth"]
    base, low = 0.92, -d / 2
    b.add("body", box(w, base - 0.04, d - 0.02, (0, 0, -0.01), 0.004))
    b.add("top", box(w + 0.02, 0.04, d, (0, base - 0.04, 0), 0.006))
    doors = max(2, round(w / 0.55))
    for i in range(doors):
        x = (i + 0.5) * w / doors - w / 2
        b.add("body", box(w / doors - 0.03, base - 0.17, 0.014, (x, 0.10, d / 2 - 0.014), 0.005))
        b.add("metal", bar((x - 0.05, 0.74, d / 2 + 0.008), (x + 0.05, 0.74, d / 2 + 0.008), 0.006, 8))
    b.add("mirror", box(w - 0.12, h - base - 0.16, 0.012, (0, base + 0.03, low + 0.03)))
    for x in (-w / 2 + 0.04, w / 2 - 0.04):
        b.add("body", box(0.08, h - base - 0.06, 0.28, (x, base, low + 0.15), 0.006))
    b.add("body", box(w + 0.04, 0.10, 0.34, (0, h - 0.10, low + 0.17), 0.014))
    shelves = v.count("shelves")
    gap = (h - base - 0.16) / (shelves + 1)
    for row in range(shelves + 1):
        y = base + gap * row
        if row:
            b.add("top", box(w - 0.17, 0.022, 0.22, (0, y - 0.022, low + 0.15), 0.004))
        _bottles(b, v, y, min(gap - 0.05, 0.33), low + 0.15, row)


def _bottles(b: Builder, v: Values, y: float, tall: float, z: float, row: int) -> None:
    rng = np.random.default_rng(v.count("seed") * 31 + row)
    x, end = -v["width"] / 2 + 0.15, v["width"] / 2 - 0.15
    while x < end:
        radius = float(rng.uniform(0.032, 0.046))
        if rng.random() < v["full"]:
            high = tall * float(rng.uniform(0.72, 1.0))
            shape = _bottle(radius, high).move(x, y - 0.0005, z + float(rng.uniform(-0.02, 0.03)))
            b.add(f"bottles {1 + int(rng.integers(0, 4))}", shape, crease=50)
        x += 2 * radius + float(rng.uniform(0.016, 0.06))


def _bottle(r: float, h: float) -> Shape:
    return lathe([(r, 0), (r, 0.58 * h), (0.36 * r, 0.74 * h), (0.32 * r, h)], 7)


# --------------------------------------------------------------------------------------------- stools
def _bar_stool(b: Builder, v: Values) -> None:
    h, r = v["height"], v["width"] / 2
    kind = v.word("kind")
    if kind == "wood":
        _wooden_stool(b, h, r)
        return
    b.add("metal", disc_foot(r + 0.03, 0.026, h - 0.10), crease=60)
    b.add("metal", torus(0.72 * r + 0.03, 0.011, 24, 8).move(y=0.30 * h + 0.05), crease=60)
    for i in range(3):
        a = 2 * math.pi * i / 3 + 0.4
        reach = 0.72 * r + 0.025
        tip = (reach * math.cos(a), 0.30 * h + 0.05, reach * math.sin(a))
        b.add("metal", bar((0.0, 0.30 * h + 0.10, 0.0), tip, 0.008, 8), crease=60)
    b.add(
        "metal",
        lathe([(0.05, 0), (0.8 * r, 0.016), (r, 0.022), (r + 0.003, 0.05)], 28).move(y=h - 0.105),
        crease=40,
    )
    profile = [(r - 0.004, 0), (r + 0.004, 0.015), (r, 0.038), (0.86 * r, 0.05), (0.4 * r, 0.054), (0, 0.054)]
    b.add("seat", lathe(profile, 28).move(y=h - 0.054), crease=70)
    if kind == "back":
        _stool_back(b, h, r)


def _stool_back(b: Builder, h: float, r: float) -> None:
    for s in (-1, 1):
        x = s * 0.62 * r
        b.add(
            "metal",
            bent([(x, h - 0.08, -0.5 * r), (x, h - 0.075, -r - 0.02), (x, h + 0.2, -r - 0.06)], 0.010, 0.04),
        )
    pad = rounded(2 * r - 0.03, 0.17, 0.05, 0.022, inner=(4, 1, 1))
    points = pad.points.copy()
    points[:, 2] += 1.6 * points[:, 0] ** 2
    b.add("seat", pad.bend(points).move(0, h + 0.11, -r - 0.055), crease=70)


def _wooden_stool(b: Builder, h: float, r: float) -> None:
    b.add(
        "seat",
        lathe([(r - 0.012, 0), (r, 0.012), (r, 0.028), (r - 0.010, 0.036), (0, 0.033)], 28).move(y=h - 0.036),
    )
    spread = 0.06
    for x, z in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        at = (x * 0.58 * r, 0, z * 0.58 * r)
        b.add("metal", leg(0.036, h - 0.034, 0.036, 0.75, at, 0.006, (x * spread, z * spread)))
    for y, k in ((0.30 * h, 1.0), (0.38 * h, 1.0)):
        reach = 0.58 * r + spread * (1 - y / h)
        ways = ((1, 0), (-1, 0)) if y < 0.34 * h else ((0, 1), (0, -1))
        for wx, wz in ways:
            if wx:
                b.add("metal", box(0.018, 0.028, 2 * reach - 0.012, (wx * reach * k, y, 0), 0.004))
            else:
                b.add("metal", box(2 * reach - 0.012, 0.028, 0.018, (0, y, wz * reach * k), 0.004))


def _bar_stool_spots(v: Values) -> tuple[Spot, ...]:
    ring = 0.30 * v["height"] + 0.06
    return (Spot("sit", (0.0, ring, 0.0), 0.0, v["height"] - ring),)


# ------------------------------------------------------------------------------------------- machines
def _coffee_machine(b: Builder, v: Values) -> None:
    """Baristas work on the +Z side."""
    w = v["width"]
    b.add("metal", rounded(w, 0.16, 0.46, 0.02, (0, 0.30, -0.02), seams="faces"))
    b.add("body", box(w - 0.04, 0.24, 0.26, (0, 0.07, -0.11), 0.008))
    b.add("body", box(w - 0.02, 0.05, 0.50, (0, 0.03, 0), 0.010))
    b.add("dark", box(w - 0.08, 0.012, 0.20, (0, 0.073, 0.12), 0.003))
    for x in (-w / 2 + 0.06, w / 2 - 0.06):
        for z in (-0.18, 0.18):
            b.add("dark", cylinder(0.02, 0.032, (x, 0, z), 12))
    b.add("metal", box(w - 0.06, 0.045, 0.34, (0, 0.458, -0.03), 0.008))
    for x in np.linspace(-0.5, 0.5, 5) * (w - 0.2):
        cup = lathe([(0.022, 0), (0.034, 0.03), (0.036, 0.055), (0.030, 0.055), (0.020, 0.01), (0, 0.01)], 12)
        b.add("cups", cup.move(float(x), 0.5025, -0.04 + 0.05 * math.sin(9 * x)), crease=50)
    for x in (-0.22 * w, 0.22 * w):
        b.add("metal", cylinder(0.036, 0.07, (x, 0.235, 0.14), 16, 0.004))
        b.add("metal", cylinder(0.040, 0.026, (x, 0.212, 0.14), 16, 0.004))
        b.add("dark", rounded(0.026, 0.026, 0.15, 0.012, (x, 0.212, 0.245)), crease=60)
    for x in (-0.44 * w, 0.44 * w):
        b.add("metal", bent([(x, 0.35, 0.19), (x, 0.34, 0.25), (x * 0.94, 0.12, 0.24)], 0.006, 0.04))
        b.add("dark", cylinder(0.024, 0.03, segments=14, bevel=0.005).turn("x", 90).move(x, 0.40, 0.20))
    b.add("dark", cylinder(0.036, 0.012, segments=18).turn("x", 90).move(0, 0.385, 0.206))
    b.add("cups", cylinder(0.029, 0.003, segments=18).turn("x", 90).move(0, 0.385, 0.2165))


def _cash_register(b: Builder, v: Values) -> None:
    if v.word("kind") == "till":
        b.add("body", box(0.41, 0.11, 0.42, (0, 0, 0), 0.006))
        b.add("dark", box(0.37, 0.075, 0.008, (0, 0.015, 0.209), 0.002))
        b.add("metal", cylinder(0.012, 0.006, segments=12).turn("x", 90).move(0.12, 0.05, 0.212))
        b.add("dark", cylinder(0.05, 0.02, (0, 0.108, -0.05), 18))
        b.add("dark", box(0.05, 0.12, 0.03, (0, 0.12, -0.06), 0.004))
        screen = box(0.34, 0.24, 0.025, bevel=0.006).turn("x", -18).move(0, 0.20, -0.03)
        b.add("dark", screen)
        b.add(
            "screen",
            box(0.31, 0.20, 0.004, (0, 0.02, 0.0125)).turn("x", -18).move(0, 0.20, -0.03),
            glow=v.on("lit"),
        )
        return
    b.add("body", box(0.44, 0.13, 0.44, (0, 0, 0), 0.008))
    b.add("metal", box(0.38, 0.09, 0.010, (0, 0.02, 0.219), 0.004))
    b.add("metal", bar((-0.04, 0.065, 0.245), (0.04, 0.065, 0.245), 0.008, 8))
    outline = [(0.19, 0.128), (0.19, 0.19), (0.02, 0.32), (-0.03, 0.42), (-0.17, 0.42), (-0.19, 0.128)]
    b.add("body", profile(outline, 0.40, 0.010))
    b.add("metal", box(0.34, 0.10, 0.12, (0, 0.418, -0.10), 0.012))
    b.add("screen", box(0.28, 0.055, 0.006, (0, 0.44, -0.0395)), glow=v.on("lit"))
    slope = math.degrees(math.atan2(0.13, 0.17))
    for row in range(4):
        for column in range(7):
            share = (row + 0.6) / 4.4
            z, y = 0.19 - 0.17 * share, 0.19 + 0.13 * share
            key = cylinder(0.013, 0.022, (0, -0.006, 0), 10, 0.003).turn("x", 90 - slope - 40)
            b.add("keys", key.move(-0.15 + 0.05 * column, y, z), crease=60)
    b.add("metal", bent([(0.20, 0.22, 0.0), (0.245, 0.22, 0.0), (0.245, 0.30, 0.08)], 0.009, 0.02))
    b.add("keys", cylinder(0.016, 0.05, (0.245, 0.29, 0.085), 10, 0.006))


_WOOD = (0.36, 0.22, 0.14)
_RED = (0.62, 0.14, 0.12)

PIECES = (
    Piece(
        "bar_counter",
        "Bar counter",
        "bar",
        (
            Param("width", "Width", 3.0, 1.0, 12),
            Param("height", "Height", 1.1, 0.85, 1.25),
            Param("depth", "Depth", 0.7, 0.5, 1.0),
            Choice("kind", "Kind", "panelled", ("panelled", "diner")),
            Switch("rail", "Foot rail", True),
            Switch("taps", "Beer taps", False),
        ),
        {
            "front": _WOOD,
            "panel": (0.31, 0.18, 0.11),
            "top": (0.24, 0.14, 0.09),
            "plinth": BLACK,
            "metal": (0.74, 0.62, 0.36),
            "handles": BLACK,
        },
        "set",
        "bar",
        "bar counter",
        (3.0, 1.1, 0.712),
        _bar_counter,
        _bar_counter_spots,
        tags=("pub", "saloon", "diner", "café", "tavern", "counter"),
    ),
    Piece(
        "back_bar",
        "Back bar",
        "bar",
        (
            Param("width", "Width", 2.6, 1.0, 10),
            Param("height", "Height", 2.25, 1.6, 3.2),
            Param("depth", "Depth", 0.5, 0.4, 0.8),
            Param("shelves", "Shelves", 2, 1, 5, "count"),
            Param("full", "Full", 0.9, 0, 1, ""),
            Param("seed", "Bottles", 1, 0, 9999, "count"),
        ),
        {
            "body": _WOOD,
            "top": (0.24, 0.14, 0.09),
            "mirror": (0.62, 0.68, 0.70),
            "metal": (0.74, 0.62, 0.36),
            "bottles 1": (0.16, 0.30, 0.18),
            "bottles 2": (0.46, 0.27, 0.11),
            "bottles 3": (0.72, 0.76, 0.76),
            "bottles 4": (0.50, 0.12, 0.12),
        },
        "set",
        "shelf",
        "shelves of bottles behind a bar",
        (2.64, 2.25, 0.51),
        _back_bar,
        tags=("bottles", "liquor", "pub", "mirror", "shelf", "spirits"),
    ),
    Piece(
        "bar_stool",
        "Bar stool",
        "bar",
        (
            Choice("kind", "Kind", "chrome", ("chrome", "back", "wood")),
            Param("height", "Seat height", 0.76, 0.55, 0.85),
            Param("width", "Seat width", 0.36, 0.3, 0.45),
        ),
        {"seat": _RED, "metal": CHROME},
        "prop",
        "stool",
        "bar stool",
        (0.42, 0.76, 0.42),
        _bar_stool,
        _bar_stool_spots,
        tags=("pub", "diner", "counter", "seat", "swivel"),
    ),
    Piece(
        "coffee_machine",
        "Espresso machine",
        "bar",
        (Param("width", "Width", 0.74, 0.4, 1.2),),
        {"body": (0.40, 0.12, 0.11), "metal": STEEL, "dark": BLACK, "cups": WHITE},
        "prop",
        "pot",
        "espresso machine",
        (0.74, 0.56, 0.57),
        _coffee_machine,
        tags=("coffee", "café", "barista", "machine"),
    ),
    Piece(
        "cash_register",
        "Cash register",
        "bar",
        (Choice("kind", "Kind", "classic", ("classic", "till")), Switch("lit", "Display lit", False)),
        {"body": (0.44, 0.46, 0.44), "metal": CHROME, "keys": WHITE, "dark": SCREEN, "screen": PICTURE},
        "prop",
        "computer",
        "cash register",
        (0.48, 0.518, 0.478),
        _cash_register,
        tags=("till", "shop", "checkout", "money", "cashier"),
    ),
)
