"""Arms for the stage: pistol and knife."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.profiles import side_on
from previz.kit.shape import Shape
from previz.kit.solids import box, cylinder, rounded, slab, tube


def _pistol(b: Builder, v: Values) -> None:
    """Muzzle to +Z; upright on the heel of its grip, or lying on its left side."""
    lie = v.on("lying")
    drum = v.word("kind") == "revolver"
    local = b.placed(y=0.020 if drum else 0.0155) if lie else b
    parts: list[tuple[str, Shape]] = _revolver() if drum else _automatic()
    for part, shape in parts:
        local.add(part, shape.move(0, -0.07, 0).turn("z", 90) if lie else shape, crease=45)


_GUARD = [(0.028, 0.092), (0.030, 0.074), (0.044, 0.064), (0.062, 0.066), (0.070, 0.080), (0.071, 0.094)]


def _automatic() -> list[tuple[str, Shape]]:
    slide = [
        (-0.075, 0.106),
        (-0.078, 0.128),
        (-0.070, 0.134),
        (0.105, 0.134),
        (0.110, 0.129),
        (0.110, 0.108),
    ]
    grip = [(-0.066, 0.106), (-0.070, 0.094), (-0.058, 0.085), (-0.072, 0.006), (-0.066, 0.0), (-0.022, 0.0)]
    frame = [
        *grip,
        (-0.018, 0.006),
        (0.000, 0.066),
        (0.030, 0.082),
        (0.075, 0.086),
        (0.098, 0.090),
        (0.098, 0.106),
    ]
    panel = [
        (-0.050, 0.084),
        (-0.064, 0.014),
        (-0.060, 0.010),
        (-0.030, 0.010),
        (-0.026, 0.014),
        (-0.010, 0.070),
    ]
    trigger = [(0.038, 0.088), (0.044, 0.089), (0.041, 0.076), (0.046, 0.070), (0.036, 0.077)]
    return [
        ("metal", side_on(slide, 0.025, 0.003)),
        ("frame", side_on(frame, 0.021, 0.002)),
        ("grip", side_on(panel, 0.030, 0.003)),
        ("frame", tube(polygon.curve([(0, y, z) for z, y in _GUARD], 2), 0.0030, 6)),
        ("frame", side_on(trigger, 0.007)),
        ("frame", cylinder(0.0062, 0.004, segments=10).turn("x", 90).move(0, 0.122, 0.109)),
        ("frame", box(0.004, 0.005, 0.008, (0, 0.133, 0.098))),
        ("frame", box(0.014, 0.006, 0.008, (0, 0.1335, -0.066))),
        ("frame", box(0.0262, 0.012, 0.045, (0, 0.118, 0.008), 0.001)),
    ]


def _revolver() -> list[tuple[str, Shape]]:
    frame = [(-0.052, 0.090), (-0.050, 0.136), (0.040, 0.138), (0.040, 0.088), (0.0, 0.088), (-0.030, 0.074)]
    gap = [(-0.022, 0.098), (0.024, 0.098), (0.024, 0.131), (-0.022, 0.131)]
    back = polygon.curve([(-0.052, 0.105), (-0.058, 0.080), (-0.088, 0.035), (-0.096, 0.002)], 3)
    fore = polygon.curve([(-0.058, 0.0), (-0.052, 0.020), (-0.036, 0.056), (-0.026, 0.085)], 3)
    hammer = [(-0.052, 0.122), (-0.066, 0.142), (-0.071, 0.136), (-0.062, 0.118), (-0.052, 0.108)]
    trigger = [(0.010, 0.084), (0.016, 0.084), (0.018, 0.070), (0.022, 0.062), (0.012, 0.068)]
    guard = [(0, y - 0.010, z - 0.024) for z, y in _GUARD]
    return [
        ("frame", side_on(frame, 0.022, 0.002, (gap,))),
        ("metal", cylinder(0.0195, 0.044, segments=12, bevel=0.003).turn("x", 90).move(0, 0.1145, -0.021)),
        ("metal", cylinder(0.0078, 0.110, segments=12).turn("x", 90).move(0, 0.124, 0.036)),
        ("metal", side_on([(0.04, 0.108), (0.120, 0.111), (0.120, 0.119), (0.04, 0.119)], 0.010, 0.002)),
        ("metal", side_on([(0.118, 0.128), (0.144, 0.128), (0.140, 0.139)], 0.004)),
        ("grip", side_on(np.concatenate([back, fore]), 0.030, 0.007)),
        ("frame", side_on(hammer, 0.008, 0.001)),
        ("frame", side_on(trigger, 0.007)),
        ("frame", tube(polygon.curve(guard, 2), 0.0030, 6)),
    ]


def _pistol_spots(v: Values) -> tuple[Spot, ...]:
    grip = (0.0, 0.055, -0.045) if v.word("kind") == "automatic" else (0.0, 0.045, -0.068)
    if v.on("lying"):
        lift = 0.0155 if v.word("kind") == "automatic" else 0.020
        grip = (0.07 - grip[1], lift, grip[2])
    return (Spot("hold", grip),)


# ----------------------------------------------------------------------------------------------- knife
def _knife(b: Builder, v: Values) -> None:
    """Flat on the table, point towards +Z."""
    long, kind = v["length"], v.word("kind")
    handle = min(0.12, 0.42 * long)
    blade = long - handle
    z0 = -long / 2 + handle
    wide = {"kitchen": 0.042, "dagger": 0.030, "table": 0.020}[kind]
    t = np.linspace(0, 1, 9)
    if kind == "dagger":
        edge = np.concatenate([np.stack([wide / 2 * (1 - t**3), z0 + t * blade], 1)[:-1], [(0, z0 + blade)]])
        plan = np.concatenate([edge, (edge * [-1, 1])[-2::-1]])
    else:
        tip, bow = (0.75, 4) if kind == "kitchen" else (0.45, 8)
        edge = np.stack([wide / 2 - wide * (1 - tip * t**bow), z0 + t * blade], 1)
        plan = np.concatenate([edge, [(wide / 2, z0 + 0.78 * blade), (wide / 2, z0)]])
    b.add("blade", slab(plan, 0.0028, 0.001, 0.0065))
    grip = [
        (-0.010, z0 + 0.006),
        (-0.0115, z0 - 0.2 * handle),
        (-0.009, z0 - 0.6 * handle),
        (-0.013, -long / 2 + 0.008),
        (-0.008, -long / 2),
    ]
    right = polygon.curve(np.array(grip), 2)
    b.add("handle", slab(np.concatenate([right, (right * [-1, 1])[::-1]]), 0.016, 0.005))
    if kind == "dagger":
        b.add("metal", rounded(0.070, 0.014, 0.012, 0.005, (0, 0.001, z0 + 0.004), steps=1))
    else:
        for i in range(3):
            b.add("metal", cylinder(0.003, 0.0010, (0, 0.0158, z0 - (0.22 + 0.26 * i) * handle), 8))


def _knife_spots(v: Values) -> tuple[Spot, ...]:
    handle = min(0.12, 0.42 * v["length"])
    return (Spot("hold", (0.0, 0.008, -v["length"] / 2 + handle / 2)),)


PIECES = (
    Piece(
        "pistol",
        "Pistol",
        "hand props",
        (
            Choice("kind", "Kind", "automatic", ("automatic", "revolver")),
            Switch("lying", "Lying on its side", False),
        ),
        {"metal": (0.24, 0.25, 0.27), "frame": (0.15, 0.155, 0.165), "grip": (0.27, 0.18, 0.12)},
        "prop",
        "gun",
        "pistol",
        (0.03, 0.14, 0.191),
        _pistol,
        _pistol_spots,
        tags=("gun", "weapon", "handgun", "revolver", "crime"),
    ),
    Piece(
        "knife",
        "Knife",
        "hand props",
        (
            Choice("kind", "Kind", "kitchen", ("kitchen", "dagger", "table")),
            Param("length", "Length", 0.31, 0.12, 0.6),
        ),
        {"blade": (0.74, 0.76, 0.78), "handle": (0.17, 0.12, 0.09), "metal": (0.62, 0.64, 0.66)},
        "prop",
        "knife",
        "knife",
        (0.042, 0.0168, 0.31),
        _knife,
        _knife_spots,
        tags=("blade", "weapon", "dagger", "cutlery"),
    ),
)
