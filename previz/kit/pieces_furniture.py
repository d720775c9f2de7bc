"""Table, bed, wardrobe, bookshelf, rug, picture."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Shape, join
from previz.kit.solids import box, cylinder, lathe, leg, prism, rounded, slab

OAK = (0.62, 0.45, 0.29)
WALNUT = (0.42, 0.29, 0.20)
CLOTH = (0.42, 0.46, 0.45)


def _table(b: Builder, v: Values) -> None:
    w, d, h, top = v["width"], v["depth"], v["height"], 0.032
    round_top = v.word("shape") == "round"
    if round_top:
        b.add("top", cylinder(0.5, top, segments=48, bevel=0.008).scale(w, 1, d).move(y=h - top))
        _pedestal(b, min(w, d), h - top)
        return
    plan = polygon.round_corners(polygon.rectangle(-w / 2, -d / 2, w / 2, d / 2), 0.02, 3)
    b.add("top", slab(plan, top, 0.006, h - top))
    thick, inset = v["leg"], 0.035 + v["leg"] / 2
    x, z, rail = w / 2 - inset, d / 2 - inset, min(0.09, 0.14 * h)
    for sx in (-1, 1):
        for sz in (-1, 1):
            b.add("legs", leg(thick, h - top + 0.002, thick, 0.68, (sx * x, 0, sz * z), 0.004))
        b.add("rails", box(0.022, rail, 2 * z - 0.5 * thick, (sx * x, h - top - rail, 0)))
    for sz in (-1, 1):
        b.add("rails", box(2 * x - 0.5 * thick, rail, 0.022, (0, h - top - rail, sz * z)))


def _pedestal(b: Builder, across: float, height: float) -> None:
    r = across * 0.055
    profile = [
        (r * 1.7, 0.10),
        (r * 1.9, 0.13),
        (r, 0.22),
        (r * 0.8, 0.45 * height),
        (r, height - 0.12),
        (r * 1.5, height - 0.05),
        (across * 0.24, height - 0.022),
        (across * 0.24, height),
    ]
    b.add("legs", lathe(profile, 24))
    foot = [
        (0, 0.09),
        (0, 0.17),
        (0.12 * across, 0.15),
        (0.30 * across, 0.05),
        (0.34 * across, 0.045),
        (0.34 * across, 0.0),
        (0.28 * across, 0.0),
        (0.10 * across, 0.07),
    ]
    for i in range(4):
        b.add("legs", prism(foot, 0.05, 0.008).turn("y", 45 + 90 * i))


def _table_spots(v: Values) -> tuple[Spot, ...]:
    reach = v["depth"] / 2 + 0.18
    return (
        Spot("lean", (0.0, 0.0, reach), 180.0, v["height"]),
        Spot("lean", (0.0, 0.0, -reach), 0.0, v["height"]),
    )


# ------------------------------------------------------------------------------------------------- bed
def _bed(b: Builder, v: Values) -> None:
    w, d, top = v["width"], v["length"], v["height"]
    frame_w, head = w + 0.06, -d / 2 - 0.02
    for x in (-w / 2 + 0.02, w / 2 - 0.02):
        for z in (head + 0.03, d / 2 - 0.02):
            b.add("frame", leg(0.07, 0.20, 0.07, 0.75, (x, 0, z)))
    b.add("frame", box(frame_w, 0.16, d + 0.06, (0, 0.16, 0), 0.012))
    b.add("frame", box(frame_w, v["headboard"], 0.05, (0, 0, head - 0.03), 0.014))
    b.add(
        "frame", box(frame_w - 0.16, v["headboard"] - top - 0.16, 0.02, (0, top + 0.08, head + 0.002), 0.008)
    )
    thick = top - 0.30
    b.add("mattress", rounded(w, thick - 0.02, d, 0.05, (0, 0.30, 0), seams="piped"), crease=60)
    b.add("duvet", _duvet(w, d, top), crease=75)
    count = 2 if w >= 1.3 else 1
    each = w / count
    for i in range(count):
        x = (i + 0.5) * each - w / 2
        pillow = rounded(min(0.72, each - 0.08), 0.10, 0.46, 0.045, inner=(6, 1, 4), seams="none", puff=0.05)
        b.add("pillows", pillow.turn("x", 14).move(x, top + 0.015, -d / 2 + 0.30), crease=80)


def _duvet(w: float, d: float, top: float) -> Shape:
    """A quilt over the lower part of the bed; its fold lies across the chest."""
    long = 0.66 * d
    quilt = rounded(w + 0.07, 0.24, long, 0.055, inner=(10, 1, 10), seams="none")
    p = quilt.points.copy()
    upper = np.clip(p[:, 1] / 0.24, 0, 1)
    p[:, 1] += (
        upper * 0.010 * (np.sin(5.1 * p[:, 0] + 2.3 * p[:, 2]) + np.sin(3.7 * p[:, 2] - 4.4 * p[:, 0] + 1))
    )
    p[:, 2] += 0.010 * np.sin(7 * p[:, 0]) * (p[:, 2] < 0)
    fold = rounded(w + 0.09, 0.075, 0.30, 0.036, inner=(8, 1, 2), seams="none")
    q = fold.points.copy()
    q[:, 2] += 0.012 * np.sin(6 * q[:, 0] + 0.6)
    body = quilt.bend(p).move(0, top - 0.215, d / 2 - long / 2 + 0.035)
    return join(body, fold.bend(q).move(0, top - 0.030, d / 2 - long + 0.07))


def _bed_spots(v: Values) -> tuple[Spot, ...]:
    w, d, top = v["width"], v["length"], v["height"]
    places = (-w / 4, w / 4) if w >= 1.3 else (0.0,)
    lie = tuple(Spot("lie", (x, top + 0.025, 0.02 * d), 0.0) for x in places)
    edge = w / 2 - 0.12
    return (
        *lie,
        Spot("sit", (edge, 0.0, 0.02 * d), 90.0, top + 0.03),
        Spot("sit", (-edge, 0.0, 0.02 * d), -90.0, top + 0.03),
    )


# --------------------------------------------------------------------------------------------- storage
def cupboard_door(b: Builder, part: str, width: float, height: float, style: str = "panelled") -> None:
    """Door or drawer front 20 mm thick, its back at z = 0, standing on the middle of its lower edge."""
    outline = polygon.rectangle(-width / 2, 0, width / 2, height)
    rim = min(0.075, 0.3 * width, 0.3 * height)
    if style == "plain" or min(width, height) < 0.16:
        b.add(part, box(width, height, 0.02, (0, 0, 0.01), 0.003))
        return
    b.add(part, prism(outline, 0.02, 0.003, [polygon.offset(outline, rim)]).move(z=0.01))
    b.add(part, box(width - 2 * rim + 0.004, height - 2 * rim + 0.004, 0.010, (0, rim - 0.002, 0.006)))


def _wardrobe(b: Builder, v: Values) -> None:
    w, h, d, doors = v["width"], v["height"], v["depth"], v.count("doors")
    plinth, crown, drawer = 0.08, 0.06, 0.24
    b.add("body", box(w - 0.05, plinth, d - 0.05, (0, 0, 0.0)))
    b.add("body", box(w - 0.03, h - plinth - crown, d - 0.06, (0, plinth, -0.02), 0.004))
    b.add("body", box(w - 0.016, 0.032, d - 0.016, (0, h - crown - 0.002, 0), 0.006))
    b.add("body", box(w, 0.034, d, (0, h - 0.034, 0), 0.006))
    each = (w - 0.05) / doors
    front = d / 2 - 0.05
    for i in range(doors):
        x = (i + 0.5) * each - (w - 0.05) / 2
        low = plinth + 0.012
        cupboard_door(b.placed(x, low, front), "doors", each - 0.006, drawer)
        b.add("knobs", _knob().move(x, low + drawer / 2, front + 0.02))
        tall = h - crown - low - drawer - 0.024
        cupboard_door(b.placed(x, low + drawer + 0.006, front), "doors", each - 0.006, tall)
        inward = -1 if i >= doors / 2 else 1
        b.add("knobs", _knob().move(x + inward * (each / 2 - 0.04), low + drawer + 0.5 * tall, front + 0.02))


def _knob() -> Shape:
    return lathe([(0.007, 0), (0.007, 0.012), (0.015, 0.018), (0.015, 0.024), (0.008, 0.029)], 12).turn(
        "x", 90
    )


def _bookshelf(b: Builder, v: Values) -> None:
    w, h, d, count = v["width"], v["height"], v["depth"], v.count("shelves")
    t = 0.024
    for side in (-1, 1):
        b.add("frame", box(t, h, d, (side * (w - t) / 2, 0, 0), 0.003))
    b.add("frame", box(w - t, h - 0.06, 0.012, (0, 0.05, -d / 2 + 0.007)))
    b.add("frame", box(w - 2 * t + 0.004, 0.06, 0.018, (0, 0, d / 2 - 0.03)))
    gap = (h - 0.06 - t) / count
    rng = np.random.default_rng(v.count("seed"))
    for i in range(count + 1):
        y = 0.06 + i * gap
        b.add(
            "frame",
            box(w - 2 * t + 0.004, t, d - 0.02, (0, y - (0.002 if i == count else 0), 0.006), 0.002),
        )
        if i < count:
            _books(b.placed(0, y + t, 0), rng, w - 2 * t - 0.012, gap - t - 0.02, d, v["books"])


def _books(
    b: Builder, rng: np.random.Generator, width: float, room: float, depth: float, share: float
) -> None:
    x, end = -width / 2, -width / 2 + width * min(1.0, share * float(rng.uniform(0.9, 1.2)))
    back = -depth / 2 + 0.022
    while x < end:
        thick = float(rng.uniform(0.018, 0.052))
        if x + thick > min(end, width / 2):
            break
        tall = float(np.clip(rng.normal(0.235, 0.028), 0.16, 0.32)) * min(1.0, room / 0.27)
        deep = min(float(rng.uniform(0.14, 0.19)), depth - 0.05)
        part = f"books {int(rng.integers(1, 6))}"
        z = back + 0.02 + float(rng.uniform(0, 0.02)) + deep / 2
        b.add(part, box(thick - 0.0012, min(tall, room), deep, (x + thick / 2, 0.0003, z)))
        x += thick
        if rng.random() < 0.03:
            x += float(rng.uniform(0.03, 0.12))
    left = width / 2 - x
    if left > 0.20 and room > 0.16:
        _pile(b, rng, x + left / 2, back + 0.11, min(0.24, left - 0.03))


def _pile(b: Builder, rng: np.random.Generator, x: float, z: float, size: float) -> None:
    y = 0.0003
    for _ in range(int(rng.integers(2, 5))):
        thick = float(rng.uniform(0.018, 0.04))
        wide = size * float(rng.uniform(0.75, 0.95))
        volume = box(wide, thick - 0.001, 0.15).turn("y", float(rng.uniform(-6, 6)))
        b.add(f"books {int(rng.integers(1, 6))}", volume.move(x, y, z))
        y += thick


# ------------------------------------------------------------------------------------------ rug, picture
def _rug(b: Builder, v: Values) -> None:
    w, d, t = v["width"], v["depth"], 0.012
    if v.word("shape") == "round":
        b.add("border", cylinder(0.5, t - 0.003, segments=48, bevel=0.003).scale(w, 1, d))
        b.add("field", cylinder(0.43, t - 0.003, (0, 0.003, 0), segments=48, bevel=0.002).scale(w, 1, d))
        return
    edge = min(0.18, 0.14 * min(w, d))
    outline = polygon.rectangle(-w / 2, -d / 2, w / 2, d / 2)
    inner = polygon.offset(outline, edge)
    b.add("border", slab(outline, t - 0.003, 0.003))
    b.add("field", slab(inner, t - 0.003, 0.002, 0.003))
    b.add("line", slab(polygon.offset(outline, 1.7 * edge), t - 0.004, 0.001, 0.006))
    b.add("field", slab(polygon.offset(outline, 1.9 * edge), t - 0.005, 0.001, 0.009))


def _picture(b: Builder, v: Values) -> None:
    w, h, rim = v["width"], v["height"], v["frame"]
    outline = polygon.rectangle(-w / 2, -h / 2, w / 2, h / 2)
    inner = polygon.offset(outline, rim)
    up = b.placed(0, v["rise"], 0)
    up.add("frame", prism(outline, 0.028, 0.008, [inner]).move(z=0.014))
    mount = 0.22 * min(w, h) if v.on("mount") else 0.0
    x, y = w / 2 - rim, h / 2 - rim
    up.add("mount" if mount else "image", box(2 * x + 0.004, 2 * y + 0.004, 0.012, (0, -y - 0.002, 0.008)))
    if mount:
        mount = min(mount, 0.6 * x, 0.6 * y)
        x, y = x - mount, y - mount
        up.add("image", box(2 * x, 2 * y, 0.004, (0, -y, 0.013)))
    hills = polygon.curve(
        [(-x, -0.15 * y), (-0.5 * x, 0.22 * y), (0.05 * x, -0.2 * y), (0.55 * x, 0.05 * y), (x, -0.3 * y)]
    )
    land = np.concatenate([[[-x, -y], [x, -y]], hills[::-1]])
    up.add("land", prism(land, 0.002).move(z=0.018 if mount else 0.015))


PIECES = (
    Piece(
        "table",
        "Table",
        "furniture",
        (
            Param("width", "Width", 1.4, 0.4, 5),
            Param("depth", "Depth", 0.8, 0.3, 2.5),
            Param("height", "Height", 0.75, 0.3, 1.2),
            Param("leg", "Leg", 0.06, 0.03, 0.14),
            Choice("shape", "Top", "oblong", ("oblong", "round")),
        ),
        {"top": OAK, "rails": (0.54, 0.38, 0.24), "legs": (0.54, 0.38, 0.24)},
        "prop",
        "table",
        "wooden table",
        (1.4, 0.75, 0.8),
        _table,
        _table_spots,
    ),
    Piece(
        "bed",
        "Bed",
        "furniture",
        (
            Param("width", "Mattress width", 1.6, 0.7, 2.2),
            Param("length", "Mattress length", 2.0, 1.2, 2.3),
            Param("height", "Top of mattress", 0.52, 0.36, 0.8),
            Param("headboard", "Headboard", 1.05, 0.7, 1.6),
        ),
        {
            "frame": WALNUT,
            "mattress": (0.88, 0.87, 0.84),
            "duvet": (0.62, 0.66, 0.70),
            "pillows": (0.91, 0.90, 0.87),
        },
        "prop",
        "bed",
        "bed with duvet and pillows",
        (1.69, 1.05, 2.12),
        _bed,
        _bed_spots,
    ),
    Piece(
        "wardrobe",
        "Wardrobe",
        "furniture",
        (
            Param("width", "Width", 1.2, 0.5, 4),
            Param("height", "Height", 2.0, 1.2, 3),
            Param("depth", "Depth", 0.60, 0.3, 0.9),
            Param("doors", "Doors", 2, 1, 6, "count"),
        ),
        {"body": WALNUT, "doors": (0.46, 0.32, 0.22), "knobs": (0.70, 0.58, 0.34)},
        "prop",
        "wardrobe",
        "wooden wardrobe",
        (1.2, 2.0, 0.6),
        _wardrobe,
    ),
    Piece(
        "bookshelf",
        "Bookshelf",
        "furniture",
        (
            Param("width", "Width", 0.9, 0.4, 2),
            Param("height", "Height", 1.95, 0.5, 3),
            Param("depth", "Depth", 0.30, 0.22, 0.5),
            Param("shelves", "Shelves", 5, 1, 8, "count"),
            Param("books", "Books", 0.9, 0, 1, ""),
            Param("seed", "Arrangement", 1, 0, 9999, "count"),
        ),
        {
            "frame": (0.46, 0.33, 0.22),
            "books 1": (0.50, 0.22, 0.18),
            "books 2": (0.24, 0.32, 0.40),
            "books 3": (0.74, 0.68, 0.54),
            "books 4": (0.30, 0.36, 0.26),
            "books 5": (0.20, 0.19, 0.19),
        },
        "prop",
        "bookcase",
        "bookshelf full of books",
        (0.9, 1.95, 0.3),
        _bookshelf,
    ),
    Piece(
        "rug",
        "Rug",
        "furniture",
        (
            Param("width", "Width", 2.3, 0.4, 8),
            Param("depth", "Depth", 1.6, 0.4, 8),
            Choice("shape", "Shape", "oblong", ("oblong", "round")),
        ),
        {"border": (0.40, 0.20, 0.18), "field": (0.58, 0.33, 0.28), "line": (0.80, 0.70, 0.54)},
        "prop",
        "rug",
        "woven rug",
        (2.3, 0.016, 1.6),
        _rug,
    ),
    Piece(
        "picture",
        "Picture",
        "furniture",
        (
            Param("width", "Width", 0.7, 0.1, 3),
            Param("height", "Height", 0.5, 0.1, 3),
            Param("frame", "Frame", 0.035, 0.01, 0.1),
            Param("rise", "Middle above floor", 1.55, 0.06, 5),
            Switch("mount", "Mount", True),
        ),
        {
            "frame": (0.30, 0.22, 0.15),
            "mount": (0.90, 0.88, 0.82),
            "image": (0.62, 0.66, 0.66),
            "land": (0.36, 0.40, 0.34),
        },
        "prop",
        "painting",
        "framed picture",
        (0.7, 0.5, 0.028),
        _picture,
    ),
)
