"""Beside the picture in a review: why it goes back, or why it is still true."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from previz.gen.request import Steer
from previz.review.pushback import REASONS, Reason
from previz.ui import tokens
from previz.ui.boards.steer_list import SteerList
from previz.ui.controls import StatusGlyph, push_button
from previz.ui.controls.labels import label, row, set_role
from previz.ui.icons import draw_icon
from previz.ui.theme import colour, font, plate

Purpose = Literal["changes", "affirm"]
WIDTH = 360


WHY_FIRST = "Why? Pick one or more, or say it in words."


class _Reason(QPushButton):
    """Its digit, or a tick when it is chosen, and its word."""

    def __init__(self, number: int, reason: Reason) -> None:
        super().__init__()
        self._number, self._reason = number, reason
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(36)
        self.setAccessibleName(reason.label)
        self.setToolTip(f"{reason.about[:1].upper()}{reason.about[1:]}  ({number})")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        box, on = QRectF(self.rect()), self.isChecked()
        fill = "changes_bg" if on else "hover" if self.underMouse() else "raised"
        plate(painter, box, fill, "changes" if on else "line")
        if self.hasFocus():
            plate(painter, box, None, "accent", width=2)
        mark = QRectF(12, box.center().y() - 7, 14, 14)
        if on:
            draw_icon(painter, "check", mark, "changes")
        else:
            painter.setFont(font(tokens.TEXT_CAP))
            painter.setPen(colour("text3"))
            painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.setFont(font(tokens.TEXT_BASE, 500))
        painter.setPen(colour("text"))
        painter.drawText(box.adjusted(36, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, self._reason.label)
        painter.end()


class _Words(QPlainTextEdit):
    sent = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("In words")
        self.setTabChangesFocus(True)
        self.setFixedHeight(84)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sent.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class VerdictPanel(QWidget):
    sent = Signal()
    changed = Signal()
    """Reasons or words are others: what the next take will change may be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.purpose: Purpose = "changes"
        set_role(self, "panel")
        self.setFixedWidth(WIDTH)
        self._glyph = StatusGlyph("changes", 14)
        self._title = label("", "title", weight="strong")
        self._about = label(tone="2", wrap=True)
        self._reasons = {
            reason.key: _Reason(number, reason) for number, reason in enumerate(REASONS, start=1)
        }
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for place, button in enumerate(self._reasons.values()):
            grid.addWidget(button, place // 2, place % 2)
            button.toggled.connect(self._changed)
        self.words = _Words()
        self.words.textChanged.connect(self._changed)
        self.words.sent.connect(self.sent)
        self._next = label("The next take will change", weight="medium")
        self.steers = SteerList()
        self.send = push_button("", self.sent.emit, "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(8)
        layout.addWidget(row(self._glyph, self._title, None))
        layout.addWidget(self._about)
        layout.addSpacing(4)
        layout.addWidget(self._grid)
        layout.addSpacing(8)
        layout.addWidget(label("In words", weight="medium"))
        layout.addWidget(self.words)
        layout.addSpacing(8)
        layout.addWidget(self._next)
        layout.addWidget(self.steers)
        layout.addStretch(1)
        layout.addWidget(self.send)

    @property
    def chosen(self) -> list[str]:
        """Keys of the chosen reasons."""
        return [key for key, button in self._reasons.items() if button.isChecked()]

    @property
    def text(self) -> str:
        return self.words.toPlainText().strip()

    def ask(self, purpose: Purpose, stale: tuple[str, ...] = ()) -> None:
        """Begin anew for another frame or another purpose."""
        self.purpose = purpose
        changes = purpose == "changes"
        self._glyph.set_status("changes" if changes else "stale")
        self._title.setText("Request changes" if changes else "Still true?")
        about = WHY_FIRST
        self._about.setText(about if changes else "Changed since: " + "; ".join(stale))
        self._grid.setVisible(changes)
        for button in self._reasons.values():
            button.setChecked(False)
        self.words.clear()
        self.words.setPlaceholderText("" if changes else "Why it is true all the same")
        self._changed()

    def toggle(self, number: int) -> None:
        """The reason of a digit, 1…9."""
        buttons = list(self._reasons.values())
        if self.purpose == "changes" and 1 <= number <= len(buttons):
            buttons[number - 1].toggle()

    def show_steers(self, steers: tuple[Steer, ...]) -> None:
        self.steers.show_steers(steers)
        self._next.setVisible(bool(steers))

    def _changed(self) -> None:
        if self.purpose == "affirm":
            self.send.setText("It is still true")
            self.send.setEnabled(bool(self.text))
        else:
            count = len(self.chosen)
            reasons = f" with {count} reason{'s' if count > 1 else ''}" if count else ""
            self.send.setText(f"Send back{reasons}")
            self.send.setEnabled(bool(count or self.text))
        lacks = "Say in words why it is true all the same." if self.purpose == "affirm" else WHY_FIRST
        self.send.setToolTip("" if self.send.isEnabled() else lacks)
        self.changed.emit()
