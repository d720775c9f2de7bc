"""Bedroom: bedside table, chest of drawers, dressing table, cot, bunk bed."""

from __future__ import annotations

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import OAK, PINE, WALNUT, WHITE, bar, drawer, legs, oblong
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.pieces_furniture import cupboard_door
from previz.kit.solids import box, cylinder, prism, rounded, slab


def _top(b: Builder, part: str, w: float, d: float, h: float, thick: float = 0.024) -> None:
    b.add(part, slab(oblong(w, d, 0.008, 2), thick, 0.006, h - thick))


# --------------------------------------------------------------------- bedside table, chest of drawers
def _bedside(b: Builder, v: Values) -> None:
    w, h, d, kind = v["width"], v["height"], v["depth"], v.word("kind")
    _top(b, "body", w, d, h)
    legs(b, "body", w - 0.02, d - 0.02, h - 0.022, 0.036, 0.65)
    low = 0.30 * h if kind != "open" else h - 0.18
    b.add("body", box(w - 0.045, h - 0.023 - low, d - 0.06, (0, low, -0.004), 0.002))
    front, tall = d / 2 - 0.034, h - 0.026 - low
    rows = {"drawers": 2, "open": 1, "door": 1}[kind]
    for i in range(rows):
        place = b.placed(0, low + 0.004 + i * tall / rows, front)
        if kind == "door":
            cupboard_door(place, "drawers", w - 0.08, tall - 0.008)
            place.add(
                "knobs", cylinder(0.012, 0.02, segments=12).turn("x", 90).move(0.32 * w, 0.6 * tall, 0.018)
            )
        else:
            drawer(place, "drawers", "knobs", w - 0.08, tall / rows - 0.008, "knob")
    if kind == "open":
        b.add("body", box(w - 0.05, 0.018, d - 0.05, (0, 0.22 * h, 0), 0.003))


def _chest(b: Builder, v: Values) -> None:
    w, h, d, rows = v["width"], v["height"], v["depth"], v.count("rows")
    foot = 0.11
    _top(b, "body", w + 0.02, d + 0.012, h)
    legs(b, "body", w, d - 0.012, foot + 0.02, 0.055, 0.6)
    b.add("body", box(w, h - foot - 0.022, d - 0.024, (0, foot, -0.008), 0.004))
    tall = (h - foot - 0.045) / rows
    front = d / 2 - 0.0195
    for i in range(rows):
        split = i == rows - 1
        wide = (w - 0.04) / (2 if split else 1)
        for k in range(2 if split else 1):
            x = (k - 0.5) * wide if split else 0.0
            out = v["open"] * 0.6 * d if i == rows - 2 or rows == 1 else 0.0
            place = b.placed(x, foot + 0.012 + i * tall, front)
            drawer(place, "drawers", "knobs", wide - 0.008, tall - 0.008, "knob" if split else "knobs", out)


def _chest_spots(v: Values) -> tuple[Spot, ...]:
    z = v["depth"] / 2
    return (Spot("stand", (0.0, 0.0, z + 0.35), 180.0), Spot("lean", (0.0, 0.0, z + 0.14), 0.0, v["height"]))


# ------------------------------------------------------------------------------------ dressing table
def _dressing_table(b: Builder, v: Values) -> None:
    w, h, d = v["width"], v["height"], v["depth"]
    _top(b, "body", w, d, h)
    legs(b, "body", w - 0.03, d - 0.03, h - 0.022, 0.04, 0.55)
    b.add("body", box(w - 0.06, 0.135, d - 0.07, (0, h - 0.158, -0.004), 0.002))
    each = (w - 0.09) / 3
    for i in range(3):
        place = b.placed((i - 1) * each, h - 0.152, d / 2 - 0.040)
        drawer(place, "drawers", "knobs", each - 0.008, 0.122, "knob")
    back = -d / 2 + 0.03
    wide, tall = 0.42 * w, v["mirror"]
    for x, turn, share, high in (
        (0.0, 0.0, 1.0, tall),
        (-1.0, 28.0, 0.56, 0.86 * tall),
        (1.0, -28.0, 0.56, 0.86 * tall),
    ):
        plan = polygon.rectangle(-share * wide / 2, 0, share * wide / 2, high)
        outline = polygon.round_corners(plan, [0, 0, 0.4 * share * wide, 0.4 * share * wide], 6)
        place = b.placed(x * wide / 2, h + 0.012, back, turn).placed(x * (share * wide / 2 + 0.004))
        inner = polygon.offset(polygon.clean(outline), 0.028)
        place.add("body", prism(outline, 0.022, 0.006, [inner]))
        place.add("glass", prism(polygon.offset(polygon.clean(outline), 0.025), 0.006).move(z=-0.002))
        place.add("body", prism(polygon.offset(polygon.clean(outline), 0.026), 0.003).move(z=-0.0068))
    b.add("body", box(wide, 0.018, 0.045, (0, h - 0.004, back), 0.004))


