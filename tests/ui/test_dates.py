"""Moments as they are read in the window: where it stands, short, and nonsense as it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from previz.ui.dates import short_day, short_moment

YEAR = datetime.now(UTC).year


@pytest.fixture
def in_auckland(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Twelve hours east of UTC in June."""
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("in_auckland")
def test_a_moment_is_told_by_the_clock_on_this_wall() -> None:
    assert short_moment(f"{YEAR}-06-15T21:52:00+00:00") == "16 Jun 09:52"
    assert short_moment(f"{YEAR}-06-15T21:52:00.123Z") == "16 Jun 09:52"
    assert short_day(f"{YEAR}-06-15T21:52:00+00:00") == "16 Jun"
    assert short_day("2019-06-15T09:52:00+00:00") == "15 Jun 2019", "another year is said"


@pytest.mark.parametrize("words", ["", "yesterday", "2026-13-40T00:00:00"])
def test_what_is_no_moment_stays_as_it_was_written(words: str) -> None:
    assert short_day(words) == short_moment(words) == words
