"""Files that a person chooses and names that they give. The one place that opens the system's own dialogs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from previz.ui import preferences

PROJECTS = "Previz projects (*.previz)"


def file_to_open(
    window: QWidget, title: str, kinds: str = PROJECTS, folder: Path | None = None
) -> Path | None:
    """None when the person thought better of it. ``folder`` to begin in; None = that of the projects."""
    chosen, _ = QFileDialog.getOpenFileName(window, title, str(folder or preferences.folder()), kinds)
    return Path(chosen) if chosen else None


def folder_to_write(window: QWidget, title: str) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(window, title, str(preferences.folder()))
    return Path(chosen) if chosen else None


def file_to_write(window: QWidget, title: str, name: str, kinds: str = PROJECTS) -> Path | None:
    """A path with the ending that ``name`` has. Somebody has agreed that a file of that name is replaced."""
    chosen, _ = QFileDialog.getSaveFileName(window, title, str(preferences.folder() / name), kinds)
    if not chosen:
        return None
    path, ending = Path(chosen), Path(name).suffix
    if path.suffix.lower() == ending:
        return path
    path = path.with_name(path.name + ending)
    # The system has asked for the name without the ending alone.
    return path if not path.exists() or _replace(window, title, path) else None


def _replace(window: QWidget, title: str, path: Path) -> bool:
    question = f"{path.name} exists already. Replace it?"
    return QMessageBox.question(window, title, question) == QMessageBox.StandardButton.Yes


def name_for(window: QWidget, title: str, prompt: str, suggested: str = "") -> str:
    """What they typed, without spaces around; "" when they thought better of it."""
    text, taken = QInputDialog.getText(window, title, prompt, text=suggested)
    return text.strip() if taken else ""


def reason_for(window: QWidget, title: str, question: str) -> tuple[str, str] | None:
    """Why, and who says so, which is remembered for the next time; None when they thought better of it."""
    dialog = QDialog(window)
    dialog.setWindowTitle(title)
    reason, who = QLineEdit(), QLineEdit(preferences.person())
    reason.setMinimumWidth(360)
    asked = QLabel(question)
    asked.setWordWrap(True)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    may = buttons.button(QDialogButtonBox.StandardButton.Ok)
    may.setEnabled(False)
    reason.textChanged.connect(lambda text: may.setEnabled(bool(text.strip())))
    form = QFormLayout(dialog)
    form.addRow(asked)
    form.addRow("Reason", reason)
    form.addRow("Your name", who)
    form.addRow(buttons)
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    if not taken:
        return None
    name = who.text().strip()
    if name:
        preferences.remember_person(name)
    return reason.text().strip(), name
