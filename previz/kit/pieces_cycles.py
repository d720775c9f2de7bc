"""Two wheels: bicycle and motorbike. They face +Z and stand on y = 0."""

from __future__ import annotations

import math

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import BLACK, CHROME, GREY, bar, bent, oblong
from previz.kit.joinery import side as profile
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Shape
from previz.kit.solids import box, cylinder, rounded, torus, tube
from previz.scene.model import Vec3

_R = 0.34
"""Radius of a bicycle's wheel with its tyre."""


def _upright(shape: Shape, y: float, z: float, x: float = 0.0) -> Shape:
    """A shape about the Y axis, turned to roll along Z."""
    return shape.turn("z", 90).move(x, y, z)


# -------------------------------------------------------------------------------------------- bicycle
def _bicycle(b: Builder, v: Values) -> None:
    rear, front = (0.0, _R, -0.52), (0.0, _R, 0.52)
    crank, seat, head = (0.0, 0.28, -0.09), (0.0, 0.80, -0.27), (0.0, 0.86, 0.30)
    low_head = (0.0, 0.70, 0.345)
    for axle in (rear, front):
        _wheel(b, axle)
    lady = v.word("kind") == "step-through"
    top = ((0.0, 0.52, -0.18), low_head) if lady else ((0.0, 0.76, -0.255), (0.0, 0.83, 0.305))
    for start, end, r in ((crank, low_head, 0.017), (crank, seat, 0.0155), (*top, 0.015)):
        b.add("frame", bar(start, end, r), crease=60)
    b.add("frame", bar(low_head, head, 0.019), crease=60)
    for s in (-1, 1):
        b.add(
            "frame", bar((s * 0.012, crank[1], crank[2]), (s * 0.055, rear[1], rear[2]), 0.010, 8), crease=60
        )
        b.add("frame", bar((s * 0.012, 0.74, -0.25), (s * 0.055, rear[1], rear[2]), 0.008, 8), crease=60)
        fork = polygon.curve([(s * 0.022, 0.685, 0.35), (s * 0.052, 0.50, 0.415), (s * 0.052, _R, 0.52)], 3)
        b.add("frame", tube(fork, np.linspace(0.013, 0.008, len(fork)).tolist(), 8), crease=60)
    _saddle(b, seat, v["saddle"])
    _handlebar(b, head, v.word("kind"))
    _drive(b, crank, rear)
    if v.on("mudguards"):
        for axle, first, last in ((rear, 20.0, 205.0), (front, 25.0, 175.0)):
            arc = polygon.arc((axle[2], axle[1]), _R + 0.022, first, last, 12)
            path = np.column_stack([np.zeros(len(arc)), arc[:, 1], arc[:, 0]])
            b.add("trim", tube(path, 0.017, 6).scale(1.3, 1, 1), crease=80)
    if v.on("basket"):
        _basket(b.placed(0, 0.80, 0.56))
    b.add("trim", cylinder(0.035, 0.05, segments=14, bevel=0.006).turn("x", 90).move(0, 0.77, 0.37))
    b.add("lamp", cylinder(0.028, 0.006, segments=14).turn("x", 90).move(0, 0.77, 0.422))


def _basket(b: Builder) -> None:
    """Wire basket, wider above, on the middle of its base."""
    rings = []
    for y, w, d in ((0.0, 0.28, 0.19), (0.11, 0.32, 0.22), (0.21, 0.36, 0.26)):
        plan = np.asarray(oblong(w, d, 0.04, 2))
        rings.append(np.column_stack([plan[:, 0], np.full(len(plan), y), plan[:, 1]]))
        b.add("basket", tube(rings[-1], 0.006, 5, closed=True), crease=70)
    for low, high in zip(rings[0], rings[2], strict=True):
        b.add("basket", bar(low.tolist(), high.tolist(), 0.004, 4), crease=70)
    for x in (-0.09, -0.03, 0.03, 0.09):
        b.add("basket", bar((x, 0.0, -0.094), (x, 0.0, 0.094), 0.004, 4), crease=70)


