"""The marks over one take, kept painted: a picture a layer, of which only what changed is painted again."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from previz.export.mark_paint import paint_of
from previz.scene.edit import Edit
from previz.scene.mark_shapes import MarkIndex, bounds
from previz.scene.marks import LAYERS, Layer, LayerLook
from previz.scene.model import FrameMark, MarkSheet, Take
from previz.studio.frame_marks import marks_of, sheet_of
from previz.ui.annotate.painting import Painted
from previz.ui.annotate.view import View
from previz.ui.session import Session

FIRST_S, SLICE_S = 0.25, 0.025
"""How long marks are painted before a layer is shown, and between two answers of the window after that."""
BATCH = 16
KEPT = 12_000
"""So many marks keep their outlines for another view."""
SLACK = 0.004
"""Around a mark's bounds: casings, halos and letters that are wider than the average."""


class Sheet(QObject):
    changed = Signal(object)
    """What must be painted again, QRectF in widths of the picture; None for all of it."""
    went_on = Signal()
    """More of very many marks is painted."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.take: Take | None = None
        self.marks: dict[str, FrameMark] = {}
        self.index = MarkIndex()
        self.looks: dict[str, LayerLook] = {}
        self._painted: dict[str, Painted] = {}
        self._top: dict[Layer, str] = {}
        """Layer → order of its uppermost mark."""
        self._images: dict[Layer, QImage] = {}
        self._waiting: dict[Layer, list[FrameMark]] = {}
        """Layer → marks that are not painted yet, the next one last."""
        self._going_on = QTimer(self)
        self._going_on.setInterval(0)
        self._going_on.timeout.connect(self._go_on)
        self._view = View()
        self._scale = 1.0
        session.changed.connect(self._heard)

    # ------------------------------------------------------------------------------------------ state
    def show_take(self, take: Take | None) -> None:
        self.take = take
        marks = marks_of(self._session.document, take.id) if take is not None else []
        self.marks = {mark.id: mark for mark in marks}
        self.index = MarkIndex(marks)
        self._painted = {}
        self._top = {mark.layer: mark.order for mark in marks}
        self._read_looks()
        self._forget()
        self.changed.emit(None)

    def look(self, layer: str) -> LayerLook:
        return self.looks.get(layer, LayerLook())

    def in_order(self, layer: Layer | None = None) -> list[FrameMark]:
        """As they were drawn, of one layer or all."""
        found = [mark for mark in self.marks.values() if layer is None or mark.layer == layer]
        return sorted(found, key=lambda mark: (mark.order, mark.id))

    def can_touch(self, mark: FrameMark) -> bool:
        """Whether the mark's layer is seen and not locked."""
        look = self.look(mark.layer)
        return look.visible and not look.locked

    # ------------------------------------------------------------------------------------------ pictures
    def set_view(self, view: View, scale: float) -> None:
        """``scale``: pixels of the device to one of the canvas. Painted anew when they are asked for."""
        if (view, scale) != (self._view, self._scale):
            self._view, self._scale = view, scale
            self._forget()

    @property
    def view(self) -> View:
        return self._view

    def image(self, layer: Layer) -> QImage:
        """The layer as it lies on the canvas, in pixels of the device."""
        made = self._images.get(layer)
        if made is None:
            made = self.blank()
            self._images[layer] = made
            self._waiting[layer] = self.in_order(layer)[::-1]
            self._paint_some(layer, FIRST_S)
        return made

    @property
    def complete(self) -> bool:
        """Whether everything that was asked for is painted."""
        return not self._waiting

    def _paint_some(self, layer: Layer, budget_s: float) -> None:
        """So much of a layer as there is time for; the rest when the window has answered."""
        waiting, image = self._waiting[layer], self._images[layer]
        until_s = time.perf_counter() + budget_s
        while waiting and time.perf_counter() < until_s:
            some = waiting[-BATCH:][::-1]
            del waiting[-BATCH:]
            self._paint(image, some, None)
        if not waiting:
            del self._waiting[layer]
        elif not self._going_on.isActive():
            self._going_on.start()

    def _go_on(self) -> None:
        if self._waiting:
            self._paint_some(next(iter(self._waiting)), SLICE_S)
            self.went_on.emit()
        if not self._waiting:
            self._going_on.stop()

    def _forget(self, layer: Layer | None = None) -> None:
        for name in LAYERS if layer is None else (layer,):
            self._images.pop(name, None)
            self._waiting.pop(name, None)

    def close(self) -> None:
        self._going_on.stop()

    def blank(self) -> QImage:
        size = (self._view.canvas * self._scale).toSize()
        made = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        made.setDevicePixelRatio(self._scale)
        made.fill(Qt.GlobalColor.transparent)
        return made

    def _paint(self, image: QImage, marks: list[FrameMark], area: QRectF | None) -> None:
        """``area``: in widths of the picture; cleared first."""
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self._view.canvas_from_picture())
        if area is not None:
            painter.setClipRect(area)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(area, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for mark in marks:
            self._of(mark).draw(painter)
        painter.end()

    def _of(self, mark: FrameMark) -> Painted:
        made = self._painted.get(mark.id)
        if made is None:
            made = Painted(paint_of(mark))
            if len(self._painted) < KEPT:
                self._painted[mark.id] = made
        return made

    # ------------------------------------------------------------------------------------------ hearing
    def _heard(self, edit: Edit) -> None:
        if self.take is None:
            return
        touched = []
        for before, after in edit.changes.values():
            entity = after or before
            if isinstance(entity, MarkSheet) and entity.take_id == self.take.id:
                self._read_looks()
                self.changed.emit(None)
            elif isinstance(entity, FrameMark) and entity.take_id == self.take.id:
                assert before is None or isinstance(before, FrameMark)
                assert after is None or isinstance(after, FrameMark)
                touched.append((before, after))
        if touched:
            self._take_in(touched)

    def _read_looks(self) -> None:
        sheet = sheet_of(self._session.document, self.take.id) if self.take is not None else None
        self.looks = dict(sheet.layers) if sheet is not None else {}

    def _take_in(self, touched: list[tuple[FrameMark | None, FrameMark | None]]) -> None:
        areas: dict[Layer, QRectF] = {}
        on_top: list[FrameMark] = []
        for before, after in touched:
            if before is not None:
                areas[before.layer] = areas.get(before.layer, QRectF()).united(_area(before))
                self._painted.pop(before.id, None)
            if after is None:
                assert before is not None
                del self.marks[before.id]
                self.index.remove(before.id)
                continue
            self.marks[after.id] = after
            self.index.put(after)
            if before is None and after.order > self._top.get(after.layer, ""):
                self._top[after.layer] = after.order
                on_top.append(after)
            else:
                areas[after.layer] = areas.get(after.layer, QRectF()).united(_area(after))
        for layer in {*areas, *(mark.layer for mark in on_top)} & set(self._waiting):
            self._forget(layer)
        for layer, area in areas.items():
            self._paint_again(layer, area)
        for mark in on_top:
            if mark.layer in self._images:
                self._paint(self._images[mark.layer], [mark], None)
        whole = QRectF()
        for area in (*areas.values(), *map(_area, on_top)):
            whole = whole.united(area)
        self.changed.emit(whole)

    def _paint_again(self, layer: Layer, area: QRectF) -> None:
        image = self._images.get(layer)
        if image is None:
            return
        ids = self.index.within((area.left(), area.top(), area.right(), area.bottom()))
        marks = [self.marks[id] for id in ids if self.marks[id].layer == layer]
        self._paint(image, sorted(marks, key=lambda mark: (mark.order, mark.id)), area)


def _area(mark: FrameMark) -> QRectF:
    left, top, right, bottom = bounds(mark)
    slack = SLACK + mark.size
    wide = 0.25 if getattr(mark.shape, "label", "") else 0.0  # a label stands beside its tip
    return QRectF(left, top, right - left, bottom - top).adjusted(
        -slack - wide, -slack - wide / 4, slack + wide, slack + wide / 4
    )
