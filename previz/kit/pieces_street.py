"""The street: ground, lamp, sign, fence."""

from __future__ import annotations

import math

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Floats
from previz.kit.solids import ball, box, cylinder, lathe, prism, skin, tube
from previz.scene.model import Vec3

KERB = 0.13
"""Height of the pavement above the road."""


def _street(b: Builder, v: Values) -> None:
    long, road, path = v["length"], v["road"], v["pavement"]
    b.add("road", box(long, 0.10, road, (0, -0.10, 0)))
    sides = {"both": (-1, 1), "far": (-1,), "near": (1,), "none": ()}[v.word("sides")]
    for s in sides:
        b.add("pavement", box(long, 0.10 + KERB, path - 0.14, (0, -0.10, s * (road / 2 + 0.07 + path / 2))))
        b.add("kerb", box(long, 0.10 + KERB + 0.004, 0.14, (0, -0.10, s * (road / 2 + 0.07)), 0.018))
        for k in range(int(long // 24) + 1):
            x = -long / 2 + 8.0 + 24 * k
            if x < long / 2 - 1:
                b.add("iron", box(0.5, 0.006, 0.32, (x, 0, s * (road / 2 - 0.2)), 0.002))
    if v.on("marks"):
        count = max(1, int(long // 6))
        for i in range(count):
            b.add("marks", box(2.4, 0.004, 0.12, ((i - (count - 1) / 2) * 6.0, 0, 0)))
    if v.on("crossing"):
        stripes = max(2, int(road // 1.0))
        for i in range(stripes):
            z = (i - (stripes - 1) / 2) * road / stripes
            b.add("marks", box(3.0, 0.005, 0.5 * road / stripes, (v["crossing_at"], 0, z)))


def _street_spots(v: Values) -> tuple[Spot, ...]:
    sides = {"both": (-1, 1), "far": (-1,), "near": (1,), "none": ()}[v.word("sides")]
    z = v["road"] / 2 + v["pavement"] / 2
    return tuple(Spot("stand", (0.0, KERB, s * z), 180.0 if s > 0 else 0.0) for s in sides)


# ------------------------------------------------------------------------------------------------ lamp
_ARM = 0.95


def _street_lamp(b: Builder, v: Values) -> None:
    h, lit = v["height"], v.on("lit")
    foot = [
        (0.13, 0),
        (0.13, 0.10),
        (0.105, 0.14),
        (0.095, 0.55),
        (0.115, 0.59),
        (0.115, 0.64),
        (0.062, 0.72),
    ]
    if v.word("kind") == "lantern":
        b.add(
            "post",
            lathe(
                [
                    *foot,
                    (0.048, h - 0.75),
                    (0.075, h - 0.73),
                    (0.075, h - 0.69),
                    (0.04, h - 0.66),
                    (0.05, h - 0.60),
                    (0.11, h - 0.57),
                    (0.11, h - 0.55),
                ],
                20,
            ),
        )
        _lantern(b.placed(y=h - 0.55), lit)
        return
    b.add("post", lathe([*foot, (0.045, h - 0.9), (0.042, h - 0.30)], 20))
    bow = polygon.curve(
        [(0, h - 0.32, 0), (0, h - 0.13, 0.06), (0, h - 0.04, 0.30), (0, h - 0.034, _ARM - 0.16)], 5
    )
    b.add("post", tube(bow, 0.032, 10), crease=60)
    head = b.placed(0, h - 0.075, _ARM)
    b.add("post", ball(0.11, 0.11, 0.11, (0, h - 0.36, 0), 12), crease=60)
    bell = [
        (0.05, 0.055),
        (0.075, 0.045),
        (0.16, -0.03),
        (0.235, -0.105),
        (0.235, -0.118),
        (0.222, -0.118),
        (0.15, -0.04),
        (0.0, -0.02),
    ]
    head.add("post", lathe(bell, 28), crease=50)
    head.add("glass", ball(0.24, 0.17, 0.24, (0, -0.105, 0)), glow=lit, crease=60)


def _lantern(b: Builder, lit: bool) -> None:
    low, high, tall = 0.11, 0.19, 0.38
    rings = [
        [(x * r, y, z * r) for x, z in ((1, 1), (1, -1), (-1, -1), (-1, 1))]
        for r, y in ((low, 0.0), (high, tall))
    ]
    b.add("glass", skin(rings).scale(0.94, 1, 0.94), glow=lit)
    for x, z in ((1, 1), (1, -1), (-1, -1), (-1, 1)):
        b.add("post", tube([(x * low, -0.01, z * low), (x * high, tall + 0.01, z * high)], 0.011, 6))
    b.add("post", box(2 * high + 0.05, 0.025, 2 * high + 0.05, (0, tall, 0), 0.006))
    roof = [
        [(x * r, y, z * r) for x, z in ((1, 1), (1, -1), (-1, -1), (-1, 1))]
        for r, y in ((high + 0.01, tall + 0.02), (0.06, tall + 0.14))
    ]
    b.add("post", skin(roof), ball(0.07, 0.09, 0.07, (0, tall + 0.165, 0), 10), crease=40)


def _street_lamp_position(v: Values) -> Vec3 | None:
    if not v.on("lit"):
        return None
    return (0.0, v["height"] - 0.36, 0.0) if v.word("kind") == "lantern" else (0.0, v["height"] - 0.25, _ARM)


# ------------------------------------------------------------------------------------------ sign, fence
def _sign(b: Builder, v: Values) -> None:
    h, size, kind = v["height"], v["size"], v.word("kind")
    outline = _sign_outline(kind, size)
    top = h - float(outline[:, 1].max())
    if v.on("post"):
        b.add(
            "post",
            cylinder(0.03, h - 0.5 * size * (0.4 if kind == "street" else 0.8), (0, 0.002, -0.032), 14),
        )
        b.add("post", lathe([(0.06, 0), (0.06, 0.02), (0.032, 0.05)], 16).move(z=-0.032))
    plate = b.placed(0, top, 0)
    plate.add("rim", prism(outline, 0.006, 0.001))
    plate.add("face", prism(_shrunk(outline, 0.06 * size), 0.004).move(z=0.003))
    if kind == "round":
        plate.add("rim", box(0.62 * size, 0.16 * size, 0.002, (0, -0.08 * size, 0.0055)))
    elif kind == "warning":
        plate.add("mark", box(0.07 * size, 0.24 * size, 0.002, (0, -0.02 * size, 0.0055)))
        plate.add(
            "mark", cylinder(0.045 * size, 0.002, segments=16).turn("x", 90).move(0, -0.11 * size, 0.0045)
        )
    else:
        for i, w in enumerate((0.72, 0.50) if kind == "board" else (0.78,)):
            deep = {"board": 0.12, "stop": 0.26, "street": 0.10}[kind] * size
            y = {"board": 0.10 - 0.25 * i, "stop": -0.13, "street": -0.05}[kind] * size
            wide = w * size * (1.5 if kind == "street" else 1.0)
            plate.add("mark", box(wide * 0.9, deep, 0.002, (0, y, 0.0055)))


def _shrunk(outline: Floats, margin: float) -> Floats:
    """Pulled in by ``margin`` on every side, keeping its round corners."""
    low, high = outline.min(axis=0), outline.max(axis=0)
    centre = outline.mean(axis=0)
    return np.asarray(centre + (outline - centre) * (1 - 2 * margin / (high - low)))


def _sign_outline(kind: str, size: float) -> Floats:
    r = size / 2
    if kind == "round":
        return polygon.arc((0, 0), r, 0, 360, 32)[:-1]
    if kind == "stop":
        return polygon.arc((0, 0), r / math.cos(math.pi / 8), 22.5, 382.5, 8)[:-1]
    if kind == "warning":
        corners = [(-r, -0.4 * size), (r, -0.4 * size), (0, 0.46 * size)]
        return polygon.round_corners(corners, 0.06 * size, 4)
    wide, tall = (1.5 * r, 0.32 * r) if kind == "street" else (r, 0.70 * r)
    return polygon.round_corners(polygon.rectangle(-wide, -tall, wide, tall), 0.05 * size, 3)


def _fence(b: Builder, v: Values) -> None:
    w, h, kind = v["width"], v["height"], v.word("kind")
    spans = max(1, round(w / 2.0))
    each = w / spans
    post = {"picket": 0.09, "railing": 0.05, "panel": 0.10}[kind]
    for i in range(spans + 1):
        x = (i - spans / 2) * (w - post) / spans
        tall = h + (0.06 if kind != "railing" else 0.02)
        b.add("frame", box(post, tall - 0.03, post, (x, 0, 0), 0.006))
        b.add("frame", box(post + 0.03, 0.032, post + 0.03, (x, tall - 0.032, 0), 0.008))
    rails = {
        "picket": (min(0.22, 0.25 * h), h - min(0.22, 0.3 * h)),
        "railing": (0.12, h - 0.06),
        "panel": (0.08, h - 0.05),
    }[kind]
    deep = 0.028 if kind != "railing" else 0.024
    for y in rails:
        b.add("frame", box(w - post, 0.07 if kind != "railing" else 0.035, deep, (0, y - 0.035, 0), 0.003))
    pitch = {"picket": 0.125, "railing": 0.115, "panel": 0.145}[kind]
    count = max(1, int((each - post) / pitch))
    for s in range(spans):
        middle = (s + 0.5 - spans / 2) * (w - post) / spans
        for i in range(count):
            x = middle + (i - (count - 1) / 2) * (each - post) / count
            _bar(b, kind, x, h, (each - post) / count)


def _bar(b: Builder, kind: str, x: float, h: float, pitch: float) -> None:
    if kind == "railing":
        b.add(
            "bars",
            cylinder(0.009, h - 0.10, (x, 0.08, 0), 8),
            lathe([(0.016, 0), (0, 0.07)], 8).move(x, h - 0.03),
        )
        return
    wide = 0.075 if kind == "picket" else pitch * 0.96
    tip = 0.05 if kind == "picket" else 0.0
    outline = [(-wide / 2, 0.05), (wide / 2, 0.05), (wide / 2, h - tip), (0, h), (-wide / 2, h - tip)]
    if not tip:
        outline.pop(3)
    b.add("bars", prism(outline, 0.018).move(x, 0, 0.022))


def _fence_spots(v: Values) -> tuple[Spot, ...]:
    return (
        Spot("lean", (0.0, 0.0, 0.16), 0.0, v["height"]),
        Spot("lean", (0.0, 0.0, 0.30), 180.0, v["height"]),
    )


PIECES = (
    Piece(
        "street",
        "Street",
        "street",
        (
            Param("length", "Length", 24, 2, 120),
            Param("road", "Road width", 6.5, 2, 30),
            Param("pavement", "Pavement width", 2.4, 0.5, 12),
            Choice("sides", "Pavements", "both", ("both", "far", "near", "none")),
            Switch("marks", "Middle line", True),
            Switch("crossing", "Crossing", False),
            Param("crossing_at", "Crossing at", 0, -60, 60),
        ),
        {
            "road": (0.37, 0.38, 0.40),
            "pavement": (0.58, 0.57, 0.55),
            "kerb": (0.66, 0.65, 0.62),
            "marks": (0.88, 0.87, 0.82),
            "iron": (0.20, 0.20, 0.20),
        },
        "set",
        "road",
        "street with pavements",
        (24, 0.234, 11.3),
        _street,
        _street_spots,
        casts_shadow=False,
    ),
    Piece(
        "street_lamp",
        "Street lamp",
        "street",
        (
            Choice("kind", "Kind", "bow", ("bow", "lantern")),
            Param("height", "Height", 4.6, 2, 9),
            Switch("lit", "Lit", True),
        ),
        {"post": (0.16, 0.19, 0.19), "glass": (1.0, 0.94, 0.76)},
        "prop",
        "streetlight",
        "street lamp",
        (0.47, 4.6, 1.315),
        _street_lamp,
        lamp=_street_lamp_position,
    ),
    Piece(
        "sign",
        "Sign",
        "street",
        (
            Choice("kind", "Kind", "round", ("round", "stop", "warning", "street", "board")),
            Param("height", "Height", 2.6, 0.3, 6),
            Param("size", "Plate size", 0.6, 0.15, 4),
            Switch("post", "Post", True),
        ),
        {
            "rim": (0.66, 0.16, 0.14),
            "face": (0.92, 0.91, 0.88),
            "mark": (0.16, 0.16, 0.18),
            "post": (0.55, 0.57, 0.58),
        },
        "prop",
        "signboard",
        "road sign",
        (0.6, 2.6, 0.12),
        _sign,
    ),
    Piece(
        "fence",
        "Fence",
        "street",
        (
            Choice("kind", "Kind", "picket", ("picket", "railing", "panel")),
            Param("width", "Length", 4.0, 0.6, 40),
            Param("height", "Height", 1.0, 0.4, 3),
        ),
        {"frame": (0.84, 0.83, 0.79), "bars": (0.88, 0.87, 0.83)},
        "set",
        "fence",
        "fence",
        (4.03, 1.06, 0.12),
        _fence,
        _fence_spots,
    ),
)
