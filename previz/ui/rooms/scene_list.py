"""The scenes at the left of the script: number, heading, who is in it, its pages, how much is covered."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from previz.export import measures
from previz.export.rows import SceneRow
from previz.studio.number_locks import is_number_locked
from previz.ui import tokens
from previz.ui.desk import Desk
from previz.ui.icons import draw_icon
from previz.ui.theme import colour, font, plate

Index = QModelIndex | QPersistentModelIndex
SCENE = Qt.ItemDataRole.UserRole
MENU = ("script.lock", "script.stage")
"""Of the right button on a scene."""


class Scenes(QAbstractListModel):
    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._words: list[str] = []
        self.scenes: list[SceneRow] = []
        self.shares: dict[str, float] = {}
        desk.rows.changed.connect(self.refresh)
        self.refresh()

    def search(self, text: str) -> None:
        self._words = text.casefold().split()
        self.refresh()

    def refresh(self) -> None:
        found = [scene for scene in self._desk.rows.scenes if self._answers(scene)]
        if found != self.scenes:
            self.beginResetModel()
            self.scenes = found
            self.endResetModel()

    def _answers(self, scene: SceneRow) -> bool:
        shots = [row for row in self._desk.rows.rows if row.scene_id == scene.id]
        spoken = " ".join(f"{row.action} {' '.join(' '.join(d) for d in row.dialogue)}" for row in shots)
        whole = f"{scene.number} {scene.heading} {' '.join(scene.cast)} {scene.synopsis} {spoken}".casefold()
        return all(word in whole for word in self._words)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.scenes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        scene = self.scenes[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            locked = ", number locked" if self.is_locked(scene.id) else ""
            omitted = "OMITTED " if scene.omitted else ""
            return f"{scene.number} {omitted}{scene.heading}, {self.facts(scene)}{locked}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (f"{scene.number}  {scene.heading}", self.facts(scene))))
        return scene if role == SCENE else None

    def is_locked(self, scene_id: str) -> bool:
        """Whether its number is."""
        return is_number_locked(self._desk.session.document, scene_id)

    def facts(self, scene: SceneRow) -> str:
        count = sum(row.scene_id == scene.id for row in self._desk.rows.rows)
        shots = "no shot" if not count else "1 shot" if count == 1 else f"{count} shots"
        pages = measures.pages(scene.eighths) if scene.eighths else ""
        return "   ".join(filter(None, (", ".join(name.upper() for name in scene.cast), pages, shots)))


def shown_heading(scene: SceneRow, metrics: QFontMetrics, width_px: int) -> str:
    """Cut at the end of the place: what tells scenes of one place apart is the time behind it."""
    words = f"OMITTED  {scene.heading}" if scene.omitted else scene.heading
    if metrics.horizontalAdvance(words) <= width_px:
        return words
    place, dash, time = words.rpartition(" - ")
    room_px = width_px - metrics.horizontalAdvance(dash + time)
    if not place or room_px < width_px // 3:  # what stands behind the last dash is no time
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width_px)
    return metrics.elidedText(place, Qt.TextElideMode.ElideRight, room_px) + dash + time


class _SceneLine(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(100, 50)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        scene: SceneRow = index.data(SCENE)
        scenes = index.model()
        assert isinstance(scenes, Scenes)
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)  # type: ignore[attr-defined]
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            plate(painter, box, "accent_bg")
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:  # type: ignore[attr-defined]
            plate(painter, box, "hover")
        line = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(font(tokens.TEXT_BASE, 600))
        painter.setPen(colour("text"))
        painter.drawText(QRectF(box.left() + 12, box.top() + 6, 34, 18), line, scene.number)
        if scenes.is_locked(scene.id):
            draw_icon(painter, "lock-simple", QRectF(box.left() + 12, box.top() + 28, 12, 12), "text3")
        painter.setFont(font(tokens.TEXT_BODY, 600))
        room = QRectF(box.left() + 48, box.top() + 6, box.width() - 56, 18)
        if scene.omitted:
            painter.setPen(colour("text3"))
        painter.drawText(room, line, shown_heading(scene, painter.fontMetrics(), int(room.width())))
        painter.setFont(font(tokens.TEXT_CAP))
        painter.setPen(colour("text2"))
        low = room.translated(0, 18)
        facts = painter.fontMetrics().elidedText(
            scenes.facts(scene), Qt.TextElideMode.ElideRight, int(low.width())
        )
        painter.drawText(low, line, facts)
        share = scenes.shares.get(scene.id)
        if share is not None:
            bar = QRectF(room.left(), box.bottom() - 5, room.width(), 3)  # the heading needs its whole line
            plate(painter, bar, "line", None, 1.5)
            if share > 0:
                covered = QRectF(bar.left(), bar.top(), bar.width() * share, bar.height())
                plate(painter, covered, "text2", None, 1.5)
        painter.restore()


class SceneList(QListView):
    """Arrows travel; letters are the room's keys, not a search."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.scenes = Scenes(desk, self)
        self.setAccessibleName("Scenes")
        self.setModel(self.scenes)
        self.setItemDelegate(_SceneLine(self))
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask)

    @property
    def scene(self) -> SceneRow | None:
        """The one in front."""
        index = self.currentIndex()
        return index.data(SCENE) if index.isValid() else None

    def turn_to(self, scene_id: str) -> None:
        """Where it is among those that are shown."""
        place = next((n for n, scene in enumerate(self.scenes.scenes) if scene.id == scene_id), None)
        if place is not None and place != self.currentIndex().row():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.scenes.index(place), flags)

    def show_shares(self, shares: dict[str, float]) -> None:
        """How much of each scene is covered by shots."""
        self.scenes.shares = shares
        self.viewport().update()

    def _ask(self, at: QPoint) -> None:
        """What can be done with the scene under the pointer."""
        if self.indexAt(at).isValid():
            self._desk.actions.menu(self, MENU).popup(self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.text() and event.text().isalnum():
            event.ignore()
        else:
            super().keyPressEvent(event)
