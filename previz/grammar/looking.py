"""What a camera sees of whom its shot is about, past the set and other people; whether it can stand there.

Lines of sight go from the faces and chests of the subjects to the lens, and from the lens through a grid over
the frame. The stage itself reaches this module as `Obstacles`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from previz.grammar.naming import POV_RADIUS_M, Eye, in_frame
from previz.grammar.shootability import BODY_M, NEEDS_M
from previz.grammar.subject import Floats, Subject

GRID = (13, 8)
"""Lines of sight across and up the frame, to find what crowds it."""
BEFORE = 0.8
"""What is nearer than this share of the way to the nearest subject crowds the frame."""
LOW_WEIGHT = 0.35
"""In the lower third of the frame a table or a bench that is in the way does little harm."""
MOST_CROWDED = 0.34
"""More of the frame than this, filled by what nobody asked for, is no set-up."""
LEAST_SEEN = 0.5
"""Of the points of chest and shoulders that lie in the frame."""
SHOULDER_POINTS = 24
"""Of a body that frames the shot, enough to tell a wall's edge from an arm."""
CLEAR_COST = 0.6
"""A frame that costs less than this is clear: nobody would look for a better place."""
_SPARE = 1.05
STANDS_M = 0.4
"""At this height, below sills, a camera is in the same room as those whom it looks at."""


class Obstacles(Protocol):
    """What is in the way of lines of sight."""

    @property
    def wild(self) -> Collection[int]:
        """Object ids of what has walls that can be flown."""
        ...

    def first(
        self, starts: Floats, ends: Floats, besides: Collection[int] = ()
    ) -> tuple[Floats, NDArray[np.int64]]:
        """(r, 3) → shares of the way that are free, and the object ids that end them (0: none)."""
        ...

    def name(self, object_id: int) -> str: ...


@dataclass(frozen=True)
class Look:
    """How well a camera sees: ``failure`` says why it is none to propose, ``cost`` is 0 for a clear view."""

    cost: float = 0.0
    failure: str = ""


UNWATCHED = Look()
"""Nobody has looked."""


