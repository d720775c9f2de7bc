"""The painted shell of a saloon car.

The body is a wall round a plan outline. Its foot follows the wheel arches, its top the bonnet line, belt and
boot; heights pull it in at sill, bumper and shoulder. Everything that lies on the body, doors, lamps, grille,
is a thin sheet on the same surface. The car faces +Z with its middle at the origin.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from previz.kit import polygon
from previz.kit.builder import Builder
from previz.kit.shape import Floats, Shape, weld
from previz.kit.solids import sheet, skin, tube

HALF_WIDTH, HALF_LENGTH = 0.90, 2.30
FRONT_AXLE, REAR_AXLE = 1.40, -1.33
WHEEL, ARCH = 0.32, 0.375
COWL, BOOT = 0.98, -1.60
"""Where bonnet and boot meet the cabin, along Z."""
_P, _Q = 6.0, 2.6
_INNER = 0.022

_BELT_Z = [-2.30, -2.05, -1.60, -1.0, 0.0, 0.60, 0.98, 1.40, 1.80, 2.10, 2.30]
_BELT_Y = [0.93, 0.97, 0.98, 0.955, 0.925, 0.91, 0.895, 0.845, 0.78, 0.715, 0.67]
_SIDE_Y = [0.16, 0.22, 0.36, 0.52, 0.68, 0.80, 0.90, 1.00]
_SIDE_IN = [0.075, 0.040, 0.012, 0.0, 0.002, 0.016, 0.036, 0.070]
_END_Y = [0.16, 0.24, 0.36, 0.50, 0.54, 0.62, 0.72, 0.90, 1.00]
_END_IN = [0.14, 0.055, 0.008, 0.006, 0.035, 0.050, 0.090, 0.085, 0.10]


def half_width(z: ArrayLike) -> Floats:
    """Half the width of the plan outline at ``z``."""
    share = np.clip(np.abs(np.asarray(z, float)) / HALF_LENGTH, 0, 1)
    return np.asarray(HALF_WIDTH * (1 - share**_P) ** (1 / _Q))


def reach(x: ArrayLike) -> Floats:
    """How far the plan outline goes along Z at ``x``."""
    share = np.clip(np.abs(np.asarray(x, float)) / HALF_WIDTH, 0, 1)
    return np.asarray(HALF_LENGTH * (1 - share**_Q) ** (1 / _P))


def belt(z: ArrayLike) -> Floats:
    """Height of the upper edge of the wall."""
    return np.asarray(np.interp(np.asarray(z, float), _BELT_Z, _BELT_Y))


def on_body(x: ArrayLike, z: ArrayLike, y: ArrayLike) -> Floats:
    """Points (…, 3) of the painted surface from a plan point and a height."""
    x, z, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(z, float), np.asarray(y, float))
    share = np.clip((np.abs(z) / HALF_LENGTH - 0.72) / 0.28, 0, 1)
    ends = share * share * (3 - 2 * share) * np.interp(y, _END_Y, _END_IN)
    shoulder = np.clip(1 - (belt(z) - y) / 0.05, 0, 1) ** 2 * 0.028
    narrow = 1 - (np.interp(y, _SIDE_Y, _SIDE_IN) + shoulder) / HALF_WIDTH
    return np.stack([x * narrow, y, z - np.sign(z) * (ends + shoulder * share)], -1)


def crown(x: ArrayLike, z: ArrayLike) -> Floats:
    """1 in the middle of the plan, falling to 0 at its outline."""
    wide = (np.abs(np.asarray(x, float)) / HALF_WIDTH) ** _Q
    long = (np.abs(np.asarray(z, float)) / HALF_LENGTH) ** _P
    return np.asarray(np.sqrt(np.clip(1 - wide - long, 0, 1)))


def on_side(side: int, z: ArrayLike, y: ArrayLike) -> Floats:
    return on_body(side * half_width(z), z, y)


def on_end(end: int, x: ArrayLike, y: ArrayLike) -> Floats:
    return on_body(x, end * reach(x), y)


def _stations() -> tuple[Floats, Floats]:
    """(n,) z from nose to tail of one side, and the height of the wall's foot there."""
    nose = HALF_LENGTH * (1 - np.array([0.0, 0.003, 0.012, 0.03, 0.06, 0.10, 0.15, 0.19]))
    turn = np.radians(np.linspace(0, 180, 15))
    z: list[float] = list(nose)
    foot: list[float] = [0.20] * len(nose)
    for axle in (FRONT_AXLE, REAR_AXLE):
        z += [axle + ARCH + 0.004, *(axle + ARCH * np.cos(turn)), axle - ARCH - 0.004]
        foot += [0.19, *(WHEEL + ARCH * np.sin(turn)), 0.19]
        if axle == FRONT_AXLE:
            middle = np.linspace(FRONT_AXLE - ARCH - 0.1, REAR_AXLE + ARCH + 0.1, 7)
            z += list(middle)
            foot += [0.19] * len(middle)
    z += list(-nose[::-1])
    foot += [0.24] * len(nose)
    return np.array(z), np.array(foot)


