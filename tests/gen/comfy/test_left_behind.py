"""Jobs of a worker that was killed: the next one collects its own or takes it back, and nobody else's."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from previz.gen.comfy import ComfyGenerator
from previz.gen.comfy import left_behind as module
from previz.gen.comfy.server import URL, Unreachable
from previz.gen.queue import Queue
from previz.gen.request import Done, Failed, Picture

from .fake_comfyui import OTHER, FakeComfyUI
from .test_generator import GUIDES, frame, steps

FOREVER = 10**6
PATIENCE_S = 30.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths of the XDG base directories")


@pytest.mark.skipif(os.name != "posix", reason="kill of POSIX")
def test_a_frame_of_a_killed_worker_is_collected_by_whoever_wants_it_again(
    tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI(polls=FOREVER) as fake:
        monkeypatch.setenv(URL, fake.url)
        with Queue(tmp_path / "spool") as queue:
            queue.submit("a", frame(), GUIDES)
            fake.wait_for_prompt()
            (worker,) = (one for one in multiprocessing.active_children() if one.name == "previz comfyui")
            worker.kill()
            failed = queue.wait(["a"], PATIENCE_S)["a"]
            assert isinstance(failed, Failed)
            assert failed.kind == "WorkerDied"
            fake.polls = 0
            queue.submit("a", frame(), GUIDES)
            assert isinstance(queue.wait(["a"], PATIENCE_S)["a"], Done)
    assert len(fake.prompts) == 1, "the job that was there is taken up, none is sent beside it"
    assert fake.deleted == fake.interrupted == []
    assert list(own_cache.iterdir()) == []


def left_behind(fake: FakeComfyUI, patch: pytest.MonkeyPatch, folder: Path) -> str:
    """A job on the server whose worker was killed; its id."""
    patch.setenv(URL, fake.url)
    fake.polls = FOREVER
    with closing(ComfyGenerator(poll_s=0.01).run(frame(), GUIDES, lambda: False)) as run:
        next(step for step in run if fake.prompts)
        (note,) = folder.glob("*.json")
        kept = note.read_bytes()
    note.write_bytes(kept)  # as after a kill: nobody holds it
    fake.deleted.clear()
    fake.interrupted.clear()
    fake.polls = 0
    (job,) = fake.prompts
    return job


@pytest.mark.parametrize("busy", [False, True])
def test_one_that_nobody_wants_again_is_taken_back(
    busy: bool, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI(*(["busy"] if busy else [])) as fake:
        lost = left_behind(fake, monkeypatch, own_cache)
        assert isinstance(steps(frame(seed=8), fake, monkeypatch)[-1], Picture)
    assert fake.deleted == [lost]
    assert fake.interrupted == ([] if busy else [lost]), "never what somebody else runs"
    assert OTHER not in fake.deleted
    assert len(fake.prompts) == 2
    assert list(own_cache.iterdir()) == []


def test_one_that_the_server_has_forgotten_is_made_anew(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI() as fake:
        lost = left_behind(fake, monkeypatch, own_cache)
        fake.gone.add(lost)
        assert isinstance(steps(frame(), fake, monkeypatch)[-1], Picture)
    assert len(fake.prompts) == 2


def test_a_worker_that_lives_keeps_its_job(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two films in two windows, one server."""
    with FakeComfyUI(polls=FOREVER) as fake:
        monkeypatch.setenv(URL, fake.url)
        with closing(ComfyGenerator(poll_s=0.01).run(frame(), GUIDES, lambda: False)) as run:
            next(step for step in run if fake.prompts)
            fake.polls = 0
            assert isinstance(steps(frame(seed=8), fake, monkeypatch)[-1], Picture)
            assert fake.deleted == fake.interrupted == []
            assert len(list(own_cache.glob("*.json"))) == 1


