"""The wall of panels: one card each, with its picture, how it stands and what it says."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from previz.export.rows import captions, who_decided
from previz.ui import tokens
from previz.ui.controls.status import STATUS_WORDS, draw_status
from previz.ui.dates import short_day
from previz.ui.desk import Desk
from previz.ui.icons import draw_icon
from previz.ui.pictures import lay_ground, picture_name
from previz.ui.rooms.card_words import laid_out
from previz.ui.rooms.wall_model import Card, Role, WallModel, newer_words, title
from previz.ui.theme import colour, font, plate

Index = QModelIndex | QPersistentModelIndex
GUTTER, PAD = 24, 8
HEADER, ROW, STALE = 28, 22, 26
COMPARE = 70
"""Width of that word at the end of a stale line, with room around it."""
NEWER_SHARE = 0.42
"""Of the picture's width: a newer take that lies in its corner."""
NAME_COLUMN = 66
"""Of the words: who speaks them, or what they are."""
DRAWN = 64
"""Painted cards that are kept: about 30 MB."""
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class CardSize:
    """How large the cards are; the wall makes as many columns as fit."""

    name: str
    width: int
    """Wanted width in logical pixels; 0 = one card that fills the wall."""
    lines: int
    """Of captions."""


SIZES = (
    CardSize("Thumbnails", 200, 0),
    CardSize("Small", 290, 1),
    CardSize("Medium", 380, 2),
    CardSize("Large", 620, 4),
    CardSize("One", 0, 4),
)
USUAL = 2


