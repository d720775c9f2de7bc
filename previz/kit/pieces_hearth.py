"""Hearth and music: fireplace, piano, potted plant."""

from __future__ import annotations

import math

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import BLACK, side
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Floats
from previz.kit.solids import box, cylinder, lathe, leg, prism, sheet, slab, tube
from previz.scene.model import Vec3

_FIRE = (1.0, 0.62, 0.22)


# ------------------------------------------------------------------------------------------ fireplace
def _fireplace(b: Builder, v: Values) -> None:
    w, h, d = v["width"], v["height"], v["depth"]
    wide, tall = 0.52 * w, 0.62 * h
    front = d / 2 - 0.07
    hole = polygon.rectangle(-wide / 2, 0.0, wide / 2, tall)
    if v.word("kind") == "arched":
        hole = polygon.round_corners(hole, [0, 0, 0.45 * wide, 0.45 * wide], 8)
    body = _gate(w - 0.12, h - 0.06, hole)
    b.add("surround", prism(body, d - 0.16, 0.008).move(z=-0.01))
    b.add("brick", box(wide + 0.1, tall + 0.05, 0.02, (0, 0.0005, -d / 2 + 0.055)))
    for s in (-1, 1):
        b.add("surround", box(0.15, h - 0.10, 0.06, (s * (w / 2 - 0.135), 0.0, front - 0.005), 0.008))
        b.add("surround", box(0.18, 0.12, 0.08, (s * (w / 2 - 0.135), 0.0005, front), 0.010))
    b.add("surround", box(w - 0.03, 0.05, d - 0.06, (0, h - 0.095, 0.01), 0.014))
    b.add("surround", box(w + 0.10, 0.048, d, (0, h - 0.048, 0.0), 0.012))
    b.add("hearth", box(w - 0.05, 0.035, 0.30, (0, 0, d / 2 + 0.09), 0.008))
    b.add("brick", box(wide + 0.09, 0.012, d - 0.17, (0, 0.001, -0.012)))
    grate = b.placed(y=0.010, z=0.0)
    for i in range(5):
        x = (i - 2) * 0.19 * wide
        grate.add("iron", box(0.022, 0.10, 0.025, (x, 0.09, 0.085), 0.003))
    grate.add("iron", box(0.86 * wide, 0.02, 0.20, (0, 0.08, 0), 0.003))
    for s in (-1, 1):
        grate.add("iron", box(0.022, 0.17, 0.03, (s * 0.42 * wide, 0.001, 0.09), 0.004))
        grate.add("iron", box(0.022, 0.085, 0.03, (s * 0.42 * wide, 0.001, -0.08), 0.004))
    _logs(grate.placed(y=0.10), wide, v.on("lit"))


def _gate(w: float, h: float, hole: Floats) -> Floats:
    """Outline of a wall with an opening that stands on the floor."""
    low = hole[hole[:, 1] < 1e-6]
    left, right = low[:, 0].min(), low[:, 0].max()
    upper = polygon.clean(hole)
    order = upper[np.argsort(-np.arctan2(upper[:, 1] - 1e-3, upper[:, 0] - (left + right) / 2))]
    inside = order[order[:, 1] > 1e-6]
    return np.concatenate(
        [
            [[-w / 2, 0.0], [left, 0.0]],
            inside,
            [[right, 0.0], [w / 2, 0.0], [w / 2, h], [-w / 2, h]],
        ]
    )


def _logs(b: Builder, wide: float, lit: bool) -> None:
    for x, z, turn, y in ((-0.01, 0.05, 5, 0.045), (0.02, -0.04, -7, 0.045), (0.0, 0.01, 12, 0.115)):
        log = cylinder(0.045, 0.62 * wide, segments=12, bevel=0.008).turn("z", 90).move(0.31 * wide)
        b.add("logs", log.turn("y", turn).move(x, y, z), crease=50)
    if not lit:
        return
    for i, (x, z, tall) in enumerate(
        ((-0.13, 0.02, 0.20), (0.0, -0.02, 0.30), (0.13, 0.01, 0.23), (0.06, 0.05, 0.15))
    ):
        up = np.linspace(0, 1, 7)
        sway = 0.03 * np.sin(3.1 * up + i)
        radius = 0.055 * np.sin(np.pi * (0.15 + 0.85 * up) ** 0.8) + 0.002
        path = np.stack([x * wide / 0.6 + sway, 0.09 + tall * up, z + 0 * up], 1)
        b.add("fire", tube(path, radius.tolist(), 8), glow=True, crease=120)


