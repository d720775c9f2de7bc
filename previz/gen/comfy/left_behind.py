"""Our jobs on a server, written down while they are there: what a killed worker leaves, the next one finds.

Each note is held by a lock for as long as its worker lives; one whose lock is free belongs to nobody.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import platformdirs

from previz.errors import GenerationError
from previz.gen import lock
from previz.gen.comfy import answers
from previz.gen.comfy.server import Server

OLD_S = 7 * 24 * 3600.0
"""No server remembers a job for so long."""


class Written(msgspec.Struct, frozen=True):
    """What a note says."""

    server: str
    job: str
    graph: str
    """sha256 (hex) of the graph that was sent."""
    worker: int = 0
    """The process whose job it is."""
    unwanted: bool = False
    """It was cancelled and is still to be taken back."""


class Note:
    """A job of ours on a server. ``stays``: it could not be taken back there and is to be found again;
    ``unwanted``: to be taken back then, not to be collected."""

    def __init__(self, server: Server, job: str, graph: str) -> None:
        self.job, self.stays, self.unwanted = job, False, False
        self._server, self._graph = server.url, graph
        self._path = _folder() / f"{job}.json"
        self._held: int | None = None
        with suppress(OSError):  # the frame comes without a note, too
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._held = lock.opened(_lock_of(self._path))
            lock.hold(self._held, wait=False)
            self.call(job)

    def call(self, job: str) -> None:
        """The server knows the job by this id."""
        self.job = job
        self._write()

    def close(self) -> None:
        if not self.stays:
            _remove(self._path)
        elif self.unwanted:
            self._write()
        if self._held is not None:
            os.close(self._held)
            self._held = None
            _tidy(self._path)

    def _write(self) -> None:
        with suppress(OSError):
            _write(self._path, Written(self._server, self.job, self._graph, os.getpid(), self.unwanted))


def mark(graph: Mapping[str, Any]) -> str:
    """By which the same graph is known again."""
    return hashlib.sha256(msgspec.json.encode(graph, order="deterministic")).hexdigest()


def settle(server: Server, graph: str) -> str:
    """Take back what killed workers left on this server; the id of a job with this graph, which is to be
    collected instead, "" where there is none."""
    found = ""
    for path in sorted(_folder().glob("*.json")):
        with _owned(path) as note:
            if note is None or note.server != server.url:
                continue
            if not found and note.graph == graph and _is_there(server, note.job):
                found = note.job
            elif not withdraw(server, note.job):
                continue
            _remove(path)
    return found


def take_back(worker: int = 0) -> None:
    """Take back what the process ``worker`` left that was killed after a cancel, and what nobody could take
    back then. A server that does not answer is asked once; the rest waits for the next time."""
    notes = sorted(_folder().glob("*.json"))
    if not notes:
        return
    try:
        server = Server()
    except GenerationError:  # an address that is none: whoever wants a frame is told
        return
    silent = False
    for path in notes:
        with _owned(path) as note:
            if note is None or not (note.unwanted or (worker and note.worker == worker)):
                continue
            if not note.unwanted:  # before the server is asked: the program may end meanwhile
                with suppress(OSError):
                    _write(path, msgspec.structs.replace(note, unwanted=True))
            if note.server == server.url and not silent:
                silent = not withdraw(server, note.job)
                if not silent:
                    _remove(path)


def withdraw(server: Server, job_id: str) -> bool:
    """Take our job back and no other: out of those that wait, and stopped only while it is running.

    False when the server could not be told.
    """
    try:
        server.json("/queue", {"delete": [job_id]})
        if answers.place(server.json("/queue"), job_id) == 0:
            server.json("/interrupt", {"prompt_id": job_id})
    except GenerationError:
        return False
    return True


def _is_there(server: Server, job_id: str) -> bool:
    """It waits, runs or has made its picture; not one that failed."""
    with suppress(GenerationError):
        if answers.place(server.json("/queue"), job_id) is not None:
            return True
        return answers.history(server.json(f"/history/{job_id}"), job_id) is not None
    return False


@contextmanager
def _owned(path: Path) -> Iterator[Written | None]:
    """A note whose worker is gone, held meanwhile; None for any other, and for one that was just settled."""
    try:
        held = lock.opened(_lock_of(path))
    except OSError:
        yield None
        return
    try:
        yield _read(path) if _is_free(held) else None
    finally:
        os.close(held)
        _tidy(path)


def _is_free(held: int) -> bool:
    """False where there are no locks: nobody knows whose it is."""
    try:
        return lock.hold(held, wait=False)
    except OSError:
        return False


def _read(path: Path) -> Written | None:
    """None where nothing readable is there; what is old or broken is removed."""
    try:
        if time.time() - path.stat().st_mtime <= OLD_S:
            return msgspec.json.decode(path.read_bytes(), type=Written)
    except OSError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    _remove(path)
    return None


def _write(path: Path, note: Written) -> None:
    path.write_bytes(msgspec.json.encode(note))


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _tidy(path: Path) -> None:
    """A lock without its note is nobody's. Once it is closed: Windows removes no file that is open."""
    if not path.exists():
        _remove(_lock_of(path))


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _folder() -> Path:
    return platformdirs.user_cache_path("previz", appauthor=False) / "comfyui"
