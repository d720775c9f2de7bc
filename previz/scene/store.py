"""The .previz file: a document on disk, with its pictures, its ledger, its jobs and its versions.

::

    with Store.create(path, document) as store:     # or: store, document = Store.open(path)
        store.attach(document)                      # from now on every edit is on disk when it is over
        store.add_take(document, take, image=png, request=json)

See docs/file-format.md for the tables.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from previz.errors import FileError, FileLocked, FileNotWritable, FileTooNew
from previz.scene import rules, store_database
from previz.scene.document import Document
from previz.scene.edit import Change, Edit, merged
from previz.scene.ids import Ids
from previz.scene.model import HISTORY_KINDS, KINDS, Take
from previz.scene.store_blobs import Blobs, blob_hash
from previz.scene.store_check import problems
from previz.scene.store_database import FORMAT, Database
from previz.scene.store_errors import guarded
from previz.scene.store_jobs import Jobs
from previz.scene.store_ledger import Ledger
from previz.scene.store_lock import WriterLock
from previz.scene.store_orphans import remove_orphans
from previz.scene.store_rows import INSERT, KIND_VERSION, Rows, uncollected
from previz.scene.store_versions import Version, Versions

GESTURE_PAUSE_S = 0.5
"""While a drag goes on it is written this often, and once more when it ends."""


class Store:
    """An open file. Pictures may be read, and kept by `put_blob`, from any thread; all else belongs to one.

    ``notice`` says in one line why a file that was to be written is open read-only; else it is "".
    """

    def __init__(self, database: Database, lock: WriterLock | None, notice: str = "") -> None:
        self.notice = notice
        self._document: Document | None = None
        self._stop: Callable[[], None] | None = None
        self._is_open = True
        self._pending: dict[str, Change] = {}
        self._written: set[str] = set()
        self._written_at_s = 0.0
        self._loaded: Document | None = None
        self._loaded_revision = 0
        self._use(database, lock)

    def _use(self, database: Database, lock: WriterLock | None) -> None:
        self._database = database
        self._lock = lock
        self._rows = Rows(database)
        self._blobs = Blobs(database)
        self._versions = Versions(database)
        self.ledger = Ledger(database)
        self.jobs = Jobs(database)

    # --------------------------------------------------------------------------------- open and close
    @classmethod
    def create(cls, path: str | Path, document: Document, overwrite: bool = False) -> Store:
        """A new file that holds the document, in place in one step. Raises FileError and its kinds."""
        path = Path(path).resolve()
        with guarded(path):
            lock = WriterLock(path)
        try:
            store_database.create(path, lambda connection: _fill(connection, document), overwrite)
            store = cls(Database(path, readonly=False), lock)
        except BaseException:
            lock.release()
            raise
        store._loaded, store._loaded_revision = document, document.revision
        return store

    @classmethod
    def open(
        cls, path: str | Path, readonly: bool = False, fallback: bool = False, ids: Ids | None = None
    ) -> tuple[Store, Document]:
        """Open a file and read its document; attach it to save its edits.

        Raises FileLocked (naming who writes it), FileTooNew and FileNotWritable when writing was asked;
        with ``fallback`` these open read-only instead, and `notice` says why. Raises FileDamaged.
        """
        path = Path(path)
        notice = ""
        if not readonly:
            try:
                return cls._open(path, False, ids)
            except (FileLocked, FileTooNew, FileNotWritable) as error:
                if not fallback:
                    raise
                notice = str(error)
        store, document = cls._open(path, True, ids)
        store.notice = notice
        return store, document

    @classmethod
    def _open(cls, path: Path, readonly: bool, ids: Ids | None) -> tuple[Store, Document]:
        with guarded(path):
            store_database.check_file(path)
            path = path.resolve()
            lock = None if readonly else WriterLock(path)
        database = None
        try:
            database = Database(path, readonly)
            store = cls(database, lock)
            with uncollected():
                document = Document(store._rows.load(), ids)
        except BaseException:
            if database is not None:
                database.close()
            if lock is not None:
                lock.release()
            raise
        store._loaded, store._loaded_revision = document, document.revision
        return store, document

    def close(self) -> None:
        """Write what waits, let go of the document and the file. Harmless when done twice."""
        try:
            if self._pending:
                self.flush()
            if self._is_open and not self.readonly:
                _tidy(self.jobs, self._database)
        finally:
            self.detach()
            self._is_open = False
            self._database.close()
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        return self._database.path

    @property
    def readonly(self) -> bool:
        return self._database.readonly

    # ------------------------------------------------------------------------------------------- save
    @property
    def modified(self) -> bool:
        """True while something is not yet on disk: a drag that goes on, or a save that failed."""
        return bool(self._pending)

    def attach(self, document: Document) -> None:
        """Write every edit of the document from now on, each in one transaction.

        A save that fails raises FileError out of the edit; the edit stands, `modified` is True, and
        everything that waits is written by the next edit or `flush`.
        """
        if self.readonly:
            raise FileNotWritable(f"{self.path.name} is open read-only; save a copy to change it")
        self.detach()
        if document is not self._loaded or document.revision != self._loaded_revision:
            self.save(document)
        self._document = document
        self._stop = document.listen(self._changed, self.flush)

    def detach(self) -> None:
        """Stop listening to the document."""
        if self._stop is not None and self._document is not None:
            self._stop()
            self._loaded, self._loaded_revision = self._document, self._document.revision
        self._document = self._stop = None

    def save(self, document: Document) -> None:
        """Write whatever differs between the document and the file."""
        with self._database.transaction():
            self._rows.write(self._rows.differences({entity.id: entity for entity in document}))
        self._pending.clear()
        self._loaded, self._loaded_revision = document, document.revision

    def flush(self) -> None:
        """Write what waits. Raises FileError; what waits then goes on waiting."""
        if self._pending:
            with self._database.transaction():
                self._rows.write(self._pending)
            self._pending.clear()
        self._written_at_s = time.monotonic()

    def _changed(self, edit: Edit) -> None:
        fresh = {id: change for id, change in edit.changes.items() if id not in self._written}
        self._written.clear()
        self._pending = merged(self._pending, fresh)
        dragging = edit.gesture is not None and time.monotonic() - self._written_at_s < GESTURE_PAUSE_S
        if not dragging:
            self.flush()

    def save_copy(self, path: str | Path, overwrite: bool = False) -> None:
        """A compact copy under another name; this store stays where it is."""
        path = Path(path).resolve()
        if self._pending:
            self.flush()
        with guarded(path):
            lock = WriterLock(path)
        try:
            self._copy(path, overwrite)
        finally:
            lock.release()

    def save_as(self, path: str | Path, document: Document | None = None, overwrite: bool = False) -> None:
        """Go on under another name, in a compact copy. ``document`` holds changes not yet in the file.

        `ledger` and `jobs` are new objects afterwards.
        """
        path = Path(path).resolve()
        if self._database.format > FORMAT:
            raise FileTooNew(f"{self.path.name} was written by a newer Previz; update Previz to change it")
        if path == self.path:
            self.compact()
            return
        if self._pending:
            self.flush()
        with guarded(path):
            lock = WriterLock(path)
        try:
            self._copy(path, overwrite)
            database = Database(path, readonly=False)
        except BaseException:
            lock.release()
            raise
        old, old_lock = self._database, self._lock
        self._use(database, lock)
        self.notice = ""
        old.close()
        if old_lock is not None:
            old_lock.release()
        if document is not None:
            self.save(document)

    def _copy(self, path: Path, overwrite: bool) -> None:
        store_database.check_free(path, overwrite)
        self._database.copy_to(path)

    def compact(self) -> None:
        """Give back the room of what was removed."""
        if self._pending:
            self.flush()
        self._database.compact()

    # ------------------------------------------------------------------------------------ pictures
    def put_blob(self, data: bytes, name: str) -> str:
        """Keep bytes under their sha256, which is returned; ``name`` is seen when unpacking."""
        with self._database.transaction():
            return self._blobs.put(data, name)

    def blob(self, hash: str) -> bytes:
        """Raises FileDamaged when the file does not hold it, or not unharmed."""
        return self._blobs.get(hash)

    def has_blob(self, hash: str) -> bool:
        return self._blobs.name(hash) is not None

    def add_take(
        self,
        document: Document,
        take: Take,
        *,
        image: bytes | str,
        request: bytes,
        name: str = "",
        job_id: str | None = None,
    ) -> Take:
        """Write pictures and take in one transaction, then record the take in the document.

        ``image``: the bytes of the picture, or what `put_blob` called them when it kept them.
        ``image`` and ``request`` of the take may be "" and are filled in. ``name`` is what people see when
        they unpack, "12A-1-take-3", also where `put_blob` was told another number. A job becomes done in
        the same transaction. Returns the take.
        Raises ValueError for a hash that does not fit, BadProject as `Document.record` does, FileError.
        """
        hashes = image if isinstance(image, str) else blob_hash(image), blob_hash(request)
        if isinstance(image, str) and not self.has_blob(image):
            raise ValueError(f"the file holds no picture {hashes[0][:12]!r} for take {take.id!r}")
        for given, found in zip((take.image, take.request), hashes, strict=True):
            if given and given != found:
                raise ValueError(f"take {take.id!r} says {given[:12]} and its bytes say {found[:12]}")
        take = msgspec.structs.replace(take, image=hashes[0], request=hashes[1])
        checked = document.check_record(take)
        name = name or f"{take.panel_id}-{take.number}"
        with self._database.transaction():
            if isinstance(image, bytes):
                self._blobs.put(image, take_file(name, image))
            elif not any(one.image == image for one in document.of(Take)):
                self._blobs.rename(image, f"takes/{name}")
            self._blobs.put(request, f"requests/{name}.json")
            self._rows.write({**self._pending, take.id: (None, checked)})
            if job_id is not None:
                self.jobs.change(job_id, "done")
        self._pending.clear()
        if document is self._document:
            self._written.add(take.id)
        document.record(checked, f"Take {take.number}")
        return take

    # ------------------------------------------------------------------------------------- versions
    def save_version(self, name: str) -> Version:
        """Keep the whole state under a name. Takes, notes and verdicts are never part of it: they stay."""
        if self._pending:
            self.flush()
        return self._versions.save(name, self._rows.raw())

    def versions(self) -> list[Version]:
        """The oldest first."""
        return self._versions.all()

    def open_version(self, number: int) -> Document:
        """The document as it was then, to look at; with all takes and notes of today."""
        then = self._rows.decoded(self._versions.rows(number))
        history = [entity for entity in self._rows.load() if entity.kind in HISTORY_KINDS]
        return Document([*then, *history])

    def restore_version(self, document: Document, number: int) -> Edit:
        """Make the document what it was then, as an edit that can be undone."""
        rows = self._versions.rows(number)
        then = {entity.id: entity for entity in self._rows.decoded(rows)}
        self._rows.remember(rows)
        with document.edit(f"Return to “{self._versions.one(number).name}”") as edit:
            for entity in document:
                if entity.id not in then and entity.kind not in HISTORY_KINDS:
                    edit.remove(entity.id)
            for entity in then.values():
                edit.put(entity)
        assert edit.made is not None
        return edit.made

    # -------------------------------------------------------------------------------------- checking
    def verify(self) -> list[str]:
        """One line for each thing wrong with the file; empty when it is sound."""
        if self._pending:
            self.flush()
        return problems(self._database)

    def info(self) -> dict[str, Any]:
        """What is in the file, for people and for `previz info`."""
        value = self._database.value
        kinds: dict[str, int] = dict(
            self._database.rows("SELECT kind, count(*) FROM entity GROUP BY kind ORDER BY kind")
        )
        last = self._database.row("SELECT hash FROM ledger ORDER BY number DESC LIMIT 1")
        with guarded(self.path):
            size_bytes = self.path.stat().st_size
        return {
            "path": str(self.path),
            "format": self._database.format,
            "writable": os.access(self.path, os.W_OK) and self._database.format <= FORMAT,
            "notice": self.notice,
            "size_bytes": size_bytes,
            "entities": {kind: count for kind, count in kinds.items() if kind in KINDS},
            "unknown": {kind: count for kind, count in kinds.items() if kind not in KINDS},
            "blobs": value("SELECT count(*) FROM blob"),
            "blob_bytes": value("SELECT coalesce(sum(length(data)), 0) FROM sqlar"),
            "verdicts": value("SELECT count(*) FROM ledger"),
            "ledger_hash": last[0] if last else "",
            "pending_jobs": len(self.jobs.pending()),
            "versions": [version.name for version in self.versions()],
        }


def _fill(connection: sqlite3.Connection, document: Document) -> None:
    """Every entity as a row."""
    connection.executemany(
        INSERT, ((e.id, e.kind, KIND_VERSION[e.kind], rules.encode(e).decode()) for e in document)
    )


def _tidy(jobs: Jobs, database: Database) -> None:
    """A file that cannot be tidied is a file all the same."""
    with suppress(FileError):
        jobs.forget_finished()
        remove_orphans(database)


def take_file(name: str, image: bytes) -> str:
    """Where a picture lies in the archive."""
    return f"takes/{name}{_suffix(image)}"


def _suffix(image: bytes) -> str:
    if image.startswith(b"\x89PNG"):
        return ".png"
    return ".jpg" if image.startswith(b"\xff\xd8") else ".bin"
