"""What is painted over the picture through the lens: shade, framelines, guides, brackets and burn-in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from previz.scene.blocking import CameraState
from previz.scene.optics import ratio_label, safe_areas
from previz.scene.transform import apply, matrix, rigid_inverse
from previz.ui.theme import colour
from previz.ui.viewport.burn_in import BurnIn, FocusMark
from previz.ui.viewport.gate import BURN_BELOW_PX, BURN_TOP_PX, FramelineRect, Gate
from previz.ui.viewport.lettering import LINE_HALO, Align, corners, elided, outline, rule, width_of, write

_TAG_ROOM_PX = 66.0
NAME_PX = 160.0
"""A longer name beside a face ends in dots."""
SHADE = QColor(8, 8, 8, 196)
"""77 % over the overscan: the burn-in keeps 5:1 over a white window."""


@dataclass(frozen=True)
class Guides:
    """Which of them are shown."""

    framelines: bool = True
    safe: bool = True
    thirds: bool = True
    centre: bool = True
    burn_in: bool = True
    focus: bool = True


def paint_frame(
    painter: QPainter, gate: Gate, guides: Guides, burn: BurnIn | None, camera: CameraState
) -> None:
    """``camera`` is the one of the drawn picture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = gate.frame.rect
    outside = QPainterPath()
    outside.addRect(gate.drawn)
    inside = QPainterPath()
    inside.addRect(frame)
    painter.fillPath(outside.subtracted(inside), SHADE)
    if guides.thirds:
        _thirds(painter, frame)
    if guides.safe:
        _safe(painter, gate.frame)
    if guides.framelines:
        for number, line in enumerate(gate.others):
            _other_line(painter, line, gate, number)
    outline(painter, frame, "frame_a")
    if frame.top() - gate.drawn.top() > _TAG_ROOM_PX:
        tag = ratio_label(gate.frame.aspect)
        write(painter, QPointF(frame.right() - 2, frame.top() - 7), tag, 11, 600, "frame_a", "right")
    if guides.centre:
        _cross(painter, gate.gate.center())
    if burn is None:
        return
    if guides.focus and burn.mark is not None:
        _brackets(painter, gate, burn.mark, camera)
    if guides.burn_in and gate.burn_in:
        _burn_in(painter, gate, burn)


def _thirds(painter: QPainter, frame: QRectF) -> None:
    for ink, width in ((QColor(0, 0, 0, 22), 3.0), (QColor(255, 255, 255, 70), 1.0)):
        painter.setPen(QPen(ink, width))
        for part in (1 / 3, 2 / 3):
            x, y = frame.left() + frame.width() * part, frame.top() + frame.height() * part
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))


def _safe(painter: QPainter, line: FramelineRect) -> None:
    """Action safe as brackets, title safe as short ones inside."""
    for share, length in zip(safe_areas(line.aspect), (14.0, 7.0), strict=True):
        rect = QRectF(0, 0, line.rect.width() * share, line.rect.height() * share)
        rect.moveCenter(line.rect.center())
        corners(painter, rect, length, "safe")


def _other_line(painter: QPainter, line: FramelineRect, gate: Gate, number: int) -> None:
    """A second delivery: lines where it cuts into the frame, corners where it reaches beyond.

    In a small view corners that would cross the burn-in are left out.
    """
    frame, rect = gate.frame.rect, line.rect
    inside = frame.adjusted(1.5, 1.5, -1.5, -1.5)
    sides = []
    if rect.left() > inside.left() or rect.right() < inside.right():
        sides += [(rect.topLeft(), rect.bottomLeft()), (rect.topRight(), rect.bottomRight())]
    if rect.top() > inside.top() or rect.bottom() < inside.bottom():
        sides += [(rect.topLeft(), rect.topRight()), (rect.bottomLeft(), rect.bottomRight())]
    for ink, width in ((LINE_HALO, 3.0), (colour("frame_b"), 1.0)):
        pen = QPen(ink, width)
        if number % 2 and width == 1.0:
            pen.setDashPattern([5.0, 4.0])
        painter.setPen(pen)
        for start, end in sides:
            painter.drawLine(start, end)
    beyond = rect.top() < frame.top() - 1.5 or rect.bottom() > frame.bottom() + 1.5
    clear = rect.top() - gate.drawn.top() > BURN_TOP_PX and rect.bottom() - frame.bottom() > BURN_BELOW_PX - 8
    if beyond and not sides and (clear or not gate.burn_in):
        corners(painter, rect, 14.0 if number % 2 else 22.0, "frame_b")
    elif not sides:
        return
    x = rect.left() + 6 if sides else rect.right() - 6 - 36 * number
    y = rect.bottom() - 7 - 15 * number if sides else rect.top() + 15
    write(painter, QPointF(x, y), ratio_label(line.aspect), 11, 600, "frame_b", "left" if sides else "right")


