"""The queue with real worker processes. Every wait has a limit, so a broken queue fails and cannot hang."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from previz.errors import GenerationError, NotSupported
from previz.gen import provenance, takes
from previz.gen.guides import store_all
from previz.gen.queue import Outcome, Queue
from previz.gen.request import Done, Failed, FrameRequest, Message, Preview, Progress

from . import fakes

FAKE = f"{fakes.__name__}:Fake"
PATIENCE_S = 15.0
SIZE = (48, 32)
Name = Callable[..., str]

pytestmark = pytest.mark.timeout(60)


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


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Queue, Ear]]:
    """One warm queue for the tests that end with a living worker."""
    ear = Ear()
    with Queue(tmp_path_factory.mktemp("spool"), {"fake": FAKE, "other": FAKE}, ear, cancel_s=0.4) as queue:
        yield queue, ear


@pytest.fixture
def job(request: pytest.FixtureRequest) -> Name:
    """Job ids that are this test's own."""
    stem = request.node.name.split("[")[0]
    return lambda name="a": f"{stem}-{name}"


def ask(script: str = "", seed: int = 1, generator: str = "fake", **more: Any) -> FrameRequest:
    return FrameRequest(generator=generator, style="any", size_px=SIZE, prompt=script, seed=seed, **more)


def family(name: str) -> str:
    return f"{fakes.__name__}:{name}"


def end(queue: Queue, *jobs: str) -> list[Outcome]:
    return list(queue.wait(jobs, PATIENCE_S).values())


# --------------------------------------------------------------------------------------------- the good way
def test_take_is_on_disk_with_its_request_when_announced(shared: tuple[Queue, Ear], job: Name) -> None:
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
    slip = takes.msgspec.json.decode(Path(done.path).with_suffix(".json").read_bytes(), type=takes.Slip)
    assert slip.request == request
    import cv2

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


def test_guides_reach_the_generator(shared: tuple[Queue, Ear], job: Name, tmp_path: Path) -> None:
    queue, _ = shared
    guides = {"depth": np.full((5, 5), 7.0, np.float32)}
    request = ask(guides=store_all(tmp_path, guides))
    queue.submit(job(), request, guides)
    (done,) = end(queue, job())
    assert isinstance(done, Done)
    data = np.frombuffer(Path(done.path).read_bytes(), np.uint8)
    import cv2

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
        (ask(guides={"depth": "a" * 64}), GenerationError, "guides depth are gone"),
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
    pid = next(m.text for m in ear.of(job("runs")) if isinstance(m, Progress) and "pid" in m.text).split()[1]
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


