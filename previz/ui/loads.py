"""What is dragged from the library: how it is written down, and read where it is dropped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QMimeData

MIME = "application/x-previz-"
KINDS = ("person", "piece", "pose", "set")
"""What a stage takes."""


@dataclass(frozen=True)
class Load:
    """What is being dragged: its kind, its key and whatever else the library says of it."""

    kind: str
    key: str
    extra: dict[str, Any]


def load_of(data: QMimeData) -> Load | None:
    """None for what the stage does not take."""
    for kind in KINDS:
        if data.hasFormat(MIME + kind):
            return _read(kind, bytes(data.data(MIME + kind).data()))
    return None


def _read(kind: str, payload: bytes) -> Load | None:
    try:
        value = json.loads(payload.decode("utf-8"))
    except ValueError:
        return None
    if isinstance(value, str):
        return Load(kind, value, {})
    if isinstance(value, dict) and isinstance(value.get("key"), str):
        return Load(kind, value["key"], {name: value[name] for name in value if name != "key"})
    return None
