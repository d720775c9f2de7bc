"""The process in which one family of generators works.

It is started with the "spawn" method, never opens the project, and speaks to its queue through a pipe:
`Job`, `Cancel` and `Stop` come in; `Ready`, `Broken` and `Report` go out, all as msgpack. Nothing heavy
is imported here, because the thread limits must stand before numpy is loaded.
"""

from __future__ import annotations

import ctypes
import errno
import faulthandler
import importlib
import logging
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import get_args

import msgspec

from previz.errors import FileError, GenerationError
from previz.gen import disk
from previz.gen.request import (
    Capabilities,
    Done,
    Failed,
    FailureKind,
    FrameRequest,
    Generator,
    Message,
    Picture,
    Preview,
    Progress,
    check,
    check_capable,
)

LOG = logging.getLogger(__name__)

POLL_S = 0.01
"""How often, at most, a generator's question whether it is cancelled looks into the pipe."""

THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LP_NUM_THREADS")
"""OpenMP, the two usual BLAS libraries, and Mesa's software renderer."""


BEHIND = 10
"""Steps of niceness: who works in the window comes first, an idle machine draws as fast as before."""


class Job(msgspec.Struct, frozen=True, tag="job"):
    id: str
    request: FrameRequest


class Cancel(msgspec.Struct, frozen=True, tag="cancel"):
    id: str


class Stop(msgspec.Struct, frozen=True, tag="stop"):
    pass


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    capabilities: Capabilities


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """The generator could not even be built; the process ends after saying so."""

    failure: Failed


class Report(msgspec.Struct, frozen=True, tag="report"):
    job_id: str
    message: Message


Command = Job | Cancel | Stop
Answer = Ready | Broken | Report


class Cancelled(Exception):
    """The job in hand is no longer wanted."""


class ParentGone(Exception):
    """Nobody is at the other end of the pipe."""


def main(pipe: connection.Connection, factory: str, spool: str) -> None:
    """Run until told to stop, or until the parent is gone. ``factory`` is "module:name"."""
    _settle()
    worker = Worker(pipe, Path(spool))
    try:
        generator = build(factory)
    except Exception as error:
        with suppress(ParentGone):
            worker.send(Broken(failure(error)))
        return
    with suppress(ParentGone):
        worker.serve(generator)


def build(factory: str) -> Generator:
    """Call the ``name`` of "module:name"."""
    module, _, name = factory.partition(":")
    made: Generator = getattr(importlib.import_module(module), name)()
    return made


class Worker:
    """The far end of the pipe: does one job after another."""

    def __init__(self, pipe: connection.Connection, spool: Path) -> None:
        self._pipe = pipe
        self._spool = spool
        self._job_id = ""
        self._unwanted = False
        self._stopped = False
        self._looked_at = 0.0
        self._decoder: msgspec.msgpack.Decoder[Command] = msgspec.msgpack.Decoder(Command)

    def send(self, answer: Answer) -> None:
        """ParentGone when nobody can hear it."""
        try:
            self._pipe.send_bytes(msgspec.msgpack.encode(answer))
        except OSError as error:
            raise ParentGone from error

    def serve(self, generator: Generator) -> None:
        """Take jobs until `Stop`; ParentGone when there is nobody left to tell."""
        self.send(Ready(generator.capabilities))
        while not self._stopped:
            command = self._receive()
            if isinstance(command, Job):
                self.send(Report(command.id, self._work(generator, command)))

    def cancelled(self) -> bool:
        """Has the job in hand been cancelled? Cheap enough for inner loops."""
        now = time.monotonic()
        if not self._unwanted and now - self._looked_at >= POLL_S:
            self._looked_at = now
            while self._pipe.poll():
                command = self._receive()
                if isinstance(command, Cancel) and command.id == self._job_id:
                    self._unwanted = True
        return self._unwanted or self._stopped

    def _receive(self) -> Command:
        try:
            command = self._decoder.decode(self._pipe.recv_bytes())
        except (EOFError, OSError) as error:
            raise ParentGone from error
        self._stopped = self._stopped or isinstance(command, Stop)
        return command

    def _work(self, generator: Generator, job: Job) -> Done | Failed:
        self._job_id, self._unwanted, self._looked_at = job.id, False, 0.0
        try:
            return self._make(generator, job)
        except Cancelled:
            return Failed("Cancelled", "Cancelled.")
        except ParentGone:
            raise
        except Exception as error:
            return failure(error, job.request)

    def _make(self, generator: Generator, job: Job) -> Done:
        from previz.gen import guides, takes

        start = time.monotonic()
        check(job.request)
        check_capable(job.request, generator.capabilities)
        loaded = guides.load_all(self._spool / "guides", job.request.guides)
        for step in generator.run(job.request, loaded, self.cancelled):
            self._looked_at = 0.0
            if self.cancelled():
                raise Cancelled
            if isinstance(step, Picture):
                path = takes.take_path(self._spool / "takes", job.id)
                seconds = round(time.monotonic() - start, 3)
                return takes.write(
                    path, step.pixels, job.request, generator.capabilities, seconds, step.unused
                )
            self.send(Report(job.id, _clamped(step)))
        if self.cancelled():
            raise Cancelled
        raise GenerationError(f"The {generator.name} generator ended without a picture; report this.")


