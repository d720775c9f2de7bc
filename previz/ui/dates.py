"""When something was said or made, as somebody here reads it: local time, the year only of other years."""

from __future__ import annotations

from datetime import datetime

from previz.export.phrases import day, here


def short_day(at: str) -> str:
    """2026-11-26T09:52:00+00:00 → 26 Nov; what is no moment stays."""
    when = here(at)
    return _day(when) if when is not None else at


def short_moment(at: str) -> str:
    """2026-11-26T09:52:00+00:00 → 26 Nov 09:52, where the clock shows UTC; what is no moment stays."""
    when = here(at)
    return f"{_day(when)} {when:%H:%M}" if when is not None else at


def _day(when: datetime) -> str:
    told = day(when.date())
    return told.removesuffix(f" {datetime.now().astimezone().year}")
