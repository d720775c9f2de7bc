"""What a diner is furnished with: booth, jukebox, menu board, neon sign, things on the table."""

from __future__ import annotations

import math

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import BLACK, CHROME, WALNUT, WHITE, disc_foot, plate
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Floats, Shape
from previz.kit.solids import box, cylinder, lathe, prism, rounded, tube
from previz.scene.model import Vec3

_RED = (0.62, 0.14, 0.12)
_SEAT, _BENCH_D = 0.46, 0.62
_LEAN_DEG = 14.0


# ---------------------------------------------------------------------------------------------- booth
def _booth(b: Builder, v: Values) -> None:
    """Benches along Z, the aisle at +Z; the table between them."""
    long = v["width"]
    far = v["table"] / 2 + 0.10 + _BENCH_D / 2
    sides = {"pair": (-1, 1), "left": (-1,), "right": (1,)}[v.word("kind")]
    for s in sides:
        _bench(b.placed(s * far, 0, 0, -90 * s), long, v["height"])
    w, top = v["table"], 0.75
    b.add("top", box(w, 0.035, long - 0.06, (0, top - 0.035, -0.02), 0.006))
    for s in (-1, 1):
        b.add("metal", box(0.006, 0.024, long - 0.08, (s * (w / 2 + 0.001), top - 0.0295, -0.02), 0.002))
    b.add("metal", box(w - 0.02, 0.024, 0.006, (0, top - 0.0295, long / 2 - 0.049), 0.002))
    b.add("metal", disc_foot(0.24, 0.035, top - 0.034).move(z=0.0), crease=60)


def _bench(b: Builder, long: float, back: float) -> None:
    """One bench, its front at +Z, along X."""
    d = _BENCH_D
    b.add("base", box(long - 0.04, 0.12, d - 0.10, (0, 0, -0.03)))
    b.add("shell", box(long, _SEAT - 0.23, d - 0.08, (0, 0.115, 0.0), 0.012))
    b.add("metal", box(long - 0.02, 0.018, 0.010, (0, 0.30, d / 2 - 0.037), 0.004))
    seat = rounded(
        long - 0.01, 0.13, d - 0.12, 0.05, (0, _SEAT - 0.13, 0.055), inner=(4, 1, 2), seams="piped"
    )
    b.add("cushions", seat, crease=60)
    b.add("shell", box(long - 0.008, back - 0.12, 0.09, (0, 0.11, -d / 2 + 0.047), 0.012))
    b.add("metal", box(long + 0.012, 0.03, 0.11, (0, back - 0.03, -d / 2 + 0.055), 0.010))
    rolls = max(3, round(long / 0.17))
    wide = (long - 0.03) / rolls
    for i in range(rolls):
        roll = rounded(wide - 0.002, back - _SEAT - 0.02, 0.10, 0.045, steps=1).turn("x", -5)
        b.add(
            "cushions",
            roll.move((i + 0.5) * wide - (long - 0.03) / 2, _SEAT - 0.015, -d / 2 + 0.125),
            crease=60,
        )


def _booth_spots(v: Values) -> tuple[Spot, ...]:
    far = v["table"] / 2 + 0.10 + _BENCH_D / 2
    sides = {"pair": (-1, 1), "left": (-1,), "right": (1,)}[v.word("kind")]
    places = (0.0,) if v["width"] < 1.0 else (0.25 * v["width"], -0.25 * v["width"])
    return tuple(Spot("sit", (s * (far - 0.05), 0.0, z), -90.0 * s, _SEAT) for z in places for s in sides)


# ------------------------------------------------------------------------------------------- jukebox
def _arch(width: float, height: float, foot: float = 0.0, steps: int = 14) -> Floats:
    """(n, 2) front view of an upright with a round head, standing on ``foot``."""
    r = width / 2
    head = polygon.arc((0.0, height - r), r, 0, 180, steps)
    return np.concatenate([[(r, foot)], head, [(-r, foot)]])


