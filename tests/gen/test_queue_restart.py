"""What is left when a job, a queue, a worker or the whole program ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from previz.errors import GenerationError
from previz.gen.guides import digest
from previz.gen.queue import Queue
from previz.gen.request import Done, Failed

from .stand import FAKE, PATIENCE_S, Ear, ask, end

pytestmark = pytest.mark.timeout(60)


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


def test_forgotten_take_is_gone_and_its_id_can_be_used_again(tmp_path: Path) -> None:
    with Queue(tmp_path, {"fake": FAKE}) as queue:
        queue.submit("a", ask(seed=1))
        (first,) = end(queue, "a")
        assert list((tmp_path / "takes").iterdir()) == [tmp_path / "takes" / "a.png"]
        queue.forget("a")
        queue.forget("nobody")
        assert not list((tmp_path / "takes").iterdir())
        queue.submit("a", ask(seed=2))
        (second,) = end(queue, "a")
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert first.sha256 != second.sha256


# ----------------------------------------------------------------------------- guides come and go with jobs
def guide(value: int) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """One array and how a request names it."""
    array = np.full((4, 4), float(value))
    return {"depth": array}, {"depth": digest(array)}


def kept(spool: Path) -> set[str]:
    return {path.stem for path in (spool / "guides").glob("*")}


def test_guides_stay_while_a_job_needs_them_and_no_longer(tmp_path: Path) -> None:
    ear = Ear()
    (one, one_names), (two, two_names), (bad, bad_names) = guide(1), guide(2), guide(3)
    with Queue(tmp_path, {"fake": FAKE}, ear) as queue:
        queue.submit("first", ask(guides=one_names), one)
        queue.submit("fails", ask("bug", guides=bad_names), bad)
        queue.submit("runs", ask("steps:500:0.05", guides=one_names), one)
        queue.submit("waits", ask(guides=two_names), two)
        assert {type(outcome) for outcome in end(queue, "first", "fails")} == {Done, Failed}
        ear.wait_for("runs", "step 1")
        assert kept(tmp_path) == {one_names["depth"], two_names["depth"]}
        queue.forget("first")
        assert kept(tmp_path) == {one_names["depth"], two_names["depth"]}
        queue.cancel("waits")
        end(queue, "waits")
        assert kept(tmp_path) == {one_names["depth"]}
        queue.cancel("runs")
        end(queue, "runs")
        assert kept(tmp_path) == set()


def test_refused_job_leaves_nothing(tmp_path: Path) -> None:
    ear = Ear()
    (one, names), (other, _) = guide(1), guide(2)
    with Queue(tmp_path, {"fake": FAKE}, ear) as queue:
        with pytest.raises(ValueError, match="not those"):
            queue.submit("a", ask(guides=names), other)
        assert kept(tmp_path) == set()
        queue.submit("a", ask("steps:500:0.05", guides=names), one)
        with pytest.raises(ValueError, match="already queued"):
            queue.submit("a", ask(guides=names), one)
        assert kept(tmp_path) == {names["depth"]}


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_death_frees_the_guides_of_its_job(tmp_path: Path) -> None:
    one, names = guide(1)
    with Queue(tmp_path, {"fake": FAKE}) as queue:
        queue.submit("a", ask("signal:SIGKILL", guides=names), one)
        end(queue, "a")
        assert kept(tmp_path) == set()
