"""The marks over one take, kept painted: a picture a layer, of which only what changed is painted again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from previz.export.mark_paint import paints_of
from previz.scene.edit import Edit
from previz.scene.mark_shapes import MarkIndex, bounds, reach
from previz.scene.marks import Ink, Layer, LayerLook
from previz.scene.model import FrameMark, MarkSheet, Take
from previz.scene.strokes import unpack
from previz.studio.frame_marks import marks_of, sheet_of
from previz.ui.annotate.layer_picture import LayerPicture
from previz.ui.annotate.painting import Painted
from previz.ui.annotate.view import View
from previz.ui.session import Session

FIRST_S, SLICE_S = 0.25, 0.025
"""How long marks are painted before a layer is shown, and between two answers of the window after that."""
KEPT = 12_000
"""So many marks keep their outlines for another view."""
MOST_AREAS, PIECE = 48, 8
"""So many areas are painted again one by one; a stroke is cut into pieces of so many touches."""
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
        self.version = 0
        """Another number whenever any mark is another."""
        self._top: dict[Layer, str] = {}
        """Layer → order of its uppermost mark."""
        self._pictures: dict[Layer, list[LayerPicture]] = {}
        """Layer → its picture for this view, and whole ones of other views that stand in while it comes."""
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
        self.version += 1
        self._top = {mark.layer: mark.order for mark in marks}
        self._read_looks()
        self._pictures = {}
        self.changed.emit(None)

    def look(self, layer: str) -> LayerLook:
        return self.looks.get(layer, LayerLook())

    def in_order(self, layer: Layer | None = None) -> list[FrameMark]:
        """As they were drawn, of one layer or all."""
        found = [mark for mark in self.marks.values() if layer is None or mark.layer == layer]
        return sorted(found, key=lambda mark: (mark.order, mark.id))

    def can_touch(self, mark: FrameMark) -> bool:
        """Whether the mark's layer is seen and not locked."""
        return not self.refusal(mark.layer)

    def refusal(self, layer: Layer) -> str:
        """Why nothing of a layer may be touched now, for the person; "" when it may."""
        look = self.look(layer)
        if look.locked:
            return f"The {layer} layer is locked; unlock it at the right."
        return "" if look.visible else f"The {layer} layer is hidden; show it at the right."

    # ------------------------------------------------------------------------------------------ pictures
    def set_view(self, view: View, scale: float) -> None:
        """``scale``: pixels of the device to one of the canvas. Painted anew when they are asked for."""
        if (view, scale) == (self._view, self._scale):
            return
        self._view, self._scale = view, scale
        for layer, pictures in self._pictures.items():
            done = [picture for picture in pictures if picture.complete]
            widest = max(done, key=lambda one: one.area.width(), default=None)
            self._pictures[layer] = [one for one in done if one is widest or one is done[-1]]

    @property
    def view(self) -> View:
        return self._view

    def shown(self, layer: Layer) -> LayerPicture:
        """The layer for this view, or for another one while it is being painted."""
        pictures = self._pictures.setdefault(layer, [])
        now = next((one for one in pictures if self._is_now(one)), None)
        if now is None:
            now = LayerPicture(self._view, self._scale, self._seen(layer))
            pictures.append(now)
            stands_in = any(one.serves(self._view) for one in pictures)
            self._paint_some(layer, now, SLICE_S if stands_in else FIRST_S)
        serving = [now] if now.complete else [one for one in pictures if one.serves(self._view)]
        nearest = max(serving, key=lambda one: one.view.zoom, default=now)
        areas, nearest.outdated = _joined(nearest.outdated), []
        for area in areas:
            nearest.paint_again(area, self._in_area(layer, area), (), self._paints)
        return nearest

    def _is_now(self, picture: LayerPicture) -> bool:
        return (picture.view, picture.scale) == (self._view, self._scale)

    def _seen(self, layer: Layer) -> list[str]:
        """Ids of a layer's marks that this view shows some of, in order."""
        return self._in_area(
            layer, self._view.picture_from_canvas().mapRect(QRectF(0, 0, *self._view.canvas.toTuple()))
        )

    def _in_area(self, layer: Layer, area: QRectF) -> list[str]:
        ids = self.index.within(
            (area.left() - SLACK, area.top() - SLACK, area.right() + SLACK, area.bottom() + SLACK)
        )
        marks = [self.marks[id] for id in ids if self.marks[id].layer == layer]
        return [mark.id for mark in sorted(marks, key=lambda mark: (mark.order, mark.id))]

    def _unfinished(self) -> Iterator[tuple[Layer, LayerPicture]]:
        for layer, pictures in self._pictures.items():
            yield from ((layer, one) for one in pictures if self._is_now(one) and not one.complete)

    @property
    def complete(self) -> bool:
        """Whether everything that was asked for is painted."""
        return next(self._unfinished(), None) is None

    def _paint_some(self, layer: Layer, picture: LayerPicture, budget_s: float) -> None:
        """So much of a layer as there is time for; the rest when the window has answered."""
        for id in picture.go_on(self._paints, budget_s):
            for area in _joined(_areas(self.marks[id])) if id in self.marks else ():
                picture.paint_again(area, self._in_area(layer, area), (), self._paints)
        if not picture.complete and not self._going_on.isActive():
            self._going_on.start()

    def _go_on(self) -> None:
        found = next(self._unfinished(), None)
        if found is None:
            self._going_on.stop()
        else:
            self._paint_some(*found, SLICE_S)
            self.went_on.emit()

    def close(self) -> None:
        self._going_on.stop()

    def blank(self) -> QImage:
        size = (self._view.canvas * self._scale).toSize()
        made = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        made.setDevicePixelRatio(self._scale)
        made.fill(Qt.GlobalColor.transparent)
        return made

    def _paints(self, ids: Sequence[str]) -> list[Painted]:
        new = [self.marks[id] for id in ids if id in self.marks and id not in self._painted]
        made = {mark.id: Painted(paint) for mark, paint in zip(new, paints_of(new), strict=True)}
        found = [made.get(id) or self._painted[id] for id in ids if id in self.marks]
        if len(self._painted) + len(made) <= KEPT:
            self._painted |= made
        return found

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
        self.version += 1
        areas: dict[Layer, list[QRectF]] = {}
        on_top: list[FrameMark] = []
        for before, after in touched:
            if before is not None:
                areas.setdefault(before.layer, []).extend(_areas(before))
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
                areas.setdefault(after.layer, []).extend(_areas(after))
        changed = [(after or before).id for before, after in touched]  # type: ignore[union-attr]
        for layer, parts in areas.items():
            self._paint_again(layer, _joined(parts), changed)
        for mark in on_top:
            for picture in self._pictures.get(mark.layer, ()):
                picture.put(mark.id, self._paints)
        everything = [area for parts in areas.values() for area in parts]
        self.changed.emit(_around([*everything, *(area for mark in on_top for area in _areas(mark))]))

    def _paint_again(self, layer: Layer, areas: Sequence[QRectF], changed: Sequence[str]) -> None:
        for area in areas:
            ids = self._in_area(layer, area)
            for picture in self._pictures.get(layer, ()):
                if self._is_now(picture):
                    picture.paint_again(area, ids, changed, self._paints)
                else:
                    picture.outdated.append(area)


