"""Living room: coffee table, television and its stand, cushion, radiator."""

from __future__ import annotations

import math

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import (
    BLACK,
    GREY,
    OAK,
    PICTURE,
    SCREEN,
    WALNUT,
    WHITE,
    carcass,
    knob,
    legs,
    oblong,
    screen,
)
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.pieces_furniture import cupboard_door
from previz.kit.solids import box, cylinder, lathe, prism, rounded, slab, tube


# --------------------------------------------------------------------------------------- coffee table
def _coffee_table(b: Builder, v: Values) -> None:
    w, d, h = v["width"], v["depth"], v["height"]
    if v.word("shape") == "round":
        b.add("top", cylinder(0.5, 0.024, segments=48, bevel=0.007).scale(w, 1, d).move(y=h - 0.024))
        for i in range(3):
            a = math.radians(120 * i + 30)
            foot = (0.38 * w * math.sin(a), 0.0, 0.38 * d * math.cos(a))
            head = (0.24 * w * math.sin(a), h - 0.02, 0.24 * d * math.cos(a))
            b.add("legs", tube([foot, head], [0.012, 0.021], 12))
        return
    b.add("top", slab(oblong(w, d, 0.03), 0.03, 0.008, h - 0.03))
    thick = 0.05
    legs(b, "legs", w - 0.06, d - 0.06, h - 0.028, thick, 0.75)
    for s in (-1, 1):
        z, x = s * (d / 2 - 0.055), s * (w / 2 - 0.055)
        b.add("legs", box(w - 0.12, 0.055, 0.020, (0, h - 0.085, z), 0.002))
        b.add("legs", box(0.020, 0.055, d - 0.12, (x, h - 0.085, 0), 0.002))
    if v.on("shelf"):
        b.add("top", box(w - 0.10, 0.018, d - 0.10, (0, 0.36 * h, 0), 0.004))


def _coffee_table_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("sit", (0.0, 0.0, v["depth"] / 2 - 0.16), 0.0, v["height"]),)


# ----------------------------------------------------------------------------------------- television
def _tv(b: Builder, v: Values) -> None:
    w, lit, kind = v["width"], v.on("lit"), v.word("kind")
    if kind == "tube":
        _tube_set(b, w, lit)
        return
    h = 0.5625 * (w - 0.024) + 0.027
    up = b.placed(y=0.055 if kind == "feet" else 0.0)
    screen(up, "case", "picture" if lit else "screen", w, h, 0.032, lit)
    up.add("case", rounded(0.62 * w, 0.44 * h, 0.035, 0.016, (0, 0.10 * h, -0.028)))
    if kind == "wall":
        up.add("case", box(0.20, 0.20, 0.03, (0, 0.5 * h, -0.055), 0.003))
        return
    for s in (-1, 1):
        foot = [(-0.13, 0.0), (0.13, 0.0), (0.13, 0.006), (0.02, 0.062), (-0.02, 0.062), (-0.13, 0.006)]
        b.add("case", prism(foot, 0.022, 0.003).turn("y", 90 - 8 * s).move(x=s * 0.36 * w))


def _tube_set(b: Builder, w: float, lit: bool) -> None:
    """A set of the 1980s: a cabinet with a bulging tube, knobs and a loudspeaker beside it."""
    h, d = 0.74 * w, 0.66 * w
    b.add("case", rounded(w, h, 0.42 * d, 0.02, (0, 0.012, 0.29 * d), steps=2, seams="faces"), crease=60)
    tail = [(-0.5 * d, 0.12 * h), (0.1 * d, 0.03), (0.1 * d, h - 0.02), (-0.5 * d, 0.72 * h)]
    b.add("case", prism(tail, 0.84 * w, 0.012).turn("y", -90))
    for s in (-1, 1):
        b.add("case", box(0.05, 0.014, 0.3 * d, (s * 0.38 * w, 0, 0.25 * d)))
    front, x = 0.5 * d, -0.11 * w
    rim = np.asarray(oblong(0.70 * w, 0.86 * h, 0.06))
    b.add("rim", prism(rim, 0.016, 0.004, [polygon.offset(rim, 0.022)]).move(x, 0.012 + h / 2, front + 0.004))
    bulge = rounded(0.67 * w, 0.80 * h, 0.06, 0.05, (x, 0.012 + 0.10 * h, front - 0.017), steps=3)
    b.add("picture" if lit else "screen", bulge, crease=80, glow=lit)
    for i in range(2):
        dial = cylinder(0.035, 0.022, segments=20, bevel=0.004).turn("x", 90)
        b.add("rim", dial.move(0.37 * w, (0.80 - 0.2 * i) * h, front - 0.002))
    for i in range(5):
        b.add("rim", box(0.17 * w, 0.008, 0.008, (0.37 * w, (0.12 + 0.06 * i) * h, front), 0.001))


