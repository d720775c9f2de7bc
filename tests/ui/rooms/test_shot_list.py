"""The shot list: lines read off the stage, typed columns written as edits, sorted, grouped and filtered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from previz.errors import BadProject
from previz.scene import model
from previz.studio import list_edits
from previz.ui import questions, theme
from previz.ui.desk import Desk
from previz.ui.rooms.shot_list import ShotListRoom
from previz.ui.rooms.shot_menus import columns_menu, rows_menu, toggle_omitted
from previz.ui.rooms.shot_table import GROUP, ROW, SHOTS_MIME
from tests.films import BARE, CLOSE, FULL


@pytest.fixture
def listed(desk: Desk, qtbot: QtBot) -> Iterator[ShotListRoom]:
    """The room alone, once its rows have been looked at."""
    room = ShotListRoom(desk)
    qtbot.addWidget(room)
    for home, actions in room.actions_by_home():
        desk.actions.add(home, actions)
    room.resize(1280, 600)
    with qtbot.waitActive(room, timeout=60_000):
        room.show()
        room.activateWindow()
    qtbot.waitUntil(lambda: desk.rows.looked, timeout=120_000)
    yield room
    room.close_room()


def cell(room: ShotListRoom, shot_id: str, key: str) -> QModelIndex:
    line = room.table.line_of(shot_id)
    assert line is not None, f"{shot_id} is not shown"
    return room.table.index(line, room.table.at(key))


def texts(room: ShotListRoom, key: str) -> list[str]:
    at = room.table.at(key)
    lines = [n for n in range(room.table.rowCount()) if room.table.row_at(n) is not None]
    return [str(room.table.index(n, at).data()) for n in lines]


def type_into(room: ShotListRoom, shot_id: str, key: str, text: str) -> None:
    room.view.setCurrentIndex(cell(room, shot_id, key))
    QTest.keyClick(room.view, Qt.Key.Key_Return)
    (line,) = (one for one in room.view.findChildren(QLineEdit) if one.isVisible())
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()  # Qt takes what was typed when the key is over


def choose(room: ShotListRoom, key: str, *shot_ids: str) -> None:
    flags = QItemSelectionModel.SelectionFlag
    room.view.setCurrentIndex(cell(room, shot_ids[0], key))
    for id in shot_ids[1:]:
        room.view.selectionModel().select(cell(room, id, key), flags.Select)


def marked(room: ShotListRoom, shot_id: str, key: str) -> bool:
    row = cell(room, shot_id, key).data(ROW)
    return room.table.is_changed(row, room.table.columns[room.table.at(key)])


def shot(room: ShotListRoom, id: str) -> model.Shot:
    return room.session.document.need(id, model.Shot)


def test_geometry_is_read_off_the_stage_below_the_head_of_its_scene(listed: ShotListRoom) -> None:
    assert texts(listed, "number") == ["1", "1A", "1B"]
    assert texts(listed, "lens") == ["35", "75", ""]
    assert texts(listed, "who")[1] == "Ada"
    head = listed.table.index(0, 0).data(GROUP)
    assert (head.title, head.name) == ("1", "INT. ROOM - DAY")
    assert head.note == "3/8 page   3 shots   3 set-ups   9.0 s"


def test_a_long_heading_leaves_room_for_what_is_counted(listed: ShotListRoom) -> None:
    """It pushed pages, shots and seconds out of the window."""
    with listed.session.edit("Long") as edit:
        edit.update("s1", place="OFFICE" * 70)
    QApplication.processEvents()
    view = listed.view.viewport()
    picture = view.grab(QRect(view.width() - 6, 4, 6, 24)).toImage()
    columns, lines = range(picture.width()), range(picture.height())
    inks = {picture.pixelColor(x, y).name() for x in columns for y in lines}
    assert inks == {theme.colour("window").name()}


def test_a_typed_cell_is_an_edit_that_can_be_undone(listed: ShotListRoom) -> None:
    listed.show_set("Camera")
    type_into(listed, CLOSE, "equipment", "Dolly")
    assert shot(listed, CLOSE).equipment == "Dolly"
    assert listed.session.document.history[-1].label == "Support of 1A"
    assert texts(listed, "equipment") == ["", "Dolly", ""]
    listed.session.undo()
    assert texts(listed, "equipment") == ["", "", ""]


def test_what_cannot_be_read_says_how_to_write_it(listed: ShotListRoom, qtbot: QtBot) -> None:
    with qtbot.waitSignal(listed.session.told) as told:
        type_into(listed, FULL, "priority", "perhaps")
    assert "must, want or if time" in told.args[0].text
    type_into(listed, FULL, "duration_s", "84f")
    assert shot(listed, FULL).duration_s == 3.5


def test_computed_cells_cannot_be_typed_into(listed: ShotListRoom) -> None:
    assert not cell(listed, FULL, "lens").flags() & Qt.ItemFlag.ItemIsEditable
    assert not listed.table.setData(cell(listed, FULL, "lens"), "50")
    head = listed.table.headerData(listed.table.at("lens"), Qt.Orientation.Horizontal, 0)
    assert head == "= Lens mm"
    listed.view.setCurrentIndex(cell(listed, FULL, "lens"))
    QTest.keyClick(listed.view, Qt.Key.Key_Return)
    assert "stage" in QToolTip.text()
    assert not any(one.isVisible() for one in listed.view.findChildren(QLineEdit))


def test_a_number_that_is_typed_stays(listed: ShotListRoom) -> None:
    type_into(listed, CLOSE, "number", "7K")
    assert (shot(listed, CLOSE).label, shot(listed, CLOSE).label_locked) == ("7K", True)
    assert texts(listed, "number") == ["1", "7K", "1A"]


def test_a_click_on_a_head_sorts_and_no_third_click_leaves_the_order_of_the_film(
    listed: ShotListRoom,
) -> None:
    header = listed.view.horizontalHeader()
    header.setSortIndicator(listed.table.at("lens"), Qt.SortOrder.DescendingOrder)
    assert texts(listed, "number") == ["1A", "1", "1B"]
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    assert texts(listed, "number") == ["1", "1A", "1B"]


def test_the_filter_keeps_rows_with_every_word(listed: ShotListRoom) -> None:
    QTest.keyClicks(listed.search, "ada ben")
    assert texts(listed, "number") == ["1"]


def test_rows_are_grouped_by_set_up_and_day(listed: ShotListRoom) -> None:
    with listed.session.edit("Plan") as edit:
        edit.update(FULL, shoot_day="10", setup_group="A", setup_time_min=30.0)
        edit.update(BARE, shoot_day="9", setup_group="A", setup_time_min=20.0)
    listed.groups.chosen.emit(2)
    heads = [line.title for line in listed.table.lines if not isinstance(line, int)]
    assert heads == ["Day 9", "Day 10", "No day yet"]
    listed.groups.chosen.emit(1)
    (first, *_) = [line for line in listed.table.lines if not isinstance(line, int)]
    assert first.title == "Set-up A"
    assert first.note == "2 shots   1 set-up   6.0 s   30 min"
    listed.groups.chosen.emit(3)
    assert all(isinstance(line, int) for line in listed.table.lines)


def test_fill_down_copy_paste_and_clear(listed: ShotListRoom) -> None:
    listed.show_set("1st AD")
    type_into(listed, FULL, "equipment", "Sticks")
    choose(listed, "equipment", FULL, CLOSE, BARE)
    QTest.keyClick(listed.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert texts(listed, "equipment") == ["Sticks"] * 3
    assert listed.session.document.history[-1].label == "Fill down support"
    QTest.keyClick(listed.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Sticks\nSticks\nSticks\n"
    QTest.keyClick(listed.view, Qt.Key.Key_Backspace)
    assert texts(listed, "equipment") == ["", "", ""]
    listed.session.undo()
    listed.session.undo()
    assert texts(listed, "equipment") == ["Sticks", "", ""]


def test_a_block_from_a_spreadsheet_lands_over_typed_columns(listed: ShotListRoom) -> None:
    listed.show_set("1st AD")
    QGuiApplication.clipboard().setText('Dolly\tA key\nHandheld\t"Two\nlines"\n')
    listed.view.setCurrentIndex(cell(listed, FULL, "equipment"))
    QTest.keyClick(listed.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert texts(listed, "equipment") == ["Dolly", "Handheld", ""]
    assert texts(listed, "props") == ["A key", "Two\nlines", ""]
    listed.view.setCurrentIndex(cell(listed, CLOSE, "action"))
    QGuiApplication.clipboard().setText("One\tTwo\tThree\tFour\tFive\tSix\tsoon\n")
    before = shot(listed, CLOSE)
    assert not listed.view.paste(QGuiApplication.clipboard().text()), "“soon” is no duration"
    assert shot(listed, CLOSE) == before


def test_a_shot_is_dragged_to_another_place(listed: ShotListRoom) -> None:
    table = listed.table
    data = table.mimeData([cell(listed, BARE, "number")])
    assert bytes(data.data(SHOTS_MIME).data()) == BARE.encode()
    table.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    assert [one.id for one in listed.session.document.of(model.Shot)] == [BARE, FULL, CLOSE]
    listed.table.sort_by("lens")
    assert not cell(listed, FULL, "number").flags() & Qt.ItemFlag.ItemIsDragEnabled


def test_n_makes_a_shot_and_looks_at_it(listed: ShotListRoom) -> None:
    listed.view.setFocus()
    QTest.keyClick(listed.view, Qt.Key.Key_N)
    assert len(listed.table.rows) == 4
    assert listed.session.shot is not None
    assert listed.view.currentIndex().data(ROW).id == listed.session.shot.id


def test_omitted_shots_keep_their_line_and_do_not_count(listed: ShotListRoom) -> None:
    assert "Shots 3" in listed.totals.text()
    assert "Screen time 9.0 s" in listed.totals.text()
    choose(listed, "number", FULL)
    toggle_omitted(listed)
    assert "Shots 2" in listed.totals.text()
    assert len(texts(listed, "number")) == 3
    toggle_omitted(listed)
    assert "Shots 3" in listed.totals.text()


def test_columns_are_added_shown_kept_and_forgotten(
    listed: ShotListRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = iter(["Mood", "Mine"])
    monkeypatch.setattr(questions, "name_for", lambda *_: next(said))
    entries: dict[str, Any] = {one.text(): one for one in columns_menu(listed).actions()}
    entries["Add a column…"].trigger()
    assert "own:Mood" in listed.shown_keys()
    type_into(listed, CLOSE, "own:Mood", "grim")
    assert shot(listed, CLOSE).fields == {"Mood": "grim"}
    listed.toggle_column("dialogue")
    entries["Keep these columns as…"].trigger()
    kept = listed.session.project.column_sets["Mine"]
    assert "dialogue" not in kept
    assert "own:Mood" in kept
    listed.show_set("Camera")
    listed.show_set("Mine")
    assert listed.shown_keys() == list(kept)
    list_edits.remove_column(listed.session.document, "Mood")
    assert shot(listed, CLOSE).fields == {}
    assert "own:Mood" not in listed.shown_keys()


def test_rows_get_colours_and_a_menu(listed: ShotListRoom) -> None:
    choose(listed, "number", FULL, CLOSE)
    colours = next(one for one in rows_menu(listed).actions() if one.text() == "Row colour").menu()
    next(one for one in colours.actions() if one.text() == "Blue").trigger()
    assert [one.tint for one in listed.session.document.of(model.Shot)] == ["blue", "blue", ""]


def test_what_changed_since_the_issue_is_marked(
    listed: ShotListRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "name_for", lambda *words: f"{words[3].split()[0]} 7 pink")
    listed.desk.actions.trigger("list.issue")
    assert listed.session.project.revision == "Rev 7 (pink)"
    assert not marked(listed, FULL, "action")
    type_into(listed, FULL, "action", "They wait.")
    assert marked(listed, FULL, "action")
    assert marked(listed, FULL, "number")
    assert not marked(listed, CLOSE, "number")
    assert "Rev 7: Ada and Ben." in cell(listed, FULL, "action").data(Qt.ItemDataRole.ToolTipRole)
    assert "1 changed since Rev 7" in listed._issued.text()


def test_it_fits_a_small_window(listed: ShotListRoom) -> None:
    hint = listed.minimumSizeHint()
    assert hint.width() <= 1280
    assert hint.height() <= 800


def test_words_get_the_room_of_a_wide_window(listed: ShotListRoom, qtbot: QtBot) -> None:
    view, table = listed.view, listed.table
    action, notes = table.at("action"), table.at("notes")

    def taken_px() -> int:
        return sum(view.columnWidth(at) for at in view.shown_columns())

    listed.resize(2400, 700)
    qtbot.waitUntil(lambda: taken_px() == view.viewport().width())
    wide = view.columnWidth(action)
    assert wide > table.columns[action].width
    view.horizontalHeader().resizeSection(notes, 90)  # by hand: it stays
    listed.resize(2200, 700)
    qtbot.waitUntil(lambda: taken_px() == view.viewport().width())
    assert view.columnWidth(notes) == 90
    listed.resize(900, 700)
    qtbot.waitUntil(lambda: view.columnWidth(action) == table.columns[action].width)


def test_a_cell_left_as_it_is_and_filling_down_keep_the_exact_time(listed: ShotListRoom) -> None:
    with listed.session.document.edit("Time") as edit:
        edit.update(FULL, duration_s=2.0417)
    steps = len(listed.session.document.history)
    shown = cell(listed, FULL, "duration_s").data()
    type_into(listed, FULL, "duration_s", shown)
    assert shot(listed, FULL).duration_s == 2.0417
    assert len(listed.session.document.history) == steps, "nothing was changed"
    choose(listed, "duration_s", FULL, CLOSE)
    assert listed.view.fill_down()
    assert shot(listed, CLOSE).duration_s == 2.0417


def test_the_head_of_a_group_says_what_is_in_it_now(listed: ShotListRoom) -> None:
    def head() -> str:
        return next(
            listed.table.index(n, 0).data()
            for n in range(listed.table.rowCount())
            if listed.table.index(n, 0).data(GROUP)
        )

    before = head()
    type_into(listed, FULL, "duration_s", "65")
    assert head() != before
    with listed.session.document.edit("Heading") as edit:
        edit.update("s1", place="ATTIC")
    assert "ATTIC" in head()


def test_the_names_that_every_film_has_are_not_taken(
    listed: ShotListRoom, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with pytest.raises(BadProject, match="choose another name"):
        list_edits.save_set(listed.session.document, " Everything", ["number"])
    list_edits.save_set(listed.session.document, "Mine", ["number", "action"])
    listed.show_set("Mine")
    list_edits.forget_set(listed.session.document, "Mine")
    listed.toggle_column("lens")
    assert listed.columns_button.text().strip("\u2009").startswith("Everything")


def test_what_is_pasted_beyond_the_end_is_told(listed: ShotListRoom, qtbot: QtBot) -> None:
    choose(listed, "action", CLOSE)
    with qtbot.waitSignal(listed.session.told) as said:
        listed.view.paste("\n".join("abcdefgh"))
    assert "The list ends here" in said.args[0].text


def test_numbers_of_chosen_rows_are_locked_and_show_it(listed: ShotListRoom) -> None:
    document = listed.session.document
    index = cell(listed, CLOSE, "number")
    listed.view.setCurrentIndex(index)
    before = listed.view.grab(listed.view.visualRect(index)).toImage()
    names = [entry.text() for entry in rows_menu(listed).actions()]
    assert "Lock the number" in names
    listed.desk.actions.trigger("list.lock")
    assert document.need(CLOSE, model.Shot).label_locked
    assert not document.need(FULL, model.Shot).label_locked
    index = cell(listed, CLOSE, "number")
    assert listed.view.grab(listed.view.visualRect(index)).toImage() != before, "a lock stands beside it"
    assert listed.desk.actions["list.lock"].title == "Unlock the number"
    listed.desk.actions.trigger("list.lock")
    assert document.need(CLOSE, model.Shot).label is None


def test_enter_without_a_line_edits_nothing_and_says_nothing(listed: ShotListRoom) -> None:
    listed.view.setCurrentIndex(QModelIndex())
    QTest.keyClick(listed.view, Qt.Key.Key_Return)
    assert not any(one.isVisible() for one in listed.view.findChildren(QLineEdit))
    assert listed.view.state() != QAbstractItemView.State.EditingState
