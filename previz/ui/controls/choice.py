"""One of several: a box that drops, a row of segments, a switch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from previz.ui import tokens
from previz.ui.controls.labels import label as make_label
from previz.ui.icons import draw_icon
from previz.ui.theme import colour, font, plate

MIXED = "Mixed"
CARET_PX, PAD_PX = 22, 8
TWO_LINES_PX = 42
TRACK_PX = 28


class _Box(QComboBox):
    """``wraps``: words that are too long for one line stand on two, in a box as high."""

    def __init__(self, wraps: bool = False) -> None:
        super().__init__()
        self._wraps = wraps
        self.setFixedHeight(tokens.HEIGHT_ROW)

    def fit(self) -> None:
        """As high as its words need, and a list as wide as its longest."""
        if self._wraps:
            metrics = QFontMetricsF(font(weight=500))
            room = self.width() - CARET_PX - PAD_PX
            high = metrics.horizontalAdvance(self.currentText()) > room
            self.setFixedHeight(TWO_LINES_PX if high else tokens.HEIGHT_ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit()

    def showPopup(self) -> None:  # noqa: N802
        """The list shows every option whole, as far as the screen is wide."""
        wide = self.view().sizeHintForColumn(0) + 2 * CARET_PX
        self.view().setMinimumWidth(min(max(wide, self.width()), self.screen().availableGeometry().width()))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """The wheel scrolls the panel around; it never changes a value by passing over it."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Qt cuts words off in the middle of a letter; these end in dots, and are whole in the tooltip."""
        painter = QPainter(self)
        able, box = self.isEnabled(), QRectF(self.rect())
        lit = able and self.underMouse()
        plate(painter, box, "hover" if lit else "raised" if able else None, "line" if able else "hair")
        if self.hasFocus():
            plate(painter, box, None, "accent")
        words = self.currentText() or self.placeholderText()
        painter.setFont(font(weight=500))
        painter.setPen(colour("off" if not able else "text" if self.currentIndex() >= 0 else "text3"))
        room = box.adjusted(PAD_PX, 0, -CARET_PX, 0)
        if self.height() >= TWO_LINES_PX:
            self._write_two(painter, room, words)
        else:
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
            self.setToolTip(words if shown != words else "")
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        draw_icon(painter, "caret-down", QRectF(box.right() - 19, box.center().y() - 6, 12, 12), "text3")
        painter.end()

    def _write_two(self, painter: QPainter, room: QRectF, words: str) -> None:
        """Broken between words; what does not fit on the second line ends in dots."""
        metrics, first, rest = painter.fontMetrics(), "", words.split(" ")
        while rest and metrics.horizontalAdvance(f"{first} {rest[0]}".strip()) <= room.width():
            first = f"{first} {rest.pop(0)}".strip()
        second = metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, int(room.width()))
        self.setToolTip(words if second != " ".join(rest) else "")
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, "\n".join(filter(None, (first, second))))