def _tv_stand(b: Builder, v: Values) -> None:
    w, h, d, doors = v["width"], v["height"], v["depth"], v.count("doors")
    legs(b, "legs", w - 0.10, d - 0.06, 0.13, 0.035, 0.6)
    up = b.placed(y=0.125)
    carcass(up, "body", w, h - 0.125, d)
    tall, each = h - 0.125 - 0.042, (w - 0.04) / (doors + 1)
    for i in range(doors + 1):
        x = (i + 0.5) * each - (w - 0.04) / 2
        if i < doors + 1 and i != (doors + 1) // 2:
            place = up.placed(x, 0.021, d / 2 - 0.021)
            cupboard_door(place, "doors", each - 0.006, tall, "plain")
            place.add(
                "knobs", knob(0.012).move(0.36 * each * (1 if i < doors / 2 else -1), 0.72 * tall, 0.02)
            )
        else:
            up.add("body", box(each - 0.004, 0.014, d - 0.04, (x, 0.5 * tall, -0.006), 0.002))
        if i:
            edge = x - each / 2
            up.add("body", box(0.016, tall + 0.004, d - 0.03, (edge, 0.018, -0.008), 0.0015))


# ----------------------------------------------------------------------------------- cushion and radiator
def _cushion(b: Builder, v: Values) -> None:
    w, thick = v["width"], v["thickness"]
    shape = rounded(w, thick, w, 0.3 * thick, steps=3, inner=(5, 1, 5), seams="piped")
    u, t = 2 * shape.points[:, 0] / w, 2 * shape.points[:, 2] / w
    full = np.clip((1 - u**2) * (1 - t**2), 0, 1) ** 0.4
    points = shape.points.copy()
    points[:, 1] = thick / 2 + (points[:, 1] - thick / 2) * (0.14 + 0.86 * full)
    points[:, 0] *= 1 - 0.09 * (1 - t**2)
    points[:, 2] *= 1 - 0.09 * (1 - u**2)
    b.add("cloth", shape.bend(points), crease=80)


def _cushion_spots(v: Values) -> tuple[Spot, ...]:
    x = 0.42 * v["width"]
    return tuple(Spot("hold", (s * x, 0.5 * v["thickness"], 0.0), 90.0 * s) for s in (-1, 1))


# --------------------------------------------------------------------------------- radiator
def _radiator(b: Builder, v: Values) -> None:
    w, h = v["width"], v["height"]
    if v.word("kind") == "panel":
        for z in (-0.026, 0.026):
            b.add("body", box(w, h - 0.13, 0.016, (0, 0.12, z), 0.004))
        count = max(4, round(w / 0.07))
        for i in range(count):
            rib = rounded(0.42 * w / count, h - 0.20, 0.012, 0.005, steps=1)
            b.add("body", rib.move((i + 0.5) * w / count - w / 2, 0.155, 0.034), crease=70)
        b.add("body", box(w + 0.006, 0.014, 0.074, (0, h - 0.014, 0), 0.004))
        feet = (-0.40 * w, 0.40 * w)
        for x in feet:
            b.add("body", box(0.03, 0.13, 0.03, (x, 0, 0), 0.003))
    else:
        _columns(b, w, h)
    x = w / 2 - 0.01
    b.add("pipe", tube([(x, 0.16, 0), (x + 0.05, 0.16, 0)], 0.009, 8))
    b.add("pipe", tube([(x + 0.055, 0.0, 0), (x + 0.055, 0.17, 0)], 0.009, 8))
    b.add("valve", cylinder(0.02, 0.06, (x + 0.055, 0.165, 0), 14, 0.006))


