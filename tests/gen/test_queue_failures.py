"""Workers that raise, crash, lie or never start."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from previz.gen import takes
from previz.gen.queue import Queue
from previz.gen.request import Done, Failed, Message, Progress

from .stand import FAKE, Ear, Name, ask, end, family, pid_of

pytestmark = pytest.mark.timeout(60)


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
    assert pid_of(ear, job(script)) == pid_of(ear, job(f"{script}-next"))


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


# ------------------------------------------------------------------------------------ nonsense and silence
def test_garbled_answer_fails_its_job_and_the_next_is_made(tmp_path: Path) -> None:
    ear = Ear()
    with Queue(tmp_path, {"fake": family("Babbling")}, ear) as queue:
        queue.submit("a", ask("garble"))
        queue.submit("b", ask())
        failed, following = end(queue, "a", "b")
    assert isinstance(failed, Failed)
    assert failed.kind == "GenerationError"
    assert "cannot be understood" in failed.reason
    assert "DecodeError" in failed.detail
    assert isinstance(following, Done)
    assert pid_of(ear, "a") != pid_of(ear, "b")
    assert [path.name for path in (tmp_path / "takes").iterdir()] == ["b.png"]


def test_worker_that_greets_with_nonsense_fails_every_job(tmp_path: Path) -> None:
    with Queue(tmp_path, {"fake": family("Garbled")}) as queue:
        queue.submit("a", ask())
        queue.submit("b", ask())
        for outcome in end(queue, "a", "b"):
            assert isinstance(outcome, Failed)
            assert "cannot be understood" in outcome.reason


def test_lost_answer_is_given_up_after_a_silence(tmp_path: Path) -> None:
    ear = Ear()
    with Queue(tmp_path, {"fake": family("Babbling")}, ear, silence_s=1.5) as queue:
        queue.submit("warm", ask())
        end(queue, "warm")
        start = time.monotonic()
        queue.submit("a", ask("steps:5:0.4 lose"))
        queue.submit("b", ask())
        failed, following = end(queue, "a", "b")
        taken = time.monotonic() - start
    assert isinstance(failed, Failed)
    assert failed.kind == "WorkerDied"
    assert "was silent for 1.5 s" in failed.reason
    assert Progress(1.0, "step 5") in ear.of("a"), "a worker that speaks was stopped"
    assert taken > 2.0 + 1.5
    assert isinstance(following, Done)


def test_check_that_itself_fails_is_a_failed_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(done: Done) -> None:
        raise MemoryError

    monkeypatch.setattr(takes, "prove", fail)
    with Queue(tmp_path, {"fake": FAKE}) as queue:
        queue.submit("a", ask())
        (outcome,) = end(queue, "a")
    assert isinstance(outcome, Failed)
    assert outcome.kind == "OutOfMemory"


def test_trouble_in_the_queue_itself_ends_its_jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ear = Ear()
    with Queue(tmp_path, {"fake": FAKE}, ear) as queue:
        queue.submit("a", ask("hang"))
        ear.wait_for("a", "pid")
        with monkeypatch.context() as patch:
            patch.setattr(Queue, "_do_cancels", lambda self: 1 / 0)
            queue.cancel("a")
            (outcome,) = end(queue, "a")
        assert isinstance(outcome, Failed)
        assert "ZeroDivisionError" in outcome.detail
        queue.submit("b", ask())
        assert isinstance(end(queue, "b")[0], Done)


def test_worker_killed_while_idle_fails_nothing(shared: tuple[Queue, Ear], job: Name) -> None:
    queue, ear = shared
    queue.submit(job("a"), ask())
    end(queue, job("a"))
    os.kill(pid_of(ear, job("a")), 9)
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


def test_no_room_for_a_process_fails_the_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any) -> None:
        raise OSError(12, "Cannot allocate memory")

    with Queue(tmp_path, {"fake": FAKE}) as queue:
        with monkeypatch.context() as patch:
            patch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
            queue.submit("a", ask())
            queue.submit("b", ask())
            for outcome in end(queue, "a", "b"):
                assert isinstance(outcome, Failed)
                assert "cannot be started: Cannot allocate memory" in outcome.reason
        queue.submit("c", ask())
        assert isinstance(end(queue, "c")[0], Done)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_new_worker_starts_before_anybody_needs_it(shared: tuple[Queue, Ear], job: Name) -> None:
    queue, ear = shared
    queue.submit(job("dies"), ask("signal:SIGKILL"))
    end(queue, job("dies"))
    queue.submit(job("next"), ask())
    assert isinstance(end(queue, job("next"))[0], Done)
    assert not any(isinstance(m, Progress) and "Starting the" in m.text for m in ear.of(job("next")))