def _fireplace_lamp(v: Values) -> Vec3 | None:
    return (0.0, 0.30, -0.02) if v.on("lit") else None


def _fireplace_spots(v: Values) -> tuple[Spot, ...]:
    z = v["depth"] / 2 + 0.32
    return (
        Spot("stand", (0.0, 0.0, z + 0.15), 180.0),
        Spot("lean", (0.42 * v["width"], 0.0, z), 180.0, v["height"]),
    )


# ----------------------------------------------------------------------------------------------- piano
_KEY_Y, _KEYS_W = 0.72, 1.22


def _piano(b: Builder, v: Values) -> None:
    (_grand if v.word("kind") == "grand" else _upright)(b, v["lid"])


def _keyboard(b: Builder, z: float) -> None:
    """The white keys are one board, for their joints would be lines; ``z`` is the front edge."""
    b.add("white keys", box(_KEYS_W, 0.022, 0.15, (0, _KEY_Y - 0.022, z - 0.075), 0.002))
    each = _KEYS_W / 52
    keys = [
        box(0.012, 0.014, 0.095, ((i + 1) * each - _KEYS_W / 2, _KEY_Y - 0.001, z - 0.1005))
        for i in range(51)
        if i % 7 not in (1, 4)
    ]
    b.add("black keys", *keys, whole=True)


def _upright(b: Builder, lid: float) -> None:
    w, h, d = 1.48, 1.22, 0.60
    back = -d / 2
    for s in (-1, 1):
        cheek = [
            (back, 0.0),
            (back + 0.37, 0.0),
            (back + 0.37, 0.58),
            (d / 2, 0.60),
            (d / 2, 0.74),
            (back + 0.37, 0.80),
            (back + 0.33, h - 0.02),
            (back, h - 0.02),
        ]
        soft = polygon.round_corners(cheek, [0, 0, 0.02, 0.02, 0.04, 0.05, 0.03, 0], 4)
        b.add("case", side(soft, 0.045, 0.006, s * (w / 2 - 0.0225)))
        b.add("case", box(0.05, 0.56, 0.05, (s * (w / 2 - 0.025), 0.04, d / 2 - 0.035), 0.008))
        b.add("case", box(0.07, 0.046, d - 0.02, (s * (w / 2 - 0.025), -0.001, 0.001), 0.008))
    inner = w - 0.086
    b.add("case", box(inner - 0.003, h - 0.06, 0.30, (0, 0.025, back + 0.155)))
    b.add("case", box(inner, 0.50, 0.018, (0, 0.08, back + 0.315), 0.004))
    b.add("case", box(inner, 0.32, 0.016, (0, 0.86, 0), 0.004).turn("x", -6).move(z=back + 0.335))
    b.add("case", box(inner, 0.09, 0.245, (0, 0.605, 0.168), 0.004))
    b.add("case", box(w + 0.02, 0.024, 0.385, (0, h - 0.024, back + 0.18), 0.008))
    _keyboard(b, d / 2 - 0.03)
    b.add("felt", box(_KEYS_W + 0.02, 0.006, 0.012, (0, _KEY_Y + 0.003, d / 2 - 0.185)))
    for s in (-1, 1):
        b.add(
            "case", box(0.06, 0.045, 0.19, (s * (_KEYS_W / 2 + 0.035), _KEY_Y - 0.028, d / 2 - 0.115), 0.006)
        )
    if lid < 0.5:
        b.add("case", box(inner - 0.004, 0.016, 0.20, (0, _KEY_Y + 0.025, d / 2 - 0.12), 0.005))
    else:
        b.add(
            "case",
            box(inner - 0.004, 0.20, 0.016, (0, 0, 0), 0.005)
            .turn("x", -12)
            .move(0, _KEY_Y + 0.03, d / 2 - 0.205),
        )
    b.add("case", box(0.62, 0.17, 0.012, (0, 0.97, 0), 0.004).turn("x", -14).move(z=back + 0.40))
    b.add("case", box(0.66, 0.02, 0.05, (0, 0.955, back + 0.375), 0.005))
    for i in (-1, 0, 1):
        pedal = slab(
            polygon.round_corners(polygon.rectangle(-0.02, -0.10, 0.02, 0.05), 0.015, 3), 0.014, 0.004, 0.05
        )
        b.add("brass", pedal.scale(z=-1).move(i * 0.09, 0, back + 0.37))


