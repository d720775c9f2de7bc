"""Every bad input is one clear line of the right kind, and the file is left as it was."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from previz.errors import FileDamaged, FileError, FileLocked, FileNotWritable, FileTooNew
from previz.scene.document import Document
from previz.scene.model import Shot
from previz.scene.store import Store
from previz.scene.store_check import verify
from previz.scene.store_database import APPLICATION_ID, Database

from .disks import leave_hot_journal, one_line
from .films import PNG, a_take, small_film, state


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "film.previz"
    document = small_film()
    with Store.create(path, document) as store:
        store.add_take(document, a_take(), image=PNG * 20, request=b"{}")
    return path


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


def test_an_interrupted_save_is_taken_back(path: Path) -> None:
    store, document = Store.open(path)
    store.close()
    leave_hot_journal(path)
    store, again = Store.open(path, readonly=True)
    with store:
        assert state(again) == state(document)
        assert store.verify() == []


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
    assert state(Store.open(path, readonly=True)[1]) == state(document)


def test_the_settings_that_keep_a_film_whole(path: Path) -> None:
    sql(path, "PRAGMA journal_mode = WAL")
    database = Database(path, readonly=False)
    assert database.value("PRAGMA journal_mode") == "delete"
    assert database.value("PRAGMA synchronous") == 2
    assert database.value("PRAGMA application_id") == APPLICATION_ID == int.from_bytes(b"PRVZ", "big")
    database.close()
