"""Hospital: bed, trolley, wheelchair, drip, monitor, curtain on its rail, overbed table."""

from __future__ import annotations

import math

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import BLACK, CHROME, STEEL, WHITE, bar, bent, castor, drawer
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.shape import Floats, Shape
from previz.kit.solids import box, cylinder, prism, rounded, sheet, torus, tube

_LONG, _WIDE = 2.06, 0.9
_HINGE = -0.22
"""Where the back section is hinged, along Z; the head is at −Z."""
_PALE = (0.80, 0.83, 0.83)


# ------------------------------------------------------------------------------------------- the bed
def _bed(b: Builder, v: Values) -> None:
    top = v["height"]
    deck = top - 0.14
    gurney = v.word("kind") == "trolley"
    wide = 0.66 if gurney else _WIDE
    _undercarriage(b, deck, wide, gurney)
    foot, head = _LONG / 2 - 0.07, -_LONG / 2 + 0.07
    b.add("frame", box(wide - 0.04, 0.035, foot - _HINGE, (0, deck - 0.036, (foot + _HINGE) / 2), 0.006))
    b.add("mattress", rounded(wide - 0.03, 0.14, foot - _HINGE, 0.045, (0, deck, (foot + _HINGE) / 2),
                              inner=(2, 1, 4), seams="piped"), crease=60)  # fmt: skip
    lift = v["back"]
    back = _HINGE - head
    about = (0.0, deck, _HINGE)
    plate = box(wide - 0.05, 0.035, back, (0, deck - 0.036, (_HINGE + head) / 2), 0.006)
    b.add("frame", plate.turn("x", lift, about))
    rest = rounded(
        wide - 0.03, 0.14, back + 0.02, 0.045, (0, deck, (_HINGE + head) / 2), steps=1, seams="piped"
    )
    b.add("mattress", rest.turn("x", lift, about), crease=60)
    pillow = rounded(
        0.56, 0.12, 0.36, 0.055, (0, deck + 0.125, head + 0.24), steps=1, inner=(3, 1, 2), seams="piped"
    )
    b.add("linen", pillow.turn("x", lift, about), crease=60)
    if not gurney:
        cover = rounded(wide + 0.015, 0.11, 1.06, 0.045, (0, top - 0.096, foot - 0.525), steps=1)
        b.add("cover", cover, crease=60)
        fold = rounded(wide + 0.02, 0.035, 0.24, 0.016, (0, top - 0.016, foot - 0.95), steps=1)
        b.add("linen", fold, crease=60)
        _end_boards(b, top, wide)
    if v.on("rails"):
        _side_rails(b, deck, wide, gurney)


def _undercarriage(b: Builder, deck: float, wide: float, gurney: bool) -> None:
    x, z = wide / 2 - 0.08, 0.78
    low = 0.20
    for sx in (-1, 1):
        for sz in (-1, 1):
            place = b.placed(sx * x, 0, sz * z, 30 * sz)
            place.add("wheels", castor(0.062), crease=60)
        b.add("frame", box(0.05, 0.05, 2 * z + 0.10, (sx * x, 0.15, 0), 0.006))
    b.add("frame", box(2 * x - 0.04, 0.05, 0.06, (0, 0.151, 0.5), 0.006))
    b.add("frame", box(2 * x - 0.04, 0.05, 0.06, (0, 0.151, -0.5), 0.006))
    rise = deck - 0.05
    for sz in (-1, 1):
        if gurney:
            b.add("frame", cylinder(0.045, rise - low + 0.02, (0, low - 0.02, sz * 0.5), 14))
        else:
            leg = [(sz * 0.52, low - 0.02), (sz * 0.30, rise)]
            for sx in (-1, 1):
                at = sx * (x - 0.09)
                b.add("frame", bar((at, leg[0][1], leg[0][0]), (at, leg[1][1], leg[1][0]), 0.022, 10))
    if gurney:
        b.add("frame", box(wide - 0.14, 0.03, 1.3, (0, 0.21, 0), 0.010))
    else:
        b.add("frame", box(wide - 0.22, 0.06, 0.76, (0, deck - 0.094, 0), 0.006))


