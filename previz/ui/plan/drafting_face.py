"""How drawing on the plan looks: corners to take hold of, the run in the making, doors to be put."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from previz.kit.opening import Opening
from previz.studio.floor_plan import Point
from previz.studio.walls import DrawnWalls, at
from previz.ui import tokens
from previz.ui.controls.measure import Measure, written
from previz.ui.controls.typed import length_m
from previz.ui.plan.drafting import Drafting
from previz.ui.plan.drawing import Label, write_label
from previz.ui.plan.grips import Grip, grips, touching
from previz.ui.plan.underlay_face import draw_points
from previz.ui.plan.underlay_hands import UnderlayHands
from previz.ui.plan.wall_run import WallRun
from previz.ui.theme import colour, font

GRIP_PX = 4.0


class DraftingFace:
    """Draws in pixels; ``to_px`` says where a place of the world is."""

    def __init__(
        self, painter: QPainter, drafting: Drafting, to_px: Callable[[Point], QPointF], room: QRectF
    ) -> None:
        self._painter = painter
        self._drafting = drafting
        self._to_px = to_px
        self._room = room

    def draw(self) -> None:
        drafting = self._drafting
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if drafting.ghost is not None:
            self._opening(drafting.ghost.drawn, drafting.ghost.hole)
        if not drafting.run.busy:
            for drawn in drafting.known:
                self._grips(drawn)
        self._run(drafting.run)
        draw_points(self._painter, drafting.under, self._to_px)
        if drafting.under.asking:
            self._asked(drafting.under)
        self._say()

    # ------------------------------------------------------------------------------------------- grips
    def _grips(self, drawn: DrawnWalls) -> None:
        drafting = self._drafting
        for grip, place in grips(drawn):
            lit = grip in (drafting.picked, drafting.hovered, drafting.dragging)
            self._grip(self._to_px(place), grip.kind == "opening", lit)
            if grip == drafting.dragging:
                self._measures(drawn, grip)

    def _grip(self, at_px: QPointF, diamond: bool, lit: bool) -> None:
        r = GRIP_PX + (1 if lit else 0)
        self._painter.setPen(QPen(colour("accent"), 1.5))
        self._painter.setBrush(colour("accent" if lit else "void"))
        if diamond:
            ends = [QPointF(0, -r - 1), QPointF(r + 1, 0), QPointF(0, r + 1), QPointF(-r - 1, 0)]
            self._painter.drawPolygon(QPolygonF([at_px + end for end in ends]))
        else:
            self._painter.drawRect(QRectF(at_px.x() - r, at_px.y() - r, 2 * r, 2 * r))

    def _measures(self, drawn: DrawnWalls, grip: Grip) -> None:
        """What a drag changes, in figures."""
        if grip.kind == "opening":
            self._distances(drawn, drawn.openings[grip.index])
            return
        for name in touching(drawn, grip):
            self._length(*drawn.ends(drawn.wall(name)))

    # -------------------------------------------------------------------------------------------- runs
    def _run(self, run: WallRun) -> None:
        painter, end = self._painter, run.end
        pointer = run.pointer
        for start, stop in pointer.guides if pointer is not None else ():
            pen = QPen(colour("safe", 0.7), 1)
            pen.setDashPattern([2, 4])
            painter.setPen(pen)
            painter.drawLine(self._to_px(start), self._to_px(stop))
        if not run.busy:
            if end is not None and self._drafting.hovered is None:
                self._grip(self._to_px(end), False, True)
            return
        painter.setPen(QPen(colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([self._to_px(corner) for corner in run.corners]))
        for corner in run.corners:
            self._grip(self._to_px(corner), False, False)
        if end is None:
            self._typed(run.typed, False, self._to_px(run.corners[-1]))
            return
        pen = QPen(colour("changes" if run.why else "accent"), 2)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(self._to_px(run.corners[-1]), self._to_px(end))
        self._grip(self._to_px(end), False, True)
        if run.typed:
            self._typed(run.typed, True, (self._to_px(run.corners[-1]) + self._to_px(end)) / 2)
        else:
            self._length(run.corners[-1], end)

    def _asked(self, hands: UnderlayHands) -> None:
        """The true distance of two points of the picture, as far as it is typed."""
        middle = (self._to_px(hands.points[0]) + self._to_px(hands.points[1])) / 2
        sound = length_m(hands.typed, hands.units) is not None or not hands.typed
        self._typed(hands.typed, sound, middle)

    def _typed(self, text: str, sound: bool, at_px: QPointF) -> None:
        """A little field at what is measured, with what is typed."""
        painter = self._painter
        painter.setFont(font(tokens.TEXT_BODY, 500, tabular=True))
        metrics = QFontMetricsF(painter.font())
        width = max(metrics.horizontalAdvance(text) + 18, 48.0)
        box = QRectF(at_px.x() + 10, at_px.y() - 26, width, 22)
        box.moveRight(min(box.right(), self._room.right() - 4))
        painter.setPen(QPen(colour("accent" if sound else "changes"), 2))
        painter.setBrush(colour("raised"))
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.setPen(colour("text"))
        left = box.adjusted(8, 0, 0, 0)
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        caret = left.left() + metrics.horizontalAdvance(text) + 1.5
        painter.drawLine(QPointF(caret, box.top() + 5), QPointF(caret, box.bottom() - 5))

    # ---------------------------------------------------------------------------------------- openings
    def _opening(self, drawn: DrawnWalls, hole: Opening) -> None:
        wall = drawn.wall(hole.wall)
        low, high = (drawn.place(at(wall, hole.centre + side * hole.width / 2)) for side in (-1, 1))
        pen = QPen(colour("accent"), 7)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self._painter.setPen(pen)
        self._painter.drawLine(self._to_px(low), self._to_px(high))
        self._distances(drawn, hole)

    def _distances(self, drawn: DrawnWalls, hole: Opening) -> None:
        """From both ends of the wall to the opening."""
        wall = drawn.wall(hole.wall)
        low, high = (drawn.place(at(wall, hole.centre + side * hole.width / 2)) for side in (-1, 1))
        start, end = drawn.ends(wall)
        self._length(start, low)
        self._length(high, end)

    # ------------------------------------------------------------------------------------------- words
    def _length(self, start: Point, end: Point) -> None:
        """How long it is, beside its middle."""
        a, b = self._to_px(start), self._to_px(end)
        way = b - a
        reach = math.hypot(way.x(), way.y())
        if reach < 8:
            return
        across = QPointF(way.y(), -way.x()) / reach
        if across.y() > 0 or (abs(across.y()) < 1e-6 and across.x() < 0):
            across = -across
        text = " ".join(
            filter(None, written(math.dist(start, end), Measure.LENGTH, self._drafting.run.units))
        )
        half = QFontMetricsF(font(tokens.TEXT_CAP, 600)).horizontalAdvance(text) / 2
        off = 12 + half * abs(across.x())
        write_label(self._painter, Label(text, QPointF(), "text", 600), (a + b) / 2 + across * off)

    def _say(self) -> None:
        """What to do, or why something could not be done; out of the way of the hand."""
        drafting = self._drafting
        text = drafting.reason or drafting.hint
        if not text:
            return
        painter = self._painter
        painter.setFont(font(tokens.TEXT_CAP, 500))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        words = painter.boundingRect(self._room.adjusted(16, 0, -16, 0), flags, text)
        words.moveBottom(self._room.bottom() - 36)
        pointer = drafting.run.pointer
        near = words.adjusted(-24, -24, 24, 24)
        if pointer is not None and not drafting.reason and near.contains(self._to_px(pointer.place)):
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("popover", 0.92))
        painter.drawRoundedRect(words.adjusted(-8, -5, 8, 5), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.setPen(colour("changes" if drafting.reason else "text2"))
        painter.drawText(words, flags, text)
