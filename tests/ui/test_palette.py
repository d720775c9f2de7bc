"""The palette finds actions, shots and settings by a few letters."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from previz.ui.palette import CommandPalette, Entry, found, score
from previz.ui.settings.card import SettingsCard
from previz.ui.window import Window


def nothing() -> None:
    return None


def texts(query: str, *entries: Entry) -> list[str]:
    return [entry.text for entry in found(query, entries) if entry.run is not None]


def test_actions_come_before_shots_before_settings() -> None:
    lines = found(
        "frame",
        [
            Entry("Actions", "Frame it", nothing),
            Entry("Shots", "1A Frame", nothing),
            Entry("Settings", "Framelines", nothing),
        ],
    )
    assert [line.text for line in lines] == [
        "Actions",
        "Frame it",
        "Shots",
        "1A Frame",
        "Settings",
        "Framelines",
    ]


def test_the_beginning_of_a_word_wins_over_its_middle() -> None:
    entries = (
        Entry("Actions", "Reset layout", nothing),
        Entry("Actions", "Layout", nothing),
        Entry("Actions", "Display", nothing),
    )
    assert texts("lay", *entries) == ["Layout", "Reset layout", "Display"]


def test_letters_in_order_are_enough() -> None:
    assert texts("nsht", Entry("Actions", "New shot", nothing)) == ["New shot"]
    assert score("zz", Entry("Actions", "New shot", nothing)) is None


def test_what_is_not_possible_comes_last() -> None:
    entries = (Entry("Actions", "Draw all", nothing, enabled=False), Entry("Actions", "Draw one", nothing))
    assert texts("draw", *entries) == ["Draw one", "Draw all"]


def palette(window: Window, typed: str) -> CommandPalette:
    window.table.trigger("help.commands")
    shown = window.commands.overlay
    assert isinstance(shown, CommandPalette)
    QTest.keyClicks(shown.line, typed)
    return shown


def test_enter_does_it(open_window: Window) -> None:
    shown = palette(open_window, "go to boards")
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    assert open_window.room is not None
    assert open_window.room.name == "Boards"
    assert open_window.commands.overlay is None


def test_a_shot_is_looked_at_on_the_stage(open_window: Window) -> None:
    open_window.show_room(0)
    shown = palette(open_window, "shot 1B")
    shots = [line for line in shown.lines if line.group == "Shots" and line.run is not None]
    assert [line.text.split()[0] for line in shots] == ["1B"]
    assert shots[0].run is not None
    shots[0].run()
    assert open_window.session is not None
    assert open_window.session.shot is not None
    assert open_window.session.shot.id == "bare"
    assert open_window.room is not None
    assert open_window.room.name == "Stage"


def test_a_setting_opens_its_page(open_window: Window) -> None:
    shown = palette(open_window, "lenses")
    while shown.list.currentIndex().data(Qt.ItemDataRole.UserRole).text != "Lenses":
        QTest.keyClick(shown.line, Qt.Key.Key_Down)
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    opened = open_window.commands.overlay
    assert isinstance(opened, SettingsCard)
    assert opened.page == "Camera"


def test_nothing_found_is_said(open_window: Window) -> None:
    shown = palette(open_window, "xyzzy")
    assert shown.lines == []
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    assert open_window.commands.overlay is shown


@pytest.mark.parametrize(
    "typed", ["storyboard", "golden hour", "three-point", "alexa mini lf", "signature prime"]
)
def test_it_knows_what_people_type(open_window: Window, typed: str) -> None:
    assert palette(open_window, typed).lines, typed


def test_lights_and_bodies_are_not_listed_unasked(open_window: Window) -> None:
    groups = {line.group for line in palette(open_window, "").lines}
    assert "Light" not in groups
    assert "Camera of this shot" not in groups


def test_a_body_and_a_light_are_taken_from_it(open_window: Window) -> None:
    session = open_window.session
    assert session is not None
    assert session.shot is not None
    shown = palette(open_window, "mini lf open gate")
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    body = next(one for one in session.project.package.bodies if one.id == session.shot.body_id)
    assert "Mini LF" in body.sensor.name
    count = len(session.project.package.bodies)
    shown = palette(open_window, "mini lf open gate")
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    assert len(session.project.package.bodies) == count, "it is there already"
    shown = palette(open_window, "golden hour")
    QTest.keyClick(shown.line, Qt.Key.Key_Return)
    assert session.document.history[-1].label == "Light: Golden hour"