def _jukebox(b: Builder, v: Values) -> None:
    w, h, lit = 0.84, 1.5, v.on("lit")
    b.add("case", prism(_arch(w, h, 0.02), 0.52, 0.03).move(z=-0.05), crease=50)
    b.add("case", box(w + 0.05, 0.16, 0.62, (0, 0, -0.02), 0.02))
    for s in (-1, 1):
        for inset, part in ((0.055, "tubes"), (0.115, "tubes 2")):
            r = w / 2 - inset
            line = np.concatenate(
                [[(s * r, 0.20)], polygon.arc((0, h - w / 2), r, 0 if s > 0 else 180, 87 if s > 0 else 93, 9)]
            )
            path = np.column_stack([line, np.full(len(line), 0.222)])
            b.add(part, tube(path, 0.024, 8), crease=60, glow=lit)
    b.add("metal", prism(_arch(0.10, 0.12), 0.05, 0.008).move(0, h - 0.135, 0.225), crease=50)
    b.add("window", prism(_arch(w - 0.34, h - 0.20, 0.93), 0.02).move(z=0.205), crease=50, glow=lit)
    b.add("metal", box(w - 0.30, 0.05, 0.06, (0, 0.895, 0.225), 0.010))
    for i in range(2):
        for j in range(5):
            b.add(
                "cards", box(0.105, 0.022, 0.004, (-0.112 + 0.2245 * i, 0.965 + 0.03 * j, 0.2155)), crease=60
            )
    disc = cylinder(0.125, 0.006, segments=28).turn("x", 90).move(0, 1.255, 0.2125)
    b.add("dark", disc)
    b.add("cards", cylinder(0.04, 0.004, segments=18).turn("x", 90).move(0, 1.255, 0.2185))
    b.add("dark", box(w - 0.34, 0.56, 0.02, (0, 0.26, 0.21), 0.006))
    for i in range(7):
        x = (i - 3) * (w - 0.42) / 6
        b.add("metal", box(0.014, 0.52 - 0.02 * abs(i - 3) ** 2, 0.018, (x, 0.28, 0.224), 0.005))
    for i in range(10):
        b.add("cards", box(0.03, 0.022, 0.018, (-0.171 + 0.038 * i, 0.853, 0.222), 0.004))


# ------------------------------------------------------------------------------------------- the wall
def _menu_board(b: Builder, v: Values) -> None:
    w, h = v["width"], v["height"]
    if v.word("kind") == "pavement":
        for s in (1, -1):
            half = b.placed(turn_deg=0 if s > 0 else 180)
            _leaning_board(half, v, w, h)
        return
    up = b.placed(y=v["rise"], z=0.0)
    up.add("frame", box(w, h, 0.04, (0, 0, 0.02), 0.006))
    up.add("board", box(w - 0.07, h - 0.07, 0.006, (0, 0.035, 0.04)), glow=v.on("lit"))
    _writing(up, v, w, h, 0.043)


def _leaning_board(b: Builder, v: Values, w: float, h: float) -> None:
    """One leaf of a pavement sign, leaning against its twin."""

    def leant(shape: Shape) -> Shape:
        return shape.turn("x", -_LEAN_DEG).move(z=h * math.sin(math.radians(_LEAN_DEG)) + 0.014)

    b.add("frame", leant(box(w, h, 0.024, (0, 0, 0), 0.005)))
    b.add("board", leant(box(w - 0.08, h - 0.16, 0.005, (0, 0.11, 0.0125))))
    for x, y, long in _lines(v, w - 0.08, h - 0.16):
        b.add("letters", leant(box(long, 0.022, 0.003, (x, y + 0.11, 0.0155))))


def _lines(v: Values, w: float, h: float) -> list[tuple[float, float, float]]:
    """(middle x, y, length) of strokes that read as a heading, dishes and prices."""
    rng = np.random.default_rng(v.count("seed"))
    rows = max(2, int((h - 0.14) / 0.075))
    found = [(0.0, h - 0.085, 0.42 * w)]
    columns = 1 if w < 0.8 else 2
    wide = w / columns
    for c in range(columns):
        left = -w / 2 + c * wide
        for i in range(rows):
            y = h - 0.19 - 0.072 * i
            if y > 0.03:
                long = float(rng.uniform(0.30, 0.58)) * wide
                found += [(left + 0.06 * wide + long / 2, y, long), (left + 0.88 * wide, y, 0.10 * wide)]
    return found


def _writing(b: Builder, v: Values, w: float, h: float, z: float) -> None:
    for x, y, long in _lines(v, w - 0.07, h - 0.07):
        b.add("letters", box(long, 0.024, 0.003, (x, y + 0.035, z + 0.0005)))


