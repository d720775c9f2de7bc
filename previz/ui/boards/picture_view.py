"""One picture as large as it fits, or two: wiped, side by side, their difference, one over the other."""

from __future__ import annotations

from typing import Literal, get_args

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from previz.ui import tokens
from previz.ui.boards.stage_pictures import StagePictures
from previz.ui.desk import Desk
from previz.ui.theme import colour, font, plate

Mode = Literal["one", "wipe", "side", "difference", "onion"]
MODES: tuple[Mode, ...] = get_args(Mode)
STAGE = "stage:"
"""A source "stage:PANEL" is what the stage shows now; any other is the blob of a picture."""
GAP = 16
SAME = "These two are the same picture."


class PictureView(QWidget):
    shared = Signal(float)
    """Where the wipe is, or how much of the second picture shows: 0…1."""

    def __init__(self, desk: Desk, stage: StagePictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._stage = desk, stage
        self.first, self.second = "", ""
        self.names = ("", "")
        self.mode: Mode = "one"
        self.share = 0.5
        self.aspect = 16 / 9
        """Of the room that is kept while no picture has come."""
        self.setMinimumSize(240, 120)
        # A method, not a lambda: Qt lets go of it with the widget.
        desk.pictures.ready.connect(self._came)
        stage.ready.connect(self._came)

    def _came(self, name: str) -> None:
        self.update()

    def show_one(self, source: str, name: str, aspect: float) -> None:
        self.first, self.second, self.names = source, "", (name, "")
        self.mode, self.aspect = "one", aspect
        self.setAccessibleName(name)
        self.update()

    def show_two(self, first: str, second: str, names: tuple[str, str], mode: Mode) -> None:
        """``first`` lies under ``second``."""
        self.first, self.second, self.names, self.mode = first, second, names, mode
        self.setAccessibleName(f"{names[0]} and {names[1]}, {mode}")
        self.update()

    def set_share(self, share: float) -> None:
        self.share = min(max(share, 0.0), 1.0)
        self.shared.emit(self.share)
        self.update()

    # --------------------------------------------------------------------------------------- painting
    def picture_box(self) -> QRectF:
        """Where the (first) picture stands."""
        first = self._image(self.first, self.width())
        shown = first if first is not None and not first.isNull() else self._image(self.second, self.width())
        return self._fit(QRectF(self.rect()), shown)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("void"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect())
        if self.mode == "side":
            self._side(painter, room)
        elif self.mode == "difference":
            self._difference(painter, room)
        else:
            self._over(painter, room)
        painter.end()

    def _side(self, painter: QPainter, room: QRectF) -> None:
        wide = room.width() >= room.height() * self.aspect
        half = (room.width() - GAP) / 2 if wide else (room.height() - GAP) / 2
        for place, source in enumerate((self.first, self.second)):
            step = place * (half + GAP)
            part = (
                QRectF(room.left() + step, room.top(), half, room.height())
                if wide
                else QRectF(room.left(), room.top() + step, room.width(), half)
            )
            image = self._image(source, round(part.width()))
            box = self._fit(part, image)
            self._draw(painter, source, image, box)
            self._name(painter, box, self.names[place])

    def _over(self, painter: QPainter, room: QRectF) -> None:
        image = self._image(self.first, round(room.width()))
        other = self._image(self.second, round(room.width())) if self.second else None
        box = self._fit(room, image if image is not None and not image.isNull() else other)
        self._draw(painter, self.first, image, box)
        if self.mode == "one" or other is None or other.isNull():
            if self.mode != "one":
                self._wait(painter, box, self.second, other)
            return
        painter.save()
        place = self._fit(box, other)  # a take of another shape keeps it
        if self.mode == "wipe":
            at = box.left() + box.width() * self.share
            rest = QRectF(at, box.top(), box.right() - at, box.height())
            painter.setClipRect(rest)
            painter.fillRect(rest, colour("void"))
            painter.drawImage(place, other)
            painter.restore()
            self._handle(painter, box, at)
        else:
            painter.setOpacity(self.share)
            painter.drawImage(place, other)
            painter.restore()
        self._names(painter, box)

    def _difference(self, painter: QPainter, room: QRectF) -> None:
        """Of both as large as they are shown: a smaller one that stands in for it differs all over."""
        width = round(room.width())
        first, second = (
            self._image(self.first, width, whole=True),
            self._image(self.second, width, whole=True),
        )
        box = self._fit(room, first if first is not None and not first.isNull() else second)
        if first is None or first.isNull():
            self._wait(painter, box, self.first, first)
        elif second is None or second.isNull():
            self._wait(painter, box, self.second, second)
        elif first == second:
            self._say(painter, box, SAME)
        else:
            painter.drawImage(box, first)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
            painter.drawImage(self._fit(box, second), second)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        self._names(painter, box)

    def _names(self, painter: QPainter, box: QRectF) -> None:
        self._name(painter, box, self.names[0])
        self._name(painter, box, self.names[1], right=True)

    def _handle(self, painter: QPainter, box: QRectF, at: float) -> None:
        painter.setPen(QPen(colour("void", 0.5), 3))
        painter.drawLine(QPointF(at, box.top()), QPointF(at, box.bottom()))
        painter.setPen(QPen(colour("text"), 1))
        painter.drawLine(QPointF(at, box.top()), QPointF(at, box.bottom()))
        grip = QRectF(at - 5, box.center().y() - 16, 10, 32)
        plate(painter, grip, "raised", "text", 4)

    def _draw(self, painter: QPainter, source: str, image: QImage | None, box: QRectF) -> None:
        if image is None or image.isNull():
            self._wait(painter, box, source, image)
        else:
            painter.drawImage(box, image)

    def _wait(self, painter: QPainter, box: QRectF, source: str, image: QImage | None) -> None:
        """What stands in for a picture: nothing while it comes, else why there is none."""
        words = "Not drawn yet"
        if source:
            lost = self._stage.trouble(source.removeprefix(STAGE)) or "This picture is not in the file."
            words = "" if image is None else lost
        self._say(painter, box, words)

    def _say(self, painter: QPainter, box: QRectF, words: str) -> None:
        painter.setFont(font(tokens.TEXT_BASE))
        painter.setPen(colour("text3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    def _name(self, painter: QPainter, box: QRectF, words: str, right: bool = False) -> None:
        if not words:
            return
        face = font(tokens.TEXT_CAP, 500)
        painter.setFont(face)
        width = painter.fontMetrics().horizontalAdvance(words) + 16
        left = box.right() - width - 8 if right else box.left() + 8
        at = QRectF(left, box.bottom() - 30, width, 22)
        plate(painter, at, colour("void", 0.75), None, 3)
        painter.setPen(colour("text"))
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter, words)

    def _image(self, source: str, width: int, whole: bool = False) -> QImage | None:
        """None while it comes; until then a smaller one that is kept, unless it is wanted ``whole``."""
        if not source:
            return None
        if source.startswith(STAGE):
            return self._stage.image(source.removeprefix(STAGE))
        pixels = max(16, round(width * self.devicePixelRatioF() / 64) * 64)
        pictures = self._desk.pictures
        return pictures.image(source, pixels) if whole else pictures.nearest(source, pixels)

    def _fit(self, room: QRectF, image: QImage | None) -> QRectF:
        aspect = image.width() / image.height() if image is not None and not image.isNull() else self.aspect
        width = min(room.width(), room.height() * aspect)
        height = width / aspect
        return QRectF(room.center().x() - width / 2, room.center().y() - height / 2, width, height)

    # ------------------------------------------------------------------------------------------ mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag(event)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event)

    def _drag(self, event: QMouseEvent) -> None:
        if self.mode in ("wipe", "onion"):
            box = self.picture_box()
            self.set_share((event.position().x() - box.left()) / max(1.0, box.width()))
        else:
            event.ignore()
