"""Walls drawn in plan: how they are written, what may not be, and where each of them stands.

A plan is one or more runs of corners, ``"A: -3,-2 3,-2 3,2 -3,2 close; B: 0,-2 0,1"``: x,z in metres, seen
from above with north (−Z) up. The corners lie in the middle of the walls. The wall from the first corner of
run A to its second is A1, the next one A2. Everything here is two-dimensional.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise

from previz.kit.opening import Opening, read_openings

Point = tuple[float, float]
Meeting = tuple[float, float, int]
"""Where a wall is met by another: from and to, metres from its start; 1 on its right, −1 on its left."""

REACH_M = 60.0
MOST_WALLS = 60
SHORTEST_M = 0.2
SHARPEST_DEG = 25.0
_ON_LINE_M = 0.02
_END_SPACE_M = 0.05
_JOINT_M = 0.002
"""How far what runs along a wall goes into another wall that it meets."""

_NUMBER = r"-?\d+(?:\.\d+)?"
_POINT = re.compile(rf"({_NUMBER}),({_NUMBER})$")
_RUN = re.compile(r"\s*(?:([A-Z])\s*:)?\s*(.*?)\s*(close)?\s*$", re.DOTALL)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Run:
    """A line of walls. A closed one comes back to its first corner."""

    letter: str
    corners: tuple[Point, ...]
    closed: bool

    @property
    def inside(self) -> int:
        """1 where the room lies to the right of somebody who walks the run, −1 where to the left."""
        return -1 if self.closed and _turning(self.corners) < 0 else 1


@dataclass(frozen=True)
class Cut:
    """Where a wall ends: ``shift + slope · z`` metres beyond its corner, z across the wall."""

    shift: float = 0.0
    slope: float = 0.0

    def at(self, across_m: float) -> float:
        return self.shift + self.slope * across_m


@dataclass(frozen=True)
class Wall:
    """A straight wall from corner to corner as it is drawn. ``inside`` 1: its room side is on the right."""

    name: str
    start: Point
    end: Point
    inside: int
    outer: bool
    """Part of a closed run, with the open air on its far side."""
    first: Cut = Cut()
    last: Cut = Cut()

    @property
    def length(self) -> float:
        return math.dist(self.start, self.end)

    @property
    def way(self) -> Point:
        """Unit vector from start to end."""
        return ((self.end[0] - self.start[0]) / self.length, (self.end[1] - self.start[1]) / self.length)

    def span(self, thickness: float) -> Point:
        """(from, to) in metres from the start: where the wall has both its faces."""
        half = thickness / 2
        return (
            max(-self.first.at(half), -self.first.at(-half)),
            self.length + min(self.last.at(half), self.last.at(-half)),
        )


# ------------------------------------------------------------------------------------------- reading
@lru_cache(maxsize=256)
def read_runs(text: str) -> tuple[Run, ...]:
    """Raises ValueError in words that follow the name of the setting."""
    runs: list[Run] = []
    free = iter(_LETTERS)
    for part in text.split(";"):
        if not part.strip():
            continue
        match = _RUN.match(part)
        assert match is not None  # the pattern takes anything
        taken = {run.letter for run in runs}
        letter = match[1] or next((name for name in free if name not in taken), "")
        if not letter or letter in taken:
            raise ValueError(f"has two lines {letter}" if letter else "has more than 26 lines")
        corners = tuple(_read_point(word, letter) for word in match[2].split())
        runs.append(_checked(Run(letter, corners, bool(match[3]))))
    if not runs:
        raise ValueError("has no walls; write corners like 0,0 4,0 4,3 0,3 close")
    if sum(len(run.corners) for run in runs) > MOST_WALLS:
        raise ValueError(f"has more than {MOST_WALLS} corners; make two plans of it")
    _check_crossings(runs)
    return tuple(runs)


def _read_point(word: str, letter: str) -> Point:
    match = _POINT.match(word)
    if not match:
        raise ValueError(f"has “{word}” in line {letter}, which must be a corner like 4.2,-3")
    point = float(match[1]), float(match[2])
    if max(abs(point[0]), abs(point[1])) > REACH_M:
        raise ValueError(f"has the corner {word}, which is more than {REACH_M:g} m from the middle")
    return point


def _checked(run: Run) -> Run:
    count = len(run.corners)
    if count < (3 if run.closed else 2):
        raise ValueError(
            f"has {count} corners in line {run.letter}; it needs {3 if run.closed else 2} or more"
        )
    walls = list(walls_of(run))
    for wall in walls:
        if math.dist(wall.start, wall.end) < SHORTEST_M:
            raise ValueError(f"has wall {wall.name}, which is shorter than {SHORTEST_M:g} m")
    for wall, following in _joints(run, walls):
        if abs(_turn_deg(wall, following)) > 180 - SHARPEST_DEG:
            raise ValueError(f"turns back on itself from {wall.name} to {following.name}")
    return run


def walls_of(run: Run) -> Iterator[Wall]:
    """The walls of a run, their ends as they are drawn: without mitres."""
    ends = [*run.corners[1:], *(run.corners[:1] if run.closed else ())]
    for number, (start, end) in enumerate(zip(run.corners, ends, strict=False), start=1):
        yield Wall(f"{run.letter}{number}", start, end, run.inside, run.closed)


def _joints(run: Run, walls: list[Wall]) -> Iterator[tuple[Wall, Wall]]:
    yield from pairwise(walls)
    if run.closed:
        yield walls[-1], walls[0]


def _check_crossings(runs: list[Run]) -> None:
    walls = [wall for run in runs for wall in walls_of(run)]
    for one, other in combinations(walls, 2):
        if _crosses(one, other):
            raise ValueError(f"has walls {one.name} and {other.name} crossing each other")
        if _overlaps(one, other):
            raise ValueError(f"has walls {one.name} and {other.name} lying on each other")


def _crosses(a: Wall, b: Wall) -> bool:
    """True where each wall goes through the other; ends that touch do not."""
    sides = (_side(a, b.start), _side(a, b.end), _side(b, a.start), _side(b, a.end))
    apart = all(abs(side) > _ON_LINE_M for side in sides)
    return apart and sides[0] * sides[1] < 0 and sides[2] * sides[3] < 0


def _overlaps(a: Wall, b: Wall) -> bool:
    if abs(_side(a, b.start)) > _ON_LINE_M or abs(_side(a, b.end)) > _ON_LINE_M:
        return False
    low, high = sorted((_along(a, b.start), _along(a, b.end)))
    return min(high, a.length) - max(low, 0.0) > _ON_LINE_M


# ------------------------------------------------------------------------------------------- writing
def write_runs(runs: Iterable[Run]) -> str:
    """The text that `read_runs` reads, to the millimetre."""
    return "; ".join(
        f"{run.letter}: {' '.join(_point_text(corner) for corner in run.corners)}{' close' * run.closed}"
        for run in runs
    )


def _point_text(point: Point) -> str:
    return f"{round(point[0], 3) + 0.0:g},{round(point[1], 3) + 0.0:g}"


def free_letter(runs: Iterable[Run]) -> str | None:
    """A name for another run; None when the alphabet is used up."""
    taken = {run.letter for run in runs}
    return next((letter for letter in _LETTERS if letter not in taken), None)


# ------------------------------------------------------------------------------------------- layout
@lru_cache(maxsize=256)
def lay_out(text: str, thickness: float) -> tuple[Wall, ...]:
    """All walls with mitred corners, and ends that meet another wall cut at its face. Raises ValueError."""
    runs = read_runs(text)
    bare = [wall for run in runs for wall in walls_of(run)]
    found: list[Wall] = []
    for run in runs:
        walls = {wall.name: wall for wall in walls_of(run)}
        for wall, following in _joints(run, list(walls.values())):
            slope = math.tan(math.radians(_turn_deg(wall, following)) / 2)
            walls[wall.name] = replace(walls[wall.name], last=Cut(slope=-slope))
            walls[following.name] = replace(walls[following.name], first=Cut(slope=-slope))
        if not run.closed:
            first, last = f"{run.letter}1", f"{run.letter}{len(walls)}"
            walls[first] = replace(walls[first], first=_butt(walls[first], True, bare, thickness))
            walls[last] = replace(walls[last], last=_butt(walls[last], False, bare, thickness))
        found += walls.values()
    for wall in found:
        low, high = wall.span(thickness)
        if high - low < SHORTEST_M / 2:
            raise ValueError(f"has wall {wall.name}, which is too short for walls {thickness:g} m thick")
    return tuple(found)


def _butt(wall: Wall, at_start: bool, others: list[Wall], thickness: float) -> Cut:
    """The cut of a free end: along the face of the wall that it runs into, square where there is none."""
    end = wall.start if at_start else wall.end
    for other in others:
        inside = _ON_LINE_M < _along(other, end) < other.length - _ON_LINE_M
        if other.name == wall.name or not inside or abs(_side(other, end)) > thickness / 2:
            continue
        (ux, uz), (vx, vz) = wall.way, other.way
        sine, cosine = ux * vz - uz * vx, ux * vx + uz * vz
        if abs(sine) < math.sin(math.radians(SHARPEST_DEG)):
            raise ValueError(f"has wall {wall.name}, which meets {other.name} at too sharp an angle")
        slope = cosine / sine
        beyond = _side(other, end) * (1 if (_side(other, _far(wall, at_start)) > 0) else -1)
        return Cut(-(thickness / 2 - beyond) / abs(sine), -slope if at_start else slope)
    return Cut()


def meetings(wall: Wall, other: Wall, thickness: float) -> Iterator[Meeting]:
    """The ends of ``other`` at the faces of ``wall``."""
    for at_start, cut in ((True, other.first), (False, other.last)):
        end = other.start if at_start else other.end
        along, inside = _along(wall, end), abs(_side(wall, end)) <= thickness / 2
        if cut.shift and inside and _ON_LINE_M < along < wall.length - _ON_LINE_M:
            far = _far(other, at_start)
            side = 1 if _side(wall, far) > 0 else -1
            ground = (thickness / 2) / abs(_side(wall, far)) * (_along(wall, far) - along)
            half = thickness / 2 * math.hypot(1.0, cut.slope) - _JOINT_M
            yield along + ground - half, along + ground + half, side


def _far(wall: Wall, at_start: bool) -> Point:
    return wall.end if at_start else wall.start


# ---------------------------------------------------------------------------------------- openings
@lru_cache(maxsize=256)
def read_plan_openings(text: str) -> tuple[Opening, ...]:
    """As `opening.read_openings`, with the names of plan walls and distances from a wall's first corner."""
    return read_openings(text, r"[A-Z]\d{1,2}")