def _end_boards(b: Builder, top: float, wide: float) -> None:
    for s, tall in ((-1, 0.44), (1, 0.34)):
        z = s * (_LONG / 2 - 0.02)
        outline = polygon.round_corners(
            polygon.rectangle(-wide / 2, top - 0.22, wide / 2, top - 0.22 + tall), [0.03, 0.03, 0.12, 0.12], 4
        )
        b.add("boards", prism(outline, 0.03, 0.008).move(z=z), crease=50)
        hole = polygon.round_corners(polygon.rectangle(-0.14, -0.022, 0.14, 0.022), 0.02, 3)
        b.add("frame", prism(hole, 0.036, 0.003).move(0, top - 0.29 + tall, z), crease=50)


def _side_rails(b: Builder, deck: float, wide: float, gurney: bool) -> None:
    low, high = deck + 0.02, deck + (0.34 if gurney else 0.38)
    spans = ((-0.62, 0.5),) if gurney else ((-0.80, -0.10), (0.05, 0.62))
    for s in (-1, 1):
        x = s * (wide / 2 + 0.02)
        for a, c in spans:
            path = [(x, low, a), (x, high, a + 0.05), (x, high, c - 0.05), (x, low, c)]
            b.add("rails", bent(path, 0.014, 0.07, 6, 2), crease=50)
            b.add("rails", bar((x, low, a), (x, low, c), 0.012, 8))
            b.add("rails", bar((x, (low + high) / 2, a + 0.028), (x, (low + high) / 2, c - 0.028), 0.010, 8))
            for z in (a + 0.12, c - 0.12):
                b.add("frame", bar((x, low, z), (x - s * 0.05, low - 0.05, z), 0.012, 8))


def _bed_spots(v: Values) -> tuple[Spot, ...]:
    side = 0.5 * (0.66 if v.word("kind") == "trolley" else _WIDE)
    top = v["height"]
    lie = Spot("lie", (0.0, top, -0.05), 0.0, 0.0)
    sit = tuple(Spot("sit", (s * (side - 0.2), 0.0, -0.12), 90.0 * s, top) for s in (1, -1))
    stand = tuple(Spot("stand", (s * (side + 0.45), 0.0, -0.2), -90.0 * s) for s in (1, -1))
    return (lie, *sit, *stand)


