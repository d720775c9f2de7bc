"""What both sides changed since a hand-off, or a part of a shot cannot decide, side by side.

What is here stays unless somebody takes theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from previz.studio.merging import Conflict, take_theirs
from previz.ui.controls import push_button
from previz.ui.controls.labels import column, label, row
from previz.ui.overlay import Overlay
from previz.ui.session import Session

WIDTH, HEIGHT = 760, 480


class Conflicts(Overlay):
    def __init__(self, window: QWidget, session: Session, conflicts: Sequence[Conflict]) -> None:
        super().__init__(window, "Decide what stands", WIDTH, height=HEIGHT)
        self._session = session
        self.buttons: list[QPushButton] = []
        rows = [self._row(conflict) for conflict in conflicts]
        inside = column(*rows, None, margins=(20, 8, 20, 8), gap=16)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        head = column(
            label("Decide what stands", "title", weight="strong"),
            label("Nothing was overwritten: what stands here stays, unless you take theirs.", tone="2"),
            margins=(20, 16, 20, 8),
            gap=4,
        )
        foot = row(None, push_button("Done", self.leave, "primary"), margins=(20, 8, 20, 16))
        self.body.addWidget(head)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(foot)

    def _row(self, conflict: Conflict) -> QWidget:
        button = push_button("Take theirs", kind="solid")
        button.clicked.connect(partial(self._take, conflict, button))
        self.buttons.append(button)
        ours = column(label("Here", tone="3"), label(conflict.ours, wrap=True), gap=2)
        theirs = column(label("There", tone="3"), label(conflict.theirs, wrap=True), gap=2)
        for side in (ours, theirs):
            side.setMinimumWidth(240)
        return column(label(conflict.what, weight="medium"), row(ours, theirs, None, button, gap=16), gap=6)

    def _take(self, conflict: Conflict, button: QPushButton) -> None:
        with self._session.reporting():
            take_theirs(self._session.document, conflict)
            button.setText("Theirs stands")
            button.setEnabled(False)
