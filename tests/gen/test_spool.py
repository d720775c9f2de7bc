from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from previz.errors import FileNotWritable
from previz.gen import lock
from previz.gen.spool import Spool, default_root

CHILD = """
import sys; sys.path[:0] = {path!r}
from pathlib import Path
from previz.gen.spool import Spool
with Spool(Path({root!r})) as folder:
    (folder / "take.png").write_bytes(b"much")
    print(folder, flush=True)
    sys.stdin.read()
"""


def runs(root: Path) -> set[Path]:
    return {path for path in root.iterdir() if path.is_dir()}


@pytest.fixture
def child(tmp_path: Path) -> subprocess.Popen[str]:
    """Another run that holds a folder until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", CHILD.format(path=sys.path, root=str(tmp_path))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def folder_of(child: subprocess.Popen[str]) -> Path:
    assert child.stdout is not None
    return Path(child.stdout.readline().strip())


def test_folder_is_there_within_and_gone_afterwards(tmp_path: Path) -> None:
    with Spool(tmp_path / "new" / "root") as folder:
        assert folder.parent == tmp_path / "new" / "root"
        assert folder.name.startswith(f"{os.getpid()}-")
        (folder / "guides").mkdir()
        (folder / "guides" / "a.npy").write_bytes(b"x")
    assert runs(tmp_path / "new" / "root") == set()


def test_folder_goes_when_the_run_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), Spool(tmp_path):
        raise ZeroDivisionError
    assert runs(tmp_path) == set()


def test_runs_of_one_process_do_not_share_or_sweep(tmp_path: Path) -> None:
    with Spool(tmp_path) as one, Spool(tmp_path) as two:
        assert runs(tmp_path) == {one, two}
    assert runs(tmp_path) == set()


def test_living_run_is_left_alone_and_a_killed_one_is_swept(
    tmp_path: Path, child: subprocess.Popen[str]
) -> None:
    theirs = folder_of(child)
    try:
        with Spool(tmp_path) as ours:
            assert runs(tmp_path) == {ours, theirs}
    finally:
        child.kill()
        child.wait(10)
    assert (theirs / "take.png").read_bytes() == b"much"
    with Spool(tmp_path) as ours:
        assert runs(tmp_path) == {ours}


def test_process_number_that_is_used_again_protects_nothing(tmp_path: Path) -> None:
    """The folder of a dead run with the number of a living process: this one."""
    stale = tmp_path / f"{os.getpid()}-0a0b0c0d"
    stale.mkdir()
    (stale / ".lock").touch()
    (tmp_path / "1-unfinished").mkdir()
    with Spool(tmp_path) as ours:
        assert runs(tmp_path) == {ours}


def test_only_folders_are_swept(tmp_path: Path) -> None:
    precious = tmp_path / "elsewhere"
    precious.mkdir()
    (precious / "film.previz").touch()
    root = tmp_path / "root"
    root.mkdir()
    (root / "notes.txt").touch()
    if os.name == "posix":
        (root / "link").symlink_to(precious)
    with Spool(root):
        pass
    assert (root / "notes.txt").exists()
    assert (precious / "film.previz").exists()


def test_disk_without_locks_is_used_and_never_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int, *, wait: bool) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_seize", refuse)
    other = tmp_path / "1-aaaa"
    other.mkdir()
    (other / ".lock").touch()
    with Spool(tmp_path) as ours:
        assert runs(tmp_path) == {ours, other}
    assert runs(tmp_path) == {other}


def test_unwritable_root_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileNotWritable, match="cannot be kept in"), Spool(tmp_path / "file"):
        pass

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(lock, "_seize", full)
    with pytest.raises(FileNotWritable, match="the disk is full; free some space"), Spool(tmp_path):
        pass
    assert runs(tmp_path) == set()


def test_default_root_is_in_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_root().name == "spool"
    if sys.platform == "linux":
        assert default_root() == tmp_path / "previz" / "spool"
