"""What goes on in the background: how far it is, how long it will take, and how to stop it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from previz.errors import PrevizError

Tell = Callable[[float, str], None]
"""(share done 0…1, what is going on)"""


class Task:
    """One thing in the background. Everything about it happens on the window's thread.

    No QObject: the thread that works may be the last to let go of it.
    """

    def __init__(
        self,
        title: str,
        cancel: Callable[[], None] | None,
        changed: Callable[[Task], None],
        clock: Callable[[], float | None] | None = None,
    ) -> None:
        """``cancel`` asks for the end; the task still ends by `end`. ``changed`` hears of everything."""
        self.title = title
        self.share = 0.0
        self.text = ""
        self.over = False
        self._cancel, self._changed, self._clock = cancel, changed, clock
        self._began_s = time.monotonic()

    @property
    def can_cancel(self) -> bool:
        return self._cancel is not None and not self.over

    def cancel(self) -> None:
        if self._cancel is not None and not self.over:
            self.tell(self.share, "Stopping")
            self._cancel()

    def tell(self, share: float, text: str) -> None:
        self.share, self.text = min(max(share, 0.0), 1.0), text
        self._changed(self)

    def end(self) -> None:
        if not self.over:
            self.over = True
            self._changed(self)

    @property
    def left_s(self) -> float | None:
        """Seconds left at the present pace; None while nobody can know."""
        if self._clock is not None:
            return self._clock()
        passed = time.monotonic() - self._began_s
        if self.share < 0.03 or passed < 1.0:
            return None
        return passed * (1.0 - self.share) / self.share


def time_left(seconds: float) -> str:
    """As people say it: "9 s left", "1 min 10 s left", "12 min left"."""
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} s left"
    if whole < 600:
        return f"{whole // 60} min {whole % 60 // 10 * 10} s left"
    return f"{round(whole / 60)} min left"


class Tasks(QObject):
    """All tasks of the window, and one thread for those that are plain work."""

    changed = Signal()
    _spoke = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Task] = []
        self._pool: ThreadPoolExecutor | None = None
        self._of_film: dict[Task, Future[Any]] = {}
        # queued: work that is done before `run` comes back would be told inside it
        self._spoke.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    def __iter__(self) -> Iterator[Task]:
        return iter(list(self._running))

    def __len__(self) -> int:
        return len(self._running)

    def add(
        self,
        title: str,
        cancel: Callable[[], None] | None = None,
        clock: Callable[[], float | None] | None = None,
    ) -> Task:
        """``clock``: the seconds left, where the work knows them better than its share and its pace say."""
        task = Task(title, cancel, self._task_changed, clock)
        self._running.append(task)
        self.changed.emit()
        return task

    def run(
        self,
        title: str,
        work: Callable[[Tell], Any],
        done: Callable[[Any], None],
        failed: Callable[[PrevizError], None],
        outlives_film: bool = False,
        stoppable: bool = False,
    ) -> Task:
        """Call ``work`` in a thread; then ``done`` with its result, or ``failed``, on the window's thread.

        Work on the open film ends with it (`end_film`), other work ``outlives_film``. What is ``stoppable``
        by a person ends where it next tells how far it is, and nothing of it is told any more. A caller's
        mistake (anything but a PrevizError) is raised on the window's thread.
        """

        def stop() -> None:
            task.end()
            future.cancel()

        task = self.add(title, stop if stoppable else None)
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="previz-task")

        def tell(share: float, text: str) -> None:
            if task.over:  # nobody wants it any more
                raise CancelledError
            self._spoke.emit((task, share, text))

        future = self._pool.submit(work, tell)
        if not outlives_film:
            self._of_film[task] = future
        future.add_done_callback(lambda over: self._spoke.emit((task, over, (done, failed))))
        return task

    def end_film(self) -> None:
        """Before a film is closed: its work that waits is dropped, what runs is waited for, or ends where it
        next tells how far it is. Nothing of it is told any more."""
        ending = dict(self._of_film)
        for task, future in ending.items():
            future.cancel()
            task.end()
        wait(ending.values())

    def close(self) -> None:
        """Wait for what runs; drop what waits. Call it before the window goes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        for task in self:
            task.end()

    def _hear(self, said: tuple[Task, Any, Any]) -> None:
        task, what, more = said
        if not isinstance(what, Future):
            if not task.over:
                task.tell(what, more)
            return
        if task.over:
            return
        task.end()
        done, failed = more
        try:
            result = what.result()
        except CancelledError:
            return
        except PrevizError as error:
            failed(error)
        else:
            done(result)

    def _task_changed(self, task: Task) -> None:
        if task.over:
            self._running.remove(task)
            self._of_film.pop(task, None)
        self.changed.emit()
