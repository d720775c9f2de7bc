"""Grip and light: C-stand, film light, monitor."""

from __future__ import annotations

import math

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.pieces_film import bar
from previz.kit.shape import Floats, Shape
from previz.kit.solids import box, cylinder, lathe, prism, rounded, skin, tube
from previz.scene.model import Vec3

_STEEL = (0.62, 0.63, 0.65)
_BLACK = (0.11, 0.11, 0.12)


def _stand(b: Builder, part: str, height: float, spread: float, legs: float = 0.55) -> None:
    """Light stand: three struts to the ground from a collar on a mast in three draws."""
    lows = min(legs, 0.6 * height)
    b.add(part, cylinder(0.017, lows + 0.06, (0, 0.10, 0), 10))
    b.add(part, cylinder(0.013, max(0.14, 0.62 * height + 0.09 - lows), (0, lows + 0.03, 0), 10))
    b.add(part, cylinder(0.009, height - 0.30, (0, 0.30, 0), 8))
    for y in (lows + 0.12, min(0.62 * height + 0.10, height - 0.06)):
        b.add("black", cylinder(0.024, 0.045, (0, y, 0), 12, 0.006))
    b.add(
        "black",
        cylinder(0.026, 0.05, (0, lows, 0), 12, 0.006),
        cylinder(0.026, 0.04, (0, 0.11, 0), 12, 0.006),
    )
    for i in range(3):
        a = math.radians(90 + 120 * i)
        x, z = math.cos(a), math.sin(a)
        b.add(part, bar((0.02 * x, lows + 0.02, 0.02 * z), (spread * x, 0.012, spread * z), 0.010, 6))
        b.add(
            part,
            bar(
                (0.02 * x, 0.13, 0.02 * z), (0.5 * spread * x, 0.5 * lows + 0.01, 0.5 * spread * z), 0.007, 6
            ),
        )
        b.add("black", cylinder(0.018, 0.02, (spread * x, 0, spread * z), 10, 0.005))


# ---------------------------------------------------------------------------------------------- C-stand
def _c_stand(b: Builder, v: Values) -> None:
    h, arm = v["height"], v["arm"]
    for i in range(3):
        a = math.radians(90 + 120 * i)
        x, z = math.cos(a), math.sin(a)
        leg = [(0.02 * x, 0.20 + 0.06 * i, 0.02 * z), (0.14 * x, 0.21 + 0.06 * i, 0.14 * z)]
        leg += [(0.30 * x, 0.05 + 0.02 * i, 0.30 * z), (0.48 * x, 0.012, 0.48 * z)]
        b.add("steel", tube(polygon.curve(leg, 3), 0.0125, 8), crease=75)
    b.add("steel", cylinder(0.0175, 0.55 * h, (0, 0.16, 0), 12))
    b.add("steel", cylinder(0.013, 0.42 * h - 0.05, (0, 0.16 + 0.50 * h, 0), 10))
    b.add("black", cylinder(0.027, 0.05, (0, 0.14 + 0.55 * h, 0), 12, 0.006))
    top = h - 0.03
    b.add("steel", cylinder(0.0095, 0.20, (0, top - 0.17, 0), 8))
    b.add("black", cylinder(0.042, 0.05, segments=16, bevel=0.006).turn("x", 90).move(0, top, -0.005))
    b.add("steel", cylinder(0.010, 0.07, segments=8).turn("x", 90).move(0, top, 0.04))
    angle = math.radians(v["tilt"])
    way = np.array([math.cos(angle), math.sin(angle), 0.0])
    foot, tip = np.array([0, top, 0.02]) - 0.18 * way, np.array([0, top, 0.02]) + arm * way
    b.add("steel", tube([foot, tip], 0.008, 8))
    if v.word("holds") != "nothing":
        _flag(b, v, tip)
    if v.on("sandbag"):
        for side in (-1, 1):
            bag = rounded(0.13, 0.20, 0.10, 0.045, inner=(1, 1, 1)).turn("z", 10 * side)
            b.add("sandbag", bag.move(0.085 * side, 0.10, 0.30), crease=70)
        b.add("sandbag", rounded(0.16, 0.05, 0.09, 0.02, (0, 0.255, 0.30), steps=1), crease=70)


def _flag(b: Builder, v: Values, tip: Floats) -> None:
    w, h = v["width"], 0.75 * v["width"]
    x0, y0, z = float(tip[0]) - 0.02, float(tip[1]) - h / 2, float(tip[2])
    b.add(
        "black",
        cylinder(0.030, 0.04, segments=12, bevel=0.005)
        .turn("x", 90)
        .move(x0 + 0.02, float(tip[1]), z - 0.02),
    )
    corners = [(x0 + 0.03, y0, z), (x0 + 0.03 + w, y0, z), (x0 + 0.03 + w, y0 + h, z), (x0 + 0.03, y0 + h, z)]
    b.add("steel", tube(corners, 0.008, 6, closed=True), crease=50)
    part = {"flag": "flag", "net": "net", "bounce": "bounce"}[v.word("holds")]
    b.add(part, box(w, h, 0.004, (x0 + 0.03 + w / 2, y0, z)))


