"""Trees and bushes."""

from __future__ import annotations

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.piece import Choice, Param, Piece, Spot, Values
from previz.kit.shape import Floats, Shape, join, solid
from previz.kit.solids import ball, skin, tube
from previz.scene.transform import unit


def _tree(b: Builder, v: Values) -> None:
    rng = np.random.default_rng(v.count("seed"))
    h, kind = v["height"], v.word("kind")
    special = {"conifer": _conifer, "palm": _palm, "poplar": _poplar}.get(kind)
    if special is not None:
        special(b, rng, h, v["width"])
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
    count = 5
    for i in range(count):
        turn = 2 * np.pi * (i + rng.uniform(-0.25, 0.25)) / count
        out = np.array([np.cos(turn), rng.uniform(0.75, 1.5), np.sin(turn)])
        start = line[-1 - (i % 2) * 2]
        reach = (0.30 if bare else 0.24) * h * rng.uniform(0.85, 1.15)
        _limb(b, rng, start, unit(out), reach, 0.52 * r, 3 if bare else 1, h)
    top = np.array([0.1 * sway[0], 1.0, 0.1 * sway[1]])
    _limb(b, rng, line[-1], unit(top), 0.30 * h, 0.6 * r, 3 if bare else 1, h)
    if not bare:
        low = 0.74 * trunk_top
        _foliage(b, rng, np.array([v["width"], h - low, v["width"]]), np.array([0, (h + low) / 2, 0]), 9)


def _limb(
    b: Builder,
    rng: np.random.Generator,
    start: Floats,
    way: Floats,
    reach: float,
    r: float,
    more: int,
    h: float,
) -> None:
    bow = unit(way + np.array([0, 0.45, 0]) + rng.uniform(-0.25, 0.25, 3))
    middle, end = start + way * reach * 0.5, start + way * reach * 0.45 + bow * reach * 0.55
    end[1] = min(end[1], h - 0.01 * h)
    line = polygon.curve([start, middle, end], 3)
    sides = 8 if more > 2 else 5 if more > 1 else 4
    b.add("bark", tube(line, np.linspace(r, 0.42 * r, len(line)).tolist(), sides), crease=75)
    if more <= 1:
        return
    for i in range(3):
        side = unit(np.cross(bow, rng.normal(size=3)))
        branch = unit(bow + side * (0.25 if i == 0 else 0.95))
        at = line[-1] if i == 0 else line[int(rng.integers(2, len(line) - 1))]
        _limb(b, rng, at, branch, reach * float(rng.uniform(0.55, 0.75)), 0.45 * r, more - 1, h)


def _foliage(b: Builder, rng: np.random.Generator, size: Floats, centre: Floats, lobes: int) -> None:
    """Leaves that fill a box exactly: lobes round an egg, feathered with sprays of leaves.

    A lobe with its sprays is one patch, so that lines part the lobes and fray their outlines.
    """
    count = int(np.clip(135 * (size[0] / 4.2) ** 2, 70, 260))
    middles, widths = [np.zeros(3)], [0.70]
    for spot in _spiral(rng, lobes):
        widths.append(float(rng.uniform(0.42, 0.54)))
        middles.append(spot * (0.47 - 0.42 * widths[-1]) * rng.uniform(0.92, 1.08))
    groups: list[tuple[Shape, Floats]] = []
    for middle, width in zip(middles, widths, strict=True):
        core = _lobe(rng, middle, width)
        sprays = leaf_sprays(rng, core, count if groups else 40)
        clear = np.full(len(sprays), True)
        for other, across in zip(middles, widths, strict=True):
            if other is not middle:
                clear &= np.linalg.norm(sprays.mean(axis=1) - other, axis=1) > 0.5 * across
        groups.append((core, sprays[clear]))
    points = np.concatenate([np.concatenate([core.points, sprays.reshape(-1, 3)]) for core, sprays in groups])
    low, high = points.min(axis=0), points.max(axis=0)
    for i, (core, sprays) in enumerate(groups):
        shape = join(core, spray_solids(sprays)) if len(sprays) else core
        fitted = shape.bend(centre + (shape.points - (low + high) / 2) / (high - low) * size)
        b.add("leaves 2" if i % 3 == 0 else "leaves", fitted, crease=70, whole=True)


def leaf_sprays(rng: np.random.Generator, core: Shape, count: int) -> Floats:
    """(n, 4, 3) flat four-cornered leaf sprays on a lobe about 1 m wide, their tips lifted off it."""
    middle = core.points.mean(axis=0)
    way = _spiral(rng, count)
    reach = (unit(core.points - middle) @ way.T).argmax(axis=0)
    foot = middle + way * (np.linalg.norm(core.points[reach] - middle, axis=1) * 0.90)[:, None]
    return sprays_at(rng, foot, way, 0.072 * float(np.sqrt(135 / max(count, 100))))


def sprays_at(rng: np.random.Generator, foot: Floats, way: Floats, length: float) -> Floats:
    """(n, 4, 3) leaf sprays that stand on points along directions (n, 3) and hang a little."""
    down = np.array([0.0, -0.5, 0.0]) + rng.normal(size=way.shape)
    along = unit(down - way * np.einsum("ij,ij->i", down, way)[:, None])
    across = np.cross(way, along)
    long = length * rng.uniform(0.75, 1.25, (len(way), 1))
    tip = foot + long * (0.95 * along + 0.75 * way)
    side, ridge = 0.36 * long * across, foot + long * (0.25 * along + 0.55 * way)
    return np.stack([foot - 0.35 * long * along, tip, ridge - side, ridge + side], axis=1)