def _grand(b: Builder, lid: float) -> None:
    """1.8 m; its tail points to −Z, its straight side is at −X, the keys at +Z."""
    w, d, low, high = 1.48, 1.80, 0.64, 0.97
    z1 = d / 2
    bow = polygon.curve(
        [(w / 2, 0.32), (0.66, 0.0), (0.40, -0.30), (0.16, -0.56), (-0.06, -0.80), (-0.26, -0.895)], 4
    )
    tail = polygon.curve([(-0.26, -0.895), (-0.44, -0.90), (-0.60, -0.86), (-w / 2, -0.72)], 3)
    shell = np.concatenate([[[-w / 2, z1 - 0.29], [w / 2, z1 - 0.29]], bow, tail[1:]])
    rim = polygon.clean(shell)
    inner = polygon.offset(rim, 0.045)
    wall = prism(rim * [1, -1], high - low, 0.008, [(inner * [1, -1])]).turn("x", -90)
    b.add("case", wall.move(y=(low + high) / 2))
    b.add("case", slab(polygon.offset(rim, 0.02), 0.05, 0, low + 0.02))
    b.add("brass", slab(polygon.offset(rim, 0.046), 0.012, 0, high - 0.12))
    b.add("case", box(w - 0.02, 0.066, 0.34, (0, low - 0.004, z1 - 0.17), 0.008))
    for s in (-1, 1):
        b.add(
            "case",
            side(
                [
                    (z1 - 0.34, low + 0.03),
                    (z1 - 0.006, low + 0.03),
                    (z1 - 0.01, 0.76),
                    (z1 - 0.26, 0.80),
                    (z1 - 0.31, high - 0.001),
                    (z1 - 0.34, high - 0.001),
                ],
                0.12,
                0.006,
                s * (w / 2 - 0.061),
            ),
        )
    b.add("case", box(w - 0.22, 0.20, 0.02, (0, high - 0.215, z1 - 0.25), 0.003))
    _keyboard(b, z1 - 0.06)
    desk = box(0.72, 0.22, 0.014, bevel=0.005).turn("x", -20)
    b.add("case", desk.move(0, high - 0.01, z1 - 0.42))
    for x, z in ((-0.60, z1 - 0.22), (0.60, z1 - 0.22), (-0.32, -0.62)):
        b.add("case", leg(0.11, low - 0.03, 0.11, 0.55, (x, 0.04, z), 0.010))
        b.add("brass", cylinder(0.025, 0.05, (x, 0, z), 12, 0.006))
    b.add("case", box(0.26, 0.02, 0.10, (0, 0.12, z1 - 0.46), 0.004))
    for s in (-1, 1):
        b.add("case", box(0.025, low - 0.10, 0.025, (s * 0.07, 0.13, z1 - 0.48), 0.003))
    for i in (-1, 0, 1):
        b.add("brass", box(0.03, 0.014, 0.12, (i * 0.08, 0.11, z1 - 0.38), 0.004))
    _grand_lid(b, rim, high, lid)