def _around(areas: Sequence[QRectF]) -> QRectF:
    whole = QRectF()
    for area in areas:
        whole = whole.united(area)
    return whole


def _joined(areas: Sequence[QRectF]) -> list[QRectF]:
    """The same places in fewer areas, where one takes no more room than two."""
    if len(areas) > MOST_AREAS:
        return [_around(areas)]
    found: list[QRectF] = []
    for area in areas:
        kept = area
        for other in list(found):
            both = kept.united(other)
            if _room(both) <= 1.2 * (_room(kept) + _room(other)):
                found.remove(other)
                kept = both
        found.append(kept)
    return found


def _room(area: QRectF) -> float:
    return area.width() * area.height()


def _areas(mark: FrameMark) -> list[QRectF]:
    """What must be painted again where a mark comes or goes: of a long stroke a few pieces along its way."""
    slack = SLACK + mark.size
    if isinstance(mark.shape, Ink):
        rows = unpack(mark.shape.touches)[:, :2]
        slack = reach(mark) + SLACK / 2
        parts = [rows[low : low + PIECE + 1] for low in range(0, max(len(rows) - 1, 1), PIECE)]
        if len(parts) > MOST_AREAS:
            parts = [rows]
        boxes = [(*part.min(axis=0).tolist(), *part.max(axis=0).tolist()) for part in parts]
    else:
        boxes = [bounds(mark)]
    wide = 0.25 if getattr(mark.shape, "label", "") else 0.0  # a label stands beside its tip
    return [
        QRectF(left, top, right - left, bottom - top).adjusted(
            -slack - wide, -slack - wide / 4, slack + wide, slack + wide / 4
        )
        for left, top, right, bottom in boxes
    ]
