"""Frames made, refused and cancelled, in real worker processes."""

from __future__ import annotations

import os
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from previz.errors import GenerationError, NotSupported
from previz.gen import provenance
from previz.gen.guides import digest
from previz.gen.queue import Queue
from previz.gen.request import Done, Failed, FrameRequest, Preview, Progress

from . import fakes
from .stand import PATIENCE_S, SIZE, Ear, Name, ask, end, family, pid_of

pytestmark = pytest.mark.timeout(60)


# --------------------------------------------------------------------------------------------- the good way
def test_take_is_on_disk_and_names_its_request_when_announced(shared: tuple[Queue, Ear], job: Name) -> None:
    queue, ear = shared
    request = ask("steps:2:0 preview wild")
    queue.submit(job(), request)
    (done,) = end(queue, job())
    assert isinstance(done, Done)
    assert done.size_px == SIZE
    data = Path(done.path).read_bytes()
    origin = provenance.read(data)
    assert origin is not None
    assert origin.request == request.hash()
    shown = cv2.cvtColor(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    assert np.array_equal(shown, fakes.pixels(request, {}))
    messages = ear.of(job())
    assert messages[-1] == done
    assert Preview(b"small picture") in messages
    fractions = [m.fraction for m in messages if isinstance(m, Progress)]
    assert fractions[-3:] == [0.5, 1.0, 1.0]
    assert ear.threads == {"frame queue"}


def test_same_request_gives_same_bytes(shared: tuple[Queue, Ear], job: Name) -> None:
    queue, _ = shared
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        queue.submit(job(name), ask(seed=seed))
    a, b, c = end(queue, job("a"), job("b"), job("c"))
    assert isinstance(a, Done)
    assert isinstance(b, Done)
    assert isinstance(c, Done)
    assert a.sha256 == b.sha256 != c.sha256


def test_guides_reach_the_generator(shared: tuple[Queue, Ear], job: Name) -> None:
    queue, _ = shared
    guides = {"depth": np.full((5, 5), 7.0, np.float32)}
    request = ask(guides={"depth": digest(guides["depth"])})
    queue.submit(job(), request, guides)
    (done,) = end(queue, job())
    assert isinstance(done, Done)
    data = np.frombuffer(Path(done.path).read_bytes(), np.uint8)
    shown = cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1]
    assert np.array_equal(shown, fakes.pixels(request, guides))
    assert not np.array_equal(shown, fakes.pixels(request, {}))


def test_unused_controls_are_told(shared: tuple[Queue, Ear], job: Name) -> None:
    queue, _ = shared
    queue.submit(job(), ask(negative="blur", strengths={"depth": 0.5}))
    (done,) = end(queue, job())
    assert isinstance(done, Done)
    assert done.unused == ("strength of depth", "words to avoid")


def test_two_families_work_at_the_same_time(shared: tuple[Queue, Ear], job: Name) -> None:
    queue, ear = shared
    queue.submit(job("warm"), ask(generator="other"))
    end(queue, job("warm"))
    queue.submit(job("slow"), ask("steps:100:0.1"))
    ear.wait_for(job("slow"), "step 1")
    queue.submit(job("quick"), ask(generator="other"))
    assert isinstance(end(queue, job("quick"))[0], Done)
    assert not any(isinstance(m, (Done, Failed)) for m in ear.of(job("slow")))
    queue.cancel(job("slow"))
    end(queue, job("slow"))


def test_worker_leaves_a_core_to_the_window(shared: tuple[Queue, Ear], job: Name) -> None:
    queue, ear = shared
    queue.submit(job(), ask("threads"))
    end(queue, job())
    expected = str(os.environ.get("OMP_NUM_THREADS", max(1, (os.cpu_count() or 2) - 1)))
    said = [m.text.split() for m in ear.of(job()) if isinstance(m, Progress)][-1]
    assert said == [expected, str(max(1, (os.cpu_count() or 2) - 1))]


