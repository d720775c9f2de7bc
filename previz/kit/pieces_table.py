"""What stands on a table: bottle, mug, plate, and a box."""

from __future__ import annotations

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Values
from previz.kit.solids import box, cylinder, lathe, tube


def _bottle(b: Builder, v: Values) -> None:
    h, r = v["height"], v["width"] / 2
    shoulder = (0.62, 0.80) if v.word("kind") == "wine" else (0.56, 0.84)
    label = (0.22 * h, 0.50 * h) if v.word("kind") == "wine" else (0.14 * h, 0.46 * h)
    low, high = shoulder[0] * h, shoulder[1] * h
    bend = polygon.curve(
        [
            (r, low),
            (0.90 * r, low + 0.32 * (high - low)),
            (0.52 * r, low + 0.66 * (high - low)),
            (0.37 * r, high),
        ],
        3,
    )
    foot = [(r - 0.004, 0), (r - 0.001, 0.0015), (r, 0.006)]
    lip = [(0.36 * r, 0.945 * h), (0.43 * r, 0.95 * h), (0.43 * r, 0.985 * h), (0.36 * r, 0.99 * h)]
    b.add("glass", lathe([*foot, *bend.tolist(), *lip], 28), crease=42)
    b.add("cork", cylinder(0.32 * r, 0.03 * h, (0, 0.97 * h, 0), 16))
    b.add("label", cylinder(r + 0.0006, label[1] - label[0], (0, label[0], 0), 28))


def _mug(b: Builder, v: Values) -> None:
    h, r, t = v["height"], v["width"] / 2, 0.004
    cup = [
        (0.86 * r, 0),
        (0.95 * r, 0.006),
        (r, 0.18 * h),
        (r, h - 0.002),
        (r - t / 2, h),
        (r - t, h - 0.002),
        (r - t, 0.2 * h),
        (0.85 * r - t, 0.009),
        (0.0, 0.008),
    ]
    b.add("body", lathe(cup, 32), crease=50)
    loop = polygon.curve(
        [
            (r - 0.002, 0.84 * h, 0),
            (r + 0.022, 0.84 * h, 0),
            (r + 0.032, 0.60 * h, 0),
            (r + 0.024, 0.33 * h, 0),
            (r - 0.002, 0.24 * h, 0),
        ],
        6,
    )
    b.add("body", tube(loop, [0.0055] * len(loop), 8).scale(z=1.35), crease=70)
    b.add("drink", cylinder(r - t - 0.0004, 0.002, (0, 0.80 * h, 0), 32))


def _mug_spots(v: Values) -> tuple[Spot, ...]:
    return (
        Spot("hold", (0.0, 0.55 * v["height"], 0.0)),
        Spot("hold", (v["width"] / 2 + 0.02, 0.55 * v["height"], 0.0), 90.0),
    )


def _plate(b: Builder, v: Values) -> None:
    r = v["width"] / 2
    if v.word("kind") == "bowl":
        h = 0.42 * r + 0.012
        outer = [(0.42 * r, 0), (0.44 * r, 0.006), (0.62 * r, 0.18 * h), (0.86 * r, 0.55 * h), (r, h)]
        inner = [
            (r - 0.004, h),
            (0.85 * r - 0.003, 0.58 * h),
            (0.60 * r, 0.26 * h),
            (0.3 * r, 0.15 * h),
            (0, 0.13 * h),
        ]
        b.add(
            "china", lathe(polygon.curve(outer, 2).tolist() + polygon.curve(inner, 2).tolist(), 40), crease=50
        )
        return
    plate = [
        (0.56 * r, 0),
        (0.60 * r, 0.004),
        (0.72 * r, 0.009),
        (r, 0.021),
        (r - 0.001, 0.024),
        (0.74 * r, 0.0145),
        (0.66 * r, 0.009),
        (0, 0.008),
    ]
    b.add("china", lathe(plate, 40), crease=50)


def _bottle_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("hold", (0.0, 0.45 * v["height"], 0.0)),)


def _plate_spots(v: Values) -> tuple[Spot, ...]:
    return (
        Spot("hold", (v["width"] / 2 - 0.015, 0.02, 0.0), 90.0),
        Spot("hold", (0.015 - v["width"] / 2, 0.02, 0.0), -90.0),
    )