def _c_stand_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("hold", (0.0, v["height"] - 0.10, 0.0)), Spot("stand", (0.0, 0.0, -0.55)))


# ------------------------------------------------------------------------------------------------ lights
def _film_light(b: Builder, v: Values) -> None:
    """The beam goes to +Z, lowered by ``tilt`` degrees; ``height`` is the middle of the lamp."""
    h, s = v["height"], v["size"]
    kind = v.word("kind")
    fork = 0.17 * s
    _stand(b, "steel", max(h - fork, 0.4), v["spread"])
    b.add(
        "black",
        tube(
            polygon.curve(
                [
                    (-fork, h, 0),
                    (-fork, h - 0.7 * fork, 0),
                    (-0.6 * fork, h - fork, 0),
                    (0.6 * fork, h - fork, 0),
                    (fork, h - 0.7 * fork, 0),
                    (fork, h, 0),
                ],
                2,
            ),
            0.010,
            6,
        ),
        crease=75,
    )
    for side in (-1, 1):
        b.add(
            "black",
            cylinder(0.024, 0.03, segments=10, bevel=0.004).turn("z", 90).move(side * fork + 0.015, h, 0),
        )
    {"fresnel": _fresnel, "softbox": _softbox, "panel": _panel}[kind](b, v)


def _tilted(v: Values, part: str, shape: Shape, b: Builder, crease: float = 35.0, glow: bool = False) -> None:
    b.add(part, shape.turn("x", v["tilt"]).move(0, v["height"], 0), crease=crease, glow=glow)


def _fresnel(b: Builder, v: Values) -> None:
    s = v["size"]
    body = [
        (0.0, -0.17),
        (0.10, -0.17),
        (0.125, -0.14),
        (0.135, 0.08),
        (0.150, 0.085),
        (0.150, 0.125),
        (0.132, 0.125),
    ]
    body += [(0.128, 0.112), (0.0, 0.112)]
    _tilted(v, "head", lathe(np.array(body) * s, 20).turn("x", 90), b)
    glass = lathe(np.array([(0.122, 0.110), (0.08, 0.122), (0.0, 0.126)]) * s, 18).turn("x", 90)
    _tilted(v, "lamp", glass, b, 60, v.on("lit"))
    for i in range(3):
        fin = box(0.16 * s, 0.012 * s, 0.15 * s, (0, (0.120 + 0.012 * i) * s, -0.04 * s))
        _tilted(v, "black", fin.scale(x=1 - 0.2 * i), b)
    for i, (wide, tall) in enumerate(((0.27, 0.17), (0.22, 0.20), (0.27, 0.17), (0.22, 0.20))):
        leaf = prism(
            np.array([(-0.5 * wide, 0), (0.5 * wide, 0), (0.62 * wide, tall), (-0.62 * wide, tall)]) * s,
            0.004,
        )
        door = leaf.turn("x", 32).move(0, 0.14 * s, 0.128 * s)
        _tilted(v, "black", door.turn("z", 90 * i), b)


def _softbox(b: Builder, v: Values) -> None:
    s = v["size"]
    w, deep = 0.45 * s, 0.42 * s
    _tilted(
        v,
        "head",
        cylinder(0.085 * s, 0.24 * s, segments=16, bevel=0.01).turn("x", 90).move(0, 0, -0.18 * s),
        b,
    )

    def ring(x: float, z: float) -> Floats:
        flat = polygon.round_corners(polygon.rectangle(-x, -0.8 * x, x, 0.8 * x), 0.08 * x, 2)
        return np.column_stack([flat, np.full(len(flat), z)])

    z0 = 0.05 * s
    cone = skin(
        np.array(
            [
                ring(0.10 * s, z0),
                ring(w, z0 + deep),
                ring(w, z0 + deep + 0.05 * s),
                ring(0.94 * w, z0 + deep + 0.05 * s),
                ring(0.94 * w, z0 + deep + 0.02 * s),
            ]
        )
    )
    _tilted(v, "black", cone, b, 30)
    face = ring(0.938 * w, 0.0)[:, :2]
    _tilted(v, "lamp", prism(face, 0.01 * s).move(0, 0, z0 + deep + 0.022 * s), b, glow=v.on("lit"))