_GLYPHS: dict[str, list[list[tuple[float, float]]]] = {
    "A": [[(0, 0), (0.3, 1), (0.6, 0)], [(0.12, 0.38), (0.48, 0.38)]],
    "B": [[(0, 0), (0, 1), (0.38, 1), (0.5, 0.87), (0.5, 0.66), (0.38, 0.53), (0, 0.53)],
          [(0.38, 0.53), (0.56, 0.4), (0.56, 0.14), (0.42, 0), (0, 0)]],
    "C": [[(0.58, 0.84), (0.42, 1), (0.16, 1), (0, 0.82), (0, 0.18), (0.16, 0), (0.42, 0), (0.58, 0.16)]],
    "D": [[(0, 0), (0, 1), (0.34, 1), (0.58, 0.78), (0.58, 0.22), (0.34, 0), (0, 0)]],
    "E": [[(0.52, 1), (0, 1), (0, 0), (0.52, 0)], [(0, 0.52), (0.42, 0.52)]],
    "F": [[(0.52, 1), (0, 1), (0, 0)], [(0, 0.52), (0.42, 0.52)]],
    "H": [[(0, 0), (0, 1)], [(0.56, 0), (0.56, 1)], [(0, 0.52), (0.56, 0.52)]],
    "I": [[(0, 0), (0, 1)]],
    "L": [[(0, 1), (0, 0), (0.48, 0)]],
    "M": [[(0, 0), (0, 1), (0.34, 0.36), (0.68, 1), (0.68, 0)]],
    "N": [[(0, 0), (0, 1), (0.56, 0), (0.56, 1)]],
    "O": [[(0.16, 0), (0, 0.2), (0, 0.8), (0.16, 1), (0.44, 1), (0.6, 0.8), (0.6, 0.2), (0.44, 0),
           (0.16, 0)]],
    "P": [[(0, 0), (0, 1), (0.38, 1), (0.54, 0.85), (0.54, 0.62), (0.38, 0.46), (0, 0.46)]],
    "R": [[(0, 0), (0, 1), (0.38, 1), (0.54, 0.85), (0.54, 0.64), (0.38, 0.5), (0, 0.5)],
          [(0.3, 0.5), (0.56, 0)]],
    "T": [[(0, 1), (0.56, 1)], [(0.28, 1), (0.28, 0)]],
}  # fmt: skip


def _neon_sign(b: Builder, v: Values) -> None:
    """Letters of bent tube before a dark board; its back is at z = 0."""
    word, tall = v.word("text").upper(), v["height"]
    wide = sum(_advance(letter) for letter in word) - 0.26
    up = b.placed(y=v["rise"])
    reach = wide * tall / 2
    if v.on("board"):
        outline = polygon.round_corners(
            polygon.rectangle(-reach - 0.3 * tall, -0.35 * tall, reach + 0.3 * tall, 1.35 * tall),
            0.3 * tall,
            5,
        )
        up.add("board", prism(outline, 0.04, 0.006).move(z=0.02), crease=50)
        rim = np.column_stack([polygon.offset(outline, 0.09 * tall), np.full(len(outline), 0.065)])
        up.add("border", tube(rim, 0.028 * tall, 6, closed=True), crease=70, glow=v.on("lit"))
    x = -reach
    for letter in word:
        for stroke in _GLYPHS[letter]:
            points = np.array(stroke) * tall
            line = np.column_stack([points[:, 0] + x, points[:, 1], np.full(len(points), 0.07)])
            round_trip = stroke[0] == stroke[-1]
            path = _eased(line[:-1] if round_trip else line, 0.07 * tall, round_trip)
            up.add("tubes", tube(path, 0.042 * tall, 7, round_trip), crease=70, glow=v.on("lit"))
        x += _advance(letter) * tall
    for s in (-1, 1):
        up.add(
            "board", cylinder(0.016, 0.075, segments=8).turn("x", 90).move(s * 0.8 * reach, 0.5 * tall, 0.002)
        )


def _advance(letter: str) -> float:
    return max(x for stroke in _GLYPHS[letter] for x, _ in stroke) + 0.26


def _eased(line: Floats, radius: float, round_trip: bool) -> Floats:
    """A stroke whose corners are bent, as glass is."""
    if len(line) < 3:
        return line
    ends = radius if round_trip else 0.0
    return polygon.round_corners(line, [ends, *[radius] * (len(line) - 2), ends], 2)


def _neon_lamp(v: Values) -> Vec3 | None:
    return (0.0, v["rise"] + 0.5 * v["height"], 0.25) if v.on("lit") else None


