"""Closed solids that set pieces are made of. Sizes in metres; Y up.

`box`, `rounded` and `slab` stand on the middle of their base; the others say where they stand.
Edges are softened by a bevel whose middle line parts the two faces: the silhouette is soft, and a drawing
still has exactly one line for the edge.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from previz.kit import polygon
from previz.kit.shape import Floats, Ints, Shape, quads, solid, weld
from previz.scene.model import Vec3
from previz.scene.transform import unit

_MIDDLE = 1 - math.sqrt(0.5)
"""How far the middle of a quarter-round edge stays behind the sharp edge, by radius."""

_AXES = ((0, 1, 2), (1, 2, 0), (2, 0, 1))


def _box_plan(bevelled: bool) -> tuple[Floats, Ints, Ints, Ints]:
    """Corner signs (8, 3); the axis (24,) and signs (24, 3) of the faces' own corners; faces with groups."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    signs: list[Floats] = [corners]
    faces: list[tuple[int, int, int, int]] = []
    for axis, u, v in _AXES:
        for side in (-1, 1):
            loop = [(-1, -1), (1, -1), (1, 1), (-1, 1)][::side]
            sides = np.zeros((4, 3))
            sides[:, axis] = side
            sides[:, [u, v]] = loop
            outer = [int(c @ [2, 1, 0.5] + 3.5) for c in sides]
            inner = [8 + 4 * (len(signs) - 1) + i for i in range(4)] if bevelled else outer
            signs.append(sides)
            group = 2 * axis + (side > 0)
            for i in range(4 if bevelled else 0):
                j = (i + 1) % 4
                faces += [(outer[i], outer[j], inner[j], group), (outer[i], inner[j], inner[i], group)]
            faces += [(inner[0], inner[1], inner[2], group), (inner[0], inner[2], inner[3], group)]
    table = np.array(faces, np.int64)
    axes = np.repeat([axis for axis, _, _ in _AXES], 8)
    return np.concatenate(signs), axes, table[:, :3], table[:, 3]


_SQUARE, _BEVELLED = _box_plan(False), _box_plan(True)


def box(width: float, height: float, depth: float, at: Vec3 = (0.0, 0.0, 0.0), bevel: float = 0.0) -> Shape:
    """Box on the middle of its base ``at``; six faces, 12 triangles, or 60 with a bevel."""
    half = np.array([width, height, depth]) / 2
    edge = min(bevel, 0.4 * float(half.min()))
    centre = np.array([at[0], at[1] + half[1], at[2]])
    signs, axes, faces, groups = _BEVELLED if edge > 0 else _SQUARE
    corners = signs[:8] * (half - edge * _MIDDLE)
    if edge <= 0:
        return Shape(corners + centre, faces, groups)
    shrink = np.broadcast_to(half - edge, (24, 3)).copy()
    shrink[np.arange(24), axes] = half[axes]
    return Shape(np.concatenate([corners, signs[8:] * shrink]) + centre, faces, groups)


def leg(
    width: float,
    height: float,
    depth: float,
    foot: float,
    at: Vec3 = (0.0, 0.0, 0.0),
    bevel: float = 0.003,
    splay: tuple[float, float] = (0.0, 0.0),
) -> Shape:
    """Box that narrows to the share ``foot`` at its base, which stands ``splay`` (x, z) metres off."""
    shape = box(width, height, depth, bevel=bevel)
    up = shape.points[:, 1:2] / height
    points = shape.points * np.concatenate(
        [foot + (1 - foot) * up, np.ones_like(up), foot + (1 - foot) * up], 1
    )
    points += (1 - up) * np.array([splay[0], 0.0, splay[1]])
    return shape.bend(points).move(*at)


