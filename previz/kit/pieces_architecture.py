"""Rooms, walls, floors, doors, windows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from previz.kit import opening as holes
from previz.kit.builder import Builder
from previz.kit.opening import check_fit, fill, pierced, read_openings
from previz.kit.piece import FLOWN, Choice, Param, Piece, Switch, Text, Values, read_flown
from previz.kit.solids import box, prism

WHITE = (0.90, 0.89, 0.85)
WOOD = (0.55, 0.40, 0.28)
BRASS = (0.72, 0.60, 0.34)
GLASS = (0.22, 0.26, 0.31)
GLOW = (1.0, 0.90, 0.66)
JOINERY = {"frame": WHITE, "door": (0.86, 0.84, 0.79), "handle": BRASS, "glass": GLASS, "lit glass": GLOW}

# wall → (turn of its frame, sign from the world's coordinate to its own)
_WALLS = {"N": (0.0, 1), "E": (-90.0, 1), "S": (180.0, -1), "W": (90.0, -1)}
_NAMES = {"N": "north", "E": "east", "S": "south", "W": "west"}


def _spans(v: Values) -> dict[str, tuple[float, float]]:
    """Wall → (inner length, distance of its middle plane from the room's centre)."""
    t = v["thickness"]
    across, along = (v["width"], v["depth"] / 2 + t / 2), (v["depth"], v["width"] / 2 + t / 2)
    return {"N": across, "S": across, "E": along, "W": along}


def _room(b: Builder, v: Values) -> None:
    width, depth, height, t = v["width"], v["depth"], v["height"], v["thickness"]
    outer_w, outer_d = width + 2 * t, depth + 2 * t
    if v.on("floor"):
        paving(b, outer_w, outer_d, 0.12, v.word("pattern"))
    if v.on("ceiling") and "ceiling" not in read_flown(v.word("flown")):
        b.add("ceiling", box(outer_w, 0.12, outer_d, (0, height, 0)))
    openings = read_openings(v.word("openings"))
    standing = {name for name, _ in _room_walls(v)}
    for wall, (turn, sign) in _WALLS.items():
        if _NAMES[wall] not in standing:
            continue
        inner, away = _spans(v)[wall]
        own = tuple(_mirrored(o, sign) for o in openings if o.wall == wall)
        check_fit(own, inner, height)
        place = np.array([0.0, 0.0, away]) * (1 if wall == "S" else -1)
        if wall in "EW":
            place = np.array([away if wall == "E" else -away, 0.0, 0.0])
        side = b.placed(float(place[0]), 0.0, float(place[2]), turn)
        side.add("walls", pierced(inner + (2 * t if wall in "NS" else 0), height, t, own), flush="plaster")
        for o in own:
            fill(side, o, t, v.word("door_style"))
        if v.on("skirting"):
            skirting(side.placed(z=t / 2), (-inner / 2, inner / 2), door_gaps(own))


def _room_walls(v: Values) -> tuple[tuple[str, str], ...]:
    flown = read_flown(v.word("flown"))
    walls = tuple((name, f"{name} wall") for name in _NAMES.values())
    return tuple((n, words) for n, words in (*walls, ("ceiling", "ceiling")) if v.on(n) and n not in flown)


def _mirrored(o: holes.Opening, sign: int) -> holes.Opening:
    return o if sign > 0 else replace(o, centre=-o.centre)


def skirting(b: Builder, span: tuple[float, float], gaps: Sequence[tuple[float, float]]) -> None:
    """Along z = 0 from x to x, standing out towards +Z, with gaps from x to x."""
    edge = span[0] + 0.002
    for left, right in [*sorted(gaps), (span[1] - 0.002, 0.0)]:
        if left - edge > 0.03:
            profile = [(0, 0), (0.016, 0), (0.016, 0.085), (0.010, 0.10), (0, 0.10)]
            b.add("skirting", prism(profile, left - edge).turn("y", -90).move((left + edge) / 2))
        edge = right


def door_gaps(own: tuple[holes.Opening, ...]) -> list[tuple[float, float]]:
    """Where openings with their casing reach the floor."""
    return [(o.centre - o.width / 2 - 0.05, o.centre + o.width / 2 + 0.05) for o in own if o.sill <= 0]


def paving(
    b: Builder,
    width: float,
    depth: float,
    height: float,
    pattern: str,
    parts: tuple[str, str] = ("floor", "floor 2"),
) -> None:
    """Floor slab with its top at y = 0; every other tile or board is inlaid, in the second part."""
    b.add(parts[0], box(width, height, depth, (0, -height, 0)))
    if pattern == "plain":
        return
    inner_w, inner_d = width - 0.004, depth - 0.004
    size = max(0.45, math.sqrt(width * depth / 3000))
    laid = tiles(inner_w, inner_d, size) if pattern == "chequer" else boards(inner_w, inner_d)
    inlaid = [box(w, 0.0026, d, (x, -0.002, z)) for x, z, w, d, shade in laid if shade == 1]
    b.add(parts[1], *inlaid, whole=True)


def tiles(width: float, depth: float, size: float) -> list[tuple[float, float, float, float, int]]:
    """(x, z, width, depth, shade) of a chequerboard."""
    columns, rows = max(2, round(width / size)), max(2, round(depth / size))
    w, d = width / columns, depth / rows
    return [
        (w * (i + 0.5) - width / 2, d * (j + 0.5) - depth / 2, w, d, (i + j) % 2)
        for i in range(columns)
        for j in range(rows)
    ]


def boards(width: float, depth: float) -> list[tuple[float, float, float, float, int]]:
    """(x, z, width, depth, shade) of floorboards 16 cm wide with staggered joints."""
    columns = max(2, round(width / 0.16))
    w, long = width / columns, max(2.4, depth / 8)
    result = []
    for i in range(columns):
        cuts = np.arange(-depth / 2 - long * ((i * 0.382) % 1.0), depth / 2, long)
        ends = np.append(cuts[1:], depth / 2)
        for j, (start, end) in enumerate(zip(np.maximum(cuts, -depth / 2), ends, strict=True)):
            if end - start > 0.01:
                shade = int((i * 7 + j * 3) % 5 % 2)
                result.append(
                    (w * (i + 0.5) - width / 2, float(start + end) / 2, w, float(end - start), shade)
                )
    return result


def _door(b: Builder, v: Values) -> None:
    holes.door_frame(b, v["width"], v["height"], v["thickness"])
    holes.door_leaf(b, v["width"], v["height"], v["thickness"], v["open"], v.word("style"), v.word("handle"))


def _window(b: Builder, v: Values) -> None:
    up = b.placed(y=v["rise"])
    holes.window(
        up,
        v["width"],
        v["height"],
        v["thickness"],
        (v.count("columns"), v.count("rows")),
        v.word("glass"),
        v.on("sill"),
    )


def _wall(b: Builder, v: Values) -> None:
    own = read_openings(v.word("openings"))
    check_fit(own, v["width"], v["height"])
    b.add("walls", pierced(v["width"], v["height"], v["thickness"], own))
    for o in own:
        fill(b, o, v["thickness"])


def _floor(b: Builder, v: Values) -> None:
    paving(b, v["width"], v["depth"], v["thickness"], v.word("pattern"))


_SIZE = (
    Param("width", "Width", 4.8, 1, 40),
    Param("depth", "Depth", 4.2, 1, 40),
    Param("height", "Height", 2.6, 2, 12),
    Param("thickness", "Wall thickness", 0.14, 0.05, 0.8),
)
_DOOR_SIZE = (
    Param("width", "Width", 0.9, 0.5, 2.4),
    Param("height", "Height", 2.05, 1.2, 3.5),
    Param("thickness", "Wall thickness", 0.14, 0.05, 0.8),
)

PIECES = (
    Piece(
        "room",
        "Room",
        "architecture",
        (
            *_SIZE,
            Switch("floor", "Floor", True),
            Switch("ceiling", "Ceiling", True),
            *(Switch(name, f"{name.title()} wall", True) for name in _NAMES.values()),
            Text("openings", "Openings", "N:window@0x1.4x1.2, E:door@1.2x0.9x2.05", read_openings),
            Choice("door_style", "Doors", "panelled", ("panelled", "flush", "glazed")),
            Choice("pattern", "Floor pattern", "plain", ("plain", "boards", "chequer")),
            Switch("skirting", "Skirting", True),
            FLOWN,
        ),
        {
            "walls": (0.80, 0.77, 0.70),
            "floor": (0.56, 0.45, 0.34),
            "floor 2": (0.47, 0.37, 0.27),
            "ceiling": (0.90, 0.89, 0.86),
            "skirting": WHITE,
            **JOINERY,
        },
        "set",
        "wall",
        "interior room, plastered walls",
        (5.10, 2.84, 4.56),
        _room,
        casts_shadow=False,
        walls=_room_walls,
    ),
    Piece(
        "wall",
        "Wall",
        "architecture",
        (
            Param("width", "Length", 4.0, 0.3, 40),
            Param("height", "Height", 2.6, 0.3, 12),
            Param("thickness", "Thickness", 0.14, 0.05, 0.8),
            Text("openings", "Openings", "", read_openings),
        ),
        {"walls": (0.80, 0.77, 0.70), **JOINERY},
        "set",
        "wall",
        "plastered wall",
        (4.0, 2.6, 0.14),
        _wall,
        walls=lambda _: (("", "wall"),),
    ),
    Piece(
        "door",
        "Door",
        "architecture",
        (
            *_DOOR_SIZE,
            Param("open", "Open", 0, -170, 170, "deg"),
            Choice("style", "Leaf", "panelled", ("panelled", "flush", "glazed")),
            Choice("handle", "Handle", "lever", ("lever", "knob")),
        ),
        JOINERY,
        "set",
        "door",
        "panelled wooden door in its frame",
        (0.996, 2.098, 0.217),
        _door,
    ),
    Piece(
        "window",
        "Window",
        "architecture",
        (
            Param("width", "Width", 1.4, 0.3, 6),
            Param("height", "Height", 1.2, 0.3, 4),
            Param("thickness", "Wall thickness", 0.14, 0.05, 0.8),
            Param("rise", "Sill height", 0.9, 0, 6),
            Param("columns", "Panes across", 2, 1, 8, "count"),
            Param("rows", "Panes up", 2, 1, 8, "count"),
            Choice("glass", "Glass", "clear", ("clear", "dark", "lit")),
            Switch("sill", "Sill", True),
        ),
        JOINERY,
        "set",
        "windowpane",
        "sash window with painted frame",
        (1.6, 1.310, 0.34),
        _window,
    ),
    Piece(
        "floor",
        "Floor",
        "architecture",
        (
            Param("width", "Width", 6, 0.3, 60),
            Param("depth", "Depth", 6, 0.3, 60),
            Param("thickness", "Thickness", 0.1, 0.01, 2),
            Choice("pattern", "Pattern", "plain", ("plain", "boards", "chequer")),
        ),
        {"floor": (0.56, 0.45, 0.34), "floor 2": (0.47, 0.37, 0.27)},
        "set",
        "floor",
        "floor",
        (6, 0.1, 6),
        _floor,
        casts_shadow=False,
    ),
)