def _wheel(b: Builder, axle: Vec3) -> None:
    b.add("tyre", _upright(torus(_R - 0.019, 0.019, 32, 7), axle[1], axle[2]), crease=70)
    b.add("metal", _upright(torus(_R - 0.042, 0.009, 32, 5), axle[1], axle[2]), crease=70)
    b.add("metal", bar((-0.065, axle[1], axle[2]), (0.065, axle[1], axle[2]), 0.012, 8), crease=60)
    b.add("metal", bar((-0.03, axle[1], axle[2]), (0.03, axle[1], axle[2]), 0.024, 10), crease=60)
    for i in range(14):
        a = 2 * math.pi * i / 14
        hub = (0.022 * (-1) ** i, axle[1] + 0.02 * math.sin(a + 0.5), axle[2] + 0.02 * math.cos(a + 0.5))
        rim = (0.0, axle[1] + (_R - 0.045) * math.sin(a), axle[2] + (_R - 0.045) * math.cos(a))
        b.add("metal", bar(hub, rim, 0.0018, 3), crease=90)


def _saddle(b: Builder, seat: Vec3, height: float) -> None:
    top = (0.0, height - 0.06, seat[2] - 0.26 * (height - seat[1]))
    b.add("metal", bar(seat, top, 0.013), crease=60)
    pad = rounded(0.20, 0.06, 0.27, 0.028, inner=(2, 1, 4), seams="piped")
    points = pad.points.copy()
    points[:, 0] *= np.interp(points[:, 2], [-0.135, -0.03, 0.06, 0.135], [1.0, 0.8, 0.36, 0.26])
    b.add("saddle", pad.bend(points).move(0, height - 0.062, top[2]), crease=60)


def _handlebar(b: Builder, head: Vec3, kind: str) -> None:
    y, z = head[1] + 0.14, head[2] - 0.02
    b.add("metal", bar(head, (0.0, y, z), 0.014), crease=60)
    b.add("metal", bar((0.0, y, z), (0.0, y + 0.01, z + 0.07), 0.014), crease=60)
    for s in (-1, 1):
        if kind == "racing":
            path = [(0, y + 0.01, z + 0.08), (s * 0.20, y + 0.01, z + 0.08), (s * 0.21, y, z + 0.19),
                    (s * 0.21, y - 0.10, z + 0.20), (s * 0.21, y - 0.13, z + 0.08)]  # fmt: skip
            b.add("metal", bent(path, 0.012, 0.045), crease=60)
            b.add("grips", bar((s * 0.21, y - 0.128, z + 0.12), (s * 0.21, y - 0.131, z + 0.075), 0.0155, 8))
        else:
            path = [
                (0, y + 0.01, z + 0.08),
                (s * 0.14, y + 0.02, z + 0.08),
                (s * 0.27, y + 0.05, z - 0.03),
                (s * 0.29, y + 0.05, z - 0.17),
            ]
            b.add("metal", bent(path, 0.011, 0.05), crease=60)
            b.add("grips", bar((s * 0.2825, y + 0.05, z - 0.06), (s * 0.291, y + 0.05, z - 0.178), 0.0165, 8))
            b.add(
                "metal",
                bent(
                    [
                        (s * 0.255, y + 0.03, z - 0.01),
                        (s * 0.28, y + 0.02, z - 0.06),
                        (s * 0.285, y + 0.015, z - 0.14),
                    ],
                    0.005,
                    0.02,
                    6,
                ),
            )


