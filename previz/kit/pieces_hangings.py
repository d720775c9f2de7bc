"""On the walls of a home: mirror and clock."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import BLACK, bar
from previz.kit.piece import Choice, Param, Piece, Values
from previz.kit.solids import box, cylinder, hoop, lathe, prism


def _mirror(b: Builder, v: Values) -> None:
    w, h, rim = v["width"], v["height"], v["frame"]
    standing = v.word("kind") == "standing"
    plan = polygon.rectangle(-w / 2, -h / 2, w / 2, h / 2)
    if v.word("shape") == "oval":
        angle = np.radians(np.arange(0, 360, 9))
        plan = np.stack([np.cos(angle) * w / 2, np.sin(angle) * h / 2], 1)
    if v.word("shape") == "arched":
        plan = polygon.round_corners(plan, [0, 0, 0.49 * w, 0.49 * w], 10)
    inner = polygon.offset(polygon.clean(plan), rim)
    glass = polygon.offset(polygon.clean(plan), rim - 0.003)
    shapes = (
        prism(glass, 0.004).move(z=0.003),
        prism(plan, 0.030, 0.008, [inner]).move(z=0.015),
        prism(glass, 0.010).move(z=0.010),
    )
    middle = 0.12 + h / 2 if standing else v["rise"]
    for part, shape in zip(("frame", "frame", "glass"), shapes, strict=True):
        turned = shape.turn("x", -6, (0, 0, 0.015)) if standing else shape
        b.add(part, turned.move(0, middle, 0))
    if standing:
        _cheval(b, w, middle)


def _cheval(b: Builder, w: float, middle: float) -> None:
    """Two posts on spread feet, joined by a rail, that carry a mirror by its middle."""
    x = w / 2 + 0.035
    for s in (-1, 1):
        post = [(0.020, 0.05), (0.020, 0.3 * middle), (0.014, 0.36 * middle), (0.016, middle + 0.12)]
        b.add(
            "frame", lathe([*post, (0.024, middle + 0.14), (0.012, middle + 0.18)], 14).move(s * x, 0, 0.015)
        )
        foot = [
            (-0.25, 0),
            (-0.20, 0),
            (0, 0.05),
            (0.20, 0),
            (0.25, 0),
            (0.25, 0.02),
            (0, 0.10),
            (-0.25, 0.02),
        ]
        b.add("frame", prism(foot, 0.035, 0.006).turn("y", -90).move(s * x, 0, 0.015))
        b.add("frame", bar((s * (w / 2 - 0.01), middle, 0.015), (s * (x + 0.035), middle, 0.015), 0.008))
    b.add("frame", box(2 * x, 0.04, 0.022, (0, 0.075, 0.015), 0.005))


def _clock(b: Builder, v: Values) -> None:
    r = 0.5 * v["size"]
    if v.word("kind") == "longcase":
        _longcase(b, v["hour"])
        return
    up = b.placed(y=v["rise"])
    ring = [(r, 0.0), (r, 0.030), (0.94 * r, 0.044), (0.88 * r, 0.040), (0.88 * r, 0.0)]
    up.add("case", hoop(ring, 40).turn("x", 90), crease=40)
    up.add("face", cylinder(0.89 * r, 0.018, segments=40).turn("x", 90).move(z=0.004))
    _dial(up, 0.86 * r, 0.0222, v["hour"])


def _dial(b: Builder, r: float, z: float, hour: float) -> None:
    """Twelve marks and two hands on the plane ``z``."""
    for i in range(12):
        long = 0.16 * r if i % 3 == 0 else 0.09 * r
        mark = box(0.035 * r if i % 3 else 0.055 * r, long, 0.002, (0, 0.96 * r - long, z))
        b.add("hands", mark.turn("z", -30 * i))
    for turn, long, wide, lift in ((hour / 12, 0.50, 0.075, 0.004), (hour % 1, 0.78, 0.05, 0.007)):
        hand = [
            (-wide * r, -0.14 * r),
            (wide * r, -0.14 * r),
            (0.3 * wide * r, long * r),
            (-0.3 * wide * r, long * r),
        ]
        b.add("hands", prism(hand, 0.002).turn("z", -360 * turn).move(z=z + lift))
    b.add("hands", cylinder(0.06 * r, 0.012, segments=12).turn("x", 90).move(z=z))


def _longcase(b: Builder, hour: float) -> None:
    """Grandfather clock, 2.05 m."""
    b.add("case", box(0.50, 0.44, 0.28, (0, 0, 0), 0.010), box(0.54, 0.09, 0.32, (0, -0.0005, 0), 0.012))
    b.add("case", box(0.36, 0.98, 0.21, (0, 0.43, -0.02), 0.008))
    b.add("case", box(0.53, 0.05, 0.30, (0, 0.42, 0), 0.015), box(0.52, 0.05, 0.30, (0, 1.38, 0), 0.015))
    b.add("case", box(0.46, 0.50, 0.26, (0, 1.42, 0), 0.008))
    arch = polygon.round_corners(
        [(-0.27, 1.90), (0.27, 1.90), (0.27, 1.94), (0.0, 2.05), (-0.27, 1.94)], [0, 0, 0, 0.2, 0], 6
    )
    b.add("case", prism(arch, 0.31, 0.012))
    door = polygon.rectangle(-0.13, 0.56, 0.13, 1.33)
    b.add("case", prism(door, 0.024, 0.006, [polygon.offset(door, 0.04)]).move(z=0.088))
    b.add("face", box(0.185, 0.70, 0.006, (0, 0.595, 0.084)))
    b.add(
        "brass",
        bar((0, 1.25, 0.096), (0, 0.76, 0.096), 0.005),
        cylinder(0.062, 0.012, segments=24, bevel=0.003).turn("x", 90).move(0, 0.73, 0.089),
    )
    b.add(
        "brass",
        hoop([(0.19, 0.0), (0.19, 0.014), (0.165, 0.010), (0.165, 0.0)], 36)
        .turn("x", 90)
        .move(0, 1.66, 0.129),
        crease=40,
    )
    b.add("face", cylinder(0.168, 0.008, segments=36).turn("x", 90).move(0, 1.66, 0.1265))
    _dial(b.placed(0, 1.66, 0), 0.158, 0.1348, hour)


PIECES = (
    Piece(
        "mirror",
        "Mirror",
        "living",
        (
            Param("width", "Width", 0.6, 0.15, 2.4),
            Param("height", "Height", 0.9, 0.15, 2.4),
            Param("frame", "Frame", 0.04, 0.012, 0.07),
            Param("rise", "Middle above floor", 1.5, 0.1, 4),
            Choice("kind", "Kind", "wall", ("wall", "standing")),
            Choice("shape", "Shape", "oblong", ("oblong", "oval", "arched")),
        ),
        {"frame": (0.60, 0.47, 0.26), "glass": (0.72, 0.78, 0.80)},
        "prop",
        "mirror",
        "framed mirror",
        (0.6, 0.9, 0.03),
        _mirror,
        tags=("looking glass", "cheval", "dressing"),
    ),
    Piece(
        "clock",
        "Clock",
        "living",
        (
            Choice("kind", "Kind", "wall", ("wall", "longcase")),
            Param("size", "Dial", 0.32, 0.12, 1.5),
            Param("rise", "Middle above floor", 2.0, 0.1, 8),
            Param("hour", "Time", 10.15, 0, 12, ""),
        ),
        {"case": (0.26, 0.18, 0.13), "face": (0.92, 0.90, 0.84), "hands": BLACK, "brass": (0.72, 0.58, 0.30)},
        "prop",
        "clock",
        "wall clock",
        (0.32, 0.32, 0.044),
        _clock,
        tags=("time", "grandfather clock", "dial", "station clock"),
    ),
)
