"""School: desk, chair, blackboard, lockers, globe, coat hooks."""

from __future__ import annotations

import math

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import BLACK, CHROME, OAK, PINE, STEEL, WHITE, bent
from previz.kit.joinery import side as profile
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Floats, Shape
from previz.kit.solids import ball, box, cylinder, lathe, rounded, skin, tube


def _school_desk(b: Builder, v: Values) -> None:
    """The pupil sits on the −Z side and looks towards +Z."""
    w, h, d = v["width"], v["height"], 0.5
    if v.word("kind") == "lidded":
        _lidded_desk(b, w, h, d)
        return
    b.add("top", rounded(w, 0.022, d, 0.009, (0, h - 0.022, 0), seams="faces"))
    b.add("frame", box(w - 0.12, 0.008, d - 0.14, (0, h - 0.115, -0.02), 0.002))
    for s in (-1, 1):
        b.add("frame", box(0.008, 0.088, d - 0.14, (s * (w / 2 - 0.063), h - 0.111, -0.02)))
        x = s * (w / 2 - 0.045)
        path = [
            (x, 0.012, -d / 2 + 0.03),
            (x, h - 0.035, -d / 2 + 0.07),
            (x, h - 0.035, d / 2 - 0.07),
            (x, 0.012, d / 2 - 0.03),
        ]
        b.add("frame", bent(path, 0.0125, 0.06), crease=50)
        for z in (-d / 2 + 0.03, d / 2 - 0.03):
            b.add("feet", cylinder(0.017, 0.03, (x, 0, z), 12, 0.004))
    b.add(
        "frame",
        bent([(-w / 2 + 0.05, 0.26, d / 2 - 0.048), (w / 2 - 0.05, 0.26, d / 2 - 0.048)], 0.010, 0.01),
    )
    for s in (-1, 1):
        b.add("frame", cylinder(0.005, 0.05, (s * (w / 2 + 0.001), h - 0.09, -0.1), 6))


def _lidded_desk(b: Builder, w: float, h: float, d: float) -> None:
    """Old desk with a sloping lid, cast iron sides and an inkwell."""
    outline = [
        (-d / 2 + 0.02, h - 0.18),
        (d / 2 - 0.02, h - 0.18),
        (d / 2 - 0.02, h - 0.03),
        (0.12, h - 0.03),
        (-d / 2 + 0.02, h - 0.09),
    ]
    b.add("top", profile(outline, w - 0.04, 0.006))
    rise = math.degrees(math.atan2(0.06, 0.12 + d / 2 - 0.02))
    lid = box(w, 0.02, math.hypot(0.06, 0.12 + d / 2 - 0.02) + 0.02, bevel=0.006).turn("x", -rise)
    b.add("lid", lid.move(0, h - 0.063, (0.12 - d / 2 + 0.02) / 2 - 0.008))
    b.add("lid", box(w, 0.02, d / 2 - 0.12, (0, h - 0.033, 0.12 + (d / 2 - 0.12) / 2), 0.006))
    b.add("feet", cylinder(0.024, 0.006, (w / 2 - 0.10, h - 0.0145, d / 2 - 0.06), 16))
    for s in (-1, 1):
        x = s * (w / 2 - 0.04)
        b.add("frame", box(0.03, 0.035, d - 0.04, (x, 0, 0), 0.010))
        for z0, z1 in ((-0.16, -0.10), (0.16, 0.10)):
            path = polygon.curve([(x, 0.02, z0), (x, 0.3 * h, z1 * 0.5), (x, h - 0.17, z1 * 1.3)], 4)
            b.add("frame", tube(path, 0.016, 8), crease=50)
    b.add("frame", box(w - 0.10, 0.04, 0.025, (0, 0.14, 0.0), 0.006))


def _school_chair(b: Builder, v: Values) -> None:
    w, seat = v["width"], v["seat"]
    top = seat + 0.35
    for s in (-1, 1):
        x = s * (w / 2 - 0.02)
        b.add(
            "frame",
            bent(
                [(x, 0.01, 0.20), (x, seat - 0.028, 0.15), (x, seat - 0.028, -0.16), (x, 0.01, -0.21)],
                0.011,
                0.045,
            ),
            crease=50,
        )
        b.add(
            "frame",
            bent([(x, seat - 0.03, -0.02), (x, seat - 0.03, -0.175), (x, top - 0.02, -0.235)], 0.0105, 0.05),
            crease=50,
        )
        for z in (0.20, -0.21):
            b.add("feet", cylinder(0.016, 0.03, (x, 0, z), 12, 0.004))
    for z in (0.12, -0.12):
        b.add("frame", box(w - 0.05, 0.018, 0.02, (0, seat - 0.034, z), 0.003))
    shell = rounded(w, 0.016, 0.39, 0.0075, (0, 0, 0), inner=(6, 1, 6), seams="piped")
    points = shell.points.copy()
    points[:, 1] += (
        0.9 * np.clip(np.abs(points[:, 0]) - 0.12, 0, None) ** 2 * 4
        - 1.4 * np.clip(points[:, 2] - 0.12, 0, None) ** 2 * 4
    )
    b.add("shell", shell.bend(points).move(0, seat - 0.017, 0.0), crease=60)
    back = rounded(w - 0.01, 0.20, 0.014, 0.0065, inner=(8, 2, 1), seams="faces")
    points = back.points.copy()
    points[:, 2] += 0.55 * points[:, 0] ** 2 * 2
    b.add("shell", back.bend(points).turn("x", -10).move(0, top - 0.21, -0.212), crease=60)


