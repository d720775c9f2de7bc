"""Frames that were asked for, as rows: pending work survives a restart."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Literal

import msgspec

from previz.errors import NotFound
from previz.scene.model import Value
from previz.scene.store_database import Database, now

State = Literal["queued", "running", "done", "failed", "cancelled"]
_COLUMNS = "id, panel_id, request, state, reason, made_at, changed_at"
_PENDING = "('queued', 'running')"


class Job(Value, frozen=True, kw_only=True):
    id: str
    panel_id: str
    request: str
    """Blob hash of the request."""
    state: State = "queued"
    reason: str = ""
    """Why it failed, in one line."""
    made_at: str = ""
    changed_at: str = ""


class Jobs:
    def __init__(self, database: Database) -> None:
        self._database = database

    def together(self) -> AbstractContextManager[None]:
        """Jobs and blobs of the block come into the file as one, or not at all: the disk is waited for once.

        Raises FileError.
        """
        return self._database.transaction()

    def add(self, id: str, panel_id: str, request: str) -> Job:
        """Queue a job; raises ValueError when the id exists."""
        with self._database.transaction():
            if self._find(id) is not None:
                raise ValueError(f"job {id!r} exists already")
            at = now()
            job = Job(id=id, panel_id=panel_id, request=request, made_at=at, changed_at=at)
            self._database.run(
                f"INSERT INTO job({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", msgspec.structs.astuple(job)
            )
            return job

    def change(self, id: str, state: State, reason: str = "") -> Job:
        """Raises NotFound, ValueError for an unknown state."""
        with self._database.transaction():
            job = self._find(id)
            if job is None:
                raise NotFound(f"job {id!r} is not in {self._database.path.name}")
            changed = msgspec.structs.asdict(job) | {"state": state, "reason": reason, "changed_at": now()}
            job = msgspec.convert(changed, Job)
            self._database.run(
                "UPDATE job SET state = ?, reason = ?, changed_at = ? WHERE id = ?",
                (job.state, job.reason, job.changed_at, id),
            )
            return job

    def all(self) -> list[Job]:
        """The oldest first."""
        return [_job(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM job ORDER BY rowid")]

    def pending(self) -> list[Job]:
        """Queued or running, the oldest first; after a restart "running" means that it was cut off."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM job WHERE state IN {_PENDING} ORDER BY rowid")
        return [_job(row) for row in rows]

    def is_pending(self, id: str) -> bool:
        return (
            self._database.row(f"SELECT 1 FROM job WHERE id = ? AND state IN {_PENDING}", (id,)) is not None
        )

    def arrange(self, ids: Sequence[str]) -> None:
        """Let queued jobs come in this order, behind all others; ids that are not there are left out."""
        last = "(SELECT max(rowid) + 1 FROM job)"
        with self._database.transaction():
            for id in ids:
                self._database.run(f"UPDATE job SET rowid = {last} WHERE id = ? AND state = 'queued'", (id,))

    def forget_finished(self) -> None:
        """Drop the rows of jobs that are over; their takes stay."""
        with self._database.transaction():
            self._database.run(f"DELETE FROM job WHERE state NOT IN {_PENDING}")

    def _find(self, id: str) -> Job | None:
        row = self._database.row(f"SELECT {_COLUMNS} FROM job WHERE id = ?", (id,))
        return None if row is None else _job(row)


def _job(row: tuple[object, ...]) -> Job:
    return Job(**dict(zip(_COLUMNS.split(", "), row, strict=True)))  # type: ignore[arg-type]