def _box(b: Builder, v: Values) -> None:
    w, h, d = v["width"], v["height"], v["depth"]
    if v.word("kind") == "plain":
        b.add("body", box(w, h, d, bevel=min(0.006, 0.1 * min(w, h, d))))
    elif v.word("kind") == "carton":
        t = min(0.005, 0.05 * min(w, h, d))
        b.add("body", box(w, h - 2 * t, d, bevel=t))
        for side in (-1, 1):
            b.add("body", box(w, t, d / 2 - 0.002, (0, h - 2 * t, side * (d / 4 + 0.001)), t / 4))
        b.add("tape", box(w + 0.001, t * 0.3, min(0.05, 0.3 * d), (0, h - t, 0)))
        for side in (-1, 1):
            b.add("tape", box(t * 0.3, 0.3 * h, min(0.05, 0.3 * d), (side * w / 2, 0.7 * h - 2 * t, 0)))
    else:
        _crate(b, w, h, d)


def _crate(b: Builder, w: float, h: float, d: float) -> None:
    t = min(0.016, 0.12 * min(w, h, d))
    rows = max(2, round(h / 0.11))
    each = h / rows
    b.add("body", box(w - 2 * t, t, d - 2 * t, (0, 0.004, 0)))
    for x in (-1, 1):
        for z in (-1, 1):
            b.add("body", box(2 * t, h, 2 * t, (x * (w / 2 - 2 * t), 0, z * (d / 2 - 2 * t))))
    for i in range(rows):
        y, tall = i * each + 0.004, each * 0.84
        for s in (-1, 1):
            b.add("body", box(w, tall, t, (0, y, s * (d / 2 - t / 2)), 0.002))
            b.add("body", box(t, tall, d - 2 * t, (s * (w / 2 - t / 2), y, 0), 0.002))


def _box_spots(v: Values) -> tuple[Spot, ...]:
    w, h, d = v["width"], v["height"], v["depth"]
    hold = tuple(Spot("hold", (s * w / 2, 0.5 * h, 0.0), 90.0 * s) for s in (-1, 1))
    if v.word("kind") == "crate" or not 0.25 <= h <= 0.9 or min(w, d) < 0.25:
        return hold
    return (*hold, Spot("sit", (0.0, 0.0, 0.1 * d), 0.0, h))


_CUP = Param("width", "Width", 0.082, 0.04, 0.2)

PIECES = (
    Piece(
        "bottle",
        "Bottle",
        "hand props",
        (
            Choice("kind", "Kind", "wine", ("wine", "beer")),
            Param("height", "Height", 0.30, 0.12, 0.6),
            Param("width", "Width", 0.076, 0.03, 0.2),
        ),
        {"glass": (0.14, 0.24, 0.17), "label": (0.88, 0.84, 0.72), "cork": (0.30, 0.12, 0.12)},
        "prop",
        "bottle",
        "glass bottle",
        (0.077, 0.30, 0.077),
        _bottle,
        _bottle_spots,
    ),
    Piece(
        "mug",
        "Mug",
        "hand props",
        (_CUP, Param("height", "Height", 0.095, 0.05, 0.2)),
        {"body": (0.84, 0.82, 0.76), "drink": (0.22, 0.13, 0.08)},
        "prop",
        "glass",
        "mug",
        (0.118, 0.095, 0.082),
        _mug,
        _mug_spots,
    ),
    Piece(
        "plate",
        "Plate",
        "hand props",
        (Choice("kind", "Kind", "plate", ("plate", "bowl")), Param("width", "Width", 0.26, 0.1, 0.6)),
        {"china": (0.90, 0.89, 0.86)},
        "prop",
        "plate",
        "china plate",
        (0.26, 0.024, 0.26),
        _plate,
        _plate_spots,
    ),
    Piece(
        "box",
        "Box",
        "hand props",
        (
            Param("width", "Width", 0.45, 0.01, 10),
            Param("height", "Height", 0.35, 0.01, 10),
            Param("depth", "Depth", 0.35, 0.01, 10),
            Choice("kind", "Kind", "carton", ("plain", "carton", "crate")),
        ),
        {"body": (0.66, 0.52, 0.36), "tape": (0.78, 0.70, 0.54)},
        "prop",
        "box",
        "cardboard box",
        (0.452, 0.35, 0.35),
        _box,
        _box_spots,
    ),
)
