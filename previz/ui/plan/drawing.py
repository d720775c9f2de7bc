"""How a floor plan looks. View coordinates are metres: x is world +X, y (up) is world −Z, north."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from previz.grammar.findings import RULES, Finding
from previz.scene.model import Shot
from previz.studio.floor_plan import FloorPlan, PlanCamera, PlanItem, PlanPerson, PlanWay, Point
from previz.ui import tokens
from previz.ui.theme import colour, font

HANDLE_M = 0.62
"""From the middle of what is selected to the knob that turns it."""
CAMERA_KNOB_PX = 36.0
CONE_M = 60.0
"""Cones end here when nothing ends them before."""
FAR_SHOWN_M = 30.0
GHOST_CONE_M = 1.1
GHOST_REACH_PX = 120.0
"""From another shot's camera to the far end of its number."""
NAME_PX = 140.0
"""A longer name ends in dots."""
GROUND_OVER_PICTURE = 0.2
"""How much of floors there is where a picture lies under the plan."""
ACTION_LINE_M = 1.5
"""How far the 180° line goes on behind the two people."""


@dataclass(frozen=True)
class Label:
    """Text at a place, written after everything else, in pixels."""

    text: str
    at: QPointF
    token: str = "text2"
    weight: int = 500
    lift_px: float = 0.0


def to_view(point: Point) -> QPointF:
    return QPointF(point[0], -point[1])


def to_world(point: QPointF) -> Point:
    return point.x(), -point.y()


def ahead(heading_deg: float) -> Point:
    """World (x, z) of one metre that way."""
    angle = math.radians(heading_deg)
    return math.sin(angle), math.cos(angle)


def beyond(place: Point, heading_deg: float, distance_m: float) -> Point:
    x, z = ahead(heading_deg)
    return place[0] + x * distance_m, place[1] + z * distance_m


def camera_handle_m(metre_px: float) -> float:
    """As `HANDLE_M`, but clear of the symbol, whose size is one of pixels."""
    return max(HANDLE_M, CAMERA_KNOB_PX / metre_px)


def person_token(number: int) -> str:
    return tokens.PEOPLE_COLOURS[number % len(tokens.PEOPLE_COLOURS)]


def polygon(outline: NDArray[np.float64]) -> QPolygonF:
    return QPolygonF([QPointF(float(x), -float(z)) for x, z in outline])


