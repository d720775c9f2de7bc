"""Frames in the making: one worker process per generator family, one thread that listens to them all.

A job is safe as soon as `Queue.submit` returns: its guides are in the spool and, with a `JobLog`, its row
is in the project file. It ends in exactly one `Done` or `Failed`, and a take is proved before `Done` is
announced. A worker that dies fails one job and is started again. Works without Qt.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from multiprocessing import connection
from pathlib import Path
from typing import Any, Protocol

from previz.errors import GenerationError, NotSupported, PrevizError
from previz.gen import guides as guide_files
from previz.gen import takes
from previz.gen.guides import Guides
from previz.gen.lane import Lane
from previz.gen.request import Capabilities, Done, Failed, FrameRequest, Message, Progress, check, from_json
from previz.gen.worker import Broken, Job, Ready, Report

LOG = logging.getLogger(__name__)

FAMILIES: dict[str, str] = {"sketch": "previz.gen.sketch:SketchGenerator"}
"""Generator family → "module:factory" that its worker process calls."""

CANCEL_S = 5.0
"""A cancelled job may take this long to stop by itself; then its process is killed."""
START_S = 120.0
"""A worker that has not said a word for this long after its start is killed."""
SPOOL_BYTES = 4 * 2**30
"""Guides that no waiting job needs are deleted, oldest first, beyond this size."""

Outcome = Done | Failed
Listener = Callable[[str, Message], None]


class JobLog(Protocol):
    """Where jobs are written down; implemented over the project file.

    Only ``job_queued`` runs in the thread that submits; the others run in the queue's thread. The queue
    announces an outcome after ``job_finished`` has returned, so an implementation that puts picture, take
    and row into one transaction makes "announced" mean "saved".
    """

    def job_queued(self, job_id: str, request_json: bytes) -> None: ...

    def job_started(self, job_id: str) -> None: ...

    def job_finished(self, job_id: str, outcome: Outcome) -> None: ...

    def pending(self) -> Iterable[tuple[str, bytes]]:
        """(job id, request JSON) of every job without an outcome, oldest first."""
        ...


class Queue:
    """Makes frames in worker processes. ``on_event`` is called in the queue's own thread, one at a time.

    ``submit`` writes the guides to the disk in the caller's thread (tens of milliseconds a picture): a
    window calls it from the thread that captured them.
    """

    def __init__(
        self,
        spool_dir: Path,
        families: Mapping[str, str] = FAMILIES,
        on_event: Listener | None = None,
        *,
        log: JobLog | None = None,
        cancel_s: float = CANCEL_S,
        start_s: float = START_S,
        spool_bytes: int = SPOOL_BYTES,
    ) -> None:
        self._spool = Path(spool_dir).absolute()
        self._lanes = {name: Lane(name, factory, self._spool, start_s) for name, factory in families.items()}
        self._on_event = on_event
        self._log = log
        self._cancel_s = cancel_s
        self._spool_bytes = spool_bytes
        self._changed = threading.Condition(threading.RLock())
        self._cancels: set[str] = set()
        self._known: set[str] = set()
        self._outcomes: dict[str, Outcome] = {}
        self._refused: list[tuple[str, Failed]] = []
        self._rung = False
        self._closing = False
        self._alarm, self._bell = connection.Pipe(duplex=False)
        self._thread = threading.Thread(target=self._listen, name="frame queue", daemon=True)
        self._thread.start()

    # ------------------------------------------------------------------------------- any thread
    def submit(self, job_id: str, request: FrameRequest, guides: Guides | None = None) -> None:
        """Queue a frame. Without ``guides`` the spool must still hold those that the request names.

        GenerationError or NotSupported when it cannot be made; FileNotWritable when the spool cannot
        take the guides; ValueError for a job id that is in use or no file name.
        """
        self._check(job_id, request)
        stored = guide_files.store_all(self._spool / "guides", guides or {})
        if guides is not None and stored != request.guides:
            raise ValueError("the guides are not those that the request names")
        self._check_guides(request)
        with self._changed:
            if self._closing:
                raise ValueError("the queue is closed")
            if job_id in self._known and job_id not in self._outcomes:
                raise ValueError(f"job {job_id!r} is already queued")
            if self._log is not None:
                self._log.job_queued(job_id, request.to_json())
            self._admit(job_id, request)

    def resume(self) -> None:
        """Queue what an earlier run left in the log. A job that cannot be made any more fails as an event."""
        for job_id, request_json in list(self._log.pending()) if self._log is not None else []:
            with self._changed:
                if self._closing or job_id in self._known:
                    continue
                try:
                    request = from_json(request_json)
                    self._check(job_id, request)
                    if takes.finished(self._take_path(job_id), request) is None:
                        self._check_guides(request)
                    self._admit(job_id, request)
                except PrevizError as error:
                    self._known.add(job_id)
                    self._refused.append((job_id, Failed("GenerationError", str(error))))
                    self._ring()

    def _check(self, job_id: str, request: FrameRequest) -> None:
        takes.take_path(self._spool, job_id)
        check(request)
        if request.generator not in self._lanes:
            raise NotSupported(f"There is no {request.generator!r} generator here; choose another look.")

    def _check_guides(self, request: FrameRequest) -> None:
        gone = guide_files.missing(self._spool / "guides", request.guides)
        if gone:
            raise GenerationError(f"The guides {', '.join(gone)} are gone; generate from the shot again.")

    def _admit(self, job_id: str, request: FrameRequest) -> None:
        self._known.add(job_id)
        self._outcomes.pop(job_id, None)
        self._lanes[request.generator].waiting.append(Job(job_id, request))
        self._ring()

    def cancel(self, job_id: str) -> None:
        """Stop a job that waits or runs; it ends in Failed("Cancelled"). Other ids are ignored."""
        with self._changed:
            if job_id not in self._known or job_id in self._outcomes:
                return
            self._cancels.add(job_id)
        self._ring()

    def wait(self, job_ids: Iterable[str], timeout: float | None = None) -> dict[str, Outcome]:
        """Outcomes of these jobs, after they were announced. TimeoutError after ``timeout`` seconds.

        A queue that is closed meanwhile ends the wait with GenerationError. Never call it from ``on_event``.
        """
        wanted = list(job_ids)
        with self._changed:
            ended = self._changed.wait_for(
                lambda: self._closing or all(job in self._outcomes for job in wanted), timeout
            )
            if not ended:
                late = [job for job in wanted if job not in self._outcomes]
                raise TimeoutError(
                    f"{len(late)} of {len(wanted)} frames are not ready: {', '.join(late[:5])}"
                )
            if any(job not in self._outcomes for job in wanted):
                raise GenerationError("The queue was closed before all frames were made.")
            return {job: self._outcomes[job] for job in wanted}

    def capabilities(self, family: str) -> Capabilities | None:
        """What the family's worker said it can do; None until it has started once."""
        return self._lanes[family].capabilities

    def forget(self, job_id: str) -> None:
        """Delete an ended job's files from the spool, once its take is kept elsewhere."""
        with self._changed:
            if job_id in self._outcomes:
                takes.remove(self._take_path(job_id))

    def close(self, timeout_s: float = 2.0) -> None:
        """Stop all workers, kindly first. Jobs without an outcome stay in the log for `resume`."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._ring()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout_s)
        deadline = time.monotonic() + timeout_s
        for lane in self._lanes.values():
            lane.stop()
        for lane in self._lanes.values():
            lane.end(max(0.0, deadline - time.monotonic()))
        if not self._thread.is_alive():
            with self._changed:
                self._rung = True
                self._alarm.close()
                self._bell.close()

    def __enter__(self) -> Queue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ring(self) -> None:
        """Wake the queue's thread; one ring is enough until it has woken."""
        with self._changed:
            if not self._rung:
                self._rung = True
                self._bell.send_bytes(b"!")

    # ------------------------------------------------------------------------- the queue's thread
    def _listen(self) -> None:
        while not self._closing:
            try:
                self._round()
            except Exception:
                LOG.exception("the frame queue met an unexpected error and goes on")

    def _round(self) -> None:
        """Sleep until somebody speaks or a deadline passes, then act on all that is new."""
        lanes = self._lanes.values()
        ears: dict[Any, Lane] = {ear: lane for lane in lanes for ear in lane.ears()}
        deadlines = [lane.deadline for lane in lanes if lane.deadline is not None]
        patience = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
        heard = connection.wait([self._alarm, *ears], patience)
        with self._changed:
            if self._rung:
                self._alarm.recv_bytes()
                self._rung = False
            refused, self._refused = self._refused, []
        if self._closing:
            return
        for job_id, failure in refused:
            self._finish(job_id, failure)
        self._do_cancels()
        for lane in {id(ears[ear]): ears[ear] for ear in heard if ear in ears}.values():
            self._hear(lane)
        for lane in lanes:
            if lane.late():
                self._lost(lane, lane.kill())
            self._feed(lane)

    def _do_cancels(self) -> None:
        with self._changed:
            cancels, self._cancels = self._cancels, set()
        for job_id in cancels:
            for lane in self._lanes.values():
                if lane.drop(job_id):
                    self._finish(job_id, Failed("Cancelled", "Cancelled before it began."))
                elif lane.current is not None and lane.current.id == job_id:
                    lane.cancel(self._cancel_s)

    def _hear(self, lane: Lane) -> None:
        """All that a worker has said; then, if it is gone, what that means for its job."""
        for answer in lane.answers():
            if isinstance(answer, Ready):
                lane.ready(answer.capabilities)
            elif isinstance(answer, Broken):
                lane.bury()
                self._lost(lane, answer.failure)
            elif isinstance(answer, Report) and lane.current is not None:
                self._told(lane, lane.current, answer)
        if lane.dead():
            was_idle = lane.idle()
            failure = lane.bury()
            if not was_idle:
                self._lost(lane, failure)

    def _told(self, lane: Lane, job: Job, report: Report) -> None:
        message = report.message
        if report.job_id != job.id:
            return
        if isinstance(message, (Done, Failed)):
            lane.free()
            self._finish(job.id, message)
        else:
            self._announce(job.id, message)

    def _feed(self, lane: Lane) -> None:
        """Give an idle worker its next job; start the worker when there is none."""
        if lane.current is not None or not lane.waiting:
            return
        if not lane.started():
            self._announce(lane.waiting[0].id, Progress(0.0, f"Starting the {lane.name} generator"))
            failure = lane.start()
            if failure is not None:
                self._lost(lane, failure)
                self._ring()
        if not lane.idle():
            return
        job = lane.waiting.popleft()
        earlier = takes.finished(self._take_path(job.id), job.request)
        if earlier is not None:
            self._finish(job.id, earlier)
            self._ring()
            return
        lane.give(job)
        if self._log is not None:
            try:
                self._log.job_started(job.id)
            except Exception:
                LOG.exception("the start of job %s could not be written down", job.id)
        self._announce(job.id, Progress(0.0, "Starting"))

    def _lost(self, lane: Lane, failure: Failed) -> None:
        """The worker is gone. Its job fails and a new worker starts for whatever comes next; one that
        could not even start fails the job that it was started for."""
        job, asked = lane.current, lane.cancelling
        if job is not None:
            lane.free()
            lane.start()
            self._finish(
                job.id, Failed("Cancelled", "Cancelled; it had to be stopped.") if asked else failure
            )
        elif lane.waiting:
            self._finish(lane.waiting.popleft().id, failure)

    def _finish(self, job_id: str, outcome: Outcome) -> None:
        """Prove, write down, announce, and only then let `wait` return."""
        outcome = self._logged(job_id, self._proved(job_id, outcome))
        self._announce(job_id, outcome)
        with self._changed:
            self._outcomes[job_id] = outcome
            self._cancels.discard(job_id)
            jobs = [job for lane in self._lanes.values() for job in lane.jobs()]
            self._changed.notify_all()
        keep = {value for job in jobs for value in job.request.guides.values()}
        guide_files.trim(self._spool / "guides", keep, self._spool_bytes)

    def _proved(self, job_id: str, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Done):
            try:
                takes.prove(outcome)
            except GenerationError as error:
                takes.remove(self._take_path(job_id))
                return Failed("GenerationError", str(error))
        return outcome

    def _logged(self, job_id: str, outcome: Outcome) -> Outcome:
        if self._log is not None:
            try:
                self._log.job_finished(job_id, outcome)
            except Exception as error:
                LOG.exception("job %s could not be written down", job_id)
                if isinstance(outcome, Done):
                    return Failed("FileError", f"The frame is made but cannot be saved: {error}")
        return outcome

    def _announce(self, job_id: str, message: Message) -> None:
        if self._on_event is not None:
            try:
                self._on_event(job_id, message)
            except Exception:
                LOG.exception("a listener failed on %s of job %s", type(message).__name__, job_id)

    def _take_path(self, job_id: str) -> Path:
        return takes.take_path(self._spool / "takes", job_id)
