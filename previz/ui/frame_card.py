"""A card of Frame it: the picture of one framing with its name, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from previz.studio.framer import Framed
from previz.ui import tokens
from previz.ui.theme import colour, font, plate

PICTURE_PX = 176
EDGE_PX, WORDS_PX, OTHERWISE_PX = 6, 24, 16
"""Around the picture, for the name below it, and for what is other than asked, below that."""
FURTHER = "Looking further…"
REASON_PX = 66
"""No card is less high than the short reasons, in frames as wide as CinemaScope."""
REASON_EDGE_PX = 3
WAITING = 0.3
"""How much of a picture is left while the next is looked for."""


class FrameCard(QWidget):
    """One framing on offer."""

    hovered = Signal(object)
    taken = Signal(object, bool)
    """The card, and whether its frame is to be a shot of its own."""

    def __init__(self, size: str, words: str) -> None:
        super().__init__()
        self.size_wanted = size
        self._words = words
        self._aspect = 16 / 9
        self.framed: Framed | None = None
        self._further = False
        """What it shows as impossible is looked for otherwise still."""
        self._image: QImage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.clear(self._aspect)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(PICTURE_PX + 2 * EDGE_PX, self._height_for(PICTURE_PX + 2 * EDGE_PX))

    def _height_for(self, width_px: int) -> int:
        inner = width_px - 2 * EDGE_PX
        picture = max(round(inner / self._aspect), REASON_PX, self._reason_px(inner))
        return picture + 2 * EDGE_PX + self._words_px()

    def _words_px(self) -> int:
        return WORDS_PX + (OTHERWISE_PX if self.framed is not None and self.framed.otherwise else 0)

    def _reason_px(self, inner_px: int) -> int:
        """How high a reason is with all its words."""
        reason = self._reason
        if not reason:
            return 0
        metrics = QFontMetrics(font(tokens.TEXT_MICRO))
        lines = wrapped(reason, metrics, inner_px - 4 * REASON_EDGE_PX, len(reason))
        return len(lines) * metrics.lineSpacing() + 2 * REASON_EDGE_PX

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.setFixedHeight(self._height_for(self.width()))

    def wait(self, aspect: float) -> None:
        """For another framing, in a frame of this shape; the picture before it stays, faint, until then."""
        image = self._image
        self.clear(aspect)
        self._image = image

    def clear(self, aspect: float) -> None:
        """Show nothing, in a frame of this shape."""
        self.framed, self._image, self._aspect, self._further = None, None, aspect, False
        self.setFixedHeight(self._height_for(self.width()))
        self.setToolTip("")
        self.setAccessibleName(self._words)
        self.update()

    def show_framed(self, framed: Framed, image: QImage | None, further: bool = False) -> None:
        """``further``: a reason is not the last word, it is looked for otherwise."""
        self.framed, self._image, self._further = framed, image, further
        self.setToolTip(self._reason or f"{framed.told}\nShift+Click: a new shot framed so")
        self.setAccessibleName(f"{self._words}: {framed.told or self._reason}")
        self.setFixedHeight(self._height_for(self.width()))
        self.update()

    @property
    def _reason(self) -> str:
        if self.framed is None or self.possible:
            return ""
        return FURTHER if self._further else self.framed.reason

    @property
    def possible(self) -> bool:
        return self.framed is not None and self.framed.camera is not None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        inner = QRectF(self.rect()).adjusted(EDGE_PX, EDGE_PX, -EDGE_PX, -EDGE_PX - self._words_px())
        chosen = self.hasFocus() or (self.underMouse() and self.possible)
        plate(painter, rect, "raised", "accent" if chosen else None, tokens.RADIUS_CARD, 2.0)
        painter.fillRect(inner, colour("void"))
        if self._image is not None:
            picture = QRectF(0, 0, inner.width(), inner.width() / self._aspect)
            picture.moveCenter(inner.center())
            painter.setOpacity(1.0 if self.framed is not None else WAITING)
            painter.drawImage(picture, self._image)
            painter.setOpacity(1.0)
        elif self._reason:
            edge = REASON_EDGE_PX
            self._paint_reason(painter, inner.adjusted(2 * edge, edge, -2 * edge, 0))
        self._paint_name(painter, QRectF(rect.left() + 8, inner.bottom() + 1, rect.width() - 16, 20))

    def _paint_name(self, painter: QPainter, line: QRectF) -> None:
        """With what is other than asked in a line of its own: it is what decides between cards."""
        painter.setFont(font(tokens.TEXT_BODY, 600))
        painter.setPen(colour("text" if self.possible else "off"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words)
        if self.possible and self.framed is not None:
            line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(self._words) + 8)
            rest = self.framed.name.removeprefix(self._words).strip()
            painter.setFont(font(tokens.TEXT_CAP))
            painter.setPen(colour("text2"))
            rest = painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, int(line.width()))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, rest)
            line.translate(0, OTHERWISE_PX)
            painter.drawText(
                line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.framed.otherwise
            )

    def _paint_reason(self, painter: QPainter, room: QRectF) -> None:
        """All of it: the card is as high as it needs."""
        painter.setFont(font(tokens.TEXT_MICRO))
        painter.setPen(colour("text3"))
        metrics = painter.fontMetrics()
        count = max(int(room.height() // metrics.lineSpacing()), 1)
        for number, words in enumerate(wrapped(self._reason, metrics, int(room.width()), count)):
            painter.drawText(
                QPointF(room.left(), room.top() + metrics.ascent() + number * metrics.lineSpacing()), words
            )

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        self.hovered.emit(self)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self.hovered.emit(None)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.taken.emit(self, _apart(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.taken.emit(self, _apart(event))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        if not self.possible:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Frame this shot so", lambda: self.taken.emit(self, False))
        menu.addAction("New shot framed so\tShift+Click", lambda: self.taken.emit(self, True))
        menu.popup(event.globalPos())


def _apart(event: QMouseEvent | QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


def wrapped(text: str, metrics: QFontMetrics, width_px: int, count: int) -> list[str]:
    """``text`` in at most ``count`` lines of ``width_px``; the last is elided when there is more."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < count - 1:
        taken = 1
        while taken < len(words) and metrics.horizontalAdvance(" ".join(words[: taken + 1])) <= width_px:
            taken += 1
        lines.append(" ".join(words[:taken]))
        words = words[taken:]
    if words:
        lines.append(metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width_px))
    return lines
