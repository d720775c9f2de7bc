"""Pictures that are no takes, as large as they fit: what a model is sent, what a take kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from previz.ui.boards.page import Page
from previz.ui.controls import Keycaps, push_button
from previz.ui.controls.labels import column, label, row, rule
from previz.ui.theme import colour

Titled = tuple[str, QImage]
"""(what it is, the picture)"""


class LargePicture(Page):
    """One at a time; ← and → go on to the others."""

    def __init__(self, window: QWidget, pictures: Sequence[Titled], place: int = 0, about: str = "") -> None:
        super().__init__(window, "Picture")
        self._pictures, self.place_ = list(pictures), place
        self._view = _View()
        self._title = label("", "title", weight="strong")
        self._size = label(tone="3")
        head = row(
            self._title, self._size, None, label(about, tone="3"), push_button("Close", self.leave, "solid"),
            Keycaps("Esc"), role="bar", margins=(24, 0, 16, 0), gap=10, height=48,
        )  # fmt: skip
        self.body.addWidget(head)
        self.body.addWidget(rule())
        self.body.addWidget(column(self._view, role="void", margins=(24, 24, 24, 24)), 1)
        if len(self._pictures) > 1:
            self.body.addWidget(rule())
            self.body.addWidget(
                row(Keycaps("←"), Keycaps("→"), label("the others", tone="3"), None, role="bar",
                    margins=(24, 0, 24, 0), height=36)
            )  # fmt: skip
        self.turn(0)

    def start(self) -> None:
        self.open(self.card)

    def turn(self, by: int) -> None:
        self.place_ = (self.place_ + by) % len(self._pictures)
        name, image = self._pictures[self.place_]
        self._title.setText(name)
        self._size.setText(f"{image.width()} × {image.height()} px")
        self._view.show_image(image, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in steps:
            self.turn(steps[Qt.Key(event.key())])
            event.accept()
        else:
            super().keyPressEvent(event)


class _View(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()

    def show_image(self, image: QImage, name: str) -> None:
        self._image = image
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("void"))
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(fitted(QRectF(self.rect()), self._image), self._image)
        painter.end()


def fitted(room: QRectF, image: QImage) -> QRectF:
    """The largest box of the picture's shape in the middle of ``room``."""
    scale = min(room.width() / max(1, image.width()), room.height() / max(1, image.height()))
    width, height = image.width() * scale, image.height() * scale
    return QRectF(room.center().x() - width / 2, room.center().y() - height / 2, width, height)


class Thumbnail(QWidget):
    """A picture as wide as there is room; a click or Enter opens it."""

    clicked = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.image = QImage()
        self.setAccessibleName(name)
        self.setToolTip("Open it full size")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()

    def set_image(self, image: QImage) -> None:
        self.image = image
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        empty = self.image.isNull()
        self.setFixedHeight(40 if empty else round(self.width() * self.image.height() / self.image.width()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton and not self.image.isNull():
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if not self.image.isNull():
                self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        room = self.rect().toRectF()
        painter.fillRect(room, colour("void"))
        if not self.image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(fitted(room, self.image), self.image)
        if self.hasFocus():
            painter.setPen(colour("accent"))
            painter.drawRect(room.adjusted(1, 1, -1, -1))
        painter.end()
