"""Hands on the picture under the plan: move and turn it, scale it by two points and their true distance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from previz.errors import BadProject
from previz.scene.underlay import Underlay
from previz.studio.floor_plan import Point
from previz.studio.underlays import change_underlay, scale_underlay
from previz.ui.controls.measure import LengthUnits, length_units
from previz.ui.controls.typed import ERASE, length_m, typed_on
from previz.ui.session import Session


@dataclass(frozen=True)
class _Held:
    """A picture as it lay when the hand took hold of it."""

    start: Point
    underlay: Underlay
    gesture: str
    turns: bool


class UnderlayHands:
    """``points``: the two places whose distance is known; ``typed``: that distance as far as it is typed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.points: list[Point] = []
        self.pointer: Point | None = None
        self.typed = ""
        self.why = ""
        self._held: _Held | None = None

    @property
    def underlay(self) -> Underlay | None:
        stage = self._session.stage
        return stage.underlay if stage is not None else None

    @property
    def units(self) -> LengthUnits:
        return length_units(self._session.project)

    @property
    def asking(self) -> bool:
        """Both points are there, the distance is not."""
        return len(self.points) == 2

    def forget(self) -> None:
        self.points, self.typed, self.why, self.pointer, self._held = [], "", "", None, None

    # ------------------------------------------------------------------------------------- two points
    def set_point(self, place: Point) -> None:
        """The first or the second place; a third begins anew."""
        self.why = ""
        if self.asking:
            self.points, self.typed = [], ""
        self.points.append(place)

    def key(self, event: QKeyEvent) -> bool:
        """A distance that is typed, Enter to take it; False when the key means nothing here."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.asking:
            return self._scale()
        if key == Qt.Key.Key_Escape and self.points:
            self.forget()
            return True
        text = ERASE if key == Qt.Key.Key_Backspace else event.text()
        typed = typed_on(self.typed, text) if self.asking else None
        if typed is None:
            return False
        self.typed, self.why = typed, ""
        return True

    def _scale(self) -> bool:
        session, distance = self._session, length_m(self.typed, self.units)
        if session.stage is None or distance is None:
            self.why = "Type how far the two points are apart, like 3.6 or 11'8\"."
            return True
        try:
            scale_underlay(session.document, session.stage.id, self.points[0], self.points[1], distance)
        except BadProject as problem:
            self.why = str(problem)
            return True
        self.forget()
        return True

    # ------------------------------------------------------------------------------------------ moving
    def take(self, place: Point, turns: bool) -> None:
        """Take hold of the picture, to move it or to turn it about its middle."""
        now = self.underlay
        self.why = ""
        if now is not None:
            self._held = _Held(place, now, self._session.new_gesture("underlay"), turns)

    def carry(self, place: Point) -> bool:
        """False when nothing is held."""
        held, stage = self._held, self._session.stage
        if held is None or stage is None:
            return False
        was = held.underlay
        if held.turns:
            by = _angle_deg(was.centre_m, place) - _angle_deg(was.centre_m, held.start)
            label = "Turn the underlay"
            changes: dict[str, Any] = {"turn_deg": round((was.turn_deg + by) % 360, 1)}
        else:
            x, z = (c + p - s for c, p, s in zip(was.centre_m, place, held.start, strict=True))
            label, changes = "Move the underlay", {"centre_m": (round(x, 3), round(z, 3))}
        try:
            change_underlay(self._session.document, stage.id, label, held.gesture, **changes)
        except BadProject as problem:
            self.why = str(problem)
        return True

    @property
    def holds(self) -> bool:
        return self._held is not None

    def put_back(self) -> bool:
        """The picture goes back to where it lay; False when nothing is held."""
        held, self._held = self._held, None
        if held is not None:
            self._session.end_gesture(broken_off=held.gesture)
        return held is not None

    def let_go(self) -> bool:
        held, self._held = self._held, None
        if held is not None:
            self._session.end_gesture()
        return held is not None


def _angle_deg(centre: Point, place: Point) -> float:
    """Clockwise on the plan, whose x goes right and z down."""
    return math.degrees(math.atan2(place[1] - centre[1], place[0] - centre[0]))
