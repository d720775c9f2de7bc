"""Rows of shots: what a thread has said is heard while the film is open, and not a moment later."""

from __future__ import annotations

import threading

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from previz.errors import FileDamaged
from previz.export.rows import ShotRow
from previz.scene import model
from previz.studio.listing import Listing
from previz.ui.session import Session
from previz.ui.shot_rows import ShotRows, _Row
from tests.films import CLOSE, FULL, record_take


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


def test_what_was_said_before_a_verdict_is_not_heard_after_it(session: Session, qtbot: QtBot) -> None:
    record_take(session.studio, FULL)
    rows = ShotRows(session)
    rows._pause.stop()
    rows._look()
    assert rows._looking is not None
    rows._looking.result(timeout=60)  # all of it is said, none of it heard
    session.studio.approve(session.document.need(FULL, model.Shot), "R. Okafor")
    rows.refresh()
    rows._pause.stop()
    rows._look()
    statuses: list[str] = []
    rows.changed.connect(lambda: statuses.append(rows.rows[0].status))
    qtbot.waitUntil(lambda: rows.looked, timeout=120_000)
    assert set(statuses) == {"approved"}
    rows.close()


def test_a_look_that_breaks_off_says_why(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(listing: Listing, seen: object) -> None:
        raise FileDamaged("What verdict 3 found true cannot be read; affirm anew.")

    said: list[str] = []
    session.told.connect(lambda message: said.append(message.text))
    monkeypatch.setattr(Listing, "each", broken)
    rows = ShotRows(session)
    qtbot.waitUntil(lambda: said == ["What verdict 3 found true cannot be read; affirm anew."])
    monkeypatch.undo()
    rows.refresh()
    qtbot.waitUntil(lambda: rows.looked, timeout=120_000)
    rows.close()


def test_while_it_is_open_all_of_it_is_heard(session: Session, qtbot: QtBot) -> None:
    rows = ShotRows(session)
    qtbot.waitUntil(lambda: rows.looked, timeout=120_000)
    qtbot.waitUntil(lambda: all(rows.still(shot) is not None for shot in (FULL, CLOSE)), timeout=60_000)
    rows.close()


def test_a_take_needs_no_other_look_at_the_stage_and_a_move_does(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    really = Listing._seen

    def seen(listing: Listing, row: ShotRow, shot: model.Shot) -> ShotRow:
        looked.append(shot.id)
        return really(listing, row, shot)

    monkeypatch.setattr(Listing, "_seen", seen)
    rows = ShotRows(session)
    qtbot.waitUntil(lambda: rows.looked, timeout=120_000)
    looked.clear()
    record_take(session.studio, CLOSE)
    assert not rows.looked
    qtbot.waitUntil(lambda: rows.looked, timeout=120_000)
    assert not looked
    assert rows.rows == session.studio.listing.shots(), "all columns, as if somebody had looked"
    row = rows.row(CLOSE)
    assert row is not None
    assert (row.panels[0].take, row.focal_length_mm) == (1, 75)
    looked.clear()
    track = session.document.need("c-close", model.Track)
    with session.document.edit("Come nearer") as edit:
        edit.update("c-close", keys=track.keys[1:])
    qtbot.waitUntil(lambda: rows.looked, timeout=120_000)
    assert set(looked) >= {CLOSE, FULL}
    moved = rows.row(CLOSE)
    assert moved is not None
    assert moved.focus_distance_m == 1.1
    rows.close()


def test_what_changed_since_stays_while_the_list_is_read_anew(session: Session, qtbot: QtBot) -> None:
    record_take(session.studio, FULL, printed=True)
    rows = ShotRows(session)
    with session.edit("Ben steps aside") as edit:
        edit.update("t-ben", keys=(model.ActorKey(position_m=(-1.4, 0.0, -0.3), heading_deg=60),))
    qtbot.waitUntil(lambda: rows.looked and bool(rows.rows[0].panels[0].since), timeout=120_000)
    since = rows.rows[0].panels[0].since
    rows.refresh()
    assert not rows.looked
    assert rows.rows[0].panels[0].since == since
    rows.close()


def test_rows_that_are_heard_in_one_turn_are_told_once(session: Session, qtbot: QtBot) -> None:
    """A wall of a thousand boards is worked out anew each time."""
    rows = ShotRows(session)
    qtbot.waitUntil(lambda: rows.looked, timeout=120_000)
    told: list[tuple[str, ...]] = []
    rows.changed.connect(lambda: told.append(tuple(row.notes for row in rows.rows)))
    for row in rows.rows:
        rows._said.emit(_Row(replace(row, notes="Heard."), True, threading.Event()))
    qtbot.waitUntil(lambda: bool(told), timeout=120_000)
    assert told == [("Heard.",) * len(rows.rows)]
    rows.close()
