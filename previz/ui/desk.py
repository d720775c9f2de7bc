"""What the rooms of one open project share beside its session."""

from __future__ import annotations

from dataclasses import dataclass

from previz.ui.actions import ActionTable
from previz.ui.drawing import Drawing
from previz.ui.pictures import Pictures
from previz.ui.session import Session
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
