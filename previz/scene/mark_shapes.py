"""Marks as geometry: where they lie, what a place hits, how they are moved, scaled and turned.

Places are in widths of the picture (`marks`). An affine is (2, 3): the linear part and the shift, for places
as columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.scene import strokes
from previz.scene.marks import (
    Arrow,
    Box,
    Frames,
    Ink,
    Measure,
    Point,
    Quad,
    Shape,
    Words,
    fixed_points,
)
from previz.scene.model import FrameMark
from previz.scene.strokes import Floats, distances, half_widths, pack, unpack, unpack_all

Bounds: TypeAlias = tuple[float, float, float, float]
"""left, top, right, bottom"""

CURVE_STEPS = 16
"""Of a curve from one of its points to the next."""
LETTER_WIDTH = 0.78
"""Width of a letter in heights of capitals, on the average of Inter's lower case."""
LINE_HEIGHT = 1.75
"""From one line of words to the next, in heights of capitals."""
BLOCK_REACH = 1.6
"""How far the head of a block arrow lies from its middle line, in its sizes."""


# -------------------------------------------------------------------------------------------- lying
def curve(points: Sequence[Point], steps: int = CURVE_STEPS) -> Floats:
    """(n, 2) along a smooth curve through points (Catmull and Rom 1974, uniform); of two, the line."""
    given = np.asarray(points, dtype=np.float64)
    if len(given) < 3:
        return given
    before = np.concatenate([given[:1], given[:-2]])
    start, end = given[:-1], given[1:]
    after = np.concatenate([given[2:], given[-1:]])
    t = (np.arange(steps) / steps)[None, :, None]
    p0, p1, p2, p3 = (part[:, None, :] for part in (before, start, end, after))
    rows = 0.5 * (
        2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )
    return np.concatenate([rows.reshape(-1, 2), given[-1:]])


def corners(mark: FrameMark) -> Floats:
    """(n, 2) places whose bounds, widened by `reach`, hold all of the mark."""
    shape = mark.shape
    match shape:
        case Ink():
            return unpack(shape.touches)[:, :2]
        case Arrow():
            return curve(shape.points)
        case Frames():
            return np.array([*shape.start, *shape.end])
        case Box():
            return np.array(shape.corners)
        case Measure():
            return np.array([shape.start, shape.end])
        case Words():
            return _word_corners(shape, mark.size)


def reach(mark: FrameMark) -> float:
    """How far the mark's ink lies from its `corners` at most."""
    shape = mark.shape
    match shape:
        case Ink(pen="pencil"):
            return mark.size / 2 * strokes.SIDE_WIDTH
        case Arrow(form="block"):
            return mark.size * BLOCK_REACH
        case Arrow() | Measure():
            return mark.size * 2.5
        case Words():
            return 0.0
    return mark.size / 2


def bounds(mark: FrameMark) -> Bounds:
    """Where the mark lies, its ink with it; words as an average of letters would be."""
    if isinstance(mark.shape, Ink):
        rows = unpack(mark.shape.touches)
        places, wide = rows[:, :2], float(half_widths(rows, mark.shape.pen, mark.size).max())
    else:
        places, wide = corners(mark), reach(mark)
    (left, top), (right, bottom) = places.min(axis=0) - wide, places.max(axis=0) + wide
    return float(left), float(top), float(right), float(bottom)


def _bounds_of_strokes(marks: Sequence[FrameMark]) -> Floats:
    """(n, 4), a little wider than `bounds`: all touches are read at once."""
    if not marks:
        return np.empty((0, 4))
    texts = [mark.shape.touches for mark in marks if isinstance(mark.shape, Ink)]
    rows, starts = unpack_all(texts)
    wide = np.array([reach(mark) for mark in marks])[:, None]
    low, high = (edge.reduceat(rows[:, :2], starts[:-1]) for edge in (np.minimum, np.maximum))
    return np.concatenate([low - wide, high + wide], axis=1)


def _word_corners(words: Words, size: float) -> Floats:
    lines = words.text.split("\n") or [""]
    width = max(1, *(len(line) for line in lines)) * size * LETTER_WIDTH
    tall = size * (1.0 + LINE_HEIGHT * (len(lines) - 1))
    flat = np.array([(0.0, -size), (width, -size), (width, tall - size), (0.0, tall - size)])
    return np.asarray(flat @ _turn(words.turn_deg).T + np.array(words.at), dtype=np.float64)


