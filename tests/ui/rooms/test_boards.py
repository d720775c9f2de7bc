"""The wall of panels: pictures, filters, drawing in the background, takes, approval by name."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from previz.gen.sketch.choices import read
from previz.scene import model
from previz.scene.edit import Edit
from previz.studio import Making, Studio
from previz.studio.captions import set_caption
from previz.studio.noting import add_note, settle
from previz.studio.planning import plan_of_take
from previz.studio.shot_book import new_panel
from previz.ui import preferences
from previz.ui.rooms import wall
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.rooms.card_words import laid_out
from previz.ui.rooms.wall_model import TIP_LETTERS, Card
from previz.ui.window import Window
from tests.films import BARE, CLOSE, FULL
from tests.ui.right_button import choose as pick
from tests.ui.right_button import entries, menu_at

SMALL = Making(size_px=(478, 200))
DRAWING_MS = 120_000


@pytest.fixture(scope="module")
def drawn_film(small_film_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small film with a board of its two shots that have a camera."""
    path = Path(shutil.copy(small_film_master, tmp_path_factory.mktemp("drawn") / "drawn.previz"))
    with Studio.open(path) as studio:
        studio.generate([studio.find("1"), studio.find("1A")], SMALL, lambda share, text: None)
    return path


@pytest.fixture
def boards(window: Window, drawn_film: Path, tmp_path: Path, qtbot: QtBot) -> BoardsRoom:
    window.projects.open(Path(shutil.copy(drawn_film, tmp_path / "film.previz")))
    window.show_room(2)
    room = window.room
    assert isinstance(room, BoardsRoom)
    assert window.desk is not None
    qtbot.waitUntil(lambda: window.desk.rows.looked, timeout=120_000)  # type: ignore[union-attr]
    return room


def card(room: BoardsRoom, shot_id: str) -> Card:
    return next(card for card in room.wall.wall.cards if card.shot.id == shot_id)


def choose(room: BoardsRoom, *shot_ids: str) -> None:
    flags = QItemSelectionModel.SelectionFlag
    room.wall.clearSelection()
    for place, member in enumerate(room.wall.wall.cards):
        if member.shot.id in shot_ids:
            room.wall.selectionModel().setCurrentIndex(room.wall.wall.index(place), flags.Select)


def test_locked_choices_are_those_of_the_drawing_that_stands(boards: BoardsRoom, qtbot: QtBot) -> None:
    """Whatever the next take varies; a panel without a drawing is drawn afresh, with the others."""
    document, store = boards.session.document, boards.session.studio.store
    undrawn = new_panel(document, FULL, 0.5)
    stands = document.need(document.need(f"{FULL}-p", model.Panel).selected_take_id, model.Take)
    before = plan_of_take(store, stands)
    assert before is not None
    choose(boards, FULL)
    boards.wall.setCurrentIndex(boards.wall.wall.index(0))
    for name in ("light", "weight", "hatch"):
        boards.side.locks.locks[name].click()
    boards.side.locks.locks["hatch"].click()
    assert document.need(f"{FULL}-p", model.Panel).locked_choices == ("light", "weight")
    assert boards.side.locks.locks["light"].isChecked()
    assert not boards.side.locks.locks["hatch"].isChecked()
    assert "Light, locked" in boards.side.locks.locks["light"].accessibleName()
    boards.side.quality.set_current(0)
    choose(boards, FULL)
    boards._draw()
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=DRAWING_MS)
    made = max(document.children(f"{FULL}-p", model.Take), key=lambda take: take.number)
    assert made.number == stands.number + 1
    assert made.seed != stands.seed
    after = plan_of_take(store, made)
    assert after is not None
    assert (read(after, "light"), read(after, "weight")) == (read(before, "light"), read(before, "weight"))
    assert after.locked == ("light", "weight")
    (fresh,) = document.children(undrawn, model.Take)
    plan = plan_of_take(store, fresh)
    assert plan is not None
    assert plan.locked == ()


REASON = "He should look at the letter in her hand, and not past her at the door behind the table."
ACTION = "Ada opens the window and looks down into the street, where nobody is who could have rung the bell."


def sent_back(room: BoardsRoom, qtbot: QtBot) -> int:
    """Place of a card that was sent back for a long reason."""
    panel = room.session.document.need(f"{FULL}-p", model.Panel)
    room.session.studio.reviewing.judge(panel, "changes", "R. Okafor", REASON)
    room.desk.rows.refresh()
    qtbot.waitUntil(lambda: card(room, FULL).panel.said == REASON)
    return next(n for n, one in enumerate(room.wall.wall.cards) if one.panel.id == panel.id)


