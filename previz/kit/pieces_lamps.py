"""Lamps of a home and of a street."""

from __future__ import annotations

import math

from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Switch, Values
from previz.kit.shape import Shape
from previz.kit.solids import ball, cylinder, hoop, lathe, tube
from previz.scene.model import Vec3

GLOW = (1.0, 0.92, 0.72)
_SHADES = {"table": (0.15, 0.09, 0.20), "floor": (0.22, 0.14, 0.26), "pendant": (0.20, 0.06, 0.20)}
"""Kind → radius below, radius above, height."""


def _open_shade(below: float, above: float, height: float) -> Shape:
    """Cloth shade, open above and below."""
    t = 0.003
    return hoop([(below, 0.0), (above, height), (above - t, height), (below - t, 0.0)])


def _lamp(b: Builder, v: Values) -> None:
    kind, height, size = v.word("kind"), v["height"], v["size"]
    below, above, tall = (size * n for n in _SHADES[kind])
    lit = v.on("lit")
    if kind == "pendant":
        bottom = height
        b.add("shade", lathe(_pendant(below, tall), 40).move(y=bottom), crease=50)
        b.add("base", cylinder(0.03, 0.05, (0, bottom + tall, 0), bevel=0.006))
        b.add("base", cylinder(0.004, v["drop"], (0, bottom + tall + 0.05, 0), 8))
        b.add("base", cylinder(0.05, 0.025, (0, bottom + tall + v["drop"] + 0.04, 0), 24, 0.006))
        b.add("bulb", ball(0.075, 0.085, 0.075, (0, bottom + 0.055, 0)), glow=lit, crease=60)
        return
    bottom = height - tall
    foot = 0.5 * below + 0.02 if kind == "table" else 0.14
    b.add("base", _stem(kind, foot, bottom + 0.35 * tall))
    for i in range(3):
        a = math.radians(120 * i)
        r = above - 0.006
        b.add(
            "base",
            tube([(0, height - 0.03, 0), (r * math.cos(a), height - 0.012, r * math.sin(a))], 0.002, 6),
        )
    b.add("base", cylinder(0.003, 0.65 * tall - 0.02, (0, bottom + 0.35 * tall, 0), 8))
    b.add("shade", _open_shade(below, above, tall).move(y=bottom), glow=lit)
    b.add("bulb", ball(0.06, 0.075, 0.06, (0, bottom + 0.46 * tall, 0)), glow=lit, crease=60)


def _pendant(below: float, tall: float) -> list[tuple[float, float]]:
    t = 0.005
    outer = [
        (0.03, tall),
        (0.20 * below + 0.015, 0.93 * tall),
        (0.45 * below, 0.72 * tall),
        (0.78 * below, 0.36 * tall),
        (below, 0.0),
    ]
    inner = [
        (below - t, 0.0),
        (0.78 * below - t, 0.36 * tall - t),
        (0.45 * below - t, 0.72 * tall - 2 * t),
        (0.0, 0.90 * tall - t),
    ]
    return outer + inner


def _stem(kind: str, foot: float, top: float) -> Shape:
    if kind == "floor":
        return lathe(
            [
                (foot, 0),
                (foot, 0.014),
                (foot - 0.01, 0.022),
                (0.03, 0.034),
                (0.011, 0.06),
                (0.011, top),
                (0.02, top + 0.005),
                (0.02, top + 0.05),
            ],
            28,
        )
    h = top
    return lathe(
        [
            (foot, 0),
            (foot, 0.012),
            (0.8 * foot, 0.024),
            (0.30 * foot, 0.05),
            (0.42 * foot, 0.16 * h),
            (0.72 * foot, 0.34 * h),
            (0.74 * foot, 0.46 * h),
            (0.46 * foot, 0.66 * h),
            (0.2 * foot, 0.76 * h),
            (0.012, 0.82 * h),
            (0.012, h),
            (0.018, h),
            (0.018, h + 0.04),
        ],
        32,
    )


def _lamp_position(v: Values) -> Vec3 | None:
    kind = v.word("kind")
    tall = v["size"] * _SHADES[kind][2]
    if not v.on("lit"):
        return None
    return (0.0, v["height"] + 0.03 if kind == "pendant" else v["height"] - 0.54 * tall, 0.0)


PIECES = (
    Piece(
        "lamp",
        "Lamp",
        "furniture",
        (
            Choice("kind", "Kind", "table", ("table", "floor", "pendant")),
            Param("height", "Height", 0.48, 0.2, 6),
            Param("size", "Shade size", 1.0, 0.5, 3, ""),
            Param("drop", "Cable", 0.7, 0.05, 6),
            Switch("lit", "Lit", True),
        ),
        {"base": (0.24, 0.27, 0.29), "shade": (0.93, 0.84, 0.66), "bulb": GLOW},
        "prop",
        "lamp",
        "lamp with a shade",
        (0.30, 0.48, 0.30),
        _lamp,
        lamp=_lamp_position,
    ),
)
