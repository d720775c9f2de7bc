"""Files that a person chooses and names that they give. The one place that opens the system's own dialogs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from previz.ui import preferences

PROJECTS = "Previz projects (*.previz)"


def file_to_open(window: QWidget, title: str, kinds: str = PROJECTS) -> Path | None:
    """None when the person thought better of it."""
    chosen, _ = QFileDialog.getOpenFileName(window, title, str(preferences.folder()), kinds)
    return Path(chosen) if chosen else None


def file_to_write(window: QWidget, title: str, name: str, kinds: str = PROJECTS) -> Path | None:
    """A path with the ending that ``name`` has; the system has asked before it replaces a file."""
    chosen, _ = QFileDialog.getSaveFileName(window, title, str(preferences.folder() / name), kinds)
    if not chosen:
        return None
    path, ending = Path(chosen), Path(name).suffix
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


def name_for(window: QWidget, title: str, prompt: str, suggested: str = "") -> str:
    """What they typed, without spaces around; "" when they thought better of it."""
    text, taken = QInputDialog.getText(window, title, prompt, text=suggested)
    return text.strip() if taken else ""
