"""A compartment of a railway carriage: two benches, window, luggage racks, sliding door to the corridor.

The window is at −Z, the corridor at +Z; the train runs along X.
"""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import CHROME, bar, bent
from previz.kit.piece import FLOWN, Choice, Param, Piece, Spot, Switch, Values, read_flown
from previz.kit.solids import ball, box, cylinder, prism, rounded, sheet, tube
from previz.scene.model import Vec3

_HIGH, _WALL, _SEAT = 2.32, 0.05, 0.45
_BENCH_D = 0.62
_WALLS = {"window": "window wall", "left": "left wall", "right": "right wall", "corridor": "corridor wall"}


def _compartment(b: Builder, v: Values) -> None:
    w, d = v["width"], v["depth"]
    flown = read_flown(v.word("flown"))
    if v.on("floor"):
        b.add("floor", box(w + 2 * _WALL - 0.008, 0.06, d + 2 * _WALL - 0.008, (0, -0.06, 0)))
        b.add("rug", box(w - 2 * _BENCH_D - 0.1, 0.008, d - 0.3, (0, 0, 0), 0.003))
    if "window" not in flown:
        _window_wall(b, v, w, d)
    for name, s in (("left", -1), ("right", 1)):
        if name not in flown:
            _partition(b.placed(s * w / 2, 0, 0, -90.0 * s), d)
        if v.on("benches"):
            _bench(b.placed(s * (w / 2 - _BENCH_D / 2), 0, 0, -90.0 * s), d)
    if "corridor" not in flown:
        _corridor_wall(b, v, w, d)
    if "ceiling" not in flown and v.on("ceiling"):
        _ceiling(b, v, w, d)


def _bench(b: Builder, d: float) -> None:
    """Three places; in its own frame it faces +Z, with its back to the partition."""
    depth = _BENCH_D
    b.add("wood", box(d - 0.02, 0.26, depth - 0.12, (0, 0.04, -0.05), 0.006))
    places = 3
    wide = (d - 0.06) / places
    for i in range(places):
        x = (i - 1) * wide
        seat = rounded(
            wide - 0.008, 0.16, depth - 0.08, 0.045, (x, _SEAT - 0.16, 0.02), inner=(2, 1, 2), seams="piped"
        )
        b.add("cloth", seat, crease=60)
        back = rounded(wide - 0.008, 0.62, 0.13, 0.05, inner=(2, 2, 1)).turn("x", -7)
        b.add("cloth", back.move(x, _SEAT - 0.02, -depth / 2 + 0.14), crease=60)
        head = rounded(wide - 0.05, 0.24, 0.10, 0.045, steps=1).turn("x", -5)
        b.add("cloth", head.move(x, _SEAT + 0.58, -depth / 2 + 0.105), crease=60)
        b.add(
            "linen", rounded(wide - 0.13, 0.20, 0.014, 0.006, (x, _SEAT + 0.62, -depth / 2 + 0.148), steps=1)
        )
    for i in range(places + 1):
        x = (i - 1.5) * wide
        x = float(np.clip(x, -d / 2 + 0.05, d / 2 - 0.05))
        b.add("wood", rounded(0.05, 0.045, 0.42, 0.018, (x, _SEAT + 0.20, -0.02), steps=1))
        b.add("wood", box(0.036, 0.22, 0.04, (x, _SEAT - 0.01, 0.14), 0.006))


def _partition(b: Builder, d: float) -> None:
    """Wall behind a bench, its face at z = 0 and its room side at +Z; rack, mirror, pictures."""
    b.add("walls", box(d + 0.02, _HIGH + 0.03, _WALL, (0, -0.02, -_WALL / 2)))
    b.add("wood", box(d - 0.02, 0.05, 0.02, (0, 1.36, 0.008), 0.004))
    for i, x in enumerate((-0.33 * d, 0.0, 0.33 * d)):
        b.add("wood", box(0.36, 0.22, 0.014, (x, 1.43, 0.006), 0.004))
        b.add("mirror" if i == 1 else "picture", box(0.31, 0.17, 0.006, (x, 1.455, 0.0125)))
    y, out = 1.80, 0.40
    for x in (-0.47 * d, -0.16 * d, 0.16 * d, 0.47 * d):
        b.add(
            "brass",
            bent([(x, y - 0.10, 0.0), (x, y, out - 0.06), (x, y + 0.10, out)], 0.010, 0.05),
            crease=60,
        )
        b.add("brass", bar((x, y, 0.0), (x, y, out - 0.06), 0.007, 6), crease=60)
    for z in np.linspace(0.06, out - 0.07, 5):
        b.add(
            "brass",
            bar((-0.48 * d, y + 0.008, float(z)), (0.48 * d, y + 0.008, float(z)), 0.005, 5),
            crease=60,
        )
    b.add("brass", bar((-0.49 * d, y + 0.10, out), (0.49 * d, y + 0.10, out), 0.011, 8), crease=60)


