"""What is dragged, from the library or from outside: how it is read where it is dropped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDropEvent

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


def files_of(event: QDropEvent) -> list[Path]:
    """Files of this machine that are dragged in from outside."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def take_copy(event: QDropEvent) -> None:
    """Whoever is told that a file was moved takes it away."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
