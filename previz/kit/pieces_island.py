"""Kitchen joinery: island, wall cupboards; stool."""

from __future__ import annotations

from previz.kit.builder import Builder
from previz.kit.joinery import OAK, STEEL, bar, carcass, drawer, oblong, pull
from previz.kit.piece import Choice, Param, Piece, Spot, Values
from previz.kit.pieces_furniture import cupboard_door
from previz.kit.solids import box, cylinder, leg, rounded, slab


def _island(b: Builder, v: Values) -> None:
    w, h, d, over = v["width"], v["height"], v["depth"], v["overhang"]
    top, low, body = 0.04, 0.10, d - over - 0.04
    middle = over / 2
    b.add("cupboards", box(w - 0.06, h - top - low + 0.002, body - 0.022, (0, low, middle - 0.011), 0.002))
    b.add("plinth", box(w - 0.10, low + 0.002, body - 0.12, (0, 0, middle)))
    units = max(1, round(w / 0.6))
    each, front = (w - 0.06) / units, middle + body / 2 - 0.022
    tall = h - top - low
    for i in range(units):
        place = b.placed((i + 0.5) * each - (w - 0.06) / 2, low + 0.004, front)
        if i % 2 == 0:
            for k in range(3):
                part = place.placed(y=(tall - 0.006) / 3 * k)
                drawer(part, "cupboards", "handles", each - 0.005, (tall - 0.006) / 3 - 0.005)
        else:
            cupboard_door(place, "cupboards", each - 0.005, tall - 0.011)
            place.add(
                "handles", pull(0.16).turn("z", 90).move(0.5 * each - 0.05, 0.72 * tall, 0.02), crease=75
            )
    b.add("worktop", slab(oblong(w, d, 0.012, 2), top, 0.006, h - top))
    for s in (-1, 1):
        b.add("cupboards", box(0.03, h - top + 0.001, d - 0.05, (s * (w / 2 - 0.030), 0.0, 0), 0.003))
    for i in range(units):
        x = (i + 0.5) * each - (w - 0.06) / 2
        back = middle - body / 2
        panel = b.placed(x, low + 0.01, back + 0.002, 180)
        panel.add("cupboards", box(each - 0.05, tall - 0.03, 0.012, (0, 0, 0.006), 0.004))


def _island_spots(v: Values) -> tuple[Spot, ...]:
    z = v["depth"] / 2
    lean = (
        Spot("lean", (x, 0.0, -z - 0.12), 0.0, v["height"]) for x in (-0.25 * v["width"], 0.25 * v["width"])
    )
    return (Spot("stand", (0.0, 0.0, z + 0.25), 180.0), *lean)


def _wall_cupboards(b: Builder, v: Values) -> None:
    w, h, d, count = v["width"], v["height"], v["depth"], v.count("doors")
    up = b.placed(y=v["rise"], z=d / 2)
    shelves = v.word("kind") == "shelves"
    carcass(up, "cupboards", w, h, d - 0.022)
    each = w / count
    rows = max(1, round(h / 0.32))
    for k in range(1, rows):
        up.add("cupboards", box(w - 0.034, 0.016, d - 0.05, (0, k * h / rows, -0.006), 0.0015))
    for i in range(count):
        place = up.placed((i + 0.5) * each - w / 2, 0.002, d / 2 - 0.0215)
        if i and shelves:
            up.add("cupboards", box(0.016, h - 0.034, d - 0.045, (i * each - w / 2, 0.017, -0.004), 0.0015))
        if shelves:
            continue
        swing = 1 if i % 2 == 0 else -1
        angle = v["open"] if i == 0 else 0.0
        hinged = place.placed(-swing * each / 2, 0, 0, -swing * angle).placed(swing * each / 2, 0, 0)
        cupboard_door(hinged, "cupboards", each - 0.004, h - 0.004)
        grip = pull(0.14).turn("z", 90).move(swing * (each / 2 - 0.035), 0.14, 0.02)
        hinged.add("handles", grip, crease=75)