def _drive(b: Builder, crank: Vec3, rear: Vec3) -> None:
    x = 0.05
    b.add("metal", _upright(torus(0.088, 0.006, 24, 6), crank[1], crank[2], x), crease=60)
    b.add("metal", _upright(torus(0.038, 0.006, 16, 6), rear[1], rear[2], x), crease=60)
    for r0, r1, s in ((0.088, 0.038, 1), (0.088, 0.038, -1)):
        b.add("metal", bar((x, crank[1] + s * r0, crank[2]), (x, rear[1] + s * r1, rear[2]), 0.004, 5))
    for i in range(4):
        a = math.pi / 2 * i + 0.4
        b.add(
            "metal",
            bar(
                (x, crank[1], crank[2]),
                (x, crank[1] + 0.086 * math.sin(a), crank[2] + 0.086 * math.cos(a)),
                0.006,
                6,
            ),
        )
    b.add("metal", bar((-0.07, crank[1], crank[2]), (0.07, crank[1], crank[2]), 0.020, 10))
    for s in (-1, 1):
        tip = (s * 0.075, crank[1] - 0.06 * s, crank[2] + 0.155 * s)
        b.add("metal", bar((s * 0.072, crank[1], crank[2]), tip, 0.009, 8))
        b.add("grips", box(0.09, 0.018, 0.065, (s * 0.125, tip[1] - 0.009, tip[2]), 0.004))


def _bicycle_spots(v: Values) -> tuple[Spot, ...]:
    z = -0.27 - 0.26 * (v["saddle"] - 0.80) - 0.02
    low = v.word("kind") == "racing"
    grip = (0.21, 0.872, 0.375) if low else (0.287, 1.05, 0.16)
    return (
        Spot("sit", (0.0, 0.13, z), 0.0, v["saddle"] - 0.13),
        Spot("hold", grip),
        Spot("hold", (-grip[0], grip[1], grip[2])),
        Spot("stand", (0.55, 0.0, 0.0), 0.0),
    )


# ------------------------------------------------------------------------------------------ motorbike
_MR = 0.315


def _motorbike(b: Builder, v: Values) -> None:
    rear, front = -0.70, 0.74
    for z, wide in ((rear, 0.062), (front, 0.052)):
        _motor_wheel(b, z, wide)
    for s in (-1, 1):
        b.add("metal", bar((s * 0.095, _MR, front), (s * 0.095, 0.93, 0.43), 0.022), crease=60)
        b.add(
            "dark",
            bar((s * 0.095, _MR + 0.22, front - 0.115), (s * 0.095, _MR - 0.01, front + 0.005), 0.030),
            crease=60,
        )
        b.add("dark", bar((s * 0.105, _MR, rear), (s * 0.085, 0.42, -0.15), 0.024), crease=60)
        b.add("metal", bar((s * 0.135, 0.36, rear + 0.02), (s * 0.135, 0.70, -0.52), 0.020), crease=60)
        b.add(
            "dark",
            bent(
                [
                    (s * 0.05, 0.86, 0.40),
                    (s * 0.10, 0.55, 0.30),
                    (s * 0.10, 0.24, 0.20),
                    (s * 0.10, 0.24, -0.22),
                    (s * 0.09, 0.66, -0.30),
                    (s * 0.08, 0.72, -0.78),
                ],
                0.015,
                0.08,
            ),
            crease=60,
        )
    b.add("metal", box(0.25, 0.03, 0.075, (0, 0.90, 0.43), 0.008))
    b.add("metal", box(0.24, 0.03, 0.07, (0, 0.72, 0.535), 0.008))
    _engine(b)
    _tank_and_seat(b)
    _front(b, v.on("lit"))
    for z, first, last, lift in ((rear, 20.0, 165.0, 0.055), (front, 40.0, 150.0, 0.03)):
        arc = polygon.arc((z, _MR), _MR + lift, first, last, 12)
        path = np.column_stack([np.zeros(len(arc)), arc[:, 1], arc[:, 0]])
        b.add("body", tube(path, 0.03, 8).scale(2.6, 1, 1), crease=70)
    b.add("red", rounded(0.10, 0.06, 0.05, 0.02, (0, 0.66, -1.02), steps=1), glow=v.on("lit"))
    for s in (-1, 1):
        b.add("dark", bar((s * 0.12, 0.26, -0.14), (s * 0.30, 0.26, -0.14), 0.016, 8))
    if v.on("stand"):
        b.add("dark", bar((-0.10, 0.24, -0.05), (-0.24, 0.004, 0.05), 0.011, 8))


