"""What a model is asked for one panel: the numbers behind the dial, the words, the pictures it is sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from previz.errors import PrevizError
from previz.gen.request import Steer
from previz.scene import model
from previz.scene.edit import Edit
from previz.studio.depth_ranges import Range, measured
from previz.studio.generators import Standing
from previz.studio.looks import look_of
from previz.studio.making import DRAFT_WIDTH_PX
from previz.studio.outlook import Outlook
from previz.studio.sent import NAMES, Sent, SentPicture, sent
from previz.studio.steering import asked_for
from previz.ui.aside import Aside
from previz.ui.boards.control_table import ControlTable
from previz.ui.boards.depth_range import DepthRange
from previz.ui.boards.large_picture import LargePicture, Thumbnail
from previz.ui.boards.maker import foretold
from previz.ui.boards.page import Page
from previz.ui.boards.words_editor import WordsEditor
from previz.ui.controls import Keycaps, StatusGlyph, push_button
from previz.ui.controls.labels import column, label, row, rule, set_role
from previz.ui.desk import Desk
from previz.ui.pictures import image_of

LEFT = 440
SENT_WORDS = "Exactly as it is sent, in the size that the model works in."


class AskingPage(Page):
    """Changes are kept with the shot, as those beside the wall.

    ``steers``: what pushback changes in the next frame, as a person left it; None = as the verdict asks.
    """

    def __init__(
        self,
        window: QWidget,
        desk: Desk,
        panel_id: str,
        standing: Standing | None = None,
        steers: Callable[[], tuple[Steer, ...]] | None = None,
    ) -> None:
        super().__init__(window, "What the model gets")
        self._steers = steers
        self._session, self._standing = desk.session, standing
        self.panel = desk.session.document.need(panel_id, model.Panel)
        self._aside = Aside("asking", self)
        self.outlook = Outlook()
        self.sent: Sent | None = None
        self._shown: model.Look | None = None
        self.table = ControlTable(desk.session)
        self.table.edited.connect(self._take_numbers)
        self.depth_range = DepthRange(desk.session)
        self.depth_range.edited.connect(self._take_range)
        self.depth_range.measured_wanted.connect(self._measure_range)
        self.words = WordsEditor(desk.session.read_only)
        self.words.edited.connect(self._take_words)
        self.reset = push_button("As the dial has it", lambda: self._take_numbers({}, None), "solid")
        self.told = label(tone="2", wrap=True)
        self.told.setObjectName("asking.told")
        self.thumbs: dict[str, Thumbnail] = {}
        self._pictures = QGridLayout()
        self._pictures.setSpacing(16)
        self._build(desk.rows.row(self.panel.shot_id))
        self._session.changed.connect(self._edited)
        self._look_again()

    def _build(self, shot: object) -> None:
        head = row(
            label("What the model gets", "title", weight="strong"),
            label(f"Shot {getattr(shot, 'number', '')}", tone="2", size="base"), None,
            push_button("Close", self.leave, "solid"), Keycaps("Esc"),
            role="bar", margins=(24, 0, 16, 0), gap=10, height=48,
        )  # fmt: skip
        left = column(
            row(label("Controls", "base", weight="strong"), None, self.reset),
            self.table,
            self.depth_range,
            12,
            label("Words", "base", weight="strong"),
            self.words,
            None,
            role="panel",
            margins=(24, 16, 20, 24),
        )
        right = QWidget()
        set_role(right, "window")
        below = QVBoxLayout(right)
        below.setContentsMargins(24, 16, 24, 24)
        below.addWidget(row(label("Pictures", "base", weight="strong"), label(SENT_WORDS, tone="3"), None))
        below.addWidget(self.told)
        below.addLayout(self._pictures)
        below.addStretch(1)
        scrolled = _scrolled(left)
        scrolled.setFixedWidth(LEFT)
        across = row(scrolled, rule(upright=True), _scrolled(right), gap=0)
        across.layout().setStretch(2, 1)  # type: ignore[union-attr]
        for part in (head, rule()):
            self.body.addWidget(part)
        self.body.addWidget(across, 1)

    def start(self) -> None:
        self.open(self.card)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._aside.close()
        super().closeEvent(event)

    # ---------------------------------------------------------------------------------------- changing
    def look(self) -> model.Look:
        return look_of(self._session.document, self._shot())[0]

    def _shot(self) -> model.Shot:
        return self._session.document.need(self.panel.shot_id, model.Shot)

    def _take_numbers(self, own: dict[str, model.ControlHold], gesture: str | None) -> None:
        self._put("Numbers of the controls", gesture, controls=own)

    def _measure_range(self) -> None:
        """Of the whole scene, so that the same distance is equally bright in all its frames."""
        now, scene_id = self._session.studio.snapshot(), self._shot().scene_id
        shots = now.document.children(scene_id, model.Shot)
        work = partial(measured, now.document, now.shooting, shots)
        self._aside.ask("range", work, lambda found: self._take_range(found, None), self._failed)

    def _take_range(self, range_m: Range | None, gesture: str | None) -> None:
        self._put("Range of depth", gesture, depth_range_m=range_m)

    def _take_words(self, field: str, text: str) -> None:
        self._put("Words for the model", None, **{field: text})

    def _put(self, label: str, gesture: str | None, **changes: Any) -> None:
        look = msgspec.structs.replace(self.look(), **changes)
        if look != self.look():
            with self._session.reporting(), self._session.edit(label, gesture) as edit:
                edit.update(self.panel.shot_id, look=look)

    # ----------------------------------------------------------------------------------------- showing
    def _edited(self, edit: Edit) -> None:
        if self.panel.id not in self._session.document:
            self.leave()
        else:
            self._look_again()

    def _look_again(self) -> None:
        look = self.look()
        self.words.show_look(look)
        self.table.show_look(look)
        self.depth_range.show_range(look.depth_range_m)
        if look != self._shown:
            self._shown = look
            work = partial(foretold, look, self._standing, self._asked())
            self._aside.ask("outlook", work, self._know, self._failed)

    def _asked(self) -> tuple[Steer, ...]:
        if self._steers is not None:
            return self._steers()
        studio = self._session.studio
        return asked_for(studio.store, studio.reviewing, self.panel)

    def _know(self, found: tuple[Standing, Outlook]) -> None:
        self._standing, self.outlook = found
        look = self.look()
        self.table.show_numbers(look, self.outlook)
        self.reset.setVisible(bool(look.controls) and not self._session.read_only)
        now, store = self._session.studio.snapshot(), self._session.studio.store
        used = [take.seed for take in self._session.document.children(self.panel.id, model.Take)]
        checkpoint = self.outlook.chosen if look.generator == "comfyui" else ""
        seed = 1 + max(used, default=0)
        work = partial(sent, now, store, self.panel, DRAFT_WIDTH_PX, seed, checkpoint, self._asked())
        self._aside.ask("sent", work, self._show_sent, self._failed)

    def _show_sent(self, found: Sent) -> None:
        self.sent = found
        self.words.show_sent(found)
        notes = [self.outlook.trouble, *(f"Not used: {what}." for what in found.left_out)]
        self.told.setText("\n".join(filter(None, notes)))
        self.told.setVisible(bool(self.told.text()))
        while (item := self._pictures.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.thumbs = {}
        for place, one in enumerate(found.pictures):
            thumb = self.thumbs[one.name] = Thumbnail(f"{NAMES[one.name]} as it is sent")
            thumb.setMinimumWidth(240)
            thumb.set_image(image_of(one.pixels))
            thumb.clicked.connect(partial(self._enlarge, place))
            sign, words = _standing(one)
            under = row(StatusGlyph(sign),
                        label(NAMES[one.name], weight="medium"), label(words, tone="3"), None)  # fmt: skip
            self._pictures.addWidget(column(thumb, under, gap=6), place // 2, place % 2,
                                     Qt.AlignmentFlag.AlignTop)  # fmt: skip

    def _enlarge(self, place: int) -> None:
        if self.sent is not None:
            pictures = [(NAMES[one.name], image_of(one.pixels)) for one in self.sent.pictures]
            LargePicture(self.window(), pictures, place, SENT_WORDS).start()

    def _failed(self, error: PrevizError) -> None:
        self.told.setText(str(error))
        self.told.show()


def _standing(one: SentPicture) -> tuple[str, str]:
    """(sign, words) under a picture."""
    if not one.sent:
        return "omitted", "not sent"
    return ("approved", f"strength {one.strength:.2f}") if one.used else ("stale", "not used")


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
