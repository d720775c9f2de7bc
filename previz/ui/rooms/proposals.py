"""Proposed coverage beside the pages: every set-up with what its camera sees, to tick, to look through, to
make tighter, wider or with another lens, to keep or to decline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from previz.scene import model
from previz.scene.document import Document
from previz.studio.coverage import Key, Proposed, on_set
from previz.studio.scouting import Glimpse
from previz.ui.controls import push_button
from previz.ui.controls.buttons import ToolButton
from previz.ui.controls.labels import OneLine, column, label, row, set_role
from previz.ui.pictures import image_of
from previz.ui.theme import colour

SizeNames = Literal["us", "uk"]
Picture = QImage | str
"""Or why there is none."""
SMALL_PX = (96, 40)
WIDEST = 720
"""Of the finder over the pages."""
ABOVE_PX = 60
"""What stays free over it, for what the window has to say."""
STEPS = (
    ("Tighter", -1, 0),
    ("Wider", 1, 0),
    ("Shorter lens", 0, -1),
    ("Longer lens", 0, 1),
)
"""(words, steps of size, steps of lens)"""


# ----------------------------------------------------------------------------------------------- the list
@dataclass
class Offer:
    """The proposals of one scene, and what somebody did with them so far."""

    rows: list[Proposed]
    """In the order of shooting, also what was kept: it is proposed again when that is undone."""
    scene_id: str = ""
    stage_id: str | None = None
    """On which they were found."""
    across: bool = False
    """From across the line."""
    pictures: dict[Key, Picture] = field(default_factory=dict)
    """What their cameras see."""
    off: set[Key] = field(default_factory=set)
    """Not to be kept."""
    became: dict[Key, str] = field(default_factory=dict)
    """What was kept, or went with one that was → the shot."""

    def left(self, document: Document) -> list[Proposed]:
        """All but what is a shot now, and what lost its set or its people; an undo brings it back."""
        scene = document.get(self.scene_id, model.Scene)
        if scene is None or scene.stage_id != self.stage_id:
            return []
        here = on_set(document, self.scene_id)
        return [
            one
            for one in self.rows
            if here.issuperset(one.setup.framing.subjects)
            and document.get(self.became.get(one.key), model.Shot) is None
        ]

    def let_go(self, gone: Sequence[Proposed]) -> None:
        keys = {one.key for one in gone}
        self.rows = [one for one in self.rows if one.key not in keys]

    def keep(self, rows: Sequence[Proposed], shot_ids: Sequence[str], gone: Sequence[Proposed]) -> None:
        """As shots; what went with them stays away as long as the first of them is there."""
        self.became |= dict.fromkeys([one.key for one in gone], shot_ids[0])
        self.became |= zip([one.key for one in rows], shot_ids, strict=True)

    def take(self, made: Proposed, picture: Picture) -> None:
        """In place of the proposal that it was, if that is still there."""
        if any(one.key == made.key for one in self.rows):
            self.rows = [made if one.key == made.key else one for one in self.rows]
            self.pictures[made.key] = picture

    def picture(self, one: Proposed) -> Picture:
        return self.pictures.get(one.key, "")


def following(rows: Sequence[Proposed], one: Proposed) -> Key | None:
    """Of the next that has a camera, and behind the last that of the first."""
    place = next(n for n, other in enumerate(rows) if other.key == one.key)
    return next((other.key for other in (*rows[place + 1 :], *rows[:place]) if other.camera), None)


def reads(one: Proposed, size_names: SizeNames) -> str:
    """ "MCU OTS-R  50 mm"."""
    assert one.setup.placement is not None
    return f"{one.setup.placement.name.label(size_names)}  {one.setup.focal_length_mm:g} mm"


class ProposalLine(QWidget):
    """One set-up: ticked to be kept, with its picture to look through."""

    looked = Signal()

    def __init__(
        self, one: Proposed, picture: Picture, on: bool, chosen: bool, size_names: SizeNames
    ) -> None:
        super().__init__()
        set_role(self, "chosen" if chosen else "panel")
        self.box = QCheckBox()
        self.box.setChecked(on)
        self.box.setAccessibleName(f"Keep {one.name}")
        self.box.setToolTip("Keep this set-up")
        self.picture = QPushButton()
        self.picture.setStyleSheet(
            "QPushButton { padding: 0; border: 2px solid #0B0B0B; border-radius: 2px; background: #0B0B0B;"
            f"min-height: {SMALL_PX[1]}px; }}"
            f"QPushButton:hover, QPushButton:focus {{ border-color: {colour('accent').name()}; }}"
        )
        self.picture.setFixedSize(SMALL_PX[0] + 4, SMALL_PX[1] + 4)
        self.picture.setAccessibleName(f"Look through {one.name}")
        self.picture.setToolTip("Look through this camera")
        self.picture.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if isinstance(picture, QImage):
            self.picture.setIcon(QIcon(_fitted(picture, SMALL_PX[0], SMALL_PX[1], self.devicePixelRatioF())))
            self.picture.setIconSize(QSize(*SMALL_PX))
        self.picture.clicked.connect(lambda: self.looked.emit())
        name = OneLine(one.name)
        name.setToolTip(one.name)
        words = column(name, label(reads(one, size_names), "cap", "2"), gap=1)
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 2, 4, 2)
        layout.setSpacing(8)
        layout.addWidget(self.box)
        layout.addWidget(self.picture)
        layout.addWidget(words, 1)


def _fitted(image: QImage, width: int, height: int, ratio: float) -> QPixmap:
    size = QSize(round(width * ratio), round(height * ratio))
    scaled = image.scaled(
        size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    scaled.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(scaled)


# --------------------------------------------------------------------------------------------- the finder
class Finder(QFrame):
    """What the camera of a proposal sees, large over the pages, with what can be done with it."""

    stepped = Signal(int, int)
    """Steps of size (wider above 0), and of the lens (longer above 0)."""
    kept = Signal()
    declined = Signal()
    closed = Signal()
    moved = Signal()
    """It came, went, or has another height."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._room = parent
        self._seen: Picture = ""
        self.title = label("", "base", weight="strong")
        self.reads = label("", tone="2")
        self.told = label("", "cap", "stale", wrap=True)
        self.told.hide()
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setWordWrap(True)
        self.picture.setStyleSheet("QLabel { background: #0B0B0B; }")
        self._steps = [push_button(words, partial(self.stepped.emit, *by), "solid") for words, *by in STEPS]
        self._keep = push_button("Keep this one", self.kept.emit, "primary")
        self._decline = push_button("Decline", self.declined.emit)
        shut = ToolButton("x", "Close (Esc)", self.closed.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(row(self.title, self.reads, None, shut, gap=10))
        layout.addWidget(self.picture)
        layout.addWidget(self.told)
        layout.addWidget(row(*self._steps, None, self._decline, self._keep, gap=6))
        self.hide()

    def show_proposal(self, one: Proposed, picture: Picture, size_names: SizeNames, may: bool) -> None:
        self.title.setText(one.name)
        self.reads.setText(reads(one, size_names))
        self._seen = picture
        self.setAccessibleName(f"Through the camera: {one.name}, {self.reads.text()}")
        self.set_able(may)
        self.show()
        self.tell("")
        self.raise_()
        self.setFocus()

    def tell(self, text: str) -> None:
        """What came of a step; "" for nothing that is to be said."""
        self.told.setText(text)
        self.told.setVisible(bool(text))
        self.place()

    def set_able(self, able: bool) -> None:
        """Not while another is looked for."""
        for button in (*self._steps, self._keep, self._decline):
            button.setEnabled(able)

    def place(self) -> None:
        """At the foot of the pages, as large as fits there."""
        room = self._room
        width = min(room.width() - 32, WIDEST)
        self.picture.setMargin(16 if isinstance(self._seen, str) else 0)
        if isinstance(self._seen, str):
            self.picture.setText(f"No picture can be made here. {self._seen}")
            self.picture.setFixedSize(width - 24, 120)
        else:
            high = room.height() - 140 - ABOVE_PX
            shown = _fitted(self._seen, width - 24, high, self.devicePixelRatioF())
            self.picture.setPixmap(shown)
            self.picture.setFixedSize(shown.deviceIndependentSize().toSize())
        self.adjustSize()
        self.move((room.width() - self.width()) // 2, max(8, room.height() - self.height() - 16))
        self.moved.emit()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def listed(
    rows: Sequence[Proposed],
    line_of: Callable[[Proposed], QWidget],
) -> list[QWidget]:
    """By the way they face; what cannot be made last, with its reason."""
    made: list[QWidget] = []
    group = ""
    for one in rows:
        if one.setup.placement is None:
            made.append(
                column(label(one.name, tone="off"), label(one.setup.reason, "cap", "3", wrap=True), gap=0)
            )
            continue
        if one.group != group:
            group = one.group
            made.append(label(group, "cap", "3"))
        made.append(line_of(one))
    return made


def shown(seen: Glimpse) -> Picture:
    return seen if isinstance(seen, str) else image_of(seen)
