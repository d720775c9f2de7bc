"""Notes of the whole film: filtered by what, who and where, settled, and left for the panel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from previz.scene import model
from previz.studio.noting import add_note, settle
from previz.ui.annotate.room import AnnotateRoom
from previz.ui.boards.notes_page import NotesPage
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.window import Window
from tests.films import CLOSE, FULL

Key = Qt.Key


@pytest.fixture
def page(boards: BoardsRoom) -> NotesPage:
    document = boards.session.document
    first = add_note(document, f"{FULL}-p", "R. Okafor", "Chair is too new.")
    settle(document, first.id, "Sam")
    pin = model.NotePin(place=(0.5, 0.2), target_id="ada", target_name="Ada", part="eyes")
    add_note(document, f"{FULL}-p", "R. Okafor", "Eyeline: at Ben. @ines", pin)
    add_note(document, f"{CLOSE}-p", "Ines", "Softer?")
    QTest.keyClick(boards.wall, Key.Key_N)
    return next(child for child in boards.window().findChildren(NotesPage) if child.isVisible())


def numbers(page: NotesPage) -> list[int]:
    return [line.thread.number for line in page.list.notes.lines]


def test_the_whole_film_by_what_is_open_by_name_by_scene_and_by_words(page: NotesPage) -> None:
    assert numbers(page) == [2, 3], "what is open comes first"
    page.filter.set_current(1)
    page.filter.chosen.emit(1)
    assert numbers(page) == [1]
    page.filter.set_current(2)
    page.filter.chosen.emit(2)
    assert numbers(page) == [1, 2, 3]
    page.person.setCurrentIndex(page.person.findData("ines"))
    assert numbers(page) == [2, 3], "what she wrote or is called in"
    page.person.setCurrentIndex(0)
    page.spot.setCurrentIndex(page.spot.findText("This panel"))
    assert numbers(page) == [1, 2]
    page.spot.setCurrentIndex(page.spot.findData("s1"))
    QTest.keyClicks(page.search, "soft")
    assert numbers(page) == [3]
    page.leave()


def test_a_note_is_answered_and_settled_here(page: NotesPage) -> None:
    page.name.setText("Ines")
    assert page.card_ is not None
    page.card_.reply.click()
    QTest.keyClicks(page.card_.answer, "Turned her")
    QTest.keyClick(page.card_.answer, Key.Key_Return)
    line = page.list.line
    assert line is not None
    assert [reply.text for reply in line.thread.replies] == ["Turned her"]
    assert page.isVisible(), "Enter sent the answer and went nowhere"
    page.card_.settle.click()
    assert numbers(page) == [3], "the next one is in front"
    assert page.list.line is not None
    page.leave()


def test_enter_goes_to_the_picture_with_the_note_picked(page: NotesPage, window: Window) -> None:
    assert page.picture.pins
    QTest.keyClick(page.list, Key.Key_Return)
    room = window.room
    assert isinstance(room, AnnotateRoom)
    assert room.canvas.sheet.take is not None
    assert room.canvas.sheet.take.panel_id == f"{FULL}-p"
    assert [card.picked_now for card in room.notes.cards if "Eyeline" in card.accessibleName()] == [True]