# --------------------------------------------------------------------------------------------- refused
@pytest.mark.parametrize(
    ("request_", "error", "words"),
    [
        (ask(generator="nobody"), NotSupported, "no 'nobody' generator"),
        (FrameRequest(generator="fake", style="x", size_px=(0, 5)), GenerationError, "0 × 5 px"),
        (ask(guides={"depth": "a" * 64}), ValueError, "not those that the request names"),
    ],
)
def test_impossible_jobs_are_refused_at_once(
    shared: tuple[Queue, Ear], request_: FrameRequest, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        shared[0].submit("refused", request_)


def test_job_ids_are_unique_and_file_names(shared: tuple[Queue, Ear], job: Name) -> None:
    queue, _ = shared
    queue.submit(job(), ask("steps:1:0.2"))
    with pytest.raises(ValueError, match="already queued"):
        queue.submit(job(), ask())
    with pytest.raises(ValueError, match="job id"):
        queue.submit("../outside", ask())
    with pytest.raises(ValueError, match="not those"):
        queue.submit("other", ask(), {"depth": np.zeros(3)})
    end(queue, job())


# --------------------------------------------------------------------------------------------- cancelling
def test_cancel_stops_the_running_job_and_only_that(shared: tuple[Queue, Ear], job: Name) -> None:
    queue, ear = shared
    queue.submit(job("runs"), ask("steps:500:0.05"))
    queue.submit(job("waits"), ask())
    queue.submit(job("next"), ask())
    ear.wait_for(job("runs"), "step 1")
    pid = pid_of(ear, job("runs"))
    queue.cancel(job("waits"))
    queue.cancel(job("runs"))
    queue.cancel("nobody")
    runs, waits, following = end(queue, job("runs"), job("waits"), job("next"))
    assert isinstance(runs, Failed)
    assert isinstance(waits, Failed)
    assert (runs.kind, waits.kind) == ("Cancelled", "Cancelled")
    assert isinstance(following, Done)
    ear.wait_for(job("next"), f"pid {pid} ")
    assert not list(Path(following.path).parent.glob(f"{job('runs')}*"))


def test_cancel_that_is_ignored_kills_and_restarts(shared: tuple[Queue, Ear], job: Name) -> None:
    queue, ear = shared
    queue.submit(job("hangs"), ask("hang"))
    queue.submit(job("next"), ask())
    ear.wait_for(job("hangs"), "pid")
    start = time.monotonic()
    queue.cancel(job("hangs"))
    (hangs,) = end(queue, job("hangs"))
    assert 0.35 < time.monotonic() - start < 5
    assert isinstance(hangs, Failed)
    assert hangs.kind == "Cancelled"
    assert isinstance(end(queue, job("next"))[0], Done)


def test_generator_that_asks_in_its_inner_loop_stops(tmp_path: Path) -> None:
    ear = Ear()
    with Queue(tmp_path, {"fake": family("Patient")}, ear, cancel_s=30) as queue:
        queue.submit("a", ask())
        ear.wait_for("a", "begun")
        start = time.monotonic()
        queue.cancel("a")
        (outcome,) = end(queue, "a")
        assert isinstance(outcome, Failed)
        assert outcome.kind == "Cancelled"
        assert time.monotonic() - start < 2


def test_built_in_generator_starts(tmp_path: Path) -> None:
    with Queue(tmp_path) as queue:
        queue.submit("a", FrameRequest(generator="sketch", style="pencil", size_px=SIZE))
        (outcome,) = end(queue, "a")
        capabilities = queue.capabilities("sketch")
    assert isinstance(outcome, Failed)
    assert "needs the guides" in outcome.reason
    assert capabilities is not None
    assert "pencil" in capabilities.styles


def test_an_idle_worker_rests_and_the_next_job_wakes_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("previz.gen.queue.REST_S", PATIENCE_S)  # a busy machine is no reason to kill it
    ear = Ear()
    with Queue(tmp_path, {"fake": family("Fake")}, ear) as queue:
        queue.submit("a", ask("pid"))
        end(queue, "a")
        lane = queue._lanes["fake"]
        process, until = lane._process, time.monotonic() + PATIENCE_S
        assert process is not None
        queue.rest()
        while lane.started() and time.monotonic() < until:  # the queue alone waits for its process
            time.sleep(0.01)
        assert process.exitcode == 0
        queue.submit("b", ask("pid", seed=2))
        end(queue, "b")
        assert pid_of(ear, "a") != pid_of(ear, "b")
