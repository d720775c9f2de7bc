"""Kitchen: counter with sink, hob and upper cabinets; fridge."""

from __future__ import annotations

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Param, Piece, Spot, Switch, Values
from previz.kit.pieces_furniture import cupboard_door
from previz.kit.shape import Floats
from previz.kit.solids import box, cylinder, prism, slab, torus, tube

STEEL = (0.62, 0.64, 0.65)
_TOP, _PLINTH, _UPPER_FOOT, _UPPER_DEPTH = 0.038, 0.10, 1.45, 0.35


def _counter(b: Builder, v: Values) -> None:
    w, h, d = v["width"], v["height"], v["depth"]
    units = max(1, round(w / 0.6))
    each, low, top = w / units, _PLINTH, h - _TOP
    front = d / 2 - 0.045
    for side in (-1, 1):
        b.add("cupboards", box(0.018, top - low, d - 0.045, (side * (w / 2 - 0.009), low, -0.0225)))
    b.add("cupboards", box(w - 0.03, top - low, 0.018, (0, low, -d / 2 + 0.009)))
    b.add("cupboards", box(w - 0.03, 0.018, d - 0.07, (0, low, -0.02)))
    b.add("cupboards", box(w - 0.03, top - low - 0.004, 0.016, (0, low + 0.002, front - 0.009)))
    b.add("plinth", box(w - 0.01, low + 0.004, d - 0.11, (0, 0, -0.03)))
    hob = units - 1 if v.on("hob") and units > 1 else -1
    sink = (units - 1) // 2 if v.on("sink") and (units - 1) // 2 != hob else -1
    for i in range(units):
        place = b.placed((i + 0.5) * each - w / 2, low, front)
        _oven(place, each, top - low) if i == hob else _unit(place, each, top - low, i)
    centre = (sink + 0.5) * each - w / 2
    basin = polygon.rectangle(centre - 0.40 * each, -d / 2 + 0.12, centre + 0.40 * each, d / 2 - 0.14)
    _worktop(b, w, h, d, basin if sink >= 0 else None)
    if sink >= 0:
        _sink(b, polygon.round_corners(basin, 0.04, 3), h)
        _tap(b.placed(centre, h, -d / 2 + 0.07))
    if hob >= 0:
        _rings(b.placed((hob + 0.5) * each - w / 2, h, -0.01), each, d)
    if v.on("upper"):
        _upper(b, w, d, units)


def _unit(b: Builder, width: float, height: float, number: int) -> None:
    drawer = 0.17
    cupboard_door(b.placed(0, 0.004, 0), "cupboards", width - 0.004, height - drawer - 0.010)
    cupboard_door(
        b.placed(0, height - drawer - 0.002, 0), "cupboards", width - 0.004, drawer - 0.004, "plain"
    )
    bar_handle(b.placed(0, height - 0.5 * drawer, 0.02), 0.16)
    side = 1 if number % 2 == 0 else -1
    bar_handle(b.placed(side * (width / 2 - 0.16), height - drawer - 0.055, 0.02), 0.16)


def bar_handle(b: Builder, length: float, upright: bool = False) -> None:
    """Bar on two feet, standing out from z = 0."""
    x = length / 2 - 0.012
    path = [
        (-x, 0, -0.002),
        (-x, 0, 0.022),
        (-x + 0.008, 0, 0.028),
        (x - 0.008, 0, 0.028),
        (x, 0, 0.022),
        (x, 0, -0.002),
    ]
    bar = tube(path, 0.0055, 6)
    b.add("handles", bar.turn("z", 90) if upright else bar, crease=75)


def _oven(b: Builder, width: float, height: float) -> None:
    panel = 0.11
    b.add("steel", box(width - 0.004, panel - 0.004, 0.022, (0, height - panel, 0.011), 0.003))
    for i in range(4):
        knob = cylinder(0.019, 0.022, bevel=0.003, segments=14).turn("x", 90)
        b.add("black", knob.move((i - 1.5) * width / 5, height - panel / 2, 0.022))
    tall = height - panel - 0.012
    b.add("steel", box(width - 0.004, tall, 0.022, (0, 0.006, 0.011), 0.003))
    b.add("black", box(width - 0.10, 0.52 * tall, 0.004, (0, 0.006 + 0.22 * tall, 0.023), 0.001))
    bar_handle(b.placed(0, 0.006 + 0.86 * tall, 0.022), width - 0.14)


def _worktop(b: Builder, w: float, h: float, d: float, basin: Floats | None) -> None:
    outline = polygon.rectangle(-w / 2 - 0.01, -d / 2, w / 2 + 0.01, d / 2)
    if basin is None:
        b.add("worktop", slab(outline, _TOP, 0.006, h - _TOP))
        return
    hole = polygon.offset(polygon.clean(polygon.round_corners(basin, 0.04, 3) * [1, -1]), -0.004)
    board = prism(outline * [1, -1], _TOP, 0.006, [hole]).turn("x", -90)
    b.add("worktop", board.move(y=h - _TOP / 2))


