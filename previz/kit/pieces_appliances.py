"""Kitchen machines: stove, washing machine, dishwasher, extractor hood; saucepan."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import BLACK, GLOW, GREY, STEEL, WHITE, bent, oblong, pull, side
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.solids import box, cylinder, hoop, lathe, prism, rounded, slab, torus, tube
from previz.scene.model import Vec3


# ---------------------------------------------------------------------------------------------- stove
def _stove(b: Builder, v: Values) -> None:
    w, h, d, gas = v["width"], v["height"], v["depth"], v.word("kind") == "gas"
    front, panel, low = d / 2 - 0.03, 0.105, 0.14
    b.add("body", box(w, h - 0.055, d - 0.035, (0, 0.035, -0.0155), 0.004))
    b.add("black", box(w - 0.05, 0.04, d - 0.10, (0, 0, -0.02)))
    b.add("body", box(w - 0.006, low - 0.004, 0.024, (0, 0.045, front + 0.008), 0.005))
    door = h - 0.02 - panel - low - 0.052
    _oven_door(b.placed(0, low + 0.046, front), w - 0.006, door, v["door"], v.on("lit"))
    b.add("body", box(w - 0.002, panel, 0.034, (0, h - 0.02 - panel, front + 0.012), 0.006))
    for i in range(5 if w < 0.75 else 6):
        x = (i - (2 if w < 0.75 else 2.5)) * 0.15 * w
        dial = cylinder(0.021, 0.024, segments=16, bevel=0.004, top=0.017).turn("x", 90)
        b.add("black", dial.move(x, h - 0.02 - 0.5 * panel, front + 0.028))
    b.add("top", box(w + 0.004, 0.022, d - 0.004, (0, h - 0.022, -0.001), 0.005))
    _rings(b.placed(y=h), w, d, gas)
    b.add("body", box(w, 0.10, 0.022, (0, h - 0.004, -d / 2 + 0.013), 0.006))


def _oven_door(b: Builder, w: float, h: float, open_deg: float, lit: bool) -> None:
    """Door 26 mm thick, hinged along its lower edge; open, it shows the oven."""
    frame = polygon.rectangle(-w / 2, 0.0, w / 2, h)
    hole = polygon.rectangle(-0.34 * w, 0.22 * h, 0.34 * w, 0.70 * h)
    panes = (
        ("body", prism(frame, 0.026, 0.004, [polygon.round_corners(hole, 0.02, 2)]).move(z=0.014)),
        ("window" if not lit else "light", box(0.69 * w, 0.49 * h, 0.008, (0, 0.215 * h, 0.012))),
        ("steel", pull(0.80 * w, 0.045, 0.009).move(0, 0.88 * h, 0.027)),
    )
    for part, shape in panes:
        turned = shape.turn("x", open_deg, (0, 0.004, 0.014))
        b.add(part, turned, glow=part == "light", crease=60 if part == "steel" else 35)
    if open_deg > 1:
        b.add("black", box(0.84 * w, 0.86 * h, 0.004, (0, 0.06 * h, 0.0015)))
        for share in (0.32, 0.58):
            b.add("steel", box(0.80 * w, 0.006, 0.012, (0, share * h, 0.006)))


def _rings(b: Builder, w: float, d: float, gas: bool) -> None:
    columns = (-0.25 * w, 0.25 * w) if w < 0.75 else (-0.31 * w, 0.0, 0.31 * w)
    for i, x in enumerate(columns):
        for j, z in enumerate((-0.20 * d, 0.22 * d)):
            r = 0.085 if (i + j) % 2 else 0.07
            if not gas:
                b.add("black", cylinder(r, 0.010, (x, -0.002, z), 24, 0.003))
                b.add("steel", torus(r + 0.005, 0.004, 24, 4).move(x, 0.001, z), crease=80)
                continue
            b.add("steel", cylinder(0.05, 0.012, (x, -0.002, z), 18, 0.003))
            b.add("black", cylinder(0.034, 0.010, (x, 0.009, z), 18, 0.003))
    if gas:
        for s in (-1, 1):
            grid = b.placed(s * 0.245 * w, 0.0, 0.01 * d)
            wide, deep = 0.44 * w, 0.78 * d
            for z in (-0.5, -0.27, 0.0, 0.27, 0.5):
                grid.add("black", box(wide, 0.010, 0.010, (0, 0.022, z * deep)))
            for x in (-0.5, 0.0, 0.5):
                grid.add("black", box(0.010, 0.0104, deep + 0.012, (x * wide, 0.0213, 0)))
            for x in (-0.5, 0.5):
                for z in (-0.5, 0.5):
                    grid.add("black", box(0.012, 0.026, 0.012, (x * wide, -0.002, z * deep)))


def _stove_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("stand", (0.0, 0.0, v["depth"] / 2 + 0.25), 180.0),)


# ----------------------------------------------------------------------- washing machine, dishwasher
def _machine(b: Builder, w: float, h: float, d: float) -> float:
    """Case with a top and a panel; returns the z of its front."""
    front = d / 2 - 0.02
    b.add("body", box(w, h - 0.035, d - 0.022, (0, 0.015, -0.011), 0.006))
    b.add("body", box(w + 0.002, 0.024, d, (0, h - 0.024, 0), 0.006))
    for x in (-0.42 * w, 0.42 * w):
        for z in (-0.40 * d, 0.36 * d):
            b.add("black", cylinder(0.022, 0.02, (x, 0, z), 12))
    return front


def _washer(b: Builder, v: Values) -> None:
    w, h, d = v["width"], v["height"], v["depth"]
    front = _machine(b, w, h, d)
    b.add("body", box(w - 0.006, 0.11, 0.022, (0, h - 0.138, front + 0.004), 0.005))
    b.add("panel", box(0.30 * w, 0.055, 0.006, (0.14 * w, h - 0.11, front + 0.014), 0.002))
    b.add("body", box(0.28 * w, 0.075, 0.012, (-0.32 * w, h - 0.12, front + 0.013), 0.004))
    b.add(
        "chrome",
        cylinder(0.03, 0.026, segments=24, bevel=0.005)
        .turn("x", 90)
        .move(0.40 * w, h - 0.083, front + 0.012),
    )
    b.add("body", box(w - 0.006, 0.075, 0.012, (0, 0.025, front + 0.002), 0.004))
    y, r = 0.46 * h, 0.30 * w
    ring = [(r, 0.0), (r, 0.020), (0.93 * r, 0.034), (0.74 * r, 0.030), (0.70 * r, 0.012), (0.70 * r, 0.0)]
    door = (
        ("chrome", hoop(ring, 40).turn("x", 90), 35.0),
        (
            "glass",
            lathe([(0.71 * r, 0.004), (0.68 * r, 0.014), (0.45 * r, 0.026), (0.0, 0.030)], 32).turn("x", 90),
            60.0,
        ),
        ("chrome", rounded(0.03, 0.13, 0.02, 0.008, (0.86 * r, -0.065, 0.026)), 60.0),
    )
    for part, shape, crease in door:
        turned = shape.turn("y", -v["door"], (-r, 0, 0))
        b.add(part, turned.move(0, y, front - 0.006), crease=crease)
    if v["door"] > 1:
        b.add("glass", cylinder(0.72 * r, 0.006, segments=32).turn("x", 90).move(0, y, front - 0.0045))
        b.add(
            "chrome",
            hoop([(0.72 * r, 0), (0.80 * r, 0), (0.80 * r, 0.008), (0.72 * r, 0.008)], 32)
            .turn("x", 90)
            .move(0, y, front - 0.006),
        )


def _dishwasher(b: Builder, v: Values) -> None:
    w, h, d = v["width"], v["height"], v["depth"]
    front = _machine(b, w, h, d)
    tall = h - 0.14
    b.add("black", box(w - 0.03, 0.08, 0.012, (0, 0.02, front - 0.004)))
    parts = (
        ("body", box(w - 0.006, tall, 0.024, (0, 0, 0.012), 0.005), 35),
        ("panel", box(w - 0.03, 0.045, 0.006, (0, tall - 0.062, 0.023), 0.002), 35),
        ("chrome", pull(0.76 * w, 0.04, 0.008).move(0, tall - 0.115, 0.023), 60),
    )
    for part, shape, crease in parts:
        b.add(part, shape.turn("x", v["door"], (0, 0.0, 0.004)).move(0, 0.11, front - 0.004), crease=crease)
    if v["door"] > 1:
        b.add("black", box(w - 0.05, tall - 0.03, 0.006, (0, 0.13, front - 0.003)))
        for share in (0.16, 0.56):
            b.add("chrome", box(w - 0.08, 0.012, 0.05, (0, 0.11 + share * tall, front + 0.02), 0.003))
            for i in range(9):
                x = (i - 4) * (w - 0.12) / 8
                b.add("chrome", box(0.006, 0.085, 0.006, (x, 0.115 + share * tall, front + 0.035)))


# ------------------------------------------------------------------------------------ hood, saucepan
def _hood(b: Builder, v: Values) -> None:
    w, d, rise = v["width"], v["depth"], v["rise"]
    up = b.placed(y=rise)
    if v.word("kind") == "canopy":
        skirt = np.asarray(oblong(w, d, 0.006, 1))
        up.add("steel", slab(skirt, 0.05, 0.004))
        slope = [(-d / 2, 0.048), (d / 2 - 0.01, 0.048), (-d / 2 + 0.30, 0.24), (-d / 2, 0.24)]
        roof = side(slope, 1.0, 0.0)
        points = roof.points.copy()
        points[:, 0] *= (w - 0.02) * (1 - (1 - 0.30 / w) * (points[:, 1] - 0.048) / 0.192)
        up.add("steel", roof.bend(points))
    else:
        up.add("steel", box(w, 0.07, d, (0, 0, 0), 0.008))
    up.add("steel", box(0.26, v["flue"], 0.24, (0, 0.06, -d / 2 + 0.125), 0.004))
    up.add("black", box(w - 0.08, 0.006, d - 0.08, (0, -0.003, 0)))
    for x in (-0.3 * w, 0.3 * w):
        up.add(
            "light" if v.on("lit") else "window",
            cylinder(0.03, 0.004, (x, -0.0055, d / 2 - 0.08), 16),
            glow=v.on("lit"),
        )
    for i in range(4):
        up.add(
            "black",
            cylinder(0.009, 0.006, segments=10).turn("x", 90).move((i - 1.5) * 0.035, 0.025, d / 2 - 0.001),
        )


def _hood_lamp(v: Values) -> Vec3 | None:
    return (0.0, v["rise"] - 0.02, v["depth"] / 2 - 0.08) if v.on("lit") else None


def _saucepan(b: Builder, v: Values) -> None:
    r, h, long = v["width"] / 2, v["height"], v["handle"]
    wall = [
        (0.92 * r, 0),
        (0.97 * r, 0.006),
        (r, 0.02),
        (r, h - 0.003),
        (1.03 * r, h),
        (1.0 * r, h + 0.001),
        (0.97 * r, h - 0.004),
        (0.96 * r, 0.015),
        (0, 0.010),
    ]
    b.add("pan", lathe(wall, 36))
    y = 0.82 * h
    if v.word("kind") == "saucepan":
        grip = [
            (r - 0.0012, y, 0),
            (r + 0.05, y + 0.012, 0),
            (r + 0.4 * long, y + 0.028, 0),
            (r + long, y + 0.034, 0),
        ]
        path = polygon.curve(grip, 4)
        radius = np.interp(np.linspace(0, 1, len(path)), [0, 0.3, 0.75, 1], [0.006, 0.009, 0.011, 0.008])
        b.add("grip", tube(path, radius.tolist(), 10).scale(z=1.2), crease=80)
    else:
        for s in (-1, 1):
            loop = [
                (s * (r - 0.0012), y, -0.035),
                (s * (r + 0.032), y, -0.035),
                (s * (r + 0.032), y, 0.035),
                (s * (r - 0.0012), y, 0.035),
            ]
            b.add("grip", bent(loop, 0.006, 0.02, 8), crease=80)
    if v.on("lid"):
        dome = [(1.04 * r, h + 0.0005), (1.05 * r, h + 0.005), (0.75 * r, h + 0.018), (0.0, h + 0.024)]
        b.add("pan", lathe(dome, 36), crease=50)
        b.add(
            "grip",
            lathe([(0.008, 0), (0.007, 0.014), (0.019, 0.02), (0.018, 0.03), (0.0, 0.033)], 16).move(
                y=h + 0.020
            ),
        )


def _saucepan_spots(v: Values) -> tuple[Spot, ...]:
    r, y = v["width"] / 2, 0.82 * v["height"]
    if v.word("kind") == "saucepan":
        return (Spot("hold", (r + 0.72 * v["handle"], y + 0.03, 0.0), 90.0),)
    return tuple(Spot("hold", (s * (r + 0.03), y, 0.0), 90.0 * s) for s in (-1, 1))


_SIZE = (
    Param("width", "Width", 0.60, 0.45, 0.9),
    Param("height", "Height", 0.85, 0.7, 1.1),
    Param("depth", "Depth", 0.60, 0.45, 0.8),
)
_WHITE_GOODS = {"body": WHITE, "panel": (0.30, 0.32, 0.34), "chrome": (0.70, 0.72, 0.74), "black": BLACK}

PIECES = (
    Piece(
        "stove",
        "Stove",
        "kitchen",
        (
            Param("width", "Width", 0.60, 0.5, 1.2),
            Param("height", "Height", 0.91, 0.8, 1.0),
            Param("depth", "Depth", 0.62, 0.5, 0.75),
            Param("door", "Oven door open", 0, 0, 90, "deg"),
            Choice("kind", "Kind", "gas", ("gas", "electric")),
            Switch("lit", "Oven light", False),
        ),
        {
            "body": WHITE,
            "top": STEEL,
            "black": BLACK,
            "steel": STEEL,
            "window": (0.16, 0.16, 0.17),
            "light": GLOW,
        },
        "set",
        "stove",
        "kitchen stove with an oven",
        (0.604, 1.006, 0.67),
        _stove,
        _stove_spots,
        tags=("cooker", "oven", "range", "hob", "gas"),
    ),
    Piece(
        "washer",
        "Washing machine",
        "kitchen",
        (*_SIZE, Param("door", "Door open", 0, 0, 150, "deg")),
        {**_WHITE_GOODS, "glass": (0.20, 0.23, 0.26)},
        "set",
        "washer",
        "washing machine",
        (0.602, 0.85, 0.618),
        _washer,
        tags=("laundry", "tumble dryer", "launderette", "laundromat"),
    ),
    Piece(
        "dishwasher",
        "Dishwasher",
        "kitchen",
        (*_SIZE, Param("door", "Door open", 0, 0, 90, "deg")),
        _WHITE_GOODS,
        "set",
        "dishwasher",
        "dishwasher",
        (0.602, 0.85, 0.65),
        _dishwasher,
        tags=("machine", "appliance"),
    ),
    Piece(
        "hood",
        "Extractor hood",
        "kitchen",
        (
            Param("width", "Width", 0.60, 0.4, 1.5),
            Param("depth", "Depth", 0.48, 0.42, 0.8),
            Param("rise", "Above floor", 1.55, 0.5, 3),
            Param("flue", "Flue", 0.80, 0.3, 2),
            Choice("kind", "Kind", "canopy", ("canopy", "flat")),
            Switch("lit", "Lit", False),
        ),
        {"steel": STEEL, "black": GREY, "window": (0.80, 0.80, 0.78), "light": GLOW},
        "set",
        "hood",
        "extractor hood",
        (0.60, 0.866, 0.485),
        _hood,
        lamp=_hood_lamp,
        tags=("cooker hood", "fan", "range hood", "vent"),
    ),
    Piece(
        "saucepan",
        "Saucepan",
        "kitchen",
        (
            Param("width", "Width", 0.20, 0.1, 0.5),
            Param("height", "Height", 0.11, 0.04, 0.4),
            Param("handle", "Handle", 0.19, 0.1, 0.3),
            Choice("kind", "Kind", "saucepan", ("saucepan", "pot")),
            Switch("lid", "Lid", False),
        ),
        {"pan": STEEL, "grip": BLACK},
        "prop",
        "pot",
        "saucepan",
        (0.39, 0.132, 0.206),
        _saucepan,
        _saucepan_spots,
        tags=("pan", "pot", "cooking", "cookware", "frying pan"),
    ),
)
