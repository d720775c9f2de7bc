"""Corners, doors and windows of drawn walls as something to take hold of, and what a drag does with them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from previz.studio import walls
from previz.studio.floor_plan import Point
from previz.studio.walls import DrawnWalls
from previz.ui.plan.snapping import Snapped, Snapping, Target
from previz.ui.session import Session


@dataclass(frozen=True)
class Grip:
    """``index``: of a corner in its run, or of an opening in its item."""

    kind: Literal["corner", "opening"]
    item_id: str
    letter: str
    index: int


def grips(drawn: DrawnWalls) -> Iterator[tuple[Grip, Point]]:
    """Every one of an item with its place in the world; openings first, which lie closer together."""
    for index, hole in enumerate(drawn.openings):
        yield Grip("opening", drawn.item_id, hole.wall[0], index), drawn.middle(hole)
    for run in drawn.runs:
        for index, corner in enumerate(run.corners):
            yield Grip("corner", drawn.item_id, run.letter, index), drawn.place(corner)


def grip_at(known: Iterable[DrawnWalls], place: Point, near_m: float) -> Grip | None:
    """The nearest one within reach."""
    found = [(math.dist(at, place), grip) for drawn in known for grip, at in grips(drawn)]
    best = min(found, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] < near_m else None


def targets(known: Iterable[DrawnWalls], without: Sequence[tuple[str, str]] = ()) -> list[Target]:
    """All walls to draw to; ``without``: (item, name of a wall or letter of a run) that do not count."""
    return [
        Target(drawn.item_id, *drawn.ends(wall))
        for drawn in known
        for wall in drawn.walls
        if (drawn.item_id, wall.name) not in without and (drawn.item_id, wall.name[0]) not in without
    ]


def touching(drawn: DrawnWalls, grip: Grip) -> list[str]:
    """Names of the walls that end in a corner."""
    run = drawn.run(grip.letter)
    count = len(run.corners)
    found = [grip.index - 1, grip.index]
    if run.closed:
        return [f"{grip.letter}{index % count + 1}" for index in found]
    return [f"{grip.letter}{index + 1}" for index in found if 0 <= index < count - 1]


class GripDrag:
    """One drag of one grip: one undo step."""

    def __init__(self, session: Session, grip: Grip) -> None:
        self._session = session
        self.grip = grip
        self.moved = False
        self._gesture = session.new_gesture("walls")

    def carry(
        self, known: Sequence[DrawnWalls], place: Point, near_m: float, step_m: float
    ) -> Snapped | None:
        """Take the grip there; returns where it went. Raises BadProject for what cannot be built."""
        drawn = next((one for one in known if one.item_id == self.grip.item_id), None)
        if drawn is None:
            return None
        self.moved = True
        if self.grip.kind == "opening":
            return self._slide(drawn, place, near_m, step_m)
        return self._corner(drawn, known, place, near_m, step_m)

    def put_back(self) -> None:
        self._session.end_gesture(broken_off=self._gesture)

    def _corner(
        self, drawn: DrawnWalls, known: Sequence[DrawnWalls], place: Point, near_m: float, step_m: float
    ) -> Snapped:
        own = touching(drawn, self.grip)
        ends = [end for name in own for end in drawn.ends(drawn.wall(name))]
        at = drawn.place(drawn.run(self.grip.letter).corners[self.grip.index])
        level = [end for end in ends if math.dist(end, at) > 1e-6]
        snapping = Snapping(
            near_m, step_m, targets(known, [(drawn.item_id, name) for name in own]), (), level
        )
        found = snapping.snap(place) if step_m else snapping.free(place)
        session = self._session
        assert session.shot is not None
        walls.move_corner(
            session.document, session.shot.id, drawn.item_id, self.grip.letter, self.grip.index, found.place,
            time_s=session.time_s, gesture=self._gesture,
        )  # fmt: skip
        return found

    def _slide(self, drawn: DrawnWalls, place: Point, near_m: float, step_m: float) -> Snapped:
        """Along the wall; into another one of the item when the hand is clearly there."""
        here = drawn.openings[self.grip.index].wall
        own = drawn.own(place)
        wall = min(
            drawn.walls, key=lambda one: walls.distance(one, own) - (near_m if one.name == here else 0.0)
        )
        centre = walls.along(wall, own)
        centre = round(centre / step_m) * step_m if step_m else centre
        session = self._session
        assert session.shot is not None
        walls.move_opening(
            session.document, session.shot.id, drawn.item_id, self.grip.index, wall.name, centre,
            time_s=session.time_s, gesture=self._gesture,
        )  # fmt: skip
        return Snapped(place)
