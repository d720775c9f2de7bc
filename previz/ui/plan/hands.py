"""Hands on the plan: what a drag has picked up, and what becomes of it in the document."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal

import msgspec
from PySide6.QtCore import QPointF, Qt

from previz.scene import model
from previz.scene.model import CameraKey, Key, Transform
from previz.studio import stagehands, tracks
from previz.studio.camera_hands import heading_deg, pan, set_camera
from previz.studio.carrying import Load
from previz.studio.floor_plan import FloorPlan, Point
from previz.studio.paths import path_keys, shift_path
from previz.studio.seating import sit_or_stand
from previz.studio.shot_book import camera_of
from previz.ui.plan.finding import Found
from previz.ui.plan.moving import faced, shifted
from previz.ui.session import Session

GRID_M = 0.1
TURN_STEP_DEG = 15.0

Kind = Literal["pan", "rubber", "move", "turn", "way"]
_KINDS: dict[str, Kind] = {"turner": "turn", "way": "way"}


@dataclass
class Drag:
    """What the mouse is doing since its button went down."""

    kind: Kind
    start_px: QPointF
    start: Point
    found: Found | None = None
    places: dict[str, Transform] = field(default_factory=dict)
    cameras: dict[str, CameraKey] = field(default_factory=dict)
    gesture: str = ""
    time_s: float = 0.0
    """The moment whose keys are moved."""
    load: Load | None = None
    """What goes along, once that was looked up."""
    looked: bool = False
    way: tuple[Key, ...] = ()
    """The keys of the way that is moved as a whole."""
    moved: bool = False
    now: Point = (0.0, 0.0)
    button: Qt.MouseButton = Qt.MouseButton.LeftButton


class PlanHands:
    """Moves and turns what is selected; a drag is one undo step."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.snapping = True

    def toggle_snapping(self) -> None:
        self.snapping = not self.snapping

    def can_move(self) -> bool:
        return bool(self._session.selection) and not self._session.read_only

    def lies_fast(self, plan: FloorPlan, found: Found) -> bool:
        """A floor that is not selected: a drag over it means what stands there. A rug is a thing."""
        item = self._session.document.get(found.id, model.Item)
        if item is None or found.part != "body" or found.id in self._session.selection:
            return False
        ground = any(one.id == found.id and one.kind == "ground" for one in plan.items)
        return ground and self._session.studio.dressing.shelf.piece_of(item.piece).role == "set"

    def pick_up(self, found: Found, at_px: QPointF, place: Point) -> Drag:
        session, shot = self._session, self._session.shot
        assert shot is not None
        if found.part == "key":
            session.go_to(found.time_s)
        drag = Drag(_KINDS.get(found.part, "move"), at_px, place, found, time_s=session.time_s)
        drag.gesture = session.new_gesture("plan")
        if drag.kind == "way":
            if tracks.can_be_held(session.document, shot.id, found.id):
                drag.way = path_keys(session.document, shot.id, found.id)
            return drag
        chosen = session.selection if found.id in session.selection else (found.id,)
        for id in chosen if found.part == "body" else (found.id,):
            camera = camera_of(session.document, id, drag.time_s if id == shot.id else 0.0)
            if camera is not None:
                drag.cameras[id] = camera
                continue
            placed = tracks.placing(session.document, shot.id, id, drag.time_s)
            if placed is not None and tracks.can_be_held(session.document, shot.id, id):
                drag.places[id] = placed
        return drag

    def carry(self, drag: Drag, place: Point, modifiers: Qt.KeyboardModifier) -> None:
        by = (place[0] - drag.start[0], place[1] - drag.start[1])
        if drag.kind == "way":
            self._carry_way(drag, by, leave=_leaves(modifiers))
            return
        step = GRID_M if self.snapping != bool(modifiers & Qt.KeyboardModifier.ControlModifier) else 0.0
        placings = {id: shifted(t, by, step) for id, t in drag.places.items()}
        self._write(drag, placings, leave=_leaves(modifiers))
        for id, key in drag.cameras.items():
            moved = msgspec.structs.replace(key, transform=shifted(key.transform, by, 0.0))
            self._set_camera(id, moved, "Move camera", drag.gesture)

    def _carry_way(self, drag: Drag, by: Point, leave: bool) -> None:
        session, shot, found = self._session, self._session.shot, drag.found
        if shot is None or found is None or not drag.way:
            return
        if not drag.looked:
            drag.looked, drag.load = True, session.carrying.way_load(found.id)
        offset = (by[0], 0.0, by[1])
        with session.reporting():
            shift_path(session.document, shot.id, found.id, drag.way, offset,
                       scope=session.scope, gesture=drag.gesture, load=_carried(drag, leave))  # fmt: skip

    def let_go(self, drag: Drag) -> None:
        """The button is up: somebody alone who was brought to a seat sits down on it."""
        session, shot = self._session, self._session.shot
        alone = drag.kind == "move" and len(drag.places) == 1 and not drag.cameras
        if alone and self.snapping and shot is not None:
            with session.reporting():
                sit_or_stand(
                    session.document, shot.id, next(iter(drag.places)), time_s=drag.time_s,
                    scope=session.scope, shelf=session.studio.dressing.shelf, gesture=drag.gesture,
                )  # fmt: skip
        session.end_gesture()

    def put_back(self, drag: Drag) -> None:
        """The drag shall not have been."""
        if drag.gesture:
            self._session.end_gesture(broken_off=drag.gesture)

    def turn(self, drag: Drag, place: Point, modifiers: Qt.KeyboardModifier) -> None:
        """The knob follows the mouse; in steps while Shift is held."""
        for id, placed in drag.places.items():
            x, _, z = placed.position_m
            heading = math.degrees(math.atan2(place[0] - x, place[1] - z))
            if modifiers & Qt.KeyboardModifier.ShiftModifier:
                heading = round(heading / TURN_STEP_DEG) * TURN_STEP_DEG
            self._write(drag, {id: faced(placed, heading)}, leave=_leaves(modifiers))
        for id, key in drag.cameras.items():
            x, _, z = key.transform.position_m
            heading = math.degrees(math.atan2(place[0] - x, place[1] - z))
            if modifiers & Qt.KeyboardModifier.ShiftModifier:
                heading = round(heading / TURN_STEP_DEG) * TURN_STEP_DEG
            # Headings grow to the left of a camera, pans to its right.
            self._set_camera(id, pan(key, heading_deg(key) - heading), "Pan", drag.gesture)

    def _write(self, drag: Drag, placings: dict[str, Transform], leave: bool = False) -> None:
        session, shot = self._session, self._session.shot
        if not placings or shot is None:
            return
        if not drag.looked:  # with the first movement: a click has no need of it
            drag.looked, drag.load = True, session.carrying.load(drag.places, time_s=drag.time_s)
        verb = "Turn" if drag.kind == "turn" else "Move"
        session.attempt(
            lambda: stagehands.move(
                session.document,
                shot.id,
                placings,
                time_s=drag.time_s,
                scope=session.scope,
                label=f"{verb} {tracks.told(session.document, placings)}",
                gesture=drag.gesture or None,
                load=_carried(drag, leave),
            )
        )

    def _set_camera(self, shot_id: str, key: CameraKey, label: str, gesture: str | None) -> None:
        session = self._session
        session.attempt(
            lambda: set_camera(session.document, shot_id, key, key.time_s, label, gesture or None)
        )

    def nudge(self, by: Point) -> None:
        """Move everything that is selected by a little, cameras too."""
        drag = self._held()
        if drag is None:
            return
        self._write(drag, {id: shifted(t, by, 0.0) for id, t in drag.places.items()})
        for id, key in drag.cameras.items():
            moved = msgspec.structs.replace(key, transform=shifted(key.transform, by, 0.0))
            self._set_camera(id, moved, "Move camera", None)

    def turn_by(self, angle_deg: float) -> None:
        """Turn everything that is selected about itself."""
        drag = self._held()
        if drag is not None:
            drag.kind = "turn"
            turned = {
                id: faced(t, tracks.heading_deg(t.rotation) + angle_deg) for id, t in drag.places.items()
            }
            self._write(drag, turned)
            for id, key in drag.cameras.items():
                self._set_camera(id, pan(key, -angle_deg), "Pan", None)

    def _held(self) -> Drag | None:
        chosen = self._session.selection
        if not chosen or self._session.shot is None or self._session.read_only:
            return None
        drag = self.pick_up(Found(chosen[0]), QPointF(), (0.0, 0.0))
        drag.gesture = ""
        return drag


def _carried(drag: Drag, leave: bool) -> Load | None:
    return drag.load.left() if drag.load is not None and leave else drag.load


def _leaves(modifiers: Qt.KeyboardModifier) -> bool:
    """What rests on the dragged stays where it is while Alt is held."""
    return bool(modifiers & Qt.KeyboardModifier.AltModifier)
