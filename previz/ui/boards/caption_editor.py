"""The words under a panel, written where they stand. Enter keeps them, Esc leaves them as they were."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from previz.scene import model
from previz.studio.captions import SHORTEST_S, dialogue_of, dialogue_text, set_caption
from previz.studio.listing import panel_lengths_s
from previz.ui.controls.labels import label, set_role
from previz.ui.session import Session

LEAST_WIDTH = 360
ACTION_HEIGHT, DIALOGUE_HEIGHT = 84, 52
"""px: four lines, and two"""
LONGEST_S = 3600.0
NO_TIME = "A panel lasts a number of seconds, 0.1 or more; the time stayed as it was."

NO_MOMENT = "A panel shows a moment in seconds from the start of its shot; it shows the same one as before."


class CaptionEditor(QFrame):
    """A small form over the wall; it goes when the focus leaves it."""

    closed = Signal()

    def __init__(self, session: Session, wall: QWidget) -> None:
        super().__init__(wall)
        self._session, self._wall = session, wall
        self._panel_id, self._at, self._card_width = "", QPoint(), LEAST_WIDTH
        self._shown: tuple[str, ...] = ()
        """What the form began with."""
        self._seconds_shown = self._moment_shown = ""
        set_role(self, "popover")
        self.sound, self.camera = QLineEdit(), QLineEdit()
        self.action, self.dialogue = QPlainTextEdit(), QPlainTextEdit()
        for words, height in ((self.action, ACTION_HEIGHT), (self.dialogue, DIALOGUE_HEIGHT)):
            words.setTabChangesFocus(True)
            words.setFixedHeight(height)
        self.dialogue.setPlaceholderText("NAME: what is said")
        self.camera.setPlaceholderText("as the camera's keys say")
        self.seconds, self.moment = QLineEdit(), QLineEdit()
        for times in (self.seconds, self.moment):
            times.setFixedWidth(72)
        self.seconds.setToolTip("How long it stands when the boards are played")
        self.moment.setToolTip("What it shows: seconds from the start of its shot")
        grid = QGridLayout(self)
        grid.setContentsMargins(10, 10, 10, 10)
        grid.setSpacing(6)
        grid.setColumnStretch(1, 1)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Action", self.action),
            ("Dialogue", self.dialogue),
            ("Sound", self.sound),
            ("Camera", self.camera),
            ("Seconds", self.seconds),
            ("Moment", self.moment),
        )
        for place, (name, field) in enumerate(fields):
            grid.addWidget(label(name, tone="3"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, place, 1)
            field.setAccessibleName(name)
            field.installEventFilter(self)
        self.hide()

    def edit(self, panel_id: str, at: QPoint, width: int) -> None:
        """Open over a card whose words begin at ``at`` (in the wall) and are ``width`` wide."""
        document = self._session.document
        panel = document.need(panel_id, model.Panel)
        shot = document.need(panel.shot_id, model.Shot)
        panels = document.children(shot.id, model.Panel)
        first = panels[0].id == panel_id
        self._panel_id, self._at, self._card_width = panel_id, at, width
        self.action.setPlainText(panel.caption or (shot.action if first else ""))
        self.dialogue.setPlainText(dialogue_text(panel.dialogue or (shot.dialogue if first else ())))
        self.sound.setText(panel.sound or (shot.sound if first else ""))
        self.camera.setText(panel.camera)
        lengths = panel_lengths_s(shot, panels)
        self._seconds_shown = f"{lengths[[other.id for other in panels].index(panel_id)]:g}"
        self.seconds.setText(self._seconds_shown)
        self._moment_shown = f"{panel.time_s:g}"
        self.moment.setText(self._moment_shown)
        self._shown = self._texts()
        self.setFixedWidth(max(width + 20, LEAST_WIDTH))
        self.adjustSize()
        room = self._wall.rect()
        left = min(max(4, at.x() - 10), room.width() - self.width() - 4)
        top = min(max(4, at.y() - 6), room.height() - self.height() - 4)
        self.move(left, top)
        self.show()
        self.raise_()
        self.action.setFocus(Qt.FocusReason.OtherFocusReason)
        self.action.moveCursor(QTextCursor.MoveOperation.End)

    def take(self) -> None:
        """Keep what was written."""
        if not self._panel_id or self._panel_id not in self._session.document:
            self._leave()
            return
        written, at = self.seconds.text().strip(), self.moment.text().strip()
        seconds = None if written == self._seconds_shown else _seconds(written, SHORTEST_S)
        moment = None if at == self._moment_shown else _seconds(at, 0.0)
        with self._session.reporting():
            set_caption(
                self._session.document,
                self._panel_id,
                action=self.action.toPlainText().strip(),
                dialogue=dialogue_of(self.dialogue.toPlainText()),
                sound=self.sound.text().strip(),
                camera=self.camera.text().strip(),
                duration_s=seconds,
                time_s=moment,
            )
        if seconds is None and written != self._seconds_shown:
            self._session.tell(NO_TIME, "warning")
        if moment is None and at != self._moment_shown:
            self._session.tell(NO_MOMENT, "warning")
        self._leave()

    def _texts(self) -> tuple[str, ...]:
        lines = (self.sound, self.camera, self.seconds, self.moment)
        return (*(one.toPlainText() for one in (self.action, self.dialogue)), *(one.text() for one in lines))

    def _give_up(self) -> None:
        """Nothing is kept; whoever has written may go on where they were."""
        panel_id, written = self._panel_id, self._texts()
        lost = written != self._shown

        def go_on() -> None:
            if panel_id in self._session.document:
                self.edit(panel_id, self._at, self._card_width)
                for text, field in zip(written[:2], (self.action, self.dialogue), strict=True):
                    field.setPlainText(text)
                lines = (self.sound, self.camera, self.seconds, self.moment)
                for text, line in zip(written[2:], lines, strict=True):
                    line.setText(text)
                self.action.moveCursor(QTextCursor.MoveOperation.End)

        self._leave()
        if lost:
            self._session.tell("The words of the panel stayed as they were.", "fact", "Go on writing", go_on)

    def _leave(self) -> None:
        self._panel_id = ""
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.take()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._give_up()
                return True
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            focus = QApplication.focusWidget()
            if focus is not None and not self.isAncestorOf(focus):
                self.take()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        event.accept()  # letters are no keys of the room while somebody writes


def _seconds(text: str, least: float) -> float | None:
    """None for what is no time of a panel."""
    try:
        seconds = float(text.replace(",", ".").rstrip(" s"))
    except ValueError:
        return None
    return seconds if least <= seconds <= LONGEST_S else None
