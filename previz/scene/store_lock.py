"""One writer at a time, across processes and hosts.

The lock is an operating system lock on a small hidden file beside the project, so it ends with the
process that holds it, however that dies. What may be left behind is the small file, which blocks nobody.
The project file itself is not locked: closing a second descriptor of it would drop SQLite's own locks.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import socket
import sys
import time
from datetime import datetime
from pathlib import Path

from previz.errors import FileLocked

if sys.platform == "win32":
    import msvcrt

    def _seize(descriptor: int) -> None:
        """Lock one byte far behind the text, which others must be able to read. Raises OSError."""
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _seize(descriptor: int) -> None:
        """Raises OSError (BlockingIOError when another holds it)."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def lock_path(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


class WriterLock:
    """Held from construction to `release`; raises FileLocked naming the holder, OSError for the folder."""

    def __init__(self, path: Path) -> None:
        self._path = lock_path(path)
        self._descriptor = self._take(path)
        text = json.dumps(
            {"user": user_name(), "host": socket.gethostname(), "pid": os.getpid(), "since": _now()}
        )
        try:
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, text.encode())
        except OSError:  # a full disk has room for an empty file
            self.release()
            raise

    def _take(self, path: Path) -> int:
        patience = 2  # somebody may only be looking, see `is_locked`
        while True:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                _seize(descriptor)
                if self._is_current(descriptor):
                    return descriptor
            except (BlockingIOError, PermissionError) as error:
                os.close(descriptor)
                patience -= 1
                if patience:
                    time.sleep(0.05)
                    continue
                raise FileLocked(
                    f"{path.name} is open for writing {holder(path)}; close it there, or open it read-only"
                ) from error
            except OSError:
                os.close(descriptor)
                raise
            os.close(descriptor)

    def _is_current(self, descriptor: int) -> bool:
        """False when the former holder removed the file between our open and our lock."""
        try:
            return os.path.samestat(os.fstat(descriptor), os.stat(self._path))
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Remove the small file and let go; harmless when done twice."""
        if self._descriptor < 0:
            return
        if sys.platform == "win32":
            os.close(self._descriptor)
            with contextlib.suppress(OSError):
                self._path.unlink()
        else:
            with contextlib.suppress(OSError):
                self._path.unlink()
            os.close(self._descriptor)
        self._descriptor = -1


def holder(path: Path) -> str:
    """ "by anna on set-mac (process 4711, since 14:02)", from what the holder wrote."""
    try:
        found = json.loads(lock_path(path).read_text("utf-8"))
        return f"by {found['user']} on {found['host']} (process {found['pid']}, since {found['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "in another window"


def is_locked(path: Path) -> bool:
    """True while a living process writes the file."""
    try:
        descriptor = os.open(lock_path(path), os.O_RDWR)
    except OSError:
        return False
    try:
        _seize(descriptor)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def user_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "someone"


def _now() -> str:
    return datetime.now().strftime("%Y-%m-%d %H:%M")