def _blackboard(b: Builder, v: Values) -> None:
    w, h = v["width"], v["height"]
    up = b.placed(y=v["rise"])
    up.add("frame", box(w, h, 0.03, (0, 0, 0.015), 0.004))
    up.add("board", box(w - 0.10, h - 0.10, 0.006, (0, 0.05, 0.031)))
    up.add("frame", box(w, 0.018, 0.09, (0, -0.012, 0.05), 0.005))
    for i, x in enumerate((-0.31, -0.22, 0.28)):
        up.add(
            "chalk", cylinder(0.006, 0.07, segments=8).turn("z", 90).move(x * w, 0.012, 0.06 + 0.01 * (i % 2))
        )
    up.add("duster", box(0.14, 0.035, 0.055, (0.36 * w, 0.0055, 0.058), 0.006))
    if v.on("writing"):
        _chalk(up, v, w, h)


def _chalk(b: Builder, v: Values, w: float, h: float) -> None:
    """Lines of handwriting, a triangle and a circle."""
    rng = np.random.default_rng(v.count("seed"))
    rows = max(1, int((h - 0.25) / 0.15))
    for row in range(rows):
        y, x, end = h - 0.17 - 0.15 * row, -w / 2 + 0.14, -w / 2 + (0.50 if row else 0.42) * w
        while x < end:
            word = float(rng.uniform(0.10, 0.24))
            n = max(4, int(word / 0.016))
            wave = np.abs(np.sin(np.arange(n) * 1.9 + float(rng.uniform(0, 3)))) * rng.uniform(0.2, 1.0, n)
            line = np.stack([x + np.linspace(0, word, n), y + 0.045 * wave, np.full(n, 0.0355)], 1)
            b.add("chalk", tube(line, 0.0035, 4), crease=110, whole=True)
            x += word + 0.06
    cx, cy, r = 0.27 * w, 0.52 * h, min(0.16 * w, 0.28 * h)
    ring = np.column_stack([polygon.arc((cx, cy), r, 0, 345, 24), np.full(25, 0.0355)])
    b.add("chalk", tube(ring, 0.004, 4), crease=110, whole=True)
    corners = [(cx - r * 0.87, cy - r * 0.5), (cx + r * 0.87, cy - r * 0.5), (cx, cy + r)]
    triangle = np.array([(x, y, 0.0358) for x, y in corners])
    b.add("chalk", tube(triangle, 0.004, 4, closed=True), crease=110, whole=True)


def _lockers(b: Builder, v: Values) -> None:
    count, h, d, wide = v.count("count"), v["height"], 0.46, v["width"]
    rows = 2 if v.word("kind") == "halves" else 1
    w = count * wide
    b.add("body", box(w, 0.08, d - 0.04, (0, 0, -0.02)))
    b.add("body", box(w, h - 0.08, d - 0.02, (0, 0.08, -0.01), 0.003))
    tall = (h - 0.11) / rows
    ajar = v.count("ajar")
    for i in range(count):
        x = (i + 0.5) * wide - w / 2
        for row in range(rows):
            number = i * rows + row + 1
            place = b.placed(x - wide / 2 + 0.012, 0.095 + row * tall, d / 2 - 0.018)
            opened = 95.0 if number == ajar else 0.0
            if opened:
                hollow = box(wide - 0.05, tall - 0.05, 0.01, (x, 0.11 + row * tall, d / 2 - 0.0245))
                b.add("inside", hollow)
            _locker_door(place.placed(turn_deg=-opened), wide - 0.024, tall - 0.016)


def _locker_door(b: Builder, w: float, h: float) -> None:
    """Hinged at x = 0, its back at z = 0."""
    b.add("doors", box(w, h, 0.018, (w / 2, 0, 0.009), 0.003))
    for i in range(4):
        for y in (0.10, h - 0.16):
            b.add("inside", box(0.5 * w, 0.008, 0.003, (w / 2, y + 0.018 * i, 0.0185)))
    b.add("steel", box(0.03, 0.10, 0.014, (w - 0.04, 0.52 * h, 0.022), 0.004))
    b.add("label", box(0.07, 0.035, 0.003, (w / 2, h - 0.215, 0.0185)))