# ------------------------------------------------------------------------------------------------ cot
def _cot(b: Builder, v: Values) -> None:
    w, h, d, base = v["width"], v["height"], v["length"], v["mattress"]
    z = d / 2 - 0.02
    for s in (-1, 1):
        for k in (-1, 1):
            b.add("frame", box(0.04, h + 0.02, 0.04, (s * (w / 2 - 0.02), 0, k * z), 0.008))
        b.add("frame", box(w - 0.06, 0.05, 0.026, (0, h - 0.06, s * z), 0.008))
        b.add("frame", box(w - 0.06, 0.04, 0.026, (0, base - 0.14, s * z), 0.006))
        count = max(4, round((w - 0.08) / 0.075))
        _bars(b, count, w - 0.08, base - 0.12, h - 0.03, s * z, along_x=True)
    for s in (-1, 1):
        x = s * (w / 2 - 0.02)
        low = v["side"] == 0 or s < 0
        top = h - 0.06 if low else h - 0.06 - v["side"]
        b.add("frame", box(0.026, 0.05, d - 0.07, (x, top, 0), 0.008))
        b.add("frame", box(0.026, 0.04, d - 0.07, (x, base - 0.14 - (h - 0.06 - top), 0), 0.006))
        count = max(8, round((d - 0.08) / 0.08))
        drop = h - 0.06 - top
        _bars(b, count, d - 0.08, base - 0.12 - drop, top + 0.03, x, along_x=False)
    b.add("frame", box(w - 0.05, 0.022, d - 0.05, (0, base - 0.125, 0)))
    b.add("mattress", rounded(w - 0.06, 0.10, d - 0.06, 0.025, (0, base - 0.10, 0), seams="piped"), crease=60)
    if v.on("blanket"):
        quilt = rounded(w - 0.055, 0.05, 0.55 * d, 0.022, (0, base - 0.022, 0.20 * d), inner=(5, 1, 4))
        b.add("blanket", quilt, crease=75)


def _bars(b: Builder, count: int, span: float, low: float, high: float, at: float, along_x: bool) -> None:
    for i in range(count):
        along = (i + 0.5) * span / count - span / 2
        x, z = (along, at) if along_x else (at, along)
        b.add("frame", cylinder(0.0085, high - low, (x, low, z), 8))


def _cot_spots(v: Values) -> tuple[Spot, ...]:
    high = v["mattress"] + (0.028 if v.on("blanket") else 0.0)
    return (
        Spot("lie", (0.0, high, 0.02), 0.0),
        Spot("lean", (v["width"] / 2 + 0.14, 0.0, 0.0), -90.0, v["height"]),
    )


# ------------------------------------------------------------------------------------------- bunk bed
def _bunk_bed(b: Builder, v: Values) -> None:
    w, d, h = v["width"] + 0.08, v["length"] + 0.08, v["height"]
    upper = h - 0.32
    for sx in (-1, 1):
        for sz in (-1, 1):
            b.add("frame", box(0.07, h, 0.07, (sx * (w / 2 - 0.035), 0, sz * (d / 2 - 0.035)), 0.010))
    for top in (0.46, upper):
        for s in (-1, 1):
            b.add("frame", box(0.03, 0.16, d - 0.12, (s * (w / 2 - 0.035), top - 0.20, 0), 0.005))
            b.add("frame", box(w - 0.12, 0.16, 0.03, (0, top - 0.20, s * (d / 2 - 0.035)), 0.005))
            b.add("frame", box(w - 0.12, 0.10, 0.026, (0, top + 0.16, s * (d / 2 - 0.035)), 0.006))
        b.add("frame", box(w - 0.11, 0.02, d - 0.11, (0, top - 0.16, 0)))
        b.add(
            "mattress", rounded(w - 0.10, 0.14, d - 0.10, 0.04, (0, top - 0.142, 0), seams="piped"), crease=60
        )
        quilt = rounded(w - 0.09, 0.09, 0.60 * d, 0.035, (0, top - 0.065, 0.17 * d), inner=(3, 1, 3))
        b.add("blanket", quilt, crease=75)
        pillow = rounded(0.56 * w, 0.09, 0.34, 0.04, inner=(4, 1, 3), puff=0.03).turn("x", 8)
        b.add("pillows", pillow.move(0, top + 0.012, -d / 2 + 0.27), crease=80)
    for s in (-1, 1):
        z1 = d / 2 - 0.07 if s < 0 else d / 2 - 0.52
        for y in (upper + 0.10, h - 0.09):
            b.add(
                "frame",
                box(
                    0.026, 0.075, z1 + d / 2 - 0.06, (s * (w / 2 - 0.035), y, (z1 - d / 2 + 0.05) / 2), 0.006
                ),
            )
    _ladder(b, w / 2 + 0.012, d / 2 - 0.30, h - 0.02)


