"""Things to sit on: chair, armchair, sofa, bench."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Values
from previz.kit.shape import Floats, Shape, join
from previz.kit.solids import box, leg, prism, rounded, slab

OAK = (0.62, 0.45, 0.29)
WALNUT = (0.42, 0.29, 0.20)
CLOTH = (0.42, 0.46, 0.45)


def _chair(b: Builder, v: Values) -> None:
    w, d, seat, back = v["width"], v["depth"], v["seat"], v["height"]
    soft = v.word("style") == "upholstered"
    board = 0.022
    top = seat - (0.055 if soft else 0)  # of the wooden seat
    x, front, rear = w / 2 - 0.022, d / 2 - 0.03, -d / 2 + 0.075
    for side in (-1, 1):
        b.add("frame", leg(0.036, top - board + 0.002, 0.036, 0.7, (side * (x - 0.004), 0, front), 0.004))
        post = _back_post(rear, top, back)
        b.add("frame", prism(post, 0.030, 0.004).turn("y", -90).move(x=side * (x - 0.004)))
        b.add(
            "frame",
            box(0.018, 0.05, front - rear, (side * (x - 0.006), top - board - 0.052, (front + rear) / 2)),
        )
        b.add(
            "frame",
            box(0.016, 0.022, front - rear + 0.01, (side * (x - 0.006), 0.16, (front + rear) / 2 - 0.01)),
        )
    for z in (front, rear):
        b.add("frame", box(2 * x - 0.02, 0.05, 0.018, (0, top - board - 0.052, z)))
    b.add("frame", box(2 * x - 0.02, 0.022, 0.016, (0, 0.20, front)))
    _seat(b, v, top, board)
    _back(b, v, rear, top)


def _back_post(rear: float, seat: float, back: float) -> Floats:
    """(n, 2) side view (z, y) of a hind leg that rises into the back."""
    y = np.array([0.0, 0.45 * seat, seat, seat + 0.35 * (back - seat), back])
    z = rear + np.array([-0.045, -0.008, 0.0, -0.014, -0.070])
    deep = np.array([0.026, 0.034, 0.040, 0.034, 0.022])
    fine = np.linspace(0, back, 9)
    middle, half = np.interp(fine, y, z), np.interp(fine, y, deep) / 2
    return np.concatenate([np.stack([middle + half, fine], 1), np.stack([middle - half, fine], 1)[::-1]])


def _post_z(v: Values, rear: float, y: float) -> float:
    seat, back = v["seat"], v["height"]
    return rear + float(np.interp(y, [seat, seat + 0.35 * (back - seat), back], [0.0, -0.014, -0.070]))


def _seat(b: Builder, v: Values, top: float, board: float) -> None:
    w, d = v["width"], v["depth"]
    z0, z1 = -d / 2 + 0.055, d / 2 - 0.004
    plan = np.array([[-w / 2 + 0.035, z0], [w / 2 - 0.035, z0], [w / 2, z1], [-w / 2, z1]])
    if v.word("style") == "upholstered":
        b.add("seat", box(w - 0.02, board, z1 - z0 - 0.01, (0, top - board, (z0 + z1) / 2), 0.004))
        b.add(
            "cushion",
            rounded(
                w - 0.012, 0.055, z1 - z0, 0.024, (0, top, (z0 + z1) / 2), inner=(4, 1, 4), seams="piped"
            ),
            crease=60,
        )
        return
    b.add("seat", slab(polygon.round_corners(plan, [0.02, 0.02, 0.03, 0.03], 4), board, 0.007, top - board))


def _back(b: Builder, v: Values, rear: float, top: float) -> None:
    w, back = v["width"], v["height"]
    inner = w - 0.074
    style = v.word("style")
    crest = 0.075 if style == "slats" else 0.055
    heights = {
        "slats": [back - crest - 0.005],
        "ladder": list(np.linspace(top + 0.13, back - crest - 0.005, 3)),
        "upholstered": [],
    }[style]
    for y in heights:
        lean = np.degrees(np.arctan2(_post_z(v, rear, y) - _post_z(v, rear, y + crest), crest))
        b.add(
            "frame",
            box(inner + 0.012, crest, 0.018, bevel=0.004).turn("x", -lean).move(0, y, _post_z(v, rear, y)),
        )
    if style == "slats":
        low = top + 0.10
        z = _post_z(v, rear, low)
        b.add("frame", box(inner + 0.012, 0.035, 0.018, (0, low, z), 0.003))
        tall = back - crest - low - 0.03
        lean = np.degrees(np.arctan2(z - _post_z(v, rear, back - crest), tall))
        for i in range(5):
            x = (i - 2) * inner / 5.2
            b.add(
                "frame", box(0.026, tall + 0.03, 0.010, bevel=0.002).turn("x", -lean).move(x, low + 0.025, z)
            )
    elif style == "upholstered":
        low, tall = top + 0.16, back - top - 0.17
        z = _post_z(v, rear, low)
        lean = np.degrees(np.arctan2(z - _post_z(v, rear, back), back - low))
        pad = rounded(inner + 0.01, tall, 0.05, 0.022, inner=(3, 4, 1), seams="none")
        b.add("cushion", pad.turn("x", -lean).move(0, low, z), crease=70)


def _chair_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("sit", (0.0, 0.0, 0.175 - v["depth"] / 2), 0.0, v["seat"]),)


# ------------------------------------------------------------------------------------------ upholstery
_CUSHION, _REST = 0.14, 0.16
"""Thickness of a back cushion; depth of the back frame."""


def _upholstered(b: Builder, v: Values) -> None:
    w, d, h, seat, arm = v["width"], v["depth"], v["height"], v["seat"], v["arm"]
    foot = 0.10
    base = 0.58 * seat
    inner = w - 2 * arm
    for x in (-w / 2 + 0.09, w / 2 - 0.09):
        for z in (-d / 2 + 0.09, d / 2 - 0.09):
            splay = (0.02 * np.sign(x), 0.02 * np.sign(z))
            b.add("legs", leg(0.05, foot + 0.02, 0.05, 0.6, (x, 0, z), 0.003, splay))
    b.add("cloth", box(inner + 0.04, base - foot, d - 0.07, (0, foot, 0.0), 0.02))
    high = seat + 0.20
    for side in (-1, 1):
        b.add("cloth", _arm(arm, high - foot, d - 0.02).move(side * (w / 2 - arm / 2), foot, 0.01), crease=50)
    rest = rounded(inner + 0.06, h - foot - 0.01, _REST - 0.02, 0.06, inner=(2, 2, 1), seams="none")
    b.add("cloth", _lean(rest, 0.07).move(0, foot + 0.006, -d / 2 + _REST / 2 + 0.035), crease=50)
    count = max(1, round(inner / 0.75))
    each = inner / count
    for i in range(count):
        x = (i + 0.5) * each - inner / 2
        _cushions(b, v, x, each)


def _arm(width: float, height: float, depth: float) -> Shape:
    return rounded(width, height, depth, min(0.055, 0.42 * width), inner=(1, 2, 2), steps=3, seams="none")


def _lean(shape: Shape, slope: float) -> Shape:
    points = shape.points.copy()
    points[:, 2] -= slope * points[:, 1]
    return shape.bend(points)


def _cushions(b: Builder, v: Values, x: float, each: float) -> None:
    d, h, seat = v["depth"], v["height"], v["seat"]
    base, puff = 0.58 * seat, 0.018
    front, rear = d / 2 + 0.005, -d / 2 + _REST + 0.02
    thick = seat - base - puff
    pillow = rounded(
        each - 0.006, thick, front - rear, 0.045, inner=(4, 1, 4), steps=2, seams="piped", puff=puff
    )
    b.add("cushions", pillow.move(x, base, (front + rear) / 2), crease=70)
    tall = h - seat + 0.02
    back = rounded(each - 0.014, _CUSHION, tall, 0.06, inner=(4, 1, 4), steps=2, seams="piped", puff=0.025)
    back = back.turn("x", -90).move(0, tall / 2, _CUSHION / 2)
    back = _lean(back, 0.16).move(x, seat - 0.02, rear + 0.05)
    b.add("cushions", back, crease=70)


def _upholstered_spots(v: Values) -> tuple[Spot, ...]:
    inner = v["width"] - 2 * v["arm"]
    count = max(1, round(inner / 0.75))
    z = -v["depth"] / 2 + _REST + 0.02 + 0.05 + _CUSHION + 0.06
    sit = tuple(
        Spot("sit", ((i + 0.5) * inner / count - inner / 2, 0.0, z), 0.0, v["seat"]) for i in range(count)
    )
    if inner < 1.5:
        return sit
    return (*sit, Spot("lie", (0.15, v["seat"], 0.10), 90.0))


def _bench(b: Builder, v: Values) -> None:
    w, seat, h = v["width"], v["seat"], v["height"]
    ends = [-w / 2 + 0.16, w / 2 - 0.16]
    if w > 2.2:
        ends.insert(1, 0.0)
    for x in ends:
        b.add("iron", _bench_side(seat, h).move(x=x))
    for i in range(5):
        z = 0.235 - 0.098 * i
        b.add("slats", box(w, 0.034, 0.082, (0, seat - 0.034 - (0.008 if i in (2, 3) else 0.0), z), 0.008))
    lean = np.degrees(np.arctan2(0.115, h - seat))
    for i in range(3):
        y = seat + 0.10 + i * (h - seat - 0.10 - 0.08) / 2
        z = -0.205 - 0.115 * (y - seat) / (h - seat)
        b.add("slats", box(w, 0.077, 0.032, bevel=0.008).turn("x", -lean).move(0, y, z))


def _bench_side(seat: float, h: float) -> Shape:
    back = polygon.curve([(-0.28, 0), (-0.20, 0.5 * seat), (-0.225, seat), (-0.34, h - 0.01)], 5)
    fore = polygon.curve([(0.27, 0), (0.225, 0.5 * seat), (0.245, seat - 0.034)], 5)
    half = np.array([0.020, 0.0])
    left = np.concatenate([back + half, (back - half)[::-1]])
    right = np.concatenate([fore + half, (fore - half)[::-1]])
    bar = prism(polygon.rectangle(-0.23, seat - 0.085, 0.25, seat - 0.036), 0.036, 0.006)
    return join(prism(left, 0.044, 0.008), prism(right, 0.044, 0.008), bar).turn("y", -90)


def _bench_spots(v: Values) -> tuple[Spot, ...]:
    count = max(1, int(v["width"] / 0.58))
    each = v["width"] / count
    return (
        *(Spot("sit", ((i + 0.5) * each - v["width"] / 2, 0.0, -0.12), 0.0, v["seat"]) for i in range(count)),
        Spot("lie", (0.0, v["seat"], 0.03), 90.0),
    )


def _seat_params(width: float, widest: float) -> tuple[Param, ...]:
    return (
        Param("width", "Width", width, 0.6, widest),
        Param("depth", "Depth", 0.90, 0.75, 1.2),
        Param("height", "Height", 0.82, 0.7, 1.2),
        Param("seat", "Seat height", 0.43, 0.34, 0.5),
        Param("arm", "Arm width", 0.16, 0.08, 0.25),
    )


_CLOTHS = {"cloth": (0.34, 0.40, 0.42), "cushions": (0.38, 0.45, 0.47), "legs": WALNUT}

PIECES = (
    Piece(
        "chair",
        "Chair",
        "furniture",
        (
            Param("width", "Width", 0.44, 0.34, 0.7),
            Param("depth", "Depth", 0.50, 0.4, 0.7),
            Param("height", "Height", 0.88, 0.7, 1.3),
            Param("seat", "Seat height", 0.45, 0.3, 0.6),
            Choice("style", "Back", "slats", ("slats", "ladder", "upholstered")),
        ),
        {"frame": WALNUT, "seat": WALNUT, "cushion": CLOTH},
        "prop",
        "chair",
        "wooden chair",
        (0.44, 0.88, 0.5),
        _chair,
        _chair_spots,
    ),
    Piece(
        "sofa",
        "Sofa",
        "furniture",
        _seat_params(2.05, 4),
        _CLOTHS,
        "prop",
        "sofa",
        "cloth sofa",
        (2.05, 0.82, 0.90),
        _upholstered,
        _upholstered_spots,
    ),
    Piece(
        "armchair",
        "Armchair",
        "furniture",
        _seat_params(0.90, 1.3),
        _CLOTHS,
        "prop",
        "armchair",
        "cloth armchair",
        (0.90, 0.82, 0.90),
        _upholstered,
        _upholstered_spots,
    ),
    Piece(
        "bench",
        "Bench",
        "street",
        (
            Param("width", "Length", 1.6, 0.6, 4),
            Param("height", "Height", 0.82, 0.6, 1.1),
            Param("seat", "Seat height", 0.45, 0.35, 0.55),
        ),
        {"iron": (0.16, 0.19, 0.18), "slats": (0.53, 0.38, 0.25)},
        "prop",
        "bench",
        "park bench with wooden slats",
        (1.6, 0.82, 0.65),
        _bench,
        _bench_spots,
    ),
)
