"""The left mouse button on the stage: select, rubber band, drag handles, drag things along the floor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from previz.scene import model
from previz.scene.model import Transform
from previz.studio import stagehands
from previz.studio.arranging import with_group
from previz.studio.carrying import Load
from previz.studio.seating import sit_or_stand
from previz.studio.tracks import can_be_held, is_locked, placing, told
from previz.ui.controls.measure import LengthUnits, length_units
from previz.ui.controls.typed import ERASE, LENGTHS, typed_on
from previz.ui.locked import tell_locked
from previz.ui.session import Session
from previz.ui.viewport.gizmo import Drag, Gizmo, Handle, Tool, gizmo_for, typed
from previz.ui.viewport.sighting import Sighting
from previz.ui.viewport.snapping import Rest

Floats = NDArray[np.float64]

START_PX = 4.0
"""A press that moves less is a click."""
FLOOR = Handle("move", (0, 2))


class Ground(Protocol):
    """What the pointer asks the view."""

    def sighting_at(self, at: QPointF) -> tuple[str, Sighting] | None: ...

    def id_at(self, at: QPointF) -> str | None: ...

    def ids_in(self, rect: QRectF) -> list[str]: ...

    def is_set(self, id: str) -> bool: ...

    def centre_of(self, id: str) -> Floats | None: ...

    def rest(self, moved: Sequence[str]) -> Rest | None: ...


@dataclass
class _Press:
    at: QPointF
    id: str | None
    extend: bool
    sighting: Sighting


class Pointer:
    """One gesture at a time. ``changed`` is called when what is painted may differ."""

    def __init__(self, session: Session, ground: Ground, changed: Callable[[bool], None]) -> None:
        self._session, self._ground, self._changed = session, ground, changed
        self.tool: Tool = "select"
        self.snaps = True
        self.hot: Handle | None = None
        """The handle under the mouse."""
        self.band: QRectF | None = None
        self.drag: Drag | None = None
        self.said = ""
        """What the drag amounts to, in words, and what is typed."""
        self.at = QPointF()
        self._press: _Press | None = None
        self._gesture: str | None = None
        self._rest: Rest | None = None
        self._load: Load | None = None
        self._carries = True
        self._direct = False
        self._typed = ""

    @property
    def _units(self) -> LengthUnits:
        return length_units(self._session.project)

    @property
    def busy(self) -> bool:
        return self._press is not None or self.drag is not None or self.band is not None

    # ----------------------------------------------------------------------------------------- handles
    def placings(self) -> dict[str, Transform]:
        """Where everything selected stands that can be moved."""
        session, shot = self._session, self._session.shot
        if shot is None:
            return {}
        found = {}
        for id in with_group(session.document, [id for id in session.selection if id != shot.id]):
            if session.document.get(id, model.Item) or session.document.get(id, model.Character):
                placed = placing(session.document, shot.id, id, session.time_s)
                if placed is not None and can_be_held(session.document, shot.id, id):
                    found[id] = placed
        return found

    def gizmo(self) -> Gizmo | None:
        if self.drag is not None and not self._direct:
            return self._live_gizmo(self.drag)
        places = self.placings()
        people = any(self._session.document.get(id, model.Character) for id in places)
        return gizmo_for(self.tool, places, people)

    def _live_gizmo(self, drag: Drag) -> Gizmo:
        """The handles travel with what they move."""
        places = {id: placed for id, placed in self.placings().items() if id in drag.starts}
        if drag.handle.tool != "move" or not places:
            return drag.gizmo
        origin = np.mean([one.position_m for one in places.values()], axis=0)
        return Gizmo(drag.gizmo.tool, origin, drag.gizmo.turn, drag.gizmo.upright)

    # ------------------------------------------------------------------------------------------- mouse
    def hover(self, at: QPointF) -> None:
        self.at = at
        seen, gizmo = self._ground.sighting_at(at), self.gizmo()
        hot = gizmo.hit(seen[1], at) if seen and gizmo else None
        if hot != self.hot:
            self.hot = hot
            self._changed(False)

    def press(self, at: QPointF, extend: bool) -> None:
        self.at = at
        seen = self._ground.sighting_at(at)
        if seen is None:
            return
        gizmo = self.gizmo()
        handle = gizmo.hit(seen[1], at) if gizmo else None
        if gizmo is not None and handle is not None:
            self._begin(Drag.begin(gizmo, handle, self.placings(), seen[1], at), direct=False)
            return
        self._press = _Press(at, self._ground.id_at(at), extend, seen[1])

    def move(self, at: QPointF, snap_flip: bool = False, leave: bool = False) -> None:
        """``leave``: what rests on the dragged stays where it was."""
        self.at, self._carries = at, not leave
        if self.drag is not None:
            if not self._typed:
                self._apply(self.drag.amount(at, self.snaps != snap_flip))
        elif self.band is not None and self._press is not None:
            self.band = QRectF(self._press.at, at).normalized()
            self._changed(False)
        elif self._press is not None:
            apart = at - self._press.at
            if abs(apart.x()) + abs(apart.y()) >= START_PX:
                self._start(self._press)

    def release(self, at: QPointF) -> None:
        press, self._press = self._press, None
        if self.drag is not None:
            self._finish()
        elif self.band is not None and press is not None:
            found = self._ground.ids_in(self.band)
            self.band = None
            self._session.select(found, extend=press.extend)
            self._changed(False)
        elif press is not None:
            wanted = with_group(self._session.document, [press.id]) if press.id else []
            if wanted or not press.extend:
                self._session.select(wanted, extend=press.extend)

    def cancel(self) -> bool:
        """Put everything back; True when there was something to cancel."""
        if not self.busy:
            return False
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            self._session.end_gesture(broken_off=gesture)
        self._close()
        self._press = self.band = None
        self._changed(False)
        return True

    def type(self, text: str) -> bool:
        """A figure, a sign, a unit, ERASE or return ("\\r") during a drag; True when it was taken."""
        if self.drag is None or self._direct:
            return False
        if text == "\r":
            self._press = None
            self._finish()
            return True
        lengths = LENGTHS if self.drag.handle.tool == "move" else ""
        now = typed_on(self._typed, text, lengths, signed=True)
        if now is None:
            return text == ERASE
        self._typed = now
        amount = typed(now, self.drag.handle, self._units)
        if amount is not None:
            self._apply(amount)
        self.said = f"{self.said.split('   ⌨')[0]}   ⌨ {self._typed}" if self._typed else self.said
        self._changed(True)
        return True

    # ------------------------------------------------------------------------------------------- drags
    def _start(self, press: _Press) -> None:
        """The press became a drag: of a thing along the floor, or of a rubber band."""
        session, shot = self._session, self._session.shot
        free = press.id and shot is not None and not is_locked(session.document, shot.id, press.id)
        if not press.id or not free or self._ground.is_set(press.id):
            if press.id and not self._ground.is_set(press.id):
                tell_locked(session, press.id)
            self.band = QRectF(press.at, self.at).normalized()
            self._changed(False)
            return
        if press.id not in self._session.selection:
            self._session.select(with_group(self._session.document, [press.id]))
        places = self.placings()
        if press.id not in places:
            return
        # Dragged in the plane of its middle, which is about where it was grabbed.
        middle = self._ground.centre_of(press.id)
        origin = np.asarray(places[press.id].position_m, float) if middle is None else middle
        gizmo = Gizmo("move", origin, np.eye(3))
        drag = Drag.begin(gizmo, FLOOR, places, press.sighting, press.at)
        self._begin(drag, direct=True)
        if self.drag is None:
            self._press = None
        else:
            self.move(self.at)

    def _begin(self, drag: Drag | None, direct: bool) -> None:
        if drag is None:
            return
        if self._session.read_only:
            self._session.tell("This project is open for reading only; save a copy to change it.", "warning")
            return
        self.drag, self._direct, self._typed = drag, direct, ""
        self._gesture = self._session.new_gesture("drag")
        self._carries = True
        self._load = self._session.carrying.load(drag.starts)
        along = self._load.ids if self._load is not None else ()
        self._rest = self._ground.rest([*drag.starts, *along])

    def _apply(self, amount: Floats | None) -> None:
        drag = self.drag
        if drag is None or amount is None:
            return
        places = drag.placings(amount)
        if self.snaps and self._rest is not None and drag.handle == FLOOR:
            places = {id: self._rest.on_surface(placed) for id, placed in places.items()}
            if len(places) == 1:
                places = {id: self._rest.against_wall(id, placed) for id, placed in places.items()}
        self._move(drag, places)
        self.said = drag.words(amount, self._units)
        self._changed(True)

    def _move(self, drag: Drag, places: dict[str, Transform]) -> None:
        session, shot = self._session, self._session.shot
        if shot is None:
            return
        label = drag.label(told(session.document, drag.starts))
        with session.reporting():
            stagehands.move(
                session.document,
                shot.id,
                places,
                time_s=session.time_s,
                scope=session.scope,
                label=label,
                gesture=self._gesture,
                load=self._load if self._load is None or self._carries else self._load.left(),
            )

    def _finish(self) -> None:
        if self._direct and self.snaps:
            self._sit_or_stand()
        self._close()
        self._changed(False)

    def _sit_or_stand(self) -> None:
        """Somebody dragged onto a seat sits down on it; who was dragged off one stands up."""
        session, shot, drag = self._session, self._session.shot, self.drag
        if shot is None or drag is None or len(drag.starts) != 1:
            return
        with session.reporting():
            sit_or_stand(
                session.document,
                shot.id,
                next(iter(drag.starts)),
                time_s=session.time_s,
                scope=session.scope,
                shelf=session.studio.dressing.shelf,
                gesture=self._gesture,
            )

    def _close(self) -> None:
        self.drag = self._rest = self._load = None
        self._typed = self.said = ""
        self._direct = False
        self.hot = None
        if self._gesture is not None:
            self._gesture = None
            self._session.end_gesture()
