"""Frames in the making: one worker process per generator family, one thread that listens to them all.

A job ends in exactly one `Done` or `Failed`, and a take is proved before `Done` is announced. A worker that
dies, falls silent or speaks nonsense fails one job and is started again. The queue remembers nothing beyond
its own life: what must survive it is written down by whoever submits. Works without Qt.
"""

from __future__ import annotations

import importlib
import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from multiprocessing import connection
from pathlib import Path
from typing import Any

from previz.errors import GenerationError, NotSupported
from previz.gen import disk, takes
from previz.gen.guides import Guides, Rack
from previz.gen.lane import Lane
from previz.gen.request import Capabilities, Done, Failed, FrameRequest, Message, Progress, check
from previz.gen.worker import Broken, Job, Ready, failure

LOG = logging.getLogger(__name__)

FAMILIES: dict[str, str] = {
    "sketch": "previz.gen.sketch:SketchGenerator",
    "comfyui": "previz.gen.comfy:ComfyGenerator",
    "diffusers": "previz.gen.diffusion:DiffusionGenerator",
}
"""Generator family → "module:factory" that its worker process calls."""

TAKERS_BACK: dict[str, str] = {"comfyui": "previz.gen.comfy.left_behind:take_back"}
"""Generator family → "module:function" that takes back what a killed process (0 = any) left elsewhere."""

CANCEL_S = 4.5
"""A cancelled job may take this long to stop by itself; then its process is killed."""
START_S = 120.0
"""A worker that has not said a word for this long after its start is killed."""
REST_S = 1.0
"""An idle worker that is asked to leave may take this long; then it is killed."""
SILENCE_S = 600.0
"""A worker that says nothing about its job for this long is killed."""

