"""The frames of a review, small, in a row: where one is, how each stands."""

from __future__ import annotations

from collections.abc import Sequence
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
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from previz.export.rows import PanelRow, ShotRow, panel_part
from previz.ui import tokens
from previz.ui.controls.status import STATUS_WORDS, draw_status
from previz.ui.desk import Desk
from previz.ui.pictures import picture_name
from previz.ui.theme import colour, font, plate

Index = QModelIndex | QPersistentModelIndex
Frame = tuple[ShotRow, PanelRow]
CELL = QSize(136, 88)
PICTURE = QSize(120, 50)
HEIGHT = 104


def part_name(frame: Frame) -> str:
    """ "12B A": the shot's number, with the panel's letter where there are several."""
    shot, panel = frame
    return shot.number + panel_part(panel.index, panel.count)


class _Frames(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.frames: list[Frame] = []

    def show_frames(self, frames: Sequence[Frame]) -> None:
        if [frame[1].id for frame in frames] == [frame[1].id for frame in self.frames]:
            self.frames = list(frames)
            if frames:
                self.dataChanged.emit(self.index(0), self.index(len(frames) - 1))
            return
        self.beginResetModel()
        self.frames = list(frames)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.frames)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        frame = self.frames[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            stale = ", stale" if frame[1].stale else ""
            return f"{part_name(frame)}, {STATUS_WORDS[frame[1].status]}{stale}"
        return frame if role == Qt.ItemDataRole.UserRole else None


class FilmStrip(QListView):
    chosen = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frames = _Frames(self)
        self.setModel(self.frames)
        self.setItemDelegate(_Painter(desk, self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Frames of this review")
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        desk.pictures.ready.connect(self._came)

    def _came(self, blob: str) -> None:
        self.viewport().update()

    def set_current(self, place: int) -> None:
        index = self.frames.index(place)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index, QListView.ScrollHint.PositionAtCenter)


class _Painter(QStyledItemDelegate):
    def __init__(self, desk: Desk, view: FilmStrip) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        frame: Frame = index.data(Qt.ItemDataRole.UserRole)
        shot, panel = frame
        cell = QRectF(option.rect)  # type: ignore[attr-defined]
        box = QRectF(cell.left() + 8, cell.top() + 8, PICTURE.width(), PICTURE.height())
        painter.save()
        painter.fillRect(box, colour("void"))
        pixels = round(box.width() * self._view.devicePixelRatioF())
        image = (
            self._desk.pictures.nearest(picture_name(panel.image, panel.take_id), pixels)
            if panel.image
            else self._desk.rows.still(shot.id)
        )
        if image is not None and not image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            scale = min(box.width() / image.width(), box.height() / image.height())
            width, height = image.width() * scale, image.height() * scale
            at = box.center()
            painter.drawImage(QRectF(at.x() - width / 2, at.y() - height / 2, width, height), image)
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            plate(painter, box.adjusted(-3, -3, 3, 3), None, "accent", 4, 2)
        line = QRectF(box.left(), box.bottom() + 8, box.width(), 16)
        draw_status(painter, QRectF(line.left(), line.center().y() - 6, 12, 12), panel.status)
        painter.setFont(font(tokens.TEXT_BODY, 500))
        painter.setPen(colour("text"))
        painter.drawText(line.adjusted(18, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, part_name(frame))
        if panel.stale:
            draw_status(painter, QRectF(line.right() - 13, line.center().y() - 6.5, 13, 13), "stale")
        painter.restore()