class Wall(QListView):
    """Cards in columns that fill the width. They are dragged into another order."""

    dropped = Signal(list, str, bool)
    """(shot ids, panel id of the card where they were dropped, behind it)"""
    captioned = Signal(object)
    """An index whose words somebody wants to write."""
    compared = Signal(object)
    """An index whose frame somebody wants to see beside the stage of now."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.card_size = SIZES[USUAL]
        self.can_move: Callable[[], bool] = lambda: False
        self._pressed: QPoint | None = None
        self._target: tuple[int, bool] | None = None
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
        self._kept: tuple[list[str], str] = ([], "")
        self.wall.modelAboutToBeReset.connect(self._keep)
        self.wall.modelReset.connect(self._put_back)

    def _keep(self) -> None:
        """Which cards are chosen: a reset forgets."""
        now = self.currentIndex()
        self._kept = self.chosen_panels(), now.data(Role.PANEL_ID) if now.isValid() else ""

    def _put_back(self) -> None:
        self.fit()
        chosen, now = self._kept
        flags = QItemSelectionModel.SelectionFlag
        for place, card in enumerate(self.wall.cards):
            if card.panel.id in chosen:
                self.selectionModel().select(self.wall.index(place), flags.Select)
            if card.panel.id == now:
                self.selectionModel().setCurrentIndex(self.wall.index(place), flags.NoUpdate)

    # ------------------------------------------------------------------------------------------- size
    def set_size(self, size: CardSize) -> None:
        self.card_size = size
        self.fit()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), QListView.ScrollHint.PositionAtCenter)

    def fit(self) -> None:
        """Share the width out among the columns."""
        room = self.viewport().width() - 2
        columns = max(1, round(room / (self.card_size.width + GUTTER))) if self.card_size.width else 1
        width = room // columns
        aspect = min((card.aspect for card in self.wall.cards), default=16 / 9)
        height = round(self._picture_height(width, aspect) + self._words_height())
        self.setGridSize(QSize(width, height))

    def _picture_height(self, width: float, aspect: float) -> float:
        whole = (width - GUTTER - 2 * PAD) / aspect
        if self.card_size.width:
            return whole
        return min(whole, max(120.0, self.viewport().height() - self._words_height() - 4))

    def _words_height(self) -> float:
        return PAD + HEADER + 6 + ROW + STALE + self.card_size.lines * ROW + PAD + GUTTER / 2

    def picture_box(self, card: Card, cell: QRectF) -> QRectF:
        """Where a card's picture stands in its cell."""
        room = cell.adjusted(GUTTER / 2 + PAD, GUTTER / 4 + PAD + HEADER, -GUTTER / 2 - PAD, 0)
        height = self._picture_height(cell.width(), card.aspect)
        width = min(room.width(), height * card.aspect)
        return QRectF(room.center().x() - width / 2, room.top(), width, width / card.aspect)

    def words_box(self, index: Index) -> QRect:
        """Where the captions of a card stand, in the viewport."""
        cell = QRectF(self.visualRect(index))
        card = self.card(index)
        assert card is not None
        picture = self.picture_box(card, cell)
        top = picture.bottom() + 6 + ROW
        return QRectF(picture.left(), top, picture.width(), max(ROW, cell.bottom() - top - PAD)).toRect()

    def stale_box(self, picture: QRectF) -> QRectF:
        """Where the reasons stand why a frame is stale, below its ``picture``."""
        return QRectF(picture.left(), picture.bottom() + 6 + ROW + 1, picture.width(), STALE - 4)

    def compare_box(self, index: Index) -> QRect:
        """Where a stale card says "Compare"; empty on the others."""
        card = self.card(index)
        if card is None or not card.panel.stale:
            return QRect()
        bar = self.stale_box(self.picture_box(card, QRectF(self.visualRect(index))))
        return bar.adjusted(bar.width() - COMPARE, 0, 0, 0).toRect()

    def resizeEvent(self, event: Any) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit()

    # ------------------------------------------------------------------------------------------ cards
    def card(self, index: Index) -> Card | None:
        return index.data(Role.CARD) if index.isValid() else None

    def chosen_cards(self) -> list[Card]:
        places = sorted(index.row() for index in self.selectedIndexes())
        cards = self.wall.cards
        return [cards[place] for place in places]

    def chosen_shots(self) -> list[str]:
        """Ids of the shots of the chosen cards, in the order of the film."""
        return list(dict.fromkeys(card.shot.id for card in self.chosen_cards()))

    def chosen_panels(self) -> list[str]:
        return [card.panel.id for card in self.chosen_cards()]

    # --------------------------------------------------------------------------------------- dragging
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        at = event.position().toPoint()
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = at if left and self.indexAt(at).isValid() else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self.can_move() and (far or self._target is not None):
            self._target = self._place_at(at)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        target, pressed, self._target, self._pressed = self._target, self._pressed, None, None
        self.viewport().unsetCursor()
        if target is None:
            super().mouseReleaseEvent(event)
            at = event.position().toPoint()
            if pressed is not None and all(
                self.compare_box(self.indexAt(at)).contains(p) for p in (pressed, at)
            ):
                self.compared.emit(self.indexAt(at))
            return
        self.viewport().update()
        card = self.wall.cards[target[0]]
        self.dropped.emit(self.chosen_shots(), card.panel.id, target[1])

    def _place_at(self, at: QPoint) -> tuple[int, bool] | None:
        """(card, behind it) where something would be dropped."""
        index = self.indexAt(at)
        if not index.isValid():
            return None
        return index.row(), at.x() > self.visualRect(index).center().x()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self._target is None:
            return
        cell = self.visualRect(self.wall.index(self._target[0]))
        x = cell.right() if self._target[1] else cell.left()
        painter = QPainter(self.viewport())
        painter.fillRect(QRect(x - 1, cell.top() + PAD, 3, cell.height() - 2 * PAD), colour("accent"))
        painter.end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """On the words: write them. On the picture: as ever."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        if index.isValid() and self.words_box(index).contains(at):
            self.captioned.emit(index)
        else:
            super().mouseDoubleClickEvent(event)


class CardPainter(QStyledItemDelegate):
    def __init__(self, desk: Desk, wall: Wall) -> None:
        super().__init__(wall)
        self._desk, self._wall = desk, wall
        self._drawn: OrderedDict[tuple[Any, ...], tuple[Card, QPixmap]] = OrderedDict()
        """Cards as they were painted last: scrolling draws each of them once."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return self._wall.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: Card = index.data(Role.CARD)
        rect, state = option.rect, option.state  # type: ignore[attr-defined]
        scale = self._wall.devicePixelRatioF()
        image = self._image(card, self._wall.picture_box(card, QRectF(rect)).width())
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        look: tuple[Any, ...] = (card.panel.id, rect.width(), rect.height(), scale, chosen, over)
        newer = self._newer(card, self._wall.picture_box(card, QRectF(rect)).width())
        look += tuple(one.cacheKey() if one is not None else 0 for one in (image, newer))
        look += (self._wall.card_size.name,)
        kept = self._drawn.get(look)
        if kept is None or kept[0] != card:
            pixmap = QPixmap(round(rect.width() * scale), round(rect.height() * scale))
            pixmap.setDevicePixelRatio(scale)
            pixmap.fill(Qt.GlobalColor.transparent)
            inside = QPainter(pixmap)
            self._card(inside, card, QRectF(0, 0, rect.width(), rect.height()), chosen, over)
            inside.end()
            kept = self._drawn[look] = card, pixmap
        self._drawn.move_to_end(look)
        while len(self._drawn) > DRAWN:
            self._drawn.popitem(last=False)
        painter.drawPixmap(rect.topLeft(), kept[1])

    def _card(self, painter: QPainter, card: Card, cell: QRectF, chosen: bool, over: bool) -> None:
        box = cell.adjusted(GUTTER / 2, GUTTER / 4, -GUTTER / 2, -GUTTER / 4)
        if chosen:
            plate(painter, box, "accent_bg", "accent", tokens.RADIUS_CARD, 2)
        elif over:
            plate(painter, box, "panel", None, tokens.RADIUS_CARD)
        picture = self._wall.picture_box(card, cell)
        inner = QRectF(picture.left(), box.top() + PAD, picture.width(), box.height() - 2 * PAD)
        self._head(painter, card, QRectF(inner.left(), inner.top(), inner.width(), HEADER - 6))
        self._picture(painter, card, picture)
        line = QRectF(inner.left(), picture.bottom() + 6, inner.width(), ROW)
        lines = captions(card.shot, card.panel) if self._wall.card_size.lines else []
        y = line.bottom() + (STALE if card.panel.stale else 2)
        count = int((inner.bottom() + 4 - y) // ROW)
        reason = self._standing(painter, card, line, below=len(lines) < count)
        if card.panel.stale:
            self._stale(painter, card, self._wall.stale_box(picture))
        if lines or reason:
            self._words(painter, reason + lines, QPointF(inner.left(), y), inner.width(), count)

    def _head(self, painter: QPainter, card: Card, box: QRectF) -> None:
        number, _, rest = title(card).partition(" · ")
        painter.setPen(colour("text"))
        _text(painter, box, number, font(tokens.TEXT_BASE, 600))
        left = QFontMetricsF(font(tokens.TEXT_BASE, 600)).horizontalAdvance(number) + 10
        painter.setPen(colour("text3"))
        _text(painter, box, f"{card.panel.duration_s:.1f} s", font(tabular=True), RIGHT)
        right = box.right() - 44
        for sign, words in (("lock-simple", ""), ("chat-text", str(card.notes))):
            if card.notes if words else card.panel.locked:
                right = self._sign(painter, sign, words, right, box.center().y())
        painter.setPen(colour("text2"))
        _text(painter, box.adjusted(left, 0, right - 6 - box.right(), 0), rest, font())

    def _sign(self, painter: QPainter, name: str, words: str, right: float, middle: float) -> float:
        """An icon with a number beside it, ending at ``right``; returns where it begins."""
        face = font(tokens.TEXT_CAP, 600, tabular=True)
        wide = QFontMetricsF(face).horizontalAdvance(words)
        painter.setPen(colour("text"))
        _text(painter, QRectF(right - wide, middle - 8, wide + 1, 16), words, face)
        left = right - wide - (3 if words else 0) - 14
        draw_icon(painter, name, QRectF(left, middle - 7, 14, 14), "text")
        return left - 6

    def _picture(self, painter: QPainter, card: Card, box: QRectF) -> None:
        image = self._image(card, box.width())
        lay_ground(painter, box, image)
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
        self._show_newer(painter, card, box)
        if card.panel.stale:
            corner = QRectF(box.right() - 28, box.top() + 6, 22, 20)
            plate(painter, corner, colour("void", 0.75), None, 3)
            draw_status(painter, QRectF(corner.center().x() - 7, corner.center().y() - 7.5, 14, 14), "stale")

    def _show_newer(self, painter: QPainter, card: Card, box: QRectF) -> None:
        """In the corner: the take that waits beside the one that was sent back or is stale."""
        if not card.panel.new_take:
            return
        wide = box.width() * NEWER_SHARE
        high = wide / card.aspect
        inset = QRectF(box.right() - wide - 6, box.bottom() - high - 6, wide, high)
        image = self._newer(card, box.width())
        lay_ground(painter, inset, image)
        if image is not None and not image.isNull():
            painter.drawImage(_fitted(image, inset), image)
        plate(painter, inset.adjusted(-2, -2, 2, 2), None, "accent", 3, 2)
        self._badge(
            painter, QRectF(inset.left(), inset.top() - 10, 0, 20), newer_words(card), "accent", "on_accent"
        )

    def _newer(self, card: Card, width: float) -> QImage | None:
        name = picture_name(card.panel.new_image, card.panel.new_take_id)
        pixels = round(width * NEWER_SHARE * self._wall.devicePixelRatioF())
        return self._desk.pictures.nearest(name, pixels) if name else None

    def _badge(
        self, painter: QPainter, at: QRectF, words: str, ground: str = "void", ink: str = "text2"
    ) -> None:
        face = font(tokens.TEXT_CAP, 500)
        at.setWidth(QFontMetricsF(face).horizontalAdvance(words) + 16)
        plate(painter, at, colour(ground, 0.75 if ground == "void" else 1.0), None, 3)
        painter.setPen(colour(ink))
        _text(painter, at.adjusted(8, 0, 0, 0), words, face)

    def _image(self, card: Card, width: float) -> QImage | None:
        pixels = round(width * self._wall.devicePixelRatioF())
        if card.panel.image:
            return self._desk.pictures.nearest(picture_name(card.panel.image, card.panel.take_id), pixels)
        return self._desk.rows.still(card.shot.id)

    def _standing(self, painter: QPainter, card: Card, box: QRectF, below: bool) -> list[tuple[str, str]]:
        """The line of the status; returns the reason of a send-back where it is too long for that line and
        there is room ``below``."""
        panel = card.panel
        draw_status(painter, QRectF(box.left(), box.center().y() - 6, 12, 12), panel.status)
        painter.setPen(colour("text2" if panel.status == "omitted" else panel.status))
        face = font(tokens.TEXT_BODY, 600)
        word = STATUS_WORDS[panel.status]
        _text(painter, box.adjusted(18, 0, 0, 0), word, face)
        who, at = who_decided(panel)
        by = ", ".join(filter(None, (who, short_day(at))))
        said = panel.said if panel.status == "changes" else ""
        takes = f"{panel.takes} takes" if panel.takes > 1 else ""
        face_cap = font(tokens.TEXT_CAP)
        painter.setPen(colour("text3"))
        _text(painter, box, takes, face_cap, RIGHT)
        wide = QFontMetricsF(face_cap).horizontalAdvance
        room = wide(takes) + (10 if takes else 0)
        left = 18 + QFontMetricsF(face).horizontalAdvance(word) + 10
        told = "   ".join(filter(None, (by, said)))
        moved = bool(said) and below and wide(told) > box.width() - left - room
        told = (by if moved else told) or panel.made_by
        _text(painter, box.adjusted(left, 0, -room, 0), told, face_cap)
        return [("Reason", said)] if moved else []

    def _stale(self, painter: QPainter, card: Card, bar: QRectF) -> None:
        """The reasons why it is stale."""
        plate(painter, bar, "stale_bg", None, 3)
        draw_status(painter, QRectF(bar.left() + 8, bar.center().y() - 6.5, 12, 12), "stale")
        painter.setPen(colour("text"))
        face = font(tokens.TEXT_CAP, 500)
        _text(painter, bar.adjusted(28, 0, -COMPARE, 0), "; ".join(card.panel.stale), face)
        painter.setPen(colour("accent_hi"))
        _text(painter, bar.adjusted(0, 0, -8, 0), "Compare", face, RIGHT)

    def _words(
        self, painter: QPainter, lines: list[tuple[str, str]], at: QPointF, width: float, count: int
    ) -> None:
        room = width - NAME_COLUMN
        box = QRectF(at.x(), at.y(), width, ROW)
        for name, words in laid_out(lines, QFontMetrics(font()), int(room), count):
            painter.setPen(colour("text3"))
            _text(painter, box.adjusted(0, 0, 60 - width, 0), name.title(), font(tokens.TEXT_CAP))
            painter.setPen(colour("text"))
            _text(painter, box.adjusted(NAME_COLUMN, 0, 0, 0), words, font())
            box.translate(0, ROW)


def _text(painter: QPainter, box: QRectF, text: str, face: QFont, flags: Qt.AlignmentFlag = LEFT) -> None:
    painter.setFont(face)
    shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, flags, shown)


def _fitted(image: QImage, box: QRectF) -> QRect:
    """The whole picture within the box, in the middle."""
    scale = min(box.width() / image.width(), box.height() / image.height())
    width, height = image.width() * scale, image.height() * scale
    return QRectF(box.center().x() - width / 2, box.center().y() - height / 2, width, height).toRect()
