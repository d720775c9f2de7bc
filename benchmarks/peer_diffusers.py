"""A frame of a tiny model through us and by the bare call of diffusers; stopping one; a server's round trip.

Prints JSON. Models are those of the tests: real pipelines of every family with random weights. Both sides
are given the same inputs in one process, one after the other, and the medians are compared.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"  # as a worker on two cores; threads that torch makes later have it too

import numpy as np

from previz.gen import controls, png
from previz.gen.comfy import ComfyGenerator
from previz.gen.comfy.server import URL, Server
from previz.gen.diffusion import DiffusionGenerator
from previz.gen.guides import digest
from previz.gen.models.settings import FOLDER
from previz.gen.queue import Queue
from previz.gen.request import FrameRequest, Picture, Progress

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the tiny models and the fake server of the tests

from tests.gen.comfy.fake_comfyui import FakeComfyUI  # noqa: E402
from tests.gen.diffusion import tiny  # noqa: E402
from tests.gen.stand import Ear, family  # noqa: E402
from tests.gen.stand import ask as ask_fake  # noqa: E402

SIZE_PX = (512, 256)
STEPS, ROUNDS = 8, 5
BASES = ("tiny-sd15", "tiny-sdxl", "tiny-zimage", "tiny-flux", "tiny-qwen")
LONG_STEPS = 60
"""Of a frame that is stopped halfway."""
LONGEST_S = 120.0


def request(model: str, **changes: Any) -> tuple[FrameRequest, dict[str, Any]]:
    rows, columns = np.mgrid[0 : SIZE_PX[1], 0 : SIZE_PX[0]]
    guides = {"depth": (columns // 2 + (rows > 128) * 20).astype(np.uint8)}
    facts: dict[str, Any] = {
        "generator": "diffusers", "style": "ink", "size_px": SIZE_PX, "seed": 3, "model": model,
        "prompt": "a woman at a window, ink", "strengths": {"depth": 0.8},
        "guides": {name: digest(guide) for name, guide in guides.items()},
    }  # fmt: skip
    return FrameRequest(**(facts | changes)), guides


def spent(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds of wall time, and of processor time, which a busy machine changes least."""
    began, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - processor


def beside_bare(folder: Path, model: str) -> dict[str, float]:
    """Both ways in turns, so that a busy minute of the machine meets both."""
    from previz.gen.diffusion import calling
    from previz.gen.diffusion.setup import set_up

    generator = DiffusionGenerator(folder)
    asked, guides = request(model)
    setup = set_up(model, asked.strengths, folder)
    fitting = controls.fit(asked.size_px, setup.family.budget_px, setup.family.grid)

    def ours() -> None:
        *_, last = generator.run(asked, guides, lambda: False)
        assert isinstance(last, Picture)

    ours()
    assert generator._loaded is not None
    pipeline = generator._loaded.pipeline(
        setup, calling.task_of(setup, asked), fitting.model_px, {}, lambda *_: None
    )

    def bare() -> None:
        told, _ = calling.arguments(pipeline, setup, asked, guides, fitting)
        assert pipeline(**told).images[0] is not None

    bare()
    began = [(spent(ours), spent(bare)) for _ in range(ROUNDS)]
    wall, processor = ([(ours[i], bare[i]) for ours, bare in began] for i in (0, 1))
    through_us, alone = (statistics.median(one) for one in zip(*wall, strict=True))
    return {
        "through us s": round(through_us, 3),
        "bare s": round(alone, 3),
        "ratio of processor time": round(statistics.median(a / b for a, b in processor), 3),
    }


def stopping(folder: Path) -> dict[str, Any]:
    """In a worker process, as the window has it: from the wish to the report that it is free again."""
    (folder / "tiny-sd15" / "previz.json").write_text(json.dumps({"steps": LONG_STEPS, "guidance": 3.0}))
    waits, ear = [], _Steps()
    with tempfile.TemporaryDirectory() as spool, Queue(Path(spool), on_event=ear) as queue:
        for turn in range(ROUNDS):
            asked, guides = request("tiny-sd15", seed=turn)
            queue.submit(f"frame-{turn}", asked, guides)
            ear.wait_for(f"frame-{turn}", f"Step {10 + turn} of {LONG_STEPS}")
            began = time.perf_counter()
            queue.cancel(f"frame-{turn}")
            queue.wait([f"frame-{turn}"], LONGEST_S)
            waits.append(time.perf_counter() - began)
    return {
        "one step s": round(statistics.median(np.diff(ear.steps_s)), 3),
        "median s": round(statistics.median(waits), 3),
        "worst s": round(max(waits), 3),
    }


class _Steps:
    """Hears when each step was told."""

    def __init__(self) -> None:
        self.steps_s: list[float] = []
        self._said: set[tuple[str, str]] = set()
        self._new = threading.Condition()

    def __call__(self, job_id: str, message: Any) -> None:
        if isinstance(message, Progress):
            with self._new:
                if message.text.startswith("Step"):
                    self.steps_s.append(time.perf_counter())
                self._said.add((job_id, message.text))
                self._new.notify_all()

    def wait_for(self, job_id: str, text: str) -> None:
        with self._new:
            if not self._new.wait_for(lambda: (job_id, text) in self._said, LONGEST_S):
                raise TimeoutError(text)


def killing() -> float:
    """A generator that hears nothing: from the wish to the report."""
    ear = Ear()
    with (
        tempfile.TemporaryDirectory() as spool,
        Queue(Path(spool), {"fake": family("Fake")}, on_event=ear) as queue,
    ):
        queue.submit("deaf", ask_fake("hang"), {})
        ear.wait_for("deaf", "pid")
        began = time.perf_counter()
        queue.cancel("deaf")
        queue.wait(["deaf"], 30)
        return round(time.perf_counter() - began, 2)


def round_trip() -> dict[str, float]:
    """A frame from the fake server, and the requests that no client can do without."""
    asked, guides = request("", generator="comfyui", size_px=(1344, 576))
    guides = {"depth": np.ascontiguousarray(np.resize(guides["depth"], (576, 1344)))}
    with FakeComfyUI(polls=0) as fake:
        os.environ[URL] = fake.url
        generator = ComfyGenerator()

        def ours() -> None:
            *_, last = generator.run(asked, guides, lambda: False)
            assert isinstance(last, Picture)

        ours()
        graph = next(iter(fake.prompts.values()))

        def bare() -> None:
            server = Server()
            server.upload(png.encode(np.repeat(guides["depth"][..., None], 3, axis=2)))
            job = f"bare-{time.monotonic_ns()}"
            server.json("/prompt", {"prompt": graph, "prompt_id": job})
            server.json(f"/history/{job}")
            with urllib.request.urlopen(f"{fake.url}/view?filename={job}.png&type=output") as answer:
                answer.read()

        bare()
        taken = [(spent(ours)[0], spent(bare)[0]) for _ in range(ROUNDS)]
    through_us, alone = (statistics.median(one) for one in zip(*taken, strict=True))
    return {"through us ms": round(through_us * 1e3), "bare requests ms": round(alone * 1e3)}


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = tiny.build(Path(place))
        for model in BASES:
            sampled = json.loads((folder / model / "previz.json").read_text())
            (folder / model / "previz.json").write_text(json.dumps(sampled | {"steps": STEPS}))
        os.environ[FOLDER] = str(folder)
        print(json.dumps({"killing s": killing()}))
        print(json.dumps({"server": round_trip()}))
        for model in BASES:
            print(json.dumps({model: beside_bare(folder, model)}), flush=True)
        print(json.dumps({"stopping": stopping(folder)}))


if __name__ == "__main__":
    main()
