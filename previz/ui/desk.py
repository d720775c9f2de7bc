"""What the rooms of one open project share beside its session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from previz.ui.actions import ActionTable
from previz.ui.drawing import Drawing
from previz.ui.pictures import Pictures
from previz.ui.session import Result, Session
from previz.ui.shot_rows import ShotRows
from previz.ui.tasks import Tasks


@dataclass(frozen=True)
class Desk:
    session: Session
    actions: ActionTable
    tasks: Tasks
    rows: ShotRows
    pictures: Pictures
    drawing: Drawing

    def attempt(self, act: Callable[[], Result]) -> Result | None:
        """`Session.attempt` for what is no row of the table, but an action of a person all the same."""
        self.actions.started.emit()
        return self.session.attempt(act)


def open_desk(session: Session, actions: ActionTable, tasks: Tasks, parent: QObject) -> Desk:
    """What the rooms need for a project that was just opened; ``parent`` owns it."""
    rows, pictures = ShotRows(session, parent), Pictures(session, parent)
    return Desk(session, actions, tasks, rows, pictures, Drawing(session, tasks, parent))
