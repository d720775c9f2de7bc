"""What people said about the whole film, a row a note: which, where, who, and whether it is settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from previz.studio.noting import Thread
from previz.ui import tokens
from previz.ui.annotate.notes_panel import OPEN_COLOUR, SETTLED_COLOUR
from previz.ui.dates import short_moment
from previz.ui.theme import colour, font

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 74
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class NoteLine:
    thread: Thread
    shot_id: str
    scene_id: str
    where: str
    """ "12B", or "12B panel 2"."""
    about: str
    """What it is pinned to, in words."""


class NoteLines(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[NoteLine] = []

    def show_lines(self, lines: Sequence[NoteLine]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            note = line.thread.note
            state = "resolved" if line.thread.resolved else "open"
            return f"Note {line.thread.number}, {line.where}, {state}, {note.author}: {note.text}"
        return line if role == Qt.ItemDataRole.UserRole else None


class NotesList(QListView):
    entered_note = Signal()
    """Enter or two clicks: on to the note in front."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notes = NoteLines(self)
        self.setModel(self.notes)
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Notes")
        self.doubleClicked.connect(lambda index: self.entered_note.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_note.emit()
        else:
            super().keyPressEvent(event)

    @property
    def line(self) -> NoteLine | None:
        """The note in front."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def show_lines(self, lines: Sequence[NoteLine], note_id: str) -> None:
        """``note_id`` stays in front where it is among them; else the one that took its place."""
        before = self.currentIndex().row()
        self.notes.show_lines(lines)
        if lines:
            ids = [line.thread.note.id for line in lines]
            place = ids.index(note_id) if note_id in ids else min(max(before, 0), len(lines) - 1)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.notes.index(place), flags)


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(320, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: NoteLine = index.data(Qt.ItemDataRole.UserRole)
        thread, note = line.thread, line.thread.note
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, colour("accent_bg"))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, colour("hover"))
        self._disc(painter, QRectF(box.left() + 14, box.top() + 10, 22, 22), thread)
        inner = box.adjusted(48, 8, -16, -8)
        head = QRectF(inner.left(), inner.top(), inner.width(), 18)
        ink = "text3" if thread.resolved else "text"
        _text(painter, head, line.where, 600, ink)
        count = len(thread.replies)
        answers = f"{count} answer{'s' if count != 1 else ''}" if count else ""
        told = "resolved" if thread.resolved else answers
        _text(painter, head, "  ".join(filter(None, (told, short_moment(note.at)))), 400, "text3", RIGHT)
        left = QFontMetricsF(font(tokens.TEXT_BODY, 600)).horizontalAdvance(line.where) + 10
        by = " · ".join(filter(None, (note.author, line.about)))
        _text(painter, head.adjusted(left, 0, -130, 0), by, 400, "text3")
        words = QRectF(inner.left(), inner.top() + 20, inner.width(), inner.height() - 18)
        painter.setFont(font(tokens.TEXT_BODY))
        painter.setPen(colour("text2" if thread.resolved else "text"))
        painter.drawText(words, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop, note.text)
        painter.setPen(colour("hair"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _disc(self, painter: QPainter, box: QRectF, thread: Thread) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(SETTLED_COLOUR if thread.resolved else OPEN_COLOUR))
        painter.drawEllipse(box)
        painter.setPen(colour("on_accent"))
        painter.setFont(font(tokens.TEXT_CAP, 600))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(thread.number))


def _text(
    painter: QPainter, box: QRectF, text: str, weight: int, ink: str, flags: Qt.AlignmentFlag = LEFT
) -> None:
    painter.setFont(font(tokens.TEXT_BODY if weight > 400 else tokens.TEXT_CAP, weight))
    painter.setPen(colour(ink))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, flags, shown)
