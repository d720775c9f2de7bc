"""What the tests of the queue stand on. Every wait has a limit, so a broken queue fails and cannot hang."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from previz.gen.queue import Outcome, Queue
from previz.gen.request import FrameRequest, Message, Progress

from . import fakes

FAKE = f"{fakes.__name__}:Fake"
PATIENCE_S = 15.0
SIZE = (48, 32)
Name = Callable[..., str]


class Ear:
    """Remembers every event, and lets a test wait for one."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Message]] = []
        self.threads: set[str] = set()
        self._new = threading.Condition()

    def __call__(self, job_id: str, message: Message) -> None:
        with self._new:
            self.heard.append((job_id, message))
            self.threads.add(threading.current_thread().name)
            self._new.notify_all()

    def of(self, job_id: str) -> list[Message]:
        return [message for job, message in self.heard if job == job_id]

    def wait_for(self, job_id: str, text: str) -> None:
        def seen() -> bool:
            return any(isinstance(m, Progress) and text in m.text for m in self.of(job_id))

        with self._new:
            assert self._new.wait_for(seen, PATIENCE_S), f"{job_id} never said {text!r}: {self.heard}"


def ask(script: str = "", seed: int = 1, generator: str = "fake", **more: Any) -> FrameRequest:
    return FrameRequest(generator=generator, style="any", size_px=SIZE, prompt=script, seed=seed, **more)


def family(name: str) -> str:
    return f"{fakes.__name__}:{name}"


def end(queue: Queue, *jobs: str) -> list[Outcome]:
    return list(queue.wait(jobs, PATIENCE_S).values())


def pid_of(ear: Ear, job_id: str) -> int:
    """The process that worked on a job."""
    said = [m.text for m in ear.of(job_id) if isinstance(m, Progress) and m.text.startswith("pid")]
    return int(said[0].split()[1])