def item_path(item: PlanItem) -> QPainterPath:
    """Odd-even: loops inside loops are holes."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for outline in item.outlines:
        path.addPolygon(polygon(outline))
        path.closeSubpath()
    return path


def _pen(token: str, width_px: float = 1.0, alpha: float = 1.0, dashed: bool = False) -> QPen:
    pen = QPen(colour(token, alpha), width_px)
    pen.setCosmetic(True)
    if dashed:
        pen.setDashPattern([4, 3])
    return pen


class PlanPainter:
    """Draws a `FloorPlan` into a painter whose units are metres; ``metre_px`` is how long one is.

    Other shots' cameras are left out where nothing of them reaches into ``seen``.
    """

    def __init__(
        self,
        painter: QPainter,
        plan: FloorPlan,
        selected: Collection[str],
        hovered: str,
        metre_px: float,
        over_picture: bool = False,
        seen: QRectF | None = None,
    ) -> None:
        self._painter = painter
        self._plan = plan
        self._selected = selected
        self._hovered = hovered
        self._metre_px = metre_px
        self._ground_alpha = GROUND_OVER_PICTURE if over_picture else 1.0
        self._seen = seen
        self.labels: list[Label] = []

    def draw(self) -> None:
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for kind in ("ground", "thing", "wall"):
            for item in self._plan.items:
                if item.kind == kind:
                    self._item(item)
        if self._plan.cameras:
            self._cone(self._plan.cameras[-1])
        if self._plan.line is not None:
            self._line_of_action(*self._plan.line)
        for way in self._plan.ways:
            self._way(way)
        for number, person in enumerate(self._plan.people):
            self._person(person, person_token(number))
        for camera in self._plan.cameras[:-1]:
            if self._in_sight(camera):
                self._camera(camera, current=False)
        if self._plan.cameras:
            self._camera(self._plan.cameras[-1], current=True)

    def draw_findings(self, findings: Iterable[Finding], shot: Shot | None) -> None:
        """What breaks a rule in the cuts to and from a shot: what it was measured on, and its name."""
        for finding in findings:
            if shot is None or finding.waived or shot.id not in (finding.before_id, finding.after_id):
                continue
            self._painter.setPen(_pen("changes", 2))
            for start, end in finding.lines_m:
                self._painter.drawLine(to_view(start), to_view(end))
            if finding.lines_m:
                (ax, az), (bx, bz) = finding.lines_m[-1]
                words = f"{RULES[finding.rule]}  {finding.cut}"
                self.labels.append(Label(words, to_view(((ax + bx) / 2, (az + bz) / 2)), "changes"))

    # ------------------------------------------------------------------------------------------ things
    def _item(self, item: PlanItem) -> None:
        path = item_path(item)
        chosen, over = item.id in self._selected, item.id == self._hovered
        if item.kind == "ground":
            self._painter.setBrush(colour("accent_bg" if chosen else "panel", self._ground_alpha))
            self._painter.setPen(_pen("accent" if chosen else "line", 1.5 if chosen else 1))
        elif item.kind == "wall":
            self._painter.setBrush(colour("accent" if chosen else "text2"))
            self._painter.setPen(_pen("accent" if chosen else "text2"))
        else:
            self._painter.setBrush(colour("accent_lo" if chosen else "press" if over else "hover"))
            self._painter.setPen(
                _pen("accent" if chosen else "text3" if over else "off", 1.5 if chosen else 1)
            )
        self._painter.drawPath(path)
        if chosen:
            self._turner(item.origin, item.heading_deg, "accent")
            self.labels.append(Label(item.name, to_view(item.origin), "text", lift_px=-16))

    def _turner(self, place: Point, heading_deg: float, token: str, reach_m: float = HANDLE_M) -> None:
        """A stalk with a knob, to turn what is selected."""
        start, end = to_view(place), to_view(beyond(place, heading_deg, reach_m))
        self._painter.setPen(_pen(token, 1.5))
        self._painter.drawLine(start, end)
        self._painter.setBrush(colour("void"))
        self._disc(end, 5)

    def _disc(self, at: QPointF, radius_px: float) -> None:
        r = radius_px / self._metre_px
        self._painter.drawEllipse(at, r, r)

    # ------------------------------------------------------------------------------------------ people
    def _person(self, person: PlanPerson, token: str) -> None:
        painter = self._painter
        chosen, over = person.id in self._selected, person.id == self._hovered
        at = to_view(person.place)
        if chosen or over:
            painter.setBrush(colour("accent", 0.14 if chosen else 0.07))
            painter.setPen(_pen("accent", 1.5 if chosen else 1, 1.0 if chosen else 0.6))
            painter.drawEllipse(at, 0.38, 0.38)
        if chosen:
            self._turner(person.place, person.heading_deg, "accent")
        painter.save()
        painter.translate(at)
        # heading 0° faces world +Z, which is down on the plan; the figure is drawn facing +x
        painter.rotate(person.heading_deg - 90.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(token))
        painter.drawPolygon(QPolygonF([QPointF(0.34, 0), QPointF(0.18, 0.11), QPointF(0.18, -0.11)]))
        painter.setPen(_pen("void"))
        painter.setBrush(colour(token, 0.6))
        painter.drawEllipse(QPointF(0, 0), 0.11, 0.24)
        painter.setBrush(colour(token))
        painter.drawEllipse(QPointF(0.03, 0), 0.115, 0.115)
        painter.restore()
        self.labels.append(Label(person.name, at, token, 600, lift_px=0.30 * self._metre_px + 12))

    def _way(self, way: PlanWay) -> None:
        """A dashed line with its keys; those of the camera are called A, B…, of others it says when."""
        numbers = {person.id: number for number, person in enumerate(self._plan.people)}
        camera = bool(self._plan.cameras) and way.target_id == self._plan.cameras[-1].shot_id
        known = way.target_id in numbers
        token = "accent" if camera else person_token(numbers[way.target_id]) if known else "text3"
        chosen, over = way.target_id in self._selected, way.target_id == self._hovered
        points = [to_view((float(x), float(z))) for x, z in way.points]
        self._painter.setPen(_pen(token, 2.0 if chosen or over else 1.5, 0.8, dashed=True))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolyline(QPolygonF(points))
        self._painter.setPen(_pen("text" if chosen else "void", 1.5 if chosen else 1.0))
        self._painter.setBrush(colour(token))
        for number, (point, time_s) in enumerate(zip(points, way.times_s, strict=True)):
            self._disc(point, 4.5)
            if camera and len(points) <= 26:
                self.labels.append(Label(chr(ord("A") + number), point, token, 600, lift_px=13))
            elif chosen or over:
                self.labels.append(Label(f"{time_s:g} s", point, token, lift_px=13))

    def _line_of_action(self, first: PlanPerson, second: PlanPerson) -> None:
        a, b = np.array(first.place), np.array(second.place)
        apart = float(np.linalg.norm(b - a))
        if apart < 0.05:
            return
        way = (b - a) / apart * ACTION_LINE_M
        self._painter.setPen(_pen("stale", 1, 0.8, dashed=True))
        start, end = a - way, b + way
        self._painter.drawLine(
            to_view((float(start[0]), float(start[1]))), to_view((float(end[0]), float(end[1])))
        )

    # ----------------------------------------------------------------------------------------- cameras
    def _cone(self, camera: PlanCamera) -> None:
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent", 0.10))
        painter.drawPolygon(QPolygonF([to_view(camera.place), *_across(camera, CONE_M)]))
        near, far = camera.near_m * camera.level, min(camera.far_m, FAR_SHOWN_M) * camera.level
        painter.setBrush(colour("accent", 0.22))
        painter.drawPolygon(QPolygonF([*_across(camera, near), *reversed(_across(camera, far))]))
        painter.setPen(_pen("accent"))
        for end in _across(camera, CONE_M):
            painter.drawLine(to_view(camera.place), end)
        painter.setPen(_pen("accent", 1.5))
        painter.drawLine(*_across(camera, camera.focus_m * camera.level))

    def _in_sight(self, camera: PlanCamera) -> bool:
        """Whether anything of another shot's camera can be seen: its lines, its symbol or its number."""
        if self._seen is None:
            return True
        cone_m = GHOST_CONE_M / max(math.cos(math.radians(camera.half_angle_deg)), 0.01)
        reach_m = max(cone_m, GHOST_REACH_PX / self._metre_px)
        around = self._seen.adjusted(-reach_m, -reach_m, reach_m, reach_m)
        return around.contains(to_view(camera.place))

    def _camera(self, camera: PlanCamera, current: bool) -> None:
        token = "accent" if current else "text3"
        painter = self._painter
        if not current:
            painter.setPen(_pen(token, 1, 0.8))
            for end in _across(camera, GHOST_CONE_M):
                painter.drawLine(to_view(camera.place), end)
        chosen = camera.shot_id in self._selected
        if chosen:
            reach_m = camera_handle_m(self._metre_px)
            self._turner(camera.place, camera.heading_deg, "text", reach_m)
        painter.save()
        painter.translate(to_view(camera.place))
        painter.rotate(camera.heading_deg - 90.0)
        scale = 30.0 / self._metre_px * (1.0 if current else 0.75)
        painter.scale(scale, scale)
        painter.setPen(_pen("text" if chosen or self._hovered == camera.shot_id else "void", 1.5))
        painter.setBrush(colour(token))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x, y)
                    for x, y in (
                        (-0.75, 0.3), (-0.1, 0.3), (-0.1, 0.12), (0.2, 0.28),
                        (0.2, -0.28), (-0.1, -0.12), (-0.1, -0.3), (-0.75, -0.3),
                    )
                ]
            )
        )  # fmt: skip
        painter.restore()
        behind = beyond(camera.place, camera.heading_deg, -34.0 / self._metre_px)
        self.labels.append(
            Label(camera.number, to_view(behind), "accent" if current else "text2", 600 if current else 500)
        )


