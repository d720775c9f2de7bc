"""Vary one thing in the window: a sheet that fills, and a pick that is drawn and stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from previz.gen.sketch.choices import read
from previz.scene import model
from previz.scene.blocking import camera_track
from previz.studio.choosing import select_take
from previz.studio.picks import FEATURES, LEAST, PickBook, Picks
from previz.studio.planning import plan_of_take
from previz.ui.boards import vary_page
from previz.ui.boards.vary_page import PICTURE, VARIATION, VaryPage
from previz.ui.rooms.boards import BoardsRoom
from tests.films import FULL

Key = Qt.Key


@pytest.fixture
def page(boards: BoardsRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> VaryPage:
    monkeypatch.setattr(vary_page, "WIDTH_PX", 96)
    boards.wall.setCurrentIndex(boards.wall.wall.index(0))
    boards.side.quality.set_current(0)
    boards.wall.setFocus()
    QTest.keyClick(boards.wall, Key.Key_Y)
    return next(child for child in boards.window().findChildren(VaryPage) if child.isVisible())


def filled(page: VaryPage, qtbot: QtBot) -> None:
    def full() -> bool:
        items = [page.sheet.item(place) for place in range(page.sheet.rowCount())]
        return bool(items) and all(item.data(PICTURE) is not None for item in items)

    qtbot.waitUntil(full, timeout=60_000)


def test_a_choice_is_shown_side_by_side_and_the_pick_stands(
    page: VaryPage, boards: BoardsRoom, qtbot: QtBot
) -> None:
    page.kind.box.setCurrentIndex(page.kind.box.findText("Line weight"))
    page.kind.box.activated.emit(page.kind.box.currentIndex())
    page.count.set_current(0)
    page.count.chosen.emit(0)
    filled(page, qtbot)
    assert page.sheet.rowCount() == vary_page.COUNTS[0], "as the number says"
    assert page.view.currentIndex().data().endswith(", as now")
    assert not page.button.isEnabled(), "it stands already"
    QTest.keyClick(page.view, Key.Key_End)
    wanted = page.view.currentIndex().data(VARIATION)
    assert wanted.words.endswith("bold")
    QTest.keyClick(page.view, Key.Key_Return)
    assert not page.isVisible()
    document = boards.session.document
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=60_000)
    first, second = document.children(f"{FULL}-p", model.Take)
    assert plan_of_take(boards.session.studio.store, second) == wanted.plan
    assert document.need(f"{FULL}-p", model.Panel).selected_take_id == second.id != first.id


def test_a_picked_lens_goes_on_the_camera_and_a_locked_panel_says_so(
    page: VaryPage, boards: BoardsRoom, qtbot: QtBot
) -> None:
    page.kind.set_value("lens")
    page.kind.chosen.emit("lens")
    filled(page, qtbot)
    QTest.keyClick(page.view, Key.Key_End)
    wanted = page.view.currentIndex().data(VARIATION).lens_mm
    page.button.click()
    track = camera_track(boards.session.document, FULL)
    assert track is not None
    (key,) = track.keys
    assert isinstance(key, model.CameraKey)
    assert key.focal_length_mm == wanted != 35
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=60_000)
    qtbot.waitUntil(lambda: boards.desk.rows.looked, timeout=120_000)
    card = boards.wall.wall.cards[0].panel
    assert (card.take, card.stale) == (2, ()), "drawn through the new lens, and true"
    with boards.session.edit("Lock") as edit:
        edit.update(f"{FULL}-p", locked=True)
    again = boards.vary()
    assert again is not None
    qtbot.waitUntil(lambda: again.sheet.rowCount() > 0, timeout=30_000)
    assert "locked" in again.told.text()
    assert not again.button.isEnabled()
    again.leave()


def test_the_choice_that_varies_has_its_lock_and_other_seeds_follow_it(page: VaryPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.sheet.rowCount() > 0, timeout=30_000)
    assert not page.lock.isVisible(), "a seed is no choice to lock"
    page.kind.set_value("light")
    page.kind.chosen.emit("light")
    assert page.lock.isVisible()
    assert not page.count.isVisible(), "all lights are shown, whatever number was asked for"
    page.lock.click()
    assert page.panel.locked_choices == ("light",)
    assert page.lock.isChecked()
    page.kind.set_value("seed")
    page.kind.chosen.emit("seed")
    assert page.count.isVisible()
    qtbot.waitUntil(lambda: page.sheet.rowCount() > 1, timeout=30_000)
    plans = [page.sheet.item(place).data(VARIATION).plan for place in range(page.sheet.rowCount())]
    assert len({read(plan, "light") for plan in plans}) == 1
    page.leave()


def test_seeds_come_in_the_order_of_picks_when_all_are_drawn(
    page: VaryPage, boards: BoardsRoom, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = PickBook(boards.session.document, boards.session.studio.store)
    dark = Picks(LEAST, tuple(-float(name == "lightness") for name in FEATURES))
    monkeypatch.setattr(PickBook, "learnt", lambda self: dark)
    page.count.chosen.emit(0)
    filled(page, qtbot)
    qtbot.wait(100)
    assert page.told.text() == "", "the film keeps no picks"
    book.turn(True)
    again = boards.vary()
    assert again is not None
    filled(again, qtbot)
    qtbot.waitUntil(lambda: "Ordered by 20 picks: less lightness" in again.told.text(), timeout=10_000)
    light = [
        again.sheet.item(place).data(vary_page.FEATURES)[FEATURES.index("lightness")]
        for place in range(again.sheet.rowCount())
    ]
    assert light == sorted(light)
    assert again.view.currentIndex().data().endswith(", as now"), "what was chosen stays so"
    for one in (page, again):
        one.leave()


def test_a_seed_that_is_a_take_already_stands_and_is_not_drawn_again(
    page: VaryPage, boards: BoardsRoom, qtbot: QtBot
) -> None:
    document = boards.session.document
    qtbot.waitUntil(lambda: page.sheet.rowCount() > 1, timeout=30_000)
    page.view.setCurrentIndex(page.sheet.index(1, 0))
    page.pick()
    qtbot.waitUntil(lambda: not boards.desk.drawing.busy, timeout=60_000)
    first, second = document.children(f"{FULL}-p", model.Take)
    select_take(document, first)
    again = boards.vary()
    assert again is not None
    qtbot.waitUntil(lambda: again.sheet.rowCount() > 1, timeout=30_000)
    assert again.sheet.item(0).text() == "seed 1, as now"
    assert again.sheet.item(1).text() == "seed 2, take 2"
    again.view.setCurrentIndex(again.sheet.index(1, 0))
    assert again.button.text() == "Let take 2 stand"
    again.button.click()
    assert not boards.desk.drawing.busy
    assert document.need(f"{FULL}-p", model.Panel).selected_take_id == second.id
    assert len(document.children(f"{FULL}-p", model.Take)) == 2
