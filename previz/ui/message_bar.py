"""One line over the foot of the page that says what happened, with one button that mends it.

It shifts nothing. Facts go by themselves, when they have been read; what went wrong stays until it is closed,
mended, or another action begins. A fact about a step of the film goes with it, and when another is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from previz.scene.edit import Edit
from previz.ui.controls import ToolButton, draw_status, push_button
from previz.ui.controls.labels import label
from previz.ui.icons import draw_icon
from previz.ui.message import Message
from previz.ui.theme import plate

READ_MS, ACT_MS, LETTER_MS = 8_000, 20_000, 60
"""How long a fact stays: at least; with a button; for every letter of a long one."""
WIDEST_PX, MARGIN_PX = 760, 12
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


class Ground(QWidget):
    """What the bar stands on."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.resized.emit()


class MessageBar(QWidget):
    """Shows one message until it goes or another comes. The same message twice is counted."""

    def __init__(self, page: Ground) -> None:
        """Over ``page``, above what `foot_px` says."""
        super().__init__(page)
        self.message: Message | None = None
        self.foot_px: Callable[[], int] = lambda: 0
        """How high what stands at the foot of the page is, which is not to be covered."""
        self._page = page
        self._times = 1
        self._sign = _Sign()
        self._text = label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._fix = push_button("", self._mend, "solid")
        self._close = ToolButton("x", "Close this message", self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.setSpacing(8)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._fix)
        layout.addWidget(self._close)
        self._leaves = QTimer(self)
        self._leaves.setSingleShot(True)
        self._leaves.timeout.connect(self._read)
        page.resized.connect(self.follow)
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
        self.place()
        self.show()
        self.raise_()
        self.update()
        self._begin()

    def place(self) -> None:
        """As wide as the words, up to `WIDEST_PX`; in the middle of the foot."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        margins = layout.contentsMargins()
        beside = sum(
            part.sizeHint().width() + layout.spacing()
            for part in (self._sign, self._fix, self._close)
            if not part.isHidden()
        )
        words = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 8
        room = self._page.width() - 2 * MARGIN_PX
        width = max(min(words + beside + margins.left() + margins.right(), WIDEST_PX, room), 1)
        height = max(36, layout.heightForWidth(width))
        bottom = self._page.height() - self.foot_px() - MARGIN_PX
        self.setGeometry((self._page.width() - width) // 2, bottom - height, width, height)

    def follow(self) -> None:
        if self.isVisible():
            self.place()

    def pass_on(self) -> None:
        """What went wrong with one action goes with the next; what can still be mended, and facts, stay."""
        message = self.message
        if message is not None and message.kind != "fact" and message.mend is None:
            self.clear()

    def show_steps(self, steps: Sequence[Edit]) -> None:
        """These can be undone now: what is about another one than the last is not true any more."""
        about = self.message.step if self.message else None
        if about is not None and (len(steps) != about[0] or steps[-1].label != about[1]):
            self.clear()

    def clear(self) -> None:
        self.message = None
        self._leaves.stop()
        self.hide()

    def _mend(self) -> None:
        message = self.message
        self.clear()
        if message is not None and message.mend is not None:
            message.mend()

    # ------------------------------------------------------------------------------------------ leaving
    def _begin(self) -> None:
        """Count the time of a fact from now."""
        self._leaves.stop()
        message = self.message
        if message is not None and message.kind == "fact":
            least = READ_MS if message.mend is None else ACT_MS
            self._leaves.start(max(least, len(message.text) * LETTER_MS))

    def _read(self) -> None:
        """Gone, unless somebody is at it, or could not see it."""
        held = self.underMouse() or self.isAncestorOf(QApplication.focusWidget() or self._page)
        if held or self._covered() or not self.isActiveWindow():
            self._begin()
        else:
            self.clear()

    def _covered(self) -> bool:
        """A page lies over the window: a review, or the boards that play."""
        window = self.window()
        on_top = window.childAt(self.mapTo(window, self.rect().center()))
        return on_top is not None and on_top is not self and not self.isAncestorOf(on_top)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        super().enterEvent(event)
        self._leaves.stop()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        super().leaveEvent(event)
        self._begin()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kind = self.message.kind if self.message else "fact"
        plate(painter, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _GROUND[kind], "line_hi", 6)
        painter.end()