def _grand_lid(b: Builder, rim: Floats, high: float, lid: float) -> None:
    """The lid turns about the straight side; its front flap lies folded back."""
    board = slab(polygon.offset(rim, -0.012), 0.018, 0.006, high + 0.002)
    hinge = (float(rim[:, 0].min()), high + 0.011, 0.0)
    b.add("case", board.turn("z", 38.0 * lid, hinge))
    if lid > 0.1:
        top = np.array([0.52, high - 0.02, -0.05])
        angle = math.radians(38.0 * lid)
        reach = 1.22
        tip = (hinge[0] + reach * math.cos(angle), hinge[1] + reach * math.sin(angle) - 0.012, -0.05)
        b.add("case", tube(np.array([top, tip]), 0.009, 8))


def _piano_spots(v: Values) -> tuple[Spot, ...]:
    front = 0.90 if v.word("kind") == "grand" else 0.30
    lean = (
        Spot("lean", (0.95, 0.0, 0.0), -90.0, 0.98)
        if v.word("kind") == "grand"
        else Spot("lean", (-0.95, 0.0, -0.1), 90.0, 1.22)
    )
    return (Spot("stand", (0.0, 0.0, front + 0.35), 180.0), lean)


# ----------------------------------------------------------------------------------------- potted plant
def _potted_plant(b: Builder, v: Values) -> None:
    h, size = v["height"], v["pot"]
    rng = np.random.default_rng(v.count("seed"))
    r, tall = size / 2, 0.92 * size
    pot = [
        (0.68 * r, 0),
        (0.72 * r, 0.008),
        (0.94 * r, 0.80 * tall),
        (r, 0.81 * tall),
        (r, tall),
        (0.90 * r, tall),
        (0.86 * r, 0.86 * tall),
    ]
    b.add("pot", lathe(pot, 28))
    b.add("earth", cylinder(0.88 * r, 0.03, (0, 0.84 * tall, 0), 20))
    stem = b.placed(y=0.88 * tall)
    room = max(0.12, h - 0.88 * tall)
    {"palm": _palm, "rubber": _rubber, "spiky": _spiky}[v.word("kind")](stem, rng, room, v.count("leaves"))


def _blade(
    long: float, wide: float, droop: float, point: float = 1.0, rise_deg: float = 60.0, rows: int = 8
) -> Floats:
    """(rows, 3, 3) midrib and two edges of a leaf that starts at the origin towards +Z."""
    s = np.linspace(0, 1, rows)
    angle = np.radians(rise_deg - droop * s)
    step = long / (rows - 1)
    z = np.concatenate([[0], np.cumsum(np.cos(angle[:-1]) * step)])
    y = np.concatenate([[0], np.cumsum(np.sin(angle[:-1]) * step)])
    half = wide / 2 * np.maximum(np.sin(np.pi * (0.04 + 0.95 * s) ** point), 0.05)
    left = np.stack([-half, y + 0.35 * half, z], 1)
    return np.stack([left, np.stack([0 * s, y, z], 1), left * [-1, 1, 1]], 1)


def _leaf(b: Builder, blade: Floats, turn: float, at: Vec3 = (0.0, 0.0, 0.0), number: int = 0) -> None:
    shape = sheet(blade, 0.0035).turn("y", turn).move(*at)
    b.add("leaves" if number % 3 else "leaves 2", shape, whole=True)


def _spiky(b: Builder, rng: np.random.Generator, room: float, count: int) -> None:
    for i in range(count):
        rise = float(rng.uniform(62, 88))
        blade = _blade(
            room * float(rng.uniform(0.7, 1.0)), 0.055 + 0.03 * room, float(rng.uniform(5, 35)), 0.8, rise
        )
        _leaf(b, blade, 137.5 * i, (0, -0.02, 0), i)


def _rubber(b: Builder, rng: np.random.Generator, room: float, count: int) -> None:
    bend = np.array([[0, -0.03, 0], [0.03, 0.35, 0.02], [0.0, 0.7, 0.03], [0.04, 0.92, 0.0]]) * [
        room,
        room,
        room,
    ]
    stem = polygon.curve(bend, 4)
    b.add("stem", tube(stem, np.linspace(0.018, 0.007, len(stem)).tolist(), 8), crease=80)
    for i in range(count):
        share = (i + 1) / count
        at = stem[min(len(stem) - 1, round((0.22 + 0.78 * share) * (len(stem) - 1)))]
        blade = _blade(
            0.30 * room * (1.15 - 0.45 * share),
            0.14 * room * (1.1 - 0.4 * share),
            float(rng.uniform(50, 85)),
            0.75,
            52,
        )
        _leaf(
            b,
            blade,
            137.5 * i + float(rng.uniform(-12, 12)),
            (float(at[0]), float(at[1]) - 0.005, float(at[2])),
            i,
        )