class Choice(QWidget):
    """Label | box that drops | gutter, as a `Field`. Options are (value, words).

    ``wide``: the label stands above, and long words on two lines.
    """

    chosen = Signal(object)
    """The value that a person took."""

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[Any, str]] = (),
        parent: QWidget | None = None,
        wide: bool = False,
    ) -> None:
        super().__init__(parent)
        self._values: list[Any] = []
        self.nothing = ""
        """What the box says while none of the options is taken."""
        self.box = _Box(wide)
        self.box.setAccessibleName(label)
        self.box.setMinimumContentsLength(4)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self) if wide else QHBoxLayout(self)
        layout.setContentsMargins(0, 0, tokens.WIDTH_GUTTER if label else 0, 0)
        layout.setSpacing(2 if wide else 0)
        if label:
            words = make_label(label, tone="2")
            if not wide:
                words.setFixedWidth(tokens.WIDTH_LABEL)
            layout.addWidget(words)
        layout.addWidget(self.box, 1)
        self.set_options(options)
        self.box.activated.connect(self._taken)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Anew; the value stays when it is among them."""
        value = self.value
        self.box.clear()
        self._values = [option for option, _ in options]
        for _, words in options:
            self.box.addItem(words)
        self.set_value(value)

    @property
    def value(self) -> Any:
        """None when nothing is chosen, or several things differ."""
        index = self.box.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: Any, mixed: bool = False) -> None:
        """Show a value without a signal; of one that is not among the options it says ``nothing``."""
        self.box.setCurrentIndex(self._values.index(value) if value in self._values and not mixed else -1)
        self.box.setPlaceholderText(MIXED if mixed else self.nothing)
        self.box.fit()

    def _taken(self, index: int) -> None:
        self.chosen.emit(self._values[index])


class Segmented(QWidget):
    """A row of choices, one of them taken. Words starting with "icon:" are drawn as that icon.

    ``keys`` are shown behind the words. Left and right move, as do clicks.
    """

    accessible_role = QAccessible.Role.PageTabList

    chosen = Signal(int)

    def __init__(
        self,
        words: Sequence[str],
        name: str,
        current: int = 0,
        keys: Sequence[str] = (),
        tips: Sequence[str] = (),
        text_px: int = tokens.TEXT_BODY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words, self._keys, self._tips = list(words), list(keys), list(tips)
        self._current, self._hover = current, -1
        self._text_px, self._name = text_px, name
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._tell()

    @property
    def current(self) -> int:
        return self._current

    def set_words(self, words: Sequence[str]) -> None:
        """The same choices in other words, with a count say."""
        if list(words) != self._words:
            self._words = list(words)
            self.updateGeometry()
            self._tell()

    def set_current(self, index: int) -> None:
        """Show a choice without a signal; -1 for none."""
        if index != self._current:
            self._current = index
            self._tell()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(round(sum(self._widths())) + 4, 30 if self._keys else 26)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def segment(self, index: int) -> QRectF:
        """Where a choice lies; the segments share what room there is."""
        widths = self._widths()
        factor = (self.width() - 4) / sum(widths)
        return QRectF(2 + sum(widths[:index]) * factor, 2, widths[index] * factor, self.height() - 4)

    def _widths(self) -> list[float]:
        metrics = QFontMetricsF(font(self._text_px, 600))
        extra = 18 if self._keys else 0
        return [
            26.0 + extra if text.startswith("icon:") else metrics.horizontalAdvance(text) + 22 + extra
            for text in self._words
        ]

    def _at(self, x: float) -> int:
        return next((i for i in range(len(self._words)) if x < self.segment(i).right()), len(self._words) - 1)

    def _take(self, index: int) -> None:
        if 0 <= index < len(self._words) and index != self._current:
            self._current = index
            self._tell()
            self.chosen.emit(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._take(self._at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        hover = self._at(event.position().x())
        if hover != self._hover:
            self._hover = hover
            self.setToolTip(self._tips[hover] if hover < len(self._tips) else "")
            self.update()

    def leaveEvent(self, event: Any) -> None:  # noqa: N802
        self._hover = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self._take(self._current + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        chosen = self._words[self._current].removeprefix("icon:") if self._current >= 0 else "none"
        self.setAccessibleName(f"{self._name}: {chosen}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        plate(painter, QRectF(self.rect()), "well", radius=5)
        for index, text in enumerate(self._words):
            box, on = self.segment(index), index == self._current
            if on or index == self._hover:
                plate(painter, box, "press" if on else "hover")
            token = "text" if on else "text2"
            if text.startswith("icon:"):
                draw_icon(
                    painter, text[5:], QRectF(box.center().x() - 8, box.center().y() - 8, 16, 16), token
                )
                continue
            painter.setFont(font(self._text_px, 600 if on else 500))
            painter.setPen(colour(token))
            painter.drawText(
                box.adjusted(0, 0, -18 if self._keys else 0, 0), Qt.AlignmentFlag.AlignCenter, text
            )
            if self._keys:
                painter.setFont(font(tokens.TEXT_MICRO, 500))
                painter.setPen(colour("text2" if on else "text3"))
                mark = QRectF(box.right() - 24, box.top(), 14, box.height())
                painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, self._keys[index])
        if self.hasFocus():
            plate(painter, QRectF(self.rect()), None, "accent", 5, 2)
        painter.end()


class Toggle(QAbstractButton):
    """A switch with its words before it; on and off differ by place, not by colour alone.

    ``words_px``: so wide are the words, as the label of a `Field`; 0 for as wide as they are.
    """

    def __init__(self, words: str, words_px: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words_px = words_px
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        words = QFontMetricsF(font()).horizontalAdvance(self.text()) + (10 if self.text() else 2)
        return QSize(self._words_px or round(words), 0) + QSize(TRACK_PX, tokens.HEIGHT_ROW)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        on = self.isChecked()
        painter.setFont(font())
        painter.setPen(colour("text2" if self.isEnabled() else "off"))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, self.text())
        track = QRectF(self.width() - TRACK_PX, self.height() / 2 - 8, TRACK_PX, 16)
        plate(painter, track, "accent" if on and self.isEnabled() else "press", None if on else "bound", 8)
        knob = QRectF(track.right() - 14 if on else track.left() + 2, track.top() + 2, 12, 12)
        plate(painter, knob, "on_accent" if on else "text2", radius=6)
        painter.end()
