"""Review: one frame after another as large as it gets; one key approves, one sends back with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QStackedLayout, QWidget

from previz.export.rows import PanelRow
from previz.gen.request import from_json
from previz.review.pushback import REASONS, written
from previz.scene import model
from previz.scene.document import Document
from previz.script.covering import REWRITTEN
from previz.studio.choosing import select_take
from previz.studio.steering import steers
from previz.ui import preferences
from previz.ui.boards.film_strip import FilmStrip, Frame, part_name
from previz.ui.boards.frame_words import FrameWords
from previz.ui.boards.newcomers import show_standing, why_beside
from previz.ui.boards.page import Page
from previz.ui.boards.picture_view import STAGE
from previz.ui.boards.pinned_view import PinnedView
from previz.ui.boards.review_notes import ReviewNotes
from previz.ui.boards.stage_pictures import StagePictures
from previz.ui.boards.verdict_panel import VerdictPanel
from previz.ui.controls import Keycaps, Segmented, ToolButton, push_button
from previz.ui.controls.buttons import Kind, set_words
from previz.ui.controls.labels import column, label, row, rule, set_role
from previz.ui.desk import Desk
from previz.ui.message import Message
from previz.ui.pictures import picture_name

FILTERS = (
    ("", "All"),
    ("draft", "Draft"),
    ("review", "In review"),
    ("changes", "Changes"),
    ("approved", "Approved"),
    ("stale", "Stale"),
    ("omitted", "Omitted"),
)
HEADER, BAR, MARGIN = 48, 64, 56


class Review(Page):
    """``panel_ids``: the frames of this review in order; ``start_id`` is in front."""

    def __init__(self, window: QWidget, desk: Desk, panel_ids: Sequence[str], start_id: str | None) -> None:
        super().__init__(window, "Review")
        self._desk, self._session = desk, desk.session
        self._ids = list(panel_ids)
        self._now = start_id if start_id in self._ids else (self._ids[0] if self._ids else "")
        self._only = ""
        self.who = ""
        self._stage = StagePictures(desk.session, self)
        self.picture = PinnedView(desk, self._stage)
        self.words = FrameWords()
        self.panel = VerdictPanel()
        self.notes = ReviewNotes(self._session, self.picture, lambda: self.who, self.card)
        self.strip = FilmStrip(desk)
        self._build()
        self._connect()
        self._refresh()

    # ---------------------------------------------------------------------------------------- building
    def _build(self) -> None:
        self._place = label(tone="2", size="base")
        self._speaker = label(size="base", weight="medium")
        self._told = label(tone="2")
        self.filter = Segmented([word for _, word in FILTERS], "Show")
        header = row(
            label("Review", "title", weight="strong"),
            self._place,
            16,
            self.filter,
            None,
            self._told,
            self._speaker,
            push_button("End review", self.leave, "solid"),
            Keycaps("Esc"),
            role="bar",
            margins=(24, 0, 16, 0),
            gap=12,
            height=HEADER,
        )
        look = QWidget()
        set_role(look, "void")
        room = QHBoxLayout(look)
        room.setContentsMargins(12, 24, 12, 24)
        room.addWidget(ToolButton("caret-left", "The frame before  (←)", lambda: self.step(-1)))
        middle = column(self.picture, self.words, gap=12)
        middle.layout().setStretch(0, 1)  # type: ignore[union-attr]
        room.addWidget(middle, 1)
        room.addWidget(ToolButton("caret-right", "The next frame  (→)", lambda: self.step(1)))
        side = QWidget()
        sides = QHBoxLayout(side)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(0)
        sides.addWidget(look, 1)
        sides.addWidget(rule(upright=True))
        sides.addWidget(self.notes)
        sides.addWidget(self.panel)
        page = column(header, rule(), side, rule(), self._verdict_bar(), rule(), self.strip, gap=0)
        page.layout().setStretch(2, 1)  # type: ignore[union-attr]
        self._stack = QStackedLayout()
        self._stack.addWidget(self._speakers_card())
        self._stack.addWidget(page)
        self.body.addLayout(self._stack)
        self.panel.hide()

    def _speakers_card(self) -> QWidget:
        self.name = QLineEdit(preferences.person())
        self.name.setPlaceholderText("Name, and role if you like: R. Okafor, director")
        self.name.setAccessibleName("Who speaks")
        self.name.setFixedWidth(420)
        self.name.returnPressed.connect(self.begin)
        self._begin = push_button("Begin review", self.begin, "primary")
        self._count = label(tone="2")
        return column(
            None,
            row(None, label("Who speaks?", "head", weight="strong"), None),
            row(None, self._count, None),
            8,
            row(None, self.name, self._begin, None),
            row(None, label("The ledger keeps every verdict under this name, for good.", tone="3"), None),
            None,
            role="window",
        )

    def _verdict_bar(self) -> QWidget:
        self._buttons: dict[str, QPushButton] = {}
        self._take_key = Keycaps("Enter")

        def button(name: str, words: str, act: Callable[[], object], kind: Kind, icon: str = "") -> QWidget:
            made = push_button(words, act, kind, icon)
            self._buttons[name] = made
            return made

        return row(
            button("approve", "Approve", self.approve, "solid", "check"),
            Keycaps("A"),
            4,
            button("changes", "Request changes", self.request_changes, "solid", "arrow-u-up-left"),
            Keycaps("R"),
            4,
            button("take", "", self.take_new, "primary", "check"),
            self._take_key,
            4,
            button("later", "Decide later", lambda: self.step(1), "solid", "arrow-right"),
            Keycaps("→"),
            4,
            button("true", "Still true", self.still_true, "solid", "check"),
            Keycaps("T"),
            4,
            button("review", "In review", lambda: self._judge("review"), "", "eye"),
            Keycaps("V"),
            button("omit", "Omit", lambda: self._judge("omitted"), "", "prohibit"),
            Keycaps("X"),
            None,
            button("compare", "Compare", self.compare_takes, "", "columns"),
            Keycaps("C"),
            button("stage", "Stage under", self.stage_under, "", "stack"),
            Keycaps("O"),
            role="bar",
            margins=(MARGIN, 0, 24, 0),
            gap=8,
            height=BAR,
        )

    def _connect(self) -> None:
        self.filter.chosen.connect(lambda index: self._show_only(FILTERS[index][0]))
        self.strip.chosen.connect(self._go)
        self.panel.sent.connect(self._send)
        self.panel.changed.connect(self._steer)
        self._desk.rows.changed.connect(self._refresh)
        self._session.told.connect(self._hear)
        self._session.changed.connect(self._edited)

    def start(self) -> None:
        self.open(self.name)
        self.name.selectAll()

    def begin(self) -> None:
        """Whoever is named speaks from now on."""
        who = self.name.text().strip()
        if not who:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        preferences.remember_person(who)
        self.who = who
        self._speaker.setText(who)
        self._stack.setCurrentIndex(1)
        self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------ frames
    @property
    def frames(self) -> list[Frame]:
        found = {panel.id: (shot, panel) for shot in self._desk.rows.rows for panel in shot.panels}
        listed = [found[id] for id in self._ids if id in found]
        return [frame for frame in listed if self._shown(frame)]

    def _shown(self, frame: Frame) -> bool:
        panel = frame[1]
        return not self._only or (bool(panel.stale) if self._only == "stale" else panel.status == self._only)

    @property
    def frame(self) -> Frame | None:
        return next((frame for frame in self.frames if frame[1].id == self._now), None)

    def _show_only(self, status: str) -> None:
        self._only = status
        self._refresh()

    def _go(self, place: int) -> None:
        frames = self.frames
        if frames:
            self._now = frames[min(max(place, 0), len(frames) - 1)][1].id
            self._told.setText("")
            self.panel.hide()
            self._show()

    def step(self, by: int) -> None:
        ids = [panel.id for _, panel in self.frames]
        self._go((ids.index(self._now) if self._now in ids else 0) + by)

    def _edited(self, edit: object) -> None:
        self._refresh()

    def _refresh(self) -> None:
        frames = self.frames
        ids = [panel.id for _, panel in frames]
        if self._now not in ids:
            self._shut_panel()  # what is half said there is about a frame that is not in front any more
            if ids:
                self._now = ids[0]
        count = len(self._ids)
        self._count.setText(f"{count} frame{'s' if count != 1 else ''} to look at")
        self.strip.frames.show_frames(frames)
        self._show(keep=True)

    def _show(self, keep: bool = False) -> None:
        """The frame in front; ``keep``: as it is compared now."""
        frame, frames = self.frame, self.frames
        free = frame is not None and not self._session.read_only
        able = free and frame is not None and bool(frame[1].image)
        for name in ("approve", "changes"):
            self._buttons[name].setEnabled(able)
        self._buttons["omit"].setEnabled(free)  # also before it is drawn, and back again
        self._buttons["review"].setEnabled(
            able or (free and frame is not None and frame[1].status == "omitted")
        )
        self._buttons["true"].setEnabled(able and frame is not None and bool(_to_affirm(frame[1])))
        new = frame[1].new_take if free and frame is not None else 0
        set_words(self._buttons["take"], f"Take {new} stands")
        for part in (self._buttons["take"], self._take_key):
            part.setVisible(bool(new))
        if frame is None:
            self._place.setText("Nothing of that kind")
            self.picture.show_one("", "", 16 / 9)
            self.words.clear()
            self.notes.show_panel("")
            return
        shot, panel = frame
        self.notes.show_panel(panel.id)
        place = frames.index(frame)
        self._place.setText(f"Scene {shot.scene_number}   {place + 1} of {len(frames)}")
        self.strip.set_current(place)
        self.words.show_frame(frame)
        before = _take_before(self._session.document, panel.id)
        self._buttons["compare"].setEnabled(bool(panel.stale) or before is not None)
        self._buttons["compare"].setText(_compare_words(bool(panel.stale), before))
        if (
            not keep
            or self.picture.first != picture_name(panel.image, panel.take_id)
            or self.picture.mode == "one"
        ):
            show_standing(self.picture, panel)

    def take_new(self) -> None:
        """The new take stands for the panel in front; it is not judged by that."""
        panel = self.frame[1] if self.frame is not None else None
        take = self._session.document.get(panel.new_take_id, model.Take) if panel is not None else None
        if take is not None:
            self._session.attempt(lambda: select_take(self._session.document, take))
            self._show()

    # ---------------------------------------------------------------------------------------- verdicts
    def approve(self, all_the_same: bool = False) -> None:
        """``all_the_same``: the take that stands, though a new one waits beside it."""
        panel = self.frame[1] if self.frame is not None else None
        if panel is not None and panel.new_take and not all_the_same:
            self._told.setText(
                f"{why_beside(panel)}. Enter: take {panel.new_take} stands, A then approves it. "
                f"Shift+A approves take {panel.take} all the same."
            )
            return
        self._judge("approved", "")

    def request_changes(self) -> None:
        if self.panel.isVisible() and self.panel.purpose == "changes":
            self.panel.hide()
        elif self._buttons["changes"].isEnabled():
            self.panel.ask("changes")
            self.panel.show()
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    def still_true(self) -> None:
        if self._buttons["true"].isEnabled() and self.frame is not None:
            self.panel.ask("affirm", _to_affirm(self.frame[1]))
            self.panel.show()
            self.panel.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self) -> None:
        if not (self.panel.isVisible() and self.panel.send.isEnabled()):
            return
        if self.panel.purpose == "changes":
            self._judge("changes", written(self.panel.chosen, self.panel.text))
        elif self.frame is not None:
            panel = self._session.document.need(self.frame[1].id, model.Panel)
            reviewing = self._session.studio.reviewing
            if self._session.attempt(lambda: reviewing.affirm(panel, self.who, self.panel.text)):
                self._done()

    def _judge(self, state: str, why: str = "") -> None:
        frame = self.frame
        button = {"approved": "approve", "omitted": "omit"}.get(state, state)
        if frame is None or not self._buttons[button].isEnabled():
            return
        panel = self._session.document.need(frame[1].id, model.Panel)
        reviewing = self._session.studio.reviewing
        given = self._session.attempt(lambda: reviewing.judge(panel, state, self.who, why))  # type: ignore[arg-type]
        if given is not None:
            self._done()

    def _done(self) -> None:
        """On to the next frame; the one that was judged may not be of the kind that is shown any more."""
        ids = [panel.id for _, panel in self.frames]
        place = ids.index(self._now)
        self.panel.hide()
        self.card.setFocus(Qt.FocusReason.OtherFocusReason)
        after = ids[place + 1] if place + 1 < len(ids) else ""
        self._now = after or self._now
        self._desk.rows.refresh()
        self._show()
        if not after and not self._only:
            self._told.setText("That was the last frame.")

    def _steer(self) -> None:
        """What the next take would change for the reasons that are chosen so far."""
        frame = self.frame
        if frame is None or self.panel.purpose != "changes":
            self.panel.show_steers(())
            return
        panel = self._session.document.need(frame[1].id, model.Panel)
        take = self._session.studio.reviewing.selected(panel)
        if take is None:
            return
        store = self._session.studio.store
        request = (
            None if take.imported else self._session.attempt(lambda: from_json(store.blob(take.request)))
        )
        chosen = [reason for reason in REASONS if reason.key in self.panel.chosen]
        self.panel.show_steers(steers(chosen, self.panel.text, request))

    # --------------------------------------------------------------------------------------- comparing
    def compare_takes(self) -> None:
        """Before and after where the frame is stale, else this take and the one before."""
        frame = self.frame
        if frame is None or not self._buttons["compare"].isEnabled():
            return
        if self.picture.mode == "wipe":
            self._show()
            return
        _, panel = frame
        if panel.stale:
            shown = picture_name(panel.image, panel.take_id)
            self.picture.show_two(shown, STAGE + panel.id, (f"Take {panel.take}", "Stage now"), "wipe")
            return
        before = _take_before(self._session.document, panel.id)
        if before is not None:
            names = (f"Take {before.number}", f"Take {panel.take}")
            shown = picture_name(panel.image, panel.take_id)
            self.picture.show_two(picture_name(before.image, before.id), shown, names, "wipe")

    def stage_under(self) -> None:
        frame = self.frame
        if self.picture.mode == "onion":
            self._show()
        elif frame is not None:
            panel = frame[1]
            shown = picture_name(panel.image, panel.take_id)
            self.picture.show_two(STAGE + panel.id, shown, ("Stage", f"Take {panel.take}"), "onion")

    # ------------------------------------------------------------------------------------------ events
    def _hear(self, message: Message) -> None:
        self._told.setText(message.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._stack.currentIndex() == 0:
            super().keyPressEvent(event)
            return
        key = event.key()
        enter = self._send if self.panel.isVisible() else self.take_new
        acts: dict[int, Callable[[], object]] = {
            Qt.Key.Key_A: lambda: self.approve(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)),
            Qt.Key.Key_R: self.request_changes,
            Qt.Key.Key_T: self.still_true,
            Qt.Key.Key_V: lambda: self._judge("review"),
            Qt.Key.Key_X: lambda: self._judge("omitted"),
            Qt.Key.Key_N: self.notes.write,
            Qt.Key.Key_C: self.compare_takes,
            Qt.Key.Key_O: self.stage_under,
            Qt.Key.Key_Right: lambda: self.step(1),
            Qt.Key.Key_Left: lambda: self.step(-1),
            Qt.Key.Key_Home: lambda: self._go(0),
            Qt.Key.Key_End: lambda: self._go(len(self.frames)),
            Qt.Key.Key_Return: enter,
            Qt.Key.Key_Enter: enter,
        }
        if key == Qt.Key.Key_Escape and self.panel.isVisible():
            self._shut_panel()
        elif self.panel.isVisible() and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.panel.toggle(key - Qt.Key.Key_0)
        elif key in acts:
            acts[key]()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _shut_panel(self) -> None:
        if self.panel.isVisible():
            self.panel.hide()
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self._stage.close()
        super().leave()


def _to_affirm(panel: PanelRow) -> tuple[str, ...]:
    """What changed since the frame was true, as far as a person can find it still true: new words of the
    script are accepted in the Script room."""
    return (*(reason for reason in panel.stale if not reason.startswith(REWRITTEN)), *panel.since)


def _take_before(document: Document, panel_id: str) -> model.Take | None:
    """The newest take of the panel that is not the one that stands."""
    panel = document.get(panel_id, model.Panel)
    others = [take for take in document.children(panel_id, model.Take)
              if panel is not None and take.id != panel.selected_take_id]  # fmt: skip
    return others[-1] if others else None


def _compare_words(stale: bool, before: model.Take | None) -> str:
    if stale:
        return "Before and after"
    return f"Compare with take {before.number}" if before is not None else "Compare"


__all__ = ["Review", "part_name"]