def _columns(b: Builder, w: float, h: float) -> None:
    """Cast sections side by side."""
    count = max(2, round(w / 0.06))
    each = w / count
    loop = np.asarray(oblong(0.14, h - 0.07, 0.06, 2))
    for i in range(count):
        x = (i + 0.5) * each - w / 2
        section = prism(loop, 0.84 * each, 0.25 * each).turn("y", 90)
        b.add("body", section.move(x, 0.07 + (h - 0.07) / 2, 0), crease=60)
        if i in (0, count - 1):
            for z in (-0.045, 0.045):
                b.add("body", lathe([(0.020, 0), (0.014, 0.03), (0.016, 0.09)], 10).move(x, 0, z))
    for y in (0.12, h - 0.05):
        b.add("body", tube([(-w / 2 + 0.02, y, 0.0), (w / 2 - 0.02, y, 0.0)], 0.018, 10))


PIECES = (
    Piece(
        "coffee_table",
        "Coffee table",
        "living",
        (
            Param("width", "Length", 1.1, 0.4, 2.4),
            Param("depth", "Depth", 0.6, 0.3, 1.4),
            Param("height", "Height", 0.42, 0.25, 0.6),
            Choice("shape", "Top", "oblong", ("oblong", "round")),
            Switch("shelf", "Shelf below", True),
        ),
        {"top": OAK, "legs": (0.54, 0.38, 0.24)},
        "prop",
        "coffee table",
        "low coffee table",
        (1.1, 0.42, 0.6),
        _coffee_table,
        _coffee_table_spots,
        tags=("low table", "lounge", "sofa table"),
    ),
    Piece(
        "tv",
        "Television",
        "living",
        (
            Param("width", "Width", 1.23, 0.35, 2.2),
            Choice("kind", "Kind", "feet", ("feet", "wall", "tube")),
            Switch("lit", "On", False),
        ),
        {"case": BLACK, "screen": SCREEN, "picture": PICTURE, "rim": GREY},
        "prop",
        "television receiver",
        "television",
        (1.23, 0.76, 0.26),
        _tv,
        tags=("tv", "telly", "screen", "set", "crt"),
    ),
    Piece(
        "tv_stand",
        "Television stand",
        "living",
        (
            Param("width", "Length", 1.6, 0.6, 3),
            Param("height", "Height", 0.5, 0.3, 0.9),
            Param("depth", "Depth", 0.4, 0.28, 0.6),
            Param("doors", "Doors", 2, 1, 5, "count"),
        ),
        {"body": WALNUT, "doors": (0.46, 0.32, 0.22), "legs": WALNUT, "knobs": (0.70, 0.58, 0.34)},
        "prop",
        "cabinet",
        "low media cabinet",
        (1.6, 0.5, 0.42),
        _tv_stand,
        tags=("sideboard", "media unit", "lowboard", "cabinet"),
    ),
    Piece(
        "cushion",
        "Cushion",
        "living",
        (Param("width", "Width", 0.45, 0.2, 0.9), Param("thickness", "Thickness", 0.16, 0.08, 0.3)),
        {"cloth": (0.62, 0.38, 0.26)},
        "prop",
        "cushion",
        "scatter cushion",
        (0.435, 0.16, 0.435),
        _cushion,
        _cushion_spots,
        tags=("pillow", "throw", "soft"),
    ),
    Piece(
        "radiator",
        "Radiator",
        "living",
        (
            Param("width", "Length", 1.0, 0.3, 3),
            Param("height", "Height", 0.6, 0.35, 1.8),
            Choice("kind", "Kind", "column", ("column", "panel")),
        ),
        {"body": WHITE, "pipe": (0.72, 0.58, 0.42), "valve": WHITE},
        "set",
        "radiator",
        "radiator",
        (1.06, 0.6, 0.14),
        _radiator,
        tags=("heating", "heater"),
    ),
)
