"""Pictures of the project at the size they are shown: decoded in a thread, kept while there is room.

What people drew over a take lies on its picture wherever it is shown.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from previz.errors import FileError
from previz.export.mark_paint import paint_sheet
from previz.scene.edit import Edit
from previz.scene.model import FrameMark, MarkSheet, Take
from previz.studio.frame_marks import marks_of, sheet_of
from previz.ui.annotate.painting import Painted
from previz.ui.session import Session

KEPT_BYTES = 128 * 1024 * 1024

_Key = tuple[str, int]


class Pictures(QObject):
    ready = Signal(str)
    """The blob whose picture has come: paint it again."""
    _came = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = session.studio.store.blob
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="previz-pictures")
        self._kept: OrderedDict[_Key, QImage] = OrderedDict()
        self._asked: dict[_Key, Future[QImage]] = {}
        self._bytes = 0
        self._document = session.document
        self._old: set[_Key] = set()
        """Kept pictures over which something else is drawn since; they are shown until the new ones come."""
        self._came.connect(self._keep)
        session.changed.connect(self._heard)

    def image(self, blob: str, width_px: int) -> QImage | None:
        """The picture at a width in device pixels; None until it has come (then `ready`).

        A picture that the file has lost is a null image.
        """
        key = (blob, width_px)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
        if (kept is None or key in self._old) and key not in self._asked:
            self._old.discard(key)
            future = self._pool.submit(_load, self._read, blob, width_px, *self._over(blob))
            self._asked[key] = future
            future.add_done_callback(lambda over: self._came.emit((key, over)))
        return kept

    def _over(self, blob: str) -> tuple[list[FrameMark], MarkSheet | None]:
        """What is drawn over the take with this picture."""
        for take_id in dict.fromkeys(mark.take_id for mark in self._document.of(FrameMark)):
            take = self._document.get(take_id, Take)
            if take is not None and take.image == blob:
                return marks_of(self._document, take_id), sheet_of(self._document, take_id)
        return [], None

    def _heard(self, edit: Edit) -> None:
        changed = (after or before for before, after in edit.changes.values())
        take_ids = {entity.take_id for entity in changed if isinstance(entity, FrameMark | MarkSheet)}
        for take in (self._document.get(id, Take) for id in take_ids):
            if take is not None:
                self._old |= {key for key in (*self._kept, *self._asked) if key[0] == take.image}
                self.ready.emit(take.image)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._asked.clear()

    def _keep(self, came: tuple[_Key, Future[QImage]]) -> None:
        key, future = came
        if self._asked.pop(key, None) is None or future.cancelled():
            return
        image = future.result()
        before = self._kept.pop(key, None)
        self._bytes += image.sizeInBytes() - (before.sizeInBytes() if before is not None else 0)
        self._kept[key] = image
        while self._bytes > KEPT_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.sizeInBytes()
        self.ready.emit(key[0])


def _load(read: object, blob: str, width_px: int, marks: list[FrameMark], sheet: MarkSheet | None) -> QImage:
    assert callable(read)
    try:
        image = QImage.fromData(QByteArray(read(blob)))
    except FileError:
        return QImage()
    if image.isNull():
        return image
    if image.width() != width_px:
        size = QSize(width_px, max(1, round(image.height() * width_px / image.width())))
        image = image.scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return _drawn_over(image, marks, sheet) if marks else image


def _drawn_over(image: QImage, marks: list[FrameMark], sheet: MarkSheet | None) -> QImage:
    made = image.convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(made.width(), made.width())
    Painted(paint_sheet(marks, sheet)).draw(painter)
    painter.end()
    return made
