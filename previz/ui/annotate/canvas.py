"""The picture, the marks over it, and the hand that draws: mouse, pen and wheel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QCursor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPointingDevice,
    QResizeEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from previz.scene.marks import LAYERS, Layer
from previz.scene.strokes import EVEN_PRESSURE
from previz.ui.annotate.kit import Kit
from previz.ui.annotate.layer_picture import LayerPicture
from previz.ui.annotate.sheet import Sheet
from previz.ui.annotate.view import View
from previz.ui.session import Session
from previz.ui.theme import colour

SETTLE_MS = 90
"""After a change of the view the marks are stretched; this long after the last one they are painted anew."""
STEP = 1.2


@dataclass(frozen=True)
class Touch:
    """Where a mouse or a pen is."""

    place: tuple[float, float]
    """In widths of the picture."""
    canvas: QPointF
    pressure: float = EVEN_PRESSURE
    tilt_deg: float = 0.0
    shift: bool = False
    alt: bool = False

    @property
    def row(self) -> tuple[float, float, float, float]:
        return (*self.place, self.pressure, self.tilt_deg)


class Tool:
    """What a hand does with the canvas. Places in `Touch`; nothing happens without a press."""

    cursor = Qt.CursorShape.CrossCursor
    draws = False
    """Whether a press begins a mark of the kit's layer."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.session = canvas.session
        self.sheet = canvas.sheet
        self.kit = canvas.kit

    def press(self, touch: Touch) -> None: ...

    def drag(self, touch: Touch) -> None: ...

    def release(self, touch: Touch) -> None: ...

    def hover(self, touch: Touch) -> None: ...

    def cancel(self) -> None:
        """Forget what was begun."""

    def draw_over(self, painter: QPainter) -> None:
        """Over everything, in px of the canvas."""

    @property
    def busy(self) -> bool:
        return False


