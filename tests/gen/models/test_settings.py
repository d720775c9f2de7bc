"""What a person chose about models outlives a disk that was full while it was written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from previz.errors import FileNotWritable
from previz.gen.models.settings import ModelSettings, keep, kept


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_settings_are_whole_or_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    before = ModelSettings(folder="/models", offline=True)
    keep(before)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8, hard))
    try:
        with pytest.raises(FileNotWritable, match="cannot be written"):
            keep(ModelSettings(folder="/elsewhere", offline=True))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert kept() == before
