"""Land: terrain, hill, rock, water."""

from __future__ import annotations

import numpy as np

from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Text, Values
from previz.kit.relief import hills_at, land, read_relief, waves_at
from previz.kit.shape import Floats, Shape
from previz.kit.solids import ball, box, skin
from previz.scene.transform import unit

_GRASS = (0.44, 0.50, 0.32)
_EARTH = (0.46, 0.39, 0.29)


# -------------------------------------------------------------------------------------------- terrain
def terrain_height(v: Values, x: Floats, z: Floats) -> Floats:
    """Height of the terrain at x, z in metres of its own frame."""
    waves = waves_at(v.count("seed"), x / v["grain"], z / v["grain"])
    return np.asarray(hills_at(read_relief(v.word("relief")), x, z) + v["rough"] * waves)


def _terrain(b: Builder, v: Values) -> None:
    n = v.count("detail") + 1
    x, z = np.meshgrid(np.linspace(-0.5, 0.5, n) * v["width"], np.linspace(-0.5, 0.5, n) * v["depth"])
    b.add("ground", land(np.stack([x, terrain_height(v, x, z), z], -1)), crease=50)


def _terrain_spots(v: Values) -> tuple[Spot, ...]:
    zero = np.zeros(1)
    return (Spot("stand", (0.0, float(terrain_height(v, zero, zero)[0]), 0.0)),)


# ----------------------------------------------------------------------------------------------- hill
def _hill_height(v: Values, x: Floats, z: Floats) -> Floats:
    """Height at shares x, z (−1…1) of half its width and depth."""
    far = np.hypot(x, z)
    fall = np.clip(1 - far**2, 0, 1) ** (1.4 if v.word("kind") == "mound" else 0.8)
    waves = waves_at(v.count("seed"), 1.6 * x, 1.6 * z)
    if v.word("kind") == "crag":
        waves = 1 - 2 * np.abs(waves)
    return np.asarray(v["height"] * fall * np.clip(1 - v["rough"] * (0.5 - 0.5 * waves), 0.05, 1))


def _hill(b: Builder, v: Values) -> None:
    """A hill whose foot runs into the ground at y = 0."""
    turn = np.linspace(0, 2 * np.pi, 44, endpoint=False)
    shares = np.linspace(1, 0.03, 20) ** 0.9
    x, z = shares[:, None] * np.cos(turn), shares[:, None] * np.sin(turn)
    rings = np.stack([x * v["width"] / 2, _hill_height(v, x, z), z * v["depth"] / 2], -1)
    foot = rings[:1] * [1, 0, 1] - [0, 0.05, 0]
    b.add("ground", skin(np.concatenate([foot, rings])), crease=22 if v.word("kind") == "crag" else 60)


def _hill_spots(v: Values) -> tuple[Spot, ...]:
    x, z = np.zeros(2), np.array([0.0, 0.5])
    top, slope = (float(y) for y in _hill_height(v, x, z))
    return (Spot("stand", (0.0, top, 0.0)), Spot("stand", (0.0, slope, 0.25 * v["depth"])))


# ----------------------------------------------------------------------------------------------- rock
def _rock(b: Builder, v: Values) -> None:
    rng = np.random.default_rng(v.count("seed"))
    size = np.array([v["width"], v["height"], v["depth"]])
    count = v.count("rocks")
    for i in range(count):
        share = 1.0 if i == 0 else float(rng.uniform(0.28, 0.46))
        stone = boulder(rng, 14)
        points = stone.points * (1 + 0.3 * np.clip(-stone.points[:, 1:2], 0, 1) * [1, 0, 1])
        points = (points - points.min(0)) / (points.max(0) - points.min(0)) - [0.5, 0.0, 0.5]
        way = 2 * np.pi * i / max(count - 1, 1) + 0.7
        out = np.array([np.cos(way), 0, np.sin(way)]) * (0.36 + 0.5 * share) * (i > 0) * size
        b.add("rock", stone.bend(points * size * share + out), crease=26)


