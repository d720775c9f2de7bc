"""A folder for the frames of one run, which nobody has to clear away: not even after a kill.

Each run has a folder of its own under the user's cache and holds an operating system lock on a file in it
for as long as it lives. The lock ends with the process, however that dies, so a folder whose lock is free
belongs to nobody and the next run removes it. Process numbers would not do: systems use them again.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import platformdirs

from previz.errors import FileNotWritable
from previz.gen import disk, lock

_LOCK = ".lock"
"""In a run's folder: its run lives. In the root: somebody is making or sweeping folders."""


class Spool:
    """``with Spool() as folder:`` an empty folder of this run's own, gone afterwards.

    ``root`` holds the folders of all runs, by default in the user's cache. Raises FileNotWritable when
    no folder can be made there.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root if root is not None else default_root()
        self._folder = self._root / f"{os.getpid()}-{secrets.token_hex(4)}"
        self._lock: int | None = None

    def __enter__(self) -> Path:
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with _locked(self._root) as alone:
                if alone:
                    _sweep(self._root)
                self._folder.mkdir()
                self._lock = _open(self._folder)
                lock.hold(self._lock, wait=False)
        except OSError as error:
            self._leave()
            raise FileNotWritable(
                f"Frames in the making cannot be kept in {self._root}: {disk.reason(error)}."
            ) from error
        return self._folder

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def _leave(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
        shutil.rmtree(self._folder, ignore_errors=True)


def default_root() -> Path:
    return platformdirs.user_cache_path("previz", appauthor=False) / "spool"


def passing_root() -> Path:
    """Where the system keeps what passes, by a name of this user's own: others write there, too.

    Raises FileNotWritable where somebody else has taken that name.
    """
    root = Path(tempfile.gettempdir()) / "previz-spool"
    if sys.platform == "win32":  # that folder is a user's own there
        return root
    root = root.with_name(f"{root.name}-{os.getuid()}")
    try:
        root.mkdir(mode=0o700, exist_ok=True)
        found = root.lstat()
    except OSError as error:
        raise FileNotWritable(f"{root} cannot be used: {disk.reason(error)}.") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise FileNotWritable(f"{root} is not yours alone; remove it, or set TMPDIR to a folder of your own.")
    return root


def _sweep(root: Path) -> None:
    """Remove the folders of runs that are over. What cannot be judged or removed stays."""
    for folder in root.iterdir():
        if folder.is_dir() and not folder.is_symlink() and _is_over(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_over(folder: Path) -> bool:
    """The lock is free, or there is none: its run was killed before it made one, or while it left."""
    try:
        held = os.open(folder / _LOCK, os.O_RDWR)
    except OSError as error:
        return isinstance(error, FileNotFoundError)
    try:
        return lock.hold(held, wait=False)
    except OSError:
        return False
    finally:
        os.close(held)


@contextlib.contextmanager
def _locked(root: Path) -> Iterator[bool]:
    """One run at a time: a folder without a lock is then never one that is just being made. False where
    the file system knows no locks."""
    held = _open(root)
    try:
        yield lock.hold(held, wait=True)
    finally:
        os.close(held)


def _open(folder: Path) -> int:
    return lock.opened(folder / _LOCK)
