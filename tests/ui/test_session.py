"""The session: one place that knows what is selected, looked at and wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from previz.errors import NotFound
from previz.scene import model
from previz.studio import Studio
from previz.ui.message import Message
from previz.ui.session import Session
from tests.films import BARE, CLOSE, FULL, put_other_room


@pytest.fixture
def session(small_film: Path, qtbot: QtBot) -> Iterator[Session]:
    made = Session(Studio.open(small_film))
    yield made
    made.close()


def test_the_first_shot_is_looked_at(session: Session) -> None:
    assert session.shot == session.document.of(model.Shot)[0]
    assert session.scene is not None
    assert session.scene.id == session.shot.scene_id
    assert session.world() is not None


def test_selection_toggles_and_forgets_what_is_removed(session: Session, qtbot: QtBot) -> None:
    first, second = [item.id for item in session.document.of(model.Item)][:2]
    with qtbot.waitSignal(session.selection_changed):
        session.select([first])
    session.select([second], extend=True)
    assert session.selection == (first, second)
    session.select([first], extend=True)
    assert session.selection == (second,)
    with session.edit("Remove") as edit:
        edit.remove_tree(second)
    assert session.selection == ()


def test_things_of_a_set_that_is_left_are_let_go(session: Session) -> None:
    other = put_other_room(session.document)
    session.select(["chair", "ada"])
    session.look_at(CLOSE)
    assert session.selection == ("chair", "ada")
    session.look_at(other)
    assert session.selection == ("ada",)


def test_removing_the_shot_looked_at_looks_at_another(session: Session, qtbot: QtBot) -> None:
    gone = session.shot
    assert gone is not None
    with qtbot.waitSignal(session.shot_changed), session.edit("Remove shot") as edit:
        edit.remove_tree(gone.id)
    assert session.shot != gone
    session.undo()
    assert gone.id in session.document


@pytest.mark.parametrize(("gone", "then"), [(FULL, CLOSE), (CLOSE, BARE), (BARE, CLOSE)])
def test_the_neighbour_of_a_removed_shot_is_looked_at(session: Session, gone: str, then: str) -> None:
    session.look_at(gone)
    with session.edit("Remove shot") as edit:
        edit.remove_tree(gone)
    assert session.shot is not None
    assert session.shot.id == then


def test_time_stays_within_the_shot(session: Session) -> None:
    session.go_to(1e9)
    assert session.shot is not None
    assert session.time_s == session.shot.duration_s


def test_an_error_is_told_not_raised(session: Session, qtbot: QtBot) -> None:
    def fail() -> None:
        raise NotFound("There is no such lens; choose another.")

    with qtbot.waitSignal(session.told) as heard:
        assert session.attempt(fail) is None
    message = heard.args[0]
    assert isinstance(message, Message)
    assert message.kind == "error"
    assert "choose another" in message.text