def _across(camera: PlanCamera, distance_m: float) -> list[QPointF]:
    """Both ends of the frame at a distance along the view axis, left first."""
    x, z = ahead(camera.heading_deg)
    half = distance_m * math.tan(math.radians(camera.half_angle_deg))
    middle = beyond(camera.place, camera.heading_deg, distance_m)
    return [
        to_view((middle[0] + z * half, middle[1] - x * half)),
        to_view((middle[0] - z * half, middle[1] + x * half)),
    ]


def write_label(painter: QPainter, label: Label, at: QPointF) -> None:
    """In pixels, centred, with a dark halo so that it reads on every line."""
    if not label.text:
        return
    painter.setFont(font(tokens.TEXT_CAP, label.weight))
    metrics = QFontMetricsF(painter.font())
    words = metrics.elidedText(label.text, Qt.TextElideMode.ElideRight, NAME_PX)
    width = metrics.horizontalAdvance(words)
    base = QPointF(at.x() - width / 2, at.y() + label.lift_px + metrics.ascent() / 2 - 1)
    path = QPainterPath()
    path.addText(base, painter.font(), words)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(11, 11, 11, 220), 3))
    painter.drawPath(path)
    painter.fillPath(path, colour(label.token))


def write_scale(painter: QPainter, rect: QRectF, metre_px: float, imperial: bool) -> None:
    """A bar of a round length in the lower left corner."""
    unit_m, name = (0.3048, "ft") if imperial else (1.0, "m")
    steps = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50)
    length = next((step for step in steps if step * unit_m * metre_px >= 40), steps[-1])
    width = length * unit_m * metre_px
    x, y = rect.left() + 12, rect.bottom() - 12
    painter.setPen(QPen(colour("text2"), 1))
    painter.drawPolyline(
        QPolygonF([QPointF(x, y - 4), QPointF(x, y), QPointF(x + width, y), QPointF(x + width, y - 4)])
    )
    painter.setFont(font(tokens.TEXT_CAP, 500))
    painter.drawText(QPointF(x + width + 6, y + 2), f"{length:g} {name}")
