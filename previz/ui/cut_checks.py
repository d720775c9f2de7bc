"""The check of cuts while one works: run in a thread on a snapshot, each time the rows have been looked at.

What was found goes to the session, where the plan and the list of findings read it. After that the changes
that would mend a finding are tried, on the same snapshot, and offered one by one.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from previz.errors import PrevizError
from previz.grammar.findings import Finding
from previz.grammar.mending import Mend
from previz.studio.checking import Checking, holds
from previz.studio.snapshot import Snapshot
from previz.ui.desk import Desk

Key = tuple[str, str, str]
NONE_YET, CLOSED = -1, -2
"""In place of a revision: nothing was looked at yet; nobody listens any more."""


@dataclass(frozen=True)
class _Found:
    revision: int
    findings: tuple[Finding, ...]
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Mends:
    revision: int
    key: Key
    mends: tuple[Mend, ...]


def key_of(finding: Finding) -> Key:
    """The same for a finding of this check and of the next."""
    return finding.before_id, finding.after_id, finding.rule


class CutChecks(QObject):
    mends_changed = Signal(tuple)
    """More is known of what would mend this `Key`."""
    unseen_changed = Signal()
    """`unseen` is another, or the cuts were looked at for the first time."""
    _said = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.mends: dict[Key, tuple[Mend, ...]] = {}
        self.unseen: tuple[str, ...] = ()
        """Why shots could not be looked at, a line each."""
        self.looked = False
        """True once the cuts of this film have been looked at."""
        self._revision = NONE_YET
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="previz-checks")
        self._stop = threading.Event()
        self._running: Future[None] | None = None
        self._said.connect(self._hear)
        desk.rows.changed.connect(self.check)
        self.check()

    def close(self) -> None:
        self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._revision = CLOSED  # what was said before and is heard later is of no film that is open

    @property
    def busy(self) -> bool:
        return self._running is not None and not self._running.done()

    def check(self) -> None:
        """Look at the cuts, when every row has been looked at and something is other than last time."""
        revision = self._desk.session.document.revision
        if not self._desk.rows.looked or revision == self._revision:
            return
        self._revision = revision
        self._stop.set()
        self._stop = threading.Event()
        now = self._desk.session.studio.snapshot()
        self._running = self._pool.submit(self._work, now, revision, self._stop)
        self._running.add_done_callback(self._said.emit)

    # -------------------------------------------------------------------------------- in the thread
    def _work(self, now: Snapshot, revision: int, stop: threading.Event) -> None:
        checking = Checking(now)
        try:
            found = tuple(checking.film())
            if stop.is_set():
                return
            self._said.emit(_Found(revision, found, tuple(checking.unseen)))
            for finding in found:
                if not finding.waived:
                    good = []
                    for mend in checking.mends(finding):
                        if stop.is_set():
                            return
                        if holds(now, finding, mend):
                            good.append(mend)
                    self._said.emit(_Mends(revision, key_of(finding), tuple(good)))
        except PrevizError as error:
            # no OpenGL, which the stage says; what was found of an earlier film must not stay
            self._said.emit(_Found(revision, (), (str(error),)))

    def _hear(self, said: _Found | _Mends | Future[None]) -> None:
        if isinstance(said, Future):
            if not said.cancelled():
                said.result()  # what nobody foresaw is raised here, where it is seen
            return
        if said.revision != self._revision:
            return
        if isinstance(said, _Found):
            self.mends = {}
            if said.unseen != self.unseen or not self.looked:
                self.unseen, self.looked = said.unseen, True
                self.unseen_changed.emit()
            self._desk.session.show_findings(said.findings)
        else:
            self.mends[said.key] = said.mends
            self.mends_changed.emit(said.key)
