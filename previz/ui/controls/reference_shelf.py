"""Pictures that a model follows, each with the right to use it; one is added only with a word on that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from previz.ui.controls.buttons import ToolButton, push_button
from previz.ui.controls.labels import label, row
from previz.ui.loads import files_of, take_copy
from previz.ui.theme import colour

SIDE = 56
ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp")
Shown = tuple[bytes, str]
"""(the picture, a PNG; the right to use it)"""


class ReferenceShelf(QWidget):
    """``read`` says what there is, ``bring`` and ``remove`` change it; they tell of their own trouble."""

    def __init__(
        self,
        read: Callable[[], Sequence[Shown]],
        bring: Callable[[Path, str], object],
        remove: Callable[[int], object],
        most: int,
        read_only: bool = False,
    ) -> None:
        super().__init__()
        self._read, self._bring, self._remove = read, bring, remove
        self._most, self._read_only = most, read_only
        self._shown: list[Shown] | None = None
        self.rights = QLineEdit()
        self.rights.setAccessibleName("Who is shown or made it, and who agreed")
        self.rights.setPlaceholderText("Who is shown or made it, and who agreed")
        self.rights.textChanged.connect(self._show_room)
        self.add = push_button("Add…", self._choose, "solid")
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        self.setAcceptDrops(not read_only)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._rows)
        layout.addWidget(row(self.rights, self.add, gap=6))
        self.refresh()

    def refresh(self) -> None:
        shown = list(self._read())
        if shown != self._shown:
            self._shown = shown
            while (item := self._rows.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
            for place, (png, rights) in enumerate(shown):
                self._rows.addWidget(self._row(place, png, rights))
        self._show_room()

    def bring(self, path: Path) -> None:
        """Take a picture in, with the right that is written down."""
        self._bring(path, self.rights.text())
        before = len(self._shown or ())
        self.refresh()
        if len(self._shown or ()) > before:
            self.rights.clear()

    def _row(self, place: int, png: bytes, rights: str) -> QWidget:
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(_Picture(png, rights))
        across.addWidget(label(rights, "cap", "2", wrap=True), 1)
        if not self._read_only:
            gone = ToolButton("x", f"Remove the picture: {rights}", partial(self._remove_one, place))
            across.addWidget(gone, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _remove_one(self, place: int) -> None:
        self._remove(place)
        self.refresh()

    def _show_room(self) -> None:
        full = len(self._shown or ()) >= self._most
        self.rights.setVisible(not full and not self._read_only)
        self.add.setVisible(not full and not self._read_only)
        self.add.setEnabled(bool(self.rights.text().strip()))
        self.add.setToolTip("" if self.add.isEnabled() else "Say first whose picture it is and who agreed")

    def _choose(self) -> None:
        kinds = " ".join(f"*{ending}" for ending in ENDINGS)
        path, _ = QFileDialog.getOpenFileName(self, "Add a picture", "", f"Pictures ({kinds})")
        if path:
            self.bring(Path(path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if _dropped(event) and self.add.isVisible():
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        take_copy(event)
        for path in _dropped(event):
            self.bring(path)


class _Picture(QWidget):
    def __init__(self, png: bytes, name: str) -> None:
        super().__init__()
        self._image = QImage.fromData(png)
        self.setAccessibleName(f"Picture: {name}")
        self.setFixedSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        room = QRectF(self.rect())
        painter.fillRect(room, colour("void"))
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            scale = min(SIDE / self._image.width(), SIDE / self._image.height())
            box = QRectF(0, 0, self._image.width() * scale, self._image.height() * scale)
            box.moveCenter(room.center())
            painter.drawImage(box, self._image)
        painter.end()


def _dropped(event: QDropEvent) -> list[Path]:
    return [path for path in files_of(event) if path.suffix.lower() in ENDINGS]
