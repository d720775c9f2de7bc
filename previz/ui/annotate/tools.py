"""Tools that draw: pens, the eraser, arrows, frames, boxes, measures, text and notes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from previz.export.mark_paint import OPACITY, paint_of
from previz.scene.marks import (
    Arrow,
    Box,
    Frames,
    Ink,
    Measure,
    Pen,
    Point,
    Quad,
    Shape,
)
from previz.scene.model import FrameMark
from previz.scene.strokes import clean, pack, thin
from previz.studio.frame_marks import draw, rub_out
from previz.ui.annotate.canvas import Canvas, Tool, Touch
from previz.ui.annotate.painting import Painted
from previz.ui.annotate.wet_ink import WetInk
from previz.ui.theme import colour

LEAST_DRAG_PX = 6
CURVE_TOLERANCE = 0.006
MOST_CURVE_POINTS = 6


class PenTool(Tool):
    draws = True

    def __init__(self, canvas: Canvas, pen: Pen) -> None:
        super().__init__(canvas)
        self._look = self.kit.look
        """As the stroke began, whatever is taken up meanwhile."""
        self._pen: Pen = pen
        self._wet: WetInk | None = None

    def press(self, touch: Touch) -> None:
        canvas, kit = self.canvas, self.kit
        image, self._look = canvas.blank(), kit.look
        to_canvas = canvas.view.canvas_from_picture()
        self._wet = WetInk(image, to_canvas, self._pen, kit.colour, kit.size, kit.smooth)
        canvas.wet = (image, kit.facts.layer, kit.opacity * OPACITY[self._pen])
        self.drag(touch)

    def drag(self, touch: Touch) -> None:
        if self._wet is not None:
            dirty = self._wet.touch(touch.row)
            self.canvas.update(dirty.toAlignedRect())

    def release(self, touch: Touch) -> None:
        wet, self._wet = self._wet, None
        self.canvas.wet = None
        if wet is None or self.sheet.take is None:
            return
        pressure = wet.rows[-1][2] if wet.rows else touch.pressure
        wet.lift((*touch.place, float(pressure), touch.tilt_deg))  # a lifted pen reports no pressure
        rows = thin(clean(np.array(wet.rows)))
        if len(rows):
            take_id, look = self.sheet.take.id, self._look
            ink = Ink(touches=pack(rows), pen=self._pen)
            self.session.attempt(
                lambda: draw(self.session.document, take_id, [ink], f"Draw in {self._pen}", **look)
            )
        self.canvas.update()

    def cancel(self) -> None:
        if self._wet is not None:
            self._wet = None
            self.canvas.wet = None
            self.canvas.update()

    @property
    def busy(self) -> bool:
        return self._wet is not None


class EraserTool(Tool):
    cursor = Qt.CursorShape.BlankCursor

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._at: Touch | None = None
        self._gesture = ""

    @property
    def _radius(self) -> float:
        return self.kit.size / 2 if self.kit.facts.name == "eraser" else 0.007

    def press(self, touch: Touch) -> None:
        self._gesture = self.session.new_gesture("erase")
        self._at = touch
        self._rub([touch.place])

    def drag(self, touch: Touch) -> None:
        before = self._at or touch
        self.hover(touch)
        self._rub([before.place, touch.place])

    def release(self, touch: Touch) -> None:
        self.session.end_gesture()

    def hover(self, touch: Touch) -> None:
        self._at = touch
        self.canvas.update()

    def _rub(self, path: list[Point]) -> None:
        sheet = self.sheet
        marks = {id: mark for id, mark in sheet.marks.items() if sheet.can_touch(mark)}
        self.session.attempt(
            lambda: rub_out(
                self.session.document, np.array(path), self._radius, marks, sheet.index, self._gesture
            )
        )

    def draw_over(self, painter: QPainter) -> None:
        if self._at is not None:
            radius = self._radius * self.canvas.view.width_px
            for token, width in (("void", 3.0), ("text", 1.2)):
                painter.setPen(QPen(colour(token, 0.8), width))
                painter.drawEllipse(self._at.canvas, radius, radius)


class ShapeTool(Tool):
    """Drag from one place to another; what it would make is shown while it is dragged."""

    draws = True

    def __init__(self, canvas: Canvas, make: Callable[[list[Point], Touch, float], Shape | None]) -> None:
        """``make``: from the way that was dragged, the last touch and the height of the picture."""
        super().__init__(canvas)
        self._make = make
        self._way: list[Point] = []
        """() when nothing is dragged."""
        self._look, self._words = self.kit.look, self.kit.facts.words
        self._start = QPointF()
        self._shape: Shape | None = None

    def press(self, touch: Touch) -> None:
        self._way, self._start, self._shape = [touch.place], touch.canvas, None
        self._look, self._words = self.kit.look, self.kit.facts.words

    def drag(self, touch: Touch) -> None:
        if not self._way:
            return  # it was cancelled
        self._way.append(touch.place)
        far = (touch.canvas - self._start).manhattanLength() >= LEAST_DRAG_PX
        self._shape = self._make(self._way, touch, self.canvas.view.tall) if far else None
        self.canvas.update()

    def release(self, touch: Touch) -> None:
        self.drag(touch)
        shape, self._shape, self._way = self._shape, None, []
        if shape is not None and self.sheet.take is not None:
            self._keep(shape, self.sheet.take.id)
        self.canvas.update()

    def _keep(self, shape: Shape, take_id: str) -> None:
        what = f"Draw {self._words.lower()}"
        ids = self.session.attempt(lambda: draw(self.session.document, take_id, [shape], what, **self._look))
        if ids:
            self.canvas.select(ids)

    def cancel(self) -> None:
        self._shape, self._way = None, []
        self.canvas.update()

    def draw_over(self, painter: QPainter) -> None:
        if self._shape is None:
            return
        mark = FrameMark(id="", take_id="", order="a", shape=self._shape, **self._look)
        painter.save()
        painter.setTransform(self.canvas.view.canvas_from_picture(), True)
        Painted(paint_of(mark)).draw(painter)
        painter.restore()

    @property
    def busy(self) -> bool:
        return bool(self._way)


class MeasureTool(ShapeTool):
    """A distance; what it says comes from the stage behind the picture, where there is one."""

    def __init__(self, canvas: Canvas, read: Callable[[Point, Point], str]) -> None:
        super().__init__(canvas, _measure)
        self._read = read

    def _keep(self, shape: Shape, take_id: str) -> None:
        assert isinstance(shape, Measure)
        label = self._read(shape.start, shape.end)
        super()._keep(Measure(start=shape.start, end=shape.end, label=label), take_id)


class PointTool(Tool):
    """A click says where."""

    cursor = Qt.CursorShape.PointingHandCursor

    def __init__(self, canvas: Canvas, told: Callable[[Touch], None], draws: bool) -> None:
        super().__init__(canvas)
        self._told, self.draws = told, draws

    def release(self, touch: Touch) -> None:
        self._told(touch)


def arrow(way: list[Point], touch: Touch, tall: float) -> Arrow:
    """Straight; with Shift along the nearest eighth of a turn."""
    start, end = way[0], eighth(way[0], touch.place) if touch.shift else touch.place
    return Arrow(points=(start, end))


def curved(way: list[Point], touch: Touch, tall: float) -> Arrow | None:
    """Through a few points of the way that was dragged."""
    return Arrow(points=_few(way)) if len(way) > 1 else None


def block(way: list[Point], touch: Touch, tall: float) -> Arrow | None:
    return Arrow(points=_few(way), form="block", turn_deg=35.0) if len(way) > 1 else None


def frames(way: list[Point], touch: Touch, tall: float) -> Frames | None:
    """The picture as A and a frame of its shape as B; with Shift the other way round."""
    (x, y), (u, v) = way[0], touch.place
    width = max(abs(u - x), abs(v - y) / tall)
    if width < 0.02:
        return None
    left, top = (x if u >= x else x - width), (y if v >= y else y - width * tall)
    edge = 0.008
    whole = _quad(edge, edge, 1 - edge, tall - edge)
    inner = _quad(left, top, left + width, top + width * tall)
    if touch.shift:
        return Frames(start=inner, end=whole, label="PULL OUT")
    return Frames(start=whole, end=inner, label="PUSH IN")


def box(way: list[Point], touch: Touch, tall: float) -> Box:
    return Box(corners=_corners(way[0], touch.place))


def area(way: list[Point], touch: Touch, tall: float) -> Box:
    return Box(corners=_corners(way[0], touch.place), filled=True)


def _measure(way: list[Point], touch: Touch, tall: float) -> Measure:
    end = eighth(way[0], touch.place) if touch.shift else touch.place
    return Measure(start=way[0], end=end)


def _few(way: list[Point]) -> tuple[Point, ...]:
    rows, tolerance = clean(np.array(way)), CURVE_TOLERANCE
    kept = thin(rows, tolerance)
    while len(kept) > MOST_CURVE_POINTS:
        tolerance *= 1.5
        kept = thin(rows, tolerance)
    points = [(float(x), float(y)) for x, y in kept[:, :2]]
    return tuple(points) if len(points) > 1 else (way[0], way[-1])


def eighth(start: Point, end: Point) -> Point:
    """The place on the nearest eighth of a turn from ``start``, as far away as ``end``."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    angle_rad = round(np.arctan2(dy, dx) / (np.pi / 4)) * np.pi / 4
    length = float(np.hypot(dx, dy))
    return start[0] + length * float(np.cos(angle_rad)), start[1] + length * float(np.sin(angle_rad))


def _corners(one: Point, other: Point) -> Quad:
    rect = QRectF(QPointF(*one), QPointF(*other)).normalized()
    return _quad(rect.left(), rect.top(), rect.right(), rect.bottom())


def _quad(left: float, top: float, right: float, bottom: float) -> Quad:
    return (left, top), (right, top), (right, bottom), (left, bottom)


__all__ = [
    "EraserTool",
    "MeasureTool",
    "PenTool",
    "PointTool",
    "ShapeTool",
    "area",
    "arrow",
    "block",
    "box",
    "curved",
    "eighth",
    "frames",
]
