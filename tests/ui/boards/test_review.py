"""A review with nothing but keys: approve, send back with reasons, find true what is stale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from previz.export.rows import PanelRow
from previz.review.pushback import written
from previz.scene import model
from previz.studio.choosing import select_take
from previz.studio.noting import add_note, reply, settle, threads
from previz.ui import preferences
from previz.ui.boards.review import Review
from previz.ui.rooms.boards import BoardsRoom
from tests.films import BARE, CLOSE, FULL

Key = Qt.Key


@pytest.fixture
def review(boards: BoardsRoom) -> Iterator[Review]:
    page = boards.review()
    QTest.keyClicks(page.name, "R. Okafor")
    QTest.keyClick(page.name, Key.Key_Return)
    yield page
    if page.isVisible():
        page.leave()


def press(page: Review, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page.card, key)


def panel(page: Review, shot_id: str) -> PanelRow:
    row = page._desk.rows.row(shot_id)
    assert row is not None
    return row.panels[0]


def front(page: Review) -> str:
    assert page.frame is not None
    return page.frame[0].id


def test_nobody_judges_without_a_name(boards: BoardsRoom) -> None:
    page = boards.review()
    page.name.clear()
    QTest.keyClick(page.name, Key.Key_Return)
    assert page.who == ""
    QTest.keyClick(page.name, Key.Key_Escape)
    assert not page.isVisible()


def test_a_approves_and_goes_on(review: Review) -> None:
    assert front(review) == FULL
    press(review, Key.Key_A)
    assert panel(review, FULL).status == "approved"
    assert panel(review, FULL).approved_by == "R. Okafor" == preferences.person()
    assert front(review) == CLOSE


def test_r_sends_back_with_reasons_and_words(review: Review) -> None:
    press(review, Key.Key_Right, Key.Key_R, Key.Key_1, Key.Key_9)
    assert review.panel.isVisible()
    assert review.panel.send.text() == "Send back with 2 reasons"
    assert [steer.reason for steer in review.panel.steers.steers] == ["Eyeline", "Legibility", "Legibility"]
    review.panel.words.setFocus()
    QTest.keyClicks(review.panel.words, "1 Look left.")
    QTest.keyClick(review.panel.words, Key.Key_Return)
    assert panel(review, CLOSE).status == "changes"
    assert panel(review, CLOSE).said == "Eyeline, Legibility: 1 Look left."
    assert not review.panel.isVisible()


def test_without_a_reason_nothing_goes_back(review: Review) -> None:
    press(review, Key.Key_R, Key.Key_Return)
    assert review.panel.isVisible()
    assert panel(review, FULL).status == "draft"
    press(review, Key.Key_Escape)
    assert not review.panel.isVisible()
    assert review.isVisible()


def test_arrows_travel_and_what_is_not_drawn_cannot_be_judged(review: Review) -> None:
    press(review, Key.Key_End)
    assert front(review) == BARE
    press(review, Key.Key_A, Key.Key_Right)
    assert front(review) == BARE
    press(review, Key.Key_Left)
    assert front(review) == CLOSE
    assert review._session.studio.store.ledger.verdicts() == []


def test_a_stale_frame_shows_before_and_after_and_is_found_true(review: Review, qtbot: QtBot) -> None:
    press(review, Key.Key_A, Key.Key_Home)
    with review._session.edit("Move Ben") as edit:
        edit.update("t-ben", keys=(model.ActorKey(position_m=(-1.4, 0.0, -0.3), heading_deg=60),))
    qtbot.waitUntil(lambda: bool(panel(review, FULL).stale), timeout=30_000)
    assert panel(review, CLOSE).stale == ()
    review.filter.chosen.emit(5)
    assert [shot.id for shot, _ in review.frames] == [FULL]
    press(review, Key.Key_C)
    assert (review.picture.mode, review.picture.names) == ("wipe", ("Take 1", "Stage now"))
    press(review, Key.Key_T)
    QTest.keyClicks(review.panel.words, "He stands in the dark.")
    QTest.keyClick(review.panel.words, Key.Key_Return)
    qtbot.waitUntil(lambda: review._desk.rows.looked, timeout=120_000)
    assert (panel(review, FULL).status, panel(review, FULL).stale) == ("approved", ())
    assert panel(review, FULL).said == "Still true: He stands in the dark."


def test_a_picture_from_a_file_is_found_true_of_a_stage_that_changed_since(
    review: Review, tmp_path: Path, qtbot: QtBot
) -> None:
    Image.new("RGB", (240, 100), (90, 90, 90)).save(tmp_path / "painted.png")
    studio = review._session.studio
    take, _ = studio.exchange.add_picture(
        studio.document.need(f"{FULL}-p", model.Panel), tmp_path / "painted.png"
    )
    select_take(studio.document, take)
    qtbot.waitUntil(lambda: panel(review, FULL).take_id == take.id, timeout=30_000)
    press(review, Key.Key_T)
    assert not review.panel.isVisible()
    with review._session.edit("Move Ben") as edit:
        edit.update("t-ben", keys=(model.ActorKey(position_m=(-1.4, 0.0, -0.3), heading_deg=60),))
    qtbot.waitUntil(lambda: bool(panel(review, FULL).since), timeout=30_000)
    press(review, Key.Key_T)
    assert "Ben moved" in review.panel._about.text()
    QTest.keyClicks(review.panel.words, "Painted from memory.")
    QTest.keyClick(review.panel.words, Key.Key_Return)
    qtbot.waitUntil(lambda: not panel(review, FULL).since, timeout=30_000)


def test_open_notes_are_seen_and_n_pins_another(review: Review) -> None:
    document = review._session.document
    take_id = document.need(f"{FULL}-p", model.Panel).selected_take_id
    add_note(document, f"{FULL}-p", "Ines", "Eyeline off?", model.NotePin(take_id=take_id, place=(0.4, 0.2)))
    old = add_note(document, f"{FULL}-p", "Ines", "Old.")
    settle(document, old.id, "Ines")
    assert review.notes._count.text() == "1 open"
    assert len(review.picture.pins) == 1
    press(review, Key.Key_N)
    box = review.picture.picture_box()
    QTest.mouseClick(review.picture, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert len(review.picture.pins) == 2
    QTest.keyClicks(review.notes.line, "The key, here.")
    QTest.keyClick(review.notes.line, Key.Key_Return)
    assert front(review) == FULL
    (note,) = (one.note for one in threads(document) if one.note.author == "R. Okafor")
    assert note.text == "The key, here."
    assert note.pin is not None
    assert note.pin.place == pytest.approx((0.5, box.height() / box.width() / 2), abs=0.01)
    assert review.notes._count.text() == "2 open"
    press(review, Key.Key_N)
    QTest.keyClick(review.notes.line, Key.Key_Escape)
    assert review.isVisible()
    press(review, Key.Key_Right)
    assert (review.notes._count.text(), len(review.picture.pins)) == ("none open", 0)


def test_a_note_counts_on_its_own_frame_and_its_answers_are_read(review: Review) -> None:
    document = review._session.document
    (person, *_) = document.of(model.Character)
    own = model.NotePin(target_id=person.id, target_name=person.name, part="bone:head", place=(0.5, 0.1))
    note = add_note(document, f"{FULL}-p", "Ines", "Her eyes?", own)
    reply(document, note.id, "Kofi", "To the key.")
    assert front(review) == FULL
    assert review.notes._count.text() == "1 open"
    assert "Kofi: To the key." in [one.text() for one in review.notes.findChildren(QLabel)]
    press(review, Key.Key_Right)
    assert review.notes._count.text() == "none open · 1 of other frames"


def test_v_puts_in_review_and_x_omits(review: Review) -> None:
    press(review, Key.Key_V, Key.Key_X)
    assert (panel(review, FULL).status, panel(review, CLOSE).status) == ("review", "omitted")
    assert panel(review, CLOSE).said_by == "R. Okafor"
    press(review, Key.Key_V)
    assert front(review) == BARE, "what is not drawn is in nobody's review"
    press(review, Key.Key_X)
    assert panel(review, BARE).status == "omitted"
    press(review, Key.Key_V)
    assert panel(review, BARE).status == "draft"
    review.filter.chosen.emit(6)
    press(review, Key.Key_V)
    assert panel(review, CLOSE).status == "review", "it is back"


def test_a_filter_leaves_no_half_said_verdict_over_another_frame(review: Review, qtbot: QtBot) -> None:
    press(review, Key.Key_A)
    press(review, Key.Key_R, Key.Key_1)
    assert (front(review), review.panel.isVisible()) == (CLOSE, True)
    review.filter.chosen.emit(4)
    assert (front(review), review.panel.isVisible()) == (FULL, False)
    press(review, Key.Key_Return)
    assert panel(review, FULL).status == "approved"


def test_new_words_of_the_script_are_nothing_to_find_true(review: Review, qtbot: QtBot) -> None:
    with review._session.edit("Cut a line") as edit:
        edit.update(FULL, covers=(model.Covered(passage_id="gone", was="Out!"),))
    qtbot.waitUntil(lambda: panel(review, FULL).stale == ("script: “Out!” was cut",), timeout=30_000)
    press(review, Key.Key_T)
    assert not review.panel.isVisible()


def test_changes_left_out_stay_out_and_a_new_verdict_is_followed(boards: BoardsRoom) -> None:
    session, side, id = boards.session, boards.side, f"{FULL}-p"
    reviewing, one = session.studio.reviewing, session.document.need(f"{FULL}-p", model.Panel)
    reviewing.judge(one, "changes", "Ada", written(["legibility"], ""))
    side.show_panel(id)
    assert len(side.steered([id])[id]) == len(side.steers.steers) > 0
    side.steers.show_steers(())
    side.steers.changed.emit()
    assert side.steered([id]) == {id: ()}
    reviewing.judge(one, "changes", "Ada", written(["eyeline"], ""))
    assert [steer.reason for steer in side.steered([id])[id]] == ["Eyeline"]
    side.show_panel(id)
    assert [steer.reason for steer in side.steers.steers] == ["Eyeline"]


def test_what_cannot_be_sent_says_what_it_lacks(review: Review) -> None:
    panel = review.panel
    for purpose, lacks in (("affirm", "Say in words why"), ("changes", "Why? Pick one")):
        panel.ask(purpose)  # type: ignore[arg-type]
        assert not panel.send.isEnabled()
        assert panel.send.toolTip().startswith(lacks)
        panel.words.setPlainText("Nobody sees it.")
        assert (panel.send.isEnabled(), panel.send.toolTip()) == (True, "")
