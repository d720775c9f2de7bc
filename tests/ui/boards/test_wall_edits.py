"""The wall: sizes, filters, another order, words in place, playing, comparing, importing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio.captions import set_caption
from previz.studio.shot_book import new_panel
from previz.ui.boards.compare import Compare
from previz.ui.boards.wall_edits import CAMERA_STANDS, ENDS_HANG
from previz.ui.message import Message
from previz.ui.rooms.boards import BoardsRoom
from previz.ui.rooms.wall import SIZES
from previz.ui.window import Window
from tests.films import BARE, CLOSE, FULL

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier
Control = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def choose(room: BoardsRoom, place: int) -> None:
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
    room.wall.selectionModel().setCurrentIndex(room.wall.wall.index(place), flags)
    room.wall.setFocus()


def order(room: BoardsRoom) -> list[str]:
    return [card.shot.id for card in room.wall.wall.cards]


def test_cards_come_in_sizes_up_to_one_alone(boards: BoardsRoom) -> None:
    columns = []
    for place in range(len(SIZES)):
        boards.bar.sizes.chosen.emit(place)
        columns.append(boards.wall.viewport().width() // boards.wall.gridSize().width())
    assert columns == sorted(columns, reverse=True)
    assert columns[-1] == 1
    assert boards.wall.gridSize().height() <= boards.wall.viewport().height()


def test_one_scene_one_person(boards: BoardsRoom) -> None:
    menu = boards.bar.narrow_menu()
    entries = {entry.text(): entry for entry in menu.actions()}
    assert {"All scenes", "Everybody", "Ada", "Ben"} <= set(entries)
    entries["Ben"].trigger()
    assert order(boards) == [FULL]
    assert "All 1" in boards.filter.accessibleName() or boards.wall.wall.counts()[""] == 1
    {entry.text(): entry for entry in boards.bar.narrow_menu().actions()}["Everybody"].trigger()
    assert order(boards) == [FULL, CLOSE, BARE]


def test_what_drifted_hangs_alone_the_worst_first(boards: BoardsRoom) -> None:
    document = boards.session.document
    assert not entry_of(boards, "What drifted from the blocking, worst first: 0").isEnabled()
    for shot_id, fidelity in (
        (FULL, model.Fidelity(score=58.0, reasons=("Nora drifted 1.7 % right",))),
        (CLOSE, model.Fidelity(score=12.0, reasons=("Nora is not where the blocking puts them",))),
        (BARE, model.Fidelity(score=97.0)),
    ):
        take = model.Take(
            id=f"judged-{shot_id}", panel_id=f"{shot_id}-p", number=9, image="0" * 64, request="1" * 64,
            generator="comfyui", style="ink", seed=1, size_px=(96, 40), fidelity=fidelity,
        )  # fmt: skip
        document.record(take, "Take")
        with document.edit("Select") as edit:
            edit.update(take.panel_id, selected_take_id=take.id)
    entry_of(boards, "What drifted from the blocking, worst first: 2").trigger()
    assert order(boards) == [CLOSE, FULL]
    assert boards.wall.wall.counts()[""] == 2
    assert not boards.hands.may_move(), "it is not the order of the film"
    tip = boards.wall.wall.data(boards.wall.wall.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "Drifted: Nora is not where the blocking puts them" in tip
    entry_of(boards, "What drifted from the blocking, worst first: 2").trigger()
    assert order(boards) == [FULL, CLOSE, BARE]
    assert boards.hands.may_move()


def entry_of(boards: BoardsRoom, words: str) -> QAction:
    return {entry.text(): entry for entry in boards.bar.narrow_menu().actions()}[words]


def test_a_card_is_dragged_behind_another(boards: BoardsRoom) -> None:
    wall = boards.wall
    choose(boards, 0)
    start = wall.visualRect(wall.wall.index(0)).center()
    end = wall.visualRect(wall.wall.index(1)).center() + QPoint(40, 0)
    port = wall.viewport()
    QTest.mousePress(port, LEFT, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(port, start + (end - start) * share)
        event_at = QPointF(start + (end - start) * share)
        assert port.rect().contains(event_at.toPoint())
    QTest.mouseRelease(port, LEFT, pos=end)
    assert order(boards) == [CLOSE, FULL, BARE]
    assert boards.session.document.history[-1].label == "Move shot"
    boards.session.undo()
    assert order(boards) == [FULL, CLOSE, BARE]


def test_the_ends_of_several_moves_hang_in_one_step(boards: BoardsRoom) -> None:
    document = boards.session.document
    with document.edit("Another move") as edit:
        keys = document.need("c-close", model.Track).keys
        edit.update("c-full", keys=keys)
    QTest.keyClick(boards.wall, Key.Key_A, Control)
    QTest.keyClick(boards.wall, Key.Key_B)
    assert order(boards) == [FULL, FULL, CLOSE, CLOSE, BARE]
    boards.session.undo()
    assert order(boards) == [FULL, CLOSE, BARE]


def test_ends_that_nobody_made_are_told_for_what_they_are(boards: BoardsRoom, window: Window) -> None:
    choose(boards, 0)
    QTest.keyClick(boards.wall, Key.Key_B)
    assert window.message_bar.text == CAMERA_STANDS
    choose(boards, 1)
    QTest.keyClick(boards.wall, Key.Key_B)
    QTest.keyClick(boards.wall, Key.Key_B)
    assert window.message_bar.text == ENDS_HANG


def test_keys_choose_all_one_alone_or_one_as_large_as_it_gets(boards: BoardsRoom) -> None:
    choose(boards, 1)
    QTest.keyClick(boards.wall, Key.Key_A, Control)
    assert len(boards.wall.chosen_panels()) == 3
    assert boards.session.selection == (), "nothing on the stage is meant"
    QTest.keyClick(boards.wall, Key.Key_Escape)
    assert boards.wall.chosen_panels() == [f"{CLOSE}-p"]
    QTest.keyClick(boards.wall, Key.Key_End)
    assert boards.wall.chosen_panels() == [f"{BARE}-p"]
    QTest.keyClick(boards.wall, Key.Key_Home)
    assert boards.wall.chosen_panels() == [f"{FULL}-p"]
    boards.bar.sizes.chosen.emit(3)
    boards.bar.sizes.set_current(3)
    QTest.keyClick(boards.wall, Key.Key_F)
    assert boards.wall.card_size.name == "One"
    QTest.keyClick(boards.wall, Key.Key_F)
    assert boards.wall.card_size.name == "Large"


def test_several_panels_come_down_in_one_step_and_undo_takes_back_that_one(
    boards: BoardsRoom, window: Window
) -> None:
    document = boards.session.document
    added = [new_panel(document, FULL, 0.5), new_panel(document, FULL, 1.0)]
    steps = len(document.history)
    choose(boards, 0)
    QTest.keyClick(boards.wall, Key.Key_A, Control)
    QTest.keyClick(boards.wall, Key.Key_Delete)
    assert [panel.id for panel in document.children(FULL, model.Panel)] == [f"{FULL}-p"]
    assert len(document.history) == steps + 1
    assert "A shot keeps one panel" in window.message_bar.text
    window.message_bar.fix_button.click()  # type: ignore[attr-defined]
    assert {panel.id for panel in document.children(FULL, model.Panel)} == {f"{FULL}-p", *added}
    choose(boards, 1)
    QTest.keyClick(boards.wall, Key.Key_Delete)
    set_caption(document, f"{FULL}-p", action="Typed since.")
    assert document.need(FULL, model.Shot).action == "Typed since."
    assert not window.message_bar.isVisible(), "Undo would be of what came later"


def test_ctrl_d_hangs_another_panel_and_a_sole_one_stays(boards: BoardsRoom, window: Window) -> None:
    choose(boards, 0)
    new_panel(boards.session.document, FULL, 0.5)
    boards.takes.view.setFocus()
    QTest.keyClick(boards.takes.view, Key.Key_Delete)
    assert order(boards) == [FULL, FULL, CLOSE, BARE], "no panel is meant among the takes"
    boards.session.undo()
    choose(boards, 2)
    QTest.keyClick(boards.wall, Key.Key_Backspace)
    assert order(boards) == [FULL, CLOSE, BARE]
    assert "A shot keeps one panel" in window.message_bar.text
    QTest.keyClick(boards.wall, Key.Key_D, Control)
    assert order(boards) == [FULL, CLOSE, BARE, BARE]


def test_a_panel_shows_the_moment_of_the_stage_and_hangs_there(boards: BoardsRoom, window: Window) -> None:
    second = new_panel(boards.session.document, FULL, 0.5)
    choose(boards, 0)
    boards.session.go_to(1.5)
    boards.desk.actions.trigger("boards.moment")
    panels = boards.session.document.children(FULL, model.Panel)
    assert [(panel.id, panel.time_s) for panel in panels] == [(second, 0.5), (f"{FULL}-p", 1.5)]
    boards.desk.actions.trigger("boards.moment")
    assert "already" in window.message_bar.text


def test_a_panel_dragged_within_its_shot_says_what_orders_panels(boards: BoardsRoom, window: Window) -> None:
    new_panel(boards.session.document, FULL, 0.5)
    choose(boards, 1)
    boards.wall.dropped.emit([FULL], f"{FULL}-p", False)
    assert "in the order of their moments" in window.message_bar.text
    window.message_bar.clear()
    boards.wall.dropped.emit([FULL], boards.wall.chosen_panels()[0], False)
    assert not window.message_bar.text or window.message_bar.message is None, "nobody meant anything"


def test_alt_and_arrows_move_a_shot(boards: BoardsRoom) -> None:
    choose(boards, 1)
    QTest.keyClick(boards.wall, Key.Key_Left, Alt)
    assert order(boards) == [CLOSE, FULL, BARE]
    QTest.keyClick(boards.wall, Key.Key_Right, Alt)
    assert order(boards) == [FULL, CLOSE, BARE]


def test_words_are_written_in_place(boards: BoardsRoom) -> None:
    choose(boards, 0)
    QTest.keyClick(boards.wall, Key.Key_F2)
    editor = boards.captions
    assert editor.isVisible()
    assert editor.action.toPlainText() == "Ada and Ben."
    QTest.keyClicks(editor.action, " They g wait.")
    editor.seconds.setFocus()
    editor.seconds.selectAll()
    QTest.keyClicks(editor.seconds, "4.5")
    QTest.keyClick(editor.seconds, Key.Key_Return)
    assert not editor.isVisible()
    shot = boards.session.document.need(FULL, model.Shot)
    assert (shot.action, shot.duration_s) == ("Ada and Ben. They g wait.", 4.5)
    assert not boards.desk.drawing.busy, "a letter in a caption is no key of the room"
    QTest.keyClick(boards.wall, Key.Key_F2)
    QTest.keyClicks(editor.action, " Not this")
    said: list[Message] = []
    boards.session.told.connect(said.append)
    QTest.keyClick(editor.action, Key.Key_Escape)
    assert boards.session.document.need(FULL, model.Shot) == shot
    assert (said[0].fix, editor.isVisible()) == ("Go on writing", False)
    assert said[0].mend is not None
    said[0].mend()
    assert editor.isVisible()
    assert editor.action.toPlainText() == "Ada and Ben. They g wait. Not this"
    editor.edit(f"{FULL}-p", QPoint(0, 0), 300)
    QTest.keyClick(editor.action, Key.Key_Escape)
    assert len(said) == 1, "nothing was written"


def test_b_hangs_a_panel_at_each_end_of_a_move(boards: BoardsRoom) -> None:
    choose(boards, 1)
    QTest.keyClick(boards.wall, Key.Key_B)
    assert order(boards) == [FULL, CLOSE, CLOSE, BARE]
    boards.session.undo()
    assert order(boards) == [FULL, CLOSE, BARE]


def test_an_approved_panel_that_is_taken_down_says_so_and_comes_back(
    boards: BoardsRoom, window: Window, qtbot: QtBot
) -> None:
    document = boards.session.document
    new_panel(document, FULL, 0.5)
    boards.session.studio.reviewing.judge(document.need(f"{FULL}-p", model.Panel), "approved", "Ada")
    boards.desk.rows.refresh()
    qtbot.waitUntil(lambda: boards.wall.wall.cards[0].panel.status == "approved")
    choose(boards, 0)
    boards.desk.actions.trigger("boards.unhang")
    assert f"{FULL}-p" not in document
    assert window.message_bar.text.startswith("1 A of 2 was approved and is taken down")
    window.message_bar.fix_button.click()  # type: ignore[attr-defined]
    assert f"{FULL}-p" in document


def test_the_order_is_in_reach_at_every_width(boards: BoardsRoom) -> None:
    bar = boards.bar
    boards.window().resize(1600, 1000)
    assert bar.order.isVisible()
    approve = bar._buttons["boards.approve"]
    seen = []
    for width in range(1500, 600, -20):
        bar.resize(width, bar.height())
        seen.append((approve.isVisible(), bar.order.isVisible(), bar.filter.isVisible()))
        assert bar.filter_menu.isVisible() != bar.filter.isVisible()
    assert list(dict.fromkeys(seen)) == [
        (True, True, True),
        (True, False, True),
        (True, True, False),
        (True, False, False),
        (False, False, False),
    ], "approval goes last"
    boards.window().resize(1280, 800)
    assert approve.isVisible()
    QTest.keyClick(boards.wall, Key.Key_U)
    assert (boards.wall.wall.showing.order, bar.order.current) == ("setup", 1)
    boards.desk.actions.trigger("boards.order")
    assert (boards.wall.wall.showing.order, bar.order.current) == ("script", 0)


def test_a_narrow_bar_has_the_filter_as_a_menu(boards: BoardsRoom, qtbot: QtBot) -> None:
    boards.window().resize(1280, 800)
    bar = boards.bar
    assert bar.filter_menu.isVisible()
    assert bar.filter_menu.text().strip() == "All 3"
    bar.filter_menu.click()
    (menu,) = (one for one in bar.findChildren(QMenu) if one.isVisible())
    drafts = next(entry for entry in menu.actions() if entry.text() == "Draft 3")
    menu.actions()[-1].trigger()
    assert bar.filter_menu.text().strip() == "Omitted 0"
    assert boards.wall.wall.cards == []
    drafts.trigger()
    menu.close()
    assert bar.filter_menu.accessibleName() == "Show Draft 3"
    assert bar.filter.current == 2
    assert len(boards.wall.wall.cards) == 3


def test_space_plays_the_boards_in_time(boards: BoardsRoom) -> None:
    choose(boards, 0)
    page = boards.play()
    assert page.playing
    assert page.words._number.text().startswith("1"), "the first panel says what it is"
    page.pause()
    page.go_to(0.0)
    page.advance(4.0)
    assert page.beat is not None
    assert page.beat.shot.id == CLOSE
    assert page.beat.box(page.time_s)[2] < 1
    QTest.keyClick(page.card, Key.Key_L)
    page.advance(100.0)
    assert 0 <= page.time_s < page.reel.length_s
    QTest.keyClick(page.card, Key.Key_L)
    QTest.mouseClick(page.reel, LEFT, pos=QPoint(page.reel.width() - 9, 26))
    assert page.time_s == pytest.approx(page.reel.length_s, abs=0.1)
    QTest.keyClick(page.card, Key.Key_Space)
    assert page.playing
    assert page.time_s < 1.0
    QTest.keyClick(page.card, Key.Key_Escape)
    assert not page.playing


def test_a_dropped_picture_is_a_take_that_is_compared_and_selected(
    boards: BoardsRoom, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(boards, 0)
    path = tmp_path / "hers.png"
    Image.new("RGB", (96, 40), "white").save(path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    boards.takes.dropEvent(event)
    assert [take.number for take in boards.takes.takes.takes] == [2, 1]
    boards.session.studio.approve(boards.session.document.need(FULL, model.Shot), "R. Okafor")
    QTest.keyClick(boards.wall, Key.Key_X)
    page = next(child for child in boards.window().children() if type(child).__name__ == "Compare")
    assert page.view.names == ("Take 2", "Take 1")  # type: ignore[attr-defined]
    QTest.keyClick(page.card, Key.Key_X)  # type: ignore[attr-defined]
    for key, mode in (
        (Key.Key_B, "side"),
        (Key.Key_D, "difference"),
        (Key.Key_O, "onion"),
        (Key.Key_W, "wipe"),
    ):
        QTest.keyClick(page.card, key)  # type: ignore[attr-defined]
        assert page.view.mode == mode  # type: ignore[attr-defined]
    QTest.keyClick(page.card, Key.Key_2)  # type: ignore[attr-defined]
    assert boards.session.document.of(model.Pick) == [], "no pick is kept until somebody asks for it"
    page._keep_now.click()  # type: ignore[attr-defined]
    (pick,) = boards.session.document.of(model.Pick)
    assert pick.better == page.takes[page.over.currentIndex()].id  # type: ignore[attr-defined]
    assert "1 of 20 picks" in page._learnt.text()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: boards.desk.pictures.image(boards.takes.takes.takes[0].image, 64) is not None)
    QTest.keyClick(page.card, Key.Key_Return)  # type: ignore[attr-defined]
    panel = boards.session.document.need(f"{FULL}-p", model.Panel)
    assert panel.selected_take_id == boards.takes.takes.takes[0].id
    QTest.keyClick(page.card, Key.Key_Escape)  # type: ignore[attr-defined]
    ledger = boards.session.studio.store.ledger.verdicts()
    assert [verdict.take_id for verdict in ledger] == [boards.takes.takes.takes[1].id], "the approval stays"


def test_the_next_take_follows_what_is_chosen_beside_the_wall(boards: BoardsRoom) -> None:
    choose(boards, 0)
    boards.side.count.set_current(2)
    boards.side.quality.set_current(0)
    making = boards.side.making()
    assert (making.takes, making.width_px) == (4, 960)
    boards.side.style_.chosen.emit("ink")
    look = boards.session.document.need(FULL, model.Shot).look
    assert look is not None
    assert look.style == "ink"
    set_caption(boards.session.document, f"{FULL}-p", action="Anew.")
    assert boards.side.maker._source.text() == "of this shot"


def test_a_locked_panel_is_drawn_by_nothing_until_it_is_unlocked(boards: BoardsRoom, qtbot: QtBot) -> None:
    choose(boards, 0)
    QTest.keyClick(boards.wall, Key.Key_L)
    assert boards.wall.wall.cards[0].panel.locked
    assert ", locked" in boards.wall.wall.index(0).data()
    QTest.keyClick(boards.wall, Key.Key_G)
    assert not boards.desk.drawing.busy
    boards.side.quality.set_current(0)
    boards.desk.actions.trigger("boards.draw_all")
    qtbot.waitUntil(lambda: len(boards.desk.drawing.rows) == 1, timeout=30_000)
    assert boards.desk.drawing.panels == {f"{CLOSE}-p"}, "the third has no camera"
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=60_000)
    choose(boards, 0)
    QTest.keyClick(boards.wall, Key.Key_L)
    assert not boards.wall.wall.cards[0].panel.locked


def test_panels_are_put_in_review_omitted_and_brought_back_by_name(boards: BoardsRoom) -> None:
    def say(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> str:
        choose(boards, 0)
        QTest.keyClick(boards.wall, key, modifiers)
        boards.saying.line.name.setText("R. Okafor")
        QTest.keyClick(boards.saying.line.name, Key.Key_Return)
        return boards.wall.wall.cards[0].panel.status

    shift = Qt.KeyboardModifier.ShiftModifier
    assert say(Key.Key_V) == "review"
    assert say(Key.Key_O, shift) == "omitted"
    boards.filter.chosen.emit(6)
    assert order(boards) == [FULL]
    boards.desk.actions.trigger("boards.draw_stale")
    assert not boards.desk.drawing.panels & {f"{FULL}-p"}
    boards.desk.drawing.stop()
    boards.filter.chosen.emit(0)
    assert say(Key.Key_O, shift) == "review", "and back"
    verdicts = boards.session.studio.store.ledger.verdicts()
    assert [(one.state, one.who) for one in verdicts] == [
        (state, "R. Okafor") for state in ("review", "omitted", "review")
    ]
    choose(boards, 2)
    QTest.keyClick(boards.wall, Key.Key_V)
    assert not boards.saying.line.isVisible(), "there is nothing to judge yet"


def test_a_stale_card_opens_what_was_judged_beside_the_stage_of_now(boards: BoardsRoom, qtbot: QtBot) -> None:
    track = boards.session.document.need("t-ada", model.Track)
    with boards.session.edit("Move Ada") as edit:
        edit.update(track.id, keys=(model.ActorKey(position_m=(0.5, 0.0, 0.0)),))
    choose(boards, 1)
    qtbot.waitUntil(lambda: bool(boards.wall.wall.cards[0].panel.stale), timeout=30_000)
    box = boards.wall.compare_box(boards.wall.wall.index(0))
    QTest.mouseClick(boards.wall.viewport(), LEFT, pos=box.center() - QPoint(120, 0))
    assert not boards.window().findChildren(Compare), "that is the reason, not the word"
    QTest.mouseClick(boards.wall.viewport(), LEFT, pos=box.center())
    (page,) = boards.window().findChildren(Compare)
    assert page.panel.id == f"{FULL}-p"
    assert page.mode == "side"
    assert page.view.names == ("Take 1", "Stage now")
    assert not page._take.isVisible(), "the stage is no take to select"
    QTest.keyClick(page.card, Key.Key_Escape)
    assert boards.wall.compare_box(boards.wall.wall.index(2)).isEmpty()
