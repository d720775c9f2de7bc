"""Office furniture: desk, chair on castors, filing cabinet, reception desk, meeting table, whiteboard."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import (
    BLACK,
    GREY,
    OAK,
    STEEL,
    WALNUT,
    WHITE,
    bar,
    bent,
    castor,
    cushion,
    drawer,
    oblong,
    pad,
    star,
)
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.solids import box, cylinder, prism, rounded, slab


# ----------------------------------------------------------------------------------------------- desk
def _desk(b: Builder, v: Values) -> None:
    w, h, d, kind = v["width"], v["height"], v["depth"], v.word("kind")
    top = 0.028 if kind == "frame" else 0.034
    b.add("top", slab(oblong(w, d, 0.012, 2), top, 0.005, h - top))
    if kind == "frame":
        for s in (-1, 1):
            x = s * (w / 2 - 0.06)
            b.add("frame", box(0.05, h - top + 0.001, 0.03, (x, 0.0, -d / 2 + 0.06), 0.004))
            b.add("frame", box(0.05, h - top + 0.001, 0.03, (x, 0.0, d / 2 - 0.06), 0.004))
            b.add("frame", box(0.046, 0.03, d - 0.10, (x, h - top - 0.031, 0), 0.003))
        b.add("frame", box(w - 0.14, 0.04, 0.025, (0, h - top - 0.045, -d / 2 + 0.06), 0.003))
        _pedestal(b.placed(w / 2 - 0.30, 0, -0.01), 0.40, h - top - 0.08, d - 0.12, 0.035)
        return
    wide = min(0.44, 0.34 * w)
    sides = (-1, 1) if kind == "double" else (1,)
    for s in sides:
        _pedestal(b.placed(s * (w / 2 - wide / 2 - 0.02), 0, -0.005), wide, h - top, d - 0.05, 0.05)
    if kind == "single":
        b.add("frame", box(0.034, h - top + 0.001, d - 0.06, (-w / 2 + 0.037, 0, 0), 0.003))
    left = -w / 2 + (wide + 0.02 if kind == "double" else 0.05)
    right = w / 2 - wide - 0.02
    middle = (left + right) / 2
    b.add("frame", box(right - left + 0.01, 0.5 * h, 0.018, (middle, h - top - 0.5 * h, -d / 2 + 0.09)))
    if kind == "double":
        span = right - left - 0.006
        b.add("frame", box(span, 0.09, d - 0.16, (middle, h - top - 0.089, -0.03)))
        drawer(b.placed(middle, h - top - 0.088, d / 2 - 0.112), "frame", "handles", span - 0.006, 0.084)


def _pedestal(b: Builder, w: float, h: float, d: float, foot: float) -> None:
    b.add("frame", box(w, h - foot + 0.001, d - 0.022, (0, foot, -0.011), 0.003))
    b.add("frame", box(w - 0.03, foot + 0.002, d - 0.06, (0, 0, -0.012)))
    heights = (0.26, 0.26, 0.48)
    y = h
    for share in heights:
        tall = share * (h - foot)
        y -= tall
        drawer(b.placed(0, y + 0.002, d / 2 - 0.022), "frame", "handles", w - 0.006, tall - 0.004)


def _desk_spots(v: Values) -> tuple[Spot, ...]:
    z = v["depth"] / 2
    return (Spot("lean", (0.0, 0.0, z + 0.10), 0.0, v["height"]), Spot("stand", (0.0, 0.0, -z - 0.30), 0.0))


# --------------------------------------------------------------------------------------- office chair
def _office_chair(b: Builder, v: Values) -> None:
    seat, back, w = v["seat"], v["back"], v["width"]
    star(b, "base", "castors", 0.33, 0.15)
    b.add("base", cylinder(0.026, seat - 0.24, (0, 0.13, 0), 16))
    b.add("base", box(0.20, 0.045, 0.26, (0, seat - 0.13, -0.01), 0.010))
    soft = cushion(w, 0.075, 0.48, 0.034, 0.008).move(0, seat - 0.083, 0.01)
    b.add("cloth", soft, crease=60)
    rise = seat + 0.12
    spine = [(-0.06, seat - 0.115), (-0.235, seat - 0.115), (-0.275, rise), (-0.30, rise + 0.16)]
    path = [(0.0, y, z) for z, y in spine]
    b.add("base", bent(path, 0.017, 0.08, 10, 4).scale(x=1.9), crease=60)
    tall = back - rise
    b.add("cloth", pad(w - 0.02, tall, 0.07, 0.034, 7).move(0, rise, -0.225), crease=60)
    if v.on("arms"):
        for s in (-1, 1):
            x = s * (w / 2 + 0.035)
            loop = [(s * 0.12, seat - 0.11, 0.02), (x, seat - 0.11, 0.02), (x, seat + 0.19, 0.0)]
            b.add("base", bent(loop, 0.015, 0.05, 8, 3), crease=60)
            b.add("base", rounded(0.075, 0.03, 0.26, 0.014, (x, seat + 0.185, 0.02)), crease=60)


def _office_chair_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("sit", (0.0, 0.0, -0.08), 0.0, v["seat"]),)


# ------------------------------------------------------------------------------------- filing cabinet
def _filing_cabinet(b: Builder, v: Values) -> None:
    w, h, d, count = v["width"], v["height"], v["depth"], v.count("drawers")
    front = d / 2 - 0.022
    b.add("body", box(w, h - 0.03, d - 0.022, (0, 0.03, -0.011), 0.004))
    b.add("black", box(w - 0.04, 0.032, d - 0.07, (0, 0, -0.01)))
    each = (h - 0.055) / count
    for i in range(count):
        out = v["open"] * 0.75 * (d - 0.10) if i == count - 1 else 0.0
        place = b.placed(0, 0.042 + i * each, front + 0.001)
        drawer(place, "body", "handles", w - 0.024, each - 0.010, "none", out)
        place.add("handles", box(0.13, 0.014, 0.024, (0, 0.62 * each, out + 0.020), 0.004))
        place.add("label", box(0.09, 0.04, 0.004, (0, 0.70 * each, out + 0.0195)))
        if out > 0.08:
            _files(place, w - 0.10, each, out)
    b.add(
        "handles",
        cylinder(0.009, 0.006, segments=12).turn("x", 90).move(w / 2 - 0.04, h - 0.03, front + 0.018),
    )


def _files(b: Builder, w: float, each: float, out: float) -> None:
    for i in range(max(1, int((out - 0.05) / 0.05))):
        z = 0.03 + 0.05 * i
        b.add("label", box(w, 0.62 * each, 0.012, (0, 0.19 * each, z)))
        b.add("label", box(0.09, 0.05, 0.010, ((i % 3 - 1) * 0.28 * w, 0.80 * each, z)))


# ----------------------------------------------------------------------- reception desk, meeting table
def _reception(b: Builder, v: Values) -> None:
    w, h, d, bow = v["width"], v["height"], v["depth"], v["bow"]
    n = 13
    u = np.linspace(-1, 1, n)
    front = np.stack([u * w / 2, d / 2 - bow * u**2], 1)
    rear = np.stack([u[::-1] * (w / 2), d / 2 - bow * u[::-1] ** 2 - 0.06], 1)
    low = np.concatenate([front, rear])
    b.add("front", slab(low, h - 0.131, 0.0, 0.10), crease=25)
    b.add(
        "plinth",
        slab(np.concatenate([front * [0.98, 1] - [0, 0.02], rear * [0.98, 1] + [0, 0.004]]), 0.102, 0.0, 0.0),
    )
    ledge = np.concatenate([front + np.array([0, 0.03]), rear - np.array([0, 0.24])])
    b.add("top", slab(ledge, 0.032, 0.008, h - 0.032), crease=25)
    shape = np.concatenate([front - [0, 0.061], np.array([[w / 2, -d / 2 - bow], [-w / 2, -d / 2 - bow]])])
    b.add("top", slab(shape, 0.028, 0.005, 0.72), crease=25)
    for s in (-1, 1):
        z0, z1 = -d / 2 - bow + 0.02, d / 2 - bow - 0.04
        b.add("front", box(0.03, 0.7205, z1 - z0, (s * (w / 2 - 0.03), 0, (z0 + z1) / 2), 0.003))
    for share in (0.36, 0.64):
        line = np.concatenate([front + np.array([0, 0.0035]), rear + np.array([0, 0.05])])
        b.add("trim", slab(line * [0.998, 1], 0.012, 0.0, 0.10 + share * (h - 0.13)), crease=25)


def _reception_spots(v: Values) -> tuple[Spot, ...]:
    z = v["depth"] / 2
    return (
        Spot("lean", (0.3, 0.0, z + 0.14), 180.0, v["height"]),
        Spot("stand", (-0.3, 0.0, z + 0.40), 180.0),
        Spot("stand", (0.0, 0.0, -z - v["bow"] - 0.30), 0.0),
    )


def _meeting_table(b: Builder, v: Values) -> None:
    w, h, d = v["width"], v["height"], v["depth"]
    u = np.linspace(-1, 1, 15)
    half = d / 2 * (1 - 0.16 * u**2)
    boat = np.concatenate([np.stack([u * w / 2, half], 1), np.stack([u[::-1] * w / 2, -half[::-1]], 1)])
    shape = boat if v.word("shape") == "boat" else oblong(w, d, 0.03)
    b.add("top", slab(shape, 0.035, 0.009, h - 0.035), crease=25)
    count = max(2, round(w / 1.7))
    for i in range(count):
        x = (i - (count - 1) / 2) * (w - 1.0) / max(1, count - 1)
        b.add(
            "base",
            box(0.09, h - 0.034, 0.42 * d, (x, 0.0, 0), 0.008),
            box(0.34, 0.04, 0.62 * d, (x, -0.0003, 0), 0.012),
        )
    span = (w - 1.0) + 0.05
    b.add("base", box(span, 0.12, 0.03, (0, h - 0.16, 0), 0.004))
    b.add("black", box(0.34, 0.006, 0.12, (0, h - 0.0045, 0), 0.001))


def _meeting_table_spots(v: Values) -> tuple[Spot, ...]:
    x, z = v["width"] / 2 + 0.12, v["depth"] / 2 + 0.12
    return (
        Spot("lean", (0.0, 0.0, z), 180.0, v["height"]),
        Spot("lean", (0.0, 0.0, -z), 0.0, v["height"]),
        Spot("lean", (x, 0.0, 0.0), -90.0, v["height"]),
        Spot("lean", (-x, 0.0, 0.0), 90.0, v["height"]),
    )


# ------------------------------------------------------------------------------------------ whiteboard
def _whiteboard(b: Builder, v: Values) -> None:
    w, h, rise = v["width"], v["height"], v["rise"]
    up = b.placed(y=rise)
    stand = v.word("kind") == "stand"
    frame = polygon.rectangle(-w / 2, 0, w / 2, h)
    up.add("frame", prism(frame, 0.024, 0.004, [polygon.offset(frame, 0.018)]).move(z=0.012))
    up.add("board", box(w - 0.03, h - 0.03, 0.012, (0, 0.015, 0.011)))
    up.add("frame", box(0.70 * w, 0.012, 0.075, (0, -0.006, 0.055), 0.003))
    for i, part in enumerate(("pen", "pen", "frame")):
        pen = cylinder(0.008, 0.13, segments=10, bevel=0.002).turn("z", 90)
        up.add(part, pen.move(-0.1 + 0.18 * i, 0.014, 0.065))
    if v.on("writing"):
        for i, (x0, x1) in enumerate(((-0.40, 0.10), (-0.40, -0.05), (-0.36, 0.02), (-0.36, -0.12))):
            y = (0.82 - 0.13 * i) * h
            up.add("pen", box((x1 - x0) * w, 0.012, 0.001, ((x0 + x1) / 2 * w, y, 0.0172)))
        circle = np.asarray(oblong(0.24 * h, 0.24 * h, 0.119 * h, 8))
        for y in (0.62, 0.24):
            up.add(
                "pen", prism(circle, 0.001, 0, [polygon.offset(circle, 0.012)]).move(0.30 * w, y * h, 0.0175)
            )
        up.add("pen", box(0.012, 0.13 * h, 0.001, (0.30 * w, 0.365 * h, 0.0172)))
    if not stand:
        return
    for s in (-1, 1):
        x = s * (w / 2 + 0.02)
        b.add("frame", box(0.03, rise + 0.62 * h - 0.09, 0.03, (x, 0.09, 0.012), 0.004))
        b.add("frame", box(0.035, 0.035, 0.56, (x, 0.065, 0.012), 0.006))
        b.add("frame", bar((s * (w / 2 - 0.01), rise + 0.5 * h, 0.012), (x, rise + 0.5 * h, 0.012), 0.011))
        for z in (-0.235, 0.26):
            b.add("black", castor(0.028).move(x, 0, z), crease=60)
    b.add("frame", box(w + 0.04, 0.03, 0.022, (0, 0.20, 0.012), 0.004))


PIECES = (
    Piece(
        "desk",
        "Desk",
        "office",
        (
            Param("width", "Width", 1.5, 0.8, 2.6),
            Param("height", "Height", 0.74, 0.6, 1.2),
            Param("depth", "Depth", 0.75, 0.45, 1.2),
            Choice("kind", "Kind", "frame", ("frame", "single", "double")),
        ),
        {"top": OAK, "frame": (0.30, 0.31, 0.33), "handles": STEEL},
        "prop",
        "desk",
        "office desk",
        (1.5, 0.74, 0.75),
        _desk,
        _desk_spots,
        tags=("table", "writing desk", "bureau", "executive", "detective", "workplace"),
    ),
    Piece(
        "office_chair",
        "Office chair",
        "office",
        (
            Param("width", "Seat width", 0.48, 0.4, 0.6),
            Param("seat", "Seat height", 0.47, 0.4, 0.6),
            Param("back", "Height", 0.98, 0.85, 1.35),
            Switch("arms", "Arms", True),
        ),
        {"cloth": (0.22, 0.25, 0.29), "base": BLACK, "castors": (0.17, 0.17, 0.18)},
        "prop",
        "swivel chair",
        "office chair on castors",
        (0.625, 0.98, 0.638),
        _office_chair,
        _office_chair_spots,
        tags=("swivel", "desk chair", "task chair", "castors"),
    ),
    Piece(
        "filing_cabinet",
        "Filing cabinet",
        "office",
        (
            Param("width", "Width", 0.47, 0.35, 1.2),
            Param("height", "Height", 1.32, 0.5, 1.8),
            Param("depth", "Depth", 0.62, 0.4, 0.8),
            Param("drawers", "Drawers", 4, 1, 5, "count"),
            Param("open", "Top drawer open", 0, 0, 1, ""),
        ),
        {"body": (0.46, 0.50, 0.48), "handles": STEEL, "label": (0.86, 0.83, 0.74), "black": BLACK},
        "prop",
        "cabinet",
        "steel filing cabinet",
        (0.47, 1.32, 0.632),
        _filing_cabinet,
        tags=("files", "archive", "drawers", "detective", "police"),
    ),
    Piece(
        "reception_desk",
        "Reception desk",
        "office",
        (
            Param("width", "Length", 2.4, 1.2, 6),
            Param("height", "Height", 1.1, 0.95, 1.3),
            Param("depth", "Depth", 0.8, 0.6, 1.2),
            Param("bow", "Bow of the front", 0.2, 0, 0.6),
        ),
        {
            "front": WALNUT,
            "plinth": (0.15, 0.15, 0.16),
            "top": (0.82, 0.80, 0.76),
            "trim": (0.70, 0.60, 0.38),
        },
        "set",
        "counter",
        "reception desk",
        (2.4, 1.1, 1.03),
        _reception,
        _reception_spots,
        tags=("counter", "hotel", "front desk", "lobby", "nurse station", "check-in"),
    ),
    Piece(
        "meeting_table",
        "Meeting table",
        "office",
        (
            Param("width", "Length", 3.2, 1.6, 8),
            Param("height", "Height", 0.74, 0.65, 0.8),
            Param("depth", "Width", 1.3, 0.8, 2.2),
            Choice("shape", "Top", "boat", ("boat", "oblong")),
        ),
        {"top": WALNUT, "base": GREY, "black": BLACK},
        "prop",
        "table",
        "long meeting table",
        (3.2, 0.74, 1.3),
        _meeting_table,
        _meeting_table_spots,
        tags=("conference", "boardroom", "board table"),
    ),
    Piece(
        "whiteboard",
        "Whiteboard",
        "office",
        (
            Param("width", "Width", 1.8, 0.5, 4),
            Param("height", "Height", 1.2, 0.4, 1.5),
            Param("rise", "Lower edge above floor", 0.85, 0.4, 2),
            Choice("kind", "Kind", "stand", ("stand", "wall")),
            Switch("writing", "Writing", True),
        ),
        {"board": WHITE, "frame": STEEL, "pen": (0.16, 0.24, 0.44), "black": BLACK},
        "prop",
        "bulletin board",
        "whiteboard",
        (1.875, 2.05, 0.565),
        _whiteboard,
        tags=("board", "presentation", "classroom", "marker"),
    ),
)
