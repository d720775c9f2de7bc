"""Fixtures that every room uses."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.films import make_small_film

os.environ["TZ"] = "UTC"  # moments are told in local time; child processes have it, too
if hasattr(time, "tzset"):
    time.tzset()


@pytest.fixture(scope="session")
def small_film_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_film(tmp_path_factory.mktemp("film") / "small.previz")


@pytest.fixture
def small_film(small_film_master: Path, tmp_path: Path) -> Path:
    """A .previz file of one's own."""
    return Path(shutil.copy(small_film_master, tmp_path / "small.previz"))
