"""Drawing on the plan: which tool is in hand, and what the mouse and the keys mean to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from previz.errors import BadProject, PrevizError
from previz.kit.opening import Opening
from previz.studio import walls
from previz.studio.floor_plan import Point
from previz.studio.walls import DrawnWalls
from previz.ui.plan.grips import Grip, GripDrag, grip_at, grips
from previz.ui.plan.underlay_hands import UnderlayHands
from previz.ui.plan.wall_run import WallRun
from previz.ui.session import Session

Tool = Literal["select", "walls", "door", "window", "doorway", "arch", "scale", "shift"]
UNDERLAY: tuple[Tool, ...] = ("scale", "shift")

TREMBLE = 0.4
"""Share of the reach of a hand within which it has clicked."""
HINTS = {
    "walls": "Click the first corner. Drag a corner to move it.",
    "run": "Click, or type a length. Enter ends, Backspace takes back, Esc drops the walls.",
    "opening": "Click a wall. Drag to slide, double-click a door to hang it the other way.",
    "scale": "Click two points of the picture whose distance is known.",
    "distance": "Type how far they are apart in truth, then Enter.",
    "shift": "Drag the picture; with Shift it turns.",
    "bare": "There are no drawn walls here. Draw walls first (W).",
}


@dataclass(frozen=True)
class Hand:
    """Where the mouse is: ``near_m`` is how far it may be off, ``step_m`` the grid, 0 for none."""

    place: Point
    near_m: float
    step_m: float
    shift: bool = False


@dataclass(frozen=True, eq=False)
class Ghost:
    """A door or window that a click would put there."""

    drawn: DrawnWalls
    hole: Opening


class Drafting(QObject):
    """`tool` is what is in hand; "select" takes hold only of the corners of walls that are selected."""

    tool_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.tool: Tool = "select"
        self.run = WallRun(session)
        self.under = UnderlayHands(session)
        self.ghost: Ghost | None = None
        self.picked: Grip | None = None
        self.hovered: Grip | None = None
        self.why = ""
        self._known: tuple[DrawnWalls, ...] = ()
        self._drag: GripDrag | None = None
        self._start: Hand | None = None
        session.shot_changed.connect(self._leave_shot)
        session.selection_changed.connect(self._drop_pick)

    # ------------------------------------------------------------------------------------------- state
    @property
    def known(self) -> Sequence[DrawnWalls]:
        """Walls whose corners can be taken hold of now."""
        if self.tool != "select":
            return self._known
        return [drawn for drawn in self._known if drawn.item_id in self._session.selection]

    @property
    def drawing(self) -> bool:
        return self.tool != "select"

    @property
    def dragging(self) -> Grip | None:
        return self._drag.grip if self._drag is not None and self._drag.moved else None

    @property
    def hint(self) -> str:
        """One line of what to do; empty when nothing is in hand."""
        if self.tool == "select":
            return ""
        if self.tool == "walls":
            return HINTS["run" if self.run.busy else "walls"]
        if self.tool in UNDERLAY:
            return HINTS["distance" if self.under.asking else self.tool]
        return HINTS["opening" if self._known else "bare"]

    @property
    def reason(self) -> str:
        """Why the last thing could not be done; "" when it was."""
        return self.run.why or self.under.why or self.why

    def set_tool(self, tool: Tool) -> None:
        """Take a tool in hand; what is being drawn stays as it is."""
        if self.run.busy:
            self.run.finish()
        self.under.forget()
        self.tool, self.ghost, self.picked, self.hovered, self.why = tool, None, None, None, ""
        self.tool_changed.emit()

    def refresh(self) -> None:
        """The document, the shot or the moment is another."""
        self.run.check()
        session = self._session
        try:
            self._known = (
                walls.drawn_walls(session.document, session.shot.id, session.time_s) if session.shot else ()
            )
        except PrevizError:
            self._known = ()  # no stage yet
        if self.tool in UNDERLAY and self.under.underlay is None:
            self.set_tool("select")
        self._drop_pick()
        self.ghost = None

    def _drop_pick(self) -> None:
        """What is picked must be there, and, with no tool in hand, be of the walls that are chosen."""
        if self.picked is not None and not any(
            grip == self.picked for drawn in self.known for grip, _ in grips(drawn)
        ):
            self.picked = None

    def _leave_shot(self) -> None:
        """What is half drawn belongs to the stage that was looked at."""
        if self.run.busy:
            self.run.finish()
        self.under.forget()

    # ------------------------------------------------------------------------------------------- mouse
    def press(self, hand: Hand) -> bool:
        """The left button went down; False leaves it to the plan."""
        self.why = ""
        if self.tool in UNDERLAY:
            if self.tool == "scale":
                self.under.set_point(hand.place)
            else:
                self.under.take(hand.place, hand.shift)
            return True
        if self.run.busy:
            self.run.hover(self._known, hand.place, hand.near_m, hand.step_m)
            self.run.set_corner()
            return True
        grip = grip_at(self.known, hand.place, hand.near_m)
        self.picked = grip
        if grip is not None:
            self._drag, self._start = GripDrag(self._session, grip), hand
            return True
        if self.tool == "walls":
            self._begin(hand)
        elif self.drawing:
            self._put_opening(hand)
        return self.drawing

    def move(self, hand: Hand) -> bool:
        """False when nothing of it concerns drawing."""
        if self.tool in UNDERLAY:
            self.under.pointer = hand.place
            self.under.carry(hand.place)
            return True
        if self._drag is not None and self._start is not None:
            far = max(abs(a - b) for a, b in zip(hand.place, self._start.place, strict=True))
            if self._drag.moved or far > TREMBLE * hand.near_m:
                self._carry(hand)
            return True
        self.hovered = None if self.run.busy else grip_at(self.known, hand.place, hand.near_m)
        if self.tool == "walls":
            self.run.hover(self._known, hand.place, hand.near_m, hand.step_m)
        elif self.drawing:
            self.ghost = None if self.hovered else self._ghost_at(hand)
        return self.drawing or self.hovered is not None

    def release(self) -> bool:
        drag, self._drag = self._drag, None
        if drag is None:
            return self.under.let_go()
        if drag.moved:
            self._session.end_gesture()
        elif self.tool == "walls" and drag.grip.kind == "corner" and self._start is not None:
            self._begin(self._start)
        return True

    @property
    def holding(self) -> bool:
        """A corner, an opening or the picture is dragged."""
        return self._drag is not None or self.under.holds

    def put_back(self) -> bool:
        """What is dragged goes back to where it was; False when nothing is."""
        drag, self._drag = self._drag, None
        if drag is None:
            return self.under.put_back()
        drag.put_back()
        return True

    def double(self, hand: Hand) -> bool:
        """Twice on a door hangs it otherwise, twice while walls are drawn ends them."""
        if self.run.busy or self.tool in UNDERLAY:
            self.run.finish()
            return True
        grip, shot = grip_at(self.known, hand.place, hand.near_m), self._session.shot
        drawn = next((one for one in self.known if grip and one.item_id == grip.item_id), None)
        if grip is None or drawn is None or shot is None or grip.kind != "opening":
            return self.drawing
        if drawn.openings[grip.index].kind == "door":
            session, item = self._session, grip.item_id
            session.attempt(
                lambda: walls.turn_door(session.document, shot.id, item, grip.index, session.time_s)
            )
        return True

    def finish(self) -> bool:
        """The right button: end the walls that are being drawn."""
        if not self.run.busy:
            return False
        self.run.finish()
        return True

    def leave(self) -> None:
        self.hovered = self.ghost = None

    # -------------------------------------------------------------------------------------------- keys
    def claims(self, event: QKeyEvent) -> bool:
        """Keys that mean something here, and are nobody's shortcuts then."""
        key = event.key()
        if self.holding:
            return True
        if self.run.busy or self.under.asking:
            plain = not event.modifiers() & ~(
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            )
            undo = key == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            return (undo and self.run.busy) or (plain and key not in (Qt.Key.Key_F1, Qt.Key.Key_F6))
        removes = key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        return (removes and self.picked is not None) or (key == Qt.Key.Key_Escape and self.drawing)

    def key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if self.holding:
            return key != Qt.Key.Key_Escape or self.put_back()
        if self.run.busy:
            return self._key_of_run(event)
        if self.tool == "scale" and self.under.key(event):
            return True
        if key == Qt.Key.Key_Escape and self.drawing:
            self.set_tool("select")
            return True
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.picked is not None:
            self._remove(self.picked)
            return True
        return False

    def _key_of_run(self, event: QKeyEvent) -> bool:
        key, run = event.key(), self.run
        if key == Qt.Key.Key_Escape:
            run.cancel()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not (run.typed and run.set_corner()):
                run.finish()
        elif key == Qt.Key.Key_Z and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            run.take_back()
        else:
            return run.type("\b" if key == Qt.Key.Key_Backspace else event.text())
        return True

    # ------------------------------------------------------------------------------------------- doing
    def _begin(self, hand: Hand) -> None:
        self.picked = None
        self._session.select([])
        self.run.hover(self._known, hand.place, hand.near_m, hand.step_m)
        self.run.set_corner()

    def _carry(self, hand: Hand) -> None:
        assert self._drag is not None
        self.why = ""
        try:
            self._drag.carry(self._known, hand.place, hand.near_m, hand.step_m)
        except BadProject as problem:
            self.why = str(problem)

    def _ghost_at(self, hand: Hand) -> Ghost | None:
        found = []
        for drawn in self._known:
            own = drawn.own(hand.place)
            for wall in drawn.walls:
                off = walls.distance(wall, own)
                if off < hand.near_m + drawn.thickness_m / 2:
                    found.append((off, wall.name, drawn, walls.along(wall, own)))
        if not found:
            return None
        _, name, drawn, centre = min(found, key=lambda one: one[0])
        centre = round(centre / hand.step_m) * hand.step_m if hand.step_m else centre
        return Ghost(drawn, walls.new_opening(drawn, name, self.tool, centre))

    def _put_opening(self, hand: Hand) -> None:
        ghost, session = self._ghost_at(hand), self._session
        if ghost is None or session.shot is None:
            return
        try:
            index = walls.add_opening(
                session.document, session.shot.id, ghost.drawn.item_id, ghost.hole.wall, ghost.hole.kind,
                ghost.hole.centre, session.time_s,
            )  # fmt: skip
        except BadProject as problem:
            self.why = str(problem)
            return
        session.select([ghost.drawn.item_id])
        self.picked = Grip("opening", ghost.drawn.item_id, ghost.hole.wall[0], index)

    def _remove(self, grip: Grip) -> None:
        session, shot = self._session, self._session.shot
        self.picked = None
        if shot is None:
            return
        where = (session.document, shot.id, grip.item_id)
        if grip.kind == "opening":
            session.attempt(lambda: walls.remove_opening(*where, grip.index, session.time_s))
        else:
            session.attempt(
                lambda: walls.remove_corner(*where, grip.letter, grip.index, time_s=session.time_s)
            )
