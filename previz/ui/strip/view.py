"""The strip under the stage: pick a shot, make one, double, split, omit it, drag it to another place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QRectF, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from previz.export.camera_words import lens_words, size_words
from previz.scene import model
from previz.studio import shot_book
from previz.studio.listing import heading
from previz.ui import tokens
from previz.ui.actions import Action
from previz.ui.controls import ToolButton, draw_status, label, row
from previz.ui.controls.labels import OneLine
from previz.ui.desk import Desk
from previz.ui.pictures import lay_ground
from previz.ui.rooms.room import READ_ONLY
from previz.ui.strip.model import CARD, Index, ShotCard, Shots
from previz.ui.taking_back import take_back
from previz.ui.theme import colour, font, plate

PICTURE = QSize(144, 60)
CELL = QSize(PICTURE.width() + 12, PICTURE.height() + 46)
SCROLL_BAR_PX = 14
"""Room below the cards, so that it never covers what stands at their foot."""
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
MENU = (
    "shot.new", "shot.new_scene", "shot.duplicate", "shot.split", "shot.new_panel", "-",
    "stage.draw", "-", "shot.omit", "shot.renumber", "shot.remove",
)  # fmt: skip
"""Of the right button on the shots."""


class _Painter(QStyledItemDelegate):
    def __init__(self, shots: Shots, parent: QWidget) -> None:
        super().__init__(parent)
        self._shots = shots

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: ShotCard = index.data(CARD)
        cell = QRectF(option.rect).adjusted(3, 2, -3, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        fill = "accent_bg" if chosen else "hover" if over else "panel"
        plate(painter, cell, fill, "accent" if chosen else None, tokens.RADIUS_CARD, 2.0)
        self._head(painter, QRectF(cell.left() + 6, cell.top() + 2, cell.width() - 12, 18), card)
        picture = QRectF(cell.left() + 3, cell.top() + 21, cell.width() - 6, PICTURE.height())
        self._picture(painter, picture, card)
        self._foot(painter, QRectF(cell.left() + 6, picture.bottom() + 1, cell.width() - 12, 18), card)

    def _head(self, painter: QPainter, line: QRectF, card: ShotCard) -> None:
        painter.setFont(font(tokens.TEXT_BASE, 600))
        painter.setPen(colour("off" if card.row.status == "omitted" else "text"))
        painter.drawText(line, LEFT, card.row.number)
        width = painter.fontMetrics().horizontalAdvance(card.row.number)
        painter.setFont(font(tokens.TEXT_CAP))
        painter.setPen(colour("text2"))
        lens = lens_words(card.row)
        painter.drawText(line, RIGHT, lens)
        room = line.width() - width - 12 - painter.fontMetrics().horizontalAdvance(lens)
        size = painter.fontMetrics().elidedText(size_words(card.row), Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(line.adjusted(width + 6, 0, 0, 0), LEFT, size)

    def _picture(self, painter: QPainter, box: QRectF, card: ShotCard) -> None:
        device = painter.device()
        scale = device.devicePixelRatioF() if device is not None else 1.0
        image = self._shots.image(card, round(PICTURE.width() * scale))
        lay_ground(painter, box, image)
        if image is not None and not image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(0.35 if card.row.status == "omitted" else 1.0)
            size = image.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(box.center())
            painter.drawImage(place, image)
            painter.setOpacity(1.0)
        if card.row.stale:
            badge = QRectF(box.right() - 20, box.top() + 2, 18, 18)
            plate(painter, badge, colour("void", 0.75), radius=3)
            draw_status(painter, badge.adjusted(3, 3, -3, -3), "stale")

    @staticmethod
    def _foot(painter: QPainter, line: QRectF, card: ShotCard) -> None:
        draw_status(painter, QRectF(line.left(), line.center().y() - 6, 12, 12), card.row.status)
        painter.setFont(font(tokens.TEXT_CAP))
        painter.setPen(colour("text3"))
        words = "drawing…" if card.drawing else card.row.movement
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(line.width() - 64))
        painter.drawText(line.adjusted(18, 0, 0, 0), LEFT, words)
        painter.drawText(line, RIGHT, f"{card.row.duration_s:g} s")


class _Cards(QListView):
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space belongs to the room: it flips between lens and free view there."""
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ShotStrip(QWidget):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self.shots = Shots(desk, self)
        self._list = _Cards()
        self._title = OneLine("", snug=True)
        self._title.setProperty("weight", "medium")
        self._told = label(tone="3", size="cap")
        self._build()
        self.shots.modelReset.connect(self._point)
        self.shots.dataChanged.connect(self._tell)
        self._session.shot_changed.connect(self._point)
        self._list.selectionModel().currentChanged.connect(self._taken)
        self._point()

    def _build(self) -> None:
        strip = self._list
        strip.setModel(self.shots)
        strip.setItemDelegate(_Painter(self.shots, strip))
        strip.setFlow(QListView.Flow.LeftToRight)
        strip.setWrapping(False)
        strip.setUniformItemSizes(True)
        strip.setMouseTracking(True)
        strip.setFrameShape(QListView.Shape.NoFrame)
        strip.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        strip.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        strip.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        strip.setDragEnabled(not self._session.read_only)
        strip.setAcceptDrops(True)
        strip.setDropIndicatorShown(True)
        strip.setDragDropMode(QListView.DragDropMode.DragDrop)
        strip.setDefaultDropAction(Qt.DropAction.MoveAction)
        strip.setObjectName("cards")
        strip.setAccessibleName("Shots")
        strip.setMinimumHeight(CELL.height() + SCROLL_BAR_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        new = ToolButton("plus", "New shot (Ctrl+Shift+N)", self.new_shot)
        new.setEnabled(not self._session.read_only)
        head = row(self._title, self._told, None, new, role="panel", margins=(12, 0, 8, 0), gap=12, height=28)
        layout.addWidget(head)
        layout.addWidget(strip, 1)

    # ------------------------------------------------------------------------------------------ pointing
    def _point(self) -> None:
        """Show which shot is looked at, without looking at another."""
        shot = self._session.shot
        place = self.shots.place_of(shot.id if shot else None)
        picked = self._list.selectionModel()
        if place is not None and self._list.currentIndex().row() != place:
            index = self.shots.index(place)
            picked.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._list.scrollTo(index)
        self._tell()

    def _tell(self, *_: object) -> None:
        scene = self._session.scene
        if scene is None:
            self._title.setText("No shots yet")
            self._told.setText("Make a shot to begin.")
            return
        number = self._session.studio.listing.numbers().scenes.get(scene.id, scene.number)
        self._title.setText(f"{number}   {heading(scene)}")
        own = [card.row for card in self.shots.cards if card.row.scene_id == scene.id]
        seconds = sum(row.duration_s for row in own)
        words = [f"{len(own)} shots" if len(own) != 1 else "1 shot", f"{seconds:.1f} s"]
        approved, stale = sum(r.status == "approved" for r in own), sum(bool(r.stale) for r in own)
        words += [f"{approved} approved"] if approved else []
        words += [f"{stale} stale"] if stale else []
        self._told.setText("   ".join(words))

    def _taken(self, index: Index, *_: object) -> None:
        if index.isValid():
            self._session.look_at(index.data(CARD).row.id)

    @property
    def chosen(self) -> list[str]:
        """Ids of the chosen shots in the order of the film; else the one that is looked at."""
        places = sorted(index.row() for index in self._list.selectedIndexes())
        ids = [self.shots.cards[place].row.id for place in places]
        return ids or ([self._session.shot.id] if self._session.shot else [])

    def select_all(self) -> None:
        self._list.selectAll()

    # ------------------------------------------------------------------------------------------ changing
    def new_scene(self) -> None:
        scene = self._session.scene
        made = self._session.attempt(
            lambda: shot_book.new_scene(self._session.document, after_id=scene.id if scene else None)
        )
        if made is not None:
            self._session.look_at(self._session.document.children(made, model.Shot)[0].id)

    def new_shot(self) -> None:
        scene, shot = self._session.scene, self._session.shot
        if scene is None:
            self.new_scene()
            return
        made = self._session.attempt(
            lambda: shot_book.new_shot(self._session.document, scene.id, shot.id if shot else None)
        )
        if made is not None:
            self._session.look_at(made)

    def duplicate(self) -> None:
        made = self._session.attempt(lambda: shot_book.duplicate_shots(self._session.document, self.chosen))
        if made:
            self._session.look_at(made[-1])

    def split(self) -> None:
        shot = self._session.shot
        if shot is not None:
            time_s = self._session.time_s
            self._session.attempt(lambda: shot_book.split_shot(self._session.document, shot.id, time_s))

    def omit(self) -> None:
        document, ids = self._session.document, self.chosen
        omitted = not all(document.need(id, model.Shot).omitted for id in ids)
        self._session.attempt(lambda: shot_book.set_omitted(document, ids, omitted))

    def remove(self) -> None:
        session, ids = self._session, self.chosen
        numbers = [card.row.number for card in self.shots.cards if card.row.id in ids]
        if not numbers:
            return
        steps = len(session.document.history)
        session.attempt(lambda: shot_book.remove_shots(session.document, ids))
        if len(session.document.history) > steps:
            told = f"Shot {numbers[0]} is" if len(numbers) == 1 else f"{len(numbers)} shots are"
            back = partial(take_back, session, session.document.history[-1])
            session.tell(f"{told} taken out; pictures and verdicts stay in the file.", "fact", "Undo", back)

    def new_panel(self) -> None:
        shot = self._session.shot
        if shot is not None:
            time_s = self._session.time_s
            self._session.attempt(lambda: shot_book.new_panel(self._session.document, shot.id, time_s))

    def renumber(self) -> None:
        self._session.attempt(lambda: shot_book.renumber(self._session.document))

    def step(self, by: int) -> None:
        """Look at the next or the previous shot."""
        shot = self._session.shot
        place = self.shots.place_of(shot.id if shot else None)
        if place is not None and 0 <= place + by < len(self.shots.cards):
            self._session.look_at(self.shots.cards[place + by].row.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        self._desk.actions.menu(self, MENU).popup(event.globalPos())

    def actions(self) -> list[Action]:
        able = lambda: not self._session.read_only  # noqa: E731
        some = lambda: able() and self._session.shot is not None  # noqa: E731
        why = lambda words: lambda: words if able() else READ_ONLY  # noqa: E731
        made = (some, why("Make a shot first."))
        return [
            Action("shot.next", "Next shot", "PgDown", lambda: self.step(1), "Stage", icon="caret-right"),
            Action("shot.previous", "Previous shot", "PgUp", lambda: self.step(-1), "Stage",
                   icon="caret-left"),
            Action("shot.new", "New shot", "Ctrl+Shift+N", self.new_shot, "Stage", able, READ_ONLY,
                   "plus"),
            Action("shot.new_scene", "New scene", "", self.new_scene, "Stage", able, READ_ONLY),
            Action("shot.duplicate", "Duplicate shot", "Ctrl+Shift+D", self.duplicate, "Stage", *made,
                   "copy"),
            Action("shot.split", "Split shot at this moment", "", self.split, "Stage", *made, "scissors"),
            Action("shot.new_panel", "New panel at this moment", "", self.new_panel, "Stage", *made),
            Action("shot.omit", "Omit or bring back shot", "", self.omit, "Stage", *made, "prohibit"),
            Action("shot.renumber", "Renumber shots by the scheme", "", self.renumber, "Stage",
                   lambda: able() and bool(shot_book.by_hand(self._session.document)),
                   why("Every shot is numbered by the scheme, or its number is locked.")),
            Action("shot.remove", "Remove shot", "", self.remove, "Stage", *made, "trash"),
        ]  # fmt: skip
