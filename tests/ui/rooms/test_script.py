"""The script room: scenes at the left, what is shot of each on the page."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from previz.scene import model
from previz.script import reading
from previz.studio.coverage import Coverer
from previz.studio.screenplay import import_script
from previz.ui.rooms.scene_list import shown_heading
from previz.ui.rooms.script import ScriptRoom
from previz.ui.rooms.shot_page import LINE_PX, MARGIN, TOP
from previz.ui.theme import font
from previz.ui.window import Window
from tests.films import CLOSE

SCRIPT = b"INT. ROOM - DAY\n\nAda and Ben.\n\nADA\nShut it, will you?\n\nBEN\nNo.\n"
FORMAT = QImage.Format.Format_RGB32


@pytest.fixture
def script(open_window: Window) -> ScriptRoom:
    open_window.show_room(0)
    room = open_window.room
    assert isinstance(room, ScriptRoom)
    return room


def test_a_click_on_the_page_looks_at_the_shot(script: ScriptRoom) -> None:
    span = script.page.span(CLOSE)
    assert span is not None
    QTest.mouseClick(
        script.page, Qt.MouseButton.LeftButton, pos=QPoint(MARGIN + 40, TOP + span[0] * LINE_PX + 5)
    )
    assert script.session.shot is not None
    assert script.session.shot.id == CLOSE


def test_the_page_says_heading_action_and_who_speaks(script: ScriptRoom) -> None:
    with script.session.edit("Write") as edit:
        edit.update(CLOSE, dialogue=(("Ada", "You knew."),))
    said = script.page.accessibleDescription()
    assert said.startswith("1  INT. ROOM - DAY") or "INT. ROOM - DAY" in said
    assert "Ada and Ben." in said
    assert "ADA\nYou knew." in said


def test_scenes_are_found_by_what_is_said_in_them(script: ScriptRoom) -> None:
    assert len(script.scenes.scenes) == 1
    QTest.keyClicks(script.search, "ada ben")
    assert len(script.scenes.scenes) == 1
    QTest.keyClicks(script.search, " zebra")
    assert script.scenes.scenes == []


def test_n_makes_a_scene_after_this_one(script: ScriptRoom) -> None:
    script.list.setFocus()
    QTest.keyClick(script.list, Qt.Key.Key_N)
    scenes = script.session.document.of(model.Scene)
    assert len(scenes) == 2
    assert script.session.scene == scenes[1]
    assert script.list.currentIndex().row() == 1


def test_a_film_without_scenes_says_what_to_do(window: Window) -> None:
    window.table.trigger("file.new")
    window.show_room(0)
    room = window.room
    assert isinstance(room, ScriptRoom)
    assert room._stack.currentIndex() == 1
    QTest.mouseClick(room._stack.widget(1).button, Qt.MouseButton.LeftButton)
    assert room._stack.currentIndex() == 0
    assert len(room.scenes.scenes) == 1


def test_the_number_of_a_scene_is_locked_and_counted_again(script: ScriptRoom, open_window: Window) -> None:
    document = script.session.document
    index = script.list.currentIndex()
    assert "number locked" not in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert open_window.table["script.lock"].title == "Lock the number"
    open_window.table.trigger("script.lock")
    assert document.need("s1", model.Scene).number_locked
    assert "number locked" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert open_window.message_bar.text.startswith("1 number is locked")
    assert open_window.table["script.lock"].title == "Unlock the number"
    open_window.table.trigger("script.lock")
    assert not document.need("s1", model.Scene).number_locked


def test_all_numbers_of_the_film_are_locked_from_anywhere(script: ScriptRoom, open_window: Window) -> None:
    document = script.session.document
    open_window.table.trigger("project.lock_numbers")
    assert document.need("s1", model.Scene).number_locked
    assert all(shot.label_locked for shot in document.of(model.Shot))
    open_window.table.trigger("project.unlock_numbers")
    assert not any(shot.label_locked for shot in document.of(model.Shot))
    open_window.close_project()
    assert not open_window.table["project.lock_numbers"].enabled()


def test_messages_stand_above_the_finder(script: ScriptRoom, open_window: Window) -> None:
    document = script.session.document
    import_script(document, reading.read_bytes("a.fountain", SCRIPT, "fountain"))
    QApplication.processEvents()
    script.list.turn_to("s1")
    (one, *_) = [row for row in Coverer(document, "s1").propose() if row.camera]
    script.words.side.show_proposals("s1", [one], pictures={one.key: QImage(960, 402, FORMAT)})
    script.session.tell("It is read.")
    bar, finder = open_window.message_bar, script.words.finder
    at_foot = bar.geometry()
    script.words.side.look_through(one.key)
    assert finder.isVisible()
    assert bar.geometry().bottom() < finder.mapTo(open_window, QPoint()).y()
    finder.closed.emit()
    assert bar.geometry() == at_foot


def test_what_went_wrong_is_history_when_the_scene_is_staged(script: ScriptRoom, open_window: Window) -> None:
    document = script.session.document
    import_script(document, reading.read_bytes("a.fountain", SCRIPT, "fountain"))
    with script.session.edit("Strike the set") as edit:
        edit.update("s1", stage_id=None)
    QApplication.processEvents()
    script.words.refresh()
    script.session.tell("Scene 1 has no stage yet; stage it first.", "error")
    buttons = script.words.side.findChildren(QPushButton)
    QTest.mouseClick(next(b for b in buttons if "Stage this scene" in b.text()), Qt.MouseButton.LeftButton)
    assert document.need("s1", model.Scene).stage_id is not None
    assert not open_window.message_bar.isVisible()


def test_a_long_heading_keeps_its_time_and_is_whole_in_the_tooltip(script: ScriptRoom) -> None:
    with script.session.edit("Long") as edit:
        edit.update("s1", place="Kitchen of the old house by the harbour", time="NIGHT")
    (scene,) = script.scenes.scenes
    shown = shown_heading(scene, QFontMetrics(font()), 170)
    assert re.fullmatch("INT. KIT[A-Z ]*… - NIGHT", shown)
    assert QFontMetrics(font()).horizontalAdvance(shown) <= 170
    tip = script.scenes.data(script.scenes.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert "INT. KITCHEN OF THE OLD HOUSE BY THE HARBOUR - NIGHT" in tip.splitlines()[0]
