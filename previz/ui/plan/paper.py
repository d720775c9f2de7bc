"""The paper of the plan: what is where on it, how near one looks, the squares."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QWidget

from previz.studio.floor_plan import FloorPlan, Point
from previz.ui.plan.drawing import to_view, to_world
from previz.ui.plan.moving import box_of
from previz.ui.theme import colour

NEAREST_M, WIDEST_M = 0.5, 200.0


class PlanPaper(pg.PlotWidget):
    """Metres of the world on pixels; the wheel goes nearer and further."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=colour("void"))
        self._prepare()

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

    def show_all(self, plan: FloorPlan) -> None:
        """The whole set, or what stands on it when the ground goes on for ever."""
        places = [point for item in plan.items if item.kind != "ground" for point in item.outlines]
        boxes = [QRectF(*box_of(outline)) for outline in places]
        boxes += [QRectF(p.place[0] - 0.6, -p.place[1] - 0.6, 1.2, 1.2) for p in plan.people]
        boxes += [QRectF(c.place[0] - 0.4, -c.place[1] - 0.4, 0.8, 0.8) for c in plan.cameras]
        if not boxes:
            boxes = [QRectF(-3, -3, 6, 6)]
        whole = boxes[0]
        for box in boxes[1:]:
            whole = whole.united(box)
        self.setRange(whole.adjusted(-0.4, -0.4, 0.4, 0.4), padding=0.02)

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

    def seen(self) -> QRectF:
        """What of the plan is on the widget, in metres as they are drawn."""
        inverse, _ = self._device_from_view().inverted()
        return inverse.mapRect(QRectF(self.viewport().rect()))

    def metre_px(self) -> float:
        """How long a metre is."""
        return abs(self._to_px(QPointF(1, 0)).x() - self._to_px(QPointF(0, 0)).x()) or 1.0

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        steps = event.angleDelta().y() / 120.0
        width = self.viewRect().width()
        factor = min(max(0.85**steps, NEAREST_M / width), WIDEST_M / width)
        centre = to_view(self.to_place(event.position()))
        self.getPlotItem().vb.scaleBy((factor, factor), center=(centre.x(), centre.y()))
        event.accept()

    def draw_grid(self, painter: QPainter) -> None:
        """Lines each metre, or each five where they would lie too close."""
        metre_px = self.metre_px()
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
