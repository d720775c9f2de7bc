"""Boards drawn in the background of the window: asked for, told in the status bar, stopped, taken in."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from previz.errors import PrevizError
from previz.studio.background import Background
from previz.studio.making import Making
from previz.ui.session import Session
from previz.ui.tasks import Task, Tasks


class Drawing(QObject):
    """One batch at a time; what is asked for meanwhile waits its turn."""

    changed = Signal()
    _woken = Signal()

    def __init__(self, session: Session, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks = session, tasks
        self._waiting: deque[tuple[tuple[str, ...], Making]] = deque()
        self._batch: Background | None = None
        self._task: Task | None = None
        self._shots: tuple[str, ...] = ()
        # The queued connection is what carries the call from the other threads to this one.
        self._woken.connect(self._turn, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._batch is not None

    @property
    def shots(self) -> frozenset[str]:
        """Shots that are drawn now, or wait for it."""
        waiting = (id for shots, _ in self._waiting for id in shots)
        return frozenset((*self._shots, *waiting))

    def draw(self, shot_ids: Sequence[str], making: Making | None = None) -> None:
        """Draw every panel of these shots."""
        if not shot_ids:
            self._session.tell("There is no shot to draw yet; make one on the stage.", "warning")
            return
        self._waiting.append((tuple(shot_ids), making or Making()))
        self._next()

    def offer_unfinished(self) -> None:
        """Say what an interrupted run left behind, with the button that draws it."""
        count = len(self._session.studio.store.jobs.pending()) if not self._session.read_only else 0
        if count:
            boards = "One board was" if count == 1 else f"{count} boards were"
            text = f"{boards} being drawn when the film was closed."
            self._session.tell(text, "warning", "Draw now", self._resume)

    def _resume(self) -> None:
        self._waiting.append(((), Making()))
        self._next()

    def stop(self) -> None:
        """Stop what is drawn and forget what waits."""
        self._waiting.clear()
        if self._batch is not None:
            self._batch.cancel()

    def close(self) -> None:
        self._waiting.clear()
        if self._batch is not None:
            self._batch.close()
            self._finish()

    def _next(self) -> None:
        if self._batch is not None or not self._waiting:
            return
        self._shots, making = self._waiting.popleft()
        try:
            self._batch = Background(self._session.studio, self._shots, making, self._woken.emit)
        except PrevizError as error:
            self._shots = ()
            self._session.tell(str(error), "error")
            return
        self._task = self._tasks.add("Boards", self.stop)
        self._batch.start()
        self.changed.emit()

    def _turn(self) -> None:
        batch, task = self._batch, self._task
        if batch is None or task is None:
            return
        with self._session.reporting():
            batch.turn()
        asked = batch.outcome.asked
        if asked:
            task.title = f"Boards {min(batch.outcome.made + 1, asked)} of {asked}"
        task.tell(batch.share, batch.text)
        if batch.over:
            self._report(batch)
            batch.close()
            self._finish()
            self._next()

    def _report(self, batch: Background) -> None:
        outcome = batch.outcome
        if not outcome.failed or batch.cancelled:
            return
        number, reason = outcome.failed[0]
        shots, many = self._shots, len(outcome.failed) > 1
        text = f"{len(outcome.failed)} of {outcome.asked} boards were not drawn. " if many else ""
        text += f"{number}: {reason}" if number else reason
        self._session.tell(text, "error", "Try again", lambda: self.draw(shots))

    def _finish(self) -> None:
        task, self._task = self._task, None
        self._batch, self._shots = None, ()
        if task is not None:
            task.end()
        self.changed.emit()
