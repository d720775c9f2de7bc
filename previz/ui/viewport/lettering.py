"""Lines and words over a picture: every one with a dark halo, so that it reads on any ground."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from previz.ui.theme import colour, font

Align = Literal["left", "right", "centre"]
LINE_HALO = QColor(0, 0, 0, 105)
TEXT_HALO = QColor(0, 0, 0, 150)


def write(
    painter: QPainter,
    at: QPointF,
    words: str,
    px: int = 11,
    weight: int = 400,
    token: str = "text",
    align: Align = "left",
    halo: bool = True,
) -> float:
    """Words with their baseline at a point; returns their width."""
    face = font(px, weight)
    width = QFontMetricsF(face).horizontalAdvance(words)
    x = at.x() - {"left": 0.0, "right": width, "centre": width / 2}[align]
    if halo:
        path = QPainterPath()
        path.addText(QPointF(x, at.y()), face, words)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(TEXT_HALO, 2.5)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)
    painter.setFont(face)
    painter.setPen(colour(token))
    painter.drawText(QPointF(x, at.y()), words)
    return width


def elided(words: str, px: int, weight: int, width: float) -> str:
    return QFontMetricsF(font(px, weight)).elidedText(words, Qt.TextElideMode.ElideRight, max(width, 0.0))


def width_of(words: str, px: int, weight: int = 400) -> float:
    return QFontMetricsF(font(px, weight)).horizontalAdvance(words)


def rule(
    painter: QPainter, *points: QPointF, token: str = "frame_a", width: float = 1.0, alpha: float = 1.0
) -> None:
    """An open line of one or more pieces."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, wide in ((LINE_HALO, width + 2), (colour(token, alpha), width)):
        painter.setPen(QPen(ink, wide))
        painter.drawPolyline(list(points))


def outline(painter: QPainter, rect: QRectF, token: str, width: float = 1.0, alpha: float = 1.0) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ink, wide in ((LINE_HALO, width + 2), (colour(token, alpha), width)):
        painter.setPen(QPen(ink, wide))
        painter.drawRect(rect)


def corners(painter: QPainter, rect: QRectF, length: float, token: str, width: float = 1.0) -> None:
    """The four corners of a rectangle as brackets."""
    for x, y, dx, dy in (
        (rect.left(), rect.top(), 1, 1),
        (rect.right(), rect.top(), -1, 1),
        (rect.left(), rect.bottom(), 1, -1),
        (rect.right(), rect.bottom(), -1, -1),
    ):
        ends = (QPointF(x + dx * length, y), QPointF(x, y), QPointF(x, y + dy * length))
        rule(painter, *ends, token=token, width=width)