def rounded(
    width: float,
    height: float,
    depth: float,
    radius: float,
    at: Vec3 = (0.0, 0.0, 0.0),
    *,
    steps: int = 2,
    inner: tuple[int, int, int] = (1, 1, 1),
    seams: str = "none",
    puff: float = 0.0,
) -> Shape:
    """Box with round edges, for cushions and cast metal.

    ``inner`` cuts the flat part along x, y, z. ``seams``: "none" one patch, "faces" six, "piped" top, bottom
    and band. ``puff`` raises the middle of top and bottom by so much.
    """
    half = np.array([width, height, depth]) / 2
    r = min(radius, 0.999 * float(half.min()))
    lines = [_cuts(half[axis], r, steps, inner[axis]) for axis in range(3)]
    points, faces, groups, count = [], [], [], 0
    for axis, u, v in _AXES:
        for side in (-1, 1):
            grid = np.zeros((len(lines[u]), len(lines[v]), 3))
            grid[..., axis] = side * half[axis]
            grid[..., u], grid[..., v] = np.meshgrid(lines[u], lines[v], indexing="ij")
            face = quads(len(lines[u]), len(lines[v]))
            points.append(grid.reshape(-1, 3))
            faces.append((face[:, ::-1] if side > 0 else face) + count)
            label = {"none": 0, "faces": 2 * axis + (side > 0), "piped": (1 + side) if axis == 1 else 1}[
                seams
            ]
            groups.append(np.full(len(face), label))
            count += len(points[-1])
    cube = np.concatenate(points)
    core = np.clip(cube, -(half - r), half - r)
    soft = core + unit(cube - core) * r
    if puff:
        share = 1 - (soft / half) ** 2
        soft[:, 1] += (
            np.sign(soft[:, 1])
            * puff
            * np.clip(share[:, 0] * share[:, 2], 0, 1)
            * (soft[:, 1] / half[1]) ** 2
        )
    return weld(
        soft + np.array([at[0], at[1] + half[1], at[2]]),
        _outer(cube, np.concatenate(faces)),
        np.concatenate(groups),
    )


def _outer(points: Floats, faces: Ints) -> Ints:
    """Turns every face of a convex solid about the origin outwards."""
    a, b, c = (points[faces[:, i]] for i in range(3))
    inwards = np.einsum("ij,ij->i", np.cross(b - a, c - a), a + b + c) < 0
    return np.where(inwards[:, None], faces[:, ::-1], faces)


def _cuts(half: float, r: float, steps: int, inner: int) -> Floats:
    bend = r * np.tan(np.radians(np.linspace(45, 0, steps + 1)))
    flat = np.linspace(-(half - r), half - r, inner + 1) if half - r > 1e-4 else np.zeros(1)
    return np.concatenate([-(half - r) - bend[:-1], flat, half - r + bend[:-1][::-1]])


def prism(outline: ArrayLike, depth: float, bevel: float = 0.0, holes: Sequence[ArrayLike] = ()) -> Shape:
    """Outline (n, 2) in the XY plane, drawn out along Z, centred on z = 0.

    ``bevel`` softens the rim at both ends. Groups: the two ends, and the walls (which crease by angle).
    """
    loops = [polygon.clean(outline), *(polygon.clean(hole)[::-1] for hole in holes)]
    cap = _cap(tuple(loop.tobytes() for loop in loops))
    edge = min(bevel, 0.4 * depth)
    levels = [(depth / 2, edge), (depth / 2 - edge * _MIDDLE, edge * _MIDDLE), (depth / 2 - edge, 0.0)]
    rings = levels if edge > 0 else levels[:1]
    rings = [*rings, *((-z, inset) for z, inset in rings[::-1])]
    size = sum(len(loop) for loop in loops)
    points, faces, groups = [], [cap, cap[:, ::-1] + size * (len(rings) - 1)], [0, 1]
    for z, inset in rings:
        for loop in loops:
            flat = polygon.offset(loop, inset)
            points.append(np.column_stack([flat, np.full(len(flat), z)]))
    start = 0
    for loop in loops:
        n = len(loop)
        for k in range(len(rings) - 1):
            i = start + size * k + np.arange(n)
            j = start + size * k + (np.arange(n) + 1) % n
            faces.append(
                np.stack([np.stack([j, i, i + size], 1), np.stack([j, i + size, j + size], 1)], 1).reshape(
                    -1, 3
                )
            )
            groups.append(2 if edge == 0 else (0, 2, 2, 2, 1)[k])
        start += n
    labels = np.concatenate([np.full(len(f), g) for f, g in zip(faces, groups, strict=True)])
    return solid(np.concatenate(points), np.concatenate(faces), labels)