def _globe(b: Builder, v: Values) -> None:
    r = v["width"] / 2
    b.add(
        "stand",
        lathe(
            [
                (0.72 * r, 0),
                (0.74 * r, 0.02 * r),
                (0.70 * r, 0.10 * r),
                (0.16 * r, 0.20 * r),
                (0.10 * r, 0.42 * r),
            ],
            26,
        ),
        crease=50,
    )
    middle = (0.0, 1.55 * r, 0.0)
    arc = polygon.arc((middle[2], middle[1]), 1.10 * r, -112, 68, 18)
    meridian = np.column_stack([np.zeros(len(arc)), arc[:, 1], arc[:, 0]])
    b.add("brass", tube(meridian, 0.035 * r, 8), crease=60)
    sphere = ball(2 * r, 2 * r, 2 * r, segments=24)
    turned = sphere.turn("x", 22).move(*middle)
    b.add("sea", turned, crease=70)
    for number, (lat, lon, size) in enumerate(
        ((48, 10, 0.50), (2, 22, 0.55), (45, -98, 0.52), (-15, -58, 0.40), (38, 100, 0.55), (-25, 134, 0.30))
    ):
        b.add(
            "land",
            _patch(r * 1.022, lat, lon, size, number).turn("x", 22).move(*middle),
            crease=100,
            whole=True,
        )
    for s in (-1, 1):
        pole = cylinder(0.05 * r, 0.14 * r, (0, s * 1.06 * r - 0.07 * r, 0), 10).turn("x", 22).move(*middle)
        b.add("brass", pole)


def _patch(radius: float, lat_deg: float, lon_deg: float, size: float, seed: int) -> Shape:
    """A continent: a blob of about ``size`` radians on a globe of ``radius``."""
    rng = np.random.default_rng(seed)
    turn = np.linspace(0, 2 * np.pi, 18, endpoint=False)
    coast = size * (
        1 + 0.22 * np.sin(2 * turn + rng.uniform(0, 6)) + 0.16 * np.sin(3 * turn + rng.uniform(0, 6))
    )
    rings = []
    for share, r in ((0.03, radius), (0.5, radius), (1.0, radius), (1.0, 0.96 * radius)):
        away = share * coast
        rings.append(
            np.stack([np.sin(away) * np.cos(turn), np.cos(away), np.sin(away) * np.sin(turn)], 1) * r
        )
    return skin(np.array(rings)).turn("x", 90 - lat_deg).turn("y", lon_deg)


def _coat_hooks(b: Builder, v: Values) -> None:
    w, rise = v["width"], v["rise"]
    up = b.placed(y=rise)
    up.add("board", box(w, 0.12, 0.022, (0, -0.06, 0.011), 0.005))
    count = max(2, round(w / 0.16))
    for i in range(count):
        x = (i + 0.5) * w / count - w / 2
        up.add("hooks", bent([(x, 0.02, 0.02), (x, 0.028, 0.075), (x, 0.055, 0.085)], 0.006, 0.015))
        up.add("hooks", bent([(x, -0.02, 0.02), (x, -0.035, 0.05), (x, -0.005, 0.062)], 0.006, 0.015))
    if v.on("coats"):
        for number, i in enumerate(range(0, count, 2)):
            x = (i + 0.5) * w / count - w / 2
            _hung_coat(up.placed(x), f"coat {1 + number % 3}", number)


def _hung_coat(b: Builder, part: str, number: int) -> None:
    """A child's coat from a hook: rings from collar to hem."""
    rng = np.random.default_rng(number)
    n = 14
    turn = np.linspace(0, 2 * np.pi, n, endpoint=False)
    rows: list[Floats] = []
    for y, wide, deep in (
        (0.0, 0.02, 0.02),
        (-0.03, 0.07, 0.045),
        (-0.14, 0.135, 0.065),
        (-0.40, 0.15, 0.075),
        (-0.62, 0.17, 0.085),
    ):
        fold = 1 + 0.10 * np.cos(4 * turn + number) * (-y / 0.62) + 0.02 * rng.uniform(-1, 1, n)
        rows.append(
            np.stack([wide * fold * np.cos(turn), np.full(n, y), 0.10 + deep * fold * np.sin(turn)], 1)
        )
    b.add(part, skin(np.array(rows)), crease=70)
    for s in (-1, 1):
        sleeve = polygon.curve(
            [(s * 0.11, -0.11, 0.10), (s * 0.165, -0.26, 0.11), (s * 0.155, -0.48, 0.12)], 3
        )
        b.add(part, tube(sleeve, np.linspace(0.055, 0.040, len(sleeve)).tolist(), 9), crease=70)