def openings_of(
    walls: tuple[Wall, ...], openings: tuple[Opening, ...], thickness: float, height: float
) -> dict[str, tuple[Opening, ...]]:
    """Wall name → its openings, ``centre`` still measured from its first corner. Raises ValueError."""
    known = {wall.name: wall for wall in walls}
    for hole in openings:
        if hole.wall not in known:
            raise ValueError(f"openings name wall {hole.wall}; the walls are {', '.join(known)}")
    found = {name: tuple(o for o in openings if o.wall == name) for name in known}
    for name, own in found.items():
        _check_fit(known[name], own, thickness, height)
        _check_junctions(known[name], own, walls, thickness)
    return found


def _check_fit(wall: Wall, own: tuple[Opening, ...], thickness: float, height: float) -> None:
    edge, end = wall.span(thickness)
    for hole in sorted(own, key=lambda o: o.centre):
        name = f"{hole.wall}:{hole.kind}@{hole.centre:g}"
        left, right = hole.centre - hole.width / 2, hole.centre + hole.width / 2
        if left < edge + _END_SPACE_M or right > end - _END_SPACE_M:
            size = f"{wall.length:.4g} m"
            raise ValueError(f"{name} does not fit its wall of {size} or touches another opening")
        if hole.sill + hole.height > height - _END_SPACE_M:
            raise ValueError(f"{name} is higher than its wall of {height:g} m")
        edge = right