def _panel(b: Builder, v: Values) -> None:
    s = v["size"]
    _tilted(v, "head", box(0.31 * s, 0.31 * s, 0.06 * s, (0, -0.155 * s, -0.02 * s), 0.008), b)
    _tilted(v, "lamp", box(0.28 * s, 0.28 * s, 0.006 * s, (0, -0.14 * s, 0.0105 * s)), b, glow=v.on("lit"))
    _tilted(v, "black", box(0.16 * s, 0.10 * s, 0.05 * s, (0, -0.05 * s, -0.07 * s), 0.008), b)


def _film_light_lamp(v: Values) -> Vec3 | None:
    if not v.on("lit"):
        return None
    out = {"fresnel": 0.115, "softbox": 0.492, "panel": 0.010}[v.word("kind")] * v["size"]
    a = math.radians(v["tilt"])
    return (0.0, v["height"] - out * math.sin(a), out * math.cos(a))


# ---------------------------------------------------------------------------------------------- monitor
def _monitor(b: Builder, v: Values) -> None:
    h, w = v["height"], v["width"]
    tall = 0.60 * w
    _stand(b, "steel", h - tall / 2, 0.42)
    face = b.placed(0, h - tall / 2, 0.03)
    face.add("black", box(w + 0.03, tall, 0.05, (0, 0, 0), 0.006))
    face.add("screen", box(w, tall - 0.04, 0.004, (0, 0.025, 0.0235)), glow=v.on("lit"))
    face.add("black", box(0.5 * w, 0.6 * tall, 0.05, (0, 0.2 * tall, -0.045), 0.01))
    face.add("black", box(0.08, 0.10, 0.05, (0, -0.06, -0.03), 0.008))
    if v.on("hood"):
        out = 0.42 * w
        face.add(
            "hood",
            prism([(-w / 2 - 0.02, 0), (w / 2 + 0.02, 0), (w / 2 + 0.06, out), (-w / 2 - 0.06, out)], 0.008)
            .turn("x", 84)
            .move(0, tall + 0.004, 0.022),
        )
        for side in (-1, 1):
            wing = prism([(0, 0.02), (out, -0.03), (out, tall + 0.045), (0, tall)], 0.008).turn("y", -90)
            face.add("hood", wing.turn("y", side * 5).move(side * (w / 2 + 0.022), 0, 0.020))


PIECES = (
    Piece(
        "c_stand",
        "C-stand",
        "film gear",
        (
            Param("height", "Height", 1.9, 0.9, 4),
            Param("arm", "Arm", 0.95, 0.3, 1.5),
            Param("tilt", "Lift of the arm", 8, -40, 60, "deg"),
            Param("width", "Flag width", 0.60, 0.2, 1.6),
            Choice("holds", "Holds", "flag", ("flag", "net", "bounce", "nothing")),
            Switch("sandbag", "Sandbag", True),
        ),
        {
            "steel": _STEEL,
            "black": _BLACK,
            "flag": (0.07, 0.07, 0.08),
            "net": (0.36, 0.36, 0.37),
            "bounce": (0.92, 0.92, 0.90),
            "sandbag": (0.60, 0.36, 0.14),
        },
        "prop",
        "stand",
        "C-stand with a flag",
        (1.979, 2.234, 0.732),
        _c_stand,
        _c_stand_spots,
        tags=("grip", "flag", "bounce", "net", "century stand"),
    ),
    Piece(
        "film_light",
        "Film light",
        "film gear",
        (
            Choice("kind", "Kind", "fresnel", ("fresnel", "softbox", "panel")),
            Param("height", "Height", 2.0, 0.8, 5),
            Param("size", "Size", 1.0, 0.5, 2, ""),
            Param("tilt", "Tilt down", 20, -30, 80, "deg"),
            Param("spread", "Feet from the middle", 0.5, 0.3, 1),
            Switch("lit", "Lit", True),
        ),
        {"steel": _STEEL, "black": _BLACK, "head": (0.20, 0.28, 0.36), "lamp": (1.0, 0.96, 0.84)},
        "prop",
        "light",
        "film light on a stand",
        (0.902, 2.194, 0.784),
        _film_light,
        lambda v: (Spot("stand", (0.0, 0.0, -0.6)),),
        _film_light_lamp,
        tags=("spotlight", "softbox", "key light", "lamp", "studio", "gaffer"),
    ),
    Piece(
        "director_monitor",
        "Director's monitor",
        "film gear",
        (
            Param("height", "Height", 1.3, 0.7, 2),
            Param("width", "Screen width", 0.48, 0.2, 1),
            Switch("hood", "Hood", True),
            Switch("lit", "Lit", True),
        ),
        {"steel": _STEEL, "black": _BLACK, "hood": (0.07, 0.07, 0.08), "screen": (0.42, 0.50, 0.56)},
        "prop",
        "monitor",
        "monitor on a stand",
        (0.763, 1.489, 0.664),
        _monitor,
        lambda v: (Spot("stand", (0.0, 0.0, 1.0), 180.0),),
        tags=("video village", "screen", "playback", "director"),
    ),
)
