"""Keys as they are drawn: small caps of text on a plate."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from previz.ui import tokens
from previz.ui.theme import colour, font, plate

HEIGHT = 18
_GAP = 4


def caps(keys: str) -> list[str]:
    """ "Ctrl+Shift+P" → Ctrl, Shift, P; a "+" key stays itself."""
    parts = keys.replace("++", "+\0").split("+")
    return [part.replace("\0", "+") for part in parts if part]


def keycaps_width(keys: str) -> float:
    widths = [_cap_width(cap) for cap in caps(keys)]
    return sum(widths) + _GAP * max(0, len(widths) - 1)


def draw_keycaps(painter: QPainter, left: float, top: float, keys: str) -> float:
    """Draw from ``left``; returns the right edge."""
    painter.save()
    painter.setFont(font(tokens.TEXT_MICRO, 500))
    for cap in caps(keys):
        box = QRectF(left, top, _cap_width(cap), HEIGHT)
        plate(painter, box, "raised", "line")
        painter.setPen(colour("text3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
        left = box.right() + _GAP
    painter.restore()
    return left - _GAP


def _cap_width(cap: str) -> float:
    return max(18.0, QFontMetricsF(font(tokens.TEXT_MICRO, 500)).horizontalAdvance(cap) + 10)


class Keycaps(QWidget):
    """The keys of one action."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(keys)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(round(keycaps_width(self._keys)) + 1, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        draw_keycaps(painter, 0.0, 0.0, self._keys)
        painter.end()