def boulder(rng: np.random.Generator, segments: int = 12) -> Shape:
    """A ball of radius 1 cut by planes: flat faces that meet in edges, as stone breaks."""
    shape = ball(2, 2, 2, segments=segments)
    points = shape.points.copy()
    ways = unit(rng.normal(size=(12, 3)))
    ways[0] = (0, -1, 0)
    ways[1] = unit(np.array([0.2, 1, 0.1]))
    for way in ways:
        over = np.clip(points @ way - float(rng.uniform(0.58, 0.84)), 0, None)
        points -= over[:, None] * way
    return shape.bend(points)


def _rock_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("lean", (0.0, 0.0, v["depth"] / 2 + 0.16), 0.0, v["height"]),)


# ---------------------------------------------------------------------------------------------- water
def _water(b: Builder, v: Values) -> None:
    """Water at y = 0 with ripples; a pond has its bank round it, a shore along −Z."""
    w, d = v["width"], v["depth"]
    if v.word("kind") == "pond":
        _pond(b, v, w, d)
    else:
        b.add("water", box(w, 0.2, d, (0, -0.2, 0)))
        if v.word("kind") == "shore":
            _shore(b, v, w, d)
    _ripples(b, v, w, d)


def _pond(b: Builder, v: Values, w: float, d: float) -> None:
    turn = np.linspace(0, 2 * np.pi, 44, endpoint=False)
    coast = 0.86 + 0.09 * waves_at(v.count("seed"), 1.2 * np.cos(turn), 1.2 * np.sin(turn), 3)
    edge = np.stack([w / 2 * coast * np.cos(turn), d / 2 * coast * np.sin(turn)], 1)
    rings = [
        np.stack([edge[:, 0] * k, np.full(44, y), edge[:, 1] * k], 1) for k, y in ((1.02, -0.2), (1.02, 0.0))
    ]
    b.add("water", skin(np.array(rings)), crease=50)
    rise = min(0.16, 0.03 * min(w, d))
    rows = ((0.97, -0.10), (1.0, 0.3 * rise), (1.05, rise), (1.12, 0.9 * rise), (1.24, -0.03), (1.0, -0.15))
    bank = [np.stack([edge[:, 0] * k, np.full(44, y), edge[:, 1] * k], 1) for k, y in rows]
    b.add("bank", skin(np.array(bank), closed=True), crease=60)


def _shore(b: Builder, v: Values, w: float, d: float) -> None:
    x = np.linspace(0.006 - w / 2, w / 2 - 0.006, 31)
    coast = -d / 2 + d * (0.22 + 0.06 * waves_at(v.count("seed"), 6 * x / w, 0 * x, 3))
    rows = ((0.0, -0.12), (0.0, 0.02), (0.12, 0.14), (0.5, 0.22), (1.0, 0.30), (1.0, -0.26))
    back = np.full(len(x), -d / 2 - 0.02)
    rings = [np.stack([x, np.full(len(x), y), coast + k * (back - coast)], 1) for k, y in rows]
    b.add("bank", skin(np.swapaxes(np.array(rings), 0, 1)), crease=60)


def _ripples(b: Builder, v: Values, w: float, d: float) -> None:
    """Lens-shaped crests along X; few and far apart, more of them near the viewer at +Z."""
    rng = np.random.default_rng(v.count("seed") + 1)
    kind = v.word("kind")
    for i in range(v.count("ripples")):
        long = float(rng.uniform(0.05, 0.14)) * w
        x, z = rng.uniform(-0.5, 0.5, 2)
        if kind == "pond":
            x, z = 0.58 * x, 0.58 * z
        elif kind == "shore":
            z = -0.16 + 0.64 * (z + 0.5)
        x = float(np.clip(x * w, -w / 2 + long / 2, w / 2 - long / 2))
        z = float(np.clip(z * d, -d / 2 + 0.05 * long, d / 2 - 0.06 * long))
        s = np.linspace(-1, 1, 7)
        wide = np.maximum(0.030 * long * (1 - s**2), 0.002 * long)
        tall = 0.012 * long * v["swell"] * (1 - s**2) + 0.003
        line = np.stack([x + s * long / 2, 0 * s, z + 0.03 * long * np.sin(2.4 * s + i)], 1)
        low = line - [0, 0.008 + 0.0006 * i, 0]
        rings = np.stack(
            [
                low + wide[:, None] * [0, 0, 1],
                line + tall[:, None] * [0, 1, 0],
                low - wide[:, None] * [0, 0, 1],
            ],
            1,
        )
        b.add("ripples", skin(rings), crease=100, whole=True)


