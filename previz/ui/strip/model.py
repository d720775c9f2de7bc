"""Shots as a list: what a card shows, and what happens when cards are dragged to another place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from previz.export.camera_words import lens_words, size_words
from previz.export.rows import ShotRow
from previz.scene import model
from previz.studio import shot_book
from previz.ui.controls.status import STATUS_WORDS
from previz.ui.desk import Desk
from previz.ui.pictures import picture_name

Index = QModelIndex | QPersistentModelIndex
CARD = Qt.ItemDataRole.UserRole
MIME = "application/x-previz-shot"


@dataclass(frozen=True)
class ShotCard:
    row: ShotRow
    scene_number: str
    first_of_scene: bool
    drawing: bool
    """A frame of it is being drawn."""


class Shots(QAbstractListModel):
    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.cards: list[ShotCard] = []
        desk.rows.changed.connect(self.refresh)
        desk.rows.still_changed.connect(lambda shot_id: self._repaint(lambda card: card.row.id == shot_id))
        desk.pictures.ready.connect(lambda blob: self._repaint(lambda card: picture_of(card.row) == blob))
        desk.drawing.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        cards, before = [], ""
        for row in self._desk.rows.rows:
            first = row.scene_id != before
            cards.append(ShotCard(row, row.scene_number, first, row.id in self._desk.drawing.shots))
            before = row.scene_id
        if [card.row.id for card in cards] == [card.row.id for card in self.cards]:
            changed = [n for n, card in enumerate(cards) if card != self.cards[n]]
            self.cards = cards
            for place in changed:
                self.dataChanged.emit(self.index(place), self.index(place))
            return
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def _repaint(self, which: Callable[[ShotCard], bool]) -> None:
        for place, card in enumerate(self.cards):
            if which(card):
                self.dataChanged.emit(self.index(place), self.index(place))

    def place_of(self, shot_id: str | None) -> int | None:
        return next((place for place, card in enumerate(self.cards) if card.row.id == shot_id), None)

    def image(self, card: ShotCard, width_px: int) -> QImage | None:
        """The drawn frame, else what the camera sees; None until there is one."""
        panel = next(iter(card.row.panels), None)
        name = picture_name(panel.image, panel.take_id) if panel is not None else ""
        drawn = self._desk.pictures.nearest(name, width_px) if name else None
        return drawn if drawn is not None and not drawn.isNull() else self._desk.rows.still(card.row.id)

    # -------------------------------------------------------------------------------------------- rows
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        card = self.cards[index.row()]
        row = card.row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            stale = ", stale" if row.stale else ""
            return f"{row.number}, {size_words(row)}, {lens_words(row)}, {STATUS_WORDS[row.status]}{stale}"
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = [
                f"{row.number}  {size_words(row)}  {lens_words(row)}",
                row.action,
                STATUS_WORDS[row.status],
            ]
            return "\n".join(filter(None, [*lines, *(f"Stale: {reason}" for reason in row.stale)]))
        return card if role == CARD else None

    # ------------------------------------------------------------------------------------------ dragging
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802
        data = QMimeData()
        data.setData(MIME, "\n".join(self.cards[index.row()].row.id for index in indexes).encode())
        return data

    def dropMimeData(  # noqa: N802
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Between two cards: behind the one before, in its scene. The row stays; the document moves."""
        session = self._desk.session
        ids = bytes(data.data(MIME).data()).decode().split("\n")
        shots = [id for id in ids if session.document.get(id, model.Shot) is not None]
        if not shots or session.read_only:
            return False
        place = row if row >= 0 else parent.row() + 1 if parent.isValid() else len(self.cards)
        self.move(shots, place)
        return False  # the view must not take rows away by itself

    def move(self, shot_ids: Sequence[str], place: int) -> None:
        """Put shots before the card at ``place``."""
        session = self._desk.session
        staying = [card for card in self.cards[:place] if card.row.id not in shot_ids]
        following = [card for card in self.cards[place:] if card.row.id not in shot_ids]
        if staying:
            last = staying[-1].row
            session.attempt(lambda: shot_book.move_shots(session.document, shot_ids, last.scene_id, last.id))
        elif following:
            scene_id = following[0].row.scene_id
            session.attempt(lambda: shot_book.move_shots(session.document, shot_ids, scene_id, None))


def picture_of(row: ShotRow) -> str:
    return row.panels[0].image if row.panels else ""
