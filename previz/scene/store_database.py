"""One SQLite file: its schema, how it is opened, its transactions."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from previz.errors import FileDamaged, FileError, FileNotWritable, FileTooNew
from previz.scene.store_errors import guarded

APPLICATION_ID = 0x5052565A
"""PRVZ"""
FORMAT = 1
"""user_version; raised when an older program could not write the file without harm."""

SCHEMA = """
CREATE TABLE entity(
    id TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, data TEXT NOT NULL);
CREATE TABLE sqlar(name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB);
CREATE TABLE blob(hash TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE);
CREATE TABLE ledger(
    number INTEGER PRIMARY KEY, panel_id TEXT NOT NULL, take_id TEXT NOT NULL, image TEXT NOT NULL,
    state TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, at TEXT NOT NULL, fingerprint TEXT NOT NULL,
    previous TEXT NOT NULL, hash TEXT NOT NULL);
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_no_gap BEFORE INSERT ON ledger
    WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM ledger)
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TABLE ledger_head(
    place INTEGER PRIMARY KEY CHECK (place = 1), number INTEGER NOT NULL, hash TEXT NOT NULL);
CREATE TABLE job(
    id TEXT PRIMARY KEY NOT NULL, panel_id TEXT NOT NULL, request TEXT NOT NULL, state TEXT NOT NULL,
    reason TEXT NOT NULL, made_at TEXT NOT NULL, changed_at TEXT NOT NULL);
