"""The form under a panel: what nobody touched stays, and a time that is none is told."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from previz.scene import model
from previz.studio.shot_book import new_panel
from previz.ui.boards.caption_editor import NO_MOMENT, NO_TIME, CaptionEditor
from previz.ui.session import Session
from tests.films import FULL

PANEL = f"{FULL}-p"


def test_opening_and_leaving_keeps_the_time_and_a_bad_one_is_told(session: Session, qtbot: QtBot) -> None:
    wall, said = QWidget(), []
    qtbot.addWidget(wall)
    wall.resize(800, 600)
    session.told.connect(lambda message: said.append(message.text))
    document = session.document
    with session.edit("Length") as edit:
        edit.update(FULL, duration_s=100.0)
    for time_s in (1.0, 2.0):
        new_panel(document, FULL, time_s)
    editor, steps = CaptionEditor(session, wall), len(document.history)
    editor.edit(PANEL, QPoint(0, 0), 300)
    assert editor.seconds.text() == "33.3333"
    editor.take()
    assert len(document.history) == steps
    for wrong in ("two", "", "0", "-3", "nan", "4000"):
        editor.edit(PANEL, QPoint(0, 0), 300)
        editor.seconds.setText(wrong)
        editor.take()
    assert said == [NO_TIME] * 6
    assert len(document.history) == steps
    editor.edit(PANEL, QPoint(0, 0), 300)
    editor.seconds.setText("2,5 s")
    editor.take()
    assert document.need(PANEL, model.Panel).duration_s == 2.5


def test_the_moment_that_a_panel_shows_is_written_with_its_words(session: Session, qtbot: QtBot) -> None:
    wall, said = QWidget(), []
    qtbot.addWidget(wall)
    session.told.connect(lambda message: said.append(message.text))
    editor, steps = CaptionEditor(session, wall), len(session.document.history)
    for wrong in ("soon", "", "-1", "nan"):
        editor.edit(PANEL, QPoint(0, 0), 300)
        assert editor.moment.text() == "0"
        editor.moment.setText(wrong)
        editor.take()
    assert said == [NO_MOMENT] * 4
    editor.edit(PANEL, QPoint(0, 0), 300)
    editor.moment.setText("9")
    editor.take()
    assert said[-1] == "The moment of a panel lies within its shot, 0 to 3 s."
    assert len(session.document.history) == steps
    editor.edit(PANEL, QPoint(0, 0), 300)
    editor.moment.setText("1,5 s")
    editor.take()
    assert session.document.need(PANEL, model.Panel).time_s == 1.5