PIECES = (
    Piece(
        "terrain",
        "Terrain",
        "nature",
        (
            Param("width", "Width", 24.0, 2, 400),
            Param("depth", "Depth", 24.0, 2, 400),
            Text(
                "relief",
                "Hills: x,z h height r radius; …",
                "-6,-6 h 3 r 9; 7,-3 h 1.6 r 6; 2,6 h -0.8 r 5",
                read_relief,
            ),
            Param("rough", "Unevenness", 0.12, 0, 5),
            Param("grain", "Width of a bump", 3.0, 0.3, 60),
            Param("detail", "Cells a side", 40, 4, 96, "count"),
            Param("seed", "Lie of the land", 1, 0, 9999, "count"),
        ),
        {"ground": _GRASS},
        "set",
        "land",
        "uneven ground",
        (24.0, 4.154, 24.0),
        _terrain,
        _terrain_spots,
        tags=("landscape", "field", "dunes", "meadow", "hills", "height", "ground", "desert", "snow"),
    ),
    Piece(
        "hill",
        "Hill",
        "nature",
        (
            Choice("kind", "Kind", "mound", ("mound", "crag")),
            Param("width", "Width", 30.0, 2, 600),
            Param("depth", "Depth", 22.0, 2, 600),
            Param("height", "Height", 6.0, 0.3, 200),
            Param("rough", "Unevenness", 0.25, 0, 1, ""),
            Param("seed", "Shape", 1, 0, 9999, "count"),
        ),
        {"ground": _GRASS},
        "set",
        "hill",
        "hill",
        (30.0, 5.357, 22.0),
        _hill,
        _hill_spots,
        tags=("mountain", "mound", "dune", "slope", "horizon", "crag"),
    ),
    Piece(
        "rock",
        "Rock",
        "nature",
        (
            Param("width", "Width", 1.4, 0.1, 20),
            Param("height", "Height", 0.9, 0.1, 15),
            Param("depth", "Depth", 1.1, 0.1, 20),
            Param("rocks", "Rocks", 3, 1, 7, "count"),
            Param("seed", "Shape", 1, 0, 9999, "count"),
        ),
        {"rock": (0.50, 0.48, 0.45)},
        "prop",
        "rock",
        "rocks",
        (1.73, 0.9, 1.212),
        _rock,
        _rock_spots,
        tags=("stone", "boulder", "cliff"),
    ),
    Piece(
        "water",
        "Water",
        "nature",
        (
            Choice("kind", "Kind", "pond", ("pond", "shore", "open")),
            Param("width", "Width", 8.0, 1, 400),
            Param("depth", "Depth", 6.0, 1, 400),
            Param("ripples", "Ripples", 14, 0, 60, "count"),
            Param("swell", "Swell", 1.0, 0, 10, ""),
            Param("seed", "Coast", 1, 0, 9999, "count"),
        ),
        {"water": (0.36, 0.48, 0.54), "ripples": (0.58, 0.68, 0.72), "bank": _EARTH},
        "set",
        "water",
        "water",
        (8.627, 0.36, 6.37),
        _water,
        tags=("lake", "pond", "river", "sea", "beach", "shore", "pool"),
    ),
)