def test_jobs_on_another_server_wait_for_it(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeComfyUI() as fake, FakeComfyUI() as other:
        lost = left_behind(fake, monkeypatch, own_cache)
        assert isinstance(steps(frame(), other, monkeypatch)[-1], Picture)
        assert not other.deleted
        assert [note.stem for note in own_cache.glob("*.json")] == [lost]
        assert isinstance(steps(frame(seed=8), fake, monkeypatch)[-1], Picture)
    assert fake.deleted == [lost]


def test_a_job_that_could_not_be_taken_back_is_taken_back_later(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI(polls=FOREVER) as fake:
        monkeypatch.setenv(URL, fake.url)
        run = ComfyGenerator(poll_s=0.01, patience_s=0.1).run(frame(), GUIDES, lambda: False)
        next(step for step in run if fake.prompts)
        fake.faults.add("bad gateway")
        with pytest.raises(Unreachable):
            list(run)
        fake.faults.clear()
        (lost,) = fake.prompts
        fake.polls = 0
        assert isinstance(steps(frame(seed=8), fake, monkeypatch)[-1], Picture)
    assert fake.deleted == [lost]


def cancel(fake: FakeComfyUI, patch: pytest.MonkeyPatch, spool: Path, *faults: str, hangs: bool) -> None:
    """A frame on the server, cancelled in a queue that ends when that is settled; ``hangs``: its worker does
    not hear of it, and is killed. ``faults`` begin before."""
    patch.setenv(URL, fake.url)
    with Queue(spool, cancel_s=0.1 if hangs else PATIENCE_S) as queue:
        queue.submit("a", frame(), GUIDES)
        fake.wait_for_prompt()
        (worker,) = (one for one in multiprocessing.active_children() if one.name == "previz comfyui")
        assert worker.pid is not None
        if hangs:
            os.kill(worker.pid, signal.SIGSTOP)
        fake.faults.update(faults)
        queue.cancel("a")
        failed = queue.wait(["a"], PATIENCE_S)["a"]
        assert isinstance(failed, Failed)
        assert failed.kind == "Cancelled"
        until(lambda: all(unwanted(note) for note in module._folder().glob("*.json")))


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def unwanted(note: Path) -> bool:
    try:
        return b'"unwanted":true' in note.read_bytes()
    except FileNotFoundError:  # it was settled
        return True


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("hangs", [False, True])
def test_a_cancelled_frame_is_taken_back_at_once_also_when_its_worker_had_to_be_killed(
    hangs: bool, tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI(polls=FOREVER) as fake:
        cancel(fake, monkeypatch, tmp_path / "spool", hangs=hangs)
        assert fake.deleted == fake.interrupted == list(fake.prompts)
        assert len(fake.prompts) == 1, "without another frame"
    assert list(own_cache.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("hangs", [False, True])
def test_a_cancelled_frame_that_could_not_be_taken_back_goes_at_the_next_start(
    hangs: bool, tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI(polls=FOREVER) as fake:
        cancel(fake, monkeypatch, tmp_path / "spool", "bad gateway", hangs=hangs)
        assert fake.deleted == []
        assert [note.stem for note in own_cache.glob("*.json")] == list(fake.prompts)
        fake.faults.clear()
        with Queue(tmp_path / "spool"):
            until(lambda: not list(own_cache.iterdir()))
        assert fake.deleted == list(fake.prompts)


def test_a_frame_that_nobody_cancelled_waits_for_whoever_wants_it_again(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeComfyUI() as fake:
        lost = left_behind(fake, monkeypatch, own_cache)
        module.take_back()
        module.take_back(os.getpid() + 1)
        assert fake.deleted == []
        assert [note.stem for note in own_cache.glob("*.json")] == [lost]


def test_what_is_to_be_taken_back_is_written_down_before_the_server_is_asked_and_grows_old(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    with FakeComfyUI() as fake:
        lost = left_behind(fake, monkeypatch, own_cache)
        note = own_cache / f"{lost}.json"
        monkeypatch.setattr(module, "withdraw", lambda *_: bool(asked.append(unwanted(note))))
        module.take_back(os.getpid())
        assert asked == [True]
        an_hour_ago = time.time() - 3600
        os.utime(note, (an_hour_ago, an_hour_ago))
        module.take_back()
    assert asked == [True, True]
    assert note.stat().st_mtime == pytest.approx(an_hour_ago), "a server that is gone is forgotten one day"


def test_notes_that_are_old_or_broken_go_and_a_folder_that_cannot_be_written_stops_no_frame(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_cache.mkdir(parents=True)
    (own_cache / "broken.json").write_bytes(b"\xff nonsense")
    (own_cache / "old.json").write_bytes(b"{}")
    long_ago = time.time() - module.OLD_S - 60
    os.utime(own_cache / "old.json", (long_ago, long_ago))
    with FakeComfyUI() as fake:
        assert isinstance(steps(frame(), fake, monkeypatch)[-1], Picture)
        assert list(own_cache.iterdir()) == []
        own_cache.rmdir()
        own_cache.write_text("in the way")
        assert isinstance(steps(frame(seed=8), fake, monkeypatch)[-1], Picture)
