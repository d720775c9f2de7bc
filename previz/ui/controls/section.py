"""The header of a fold: caret, title, count, and what stands at the right."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from previz.ui import tokens
from previz.ui.icons import draw_icon
from previz.ui.theme import colour, font, plate


class _Header(QWidget):
    accessible_role = QAccessible.Role.ButtonDropDown
    pressed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title, self.count, self.note, self.open = title, "", "", True
        self.setFixedHeight(tokens.HEIGHT_SECTION)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        opens = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit()
        elif event.key() in opens:
            if self.open != opens[Qt.Key(event.key())]:
                self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        if self.hasFocus():
            plate(painter, QRectF(self.rect()).adjusted(0, 2, 0, -2), None, "accent", width=2)
        draw_icon(painter, "caret-down" if self.open else "caret-right", QRectF(2, 8, 12, 12), "text3")
        painter.setFont(font(tokens.TEXT_BODY, 600))
        painter.setPen(colour("text"))
        box = QRectF(self.rect()).adjusted(20, 0, 0, 0)
        line = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, line | Qt.AlignmentFlag.AlignLeft, self.title)
        width = painter.fontMetrics().horizontalAdvance(self.title)
        painter.setFont(font(tokens.TEXT_CAP))
        painter.setPen(colour("text3"))
        painter.drawText(box.adjusted(width + 8, 0, 0, 0), line | Qt.AlignmentFlag.AlignLeft, self.count)
        painter.drawText(box, line | Qt.AlignmentFlag.AlignRight, self.note)
        painter.end()


class Section(QWidget):
    """A header and a body that it folds."""

    toggled = Signal(bool)

    def __init__(
        self, title: str, body: QWidget | None = None, open: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._header = _Header(title)
        self._header.pressed.connect(lambda: self.set_open(not self.open))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._header)
        self._body = body or QWidget()
        self._layout.addWidget(self._body)
        self._header.open = open
        self._body.setVisible(open)
        self._name()

    @property
    def header(self) -> QWidget:
        return self._header

    @property
    def body(self) -> QWidget:
        return self._body

    @property
    def open(self) -> bool:
        return self._header.open

    def set_open(self, open: bool) -> None:
        if open != self._header.open:
            self._header.open = open
            self._body.setVisible(open)
            self._name()
            self.toggled.emit(open)

    def set_title(self, title: str, count: str = "", note: str = "") -> None:
        self._header.title, self._header.count, self._header.note = title, count, note
        self._name()

    def _name(self) -> None:
        state = "open" if self._header.open else "closed"
        self._header.setAccessibleName(
            f"{self._header.title} {self._header.count} {state}".replace("  ", " ")
        )
        self._header.update()
