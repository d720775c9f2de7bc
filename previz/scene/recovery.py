"""Untitled projects: files in the user's data folder until they get a name.

They are ordinary .previz files and are saved like any other. What a crash leaves there is offered for
recovery; a project that has a name is whole at its own place and needs none.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from previz.errors import FileError, FileLocked
from previz.scene.model import Panel, Shot
from previz.scene.store import Store
from previz.scene.store_errors import guarded
from previz.scene.store_lock import WriterLock, is_locked


@dataclass(frozen=True)
class Unfinished:
    path: Path
    title: str
    changed_at: datetime
    shots: int
    panels: int
    problem: str = ""
    """Why it cannot be opened, in one line; "" when it can."""


def folder() -> Path:
    """Where untitled projects live; made when it is not there. Raises FileError."""
    path = platformdirs.user_data_path("previz", appauthor=False) / "untitled"
    with guarded(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


def new_path() -> Path:
    """A path in `folder` that no file has."""
    stem = datetime.now().strftime("untitled %Y-%m-%d %H-%M-%S")
    place = folder()
    path, number = place / f"{stem}.previz", 2
    while path.exists():
        path, number = place / f"{stem} {number}.previz", number + 1
    return path


def is_untitled(path: Path) -> bool:
    return path.resolve().parent == folder().resolve()


def unfinished() -> list[Unfinished]:
    """Untitled projects that no living window holds, the latest first; those that cannot be read too."""
    found = []
    for path in folder().glob("*.previz"):
        if is_locked(path):
            continue
        with contextlib.suppress(FileNotFoundError):  # another window has just given it a name
            found.append(_looked_at(path))
    return sorted(found, key=lambda entry: entry.changed_at, reverse=True)


def discard(path: Path) -> None:
    """Delete an untitled project for good. Raises ValueError for any other file, FileLocked when in use."""
    if not is_untitled(path):
        raise ValueError(f"{path} is not an untitled project")
    with guarded(path):
        lock = WriterLock(path)
        try:
            path.unlink(missing_ok=True)
            path.with_name(path.name + "-journal").unlink(missing_ok=True)
        finally:
            lock.release()


def _looked_at(path: Path) -> Unfinished:
    changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    try:
        store, document = Store.open(path, readonly=True)
    except FileLocked:
        raise
    except FileError as error:
        return Unfinished(path, path.stem, changed_at, 0, 0, str(error))
    with store:
        title = document.project.title
        return Unfinished(path, title, changed_at, len(document.of(Shot)), len(document.of(Panel)))
