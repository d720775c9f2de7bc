"""No file is replaced that nobody was asked about, and no rule broken without a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from previz.ui import preferences
from previz.ui.questions import file_to_write, reason_for


def test_a_name_that_gets_its_ending_later_is_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    (tmp_path / "film.previz").write_text("kept", encoding="utf-8")
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answers.pop(0))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "film"), ""))
    assert file_to_write(window, "Hand off", "handed-off.previz") is None
    assert file_to_write(window, "Hand off", "handed-off.previz") == tmp_path / "film.previz"
    assert answers == []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "film.previz"), ""))
    assert file_to_write(window, "Hand off", "handed-off.previz") == tmp_path / "film.previz"


def test_a_reason_is_asked_for_with_a_name_that_is_remembered(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window, kept, met = QWidget(), ["Dana"], list[str]()
    qtbot.addWidget(window)
    monkeypatch.setattr(preferences, "person", lambda: kept[-1])
    monkeypatch.setattr(preferences, "remember_person", kept.append)

    def fill(why: str, name: str, button: QDialogButtonBox.StandardButton) -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        reason, who = dialog.findChildren(QLineEdit)
        (buttons,) = dialog.findChildren(QDialogButtonBox)
        ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        assert not ok.isEnabled(), "not without a reason"
        met.append(who.text())
        reason.setText(why)
        who.setText(name)
        buttons.button(button).click()

    ok, cancel = QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel
    QTimer.singleShot(0, lambda: fill(" On purpose. ", "Ines", ok))
    assert reason_for(window, "Waive", "Why?") == ("On purpose.", "Ines")
    QTimer.singleShot(0, lambda: fill("No.", "Teo", cancel))
    assert reason_for(window, "Waive", "Why?") is None
    assert met == ["Dana", "Ines"]
    assert kept == ["Dana", "Ines"], "who thought better of it is not remembered"
