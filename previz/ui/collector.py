"""Python's cycle collector, kept on the window's thread.

The collector runs in whichever thread happens to allocate. A QObject in a forgotten cycle would then be
destroyed by a worker thread: Qt cannot take its timers out of the window's list from there, and the process
ends when the next one is due. So collecting is switched off, and done by the window's thread alone whenever
its event loop is about to wait.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractEventDispatcher, QObject

FULL_EVERY_S = 10.0
"""A full collection walks every object of the process: not more often than this."""


class Collector(QObject):
    """Collects cycles between two waits of the event loop of the thread that makes it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._full_at_s = time.monotonic()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None, "a QApplication comes first"
        dispatcher.aboutToBlock.connect(self.collect_due)

    def collect_due(self) -> None:
        """The youngest generations that Python itself would have collected by now."""
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] <= limits[0]:
            return
        generation = 1 if counts[1] > limits[1] else 0
        if generation and counts[2] > limits[2] and time.monotonic() - self._full_at_s > FULL_EVERY_S:
            generation = 2
            self._full_at_s = time.monotonic()
        gc.collect(generation)


def settle() -> None:
    """What lives now stays for long, the film that was opened with it: full collections leave it out.

    They take a tenth of a second otherwise, in the middle of somebody's work. Nothing happens where Python
    itself collects.
    """
    if not gc.isenabled():
        gc.collect()
        gc.freeze()


def unsettle() -> None:
    """The film is closed: the next full collection looks at everything again."""
    gc.unfreeze()


@contextmanager
def collecting_here() -> Iterator[Collector]:
    """No thread but this one collects inside the block. Needs a QApplication."""
    enabled = gc.isenabled()
    gc.disable()
    collector = Collector()
    try:
        yield collector
    finally:
        collector.deleteLater()
        unsettle()
        if enabled:
            gc.enable()