@lru_cache(maxsize=2048)
def _cap(loops: tuple[bytes, ...]) -> Ints:
    """(m, 3) triangles of an outline with holes, each (n, 2) as bytes. Kept: houses have many windows."""
    outlines = [np.frombuffer(loop).reshape(-1, 2) for loop in loops]
    order = polygon.bridge(outlines[0], outlines[1:]) if len(outlines) > 1 else np.arange(len(outlines[0]))
    cap = order[polygon.triangulate(np.concatenate(outlines)[order])]
    cap.setflags(write=False)
    return np.asarray(cap)


def slab(outline: ArrayLike, height: float, bevel: float = 0.0, y: float = 0.0) -> Shape:
    """Plan outline (n, 2) of (x, z), lying flat with its underside at ``y``."""
    flat = np.asarray(outline, float) * [1, -1]
    return prism(flat, height, bevel).turn("x", -90).move(y=y + height / 2)


def lathe(profile: ArrayLike, segments: int = 24) -> Shape:
    """Profile (n, 2) of (radius, y), turned about Y; open ends are closed by flat discs."""
    p = np.asarray(profile, float)
    if p[0, 0] > 1e-6:
        p = np.concatenate([[[0.0, p[0, 1]]], p])
    if p[-1, 0] > 1e-6:
        p = np.concatenate([p, [[0.0, p[-1, 1]]]])
    angle = np.linspace(0, 2 * math.pi, segments, endpoint=False)
    rings = np.stack(
        [
            p[:, None, 0] * np.cos(angle),
            np.broadcast_to(p[:, None, 1], (len(p), segments)),
            p[:, None, 0] * np.sin(angle),
        ],
        -1,
    )
    return weld(rings, quads(len(p), segments, wrap_columns=True))


def cylinder(
    radius: float,
    height: float,
    at: Vec3 = (0.0, 0.0, 0.0),
    segments: int = 20,
    bevel: float = 0.0,
    top: float | None = None,
) -> Shape:
    """Upright cylinder or cone stump on ``at``; ``top`` is its upper radius."""
    upper = radius if top is None else top
    if bevel <= 0:
        return lathe([(radius, 0), (upper, height)], segments).move(*at)
    b, m = bevel, bevel * _MIDDLE
    rim = [
        (radius - b, 0),
        (radius - m, m),
        (radius, b),
        (upper, height - b),
        (upper - m, height - m),
        (upper - b, height),
    ]
    shape = lathe(rim, segments).move(*at)
    middle = shape.points[shape.faces].mean(axis=1)[:, 1] - at[1]
    return solid(shape.points, shape.faces, np.where(middle < m, 1, np.where(middle > height - m, 2, 0)))


