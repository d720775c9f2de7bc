"""Trees and bushes."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Values
from previz.kit.shape import Floats, Shape
from previz.kit.solids import ball, skin, tube
from previz.scene.transform import unit


def _tree(b: Builder, v: Values) -> None:
    rng = np.random.default_rng(v.count("seed"))
    h, kind = v["height"], v.word("kind")
    if kind == "conifer":
        _conifer(b, rng, h, v["width"])
        return
    bare = kind == "bare"
    trunk_top = 0.42 * h
    r = 0.020 * h + 0.035
    sway = rng.uniform(-1, 1, 2) * 0.03 * h
    line = polygon.curve(
        [
            (0, -0.03, 0),
            (0.2 * sway[0], 0.3 * trunk_top, 0.2 * sway[1]),
            (0.4 * sway[0], 0.7 * trunk_top, 0.6 * sway[1]),
            (sway[0], trunk_top, sway[1]),
        ],
        3,
    )
    girth = np.interp(np.linspace(0, 1, len(line)), [0, 0.12, 0.3, 1], [1.75, 1.15, 0.95, 0.72]) * r
    b.add("bark", tube(line, girth.tolist(), 12), crease=70)
    tips: list[Floats] = []
    count = 5
    for i in range(count):
        turn = 2 * np.pi * (i + rng.uniform(-0.25, 0.25)) / count
        out = np.array([np.cos(turn), rng.uniform(0.75, 1.5), np.sin(turn)])
        start = line[-1 - (i % 2) * 2]
        reach = (0.30 if bare else 0.24) * h * rng.uniform(0.85, 1.15)
        _limb(b, rng, start, unit(out), reach, 0.52 * r, 3 if bare else 1, tips, h)
    top = np.array([0.1 * sway[0], 1.0, 0.1 * sway[1]])
    _limb(b, rng, line[-1], unit(top), 0.30 * h, 0.6 * r, 3 if bare else 1, tips, h)
    if not bare:
        _crown(b, rng, v, trunk_top)


def _limb(
    b: Builder,
    rng: np.random.Generator,
    start: Floats,
    way: Floats,
    reach: float,
    r: float,
    more: int,
    tips: list[Floats],
    h: float,
) -> None:
    bow = unit(way + np.array([0, 0.45, 0]) + rng.uniform(-0.25, 0.25, 3))
    middle, end = start + way * reach * 0.5, start + way * reach * 0.45 + bow * reach * 0.55
    end[1] = min(end[1], h - 0.01 * h)
    line = polygon.curve([start, middle, end], 3)
    sides = 8 if more > 2 else 5 if more > 1 else 4
    b.add("bark", tube(line, np.linspace(r, 0.42 * r, len(line)).tolist(), sides), crease=75)
    tips.append(end)
    if more <= 1:
        return
    for i in range(3):
        side = unit(np.cross(bow, rng.normal(size=3)))
        branch = unit(bow + side * (0.25 if i == 0 else 0.95))
        at = line[-1] if i == 0 else line[int(rng.integers(2, len(line) - 1))]
        _limb(b, rng, at, branch, reach * float(rng.uniform(0.55, 0.75)), 0.45 * r, more - 1, tips, h)


def _crown(b: Builder, rng: np.random.Generator, v: Values, trunk_top: float) -> None:
    """Leaf clumps round an egg; the outermost reach exactly the height and width that were asked for."""
    h, w = v["height"], v["width"]
    low = 0.72 * trunk_top
    size = np.array([w, h - low, w])
    centre = np.array([0, (h + low) / 2, 0])
    clumps = 13
    spiral = np.arange(clumps) + 0.5
    lift = 1 - 2 * spiral / clumps
    turn = spiral * 2.399963 + rng.uniform(0, 6.28)
    ring = np.sqrt(1 - lift**2)
    spots = np.stack([ring * np.cos(turn), lift, ring * np.sin(turn)], 1)
    shapes = [leaf_clump(rng, np.zeros(3), np.array([0.62, 0.62, 0.62]))]
    for spot in spots:
        across = float(rng.uniform(0.40, 0.56))
        shapes.append(
            leaf_clump(
                rng,
                spot * 0.5 * (1 - across) * rng.uniform(0.9, 1.1),
                np.array([across, 0.82 * across, across]),
            )
        )
    everything = np.concatenate([shape.points for shape in shapes])
    low_corner, high_corner = everything.min(axis=0), everything.max(axis=0)
    for i, shape in enumerate(shapes):
        share = (shape.points - (low_corner + high_corner) / 2) / (high_corner - low_corner)
        b.add("leaves 2" if i % 3 == 2 else "leaves", shape.bend(centre + share * size), crease=179)


def leaf_clump(rng: np.random.Generator, centre: Floats, size: Floats) -> Shape:
    """A lumpy ball with a scalloped outline, as foliage is drawn."""
    shape = ball(1, 1, 1, segments=18)
    way = unit(shape.points)
    waves = rng.normal(size=(5, 3)) * 2.6
    lump = sum(
        np.sin(way @ wave * 1.6 + phase) for wave, phase in zip(waves, rng.uniform(0, 6.28, 5), strict=True)
    )
    scallop = np.abs(np.sin(way @ waves[0] * 2.2)) + np.abs(np.sin(way @ waves[1] * 2.2 + 1))
    return shape.bend(centre + shape.points * size * (1 + 0.035 * lump + 0.11 * (scallop - 1))[:, None])


def _conifer(b: Builder, rng: np.random.Generator, h: float, w: float) -> None:
    b.add(
        "bark",
        tube([(0, -0.03, 0), (0, 0.5 * h, 0), (0, 0.93 * h, 0)], [0.028 * h, 0.018 * h, 0.004 * h], 10),
    )
    tiers, segments = 8, 22
    for i in range(tiers):
        share = i / (tiers - 1)
        y0 = (0.10 + 0.72 * share) * h
        r = 0.44 * w * (1 - 0.80 * share)
        tall = 0.24 * h * (1 - 0.45 * share)
        turn = np.linspace(0, 2 * np.pi, segments, endpoint=False)
        jag = 1 + 0.13 * np.cos(turn * segments / 2) + rng.uniform(-0.05, 0.05, segments)
        rim = np.stack([r * jag * np.cos(turn), y0 - 0.10 * r * jag + 0 * turn, r * jag * np.sin(turn)], 1)
        neck = np.stack([0.30 * r * np.cos(turn), y0 + 0.55 * tall + 0 * turn, 0.30 * r * np.sin(turn)], 1)
        under = np.stack([0.25 * r * np.cos(turn), y0 + 0.06 * tall + 0 * turn, 0.25 * r * np.sin(turn)], 1)
        tip = np.stack(
            [0.001 * np.cos(turn), (h if i == tiers - 1 else y0 + tall) + 0 * turn, 0.001 * np.sin(turn)], 1
        )
        b.add("leaves 2" if i % 2 else "leaves", skin(np.array([under, rim, neck, tip])), crease=100)


def _bush(b: Builder, v: Values) -> None:
    rng = np.random.default_rng(v.count("seed"))
    size = np.array([v["width"], v["height"], v["depth"]])
    shapes = []
    for i in range(7):
        turn = i * 2.4 + rng.uniform(-0.3, 0.3)
        centre = np.array([0.24 * np.cos(turn), 0.30 + 0.07 * (i % 3), 0.24 * np.sin(turn)])
        shapes.append(leaf_clump(rng, centre if i else np.array([0, 0.45, 0]), np.full(3, 0.5 if i else 0.6)))
    everything = np.concatenate([shape.points for shape in shapes])
    low, high = everything.min(axis=0), everything.max(axis=0)
    for i, shape in enumerate(shapes):
        share = (shape.points - (low + high) / 2) / (high - low)
        b.add(
            "leaves 2" if i % 3 == 2 else "leaves", shape.bend(share * size + [0, size[1] / 2, 0]), crease=179
        )


def _tree_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("lean", (0.0, 0.0, 0.040 * v["height"] + 0.17), 0.0, 1.2),)


_LEAVES = {"leaves": (0.34, 0.43, 0.26), "leaves 2": (0.28, 0.37, 0.22)}

PIECES = (
    Piece(
        "tree",
        "Tree",
        "nature",
        (
            Choice("kind", "Kind", "leafy", ("leafy", "bare", "conifer")),
            Param("height", "Height", 6.0, 1, 25),
            Param("width", "Crown width", 4.2, 0.5, 20),
            Param("seed", "Growth", 1, 0, 9999, "count"),
        ),
        {"bark": (0.33, 0.26, 0.20), **_LEAVES},
        "prop",
        "tree",
        "tree",
        (4.2, 6.04, 4.2),
        _tree,
        _tree_spots,
    ),
    Piece(
        "bush",
        "Bush",
        "nature",
        (
            Param("width", "Width", 1.2, 0.2, 8),
            Param("height", "Height", 0.9, 0.2, 4),
            Param("depth", "Depth", 1.0, 0.2, 8),
            Param("seed", "Growth", 1, 0, 9999, "count"),
        ),
        _LEAVES,
        "prop",
        "plant",
        "bush",
        (1.2, 0.9, 1.0),
        _bush,
    ),
)
