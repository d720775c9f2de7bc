"""What buses and vans are built of: pierced sides, a skin over a profile, wheels, seats, steering wheel.

A vehicle faces +Z with its middle at the origin and its wheels on y = 0. Panels are sheets of metal; where
glass is clear there is none, so that a camera sees in and out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.joinery import bar
from previz.kit.profiles import side_on
from previz.kit.shape import Floats, Shape
from previz.kit.solids import box, cylinder, lathe, rounded, sheet, torus, tube

Window = tuple[float, float, float, float] | tuple[float, float, float, float, float]
"""z0, y0, z1, y1 of an opening in a side wall; a fifth number slants its front edge back so far."""


def opening(window: Window, corner: float = 0.06) -> Floats:
    """(n, 2) outline (z, y) of a window with round corners."""
    z0, y0, z1, y1 = window[:4]
    slant = window[4] if len(window) == 5 else 0.0
    corners = np.array([(z0, y0), (z1, y0), (z1 - slant, y1), (z0, y1)])
    return polygon.round_corners(corners, min(corner, 0.3 * (y1 - y0)), 2)


def with_arches(outline: ArrayLike, axles: Sequence[float], radius: float, foot: float) -> Floats:
    """A side view (n, 2) of (z, y), its first edge the foot from rear to front, with wheel arches cut in."""
    p = np.asarray(outline, float)
    rows = [p[:1]]
    for axle in sorted(axles):
        turn = np.radians(np.linspace(180, 0, 13))
        drop = np.sin(turn) * radius
        rows.append(np.stack([axle + radius * np.cos(turn), foot + np.maximum(drop, 0.0)], 1))
    return np.concatenate([*rows, p[1:]])


def side_wall(
    b: Builder, part: str, x: float, outline: ArrayLike, windows: Sequence[Window], rim: str
) -> None:
    """Sheet 4 cm thick at ``x`` with its windows, each in a rubber rim."""
    holes = tuple(opening(window) for window in windows)
    b.add(part, side_on(outline, 0.04, 0.008, holes).move(x=x), crease=40)
    for hole in holes:
        path = np.column_stack([np.full(len(hole), x), hole[:, 1], hole[:, 0]])
        b.add(rim, tube(path, 0.026, 4, closed=True), crease=80)


def pane(part: str, b: Builder, x: float, window: Window) -> None:
    b.add(part, side_on(opening(window), 0.012).move(x=x), crease=40)


def over(profile: ArrayLike, width: float, crown: float = 0.0, thickness: float = 0.04) -> Shape:
    """A skin of metal over a run of (z, y) points, ``width`` along X and ``crown`` higher in its middle."""
    line = np.asarray(profile, float)
    s = np.linspace(-1, 1, 9)
    y = line[:, 1:] + crown * (1 - s**2)
    return sheet(np.stack([np.broadcast_to(s * width / 2, y.shape), y, line[:, :1] + 0 * y], -1), thickness)


def road_wheel(b: Builder, x: float, z: float, radius: float, wide: float = 0.22) -> None:
    """Tyre and rim; its outer face at ``x``."""
    s = 1 if x > 0 else -1
    profile = [
        (0.60 * radius, -wide / 2), (0.94 * radius, -wide / 2), (radius, -0.38 * wide), (radius, 0.38 * wide),
        (0.94 * radius, wide / 2), (0.62 * radius, wide / 2),
    ]  # fmt: skip
    place = b.placed(x - s * wide / 2, radius, z, 0.0)
    place.add("tyre", lathe(profile, 22).turn("z", -90 * s), crease=40)
    disc = [
        (0.615 * radius, 0.0),
        (0.615 * radius, 0.035),
        (0.50 * radius, 0.030),
        (0.34 * radius, 0.006),
        (0.18 * radius, 0.016),
        (0.17 * radius, 0.045),
    ]
    place.add("rim", lathe(disc, 18).turn("z", -90 * s).move(s * (wide / 2 - 0.012)), crease=40)


def coach_seat(b: Builder, part: str, base: str, wide: float, tall: float = 0.66) -> None:
    """Upholstered seat on a pedestal, its front towards +Z; the seat is 0.45 above its floor."""
    b.add(base, box(wide - 0.14, 0.34, 0.30, (0, 0, -0.02), 0.01))
    b.add(part, rounded(wide, 0.12, 0.46, 0.045, (0, 0.33, 0.02), steps=1))
    rest = rounded(wide, tall, 0.11, 0.045, steps=1).turn("x", -9)
    b.add(part, rest.move(0, 0.38, -0.215))
    b.add(base, bar((-wide / 2 + 0.06, 0.40 + tall, -0.32), (wide / 2 - 0.06, 0.40 + tall, -0.32), 0.012, 6))


def steering_wheel(
    b: Builder, part: str, x: float, y: float, z: float, radius: float, lean_deg: float
) -> None:
    """Wheel and column; ``lean_deg`` 0 lies flat, 90 stands upright."""
    wheel = torus(radius, 0.016, 20, 6).turn("x", -lean_deg)
    b.add(part, wheel.move(x, y, z), crease=70)
    for turn in (0.0, 120.0, 240.0):
        spoke = bar((0, 0, 0), (0, 0, radius), 0.012, 6).turn("y", turn).turn("x", -lean_deg)
        b.add(part, spoke.move(x, y, z), crease=70)
    away = np.radians(lean_deg)
    foot = (x, y - 0.34 * float(np.cos(away)), z + 0.34 * float(np.sin(away)))
    b.add(part, cylinder(0.05, 0.03, segments=14).turn("x", -lean_deg).move(x, y, z), crease=60)
    b.add(part, bar((x, y, z), foot, 0.030, 10), crease=60)
