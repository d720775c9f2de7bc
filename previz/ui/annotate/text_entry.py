"""Words typed where they will stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

WIDTH_PX, HEIGHT_PX = 260, 64
BESIDE_PX = 28
"""From a place to the words about it: room for what is pinned there."""


class TextEntry(QPlainTextEdit):
    """Ctrl+Enter or a click elsewhere keeps the words, Esc forgets them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAccessibleName("Words over the picture")
        self.setPlaceholderText("Words; Ctrl+Enter keeps them, Esc forgets them")
        self.setFixedSize(WIDTH_PX, HEIGHT_PX)
        self._keep: Callable[[str], None] | None = None
        self.hide()

    def ask(self, at: QPointF, keep: Callable[[str], None], beside: bool = False) -> None:
        """Open at a place of the parent; ``beside`` it: what the words are about stays in sight."""
        self._keep = keep
        self.clear()
        left = at.x()
        if beside:
            fits = at.x() + BESIDE_PX + WIDTH_PX <= self._over.width()
            left += BESIDE_PX if fits else -BESIDE_PX - WIDTH_PX
        x = min(max(int(left), 0), self._over.width() - WIDTH_PX)
        y = min(max(int(at.y()) - HEIGHT_PX // 2, 0), self._over.height() - HEIGHT_PX)
        self.move(x, y)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_with(self, kept: bool, done: bool = False) -> None:
        """``done`` at the keys: what lies below goes on hearing them."""
        keep, self._keep = self._keep, None
        text = self.toPlainText().strip()
        self.hide()
        if done:
            self._over.setFocus(Qt.FocusReason.OtherFocusReason)
        if kept and text and keep is not None:
            keep(text)

    def event(self, event: QEvent) -> bool:
        """Esc is for the words, not for the room below: leaving it would keep them."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.close_with(kept=False, done=True)
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.close_with(kept=True, done=True)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.close_with(kept=True)
