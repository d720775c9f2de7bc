"""Select, move, scale and turn marks, drag the points of one; with Alt a drag moves a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from previz.scene.edit import Edit
from previz.scene.mark_shapes import (
    bounds,
    hits,
    moving,
    points_of,
    scaling,
    transformed,
    turning,
    with_point,
)
from previz.scene.marks import Arrow, Measure, Point
from previz.scene.model import FrameMark
from previz.scene.strokes import Floats
from previz.studio.frame_marks import copy_to, replace
from previz.ui.annotate.canvas import Canvas, Tool, Touch
from previz.ui.annotate.tools import eighth
from previz.ui.theme import colour

NEAR_PX = 6.0
HANDLE_PX = 8.0
KNOB_PX = 26.0
"""How far the knob that turns stands from the box."""
GRIPS = ((0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (1.0, 0.5), (1.0, 1.0), (0.5, 1.0), (0.0, 1.0), (0.0, 0.5))
CORNERS = frozenset((x, y) for x in (0.0, 1.0) for y in (0.0, 1.0))
TURN = "turn"
Grip = tuple[float, float] | str | int
"""A place of the box about what is selected, the knob that turns, or a point of the one mark."""
STEP_DEG = 15.0


class SelectTool(Tool):
    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, canvas: Canvas, read: Callable[[Point, Point], str]) -> None:
        """``read``: what a measure says between two places."""
        super().__init__(canvas)
        self._read = read
        self._from: Touch | None = None
        self._grip: Grip | None = None
        self._before: list[FrameMark] = []
        self._copied: Edit | None = None
        """The step that put copies under the hand."""
        self._box = QRectF()
        self._rubber: QRectF | None = None
        self._gesture = ""
        self._known_box: tuple[QRectF, tuple[str, ...], int] = (QRectF(), (), -1)

    # ----------------------------------------------------------------------------------------- the hand
    def press(self, touch: Touch) -> None:
        self._grip = self._grip_at(touch.canvas)
        if self._grip is None and any(taken(touch) for taken in self.canvas.lies_over):
            return
        self._from, self._rubber = touch, None
        if self._grip is None:
            found = self._mark_at(touch)
            if found is None:
                self._rubber = QRectF(QPointF(*touch.place), QPointF(*touch.place))
                if not touch.shift:
                    self.canvas.select(())
                return
            if touch.shift:
                kept = tuple(id for id in self.canvas.selected if id != found)
                self.canvas.select(kept if found in self.canvas.selected else (*kept, found))
            elif found not in self.canvas.selected:
                self.canvas.select((found,))
        self._take_hold(touch)

    def _take_hold(self, touch: Touch) -> None:
        self._gesture = self.session.new_gesture("marks")
        ids = self.canvas.selected
        take, self._copied = self.sheet.take, None
        if touch.alt and self._grip is None and ids and take is not None:
            copies = self.session.attempt(
                lambda: copy_to(self.session.document, ids, take.id, label="Duplicate marks")
            )
            self.canvas.select(copies or ids)
            self._copied = self.session.document.history[-1] if copies else None
        self._before = [self.sheet.marks[id] for id in self.canvas.selected if id in self.sheet.marks]
        self._box = self._bounds(self._before)

    def drag(self, touch: Touch) -> None:
        if self._from is None:
            return
        if self._rubber is not None:
            self._rubber = QRectF(QPointF(*self._from.place), QPointF(*touch.place)).normalized()
            self.canvas.update()
            return
        if (touch.canvas - self._from.canvas).manhattanLength() < 3 or not self._before:
            return
        if isinstance(self._grip, int):
            changed, label = [self._bent(self._before[0], self._grip, touch)], "Bend a mark"
        else:
            affine, label = self._affine(touch)
            changed = [transformed(mark, affine) for mark in self._before]
        self.session.attempt(lambda: replace(self.session.document, changed, label, self._gesture))

    def release(self, touch: Touch) -> None:
        if self._rubber is not None:
            self._select_within(self._rubber, touch.shift)
        elif self._before:
            for mark in self._before:
                self._measure_again(mark.id)
            self.session.end_gesture()
        self._from, self._rubber, self._before = None, None, []
        self.canvas.update()

    def cancel(self) -> None:
        """What was dragged lies where it lay; copies that were dragged go."""
        document, before = self.session.document, self._before
        self._from, self._rubber, self._before = None, None, []
        if before:
            self.session.attempt(lambda: replace(document, before, "Move marks", self._gesture))
            if document.history and document.history[-1] is self._copied:
                self.session.undo()
            self.session.end_gesture()
        self.canvas.update()

    @property
    def busy(self) -> bool:
        return self._from is not None

    def hover(self, touch: Touch) -> None:
        grip = self._grip_at(touch.canvas)
        if grip == TURN:
            shape = Qt.CursorShape.CrossCursor
        elif grip is not None:
            shape = Qt.CursorShape.SizeAllCursor
        elif self._mark_at(touch) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        self.canvas.setCursor(shape)

    # ----------------------------------------------------------------------------------------- points
    def _one(self) -> FrameMark | None:
        """The mark whose points can be dragged."""
        (one, *more) = self.canvas.selected or ("",)
        return self.sheet.marks.get(one) if not more else None

    def point_grips(self) -> list[QPointF]:
        """Its points in px of the canvas."""
        one, to_canvas = self._one(), self.canvas.view.canvas_from_picture()
        return [to_canvas.map(QPointF(*place)) for place in points_of(one.shape)] if one is not None else []

    def _bent(self, mark: FrameMark, index: int, touch: Touch) -> FrameMark:
        """With Shift an arrow or a measure runs along an eighth of a turn from the point beside."""
        places, to = points_of(mark.shape), touch.place
        if touch.shift and isinstance(mark.shape, Arrow | Measure):
            to = eighth(places[index - 1 if index else 1], to)
        return with_point(mark, index, to)

    def _measure_again(self, id: str) -> None:
        mark = self.sheet.marks.get(id)
        if mark is not None and isinstance(mark.shape, Measure) and mark not in self._before:
            label = self._read(mark.shape.start, mark.shape.end)
            shape = msgspec.structs.replace(mark.shape, label=label)
            changed = msgspec.structs.replace(mark, shape=shape)
            done = self.session.document.history[-1].label
            self.session.attempt(lambda: replace(self.session.document, [changed], done, self._gesture))

    # ----------------------------------------------------------------------------------------- geometry
    def _affine(self, touch: Touch) -> tuple[Floats, str]:
        assert self._from is not None
        box, (x, y) = self._box, touch.place
        if self._grip is None:
            (u, v) = self._from.place
            return moving(x - u, y - v), "Move marks"
        middle = (box.center().x(), box.center().y())
        if self._grip == TURN:
            (u, v) = self._from.place
            angle = np.degrees(
                np.arctan2(y - middle[1], x - middle[0]) - np.arctan2(v - middle[1], u - middle[0])
            )
            if touch.shift:
                angle = round(angle / STEP_DEG) * STEP_DEG
            return turning(float(angle), middle), "Turn marks"
        assert isinstance(self._grip, tuple)
        return self._scaling(self._grip, x, y), "Scale marks"

    def _scaling(self, grip: tuple[float, float], x: float, y: float) -> Floats:
        """About the corner or edge across; corners keep the shape."""
        box, (gx, gy) = self._box, grip
        about = (box.left() + (1 - gx) * box.width(), box.top() + (1 - gy) * box.height())
        wide = (x - about[0]) / ((2 * gx - 1) * box.width()) if gx != 0.5 and box.width() > 1e-6 else 1.0
        high = (y - about[1]) / ((2 * gy - 1) * box.height()) if gy != 0.5 and box.height() > 1e-6 else 1.0
        if gx != 0.5 and gy != 0.5:
            wide = high = max(wide, high)
        wide, high = (min(max(factor, 0.02), 50.0) for factor in (wide, high))
        return scaling(wide, high, about)

    def _bounds(self, marks: Sequence[FrameMark]) -> QRectF:
        found = QRectF()
        for mark in marks:
            left, top, right, bottom = bounds(mark)
            found = found.united(QRectF(left, top, max(right - left, 1e-4), max(bottom - top, 1e-4)))
        return found

    def _selected_box(self) -> QRectF:
        known, selected, version = self._known_box
        if (selected, version) != (self.canvas.selected, self.sheet.version):
            marks = [self.sheet.marks[id] for id in self.canvas.selected if id in self.sheet.marks]
            known = self._bounds(marks)
            self._known_box = known, self.canvas.selected, self.sheet.version
        return known

    def _mark_at(self, touch: Touch) -> str | None:
        """The uppermost mark under a place that may be touched."""
        near = NEAR_PX / self.canvas.view.width_px
        sheet = self.sheet
        found = [sheet.marks[id] for id in sheet.index.near(touch.place, near)]
        rank = {"drawing": 0, "arrows": 1, "notes": 2}
        for mark in sorted(found, key=lambda mark: (rank[mark.layer], mark.order), reverse=True):
            if sheet.can_touch(mark) and hits(mark, touch.place, near):
                return mark.id
        return None

    def _select_within(self, area: QRectF, extend: bool) -> None:
        """Marks that lie wholly inside."""
        sheet = self.sheet
        found = []
        for id in sheet.index.within((area.left(), area.top(), area.right(), area.bottom())):
            left, top, right, bottom = bounds(sheet.marks[id])
            if sheet.can_touch(sheet.marks[id]) and area.contains(
                QRectF(left, top, right - left, bottom - top)
            ):
                found.append(id)
        kept = self.canvas.selected if extend else ()
        self.canvas.select(tuple(dict.fromkeys((*kept, *found))))

    # ----------------------------------------------------------------------------------------- handles
    def _grips(self) -> tuple[tuple[float, float], ...]:
        """By which the box about the selection is scaled: where points lie in its corners, those do it."""
        one = self._one()
        places = points_of(one.shape) if one is not None else ()
        if not places:
            return GRIPS
        straight = isinstance(one.shape, Arrow | Measure) and len(places) == 2  # type: ignore[union-attr]
        curved = isinstance(one.shape, Arrow) and not straight  # type: ignore[union-attr]
        return () if straight else GRIPS if curved else tuple(grip for grip in GRIPS if grip not in CORNERS)

    def _handles(self) -> dict[Grip, QPointF]:
        """Grips in px of the canvas; none without a selection."""
        box = self._selected_box()
        if box.isNull():
            return {}
        to_canvas = self.canvas.view.canvas_from_picture()
        found: dict[Grip, QPointF] = {}
        for gx, gy in self._grips():
            found[gx, gy] = to_canvas.map(
                QPointF(box.left() + gx * box.width(), box.top() + gy * box.height())
            )
        above = KNOB_PX / self.canvas.view.width_px
        found[TURN] = to_canvas.map(QPointF(box.center().x(), box.top() - above))
        return found

    def _grip_at(self, point: QPointF) -> Grip | None:
        grips: dict[Grip, QPointF] = dict(enumerate(self.point_grips()))
        for grip, place in (grips | self._handles()).items():
            if (place - point).manhattanLength() <= HANDLE_PX * 1.2:
                return grip
        return None

    def draw_over(self, painter: QPainter) -> None:
        if self._rubber is not None:
            box = self.canvas.view.canvas_from_picture().mapRect(self._rubber)
            painter.setPen(QPen(colour("accent"), 1))
            painter.setBrush(colour("accent", 0.12))
            painter.drawRect(box)
            return
        handles = self._handles()
        if not handles:
            return
        box, to_canvas = self._selected_box(), self.canvas.view.canvas_from_picture()
        outline = to_canvas.map(QPolygonF(box))
        above = to_canvas.map(QPointF(box.center().x(), box.top()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for token, alpha, width in (("void", 0.35, 3.0), ("accent", 1.0, 1.2)):
            painter.setPen(QPen(colour(token, alpha), width))
            painter.drawPolygon(outline)
            painter.drawLine(above, handles[TURN])
        painter.setPen(QPen(colour("accent"), 1.4))
        painter.setBrush(colour("frame_a"))
        half = HANDLE_PX / 2
        for grip, place in handles.items():
            if grip == TURN:
                painter.drawEllipse(place, half + 1, half + 1)
            else:
                painter.drawRect(QRectF(place.x() - half, place.y() - half, HANDLE_PX, HANDLE_PX))
        painter.setPen(QPen(colour("frame_a"), 1.6))
        painter.setBrush(colour("accent"))
        for place in self.point_grips():
            painter.drawEllipse(place, half + 1, half + 1)
