"""Close focus and image circle, typed as the rental house says them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from previz.studio.checking import Checking
from previz.ui.settings.card import SettingsCard
from previz.ui.window import Window
from tests.films import CLOSE


def entry(window: Window, name: str) -> QLineEdit:
    window.commands.settings("Camera")
    card = window.commands.overlay
    assert isinstance(card, SettingsCard)
    return next(one for one in card.findChildren(QLineEdit) if one.accessibleName().startswith(name))


def type_into(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_a_close_focus_that_is_typed_is_kept_and_finds_what_is_nearer(open_window: Window) -> None:
    session = open_window.session
    assert session is not None
    steps = len(session.document.history)
    line = entry(open_window, "Close focus of")
    assert line.text() == ""
    assert line.placeholderText() == "unknown"
    type_into(line, "2m")
    assert session.project.package.lens_sets[0].close_focus_m == 2.0
    assert len(session.document.history) == steps + 1
    found = [one for one in Checking(session.studio).film() if one.rule == "close-focus"]
    assert [one.before_id for one in found] == [CLOSE]
    assert "the lens focuses from 2.00 m" in found[0].text
    line = entry(open_window, "Close focus of")
    line.setFocus()
    line.clear()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert session.project.package.lens_sets[0].close_focus_m is None


@pytest.mark.parametrize("text", ["soon", "900 m", "-1", "+2"])
def test_what_is_no_close_focus_is_told_and_put_back(open_window: Window, text: str) -> None:
    session = open_window.session
    assert session is not None
    steps = len(session.document.history)
    line = entry(open_window, "Close focus of")
    type_into(line, text)
    assert line.text() == ""
    assert session.project.package.lens_sets[0].close_focus_m is None
    assert len(session.document.history) == steps


def test_an_image_circle_is_typed_in_millimetres(open_window: Window) -> None:
    session = open_window.session
    assert session is not None
    type_into(entry(open_window, "Image circle of"), "46.3")
    assert session.project.package.lens_sets[0].image_circle_mm == 46.3
