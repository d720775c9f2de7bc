"""A family's worker process as its queue sees it: the jobs that wait, the one in hand, the pipe.

Only the queue's thread touches a lane, but for ``waiting.append``, which is atomic.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Iterator
from multiprocessing import connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import msgspec

from previz.gen import disk, worker
from previz.gen.request import Capabilities, Failed
from previz.gen.worker import Answer, Cancel, Command, Job, Stop

LOG = logging.getLogger(__name__)
CONTEXT = multiprocessing.get_context("spawn")
MAX_ANSWER_BYTES = 2**26
"""Longer answers (a preview is a small PNG) are taken for a broken pipe."""


class Lane:
    """One worker process and its jobs. ``current`` is the job in hand; ``deadline`` is when to kill."""

    def __init__(self, name: str, factory: str, spool: Path, start_s: float, silence_s: float) -> None:
        self.name = name
        self.waiting: deque[Job] = deque()
        self.current: Job | None = None
        self.cancelling = False
        self.capabilities: Capabilities | None = None
        self.deadline: float | None = None
        self.last_process = 0
        """Id of the process that ended last."""
        self._factory = factory
        self._spool = spool
        self._start_s = start_s
        self._silence_s = silence_s
        self._process: SpawnProcess | None = None
        self._pipe: connection.Connection | None = None
        self._is_ready = False
        self._is_deaf = False
        self._decoder: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)

    # ------------------------------------------------------------------------------------ the process
    def start(self) -> Failed | None:
        """Start a process; why not, when the system has no room for one."""
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(
            target=worker.main,
            args=(theirs, self._factory, str(self._spool)),
            name=f"previz {self.name}",
            daemon=True,
        )
        try:
            process.start()
        except Exception as error:
            ours.close()
            said = f"{disk.reason(error)}; close other programs" if isinstance(error, OSError) else str(error)
            return Failed("WorkerDied", f"The {self.name} generator cannot be started: {said}.")
        finally:
            theirs.close()
        self._process, self._pipe = process, ours
        self._is_ready = self._is_deaf = False
        self.deadline = time.monotonic() + self._start_s
        return None

    def started(self) -> bool:
        return self._process is not None

    def idle(self) -> bool:
        return self._is_ready and self.current is None

    def dead(self) -> bool:
        """The process has ended or has shut its end of the pipe."""
        return self._process is not None and (self._is_deaf or not self._process.is_alive())

    def late(self) -> bool:
        return self.deadline is not None and time.monotonic() >= self.deadline

    def kill(self) -> Failed:
        """End the process at once; why, if it was late."""
        if self._is_ready:
            said = (
                f"The {self.name} generator was silent for {self._silence_s:g} s and was stopped; try again."
            )
        else:
            said = f"The {self.name} generator did not start in {self._start_s:g} s."
        if self._process is not None:
            self._process.kill()
        self.bury()
        return Failed("WorkerDied", said)

    def bury(self) -> Failed:
        """Clean up after a process that ended or no longer speaks; what happened, in plain words."""
        process, pipe = self._process, self._pipe
        code: int | None = None
        if process is not None:
            self.last_process = process.pid or 0
            process.join(1)
            code = process.exitcode
            if code is None:
                process.kill()
                process.join(5)
        if pipe is not None:
            pipe.close()
        self._process = self._pipe = self.deadline = None
        self._is_ready = self._is_deaf = False
        return Failed("WorkerDied", f"The {self.name} generator {ending(code)}.")

    def stop(self) -> None:
        """Ask the process to leave."""
        self._send(Stop())

    def end(self, patience_s: float) -> None:
        """Wait for the process to leave, then kill it."""
        if self._process is not None:
            self._process.join(patience_s)
            if self._process.is_alive():
                self.kill()
            else:
                self.bury()

    # ---------------------------------------------------------------------------------------- the jobs
    def give(self, job: Job) -> None:
        self.current, self.cancelling = job, False
        self.deadline = time.monotonic() + self._silence_s
        self._send(job)

    def spoke(self) -> None:
        """The worker has said something about the job in hand: it has ``silence_s`` for the next word."""
        if not self.cancelling:
            self.deadline = time.monotonic() + self._silence_s

    def cancel(self, patience_s: float) -> None:
        """Ask for the job in hand to stop; it has ``patience_s`` for it."""
        if self.current is not None and not self.cancelling:
            self.cancelling = True
            self.deadline = time.monotonic() + patience_s
            self._send(Cancel(self.current.id))

    def drop(self, job_id: str) -> Job | None:
        """Take a waiting job out; None when it does not wait here."""
        for job in list(self.waiting):
            if job.id == job_id:
                self.waiting.remove(job)
                return job
        return None

    def free(self) -> None:
        """The job in hand has ended."""
        self.current, self.cancelling, self.deadline = None, False, None

    # ---------------------------------------------------------------------------------------- the pipe
    def ears(self) -> list[Any]:
        """What to listen to: the pipe, and the end of the process."""
        if self._process is None or self._pipe is None:
            return []
        return [self._pipe, self._process.sentinel]

    def answers(self) -> Iterator[Answer]:
        """What the worker has said since; ends at silence or at the end of the pipe.

        msgspec.DecodeError or UnicodeDecodeError for an answer that makes no sense.
        """
        while self._pipe is not None:
            try:
                if not self._pipe.poll():
                    return
                data = self._pipe.recv_bytes(MAX_ANSWER_BYTES)
            except (EOFError, OSError):
                self._is_deaf = True
                return
            yield self._decoder.decode(data)

    def ready(self, capabilities: Capabilities) -> None:
        self._is_ready, self.capabilities, self.deadline = True, capabilities, None

    def _send(self, command: Command) -> None:
        if self._pipe is not None:
            try:
                self._pipe.send_bytes(msgspec.msgpack.encode(command))
            except OSError:
                LOG.debug("the %s worker no longer listens", self.name)


def ending(code: int | None) -> str:
    """How a process ended, for a sentence that begins with its name."""
    if code is None:
        return "no longer answered and was stopped"
    if code >= 0:
        return f"ended without a word (exit code {code}); the next frame starts it again"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    why = {
        "SIGKILL": "was stopped by the system, most likely because memory ran out; make the frame smaller",
        "SIGSEGV": "crashed (a memory fault in a library); the next frame starts it again",
        "SIGABRT": "gave up (an internal check in a library failed); the next frame starts it again",
        "SIGBUS": "crashed (a disk or memory fault); check the free space",
        "SIGILL": "crashed (this processor lacks an instruction that it needs)",
        "SIGTERM": "was asked to stop by another program",
    }
    return f"{why.get(name, 'was stopped')} ({name})"