# ----------------------------------------------------------------------------------------------- failing
@pytest.mark.parametrize(
    ("script", "kind", "words"),
    [
        ("memory", "OutOfMemory", "memory for this frame of 48 × 32 px"),
        ("torch_memory", "OutOfMemory", "make it smaller"),
        ("model", "ModelMissing", "tiny.safetensors"),
        ("bug", "GenerationError", "ZeroDivisionError: a mistake over two lines"),
        ("small", "GenerationError", "made 4 × 4 px instead of 48 × 32"),
    ],
)
def test_errors_fail_the_job_and_the_worker_lives_on(
    shared: tuple[Queue, Ear], job: Name, script: str, kind: str, words: str
) -> None:
    queue, ear = shared
    queue.submit(job(script), ask(script))
    queue.submit(job(f"{script}-next"), ask())
    failed, following = end(queue, job(script), job(f"{script}-next"))
    assert isinstance(failed, Failed)
    assert failed.kind == kind
    assert words in failed.reason
    assert "\n" not in failed.reason
    assert "Traceback" in failed.detail
    assert isinstance(following, Done)
    pids = {
        m.text.split()[1]
        for m in ear.of(job(script)) + ear.of(job(f"{script}-next"))
        if isinstance(m, Progress) and "pid" in m.text
    }
    assert len(pids) == 1


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("signal:SIGSEGV", "crashed (a memory fault in a library)"),
        ("signal:SIGKILL", "most likely because memory ran out"),
        ("exit:3", "exit code 3"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_death_fails_one_job_with_a_reason_and_the_next_is_made(
    shared: tuple[Queue, Ear], job: Name, script: str, words: str
) -> None:
    queue, ear = shared
    name = script.replace(":", "-")
    queue.submit(job(name), ask(script))
    queue.submit(job(f"{name}-next"), ask())
    failed, following = end(queue, job(name), job(f"{name}-next"))
    assert isinstance(failed, Failed)
    assert failed.kind == "WorkerDied"
    assert words in failed.reason
    assert "\n" not in failed.reason
    assert isinstance(following, Done)
    ear.wait_for(job(f"{name}-next"), "frame 1")


def test_worker_killed_while_idle_fails_nothing(shared: tuple[Queue, Ear], job: Name) -> None:
    queue, ear = shared
    queue.submit(job("a"), ask())
    end(queue, job("a"))
    pid = next(m.text for m in ear.of(job("a")) if isinstance(m, Progress) and "pid" in m.text).split()[1]
    os.kill(int(pid), 9)
    queue.submit(job("b"), ask())
    (outcome,) = end(queue, job("b"))
    assert isinstance(outcome, Done) or outcome.kind == "WorkerDied"  # died before or after it was given
    queue.submit(job("c"), ask())
    assert isinstance(end(queue, job("c"))[0], Done)


def test_lost_half_of_a_picture_is_noticed(tmp_path: Path) -> None:
    with Queue(tmp_path, {"fake": family("Truncating")}) as queue:
        queue.submit("a", ask())
        (outcome,) = end(queue, "a")
    assert isinstance(outcome, Failed)
    assert "did not reach the disk whole" in outcome.reason
    assert not (tmp_path / "takes" / "a.png").exists()


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("Unbuildable", "NotSupported", "needs the package 'torch'"),
        ("NotThere", "GenerationError", "NotThere"),
        ("DiesAtStart", "WorkerDied", "exit code 7"),
        ("Mute", "GenerationError", "ended without a picture"),
    ],
)
def test_generators_that_never_work_fail_every_job(tmp_path: Path, name: str, kind: str, words: str) -> None:
    with Queue(tmp_path, {"fake": family(name)}) as queue:
        queue.submit("a", ask())
        queue.submit("b", ask())
        for outcome in end(queue, "a", "b"):
            assert isinstance(outcome, Failed)
            assert outcome.kind == kind
            assert words in outcome.reason


def test_worker_that_never_starts_is_given_up(tmp_path: Path) -> None:
    with Queue(tmp_path, {"fake": family("Sleepy")}, start_s=1.0) as queue:
        queue.submit("a", ask())
        (outcome,) = end(queue, "a")
    assert isinstance(outcome, Failed)
    assert "did not start in 1 s" in outcome.reason


