"""One line under the top bar that says what happened, with one button that mends it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from previz.ui.controls import ToolButton, draw_status, push_button
from previz.ui.controls.labels import label, set_role
from previz.ui.icons import draw_icon
from previz.ui.message import Message
from previz.ui.theme import colour

_GROUND = {"error": "changes_bg", "warning": "stale_bg", "fact": "raised"}
_WORD = {"error": "Error", "warning": "Warning", "fact": "Note"}


class _Sign(QWidget):
    """Octagon, triangle or a ring with an i: the kind by its shape."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = "fact"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(16, 16)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        if self.kind == "fact":
            draw_icon(painter, "info", QRectF(0, 0, 16, 16))
        else:
            draw_status(painter, QRectF(1, 1, 14, 14), "error" if self.kind == "error" else "stale")
        painter.end()


class MessageBar(QWidget):
    """Shows one message until it is closed or another comes. The same message twice is counted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message: Message | None = None
        self._times = 1
        set_role(self, "message")
        self._sign = _Sign()
        self._text = label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._fix = push_button("", self._mend, "solid")
        self._close = ToolButton("x", "Close this message", self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.setSpacing(8)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._fix)
        layout.addWidget(self._close)
        self.setMinimumHeight(36)
        self.hide()

    @property
    def fix_button(self) -> QWidget:
        return self._fix

    @property
    def text(self) -> str:
        return self._text.text()

    def show_message(self, message: Message) -> None:
        again = self.message is not None and self.isVisible() and self.message.text == message.text
        self._times = self._times + 1 if again else 1
        self.message = message
        self._sign.kind = message.kind
        self._sign.update()
        self._text.setText(f"{message.text} ({self._times} times)" if again else message.text)
        self._fix.setText(message.fix)
        self._fix.setAccessibleName(message.fix)
        self._fix.setVisible(bool(message.fix and message.mend))
        self.setAccessibleName(f"{_WORD[message.kind]}: {message.text}")
        self.show()
        self.update()

    def pass_on(self) -> None:
        """What went wrong with one action goes with the next; what can still be mended, and facts, stay."""
        message = self.message
        if message is not None and message.kind != "fact" and message.mend is None:
            self.clear()

    def clear(self) -> None:
        self.message = None
        self.hide()

    def _mend(self) -> None:
        message = self.message
        self.clear()
        if message is not None and message.mend is not None:
            message.mend()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        kind = self.message.kind if self.message else "fact"
        painter.fillRect(self.rect(), colour(_GROUND[kind]))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("hair"))
        painter.end()
