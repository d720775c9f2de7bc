"""Locks of the operating system on files: each ends with its process, however that dies.

Process numbers would not do: systems use them again.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _seize(descriptor: int, *, wait: bool) -> None:
        """Raises OSError when another holds it; ``wait`` gives up after ten seconds."""
        msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _seize(descriptor: int, *, wait: bool) -> None:
        """Raises OSError (BlockingIOError when another holds it)."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
"""What file systems answer that know no locks."""
_BUSY = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What they answer where another holds it."""


class NoLocks(Exception):
    """The file system knows no locks: nobody can tell what is somebody's."""


def opened(path: Path) -> int:
    """The descriptor of a file to be held, which is made where there is none; whoever closes it lets go."""
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def hold(descriptor: int, *, wait: bool) -> bool:
    """Take the lock; False where there are no locks. Raises OSError when another holds it."""
    try:
        _seize(descriptor, wait=wait)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return False
        raise
    return True


def taken(path: Path) -> int | None:
    """A lock file that is there only while somebody works: its descriptor, for `let_go`; None while another
    holds it. Raises NoLocks, OSError."""
    while True:
        held = opened(path)
        try:
            if not hold(held, wait=False):
                let_go(path, held)
                raise NoLocks
            if _is_at(held, path):
                return held
        except OSError as error:
            os.close(held)
            if error.errno in _BUSY:
                return None
            raise
        os.close(held)  # whoever had it took the file away meanwhile


def let_go(path: Path, held: int) -> None:
    """The lock and its file."""
    if sys.platform == "win32":  # no file is removed there that is open
        os.close(held)
        with suppress(OSError):
            path.unlink()
        return
    path.unlink(missing_ok=True)
    os.close(held)


def _is_at(held: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(held), path.stat())
    except FileNotFoundError:
        return False
