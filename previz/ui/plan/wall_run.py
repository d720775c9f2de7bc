"""A run of walls while it is drawn, corner after corner: on the stage at once, and one undo step."""

from __future__ import annotations

import math
from collections.abc import Sequence

from previz.errors import BadProject
from previz.scene import model
from previz.scene.edit import under_way
from previz.staging.places import Dressing
from previz.studio import walls
from previz.studio.floor_plan import Point
from previz.studio.walls import DrawnWalls
from previz.ui.controls.measure import LengthUnits, length_units
from previz.ui.controls.typed import ERASE, length_m, typed_on
from previz.ui.plan.grips import targets
from previz.ui.plan.snapping import Snapped, Snapping
from previz.ui.session import Session

KNEE_M = 0.5
"""Ground is looked for from here downwards: what is higher is furniture."""


class WallRun:
    """``pointer`` is where the next corner would go, ``typed`` what was typed of its length."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.corners: list[Point] = []
        self.pointer: Snapped | None = None
        self.typed = ""
        self.why = ""
        """Why the last corner could not be set; "" when it was."""
        self._item_id: str | None = None
        self._joined: str | None = None
        self._letter: str | None = None
        self._gesture = ""

    @property
    def busy(self) -> bool:
        return bool(self.corners)

    @property
    def place(self) -> tuple[str, str]:
        """(item, letter) of the walls that are being drawn; empty before there are any."""
        return self._item_id or "", self._letter or ""

    @property
    def units(self) -> LengthUnits:
        return length_units(self._session.project)

    @property
    def end(self) -> Point | None:
        """Where the next corner goes: where the pointer is, at the length that was typed."""
        if self.pointer is None:
            return None
        if not self.corners or not self.typed:
            return self.pointer.place
        length = length_m(self.typed, self.units)
        last, place = self.corners[-1], self.pointer.place
        reach = math.dist(last, place)
        if length is None or reach < 1e-6:
            return None
        share = length / reach
        return (
            round(last[0] + (place[0] - last[0]) * share, 3),
            round(last[1] + (place[1] - last[1]) * share, 3),
        )

    @property
    def closes(self) -> bool:
        return len(self.corners) > 2 and self.end == self.corners[0]

    # ------------------------------------------------------------------------------------------ drawing
    def hover(self, known: Sequence[DrawnWalls], place: Point, near_m: float, step_m: float) -> None:
        own = [self.place] if self._letter else []
        snapping = Snapping(near_m, step_m, targets(known, own), self.corners)
        self.pointer = snapping.snap(place) if step_m else snapping.free(place)
        self.why = ""

    def set_corner(self) -> bool:
        """Fix the corner under the pointer; the first one again closes the run. False when it cannot be."""
        end = self.end
        if end is None or (self.corners and end == self.corners[-1]):
            return False
        if self.closes:
            return self._write(self.corners, closed=True) and self._over()
        if not self.corners:
            self._gesture = self._session.new_gesture("walls")
            self._joined = (self.pointer.item_id if self.pointer else "") or None
        elif not self._write([*self.corners, end]):
            return False
        self.corners.append(end)
        self.typed = ""
        return True

    def type(self, text: str) -> bool:
        """Take in what a key means to somebody who types a length; False when it means nothing."""
        if not self.corners:
            return False
        typed = typed_on(self.typed, text)
        if typed is not None:
            self.typed = typed
        elif text == ERASE:
            self.take_back()
        else:
            return False
        self.why = ""
        return True

    def take_back(self) -> None:
        """Forget the last corner."""
        self.corners.pop()
        self.typed = ""
        if len(self.corners) > 1:
            self._write(self.corners)
        elif self._letter is not None:
            self._forget()

    def finish(self) -> None:
        """Leave the run as it is."""
        self._over()

    def cancel(self) -> None:
        """Take the whole run away again."""
        if self._letter is not None:
            self._forget()
        self._over()

    def check(self) -> None:
        """Somebody else changed the document: a run that is not there any more is over."""
        if self._letter is None:
            return
        item = self._session.document.get(self._item_id, model.Item)
        if (
            item is None
            or f"{self._letter}:" not in str(item.params.get("walls", ""))
            # somebody else changed it: what comes now would not be one step with it
            or under_way(self._session.document.history, self._gesture) is None
        ):
            self._item_id = self._letter = None  # somebody has chosen something else by now
            self._over()

    # ------------------------------------------------------------------------------------------ writing
    def _write(self, corners: Sequence[Point], closed: bool = False) -> bool:
        session, home = self._session, self._item_id or self._joined
        if session.shot is None:
            return False
        floor = home is None and not self._has_ground(corners[0])
        try:
            self._item_id, self._letter = walls.draw_run(
                session.document,
                session.shot.id,
                corners,
                closed,
                item_id=home,
                letter=self._letter,
                floor=floor,
                time_s=session.time_s,
                gesture=self._gesture,
            )
        except BadProject as problem:
            self.why = str(problem)
            return False
        return True

    def _has_ground(self, place: Point) -> bool:
        world = self._session.world()
        if world is None:
            return False
        dressing = Dressing(world.items, self._session.studio.dressing.shelf)
        return dressing.surface_below((place[0], KNEE_M, place[1]))[1] is not None

    def _forget(self) -> None:
        self._item_id = self._letter = None
        self._session.end_gesture(broken_off=self._gesture)

    def _over(self) -> bool:
        drawn = self._item_id if self._letter is not None else None
        self.corners, self.typed, self.why, self.pointer = [], "", "", None
        self._item_id = self._letter = self._joined = None
        self._session.end_gesture()
        if drawn is not None:
            self._session.select([drawn])
        return True