def _wall() -> Shape:
    z, foot = _stations()
    z = np.concatenate([z, z[-2:0:-1]])
    foot = np.concatenate([foot, foot[-2:0:-1]])
    side = np.concatenate([np.ones(len(_stations()[0])), -np.ones(len(z) - len(_stations()[0]))])
    rows = np.array([0.0, 0.16, 0.36, 0.58, 0.78, 0.92, 1.0])
    y = foot[:, None] + rows * (belt(z) - foot)[:, None]
    outer = on_body((side * half_width(z))[:, None], z[:, None], y)
    inner = outer[:, [6, 3, 0]] * [1 - _INNER / HALF_WIDTH, 1, 1 - _INNER / HALF_LENGTH]
    labels = [0] * 6 + [1] + [2] * 2 + [3]
    return skin(np.concatenate([outer, inner], axis=1), closed=True, groups=labels)


def _top(end: int, base: float, rise: float) -> Shape:
    """Bonnet or boot: from the cabin to the rim of the wall."""
    s = np.array([0, 0.2, 0.4, 0.58, 0.72, 0.83, 0.91, 0.96, 0.985, 1.0])
    s = np.concatenate([-s[:0:-1], s])
    x = s * float(half_width(base))
    far = np.maximum(reach(x), abs(base)) * end
    r = np.linspace(0, 1, 9)[:, None]
    z = base + r * (far - base)
    points = on_body(x + 0 * z, z, belt(z))
    points[..., 1] += rise * crown(x, z) - 0.004
    thick = np.concatenate([points, points - [0, 0.02, 0]])
    return _lid(points, thick)


def _lid(points: Floats, thick: Floats) -> Shape:
    rows, columns = points.shape[:2]
    size = rows * columns
    slab = sheet(points, 0.01)
    flat = thick.reshape(-1, 3)
    return weld(
        flat,
        slab.faces,
        np.where(slab.faces.min(axis=1) >= size, 1, np.where(slab.faces.max(axis=1) < size, 0, 2)),
    )


def paint(b: Builder) -> None:
    """Wall, bonnet, boot, doors with their gaps, arches. Parts: body, gaps."""
    b.add("body", _wall(), crease=50)
    b.add("body", _top(1, COWL, 0.045), _top(-1, BOOT, 0.035), crease=50)
    _lid_panel(b, 1, COWL + 0.05, 0.74, 0.045)
    _lid_panel(b, -1, BOOT - 0.10, 0.66, 0.035)
    for side in (-1, 1):
        for front, rear in ((0.93, -0.20), (-0.22, -1.12)):
            _door(b, side, front, rear)
        for axle in (FRONT_AXLE, REAR_AXLE):
            turn = np.radians(np.linspace(-4, 184, 17))
            lip = on_side(side, axle + ARCH * np.cos(turn), WHEEL + ARCH * np.sin(turn))
            b.add("body", tube(lip, 0.013, 6), crease=75)


