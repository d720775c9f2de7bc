"""The plan view: pan, zoom, pick, drag, turn, drop; the same stage as in the viewport, from above."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QWidget

from previz.errors import PrevizError
from previz.scene.model import CameraKey
from previz.studio import arranging
from previz.studio.floor_plan import FloorPlan, StandingCameras, floor_plan
from previz.ui.actions import Action
from previz.ui.locked import tell_locked
from previz.ui.plan.drafting import Drafting, Hand, Tool
from previz.ui.plan.drafting_face import DraftingFace
from previz.ui.plan.drawing import PlanPainter, to_view, write_label, write_scale
from previz.ui.plan.drops import PlanDrops
from previz.ui.plan.finding import GRAB_PX, Found, find, lying, within
from previz.ui.plan.hands import GRID_M, TURN_STEP_DEG, Drag, PlanHands
from previz.ui.plan.paper import PlanPaper
from previz.ui.plan.underlay_actions import UnderlayActions
from previz.ui.plan.underlay_face import UnderlayFace
from previz.ui.session import Session
from previz.ui.theme import colour

NUDGE_M, FAR_NUDGE_M = 0.05, 0.5
DRAG_PX = 4
"""A hand that moves less has clicked."""


class PlanView(PlanPaper):
    accessible_role = QAccessible.Role.Graphic
    menu_wanted = Signal(QPoint)
    """Where on the screen; what is under it is selected."""
    pose_wanted = Signal(str)
    """Somebody was double-clicked, to be posed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._plan: FloorPlan | None = None
        self._standing = StandingCameras()
        self._drag: Drag | None = None
        self._clicked_px = QPointF(-DRAG_PX, -DRAG_PX)
        """Where the last click was; at first outside."""
        self._hovered = ""
        self._trying: CameraKey | None = None
        self.hands = PlanHands(session)
        self.drafting = Drafting(session, self)
        self.pictures = UnderlayActions(session, self.drafting, self)
        self.drops = PlanDrops(session, self.pictures.bring)
        self._underlay = UnderlayFace(session)
        self.drafting.tool_changed.connect(self._tool_changed)
        # One repaint for all that happens in one turn of the event loop.
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._late.timeout.connect(self._rebuild)
        for signal in (session.staged, session.shot_changed, session.time_changed):
            signal.connect(self._rebuild_soon)
        session.selection_changed.connect(self._repaint)
        session.findings_changed.connect(self._repaint)
        self._fitted_to = ""
        """The set that was shown whole when one went to it."""
        self._rebuild()

    # ---------------------------------------------------------------------------------------- picture
    @property
    def plan(self) -> FloorPlan | None:
        """What is drawn; None without a shot or a stage."""
        return self._plan

    def preview(self, camera: CameraKey | None) -> None:
        """Show the shot with another camera, without an edit; None shows its own."""
        self._trying = camera
        self._rebuild_soon()

    def _rebuild_soon(self, *_: object) -> None:
        self._late.start()

    def _rebuild(self) -> None:
        session = self._session
        shot = session.shot
        try:
            self._plan = (
                floor_plan(
                    session.document,
                    shot.id,
                    session.time_s,
                    shelf=session.studio.dressing.shelf,
                    numbers=session.studio.listing.numbers().shots,
                    camera=self._trying,
                    standing=self._standing,
                )
                if shot is not None
                else None
            )
        except PrevizError:
            self._plan = None  # no stage yet: the picture says so
        self.drafting.refresh()
        stage = session.stage
        if stage is not None and stage.id != self._fitted_to:
            self._fitted_to = stage.id
            self.fit()
        self._repaint()

    def _tool_changed(self) -> None:
        self.setCursor(Qt.CursorShape.CrossCursor if self.drafting.drawing else Qt.CursorShape.ArrowCursor)
        self._repaint()

    def _repaint(self) -> None:
        self.viewport().update()

    def fit(self) -> None:
        """Show the whole set, or what stands on it when the ground goes on for ever."""
        if self._plan is not None:
            self.show_all(self._plan)

    def paintEvent(self, event: QEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self._plan is None:
            self._say_why(painter)
            return
        metre = self.metre_px()
        under = self.drafting.under.underlay
        under = None if under is None or under.hidden else under
        if under is not None:
            self._underlay.draw(painter, under, self.to_px, metre)
        self.draw_grid(painter)
        chosen = () if self.drafting.drawing else self._session.selection
        over = under is not None
        drawing = PlanPainter(painter, self._plan, chosen, self._hovered, metre, over, self.seen())
        painter.save()
        painter.setTransform(self._device_from_view(), combine=True)
        drawing.draw()
        drawing.draw_findings(self._session.findings, self._session.shot)
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for label in drawing.labels:
            write_label(painter, label, self._to_px(label.at))
        rect = QRectF(self.viewport().rect())
        write_scale(painter, rect, metre, self._session.project.units == "imperial")
        self._rubber(painter)
        DraftingFace(painter, self.drafting, self.to_px, rect).draw()
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))

    def _say_why(self, painter: QPainter) -> None:
        painter.setPen(colour("text3"))
        text = "This scene has no set yet." if self._session.shot else "There is no shot yet."
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, text)

    def _rubber(self, painter: QPainter) -> None:
        drag = self._drag
        if drag is not None and drag.kind == "rubber" and drag.moved:
            painter.setPen(QPen(colour("accent"), 1))
            painter.setBrush(colour("accent", 0.12))
            corner, other = self._to_px(to_view(drag.start)), self._to_px(to_view(drag.now))
            painter.drawRect(QRectF(corner, other).normalized())

    # ------------------------------------------------------------------------------------------ mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._plan is None:
            return
        if self._drag is not None:
            if event.button() == Qt.MouseButton.RightButton:
                self._cancel()
            return
        if self.drafting.holding:
            if event.button() == Qt.MouseButton.RightButton and self.drafting.put_back():
                self._repaint()
            return
        place = self.to_place(event.position())
        if event.button() == Qt.MouseButton.RightButton and self.drafting.finish():
            self._repaint()
            return
        if event.button() in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
            self._drag = Drag("pan", event.position(), place, button=event.button())
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if not self._session.read_only and self.drafting.press(self._hand(event)):
            self._repaint()
            return
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        found = find(self._plan, () if extend else self._session.selection, place, self.metre_px())
        if found is None or self.hands.lies_fast(self._plan, found):
            if not extend:
                self._session.select([])
            self._drag = Drag("rubber", event.position(), place, found)
            return
        if extend:
            self._session.select([found.id], extend=True)
        elif found.id not in self._session.selection:
            self._session.select(arranging.with_group(self._session.document, [found.id]))
        self._drag = self.hands.pick_up(found, event.position(), place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._plan is None:
            return
        place, drag = self.to_place(event.position()), self._drag
        if drag is None and not self._session.read_only and self.drafting.move(self._hand(event)):
            self._repaint()
            return
        if drag is None:
            found = find(self._plan, self._session.selection, place, self.metre_px())
            hovered = found.id if found else ""
            if hovered != self._hovered:
                self._hovered = hovered
                self.setCursor(Qt.CursorShape.PointingHandCursor if hovered else Qt.CursorShape.ArrowCursor)
                self._repaint()
            return
        drag.now = place
        far = (event.position() - drag.start_px).manhattanLength() >= DRAG_PX
        if not drag.moved and not far:
            return
        if not drag.moved and drag.kind != "rubber" and drag.found is not None:
            tell_locked(self._session, drag.found.id)
        drag.moved = True
        if drag.kind == "pan":
            self.getPlotItem().vb.translateBy(x=drag.start[0] - place[0], y=place[1] - drag.start[1])
        elif drag.kind in ("move", "way") and not self._session.read_only:
            self.hands.carry(drag, place, event.modifiers())
        elif drag.kind == "turn" and not self._session.read_only:
            self.hands.turn(drag, place, event.modifiers())
        self._repaint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._drag is not None and event.button() != self._drag.button:
            return
        drag, self._drag = self._drag, None
        if drag is None:
            if self.drafting.release():
                self._repaint()
            return
        if drag.kind == "rubber" and self._plan is not None:
            floor = [drag.found.id] if drag.found is not None else []
            chosen = within(self._plan, drag.start, drag.now) if drag.moved else floor
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._session.select(chosen, extend=extend)
        elif drag.kind in ("move", "turn", "way") and drag.moved:
            self.hands.let_go(drag)
        elif drag.kind == "pan" and not drag.moved and event.button() == Qt.MouseButton.RightButton:
            self._ask_menu(drag, event)
        elif (
            drag.kind == "move"
            and drag.found is not None
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self._click(drag, drag.found)
        self._repaint()

    def _cancel(self) -> None:
        """What is in hand goes back to where it was."""
        drag, self._drag = self._drag, None
        if drag is not None and drag.moved and not self._session.read_only:
            self.hands.put_back(drag)
        self._repaint()

    def _click(self, drag: Drag, found: Found) -> None:
        """What is selected is what a drag takes; a click still selects what lies on it, and one more at the
        same place what lies below that. Who clicks a camera looks through it."""
        if self._plan is None:
            return
        again = (drag.start_px - self._clicked_px).manhattanLength() < DRAG_PX
        self._clicked_px = drag.start_px
        lies = lying(self._plan, drag.start, self.metre_px())
        chosen = [place for place, id in enumerate(lies) if id in self._session.selection]
        if again and chosen:
            found = Found(lies[(chosen[-1] + 1) % len(lies)])
        elif found.id not in drag.cameras:
            found = find(self._plan, (), drag.start, self.metre_px()) or found
        if found.part == "body" and found.id not in self._session.selection:
            self._session.select(arranging.with_group(self._session.document, [found.id]))
        if any(camera.shot_id == found.id for camera in self._plan.cameras):
            self._session.look_at(found.id)

    def _hand(self, event: QMouseEvent) -> Hand:
        """As drawing wants to know it; the grid is left while Ctrl is held."""
        near_m = GRAB_PX / self.metre_px()
        loose = self.hands.snapping == bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return Hand(self.to_place(event.position()), near_m, 0.0 if loose else GRID_M, shift)

    def _ask_menu(self, drag: Drag, event: QMouseEvent) -> None:
        found = find(self._plan, self._session.selection, drag.start, self.metre_px()) if self._plan else None
        if found is not None and found.id not in self._session.selection:
            self._session.select([found.id])
        self.menu_wanted.emit(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._plan is None or (not self._session.read_only and self.drafting.double(self._hand(event))):
            return
        place = self.to_place(event.position())
        found = find(self._plan, (), place, self.metre_px())
        who = found.id if found is not None and found.part == "body" else ""
        if event.button() == Qt.MouseButton.LeftButton and any(one.id == who for one in self._plan.people):
            self._session.select([who])
            self.pose_wanted.emit(who)
        elif find(self._plan, (), place, 1e9) is None:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        super().leaveEvent(event)
        self.drafting.leave()
        if self._hovered:
            self._hovered = ""
            self._repaint()

    # --------------------------------------------------------------------------------------- keyboard
    def event(self, event: QEvent) -> bool:
        """Keys of what is being drawn or dragged are nobody's shortcuts."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and (self._drag is not None or self.drafting.claims(event))
        ):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._drag is not None:
            if event.key() == Qt.Key.Key_Escape:
                self._cancel()
            return
        if self.drafting.key(event):
            self._repaint()
            return
        step = FAR_NUDGE_M if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else NUDGE_M
        ways = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, -step),
            Qt.Key.Key_Down: (0.0, step),
        }
        if event.key() in ways:
            self.hands.nudge(ways[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self.fit()
        elif event.key() == Qt.Key.Key_Comma:
            self.hands.turn_by(-TURN_STEP_DEG)
        elif event.key() == Qt.Key.Key_Period:
            self.hands.turn_by(TURN_STEP_DEG)
        else:
            event.ignore()

    # ----------------------------------------------------------------------------------------- actions
    def actions(self) -> list[Action]:
        """What the menus, the palette and the shortcut sheet offer for the plan."""
        turn = self.hands.turn_by
        whom: Any = {"enabled": self.hands.can_move, "why_disabled": "Select somebody or something first."}
        return [
            Action("plan.fit", "Show the whole plan", "Home", self.fit, "Plan", icon="corners-out"),
            Action("plan.snap", "Snap to the grid", "N", self.hands.toggle_snapping, "Plan",
                   checked=lambda: self.hands.snapping, icon="magnet", hint="Snap"),
            Action("plan.turn_left", "Turn left", ",", partial(turn, -TURN_STEP_DEG), "Plan", **whom),
            Action("plan.turn_right", "Turn right", ".", partial(turn, TURN_STEP_DEG), "Plan", **whom),
            self._tool("walls", "Draw walls", "W", "wall", "room floor corner partition"),
            self._tool("door", "Put doors into walls", "D", "door", "opening"),
            self._tool("window", "Put windows into walls", "Shift+D", "app-window", "opening"),
            self._tool("doorway", "Put doorways into walls", "", "", "opening passage"),
            self._tool("arch", "Put arches into walls", "", "", "opening passage"),
            *self.pictures.rows(),
        ]  # fmt: skip

    def _tool(self, tool: Tool, label: str, keys: str, icon: str, words: str) -> Action:
        """A switch: the same again puts the tool down."""

        def take() -> None:
            self.drafting.set_tool("select" if self.drafting.tool == tool else tool)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

        return Action(
            f"plan.{tool}", label, keys, take, "Plan",
            enabled=lambda: self._plan is not None and not self._session.read_only,
            why_disabled="Look at a shot on a set first, in a film that may be changed.",
            icon=icon, checked=lambda: self.drafting.tool == tool, words=words,
        )  # fmt: skip

    # ------------------------------------------------------------------------------------------- drops
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        self.drops.welcome(event, self._plan is not None)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        self.drops.welcome(event, self._plan is not None)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.drops.let_go(event, self.to_place(event.position()))
