"""Who of those who speak is on screen, looked at in a thread: what makes a line of the lined script straight.

Asked of the same `Lining` that the printed script asks, so that the screen and the paper never differ.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal

from previz.studio.lining import Lining
from previz.studio.snapshot import Snapshot
from previz.ui.session import Session

Pair = tuple[str, str]
"""(shot, passage)."""


class LineLooks(QObject):
    changed = Signal()
    """Something is known that was not, or is other than it was."""
    _looked = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._known: dict[Pair, bool] = {}
        self._wanted: set[Pair] = set()
        self._asked: frozenset[Pair] = frozenset()
        self._revision = -1
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="previz-lines")
        self._stop = threading.Event()
        self._running: Future[dict[Pair, bool] | None] | None = None
        self._looked.connect(self._hear)

    @property
    def busy(self) -> bool:
        return self._running is not None and not self._running.done()

    def close(self) -> None:
        self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def on_screen(self, shot_id: str, passage_id: str) -> bool:
        """As it was seen last; a line is straight until it has been looked at."""
        self._wanted.add((shot_id, passage_id))
        return self._known.get((shot_id, passage_id), True)

    def look(self) -> None:
        """Look at all that was asked for, when the film is other than last time or more was asked."""
        revision, wanted = self._session.document.revision, frozenset(self._wanted)
        self._wanted.clear()
        if revision == self._revision and wanted <= self._asked:
            return
        self._revision, self._asked = revision, wanted
        self._stop.set()
        self._stop = threading.Event()
        now = self._session.studio.snapshot()
        self._running = self._pool.submit(self._work, now, wanted, self._stop)
        self._running.add_done_callback(self._looked.emit)

    def _work(self, now: Snapshot, wanted: frozenset[Pair], stop: threading.Event) -> dict[Pair, bool] | None:
        lining = Lining(now.document, now.shooting)
        found = {}
        for pair in sorted(wanted):
            if stop.is_set():
                return None
            found[pair] = lining.on_screen(*pair)
        return found

    def _hear(self, looked: Future[dict[Pair, bool] | None]) -> None:
        if looked is not self._running or looked.cancelled():
            return
        found = looked.result()  # what nobody foresaw is raised here, where it is seen
        if found is not None and found != self._known:
            self._known = found
            self.changed.emit()
