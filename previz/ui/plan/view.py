"""The plan view: pan, zoom, pick, drag, turn, drop; the same stage as in the viewport, from above."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from previz.errors import PrevizError
from previz.scene.model import CameraKey
from previz.studio import arranging
from previz.studio.floor_plan import FloorPlan, Point, floor_plan
from previz.ui.actions import Action
from previz.ui.plan.drawing import PlanPainter, to_view, to_world, write_label, write_scale
from previz.ui.plan.drops import PlanDrops
from previz.ui.plan.finding import find, within
from previz.ui.plan.hands import TURN_STEP_DEG, Drag, PlanHands
from previz.ui.plan.moving import box_of
from previz.ui.session import Session
from previz.ui.theme import colour

NUDGE_M, FAR_NUDGE_M = 0.05, 0.5
DRAG_PX = 4
"""A hand that moves less has clicked."""
NEAREST_M, WIDEST_M = 0.5, 200.0


class PlanView(pg.PlotWidget):
    menu_wanted = Signal(QPoint)
    """Where on the screen; what is under it is selected."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=colour("void"))
        self._session = session
        self._plan: FloorPlan | None = None
        self._drag: Drag | None = None
        self._hovered = ""
        self._trying: CameraKey | None = None
        self.hands = PlanHands(session)
        self.drops = PlanDrops(session)
        self._prepare()
        # One repaint for all that happens in one turn of the event loop.
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(0)
        self._late.timeout.connect(self._rebuild)
        for signal in (session.changed, session.shot_changed, session.time_changed):
            signal.connect(self._rebuild_soon)
        session.selection_changed.connect(self._repaint)
        self._rebuild()
        self.fit()

    def _prepare(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Plan")
        self.setAccessibleDescription("The stage from above. Drag people, things and cameras.")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)
        self.setAspectLocked(True)
        plot = self.getPlotItem()
        plot.hideAxis("left")
        plot.hideAxis("bottom")
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setContentsMargins(0, 0, 0, 0)
        plot.vb.setMouseEnabled(False, False)
        plot.vb.disableAutoRange()
        self.setMinimumSize(160, 120)

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
                )
                if shot is not None
                else None
            )
        except PrevizError:
            self._plan = None  # no stage yet: the picture says so
        self._repaint()

    def _repaint(self) -> None:
        self.viewport().update()

    def fit(self) -> None:
        """Show the whole set, or what stands on it when the ground goes on for ever."""
        if self._plan is None:
            return
        places = [point for item in self._plan.items if item.kind != "ground" for point in item.outlines]
        boxes = [QRectF(*box_of(outline)) for outline in places]
        boxes += [QRectF(p.place[0] - 0.6, -p.place[1] - 0.6, 1.2, 1.2) for p in self._plan.people]
        boxes += [QRectF(c.place[0] - 0.4, -c.place[1] - 0.4, 0.8, 0.8) for c in self._plan.cameras]
        if not boxes:
            boxes = [QRectF(-3, -3, 6, 6)]
        whole = boxes[0]
        for box in boxes[1:]:
            whole = whole.united(box)
        self.setRange(whole.adjusted(-0.4, -0.4, 0.4, 0.4), padding=0.02)

    def paintEvent(self, event: QEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if self._plan is None:
            self._say_why(painter)
            return
        metre = self._metre_px()
        self._grid(painter, metre)
        drawing = PlanPainter(painter, self._plan, self._session.selection, self._hovered, metre)
        painter.save()
        painter.setTransform(self._device_from_view(), combine=True)
        drawing.draw()
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for label in drawing.labels:
            write_label(painter, label, self._to_px(label.at))
        rect = QRectF(self.viewport().rect())
        write_scale(painter, rect, metre, self._session.project.units == "imperial")
        self._rubber(painter)
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))

    def _say_why(self, painter: QPainter) -> None:
        painter.setPen(colour("text3"))
        text = "This scene has no set yet." if self._session.shot else "There is no shot yet."
        painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, text)

    def _grid(self, painter: QPainter, metre_px: float) -> None:
        """Lines each metre, or each five where they would lie too close."""
        step = 1.0 if metre_px >= 12 else 5.0
        if step * metre_px < 6:
            return
        seen = self.viewRect()
        painter.setPen(QPen(colour("raised"), 1))
        rect = self.viewport().rect()
        for n in range(math.ceil(seen.left() / step), math.floor(seen.right() / step) + 1):
            x = round(self._to_px(QPointF(n * step, 0)).x()) + 0.5
            painter.drawLine(QPointF(x, 0), QPointF(x, rect.height()))
        for n in range(math.ceil(seen.top() / step), math.floor(seen.bottom() / step) + 1):
            y = round(self._to_px(QPointF(0, n * step)).y()) + 0.5
            painter.drawLine(QPointF(0, y), QPointF(rect.width(), y))

    def _rubber(self, painter: QPainter) -> None:
        drag = self._drag
        if drag is not None and drag.kind == "rubber" and drag.moved:
            painter.setPen(QPen(colour("accent"), 1))
            painter.setBrush(colour("accent", 0.12))
            corner, other = self._to_px(to_view(drag.start)), self._to_px(to_view(drag.now))
            painter.drawRect(QRectF(corner, other).normalized())

    # ------------------------------------------------------------------------------------ coordinates
    def _device_from_view(self) -> QTransform:
        box = self.getPlotItem().vb
        return box.childGroup.sceneTransform() * self.viewportTransform()

    def _to_px(self, point: QPointF) -> QPointF:
        return self._device_from_view().map(point)

    def to_px(self, place: Point) -> QPointF:
        """Where a place of the world is on the widget."""
        return self._to_px(to_view(place))

    def to_place(self, at_px: QPointF) -> Point:
        inverse, _ = self._device_from_view().inverted()
        return to_world(inverse.map(at_px))

    def _metre_px(self) -> float:
        return abs(self._to_px(QPointF(1, 0)).x() - self._to_px(QPointF(0, 0)).x()) or 1.0

    # ------------------------------------------------------------------------------------------ mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._plan is None:
            return
        place = self.to_place(event.position())
        if event.button() in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
            self._drag = Drag("pan", event.position(), place)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        found = find(self._plan, self._session.selection, place, self._metre_px())
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if found is None:
            if not extend:
                self._session.select([])
            self._drag = Drag("rubber", event.position(), place)
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
        if drag is None:
            found = find(self._plan, self._session.selection, place, self._metre_px())
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
        drag.moved = True
        if drag.kind == "pan":
            self.getPlotItem().vb.translateBy(x=drag.start[0] - place[0], y=place[1] - drag.start[1])
        elif drag.kind == "move" and not self._session.read_only:
            self.hands.carry(drag, place, event.modifiers())
        elif drag.kind == "turn" and not self._session.read_only:
            self.hands.turn(drag, place, event.modifiers())
        self._repaint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        drag, self._drag = self._drag, None
        if drag is None:
            return
        if drag.kind == "rubber" and drag.moved and self._plan is not None:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._session.select(within(self._plan, drag.start, drag.now), extend=extend)
        elif drag.kind in ("move", "turn") and drag.moved:
            self._session.end_gesture()
        elif drag.kind == "pan" and not drag.moved and event.button() == Qt.MouseButton.RightButton:
            self._ask_menu(drag, event)
        elif (
            drag.kind == "move"
            and drag.found is not None
            and drag.found.id in drag.cameras
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self._session.look_at(drag.found.id)
        self._repaint()

    def _ask_menu(self, drag: Drag, event: QMouseEvent) -> None:
        found = (
            find(self._plan, self._session.selection, drag.start, self._metre_px()) if self._plan else None
        )
        if found is not None and found.id not in self._session.selection:
            self._session.select([found.id])
        self.menu_wanted.emit(event.globalPosition().toPoint())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        steps = event.angleDelta().y() / 120.0
        width = self.viewRect().width()
        factor = min(max(0.85**steps, NEAREST_M / width), WIDEST_M / width)
        centre = to_view(self.to_place(event.position()))
        self.getPlotItem().vb.scaleBy((factor, factor), center=(centre.x(), centre.y()))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._plan is not None and find(self._plan, (), self.to_place(event.position()), 1e9) is None:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        super().leaveEvent(event)
        if self._hovered:
            self._hovered = ""
            self._repaint()

    # --------------------------------------------------------------------------------------- keyboard
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
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
        return [
            Action("plan.fit", "Show the whole plan", "Home", self.fit, "Plan", icon="corners-out"),
            Action(
                "plan.snap",
                "Snap to the grid",
                "N",
                self.hands.toggle_snapping,
                "Plan",
                checked=lambda: self.hands.snapping,
                hint="Snap",
            ),
            Action("plan.turn_left", "Turn left", ",", lambda: self.hands.turn_by(-TURN_STEP_DEG), "Plan",
                   enabled=self.hands.can_move, why_disabled="Select somebody or something first."),
            Action("plan.turn_right", "Turn right", ".", lambda: self.hands.turn_by(TURN_STEP_DEG), "Plan",
                   enabled=self.hands.can_move, why_disabled="Select somebody or something first."),
        ]  # fmt: skip

    # ------------------------------------------------------------------------------------------- drops
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        self.drops.welcome(event, self._plan is not None)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        self.drops.welcome(event, self._plan is not None)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.drops.let_go(event, self.to_place(event.position()))