def _check_junctions(wall: Wall, own: tuple[Opening, ...], walls: tuple[Wall, ...], thickness: float) -> None:
    for other in walls:
        for end in (other.start, other.end):
            if other.name == wall.name or abs(_side(wall, end)) > _ON_LINE_M:
                continue
            for hole in own:
                if abs(_along(wall, end) - hole.centre) < (hole.width + thickness) / 2:
                    raise ValueError(f"{other.name} ends in {hole.wall}:{hole.kind}@{hole.centre:g}")


# ----------------------------------------------------------------------------------------- geometry
def _side(wall: Wall, point: Point) -> float:
    """Metres to the right of the line through the wall."""
    (x, z), (u, w) = wall.start, wall.way
    return u * (point[1] - z) - w * (point[0] - x)


def _along(wall: Wall, point: Point) -> float:
    """Metres from the start of the wall, along it."""
    (x, z), (u, w) = wall.start, wall.way
    return u * (point[0] - x) + w * (point[1] - z)


def _turn_deg(wall: Wall, following: Wall) -> float:
    """How far the way turns to the right from one wall to the next."""
    (a, b), (c, d) = wall.way, following.way
    return math.degrees(math.atan2(a * d - b * c, a * c + b * d))


def _turning(corners: tuple[Point, ...]) -> float:
    """Twice the area; positive when walked clockwise on a plan with north up."""
    following = (*corners[1:], corners[0])
    return sum(a[0] * b[1] - a[1] * b[0] for a, b in zip(corners, following, strict=True))


def outlines(runs: tuple[Run, ...]) -> list[tuple[Point, ...]]:
    """The closed runs that lie in no other one: where there is floor and ceiling. Walked clockwise."""
    closed = [run.corners[:: run.inside] for run in runs if run.closed]
    return [one for one in closed if not any(_holds(other, one[0]) for other in closed if other is not one)]


def _holds(outline: tuple[Point, ...], point: Point) -> bool:
    """Even–odd rule."""
    x, z = point
    inside = False
    for (ax, az), (bx, bz) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (az > z) != (bz > z) and x < ax + (bx - ax) * (z - az) / (bz - az):
            inside = not inside
    return inside
