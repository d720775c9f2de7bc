"""What is served and given: glasses, a meal, a tray, a candle, flowers."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Floats, Shape
from previz.kit.solids import ball, cylinder, lathe, skin, slab, tube
from previz.scene.model import Vec3

_CHINA = (0.91, 0.90, 0.87)


def _wine_glass(b: Builder, v: Values) -> None:
    """Glass is not seen through here, so what is in it shows on its outside."""
    kind, h, r = v.word("kind"), v["height"], v["width"] / 2
    full, t = v["full"], 0.0016
    if kind == "tumbler":
        low, wall = 0.0, [(0.78 * r, 0.0), (0.82 * r, 0.004), (r, h)]
        floor = 0.10 * h
    else:
        low = 0.50 * h if kind == "wine" else 0.40 * h
        bowl = {
            "wine": [
                (0.004, 0.0),
                (0.66 * r, 0.10),
                (0.98 * r, 0.38),
                (r, 0.5),
                (0.92 * r, 0.78),
                (0.82 * r, 1.0),
            ],
            "flute": [(0.004, 0.0), (0.5 * r, 0.12), (0.86 * r, 0.5), (r, 0.8), (0.94 * r, 1.0)],
            "martini": [(0.004, 0.0), (0.10 * r, 0.03), (r, 1.0)],
        }[kind]
        if kind == "martini":
            low = 0.56 * h
        foot = 0.86 * r if kind != "flute" else 1.15 * r
        wall = [(foot, 0.0), (foot, 0.0015), (0.2 * foot, 0.006), (0.0042, 0.02), (0.0036, low - 0.008)]
        wall += [(x, low + y * (h - low)) for x, y in bowl]
        floor = low + 0.012
    inner = [(max(x - t, 0.001), y) for x, y in wall[::-1] if y > floor]
    b.add("glass", lathe([*wall, *inner, (0.0, floor)], 16), crease=45)
    if full > 0:
        level = floor + full * 0.8 * (h - floor)
        side = np.array([(x, y) for x, y in wall if y >= low])
        ys = np.linspace(floor, level, 6)
        b.add(
            "drink", lathe(np.stack([np.interp(ys, side[:, 1], side[:, 0]) + 0.0004, ys], 1), 16), crease=50
        )


def _glass_spots(v: Values) -> tuple[Spot, ...]:
    grip = 0.5 if v.word("kind") == "tumbler" else 0.36
    return (Spot("hold", (0.0, grip * v["height"], 0.0)),)


# ------------------------------------------------------------------------------------------------ meals
def _meal(b: Builder, v: Values) -> None:
    r, kind = v["width"] / 2, v.word("kind")
    profile = [
        (0.0, 0.0),
        (0.58 * r, 0.0),
        (0.66 * r, 0.006),
        (r, 0.020),
        (0.99 * r, 0.023),
        (0.64 * r, 0.010),
    ]
    b.add("plate", lathe([*profile, (0.0, 0.009)], 26), crease=40)
    top = b.placed(y=0.009)
    if kind == "dinner":
        steak = polygon.curve(
            [(-0.07, 0.0), (-0.04, 0.045), (0.03, 0.05), (0.062, 0.0), (0.02, -0.035), (-0.05, -0.03)], 2
        )
        top.add("meat", slab(steak[:-1] * (r / 0.14) * 0.9 + [-0.020, -0.012], 0.018, 0.005))
        for i, (x, z) in enumerate([(0.055, -0.035), (0.072, 0.0), (0.045, -0.062), (0.030, -0.040)]):
            size = 0.030 + 0.004 * (i % 2)
            top.add(
                "side",
                ball(size, 0.9 * size, 1.15 * size, (x * r / 0.14, 0.36 * size, z * r / 0.14), 8),
                crease=70,
            )
        for i, (x, z) in enumerate([(0.052, 0.048), (0.066, 0.036), (0.040, 0.060)]):
            stem = cylinder(0.005, 0.045, segments=6, top=0.004).turn("z", 90).turn("y", 40 + 16 * i)
            top.add("greens", stem.move(x * r / 0.14 + 0.01, 0.005 + 0.003 * i, z * r / 0.14), crease=70)
    elif kind == "sandwich":
        for side in (-1, 1):
            tri = np.array([(0.012, -0.058), (0.012, 0.058), (0.070, 0.058)]) * [side, 1] * (r / 0.14)
            for part, y, t, grow in (
                ("side", 0.0, 0.015, 1.0),
                ("greens", 0.014, 0.005, 1.06),
                ("meat", 0.018, 0.006, 1.02),
                ("side", 0.023, 0.015, 1.0),
            ):
                centre = tri.mean(axis=0)
                top.add(part, slab(centre + (tri - centre) * grow, t, 0.0015 if part == "side" else 0.0, y))
    else:
        cake = [(-0.03, 0.065), (0.03, 0.065), (0.0, -0.055)]
        for part, y, t in (
            ("side", 0.0, 0.022),
            ("cream", 0.0215, 0.006),
            ("side", 0.027, 0.020),
            ("cream", 0.0465, 0.009),
        ):
            grow = 1.0 if part == "side" else 1.04
            top.add(part, slab(np.array(cake) * grow, t, 0.001, y))
        top.add("meat", ball(0.018, 0.018, 0.018, (0, 0.062, 0.040), 8), crease=70)


# ------------------------------------------------------------------------------------------------- tray
def _tray(b: Builder, v: Values) -> None:
    w, d, rim = v["width"], v["depth"], 0.026
    if v.word("kind") == "round":
        r = w / 2
        b.add(
            "tray",
            lathe([(0.94 * r, 0), (r, rim), (r - 0.004, rim), (0.92 * r, 0.004), (0, 0.004)], 32),
            crease=40,
        )
        return
    plan = polygon.round_corners(polygon.rectangle(-w / 2, -d / 2, w / 2, d / 2), 0.05, 4)

    def ring(inset: float, y: float) -> Floats:
        flat = polygon.offset(polygon.clean(plan), inset)
        return np.stack([flat[:, 0], np.full(len(flat), y), -flat[:, 1]], 1)

    rings = [ring(0.012, 0.0), ring(0.0, rim), ring(0.005, rim), ring(0.017, 0.004)]
    b.add("tray", skin(np.array(rings)), crease=40)
    for side in (-1, 1):
        grip = [(side * w / 2, rim - 0.004, z) for z in (-0.055, 0.055)]
        out = [(side * (w / 2 + 0.022), rim + 0.012, z) for z in (-0.045, 0.045)]
        b.add("grips", tube(polygon.curve([grip[0], out[0], out[1], grip[1]], 3), 0.006, 6), crease=80)


def _tray_spots(v: Values) -> tuple[Spot, ...]:
    x = v["width"] / 2 + (0.018 if v.word("kind") == "oblong" else -0.004)
    return (
        Spot("hold", (x, 0.03, 0.0), 90.0),
        Spot("hold", (-x, 0.03, 0.0), -90.0),
        Spot("hold", (0.0, 0.0, 0.0)),
    )


# ----------------------------------------------------------------------------------------------- candle
def _candle(b: Builder, v: Values) -> None:
    h, r, kind, lit = v["height"], v["width"] / 2, v.word("kind"), v.on("lit")
    foot = 0.0
    if kind == "stick":
        foot = 0.10
        stem = [
            (0.048, 0),
            (0.048, 0.006),
            (0.020, 0.014),
            (0.010, 0.03),
            (0.016, 0.05),
            (0.009, 0.07),
            (0.020, 0.09),
        ]
        b.add("holder", lathe([*stem, (r + 0.006, 0.092), (r + 0.006, 0.106), (0.0, 0.106)], 18), crease=50)
    elif kind == "saucer":
        foot = 0.008
        b.add(
            "holder",
            lathe([(0.045, 0), (0.060, 0.018), (0.058, 0.020), (0.040, 0.006), (0, 0.006)], 20),
            crease=50,
        )
        loop = [(0.055, 0.012, 0), (0.075, 0.030, 0), (0.092, 0.022, 0), (0.090, 0.008, 0), (0.060, 0.006, 0)]
        b.add("holder", tube(polygon.curve(loop, 2), 0.003, 6), crease=80)
    wax = [(r, 0), (r, h - 0.004), (0.9 * r, h), (0.6 * r, h - 0.004), (0, h - 0.006)]
    b.add("wax", lathe(wax, 14).move(y=foot), crease=50)
    top = foot + h
    b.add("wick", cylinder(0.0012, 0.018, (0, top - 0.008, 0), 6))
    if lit:
        flame = [(0.0, 0.0), (0.0055, 0.009), (0.0065, 0.015), (0.0042, 0.028), (0.0, 0.044)]
        b.add("flame", lathe(flame, 10).move(y=top + 0.001), glow=True, crease=80)


def _candle_top(v: Values) -> float:
    return v["height"] + {"stick": 0.10, "saucer": 0.008, "plain": 0.0}[v.word("kind")]


def _candle_lamp(v: Values) -> Vec3 | None:
    return (0.0, _candle_top(v) + 0.016, 0.0) if v.on("lit") else None


def _candle_spots(v: Values) -> tuple[Spot, ...]:
    if v.word("kind") == "saucer":
        return (Spot("hold", (0.085, 0.018, 0.0), 90.0),)
    return (Spot("hold", (0.0, 0.05 if v.word("kind") == "stick" else 0.4 * v["height"], 0.0)),)


# ---------------------------------------------------------------------------------------------- flowers
def _bouquet(b: Builder, v: Values) -> None:
    """Upright, its stalks on the ground as if held or in a vase."""
    h, spread = v["height"], v["width"] / 2
    vase = v.on("vase")
    count = v.count("flowers")
    waist = 0.42 * h
    wide = 0.34 * spread
    if vase:
        wall = [
            (0.055, 0),
            (0.072, 0.10 * h),
            (0.062, 0.30 * h),
            (0.040, 0.42 * h),
            (0.052, 0.5 * h),
            (0.046, 0.5 * h),
        ]
        b.add("vase", lathe([*wall, (0.034, 0.42 * h), (0.0, 0.40 * h)], 16), crease=50)
    else:
        paper = [
            (0.030, 0.20 * h),
            (0.034, 0.24 * h),
            (0.9 * spread, 0.80 * h),
            (0.84 * spread, 0.80 * h),
            (0.0, 0.4 * h),
        ]
        cone = lathe(paper, 14)
        points = cone.points.copy()
        turn = np.arctan2(points[:, 2], points[:, 0])
        points[:, 1] += np.where(
            points[:, 1] > 0.7 * h, 0.05 * h * np.cos(turn + 0.8) + 0.02 * h * np.cos(7 * turn), 0
        )
        b.add("wrap", cone.bend(points), crease=60)
        for i in range(3):
            a = 2.1 * i
            foot = (0.016 * np.cos(a), 0.0, 0.016 * np.sin(a))
            b.add("stalks", tube([foot, (0.010 * np.cos(a + 2), 0.26 * h, 0.010 * np.sin(a + 2))], 0.004, 5))
    for i in range(count):
        share = (i + 0.5) / count
        a, out = 2.399963 * i, np.sqrt(share)
        x, z = 0.80 * spread * out * np.cos(a), 0.80 * spread * out * np.sin(a)
        y = h - 0.03 - 0.16 * h * share
        b.add(
            "stalks",
            tube([(0.12 * wide * np.cos(a), waist, 0.12 * wide * np.sin(a)), (x, y, z)], 0.003, 3),
            crease=125,
        )
        part = ("flowers", "flowers 2", "flowers")[i % 3]
        b.add(
            part,
            _bloom(0.24 * spread + 0.016)
            .turn("z", -40 * out * np.cos(a))
            .turn("x", 40 * out * np.sin(a))
            .move(x, y, z),
            crease=75,
        )


def _bloom(r: float) -> Shape:
    """A rose from outside: a wavy cup with its heart."""
    turn = np.linspace(0, 2 * np.pi, 10, endpoint=False)
    wave = 1 + 0.12 * np.cos(5 * turn)
    rings = []
    for out, y, waves in (
        (0.12, -0.9, 0),
        (0.85, -0.25, 0.6),
        (1.0, 0.35, 1),
        (0.52, 0.42, 0.4),
        (0.42, 0.75, 0.6),
    ):
        k = out * r * (1 + (wave - 1) * waves)
        rings.append(np.stack([k * np.cos(turn), np.full(10, y * r), k * np.sin(turn)], 1))
    return skin(np.array(rings))


def _vase_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("hold", (0.0, (0.25 if v.on("vase") else 0.16) * v["height"], 0.0)),)


PIECES = (
    Piece(
        "wine_glass",
        "Wine glass",
        "hand props",
        (
            Choice("kind", "Kind", "wine", ("wine", "flute", "martini", "tumbler")),
            Param("height", "Height", 0.21, 0.07, 0.4),
            Param("width", "Width", 0.08, 0.04, 0.2),
            Param("full", "Filled", 0.45, 0, 1, ""),
        ),
        {"glass": (0.78, 0.83, 0.85), "drink": (0.42, 0.10, 0.13)},
        "prop",
        "glass",
        "glass of wine",
        (0.08, 0.21, 0.08),
        _wine_glass,
        _glass_spots,
        tags=("drink", "champagne", "cocktail", "whisky", "bar", "toast"),
    ),
    Piece(
        "meal",
        "Plate of food",
        "hand props",
        (
            Choice("kind", "Dish", "dinner", ("dinner", "sandwich", "cake")),
            Param("width", "Plate", 0.27, 0.16, 0.5),
        ),
        {
            "plate": _CHINA,
            "meat": (0.42, 0.22, 0.15),
            "side": (0.85, 0.71, 0.45),
            "greens": (0.36, 0.50, 0.24),
            "cream": (0.95, 0.92, 0.86),
        },
        "prop",
        "food",
        "plate of food",
        (0.27, 0.03654, 0.268),
        _meal,
        lambda v: (Spot("hold", (0.48 * v["width"], 0.018, 0.0), 90.0),),
        tags=("dinner", "lunch", "dish", "eating", "restaurant", "breakfast"),
    ),
    Piece(
        "tray",
        "Tray",
        "hand props",
        (
            Choice("kind", "Shape", "oblong", ("oblong", "round")),
            Param("width", "Width", 0.45, 0.2, 0.8),
            Param("depth", "Depth", 0.32, 0.15, 0.6),
        ),
        {"tray": (0.62, 0.63, 0.64), "grips": (0.45, 0.46, 0.47)},
        "prop",
        "tray",
        "serving tray",
        (0.511, 0.04522, 0.32),
        _tray,
        _tray_spots,
        tags=("waiter", "serving", "restaurant", "canteen"),
    ),
    Piece(
        "candle",
        "Candle",
        "hand props",
        (
            Choice("kind", "Holder", "stick", ("stick", "saucer", "plain")),
            Param("height", "Candle height", 0.20, 0.02, 0.6),
            Param("width", "Candle width", 0.022, 0.012, 0.1),
            Switch("lit", "Lit", True),
        ),
        {
            "wax": (0.93, 0.90, 0.80),
            "wick": (0.15, 0.13, 0.12),
            "holder": (0.72, 0.60, 0.34),
            "flame": (1.0, 0.82, 0.42),
        },
        "prop",
        "candle",
        "burning candle",
        (0.096, 0.345, 0.09454),
        _candle,
        _candle_spots,
        _candle_lamp,
        tags=("light", "flame", "candlestick", "romantic", "church"),
    ),
    Piece(
        "bouquet",
        "Bouquet",
        "hand props",
        (
            Param("height", "Height", 0.42, 0.2, 1),
            Param("width", "Width", 0.24, 0.1, 0.8),
            Param("flowers", "Flowers", 5, 1, 5, "count"),
            Switch("vase", "In a vase", False),
        ),
        {
            "flowers": (0.74, 0.22, 0.26),
            "flowers 2": (0.90, 0.62, 0.62),
            "stalks": (0.32, 0.44, 0.24),
            "wrap": (0.86, 0.83, 0.74),
            "vase": (0.48, 0.58, 0.62),
        },
        "prop",
        "flower",
        "bouquet of flowers",
        (0.239, 0.421, 0.227),
        _bouquet,
        _vase_spots,
        tags=("flowers", "roses", "vase", "wedding", "gift"),
    ),
)