# ------------------------------------------------------------------------------------------- hitting
def hits(mark: FrameMark, place: Point, near: float = 0.0) -> bool:
    """Whether a place lies on the mark's ink, or within ``near`` of it; areas are hit inside, too."""
    point = np.array([place])
    shape = mark.shape
    if isinstance(shape, Ink):
        rows = unpack(shape.touches)
        half = half_widths(rows, shape.pen, mark.size)
        return _on_ink(rows[:, :2], half, point[0], near)
    if isinstance(shape, Words) or (isinstance(shape, Box) and shape.filled):
        return _inside(corners(mark), place) or _on_ring(corners(mark), point, near)
    if isinstance(shape, Frames):
        rings = np.array(shape.start), np.array(shape.end)
        return any(_on_ring(ring, point, near + mark.size) for ring in rings)
    if isinstance(shape, Box):
        return _on_ring(corners(mark), point, near + mark.size / 2)
    return bool(distances(point, corners(mark))[0] <= reach(mark) * 0.6 + near)


def _on_ink(places: Floats, half: Floats, point: Floats, near: float) -> bool:
    if len(places) == 1:
        return bool(np.linalg.norm(point - places[0]) <= half[0] + near)
    start, along = places[:-1], np.diff(places, axis=0)
    length = np.maximum((along**2).sum(axis=1), 1e-18)
    share = (((point - start) * along).sum(axis=1) / length).clip(0.0, 1.0)
    away = np.linalg.norm(start + share[:, None] * along - point, axis=1)
    return bool((away <= half[:-1] + share * np.diff(half) + near).any())


def _on_ring(ring: Floats, point: Floats, near: float) -> bool:
    return bool(distances(point, np.concatenate([ring, ring[:1]]))[0] <= near)


def _inside(ring: Floats, place: Point) -> bool:
    """Even-odd rule."""
    x, y = place
    one, other = ring, np.roll(ring, -1, axis=0)
    crosses = (one[:, 1] > y) != (other[:, 1] > y)
    rise = np.where(crosses, other[:, 1] - one[:, 1], 1.0)
    at = one[:, 0] + (y - one[:, 1]) / rise * (other[:, 0] - one[:, 0])
    return bool((crosses & (x < at)).sum() % 2)


class MarkIndex:
    """Bounds of many marks in one array, so that a place among 100,000 is found at once."""

    def __init__(self, marks: Iterable[FrameMark] = ()) -> None:
        known = list(marks)
        self._ids: list[str] = [mark.id for mark in known]
        self._rows: dict[str, int] = {id: row for row, id in enumerate(self._ids)}
        self._bounds = np.full((max(64, len(known)), 4), np.nan)
        strokes_at = [row for row, mark in enumerate(known) if isinstance(mark.shape, Ink)]
        for row in set(self._rows.values()) - set(strokes_at):
            self._bounds[row] = bounds(known[row])
        self._bounds[strokes_at] = _bounds_of_strokes([known[row] for row in strokes_at])

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, mark: FrameMark) -> None:
        """Take a mark in, or learn where it lies now."""
        row = self._rows.get(mark.id)
        if row is None:
            row = self._rows[mark.id] = len(self._ids)
            self._ids.append(mark.id)
            if row == len(self._bounds):
                self._bounds = np.concatenate([self._bounds, np.full_like(self._bounds, np.nan)])
        self._bounds[row] = bounds(mark)

    def remove(self, id: str) -> None:
        """Raises KeyError."""
        self._bounds[self._rows.pop(id)] = np.nan

    def within(self, area: Bounds) -> list[str]:
        """Ids of the marks whose bounds meet an area, in the order in which they came."""
        left, top, right, bottom = area
        held = self._bounds[: len(self._ids)]
        meets = (held[:, 0] <= right) & (held[:, 2] >= left) & (held[:, 1] <= bottom) & (held[:, 3] >= top)
        return [self._ids[row] for row in np.flatnonzero(meets)]

    def near(self, place: Point, distance: float) -> list[str]:
        """Ids of the marks whose bounds lie within a distance of a place."""
        x, y = place
        return self.within((x - distance, y - distance, x + distance, y + distance))


# ------------------------------------------------------------------------------------------- changing
def moving(x: float, y: float) -> Floats:
    return np.array([(1.0, 0.0, x), (0.0, 1.0, y)])


def scaling(wider: float, taller: float, about: Point) -> Floats:
    """Raises ValueError unless both factors are finite and not 0; below 0 they turn over."""
    if not all(np.isfinite(factor) and factor != 0 for factor in (wider, taller)):
        raise ValueError(f"a mark is scaled by finite factors other than 0, not {wider} and {taller}")
    x, y = about
    return np.array([(wider, 0.0, x - wider * x), (0.0, taller, y - taller * y)])