def ball(width: float, height: float, depth: float, at: Vec3 = (0.0, 0.0, 0.0), segments: int = 16) -> Shape:
    """Ellipsoid about its centre ``at``."""
    angle = np.linspace(-math.pi / 2, math.pi / 2, segments // 2 + 1)
    profile = np.stack([np.cos(angle), np.sin(angle)], 1) / 2
    profile[[0, -1], 0] = 0.0
    return lathe(profile, segments).scale(width, height, depth).move(*at)


def skin(rings: ArrayLike, closed: bool = False, groups: ArrayLike | None = None) -> Shape:
    """Rings (k, n, 3) joined one after another; ends closed by fans unless the last joins the first.

    ``groups`` (n,) labels the strips between neighbouring points of a ring; caps get labels of their own.
    """
    r = np.asarray(rings, float)
    k, n = r.shape[:2]
    strips = np.zeros(n, np.int64) if groups is None else np.asarray(groups, np.int64)
    faces = [quads(k, n, wrap_rows=closed, wrap_columns=True)]
    labels = [np.tile(np.repeat(strips, 2), k if closed else k - 1)]
    points = [r.reshape(-1, 3)]
    if not closed:
        points.append(np.stack([r[0].mean(axis=0), r[-1].mean(axis=0)]))
        i, j = np.arange(n), (np.arange(n) + 1) % n
        first = np.stack([j, i, np.full(n, k * n)], 1)
        last = np.stack([i + (k - 1) * n, j + (k - 1) * n, np.full(n, k * n + 1)], 1)
        faces += [first, last]
        labels += [np.full(n, strips.max() + 1), np.full(n, strips.max() + 2)]
    return weld(np.concatenate(points), np.concatenate(faces), np.concatenate(labels))


def tube(path: ArrayLike, radius: float | Sequence[float], sides: int = 10, closed: bool = False) -> Shape:
    """Round bar along a path (k, 3); the ring does not twist (parallel transport)."""
    p = np.asarray(path, float)
    if closed:
        tangent = unit(np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0))
    else:
        tangent = unit(np.gradient(p, axis=0))
    start = np.array([0.0, 1.0, 0.0]) if abs(tangent[0, 1]) < 0.9 else np.array([1.0, 0.0, 0.0])
    normal = unit(start - tangent[0] * (start @ tangent[0]))
    radii = np.broadcast_to(np.asarray(radius, float), len(p))
    angle = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    rings = []
    for point, direction, r in zip(p, tangent, radii, strict=True):
        normal = unit(normal - direction * (normal @ direction))
        across = np.cross(direction, normal)
        rings.append(point + r * (np.cos(angle)[:, None] * normal + np.sin(angle)[:, None] * across))
    return skin(np.array(rings), closed)


def torus(radius: float, thickness: float, segments: int = 24, sides: int = 8) -> Shape:
    """Ring in the XZ plane about the origin; ``thickness`` is the radius of the bar."""
    angle = np.linspace(0, 2 * math.pi, segments, endpoint=False)
    path = np.stack([np.cos(angle), np.zeros(segments), np.sin(angle)], 1) * radius
    return tube(path, thickness, sides, closed=True)


def hoop(profile: ArrayLike, segments: int = 40) -> Shape:
    """Closed section (n, 2) of (radius, y) off the axis, turned about Y; every side of it is a group."""
    p = np.asarray(profile, float)
    angle = np.linspace(0, 2 * math.pi, segments, endpoint=False)[:, None]
    rings = np.stack([p[:, 0] * np.cos(angle), p[:, 1] + 0 * angle, p[:, 0] * np.sin(angle)], -1)
    return skin(rings, closed=True, groups=np.arange(len(p)))


def sheet(grid: ArrayLike, thickness: float, columns: ArrayLike | None = None) -> Shape:
    """Cloth: a grid of points (r, c, 3) made solid along its own normals.

    ``columns`` (c − 1,) labels the strips between columns, so that folds may part them.
    """
    g = np.asarray(grid, float)
    across, down = np.gradient(g, axis=1), np.gradient(g, axis=0)
    normal = unit(np.cross(across, down)) * (thickness / 2)
    rows, count = g.shape[:2]
    size = rows * count
    face = quads(rows, count)
    labels = np.zeros(count - 1, np.int64) if columns is None else np.asarray(columns, np.int64)
    labels = np.tile(np.repeat(labels, 2), rows - 1)
    grid_ids = np.arange(size).reshape(rows, count)
    rim = np.concatenate([grid_ids[0, :-1], grid_ids[:-1, -1], grid_ids[-1, :0:-1], grid_ids[:0:-1, 0]])
    after = np.roll(rim, -1)
    border = np.concatenate(
        [np.stack([rim, rim + size, after + size], 1), np.stack([rim, after + size, after], 1)]
    )
    faces = np.concatenate([face, face[:, ::-1] + size, border])
    tops = int(labels.max()) + 1
    groups = np.concatenate([labels, labels + tops, np.full(len(border), 2 * tops)])
    return solid(np.concatenate([(g + normal).reshape(-1, 3), (g - normal).reshape(-1, 3)]), faces, groups)
