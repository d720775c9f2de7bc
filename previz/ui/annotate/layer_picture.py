"""A layer painted for one view of the take. Very many marks come bit by bit, and may change meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from previz.ui.annotate.painting import Painted
from previz.ui.annotate.view import View

BATCH = 64
Paints = Callable[[Sequence[str]], Iterable[Painted]]
"""Ids of marks → what to paint; those that are gone are left out."""


class LayerPicture:
    def __init__(self, view: View, scale: float, ids: Sequence[str]) -> None:
        """``ids``: of the marks that must be painted, in order. ``scale``: device pixels to one of the
        canvas.
        """
        self.view, self.scale = view, scale
        self.image = QImage((view.canvas * scale).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
        self.image.setDevicePixelRatio(scale)
        self.image.fill(Qt.GlobalColor.transparent)
        self.outdated: list[QRectF] = []
        """Where something is another since, and not painted again yet: nobody looks at this picture now."""
        self._waiting = list(ids[::-1])
        self._waits = set(ids)
        self._late: list[str] = []
        """Marks that came while others waited: painted at once, and once more in their order."""

    @property
    def complete(self) -> bool:
        return not self._waiting

    @property
    def area(self) -> QRectF:
        """What of the picture can be seen, in its widths."""
        return self.view.picture_from_canvas().mapRect(QRectF(0, 0, *self.view.canvas.toTuple()))

    def serves(self, view: View) -> bool:
        """Whether everything that another view shows of the picture is in this one."""
        whole = QRectF(0, 0, 1, view.tall)
        seen = view.picture_from_canvas().mapRect(QRectF(0, 0, *view.canvas.toTuple())).intersected(whole)
        return self.complete and self.area.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(seen)

    def go_on(self, paints: Paints, budget_s: float) -> list[str]:
        """Paint a few, and more while there is time. At its end: ids of marks to be painted once more."""
        until_s = time.perf_counter() + budget_s
        begun = False
        while self._waiting and (not begun or time.perf_counter() < until_s):
            begun = True
            some = self._waiting[-BATCH:][::-1]
            del self._waiting[-BATCH:]
            self._paint(paints([id for id in some if id in self._waits]), None)
            self._waits.difference_update(some)
        if self._waiting:
            return []
        late, self._late = self._late, []
        return late

    def put(self, id: str, paints: Paints) -> None:
        """A mark on top of all others."""
        self._hurry(id)
        self._paint(paints([id]), None)

    def paint_again(self, area: QRectF, ids: Iterable[str], changed: Iterable[str], paints: Paints) -> None:
        """An area in widths of the picture, with ``ids`` of what lies there in order."""
        for id in changed:
            if id in self._waits:
                self._hurry(id)
        self._paint(paints([id for id in ids if id not in self._waits]), area)

    def _hurry(self, id: str) -> None:
        self._waits.discard(id)
        if self._waiting:
            self._late.append(id)

    def _paint(self, painted: Iterable[Painted], area: QRectF | None) -> None:
        painter = QPainter(self.image)
        to_canvas = self.view.canvas_from_picture()
        if area is not None and not self.view.turn_deg:
            # Whole pixels: beside one another, areas leave no seam.
            area = to_canvas.inverted()[0].mapRect(QRectF(to_canvas.mapRect(area).toAlignedRect()))
        painter.setTransform(to_canvas)
        if area is not None:
            painter.setClipRect(area)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(area, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for one in painted:
            one.draw(painter)
        painter.end()