def spray_solids(sprays: Floats) -> Shape:
    """Four-cornered leaf sprays (n, 4, 3) as closed solids."""
    corners = np.arange(4 * len(sprays)).reshape(-1, 1, 4)
    sides = ([0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3])
    return solid(sprays, np.concatenate([corners[..., side] for side in sides], axis=1))


def _spiral(rng: np.random.Generator, count: int) -> Floats:
    """(count, 3) directions spread evenly over the sphere (Fibonacci), turned at random."""
    steps = np.arange(count) + 0.5
    up = 1 - 2 * steps / count
    turn = steps * 2.399963 + rng.uniform(0, 2 * np.pi)
    ring = np.sqrt(1 - up**2)
    return unit(
        np.stack([ring * np.cos(turn), up, ring * np.sin(turn)], 1) + rng.normal(size=(count, 3)) * 0.08
    )


def _lobe(rng: np.random.Generator, centre: Floats, size: float) -> Shape:
    """A cauliflower of leaf bunches; jitter makes its outline leafy."""
    shape = (
        ball(1, 1, 1, segments=12).turn("x", float(rng.uniform(0, 360))).turn("y", float(rng.uniform(0, 360)))
    )
    way = unit(shape.points)
    nearest = np.arccos(np.clip((way @ _spiral(rng, 12).T).max(axis=1), -1, 1))
    bunch = 1.10 - 0.85 * nearest**2 + rng.uniform(-0.045, 0.045, len(way))
    return shape.bend(centre + shape.points * (size * bunch)[:, None])


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


def _poplar(b: Builder, rng: np.random.Generator, h: float, w: float) -> None:
    """A column of leaves; ``w`` is the width of a round crown, of which it has a third."""
    r = 0.012 * h + 0.03
    b.add(
        "bark", tube([(0, -0.03, 0), (0, 0.2 * h, 0), (0, 0.6 * h, 0)], [1.5 * r, r, 0.6 * r], 10), crease=70
    )
    wide = 0.36 * w
    for i, (low, high, share) in enumerate(((0.10, 0.46, 0.86), (0.28, 0.72, 1.0), (0.55, 1.0, 0.72))):
        size = np.array([wide * share, (high - low) * h, wide * share])
        centre = np.array([0.06 * wide * (-1) ** i, (low + high) / 2 * h, 0.05 * wide * (i - 1)])
        _foliage(b, rng, size, centre, 4)


def _palm(b: Builder, rng: np.random.Generator, h: float, w: float) -> None:
    """A ringed trunk that leans a little, and fronds whose leaflets hang from a bowed rib."""
    lean = rng.uniform(-1, 1, 2) * 0.07 * h
    (x, z), rise = lean, h - 0.16 * w
    line = polygon.curve(np.array([(0.0, -0.03, 0.0), (0.15 * x, 0.35 * rise, 0.15 * z), (x, rise, z)]), 8)
    girth = (0.020 * h + 0.05) * np.interp(
        np.linspace(0, 1, len(line)), [0, 0.06, 0.25, 1], [1.7, 1.15, 0.95, 0.72]
    )
    girth *= 1 + 0.05 * (-1.0) ** np.arange(len(line))
    b.add("bark", tube(line, girth.tolist(), 10), crease=25)
    crown = line[-1]
    count = 15
    for i in range(count):
        turn = 2.39996 * i + float(rng.uniform(-0.2, 0.2))
        lift = 1.0 - 1.25 * i / count
        frond = _frond(crown, turn, lift, 0.52 * w * float(rng.uniform(0.9, 1.08)))
        b.add("leaves 2" if i % 3 == 0 else "leaves", frond, crease=60, whole=True)


def _frond(root: Floats, turn: float, lift: float, long: float) -> Shape:
    """One palm leaf: a rib bowed by its weight, leaflets in pairs along it."""
    way, side = np.array([np.cos(turn), 0, np.sin(turn)]), np.array([-np.sin(turn), 0, np.cos(turn)])
    t = np.linspace(0, 1, 13)
    up = lift * t * 0.75 - (0.55 + 0.35 * lift) * t**2.2
    rib = root + long * (np.sqrt(1 - 0.12 * t)[:, None] * t[:, None] * way + up[:, None] * [0, 1, 0])
    shapes = [tube(rib[::2], np.linspace(0.018, 0.004, 7).tolist(), 4)]
    leaflets = []
    for i in range(1, len(rib)):
        reach = long * 0.26 * np.sin(np.pi * (0.12 + 0.82 * t[i])) ** 0.7
        along = unit(rib[i] - rib[i - 1])
        for s in (-1, 1):
            tip = rib[i] + reach * (0.75 * s * side + 0.62 * along - np.array([0, 0.42, 0]))
            wide = 0.030 * long * along * s
            ridge = rib[i] + 0.02 * long * np.array([0, 1, 0]) + 0.3 * reach * s * side
            leaflets.append([rib[i] - wide, tip, rib[i] + wide, ridge])
    return join(*shapes, spray_solids(np.array(leaflets)))


def _bush(b: Builder, v: Values) -> None:
    rng = np.random.default_rng(v.count("seed"))
    size = np.array([v["width"], v["height"], v["depth"]])
    _foliage(b, rng, size, np.array([0, size[1] / 2, 0]), 6)


def _tree_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("lean", (0.0, 0.0, 0.040 * v["height"] + 0.17), 0.0, 1.2),)


_LEAVES = {"leaves": (0.34, 0.43, 0.26), "leaves 2": (0.28, 0.37, 0.22)}

PIECES = (
    Piece(
        "tree",
        "Tree",
        "nature",
        (
            Choice("kind", "Kind", "leafy", ("leafy", "bare", "conifer", "poplar", "palm")),
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
        tags=("wood", "forest", "fir", "pine", "oak", "palm", "poplar", "trunk"),
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
        tags=("shrub", "garden", "undergrowth"),
    ),
)