def _motor_wheel(b: Builder, z: float, wide: float) -> None:
    tyre = torus(_MR - wide, wide, 32, 10)
    b.add("tyre", _upright(tyre, _MR, z), crease=70)
    b.add("metal", _upright(torus(_MR - 2 * wide + 0.004, 0.018, 28, 6), _MR, z), crease=70)
    b.add("metal", bar((-0.09, _MR, z), (0.09, _MR, z), 0.035, 12), crease=60)
    b.add("metal", _upright(cylinder(0.12, 0.008, segments=24), _MR, z, 0.062), crease=60)
    for i in range(10):
        a = 2 * math.pi * i / 10
        rim = (0.0, _MR + (_MR - 2 * wide) * math.sin(a), z + (_MR - 2 * wide) * math.cos(a))
        b.add("metal", bar((0.03 * (-1) ** i, _MR, z), rim, 0.006, 5), crease=80)


def _engine(b: Builder) -> None:
    b.add("engine", rounded(0.26, 0.24, 0.40, 0.06, (0, 0.25, -0.02), steps=1), crease=60)
    for s in (-1, 1):
        cap = cylinder(0.095, 0.05, segments=20, bevel=0.012)
        b.add("metal", _upright(cap, 0.37, -0.10, 0.175 if s > 0 else -0.125))
    for i in range(6):
        b.add(
            "engine", rounded(0.22, 0.018, 0.20, 0.008, (0, 0.49 + 0.030 * i, 0.11), steps=1, seams="faces")
        )
    b.add("engine", box(0.15, 0.19, 0.14, (0, 0.48, 0.11), 0.006))
    for s in (1, -1):
        pipe = [
            (s * 0.06, 0.55, 0.20),
            (s * 0.10, 0.50, 0.32),
            (s * 0.15, 0.24, 0.27),
            (s * 0.17, 0.20, 0.0),
            (s * 0.17, 0.22, -0.30),
        ]
        b.add("metal", tube(polygon.curve(pipe, 4), 0.022, 10), crease=60)
        muffler = tube(
            [
                (s * 0.17, 0.22, -0.28),
                (s * 0.17, 0.25, -0.36),
                (s * 0.18, 0.33, -0.92),
                (s * 0.18, 0.335, -0.95),
            ],
            [0.024, 0.043, 0.048, 0.036],
            12,
        )
        b.add("metal", muffler, crease=50)


def _tank_and_seat(b: Builder) -> None:
    tank = rounded(0.28, 0.22, 0.50, 0.10, (0, 0, 0), steps=3, inner=(2, 1, 4))
    points = tank.points.copy()
    points[:, 0] *= np.interp(points[:, 2], [-0.25, -0.1, 0.1, 0.25], [0.72, 0.96, 1.06, 0.86])
    points[:, 1] += np.interp(points[:, 2], [-0.25, 0.1, 0.25], [-0.05, 0.01, 0.0])
    b.add("body", tank.bend(points).move(0, 0.70, 0.17), crease=60)
    b.add("metal", cylinder(0.035, 0.02, (0, 0.922, 0.22), 16, 0.005))
    outline = [
        (-0.86, 0.80),
        (-0.80, 0.86),
        (-0.45, 0.855),
        (-0.36, 0.80),
        (-0.12, 0.80),
        (-0.04, 0.84),
        (-0.04, 0.76),
        (-0.5, 0.72),
        (-0.84, 0.74),
    ]
    rounded_outline = polygon.round_corners(
        outline, [0.02, 0.02, 0.05, 0.05, 0.05, 0.02, 0.02, 0.05, 0.02], 3
    )
    b.add("saddle", profile(rounded_outline, 0.25, 0.03), crease=50)
    for s in (-1, 1):
        cover = polygon.round_corners([(-0.46, 0.50), (-0.14, 0.47), (-0.12, 0.68), (-0.50, 0.70)], 0.04, 3)
        b.add("body", profile(cover, 0.03, 0.01, x=s * 0.11), crease=50)


