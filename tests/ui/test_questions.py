"""No file is replaced that nobody was asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from previz.ui.questions import file_to_write


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
