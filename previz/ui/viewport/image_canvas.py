"""Pictures captured in a thread with a context of its own, for windows that have no OpenGL."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from previz.errors import PrevizError
from previz.render.capture import Capturer
from previz.render.renderer import Renderer
from previz.render.viewer import Viewer
from previz.ui.theme import colour
from previz.ui.viewport.canvas import Ids, Pace, Pane, around


@dataclass(frozen=True, eq=False)
class _Shot:
    """A finished picture of one pane."""

    pane: Pane
    image: QImage
    ids: Ids


class ImageCanvas(QWidget):
    drawn = Signal()
    failed = Signal(str)
    _arrived = Signal(object)
    _refined = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.pace = Pace()
        self._capturer: Capturer | None = Capturer()
        self._viewers: dict[Renderer, Viewer] = {}
        """One entry, made and freed in the thread of the capturer."""
        self._wanted: Mapping[str, Pane] | None = None
        self._job: Future[dict[str, _Shot]] | None = None
        self._shots: dict[str, _Shot] = {}
        self._places: dict[str, QRect] = {}
        """Where what is painted over the pictures takes them to be, in device pixels."""
        self._pending = False
        """A picture is drawn, or on its way to the window."""
        self._asked = 0
        """How often pictures were asked for; what refines them stops when it grows."""
        self._arrived.connect(self._take)
        self._refined.connect(self._take_refined)

    # ------------------------------------------------------------------------------------------ canvas
    @property
    def is_behind(self) -> bool:
        return self._wanted is not None or self._pending

    def show_panes(self, panes: Mapping[str, Pane]) -> None:
        self._wanted = dict(panes)
        self._places = {slot: pane.rect for slot, pane in panes.items()}
        self._asked += 1
        self._start()

    def refine(self) -> None:
        if self._capturer is not None and not self.is_behind:
            shots, asked = self._shots, self._asked
            self._capturer.run(lambda renderer: self._refine(renderer, shots, asked))

    def ids(self, slot: str) -> Ids | None:
        found = self._shots.get(slot)
        return None if found is None else found.ids

    def ids_near(self, slot: str, x: int, y: int, reach: int) -> Ids | None:
        found = self._shots.get(slot)
        return None if found is None else around(found.ids, *found.pane.pixel(x, y), reach)

    def picture(self) -> QImage:
        scale = self.devicePixelRatioF()
        image = QImage(self.size() * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        painter = QPainter(image)
        self._paint(painter)
        painter.end()
        return image

    def close_pictures(self) -> None:
        if self._capturer is None:
            return
        self._asked += 1
        if self._job is not None:  # without a renderer there is nothing to free
            self._capturer.run(self._free)
        self._capturer.close()
        self._capturer = None

    # ------------------------------------------------------------------------------------------ thread
    def _start(self) -> None:
        if self._wanted is None or self._capturer is None or self._pending:
            return
        panes, self._wanted, self._pending = self._wanted, None, True
        self._job = self._capturer.run(lambda renderer: self._draw(renderer, panes))
        self._job.add_done_callback(self._tell)

    def _draw(self, renderer: Renderer, panes: Mapping[str, Pane]) -> dict[str, _Shot]:
        viewer = self._viewers.get(renderer)
        if viewer is None:
            viewer = self._viewers[renderer] = Viewer(renderer)
        found, start = {}, time.perf_counter()
        for slot, pane in panes.items():
            kept = slot + pane.slot_suffix
            viewer.draw(kept, pane.glance)
            found[slot] = _Shot(pane, _image(viewer.read(kept)), viewer.ids(kept))
        for slot in viewer.slots:
            if slot.split(" ")[0] not in panes:
                viewer.forget(slot)
        if any(pane.glance.moving for pane in panes.values()):
            self.pace.took((time.perf_counter() - start) * 1e3)
        return found

    def _refine(self, renderer: Renderer, shots: Mapping[str, _Shot], asked: int) -> None:
        """Runs in the capturer's thread, which somebody may want back at any moment."""
        viewer, finer = self._viewers.get(renderer), dict(shots)
        for slot, shot in shots.items():
            kept = slot + shot.pane.slot_suffix
            if viewer is not None and viewer.refine(kept, shot.pane.glance, lambda: self._asked == asked):
                finer[slot] = replace(shot, image=_image(viewer.read(kept)))
        if finer != shots and self._asked == asked:
            self._refined.emit((asked, finer))

    def _free(self, renderer: Renderer) -> None:
        viewer = self._viewers.pop(renderer, None)
        if viewer is not None:
            viewer.close()

    def _tell(self, job: Future[dict[str, _Shot]]) -> None:
        """Runs in the capturer's thread; the signal carries the answer to the window's."""
        if self._capturer is not None:
            self._arrived.emit(job)

    def _take(self, job: Future[dict[str, _Shot]]) -> None:
        self._pending = False
        try:
            self._shots = job.result()
        except PrevizError as error:
            self._wanted = None
            self.failed.emit(str(error))
            return
        self.update()
        self.drawn.emit()
        self._start()

    def _take_refined(self, found: tuple[int, dict[str, _Shot]]) -> None:
        asked, shots = found
        if asked == self._asked:
            self._shots = shots
            self.update()

    # ---------------------------------------------------------------------------------------------- Qt
    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(64, 64)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        self._paint(painter)
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), colour("void"))
        scale = self.devicePixelRatioF()
        wanted = {slot: shot for slot, shot in self._shots.items() if slot in self._places}
        for slot, shot in (wanted or self._shots).items():
            rect = self._places.get(slot, shot.pane.rect)
            place = QRectF(
                QPointF(rect.x(), rect.y()) / scale, QPointF(rect.right() + 1, rect.bottom() + 1) / scale
            )
            smooth = shot.pane.slot_suffix != "" or rect != shot.pane.rect
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.setClipRect(place)
            painter.drawImage(_filled(place, shot.pane.rect), shot.image)
        painter.setClipping(False)


def _filled(place: QRectF, drawn: QRect) -> QRectF:
    """Where a picture that was drawn for another place goes until the next one comes.

    Frame, faces and handles are painted for the new place already: it is scaled so that it lies under them.
    """
    wide = place.height() * drawn.width() / max(drawn.height(), 1)
    if abs(wide - place.width()) < 2.0:
        return place
    return QRectF(place.center().x() - wide / 2, place.y(), wide, place.height())


def _image(rows: NDArray[np.uint8]) -> QImage:
    height, width = rows.shape[:2]
    return QImage(rows.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBX8888).convertToFormat(
        QImage.Format.Format_RGB32
    )
