"""Notes about the panel of the take: a list with a filter, pins on the picture, answers, what is settled."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from previz.export.mark_paint import PIN_SIZE, pin_middle, pin_paint
from previz.scene.edit import Edit
from previz.scene.marks import Point
from previz.scene.model import Note, NotePin, Panel, Take
from previz.studio.noting import Pinned, about, add_note, chosen, count_open, on_panel, reply, settle
from previz.studio.pinning import pin_at
from previz.ui import preferences, tokens
from previz.ui.annotate.canvas import Canvas, Touch
from previz.ui.annotate.painting import Painted
from previz.ui.controls import Segmented, ToolButton, label, push_button, row
from previz.ui.controls.labels import set_role
from previz.ui.dates import short_moment
from previz.ui.session import Session
from previz.ui.theme import colour, font

FILTERS = (("open", "Open"), ("mine", "Mine"), ("all", "All"))
OPEN_COLOUR, CHOSEN_COLOUR, SETTLED_COLOUR = "#FF7A66", "#4DA3FF", "#969696"
NO_NAME = "Write your name over the notes first: a note says who wrote it."


class _Disc(QWidget):
    """The number of a note, as on its pin."""

    def __init__(self, number: int, ink: str) -> None:
        super().__init__()
        self._number, self._ink = number, ink
        self.setFixedSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._ink))
        box = QRectF(1, 1, 18, 18)
        painter.drawEllipse(box)
        painter.setPen(colour("on_accent"))
        painter.setFont(font(tokens.TEXT_CAP, 600))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class NoteCard(QWidget):
    picked = Signal()

    def __init__(
        self, one: Pinned, where: str, chosen: bool, answer: Callable[[str], None], turn: Callable[[], None]
    ) -> None:
        """``turn``: resolve it, or open it again."""
        super().__init__()
        thread, note = one.thread, one.thread.note
        self.note_id, self.picked_now = note.id, chosen
        self.setAccessibleName(f"Note {thread.number} by {note.author}: {note.text}")
        ink = CHOSEN_COLOUR if chosen else SETTLED_COLOUR if thread.resolved else OPEN_COLOUR
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(3)
        when = label(short_moment(note.at), tone="3", size="cap")
        words.addWidget(row(label(note.author, weight="strong"), when, None, gap=6))
        words.addWidget(label(note.text, wrap=True, tone="2" if thread.resolved else ""))
        for said in thread.replies:
            words.addWidget(label(f"{said.author}: {said.text}", wrap=True, tone="2", size="cap"))
        facts = [where] if where else []
        facts += ["not in this picture"] if note.pin is not None and one.place is None else []
        if facts:
            words.addWidget(label(" · ".join(facts), tone="3", size="cap", wrap=True))
        self.answer = QLineEdit()
        self.answer.setPlaceholderText("Answer; Enter sends it")
        self.answer.setAccessibleName("Answer")
        self.answer.hide()
        self.answer.returnPressed.connect(lambda: answer(self.answer.text()))
        self.reply = push_button("Reply", self._open_answer)
        self.settle = push_button("Open again" if thread.resolved else "Resolve", turn)
        words.addWidget(self.answer)
        words.addWidget(row(self.reply, self.settle, None, gap=4))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 6)
        layout.setSpacing(8)
        layout.addWidget(_Disc(thread.number, ink), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)

    def _open_answer(self) -> None:
        self.answer.show()
        self.answer.setFocus(Qt.FocusReason.OtherFocusReason)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.picked.emit()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(240, super().sizeHint().height())


class NotesPanel(QWidget):
    counted = Signal(int, int)
    """How many are open: of this panel, and of other frames."""

    def __init__(self, session: Session, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._canvas = session, canvas
        self.pinned: list[Pinned] = []
        self._picked = ""
        self._pins: list[Painted] = []
        self.name = QLineEdit(preferences.person())
        self.name.setPlaceholderText("Your name")
        self.name.setAccessibleName("Who writes notes")
        self.name.editingFinished.connect(self._name_given)
        self._waiting: Callable[[], object] | None = None
        self.filter = Segmented([words for _, words in FILTERS], "Which notes")
        self.filter.chosen.connect(self._filtered)
        self._which = "open"
        self.entry = QLineEdit()
        self.entry.setPlaceholderText("A note on the whole panel")
        self.entry.setAccessibleName("A note on the whole panel")
        self.entry.returnPressed.connect(self._say)
        self.moment = ToolButton("clock", "Pin it to the moment that is shown", checkable=True)
        self.cards: list[NoteCard] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._nothing = label("No note here. N pins one to what you click.", tone="3", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(6)
        layout.addWidget(row(self.name, self.filter, gap=6))
        layout.addWidget(self._nothing)
        layout.addLayout(self._list)
        layout.addWidget(row(self.entry, self.moment, gap=4))
        set_role(self, "panel")
        session.changed.connect(self._heard)
        canvas.paint_over.append(self._draw_pins)
        canvas.lies_over.append(self._pin_pressed)

    # ------------------------------------------------------------------------------------------ reading
    def refresh(self) -> None:
        """Look where everything stands now."""
        take, panel = self._canvas.sheet.take, self._panel()
        self.pinned = []
        if take is not None and panel is not None:
            studio = self._session.studio
            self.pinned = on_panel(studio.document, studio.shooting, panel, take=take)
        self._show()

    def _panel(self) -> Panel | None:
        take = self._canvas.sheet.take
        return self._session.document.get(take.panel_id, Panel) if take is not None else None

    def _heard(self, edit: Edit) -> None:
        if any(isinstance(after or before, Note) for before, after in edit.changes.values()):
            self.refresh()

    def _show(self) -> None:
        for card in self.cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        shown = chosen(self.pinned, self._which, self.name.text())
        self.cards = [self._card(one) for one in shown]
        for card in self.cards:
            self._list.addWidget(card)
        self._nothing.setVisible(not shown)
        self._pins = [
            Painted(pin_paint(one.place, one.thread.number, self._ink(one)))
            for one in shown
            if one.place is not None
        ]
        panel = self._panel()
        self.counted.emit(*count_open(self.pinned, panel.id if panel is not None else ""))
        self._canvas.update()

    def _card(self, one: Pinned) -> NoteCard:
        note = one.thread.note
        panel = self._panel()
        elsewhere = "of another frame" if panel is not None and note.panel_id != panel.id else ""
        where = ", ".join(filter(None, (about(self._session.document, note), elsewhere)))
        card = NoteCard(
            one,
            where,
            note.id == self._picked,
            lambda text: self._answer(note.id, text),
            lambda: self._turn(note.id, one.thread.resolved),
        )
        card.picked.connect(lambda: self.pick(note.id))
        return card

    def _ink(self, one: Pinned) -> str:
        if one.thread.note.id == self._picked:
            return CHOSEN_COLOUR
        return SETTLED_COLOUR if one.thread.resolved else OPEN_COLOUR

    def _draw_pins(self, painter: QPainter) -> None:
        for pin in self._pins:
            pin.draw(painter)

    def _pin_pressed(self, touch: Touch) -> bool:
        for one in reversed(chosen(self.pinned, self._which, self.name.text())):
            if one.place is None:
                continue
            if math.dist(pin_middle(one.place), touch.place) <= PIN_SIZE:
                self.pick(one.thread.note.id)
                return True
        return False

    def _filtered(self, index: int) -> None:
        self._which = FILTERS[index][0]
        self._show()

    def show_note(self, note_id: str) -> None:
        """Somebody came here for this one: it is picked, whatever the filter showed."""
        if note_id not in [one.thread.note.id for one in chosen(self.pinned, self._which, self.name.text())]:
            self._which = "all"
            self.filter.set_current([which for which, _ in FILTERS].index("all"))
        self._picked = note_id
        self._show()

    def pick(self, note_id: str) -> None:
        """Show which pin is a note's; again lets go."""
        self._picked = "" if note_id == self._picked else note_id
        self._show()

    # ------------------------------------------------------------------------------------------ writing
    def _name_given(self) -> None:
        preferences.remember_person(self.name.text().strip())
        if self._which == "mine":
            self._show()
        waiting, self._waiting = self._waiting, None
        if waiting is not None and self.name.text().strip():
            waiting()

    def read_person(self) -> None:
        """Who speaks, as it was said elsewhere since."""
        if not self.name.hasFocus():
            self.name.setText(preferences.person())
            self.name.setCursorPosition(0)  # a long name is read from its beginning

    def author(self, waiting: Callable[[], object] | None = None) -> str:
        """ "" after it was said that a name is missing. ``waiting``: what goes on once it is given."""
        name = self.name.text().strip()
        if not name:
            self._waiting = waiting
            self._session.tell(NO_NAME, "warning")
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        return name

    def pin(self, take: Take, place: Point, text: str) -> None:
        """A note on what stands at a place."""
        studio = self._session.studio
        self._add(text, lambda: pin_at(studio.document, studio.shooting, take, place), None)

    def _say(self) -> None:
        time_s = self._session.time_s if self.moment.isChecked() else None
        if self._add(self.entry.text(), lambda: None, time_s):
            self.entry.clear()

    def _add(self, text: str, make_pin: Callable[[], NotePin | None], time_s: float | None) -> bool:
        panel, author = self._panel(), self.author()
        if panel is None or not author:
            return False
        document = self._session.document
        made = self._session.attempt(lambda: add_note(document, panel.id, author, text, make_pin(), time_s))
        return made is not None

    def _answer(self, note_id: str, text: str) -> None:
        author = self.author()
        if author:
            self._session.attempt(lambda: reply(self._session.document, note_id, author, text))

    def _turn(self, note_id: str, resolved: bool) -> None:
        author = self.author()
        if author:
            self._session.attempt(lambda: settle(self._session.document, note_id, author, resolved))
