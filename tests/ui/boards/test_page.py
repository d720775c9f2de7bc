"""What is left of a page when it has gone: nothing that hears the film."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions

from previz.ui.rooms.boards import BoardsRoom


def test_pictures_that_come_late_find_no_page_that_is_gone(boards: BoardsRoom) -> None:
    review, play, compare = boards.review(), boards.play(), boards.compare()
    assert compare is not None
    for page in (compare, play, review):
        page.leave()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with capture_exceptions() as raised:
        boards.desk.pictures.ready.emit("a picture")
        boards.desk.rows.changed.emit()
        boards.session.tell("Something")
    assert raised == []
