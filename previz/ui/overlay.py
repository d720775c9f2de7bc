"""A card over the dimmed window: palette, keys, settings, lists. Esc leaves, the focus goes back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from previz.ui.controls.labels import set_role
from previz.ui.theme import colour

_MARGIN = 24


class Overlay(QWidget):
    """Fills ``window``. Subclasses put their parts into ``card``'s layout, ``body``."""

    closed = Signal()

    def __init__(
        self, window: QWidget, name: str, width: int, top: int | None = None, height: int | None = None
    ) -> None:
        """``top``: from the window's upper edge, None for the middle. ``height``: None as the parts need."""
        super().__init__(window)
        self._width, self._top, self._height = width, top, height
        self._under = window
        self._before = QApplication.focusWidget()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(name)
        self.card = QWidget(self)
        set_role(self.card, "popover")
        self.body = QVBoxLayout(self.card)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        window.installEventFilter(self)

    def open(self, focus: QWidget | None = None) -> None:
        """Show it and give the focus to ``focus``, which then stays inside until it is closed."""
        self.setGeometry(self._under.rect())
        self.show()
        self.raise_()
        self.place()
        (focus or self.card).setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Put the card where it belongs; call it when its parts need another height."""
        room = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        width = min(self._width, room.width())
        self.card.setFixedWidth(width)
        wanted = self._height or self.body.totalHeightForWidth(width)
        if wanted < 0:
            wanted = self.card.sizeHint().height()
        top = room.top() + max(0, (room.height() - wanted) // 2) if self._top is None else self._top
        height = min(wanted, self.height() - _MARGIN - top)
        self.card.setGeometry(QRect((self.width() - width) // 2, top, width, height))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._under and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._under.rect())
            self.place()
        return False

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802
        """Tab stays on the card."""
        inside = [
            child
            for child in self.card.findChildren(QWidget)
            if child.isVisibleTo(self) and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if not inside:
            return True
        now = QApplication.focusWidget()
        index = inside.index(now) if now in inside else -1 if next else 0
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        inside[(index + (1 if next else -1)) % len(inside)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Keys of the window mean nothing while the card is up."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if not self.card.geometry().contains(event.position().toPoint()):
            self.leave()

    def leave(self) -> None:
        """Close it and give the focus back."""
        self._under.removeEventFilter(self)
        before = self._before
        self.close()
        self.closed.emit()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("void", 0.6))
        painter.end()
