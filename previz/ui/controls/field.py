"""A value with its unit: drag to scrub, click or Enter to type, arrows to step.

Every change lies between `began` and `ended`, so that whoever listens can make one undo step of it::

    field.began.connect(...)            # gesture = session.new_gesture("lens")
    field.edited.connect(...)           # put the value, under the gesture
    field.ended.connect(...)            # session.end_gesture()
    field.cancelled.connect(...)        # session.end_gesture(broken_off=gesture)
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QSizePolicy, QToolTip, QWidget

from previz.ui import tokens
from previz.ui.actions import shown
from previz.ui.controls import measure
from previz.ui.controls.field_face import FieldFace, Mark, paint_field
from previz.ui.controls.measure import LengthUnits, Measure
from previz.ui.theme import font

SCRUB_PX_PER_STEP = 4
"""So far the mouse goes for one step; Shift makes a step a tenth, Ctrl tenfold."""


class Field(QWidget):
    """Label | box | gutter. Shows "Mixed" for values that differ; what is typed as "+n" then goes to each."""

    accessible_role = QAccessible.Role.SpinBox

    began = Signal()
    edited = Signal(float)
    """The value as it shall be."""
    nudged = Signal(float)
    """Of mixed values: how far each shall go from where it was when it `began`."""
    ended = Signal()
    cancelled = Signal()
    """Before `ended`, of a drag that is broken off; the value has been put back."""
    mark_clicked = Signal()
    """The gutter was clicked: set or take a key, or go back to the default."""

    def __init__(
        self,
        label: str,
        kind: Measure = Measure.NUMBER,
        minimum: float = float("-inf"),
        maximum: float = float("inf"),
        step: float = 0.01,
        decimals: int = 2,
        default: float | None = None,
        slider: tuple[float, float] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """``slider``: (low, high) of the fill that shows the position; else the range, when it is finite."""
        super().__init__(parent)
        self._label, self._measure = label, kind
        self._low, self._high, self._step, self._decimals = minimum, maximum, step, decimals
        finite = minimum > float("-inf") and maximum < float("inf")
        self._slider = slider or ((minimum, maximum) if finite else None)
        self._default = default
        self._value: float | None = default if default is not None else 0.0
        self._mark: Mark = "none"
        self._units: LengthUnits = "m"
        self._frame_rate = 24.0
        self._pressed_at: QPoint | None = None
        self._scrubbing = False
        self._start, self._travel = 0.0, 0.0
        self._last_x = 0.0
        self._line: QLineEdit | None = None
        self.setFixedHeight(tokens.HEIGHT_ROW)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tell()

    # --------------------------------------------------------------------------------- what it shows
    @property
    def value(self) -> float | None:
        """None for mixed values."""
        return self._value

    def set_value(self, value: float | None) -> None:
        """Show a value without a signal; None is "Mixed"."""
        if value != self._value:
            self._value = value
            self._tell()

    def set_default(self, default: float | None) -> None:
        self._default = default
        self.update()

    def set_mark(self, mark: Mark) -> None:
        if mark != self._mark:
            self._mark = mark
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus if mark == "computed" else Qt.FocusPolicy.StrongFocus)
            self._tell()

    def set_units(self, units: LengthUnits, frame_rate: float = 24.0) -> None:
        self._units, self._frame_rate = units, frame_rate
        self._tell()

    @property
    def text(self) -> str:
        """As it is shown, "1.45 m"."""
        if self._value is None:
            return "Mixed"
        return _joined(*self._written(self._value))

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize((tokens.WIDTH_LABEL if self._label else 0) + 108 + self._gutter, tokens.HEIGHT_ROW)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize((tokens.WIDTH_LABEL if self._label else 0) + 64 + self._gutter, tokens.HEIGHT_ROW)

    @property
    def _gutter(self) -> int:
        return tokens.WIDTH_GUTTER if self._label else 0

    @property
    def box(self) -> QRectF:
        """Where the value stands."""
        left = tokens.WIDTH_LABEL if self._label else 0
        return QRectF(left, 1, self.width() - left - self._gutter, tokens.HEIGHT_ROW - 2)

    def _written(self, value: float) -> tuple[str, str]:
        return measure.written(value, self._measure, self._units, self._decimals)

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._label} {self.text}".strip())
        self.update()

    # -------------------------------------------------------------------------------------- changing
    def _put(self, value: float) -> None:
        self._value = min(max(value, self._low), self._high)
        self._tell()
        self.edited.emit(self._value)

    def step_by(self, steps: float) -> None:
        """So many steps on, as one change."""
        if self._mark == "computed":
            return
        self.began.emit()
        if self._value is None:
            self.nudged.emit(steps * self._step)
        else:
            self._put(round(self._value / self._step + steps, 6) * self._step)
        self.ended.emit()

    def type(self, text: str) -> bool:
        """Take what was typed, as far as it goes here; False when it cannot be read."""
        typed = measure.parse(text, self._measure, self._units, self._frame_rate)
        if typed is None or self._mark == "computed":
            return False
        self.began.emit()
        if typed.relative and self._value is None:
            self.nudged.emit(typed.value)
        else:
            wanted = typed.value + (self._value or 0.0 if typed.relative else 0.0)
            self._put(wanted)
            limit = min(max(wanted, self._low), self._high)
            if limit != wanted:
                short = "little; the least" if limit > wanted else "much; the most"
                _say(self, f"{_quoted(text)} is too {short} is {_joined(*self._written(limit))}")
        self.ended.emit()
        return True

    # ----------------------------------------------------------------------------------------- mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif event.position().x() > self.box.right():
            if self._mark in ("keyable", "key", "changed"):
                self.mark_clicked.emit()
        elif self._mark != "computed" and event.position().x() >= self.box.left():
            self._pressed_at = event.position().toPoint()
            self._last_x = event.position().x()
            self._start, self._travel = self._value or 0.0, 0.0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._pressed_at is None:
            over = self.box.left() <= event.position().x() <= self.box.right()
            self.setCursor(
                Qt.CursorShape.SizeHorCursor
                if over and self._mark != "computed"
                else Qt.CursorShape.ArrowCursor
            )
            return
        x = event.position().x()
        if not self._scrubbing:
            if abs(x - self._pressed_at.x()) < QApplication.startDragDistance() // 2:
                return
            self._scrubbing = True
            self._last_x = x
            self.began.emit()
            return
        pace = {Qt.KeyboardModifier.ShiftModifier: 0.1, Qt.KeyboardModifier.ControlModifier: 10.0}.get(
            event.modifiers(), 1.0
        )
        self._travel += (x - self._last_x) / SCRUB_PX_PER_STEP * self._step * pace
        self._last_x = x
        if self._value is None:
            self.nudged.emit(self._travel)
        else:
            fine = self._step * min(pace, 1.0)
            self._put(round((self._start + self._travel) / fine) * fine)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        pressed, self._pressed_at = self._pressed_at, None
        if self._scrubbing:
            self._scrubbing = False
            self.ended.emit()
        elif pressed is not None:
            self._start_typing()

    def _cancel_scrub(self) -> None:
        self._pressed_at, self._scrubbing = None, False
        if self._value is None:
            self.nudged.emit(0.0)
        else:
            self._put(self._start)
        self.cancelled.emit()
        self.ended.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        if self._scrubbing or not self.isEnabled():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        board, typed = QGuiApplication.clipboard(), self._mark != "computed"
        menu.addAction("Copy value", lambda: board.setText(self.text)).setEnabled(self._value is not None)
        if typed:
            menu.addAction("Paste value", lambda: _take(self, board.text().strip(), self._measure))
            menu.addAction(f"Type a value\t{shown('Return')}", self._start_typing)
        if self._mark == "changed":
            menu.addSeparator()
            menu.addAction(f"Reset to default\t{shown('Backspace')}", self.mark_clicked.emit)
        menu.popup(event.globalPos())

    # -------------------------------------------------------------------------------------- keyboard
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Left: -1}
        pace = {Qt.KeyboardModifier.ShiftModifier: 0.1, Qt.KeyboardModifier.ControlModifier: 10.0}
        key = event.key()
        if self._scrubbing:
            if key == Qt.Key.Key_Escape:
                self._cancel_scrub()
        elif self._mark == "computed":
            super().keyPressEvent(event)
        elif key in steps:
            self.step_by(steps[Qt.Key(key)] * pace.get(event.modifiers(), 1.0))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._start_typing()
        elif key == Qt.Key.Key_Backspace and self._mark == "changed":
            self.mark_clicked.emit()
        elif _begins_a_number(event.text()):
            self._start_typing(event.text())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Digits and signs are for the field, also where they are keys of the window (1–4); in a drag all."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._scrubbing:
                event.accept()
                return True
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and self._mark != "computed" and _begins_a_number(event.text()):
                event.accept()
                return True
        return super().event(event)

    def _start_typing(self, text: str | None = None) -> None:
        line = self._line = QLineEdit(self)
        line.setGeometry(self.box.toRect())
        line.setStyleSheet(
            f"QLineEdit {{ min-height: 0; padding: 0 6px; border: 2px solid {tokens.COLOUR['accent']}; }}"
        )
        line.setFont(font(tabular=True))
        line.setAccessibleName(self._label)
        line.setText(text if text is not None else self.text if self._value is not None else "")
        if text is None:
            line.selectAll()
        line.editingFinished.connect(self._finish_typing)
        line.installEventFilter(self)
        line.show()
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._line and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                self._end_typing()
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                # The line would pass it on to the field, which would begin to type anew.
                self._finish_typing()
                return True
        return False

    def _finish_typing(self) -> None:
        if self._line is None:
            return
        had_focus = self._line.hasFocus()
        text = self._line.text().strip()
        unchanged = self._value is not None and text == self.text
        self._end_typing()
        if text and not unchanged:
            _take(self, text, self._measure)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_typing(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.hide()
            line.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        if self._line is not None:
            self._line.setGeometry(self.box.toRect())

    # ----------------------------------------------------------------------------------------- paint
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        number, unit = ("", self._measure.value) if self._value is None else self._written(self._value)
        face = FieldFace(
            self._label,
            number,
            unit,
            self._mark,
            mixed=self._value is None,
            fill=self._share(self._value),
            default=self._share(self._default),
            focused=self.hasFocus(),
            enabled=self.isEnabled(),
        )
        painter = QPainter(self)
        paint_field(painter, face, QRectF(self.rect()), self.box)
        painter.end()

    def _share(self, value: float | None) -> float | None:
        """Where a value lies in the range of the slider, 0…1."""
        if value is None or self._slider is None or self._slider[1] <= self._slider[0]:
            return None
        return (value - self._slider[0]) / (self._slider[1] - self._slider[0])


def _take(field: Field, text: str, kind: Measure) -> None:
    """Say at the field what it wants where ``text`` is something else."""
    if not field.type(text):
        _say(field, f"{_quoted(text)} is not {measure.LIKE[kind]}")


def _say(field: Field, words: str) -> None:
    """At the field, which has not taken what was typed, or not all of it."""
    QToolTip.showText(field.mapToGlobal(field.box.bottomLeft().toPoint()), words, field, QRect(), 4000)


def _joined(number: str, unit: str) -> str:
    return f"{number} {unit}".rstrip()


def _quoted(text: str) -> str:
    return f"“{text}”" if len(text) <= 24 else f"“{text[:24]}…”"


def _begins_a_number(text: str) -> bool:
    return bool(text) and text in "0123456789+-−.,"
