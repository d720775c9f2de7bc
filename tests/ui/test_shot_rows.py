"""Rows of shots: what a thread has said is heard while the film is open, and not a moment later."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from previz.ui.session import Session
from previz.ui.shot_rows import ShotRows
from tests.films import CLOSE, FULL


def test_what_was_said_before_the_film_closed_is_not_heard_after_it(session: Session, qtbot: QtBot) -> None:
    rows = ShotRows(session)
    told: list[bool] = []
    rows._pause.stop()
    rows._look()
    assert rows._looking is not None
    rows._looking.result(timeout=60)  # everything is said, and the window has heard nothing yet
    rows.changed.connect(lambda: told.append(True))
    rows.still_changed.connect(told.append)
    rows.close()
    qtbot.wait(50)
    assert not told


def test_while_it_is_open_all_of_it_is_heard(session: Session, qtbot: QtBot) -> None:
    rows = ShotRows(session)
    qtbot.waitUntil(lambda: rows.looked, timeout=60_000)
    qtbot.waitUntil(lambda: all(rows.still(shot) is not None for shot in (FULL, CLOSE)), timeout=60_000)
    rows.close()