def _lid_panel(b: Builder, end: int, base: float, share: float, rise: float) -> None:
    """The bonnet or boot lid itself, raised a little so that its gap can be drawn."""
    x = np.linspace(-share, share, 11) * HALF_WIDTH
    far = reach(x) * end * 0.94
    z = base + np.linspace(0, 1, 7)[:, None] * (far - base)
    points = on_body(x + 0 * z, z, belt(z))
    points[..., 1] += rise * crown(x, z) + 0.004
    b.add("body", sheet(points, 0.018), crease=60)


def _door(b: Builder, side: int, front: float, rear: float) -> None:
    """Sheet over the wall below its shoulder; its hind edge follows the rear wheel arch."""
    rows = np.linspace(0, 1, 9)[:, None]
    columns = np.linspace(0, 1, 7)
    foot, head = 0.235, belt(np.linspace(front, rear, 7)) - 0.055
    y = foot + rows * (head - foot)
    round_arch = (ARCH + 0.045) ** 2 - (y[:, -1:] - WHEEL) ** 2
    hind = np.maximum(rear, np.where(round_arch > 0, REAR_AXLE + np.sqrt(np.clip(round_arch, 0, None)), rear))
    panel = on_side(side, front + columns * (hind - front), y)
    b.add("body", sheet(panel, 0.014), crease=60)
    for edge in (panel[:, 0], panel[:, -1], panel[-1]):
        line = edge.copy()
        line[0, 1] += 0.006
        b.add("gaps", tube(line, 0.0085, 4), crease=100)


def on_front(
    end: int,
    x0: float,
    x1: float,
    low: tuple[float, float],
    high: tuple[float, float],
    columns: int = 8,
    rows: int = 3,
    thickness: float = 0.012,
) -> Shape:
    """Plate on nose or tail between ``x0`` and ``x1``; ``low`` and ``high`` are heights at both."""
    s = np.linspace(0, 1, columns)
    r = np.linspace(0, 1, rows)[:, None]
    y0, y1 = low[0] + s * (low[1] - low[0]), high[0] + s * (high[1] - high[0])
    return sheet(on_end(end, x0 + s * (x1 - x0), y0 + r * (y1 - y0)), thickness)


# ------------------------------------------------------------------------------------------- greenhouse
ROOF = 1.45
_ROOF_FRONT, _ROOF_REAR = 0.26, -0.98


def roof_edge(z: ArrayLike) -> Floats:
    """(…, 3) points on the right edge of the roof."""
    z = np.asarray(z, float)
    return np.stack(
        [
            np.interp(z, [-1.1, -0.3, 0.35], [0.555, 0.585, 0.555]),
            np.interp(z, [-1.1, -0.98, -0.35, 0.26, 0.35], [1.335, 1.365, 1.408, 1.370, 1.345]),
            z,
        ],
        -1,
    )


def foot_of_screen(side: int, z: float) -> Floats:
    """Where the glass meets bonnet or boot at the body's side."""
    point = on_side(side, z, belt(z))
    return np.asarray(point * [0.93, 1, 1] - np.array([0, 0.01, 0]))


def _roof() -> Shape:
    s = np.linspace(-1, 1, 11)
    z = np.linspace(_ROOF_FRONT, _ROOF_REAR, 9)[:, None]
    edge = roof_edge(z[:, 0])
    bow = ((z + 0.36) / 0.62) ** 3 * 0.06
    lift = (ROOF - 0.012 - 1.408) * (1 - s**2) ** 0.8
    grid = np.stack([s * edge[:, :1], edge[:, 1:2] + lift, z + bow * (1 - s**2)], -1)
    return sheet(grid, 0.024)


def _header(end: float) -> Shape:
    """Rounded edge of the roof over a screen."""
    s = np.linspace(-1, 1, 11)
    edge = roof_edge(end)
    bow = ((end + 0.36) / 0.62) ** 3 * 0.06
    line = np.stack(
        [s * edge[0], edge[1] + (ROOF - 0.012 - 1.408) * (1 - s**2) ** 0.8 - 0.010, end + bow * (1 - s**2)],
        -1,
    )
    return tube(line, 0.022, 8)


