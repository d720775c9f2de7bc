"""Where a corner goes that is drawn near a place: to corners, walls, right angles, level with others."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from previz.studio.floor_plan import Point

Line = tuple[Point, Point]

STEEP_DEG = 7.0
"""A wall drawn within so much of a right angle is drawn at one."""


@dataclass(frozen=True)
class Target:
    """A corner or a wall that stands already, and the item whose it is."""

    item_id: str
    start: Point
    end: Point


@dataclass(frozen=True)
class Snapped:
    """``item_id``: of what it was drawn to. ``guides``: lines that show why it lies there."""

    place: Point
    item_id: str = ""
    guides: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Snapping:
    """``near_m``: how far a hand may be off. ``step_m``: the grid, 0 for none. ``walls``: what stands."""

    near_m: float
    step_m: float
    walls: Sequence[Target] = ()
    own: Sequence[Point] = ()
    """Corners of the run that is being drawn, the latest last."""
    level: Sequence[Point] = ()
    """Corners to be level with, but not to be drawn to."""

    def free(self, place: Point) -> Snapped:
        """As it is, to the millimetre; a corner that stands is met all the same, or no room would close."""
        return self._corner(place) or Snapped((round(place[0], 3), round(place[1], 3)))

    def snap(self, place: Point) -> Snapped:
        """Corners first, then right angles with what they meet, then walls, lines with corners, the grid."""
        return self._corner(place) or self._angle(place) or self._wall(place) or self._level(place)

    # --------------------------------------------------------------------------------------- candidates
    def _corners(self) -> list[tuple[Point, str]]:
        stand = [(end, wall.item_id) for wall in self.walls for end in (wall.start, wall.end)]
        return [*((corner, "") for corner in self.own[:-1]), *stand]

    def _levels(self) -> list[Point]:
        return [*(corner for corner, _ in self._corners()), *self.level]

    def _corner(self, place: Point) -> Snapped | None:
        near = [(math.dist(corner, place), corner, id) for corner, id in self._corners()]
        if not near or min(near)[0] >= self.near_m:
            return None
        _, corner, id = min(near)
        return Snapped(corner, id)

    def _angle(self, place: Point) -> Snapped | None:
        """Along the axes, or square to the wall before."""
        if not self.own:
            return None
        last = self.own[-1]
        reach = math.dist(last, place)
        if reach < 1e-6:
            return None
        drawn = math.degrees(math.atan2(place[1] - last[1], place[0] - last[0]))
        way = min(self._ways(), key=lambda angle: abs(_turn(drawn, angle)))
        off = _turn(drawn, way)
        if abs(off) > STEEP_DEG and abs(reach * math.sin(math.radians(off))) > self.near_m / 2:
            return None
        u = math.cos(math.radians(way)), math.sin(math.radians(way))
        return self._along(last, u, reach * math.cos(math.radians(off)))

    def _ways(self) -> list[float]:
        found = [0.0, 90.0, 180.0, -90.0]
        if len(self.own) > 1:
            (a, b), (c, d) = self.own[-2:]
            before = math.degrees(math.atan2(d - b, c - a))
            found += [before, before + 90, before - 90]
        return found

    def _along(self, start: Point, way: Point, reach: float) -> Snapped:
        """On a ray from ``start``: at a wall that it meets, level with a corner, or at a round length."""
        stops: list[tuple[float, float, str, tuple[Line, ...]]] = []
        for wall in self.walls:
            met = _meets(start, way, wall)
            if met is not None:
                stops.append((abs(met - reach), met, wall.item_id, ()))
        for corner in self._levels():
            level = (corner[0] - start[0]) * way[0] + (corner[1] - start[1]) * way[1]
            if level > self.near_m:
                stops.append((abs(level - reach) + 1e-6, level, "", ((corner, _point(start, way, level)),)))
        if stops and min(stops)[0] < self.near_m:
            _, length, id, guides = min(stops)
            return Snapped(_point(start, way, length), id, guides)
        return Snapped(_point(start, way, self._round(reach)))

    def _wall(self, place: Point) -> Snapped | None:
        found = []
        for wall in self.walls:
            length = math.dist(wall.start, wall.end)
            u = (wall.end[0] - wall.start[0]) / length, (wall.end[1] - wall.start[1]) / length
            along = (place[0] - wall.start[0]) * u[0] + (place[1] - wall.start[1]) * u[1]
            foot = _point(wall.start, u, max(0.0, min(along, length)))
            at = _point(wall.start, u, max(0.0, min(self._round(along), length)))
            found.append((math.dist(foot, place), at, wall.item_id))
        if not found or min(found)[0] >= self.near_m:
            return None
        _, at, id = min(found)
        return Snapped(at, id)

    def _level(self, place: Point) -> Snapped:
        """Level with a corner in x or z or both; on the grid otherwise."""
        x, z = self._round(place[0]), self._round(place[1])
        guides: list[Line] = []
        corners = self._levels()
        east, south = self._nearest(corners, place, 0), self._nearest(corners, place, 1)
        x, z = east[0] if east else x, south[1] if south else z
        guides += [(east, (x, z))] if east else []
        guides += [(south, (x, z))] if south else []
        return Snapped((x, z), "", tuple(guides))

    def _nearest(self, corners: Iterable[Point], place: Point, axis: int) -> Point | None:
        best = min(corners, key=lambda corner: abs(corner[axis] - place[axis]), default=None)
        return best if best is not None and abs(best[axis] - place[axis]) < self.near_m / 2 else None

    def _round(self, value: float) -> float:
        return round(round(value / self.step_m) * self.step_m if self.step_m else value, 3)


def _turn(one_deg: float, other_deg: float) -> float:
    """From the other to the one, −180 to 180."""
    return (one_deg - other_deg + 180) % 360 - 180


def _point(start: Point, way: Point, length: float) -> Point:
    return round(start[0] + way[0] * length, 3), round(start[1] + way[1] * length, 3)


def _meets(start: Point, way: Point, wall: Target) -> float | None:
    """How far along a ray it crosses the middle line of a wall; None where it does not."""
    dx, dz = wall.end[0] - wall.start[0], wall.end[1] - wall.start[1]
    across = way[0] * dz - way[1] * dx
    if abs(across) < 1e-6 * math.hypot(dx, dz):
        return None
    ox, oz = wall.start[0] - start[0], wall.start[1] - start[1]
    reach, share = (ox * dz - oz * dx) / across, (ox * way[1] - oz * way[0]) / across
    return reach if reach > 1e-6 and -1e-6 <= share <= 1 + 1e-6 else None