# ------------------------------------------------------------------------------------------ the table
def _condiments(b: Builder, v: Values) -> None:
    b.add("metal", plate(0.11, 0.13, 0.075, (0, 0, -0.01), 0.010, 0.006))
    b.add("paper", box(0.080, 0.085, 0.006, (0, 0.022, 0.0285), 0.002))
    sauce = [(0.028, 0), (0.028, 0.10), (0.024, 0.115), (0.010, 0.128), (0.004, 0.165)]
    b.add("ketchup", lathe(sauce, 12).move(-0.10, 0, 0.01), crease=50)
    b.add("mustard", lathe(sauce, 12).move(-0.145, 0, -0.03), crease=50)
    for x, part in ((0.095, "paper"), (0.135, "dark")):
        b.add(part, cylinder(0.018, 0.06, (x, 0, 0.02), 10, top=0.020))
        b.add("metal", cylinder(0.021, 0.018, (x, 0.0595, 0.02), 10, 0.004))
    if v.on("sugar"):
        b.add("paper", cylinder(0.032, 0.085, (0.115, 0, -0.055), 12, top=0.036))
        b.add(
            "metal",
            lathe([(0.037, 0), (0.037, 0.012), (0.012, 0.032), (0.009, 0.05)], 12).move(
                0.115, 0.0845, -0.055
            ),
            crease=50,
        )


PIECES = (
    Piece(
        "booth",
        "Diner booth",
        "bar",
        (
            Choice("kind", "Benches", "pair", ("pair", "left", "right")),
            Param("width", "Length of benches", 1.2, 0.6, 2.4),
            Param("table", "Table across", 0.68, 0.5, 1.0),
            Param("height", "Back height", 1.08, 0.8, 1.6),
        ),
        {
            "cushions": _RED,
            "shell": (0.78, 0.74, 0.66),
            "base": BLACK,
            "metal": CHROME,
            "top": (0.80, 0.79, 0.74),
        },
        "set",
        "booth",
        "diner booth",
        (2.12, 1.08, 1.21),
        _booth,
        _booth_spots,
        tags=("restaurant", "café", "bench", "table", "seat", "banquette"),
    ),
    Piece(
        "jukebox",
        "Jukebox",
        "bar",
        (Switch("lit", "Lit", True),),
        {
            "case": (0.38, 0.20, 0.11),
            "tubes": (0.95, 0.62, 0.24),
            "tubes 2": (0.86, 0.30, 0.26),
            "window": (0.86, 0.80, 0.60),
            "cards": WHITE,
            "metal": CHROME,
            "dark": (0.16, 0.10, 0.09),
        },
        "prop",
        "arcade machine",
        "jukebox",
        (0.89, 1.5, 0.62),
        _jukebox,
        lamp=lambda v: (0.0, 1.1, 0.45) if v.on("lit") else None,
        tags=("music", "records", "fifties", "bar"),
    ),
    Piece(
        "menu_board",
        "Menu board",
        "bar",
        (
            Choice("kind", "Kind", "wall", ("wall", "pavement")),
            Param("width", "Width", 1.5, 0.3, 5),
            Param("height", "Height", 0.9, 0.3, 2),
            Param("rise", "Above floor", 1.6, 0, 5),
            Switch("lit", "Lit", False),
            Param("seed", "Writing", 1, 0, 9999, "count"),
        ),
        {"frame": WALNUT, "board": (0.15, 0.17, 0.16), "letters": (0.90, 0.89, 0.83)},
        "prop",
        "bulletin board",
        "menu board",
        (1.5, 0.9, 0.05),
        _menu_board,
        tags=("chalkboard", "prices", "café", "restaurant", "specials", "sandwich board", "a-board"),
    ),
    Piece(
        "neon_sign",
        "Neon sign",
        "bar",
        (
            Choice("text", "Word", "diner", ("diner", "bar", "open", "motel", "hotel", "cafe", "food")),
            Param("height", "Letter height", 0.3, 0.06, 3),
            Param("rise", "Above floor", 2.2, 0, 30),
            Switch("board", "Board behind", True),
            Switch("lit", "Lit", True),
        ),
        {"tubes": (0.98, 0.34, 0.30), "border": (0.36, 0.72, 0.86), "board": (0.13, 0.13, 0.15)},
        "prop",
        "trade name",
        "neon sign",
        (1.158, 0.51, 0.082),
        _neon_sign,
        lamp=_neon_lamp,
        tags=("letters", "shop sign", "night", "open", "motel", "bar"),
    ),
    Piece(
        "condiments",
        "Condiments",
        "bar",
        (Switch("sugar", "Sugar", True),),
        {
            "metal": CHROME,
            "paper": WHITE,
            "ketchup": (0.66, 0.12, 0.09),
            "mustard": (0.84, 0.66, 0.16),
            "dark": (0.20, 0.17, 0.15),
        },
        "prop",
        "bottle",
        "ketchup, napkins, salt and pepper",
        (0.329, 0.165, 0.132),
        _condiments,
        tags=("ketchup", "napkins", "salt", "pepper", "diner", "table"),
    ),
)
