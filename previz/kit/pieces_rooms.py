"""Rooms drawn in plan, and platforms to stand higher on."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from previz.kit import plan, polygon
from previz.kit.builder import Builder
from previz.kit.opening import Opening, fill, pierced
from previz.kit.piece import FLOWN, Choice, Param, Piece, Spot, Switch, Text, Values, read_flown
from previz.kit.pieces_architecture import JOINERY, WHITE, boards, door_gaps, paving, skirting, tiles
from previz.kit.shape import Floats, Shape
from previz.kit.solids import box, cylinder, prism, slab

_SLAB_M = 0.12
_GAP_M = 0.003
"""Between inlaid boards and the walls, whose skirting covers it."""
_LOWEST_STEP_M = 0.06
"""A platform gets only as many steps as are at least so high."""
_INLAY_M = 0.0015
"""How far inlaid boards stand proud of the floor."""


def _plan(b: Builder, v: Values) -> None:
    thickness, height = v["thickness"], v["height"]
    storey = b.placed(y=v["level"])
    walls = plan.lay_out(v.word("walls"), thickness)
    openings = plan.openings_of(walls, plan.read_plan_openings(v.word("openings")), thickness, height)
    flown = read_flown(v.word("flown"))
    for wall in walls:
        if wall.name not in flown:
            met = [one for other in walls for one in plan.meetings(wall, other, thickness)]
            _stand(storey, v, wall, openings[wall.name], met)
    for corners in plan.outlines(plan.read_runs(v.word("walls"))):
        outline = polygon.offset(np.array(corners), -thickness / 2)
        if v.on("floor"):
            storey.add("floor", slab(outline, _SLAB_M, y=-_SLAB_M), flush="floor")
            inner = polygon.offset(np.array(corners), thickness / 2 + _GAP_M)
            _inlay(storey, inner, v.word("pattern"))
        if v.on("ceiling") and "ceiling" not in flown:
            storey.add("ceiling", slab(outline, _SLAB_M, y=height), flush="ceiling")


def _stand(
    b: Builder, v: Values, wall: plan.Wall, drawn: tuple[Opening, ...], met: list[plan.Meeting]
) -> None:
    """One wall in its own frame: X along it, +Z towards the room."""
    thickness, length, sign = v["thickness"], wall.length, wall.inside
    (ux, uz), middle = wall.way, (np.array(wall.start) + np.array(wall.end)) / 2
    turn = math.degrees(math.atan2(-uz * sign, ux * sign))
    side = b.placed(float(middle[0]), 0.0, float(middle[1]), turn)
    own = tuple(replace(o, centre=(o.centre - length / 2) * sign) for o in drawn)
    ends = (wall.first, wall.last) if sign > 0 else (wall.last, wall.first)
    left, right = (plan.Cut(cut.shift, cut.slope * sign) for cut in ends)
    body = pierced(length, v["height"], thickness, own)
    side.add("walls", _cut(body, length, left, right), flush="plaster")
    for opening in own:
        fill(side, opening, thickness, v.word("door_style"))
    if not v.on("skirting"):
        return
    for face in (1, -1) if not wall.outer else (1,):
        z = face * thickness / 2
        gaps = [((a - length / 2) * sign, (c - length / 2) * sign) for a, c, on in met if on == face * sign]
        gaps = [(min(gap), max(gap)) for gap in gaps] + door_gaps(own)
        low, high = -length / 2 - left.at(z), length / 2 + right.at(z)
        if face > 0:
            skirting(side.placed(z=z), (low, high), gaps)
        else:
            skirting(side.placed(z=z, turn_deg=180), (-high, -low), [(-c, -a) for a, c in gaps])


def _cut(shape: Shape, length: float, left: plan.Cut, right: plan.Cut) -> Shape:
    """Moves the square ends of a wall to their cuts."""
    points = shape.points.copy()
    for sign, cut in ((-1, left), (1, right)):
        at = np.abs(points[:, 0] - sign * length / 2) < 1e-9
        points[at, 0] += sign * (cut.shift + cut.slope * points[at, 2])
    return shape.bend(points)


def _plan_walls(v: Values) -> tuple[tuple[str, str], ...]:
    flown = read_flown(v.word("flown"))
    walls = plan.lay_out(v.word("walls"), v["thickness"])
    found = [(wall.name, f"wall {wall.name}") for wall in walls if wall.name not in flown]
    covered = v.on("ceiling") and "ceiling" not in flown and any(wall.outer for wall in walls)
    return (*found, *((("ceiling", "ceiling"),) if covered else ()))


# -------------------------------------------------------------------------------------------- floors
def _inlay(b: Builder, outline: Floats, pattern: str) -> None:
    """Every other board or tile, cut along the outline (n, 2) of (x, z)."""
    if pattern == "plain":
        return
    low, high = outline.min(axis=0), outline.max(axis=0)
    (width, depth), (cx, cz) = high - low, (low + high) / 2
    size = max(0.45, math.sqrt(width * depth / 3000))
    laid = tiles(width, depth, size) if pattern == "chequer" else boards(width, depth)
    flat = polygon.clean(outline)
    triangles = flat[polygon.triangulate(flat)]
    pieces = []
    for x, z, w, d, shade in laid:
        if shade == 1:
            tile = polygon.rectangle(cx + x - w / 2, cz + z - d / 2, cx + x + w / 2, cz + z + d / 2)
            pieces += [_inlaid(part) for t in triangles if len(part := _overlap(tile, t))]
    if pieces:
        b.add("floor 2", *pieces, whole=True)


def _inlaid(outline: Floats) -> Shape:
    return slab(outline, 0.002 + _INLAY_M, y=-0.002)


def _overlap(a: Floats, b: Floats) -> Floats:
    """Common part of two convex outlines (n, 2), counter-clockwise; empty when there is none to speak of.

    Cut by one edge after another (Sutherland and Hodgman, 1974).
    """
    left = a
    for start, end in zip(b, np.roll(b, -1, axis=0), strict=True):
        way = end - start
        side = way[0] * (left[:, 1] - start[1]) - way[1] * (left[:, 0] - start[0])
        kept: list[Floats] = []
        for i in range(len(left)):
            j = (i + 1) % len(left)
            if side[i] >= 0:
                kept.append(left[i])
            if side[i] * side[j] < 0:
                kept.append(left[i] + (left[j] - left[i]) * (side[i] / (side[i] - side[j])))
        left = np.array(kept).reshape(-1, 2)
        if len(left) < 3:
            return np.zeros((0, 2))
    left = _without_doubles(left)
    return left if len(left) >= 3 and polygon.area(left) > 1e-4 else np.zeros((0, 2))


def _without_doubles(outline: Floats) -> Floats:
    """Corners closer than half a millimetre to the one before are dropped, and those on a straight line."""
    apart = np.linalg.norm(outline - np.roll(outline, 1, axis=0), axis=1) > 5e-4
    return polygon.clean(outline[apart]) if apart.sum() >= 3 else np.zeros((0, 2))


# ----------------------------------------------------------------------------------------- platforms
def _platform(b: Builder, v: Values) -> None:
    width, depth, height = v["width"], v["depth"], v["height"]
    if v.word("shape") == "round":
        scale = depth / width
        b.add("sides", cylinder(width / 2 - 0.03, height - 0.04, segments=48).scale(z=scale))
        b.add("deck", cylinder(width / 2, 0.04, (0, height - 0.04, 0), 48, 0.008).scale(z=scale))
        return
    b.add("sides", box(width - 0.06, height - 0.04, depth - 0.06))
    deck = b.placed(y=height)
    paving(deck, width, depth, 0.04, v.word("pattern"), ("deck", "deck 2"))
    steps = min(v.count("steps"), max(0, int(height / _LOWEST_STEP_M) - 1))
    for step in range(1, steps + 1):
        rise = height * (1 - step / (steps + 1))
        z = depth / 2 + (step - 0.5) * 0.30 - 0.03
        b.add("sides", box(min(1.4, width), rise - 0.04, 0.30, (0, 0, z)))
        b.add("deck", prism(_nosing(), min(1.4, width) + 0.02).turn("y", -90).move(0, rise, z))


def _nosing() -> Floats:
    """(4, 2) section of a tread, 32 cm deep and 4 cm thick, its upper side at y = 0."""
    return polygon.rectangle(-0.15, -0.04, 0.17, 0.0)


def _platform_spots(v: Values) -> tuple[Spot, ...]:
    return (Spot("stand", (0.0, v["height"], 0.0)),)


_WALLS = (
    "A: -4,-2.5 4,-2.5 4,2.5 0.4,2.5 0.4,4.3 -4,4.3 close; B: 1.2,-2.5 1.2,0.4; C: -4,1.6 -1.4,1.6 -1.4,4.3"
)
_OPENINGS = (
    "A1:window@2.4x1.6x1.2, A1:window@6.6x1.2x1.2, A6:window@4.2x1.4x1.2, A5:door@3.3x0.9x2.05 open 20, "
    "B1:doorway@2.2x0.9x2.05, C1:door@1.7x0.8x2.05 right"
)

PIECES = (
    Piece(
        "plan",
        "Rooms from a plan",
        "architecture",
        (
            Text("walls", "Walls", _WALLS, plan.read_runs),
            Text("openings", "Openings", _OPENINGS, plan.read_plan_openings),
            Param("height", "Height", 2.6, 0.3, 20),
            Param("thickness", "Wall thickness", 0.14, 0.05, 0.8),
            Param("level", "Floor level", 0, -30, 60),
            Switch("floor", "Floor", True),
            Switch("ceiling", "Ceiling", True),
            Choice("pattern", "Floor pattern", "plain", ("plain", "boards", "chequer")),
            Choice("door_style", "Doors", "panelled", ("panelled", "flush", "glazed")),
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
        "interior rooms, plastered walls",
        (8.22, 2.84, 7.04),
        _plan,
        casts_shadow=False,
        walls=_plan_walls,
        tags=("floor plan", "walls", "flat", "apartment", "corridor", "level", "storey"),
    ),
    Piece(
        "platform",
        "Platform",
        "architecture",
        (
            Param("width", "Width", 3, 0.3, 40),
            Param("depth", "Depth", 2, 0.3, 40),
            Param("height", "Height", 0.4, 0.08, 12),
            Param("steps", "Steps in front", 0, 0, 20, "count"),
            Choice("shape", "Shape", "oblong", ("oblong", "round")),
            Choice("pattern", "Deck", "plain", ("plain", "boards", "chequer")),
        ),
        {"deck": (0.55, 0.42, 0.30), "deck 2": (0.47, 0.35, 0.24), "sides": (0.36, 0.30, 0.26)},
        "set",
        "stage",
        "raised platform",
        (3.0, 0.4, 2.0),
        _platform,
        _platform_spots,
        tags=("rostrum", "riser", "stage", "dais", "podium", "mezzanine", "level"),
    ),
)
