"""Undo in a message takes back what the message is about, or nothing."""

from __future__ import annotations

from previz.scene.model import Character
from previz.ui.message import Message
from previz.ui.session import Session
from previz.ui.taking_back import take_back


def rename(session: Session, name: str) -> None:
    with session.edit(f"Call her {name}") as edit:
        edit.update("ada", name=name)


def test_only_the_newest_step_is_taken_back(session: Session) -> None:
    told: list[Message] = []
    session.told.connect(told.append)
    rename(session, "Bea")
    step = session.document.history[-1]
    rename(session, "Cora")
    take_back(session, step)
    assert session.document.need("ada", Character).name == "Cora"
    assert "“Call her Bea”" in told[-1].text
    session.undo()
    take_back(session, step)
    assert session.document.need("ada", Character).name == "Ada"
