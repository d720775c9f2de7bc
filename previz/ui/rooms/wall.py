"""The wall of panels: one card each, with its picture, how it stands and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from previz.export.rows import PanelRow, ShotRow
from previz.ui import tokens
from previz.ui.controls.status import STATUS_WORDS, draw_status
from previz.ui.desk import Desk
from previz.ui.theme import colour, font, plate

Index = QModelIndex | QPersistentModelIndex
GUTTER, PAD = 24, 8
HEADER, ROW, STALE = 28, 22, 26
CARD_WIDTH = 380
"""Wanted width of a card; the wall makes as many columns as fit."""
LINES = 2
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


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


class WallModel(QAbstractListModel):
    """Every panel of the film in order; ``only`` keeps those of one status ("stale" too), "" all."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._only = ""
        self._cards: list[Card] = []
        desk.rows.changed.connect(self.refresh)
        desk.rows.still_changed.connect(self._still)
        desk.pictures.ready.connect(self._picture)
        desk.drawing.changed.connect(self.refresh)
        self.refresh()

    @property
    def cards(self) -> list[Card]:
        return list(self._cards)

    def counts(self) -> dict[str, int]:
        """Status → panels; "" for all, "stale" beside."""
        found = {"": 0, "stale": 0}
        for shot in self._desk.rows.rows:
            for panel in shot.panels:
                found[""] += 1
                found["stale"] += bool(panel.stale)
                found[panel.status] = found.get(panel.status, 0) + 1
        return found

    def show_only(self, status: str) -> None:
        self._only = status
        self.refresh()

    def refresh(self) -> None:
        drawn = self._desk.drawing.panels
        cards = [
            Card(shot, panel, self._aspect(shot), panel.id in drawn)
            for shot in self._desk.rows.rows
            for panel in shot.panels
            if not self._only or (panel.stale if self._only == "stale" else panel.status == self._only)
        ]
        before = [card.panel.id for card in self._cards]
        if [card.panel.id for card in cards] == before:
            changed = [place for place, card in enumerate(cards) if card != self._cards[place]]
            self._cards = cards
            for place in changed:
                self.dataChanged.emit(self.index(place), self.index(place))
            return
        self.beginResetModel()
        self._cards = cards
        self.endResetModel()

    def _aspect(self, shot: ShotRow) -> float:
        width, cross, height = shot.frameline.replace(":", " ").partition(" ")
        try:
            return float(width) / (float(height) if cross else 1.0)
        except (ValueError, ZeroDivisionError):
            frames = self._desk.session.project.package.framelines
            return frames[0].aspect if frames else 16 / 9

    def _still(self, shot_id: str) -> None:
        self._repaint(lambda card: card.shot.id == shot_id)

    def _picture(self, blob: str) -> None:
        self._repaint(lambda card: card.panel.image == blob)

    def _repaint(self, which: Any) -> None:
        for place, card in enumerate(self._cards):
            if which(card):
                self.dataChanged.emit(self.index(place), self.index(place))

    def place_of(self, shot_id: str) -> int | None:
        return next((place for place, card in enumerate(self._cards) if card.shot.id == shot_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        card = self._cards[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            stale = f", stale: {'; '.join(card.panel.stale)}" if card.panel.stale else ""
            return f"{title(card)}, {STATUS_WORDS[card.panel.status]}{stale}"
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = [title(card), card.panel.action, *(f"Stale: {reason}" for reason in card.panel.stale)]
            return "\n".join(filter(None, lines))
        if role == Role.CARD:
            return card
        return card.panel.id if role == Role.PANEL_ID else None


def title(card: Card) -> str:
    """ "12B A of 2 · MS OTS-R · 40 mm" """
    shot, panel = card.shot, card.panel
    part = f" {'ABCDEFGH'[min(panel.index, 8) - 1]} of {panel.count}" if panel.count > 1 else ""
    lens = f"{shot.focal_length_mm:g} mm" if shot.focal_length_mm else ""
    size = " ".join(filter(None, (shot.size, shot.composition if shot.composition != "1S" else "")))
    return f"{shot.number}{part}" + "".join(f" · {word}" for word in (size, lens) if word)


class Wall(QListView):
    """Cards in columns that fill the width."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.wall = WallModel(desk, self)
        self.setModel(self.wall)
        self.setItemDelegate(CardPainter(desk, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet(f"QListView {{ background: {tokens.COLOUR['window']}; }}")
        self.setAccessibleName("Panels")
        self.setMinimumSize(400, 200)
        self.wall.modelReset.connect(self.fit)

    def fit(self) -> None:
        """Share the width out among the columns."""
        room = self.viewport().width() - 2
        columns = max(1, round(room / (CARD_WIDTH + GUTTER)))
        width = room // columns
        aspect = min((card.aspect for card in self.wall.cards), default=16 / 9)
        picture = (width - GUTTER - 2 * PAD) / aspect
        height = round(PAD + HEADER + picture + 6 + ROW + STALE + LINES * ROW + PAD + GUTTER / 2)
        self.setGridSize(QSize(width, height))

    def resizeEvent(self, event: Any) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit()

    def card(self, index: Index) -> Card | None:
        return index.data(Role.CARD) if index.isValid() else None

    def chosen_shots(self) -> list[str]:
        """Ids of the shots of the chosen cards, in the order of the film."""
        places = sorted(index.row() for index in self.selectedIndexes())
        return list(dict.fromkeys(self.wall.cards[place].shot.id for place in places))


class CardPainter(QStyledItemDelegate):
    def __init__(self, desk: Desk, wall: Wall) -> None:
        super().__init__(wall)
        self._desk, self._wall = desk, wall

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return self._wall.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: Card = index.data(Role.CARD)
        cell = QRectF(option.rect)  # type: ignore[attr-defined]
        box = cell.adjusted(GUTTER / 2, GUTTER / 4, -GUTTER / 2, -GUTTER / 4)
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            plate(painter, box, "accent_bg", "accent", tokens.RADIUS_CARD, 2)
        elif state & QStyle.StateFlag.State_MouseOver:
            plate(painter, box, "panel", None, tokens.RADIUS_CARD)
        inner = box.adjusted(PAD, PAD, -PAD, -PAD)
        self._head(painter, card, QRectF(inner.left(), inner.top(), inner.width(), HEADER - 6))
        picture = QRectF(inner.left(), inner.top() + HEADER, inner.width(), inner.width() / card.aspect)
        self._picture(painter, card, picture)
        y = self._standing(painter, card, QRectF(inner.left(), picture.bottom() + 6, inner.width(), ROW))
        self._words(painter, card, QRectF(inner.left(), y, inner.width(), inner.bottom() - y))
        painter.restore()

    def _head(self, painter: QPainter, card: Card, box: QRectF) -> None:
        number, _, rest = title(card).partition(" · ")
        painter.setPen(colour("text"))
        _text(painter, box, number, font(tokens.TEXT_BASE, 600))
        left = QFontMetricsF(font(tokens.TEXT_BASE, 600)).horizontalAdvance(number) + 10
        painter.setPen(colour("text2"))
        _text(painter, box.adjusted(left, 0, -50, 0), rest, font())
        painter.setPen(colour("text3"))
        _text(painter, box, f"{card.panel.duration_s:.1f} s", font(tabular=True), RIGHT)

    def _picture(self, painter: QPainter, card: Card, box: QRectF) -> None:
        painter.fillRect(box, colour("void"))
        image = self._image(card, box.width())
        if image is not None and not image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(_fitted(image, box), image)
        if not card.panel.image:
            word = "Being drawn" if card.drawing else "Not drawn yet" if image else "Nothing to see yet"
            self._badge(painter, QRectF(box.left() + 8, box.bottom() - 28, 0, 20), word)
        elif card.drawing:
            self._badge(
                painter, QRectF(box.left() + 8, box.bottom() - 28, 0, 20), "Another take is being drawn"
            )
        if card.panel.stale:
            corner = QRectF(box.right() - 28, box.top() + 6, 22, 20)
            plate(painter, corner, colour("void", 0.75), None, 3)
            draw_status(painter, QRectF(corner.center().x() - 7, corner.center().y() - 7.5, 14, 14), "stale")

    def _badge(self, painter: QPainter, at: QRectF, words: str) -> None:
        face = font(tokens.TEXT_CAP, 500)
        at.setWidth(QFontMetricsF(face).horizontalAdvance(words) + 16)
        plate(painter, at, colour("void", 0.75), None, 3)
        painter.setPen(colour("text2"))
        _text(painter, at.adjusted(8, 0, 0, 0), words, face)

    def _image(self, card: Card, width: float) -> QImage | None:
        pixels = round(width * self._wall.devicePixelRatioF())
        if card.panel.image:
            return self._desk.pictures.image(card.panel.image, pixels)
        return self._desk.rows.still(card.shot.id)

    def _standing(self, painter: QPainter, card: Card, box: QRectF) -> float:
        """The line of the status, and the reasons why it is stale; returns where the words begin."""
        panel = card.panel
        draw_status(painter, QRectF(box.left(), box.center().y() - 6, 12, 12), panel.status)
        painter.setPen(colour("text2" if panel.status == "omitted" else panel.status))
        face = font(tokens.TEXT_BODY, 600)
        word = STATUS_WORDS[panel.status]
        _text(painter, box.adjusted(18, 0, 0, 0), word, face)
        by = ", ".join(filter(None, (panel.approved_by, panel.approved_at[:10])))
        painter.setPen(colour("text3"))
        left = 18 + QFontMetricsF(face).horizontalAdvance(word) + 10
        _text(painter, box.adjusted(left, 0, 0, 0), by or panel.made_by, font(tokens.TEXT_CAP))
        if not panel.stale:
            return box.bottom() + 2
        bar = QRectF(box.left(), box.bottom() + 1, box.width(), STALE - 4)
        plate(painter, bar, "stale_bg", None, 3)
        draw_status(painter, QRectF(bar.left() + 8, bar.center().y() - 6.5, 12, 12), "stale")
        painter.setPen(colour("text"))
        _text(painter, bar.adjusted(28, 0, -8, 0), "; ".join(panel.stale), font(tokens.TEXT_CAP, 500))
        return box.bottom() + STALE

    def _words(self, painter: QPainter, card: Card, box: QRectF) -> None:
        lines = [("Action", card.panel.action)] if card.panel.action else []
        lines += [(speaker.title(), line) for speaker, line in card.panel.dialogue]
        lines += [("Camera", card.shot.movement)] if card.shot.movement not in ("", "static") else []
        y = box.top()
        for name, words in lines:
            if y + ROW > box.bottom() + 4:
                return
            painter.setPen(colour("text3"))
            _text(painter, QRectF(box.left(), y, 60, ROW), name, font(tokens.TEXT_CAP))
            painter.setPen(colour("text"))
            _text(painter, QRectF(box.left() + 66, y, box.width() - 66, ROW), words, font())
            y += ROW


def _text(painter: QPainter, box: QRectF, text: str, face: QFont, flags: Qt.AlignmentFlag = LEFT) -> None:
    painter.setFont(face)
    shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, flags, shown)


def _fitted(image: QImage, box: QRectF) -> QRect:
    """The whole picture within the box, in the middle."""
    scale = min(box.width() / image.width(), box.height() / image.height())
    width, height = image.width() * scale, image.height() * scale
    return QRectF(box.center().x() - width / 2, box.center().y() - height / 2, width, height).toRect()
