"""Everything painted over the pictures. It takes no mouse; both canvases wear the same face."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from previz.scene.transform import rotation_matrix
from previz.studio.posing import Grip
from previz.ui.theme import colour, plate
from previz.ui.viewport.frame_face import on_screen, paint_frame
from previz.ui.viewport.lettering import width_of, write
from previz.ui.viewport.pointer import Pointer
from previz.ui.viewport.pose_tool import PoseTool
from previz.ui.viewport.seeing import Seeing
from previz.ui.viewport.showing import Showing, Shown


class Painted(Protocol):
    """What the face asks the view."""

    showing: Showing
    pointer: Pointer

    seeing: Seeing
    posing: PoseTool

    def hasFocus(self) -> bool: ...  # noqa: N802


class Face(QWidget):
    def __init__(self, view: Painted, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        showing = self._view.showing
        for shown in showing.views.values():
            painter.save()
            painter.setClipRect(shown.area)
            self._paint_view(painter, shown)
            painter.restore()
        if showing.mode == "split":
            self._paint_seam(painter)
        self._paint_grips(painter)
        self._paint_pointer(painter)
        if self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour("accent"), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_view(self, painter: QPainter, shown: Shown) -> None:
        if shown.sighting is None:
            painter.fillRect(shown.area, colour("void"))
            painter.setPen(colour("text2"))
            margin = QRectF(shown.area).adjusted(24, 24, -24, -24)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(margin, int(flags), shown.empty)
            return
        if shown.gate is not None:
            guides, burn = self._view.showing.guides, self._view.seeing.burn
            if self._view.seeing.brackets_wait:  # no face is labelled where it is not yet
                guides = replace(guides, focus=False)
            paint_frame(painter, shown.gate, guides, burn, shown.sighting.camera)
            return
        write(painter, shown.area.topLeft() + QPointF(12, 22), "Free view", 12, 600)
        self._paint_axes(painter, shown)
        for word, place in self._view.seeing.camera_tags().values():
            at = on_screen(shown.sighting.rect, shown.sighting.camera, place)
            if at is not None:
                write(painter, at + QPointF(0, 22), word, 11, 600, "text", "centre")

    def _paint_axes(self, painter: QPainter, shown: Shown) -> None:
        """The compass in the corner: where X, Y and Z point."""
        assert shown.sighting is not None
        centre = shown.area.topRight() + QPointF(-42, 42)
        eye = shown.sighting.camera
        turn = _turn(eye.rotation)
        ends = sorted(
            ((turn[2][axis], axis, QPointF(turn[0][axis], -turn[1][axis]) * 24.0) for axis in range(3)),
        )
        for depth, axis, way in ends:
            token = ("ax", "ay", "az")[axis]
            painter.setPen(QPen(colour(token, 0.9), 2))
            painter.drawLine(centre, centre + way)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(token, 1.0 if depth > -0.3 else 0.6))
            painter.drawEllipse(centre + way, 8.0, 8.0)
            at = centre + way + QPointF(0, 4)
            write(painter, at, "XYZ"[axis], 10, 600, "on_accent", "centre", halo=False)

    def _paint_seam(self, painter: QPainter) -> None:
        first = next(iter(self._view.showing.views.values())).area
        wide = first.height() >= self.height() - 1
        seam = (
            QRectF(first.right(), 0, 1, self.height()) if wide else QRectF(0, first.bottom(), self.width(), 1)
        )
        painter.fillRect(seam, colour("hair"))
        main = self._view.showing.views.get(self._view.showing.main)
        if main is not None and self._view.hasFocus():
            painter.setPen(QPen(colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(main.area.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_grips(self, painter: QPainter) -> None:
        """Discs at joints, squares at hands and feet, a diamond at the hips; the hot one in blue."""
        posing = self._view.posing
        points = posing.points() if posing.person else []
        for shown in self._view.showing.views.values():
            if shown.sighting is None or not points:
                continue
            painter.save()
            painter.setClipRect(shown.area)
            places = shown.sighting.places([point for _, point in points])
            for (grip, _), (x, y, depth) in zip(points, places, strict=True):
                if depth > 0.05:
                    _paint_grip(painter, grip, QPointF(x, y), hot=grip == posing.hot)
            painter.restore()

    def _paint_pointer(self, painter: QPainter) -> None:
        pointer = self._view.pointer
        if pointer.band is not None:
            painter.setPen(QPen(QColor(0, 0, 0, 120), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(pointer.band)
            painter.setPen(QPen(colour("accent"), 1))
            painter.setBrush(colour("accent", 0.12))
            painter.drawRect(pointer.band)
        words = pointer.said or self._view.posing.words()
        if words:
            self._tag(painter, pointer.at + QPointF(18, 26), words)

    def _tag(self, painter: QPainter, at: QPointF, words: str) -> None:
        """What a drag amounts to, beside the mouse."""
        wide = width_of(words, 12, 500) + 16
        at = QPointF(min(at.x(), self.width() - wide - 4), min(max(at.y(), 4), self.height() - 28))
        plate(painter, QRectF(at.x(), at.y(), wide, 24), "popover", "line")
        write(painter, at + QPointF(8, 16), words, 12, 500, "text", halo=False)


def _paint_grip(painter: QPainter, grip: Grip, at: QPointF, hot: bool) -> None:
    half = 6.0 if hot else 4.5
    painter.setPen(QPen(QColor(0, 0, 0, 150), 3))
    for ink in (Qt.BrushStyle.NoBrush, colour("accent") if hot else colour("text")):
        painter.setBrush(ink)
        if grip.kind == "joint":
            painter.drawEllipse(at, half, half)
        elif grip.kind == "limb":
            painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))
        else:
            tips = (QPointF(0, -1), QPointF(1, 0), QPointF(0, 1), QPointF(-1, 0))
            painter.drawPolygon([at + tip * (half * 1.4) for tip in tips])
        painter.setPen(QPen(colour("on_accent"), 1))


def _turn(rotation: tuple[float, float, float, float]) -> list[list[float]]:
    """Rows: what the camera sees of each world axis to its right, up and towards it."""
    return [list(row) for row in rotation_matrix(rotation).T]
