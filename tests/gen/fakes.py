"""Generators that do as the prompt says: be slow, crash, hang, lie. They run in real worker processes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from previz.errors import ModelMissing
from previz.gen import takes, worker
from previz.gen.guides import Guides
from previz.gen.request import Capabilities, Done, FrameRequest, Picture, Preview, Progress, Step


def pixels(request: FrameRequest, guides: Guides) -> Any:
    """Noise that depends on seed and guides alone."""
    width, height = request.size_px
    total = sum(float(np.asarray(guide).sum()) for guide in guides.values())
    return np.random.default_rng([request.seed, int(total)]).integers(0, 256, (height, width, 3), np.uint8)


class Fake:
    """``prompt`` is the script; words are done in order, then the picture is yielded."""

    name = "fake"
    capabilities = Capabilities(uses=("depth",), prompt=True, deterministic=True, previews=True)

    def __init__(self) -> None:
        self.made = 0

    def run(self, request: FrameRequest, guides: Guides, cancelled: Callable[[], bool]) -> Iterator[Step]:
        self.made += 1
        yield Progress(0.0, f"pid {os.getpid()} frame {self.made}")
        for word in request.prompt.split():
            act = getattr(self, f"_{word.partition(':')[0]}")
            yield from act(request, word.partition(":")[2]) or ()
        yield Picture(pixels(request, guides))

    def _steps(self, request: FrameRequest, argument: str) -> Iterator[Step]:
        """steps:N:SECONDS"""
        count, _, seconds = argument.partition(":")
        for step in range(int(count)):
            time.sleep(float(seconds))
            yield Progress((step + 1) / int(count), f"step {step + 1}")

    def _preview(self, request: FrameRequest, argument: str) -> Iterator[Step]:
        yield Preview(b"small picture")

    def _wild(self, request: FrameRequest, argument: str) -> Iterator[Step]:
        yield Progress(7.5, "more than all")

    def _hang(self, request: FrameRequest, argument: str) -> None:
        """Ignores every request to stop."""
        time.sleep(600)

    def _signal(self, request: FrameRequest, argument: str) -> None:
        os.kill(os.getpid(), getattr(signal, argument))

    def _exit(self, request: FrameRequest, argument: str) -> None:
        os._exit(int(argument))

    def _memory(self, request: FrameRequest, argument: str) -> None:
        raise MemoryError

    def _torch_memory(self, request: FrameRequest, argument: str) -> None:
        raise type("OutOfMemoryError", (RuntimeError,), {})("CUDA out of memory")

    def _model(self, request: FrameRequest, argument: str) -> None:
        raise ModelMissing("The model tiny.safetensors is missing; put it into models/.")

    def _bug(self, request: FrameRequest, argument: str) -> None:
        raise ZeroDivisionError("a mistake\nover two lines")

    def _small(self, request: FrameRequest, argument: str) -> Iterator[Step]:
        yield Picture(np.zeros((4, 4, 3), np.uint8))

    def _threads(self, request: FrameRequest, argument: str) -> Iterator[Step]:
        import cv2

        yield Progress(0.5, f"{os.environ['OMP_NUM_THREADS']} {cv2.getNumThreads()}")

    def _forever(self, request: FrameRequest, argument: str) -> None:
        """Leaves the pid in the file ``argument`` and works on."""
        Path(argument).write_text(str(os.getpid()))
        time.sleep(600)


class Babbling(Fake):
    """``garble``: the last word reaches the queue as nonsense; ``lose``: it never reaches it."""

    def __init__(self) -> None:
        super().__init__()
        self.way = ""
        real = worker.Worker.send

        def send(channel: worker.Worker, answer: worker.Answer) -> None:
            last = isinstance(answer, worker.Report) and isinstance(answer.message, Done)
            if not (last and self.way):
                real(channel, answer)
            elif self.way == "garble":
                channel._pipe.send_bytes(b"\xc1 nonsense")

        worker.Worker.send = send  # type: ignore[method-assign]

    def _garble(self, request: FrameRequest, argument: str) -> None:
        self.way = "garble"

    def _lose(self, request: FrameRequest, argument: str) -> None:
        self.way = "lose"


class Garbled(Fake):
    """Cannot even say that it is ready."""

    def __init__(self) -> None:
        super().__init__()
        worker.Worker.send = lambda self, answer: self._pipe.send_bytes(b"")  # type: ignore[method-assign]


class Mute:
    """Ends without a picture."""

    name = "mute"
    capabilities = Capabilities(prompt=True)

    def run(self, request: FrameRequest, guides: Guides, cancelled: Callable[[], bool]) -> Iterator[Step]:
        yield Progress(0.5, "nearly")


class Patient:
    """Asks in an inner loop whether it is cancelled, and yields nothing meanwhile."""

    name = "patient"
    capabilities = Capabilities(prompt=True)

    def run(self, request: FrameRequest, guides: Guides, cancelled: Callable[[], bool]) -> Iterator[Step]:
        yield Progress(0.0, "begun")
        for _ in range(10_000):
            if cancelled():
                return
            time.sleep(0.005)


class Truncating(Fake):
    """The disk loses the second half of each picture after it was announced."""

    def run(self, request: FrameRequest, guides: Guides, cancelled: Callable[[], bool]) -> Iterator[Step]:
        real = takes.write

        def lossy(path: Path, *rest: Any) -> Any:
            done = real(path, *rest)
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
            return done

        takes.write = lossy
        return super().run(request, guides, cancelled)


class Sleepy(Fake):
    """Takes longer to start than anybody waits."""

    def __init__(self) -> None:
        time.sleep(600)


class Unbuildable:
    def __init__(self) -> None:
        raise ModuleNotFoundError("No module named 'torch'", name="torch")


class DiesAtStart:
    def __init__(self) -> None:
        os._exit(7)