def _ladder(b: Builder, x: float, z: float, h: float) -> None:
    for s in (-1, 1):
        b.add("frame", box(0.03, h, 0.05, (x, 0, z + s * 0.19), 0.006))
    count = round(h / 0.27)
    for i in range(count):
        y = (i + 1) * h / (count + 1)
        b.add("frame", bar((x, y, z - 0.175), (x, y, z + 0.175), 0.016))


def _bunk_bed_spots(v: Values) -> tuple[Spot, ...]:
    upper = v["height"] - 0.32
    edge = v["width"] / 2 - 0.14
    low = Spot("lie", (0.0, 0.485, 0.04), 0.0)
    return (low, Spot("lie", (0.0, upper + 0.025, 0.04), 0.0), Spot("sit", (edge, 0.0, -0.30), 90.0, 0.46))


PIECES = (
    Piece(
        "bedside_table",
        "Bedside table",
        "bedroom",
        (
            Param("width", "Width", 0.45, 0.28, 0.7),
            Param("height", "Height", 0.55, 0.35, 0.8),
            Param("depth", "Depth", 0.40, 0.25, 0.6),
            Choice("kind", "Kind", "drawers", ("drawers", "open", "door")),
        ),
        {"body": WALNUT, "drawers": (0.46, 0.32, 0.22), "knobs": (0.70, 0.58, 0.34)},
        "prop",
        "chest of drawers",
        "bedside table",
        (0.45, 0.55, 0.415),
        _bedside,
        tags=("nightstand", "night table", "side table"),
    ),
    Piece(
        "chest_of_drawers",
        "Chest of drawers",
        "bedroom",
        (
            Param("width", "Width", 1.0, 0.5, 2),
            Param("height", "Height", 0.92, 0.5, 1.5),
            Param("depth", "Depth", 0.48, 0.35, 0.7),
            Param("rows", "Rows of drawers", 4, 2, 6, "count"),
            Param("open", "Drawer open", 0, 0, 1, ""),
        ),
        {"body": OAK, "drawers": (0.66, 0.49, 0.32), "knobs": (0.30, 0.24, 0.18)},
        "prop",
        "chest of drawers",
        "chest of drawers",
        (1.02, 0.92, 0.516),
        _chest,
        _chest_spots,
        tags=("dresser", "drawers", "commode", "bureau", "tallboy"),
    ),
    Piece(
        "dressing_table",
        "Dressing table",
        "bedroom",
        (
            Param("width", "Width", 1.1, 0.7, 1.8),
            Param("height", "Height", 0.75, 0.6, 0.9),
            Param("depth", "Depth", 0.45, 0.35, 0.7),
            Param("mirror", "Height of the mirror", 0.65, 0.4, 1.0),
        ),
        {
            "body": (0.84, 0.82, 0.77),
            "drawers": (0.86, 0.84, 0.79),
            "knobs": (0.70, 0.58, 0.34),
            "glass": (0.72, 0.78, 0.80),
        },
        "prop",
        "desk",
        "dressing table with a mirror",
        (1.1, 1.41, 0.459),
        _dressing_table,
        _chest_spots,
        tags=("vanity", "make-up", "mirror", "dresser"),
    ),
    Piece(
        "cot",
        "Cot",
        "bedroom",
        (
            Param("width", "Width", 0.68, 0.5, 0.9),
            Param("length", "Length", 1.26, 0.9, 1.6),
            Param("height", "Height", 0.92, 0.7, 1.2),
            Param("mattress", "Top of mattress", 0.44, 0.3, 0.6),
            Param("side", "Side lowered", 0, 0, 0.25),
            Switch("blanket", "Blanket", True),
        ),
        {"frame": WHITE, "mattress": (0.90, 0.89, 0.86), "blanket": (0.66, 0.74, 0.80)},
        "prop",
        "cradle",
        "cot with bars",
        (0.68, 0.94, 1.26),
        _cot,
        _cot_spots,
        tags=("crib", "cradle", "baby", "nursery", "child"),
    ),
    Piece(
        "bunk_bed",
        "Bunk bed",
        "bedroom",
        (
            Param("width", "Mattress width", 0.90, 0.7, 1.4),
            Param("length", "Mattress length", 2.0, 1.6, 2.2),
            Param("height", "Height", 1.72, 1.55, 2.1),
        ),
        {
            "frame": PINE,
            "mattress": (0.88, 0.87, 0.84),
            "blanket": (0.42, 0.50, 0.58),
            "pillows": (0.91, 0.90, 0.87),
        },
        "prop",
        "bed",
        "wooden bunk bed",
        (1.007, 1.72, 2.08),
        _bunk_bed,
        _bunk_bed_spots,
        tags=("bunk", "barracks", "dormitory", "children", "prison", "hostel"),
    ),
)
