"""Where the workers of a window keep frames in the making."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from previz.errors import FileNotWritable
from previz.studio.engine import Engine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="paths of the XDG base directories")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path / "cache" / "previz" / "spool"


def test_what_a_killed_program_left_is_swept_by_the_next(cache: Path) -> None:
    left = cache / "12-dead"
    left.mkdir(parents=True)
    (left / "guide.npz").write_bytes(bytes(1000))
    engine = Engine()
    assert not left.exists()
    (own,) = (path for path in cache.iterdir() if path.is_dir())
    engine.close()
    assert not own.exists()


@pytest.fixture
def in_the_way(cache: Path) -> None:
    cache.parent.parent.write_text("in the way")


@pytest.mark.usefixtures("in_the_way")
def test_without_a_cache_that_can_be_written_the_system_has_a_place_for_each_user(tmp_path: Path) -> None:
    engine = Engine()
    root = tmp_path / f"previz-spool-{os.getuid()}"
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    (own,) = (path for path in root.iterdir() if path.is_dir())
    engine.close()
    assert not own.exists()


@pytest.mark.usefixtures("in_the_way")
@pytest.mark.parametrize("kind", ["open", "link", "another's", "file"])
def test_a_place_that_is_not_this_users_alone_is_refused(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / f"previz-spool-{os.getuid()}"
    (tmp_path / "own").mkdir(mode=0o700)
    if kind == "link":
        root.symlink_to(tmp_path / "own")
    elif kind == "file":
        root.touch(0o600)
    else:
        root.mkdir(mode=0o700)
        root.chmod(0o777 if kind == "open" else 0o700)
    if kind == "another's":
        me = os.getuid()
        monkeypatch.setattr(os, "getuid", lambda: me + 1)
        root.rename(root.with_name(f"previz-spool-{me + 1}"))
    with pytest.raises(FileNotWritable, match=r"previz-spool-[0-9]+ (is not yours alone|cannot be used)"):
        Engine()
    assert list((tmp_path / "own").iterdir()) == []
