"""The panels that hang on the wall: which of them, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from textwrap import fill
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from previz.export.camera_words import lens_words, size_words
from previz.export.rows import PanelRow, ShotRow, at_panel, captions, part_of
from previz.scene import model
from previz.scene.edit import Edit
from previz.studio.noting import open_notes
from previz.ui.controls.status import STATUS_WORDS
from previz.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
Order = Literal["script", "setup"]
TIP_LETTERS = 72
"""In a line of a tooltip, which breaks none by itself."""


class Role(IntEnum):
    CARD = Qt.ItemDataRole.UserRole
    PANEL_ID = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Card:
    shot: ShotRow
    panel: PanelRow
    aspect: float
    drawing: bool
    """A new take of it is on its way."""
    notes: int = 0
    """That nobody has resolved."""


@dataclass(frozen=True)
class Showing:
    """What is looked for; empty shows all."""

    status: str = ""
    """Of a panel, or "stale"."""
    scene_id: str = ""
    who: str = ""
    """Name of somebody who is seen."""
    drifted: bool = False
    """Only frames that did not keep the blocking, the worst first."""
    order: Order = "script"

    @property
    def narrowed(self) -> bool:
        return bool(self.scene_id or self.who or self.drifted)

    @property
    def in_film_order(self) -> bool:
        return self.order == "script" and not self.drifted

    def shows(self, shot: ShotRow) -> bool:
        """Of a shot: by scene and by who is seen in it."""
        return (not self.scene_id or shot.scene_id == self.scene_id) and (
            not self.who or self.who in shot.who
        )

    def looks_at(self, panel: PanelRow) -> bool:
        """Whatever its status."""
        return not self.drifted or bool(panel.drifted)

    def holds(self, panel: PanelRow) -> bool:
        return self.looks_at(panel) and (
            not self.status or (bool(panel.stale) if self.status == "stale" else panel.status == self.status)
        )


class WallModel(QAbstractListModel):
    """Every panel of the film that `showing` lets through."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.showing = Showing()
        self._cards: list[Card] = []
        self._places: dict[str, list[int]] = {}
        """Shot id and blob → places of the cards that show them."""
        desk.rows.changed.connect(self.refresh)
        desk.rows.still_changed.connect(self._repaint)
        desk.pictures.ready.connect(self._repaint)
        desk.drawing.changed.connect(self.refresh)
        desk.session.changed.connect(self._edited)
        self.refresh()

    def _edited(self, edit: Edit) -> None:
        if any(isinstance(before or after, model.Note) for before, after in edit.changes.values()):
            self.refresh()

    @property
    def cards(self) -> list[Card]:
        return list(self._cards)

    def counts(self) -> dict[str, int]:
        """Status → panels that are shown, were it all the same; "" for all, "stale" beside."""
        found = {"": 0, "stale": 0}
        for shot in self._desk.rows.rows:
            if not self.showing.shows(shot):
                continue
            for panel in filter(self.showing.looks_at, shot.panels):
                found[""] += 1
                found["stale"] += bool(panel.stale)
                found[panel.status] = found.get(panel.status, 0) + 1
        return found

    def show_only(self, status: str) -> None:
        self.show_what(replace(self.showing, status=status))

    def show_what(self, showing: Showing) -> None:
        self.showing = showing
        self.refresh()

    def refresh(self) -> None:
        drawn, showing = self._desk.drawing.panels, self.showing
        notes = open_notes(self._desk.session.document)
        shots = [shot for shot in self._desk.rows.rows if showing.shows(shot)]
        if showing.order == "setup":
            scenes = {scene.id: place for place, scene in enumerate(self._desk.rows.scenes)}
            shots.sort(key=lambda shot: (scenes.get(shot.scene_id, 0), shot.setup_order))
        cards = [
            Card(shot, panel, self._aspect(shot), panel.id in drawn, notes.get(panel.id, 0))
            for shot in shots
            for panel in shot.panels
            if showing.holds(panel)
        ]
        if showing.drifted:
            cards.sort(key=lambda card: card.panel.kept or 0.0)
        before = [card.panel.id for card in self._cards]
        changed = [place for place, card in enumerate(cards) if card not in self._cards[place : place + 1]]
        same = [card.panel.id for card in cards] == before
        if not same:
            self.beginResetModel()
        self._cards = cards
        self._places = {}
        for place, card in enumerate(cards):
            for name in filter(None, (card.shot.id, card.panel.image, card.panel.new_image)):
                self._places.setdefault(name, []).append(place)
        if not same:
            self.endResetModel()
            return
        for place in changed:
            self.dataChanged.emit(self.index(place), self.index(place))

    def _aspect(self, shot: ShotRow) -> float:
        width, cross, height = shot.frameline.replace(":", " ").partition(" ")
        try:
            return float(width) / (float(height) if cross else 1.0)
        except (ValueError, ZeroDivisionError):
            frames = self._desk.session.project.package.framelines
            return frames[0].aspect if frames else 16 / 9

    def _repaint(self, name: str) -> None:
        """A shot's still or a picture has come."""
        for place in self._places.get(name, ()):
            self.dataChanged.emit(self.index(place), self.index(place))

    def place_of(self, shot_id: str) -> int | None:
        return next(iter(self._places.get(shot_id, ())), None)

    def place_where(self, wanted: Callable[[Card], bool]) -> int | None:
        return next((place for place, card in enumerate(self._cards) if wanted(card)), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        card = self._cards[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            stale = f", stale: {'; '.join(card.panel.stale)}" if card.panel.stale else ""
            locked = ", locked" if card.panel.locked else ""
            notes = f", {notes_words(card.notes)}" if card.notes else ""
            newer = f", {newer_words(card)}" if card.panel.new_take else ""
            return f"{title(card)}, {STATUS_WORDS[card.panel.status]}{locked}{notes}{stale}{newer}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(fill(line, TIP_LETTERS, subsequent_indent="    ") for line in _tip(card))
        if role == Role.CARD:
            return card
        return card.panel.id if role == Role.PANEL_ID else None


def _tip(card: Card) -> list[str]:
    """All that a card says, also what it has no room for."""
    panel = card.panel
    lines = [title(card)]
    if panel.said:
        lines.append(f"{'Reason' if panel.status == 'changes' else 'Said'}: {panel.said}")
    lines += [f"{name.title()}: {words}" for name, words in captions(card.shot, panel)]
    lines += ["Locked: nothing draws it anew."] if panel.locked else []
    lines += [f"{notes_words(card.notes)}; N shows the notes."] if card.notes else []
    lines += [f"Stale: {reason}" for reason in panel.stale]
    lines += [f"Drifted: {reason}" for reason in panel.drifted]
    if panel.new_take:
        lines.append(f"{newer_words(card)} lies beside; A, or a click on it below, takes it.")
    return lines


def newer_words(card: Card) -> str:
    return f"New take {card.panel.new_take}"


def notes_words(count: int) -> str:
    return f"{count} open note{'' if count == 1 else 's'}"


def title(card: Card) -> str:
    """ "12B A of 2 · MS OTS-R · 40 mm" """
    shot, panel = card.shot, card.panel
    number = f"{shot.number} {part_of(panel.index, panel.count)}".strip()
    seen = at_panel(shot, panel)
    return " · ".join(filter(None, (number, size_words(seen), lens_words(seen))))
