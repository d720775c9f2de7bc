"""Bags, and what people wear or carry outdoors: umbrella, hat, rope."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Values
from previz.kit.profiles import side_on
from previz.kit.shape import Floats, Shape
from previz.kit.solids import ball, box, cylinder, lathe, prism, rounded, skin, tube


def _handle(half: float, low: float, high: float, z: float, r: float) -> Shape:
    """A bow over the bag from −half to half in x."""
    line = [(-half, low, z), (-0.92 * half, low + 0.6 * (high - low), z), (-0.5 * half, high - r, z)]
    line += [(-x, y, z) for x, y, z in line[::-1]]
    return tube(polygon.curve(line, 2), r, 6)


def _handbag(b: Builder, v: Values) -> None:
    """Standing, its flap and clasp to +Z."""
    w, h, d = v["width"], v["height"], v["depth"]
    body = rounded(w, h, d, 0.30 * d, inner=(2, 2, 1), steps=1)
    points = body.points.copy()
    share = 1 - points[:, 1] / h
    points[:, 0] *= 0.84 + 0.16 * np.sqrt(np.clip(share, 0, 1))
    points[:, 2] *= 0.55 + 0.45 * np.sqrt(np.clip(share, 0, 1))
    b.add("body", body.bend(points), crease=60)
    outline = polygon.round_corners(
        [(-0.40 * w, h), (-0.38 * w, 0.55 * h), (0.38 * w, 0.55 * h), (0.40 * w, h)],
        [0, 0.2 * h, 0.2 * h, 0],
        3,
    )
    lean = float(np.degrees(np.arctan2(0.12 * d, 0.5 * h)))
    flap = prism(outline, 0.008, 0.002).turn("x", -lean, (0, h, 0)).move(0, -0.002, 0.36 * d)
    b.add("flap", flap)
    b.add("metal", rounded(0.034, 0.022, 0.012, 0.004, (0, 0.57 * h, 0.475 * d), steps=1))
    b.add("flap", _handle(0.30 * w, 0.90 * h, v["height"] + v["handle"], 0.0, 0.007), crease=75)
    for x in (-0.30 * w, 0.30 * w):
        b.add("metal", box(0.022, 0.030, 0.020, (x, 0.90 * h, 0), 0.003))


def _backpack(b: Builder, v: Values) -> None:
    """Standing, its straps towards −Z, where the back of its wearer is."""
    w, h, d = v["width"], v["height"], v["depth"]
    side = polygon.round_corners(
        [(-0.5 * d, 0), (0.30 * d, 0), (0.34 * d, 0.55 * h), (0.10 * d, h - 0.012), (-0.42 * d, h - 0.012)],
        [0.03, 0.05, 0.12, 0.10, 0.05],
        3,
    )
    b.add("body", side_on(side, w, 0.04), crease=50)
    b.add("pocket", rounded(0.76 * w, 0.42 * h, 0.24 * d, 0.032, (0, 0.05 * h, 0.38 * d), steps=1), crease=60)
    b.add("trim", box(0.66 * w, 0.010, 0.012, (0, 0.38 * h, 0.492 * d)))
    for x in (-1, 1):
        b.add("pocket", box(0.05, 0.34 * h, 0.5 * d, (x * 0.5 * w, 0.03 * h, -0.05 * d), 0.015))
        strap = [
            (0.10 * w, 0.93 * h, -0.46 * d),
            (0.20 * w, 0.92 * h, -0.62 * d),
            (0.25 * w, 0.70 * h, -0.80 * d),
            (0.27 * w, 0.40 * h, -0.76 * d),
            (0.32 * w, 0.14 * h, -0.56 * d),
            (0.36 * w, 0.05 * h, -0.46 * d),
        ]
        band = tube(polygon.curve(np.array(strap) * [x, 1, 1], 1), 0.020, 6)
        middle = band.points[:, 0:1].mean()
        b.add("trim", band.move(-middle).scale(x=1.25).move(middle), crease=80)
    b.add("trim", _handle(0.045, h - 0.03, h + 0.02, -0.32 * d, 0.008), crease=75)
    seam = [(-0.30 * d, h), (0.02 * d, h - 0.02)]
    b.add("trim", box(0.6 * w, 0.012, 0.012, (0, h - 0.024, float(np.mean(seam, axis=0)[0]))))


def _briefcase(b: Builder, v: Values) -> None:
    w, h, d = v["width"], v["height"], v["depth"]
    tall = h - 0.035
    for side in (-1, 1):
        b.add(
            "body",
            rounded(w, tall, d / 2 - 0.002, 0.014, (0, 0, side * (d / 4 + 0.001)), steps=1, seams="none"),
        )
    b.add("metal", box(w - 0.006, tall - 0.006, 0.008, (0, 0.003, 0), 0.002))
    for x in (-0.3 * w, 0.3 * w):
        b.add("metal", rounded(0.046, 0.012, 0.040, 0.004, (x, tall - 0.003, 0), steps=1))
        b.add("metal", box(0.030, 0.026, 0.006, (x, tall - 0.034, d / 2 - 0.001), 0.002))
    loop = [(-0.062, tall - 0.006, 0), (-0.056, tall + 0.022, 0), (-0.03, h - 0.008, 0)]
    loop += [(-x, y, z) for x, y, z in loop[::-1]]
    b.add("handle", tube(polygon.curve(loop, 2), 0.0085, 8), crease=75)


# --------------------------------------------------------------------------------------------- umbrella
def _umbrella(b: Builder, v: Values) -> None:
    """Open it stands on its handle under the canopy; closed it stands on its tip."""
    length, r = v["length"], v["width"] / 2
    if v.word("state") == "closed":
        _closed_umbrella(b, length)
        return
    b.add("shaft", cylinder(0.005, length - 0.04, (0, 0.03, 0), 8))
    hook = [
        (0, 0.14, 0),
        (0, 0.05, 0),
        (0, 0.02, 0.016),
        (0, 0.009, 0.038),
        (0, 0.016, 0.062),
        (0, 0.035, 0.070),
    ]
    b.add("handle", tube(polygon.curve(hook, 2), 0.0095, 8), crease=80)
    b.add("shaft", cylinder(0.006, 0.05, (0, length - 0.012, 0), 8, top=0.003))
    deep = 0.40 * r
    b.add("cloth", _canopy(r, deep).move(y=length - 0.02), crease=40)
    for i in range(8):
        a = 2 * np.pi * i / 8
        out, mid = np.array([np.cos(a), np.sin(a)]) * r, np.array([np.cos(a), np.sin(a)]) * 0.5 * r
        rib = [
            (0.012 * np.cos(a), length - 0.30 * r - 0.02, 0.012 * np.sin(a)),
            (mid[0], length - 0.02 - 0.25 * deep - 0.012, mid[1]),
        ]
        b.add("shaft", tube(rib, 0.0024, 4))
        b.add("shaft", ball(0.012, 0.012, 0.012, (out[0] * 0.995, length - 0.024 - deep, out[1] * 0.995), 4))


def _canopy(r: float, deep: float) -> Shape:
    """Eight gores that sag between their ribs, with their highest point at the origin."""
    count, between = 8, 2
    angle = np.linspace(0, 2 * np.pi, count * between, endpoint=False)
    sag = np.tile([0.0, 1.0], count)
    radii = np.array([0.0, 0.35, 0.7, 1.0])

    def layer(shift: float) -> Floats:
        rows = []
        for t in radii:
            across = r * t * (1 - 0.09 * sag * t**2) * (1 - 0.02 * (shift != 0) * (t < 1))
            y = -deep * t**2 - shift - 0.02 * r * sag * t
            rows.append(np.stack([across * np.cos(angle), y, across * np.sin(angle)], 1))
        return np.array(rows)

    rings = np.concatenate([layer(0.0), layer(0.004)[::-1]])
    return skin(rings, groups=np.repeat(np.arange(count), between))


def _closed_umbrella(b: Builder, length: float) -> None:
    b.add("shaft", cylinder(0.003, 0.08, segments=8, top=0.005))
    top = length - 0.20
    angle = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    lobes = 1 + 0.22 * np.cos(4 * angle)
    rings = []
    for t, width in ((0.0, 0.008), (0.04, 0.016), (0.35, 0.030), (0.75, 0.037), (0.97, 0.032), (1.0, 0.012)):
        turn = angle + 0.9 * t
        rings.append(
            np.stack(
                [
                    width * lobes * np.cos(turn),
                    np.full(16, 0.06 + t * (top - 0.06)),
                    width * lobes * np.sin(turn),
                ],
                1,
            )
        )

    b.add("cloth", skin(np.array(rings)), crease=70)
    b.add(
        "handle", lathe([(0.036, 0), (0.038, 0.012), (0.036, 0.024)], 12).move(y=0.06 + 0.62 * (top - 0.06))
    )
    b.add("shaft", cylinder(0.005, 0.10, (0, top - 0.01, 0), 8))
    h = length
    hook = [
        (0, top + 0.05, 0),
        (0, h - 0.05, 0),
        (0, h - 0.018, 0.014),
        (0, h - 0.010, 0.036),
        (0, h - 0.018, 0.058),
    ]
    hook.append((0, h - 0.045, 0.066))
    b.add("handle", tube(polygon.curve(hook, 2), 0.0095, 8), crease=80)


def _umbrella_spots(v: Values) -> tuple[Spot, ...]:
    if v.word("state") == "open":
        return (Spot("hold", (0.0, 0.10, 0.0)),)
    return (Spot("hold", (0.0, v["length"] - 0.012, 0.036)),)


# -------------------------------------------------------------------------------------------------- hat
def _hat(b: Builder, v: Values) -> None:
    """Lying on its brim, front to +Z; it fits a head of 56 cm round."""
    kind = v.word("kind")
    if kind == "cap":
        dome = [(0.0, 0.118), (0.045, 0.112), (0.082, 0.085), (0.094, 0.045), (0.094, 0.0), (0.090, 0.0)]
        dome += [(0.090, 0.043), (0.078, 0.080), (0.0, 0.108)]
        b.add("felt", lathe(dome[::-1], 22).scale(z=1.08), crease=60)
        t = np.radians(np.linspace(20, 160, 11))
        fore = np.stack([0.088 * np.cos(t), 0.060 + 0.115 * np.sin(t)], 1)
        rear = np.stack([0.088 * np.cos(t), 0.055 + 0.042 * np.sin(t)], 1)
        peak = prism(np.concatenate([fore, rear[::-1]]), 0.004, 0.001).turn("x", 90).scale(y=-1)
        points = peak.points.copy()
        points[:, 1] += 0.012 - 1.6 * points[:, 0] ** 2 - 0.10 * (points[:, 2] - 0.09)
        b.add("band", peak.bend(points), crease=50)
        b.add("band", ball(0.016, 0.008, 0.016, (0, 0.118, 0), 8))
        return
    crown, brim = {"fedora": (0.115, 0.158), "bowler": (0.12, 0.142), "top": (0.155, 0.148)}[kind]
    wall = {
        "fedora": [
            (0.096, 0.010),
            (0.094, 0.05),
            (0.086, 0.085),
            (0.076, crown - 0.006),
            (0.060, crown),
            (0.0, crown - 0.012),
        ],
        "bowler": [
            (0.096, 0.010),
            (0.096, 0.05),
            (0.088, 0.088),
            (0.062, crown - 0.010),
            (0.030, crown),
            (0.0, crown + 0.002),
        ],
        "top": [
            (0.096, 0.010),
            (0.092, 0.06),
            (0.094, 0.11),
            (0.102, crown - 0.004),
            (0.099, crown),
            (0.0, crown),
        ],
    }[kind]
    outside = [(brim, 0.014), (brim, 0.018), (0.13, 0.012), *wall]
    inside = [(0.0, 0.05), (0.080, 0.045), (0.090, 0.004), (0.13, 0.006)]
    felt = lathe([*inside, *outside], 24).scale(x=0.92, z=1.06)
    points = felt.points.copy()
    roll = np.clip((np.hypot(points[:, 0], points[:, 2]) - 0.10) / 0.06, 0, 1)
    points[:, 1] += roll**2 * 0.030 * (points[:, 0] / 0.15) ** 2 * (1 if kind != "fedora" else 1.2)
    if kind == "fedora":
        points[:, 1] -= 0.014 * roll * np.clip(points[:, 2] / 0.15, 0, 1)
        pinch = np.clip((points[:, 1] - 0.06) / 0.05, 0, 1) * np.clip(points[:, 2] / 0.08, 0, 1)
        points[:, 0] *= 1 - 0.38 * pinch
    points[:, 1] -= points[:, 1].min()
    b.add("felt", felt.bend(points), crease=60)
    ribbon = lathe([(0.0985, 0.0), (0.0975, 0.030)], 24).scale(x=0.92, z=1.06)
    b.add("band", ribbon.move(y=0.020), crease=60)


# ------------------------------------------------------------------------------------------------- rope
def _rope(b: Builder, v: Values) -> None:
    """A coil on the ground, or one straight length from −X to +X."""
    r, wide = v["thickness"] / 2, v["width"] / 2
    if v.word("state") == "straight":
        x = np.linspace(-wide, wide, 13)
        line = np.stack([x, np.full(13, r), 0.03 * np.sin(4 * x / wide) * wide], 1)
        b.add("rope", tube(line, r, 8), crease=80)
        return
    turns = v.count("turns")
    t = np.linspace(0, 2 * np.pi * turns, 14 * turns + 1)
    lap = t / (2 * np.pi)
    out = wide - r - 2.1 * r * (lap % 2) * 0.45
    coil = np.stack([out * np.cos(t), r + 1.5 * r * lap, 0.94 * out * np.sin(t)], 1)
    end = coil[-1] + np.array(
        [[0.25 * wide, -0.6 * r, 0.4 * wide], [0.55 * wide, -2.0 * r * turns * 0.6, 0.55 * wide]]
    )
    tail = np.concatenate([coil, end])
    tail[:, 1] = np.maximum(tail[:, 1], r)
    for i in range(turns):
        last = len(tail) if i == turns - 1 else 14 * (i + 1) + 1
        b.add("rope", tube(tail[14 * i : last], r, 5), crease=80)


PIECES = (
    Piece(
        "handbag",
        "Handbag",
        "hand props",
        (
            Param("width", "Width", 0.30, 0.12, 0.6),
            Param("height", "Height", 0.21, 0.1, 0.5),
            Param("depth", "Depth", 0.12, 0.06, 0.3),
            Param("handle", "Handle", 0.13, 0.05, 0.6),
        ),
        {"body": (0.46, 0.16, 0.17), "flap": (0.34, 0.11, 0.12), "metal": (0.78, 0.66, 0.38)},
        "prop",
        "bag",
        "leather handbag",
        (0.296, 0.347, 0.121),
        _handbag,
        lambda v: (Spot("hold", (0.0, v["height"] + v["handle"] - 0.008, 0.0)),),
        tags=("purse", "bag", "fashion"),
    ),
    Piece(
        "backpack",
        "Backpack",
        "hand props",
        (
            Param("width", "Width", 0.31, 0.15, 0.6),
            Param("height", "Height", 0.46, 0.2, 0.9),
            Param("depth", "Depth", 0.22, 0.1, 0.4),
        ),
        {"body": (0.25, 0.34, 0.40), "pocket": (0.30, 0.40, 0.46), "trim": (0.15, 0.16, 0.17)},
        "prop",
        "bag",
        "backpack",
        (0.36, 0.481, 0.308),
        _backpack,
        lambda v: (Spot("hold", (0.0, v["height"] + 0.01, -0.32 * v["depth"])),),
        tags=("rucksack", "bag", "school", "hiking", "student"),
    ),
    Piece(
        "briefcase",
        "Briefcase",
        "hand props",
        (
            Param("width", "Width", 0.44, 0.25, 0.7),
            Param("height", "Height", 0.35, 0.2, 0.6),
            Param("depth", "Depth", 0.11, 0.05, 0.25),
        ),
        {"body": (0.20, 0.15, 0.13), "metal": (0.74, 0.66, 0.44), "handle": (0.13, 0.10, 0.09)},
        "prop",
        "bag",
        "briefcase",
        (0.44, 0.351, 0.112),
        _briefcase,
        lambda v: (Spot("hold", (0.0, v["height"] - 0.010, 0.0)),),
        tags=("attache case", "bag", "business", "money"),
    ),
    Piece(
        "umbrella",
        "Umbrella",
        "hand props",
        (
            Choice("state", "State", "open", ("open", "closed")),
            Param("length", "Length", 0.88, 0.5, 1.4),
            Param("width", "Canopy width", 1.05, 0.5, 2),
        ),
        {"cloth": (0.16, 0.18, 0.24), "shaft": (0.60, 0.61, 0.62), "handle": (0.38, 0.25, 0.15)},
        "prop",
        "umbrella",
        "umbrella",
        (1.055, 0.918, 1.054),
        _umbrella,
        _umbrella_spots,
        tags=("rain", "parasol", "brolly", "weather"),
    ),
    Piece(
        "hat",
        "Hat",
        "hand props",
        (Choice("kind", "Kind", "fedora", ("fedora", "bowler", "top", "cap")),),
        {"felt": (0.30, 0.27, 0.24), "band": (0.13, 0.12, 0.12)},
        "prop",
        "hat",
        "hat",
        (0.291, 0.117, 0.335),
        _hat,
        lambda v: (Spot("hold", (0.10, 0.02, 0.0), 90.0),),
        tags=("headwear", "costume", "detective"),
    ),
    Piece(
        "rope",
        "Rope",
        "hand props",
        (
            Choice("state", "State", "coil", ("coil", "straight")),
            Param("width", "Width", 0.36, 0.1, 6),
            Param("thickness", "Thickness", 0.02, 0.004, 0.06),
            Param("turns", "Turns", 4, 1, 5, "count"),
        ),
        {"rope": (0.70, 0.58, 0.40)},
        "prop",
        "rope",
        "coil of rope",
        (0.45, 0.07806, 0.322),
        _rope,
        lambda v: (Spot("hold", (v["width"] / 2 - v["thickness"], v["thickness"], 0.0), 90.0),),
        tags=("cord", "line", "sailor", "tie"),
    ),
)
