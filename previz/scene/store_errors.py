"""The boundary to sqlite3 and the file system: their errors become one clear line each."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from previz.errors import FileDamaged, FileError, FileLocked, FileNotWritable

_FULL = "the disk is full; free some space, nothing that was saved before is lost"
_READ_ONLY = "it may not be written; allow writing, open it read-only, or save a copy elsewhere"
_BROKEN = "the file is damaged; return to a backup"


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Inside, sqlite3 and operating system errors about ``path`` are raised as FileError."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise  # a mistake of ours, not of the file
    except sqlite3.Error as error:
        raise explained(path, error) from error
    except OSError as error:
        raise explained_os(path, error) from error


def explained(path: Path, error: sqlite3.Error) -> FileError:
    """The FileError for an error of SQLite, by its primary result code."""
    code = (getattr(error, "sqlite_errorcode", None) or sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return FileDamaged(f"{path.name} is not a Previz project; choose a .previz file")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT):
        return FileDamaged(f"{path.name}: {_BROKEN} ({error})")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return FileLocked(f"{path.name}: another program is busy with the file; try again in a moment")
    if code == sqlite3.SQLITE_FULL:
        return FileNotWritable(f"{path.name}: {_FULL}")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return FileNotWritable(f"{path.name}: {_READ_ONLY} ({error})")
    if code == sqlite3.SQLITE_IOERR:
        return FileNotWritable(
            f"{path.name}: the disk refused to read or write ({error}); check disk and cable"
        )
    if code == sqlite3.SQLITE_TOOBIG:
        return FileNotWritable(f"{path.name}: a picture is too large for the file (over 1 GB)")
    return FileDamaged(f"{path.name}: {_BROKEN} ({error})")


def explained_os(path: Path, error: OSError) -> FileError:
    """The FileError for an error of the operating system."""
    if isinstance(error, FileNotFoundError):
        return FileError(f"{path}: there is no such file or folder; check the path")
    if isinstance(error, IsADirectoryError):
        return FileError(f"{path} is a folder; choose a .previz file in it")
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return FileNotWritable(f"{path.name}: {_FULL}")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return FileNotWritable(f"{path.name}: {_READ_ONLY} ({error.strerror})")
    return FileError(f"{path.name}: {error.strerror or error}; check the disk and try again")
