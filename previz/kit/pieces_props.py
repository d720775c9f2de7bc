"""Things that people carry: book, papers, phone, suitcase."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Shape, join
from previz.kit.solids import box, cylinder, prism, rounded, slab, tube

PAPER = (0.93, 0.91, 0.85)


def _book(b: Builder, v: Values) -> None:
    w, long, thick = v["width"], v["length"], v["thickness"]
    (_open_book if v.word("state") == "open" else _closed_book)(b, w, long, thick)


def _closed_book(b: Builder, w: float, long: float, thick: float) -> None:
    t = 0.0025
    for y in (0.0, thick - t):
        b.add("cover", box(w, t, long, (0, y, 0), 0.0008))
    b.add("pages", box(w - 0.010, thick - 2 * t, long - 0.008, (-0.001, t, 0)))
    spine = np.concatenate(
        [polygon.arc((0.0, thick / 2), thick / 2, 90, 270, 8) * [0.35, 1], [[0.0015, 0.0], [0.0015, thick]]]
    )
    b.add("cover", prism(spine * [1, 0.98] + [0, 0.01 * thick], long - 0.001).move(-w / 2))


def _open_book(b: Builder, w: float, long: float, thick: float) -> None:
    b.add("cover", box(2 * w + thick, 0.003, long, bevel=0.001))
    x = np.linspace(0, 1, 13)
    rise = 0.5 * thick * (np.sqrt(np.clip(1 - (1 - np.minimum(1, x / 0.16)) ** 2, 0, 1)) * (1 - 0.55 * x))
    upper = np.stack([x * (w - 0.006), 0.003 + 0.004 + rise], 1)
    lower = np.array([[w - 0.003, 0.003], [0.0, 0.003]])
    half = prism(np.concatenate([upper, lower])[::-1], long - 0.010)
    b.add("pages", half, half.scale(x=-1), crease=50)


def _papers(b: Builder, v: Values) -> None:
    rng = np.random.default_rng(v.count("seed"))
    w, long, y = v["width"], v["length"], 0.0
    count = v.count("sheets")
    for i in range(count):
        spread = v["spread"] * (1 if count > 1 else 0)
        turn = float(rng.uniform(-1, 1)) * 30 * spread
        x, z = rng.uniform(-1, 1, 2) * 0.12 * spread
        b.add("paper", box(w, 0.0014, long).turn("y", turn).move(float(x), y, float(z)))
        if i == count - 1:
            _writing(b, rng, w, long, turn, (float(x), y + 0.0014, float(z)))
        y += 0.0016


def _writing(
    b: Builder, rng: np.random.Generator, w: float, long: float, turn: float, at: tuple[float, float, float]
) -> None:
    margin = min(0.025, 0.12 * w)
    lines = int((long - 0.07) / 0.016)
    for i in range(lines):
        if i % 6 == 5:
            continue
        wide = (w - 2 * margin) * float(rng.uniform(0.82, 1.0) if i % 6 != 4 else rng.uniform(0.3, 0.6))
        x, z = -w / 2 + margin + wide / 2, -long / 2 + 0.035 + i * 0.016
        b.add("ink", box(wide, 0.0003, 0.004, (x, 0, z)).turn("y", turn).move(*at), flush="writing")


def _phone(b: Builder, v: Values) -> None:
    kind = v.word("kind")
    if kind == "mobile":
        _mobile(b.placed(y=0.0016), v.on("lit"))
    elif kind == "handset":
        b.add("body", _handset().move(y=0.019), crease=70)
    else:
        _desk_phone(b)


def _mobile(b: Builder, lit: bool) -> None:
    outline = polygon.round_corners(polygon.rectangle(-0.0358, -0.0735, 0.0358, 0.0735), 0.011, 5)
    b.add("body", slab(outline, 0.0078, 0.0022))
    b.add("screen", slab(polygon.offset(outline, 0.0026), 0.0006, y=0.0075), glow=lit)
    b.add(
        "body",
        slab(
            polygon.round_corners(polygon.rectangle(-0.030, -0.066, -0.004, -0.040), 0.006, 3),
            0.002,
            0,
            -0.0016,
        ),
    )
    b.add("body", box(0.0014, 0.0022, 0.018, (0.0360, 0.003, -0.02)))


def _handset() -> Shape:
    """Along Z, lying on its ends, 21 cm."""
    path = polygon.curve(
        [(0, 0.012, -0.088), (0, 0.032, -0.062), (0, 0.038, 0), (0, 0.032, 0.062), (0, 0.012, 0.088)], 4
    )
    grip = tube(path, 0.0145, 10).scale(x=1.25)
    ends = [rounded(0.052, 0.034, 0.054, 0.015, (0, -0.019, s * 0.080)) for s in (-1, 1)]
    return join(grip, *ends)


def _desk_phone(b: Builder) -> None:
    side = polygon.round_corners(
        [(-0.11, 0.0), (0.11, 0.0), (0.11, 0.028), (-0.02, 0.062), (-0.11, 0.070)],
        [0, 0, 0.01, 0.02, 0.012],
        3,
    )
    b.add("body", prism(side, 0.20, 0.008).turn("y", -90))
    slope = float(np.degrees(np.arctan2(0.034, 0.13)))
    pad = b.placed(0.036, 0.0, 0.0)
    for row in range(4):
        for column in range(3):
            z = 0.014 + row * 0.021
            y = 0.062 - (z + 0.02) * 0.034 / 0.13
            key = box(0.017, 0.006, 0.013, (0, -0.001, 0), 0.0015).turn("x", slope)
            pad.add("keys", key.move((column - 1) * 0.024, y, z))
    b.add("body", _handset().move(-0.062, 0.088, -0.005), crease=70)
    for s in (-1, 1):
        b.add("body", box(0.05, 0.03, 0.03, (-0.062, 0.048 if s < 0 else 0.03, s * 0.08 - 0.005), 0.004))
    coil = np.linspace(0, 1, 60)[:, None]
    start, end = np.array([-0.07, 0.078, 0.085]), np.array([-0.085, 0.010, 0.105])
    line = (
        start
        + (end - start) * coil
        + np.stack([0.022 * np.sin(np.pi * coil[:, 0]), 0 * coil[:, 0], 0.05 * np.sin(np.pi * coil[:, 0])], 1)
        * [-1, 0, 1]
    )
    b.add("cord", tube(line[::4], 0.0035, 6), crease=80)


def _phone_spots(v: Values) -> tuple[Spot, ...]:
    middle = {"mobile": (0.0, 0.004, 0.0), "handset": (0.0, 0.055, 0.0), "desk": (-0.062, 0.126, -0.005)}
    return (Spot("hold", middle[v.word("kind")]),)


def _suitcase(b: Builder, v: Values) -> None:
    w, h, d = v["width"], v["height"], v["depth"]
    wheels = v.word("kind") == "trolley"
    lift = 0.045 if wheels else 0.008
    tall = h - lift - (0.0 if wheels else 0.034)
    half = d / 2 - 0.004
    for side in (-1, 1):
        b.add("body", rounded(w, tall, half, 0.03, (0, lift, side * (half / 2 + 0.003)), seams="none"))
    b.add("trim", box(w - 0.008, tall - 0.008, 0.014, (0, lift + 0.004, 0), 0.004))
    if wheels:
        _trolley(b, w, h, d, lift, tall)
        return
    for x in (-1, 1):
        for z in (-1, 1):
            b.add("trim", box(0.03, 0.016, 0.03, (x * (w / 2 - 0.06), 0, z * (d / 2 - 0.04)), 0.003))
        b.add("straps", box(0.035, tall + 0.006, d + 0.006, (x * 0.28 * w, lift - 0.003, 0), 0.004))
        b.add("metal", box(0.03, 0.02, 0.034, (x * 0.16 * w, lift + tall - 0.014, 0), 0.003))
    loop = polygon.curve(
        [
            (-0.07, h - 0.040, 0),
            (-0.066, h - 0.016, 0),
            (-0.04, h - 0.010, 0),
            (0.04, h - 0.010, 0),
            (0.066, h - 0.016, 0),
            (0.07, h - 0.040, 0),
        ],
        3,
    )
    b.add("trim", tube(loop, 0.010, 8), crease=75)


def _trolley(b: Builder, w: float, h: float, d: float, lift: float, tall: float) -> None:
    for i in range(5):
        x = (i - 2) * w / 5.6
        for side in (-1, 1):
            b.add(
                "body",
                rounded(0.03, tall - 0.12, 0.012, 0.005, (x, lift + 0.06, side * (d / 2 - 0.003)), steps=1),
            )
    for x in (-1, 1):
        for z in (-1, 1):
            wheel = cylinder(0.024, 0.02, segments=16, bevel=0.004).turn("z", 90).move(0.01, 0.024)
            b.add("trim", wheel.move(x * (w / 2 - 0.055), 0, z * (d / 2 - 0.055)))
            b.add("trim", box(0.034, 0.02, 0.04, (x * (w / 2 - 0.055), 0.032, z * (d / 2 - 0.055)), 0.004))
    b.add("trim", rounded(0.16, 0.022, 0.03, 0.008, (0, h - 0.024, -d / 4), steps=1))


def _suitcase_spots(v: Values) -> tuple[Spot, ...]:
    z = -v["depth"] / 4 if v.word("kind") == "trolley" else 0.0
    return (Spot("hold", (0.0, v["height"] - 0.012, z)),)


def _book_spots(v: Values) -> tuple[Spot, ...]:
    x = v["width"] / (1 if v.word("state") == "open" else 2)
    return (Spot("hold", (x, 0.01, 0.0), 90.0), Spot("hold", (-x, 0.01, 0.0), -90.0))


PIECES = (
    Piece(
        "book",
        "Book",
        "hand props",
        (
            Choice("state", "State", "closed", ("closed", "open")),
            Param("width", "Page width", 0.15, 0.05, 0.4),
            Param("length", "Page length", 0.22, 0.08, 0.5),
            Param("thickness", "Thickness", 0.03, 0.008, 0.1),
        ),
        {"cover": (0.42, 0.18, 0.16), "pages": PAPER},
        "prop",
        "book",
        "book",
        (0.155, 0.03, 0.22),
        _book,
        _book_spots,
    ),
    Piece(
        "papers",
        "Papers",
        "hand props",
        (
            Param("width", "Width", 0.21, 0.05, 1),
            Param("length", "Length", 0.297, 0.05, 1),
            Param("sheets", "Sheets", 4, 1, 30, "count"),
            Param("spread", "Disorder", 0.5, 0, 1, ""),
            Param("seed", "Arrangement", 1, 0, 9999, "count"),
        ),
        {"paper": PAPER, "ink": (0.40, 0.40, 0.42)},
        "prop",
        "paper",
        "sheets of paper",
        (0.328, 0.007, 0.366),
        _papers,
    ),
    Piece(
        "phone",
        "Phone",
        "hand props",
        (Choice("kind", "Kind", "mobile", ("mobile", "desk", "handset")), Switch("lit", "Screen lit", False)),
        {
            "body": (0.12, 0.12, 0.13),
            "screen": (0.42, 0.52, 0.60),
            "keys": (0.80, 0.79, 0.75),
            "cord": (0.15, 0.15, 0.16),
        },
        "prop",
        "telephone",
        "phone",
        (0.073, 0.0097, 0.147),
        _phone,
        _phone_spots,
    ),
    Piece(
        "suitcase",
        "Suitcase",
        "hand props",
        (
            Choice("kind", "Kind", "classic", ("classic", "trolley")),
            Param("width", "Width", 0.62, 0.3, 1),
            Param("height", "Height", 0.45, 0.25, 1),
            Param("depth", "Depth", 0.19, 0.1, 0.5),
        ),
        {
            "body": (0.44, 0.28, 0.19),
            "trim": (0.20, 0.14, 0.10),
            "straps": (0.30, 0.19, 0.12),
            "metal": (0.72, 0.62, 0.38),
        },
        "prop",
        "bag",
        "leather suitcase",
        (0.62, 0.45, 0.196),
        _suitcase,
        _suitcase_spots,
    ),
)
