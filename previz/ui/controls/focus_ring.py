"""The ring around what the keyboard has reached: 2 px of accent, 2 px away, over everything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from previz.ui import tokens
from previz.ui.theme import plate

_REACH = 4


class FocusRing(QWidget):
    """One overlay per window. Follows buttons and boxes; what paints its own focus is left alone."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    @property
    def target(self) -> QWidget | None:
        return self._target

    def _focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        # Qt sets this mark of the window when Tab moves the focus, and never takes it back by itself.
        by_keyboard = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
        rings = isinstance(now, QAbstractButton | QComboBox) and now.window() is self.window()
        self._follow(now if by_keyboard and rings else None)

    def _follow(self, target: QWidget | None) -> None:
        if self._target is not None:
            self._target.removeEventFilter(self)
        self._target = target
        self.setVisible(target is not None)
        if target is not None:
            target.installEventFilter(self)
            self._place(target)
            self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._target and self._target is not None:
            if event.type() in (QEvent.Type.Hide, QEvent.Type.MouseButtonPress):
                self._follow(None)
            elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
                self._place(self._target)
        return False

    def _place(self, target: QWidget) -> None:
        corner = target.mapTo(self.window(), QPoint(0, 0))
        self.setGeometry(QRect(corner, target.size()).adjusted(-_REACH, -_REACH, _REACH, _REACH))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        plate(painter, QRectF(self.rect()), None, "accent", tokens.RADIUS_CONTROL + 2, 2)
        painter.end()
