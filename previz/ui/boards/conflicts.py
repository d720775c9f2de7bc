"""What both sides changed since a hand-off, or a part of a shot cannot decide, side by side.

What is here stays unless somebody takes theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from previz.errors import FileError
from previz.scene.model import FrameMark, Take
from previz.studio.merging import Conflict, take_theirs
from previz.ui.controls import push_button
from previz.ui.controls.labels import column, label, row
from previz.ui.overlay import Overlay
from previz.ui.pictures import drawn_over
from previz.ui.session import Session

WIDTH, HEIGHT = 760, 480
SIDE_PX = 260


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
        mine = self._session.document.get(conflict.id, FrameMark)
        other = conflict.value if isinstance(conflict.value, FrameMark) else None
        about = mine or other
        ours, theirs = (
            column(label(side, tone="3"), *self._pictures(about, mark, side), label(words, wrap=True), gap=4)
            for side, mark, words in (("Here", mine, conflict.ours), ("There", other, conflict.theirs))
        )
        for side in (ours, theirs):
            side.setMinimumWidth(SIDE_PX)
        return column(label(conflict.what, weight="medium"), row(ours, theirs, None, button, gap=16), gap=6)

    def _pictures(self, about: FrameMark | None, mark: FrameMark | None, side: str) -> list[QWidget]:
        """The take with the mark as it is on one side, or without it where that side took it away."""
        take = self._session.document.get(about.take_id, Take) if about is not None else None
        if take is None:
            return []
        try:
            picture = QImage.fromData(self._session.studio.store.blob(take.image))
        except FileError:
            return []
        if picture.isNull():
            return []
        scale = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        shown = picture.scaledToWidth(round(SIDE_PX * scale), smooth)
        shown = drawn_over(shown, [mark] if mark is not None else [], None)
        shown.setDevicePixelRatio(scale)
        made = QLabel()
        made.setPixmap(QPixmap.fromImage(shown))
        made.setAccessibleName(f"The frame as it is {side.lower()}")
        return [made]

    def _take(self, conflict: Conflict, button: QPushButton) -> None:
        with self._session.reporting():
            take_theirs(self._session.document, conflict)
            button.setText("Theirs stands")
            button.setEnabled(False)
