"""Where a file may be written: what would fail after minutes of work, or harm a project, is said at once."""

from __future__ import annotations

import errno
import os
import re
import time
from pathlib import Path

from previz.errors import ExportError

PROJECT_MARK = b"SQLite format 3\0"


def check_target(path: Path) -> None:
    """Raises ExportError for a folder, a missing folder, no permission, and a project in that place."""
    if path.is_dir():
        raise ExportError(f"{path} is a folder; give the name of a file in it.")
    if not path.parent.is_dir():
        raise ExportError(f"The folder {path.parent} does not exist; make it or choose another.")
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise ExportError(f"{path} cannot be written: no permission; choose another folder.")
    spare_project(path)


def spare_project(path: Path) -> None:
    """Nothing that is exported replaces a project. Raises ExportError."""
    try:
        with path.open("rb") as file:
            mark = file.read(len(PROJECT_MARK))
    except OSError:
        return  # what cannot be read is told when it is written
    if mark == PROJECT_MARK:
        raise ExportError(f"{path} is a project; give the export another name.")


def replace_file(path: Path, data: bytes) -> None:
    """Write beside, then rename: the old file stays whole until the new one is. Raises ExportError."""
    beside = path.with_name(f".{path.name[:60]}.{os.getpid()}-{time.monotonic_ns()}.part")
    try:
        with open(beside, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise not_written(path, error) from error


def file_name(number: str) -> str:
    """A shot's number as part of a file's name."""
    return re.sub(r"[^\w.-]+", "_", number) or "shot"


def not_written(path: Path, error: OSError) -> ExportError:
    """What happened to a file that was to be written, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return ExportError(f"{path} cannot be written: the disk is full; make room or choose another.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ExportError(f"{path} cannot be written: no permission; choose another folder.")
    return ExportError(f"{path} cannot be written ({error.strerror or error}); choose another place.")