def _stool(b: Builder, v: Values) -> None:
    w, h = v["width"], v["height"]
    if v.word("kind") == "round":
        b.add("seat", cylinder(w / 2, 0.032, (0, h - 0.032, 0), 32, 0.009))
    elif v.word("kind") == "square":
        b.add("seat", slab(oblong(w, 0.86 * w, 0.03), 0.030, 0.008, h - 0.030))
    else:
        b.add(
            "cushion",
            rounded(1.5 * w, 0.075, w, 0.025, (0, h - 0.075, 0), inner=(4, 1, 4), seams="piped"),
            crease=60,
        )
        b.add("seat", box(1.5 * w - 0.01, 0.055, w - 0.012, (0, h - 0.128, 0), 0.004))
    piano = v.word("kind") == "padded"
    x, z = (0.75 * w - 0.05, w / 2 - 0.05) if piano else (0.30 * w, 0.27 * w)
    top = h - (0.10 if piano else 0.026)
    splay = 0.0 if piano else 0.11 * h
    for sx in (-1, 1):
        for sz in (-1, 1):
            shape = leg(0.034, top, 0.034, 0.75, (sx * x, 0, sz * z), 0.006, (sx * splay, sz * splay))
            b.add("legs", shape)
    if piano:
        return
    y = 0.34 * h
    along = splay * (1 - y / top)
    for s in (-1, 1):
        b.add("legs", bar((-x - along, y, s * (z + along)), (x + along, y, s * (z + along)), 0.010))
        b.add(
            "legs",
            bar((s * (x + along), y + 0.03, -z - along), (s * (x + along), y + 0.03, z + along), 0.010),
        )


def _stool_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("sit", (0.0, 0.0, -0.01), 0.0, v["height"]),)


PIECES = (
    Piece(
        "kitchen_island",
        "Kitchen island",
        "kitchen",
        (
            Param("width", "Length", 1.8, 0.8, 4),
            Param("height", "Height", 0.92, 0.8, 1.1),
            Param("depth", "Depth", 0.95, 0.7, 1.6),
            Param("overhang", "Overhang", 0.28, 0.02, 0.4),
        ),
        {
            "cupboards": (0.30, 0.38, 0.40),
            "worktop": (0.72, 0.70, 0.66),
            "plinth": (0.20, 0.20, 0.20),
            "handles": (0.72, 0.62, 0.40),
        },
        "set",
        "kitchen island",
        "kitchen island",
        (1.8, 0.92, 0.96),
        _island,
        _island_spots,
        tags=("counter", "worktop", "breakfast bar"),
    ),
    Piece(
        "wall_cupboards",
        "Wall cupboards",
        "kitchen",
        (
            Param("width", "Length", 1.8, 0.4, 6),
            Param("height", "Height", 0.72, 0.3, 1.2),
            Param("depth", "Depth", 0.35, 0.2, 0.5),
            Param("rise", "Above floor", 1.45, 0.0, 2.5),
            Param("doors", "Doors", 3, 1, 10, "count"),
            Param("open", "First door open", 0, 0, 120, "deg"),
            Choice("kind", "Kind", "doors", ("doors", "shelves")),
        ),
        {"cupboards": (0.66, 0.70, 0.66), "handles": STEEL},
        "set",
        "cabinet",
        "wall cupboards",
        (1.8, 0.72, 0.368),
        _wall_cupboards,
        tags=("cabinet", "upper", "shelf", "kitchen unit"),
    ),
    Piece(
        "stool",
        "Stool",
        "kitchen",
        (
            Param("width", "Seat", 0.34, 0.24, 0.5),
            Param("height", "Height", 0.46, 0.3, 0.8),
            Choice("kind", "Kind", "round", ("round", "square", "padded")),
        ),
        {"seat": OAK, "legs": (0.54, 0.38, 0.24), "cushion": (0.16, 0.14, 0.13)},
        "prop",
        "stool",
        "wooden stool",
        (0.34, 0.46, 0.34),
        _stool,
        _stool_spots,
        tags=("seat", "milking stool", "piano stool", "piano bench", "footstool"),
    ),
)
