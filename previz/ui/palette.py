"""The command palette: every action, every shot, every setting, found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from previz.ui import tokens
from previz.ui.actions import WINDOW, ActionTable
from previz.ui.controls import Keycaps
from previz.ui.controls.keycap import draw_keycaps, keycaps_width
from previz.ui.controls.labels import label, row, rule
from previz.ui.icons import draw_icon
from previz.ui.overlay import Overlay
from previz.ui.theme import colour, font, plate

Index = QModelIndex | QPersistentModelIndex
ROWS = 10
"""So many rows are seen at once."""
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Entry:
    """A line of the palette. ``group`` is its heading; an Entry without ``run`` is a heading itself."""

    group: str
    text: str
    run: Callable[[], object] | None = None
    note: str = ""
    keys: str = ""
    icon: str = ""
    words: str = ""
    enabled: bool = True
    asked: bool = False
    """One of very many: shown only to who types something of it."""


def entries_of(table: ActionTable, near: QWidget | None = None) -> list[Entry]:
    """Every row of the table, those of where the focus is first; what cannot be done now says why."""
    made = []
    local = [action for action in table.within(near) if action.context != WINDOW]
    for action in dict.fromkeys((*local, *table)):
        possible = action.enabled()
        made.append(
            Entry(
                "Actions",
                action.title,
                partial(table.trigger, action.name),
                "" if possible else action.why_not,
                action.shown_keys,
                action.icon or "command",
                f"{action.context} {action.words}",
                possible,
            )
        )
    return made


def score(query: str, entry: Entry) -> float | None:
    """How well an entry answers; None for not at all. Every word must be found, in text, note or words."""
    if not query.strip():
        return None if entry.asked else 0.0
    text = entry.text.casefold()
    whole = f"{text} {entry.note.casefold()} {entry.words.casefold()}"
    total = 0.0
    for word in query.casefold().split():
        if text.startswith(word):
            total += 4
        elif f" {word}" in text:
            total += 3
        elif word in text:
            total += 2
        elif word in whole:
            total += 1
        elif _in_order(word, text):
            total += 0.3
        else:
            return None
    return total + (0.5 if entry.enabled else 0.0) - len(text) / 500


def found(query: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that answer, best first within their group, with a heading before each group."""
    groups: dict[str, list[tuple[float, int, Entry]]] = {}
    for place, entry in enumerate(entries):
        groups.setdefault(entry.group, [])
        value = score(query, entry)
        if value is not None:
            groups[entry.group].append((-value, place, entry))
    lines = []
    for group, members in groups.items():
        if members:
            lines.append(Entry(group, group))
            lines += [entry for _, _, entry in sorted(members, key=lambda member: member[:2])]
    return lines


def _in_order(letters: str, text: str) -> bool:
    """ "ntsh" is in "new shot"."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


class _Lines(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[Entry] = []

    def set_lines(self, lines: list[Entry]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(filter(None, (entry.text, entry.note, entry.keys)))
        return entry if role == _ENTRY else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.lines[index.row()].run is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Line(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        heading = index.data(_ENTRY).run is None
        return QSize(100, 28 if heading else tokens.HEIGHT_PALETTE_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(_ENTRY)
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.save()
        if entry.run is None:
            painter.setFont(font(tokens.TEXT_CAP, 500))
            painter.setPen(colour("text3"))
            painter.drawText(box.adjusted(20, 4, 0, 0), left, entry.text)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            plate(painter, box.adjusted(8, 1, -8, -1), "accent_lo")
        token = "text" if entry.enabled else "off"
        draw_icon(painter, entry.icon, QRectF(box.left() + 20, box.center().y() - 8, 16, 16), token)
        keys = keycaps_width(entry.keys) if entry.keys else 0.0
        room = box.adjusted(48, 0, -24 - keys, 0)
        face = font(tokens.TEXT_BASE, 500)
        painter.setFont(face)
        painter.setPen(colour(token))
        metrics = QFontMetricsF(face)
        text = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, left, text)
        room.setLeft(room.left() + metrics.horizontalAdvance(text) + 10)
        if room.width() > 30:
            painter.setFont(font())
            painter.setPen(colour("text2" if entry.enabled else "text3"))
            note = painter.fontMetrics().elidedText(
                entry.note, Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, left, note)
        if entry.keys:
            draw_keycaps(painter, box.right() - 20 - keys, box.center().y() - 9, entry.keys)
        painter.restore()


class CommandPalette(Overlay):
    def __init__(self, window: QWidget, entries: Sequence[Entry]) -> None:
        super().__init__(window, "Commands", 640, top=112)
        self._entries = entries
        self.line = QLineEdit()
        self.line.setPlaceholderText("Type what you want to do, a shot number, a setting")
        self.line.setAccessibleName("Commands")
        self.line.setStyleSheet(
            "QLineEdit { border: none; background: transparent; font-size: 15px; min-height: 46px; }"
        )
        self.line.textChanged.connect(self._search)
        self.line.installEventFilter(self)
        self.list = QListView()
        self.list.setStyleSheet("QListView { background: transparent; padding: 4px 0; }")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._lines = _Lines(self)
        self.list.setModel(self._lines)
        self.list.setItemDelegate(_Line(self.list))
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(self._take)
        self._nothing = label("Nothing is called that.", tone="3")
        self._nothing.setContentsMargins(20, 12, 20, 12)
        self.body.addWidget(row(self.line, Keycaps("Esc"), margins=(12, 0, 16, 0), gap=8))
        self.body.addWidget(rule())
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._nothing)
        self._search("")

    def open(self, focus: QWidget | None = None) -> None:
        super().open(focus or self.line)

    @property
    def lines(self) -> list[Entry]:
        return self._lines.lines

    def _search(self, query: str) -> None:
        lines = found(query, self._entries)
        self._lines.set_lines(lines)
        self._nothing.setVisible(not lines)
        self.list.setVisible(bool(lines))
        first = next((place for place, line in enumerate(lines) if line.run is not None), None)
        if first is not None:
            self.list.setCurrentIndex(self._lines.index(first, 0))
        rows = sum(28 if line.run is None else tokens.HEIGHT_PALETTE_ROW for line in lines)
        self.list.setFixedHeight(min(rows, ROWS * tokens.HEIGHT_PALETTE_ROW) + 8)
        self.place()

    def eventFilter(self, watched: Any, event: Any) -> bool:  # noqa: N802
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in steps:
                self._step(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        lines, place = self._lines.lines, self.list.currentIndex().row()
        able = [index for index, line in enumerate(lines) if line.run is not None]
        if able:
            now = able.index(place) if place in able else 0
            wanted = (now + by) % len(able) if abs(by) == 1 else min(max(now + by, 0), len(able) - 1)
            self.list.setCurrentIndex(self._lines.index(able[wanted], 0))

    def _take(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        entry: Entry = index.data(_ENTRY)
        if entry.run is not None:
            self.leave()
            entry.run()
