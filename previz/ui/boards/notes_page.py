"""Notes of the whole film: filtered, read beside their picture, answered, settled; Enter goes there."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from previz.export.mark_paint import pin_paint
from previz.scene import model
from previz.scene.document import Document
from previz.scene.edit import Edit
from previz.studio.noting import Pinned, Thread, about, on_panel, reply, settle, threads
from previz.ui import preferences
from previz.ui.annotate.notes_panel import CHOSEN_COLOUR, NO_NAME, NoteCard
from previz.ui.annotate.painting import Painted
from previz.ui.boards.notes_list import NoteLine, NotesList
from previz.ui.boards.page import Page
from previz.ui.boards.pinned_view import PinnedView
from previz.ui.boards.stage_pictures import StagePictures
from previz.ui.controls import Keycaps, Segmented, push_button
from previz.ui.controls.labels import column, label, row, rule, set_role
from previz.ui.controls.search_line import SearchLine
from previz.ui.desk import Desk
from previz.ui.pictures import picture_name

FILTERS = (("open", "Open"), ("resolved", "Resolved"), ("all", "All"))
LIST_WIDTH = 460
Go = Callable[[model.Take | None, str, str], None]
"""The take to draw on (None: there is none yet), the panel and the note to go to."""


class NotesPage(Page):
    def __init__(self, window: QWidget, desk: Desk, panel_id: str | None, go: Go) -> None:
        """``panel_id``: the panel that is looked at, for "this panel"."""
        super().__init__(window, "Notes of the film")
        self._desk, self._session, self._go = desk, desk.session, go
        self._panel_id = panel_id
        self._stage = StagePictures(desk.session, self)
        self.list = NotesList()
        self.picture = PinnedView(desk, self._stage)
        self.filter = Segmented([words for _, words in FILTERS], "Which notes")
        self.person, self.spot = QComboBox(), QComboBox()
        self.search = SearchLine("Search words")
        self.name = QLineEdit(preferences.person())
        self.name.setPlaceholderText("Your name")
        self.card_: NoteCard | None = None
        self._nothing = label("No note of that kind.", tone="3")
        self._detail = QVBoxLayout()
        self._where = label(size="base", weight="strong")
        self._fill_boxes()
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        self._count = label(tone="2", size="base")
        for box, words in ((self.person, "Whose notes"), (self.spot, "Where")):
            box.setAccessibleName(words)
            box.setMinimumWidth(150)
        self.name.setAccessibleName("Who answers")
        self.name.setFixedWidth(180)
        header = row(
            label("Notes", "title", weight="strong"),
            self._count,
            16,
            self.filter,
            self.person,
            self.spot,
            self.search,
            None,
            label("You are", tone="3"),
            self.name,
            push_button("Close", self.leave, "solid"),
            Keycaps("Esc"),
            role="bar",
            margins=(24, 0, 16, 0),
            gap=10,
            height=48,
        )
        side = column(self._nothing, self.list, role="panel", gap=0)
        side.setFixedWidth(LIST_WIDTH)
        detail = QWidget()
        detail.setLayout(self._detail)
        self._detail.setContentsMargins(0, 0, 0, 0)
        self.go_button = push_button("Go to the panel", self.go_there, "primary", "arrow-right")
        foot = row(self._where, None, self.go_button, Keycaps("Enter"), gap=8, height=36)
        look = column(self.picture, foot, detail, role="void", margins=(32, 24, 32, 16), gap=8)
        look.layout().setStretch(0, 1)  # type: ignore[union-attr]
        middle = row(side, rule(upright=True), look, gap=0)
        middle.layout().setStretch(2, 1)  # type: ignore[union-attr]
        page = column(header, rule(), middle, gap=0)
        page.layout().setStretch(2, 1)  # type: ignore[union-attr]
        set_role(page, "window")
        self.body.addWidget(page)

    def _connect(self) -> None:
        self.filter.chosen.connect(self._filtered)
        self.person.currentIndexChanged.connect(self._filtered)
        self.spot.currentIndexChanged.connect(self._filtered)
        self.search.textChanged.connect(self._filtered)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.list.entered_note.connect(self.go_there)
        self.name.editingFinished.connect(self._named)
        self._session.changed.connect(self._edited)

    def start(self) -> None:
        self.open(self.list)

    # ------------------------------------------------------------------------------------------ filter
    def _fill_boxes(self) -> None:
        known = threads(self._session.document)
        names = dict.fromkeys(name for thread in known for name in sorted(thread.names))
        self.person.addItem("Everybody", "")
        for name in names:
            self.person.addItem(f"@{name}", name)
        self.spot.addItem("Whole film", "")
        for scene in self._desk.rows.scenes:
            self.spot.addItem(f"Scene {scene.number}", scene.id)
        if self._panel_id is not None:
            self.spot.addItem("This panel", self._panel_id)

    def lines(self) -> list[NoteLine]:
        """What the filters let through, in the order of numbers."""
        document, which = self._session.document, FILTERS[self.filter.current][0]
        person, place = self.person.currentData() or "", self.spot.currentData() or ""
        words = self.search.text().casefold().strip()
        numbers = self._session.studio.listing.numbers().shots
        found = []
        for thread in threads(document):
            panel = document.get(thread.note.panel_id, model.Panel)
            shot = document.get(panel.shot_id, model.Shot) if panel is not None else None
            scene_id = shot.scene_id if shot is not None else ""
            if which != "all" and thread.resolved != (which == "resolved"):
                continue
            if (person and not thread.concerns(person)) or not _holds(thread, words):
                continue
            if place and place not in (scene_id, thread.note.panel_id):
                continue
            where = _where(document, numbers, panel, shot)
            told = about(document, thread.note)
            found.append(NoteLine(thread, shot.id if shot is not None else "", scene_id, where, told))
        return found

    def _filtered(self, *_: object) -> None:
        self.refresh()

    def _edited(self, edit: Edit) -> None:
        if any(isinstance(after or before, model.Note) for before, after in edit.changes.values()):
            self.refresh()

    def refresh(self) -> None:
        lines, before = self.lines(), self.list.line
        self.list.show_lines(lines, before.thread.note.id if before is not None else "")
        count = len(threads(self._session.document))
        self._count.setText(f"{len(lines)} of {count}")
        self._nothing.setVisible(not lines)
        self._show()

    def _chosen(self, *_: object) -> None:
        self._show()

    # ---------------------------------------------------------------------------------------- the note
    def _panel(self) -> model.Panel | None:
        line = self.list.line
        return self._session.document.get(line.thread.note.panel_id, model.Panel) if line else None

    def _take(self) -> model.Take | None:
        """The picture on which it was pinned, else that which stands for the panel."""
        line, panel, document = self.list.line, self._panel(), self._session.document
        if line is None or panel is None:
            return None
        pin = line.thread.note.pin
        own = document.get(pin.take_id, model.Take) if pin is not None else None
        return own or document.get(panel.selected_take_id, model.Take)

    def _show(self) -> None:
        if self.card_ is not None:
            self._detail.removeWidget(self.card_)
            self.card_.hide()
            self.card_.deleteLater()
            self.card_ = None
        line, panel, take = self.list.line, self._panel(), self._take()
        self.go_button.setEnabled(panel is not None)
        self.picture.show_pins(())
        self.picture.show_one(picture_name(take.image, take.id) if take is not None else "", "", 16 / 9)
        self._where.setText("")
        if line is None:
            return
        self._where.setText(
            "  ".join(filter(None, (line.where, f"take {take.number}" if take is not None else "")))
        )
        pinned = self._pinned(line.thread, panel, take)
        if pinned.place is not None:
            pin = pin_paint(pinned.place, line.thread.number, CHOSEN_COLOUR)
            self.picture.show_pins([Painted(pin)])
        note_id, resolved = line.thread.note.id, line.thread.resolved
        self.card_ = NoteCard(
            pinned,
            line.about,
            True,
            lambda text: self._say(lambda who: reply(self._session.document, note_id, who, text)),
            lambda: self._say(lambda who: settle(self._session.document, note_id, who, resolved)),
        )
        self._detail.addWidget(self.card_)

    def _pinned(self, thread: Thread, panel: model.Panel | None, take: model.Take | None) -> Pinned:
        studio = self._session.studio
        if panel is None:
            return Pinned(thread, None)
        found = on_panel(studio.document, studio.shooting, panel, [thread], take)
        return found[0] if found else Pinned(thread, None)

    def _say(self, act: Callable[[str], object]) -> None:
        who = self.name.text().strip()
        if not who:
            self._session.tell(NO_NAME, "warning")
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._session.attempt(lambda: act(who))

    def _named(self) -> None:
        preferences.remember_person(self.name.text().strip())

    # ------------------------------------------------------------------------------------------ going
    def go_there(self) -> None:
        """To the picture that it is about, with the note picked."""
        line, panel, take = self.list.line, self._panel(), self._take()
        if line is not None and panel is not None:
            self.leave()
            self._go(take, panel.id, line.thread.note.id)

    def leave(self) -> None:
        self._stage.close()
        super().leave()


def _holds(thread: Thread, words: str) -> bool:
    said = (thread.note, *thread.replies)
    return not words or any(words in f"{note.author} {note.text}".casefold() for note in said)


def _where(
    document: Document, numbers: Mapping[str, str], panel: model.Panel | None, shot: model.Shot | None
) -> str:
    if panel is None or shot is None:
        return "A panel that is gone"
    panels = document.children(shot.id, model.Panel)
    number = numbers.get(shot.id, "")
    place = [other.id for other in panels].index(panel.id) + 1
    return f"{number} panel {place}" if len(panels) > 1 else number
