"""The shot list: rows read off the stage, typed columns written as edits, sorted and filtered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.ui.rooms.shot_list import ShotListRoom
from previz.ui.rooms.shot_table import COLUMNS, ROW
from previz.ui.window import Window
from tests.films import CLOSE, FULL


@pytest.fixture
def listed(open_window: Window, qtbot: QtBot) -> ShotListRoom:
    open_window.show_room(3)
    room = open_window.room
    assert isinstance(room, ShotListRoom)
    qtbot.waitUntil(lambda: room.desk.rows.looked, timeout=30_000)
    return room


def column(head: str) -> int:
    return next(place for place, one in enumerate(COLUMNS) if one.head == head)


def cell(room: ShotListRoom, shot_id: str, head: str) -> QModelIndex:
    for place in range(room.sorted.rowCount()):
        index = room.sorted.index(place, column(head))
        if index.data(ROW).id == shot_id:
            return index
    raise AssertionError(f"{shot_id} is not shown")


def texts(room: ShotListRoom, head: str) -> list[str]:
    return [str(room.sorted.index(place, column(head)).data()) for place in range(room.sorted.rowCount())]


def type_into(room: ShotListRoom, shot_id: str, head: str, text: str) -> None:
    room.view.setCurrentIndex(cell(room, shot_id, head))
    QTest.keyClick(room.view, Qt.Key.Key_Return)
    line = room.view.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()  # Qt takes what was typed when the key is over


def test_geometry_is_read_off_the_stage(listed: ShotListRoom) -> None:
    assert texts(listed, "Shot") == ["1", "1A", "1B"]
    assert texts(listed, "Lens") == ["35", "75", ""]
    assert texts(listed, "Who")[1] == "Ada"


def test_a_typed_cell_is_an_edit_that_can_be_undone(listed: ShotListRoom) -> None:
    type_into(listed, CLOSE, "Support", "Dolly")
    document = listed.session.document
    assert document.need(CLOSE, model.Shot).equipment == "Dolly"
    assert document.history[-1].label == "Support of 1A"
    listed.session.undo()
    assert document.need(CLOSE, model.Shot).equipment == ""


def test_a_duration_is_typed_in_seconds_or_frames(listed: ShotListRoom) -> None:
    type_into(listed, FULL, "Seconds", "84f")
    assert listed.session.document.need(FULL, model.Shot).duration_s == 3.5
    type_into(listed, FULL, "Seconds", "soon")
    assert listed.session.document.need(FULL, model.Shot).duration_s == 3.5


def test_what_cannot_be_read_says_how_to_write_it(listed: ShotListRoom, open_window: Window) -> None:
    type_into(listed, FULL, "Priority", "perhaps")
    assert "must, want or if time" in open_window.message_bar.text


def test_computed_cells_cannot_be_typed_into(listed: ShotListRoom) -> None:
    flags = cell(listed, FULL, "Lens").flags()
    assert not flags & Qt.ItemFlag.ItemIsEditable
    assert str(listed.table.headerData(column("Lens"), Qt.Orientation.Horizontal)).startswith("= ")


def test_a_click_on_a_head_sorts(listed: ShotListRoom) -> None:
    listed.view.sortByColumn(column("Lens"), Qt.SortOrder.DescendingOrder)
    assert texts(listed, "Shot") == ["1A", "1", "1B"]


def test_the_filter_keeps_rows_with_every_word(listed: ShotListRoom) -> None:
    QTest.keyClicks(listed.search, "ada ben")
    assert texts(listed, "Shot") == ["1"]


def test_fill_down_is_one_step(listed: ShotListRoom) -> None:
    type_into(listed, FULL, "Support", "Sticks")
    flags = QItemSelectionModel.SelectionFlag
    selection = listed.view.selectionModel()
    for place in range(3):
        selection.select(listed.sorted.index(place, 0), flags.Select | flags.Rows)
    selection.setCurrentIndex(cell(listed, FULL, "Support"), flags.NoUpdate)
    QTest.keyClick(listed.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert texts(listed, "Support") == ["Sticks"] * 3
    listed.session.undo()
    assert texts(listed, "Support") == ["Sticks", "", ""]


def test_n_makes_a_shot_and_looks_at_it(listed: ShotListRoom) -> None:
    listed.view.setFocus()
    QTest.keyClick(listed.view, Qt.Key.Key_N)
    assert len(listed.table.rows) == 4
    assert listed.session.shot is not None
    assert listed.view.currentIndex().data(ROW).id == listed.session.shot.id


def test_the_totals_count_what_is_to_be_shot(listed: ShotListRoom) -> None:
    assert "Shots 3" in listed.totals.text()
    assert "Screen time 9.0 s" in listed.totals.text()
    with listed.session.edit("Omit") as edit:
        edit.update(FULL, omitted=True)
    assert "Shots 2" in listed.totals.text()