@dataclass(frozen=True)
class Watch:
    """Whoever a set-up is of, and what can stand before them."""

    featured: Sequence[Subject]
    """Whose faces must be seen; things must be seen by half."""
    stage: Obstacles
    walls: Obstacles
    """Walls alone: a camera behind one is in another room."""
    people: Sequence[Subject] = ()
    """Everybody on the set."""
    through: Collection[int] = ()
    """Object ids that do not crowd the frame: whose shoulder is asked for."""
    bar: Callable[[Floats], str] | None = None
    """Why a camera may not stand somewhere; "" where it may."""
    least_m: float = 0.0
    """No camera for it stands nearer than this."""
    over: Subject | None = None
    """Over whose shoulder it looks: it must be seen too."""

    def open_ways(self, azimuths_deg: Sequence[float]) -> list[float]:
        """Those directions from the subjects in which no wall is nearer than any camera would be; 0 is +Z."""
        middle = _at_height(np.mean([_middle(one) for one in self.featured], axis=0), STANDS_M)
        free, _ = self.walls.first(middle, middle + self.least_m * fan(azimuths_deg))
        return [azimuth for azimuth, share in zip(azimuths_deg, free, strict=True) if share >= 1]

    def __call__(self, lens: Eye) -> Look:
        barred = self.bar(lens.position_m) if self.bar else ""
        if barred:
            return Look(failure=barred)
        cost = 0.0
        for check in (self._stands, self._sees, self._crowded):
            look = check(lens)
            if look.failure:
                return look
            cost += look.cost
        return Look(cost)

    def _stands(self, lens: Eye) -> Look:
        """Room for a camera, in the room of whom it looks at."""
        right, back, up = lens.axes[:, 0], lens.axes[:, 2], np.array([0.0, 1.0, 0.0])
        ways = {"behind": back, "left": -right, "right": right, "above": up, "below": -up}
        reach = np.stack([way * NEEDS_M[name] * _SPARE for name, way in ways.items()])
        free, met = self.stage.first(lens.position_m, lens.position_m + reach)
        if (free < 1).any():
            object_id = int(met[free.argmin()])
            thing, mended = self._told(object_id)
            where = f"in the {thing}"
            only = [name for name, share in zip(ways, free, strict=True) if share < 1]
            if object_id in self.stage.wild and len(only) == 1:
                where = {"above": "in the ceiling", "below": "in the floor"}.get(only[0], where)
            return Look(failure=f"There the camera would stand {where}; {mended}, or choose another side.")
        for one in self.people:
            nearest = float(np.linalg.norm(one.outline_m - lens.position_m, axis=1).min())
            eyes = float(np.linalg.norm(one.eyes_m - lens.position_m))
            if nearest < BODY_M * _SPARE or eyes < POV_RADIUS_M * _SPARE:
                return Look(failure=f"There the camera would stand in {one.name}; move one of them.")
        chief = self.featured[0]
        start, end = (_at_height(point, STANDS_M) for point in (_middle(chief), lens.position_m))
        free, met = self.walls.first(start, end)
        if free[0] < 1:
            room = self.walls.name(int(met[0]))
            return Look(failure=f"There the camera would stand behind a wall of the {room}; fly that wall.")
        return Look()

    def _sees(self, lens: Eye) -> Look:
        cost = 0.0
        for one in self.featured:
            vital, rest = (points[in_frame(lens.project(points))] for points in _points(one))
            if one.is_person and len(vital):
                free, met = self._towards(vital, lens, one)
                if (free < 1).any():
                    before, mended = self._told(int(met[free.argmin()]), "move one of them")
                    return Look(
                        failure=f"{_capital(before)} stands before the face of {one.name} from there; "
                        f"{mended}."
                    )
            if len(rest):
                free, met = self._towards(rest, lens, one)
                seen = float((free >= 1).mean())
                if seen < LEAST_SEEN:
                    before, mended = self._told(int(met[free.argmin()]), "move one of them")
                    return Look(failure=f"{_capital(before)} hides most of {one.name} from there; {mended}.")
                cost += 3.0 * (1 - seen) / len(self.featured)
        return self._sees_shoulder(lens) or Look(cost)

    def _sees_shoulder(self, lens: Eye) -> Look | None:
        if self.over is None:
            return None
        points = self.over.outline_m[in_frame(lens.project(self.over.outline_m))]
        points = points[:: max(1, len(points) // SHOULDER_POINTS)]
        free, met = self._towards(points, lens, self.over)
        if len(points) and float((free >= 1).mean()) >= LEAST_SEEN:
            return None
        before, mended = "the frame's edge", "move one of them"
        if len(points):
            before, mended = self._told(int(met[free.argmin()]), mended)
        return Look(
            failure=f"{_capital(before)} hides the shoulder of {self.over.name} from there; {mended}."
        )

    def _towards(self, points: Floats, lens: Eye, one: Subject) -> tuple[Floats, NDArray[np.int64]]:
        return self.stage.first(points, lens.position_m, (one.object_id,))

    def _crowded(self, lens: Eye) -> Look:
        nearest = min(float(lens.project(_middle(one))[2]) for one in self.featured)
        ends, weights = _frame_rays(lens, max(nearest, 0.1) * BEFORE)
        besides = {*self.through, *(one.object_id for one in self.featured)}
        free, met = self.stage.first(lens.position_m, ends, besides)
        filled = np.where(free < 1, weights, 0.0)
        share = float(filled.sum() / weights.sum())
        if share > MOST_CROWDED:
            ids = np.unique(met[free < 1])
            most = max(ids, key=lambda id: float(filled[met == id].sum()))
            thing, mended = self._told(int(most))
            return Look(
                failure=f"{_capital(thing)} stands before the lens and fills {share:.0%} of the frame; "
                f"{mended} or choose another side."
            )
        return Look(4.0 * share)

    def _told(self, object_id: int, otherwise: str = "move it") -> tuple[str, str]:
        """What is in the way, and what to do about it. Walls are not moved; and nobody stands "in the
        apartment" who stands in a wall of it."""
        name = self.stage.name(object_id)
        return (f"wall of the {name}", "fly it") if object_id in self.stage.wild else (name, otherwise)


def fan(azimuths_deg: Sequence[float]) -> Floats:
    """(n, 3) level unit vectors; 0 is +Z, 90 is +X."""
    turns = np.radians(np.asarray(azimuths_deg, float))
    return np.stack([np.sin(turns), np.zeros(len(turns)), np.cos(turns)], axis=1)


def seen_share(stage: Obstacles, one: Subject, places_m: Floats) -> Floats:
    """(p, 3) places → (p,) share of the points of somebody's face and chest that are seen from there."""
    points = np.concatenate(_points(one))
    count = len(points)
    starts = np.tile(points, (len(places_m), 1))
    free, _ = stage.first(starts, np.repeat(places_m, count, axis=0), (one.object_id,))
    return np.asarray((free >= 1).reshape(-1, count).mean(axis=1))


def _points(one: Subject) -> tuple[Floats, Floats]:
    """(vital, rest): eyes and mouth, then chest and shoulders; of a thing some of its surface."""
    if not one.is_person:
        step = max(1, len(one.outline_m) // 24)
        return np.empty((0, 3)), one.outline_m[::step]
    _, eyes, chin, collar, chest, waist = one.chain_m[:6]
    left = one.head_axes[0] * [1.0, 0.0, 1.0]
    wide = 0.16 * left / max(float(np.linalg.norm(left)), 1e-6)
    rest = [collar, chest, (chest + waist) / 2, collar + wide, collar - wide, chest + wide, chest - wide]
    eye_l, eye_r = (np.asarray(one.landmarks_m[name], float) for name in ("eye_l", "eye_r"))
    return np.stack([eyes, (eyes + 2 * chin) / 3, eye_l, eye_r]), np.stack(rest)


def _middle(one: Subject) -> Floats:
    return one.eyes_m if one.is_person else one.centre_m


def _at_height(point_m: Floats, height_m: float) -> Floats:
    return np.array([point_m[0], height_m, point_m[2]])


def _frame_rays(lens: Eye, depth_m: float) -> tuple[Floats, Floats]:
    """(r, 3) points of a grid over the frame at a depth, and their (r,) weights."""
    across, up = ((np.arange(count) + 0.5) / count * 2 - 1 for count in GRID)
    x, y = (one.ravel() for one in np.meshgrid(across, up))
    view = lens.view
    local = np.stack([x * view.tan_x, (y + view.shift_y) * view.tan_y, np.full(x.shape, -1.0)], axis=1)
    return lens.position_m + depth_m * local @ lens.axes.T, np.where(y < -1 / 3, LOW_WEIGHT, 1.0)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
