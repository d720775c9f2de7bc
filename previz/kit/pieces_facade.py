"""A town house with windows, door, shop front and awning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.opening import Opening, door_frame, door_leaf, pierced
from previz.kit.piece import Choice, Param, Piece, Spot, Switch, Values
from previz.kit.solids import box, prism, sheet

_WALL, _REVEAL = 0.30, 0.16
"""Thickness of the front wall; how deep windows sit in it."""


def _facade(b: Builder, v: Values) -> None:
    w, depth, floors, ground, storey = v["width"], v["depth"], v.count("floors"), v["ground"], v["storey"]
    top = ground + (floors - 1) * storey
    rng = np.random.default_rng(v.count("seed"))
    b.add("walls", box(w, top + 0.02, depth - _WALL, (0, 0, -_WALL / 2)), flush="plaster")
    front = b.placed(z=depth / 2 - _WALL / 2)
    _ground_floor(front, v, rng)
    bays = max(1, round(w / 2.2))
    each = w / bays
    for floor in range(1, floors):
        level = front.placed(y=ground + (floor - 1) * storey)
        tall = min(1.75, storey - 1.25)
        holes = tuple(
            Opening("N", "window", (i + 0.5) * each - w / 2, min(1.05, 0.55 * each), tall, 0.85)
            for i in range(bays)
        )
        level.add("walls", pierced(w, storey, _WALL, holes), flush="plaster")
        for hole in holes:
            _window(level, hole, bool(rng.random() < v["lit"]), v.on("surrounds"))
    _trims(front, v, top)


def _window(b: Builder, o: Opening, lit: bool, surround: bool) -> None:
    w, h, z = o.width, o.height, _WALL / 2 - _REVEAL
    at = b.placed(o.centre, o.sill)
    hole = polygon.rectangle(-w / 2, 0, w / 2, h)
    at.add("frame", prism(hole, 0.05, holes=[polygon.offset(hole, 0.055)]).move(z=z))
    at.add("frame", box(0.06, h - 0.10, 0.06, (0, 0.05, z)), box(w - 0.10, 0.05, 0.056, (0, 0.68 * h, z)))
    at.add("lit glass" if lit else "glass", box(w - 0.10, h - 0.10, 0.01, (0, 0.05, z)), glow=lit)
    at.add("trims", box(w + 0.22, 0.09, 0.30, (0, -0.085, _WALL / 2 - 0.06)))
    if surround:
        outer = np.array(
            [
                [w / 2, 0.006],
                [w / 2 + 0.13, 0.006],
                [w / 2 + 0.13, h + 0.13],
                [-w / 2 - 0.13, h + 0.13],
                [-w / 2 - 0.13, 0.006],
                [-w / 2, 0.006],
                [-w / 2, h],
                [w / 2, h],
            ]
        )
        at.add("trims", prism(outer, 0.06).move(z=_WALL / 2 + 0.028))
        at.add("trims", box(w + 0.40, 0.07, 0.14, (0, h + 0.13, _WALL / 2 + 0.04)))


def _ground_floor(b: Builder, v: Values, rng: np.random.Generator) -> None:
    w, ground, kind = v["width"], v["ground"], v.word("front")
    step = 0.12
    door = Opening("N", "doorway", 0.0, 1.0, 2.2 + step)
    if kind == "shop" and w >= 3.2:
        door = replace(door, centre=-w / 2 + 0.95)
        left = door.centre + 0.95
        shop = Opening("N", "window", (left + w / 2 - 0.35) / 2, w / 2 - 0.35 - left, ground - 1.25, 0.45)
        holes: tuple[Opening, ...] = (door, shop)
    else:
        bays = max(1, round(w / 2.2))
        each = w / bays
        door = replace(door, centre=((bays // 2) + 0.5) * each - w / 2)
        sides = [(i + 0.5) * each - w / 2 for i in range(bays) if i != bays // 2]
        size = min(1.05, 0.55 * each), min(1.75, ground - 1.6)
        holes = (door, *(Opening("N", "window", x, *size, 1.0) for x in sides))
    b.add("walls", pierced(w, ground, _WALL, holes), flush="plaster")
    _entrance(b, door, step)
    for hole in holes[1:]:
        lit = bool(rng.random() < v["lit"])
        if kind == "shop" and w >= 3.2:
            _shop(b, hole, v.on("shop_lit"), v.on("awning"), ground)
        else:
            _window(b, hole, lit, v.on("surrounds"))


def _entrance(b: Builder, door: Opening, step: float) -> None:
    at = b.placed(door.centre, step, -0.04)
    wide, high = door.width, door.height - step
    door_frame(at, wide, high - 0.34, 0.16)
    door_leaf(at, wide, high - 0.34, 0.16, 0.0)
    b.add("glass", box(wide, 0.30, 0.02, (door.centre, door.height - 0.31, -0.04)))
    b.add("frame", box(wide, 0.06, 0.16, (door.centre, door.height - 0.34, -0.04)))
    b.add("trims", box(wide + 0.3, step, 0.62, (door.centre, 0, 0.16), 0.02))
    b.add("trims", box(wide + 0.5, 0.10, 0.34, (door.centre, door.height + 0.06, _WALL / 2 + 0.15), 0.02))


def _shop(b: Builder, o: Opening, lit: bool, awning: bool, ground: float) -> None:
    w, h, z = o.width, o.height, _WALL / 2 - 0.10
    at = b.placed(o.centre, o.sill)
    hole = polygon.rectangle(-w / 2, 0, w / 2, h)
    at.add("shop", prism(hole, 0.10, 0.008, [polygon.offset(hole, 0.08)]).move(z=z))
    panes = max(1, round(w / 1.6))
    for i in range(1, panes):
        at.add("shop", box(0.06, h - 0.12, 0.07, ((i / panes - 0.5) * w, 0.06, z), 0.006))
    at.add("lit glass" if lit else "glass", box(w - 0.14, h - 0.14, 0.012, (0, 0.07, z - 0.02)), glow=lit)
    at.add("shop", box(w + 0.16, 0.10, 0.34, (0, -0.09, _WALL / 2 - 0.04), 0.015))
    at.add("shop", box(w + 0.2, o.sill - 0.12, 0.06, (0, -o.sill, _WALL / 2 + 0.02), 0.008))
    board = ground - o.sill - h - 0.25
    at.add("shop", box(w + 0.2, board, 0.12, (0, h + 0.10, _WALL / 2 + 0.055), 0.015))
    at.add("sign", box(0.6 * w, 0.34 * board, 0.02, (0, h + 0.10 + 0.33 * board, _WALL / 2 + 0.12), 0.004))
    if awning:
        _awning(at.placed(0, h + 0.06, _WALL / 2 + 0.03), w + 0.2)


def _awning(b: Builder, w: float) -> None:
    """Striped cloth on a frame, with a scalloped edge."""
    out, fall, lap = 1.1, 0.50, 0.18
    stripes = max(3, round(w / 0.3)) | 1
    each = w / stripes
    for i in range(stripes):
        x0 = i * each - w / 2
        u = np.linspace(0, 1, 5)
        x = x0 + u * each
        top = np.array([[0, 0.0], [-fall * 0.5, out * 0.55], [-fall, out], [-fall - 0.4 * lap, out + 0.02]])
        grid = np.stack(
            [np.broadcast_to(x, (4, 5)), np.repeat(top[:, :1], 5, 1), np.repeat(top[:, 1:], 5, 1)], -1
        )
        edge = grid[-1] + np.stack([0 * u, -0.25 * lap - 0.35 * lap * np.sin(np.pi * u), 0.006 + 0 * u], -1)
        b.add(
            "awning" if i % 2 == 0 else "awning 2",
            sheet(np.concatenate([grid, edge[None]]), 0.012),
            crease=30,
        )


def _trims(b: Builder, v: Values, top: float) -> None:
    w, ground = v["width"], v["ground"]
    face = _WALL / 2
    band = [
        (face - 0.02, 0),
        (face + 0.10, 0.03),
        (face + 0.10, 0.12),
        (face + 0.04, 0.16),
        (face - 0.02, 0.16),
    ]
    if v.count("floors") > 1:
        b.add("trims", prism(band, w - 0.004).turn("y", -90).move(y=ground - 0.10))
    cornice = [
        (face - 0.02, -0.10),
        (face + 0.08, -0.06),
        (face + 0.10, 0.04),
        (face + 0.28, 0.16),
        (face + 0.34, 0.18),
        (face + 0.34, 0.28),
        (face - 0.02, 0.32),
    ]
    b.add("trims", prism(cornice, w - 0.002).turn("y", -90).move(y=top - 0.16))
    b.add("trims", box(w + 0.06, 0.10, 0.42, (0, top + 0.62, 0), 0.015))
    b.add("walls", box(w, 0.62, _WALL - 0.02, (0, top + 0.01, 0)))
    b.add("roof", box(w - 0.02, 0.06, v["depth"] - _WALL - 0.02, (0, top + 0.02, -v["depth"] / 2)))


def _facade_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("lean", (0.0, 0.0, v["depth"] / 2 + 0.18), 0.0, 1.2),)


PIECES = (
    Piece(
        "facade",
        "House front",
        "street",
        (
            Param("width", "Width", 9, 2.4, 30),
            Param("depth", "Depth", 6, 1, 30),
            Param("floors", "Floors", 3, 1, 8, "count"),
            Param("ground", "Ground floor", 3.7, 3, 6),
            Param("storey", "Upper floors", 3.2, 2.4, 5),
            Choice("front", "Ground floor", "shop", ("shop", "house")),
            Switch("awning", "Awning", True),
            Switch("shop_lit", "Shop lit", False),
            Switch("surrounds", "Window surrounds", True),
            Param("lit", "Lit windows", 0.3, 0, 1, ""),
            Param("seed", "Which windows", 1, 0, 9999, "count"),
        ),
        {
            "walls": (0.62, 0.50, 0.42),
            "trims": (0.80, 0.76, 0.68),
            "frame": (0.86, 0.85, 0.81),
            "glass": (0.20, 0.23, 0.27),
            "lit glass": (1.0, 0.88, 0.60),
            "shop": (0.20, 0.30, 0.27),
            "sign": (0.82, 0.72, 0.48),
            "door": (0.20, 0.30, 0.27),
            "handle": (0.72, 0.60, 0.34),
            "awning": (0.62, 0.22, 0.20),
            "awning 2": (0.88, 0.85, 0.78),
            "roof": (0.34, 0.34, 0.36),
        },
        "set",
        "building",
        "town house with a shop",
        (9.06, 10.82, 7.16),
        _facade,
        _facade_spots,
    ),
)
