"""Two takes are compared: a pick in a film that keeps none, and what a person may make of it."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from previz.scene import model
from previz.ui.boards.compare import Compare
from previz.ui.rooms.boards import BoardsRoom
from tests.films import FULL
from tests.ui.right_button import choose, menu_at

Key = Qt.Key


@pytest.fixture
def page(boards: BoardsRoom, tmp_path_factory: pytest.TempPathFactory) -> Compare:
    """Take 1 stands, on the right; take 2 is on the left."""
    path = tmp_path_factory.mktemp("hers") / "hers.png"
    Image.new("RGB", (96, 40), "white").save(path)
    boards.takes.bring(path)
    page = boards.compare()
    assert page is not None
    assert (page.under.currentText(), page.over.currentText()) == ("Take 2", "Take 1")
    return page


def stands(page: Compare) -> int:
    document = page._session.document
    panel = document.need(f"{FULL}-p", model.Panel)
    return document.need(panel.selected_take_id or "", model.Take).number


def test_a_pick_that_nothing_keeps_may_have_the_take_stand(page: Compare) -> None:
    assert not page._keep_now.isVisible()
    QTest.keyClick(page.card, Key.Key_2)
    assert page._learnt.text() == "This film keeps no picks."
    assert page._keep_now.isVisible()
    assert not page._let_stand.isVisible(), "it stands already"
    QTest.keyClick(page.card, Key.Key_1)
    assert page._let_stand.text() == "Let take 2 stand"
    page._let_stand.click()
    assert stands(page) == 2
    assert not page._let_stand.isVisible()
    assert (page._keep.isVisible(), page._learnt.text()) == (True, "")
    assert page._session.document.of(model.Pick) == []


def test_enter_takes_what_was_picked_last_and_other_pictures_take_the_offer_back(page: Compare) -> None:
    QTest.keyClick(page.card, Key.Key_1)
    QTest.keyClick(page.card, Key.Key_X)
    assert not page._let_stand.isVisible()
    QTest.keyClick(page.card, Key.Key_X)
    QTest.keyClick(page.card, Key.Key_1)
    QTest.keyClick(page.card, Key.Key_Return)
    assert stands(page) == 2


def test_picks_are_kept_from_the_one_that_was_just_made(page: Compare) -> None:
    QTest.keyClick(page.card, Key.Key_1)
    page._keep_now.click()
    (pick,) = page._session.document.of(model.Pick)
    assert page._session.document.need(pick.better, model.Take).number == 2
    assert page._keep.isChecked()
    assert page._learnt.text().startswith("1 of 20 picks")
    assert not page._keep_now.isVisible()
    QTest.keyClick(page.card, Key.Key_2)
    assert len(page._session.document.of(model.Pick)) == 2
    assert not page._keep_now.isVisible()


def test_the_stage_is_nothing_to_pick(page: Compare) -> None:
    page.under.setCurrentText("Stage now")
    QTest.keyClick(page.card, Key.Key_1)
    assert page._learnt.text() == "Choose two takes to pick from."
    assert not page._keep_now.isVisible()


def test_the_right_button_compares_in_another_way_and_selects(page: Compare) -> None:
    share = page.view.share
    QTest.mousePress(page.view, Qt.MouseButton.RightButton, pos=QPoint(5, 5))
    assert page.view.share == share, "the edge of the wipe stays where it is"
    choose(menu_at(page.view), "Difference")
    assert page.mode == "difference"
    choose(menu_at(page.view), "Swap")
    choose(menu_at(page.view), "Select take 2")
    assert stands(page) == 2