# ------------------------------------------------------------------------------------------ beside it
def _iv_stand(b: Builder, v: Values) -> None:
    h = v["height"]
    for i in range(5):
        a = 2 * math.pi * i / 5
        tip = (0.27 * math.cos(a), 0.065, 0.27 * math.sin(a))
        b.add("steel", bar((0.0, 0.095, 0.0), tip, 0.011, 8))
        b.placed(tip[0], 0, tip[2], 50.0 * i).add("wheels", castor(0.026), crease=60)
    b.add("steel", cylinder(0.03, 0.07, (0, 0.075, 0), 14, 0.006))
    b.add("steel", cylinder(0.013, 0.55 * h, (0, 0.10, 0), 12))
    b.add("steel", cylinder(0.009, h - 0.12 - 0.5 * h, (0, 0.10 + 0.5 * h, 0), 10))
    b.add("wheels", cylinder(0.020, 0.04, (0, 0.10 + 0.54 * h, 0), 12, 0.004))
    for s in (-1, 1):
        b.add(
            "steel", bent([(0, h - 0.03, 0), (s * 0.13, h - 0.03, 0), (s * 0.13, h - 0.002, 0)], 0.005, 0.02)
        )
    b.add("bag", rounded(0.11, 0.22, 0.035, 0.017, (0.13, h - 0.27, 0), steps=1), crease=60)
    b.add("label", box(0.07, 0.09, 0.004, (0.13, h - 0.20, 0.0165)))
    b.add("steel", bar((0.13, h - 0.055, 0), (0.13, h - 0.025, 0), 0.004, 6))
    drip = polygon.curve(
        [
            (0.13, h - 0.265, 0),
            (0.13, h - 0.42, 0.01),
            (0.10, h - 0.75, 0.05),
            (0.05, h - 0.9, 0.05),
            (0.02, h - 0.75, 0.025),
        ],
        4,
    )
    b.add("tube", tube(drip, 0.0035, 6), crease=80)
    b.add("bag", cylinder(0.011, 0.05, (0.13, h - 0.345, 0.003), 10, 0.004))
    if v.on("pump"):
        b.add("pump", rounded(0.13, 0.20, 0.14, 0.02, (0, 0.52 * h, 0.06), seams="faces"), crease=60)
        b.add("screen", box(0.09, 0.05, 0.006, (0, 0.52 * h + 0.12, 0.129)), glow=True)
        for i in range(6):
            b.add(
                "label",
                box(0.022, 0.014, 0.006, (-0.03 + 0.03 * (i % 3), 0.52 * h + 0.045 + 0.03 * (i // 3), 0.129)),
            )


def _patient_monitor(b: Builder, v: Values) -> None:
    y = 0.0
    if v.word("kind") == "stand":
        y = v["rise"] - 0.14
        for i in range(5):
            a = 2 * math.pi * i / 5
            tip = (0.26 * math.cos(a), 0.07, 0.26 * math.sin(a))
            b.add("steel", bar((0.0, 0.10, 0.0), tip, 0.014, 8))
            b.placed(tip[0], 0, tip[2], 50.0 * i).add("wheels", castor(0.028), crease=60)
        b.add("steel", cylinder(0.022, y - 0.085, (0, 0.09, -0.02), 14))
        b.add(
            "steel",
            bent(
                [
                    (-0.13, 0.62 * y, 0.10),
                    (-0.13, 0.62 * y, -0.02),
                    (0.13, 0.62 * y, -0.02),
                    (0.13, 0.62 * y, 0.10),
                ],
                0.007,
                0.03,
            ),
        )
        b.add("steel", box(0.18, 0.02, 0.14, (0, y, -0.02), 0.004))
        y += 0.0195
    elif v.word("kind") == "wall":
        y = v["rise"] - 0.14
        b.add("steel", box(0.12, 0.20, 0.02, (0, y + 0.04, -0.20), 0.004))
        b.add("steel", bar((0, y + 0.14, -0.19), (0, y + 0.14, -0.06), 0.02, 10))
    b.add("case", rounded(0.36, 0.28, 0.13, 0.025, (0, y, -0.02), seams="faces"), crease=60)
    b.add(
        "case",
        bent(
            [
                (-0.10, y + 0.26, -0.03),
                (-0.10, y + 0.315, -0.03),
                (0.10, y + 0.315, -0.03),
                (0.10, y + 0.26, -0.03),
            ],
            0.010,
            0.03,
        ),
    )
    b.add("screen", box(0.295, 0.20, 0.005, (0, y + 0.06, 0.044)), glow=v.on("lit"))
    for i, part in enumerate(("trace 1", "trace 2", "trace 3")):
        line = _trace(i, 0.20)
        line = line + np.array([-0.125, y + 0.215 - 0.055 * i, 0.0468])
        b.add(part, tube(line, 0.0018, 4), crease=100, glow=v.on("lit"))
        b.add(part, box(0.042, 0.026, 0.003, (0.112, y + 0.203 - 0.055 * i, 0.0465)), glow=v.on("lit"))
    for i in range(5):
        b.add("label", box(0.03, 0.016, 0.005, (-0.10 + 0.05 * i, y + 0.028, 0.0435), 0.001))


def _trace(kind: int, width: float) -> Floats:
    """(n, 3) of heart, pulse or breath over ``width`` metres."""
    beat = {
        0: [
            (0, 0),
            (0.3, 0),
            (0.38, 0.004),
            (0.46, 0),
            (0.52, -0.005),
            (0.58, 0.024),
            (0.64, -0.009),
            (0.7, 0),
            (0.86, 0.005),
        ],
        1: [(0, 0), (0.2, 0.016), (0.34, 0.012), (0.46, 0.009), (0.54, 0.012), (0.9, 0.001)],
        2: [(0, 0), (0.25, 0.008), (0.5, 0.012), (0.75, 0.004)],
    }[kind]
    points = [((i + x) * width / 4, y, 0.0) for i in range(4) for x, y in beat]
    return np.array([*points, (width, 0.0, 0.0)])


def _bed_curtain(b: Builder, v: Values) -> None:
    """A rail under the ceiling round two sides of a bed, and its curtain drawn from the far end."""
    w, d, h = v["width"], v["depth"], v["height"]
    corner = min(0.35, 0.45 * d, 0.45 * w) if d > 0.2 else 0.0
    route = (
        [(-w / 2, d / 2), (w / 2, d / 2)]
        if not corner
        else [(-w / 2, d / 2), (w / 2, d / 2), (w / 2, -d / 2)]
    )
    path = np.array(route)
    if corner:
        path = polygon.round_corners(path, [0.0, corner, 0.0], 8)
    rail = np.column_stack([path[:, 0], np.full(len(path), h), path[:, 1]])
    b.add("rail", tube(rail, 0.013, 8), crease=50)
    for x, z in (route[0], route[-1], (0.0, d / 2)):
        b.add("rail", cylinder(0.008, 0.26, (x, h, z), 8))
    drawn = 1 - 0.86 * v["open"]
    step = 0.045 if drawn > 0.4 else 0.02
    spots = _along(path, drawn, step)
    net = min(0.45, 0.25 * (h - v["clear"]))
    b.add("net", _folds(spots, h - 0.05, net), crease=30)
    b.add("cloth", _folds(spots, h - 0.05 - net, h - v["clear"] - 0.05 - net), crease=30)


def _along(path: Floats, share: float, step: float) -> Floats:
    """(n, 2) points every ``step`` metres of the last ``share`` of a path (k, 2)."""
    away = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    at = np.linspace(away[-1] * (1 - share), away[-1], max(6, int(away[-1] * share / step)))
    return np.stack([np.interp(at, away, path[:, 0]), np.interp(at, away, path[:, 1])], 1)


def _folds(spots: Floats, top: float, fall: float) -> Shape:
    """Cloth that hangs from points (n, 2) of the rail, in folds across it."""
    way = np.gradient(spots, axis=0)
    across = np.stack([-way[:, 1], way[:, 0]], 1) / np.linalg.norm(way, axis=1, keepdims=True)
    wave = np.sin(np.arange(len(spots)) * math.pi / 2)[:, None]
    flat = spots + across * 0.028 * wave
    rows = [
        np.column_stack([flat[:, 0], np.full(len(flat), top - fall * t), flat[:, 1]]) for t in (0.0, 0.5, 1.0)
    ]
    return sheet(np.array(rows), 0.005)


def _overbed_table(b: Builder, v: Values) -> None:
    """Its foot goes under the bed from +X."""
    h = v["height"]
    for s in (-1, 1):
        b.add("frame", box(0.62, 0.035, 0.05, (0.06, 0.065, s * 0.17), 0.006))
        for x in (-0.22, 0.34):
            b.placed(x, 0, s * 0.17, 40.0 * s).add("wheels", castor(0.026), crease=60)
    b.add("frame", box(0.05, 0.036, 0.30, (0.33, 0.0645, 0), 0.006))
    b.add("frame", box(0.075, h - 0.12, 0.055, (0.33, 0.095, 0), 0.008))
    b.add("frame", box(0.055, 0.03, 0.30, (0.31, h - 0.053, 0), 0.006))
    b.add("top", rounded(0.82, 0.028, 0.42, 0.013, (0, h - 0.028, 0), seams="faces"), crease=60)


def _medical_trolley(b: Builder, v: Values) -> None:
    w, h, d = v["width"], v["height"], 0.46
    for sx in (-1, 1):
        for sz in (-1, 1):
            b.placed(sx * (w / 2 - 0.06), 0, sz * (d / 2 - 0.06), 35.0).add(
                "wheels", castor(0.045), crease=60
            )
    b.add("frame", box(w, 0.05, d, (0, 0.10, 0), 0.012))
    count = v.count("drawers")
    tall = (h - 0.20) / count
    b.add("body", box(w - 0.02, h - 0.19, d - 0.03, (0, 0.145, -0.005), 0.008))
    for i in range(count):
        row = b.placed(0, 0.155 + i * tall, d / 2 - 0.021)
        drawer(row, "drawers", "steel", w - 0.05, tall - 0.014)
    b.add("frame", box(w + 0.02, 0.03, d + 0.02, (0, h - 0.046, 0), 0.010))
    z = d / 2 - 0.03
    for x in (-w / 2, w / 2):
        out = x + math.copysign(0.03, x)
        rail = [(x, h - 0.02, -z), (out, h + 0.08, -z), (out, h + 0.08, z), (x, h - 0.02, z)]
        b.add("steel", bent(rail, 0.009, 0.03), crease=50)
    b.add("supplies", rounded(0.16, 0.12, 0.12, 0.012, (-0.14, h - 0.017, 0.02), seams="faces"))
    b.add("supplies", cylinder(0.035, 0.15, (0.06, h - 0.017, -0.06), 14, 0.005))
    b.add("steel", rounded(0.24, 0.035, 0.14, 0.012, (0.14, h - 0.017, 0.10), seams="faces"))


# --------------------------------------------------------------------------------------- wheelchair
def _wheelchair(b: Builder, v: Values) -> None:
    w, seat = v["width"], 0.50
    x = w / 2
    for s in (-1, 1):
        _big_wheel(b, s * (x + 0.055), s)
        wheel = (
            cylinder(0.075, 0.028, segments=16, bevel=0.006)
            .turn("z", 90)
            .move(s * (x - 0.02) + 0.014, 0.075, 0.30)
        )
        b.add("tyres", wheel)
        fork = [(s * (x - 0.02) - 0.022, 0.075, 0.30), (s * (x - 0.02) - 0.022, 0.175, 0.315),
                (s * (x - 0.02) + 0.022, 0.175, 0.315), (s * (x - 0.02) + 0.022, 0.075, 0.30)]  # fmt: skip
        b.add("steel", bent(fork, 0.007, 0.02, 6, 2), crease=50)
        b.add("frame", cylinder(0.016, 0.06, (s * (x - 0.02), 0.165, 0.318), 10))
        side = [(s * x, 0.94, -0.36), (s * x, 0.93, -0.23), (s * x, seat - 0.02, -0.20), (s * x, 0.20, -0.20),
                (s * x, 0.20, 0.30), (s * x, seat - 0.02, 0.24)]  # fmt: skip
        b.add("frame", bent(side, 0.0125, 0.05, 7, 2), crease=50)
        b.add("grips", bar((s * x, 0.94, -0.25), (s * x, 0.94, -0.375), 0.018, 10))
        b.add("frame", bar((s * x, seat - 0.02, -0.20), (s * x, seat - 0.02, 0.25), 0.0124, 10))
        arm = [(s * x, seat - 0.03, 0.14), (s * x, seat + 0.20, 0.14), (s * x, seat + 0.20, -0.20)]
        b.add("frame", bent(arm, 0.010, 0.04, 7, 2), crease=50)
        b.add("pads", rounded(0.05, 0.03, 0.28, 0.013, (s * x, seat + 0.205, 0.0), steps=1))
        b.add("pads", box(0.006, 0.19, 0.30, (s * (x - 0.010), seat - 0.01, -0.02), 0.002))
        leg = [(s * x, seat - 0.03, 0.23), (s * (x - 0.015), 0.30, 0.40), (s * (x - 0.03), 0.12, 0.46)]
        b.add("frame", bent(leg, 0.011, 0.08, 7, 2), crease=50)
        plate = box(0.15, 0.012, 0.18, (s * (x - 0.115), 0.105, 0.47), 0.004)
        b.add("grips", plate)
    for a, c in ((0.26, seat - 0.06), (seat - 0.06, 0.26)):
        b.add(
            "frame",
            bar((-x + 0.01, a, 0.02 + 0.03 * (a < c)), (x - 0.01, c, 0.02 + 0.03 * (a < c)), 0.010, 8),
        )
    b.add(
        "cloth", rounded(w - 0.03, 0.045, 0.43, 0.02, (0, seat - 0.045, 0.02), inner=(2, 1, 2), seams="piped")
    )
    back = rounded(w - 0.01, 0.42, 0.03, 0.013, (0, seat + 0.01, -0.215), inner=(3, 3, 1), seams="none")
    b.add("cloth", back.turn("x", -4, (0.0, seat, -0.215)), crease=60)


def _big_wheel(b: Builder, x: float, side: int) -> None:
    r, axle = 0.30, (x, 0.305, -0.14)

    def ring(radius: float, thick: float, out: float = 0.0) -> Shape:
        return torus(radius, thick, 22, 6).turn("z", 90).move(axle[0] + out, axle[1], axle[2])

    b.add("tyres", ring(r - 0.012, 0.017), crease=70)
    b.add("steel", ring(r - 0.036, 0.008, 0.026 * side), crease=70)
    b.add("frame", cylinder(0.028, 0.06, segments=14).turn("z", 90).move(axle[0] + 0.03, axle[1], axle[2]))
    for i in range(8):
        a = 2 * math.pi * i / 8
        rim = (axle[0], axle[1] + (r - 0.022) * math.sin(a), axle[2] + (r - 0.022) * math.cos(a))
        hub = (axle[0] + 0.012 * (-1) ** i, axle[1] + 0.02 * math.sin(a), axle[2] + 0.02 * math.cos(a))
        b.add("steel", bar(hub, rim, 0.0025, 4), crease=80)


def _wheelchair_spots(v: Values) -> tuple[Spot, ...]:
    x = v["width"] / 2
    return (
        Spot("sit", (0.0, 0.115, 0.0), 0.0, 0.385),
        Spot("hold", (x, 0.94, -0.32)),
        Spot("hold", (-x, 0.94, -0.32)),
        Spot("stand", (0.0, 0.0, -0.75), 0.0),
    )


PIECES = (
    Piece(
        "hospital_bed",
        "Hospital bed",
        "hospital",
        (
            Choice("kind", "Kind", "bed", ("bed", "trolley")),
            Param("height", "Height", 0.68, 0.5, 0.95),
            Param("back", "Back raised", 0, 0, 70, "deg"),
            Switch("rails", "Side rails", True),
        ),
        {
            "frame": (0.70, 0.73, 0.74),
            "boards": (0.66, 0.60, 0.50),
            "mattress": (0.82, 0.85, 0.86),
            "cover": (0.55, 0.67, 0.70),
            "linen": WHITE,
            "rails": STEEL,
            "wheels": BLACK,
        },
        "prop",
        "bed",
        "hospital bed",
        (0.968, 0.932, 2.056),
        _bed,
        _bed_spots,
        tags=("gurney", "stretcher", "patient", "ward", "clinic", "ambulance"),
    ),
    Piece(
        "wheelchair",
        "Wheelchair",
        "hospital",
        (Param("width", "Seat width", 0.46, 0.36, 0.6),),
        {
            "cloth": (0.16, 0.19, 0.24),
            "frame": (0.62, 0.64, 0.65),
            "steel": CHROME,
            "tyres": (0.16, 0.16, 0.17),
            "pads": BLACK,
            "grips": BLACK,
        },
        "prop",
        "chair",
        "wheelchair",
        (0.638, 0.958, 1.003),
        _wheelchair,
        _wheelchair_spots,
        tags=("patient", "invalid", "ward", "wheels"),
    ),
    Piece(
        "iv_stand",
        "Drip stand",
        "hospital",
        (Param("height", "Height", 2.0, 1.2, 2.4), Switch("pump", "Infusion pump", True)),
        {
            "steel": CHROME,
            "wheels": BLACK,
            "bag": (0.80, 0.86, 0.88),
            "label": WHITE,
            "tube": (0.72, 0.76, 0.77),
            "pump": _PALE,
            "screen": (0.55, 0.80, 0.62),
        },
        "prop",
        "pole",
        "drip stand with infusion bag",
        (0.541, 1.998, 0.55),
        _iv_stand,
        lambda v: (Spot("hold", (0.0, 0.62 * v["height"], 0.0)),),
        tags=("iv", "infusion", "drip", "patient", "transfusion"),
    ),
    Piece(
        "patient_monitor",
        "Patient monitor",
        "hospital",
        (
            Choice("kind", "Kind", "stand", ("stand", "wall", "table")),
            Param("rise", "Middle above floor", 1.3, 0.7, 2.4),
            Switch("lit", "Lit", True),
        ),
        {
            "case": _PALE,
            "screen": (0.07, 0.10, 0.12),
            "trace 1": (0.45, 0.92, 0.50),
            "trace 2": (0.90, 0.80, 0.36),
            "trace 3": (0.46, 0.78, 0.94),
            "label": (0.44, 0.47, 0.48),
            "steel": STEEL,
            "wheels": BLACK,
        },
        "prop",
        "monitor",
        "patient monitor with a heartbeat trace",
        (0.527, 1.504, 0.534),
        _patient_monitor,
        tags=("ecg", "ekg", "heart", "pulse", "intensive care", "vital signs"),
    ),
    Piece(
        "bed_curtain",
        "Ward curtain",
        "hospital",
        (
            Param("width", "Width", 2.2, 0.8, 6),
            Param("depth", "Depth", 2.2, 0, 4),
            Param("height", "Rail above floor", 2.2, 1.6, 3.5),
            Param("clear", "Hem above floor", 0.35, 0.02, 1),
            Param("open", "Open", 0.35, 0, 1, ""),
        ),
        {"cloth": (0.52, 0.66, 0.66), "net": (0.80, 0.85, 0.84), "rail": STEEL},
        "prop",
        "curtain",
        "hospital curtain on a rail",
        (2.24, 2.11, 2.24),
        _bed_curtain,
        tags=("cubicle", "ward", "privacy", "rail", "screen"),
    ),
    Piece(
        "overbed_table",
        "Overbed table",
        "hospital",
        (Param("height", "Height", 0.9, 0.7, 1.2),),
        {"top": (0.72, 0.62, 0.47), "frame": (0.66, 0.69, 0.70), "wheels": BLACK},
        "prop",
        "table",
        "hospital table over a bed",
        (0.82, 0.9, 0.42),
        _overbed_table,
        tags=("tray", "ward", "patient"),
    ),
    Piece(
        "medical_trolley",
        "Medical trolley",
        "hospital",
        (
            Param("width", "Width", 0.62, 0.45, 1.0),
            Param("height", "Height", 0.98, 0.7, 1.3),
            Param("drawers", "Drawers", 5, 2, 7, "count"),
        ),
        {
            "body": _PALE,
            "drawers": (0.40, 0.56, 0.64),
            "frame": (0.58, 0.61, 0.62),
            "steel": CHROME,
            "supplies": WHITE,
            "wheels": BLACK,
        },
        "prop",
        "cabinet",
        "medical trolley with drawers",
        (0.70, 1.12, 0.50),
        _medical_trolley,
        tags=("crash cart", "nurse", "drugs", "ward", "cart"),
    ),
)
