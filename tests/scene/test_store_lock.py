"""One writer at a time; the lock ends with its process and leaves nothing that blocks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from previz.errors import FileLocked
from previz.scene import store_lock
from previz.scene.model import Shot
from previz.scene.store import Store
from previz.scene.store_lock import WriterLock, holder, is_locked, lock_path

from .films import small_film, state

ROOT = str(Path(__file__).resolve().parents[2])
HOLD = """
import sys
sys.path.insert(0, sys.argv[2])
from previz.scene.store import Store
store, document = Store.open(sys.argv[1])
store.attach(document)
print("open", flush=True)
for line in sys.stdin:
    with document.edit("Words") as edit:
        edit.update("one", action=line.strip())
    print("saved", flush=True)
store.close()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "film.previz"
    Store.create(path, small_film()).close()
    return path


@contextmanager
def another_window(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A second process that holds the file; it saves each line that it is given."""
    command = [sys.executable, "-c", HOLD, str(path), ROOT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_window_is_told_who_writes(path: Path) -> None:
    with another_window(path) as process:
        with pytest.raises(FileLocked, match=rf"by .+ on .+ \(process {process.pid}, since ") as error:
            Store.open(path)
        assert "\n" not in str(error.value)
        with pytest.raises(FileLocked):
            Store.create(path, small_film(), overwrite=True)
        assert is_locked(path)
        store, document = Store.open(path, fallback=True)
        with store:
            assert store.readonly
            assert f"process {process.pid}" in store.notice
            assert state(document) == state(small_film())
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("She turns.\n")  # the reader does not keep the writer from writing
            process.stdin.flush()
            assert process.stdout.readline() == "saved\n"
        store, document = Store.open(path, readonly=True)
        with store:
            assert document.need("one", Shot).action == "She turns."


def test_a_killed_window_blocks_nobody(path: Path) -> None:
    with another_window(path) as process:
        process.kill()
        process.wait()
    assert lock_path(path).exists()  # what it left behind
    assert not is_locked(path)
    store, _ = Store.open(path)
    store.close()
    assert not lock_path(path).exists()


def test_a_closed_window_leaves_nothing(path: Path) -> None:
    with another_window(path) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0
    assert sorted(p.name for p in path.parent.iterdir()) == ["film.previz"]


def test_one_process_cannot_open_twice_for_writing(path: Path) -> None:
    store, _ = Store.open(path)
    with store:
        with pytest.raises(FileLocked, match=f"process {os.getpid()}"):
            Store.open(path)
        link = path.with_name("link.previz")
        link.symlink_to(path)
        with pytest.raises(FileLocked):
            Store.open(link)
        with pytest.raises(FileLocked):
            Store.create(path.with_name("x.previz"), small_film()).save_as(path, overwrite=True)
    Store.open(path)[0].close()


def test_what_others_left_in_the_lock_does_no_harm(path: Path) -> None:
    for text in ("", "not json", "[]", '{"user": 1}'):
        lock_path(path).write_text(text)
        assert holder(path) == "in another window"
        assert not is_locked(path)
        Store.open(path)[0].close()
    assert not lock_path(path).exists()


def test_a_lock_whose_file_was_removed_is_not_taken_for_one(path: Path) -> None:
    first = WriterLock(path)
    lock_path(path).unlink()
    second = WriterLock(path)
    with pytest.raises(FileLocked):
        WriterLock(path)
    first.release()
    first.release()
    second.release()
    WriterLock(path).release()


def test_a_lock_file_that_goes_while_one_waits_is_made_anew(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seize, calls = store_lock._seize, []

    def seize_late(descriptor: int) -> None:
        if not calls:
            lock_path(path).unlink()  # the former holder closes between our open and our lock
        calls.append(descriptor)
        seize(descriptor)

    monkeypatch.setattr(store_lock, "_seize", seize_late)
    lock = WriterLock(path)
    with pytest.raises(FileLocked):
        WriterLock(path)
    lock.release()
    assert not lock_path(path).exists()


def test_a_refused_open_lets_go(path: Path) -> None:
    path.write_text("x" * 1000)
    for _ in range(2):
        with pytest.raises(Exception, match="not a Previz project"):
            Store.open(path)
        assert not is_locked(path)