def _front(b: Builder, lit: bool) -> None:
    b.add("metal", rounded(0.19, 0.19, 0.16, 0.08, (0, 0.76, 0.55), steps=2), crease=60)
    b.add(
        "lamp", cylinder(0.083, 0.012, segments=24, bevel=0.004).turn("x", 90).move(0, 0.855, 0.630), glow=lit
    )
    b.add("metal", torus(0.086, 0.010, 24, 6).turn("x", 90).move(0, 0.855, 0.632), crease=70)
    for s in (-1, 1):
        path = [(0, 0.96, 0.42), (s * 0.16, 0.97, 0.42), (s * 0.24, 1.06, 0.37), (s * 0.38, 1.05, 0.22)]
        b.add("metal", bent(path, 0.012, 0.05), crease=60)
        b.add("grips", bar((s * 0.29, 1.056, 0.315), (s * 0.385, 1.05, 0.213), 0.019, 10))
        b.add("metal", bar((s * 0.24, 1.055, 0.38), (s * 0.35, 1.04, 0.31), 0.006, 6))
        b.add("metal", bar((s * 0.23, 1.06, 0.37), (s * 0.28, 1.20, 0.40), 0.006, 6))
        b.add(
            "metal",
            cylinder(0.055, 0.016, segments=18, bevel=0.005).turn("x", 90).move(s * 0.28, 1.235, 0.395),
        )
        gauge = cylinder(0.042, 0.05, segments=16, bevel=0.006).turn("x", -35)
        b.add("dark", gauge.move(s * 0.055, 0.975, 0.46))


def _motorbike_spots(v: Values) -> tuple[Spot, ...]:
    return (
        Spot("sit", (0.0, 0.275, -0.24), 0.0, 0.525),
        Spot("sit", (0.0, 0.275, -0.58), 0.0, 0.58),
        Spot("hold", (0.34, 1.053, 0.262)),
        Spot("hold", (-0.34, 1.053, 0.262)),
        Spot("lean", (0.55, 0.0, -0.2), 90.0, 0.8),
    )


PIECES = (
    Piece(
        "bicycle",
        "Bicycle",
        "vehicles",
        (
            Choice("kind", "Kind", "town", ("town", "step-through", "racing")),
            Param("saddle", "Saddle height", 0.96, 0.86, 1.1),
            Switch("mudguards", "Mudguards", True),
            Switch("basket", "Basket", False),
        ),
        {
            "frame": (0.16, 0.32, 0.34),
            "metal": CHROME,
            "tyre": (0.14, 0.14, 0.15),
            "saddle": (0.38, 0.24, 0.15),
            "grips": (0.20, 0.14, 0.11),
            "trim": BLACK,
            "lamp": (0.92, 0.90, 0.80),
            "basket": (0.62, 0.48, 0.30),
        },
        "prop",
        "bicycle",
        "bicycle",
        (0.615, 1.066, 1.76),
        _bicycle,
        _bicycle_spots,
        tags=("bike", "cycle", "pushbike", "courier"),
    ),
    Piece(
        "motorbike",
        "Motorbike",
        "vehicles",
        (Switch("lit", "Lamps lit", False), Switch("stand", "On its stand", True)),
        {
            "body": (0.46, 0.13, 0.12),
            "metal": CHROME,
            "engine": GREY,
            "dark": (0.12, 0.12, 0.13),
            "tyre": (0.13, 0.13, 0.14),
            "saddle": (0.14, 0.13, 0.13),
            "grips": BLACK,
            "lamp": (0.94, 0.93, 0.86),
            "red": (0.62, 0.10, 0.09),
        },
        "prop",
        "minibike",
        "motorbike",
        (0.797, 1.292, 2.138),
        _motorbike,
        _motorbike_spots,
        lamp=lambda v: (0.0, 0.855, 0.70) if v.on("lit") else None,
        tags=("motorcycle", "bike", "biker", "chopper", "scooter"),
    ),
)