def failure(error: BaseException, request: FrameRequest | None = None) -> Failed:
    """Any error as a line for the user, with the traceback beside it."""
    detail = "".join(traceback.format_exception(error))
    if isinstance(error, (GenerationError, FileError)):
        name = type(error).__name__
        known: FailureKind = "FileError" if isinstance(error, FileError) else "GenerationError"
        kind = next((k for k in get_args(FailureKind) if k == name), known)
        return Failed(kind, one_line(str(error)), detail)
    if is_memory(error):
        size = f" of {request.size_px[0]} × {request.size_px[1]} px" if request else ""
        return Failed(
            "OutOfMemory",
            f"There was not enough memory for this frame{size}; make it smaller or close other programs.",
            detail,
        )
    if isinstance(error, ModuleNotFoundError):
        return Failed("NotSupported", f"This generator needs the package {error.name!r}; install it.", detail)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
        return Failed("FileError", f"The picture cannot be written: {disk.reason(error)}.", detail)
    said = one_line(str(error))[:300]
    return Failed("GenerationError", f"The generator failed: {type(error).__name__}: {said}", detail)


def one_line(text: str) -> str:
    """Without what moves a terminal's cursor or turns a line round: a server may have said it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


MEMORY_WORDS = (
    "insufficient memory", "out of memory", "not enough memory", "can't allocate memory",
    "cannot allocate memory", "paging file is too small",
)  # fmt: skip
"""How OpenCV, torch on a card of Apple's and on a processor, and the systems say it."""


def is_memory(error: BaseException) -> bool:
    """Out of memory, in any library's words (torch.cuda.OutOfMemoryError, cv2.error -4…)."""
    name = type(error).__name__
    said = str(error).lower()
    return (
        isinstance(error, MemoryError)
        or name in ("OutOfMemoryError", "_ArrayMemoryError")
        or any(words in said for words in MEMORY_WORDS)
    )


def _clamped(step: Progress | Preview) -> Progress | Preview:
    if isinstance(step, Progress):
        return Progress(min(max(float(step.fraction), 0.0), 1.0), step.text)
    return step


# ------------------------------------------------------------------------------------- the process itself
def _settle() -> None:
    """Make this process a good neighbour: behind the window, few threads, first to be sacrificed, never
    orphaned."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.nice(BEHIND)
    if sys.stderr is not None:
        faulthandler.enable()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")
    threading.Thread(target=_die_with_parent, name="watch parent", daemon=True).start()
    threads = max(1, (os.cpu_count() or 2) - 1)
    for name in THREAD_LIMITS:
        os.environ.setdefault(name, str(threads))
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    import cv2

    cv2.setNumThreads(threads)
    keep_memory()


def keep_memory() -> None:
    """Pictures come and go by the megabyte: reuse what was freed. Giving it back to the system and faulting
    it in again costs a drawing up to a fifth of its time. Numbers are those of glibc's malloc.h.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        for option, value in ((-1, 256 << 20), (-2, 16 << 20), (-3, 32 << 20), (-8, 1)):
            mallopt(option, value)


def _die_with_parent(leave: Callable[[int], object] = os._exit) -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        leave(1)