def _cross(painter: QPainter, centre: QPointF) -> None:
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        ends = (centre + QPointF(dx * 3, dy * 3), centre + QPointF(dx * 9, dy * 9))
        rule(painter, *ends, alpha=0.75)


def on_screen(gate_rect: QRectF, camera: CameraState, point_m: tuple[float, float, float]) -> QPointF | None:
    """Where a world point is in the picture; None behind the lens."""
    x, y, depth = camera.view.project(apply(rigid_inverse(matrix(camera.transform)), point_m))
    if depth < 0.05:
        return None
    return QPointF(
        gate_rect.left() + (x + 1) / 2 * gate_rect.width(), gate_rect.top() + (1 - y) / 2 * gate_rect.height()
    )


def _brackets(painter: QPainter, gate: Gate, mark: FocusMark, camera: CameraState) -> None:
    at = on_screen(gate.drawn, camera, mark.point_m)
    frame = gate.frame.rect
    if at is None or not frame.contains(at):
        return
    head = 0.24 / (2 * camera.view.tan_y * max(mark.depth_m, 0.05)) * gate.drawn.height()
    half = min(max(head * 0.42, 11.0), 48.0)
    token = "focus" if mark.sharp else "text3"
    corners(painter, QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half), 7.0, token, 1.5)
    words = (
        elided(mark.name.upper(), 11, 600, NAME_PX),
        mark.distance + ("" if mark.sharp else " · soft"),
    )
    wide = max(width_of(word, 11, 600) for word in words)
    reach = max(head * 0.5, half) + 8
    right = at.x() + reach + wide < frame.right() - 6
    x = at.x() + reach if right else at.x() - reach
    align: Align = "left" if right else "right"
    write(painter, QPointF(x, at.y() - 3), words[0], 11, 600, "text", align)
    write(painter, QPointF(x, at.y() + 12), words[1], 11, 500, "text", align)


def _burn_in(painter: QPainter, gate: Gate, burn: BurnIn) -> None:
    """Outside the picture, in columns from the frameline's left edge."""
    frame = gate.frame.rect
    left, right = frame.left() + 2, frame.right() - 2
    y = gate.drawn.top() + 26
    number = write(painter, QPointF(left, y + 3), burn.number, 20, 600, halo=False)
    room = right - left - max(width_of(burn.lens, 13, 600), width_of(burn.glass, 11)) - number - 36
    start = left + number + 12
    write(painter, QPointF(start, y - 3), elided(burn.title, 13, 600, room), 13, 600, halo=False)
    write(painter, QPointF(start, y + 13), elided(burn.subtitle, 11, 400, room), 11, 400, "text2", halo=False)
    write(painter, QPointF(right, y - 3), burn.lens, 13, 600, "text", "right", halo=False)
    write(painter, QPointF(right, y + 13), burn.glass, 11, 400, "text2", "right", halo=False)
    _cells(painter, frame, burn)
    _gate_size(painter, gate)


def _cells(painter: QPainter, frame: QRectF, burn: BurnIn) -> None:
    cells = list(burn.cells)
    while len(cells) > 2 and (frame.width() - 4) / len(cells) < 78:
        cells.pop(-2 if cells[-1][0] == "Move" and len(cells) > 4 else -1)
    step = (frame.width() - 4) / len(cells)
    for index, (word, value) in enumerate(cells):
        x = frame.left() + 2 + index * step
        last = index == len(cells) - 1
        write(painter, QPointF(x, frame.bottom() + 20), word, 11, 400, "text2", halo=False)
        shown = elided(value, 13, 600, step - (0 if last else 8))
        write(painter, QPointF(x, frame.bottom() + 37), shown, 13, 600, halo=False)


def _gate_size(painter: QPainter, gate: Gate) -> None:
    """The gate's own edge and size, where they are clear of the burn-in."""
    box = gate.gate.intersected(gate.drawn)
    if box.bottom() - gate.frame.rect.bottom() < 66:
        return
    pen = QPen(colour("text3", 0.5), 1)
    pen.setDashPattern([2.0, 4.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    words = f"Gate {gate.sensor_mm[0]:.2f} × {gate.sensor_mm[1]:.2f} mm"
    write(painter, QPointF(gate.frame.rect.left() + 8, box.bottom() - 9), words, 11, 500, "text2", halo=False)
