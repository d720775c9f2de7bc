"""The worker processes of one window: they stay from batch to batch, so that a model is loaded once."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from previz.errors import FileNotWritable
from previz.gen.guides import Guides
from previz.gen.queue import Listener, Queue
from previz.gen.request import FrameRequest, Message
from previz.gen.spool import Spool, passing_root


class Engine:
    """Every job has a listener of its own, called in the queue's thread. `close` it."""

    def __init__(self) -> None:
        """Raises FileNotWritable where frames in the making can be kept nowhere."""
        self._spool = ExitStack()
        self._ears: dict[str, Listener] = {}
        self._queue = Queue(_spooled(self._spool), on_event=self._heard)

    def submit(self, job_id: str, request: FrameRequest, guides: Guides, ear: Listener) -> None:
        """Raises as `Queue.submit`."""
        self._ears[job_id] = ear
        try:
            self._queue.submit(job_id, request, guides)
        except BaseException:
            del self._ears[job_id]
            raise

    def cancel(self, job_id: str) -> None:
        self._queue.cancel(job_id)

    def forget(self, job_id: str) -> None:
        """Its take is kept elsewhere."""
        self._ears.pop(job_id, None)
        self._queue.forget(job_id)

    def leave(self, job_ids: Iterable[str]) -> None:
        """Nobody waits for these any more: what runs of them is stopped, and nothing is told."""
        for job_id in job_ids:
            self._ears.pop(job_id, None)
            self._queue.cancel(job_id)
            self._queue.forget(job_id)

    def rest(self) -> None:
        """Give back the memory of what is idle; the next frame loads its model anew."""
        self._queue.rest()

    def close(self) -> None:
        self._queue.close()
        self._spool.close()

    def _heard(self, job_id: str, message: Message) -> None:
        ear = self._ears.get(job_id)
        if ear is not None:
            ear(job_id, message)


def _spooled(until: ExitStack) -> Path:
    """In the user's cache, else where the system keeps what passes; what a killed program left there goes."""
    try:
        return until.enter_context(Spool())
    except FileNotWritable:
        return until.enter_context(Spool(passing_root()))
