"""Who of those who speak is on screen, looked at in a thread: what makes a line of the lined script straight.

Asked of the same `Lining` that the printed script asks, so that the screen and the paper never differ.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QObject, Signal

from previz.scene import model
from previz.studio.lining import Lining
from previz.studio.snapshot import Snapshot
from previz.ui.session import Session

Pair = tuple[str, str]
"""(shot, passage)."""


@dataclass(frozen=True, eq=False)
class _Seen:
    """What is known of one shot; ``asked`` is the event that would have stopped the look."""

    asked: threading.Event
    found: dict[Pair, bool]


class LineLooks(QObject):
    changed = Signal()
    """Something is known that was not, or is other than it was."""
    _said = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.known: dict[Pair, bool] = {}
        self._wanted: set[Pair] = set()
        self._asked: frozenset[Pair] = frozenset()
        self._revision = -1
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="previz-lines")
        self._stop = threading.Event()
        self._running: Future[None] | None = None
        self._said.connect(self._hear)

    @property
    def busy(self) -> bool:
        return self._running is not None and not self._running.done()

    def close(self) -> None:
        self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def on_screen(self, shot_id: str, passage_id: str) -> bool:
        """As it was seen last; a line is straight until it has been looked at."""
        self._wanted.add((shot_id, passage_id))
        return self.known.get((shot_id, passage_id), True)

    def look(self) -> None:
        """Look at all that was asked for, when the film is other than last time or more was asked."""
        revision, wanted = self._session.document.revision, frozenset(self._wanted)
        self._wanted.clear()
        if revision == self._revision and wanted <= self._asked:
            return
        self._revision, self._asked = revision, wanted
        self.known = {pair: seen for pair, seen in self.known.items() if pair in wanted}
        self._stop.set()
        self._stop = threading.Event()
        if not wanted:
            return
        now = self._session.studio.snapshot()
        self._running = self._pool.submit(self._work, now, wanted, self._stop)
        self._running.add_done_callback(self._said.emit)

    def _work(self, now: Snapshot, wanted: frozenset[Pair], stop: threading.Event) -> None:
        lining = Lining(now.document, now.shooting)
        place = {shot.id: n for n, shot in enumerate(now.document.of(model.Shot))}
        in_order = sorted(wanted, key=lambda pair: place[pair[0]])  # the first pages are read first
        for _, pairs in groupby(in_order, key=lambda pair: pair[0]):
            found = {pair: lining.on_screen(*pair) for pair in pairs if not stop.is_set()}
            if stop.is_set():
                return
            self._said.emit(_Seen(stop, found))

    def _hear(self, said: _Seen | Future[None]) -> None:
        if isinstance(said, Future):
            if not said.cancelled():
                said.result()  # what nobody foresaw is raised here, where it is seen
        elif not said.asked.is_set() and any(self.known.get(pair) != on for pair, on in said.found.items()):
            self.known.update(said.found)
            self.changed.emit()
