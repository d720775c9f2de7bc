"""Work of a widget in a thread of its own: the latest of each kind counts, answers come in the window's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer

from previz.errors import PrevizError

LOOK_MS = 30


@dataclass(frozen=True)
class _Asked:
    future: Future[Any]
    done: Callable[[Any], None]
    failed: Callable[[PrevizError], None]


class Aside(QObject):
    """Nothing is called from the thread, so that a widget may go meanwhile; `close` it before its film."""

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=f"previz-{name}")
        self._asked: dict[str, _Asked] = {}
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def ask(
        self,
        kind: str,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[PrevizError], None],
    ) -> None:
        """``work`` must know no widget. What was asked of the same ``kind`` before is not answered any more.
        Nothing is done after `close`: a field may still save its words while its page goes.

        A caller's mistake (anything but a PrevizError) is raised on the window's thread.
        """
        if self._closed:
            return
        self.forget(kind)
        self._asked[kind] = _Asked(self._pool.submit(work), done, failed)
        self._timer.start()

    def forget(self, kind: str) -> None:
        """What was asked of this kind is not answered any more."""
        before = self._asked.pop(kind, None)
        if before is not None:
            before.future.cancel()

    def busy(self, kind: str) -> bool:
        return kind in self._asked

    def close(self, wait: bool = True) -> None:
        """``wait`` for what runs: False only for work that touches nothing of the film."""
        self._closed = True
        self._timer.stop()
        self._asked.clear()
        self._pool.shutdown(wait=wait, cancel_futures=True)

    def _look(self) -> None:
        for kind, asked in list(self._asked.items()):
            if not asked.future.done():
                continue
            del self._asked[kind]
            try:
                result = asked.future.result()
            except CancelledError:
                continue
            except PrevizError as error:
                asked.failed(error)
            else:
                asked.done(result)
        if not self._asked:
            self._timer.stop()
