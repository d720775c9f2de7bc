"""The library panel: four shelves, a search, pictures; drag onto stage or plan, or press Enter."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from previz.scene import model
from previz.scene.model import Transform, Vec3
from previz.studio import stagehands
from previz.studio.camera_hands import level_ahead, shot_key
from previz.studio.principal import principal_m
from previz.ui import tokens
from previz.ui.actions import Action
from previz.ui.controls import EmptyState, SearchLine, Segmented, column
from previz.ui.library.own_poses import OwnPoses
from previz.ui.library.portraits import Portraits
from previz.ui.library.shelf import IN_FILM, KINDS, TITLES, Kind, Offer, offers
from previz.ui.loads import MIME
from previz.ui.session import Session
from previz.ui.theme import colour, font, plate

Index = QModelIndex | QPersistentModelIndex
OFFER = Qt.ItemDataRole.UserRole
CELL = QSize(104, 124)
WIDE_CELL = QSize(216, 124)
PUT_WORDS = {"person": "Bring on", "pose": "Give to who is selected", "piece": "Put down", "set": "Build it"}
WORDS = {
    "person": "Find people",
    "pose": "Find a pose",
    "piece": "Find pieces, e.g. kitchen",
    "set": "Find a set",
}


class Shelf(QAbstractListModel):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.kind: Kind = "person"
        self.offers: list[Offer] = []

    def show_kind(self, kind: Kind, words: str, keep_places: bool = False) -> None:
        """``keep_places``: what is shown stays where it lies, and what is new comes last."""
        found = offers(self._session, kind, words)
        if keep_places and kind == self.kind:
            places = {offer.key: place for place, offer in enumerate(self.offers)}
            found.sort(key=lambda offer: places.get(offer.key, len(places)))
        if kind != self.kind or found != self.offers:
            self.beginResetModel()
            self.kind, self.offers = kind, found
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        offer = self.offers[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return offer.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (offer.name, offer.group, offer.told)))
        return offer if role == OFFER else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:  # noqa: N802
        return [MIME + kind for kind in KINDS]

    def mimeData(self, indexes: Any) -> QMimeData:  # noqa: N802
        offer = self.offers[indexes[0].row()]
        data = QMimeData()
        data.setData(MIME + offer.kind, json.dumps(offer.key).encode())
        data.setText(offer.name)
        return data


class _Card(QStyledItemDelegate):
    def __init__(self, portraits: Portraits, view: QListView) -> None:
        super().__init__(view)
        self._portraits, self._view = portraits, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """The shelf is filled from edge to edge: what is left of its width goes to the cards."""
        least = WIDE_CELL if index.data(OFFER).kind == "set" else CELL
        room = self._view.viewport().width() - 1  # with the whole of it Qt breaks the row too early
        return QSize(room // max(room // least.width(), 1), least.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer: Offer = index.data(OFFER)
        rect = QRectF(option.rect).adjusted(3, 3, -3, -3)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        plate(
            painter,
            rect,
            "accent_bg" if chosen else "hover" if over else "raised",
            "accent" if chosen else None,
            tokens.RADIUS_CARD,
            2.0,
        )
        picture = QRect(option.rect.left() + 7, option.rect.top() + 7, option.rect.width() - 14, 84)
        image = self._portraits.image(offer)
        if image is not None and not image.isNull():
            self._draw(painter, picture, image)
        if offer.group == IN_FILM:
            self._mark(painter, picture)
        painter.setFont(font(tokens.TEXT_CAP, 500))
        painter.setPen(colour("text" if chosen else "text2"))
        line = QRectF(rect.left() + 6, rect.bottom() - 24, rect.width() - 12, 20)
        name = painter.fontMetrics().elidedText(offer.name, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, name)

    @staticmethod
    def _mark(painter: QPainter, picture: QRect) -> None:
        """Who and what is of this film looks like the shelf's otherwise."""
        painter.setFont(font(tokens.TEXT_MICRO, 600))
        words = "in the film"
        wide = painter.fontMetrics().horizontalAdvance(words) + 8
        place = QRectF(picture.left(), picture.bottom() - 14, wide, 15)
        painter.fillRect(place, colour("void", 0.75))
        painter.setPen(colour("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    @staticmethod
    def _draw(painter: QPainter, box: QRect, image: QImage) -> None:
        size = image.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(box.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, image)


class Library(QWidget):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._portraits = Portraits(session, self)
        self._own_poses = OwnPoses(self, session, self._look)
        self._tabs = Segmented([TITLES[kind] for kind in KINDS], "Library shelf")
        self._search = SearchLine(WORDS["person"])
        self._shelf = Shelf(session, self)
        self._before: Kind | None = None
        """The shelf that was looked at before somebody was posed."""
        self._list = QListView()
        self._empty = EmptyState(
            "magnifying-glass", "Nothing by these words", "Try fewer words, or another shelf."
        )
        self._build()
        self._tabs.chosen.connect(self._turn)
        self._search.textChanged.connect(self._look)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._show_menu)
        self._list.activated.connect(lambda index: self.put(index.data(OFFER)))
        self._portraits.ready.connect(self._list.viewport().update)
        session.changed.connect(self._heard)
        self._look()

    def _build(self) -> None:
        shelf = self._list
        shelf.setModel(self._shelf)
        shelf.setItemDelegate(_Card(self._portraits, shelf))
        shelf.setViewMode(QListView.ViewMode.IconMode)
        shelf.setResizeMode(QListView.ResizeMode.Adjust)
        shelf.setMovement(QListView.Movement.Static)
        shelf.setUniformItemSizes(True)
        shelf.setDragEnabled(True)
        shelf.setMouseTracking(True)
        shelf.setFrameShape(QListView.Shape.NoFrame)
        shelf.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        shelf.setAccessibleName("Library")
        self.setMinimumWidth(150)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(column(self._tabs, self._search, role="panel", margins=(8, 8, 8, 4)))
        layout.addWidget(column(shelf, margins=(5, 0, 0, 0)), 1)
        layout.addWidget(self._empty, 1)

    # ------------------------------------------------------------------------------------------ showing
    @property
    def kind(self) -> Kind:
        return self._shelf.kind

    def _turn(self, index: int) -> None:
        self._portraits.forget_waiting()
        self._search.setPlaceholderText(WORDS[KINDS[index]])
        self._look()

    def turn_to(self, kind: Kind) -> None:
        index = KINDS.index(kind)
        if index != self._tabs.current:
            self._tabs.set_current(index)
            self._turn(index)

    def show_poses(self, person_id: str) -> None:
        """While somebody is posed the poses lie ready, then what lay there before; "" ends it."""
        if person_id and self._before is None:
            self._before = self.kind
            self.turn_to("pose")
        elif not person_id and self._before is not None:
            before, self._before = self._before, None
            if self.kind == "pose":
                self.turn_to(before)

    def _look(self, *_: object, keep_places: bool = False) -> None:
        kind = KINDS[self._tabs.current]
        self._shelf.show_kind(kind, self._search.text(), keep_places)
        found = bool(self._shelf.offers)
        self._list.setVisible(found)
        self._empty.setVisible(not found)

    def _heard(self, edit: Any) -> None:
        if edit.touches(model.Character) or edit.touches(model.PoseEntry):
            # Under a hand that puts several people down no tile becomes another one.
            self._look(keep_places=True)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._list.doItemsLayout()

    def close(self) -> bool:
        self._portraits.close()
        return super().close()

    # ------------------------------------------------------------------------------------------ putting
    def put(self, offer: Offer) -> None:
        """Bring on a person, put down a piece, give a pose to whoever is selected, build a set."""
        session = self._session
        if session.read_only:
            session.tell(
                "This film is open for reading only; save it under another name to change it.", "warning"
            )
            return
        act = {"person": self._person, "piece": self._piece, "pose": self._pose, "set": session.build_set}[
            offer.kind
        ]
        session.attempt(lambda: act(offer.key))

    def _person(self, who: str) -> None:
        session, shot = self._session, self._session.shot
        if shot is None:
            session.tell("Make a shot first; people stand in the scene of a shot.", "warning")
            return
        shelf = session.studio.dressing.shelf
        session.select(
            [stagehands.add_person(session.document, shot.id, who, self.place_before(), shelf=shelf)]
        )

    def _piece(self, key: str) -> None:
        session, stage = self._session, self._session.stage
        if stage is None:
            session.tell("This scene has no set yet; take one from the shelf of sets.", "warning")
            return
        place = Transform(position_m=self.place_before())
        shelf = session.studio.dressing.shelf
        session.select([stagehands.add_item(session.document, stage.id, key, place, shelf=shelf)])

    def _pose(self, name: str) -> None:
        session, shot = self._session, self._session.shot
        people = [id for id in session.selection if session.document.get(id, model.Character) is not None]
        if shot is None or not people:
            session.tell("Select somebody first; the pose is given to them.", "warning")
            return
        kept = session.poses.at(name)
        gesture = session.new_gesture("pose")
        for who in people:
            stagehands.change_actor(
                session.document, shot.id, who, time_s=session.time_s, scope=session.scope, gesture=gesture,
                label=f"Pose {kept.name.replace('_', ' ')}", pose=kept.pose,
            )  # fmt: skip
        session.end_gesture()

    def place_before(self) -> Vec3:
        """A place on the floor before the camera, beside whom the shot is about."""
        session, shot = self._session, self._session.shot
        key = shot_key(session.document, shot.id, session.time_s) if shot else None
        if shot is None or key is None:
            return (0.0, 0.0, 0.0)
        point = principal_m(session.document, shot.id, session.time_s)
        if point is not None:
            return (round(float(point[0]) + 0.8, 2), 0.0, round(float(point[2]), 2))
        ahead, (x, _, z) = level_ahead(key), key.transform.position_m
        far = min(max(key.focus_distance_m, 1.5), 6.0)
        return (round(x + float(ahead[0]) * far, 2), 0.0, round(z + float(ahead[2]) * far, 2))

    # ------------------------------------------------------------------------------------------ actions
    def _show_menu(self, at: QPoint) -> None:
        index = self._list.indexAt(at)
        if not index.isValid():
            return
        offer: Offer = index.data(OFFER)
        menu = QMenu(self)
        menu.addAction(PUT_WORDS[offer.kind], lambda: self.put(offer)).setEnabled(not self._session.read_only)
        if offer.kind == "pose":
            self._own_poses.fill_menu(menu, offer.key)
        menu.exec(self._list.viewport().mapToGlobal(at))
        menu.deleteLater()

    def search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def actions(self) -> list[Action]:
        return [
            Action("library.find", "Find in the library", "Ctrl+F", self.search, "Stage",
                   icon="magnifying-glass",
                   words="people pieces poses sets"),
            *self._own_poses.actions(),
        ]  # fmt: skip
