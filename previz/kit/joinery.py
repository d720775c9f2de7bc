"""Parts that many pieces share: drawers, feet, castors, bent bars, side profiles, screens."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.shape import Shape, join
from previz.kit.solids import box, cylinder, lathe, leg, prism, rounded, tube
from previz.scene.model import Vec3

PINE = (0.72, 0.56, 0.38)
OAK = (0.62, 0.45, 0.29)
WALNUT = (0.42, 0.29, 0.20)
WHITE = (0.88, 0.88, 0.86)
CHINA = (0.91, 0.91, 0.89)
STEEL = (0.62, 0.64, 0.65)
CHROME = (0.74, 0.76, 0.78)
BLACK = (0.11, 0.11, 0.12)
GREY = (0.46, 0.48, 0.49)
GLOW = (1.0, 0.92, 0.72)
SCREEN = (0.16, 0.18, 0.20)
PICTURE = (0.62, 0.76, 0.84)


def side(outline: ArrayLike, width: float, bevel: float = 0.004, x: float = 0.0) -> Shape:
    """Side view (n, 2) of (z, y), drawn out ``width`` along X about ``x``."""
    return prism(outline, width, bevel).turn("y", -90).move(x=x)


def bar(start: Vec3, end: Vec3, radius: float, sides: int = 10) -> Shape:
    """Straight round bar between two points."""
    return tube([start, end], radius, sides)


def bent(path: ArrayLike, radius: float, corner: float, sides: int = 8, steps: int = 3) -> Shape:
    """Round bar along points (n, 3) whose corners are bent to the radius ``corner``."""
    points = np.asarray(path, float)
    radii = [0.0, *[corner] * (len(points) - 2), 0.0]
    return tube(polygon.round_corners(points, radii, steps), radius, sides)


def oblong(width: float, depth: float, corner: float, steps: int = 3) -> ArrayLike:
    """Plan (n, 2) of a rectangle with round corners, about the origin."""
    plan = polygon.rectangle(-width / 2, -depth / 2, width / 2, depth / 2)
    return polygon.round_corners(plan, min(corner, 0.49 * min(width, depth)), steps)


def plate(width: float, height: float, depth: float, at: Vec3, corner: float, bevel: float = 0.0) -> Shape:
    """Upright plate with round corners seen from the front; it stands on the middle of its base ``at``."""
    outline = np.asarray(oblong(width, height, corner))
    return prism(outline, depth, bevel).move(at[0], at[1] + height / 2, at[2])


def legs(
    b: Builder, part: str, width: float, depth: float, height: float, thick: float, foot: float = 0.7
) -> None:
    """Four tapering legs; ``width`` and ``depth`` are over their outer faces."""
    x, z = (width - thick) / 2, (depth - thick) / 2
    for sx in (-1, 1):
        for sz in (-1, 1):
            b.add(part, leg(thick, height, thick, foot, (sx * x, 0, sz * z), min(0.004, 0.1 * thick)))


def knob(radius: float = 0.015) -> Shape:
    """Turned knob standing out along Z from z = 0."""
    r = radius / 0.015
    profile = np.array([(0.007, 0), (0.007, 0.012), (0.015, 0.018), (0.015, 0.024), (0.008, 0.029)])
    return lathe(profile * r, 12).turn("x", 90)


def pull(length: float, stand: float = 0.026, radius: float = 0.0055) -> Shape:
    """Level bar handle on two feet, standing out along Z from z = 0."""
    x = length / 2 - radius
    path = [(-x, 0, -0.002), (-x, 0, stand), (x, 0, stand), (x, 0, -0.002)]
    return bent(path, radius, 1.6 * radius, 6, 2)


def drawer(
    b: Builder, part: str, grip: str, width: float, height: float, handle: str = "pull", out: float = 0.0
) -> None:
    """Drawer front 20 mm thick, its back at z = ``out``, on the middle of its lower edge; pulled out it has
    sides, a back and a bottom. ``handle``: "pull", "knob", "knobs" or "none"."""
    b.add(part, box(width, height, 0.02, (0, 0, out + 0.01), 0.003))
    if out > 0.01:
        tall, inner = 0.7 * height, width - 0.05
        for s in (-1, 1):
            b.add(part, box(0.012, tall, out, (s * inner / 2, 0.14 * height, out / 2 + 0.002)))
        b.add(part, box(inner - 0.008, 0.008, out - 0.006, (0, 0.16 * height, out / 2 + 0.002)))
    grips = {"pull": [0.0], "knob": [0.0], "knobs": [-0.28 * width, 0.28 * width], "none": []}[handle]
    for x in grips:
        shape = pull(min(0.16, 0.6 * width)) if handle == "pull" else knob()
        b.add(grip, shape.move(x, 0.55 * height, out + 0.02), crease=75)


def castor(radius: float = 0.026) -> Shape:
    """Twin wheel under a cap; the floor is y = 0 and the stem ends at 2.3 radii."""
    wheel = cylinder(radius, 0.4 * radius, segments=14).turn("z", 90)
    pair = [wheel.move(x, radius, -0.4 * radius) for x in (-0.05 * radius, 0.5 * radius)]
    cap = rounded(
        1.15 * radius, 1.2 * radius, 1.7 * radius, 0.4 * radius, (0, 0.95 * radius, -0.25 * radius), steps=1
    )
    stem = cylinder(0.28 * radius, 0.5 * radius, (0, 1.9 * radius, 0), 10)
    return join(*pair, cap, stem)


def star(b: Builder, part: str, wheels: str, radius: float, height: float, arms: int = 5) -> None:
    """Foot of an office chair: arms that fall outwards, on castors, about a hub that ends at ``height``."""
    wheel = 0.026
    low, tip = 2.3 * wheel, radius - wheel
    outline = [(0.03, low + 0.010), (tip, low), (tip, low + 0.022), (0.03, height)]
    for i in range(arms):
        turn = 360 / arms * i
        b.add(part, prism(outline, 0.042, 0.007).turn("y", turn - 90))
        away = math.radians(turn)
        place = b.placed(tip * math.sin(away), 0, tip * math.cos(away), turn + 35 * (i % 2) - 20)
        place.add(wheels, castor(wheel).move(y=0.0), crease=60)
    b.add(part, cylinder(0.038, height - low + 0.03, (0, low, 0), 20, 0.006))


def disc_foot(radius: float, stem: float, height: float, rise: float = 0.022) -> Shape:
    """Round plate that swells into an upright stem of radius ``stem`` up to ``height``."""
    return lathe(
        [
            (radius - 0.004, 0),
            (radius, 0.004),
            (radius, 0.010),
            (0.75 * radius, rise),
            (1.9 * stem, rise + 0.012),
            (1.1 * stem, rise + 0.045),
            (stem, rise + 0.09),
            (stem, height),
        ],
        28,
    )


def cushion(
    width: float, height: float, depth: float, radius: float, puff: float = 0.012, seams: str = "piped"
) -> Shape:
    """Seat cushion on the middle of its base; its middle is ``puff`` higher."""
    return rounded(width, height, depth, radius, inner=(4, 1, 4), seams=seams, puff=puff)


def pad(width: float, height: float, thick: float, radius: float, lean_deg: float = 0.0) -> Shape:
    """Back cushion on the middle of its base, that leans back about its base."""
    return rounded(width, height, thick, radius, inner=(3, 3, 1)).turn("x", -lean_deg)


def screen(b: Builder, case: str, glass: str, width: float, height: float, depth: float, lit: bool) -> None:
    """Flat screen on the middle of its base, front towards +Z at z = ``depth`` / 2, with a narrow rim."""
    rim = min(0.012, 0.04 * width)
    b.add(case, plate(width, height, depth, (0, 0, 0), 0.008, min(0.005, 0.2 * depth)))
    inner = (width - 2 * rim, height - 2.2 * rim)
    b.add(glass, box(inner[0], inner[1], 0.004, (0, 1.2 * rim, depth / 2 - 0.001)), glow=lit)


def carcass(b: Builder, part: str, width: float, height: float, depth: float, board: float = 0.018) -> None:
    """Open-fronted case on the middle of its base: two sides, top, bottom and back."""
    for s in (-1, 1):
        b.add(part, box(board, height, depth, (s * (width - board) / 2, 0, 0), 0.002))
    for y in (0.0015, height - board - 0.0015):
        b.add(part, box(width - 2 * board + 0.004, board, depth - 0.004, (0, y, -0.001), 0.0015))
    b.add(part, box(width - 2 * board + 0.003, height - 0.02, 0.008, (0, 0.01, -depth / 2 + 0.006)))
