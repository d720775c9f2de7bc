"""Without rights, and on a full disk: one clear line, and the film is whole."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from previz.errors import FileNotWritable
from previz.scene.document import Document
from previz.scene.store import Store

from .disks import NOBODY, as_anybody, is_root, leave_hot_journal, one_line
from .films import PNG, a_take, small_film, state


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "film.previz"
    document = small_film()
    with Store.create(path, document) as store:
        store.add_take(document, a_take(), image=PNG * 20, request=b"{}")
    return path


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that anybody may reach and write, and that can be cleaned whatever was done to it."""
    with tempfile.TemporaryDirectory(dir="/tmp" if os.path.isdir("/tmp") else None) as name:
        if is_root():
            os.chown(name, NOBODY, NOBODY)
        yield Path(name)
        os.chmod(name, 0o700)


def test_a_file_without_permission(folder: Path) -> None:
    path = folder / "film.previz"
    with as_anybody():
        Store.create(path, small_film()).close()
        path.chmod(0o444)
        with pytest.raises(FileNotWritable, match="may not be written") as error:
            Store.open(path)
        one_line(error.value)
        store, document = Store.open(path, fallback=True)
        with store:
            assert "may not be written" in store.notice
            assert state(document) == state(small_film())
        path.chmod(0)
        for readonly in (False, True):
            with pytest.raises(FileNotWritable) as error:
                Store.open(path, readonly=readonly)
            one_line(error.value)
        assert sorted(p.name for p in folder.iterdir()) == ["film.previz"]


def test_a_folder_that_may_not_be_written(folder: Path) -> None:
    path = folder / "film.previz"
    with as_anybody():
        Store.create(path, small_film()).close()
        folder.chmod(0o500)
        with pytest.raises(FileNotWritable, match="may not be written") as error:
            Store.open(path)
        one_line(error.value)
        with pytest.raises(FileNotWritable):
            Store.create(folder / "new.previz", Document())
        store, document = Store.open(path, fallback=True)
        with store:
            assert state(document) == state(small_film())
            assert store.verify() == []
            with pytest.raises(FileNotWritable):
                store.save_copy(folder / "copy.previz")


def test_a_save_cut_off_in_a_folder_that_may_not_be_written(folder: Path) -> None:
    path = folder / "film.previz"
    Store.create(path, small_film()).close()
    leave_hot_journal(path)
    folder.chmod(0o500)
    with as_anybody():
        with pytest.raises(
            FileNotWritable, match=r"cut off while it was saved.*film\.previz-journal"
        ) as error:
            Store.open(path, readonly=True)
        one_line(error.value)
    folder.chmod(0o700)
    store, document = Store.open(path, readonly=True)
    store.close()
    assert state(document) == state(small_film())
    assert sorted(p.name for p in folder.iterdir()) == ["film.previz"]


# ---------------------------------------------------------------------------------------- disk full
def test_a_full_file_system(path: Path) -> None:
    """SQLite's own limit on pages gives the very error of a full disk."""
    store, document = Store.open(path)
    with store:
        store.attach(document)
        pages = store._database.value("PRAGMA page_count")
        store._database.value(f"PRAGMA max_page_count = {pages}")
        before = state(document)
        with pytest.raises(FileNotWritable, match="the disk is full") as error:
            store.add_take(document, a_take(2), image=os.urandom(100_000), request=b"{}")
        one_line(error.value)
        assert state(document) == before

        def write_much() -> None:
            with document.edit("Words") as edit:
                edit.update("one", action="word " * 20_000)

        with pytest.raises(FileNotWritable, match="the disk is full"):
            write_much()
        assert store.modified
        assert state(_reread(path)) == before
        store._database.value("PRAGMA max_page_count = 1000000")
        store.flush()
        assert not store.modified
        assert state(_reread(path)) == state(document)
        assert store.verify() == []


def _reread(path: Path) -> Document:
    store, document = Store.open(path, readonly=True)
    store.close()
    return document


FILL = """
import os, resource, signal, sys
sys.path[:0] = {path!r}
from pathlib import Path
from previz.errors import FileNotWritable
from previz.scene.store import Store
from tests_films import a_take, small_film
folder = Path(sys.argv[1]); film = folder / "film.previz"
document = small_film()
store = Store.create(film, document)
store.attach(document)
if sys.argv[2] == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (film.stat().st_size + 60_000,) * 2)
done = 0
try:
    for n in range(1, 200):
        store.add_take(document, a_take(n), image=os.urandom(20_000), request=b"%d" % n)
        done = n
except FileNotWritable as error:
    print(done, error)
try:
    store.save_copy(folder / "copy.previz")
except FileNotWritable as error:
    print("copy", error)
"""


def test_a_disk_that_runs_full(tmp_path: Path) -> None:
    """A small file system of its own where that can be mounted, else a limit on the size of files."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(folder)]
    mounted = (
        sys.platform == "linux" and os.geteuid() == 0 and subprocess.run(mount, check=False).returncode == 0
    )
    try:
        (tmp_path / "tests_films.py").write_text(Path(__file__).with_name("films.py").read_text())
        root = str(Path(__file__).resolve().parents[2])
        program = FILL.format(path=[root, str(tmp_path)])
        run = subprocess.run(
            [sys.executable, "-c", program, folder, "disk" if mounted else "limit"],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        takes, copy = run.stdout.splitlines()
        done, _, line = takes.partition(" ")
        assert line.startswith("film.previz: ")
        assert copy.startswith("copy copy.previz: ")
        assert not mounted or ("the disk is full" in takes and "the disk is full" in copy)
        assert 1 <= int(done) <= 20
        store, document = Store.open(folder / "film.previz", readonly=True)
        with store:
            assert store.verify() == []
            assert sum(id.startswith("take-") for id in document.ids()) == int(done)
        assert not (folder / "copy.previz").exists()
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
