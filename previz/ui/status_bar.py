"""The last line: keys of where the focus is, what goes on in the background, the camera package."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from previz.ui import tokens
from previz.ui.actions import Action
from previz.ui.controls import ToolButton
from previz.ui.controls.labels import label, set_role
from previz.ui.tasks import Task, Tasks, time_left
from previz.ui.theme import colour, font

HINTS = 6
"""So many keys are shown at most."""

Hint = tuple[str, str]
"""(keys or gesture, what it does)"""


class _Keys(QWidget):
    """Keys in bold, what they do behind them; what has no room is left out whole."""

    def __init__(self) -> None:
        super().__init__()
        self.hints: list[Hint] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(tokens.HEIGHT_STATUS_BAR)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        strong, plain = font(tokens.TEXT_CAP, 600), font(tokens.TEXT_CAP)
        x = 0.0
        for keys, what in self.hints:
            wide = QFontMetricsF(strong).horizontalAdvance(keys), QFontMetricsF(plain).horizontalAdvance(what)
            if x + sum(wide) + 6 > self.width():
                break
            for text, face, token, left in (
                (keys, strong, "text2", x),
                (what, plain, "text3", x + wide[0] + 6),
            ):
                painter.setFont(face)
                painter.setPen(colour(token))
                box = QRectF(left, 0, self.width(), self.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            x += sum(wide) + 22
        painter.end()


class StatusBar(QWidget):
    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        set_role(self, "window")
        self.setFixedHeight(tokens.HEIGHT_STATUS_BAR)
        self._keys = _Keys()
        self._what = label(size="cap", weight="strong")
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(96)
        self._left = label(size="cap", tone="3")
        self._stop = ToolButton("x", "Stop", self._cancel)
        self._stop.setIconSize(QSize(12, 12))
        self._facts = label(size="cap", tone="3")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self._keys, 1)
        for part in (self._what, self._bar, self._left, self._stop):
            layout.addWidget(part)
        layout.addSpacing(8)
        layout.addWidget(self._facts)
        tasks.changed.connect(self._show_task)
        self._show_task()

    @property
    def hints(self) -> list[Hint]:
        return list(self._keys.hints)

    def set_hints(self, hints: list[Hint]) -> None:
        if hints[:HINTS] != self._keys.hints:
            self._keys.hints = hints[:HINTS]
            self._keys.setAccessibleName("; ".join(f"{keys} {what}" for keys, what in self._keys.hints))
            self._keys.update()

    def set_facts(self, text: str) -> None:
        self._facts.setText(text)

    @property
    def task_text(self) -> str:
        """What is said about the task in front, "" without one."""
        return f"{self._what.text()} {self._left.text()}".strip() if self._current() else ""

    def _current(self) -> Task | None:
        return next(reversed(list(self._tasks)), None)

    def _show_task(self) -> None:
        task = self._current()
        for part in (self._what, self._bar, self._left):
            part.setVisible(task is not None)
        self._stop.setVisible(task is not None and task.can_cancel)
        if task is None:
            return
        others = f" and {len(self._tasks) - 1} more" if len(self._tasks) > 1 else ""
        self._what.setText(task.title + others)
        # a value alone would paint the whole window at once, before this call comes back
        self._bar.setUpdatesEnabled(False)
        self._bar.setValue(round(task.share * 1000))
        self._bar.setUpdatesEnabled(True)
        left = task.left_s
        self._left.setText(time_left(left) if left is not None else task.text)
        self._bar.setAccessibleName(f"{task.title} {round(task.share * 100)} %")
        self._stop.setToolTip(f"Stop: {task.title}")

    def _cancel(self) -> None:
        task = self._current()
        if task is not None:
            task.cancel()


def hints_of(actions: list[Action]) -> list[Hint]:
    """What the status bar shows of some rows, the nearest first."""
    return [
        (action.shown_keys, action.hint[:1].lower() + action.hint[1:])
        for action in actions
        if action.hint and action.keys
    ]
