"""What the window remembers about a person and a machine; nothing of it belongs to a project."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

RECENT = 12


def _settings() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "previz", "previz")


def recent() -> list[Path]:
    """Projects that were open, the latest first; those that are still there."""
    value = _settings().value("recent", [])
    texts = value if isinstance(value, list) else [value]  # a list of one comes back as its member
    return [path for path in map(Path, filter(None, texts)) if path.is_file()]


def remember_recent(path: Path) -> None:
    path = path.resolve()
    paths = [path, *(other for other in recent() if other != path)][:RECENT]
    _settings().setValue("recent", [str(other) for other in paths])


def layout(name: str) -> QByteArray:
    """How the panels of a room, or the window, were left; empty when nobody changed them."""
    value = _settings().value(f"layout/{name}")
    return value if isinstance(value, QByteArray) else QByteArray()


def remember_layout(name: str, state: QByteArray) -> None:
    _settings().setValue(f"layout/{name}", state)


def forget_layouts() -> None:
    settings = _settings()
    settings.remove("layout")


def folder() -> Path:
    """Where the last project was opened or saved."""
    kept = Path(str(_settings().value("folder", "")) or Path.home())
    return kept if kept.is_dir() else Path.home()


def remember_folder(path: Path) -> None:
    _settings().setValue("folder", str(path))


def person() -> str:
    """The name under which this person approves; "" until it was given once."""
    return str(_settings().value("person", ""))


def remember_person(name: str) -> None:
    _settings().setValue("person", name)


def carries() -> bool:
    """Whether who sits on a piece, and what lies on it, is moved with it."""
    return str(_settings().value("carries", "true")) != "false"


def remember_carries(on: bool) -> None:
    _settings().setValue("carries", "true" if on else "false")
