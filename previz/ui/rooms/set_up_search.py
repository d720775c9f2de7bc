"""The search for set-ups in the background: one at a time, stopped by whoever wants it no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from previz.errors import PrevizError
from previz.ui.tasks import Task, Tasks, Tell


class SetUpSearch(QObject):
    ended = Signal()
    """Also when it was stopped; what it found is told afterwards."""

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._task: Task | None = None
        tasks.changed.connect(self._look)

    @property
    def is_on(self) -> bool:
        return self._task is not None and not self._task.over

    def run(
        self,
        title: str,
        work: Callable[[Tell], Any],
        done: Callable[[Any], None],
        failed: Callable[[PrevizError], None],
    ) -> None:
        self._task = self._tasks.run(title, work, done, failed, stoppable=True)

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _look(self) -> None:
        if self._task is not None and self._task.over:
            self._task = None
            self.ended.emit()
