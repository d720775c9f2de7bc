"""Where the workers of a window keep frames in the making."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

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


def test_without_a_cache_that_can_be_written_the_system_has_a_place(cache: Path, tmp_path: Path) -> None:
    cache.parent.parent.write_text("in the way")
    engine = Engine()
    (own,) = (path for path in (tmp_path / "previz-spool").iterdir() if path.is_dir())
    engine.close()
    assert not own.exists()
