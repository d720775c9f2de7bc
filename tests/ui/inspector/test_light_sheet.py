"""The light in the inspector: every hand on it is one edit of the scene, or of this shot."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.scene.lighting import Light
from previz.ui.controls import Choice, Field, Toggle
from previz.ui.inspector.light_sheet import LightSheet
from previz.ui.session import Session
from tests.films import FULL


@pytest.fixture
def lamp(session: Session) -> str:
    with session.edit("A lamp") as edit:
        edit.put(model.Item(id="lamp", stage_id="room", name="desk lamp", piece="lamp", order="z"))
        edit.put(model.Item(id="house", stage_id="room", name="house", piece="facade", order="y"))
    return "lamp"


@pytest.fixture
def sheet(session: Session, lamp: str, qtbot: QtBot) -> LightSheet:
    made = LightSheet(session)
    qtbot.addWidget(made)
    made.resize(320, 900)
    with qtbot.waitExposed(made):
        made.show()
    return made


def light(session: Session) -> Light:
    return session.document.need("s1", model.Scene).light


def field(sheet: LightSheet, name: str, of: str = "") -> Field:
    return next(
        one
        for one in sheet.findChildren(Field)
        if one.accessibleName().startswith(name) and one.accessibleDescription() == of
    )


def take(sheet: LightSheet, name: str, words: str) -> None:
    choice = next(one for one in sheet.findChildren(Choice) if one.box.accessibleName() == name)
    index = choice.box.findText(words)
    assert index >= 0
    choice.box.setCurrentIndex(index)
    choice.box.activated.emit(index)


def switch(sheet: LightSheet, qtbot: QtBot, name: str) -> None:
    toggle = next(one for one in sheet.findChildren(Toggle) if name in (one.text(), one.accessibleName()))
    assert toggle.isVisible()
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton, pos=toggle.rect().center())
    QApplication.processEvents()


def types(box: Field, qtbot: QtBot, text: str) -> None:
    assert box.isVisible()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    line = box.findChild(QLineEdit)
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_hour_and_weather_are_chosen(sheet: LightSheet, session: Session) -> None:
    take(sheet, "Time of day", "Golden hour")
    take(sheet, "Weather", "Rain")
    assert (light(session).time, light(session).weather) == ("golden hour", "rain")
    assert session.document.history[-1].label == "Weather"
    session.undo()
    assert light(session).weather == "clear"


def test_what_is_left_to_the_hour_is_not_shown(sheet: LightSheet) -> None:
    for name in ("From", "Above", "Colour", "Softness", "One sees", "Latitude"):
        assert not field(sheet, name).isVisible(), name
    assert field(sheet, "Key strength").isVisible()


def test_the_key_comes_from_a_side(sheet: LightSheet, session: Session, qtbot: QtBot) -> None:
    switch(sheet, qtbot, "Key from a side")
    types(field(sheet, "From"), qtbot, "-120")
    types(field(sheet, "Above"), qtbot, "15")
    assert (light(session).azimuth_deg, light(session).elevation_deg) == (-120, 15)
    switch(sheet, qtbot, "Key from a side")
    assert light(session).azimuth_deg is None
    assert not field(sheet, "From").isVisible()


@pytest.mark.parametrize(
    ("toggle", "name", "text", "read"),
    [
        ("Colour by hand", "Colour", "3200", lambda light: light.kelvin == 3200),
        ("Softness by hand", "Softness", "0.7", lambda light: light.softness == 0.7),
        ("Fog by hand", "One sees", "12", lambda light: light.visibility_m == 12),
    ],
)
def test_values_by_hand(
    sheet: LightSheet,
    session: Session,
    qtbot: QtBot,
    toggle: str,
    name: str,
    text: str,
    read: Callable[[Light], bool],
) -> None:
    switch(sheet, qtbot, toggle)
    types(field(sheet, name), qtbot, text)
    assert read(light(session))


def test_fill_and_rim(sheet: LightSheet, session: Session, qtbot: QtBot) -> None:
    switch(sheet, qtbot, "Rim light")
    types(field(sheet, "Strength", "Rim light"), qtbot, "1.2")
    rim = light(session).rim
    assert rim is not None
    assert rim.strength == 1.2
    assert light(session).fill is None
    switch(sheet, qtbot, "Rim light")
    assert light(session).rim is None


def test_the_sun_by_date_and_clock(sheet: LightSheet, session: Session, qtbot: QtBot) -> None:
    switch(sheet, qtbot, "Sun by date and clock")
    for name, text in (("Date", "2026-06-21"), ("Clock", "21:10")):
        line = next(one for one in sheet.findChildren(QLineEdit) if one.accessibleName() == name)
        assert line.isVisible()
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, Qt.Key.Key_Return)
    types(field(sheet, "Latitude"), qtbot, "48.86")
    sun = light(session).sun
    assert sun is not None
    assert (sun.date, sun.clock, sun.latitude_deg) == ("2026-06-21", "21:10", 48.86)
    take(sheet, "Time of day", "Night")
    assert light(session).sun is None


def test_a_date_that_is_none_is_told(sheet: LightSheet, session: Session, qtbot: QtBot) -> None:
    switch(sheet, qtbot, "Sun by date and clock")
    line = next(one for one in sheet.findChildren(QLineEdit) if one.accessibleName() == "Date")
    before = light(session).sun
    with qtbot.waitSignal(session.told):
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, "midsummer")
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert light(session).sun == before


def test_a_lamp_is_put_out_for_this_shot_alone(sheet: LightSheet, session: Session, qtbot: QtBot) -> None:
    session.set_scope("shot")
    switch(sheet, qtbot, "Desk lamp")
    assert session.document.need(FULL, model.Shot).settings == {"lamp": {"lit": False}}
    assert "lit" not in session.document.need("lamp", model.Item).params
    take(sheet, "Key lamp", "desk lamp")
    own = session.document.need(FULL, model.Shot).light
    assert own is not None
    assert own.lamp_id == "lamp"
    assert light(session).lamp_id is None
    sheet.refresh()
    button = next(one for one in sheet.findChildren(QPushButton) if one.text() == "As in the scene")
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert session.document.need(FULL, model.Shot).light is None


def test_only_what_is_lit_or_not_is_a_lamp(sheet: LightSheet) -> None:
    """A house has a share of lit windows; that is a setting of the house."""
    assert not [one for one in sheet.findChildren(Toggle) if "House" in (one.text(), one.accessibleName())]


def test_north_is_turned(sheet: LightSheet, session: Session, qtbot: QtBot) -> None:
    types(field(sheet, "North"), qtbot, "90")
    assert session.document.need("room", model.Stage).north_deg == 90