def test_listener_that_raises_does_not_stop_the_queue(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def shout(job_id: str, message: Message) -> None:
        raise RuntimeError("the window is gone")

    with Queue(tmp_path, {"fake": FAKE}, shout) as queue:
        queue.submit("a", ask())
        assert isinstance(end(queue, "a")[0], Done)
    assert "the window is gone" in caplog.text


# ----------------------------------------------------------------------------------------- end and restart
class Rows:
    """A JobLog in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[bytes, str]] = {}
        self.fail = False

    def job_queued(self, job_id: str, request_json: bytes) -> None:
        self.rows[job_id] = (request_json, "queued")

    def job_started(self, job_id: str) -> None:
        self.rows[job_id] = (self.rows[job_id][0], "running")

    def job_finished(self, job_id: str, outcome: Outcome) -> None:
        if self.fail:
            raise OSError("disk full")
        self.rows[job_id] = (self.rows[job_id][0], type(outcome).__name__)

    def pending(self) -> list[tuple[str, bytes]]:
        return [(job, row) for job, (row, state) in self.rows.items() if state in ("queued", "running")]


def test_pending_jobs_survive_a_restart(tmp_path: Path) -> None:
    rows, ear = Rows(), Ear()
    guides = {"depth": np.ones((3, 3))}
    names = store_all(tmp_path / "guides", guides)
    with Queue(tmp_path, {"fake": FAKE}, ear, log=rows) as queue:
        queue.submit("runs", ask("steps:100:0.05", guides=names), guides)
        queue.submit("waits", ask(guides=names), guides)
        queue.submit("lost", ask(guides=store_all(tmp_path / "guides", {"ids": np.zeros(2)})))
        ear.wait_for("runs", "step 1")
        with pytest.raises(TimeoutError, match="2 of 2"):
            queue.wait(["runs", "waits"], 0.05)
    assert [state for _, state in rows.rows.values()] == ["running", "queued", "queued"]
    (tmp_path / "guides" / f"{store_all(tmp_path, {'i': np.zeros(2)})['i']}.npy").unlink()
    rows.rows["runs"] = (ask("", guides=names).to_json(), "running")

    with Queue(tmp_path, {"fake": FAKE}, log=rows) as queue:
        queue.resume()
        runs, waits, lost = end(queue, "runs", "waits", "lost")
    assert isinstance(runs, Done)
    assert isinstance(waits, Done)
    assert isinstance(lost, Failed)
    assert "guides ids are gone" in lost.reason
    assert [state for _, state in rows.rows.values()] == ["Done", "Done", "Failed"]


def test_take_made_but_not_saved_is_found_again(tmp_path: Path) -> None:
    rows = Rows()
    rows.fail = True
    with Queue(tmp_path, {"fake": FAKE}, log=rows) as queue:
        queue.submit("a", ask())
        (outcome,) = end(queue, "a")
    assert isinstance(outcome, Failed)
    assert outcome.kind == "FileError"
    assert "disk full" in outcome.reason
    before = (tmp_path / "takes" / "a.png").stat().st_mtime_ns
    rows.fail = False
    with Queue(tmp_path, {"fake": FAKE}, log=rows) as queue:
        queue.resume()
        assert isinstance(end(queue, "a")[0], Done)
        assert (tmp_path / "takes" / "a.png").stat().st_mtime_ns == before
        queue.forget("a")
    assert not list((tmp_path / "takes").iterdir())


def test_close_is_quick_even_when_a_job_hangs(tmp_path: Path) -> None:
    ear = Ear()
    queue = Queue(tmp_path, {"fake": FAKE}, ear)
    queue.submit("a", ask("hang"))
    ear.wait_for("a", "pid")
    start = time.monotonic()
    queue.close(timeout_s=0.5)
    assert time.monotonic() - start < 3
    with pytest.raises(GenerationError, match="closed"):
        queue.wait(["a"], 1)
    with pytest.raises(ValueError, match="closed"):
        queue.submit("b", ask())
    queue.close()


@pytest.mark.skipif(os.name != "posix", reason="kill of POSIX")
def test_worker_leaves_when_its_parent_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    script = f"""
import sys; sys.path[:0] = {sys.path!r}
from pathlib import Path
from previz.gen.queue import Queue
from previz.gen.request import FrameRequest
if __name__ == "__main__":
    queue = Queue(Path({str(tmp_path)!r}), {{"fake": {FAKE!r}}})
    queue.submit("a", FrameRequest(generator="fake", style="x", size_px=(32, 32), prompt="forever:{note}"))
    queue.wait(["a"], 60)
"""
    (tmp_path / "app.py").write_text(script)
    app = subprocess.Popen([sys.executable, str(tmp_path / "app.py")], stderr=subprocess.DEVNULL)
    try:
        assert _until(lambda: note.exists() and note.read_text() != "")
    finally:
        app.kill()
        app.wait(10)
    worker = int(note.read_text())
    assert _until(lambda: not _alive(worker))


def _until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return False


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")