def _sink(b: Builder, basin: Floats, h: float) -> None:
    flat, deep = basin * [1, -1], 0.17
    rim = prism(polygon.offset(polygon.clean(flat), -0.014), 0.004, 0, [flat]).turn("x", -90)
    b.add("steel", rim.move(y=h + 0.002))
    wall = prism(polygon.offset(polygon.clean(flat), -0.006), deep, 0, [flat]).turn("x", -90)
    b.add("steel", wall.move(y=h + 0.001 - deep / 2))
    b.add("steel", slab(polygon.offset(polygon.clean(basin[::-1]), -0.006), 0.006, 0, h - deep - 0.004))
    middle = basin.mean(axis=0)
    drain = (float(middle[0]), h - deep + 0.002, float(middle[1]))
    b.add("black", cylinder(0.035, 0.003, drain, 16))


def _tap(b: Builder) -> None:
    b.add(
        "steel", cylinder(0.026, 0.012, (0, -0.001, 0), 16, 0.003), cylinder(0.018, 0.09, (0, 0.008, 0), 16)
    )
    neck = polygon.curve(
        [(0, 0.08, 0), (0, 0.24, 0), (0, 0.315, 0.05), (0, 0.30, 0.13), (0, 0.235, 0.165)], 4
    )
    b.add("steel", tube(neck, 0.0115, 10), crease=60)
    lever = [(0.012, 0.065, 0), (0.05, 0.078, 0.004), (0.09, 0.085, 0.012)]
    b.add("steel", tube(lever, [0.008, 0.007, 0.006], 8), crease=60)


def _rings(b: Builder, width: float, d: float) -> None:
    b.add("black", box(min(width - 0.02, 0.58), 0.008, d - 0.11, (0, -0.001, 0), 0.002))
    for x in (-0.14, 0.14):
        for z, r in ((-0.12, 0.075), (0.12, 0.095)):
            b.add("steel", torus(r, 0.004, 20, 4).move(x, 0.007, z), crease=80)
            b.add("steel", cylinder(0.4 * r, 0.008, (x, 0.006, z), 14, 0.002))


def _upper(b: Builder, w: float, d: float, units: int) -> None:
    each, tall, back = w / units, 0.72, -d / 2
    b.add(
        "cupboards",
        box(w, tall, _UPPER_DEPTH - 0.022, (0, _UPPER_FOOT, back + (_UPPER_DEPTH - 0.022) / 2), 0.002),
    )
    for i in range(units):
        place = b.placed((i + 0.5) * each - w / 2, _UPPER_FOOT + 0.002, back + _UPPER_DEPTH - 0.022)
        cupboard_door(place, "cupboards", each - 0.004, tall - 0.004)
        side = 1 if i % 2 == 0 else -1
        bar_handle(place.placed(side * (each / 2 - 0.035), 0.14, 0.02), 0.14, upright=True)


def _counter_spots(v: Values) -> tuple[Spot, ...]:
    z = v["depth"] / 2
    return (Spot("stand", (0.0, 0.0, z + 0.22), 180.0), Spot("lean", (0.0, 0.0, z + 0.12), 0.0, v["height"]))


def _fridge(b: Builder, v: Values) -> None:
    w, h, d = v["width"], v["height"], v["depth"]
    front, split = d / 2 - 0.065, 0.66 * h
    b.add("body", box(w, h - 0.03, d - 0.07, (0, 0.03, -0.035), 0.008))
    b.add("plinth", box(w - 0.04, 0.05, d - 0.12, (0, 0, -0.03)))
    for low, high in ((0.06, split - 0.004), (split + 0.004, h)):
        b.add("body", box(w, high - low, 0.055, (0, low, front + 0.0275), 0.012))
    for y, long in ((split - 0.28, 0.40), (split + 0.20, 0.26)):
        bar_handle(b.placed(-w / 2 + 0.05, y, front + 0.055), long, upright=True)


PIECES = (
    Piece(
        "counter",
        "Kitchen counter",
        "kitchen",
        (
            Param("width", "Length", 2.4, 0.4, 8),
            Param("height", "Height", 0.91, 0.7, 1.1),
            Param("depth", "Depth", 0.62, 0.4, 0.9),
            Switch("sink", "Sink", True),
            Switch("hob", "Hob and oven", False),
            Switch("upper", "Upper cabinets", False),
        ),
        {
            "cupboards": (0.66, 0.70, 0.66),
            "worktop": (0.44, 0.32, 0.23),
            "plinth": (0.22, 0.22, 0.22),
            "handles": (0.30, 0.31, 0.32),
            "steel": STEEL,
            "black": (0.10, 0.10, 0.11),
        },
        "set",
        "counter",
        "kitchen counter with cupboards and sink",
        (2.42, 1.24, 0.628),
        _counter,
        _counter_spots,
    ),
    Piece(
        "fridge",
        "Fridge",
        "kitchen",
        (
            Param("width", "Width", 0.60, 0.45, 1.2),
            Param("height", "Height", 1.75, 0.8, 2.2),
            Param("depth", "Depth", 0.65, 0.5, 0.9),
        ),
        {"body": (0.84, 0.85, 0.84), "plinth": (0.20, 0.20, 0.20), "handles": STEEL},
        "set",
        "refrigerator",
        "fridge",
        (0.60, 1.75, 0.67),
        _fridge,
    ),
)
