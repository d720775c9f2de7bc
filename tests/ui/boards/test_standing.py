"""Another take stands where one was approved: it is said however it came about, with the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from previz.scene import model
from previz.ui.message import Message
from previz.ui.rooms.boards import BoardsRoom
from tests.films import FULL, record_take


def test_a_take_that_comes_to_stand_in_the_comparison_says_that_the_panel_is_approved_no_more(
    boards: BoardsRoom,
) -> None:
    session, said = boards.session, list[Message]()
    document = session.document
    approved = document.children(f"{FULL}-p", model.Take)[0]
    session.studio.reviewing.judge(document.need(f"{FULL}-p", model.Panel), "approved", "R. Okafor")
    record_take(session.studio, FULL)
    with document.edit("Back to take 1") as edit:
        edit.update(f"{FULL}-p", selected_take_id=approved.id)
    page = boards.compare()
    assert page is not None
    session.told.connect(said.append)
    page.under.setCurrentIndex(page.over.currentIndex())
    page.over.setCurrentIndex(next(n for n, take in enumerate(page.takes) if take != approved))
    QTest.keyClick(page.card, Qt.Key.Key_Return)
    assert document.need(f"{FULL}-p", model.Panel).selected_take_id != approved.id
    (message,) = said
    assert message.text == "Take 1 keeps its approval; take 2 stands now, a draft."
    assert message.mend is not None
    message.mend()
    assert document.need(f"{FULL}-p", model.Panel).selected_take_id == approved.id
