"""Curtain and stairs."""

from __future__ import annotations

import numpy as np

from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Values
from previz.kit.shape import Shape
from previz.kit.solids import ball, box, cylinder, prism, rounded, sheet, torus

WOOD = (0.55, 0.40, 0.28)


def _curtain(b: Builder, v: Values) -> None:
    w, drop, top, gather = v["width"], v["height"], v["rise"], v["open"]
    rail_z = 0.09
    b.add("rail", cylinder(0.013, w + 0.16, segments=12).turn("z", 90).move((w + 0.16) / 2, top, rail_z))
    for side in (-1, 1):
        b.add("rail", ball(0.05, 0.05, 0.05, (side * (w / 2 + 0.10), top, rail_z), 12), crease=60)
        arm = box(0.018, 0.018, rail_z - 0.002, (side * (w / 2 + 0.03), top - 0.022, rail_z / 2 + 0.001))
        b.add("rail", arm, box(0.04, 0.07, 0.008, (side * (w / 2 + 0.03), top - 0.05, 0.004), 0.002))
    halves = {"pair": (-1, 1), "left": (-1,), "right": (1,)}[v.word("side")]
    full = w / len(halves)
    span = full * (1 - 0.78 * gather) - (0.004 if len(halves) == 2 else 0.0)
    for side in halves:
        centre = side * (w - span) / 2
        folds = max(4, round(full * 6))
        cloth = _drape(span, drop, folds, v.count("seed") * 7 + side)
        b.add("cloth", cloth.move(centre, top - 0.02, rail_z), crease=179)
        for i in range(folds):
            x = centre + span * ((i + 0.5) / folds - 0.5)
            ring = torus(0.022, 0.0035, 8, 4).turn("z", 90).move(x, top - 0.004, rail_z)
            b.add("rail", ring, crease=80)


def _drape(span: float, drop: float, folds: int, seed: int) -> Shape:
    """Pleats, round towards the room and parted by sharp valleys, hanging from y = 0 down."""
    rng = np.random.default_rng(seed + 1000)
    u = np.linspace(0, folds, folds * 6 + 1)
    down = np.linspace(0, 1, 7)[:, None]
    pitch = span / folds
    deep = float(np.clip(0.11 - 0.55 * pitch, 0.018, 0.055))
    drift = np.interp(u, np.arange(folds + 1), rng.uniform(-0.22, 0.22, folds + 1)) * down
    vary = np.interp(u, np.arange(folds + 1), rng.uniform(0.7, 1.25, folds + 1))
    phase = (u % 1.0) + 0 * down
    fold = np.abs(np.sin(np.pi * phase)) ** 0.85
    z = deep * (2 * fold * vary - 1) * (0.55 + 0.45 * down) + 0.004 * np.sin(5 * down + u)
    x = (
        pitch * (u + drift * np.minimum(1, np.minimum(u, folds - u)) - 0.09 * np.sin(4 * np.pi * phase))
        - span / 2
    )
    y = -drop * down + 0 * u
    return sheet(np.stack([x, y, z], -1), 0.006, np.minimum(u[:-1].astype(int), folds - 1))


def _stairs(b: Builder, v: Values) -> None:
    count, w, rise, going = v.count("steps"), v["width"], v["rise"], v["going"]
    deep = count * going
    side: list[tuple[float, float]] = [(-deep / 2, 0.0)]
    for i in range(count):
        side += [
            (-deep / 2 + i * going, (i + 1) * rise - 0.03),
            (-deep / 2 + (i + 1) * going, (i + 1) * rise - 0.03),
        ]
    side.append((deep / 2, 0.0))
    b.add("risers", prism(side, w).turn("y", 90))
    for i in range(count):
        z = deep / 2 - (i + 0.5) * going + 0.012
        b.add("treads", box(w + 0.03, 0.034, going + 0.024, (0, (i + 1) * rise - 0.034, z), 0.008))
    sides = {"none": (), "left": (-1,), "right": (1,), "both": (-1, 1)}[v.word("rail")]
    for s in sides if count > 1 else ():
        _banister(b.placed(s * (w / 2 - 0.05)), count, rise, going)


def _banister(b: Builder, count: int, rise: float, going: float) -> None:
    front, tall = count * going / 2, 0.90
    steep = np.degrees(np.arctan2(rise, going))
    for i in range(count):
        foot = (0, (i + 1) * rise - 0.002, front - (i + 0.5) * going)
        b.add("rail", box(0.024, tall - 0.02, 0.024, foot))
    for at, y in ((0.0, 0.002), (count - 0.5, count * rise - 0.01)):
        z = front - (at + 0.22) * going
        b.add("rail", box(0.07, tall + 0.16 + (0.0 if at else rise), 0.07, (0, y, z), 0.006))
    length = float(np.hypot(rise, going)) * (count - 1)
    bar = rounded(0.06, 0.045, length, 0.02, (0, -0.0225, 0), seams="none")
    middle = (0, tall + rise * (count + 1) / 2, 0.0)
    b.add("rail", bar.turn("x", float(steep)).move(*middle), crease=60)


def _stair_spots(v: Values) -> tuple[Spot, ...]:
    count, rise, going = v.count("steps"), v["rise"], v["going"]
    front = count * going / 2
    sits = [
        Spot("sit", (0.0, rise * (i - 2), front - (i - 0.5) * going), 0.0, 2 * rise)
        for i in (3,)
        if count > 3
    ]
    return (*sits, Spot("stand", (0.0, count * rise, -front + 0.5 * going), 0.0))


PIECES = (
    Piece(
        "curtain",
        "Curtain",
        "architecture",
        (
            Param("width", "Rail", 1.9, 0.4, 8),
            Param("height", "Drop", 2.2, 0.3, 6),
            Param("rise", "Rail above floor", 2.3, 0.4, 8),
            Param("open", "Open", 0.6, 0, 1, ""),
            Choice("side", "Halves", "pair", ("pair", "left", "right")),
            Param("seed", "Fall of folds", 1, 0, 9999, "count"),
        ),
        {"cloth": (0.52, 0.30, 0.28), "rail": (0.40, 0.34, 0.26)},
        "set",
        "curtain",
        "hanging curtains",
        (2.15, 2.24, 0.16),
        _curtain,
    ),
    Piece(
        "stairs",
        "Stairs",
        "architecture",
        (
            Param("width", "Width", 0.95, 0.4, 8),
            Param("steps", "Steps", 10, 1, 30, "count"),
            Param("rise", "Rise", 0.18, 0.08, 0.25),
            Param("going", "Going", 0.26, 0.2, 0.6),
            Choice("rail", "Handrail", "right", ("none", "left", "right", "both")),
        ),
        {"risers": (0.82, 0.80, 0.75), "treads": WOOD, "rail": (0.42, 0.29, 0.20)},
        "set",
        "stairs",
        "staircase",
        (0.98, 2.85, 2.62),
        _stairs,
        _stair_spots,
    ),
)
