"""Instruments and devices that people hold: guitar, camera, microphone, tablet, walkie-talkie."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Floats, Shape
from previz.kit.solids import ball, box, cylinder, lathe, prism, rounded, slab, tube

_BLACK = (0.11, 0.11, 0.12)


# ----------------------------------------------------------------------------------------------- guitar
_HALF = [
    (0.0, 0.0),
    (0.135, 0.004),
    (0.186, 0.085),
    (0.180, 0.175),
    (0.128, 0.265),
    (0.124, 0.305),
    (0.142, 0.370),
]
_HALF += [(0.125, 0.440), (0.060, 0.482), (0.0, 0.486)]


def _guitar(b: Builder, v: Values) -> None:
    """Upright on the end of its body, strings to +Z; its rear is at z = −depth / 2."""
    s = v["length"] / 1.02
    electric = v.word("kind") == "electric"
    deep = 0.042 if electric else 0.098
    plan = _electric_plan() if electric else _acoustic_plan()
    b.add("body", prism(plan * s, deep * s, 0.008 * s), crease=40)
    face = deep / 2
    if electric:
        guard = polygon.curve(
            [(-0.10, 0.12), (-0.03, 0.05), (0.07, 0.08), (0.075, 0.22), (0.10, 0.34), (0.02, 0.36)], 1
        )
        b.add("board", prism(guard * s, 0.004 * s).move(0, 0, (face + 0.002) * s))
        for y in (0.14, 0.20, 0.26):
            b.add("metal", box(0.078 * s, 0.018 * s, 0.010 * s, (0, y * s, (face + 0.006) * s)))
        for i in range(3):
            knob = cylinder(0.010 * s, 0.012 * s, segments=8).turn("x", 90)
            b.add("metal", knob.move((0.075 + 0.008 * i) * s, (0.075 + 0.040 * i) * s, face * s))
    else:
        hole = (
            cylinder(0.050 * s, 0.003 * s, segments=16).turn("x", 90).move(0, 0.318 * s, (face - 0.001) * s)
        )
        b.add("hole", hole)
    b.add("board", box(0.15 * s, 0.028 * s, 0.012 * s, (0, 0.09 * s, (face + 0.005) * s), 0.003 * s))
    front = face + 0.014
    neck = [(0.026, 0.37), (0.0215, 0.80), (-0.0215, 0.80), (-0.026, 0.37)]
    b.add("board", prism(np.array(neck) * s, 0.010 * s).move(0, 0, (front - 0.004) * s))
    b.add(
        "neck",
        prism(np.array(neck) * [0.9, 1] * s + [0, 0.09 * s], 0.018 * s).move(
            0, -0.012 * s, (face - 0.0005) * s
        ),
    )
    head = [
        (0.022, 0.79),
        (0.036, 0.82),
        (0.034, 1.0),
        (0.016, 1.02),
        (-0.016, 1.02),
        (-0.034, 1.0),
        (-0.036, 0.82),
    ]
    b.add(
        "neck",
        prism(np.array([*head, (-0.022, 0.79)]) * s, 0.014 * s).move(0, 0, (face - 0.002) * s),
    )
    for side in (-1, 1):
        for i in range(3):
            b.add(
                "metal",
                box(
                    0.020 * s,
                    0.010 * s,
                    0.006 * s,
                    (side * 0.042 * s, (0.85 + 0.05 * i) * s, (face - 0.002) * s),
                ),
            )
    for i in range(3):
        x = (i - 1) * 0.014
        b.add(
            "metal",
            tube(np.array([(x, 0.09, front + 0.004), (0.8 * x, 0.80, front + 0.004)]) * s, 0.0012 * s, 3),
            crease=125,
        )


def _acoustic_plan() -> Floats:
    right = polygon.curve(_HALF, 2)
    return np.concatenate([right, (right * [-1, 1])[-2:0:-1]])


def _electric_plan() -> Floats:
    points = [
        (0.0, 0.0),
        (0.13, 0.012),
        (0.172, 0.09),
        (0.150, 0.18),
        (0.118, 0.25),
        (0.150, 0.34),
        (0.135, 0.43),
    ]
    points += [
        (0.085, 0.395),
        (0.030, 0.375),
        (-0.030, 0.375),
        (-0.080, 0.42),
        (-0.150, 0.465),
        (-0.155, 0.37),
    ]
    points += [(-0.120, 0.25), (-0.155, 0.17), (-0.172, 0.08), (-0.12, 0.010), (0.0, 0.0)]
    return polygon.curve(points, 2)[:-1]


def _guitar_spots(v: Values) -> tuple[Spot, ...]:
    s = v["length"] / 1.02
    z = 0.06 * s if v.word("kind") == "acoustic" else 0.035 * s
    return (Spot("hold", (0.0, 0.74 * s, z)), Spot("hold", (0.0, 0.20 * s, z + 0.01)))


# ---------------------------------------------------------------------------------------------- cameras
def _stills_camera(b: Builder, v: Values) -> None:
    """Standing on its base, lens to +Z."""
    w = v["width"]
    s = w / 0.14
    b.add("body", rounded(w, 0.078 * s, 0.040 * s, 0.010 * s, steps=1), crease=50)
    b.add("trim", box(w + 0.002 * s, 0.044 * s, 0.041 * s, (0, 0.016 * s, 0), 0.006 * s))
    if v.word("kind") == "reflex":
        hump = [(-0.032, 0.074), (-0.018, 0.100), (0.018, 0.100), (0.032, 0.074)]
        b.add("body", prism(np.array(hump) * s, 0.046 * s, 0.005 * s))
    else:
        b.add("body", box(0.10 * s, 0.012 * s, 0.030 * s, (0, 0.074 * s, 0), 0.003 * s))
        b.add("glass", box(0.018 * s, 0.010 * s, 0.003 * s, (-0.035 * s, 0.066 * s, 0.0195 * s)))
    lens = [
        (0.033, 0.0),
        (0.033, 0.030),
        (0.029, 0.033),
        (0.029, 0.048),
        (0.024, 0.048),
        (0.021, 0.042),
        (0.0, 0.040),
    ]
    turned = lathe(np.array(lens) * s * [1, v["lens"] / 0.05], 18).turn("x", 90)
    b.add("lens", turned.move(0, 0.038 * s, 0.018 * s), crease=35)
    front = 0.0405 * v["lens"] / 0.05
    glass = lathe(np.array([(0.020, 0.0), (0.012, 0.004), (0.0, 0.005)]) * s, 14).turn("x", 90)
    b.add("glass", glass.move(0, 0.038 * s, (0.018 + front) * s), crease=60)
    for x, r in ((0.052, 0.009), (-0.052, 0.011)):
        b.add("metal", cylinder(r * s, 0.011 * s, (x * s, 0.077 * s, 0), 10))
    if v.on("strap"):
        path = [(-0.070, 0.066, 0), (-0.085, 0.05, -0.03), (-0.095, 0.006, -0.09), (0.0, 0.003, -0.15)]
        path += [(0.095, 0.006, -0.09), (0.085, 0.05, -0.03), (0.070, 0.066, 0)]
        b.add("trim", tube(polygon.curve(np.array(path) * s, 2), 0.003 * s, 4), crease=100)


def _camera_spots(v: Values) -> tuple[Spot, ...]:
    x = 0.46 * v["width"]
    return (Spot("hold", (-x, 0.3 * v["width"], 0.0), -90.0), Spot("hold", (x, 0.3 * v["width"], 0.0), 90.0))


# ------------------------------------------------------------------------------------------- microphone
def _microphone(b: Builder, v: Values) -> None:
    kind, h = v.word("kind"), v["height"]
    if kind == "hand":
        b.add("body", _hand_mike(), crease=50)
        b.add("head", ball(0.054, 0.056, 0.054, (0, 0.205, 0), 14), crease=60)
        b.add("metal", cylinder(0.0285, 0.012, (0, 0.197, 0), 14))
        return
    if kind == "stand":
        foot = [(0.13, 0), (0.13, 0.010), (0.10, 0.022), (0.018, 0.032), (0.013, 0.05), (0.013, 0.55 * h)]
        b.add("metal", lathe(foot, 20), crease=40)
        b.add("metal", cylinder(0.009, 0.45 * h - 0.05, (0, 0.55 * h - 0.01, 0), 10))
        b.add("body", cylinder(0.017, 0.05, (0, 0.55 * h - 0.03, 0), 10, 0.004))
        b.add("body", box(0.026, 0.045, 0.034, (0, h - 0.085, 0.0), 0.005))
        tilt = _hand_mike().move(0, -0.10, 0).turn("x", 55).move(0, h - 0.065, 0.01)
        head = ball(0.054, 0.056, 0.054, (0, 0.105, 0), 14).turn("x", 55).move(0, h - 0.065, 0.01)
        b.add("body", tilt, crease=50)
        b.add("head", head, crease=60)
        return
    b.add("metal", lathe([(0.07, 0), (0.07, 0.012), (0.062, 0.018), (0.0, 0.018)], 22), crease=40)
    neck = [(0, 0.016, -0.02), (0, 0.5 * h, -0.03), (0, 0.86 * h, 0.0), (0, h - 0.016, 0.05)]
    b.add("metal", tube(polygon.curve(neck, 4), 0.005, 8), crease=80)
    b.add("head", ball(0.034, 0.034, 0.060, (0, h - 0.017, 0.065), 12), crease=60)
    b.add("body", box(0.024, 0.006, 0.014, (0, 0.016, 0.035), 0.002))


def _hand_mike() -> Shape:
    return lathe(
        [(0.009, 0.0), (0.011, 0.004), (0.014, 0.10), (0.024, 0.178), (0.024, 0.186), (0.0, 0.186)], 14
    )


def _microphone_spots(v: Values) -> tuple[Spot, ...]:
    if v.word("kind") == "hand":
        return (Spot("hold", (0.0, 0.10, 0.0)),)
    if v.word("kind") == "stand":
        return (Spot("hold", (0.0, 0.72 * v["height"], 0.0)), Spot("stand", (0.0, 0.0, 0.45), 180.0))
    return (Spot("hold", (0.0, 0.5 * v["height"], -0.03)),)


# ----------------------------------------------------------------------------- tablet and walkie-talkie
def _tablet(b: Builder, v: Values) -> None:
    """Lying with its screen up, or leaning on its stand with the screen to +Z."""
    w, d, lit = v["width"], v["depth"], v.on("lit")
    plan = polygon.round_corners(polygon.rectangle(-w / 2, -d / 2, w / 2, d / 2), 0.012, 3)
    glass = polygon.round_corners(
        polygon.rectangle(-w / 2 + 0.011, -d / 2 + 0.011, w / 2 - 0.011, d / 2 - 0.011), 0.004, 2
    )
    parts = [("body", slab(plan, 0.007, 0.002)), ("screen", slab(glass, 0.0008, y=0.0066))]
    lens = cylinder(0.002, 0.0006, (0, 0.0068, -d / 2 + 0.0055), 8)
    if not v.on("stand"):
        b.add("body", parts[0][1])
        b.add("screen", parts[1][1], glow=lit)
        b.add("trim", lens)
        return
    for part, shape in [*parts, ("trim", lens)]:
        up = shape.move(0, 0, -d / 2).turn("x", 68).move(0, 0.004, 0.035)
        b.add(part, up, glow=lit and part == "screen")
    leg = box(0.6 * w, 0.62 * d, 0.004, bevel=0.001).turn("x", 24).move(0, 0, -0.060)
    b.add("trim", leg.move(0, -float(leg.points[:, 1].min()), 0))


def _tablet_spots(v: Values) -> tuple[Spot, ...]:
    x, y = v["width"] / 2, 0.12 if v.on("stand") else 0.004
    return (Spot("hold", (x, y, 0.0), 90.0), Spot("hold", (-x, y, 0.0), -90.0))


def _walkie_talkie(b: Builder, v: Values) -> None:
    h = v["height"]
    s = h / 0.13
    b.add("body", rounded(0.060 * s, h, 0.036 * s, 0.008 * s, steps=1), crease=50)
    b.add("trim", cylinder(0.0065 * s, v["aerial"], (-0.020 * s, h - 0.004, 0), 8, top=0.0045 * s))
    for x in (0.006, 0.022):
        b.add("trim", cylinder(0.006 * s, 0.012 * s, (x * s, h - 0.002, 0), 8, 0.001 * s))
    b.add("screen", box(0.036 * s, 0.020 * s, 0.003 * s, (0, 0.096 * s, 0.0172 * s)), glow=v.on("lit"))
    for i in range(5):
        b.add("trim", box(0.038 * s, 0.004 * s, 0.003 * s, (0, (0.018 + 0.009 * i) * s, 0.0172 * s)))
    for x in (-0.012, 0.012):
        b.add(
            "keys",
            rounded(0.016 * s, 0.010 * s, 0.005 * s, 0.002 * s, (x * s, 0.074 * s, 0.018 * s), steps=1),
        )
    b.add("keys", box(0.004 * s, 0.030 * s, 0.018 * s, (0.0305 * s, 0.072 * s, 0), 0.001 * s))


PIECES = (
    Piece(
        "guitar",
        "Guitar",
        "hand props",
        (
            Choice("kind", "Kind", "acoustic", ("acoustic", "electric")),
            Param("length", "Length", 1.02, 0.5, 1.4),
        ),
        {
            "body": (0.66, 0.40, 0.18),
            "neck": (0.36, 0.22, 0.13),
            "board": (0.20, 0.14, 0.11),
            "hole": (0.09, 0.07, 0.06),
            "metal": (0.74, 0.73, 0.70),
        },
        "prop",
        "guitar",
        "guitar",
        (0.379, 1.023, 0.117),
        _guitar,
        _guitar_spots,
        tags=("music", "instrument", "band", "concert"),
    ),
    Piece(
        "stills_camera",
        "Stills camera",
        "hand props",
        (
            Choice("kind", "Kind", "reflex", ("reflex", "finder")),
            Param("width", "Width", 0.14, 0.08, 0.25),
            Param("lens", "Lens length", 0.05, 0.02, 0.3),
            Switch("strap", "Strap", True),
        ),
        {
            "body": (0.60, 0.60, 0.60),
            "trim": _BLACK,
            "lens": (0.14, 0.14, 0.15),
            "glass": (0.28, 0.36, 0.44),
            "metal": (0.72, 0.73, 0.74),
        },
        "prop",
        "camera",
        "photo camera",
        (0.2, 0.101, 0.219),
        _stills_camera,
        _camera_spots,
        tags=("photo", "photographer", "press", "tourist"),
    ),
    Piece(
        "microphone",
        "Microphone",
        "hand props",
        (
            Choice("kind", "Kind", "hand", ("hand", "stand", "table")),
            Param("height", "Height of the stand", 1.5, 0.2, 2),
        ),
        {"body": _BLACK, "head": (0.42, 0.43, 0.44), "metal": (0.20, 0.20, 0.21)},
        "prop",
        "microphone",
        "microphone",
        (0.057, 0.233, 0.05557),
        _microphone,
        _microphone_spots,
        tags=("mike", "singer", "stage", "speech", "press", "interview"),
    ),
    Piece(
        "tablet",
        "Tablet",
        "hand props",
        (
            Param("width", "Width", 0.25, 0.15, 0.5),
            Param("depth", "Depth", 0.175, 0.1, 0.4),
            Switch("stand", "On a stand", False),
            Switch("lit", "Screen lit", False),
        ),
        {"body": (0.62, 0.63, 0.65), "screen": (0.30, 0.40, 0.50), "trim": (0.13, 0.13, 0.14)},
        "prop",
        "computer",
        "tablet computer",
        (0.25, 0.0074, 0.175),
        _tablet,
        _tablet_spots,
        tags=("computer", "screen", "device", "pad"),
    ),
    Piece(
        "walkie_talkie",
        "Walkie-talkie",
        "hand props",
        (
            Param("height", "Height", 0.13, 0.08, 0.3),
            Param("aerial", "Aerial", 0.13, 0.03, 0.5),
            Switch("lit", "Screen lit", False),
        ),
        {
            "body": (0.17, 0.18, 0.19),
            "trim": _BLACK,
            "screen": (0.62, 0.74, 0.52),
            "keys": (0.62, 0.30, 0.16),
        },
        "prop",
        "walkie-talkie",
        "walkie-talkie",
        (0.0625, 0.256, 0.0385),
        _walkie_talkie,
        lambda v: (Spot("hold", (0.0, 0.45 * v["height"], 0.0)),),
        tags=("radio", "police", "guard", "crew"),
    ),
)