class Canvas(QWidget):
    accessible_role = QAccessible.Role.Canvas
    view_changed = Signal()
    selection_changed = Signal()

    def __init__(
        self,
        session: Session,
        kit: Kit,
        make_tool: Callable[[Canvas, str], Tool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.kit = session, kit
        self.sheet = Sheet(session, self)
        self._make_tool = make_tool
        self.selected: tuple[str, ...] = ()
        self.wet: tuple[QImage, Layer, float] | None = None
        """The stroke that is being drawn, its layer, its opacity."""
        self.paint_over: list[Callable[[QPainter], None]] = []
        """What else is shown over the marks, with a painter in widths of the picture."""
        self.lies_over: list[Callable[[Touch], bool]] = []
        """Asked by the selecting hand before the marks are: True takes the press."""
        self._picture = QImage()
        self._backdrop: QImage | None = None
        self._view = View()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._settle)
        self._panning: QPointF | None = None
        self._space = False
        self._pressed = False
        self._late = False
        """Something else was taken up while the hand was down: it is for the next press."""
        self._eraser_end: Tool | None = None
        self.tool = make_tool(self, kit.facts.name)
        self.setMouseTracking(True)
        self.setTabletTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("The take and what is drawn over it")
        self.setMinimumSize(320, 200)
        self.sheet.changed.connect(self._sheet_changed)
        self.sheet.went_on.connect(self.update)
        kit.changed.connect(self._kit_changed)

    # ---------------------------------------------------------------------------------- what it shows
    @property
    def view(self) -> View:
        return self._view

    def show_picture(self, picture: QImage, tall: float) -> None:
        """``tall``: height of the picture in its widths."""
        self._picture = picture
        self.select(())
        self._set_view(View(QSizeF(self.size()), tall))
        self._settle()

    def set_view(self, view: View) -> None:
        self._set_view(view)
        self._settling.start()

    def _set_view(self, view: View) -> None:
        self._view = view
        self._backdrop = None
        self.update()
        self.view_changed.emit()

    def _settle(self) -> None:
        """Marks are painted for the view as it is now."""
        self._settling.stop()
        self.sheet.set_view(self._view, self.devicePixelRatioF())
        self.update()

    def select(self, ids: tuple[str, ...]) -> None:
        """Those of them that are there and may be touched."""
        marks = self.sheet.marks
        ids = tuple(id for id in ids if id in marks and self.sheet.can_touch(marks[id]))
        if ids != self.selected:
            self.selected = ids
            self.selection_changed.emit()
            self.update()

    def blank(self) -> QImage:
        """As large as the canvas, for wet ink; the view is settled first."""
        self._settle()
        return self.sheet.blank()

    def update_picture(self, area: QRectF | None) -> None:
        """Paint an area in widths of the picture again; None for all."""
        if area is None:
            self.update()
        elif not area.isNull():
            mapped = self._view.canvas_from_picture().mapRect(area)
            self.update(mapped.toAlignedRect().adjusted(-2, -2, 2, 2))

    def _sheet_changed(self, area: QRectF | None) -> None:
        if self.selected:
            self.update()  # the handles move with the marks
        else:
            self.update_picture(area)
        self.select(self.selected)

    def _kit_changed(self) -> None:
        self._late = self._pressed
        if not self._pressed:
            self.tool.cancel()
            self.tool = self._make_tool(self, self.kit.facts.name)
            self._show_cursor()
            self.update()

    def _show_cursor(self) -> None:
        if self._panning is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(QCursor(self.tool.cursor))

    # --------------------------------------------------------------------------------------- painting
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        box = event.rect()
        _blit(painter, self._behind(), box, 1.0)
        for layer in LAYERS:
            look = self.sheet.look(layer)
            if not look.visible:
                continue
            shown = self.sheet.shown(layer)
            if shown.view == self._view:
                _blit(painter, shown.image, box, look.opacity)
            else:
                self._stretch(painter, shown, look.opacity)
            if self.wet is not None and self.wet[1] == layer:
                _blit(painter, self.wet[0], box, self.wet[2] * look.opacity)
        painter.setOpacity(1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for draw in self.paint_over:
            painter.save()
            painter.setTransform(self._view.canvas_from_picture(), True)
            draw(painter)
            painter.restore()
        self.tool.draw_over(painter)
        painter.end()

    def _stretch(self, painter: QPainter, other: LayerPicture, opacity: float) -> None:
        """A layer that was painted for another view, as it would lie in this one."""
        painter.save()
        painter.setOpacity(opacity)
        back = other.view.picture_from_canvas() * self._view.canvas_from_picture()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(back, True)
        painter.drawImage(QPointF(0, 0), other.image)
        painter.restore()

    def _behind(self) -> QImage:
        """The wall and the picture on it."""
        if self._backdrop is None:
            scale = self.devicePixelRatioF()
            made = QImage((self._view.canvas * scale).toSize(), QImage.Format.Format_RGB32)
            made.setDevicePixelRatio(scale)
            made.fill(colour("void"))
            painter = QPainter(made)
            painter.setRenderHints(
                QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing
            )
            painter.setTransform(self._view.canvas_from_picture())
            whole = QRectF(0, 0, 1, self._view.tall)
            painter.fillRect(whole, colour("paper"))
            look = self.sheet.look("picture")
            if look.visible and not self._picture.isNull():
                painter.setOpacity(look.opacity)
                painter.drawImage(whole, self._picture)
            painter.end()
            self._backdrop = made
        return self._backdrop

    def picture_changed(self) -> None:
        """The picture is shown fainter, or not at all."""
        self._backdrop = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        view = View(
            QSizeF(self.size()),
            self._view.tall,
            self._view.zoom,
            self._view.turn_deg,
            self._view.mirrored,
            self._view.shift,
        )
        self.set_view(view)

    # --------------------------------------------------------------------------------------- the hand
    def _touch(
        self, position: QPointF, modifiers: Qt.KeyboardModifier, pressure: float, tilt: float
    ) -> Touch:
        return Touch(
            self._view.place(position),
            position,
            pressure if self.kit.feels_pressure else EVEN_PRESSURE,
            tilt,
            bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            bool(modifiers & Qt.KeyboardModifier.AltModifier),
        )

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802
        """A pen. Its other end erases, whatever tool is taken up."""
        tilt = max(abs(event.xTilt()), abs(event.yTilt()))
        touch = self._touch(event.position(), event.modifiers(), event.pressure(), float(tilt))
        kind = event.type()
        if self._panning is not None or (kind == QEvent.Type.TabletPress and self._space):
            self._pan(event.position(), kind == QEvent.Type.TabletRelease)
        elif kind == QEvent.Type.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            if event.pointerType() == QPointingDevice.PointerType.Eraser:
                self._eraser_end, self.tool = self.tool, self._make_tool(self, "eraser")
            self._begin(touch)
        elif kind == QEvent.Type.TabletMove:
            self._go_on(touch)
        elif kind == QEvent.Type.TabletRelease:
            self._end(touch)
        event.accept()  # else Qt sends it again as a mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.MiddleButton or (
            self._space and event.button() == Qt.MouseButton.LeftButton
        ):
            self._pan(event.position())
        elif event.button() == Qt.MouseButton.LeftButton:
            self._begin(self._touch(event.position(), event.modifiers(), EVEN_PRESSURE, 0.0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._panning is not None:
            self._pan(event.position())
        else:
            self._go_on(self._touch(event.position(), event.modifiers(), EVEN_PRESSURE, 0.0))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._panning is not None:
            self._pan(event.position(), over=True)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._end(self._touch(event.position(), event.modifiers(), EVEN_PRESSURE, 0.0))

    def _pan(self, position: QPointF, over: bool = False) -> None:
        """Take hold of the picture, draw it along, or let go of it."""
        if self._panning is not None:
            self.set_view(self._view.moved(position - self._panning))
        self._panning = None if over else position
        self._show_cursor()

    def _begin(self, touch: Touch) -> None:
        if self.sheet.take is None or self.session.read_only:
            return
        refusal = self.sheet.refusal(self.kit.facts.layer) if self.tool.draws else ""
        if refusal:
            self.session.tell(refusal, "warning")
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._settling.isActive():
            self._settle()
        self._pressed = True
        self.tool.press(touch)

    def _go_on(self, touch: Touch) -> None:
        if self._pressed:
            self.tool.drag(touch)
        else:
            self.tool.hover(touch)

    def _end(self, touch: Touch) -> None:
        if self._pressed:
            self._pressed = False
            self.tool.release(touch)
        if self._eraser_end is not None:
            self.tool, self._eraser_end = self._eraser_end, None
        if self._late:
            self._kit_changed()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        turn, way = event.angleDelta(), event.modifiers()
        if way & Qt.KeyboardModifier.ShiftModifier:
            self.set_view(self._view.moved(QPointF(turn.y() or turn.x(), 0) / 2))
        elif turn.y():
            self.set_view(self._view.zoomed(STEP ** (turn.y() / 120), event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = True
            self._show_cursor()
        elif event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
        else:
            super().keyReleaseEvent(event)

    def middle(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)


def _blit(painter: QPainter, image: QImage, box: QRect, opacity: float) -> None:
    scale = image.devicePixelRatio()
    source = QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)
    painter.setOpacity(opacity)
    painter.drawImage(QRectF(box), image, source)
