"""What was sent back or is stale and is drawn anew: the new take lies beside, and says that it does."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.export.rows import PanelRow
from previz.scene import model
from previz.ui.boards.review import Review
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.window import Window
from tests.films import CLOSE, FULL
from tests.ui.boards.conftest import SMALL

Key = Qt.Key
PANEL = f"{FULL}-p"
DRAWING_MS = 120_000


def row(room: BoardsRoom, panel_id: str = PANEL) -> PanelRow:
    return next(card.panel for card in room.wall.wall.cards if card.panel.id == panel_id)


def choose(room: BoardsRoom, *panel_ids: str) -> None:
    room.wall.clearSelection()
    for place, card in enumerate(room.wall.wall.cards):
        if card.panel.id in panel_ids:
            flags = QItemSelectionModel.SelectionFlag.Select
            room.wall.selectionModel().setCurrentIndex(room.wall.wall.index(place), flags)
    room.wall.setFocus()


def standing(room: BoardsRoom, panel_id: str = PANEL) -> str | None:
    return room.session.document.need(panel_id, model.Panel).selected_take_id


def send_back(room: BoardsRoom, qtbot: QtBot) -> None:
    panel = room.session.document.need(PANEL, model.Panel)
    room.session.studio.reviewing.judge(panel, "changes", "Ines", "Lower.")
    room.desk.rows.refresh()


def draw_anew(room: BoardsRoom, qtbot: QtBot, panel_id: str = PANEL) -> None:
    room.desk.drawing.draw_panels([panel_id], SMALL)
    qtbot.waitUntil(lambda: not room.desk.drawing.busy and room.desk.rows.looked, timeout=DRAWING_MS)


def walk_to_new_take(room: BoardsRoom, qtbot: QtBot) -> tuple[str | None, str]:
    """(the take that was sent back, the one drawn since); the panel is chosen."""
    choose(room, PANEL)
    send_back(room, qtbot)
    draw_anew(room, qtbot)
    return standing(room), row(room).new_take_id


def verdicts(room: BoardsRoom) -> list[tuple[str, str]]:
    return [(said.take_id, said.state) for said in room.session.studio.store.ledger.verdicts()]


def test_a_take_drawn_after_a_board_was_sent_back_is_announced_everywhere(
    boards: BoardsRoom, window: Window, qtbot: QtBot
) -> None:
    first = standing(boards)
    index = boards.wall.wall.index(0)
    _, newer = walk_to_new_take(boards, qtbot)
    assert standing(boards) == first, "nothing takes its place unasked"
    assert newer
    assert newer != first
    assert "1: take 2 is new. Take 1 was sent back by Ines and still stands" in window.message_bar.text
    assert "New take 2" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    strip = boards.takes.view
    assert strip.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole).endswith(", new")
    assert "Take 2 is new" in boards.takes._count.text()
    qtbot.waitUntil(lambda: boards.wall.itemDelegate()._newer(boards.wall.wall.cards[0], 300) is not None)


def test_a_asks_which_take_and_enter_takes_the_new_one(boards: BoardsRoom, qtbot: QtBot) -> None:
    first, newer = walk_to_new_take(boards, qtbot)
    QTest.keyClick(boards.wall, Key.Key_A)
    line = boards.saying.line
    assert line.isVisible()
    assert line.words.text() == "Take 1 was sent back by Ines. Take 2 is new: Enter takes and approves it."
    line.name.setText("R. Okafor")
    QTest.keyClick(line.name, Key.Key_Return)
    assert standing(boards) == newer
    assert verdicts(boards) == [(first, "changes"), (newer, "approved")]
    assert row(boards).new_take == 0


def test_the_one_that_was_sent_back_is_approved_only_by_saying_so(boards: BoardsRoom, qtbot: QtBot) -> None:
    first, _ = walk_to_new_take(boards, qtbot)
    QTest.keyClick(boards.wall, Key.Key_A)
    line = boards.saying.line
    line.name.setText("R. Okafor")
    assert line.all_the_same.text() == "Approve take 1 all the same"
    line.all_the_same.click()
    assert standing(boards) == first
    assert verdicts(boards) == [(first, "changes"), (first, "approved")]
    assert row(boards).new_take == 0, "whoever decided about the panel has seen it"


def test_several_at_once_leave_out_whoever_waits_for_a_choice(
    boards: BoardsRoom, window: Window, qtbot: QtBot
) -> None:
    first, _ = walk_to_new_take(boards, qtbot)
    choose(boards, PANEL, f"{CLOSE}-p")
    QTest.keyClick(boards.wall, Key.Key_A)
    boards.saying.line.name.setText("R. Okafor")
    QTest.keyClick(boards.saying.line.name, Key.Key_Return)
    assert "left out: 1 has a new take: A on it alone asks which" in window.message_bar.text
    assert standing(boards) == first
    assert verdicts(boards)[1:] == [(standing(boards, f"{CLOSE}-p"), "approved")]


def test_a_stale_board_drawn_anew_says_so_too_and_undo_takes_it_back(
    boards: BoardsRoom, window: Window, qtbot: QtBot
) -> None:
    session = boards.session
    choose(boards, PANEL)
    track = session.document.need("t-ada", model.Track)
    key = msgspec.structs.replace(track.keys[0], position_m=(0.5, 0.0, 0.0))
    with session.edit("Move Ada") as edit:
        edit.update("t-ada", keys=(key,))
    qtbot.waitUntil(lambda: bool(row(boards).stale), timeout=30_000)
    assert row(boards).new_take == 0
    draw_anew(boards, qtbot)
    qtbot.waitUntil(lambda: row(boards).new_take == 2, timeout=30_000)
    assert "1: take 2 is new. Take 1 is stale and still stands" in window.message_bar.text
    QTest.keyClick(boards.wall, Key.Key_A)
    assert boards.saying.line.words.text().startswith("Take 1 is stale. Take 2 is new")
    QTest.keyClick(boards.saying.line.name, Key.Key_Escape)
    session.undo()
    qtbot.waitUntil(lambda: not row(boards).stale, timeout=30_000)
    assert row(boards).new_take == 0, "the take that stands is true again, and the other is not"


def test_the_review_shows_both_and_approves_neither_by_habit(
    boards: BoardsRoom, window: Window, qtbot: QtBot
) -> None:
    first, newer = walk_to_new_take(boards, qtbot)
    page = Review(window, boards.desk, [PANEL], PANEL)
    page.start()
    page.name.setText("R. Okafor")
    page.begin()
    assert page.picture.mode == "side"
    assert page.picture.names == ("Take 1, sent back", "Take 2, new")
    QTest.keyClick(page.card, Key.Key_A)
    assert "Enter: take 2 stands" in page._told.text()
    assert verdicts(boards) == [(first, "changes")]
    assert page._buttons["take"].isVisible()
    QTest.keyClick(page.card, Key.Key_Return)
    assert standing(boards) == newer
    assert not page._buttons["take"].isVisible()
    assert page.picture.mode == "one"
    QTest.keyClick(page.card, Key.Key_A)
    assert verdicts(boards)[1:] == [(newer, "approved")]
    page.leave()


def test_boards_that_were_stale_and_drawn_anew_are_told_together_and_not_drawn_again(
    boards: BoardsRoom, window: Window, qtbot: QtBot
) -> None:
    session = boards.session
    with session.edit("Move Ada") as edit:
        edit.update("t-ada", keys=(model.ActorKey(position_m=(0.5, 0.0, 0.0)),))
    both = (PANEL, f"{CLOSE}-p")
    qtbot.waitUntil(lambda: all(row(boards, id).stale for id in both), timeout=30_000)
    told: list[str] = []
    session.told.connect(lambda message: told.append(message.text))
    boards.desk.drawing.draw_panels(both, SMALL)
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=DRAWING_MS)
    qtbot.waitUntil(lambda: all(row(boards, id).new_take == 2 for id in both), timeout=30_000)
    qtbot.waitUntil(lambda: boards.desk.rows.looked, timeout=120_000)
    assert [text[:21] for text in told] == ["2 new takes lie besid"]
    boards.wall.setFocus()
    choose(boards, PANEL)
    boards._draw_where(lambda shot, panel: False)
    assert "2 boards have a new take that waits for you" in window.message_bar.text
    boards._draw_missing()
    panels = {row.panel_id for row in boards.desk.drawing.rows}
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=DRAWING_MS)
    assert not panels & set(both)
    assert [row(boards, id).takes for id in both] == [2, 2]
