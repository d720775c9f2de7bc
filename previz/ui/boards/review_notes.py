"""Beside a review: what is open about the frame in front, and a line to say more, pinned by a click."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from previz.export.mark_paint import pin_paint
from previz.scene import model
from previz.scene.marks import Point
from previz.studio.noting import Pinned, about, add_note, chosen, count_open, on_panel, open_words, threads
from previz.ui.annotate.notes_panel import CHOSEN_COLOUR, OPEN_COLOUR
from previz.ui.annotate.painting import Painted
from previz.ui.boards.pinned_view import PinnedView
from previz.ui.controls import Keycaps, push_button
from previz.ui.controls.labels import label, row, set_role
from previz.ui.session import Session

WIDTH = 280
MOST = 8
"""Notes that are listed; where there are more, a line says how many."""


class ReviewNotes(QWidget):
    def __init__(
        self, session: Session, picture: PinnedView, who: Callable[[], str], back_to: QWidget
    ) -> None:
        """``who`` speaks. The focus goes ``back_to`` the review."""
        super().__init__()
        self._session, self._picture, self._who, self._back_to = session, picture, who, back_to
        self._panel_id = ""
        self._place: Point | None = None
        """Where the note that is being written is pinned."""
        set_role(self, "panel")
        self.setFixedWidth(WIDTH)
        self._count = label(tone="3", size="cap")
        self.line = QLineEdit()
        self.line.setPlaceholderText("A note about this frame…")
        self.line.setAccessibleName("A note about this frame")
        self.line.setToolTip("Click on the picture to pin it to a place.  Enter keeps it.")
        self.line.returnPressed.connect(self.keep)
        self._button = push_button("Note", self.write, "solid")
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(10)
        whole.addWidget(row(label("Notes", weight="strong"), self._count, None, self._button, Keycaps("N")))
        whole.addWidget(self.line)
        whole.addLayout(self._list)
        whole.addStretch(1)
        picture.pointed.connect(self._point)
        self.line.hide()

    def show_panel(self, panel_id: str) -> None:
        """What is open about this panel, on its picture and here; "" for none."""
        if panel_id != self._panel_id:
            self._panel_id = panel_id
            self._stop()
        self._button.setEnabled(bool(panel_id) and not self._session.read_only)
        found = self._open()
        self._count.setText(open_words(*count_open(found, panel_id)))
        while self._list.count():
            item = self._list.takeAt(0)
            entry = item.widget() if item is not None else None
            if entry is not None:
                entry.hide()
                entry.deleteLater()
        for one in found[:MOST]:
            self._list.addWidget(self._entry(one))
        if len(found) > MOST:
            self._list.addWidget(label(f"{len(found) - MOST} more", tone="3"))
        self._pin(found)

    def write(self) -> None:
        """A line to write in; a click on the picture pins what is written."""
        if self._button.isEnabled():
            self.line.show()
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        text = self.line.text().strip()
        panel = self._session.document.get(self._panel_id, model.Panel)
        if not text or panel is None:
            return
        place, take_id = self._place, panel.selected_take_id
        pin = model.NotePin(take_id=take_id, place=place) if place is not None and take_id else None
        note = self._session.attempt(
            lambda: add_note(self._session.document, panel.id, self._who(), text, pin)
        )
        if note is not None:
            self._stop()
            self.show_panel(panel.id)

    # ------------------------------------------------------------------------------------------- inside
    def _open(self) -> list[Pinned]:
        studio = self._session.studio
        panel = studio.document.get(self._panel_id, model.Panel)
        return chosen(on_panel(studio.document, studio.shooting, panel), "open") if panel is not None else []

    def _entry(self, one: Pinned) -> QWidget:
        note = one.thread.note
        entry = QWidget()
        lines = QVBoxLayout(entry)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        head = row(label(f"{one.thread.number}", weight="strong"), label(note.author, weight="medium"), None)
        elsewhere = "of another frame" if note.panel_id != self._panel_id else ""
        told = ", ".join(filter(None, (about(self._session.document, note), elsewhere)))
        lines.addWidget(head)
        lines.addWidget(label(note.text, wrap=True))
        for said in one.thread.replies:
            lines.addWidget(label(f"{said.author}: {said.text}", wrap=True, tone="2", size="cap"))
        if told:
            lines.addWidget(label(told, tone="3", size="cap"))
        return entry

    def _pin(self, found: list[Pinned]) -> None:
        pins = [
            Painted(pin_paint(one.place, one.thread.number, OPEN_COLOUR))
            for one in found
            if one.place is not None
        ]
        if self._place is not None:
            following = len(threads(self._session.document)) + 1
            pins.append(Painted(pin_paint(self._place, following, CHOSEN_COLOUR)))
        self._picture.show_pins(pins)

    def _point(self, x: float, y: float) -> None:
        """A click on the picture while a note is being written."""
        if self.line.isVisible():
            self._place = x, y
            self._pin(self._open())
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self) -> None:
        self._place = None
        self.line.clear()
        if self.line.isVisible():
            self.line.hide()
            self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """What the line lets through is not for the review: Enter has kept it, Escape gives it up."""
        if event.key() == Qt.Key.Key_Escape:
            self._stop()
            self.show_panel(self._panel_id)
        event.accept()