def painted(room: BoardsRoom, place: int, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The lines of words below a card's picture."""
    lines: list[list[tuple[str, str]]] = []

    def spied(*about: Any) -> list[tuple[str, str]]:
        lines.append(laid_out(*about))
        return lines[-1]

    box = room.wall.visualRect(room.wall.wall.index(place))
    with monkeypatch.context() as patch:
        patch.setattr(wall, "laid_out", spied)
        room.wall.itemDelegate()._drawn.clear()
        room.wall.grab(box)
    return lines[-1]


def test_a_long_reason_of_a_send_back_has_lines_of_its_own_where_the_card_has_room(
    boards: BoardsRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    boards.wall.set_size(wall.SIZES[3])
    place = sent_back(boards, qtbot)
    lines = painted(boards, place, monkeypatch)
    (first, *_, action) = lines
    assert first[0] == "Reason"
    assert " ".join(words for _, words in lines[:-1]) == REASON
    assert action == ("Action", "Ada and Ben.")


def test_a_full_card_keeps_its_captions_and_its_tooltip_has_the_whole_words(
    boards: BoardsRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = sent_back(boards, qtbot)
    set_caption(
        boards.session.document, f"{FULL}-p", action=ACTION, sound="A bell, far away.", camera="tilt up"
    )
    qtbot.waitUntil(lambda: card(boards, FULL).panel.action == ACTION)
    lines = painted(boards, place, monkeypatch)
    assert [name for name, _ in lines] == ["Action", "Sound", "Camera"]
    assert lines[0][1].endswith("…")
    tip = boards.wall.wall.index(place).data(Qt.ItemDataRole.ToolTipRole)
    assert max(len(line) for line in tip.splitlines()) <= TIP_LETTERS
    whole = " ".join(tip.split())
    assert f"Reason: {REASON} Action: {ACTION} Sound: A bell, far away. Camera: tilt up" in whole


def test_a_card_says_how_many_notes_are_open(boards: BoardsRoom) -> None:
    document, panel = boards.session.document, card(boards, FULL).panel
    wall = boards.wall.wall
    place = next(n for n, one in enumerate(wall.cards) if one.panel.id == panel.id)
    before = boards.wall.grab(boards.wall.visualRect(wall.index(place))).toImage()
    first = add_note(document, panel.id, "Di", "The hand is too large.")
    add_note(document, panel.id, "Di", "More of the window.")
    assert card(boards, FULL).notes == 2
    assert "2 open notes" in wall.index(place).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "2 open notes; N shows the notes." in wall.index(place).data(Qt.ItemDataRole.ToolTipRole)
    assert boards.wall.grab(boards.wall.visualRect(wall.index(place))).toImage() != before
    settle(document, first.id, "Di")
    assert card(boards, FULL).notes == 1
    assert card(boards, CLOSE).notes == 0


def test_every_panel_hangs_with_its_picture(boards: BoardsRoom, qtbot: QtBot) -> None:
    assert [member.shot.number for member in boards.wall.wall.cards] == ["1", "1A", "1B"]
    image = card(boards, FULL).panel.image
    assert image
    pictures = boards.desk.pictures
    qtbot.waitUntil(lambda: pictures.image(image, 300) is not None, timeout=5000)
    found = pictures.image(image, 300)
    assert found is not None
    assert (found.width(), found.height()) == (300, 126)


def test_a_shot_without_a_board_shows_its_still_if_it_has_a_camera(boards: BoardsRoom, qtbot: QtBot) -> None:
    rows = boards.desk.rows
    qtbot.waitUntil(lambda: rows.still(FULL) is not None, timeout=20_000)
    assert rows.still(BARE) is None
    assert card(boards, BARE).panel.image == ""


def test_moving_somebody_marks_a_board_stale_and_says_why(boards: BoardsRoom, qtbot: QtBot) -> None:
    session = boards.session
    with session.edit("Move Ada") as edit:
        key = model.ActorKey(position_m=(0.5, 0.0, 0.0))
        edit.update("t-ada", keys=(key,))
    both = FULL, CLOSE
    qtbot.waitUntil(lambda: all(card(boards, id).panel.stale for id in both), timeout=30_000)
    assert "Ada" in card(boards, FULL).panel.stale[0]
    boards.filter.chosen.emit(1)
    assert {member.shot.id for member in boards.wall.wall.cards} == {FULL, CLOSE}


def test_g_draws_the_chosen_board_while_the_film_goes_on(boards: BoardsRoom, qtbot: QtBot) -> None:
    session, drawing = boards.session, boards.desk.drawing
    choose(boards, CLOSE)
    drawing.draw(boards.wall.chosen_shots(), SMALL)
    assert card(boards, CLOSE).drawing
    with session.edit("Rename") as edit:
        edit.update("ben", words="waits")
    qtbot.waitUntil(lambda: not drawing.busy, timeout=DRAWING_MS)
    takes = session.document.children(f"{CLOSE}-p", model.Take)
    assert [take.number for take in takes] == [1, 2]
    assert session.document.need(f"{CLOSE}-p", model.Panel).selected_take_id == takes[0].id
    assert len(boards.desk.tasks) == 0
    assert session.studio.verify() == []


def test_drawing_is_stopped_from_the_status_bar(boards: BoardsRoom, window: Window, qtbot: QtBot) -> None:
    drawing = boards.desk.drawing
    drawing.draw([FULL, CLOSE], Making(size_px=(478, 200), takes=6))
    qtbot.waitUntil(lambda: window.status_bar.task_text.startswith("Boards"), timeout=5000)
    next(iter(boards.desk.tasks)).cancel()
    qtbot.waitUntil(lambda: not drawing.busy, timeout=DRAWING_MS)
    assert len(boards.desk.tasks) == 0
    assert boards.session.studio.store.jobs.pending() == []
    assert len(boards.session.document.of(model.Take)) < 12


def test_what_cannot_be_drawn_says_why_and_offers_another_try(
    boards: BoardsRoom, window: Window, qtbot: QtBot
) -> None:
    boards.desk.drawing.draw([BARE], SMALL)
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=DRAWING_MS)
    assert "no camera" in window.message_bar.text
    assert window.message_bar.message is not None
    assert window.message_bar.message.fix == "Try again"


def test_a_person_approves_by_name(boards: BoardsRoom, qtbot: QtBot) -> None:
    choose(boards, FULL)
    boards.wall.setFocus()
    QTest.keyClick(boards.wall, Qt.Key.Key_A)
    line = boards.saying.line.name
    assert line.isVisible()
    QTest.keyClicks(line, "R. Okafor")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert card(boards, FULL).panel.status == "approved"
    assert card(boards, FULL).panel.approved_by == "R. Okafor"
    assert preferences.person() == "R. Okafor"
    assert [verdict.who for verdict in boards.session.studio.store.ledger.verdicts()] == ["R. Okafor"]


def test_a_approves_the_chosen_panel_and_not_its_shot(
    boards: BoardsRoom, window: Window, qtbot: QtBot
) -> None:
    session = boards.session
    sibling = new_panel(session.document, FULL, 0.5)
    close = session.document.need(f"{CLOSE}-p", model.Panel)
    session.studio.reviewing.judge(close, "changes", "Ines", "Lower.")
    boards.desk.rows.refresh()
    qtbot.waitUntil(lambda: boards.desk.rows.looked, timeout=120_000)

    def approve(*panel_ids: str) -> dict[str, str]:
        boards.wall.clearSelection()
        for place, member in enumerate(boards.wall.wall.cards):
            if member.panel.id in panel_ids:
                flags = QItemSelectionModel.SelectionFlag.Select
                boards.wall.selectionModel().setCurrentIndex(boards.wall.wall.index(place), flags)
        boards.wall.setFocus()
        QTest.keyClick(boards.wall, Qt.Key.Key_A)
        line = boards.saying.line.name
        line.setText("R. Okafor")
        QTest.keyClick(line, Qt.Key.Key_Return)
        return {id: now.status for id, now in session.studio.reviewing.statuses().items()}

    said = approve(f"{FULL}-p", f"{CLOSE}-p")
    assert (said[f"{FULL}-p"], said[sibling], said[f"{CLOSE}-p"]) == ("approved", "draft", "changes")
    assert "left out: 1A waits for the changes that Ines asked for" in window.message_bar.text
    assert approve(f"{CLOSE}-p")[f"{CLOSE}-p"] == "approved", "chosen by itself it is meant"


def test_d_on_an_undrawn_panel_opens_no_take_of_its_sibling(
    boards: BoardsRoom, window: Window, qtbot: QtBot
) -> None:
    sibling = new_panel(boards.session.document, FULL, 0.5)
    qtbot.waitUntil(lambda: sibling in [member.panel.id for member in boards.wall.wall.cards])
    place = [member.panel.id for member in boards.wall.wall.cards].index(sibling)
    boards.wall.setCurrentIndex(boards.wall.wall.index(place))
    boards.desk.actions.trigger("boards.annotate")
    assert window.room is boards
    assert "no take to draw on yet" in window.message_bar.text
    boards.wall.setCurrentIndex(boards.wall.wall.index(place - 1))
    boards.desk.actions.trigger("boards.annotate")
    assert window.room is not boards


def test_an_undrawn_panel_is_omitted_and_brought_back(boards: BoardsRoom) -> None:
    for status in ("omitted", "draft"):
        choose(boards, BARE)
        boards.wall.setFocus()
        QTest.keyClick(boards.wall, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
        boards.saying.line.name.setText("R. Okafor")
        QTest.keyClick(boards.saying.line.name, Qt.Key.Key_Return)
        assert card(boards, BARE).panel.status == status


def test_what_is_not_drawn_cannot_be_approved(boards: BoardsRoom) -> None:
    choose(boards, BARE)
    assert not boards.desk.actions["boards.approve"].enabled()


def test_another_take_stands_for_the_panel_with_one_click(boards: BoardsRoom, qtbot: QtBot) -> None:
    session = boards.session
    choose(boards, FULL)
    boards.desk.drawing.draw([FULL], SMALL)
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=DRAWING_MS)
    boards.takes.show_panel(f"{FULL}-p")
    view = boards.takes.view
    first = view.visualRect(view.model().index(0, 0)).center()
    heard: list[Edit] = []
    session.changed.connect(heard.append)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(first))
    assert [edit.label for edit in heard] == ["Select take 2"]
    session.undo()
    assert session.document.need(f"{FULL}-p", model.Panel).selected_take_id == boards.takes.takes.takes[1].id


def test_a_film_to_look_at_says_that_and_not_that_nothing_is_chosen(
    window: Window, drawn_film: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = Path(shutil.copy(drawn_film, tmp_path / "held.previz"))
    with Studio.open(path):
        window.projects.open(path)
        window.show_room(2)
        room = window.room
        assert isinstance(room, BoardsRoom)
        choose(room, FULL)
        room.wall.setFocus()
        for key in (Qt.Key.Key_G, Qt.Key.Key_A, Qt.Key.Key_V):
            window.message_bar.clear()
            QTest.keyClick(room.wall, key)
            assert "open to look at only" in window.message_bar.text, key
        window.message_bar.clear()
        room.desk.drawing.draw_panels([f"{FULL}-p"])
        assert "open to look at only" in window.message_bar.text
        assert not room.desk.drawing.busy
        window.close_project()


def test_a_wall_without_a_drawing_has_one_button_that_draws_all(
    window: Window, small_film: Path, qtbot: QtBot
) -> None:
    window.projects.open(small_film)
    window.show_room(2)
    room = window.room
    assert isinstance(room, BoardsRoom)
    assert room.undrawn.isVisible()
    assert room.undrawn.words.text() == "None of the 3 boards is drawn yet."
    room.side.quality.set_current(0)
    room.undrawn.button.click()
    assert not room.undrawn.isVisible(), "they are on their way"
    qtbot.waitUntil(lambda: not room.desk.drawing.busy, timeout=DRAWING_MS)
    drawn = [one.shot.id for one in room.wall.wall.cards if one.panel.image]
    assert drawn == [FULL, CLOSE]
    assert not room.undrawn.isVisible()


def test_the_right_button_on_a_card_offers_what_is_done_to_it(boards: BoardsRoom, qtbot: QtBot) -> None:
    wall = boards.wall
    place = next(n for n, member in enumerate(wall.wall.cards) if member.shot.id == CLOSE)
    at = wall.visualRect(wall.wall.index(place)).center()
    QTest.mouseClick(wall.viewport(), Qt.MouseButton.RightButton, pos=at)
    menu = menu_at(wall.viewport(), at)
    assert wall.chosen_shots() == [CLOSE], "the card under the mouse is meant"
    words = entries(menu)
    assert {"Draw the chosen boards", "Approve the chosen boards…", "Take the panel down"} <= set(words)
    assert {"Hand the chosen panels off…", "Notes of the film"} <= set(words)
    pick(menu, next(said for said in words if said.startswith("Lock")))
    assert boards.session.document.need(f"{CLOSE}-p", model.Panel).locked


def test_the_right_button_on_a_take_lets_it_stand_or_goes_on_from_it(
    boards: BoardsRoom, tmp_path: Path
) -> None:
    choose(boards, FULL)
    path = tmp_path / "hers.png"
    Image.new("RGB", (96, 40), "white").save(path)
    boards.takes.bring(path)
    view, takes = boards.takes.view, boards.takes.takes
    QApplication.processEvents()

    def menu_of(number: int) -> QMenu:
        place = next(n for n, take in enumerate(takes.takes) if take.number == number)
        return menu_at(view.viewport(), view.visualRect(takes.index(place)).center())

    assert entries(menu_of(1))[:2] == ["Draw on the take", "Compare takes"]
    menu = menu_of(2)
    assert entries(menu) == ["Select take 2", "Compare takes"]
    pick(menu, "Select take 2")
    stands = boards.takes.stands()
    assert stands is not None
    assert stands.number == 2


def test_what_needs_a_take_says_so_where_there_is_none(boards: BoardsRoom) -> None:
    """Go on, compare and keep the look could be asked for, and nothing happened."""
    choose(boards, BARE)
    table = boards.desk.actions
    for name in ("compare", "onion", "refine", "keep_look", "keep_look_scene"):
        action = table[f"boards.{name}"]
        assert not action.enabled(), name
        assert action.why_not == "Draw this panel first (G)."