CREATE TABLE version(
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, data BLOB NOT NULL);
"""


class Database:
    """A connection that several threads may share; every error leaves as a FileError."""

    def __init__(self, path: Path, readonly: bool) -> None:
        """Open an existing project file. Raises FileError and its kinds."""
        self.path = path
        self.readonly = readonly
        self._lock = threading.RLock()
        self._depth = 0
        self.format = 0
        """user_version of the file."""
        self._open()
        try:
            self._check()
        except BaseException:
            self._connection.close()
            raise

    def _open(self) -> None:
        with guarded(self.path):
            check_file(self.path)
            self._stat = os.stat(self.path)
            self._connection = _connect(self.path, self.readonly)

    def _check(self) -> None:
        path = self.path
        application, self.format = self.value("PRAGMA application_id"), self.value("PRAGMA user_version")
        if application != APPLICATION_ID or self.format < 1:
            raise FileDamaged(
                f"{path.name} is a SQLite database but not a Previz project; choose another file"
            )
        if self.format > FORMAT and not self.readonly:
            raise FileTooNew(
                f"{path.name} was written by a newer Previz (format {self.format}, this one writes "
                f"{FORMAT}); update Previz to change it, or open it read-only"
            )
        expected = self.value("PRAGMA page_count") * self.value("PRAGMA page_size")
        with guarded(path):
            size_bytes = path.stat().st_size
        if size_bytes < expected:
            raise FileDamaged(
                f"{path.name} is cut short ({size_bytes} of {expected} bytes); "
                "copy it again or return to a backup"
            )
        if not self.readonly:
            self._check_writable()

    def _check_writable(self) -> None:
        """A file that cannot be written says so now, not at the first save; SQLite alone would wait."""
        with guarded(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute(f"PRAGMA user_version = {self.format}")
            finally:
                self._connection.execute("ROLLBACK")

    def close(self) -> None:
        with self._lock, guarded(self.path):
            self._connection.close()

    # ------------------------------------------------------------------------------------- statements
    def rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock, guarded(self.path):
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        with self._lock, guarded(self.path):
            found: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
            return found

    def value(self, sql: str, values: tuple[Any, ...] = ()) -> Any:
        """The first column of the first row; None without rows."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    def run(self, sql: str, values: tuple[Any, ...] = ()) -> None:
        """A statement that changes; call it inside `transaction`."""
        with self._lock, guarded(self.path):
            self._connection.execute(sql, values)

    def run_each(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """A statement that changes, once with each of ``rows``; call it inside `transaction`."""
        with self._lock, guarded(self.path):
            self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; an inner one joins the outer one."""
        if self.readonly:
            raise FileNotWritable(f"{self.path.name} is open read-only; save a copy to change it")
        with self._lock, guarded(self.path):
            if self._depth:
                yield
                return
            self._check_place()
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._depth = 0

    def _check_place(self) -> None:
        """A file that was moved or replaced under an open connection would be harmed by its journal."""
        try:
            same = os.path.samestat(os.stat(self.path), self._stat)
        except FileNotFoundError:
            same = False
        if not same:
            raise FileError(
                f"{self.path.name} was moved or replaced while it was open; save it under a new name"
            )

    def copy_to(self, target: Path) -> None:
        """A compact copy put in place of ``target`` in one step (VACUUM INTO, fsync, replace)."""
        with replacing(target) as temporary, self._lock, guarded(target):
            self._connection.execute("VACUUM INTO ?", (str(temporary),))

    def compact(self) -> None:
        """Put a compact copy in the place of this very file, in one step."""
        with self.transaction():
            pass  # says clearly when it has moved or may not be written
        with self._lock:
            try:
                with replacing(self.path) as temporary, guarded(self.path):
                    self._connection.execute("VACUUM INTO ?", (str(temporary),))
                    self._connection.close()  # Windows replaces no open file
            finally:
                self._connection.close()
                self._open()


def create(path: Path, fill: Callable[[sqlite3.Connection], None], overwrite: bool) -> None:
    """Write a new project file in one step. Raises FileError when it exists and may not be replaced."""
    check_free(path, overwrite)
    with replacing(path) as temporary, guarded(path):
        connection = sqlite3.connect(temporary, isolation_level=None)
        try:
            connection.execute("PRAGMA auto_vacuum = NONE")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {FORMAT}")
            connection.executescript(SCHEMA)
            connection.execute("BEGIN")
            fill(connection)
            connection.execute("COMMIT")
        finally:
            connection.close()


def check_free(path: Path, overwrite: bool) -> None:
    """Raises FileError for a folder, or a file that may not be replaced."""
    if path.is_dir():
        raise FileError(f"{path} is a folder; give the project file a name in it")
    if path.exists() and not overwrite:
        raise FileError(f"{path.name} exists already; open it, or choose another name")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path``; what is written there takes its place, whole and on disk."""
    temporary = path.with_name(f".{path.name}.tmp")  # the writer lock keeps others off this name
    with guarded(path):
        try:
            os.close(os.open(temporary, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o666))
            yield temporary
            if path.exists():
                temporary.chmod(path.stat().st_mode & 0o777)
            _sync(temporary)
            os.replace(temporary, path)
            _sync(path.parent)
        finally:
            temporary.unlink(missing_ok=True)


def check_file(path: Path) -> None:
    """Raises FileError for a folder, FileNotFoundError, FileDamaged for an empty file.

    It does not open the file: closing a descriptor of one's own drops SQLite's locks in this process.
    """
    if path.is_dir():
        raise FileError(f"{path} is a folder; choose a .previz file in it")
    size_bytes = path.stat().st_size
    if size_bytes == 0:
        raise FileDamaged(f"{path.name} is empty; it may not have been copied whole")
    if size_bytes < 512:
        raise FileDamaged(
            f"{path.name} is not a Previz project, or only its beginning; choose a .previz file"
        )


def now() -> str:
    """ISO 8601, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _connect(path: Path, readonly: bool) -> sqlite3.Connection:
    mode = "ro" if readonly else "rw"
    if readonly and _interrupted(path):
        try:
            _roll_back(path)
        except sqlite3.OperationalError as error:
            raise FileNotWritable(
                f"{path.name} was cut off while it was saved and cannot be repaired where it is; "
                f"copy it together with {path.name}-journal to a folder that you may write"
            ) from error
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        for pragma in ("synchronous = FULL", "recursive_triggers = ON", "trusted_schema = OFF"):
            connection.execute(f"PRAGMA {pragma}")
        if not readonly:
            connection.execute("PRAGMA journal_mode = DELETE")  # a file in WAL mode cannot be copied alone
    except BaseException:
        connection.close()
        raise
    return connection


def _interrupted(path: Path) -> bool:
    """True when a save may have been cut off and waits to be rolled back."""
    journal = path.with_name(path.name + "-journal")
    return journal.exists() and journal.stat().st_size > 0


def _roll_back(path: Path) -> None:
    """Let SQLite undo an interrupted save, which a read-only connection may not do."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        connection.close()


def _sync(path: Path) -> None:
    """fsync a file or a folder; Windows has no folder descriptors and needs none."""
    if os.name == "nt":
        if path.is_file():
            with open(path, "r+b") as file:
                os.fsync(file.fileno())
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