def _palm(b: Builder, rng: np.random.Generator, room: float, count: int) -> None:
    """Arching fronds with leaflets on both sides, out of the middle of the pot."""
    fronds = max(3, round(0.36 * count))
    for i in range(fronds):
        long = room * float(rng.uniform(0.9, 1.15))
        rise = float(rng.uniform(76, 89))
        rib = _blade(long, 0.01, float(rng.uniform(35, 75)), 1.0, rise, 9)[:, 1]
        place = b.placed(0, -0.02, 0, 360 / fronds * i + float(rng.uniform(-14, 14)))
        place.add("stem", tube(rib, np.linspace(0.008, 0.002, len(rib)).tolist(), 6), crease=90)
        for k in range(2, 9):
            for s in (-1, 1):
                size = 0.40 * long * (1.25 - 0.10 * k)
                blade = _blade(size, 0.20 * size, 50, 0.7, 22, 4)
                shape = sheet(blade, 0.003).turn("z", -s * 38).turn("y", s * (78 - 5 * k))
                place.add("leaves" if (i + k) % 3 else "leaves 2", shape.move(*rib[k]), whole=True)


PIECES = (
    Piece(
        "fireplace",
        "Fireplace",
        "living",
        (
            Param("width", "Width", 1.4, 0.9, 3),
            Param("height", "Mantelpiece height", 1.15, 0.9, 1.8),
            Param("depth", "Depth", 0.34, 0.25, 0.8),
            Choice("kind", "Opening", "square", ("square", "arched")),
            Switch("lit", "Fire", True),
        ),
        {
            "surround": (0.80, 0.79, 0.75),
            "brick": (0.22, 0.17, 0.15),
            "hearth": (0.36, 0.35, 0.34),
            "iron": BLACK,
            "logs": (0.28, 0.19, 0.13),
            "fire": _FIRE,
        },
        "set",
        "fireplace",
        "fireplace with a mantelpiece",
        (1.5, 1.15, 0.58),
        _fireplace,
        _fireplace_spots,
        _fireplace_lamp,
        tags=("hearth", "chimney", "mantel", "fire"),
    ),
    Piece(
        "piano",
        "Piano",
        "living",
        (Choice("kind", "Kind", "upright", ("upright", "grand")), Param("lid", "Lid open", 1, 0, 1, "")),
        {
            "case": (0.12, 0.10, 0.09),
            "white keys": (0.90, 0.89, 0.84),
            "black keys": (0.08, 0.08, 0.08),
            "felt": (0.42, 0.10, 0.10),
            "brass": (0.72, 0.58, 0.30),
        },
        "prop",
        "cabinet",
        "piano",
        (1.5, 1.22, 0.61),
        _piano,
        _piano_spots,
        tags=("instrument", "music", "keyboard", "grand piano", "concert"),
    ),
    Piece(
        "potted_plant",
        "Potted plant",
        "living",
        (
            Param("height", "Height", 1.1, 0.3, 3),
            Param("pot", "Pot", 0.3, 0.1, 0.8),
            Choice("kind", "Kind", "rubber", ("rubber", "palm", "spiky")),
            Param("leaves", "Leaves", 14, 5, 30, "count"),
            Param("seed", "Growth", 1, 0, 9999, "count"),
        ),
        {
            "pot": (0.62, 0.38, 0.27),
            "earth": (0.20, 0.15, 0.12),
            "stem": (0.34, 0.30, 0.18),
            "leaves": (0.22, 0.36, 0.20),
            "leaves 2": (0.30, 0.44, 0.24),
        },
        "prop",
        "plant",
        "potted plant",
        (0.41, 1.1, 0.46),
        _potted_plant,
        tags=("house plant", "green", "flower", "fern"),
    ),
)
