"""What is left when a queue, a worker or the whole program ends."""

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
from previz.gen.guides import store_all
from previz.gen.queue import Outcome, Queue
from previz.gen.request import Done, Failed

from .stand import FAKE, PATIENCE_S, Ear, ask, end

pytestmark = pytest.mark.timeout(60)


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


def test_only_the_same_request_finds_the_old_take(tmp_path: Path) -> None:
    with Queue(tmp_path, {"fake": FAKE}) as queue:
        queue.submit("a", ask(seed=1))
        (first,) = end(queue, "a")
        queue.submit("a", ask(seed=2))
        (second,) = end(queue, "a")
        queue.submit("a", ask(seed=2))
        (third,) = end(queue, "a")
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert first.sha256 != second.sha256
    assert third == second