PIECES = (
    Piece(
        "school_desk",
        "School desk",
        "school",
        (
            Choice("kind", "Kind", "tube", ("tube", "lidded")),
            Param("width", "Width", 0.7, 0.5, 1.4),
            Param("height", "Height", 0.72, 0.5, 0.8),
        ),
        {"top": PINE, "lid": OAK, "frame": (0.34, 0.38, 0.42), "feet": BLACK},
        "prop",
        "desk",
        "school desk",
        (0.71, 0.72, 0.5),
        _school_desk,
        lambda v: (Spot("stand", (0.0, 0.0, 0.75), 180.0),),
        tags=("pupil", "classroom", "table"),
    ),
    Piece(
        "school_chair",
        "School chair",
        "school",
        (Param("width", "Width", 0.4, 0.3, 0.5), Param("seat", "Seat height", 0.44, 0.28, 0.5)),
        {"shell": (0.70, 0.40, 0.22), "frame": (0.34, 0.38, 0.42), "feet": BLACK},
        "prop",
        "chair",
        "school chair",
        (0.4, 0.79, 0.46),
        _school_chair,
        lambda v: (Spot("sit", (0.0, 0.0, -0.02), 0.0, v["seat"]),),
        tags=("pupil", "classroom", "plastic", "stacking"),
    ),
    Piece(
        "blackboard",
        "Blackboard",
        "school",
        (
            Param("width", "Width", 3.0, 0.6, 6),
            Param("height", "Height", 1.2, 0.4, 2),
            Param("rise", "Above floor", 0.9, 0, 3),
            Switch("writing", "Writing", True),
            Param("seed", "Hand", 1, 0, 9999, "count"),
        ),
        {
            "frame": OAK,
            "board": (0.16, 0.24, 0.20),
            "chalk": (0.90, 0.90, 0.86),
            "duster": (0.55, 0.42, 0.30),
        },
        "set",
        "bulletin board",
        "blackboard with chalk writing",
        (3.0, 1.21, 0.095),
        _blackboard,
        lambda v: (
            Spot("stand", (-0.2 * v["width"], 0.0, 0.55), 150.0),
            Spot("stand", (0.2 * v["width"], 0.0, 0.6), 0.0),
        ),
        tags=("chalkboard", "classroom", "teacher", "lesson"),
    ),
    Piece(
        "lockers",
        "Lockers",
        "school",
        (
            Param("count", "Lockers", 4, 1, 20, "count"),
            Param("width", "Width of one", 0.32, 0.25, 0.6),
            Param("height", "Height", 1.85, 1.2, 2.2),
            Choice("kind", "Kind", "tall", ("tall", "halves")),
            Param("ajar", "Open door", 0, 0, 40, "count"),
        ),
        {
            "body": (0.28, 0.38, 0.46),
            "doors": (0.33, 0.45, 0.54),
            "inside": (0.10, 0.13, 0.16),
            "steel": CHROME,
            "label": WHITE,
        },
        "set",
        "cabinet",
        "row of lockers",
        (1.28, 1.85, 0.471),
        _lockers,
        lambda v: (Spot("lean", (0.0, 0.0, 0.42), 0.0, 1.2),),
        tags=("corridor", "gym", "changing room", "station"),
    ),
    Piece(
        "globe",
        "Globe",
        "school",
        (Param("width", "Width", 0.32, 0.15, 1.2),),
        {"sea": (0.44, 0.60, 0.68), "land": (0.62, 0.56, 0.38), "brass": (0.72, 0.58, 0.30), "stand": OAK},
        "prop",
        "sculpture",
        "globe on a stand",
        (0.327, 0.418, 0.34),
        _globe,
        lambda v: (Spot("hold", (0.0, 0.2 * v["width"], 0.0)),),
        tags=("world", "earth", "geography", "map", "study"),
    ),
    Piece(
        "coat_hooks",
        "Coat hooks",
        "school",
        (
            Param("width", "Width", 1.3, 0.3, 6),
            Param("rise", "Above floor", 1.45, 0.8, 2.2),
            Switch("coats", "Coats", True),
        ),
        {
            "board": PINE,
            "hooks": STEEL,
            "coat 1": (0.34, 0.42, 0.54),
            "coat 2": (0.62, 0.32, 0.26),
            "coat 3": (0.44, 0.46, 0.36),
        },
        "set",
        "shelf",
        "coats on hooks",
        (1.428, 0.68, 0.191),
        _coat_hooks,
        tags=("cloakroom", "coat rack", "hall", "peg", "wardrobe"),
    ),
)
