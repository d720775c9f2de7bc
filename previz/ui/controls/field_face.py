"""How a field is painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from previz.ui import tokens
from previz.ui.icons import draw_icon
from previz.ui.theme import colour, font, plate

Mark = Literal["none", "keyable", "key", "changed", "computed"]
"""What the gutter shows: nothing, hollow diamond, filled diamond, ↺ (differs from its default), =."""


@dataclass(frozen=True)
class FieldFace:
    """``fill`` and ``default`` are shares of the width of the box, None for none."""

    label: str
    number: str
    unit: str
    mark: Mark
    mixed: bool = False
    fill: float | None = None
    default: float | None = None
    focused: bool = False
    enabled: bool = True


HANDLE_PX = 5.0


def paint_field(painter: QPainter, face: FieldFace, whole: QRectF, box: QRectF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle, left = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignLeft
    if face.label:
        painter.setFont(font())
        painter.setPen(colour("text2" if face.enabled else "off"))
        words = painter.fontMetrics().elidedText(
            face.label, Qt.TextElideMode.ElideRight, tokens.WIDTH_LABEL - 8
        )
        painter.drawText(
            QRectF(whole.left(), whole.top(), tokens.WIDTH_LABEL, whole.height()), middle | left, words
        )
    if face.mark == "computed":
        _paint_value(painter, face, box, beside=True)
    else:
        plate(painter, box, "raised" if face.enabled else None, "line" if face.enabled else "hair")
        _paint_fill(painter, face, box)
        if face.focused:
            plate(painter, box.adjusted(-1, -1, 1, 1), None, "accent", 5, 2)
        _paint_value(painter, face, box, beside=False)
    if face.label:
        _paint_mark(
            painter, face, QRectF(box.right() + 4, whole.top(), tokens.WIDTH_GUTTER - 4, whole.height())
        )


def _paint_fill(painter: QPainter, face: FieldFace, box: QRectF) -> None:
    if face.fill is None or face.mixed or not face.enabled:
        return
    inner = box.adjusted(1, 1, -1, -1)
    shape = QPainterPath()
    shape.addRoundedRect(inner, 3, 3)
    painter.save()
    painter.setClipPath(shape)
    end = inner.left() + inner.width() * min(max(face.fill, 0.0), 1.0)
    painter.fillRect(QRectF(inner.left(), inner.top(), end - inner.left(), inner.height()), colour("fill"))
    handle = QRectF(end - 0.75, inner.bottom() - HANDLE_PX, 1.5, HANDLE_PX)  # below the figures, not through
    painter.fillRect(handle, colour("accent" if face.focused else "bound"))
    if face.default is not None and 0.0 <= face.default <= 1.0:
        at = inner.left() + inner.width() * face.default
        painter.fillRect(QRectF(at - 0.5, inner.bottom() - 3, 1, 3), colour("text2"))
    painter.restore()


def _paint_value(painter: QPainter, face: FieldFace, box: QRectF, beside: bool) -> None:
    """``beside``: the unit follows the number instead of standing at the right edge."""
    middle, left, right = (
        Qt.AlignmentFlag.AlignVCenter,
        Qt.AlignmentFlag.AlignLeft,
        Qt.AlignmentFlag.AlignRight,
    )
    room = box.adjusted(8, 0, -8, 0)
    face_font = font(weight=500, tabular=True)
    text = "Mixed" if face.mixed else face.number
    painter.setFont(face_font)
    painter.setPen(colour("off" if not face.enabled else "text3" if face.mixed else "text"))
    painter.drawText(room, middle | left, text)
    painter.setFont(font(tokens.TEXT_CAP))
    painter.setPen(colour("text3" if face.enabled else "off"))
    if beside:
        room.setLeft(room.left() + QFontMetricsF(face_font).horizontalAdvance(text) + 4)
        painter.drawText(room, middle | left, face.unit)
    else:
        painter.drawText(room, middle | right, face.unit)


def _paint_mark(painter: QPainter, face: FieldFace, gutter: QRectF) -> None:
    centre = gutter.center() + QPointF(1, 0)
    if face.mark == "computed":
        draw_icon(painter, "equals", QRectF(centre.x() - 6.5, centre.y() - 6.5, 13, 13), "off")
    elif face.mark == "changed":
        draw_icon(
            painter, "arrow-counter-clockwise", QRectF(centre.x() - 6.5, centre.y() - 6.5, 13, 13), "text3"
        )
    elif face.mark in ("key", "keyable"):
        filled, reach = face.mark == "key", 4.9 if face.mark == "key" else 4.2
        painter.setPen(Qt.PenStyle.NoPen if filled else QPen(colour("bound"), 1))
        painter.setBrush(colour("accent") if filled else Qt.BrushStyle.NoBrush)
        corners = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
        painter.drawPolygon(QPolygonF([centre + QPointF(*corner) for corner in corners]))