def _window_wall(b: Builder, v: Values, w: float, d: float) -> None:
    z = -d / 2 - _WALL / 2
    half, low, high = min(0.62, w / 2 - 0.2), 0.88, 1.78
    hole = polygon.round_corners(polygon.rectangle(-half, low, half, high), 0.06, 3)
    outline = polygon.rectangle(-w / 2 - _WALL, -0.02, w / 2 + _WALL, _HIGH + 0.01)
    b.add("walls", prism(outline, _WALL, 0.0, (hole,)).move(z=z), crease=40)
    rim = polygon.round_corners(
        polygon.rectangle(-half - 0.05, low - 0.05, half + 0.05, high + 0.05), 0.09, 3
    )
    inner = polygon.round_corners(
        polygon.rectangle(-half + 0.01, low + 0.01, half - 0.01, high - 0.01), 0.055, 3
    )
    b.add("wood", prism(rim, 0.03, 0.006, (inner,)).move(z=-d / 2 + 0.012), crease=40)
    b.add("brass", box(2 * half - 0.01, 0.035, 0.024, (0, 1.42, z), 0.006))
    b.add(
        "brass",
        bent(
            [
                (-0.09, 1.45, z + 0.01),
                (-0.09, 1.475, z + 0.035),
                (0.09, 1.475, z + 0.035),
                (0.09, 1.45, z + 0.01),
            ],
            0.006,
            0.012,
        ),
    )
    if v.word("glass") == "dark":
        b.add("glass", prism(hole, 0.010).move(z=z - 0.01), crease=40)
    b.add("wood", rounded(0.52, 0.028, 0.36, 0.012, (0, 0.72, -d / 2 + 0.18), steps=1, seams="faces"))
    b.add("brass", bar((0, 0.40, -d / 2 + 0.005), (0, 0.72, -d / 2 + 0.28), 0.010, 8))
    b.add("metal", box(2 * half, 0.16, 0.05, (0, 0.10, -d / 2 + 0.026), 0.010))
    for s in (-1, 1):
        _drape(b, s * (half + 0.045), low, high, -d / 2 + 0.05)
    b.add(
        "brass",
        bar(
            (-half - 0.13, high + 0.075, -d / 2 + 0.05), (half + 0.13, high + 0.075, -d / 2 + 0.05), 0.009, 8
        ),
    )


def _drape(b: Builder, x: float, low: float, high: float, z: float) -> None:
    s = np.linspace(-0.075, 0.075, 13)
    wave = 0.014 * np.sin(np.arange(13) * np.pi / 2)
    rows = [
        np.column_stack([x + s * k, np.full(13, y), z + wave])
        for y, k in ((high + 0.065, 1.0), (1.4, 0.86), (low - 0.08, 1.0))
    ]
    b.add("curtains", sheet(np.array(rows), 0.006), crease=30)


def _corridor_wall(b: Builder, v: Values, w: float, d: float) -> None:
    """Fixed panes on both sides, a sliding door between; clear glass is left out."""
    z = d / 2 + _WALL / 2
    door = 0.36
    holes = [
        polygon.rectangle(-door, 0.004, door, 2.02),
        *(polygon.round_corners(polygon.rectangle(a, 0.90, c, 1.86), 0.04, 3)
          for a, c in ((-w / 2 + 0.10, -door - 0.08), (door + 0.08, w / 2 - 0.10)) if c - a > 0.1),
    ]  # fmt: skip
    outline = polygon.rectangle(-w / 2 - _WALL, -0.02, w / 2 + _WALL, _HIGH + 0.01)
    b.add("walls", prism(outline, _WALL, 0.0, holes).move(z=z), crease=40)
    for s in (-1, 1):
        b.add("wood", box(0.045, 2.02, _WALL + 0.02, (s * (door + 0.0), 0.0, z), 0.006))
    b.add("wood", box(2 * door + 0.10, 0.05, _WALL + 0.024, (0, 2.0, z), 0.006))
    x = 0.66 * v["open"]
    leaf = polygon.rectangle(-door - 0.01, 0.02, door + 0.01, 2.0)
    pane = polygon.round_corners(polygon.rectangle(-door + 0.09, 0.62, door - 0.09, 1.88), 0.05, 3)
    b.add("wood", prism(leaf, 0.03, 0.005, (pane,)).move(x, 0, z + 0.05), crease=40)
    b.add("brass", bar((x - door + 0.05, 0.98, z + 0.022), (x - door + 0.05, 1.14, z + 0.022), 0.009, 8))