def greenhouse(b: Builder, glass: str) -> None:
    """Roof, pillars, window frames, and glass where it is wanted: clear, screens, dark."""
    b.add("body", _roof(), _header(_ROOF_FRONT), _header(_ROOF_REAR), crease=50)
    for side in (-1, 1):
        mirror = b.placed(mirror=side < 0)
        _frames(mirror)
    if glass != "clear":
        b.add("glass", _screen(COWL, _ROOF_FRONT, 0.10), _screen(BOOT, _ROOF_REAR, -0.10), crease=60)
    if glass == "dark":
        for side in (-1, 1):
            b.placed(mirror=side < 0).add("glass", _side_glass(), crease=60)


def _screen(foot: float, top: float, bulge: float) -> Shape:
    s = np.linspace(-1, 1, 11)
    r = np.linspace(0.02, 0.99, 5)[:, None]
    low, high = foot_of_screen(1, foot), roof_edge(top)
    line = low + r[..., None] * (high - low)
    grid = np.stack(
        [s * line[:, :, 0] * 0.985, line[:, :, 1] + 0.03 * (1 - s**2), line[:, :, 2] + bulge * (1 - s**2)], -1
    )
    return sheet(grid, 0.006)


def _side_glass() -> Shape:
    z = np.linspace(0.62, -1.12, 13)
    low = on_side(1, z, belt(z) - 0.01) * [0.975, 1, 1]
    high = roof_edge(np.linspace(0.24, -0.92, 13)) + np.array([0.01, -0.03, 0])
    r = np.linspace(0, 1, 4)[:, None, None]
    return sheet(low + r * (high - low), 0.006)


def _frames(b: Builder) -> None:
    """The right half: one bar from bonnet over the roof to the boot, the pillars between."""
    a_foot, c_foot = foot_of_screen(1, COWL), foot_of_screen(1, BOOT)
    front, rear = roof_edge(_ROOF_FRONT), roof_edge(_ROOF_REAR)
    corners = [
        a_foot,
        a_foot + 0.5 * (front - a_foot),
        front,
        roof_edge(-0.05),
        roof_edge(-0.36),
        roof_edge(-0.67),
        rear,
        rear + 0.5 * (c_foot - rear),
        c_foot,
    ]
    b.add("body", tube(polygon.curve(corners, 3), 0.030, 8), crease=60)
    foot = on_side(1, -0.21, belt(-0.21) - 0.03) * [0.97, 1, 1]
    b.add("trim", _blade(foot, roof_edge(-0.27), 0.075))
    corner = on_side(1, -1.05, belt(-1.05) - 0.02) * [0.965, 1, 1]
    r, s = np.linspace(0, 1, 5)[:, None, None], np.linspace(0, 1, 5)[:, None]
    low = corner + s * (c_foot - corner)
    top = roof_edge(-0.90) + s * (roof_edge(_ROOF_REAR) - roof_edge(-0.90))
    b.add("body", sheet(low + r * (top - low), 0.03), crease=60)
    rise = a_foot + 0.42 * (roof_edge(_ROOF_FRONT) - a_foot)
    sill = on_side(1, 0.55, belt(0.55) - 0.02) * [0.97, 1, 1]
    b.add("trim", prism_between(a_foot - np.array([0, 0.02, 0]), sill, rise, 0.012))


def prism_between(a: Floats, b: Floats, c: Floats, thickness: float) -> Shape:
    """Three-cornered plate."""
    normal = np.cross(b - a, c - a)
    shift = normal / np.linalg.norm(normal) * thickness / 2
    points = np.concatenate([np.array([a, b, c]) + shift, np.array([a, b, c]) - shift])
    faces = [(0, 1, 2), (5, 4, 3), (0, 3, 4), (0, 4, 1), (1, 4, 5), (1, 5, 2), (2, 5, 3), (2, 3, 0)]
    return Shape(points, np.array(faces), np.array([0, 1, 2, 2, 3, 3, 4, 4])).outward()


def _blade(foot: Floats, top: Floats, wide: float) -> Shape:
    rings = []
    for point, share in ((foot, 1.0), (top, 0.8)):
        half, deep = wide * share / 2, 0.016
        rings.append(
            point + np.array([[deep, 0, half], [deep, 0, -half], [-deep, 0, -half], [-deep, 0, half]])
        )
    return skin(np.array(rings), groups=[0, 1, 2, 3])