Outcome = Done | Failed
Listener = Callable[[str, Message], None]


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
        cancel_s: float = CANCEL_S,
        start_s: float = START_S,
        silence_s: float = SILENCE_S,
    ) -> None:
        self._spool = Path(spool_dir).absolute()
        self._lanes = {
            name: Lane(name, factory, self._spool, start_s, silence_s) for name, factory in families.items()
        }
        self._on_event = on_event
        self._cancel_s = cancel_s
        self._rack = Rack(self._spool / "guides")
        self._changed = threading.Condition(threading.RLock())
        self._cancels: set[str] = set()
        self._known: set[str] = set()
        self._outcomes: dict[str, Outcome] = {}
        self._rung = False
        self._resting = False
        self._closing = False
        self._alarm, self._bell = connection.Pipe(duplex=False)
        self._thread = threading.Thread(target=self._listen, name="frame queue", daemon=True)
        self._thread.start()
        for lane in self._lanes.values():
            self._take_back(lane, 0)

    # ------------------------------------------------------------------------------- any thread
    def submit(self, job_id: str, request: FrameRequest, guides: Guides | None = None) -> None:
        """Queue a frame. ``guides`` are those that the request names; they leave the disk with the job.

        GenerationError or NotSupported when it cannot be made; FileNotWritable when the spool cannot
        take the guides; ValueError for a job id that is in use or no file name, and for other guides.
        """
        takes.take_path(self._spool, job_id)
        check(request)
        if request.generator not in self._lanes:
            raise NotSupported(f"There is no {request.generator!r} generator here; choose another look.")
        stored = self._rack.put(guides or {})
        try:
            if stored != request.guides:
                raise ValueError("the guides are not those that the request names")
            self._admit(Job(job_id, request))
        except BaseException:
            self._rack.release(stored)
            raise

    def _admit(self, job: Job) -> None:
        with self._changed:
            if self._closing:
                raise ValueError("the queue is closed")
            if job.id in self._known and job.id not in self._outcomes:
                raise ValueError(f"job {job.id!r} is already queued")
            self._known.add(job.id)
            self._outcomes.pop(job.id, None)
            self._lanes[job.request.generator].waiting.append(job)
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
        """Delete an ended job's take from the spool, once it is kept elsewhere."""
        with self._changed:
            if job_id in self._outcomes:
                self._remove_take(job_id)

    def rest(self) -> None:
        """End the processes that have nothing to do, which frees what they hold; the next job starts them."""
        with self._changed:
            self._resting = True
            self._ring()

    def close(self, timeout_s: float = 2.0) -> None:
        """Stop all workers, kindly first. Jobs without an outcome never get one."""
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
            except Exception as error:
                LOG.exception("the frame queue met an unexpected error")
                for lane in self._lanes.values():
                    self._give_up(lane, error)

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
        if self._closing:
            return
        self._do_cancels()
        self._do_rest()
        for lane in {id(ears[ear]): ears[ear] for ear in heard if ear in ears}.values():
            self._tend(lane, self._hear)
        for lane in lanes:
            if lane.late():
                self._lost(lane, lane.kill())
            self._tend(lane, self._feed)

    def _tend(self, lane: Lane, step: Callable[[Lane], None]) -> None:
        """Whatever goes wrong with a lane is the end of its worker, never of the queue."""
        try:
            step(lane)
        except Exception as error:
            LOG.exception("the %s generator cannot be understood", lane.name)
            self._give_up(lane, error)

    def _give_up(self, lane: Lane, error: Exception) -> None:
        lane.kill()
        said = f"The {lane.name} generator cannot be understood and was stopped; generate this frame again."
        self._lost(lane, Failed("GenerationError", said, "".join(traceback.format_exception(error))))

    def _do_cancels(self) -> None:
        with self._changed:
            cancels, self._cancels = self._cancels, set()
        for job_id in cancels:
            for lane in self._lanes.values():
                job = lane.drop(job_id)
                if job is not None:
                    self._finish(job, Failed("Cancelled", "Cancelled before it began."))
                elif lane.current is not None and lane.current.id == job_id:
                    lane.cancel(self._cancel_s)

    def _do_rest(self) -> None:
        with self._changed:
            wanted, self._resting = self._resting, False
        for lane in self._lanes.values():
            if wanted and lane.idle() and not lane.waiting:
                lane.stop()
                lane.end(REST_S)

    def _hear(self, lane: Lane) -> None:
        """All that a worker has said; then, if it is gone, what that means for its job."""
        for answer in lane.answers():
            if isinstance(answer, Ready):
                lane.ready(answer.capabilities)
            elif isinstance(answer, Broken):
                lane.bury()
                self._lost(lane, answer.failure)
            elif lane.current is not None and lane.current.id == answer.job_id:
                self._told(lane, lane.current, answer.message)
        if lane.dead():
            was_idle = lane.idle()
            ended = lane.bury()
            if not was_idle:
                self._lost(lane, ended)

    def _told(self, lane: Lane, job: Job, message: Message) -> None:
        if isinstance(message, (Done, Failed)):
            lane.free()
            self._finish(job, message)
        else:
            lane.spoke()
            self._announce(job.id, message)

    def _feed(self, lane: Lane) -> None:
        """Give an idle worker its next job; start the worker when there is none."""
        if lane.current is not None or not lane.waiting:
            return
        if not lane.started():
            self._announce(lane.waiting[0].id, Progress(0.0, f"Starting the {lane.name} generator"))
            refused = lane.start()
            if refused is not None:
                self._lost(lane, refused)
                self._ring()
        if lane.idle():
            job = lane.waiting.popleft()
            lane.give(job)
            self._announce(job.id, Progress(0.0, "Starting"))

    def _lost(self, lane: Lane, why: Failed) -> None:
        """The worker is gone. Its job fails and a new worker starts for whatever comes next; one that
        could not even start fails the job that it was started for."""
        job, asked = lane.current, lane.cancelling
        if job is not None:
            lane.free()
            stopped = Failed("Cancelled", "Cancelled; it had to be stopped.")
            self._finish(job, stopped if asked else why)
            if asked:
                self._take_back(lane, lane.last_process)
            lane.start()
        elif lane.waiting:
            self._finish(lane.waiting.popleft(), why)

    def _take_back(self, lane: Lane, process: int) -> None:
        """In a thread of its own, which nobody waits for: a server may be slow to answer."""
        told = TAKERS_BACK.get(lane.name)
        if told is not None:
            name = f"take back {lane.name}"
            threading.Thread(target=_taken_back, args=(told, process), name=name, daemon=True).start()

    def _finish(self, job: Job, outcome: Outcome) -> None:
        """Prove, put away, announce, and only then let `wait` return."""
        outcome = self._proved(outcome)
        if isinstance(outcome, Failed):
            self._remove_take(job.id)
        self._rack.release(job.request.guides)
        self._announce(job.id, outcome)
        with self._changed:
            self._outcomes[job.id] = outcome
            self._cancels.discard(job.id)
            self._changed.notify_all()

    def _proved(self, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Done):
            try:
                takes.prove(outcome)
            except Exception as error:
                return failure(error)
        return outcome

    def _remove_take(self, job_id: str) -> None:
        try:
            takes.remove(takes.take_path(self._spool / "takes", job_id))
        except OSError as error:
            LOG.warning("the take of job %s stays on the disk: %s", job_id, disk.reason(error))

    def _announce(self, job_id: str, message: Message) -> None:
        if self._on_event is not None:
            try:
                self._on_event(job_id, message)
            except Exception:
                LOG.exception("a listener failed on %s of job %s", type(message).__name__, job_id)


def _taken_back(told: str, process: int) -> None:
    module, _, name = told.partition(":")
    try:
        getattr(importlib.import_module(module), name)(process)
    except Exception:
        LOG.exception("what a killed process left could not be taken back")
