"""Pictures of the project at the size they are shown: decoded in a thread, kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from previz.errors import FileError
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
        self._came.connect(self._keep)

    def image(self, blob: str, width_px: int) -> QImage | None:
        """The picture at a width in device pixels; None until it has come (then `ready`).

        A picture that the file has lost is a null image.
        """
        key = (blob, width_px)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._asked:
            future = self._pool.submit(_load, self._read, blob, width_px)
            self._asked[key] = future
            future.add_done_callback(lambda over: self._came.emit((key, over)))
        return None

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._asked.clear()

    def _keep(self, came: tuple[_Key, Future[QImage]]) -> None:
        key, future = came
        if self._asked.pop(key, None) is None or future.cancelled():
            return
        image = future.result()
        self._kept[key] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > KEPT_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.sizeInBytes()
        self.ready.emit(key[0])


def _load(read: object, blob: str, width_px: int) -> QImage:
    assert callable(read)
    try:
        image = QImage.fromData(QByteArray(read(blob)))
    except FileError:
        return QImage()
    if image.isNull() or image.width() == width_px:
        return image
    size = QSize(width_px, max(1, round(image.height() * width_px / image.width())))
    return image.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