def turning(degrees: float, about: Point) -> Floats:
    """Clockwise on the screen, around a place."""
    turn, middle = _turn(degrees), np.array(about)
    return np.concatenate([turn, (middle - turn @ middle)[:, None]], axis=1)


def transformed(mark: FrameMark, affine: Floats) -> FrameMark:
    """The mark moved, scaled and turned; its line grows with the square root of its area."""
    factor = float(np.sqrt(abs(np.linalg.det(affine[:, :2]))))
    size = min(max(mark.size * factor, 1e-5), 1.0)
    shape = _moved_shape(mark.shape, affine)
    return msgspec.structs.replace(mark, shape=shape, size=size, from_motion=False)


def _moved_shape(shape: Shape, affine: Floats) -> Shape:
    replace = msgspec.structs.replace
    match shape:
        case Ink():
            rows = unpack(shape.touches)
            rows[:, :2] = _moved(rows[:, :2], affine)
            return replace(shape, touches=pack(strokes.clean(rows)))
        case Arrow():
            return replace(shape, points=_points(shape.points, affine))
        case Frames():
            return replace(shape, start=_quad(shape.start, affine), end=_quad(shape.end, affine))
        case Box():
            return replace(shape, corners=_quad(shape.corners, affine))
        case Measure():
            start, end = _points((shape.start, shape.end), affine)
            return replace(shape, start=start, end=end)
        case Words():
            (at,) = _points((shape.at,), affine)
            along = affine[:, :2] @ _turn(shape.turn_deg)[:, 0]
            return replace(shape, at=at, turn_deg=float(np.degrees(np.arctan2(along[1], along[0]))))


def _moved(places: Floats, affine: Floats) -> Floats:
    return np.asarray(places @ affine[:, :2].T + affine[:, 2], dtype=np.float64)


def _points(points: Sequence[Point], affine: Floats) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in _moved(np.array(points), affine))


def _quad(quad: Quad, affine: Floats) -> Quad:
    one, two, three, four = _points(quad, affine)
    return one, two, three, four


def _turn(degrees: float) -> NDArray[np.float64]:
    """(2, 2), clockwise where y runs down."""
    angle_rad = np.radians(degrees)
    c, s = float(np.cos(angle_rad)), float(np.sin(angle_rad))
    return np.array([(c, -s), (s, c)])


# -------------------------------------------------------------------------------------- point by point
LEAST_SIDE = 0.004
"""A box or a frame that is dragged to less stays so large."""


def points_of(shape: Shape) -> tuple[Point, ...]:
    """The points by which a shape is bent: of an arrow those that it goes through, of a frame its corners.

    A stroke and words have none.
    """
    return () if isinstance(shape, Ink | Words) else fixed_points(shape)


def with_point(mark: FrameMark, index: int, to: Point) -> FrameMark:
    """The mark with one of its `points_of` elsewhere.

    A box stays a rectangle as it is turned, and a frame has the picture's proportions: the corner across
    stays.
    """
    shape = mark.shape
    match shape:
        case Arrow(points=points):
            shape = msgspec.structs.replace(shape, points=(*points[:index], to, *points[index + 1 :]))
        case Measure():
            shape = msgspec.structs.replace(shape, **{("start", "end")[index]: to})
        case Box(corners=corners):
            shape = msgspec.structs.replace(shape, corners=_cornered(corners, index, to, keep=False))
        case Frames(start=start, end=end):
            if index < 4:
                shape = msgspec.structs.replace(shape, start=_cornered(start, index, to, keep=True))
            else:
                shape = msgspec.structs.replace(shape, end=_cornered(end, index - 4, to, keep=True))
    return msgspec.structs.replace(mark, shape=shape, from_motion=False)


def _cornered(quad: Quad, index: int, to: Point, keep: bool) -> Quad:
    """A rectangle with one corner elsewhere; ``keep``: in its proportions."""
    corners = np.array(quad)
    across, one, other = corners[index - 2], corners[index - 1], corners[(index + 1) % 4]
    sides = np.stack([one - across, other - across])
    long = np.maximum(np.linalg.norm(sides, axis=1), 1e-9)
    axes = sides / long[:, None]
    wanted = np.maximum(axes @ (np.array(to) - across), LEAST_SIDE)
    if keep:
        wanted = long * (wanted / long).max()
    corners[index - 1] = across + axes[0] * wanted[0]
    corners[(index + 1) % 4] = across + axes[1] * wanted[1]
    corners[index] = across + wanted @ axes
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return a, b, c, d
