"""Every bad input is one clear line of the right kind, and the file is left as it was."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from previz.errors import FileDamaged, FileError, FileLocked, FileNotWritable, FileTooNew
from previz.scene.document import Document
from previz.scene.model import Shot
from previz.scene.store import Store
from previz.scene.store_check import verify
from previz.scene.store_database import APPLICATION_ID, Database

from .films import PNG, a_take, small_film, state

NOBODY = 65534


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


@contextmanager
def as_anybody() -> Iterator[None]:
    """No rights of an administrator inside."""
    if is_root():
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
    else:
        yield


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def one_line(error: BaseException) -> str:
    line = str(error)
    assert line
    assert "\n" not in line
    assert "Traceback" not in line
    return line


def sql(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def cut(path: Path) -> None:
    with open(path, "r+b") as file:
        file.truncate(path.stat().st_size // 2)


def cut_head(path: Path) -> None:
    with open(path, "r+b") as file:
        file.truncate(50)


def garble(path: Path) -> None:
    with open(path, "r+b") as file:
        file.seek(4096)
        file.write(os.urandom(8192))


def one(change: str) -> Callable[[Path], object]:
    """Set columns of the row of shot "one"."""
    return lambda path: sql(path, f"UPDATE entity SET {change} WHERE id = 'one'")


def more(text: str) -> Callable[[Path], object]:
    """Add a field to the data of shot "one"."""
    return one(f"data = replace(data, '}}', ',{text}}}')")


UNREADABLE = "shot 'one' cannot be read"
DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "is empty"),
    "text": (lambda path: path.write_text("INT. KITCHEN - DAY\n"), "is not a Previz project"),
    "picture": (lambda path: path.write_bytes(PNG), "is not a Previz project"),
    "cut": (cut, "cut short|damaged"),
    "head": (cut_head, "is not a Previz project"),
    "garbled": (garble, "damaged"),
    "other database": (lambda path: sql(path, "PRAGMA application_id = 0"), "not a Previz project"),
    "no format": (lambda path: sql(path, "PRAGMA user_version = 0"), "not a Previz project"),
    "no table": (lambda path: sql(path, "DROP TABLE entity"), "no such table"),
    "no json": (one("data = '{'"), UNREADABLE),
    "no text": (one("data = 7"), UNREADABLE),
    "null byte": (one("data = x'00'"), UNREADABLE),
    "wrong type": (one("data = replace(data, '\"a\"', '7')"), UNREADABLE + r" \(Expected `str`"),
    "not a number": (more('"duration_s":NaN'), UNREADABLE),
    "infinite": (more('"duration_s":1e999'), UNREADABLE),
    "wrong id": (one("id = 'eins'"), "its data says 'one'"),
    "wrong version": (one("version = 'x'"), "shot 'one'"),
    "no upgrade": (one("version = 0"), "shot 'one'"),
}


@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_says_so_and_stays_as_it_is(path: Path, damage: str, readonly: bool) -> None:
    harm, words = DAMAGE[damage]
    harm(path)
    before = path.read_bytes()
    with pytest.raises(FileDamaged, match=words) as error:
        Store.open(path, readonly=readonly)
    assert "film.previz" in one_line(error.value)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["film.previz"]
    lines = verify(path)
    assert lines
    assert all(one_line(FileError(line)) for line in lines)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for place, words in ((tmp_path, "is a folder"), (tmp_path / "no" / "film.previz", "no such file")):
        for readonly in (False, True):
            with pytest.raises(FileError, match=words) as error:
                Store.open(place, readonly=readonly)
            one_line(error.value)
        with pytest.raises(FileError, match=words):
            Store.create(place, Document())
    assert list(tmp_path.iterdir()) == []


def test_a_newer_file_opens_read_only_and_is_not_written(path: Path) -> None:
    sql(path, "PRAGMA user_version = 2", "UPDATE entity SET version = 2 WHERE id = 'one'")
    before = path.read_bytes()
    with pytest.raises(FileTooNew, match=r"newer Previz \(format 2, this one writes 1\)") as error:
        Store.open(path)
    one_line(error.value)
    store, document = Store.open(path, fallback=True)
    with store:
        assert store.readonly
        assert "newer Previz" in store.notice
        assert len(document.of(Shot)) == 2
        with pytest.raises(FileNotWritable):
            store.attach(document)
        with pytest.raises(FileTooNew):
            store.save_as(path.with_name("other.previz"), document)
        store.save_copy(path.with_name("copy.previz"))
    assert Database(path.with_name("copy.previz"), readonly=True).format == 2
    assert path.read_bytes() == before
    one('data = \'{"id": "one", "order": [1, 2]}\'')(path)
    with pytest.raises(FileTooNew, match="cannot be read by this one"):
        Store.open(path, readonly=True)


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


HOT = """
import os, sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
for line in ("PRAGMA cache_size = 1", "PRAGMA cache_spill = 1", "BEGIN IMMEDIATE", "DELETE FROM entity"):
    c.execute(line)
for n in range(99):
    c.execute("INSERT INTO job VALUES (?, 'p', ?, 'queued', '', '', '')", (str(n), "y" * 3000))
os._exit(0)
"""


def leave_hot_journal(path: Path) -> None:
    """As a process killed while it wrote leaves it: changed pages, and the journal to take them back."""
    subprocess.run([sys.executable, "-c", HOT, str(path)], check=True)
    journal = path.with_name(path.name + "-journal")
    assert journal.stat().st_size > 0


def test_an_interrupted_save_is_taken_back(path: Path) -> None:
    store, document = Store.open(path)
    store.close()
    leave_hot_journal(path)
    store, again = Store.open(path, readonly=True)
    with store:
        assert state(again) == state(document)
        assert store.verify() == []


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


# --------------------------------------------------------------------------------------------- others
def test_transactions_are_all_or_nothing_and_join(path: Path) -> None:
    database = Database(path, readonly=False)

    def fail() -> None:
        with database.transaction():
            database.run("DELETE FROM blob")
            with database.transaction():
                database.run("DELETE FROM sqlar")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert database.value("SELECT count(*) FROM sqlar") == 2
    with database.transaction():
        database.run("DELETE FROM blob")
    database.close()
    assert Database(path, readonly=True).value("SELECT count(*) FROM blob") == 0


def test_a_busy_file_is_said_to_be_busy(path: Path) -> None:
    store, document = Store.open(path)
    store._database.value("PRAGMA busy_timeout = 10")
    with store:
        store.attach(document)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        def change() -> None:
            with document.edit("Words") as edit:
                edit.update("one", action="x")

        with pytest.raises(FileLocked, match="another program is busy") as error:
            change()
        one_line(error.value)
        other.close()
        assert store.modified
    assert state(_reread(path)) == state(document)


def test_the_settings_that_keep_a_film_whole(path: Path) -> None:
    sql(path, "PRAGMA journal_mode = WAL")
    database = Database(path, readonly=False)
    assert database.value("PRAGMA journal_mode") == "delete"
    assert database.value("PRAGMA synchronous") == 2
    assert database.value("PRAGMA application_id") == APPLICATION_ID == int.from_bytes(b"PRVZ", "big")
    database.close()
