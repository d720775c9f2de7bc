"""What a person types into a cell of the shot list, as a change of the shot."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from previz.errors import BadProject
from previz.export.fields import PRIORITIES, Field
from previz.scene import model

HINTS = {
    "duration_s": "seconds, like 3.5, or frames, like 84f, or 1:20",
    "setup_time_min": "minutes, like 20, or 1 h 30",
    "priority": "must, want or if time",
    "shoot_order": "a whole number",
}
_FRAMES = re.compile(r"(\d+)\s*f(?:r(?:ames?)?)?\.?")
_SECONDS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:s|sec|seconds|″|\")?\.?")
_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:[.,]\d+)?)")
_MINUTES = re.compile(r"(?:(\d+)\s*h(?:ours?|rs?)?)?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:m|min|minutes|′|')?\.?)?")
_WORDS = {3: ("must", "high", "a", "1st"), 2: ("want", "medium", "b"), 1: ("if time", "low", "c", "nice")}


def changed(shot: model.Shot, field: Field, text: str, frame_rate: float) -> dict[str, Any]:
    """The fields of the shot that differ once ``text`` stands in its cell; empty where nothing does.

    Raises BadProject for a computed column and for what cannot be read.
    """
    if not field.typed:
        raise BadProject(f"{field.head} is computed, and cannot be typed.")
    text = text.strip()
    if field.typed == "fields":
        own = {name: said for name, said in shot.fields.items() if name != field.head}
        wanted: dict[str, Any] = {"fields": {**own, field.head: text} if text else own}
    elif field.typed == "label":
        wanted = {"label": text or None, "label_locked": bool(text)}
    else:
        wanted = {field.typed: read_cell(field.typed, text, frame_rate)}
    return {name: value for name, value in wanted.items() if getattr(shot, name) != value}


def read_cell(name: str, text: str, frame_rate: float) -> Any:
    """What a field of the shot is when this was typed. Raises BadProject."""
    if name == "filters":
        return tuple(part.strip() for part in re.split(r"\s\+\s|,|;", text) if part.strip())
    if name in ("setup_time_min", "shoot_order") and not text:
        return None
    readers: dict[str, Callable[[], Any]] = {
        "duration_s": lambda: _duration_s(text, frame_rate),
        "setup_time_min": lambda: _minutes(text),
        "priority": lambda: _priority(text),
        "shoot_order": lambda: int(text) if text.isdigit() else None,
    }
    reader = readers.get(name)
    if reader is None:
        return text
    value = reader()
    if value is None:
        raise BadProject(f"“{text}” cannot be read; write {HINTS[name]}.")
    return value


def _duration_s(text: str, frame_rate: float) -> float | None:
    low = text.casefold()
    if match := _FRAMES.fullmatch(low):
        seconds = int(match[1]) / frame_rate
    elif match := _CLOCK.fullmatch(low):
        seconds = int(match[1] or 0) * 3600 + int(match[2]) * 60 + _number(match[3])
    elif match := _SECONDS.fullmatch(low):
        seconds = _number(match[1])
    else:
        return None
    return seconds if 0 < seconds < 1e6 else None


def _minutes(text: str) -> float | None:
    low = text.casefold()
    if match := re.fullmatch(r"(\d+):(\d\d)", low):
        return int(match[1]) * 60.0 + int(match[2])
    match = _MINUTES.fullmatch(low)
    if match is None or not (match[1] or match[2]):
        return None
    return int(match[1] or 0) * 60.0 + _number(match[2] or "0")


def _priority(text: str) -> int | None:
    low = text.casefold()
    for number, word in PRIORITIES.items():
        if low in (word.casefold(), str(number), *_WORDS[number]):
            return number
    return None


def _number(text: str) -> float:
    return float(text.replace(",", "."))
