"""Project settings: every change is one edit, and what is in use cannot go."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from previz.studio import Studio
from previz.ui import tokens
from previz.ui.controls import Choice, Field, ToolButton
from previz.ui.session import Session
from previz.ui.settings.card import SettingsCard
from previz.ui.settings.pages import DELIVERIES, PAGES, read_aspect
from previz.ui.settings.parts import Adder
from previz.ui.window import Window


def opened(window: Window, page: str) -> SettingsCard:
    window.commands.settings(page)
    card = window.commands.overlay
    assert isinstance(card, SettingsCard)
    return card


def session(window: Window) -> Session:
    assert window.session is not None
    return window.session


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(open_window: Window, page: str) -> None:
    card = opened(open_window, page)
    assert card.page == page
    assert card.isVisible()


def test_the_title_is_written_when_the_line_is_left(open_window: Window) -> None:
    card = opened(open_window, "Film")
    line = next(line for line in card.findChildren(QLineEdit) if line.objectName() == "setting.title")
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "Night Shift")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert session(open_window).project.title == "Night Shift"
    assert session(open_window).document.history[-1].label == "Project: title"


def test_units_are_chosen_with_the_keyboard(open_window: Window) -> None:
    card = opened(open_window, "Film")
    choice = next(choice for choice in card.findChildren(Choice) if choice.objectName() == "setting.units")
    choice.box.setFocus()
    QTest.keyClick(choice.box, Qt.Key.Key_Down)
    assert session(open_window).project.units == "imperial"
    assert "feet" in open_window.status_bar._facts.text()


def test_the_language_of_the_film_is_chosen_undone_and_kept(open_window: Window, small_film: Path) -> None:
    film = session(open_window)
    with film.document.edit("Portuguese") as edit:
        edit.update("project", language="pt-BR")
    card = opened(open_window, "Film")
    choice = next(choice for choice in card.findChildren(Choice) if choice.objectName() == "setting.language")
    assert choice.value == "pt-BR", "what the file says is among them"
    choice.box.setFocus()
    QTest.keyClick(choice.box, Qt.Key.Key_Home)
    QTest.keyClick(choice.box, Qt.Key.Key_Down)
    assert film.project.language == "de"
    assert film.document.history[-1].label == "Project: language"
    film.undo()
    assert film.project.language == "en"
    film.redo()
    open_window.close_project()
    with Studio.open(small_film, read_only=True) as again:
        assert again.document.project.language == "de"


def test_a_body_and_lenses_are_added_by_name(open_window: Window) -> None:
    card = opened(open_window, "Camera")
    adder = card.findChildren(Adder)[0]
    wanted = next(place for place in range(adder.count()) if "Mini LF" in adder.itemText(place))
    adder.activated.emit(wanted)
    bodies = session(open_window).project.package.bodies
    assert "Mini LF" in bodies[-1].sensor.name
    assert bodies[-1].label not in {body.label for body in bodies[:-1]}
    assert len({body.id for body in bodies}) == len(bodies)


def test_modes_of_one_camera_say_that_they_are_no_second_camera(open_window: Window) -> None:
    card = opened(open_window, "Camera")
    said = [one.text() for one in card.findChildren(QLabel) if "mode 2 of camera" in one.text()]
    assert [words.rpartition(", ")[2] for words in said] == ["mode 2 of camera A"]


def test_what_a_shot_uses_stays(open_window: Window, qtbot) -> None:  # type: ignore[no-untyped-def]
    film = session(open_window)
    first = film.project.package.framelines[0]
    with film.edit("Use it") as edit:
        edit.update("full", frameline_id=first.id)
    card = opened(open_window, "Frames")
    remove = next(b for b in card.findChildren(ToolButton) if b.accessibleName() == f"Remove {first.name}")
    QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert film.project.package.framelines[0] == first
    assert "in use by one shot" in open_window.message_bar.text


def test_another_becomes_the_default(open_window: Window) -> None:
    film = session(open_window)
    second = film.project.package.framelines[1]
    card = opened(open_window, "Frames")
    up = next(
        b for b in card.findChildren(ToolButton) if b.accessibleName() == f"Make {second.name} the default"
    )
    QTest.mouseClick(up, Qt.MouseButton.LeftButton)
    assert film.project.package.framelines[0] == second


def test_a_delivery_is_added_once(open_window: Window) -> None:
    film = session(open_window)
    card = opened(open_window, "Frames")
    adder = card.findChildren(Adder)[-1]
    place = list(DELIVERIES).index("UHD")
    adder.activated.emit(place)
    adder.activated.emit(place)
    assert [one.name for one in film.project.package.deliveries].count("UHD") == 1


@pytest.mark.parametrize(
    ("text", "aspect"),
    [("2.39", 2.39), ("2,39", 2.39), ("16:9", 16 / 9), (" 4 : 3 ", 4 / 3), ("2.39:1", 2.39)],
)
def test_aspects_are_read_as_people_write_them(text: str, aspect: float) -> None:
    assert read_aspect(text) == pytest.approx(aspect)


@pytest.mark.parametrize("text", ["", "wide", "0", "1:0", "99", "-2.39", "nan"])
def test_what_is_no_aspect_is_refused(text: str) -> None:
    assert read_aspect(text) is None


def test_the_inspector_leads_to_the_camera_package(open_window: Window) -> None:
    session(open_window).settings_wanted.emit("Camera")
    card = open_window.commands.overlay
    assert isinstance(card, SettingsCard)
    assert card.page == "Camera"


@pytest.mark.parametrize("page", ["Film", "Camera", "Frames"])
def test_all_that_is_filled_in_is_of_one_height(open_window: Window, page: str) -> None:
    card = opened(open_window, page)
    QApplication.processEvents()
    parts = [part for kind in (QLineEdit, QComboBox, Field) for part in card.findChildren(kind)]
    shown = [part for part in parts if not isinstance(part.parent(), (QComboBox, Field))]
    assert {part.height() for part in shown} == {tokens.HEIGHT_ROW}


def test_what_completes_a_name_is_a_list_as_the_others(open_window: Window, qtbot: QtBot) -> None:
    """Its rows had no padding, and the last stood half over the edge."""
    adder = opened(open_window, "Camera").findChildren(Adder)[0]
    line, completer = adder.lineEdit(), adder.completer()
    assert line is not None
    assert completer is not None
    line.setFocus()
    qtbot.keyClicks(line, "mini")
    shown = completer.popup()
    qtbot.waitUntil(shown.isVisible)
    whole = completer.maxVisibleItems()
    rows = [shown.visualRect(completer.completionModel().index(row, 0)) for row in range(whole)]
    assert {row.height() for row in rows} == {26}
    assert rows[-1].bottom() <= shown.viewport().height()
    shown.hide()
