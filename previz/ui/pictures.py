"""Pictures of the project at the size they are shown: decoded in a thread, kept while there is room.

What people drew over a take lies on its picture wherever it is shown. What was asked for last comes first:
somebody who scrolls past a thousand boards waits for those in front.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QIODevice, QObject, QRectF, QSize, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter

from previz.errors import FileError
from previz.export.mark_paint import paint_sheet
from previz.scene.edit import Edit
from previz.scene.model import FrameMark, MarkSheet, Take
from previz.studio.frame_marks import marks_of, sheet_of
from previz.ui.annotate.painting import Painted
from previz.ui.session import Session
from previz.ui.theme import colour

KEPT_BYTES = 128 * 1024 * 1024

WAITING = 96
"""Pictures that wait to be decoded; what was asked for before them is asked for again when it is seen."""

_FORMS = {
    (): QImage.Format.Format_Grayscale8,
    (3,): QImage.Format.Format_RGB888,
    (4,): QImage.Format.Format_RGBA8888,
}
"""By channels."""
_Key = tuple[str, int]
_Over = tuple[list[FrameMark], MarkSheet | None]


def picture_name(image: str, take_id: str) -> str:
    """What to ask for to see a take with what is drawn over it; takes may share a picture."""
    return f"{image}@{take_id}" if image else ""


class Pictures(QObject):
    ready = Signal(str)
    """The blob whose picture has come: paint it again."""
    _came = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = session.studio.store.blob
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="previz-pictures")
        self._kept: OrderedDict[_Key, QImage] = OrderedDict()
        self._widths: dict[str, set[int]] = {}
        """Name → widths that are kept."""
        self._asked: set[_Key] = set()
        """What waits or is decoded now."""
        self._waiting: OrderedDict[_Key, _Over] = OrderedDict()
        self._lock = threading.Lock()
        """Of ``_waiting``."""
        self._bytes = 0
        self._document = session.document
        self._old: set[_Key] = set()
        """Kept pictures over which something else is drawn since; they are shown until the new ones come."""
        self._came.connect(self._keep)
        session.changed.connect(self._heard)

    def image(self, name: str, width_px: int) -> QImage | None:
        """The picture at a width in device pixels; None until it has come (then `ready`).

        ``name``: a `picture_name`, or a blob to see it with nothing over it. A picture that the file has lost
        is a null image.
        """
        key = (name, width_px)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        if kept is None or key in self._old:
            self._ask(key)
        return kept

    def nearest(self, name: str, width_px: int) -> QImage | None:
        """As `image`; while that comes, the largest that is kept of the same picture."""
        image, widths = self.image(name, width_px), self._widths.get(name)
        return image if image is not None or not widths else self._kept[name, max(widths)]

    def _ask(self, key: _Key) -> None:
        """Let it be decoded next; what has waited longest may be forgotten."""
        with self._lock:
            if key in self._waiting:
                self._waiting.move_to_end(key)
            if key in self._asked:
                return
            self._old.discard(key)
            self._asked.add(key)
            self._waiting[key] = self._over(key[0])
            if len(self._waiting) > WAITING:
                forgotten, _ = self._waiting.popitem(last=False)
                self._asked.discard(forgotten)
        self._pool.submit(self._work)

    def _work(self) -> None:
        """In the thread: decode what was asked for last."""
        with self._lock:
            if not self._waiting:
                return
            key, over = self._waiting.popitem()
        self._came.emit((key, _load(self._read, *key, *over)))

    def _over(self, name: str) -> _Over:
        """What is drawn over the take of this name."""
        take_id = name.partition("@")[2]
        marks = marks_of(self._document, take_id) if take_id in self._document else []
        return marks, sheet_of(self._document, take_id) if marks else None

    def _heard(self, edit: Edit) -> None:
        changed = (after or before for before, after in edit.changes.values())
        take_ids = {entity.take_id for entity in changed if isinstance(entity, FrameMark | MarkSheet)}
        for take in (self._document.get(id, Take) for id in take_ids):
            if take is not None:
                name = picture_name(take.image, take.id)
                self._old |= {key for key in (*self._kept, *self._asked) if key[0] == name}
                self.ready.emit(take.image)

    def close(self) -> None:
        with self._lock:
            self._waiting.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._asked.clear()

    def _keep(self, came: tuple[_Key, QImage]) -> None:
        key, image = came
        if key not in self._asked:
            return
        self._asked.discard(key)
        before = self._kept.pop(key, None)
        self._bytes += image.sizeInBytes() - (before.sizeInBytes() if before is not None else 0)
        self._kept[key] = image
        if not image.isNull():
            self._widths.setdefault(key[0], set()).add(key[1])
        while self._bytes > KEPT_BYTES and len(self._kept) > 1:
            (name, width), oldest = self._kept.popitem(last=False)
            self._widths.get(name, set()).discard(width)
            self._bytes -= oldest.sizeInBytes()
        self.ready.emit(_blob(key[0]))


def _blob(name: str) -> str:
    return name.partition("@")[0]


def _load(read: object, name: str, width_px: int, marks: list[FrameMark], sheet: MarkSheet | None) -> QImage:
    """Decoded and scaled by a reader: that lets go of the interpreter, which ``QImage.fromData`` and
    ``QImage.scaled`` hold for up to a tenth of a second."""
    assert callable(read)
    try:
        data = QBuffer()
        data.setData(read(_blob(name)))
    except FileError:
        return QImage()
    data.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(data)
    full = reader.size()
    if full.width() > 0:
        reader.setScaledSize(QSize(width_px, max(1, round(full.height() * width_px / full.width()))))
    image = reader.read()
    return drawn_over(image, marks, sheet) if marks and not image.isNull() else image


def lay_ground(painter: QPainter, box: QRectF, image: QImage | None) -> None:
    """Under a picture, which may be narrower: black. Where it has not come yet a quiet grey, which nobody
    takes for a black frame."""
    painter.fillRect(box, colour("void" if image is not None else "raised"))


def image_of(pixels: NDArray[np.uint8]) -> QImage:
    """Of (h, w) grey, (h, w, 3) sRGB or (h, w, 4) with alpha: a picture with bytes of its own."""
    packed = np.ascontiguousarray(pixels)
    height, width, *channels = packed.shape
    return QImage(packed.data, width, height, packed.strides[0], _FORMS[tuple(channels)]).copy()


def drawn_over(image: QImage, marks: list[FrameMark], sheet: MarkSheet | None) -> QImage:
    """A copy of a picture with marks on it."""
    made = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(made.width(), made.width())
    Painted(paint_sheet(marks, sheet)).draw(painter)
    painter.end()
    return made
