"""Office machines: computer monitor, laptop, keyboard, printer, water cooler; waste bin."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import BLACK, GREY, PICTURE, SCREEN, WHITE, oblong, screen, side
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Shape
from previz.kit.solids import box, cylinder, lathe, prism, rounded, slab, tube


def _monitor(b: Builder, v: Values) -> None:
    w, lit = v["width"], v.on("lit")
    glass = "picture" if lit else "screen"
    if v.word("kind") == "tube":
        _tube_monitor(b, w, glass, lit)
        return
    h, lift = 0.5625 * w + 0.01, v["lift"]
    b.add("case", slab(oblong(0.44 * w, 0.20, 0.03), 0.010, 0.003))
    b.add("case", box(0.075, lift + 0.45 * h, 0.018, (0, 0.008, -0.065), 0.004))
    b.add("case", box(0.10, 0.10, 0.05, (0, lift + 0.38 * h, -0.04), 0.006))
    up = b.placed(0, lift, 0)
    screen(up, "case", glass, w, h, 0.026, lit)
    if lit:
        _window(up.placed(z=0.0155), w, h)


def _window(b: Builder, w: float, h: float) -> None:
    """What is on a screen that is on: a bar and a page, in the colour of the case."""
    b.add("page", box(0.34 * w, 0.60 * h, 0.001, (-0.16 * w, 0.22 * h, 0)), glow=True)
    for i in range(3):
        b.add("page", box(0.26 * w, 0.035 * h, 0.001, (0.23 * w, (0.68 - 0.12 * i) * h, 0)), glow=True)


def _tube_monitor(b: Builder, w: float, glass: str, lit: bool) -> None:
    h = 0.84 * w
    b.add(
        "case", cylinder(0.30 * w, 0.02, segments=28, bevel=0.005), cylinder(0.12 * w, 0.06, (0, 0.01, 0), 20)
    )
    up = b.placed(y=0.055)
    up.add("case", rounded(w, h, 0.30 * w, 0.018, (0, 0, 0.24 * w), steps=2, seams="faces"), crease=60)
    tail = [(-0.55 * w, 0.12 * h), (0.12 * w, 0.03 * h), (0.12 * w, 0.97 * h), (-0.55 * w, 0.78 * h)]
    up.add("case", side(tail, 0.82 * w, 0.012))
    rim = np.asarray(oblong(0.86 * w, 0.72 * h, 0.03))
    up.add("case", prism(rim, 0.010, 0.003, [polygon.offset(rim, 0.02)]).move(0, 0.56 * h, 0.39 * w + 0.003))
    up.add(
        glass,
        rounded(0.83 * w, 0.68 * h, 0.04, 0.03, (0, 0.22 * h, 0.39 * w - 0.016), steps=3),
        crease=80,
        glow=lit,
    )
    up.add("screen", box(0.03, 0.012, 0.006, (0.38 * w, 0.07 * h, 0.39 * w), 0.002))


def _keys(b: Builder, part: str, w: float, d: float, y: float, rows: int, columns: int) -> None:
    """Blocks of keys about the origin; the lowest row has a space bar. One patch for all of them."""
    each, deep = w / columns, d / rows
    keys: list[Shape] = []
    for row in range(rows):
        z = (row + 0.5) * deep - d / 2
        if row == rows - 1:
            spans = [(-0.5, -0.28), (-0.27, 0.2), (0.21, 0.5)]
            keys += [box((e - s) * w - 0.003, 0.005, deep - 0.003, ((s + e) / 2 * w, y, z)) for s, e in spans]
            continue
        keys += [
            box(each - 0.003, 0.005, deep - 0.003, ((i + 0.5) * each - w / 2, y, z)) for i in range(columns)
        ]
    b.add(part, *keys, whole=True)


def _laptop(b: Builder, v: Values) -> None:
    w, d = v["width"], 0.69 * v["width"]
    deck = np.asarray(oblong(w, d, 0.014))
    b.add("case", slab(deck, 0.014, 0.0035, 0.002))
    for x in (-0.4 * w, 0.4 * w):
        b.add("keys", box(0.03, 0.003, 0.7 * d, (x, 0, 0)))
    _keys(b.placed(0, 0, -0.12 * d), "keys", 0.86 * w, 0.46 * d, 0.0155, 5, 12)
    b.add("pad", slab(oblong(0.34 * w, 0.27 * d, 0.006, 2), 0.0012, 0, 0.0155).move(z=0.31 * d))
    lid, lit = v["open"], v.on("lit")
    hinge = (0.0, 0.017, -d / 2 + 0.004)
    shapes = (
        ("case", slab(deck, 0.006, 0.002, 0.0175)),
        ("keys", slab(polygon.offset(polygon.clean(deck[::-1]), 0.004), 0.0008, 0, 0.0170)),
        ("picture" if lit else "screen", box(w - 0.022, 0.0008, d - 0.028, (0, 0.0165, 0.002))),
    )
    for part, shape in shapes:
        b.add(part, shape.turn("x", -lid, hinge), glow=part == "picture")
    b.add(
        "case", tube([(-0.42 * w, 0.0145, hinge[2] - 0.001), (0.42 * w, 0.0145, hinge[2] - 0.001)], 0.005, 8)
    )


def _keyboard(b: Builder, v: Values) -> None:
    w = v["width"]
    d = 0.15 if w > 0.3 else 0.13
    wedge = [(-d / 2, 0.0), (d / 2, 0.0), (d / 2, 0.010), (-d / 2, 0.024)]
    b.add("case", side(wedge, w, 0.003))
    slope = float(np.degrees(np.arctan2(0.014, d)))
    deck = b.placed(0, 0.0165, 0)
    _sloped_keys(deck, w - 0.016, d - 0.018, slope)
    if not v.on("mouse"):
        return
    mouse = rounded(0.062, 0.036, 0.108, 0.017, (w / 2 + 0.12, 0.002, 0.01), steps=2)
    points = mouse.points.copy()
    points[:, 1] *= np.where(points[:, 1] > 0.012, 1.0 - 0.9 * np.clip(points[:, 2] - 0.01, 0, 1) * 4, 1.0)
    b.add("case", mouse.bend(points), crease=70)
    b.add("keys", box(0.006, 0.006, 0.02, (w / 2 + 0.12, 0.034, -0.022), 0.002))
    b.add("mat", slab(oblong(0.22, 0.19, 0.012), 0.003, 0.001).move(w / 2 + 0.12, 0, 0.01))


def _sloped_keys(b: Builder, w: float, d: float, slope: float) -> None:
    rows, columns, gap = 6, 18 if w > 0.3 else 14, 0.0035
    each, deep = w / columns, d / rows
    keys: list[Shape] = []
    for row in range(rows):
        z = (row + 0.5) * deep - d / 2
        for i in range(columns):
            x = (i + 0.5) * each - w / 2
            long = i in (4, 5, 6, 7, 8) and row == rows - 1
            if long and i != 6:
                continue
            wide = (5 * each if long else each) - gap
            keys.append(box(wide, 0.007, deep - gap, (x, -0.001, z)).turn("x", slope))
    b.add("keys", *keys, whole=True)


def _printer(b: Builder, v: Values) -> None:
    if v.word("kind") == "copier":
        _copier(b)
        return
    w, h, d = 0.44, 0.26, 0.40
    b.add("case", box(w, 0.15, d, (0, 0.010, 0), 0.014))
    b.add("case", box(w - 0.006, 0.075, d - 0.02, (0, 0.168, -0.004), 0.018))
    b.add("case", box(w - 0.03, 0.02, d - 0.06, (0, h - 0.026, -0.01), 0.008))
    b.add("dark", box(w - 0.03, 0.022, d - 0.03, (0, 0.152, 0.0)))
    b.add(
        "dark",
        box(w - 0.12, 0.062, 0.006, (0, 0.085, d / 2 - 0.002)),
        box(w - 0.06, 0.012, d - 0.06, (0, 0, 0)),
    )
    b.add("case", box(w - 0.14, 0.008, 0.12, (0, 0.088, d / 2 + 0.045), 0.003))
    b.add("paper", box(0.21, 0.004, 0.14, (0, 0.0965, d / 2 + 0.02)))
    b.add("dark", box(0.12, 0.004, 0.045, (0.12, 0.2415, d / 2 - 0.055)))
    tray = box(0.26, 0.20, 0.010, bevel=0.004).turn("x", -24)
    b.add("case", tray.move(0, 0.19, -d / 2 + 0.02))
    b.add("paper", box(0.21, 0.24, 0.006).turn("x", -24).move(0, 0.19, -d / 2 + 0.029))


def _copier(b: Builder) -> None:
    """Free-standing copying machine on castors, 1.15 m."""
    w, d = 0.60, 0.62
    b.add("case", box(w, 0.60, d, (0, 0.05, 0), 0.012))
    for x in (-0.25, 0.25):
        for z in (-0.25, 0.25):
            b.add("dark", cylinder(0.03, 0.055, (x, 0, z), 14))
    for i in range(3):
        b.add("case", box(w - 0.02, 0.125, 0.016, (0, 0.09 + 0.14 * i, d / 2 + 0.006), 0.004))
        b.add("dark", box(0.18, 0.022, 0.006, (0, 0.17 + 0.14 * i, d / 2 + 0.0125), 0.002))
    b.add(
        "case",
        box(w, 0.20, 0.24, (0, 0.645, -d / 2 + 0.1205), 0.006),
        box(0.12, 0.198, d - 0.01, (-w / 2 + 0.0605, 0.6445, 0), 0.006),
    )
    b.add("dark", box(w - 0.13, 0.012, d - 0.25, (0.06, 0.648, 0.115)))
    b.add("paper", box(0.30, 0.012, 0.21, (0.08, 0.6595, 0.12)))
    b.add("case", box(w + 0.01, 0.13, d + 0.01, (0, 0.842, 0), 0.012))
    b.add("case", box(w - 0.05, 0.10, d - 0.14, (0, 0.968, -0.04), 0.016))
    b.add("case", box(0.34, 0.05, d - 0.20, (-0.10, 1.06, -0.04), 0.014))
    panel = box(0.30, 0.018, 0.15, bevel=0.005).turn("x", 22)
    b.add("case", panel.move(0.13, 0.955, d / 2 - 0.03))
    b.add("screen", box(0.13, 0.004, 0.09).turn("x", 22).move(0.09, 0.9735, d / 2 - 0.024))


def _water_cooler(b: Builder, v: Values) -> None:
    h = v["height"]
    body = 0.74 * h
    b.add("case", rounded(0.31, body, 0.31, 0.022, (0, 0, 0), steps=2, seams="faces"), crease=60)
    b.add("dark", box(0.22, 0.24, 0.004, (0, 0.56 * body, 0.1545), 0.001))
    for x, part in ((-0.05, "cold"), (0.05, "hot")):
        b.add("case", cylinder(0.014, 0.05, segments=12).turn("x", 90).move(x, 0.56 * body + 0.15, 0.15))
        b.add(part, box(0.028, 0.018, 0.035, (x, 0.56 * body + 0.163, 0.185), 0.004))
        b.add("case", cylinder(0.009, 0.035, (x, 0.56 * body + 0.115, 0.19), 10))
    b.add("case", box(0.23, 0.02, 0.07, (0, 0.56 * body - 0.01, 0.185), 0.005))
    r, y, tall = 0.136, body - 0.002, 0.26 * h
    bottle = [(0.09, 0), (0.11, 0.010), (0.05, 0.03), (0.055, 0.05), (r, 0.10), (r, 0.15)]
    rest = [(0.94 * r, 0.165), (r, 0.18), (r, tall - 0.03), (0.90 * r, tall)]
    b.add("water", lathe([*bottle, *rest], 32).move(y=y), crease=45)


def _water_cooler_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("stand", (0.0, 0.0, 0.50), 180.0), Spot("stand", (0.55, 0.0, 0.15), -90.0))


def _waste_bin(b: Builder, v: Values) -> None:
    r, h = v["width"] / 2, v["height"]
    rng = np.random.default_rng(4)
    wall = [
        (0.76 * r, 0),
        (0.78 * r, 0.006),
        (r, h - 0.006),
        (1.02 * r, h - 0.003),
        (r - 0.002, h),
        (0.97 * r, h - 0.008),
        (0.75 * r, 0.012),
        (0, 0.010),
    ]
    b.add("body", lathe(wall, 32))
    if not v.on("paper"):
        return
    for i in range(4):
        size = 0.60 * r
        ball = rounded(size, 0.85 * size, size, 0.4 * size, steps=1)
        points = ball.points * (1 + rng.uniform(-0.13, 0.13, (len(ball.points), 1)))
        lump = ball.bend(points).turn("y", 50 * i)
        b.add(
            "paper",
            lump.move(0.42 * r * (-1) ** i, h - 0.10 + 0.03 * (i % 3), 0.38 * r * (1 if i < 2 else -1)),
            crease=28,
        )


PIECES = (
    Piece(
        "monitor",
        "Computer monitor",
        "office",
        (
            Param("width", "Width", 0.54, 0.28, 1.2),
            Param("lift", "Lower edge above table", 0.12, 0.03, 0.4),
            Choice("kind", "Kind", "flat", ("flat", "tube")),
            Switch("lit", "On", True),
        ),
        {"case": BLACK, "screen": SCREEN, "picture": PICTURE, "page": (0.92, 0.94, 0.95)},
        "prop",
        "monitor",
        "computer monitor",
        (0.54, 0.434, 0.2),
        _monitor,
        tags=("computer", "screen", "display", "pc", "crt"),
    ),
    Piece(
        "laptop",
        "Laptop",
        "office",
        (
            Param("width", "Width", 0.33, 0.22, 0.45),
            Param("open", "Lid open", 108, 0, 135, "deg"),
            Switch("lit", "On", True),
        ),
        {
            "case": (0.60, 0.61, 0.63),
            "keys": (0.14, 0.14, 0.15),
            "pad": (0.52, 0.53, 0.55),
            "screen": SCREEN,
            "picture": PICTURE,
        },
        "prop",
        "computer",
        "laptop computer",
        (0.33, 0.23, 0.298),
        _laptop,
        tags=("notebook", "computer", "pc"),
    ),
    Piece(
        "keyboard",
        "Keyboard and mouse",
        "office",
        (Param("width", "Width", 0.44, 0.26, 0.5), Switch("mouse", "Mouse", True)),
        {"case": (0.20, 0.20, 0.21), "keys": (0.34, 0.35, 0.36), "mat": (0.14, 0.16, 0.20)},
        "prop",
        "computer",
        "computer keyboard and mouse",
        (0.67, 0.04, 0.19),
        _keyboard,
        tags=("computer", "mouse", "typing", "input"),
    ),
    Piece(
        "printer",
        "Printer",
        "office",
        (Choice("kind", "Kind", "desk", ("desk", "copier")),),
        {
            "case": (0.78, 0.78, 0.76),
            "dark": (0.18, 0.18, 0.19),
            "paper": (0.93, 0.92, 0.89),
            "screen": PICTURE,
        },
        "prop",
        "box",
        "office printer",
        (0.44, 0.41, 0.576),
        _printer,
        tags=("copier", "photocopier", "xerox", "fax", "scanner"),
    ),
    Piece(
        "water_cooler",
        "Water cooler",
        "office",
        (Param("height", "Height", 1.35, 1.1, 1.6),),
        {
            "case": WHITE,
            "dark": GREY,
            "water": (0.58, 0.74, 0.82),
            "cold": (0.20, 0.36, 0.62),
            "hot": (0.66, 0.20, 0.18),
        },
        "prop",
        "tank",
        "water cooler",
        (0.31, 1.35, 0.37),
        _water_cooler,
        _water_cooler_spots,
        tags=("drink", "dispenser", "break room"),
    ),
    Piece(
        "waste_bin",
        "Waste-paper bin",
        "office",
        (
            Param("width", "Width", 0.28, 0.15, 0.6),
            Param("height", "Height", 0.32, 0.15, 0.8),
            Switch("paper", "Full", True),
        ),
        {"body": (0.30, 0.32, 0.33), "paper": (0.90, 0.88, 0.83)},
        "prop",
        "ashcan",
        "waste-paper bin",
        (0.286, 0.36, 0.286),
        _waste_bin,
        tags=("basket", "trash", "rubbish", "garbage"),
    ),
)