def _ceiling(b: Builder, v: Values, w: float, d: float) -> None:
    s = np.linspace(-1, 1, 11)
    rows = [
        np.column_stack([s * (w / 2 + 0.02), _HIGH + 0.16 * (1 - s**2), np.full(11, z)])
        for z in (-d / 2 - 0.02, 0.0, d / 2 + 0.02)
    ]
    b.add("ceiling", sheet(np.array(rows), 0.03), crease=60)
    b.add("brass", cylinder(0.15, 0.03, (0, _HIGH + 0.12, 0), 24, 0.008))
    b.add("lamp", ball(0.26, 0.10, 0.26, (0, _HIGH + 0.12, 0)), crease=70, glow=v.on("lit"))
    for end in (-1, 1):
        gable = polygon.curve(
            [
                (-w / 2 - 0.02, _HIGH - 0.01),
                (-w / 4, _HIGH + 0.12),
                (0, _HIGH + 0.155),
                (w / 4, _HIGH + 0.12),
                (w / 2 + 0.02, _HIGH - 0.01),
            ],
            4,
        )
        b.add("ceiling", prism(gable, 0.03).move(z=end * (d / 2 + 0.025)), crease=60)
    pipe = np.array([(0.0, _HIGH - 0.24, d / 2 - 0.03), (0.18, _HIGH - 0.24, d / 2 - 0.03)])
    b.add("brass", tube(pipe, 0.008, 6))


def _walls(v: Values) -> tuple[tuple[str, str], ...]:
    flown = read_flown(v.word("flown"))
    found = [(name, words) for name, words in _WALLS.items() if name not in flown]
    covered = v.on("ceiling") and "ceiling" not in flown
    return (*found, *((("ceiling", "ceiling"),) if covered else ()))


def _spots(v: Values) -> tuple[Spot, ...]:
    x, wide = v["width"] / 2 - _BENCH_D / 2 - 0.02, (v["depth"] - 0.06) / 3
    if not v.on("benches"):
        return (Spot("stand", (0.0, 0.0, 0.2), 180.0),)
    sit = tuple(Spot("sit", (s * x, 0.0, i * wide), -90.0 * s, _SEAT) for i in (-1, 1, 0) for s in (-1, 1))
    stand = Spot("stand", (0.0, 0.0, 0.2), 180.0)
    return (*sit, stand, Spot("lean", (0.0, 0.0, v["depth"] / 2 + 0.35), 180.0, 1.1))


def _lamp(v: Values) -> Vec3 | None:
    return (0.0, _HIGH + 0.06, 0.0) if v.on("lit") and v.on("ceiling") else None


PIECES = (
    Piece(
        "train_compartment",
        "Train compartment",
        "vehicles",
        (
            Param("width", "Between the backs", 2.1, 1.8, 2.6),
            Param("depth", "Window to corridor", 2.0, 1.7, 2.6),
            Param("open", "Door open", 0.0, 0, 1, ""),
            Choice("glass", "Glass", "clear", ("clear", "dark")),
            Switch("benches", "Benches", True),
            Switch("floor", "Floor", True),
            Switch("ceiling", "Ceiling", True),
            Switch("lit", "Lamp lit", False),
            FLOWN,
        ),
        {
            "walls": (0.72, 0.66, 0.54),
            "wood": (0.44, 0.28, 0.17),
            "cloth": (0.34, 0.42, 0.36),
            "linen": (0.88, 0.86, 0.80),
            "floor": (0.32, 0.28, 0.25),
            "rug": (0.44, 0.20, 0.18),
            "ceiling": (0.86, 0.83, 0.75),
            "curtains": (0.52, 0.22, 0.19),
            "brass": (0.72, 0.58, 0.30),
            "metal": CHROME,
            "mirror": (0.70, 0.76, 0.78),
            "picture": (0.56, 0.60, 0.52),
            "glass": (0.20, 0.24, 0.28),
            "lamp": (1.0, 0.92, 0.74),
        },
        "set",
        "seat",
        "railway compartment",
        (2.2, 2.555, 2.14),
        _compartment,
        _spots,
        _lamp,
        casts_shadow=False,
        walls=_walls,
        tags=("railway", "carriage", "coach", "wagon", "sleeper", "orient express", "travel"),
    ),
)
