"""Pictures drawn by OpenGL in the window itself."""

from __future__ import annotations

from collections.abc import Mapping

from OpenGL.error import Error as OpenGLError
from PySide6.QtCore import QElapsedTimer, QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QWidget

from previz.errors import RenderError
from previz.gl.state import clear_screen, finish
from previz.render.renderer import Renderer
from previz.render.viewer import Viewer
from previz.ui.surface import surface_format
from previz.ui.viewport.canvas import Ids, Pace, Pane, around


class GlCanvas(QOpenGLWidget):
    drawn = Signal()
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFormat(surface_format())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setUpdateBehavior(QOpenGLWidget.UpdateBehavior.NoPartialUpdate)
        self.pace = Pace()
        self._panes: Mapping[str, Pane] = {}
        self._renderer: Renderer | None = None
        self._viewer: Viewer | None = None
        self._broken = self.is_behind = self._fine = False

    # ------------------------------------------------------------------------------------------ canvas
    def show_panes(self, panes: Mapping[str, Pane]) -> None:
        self._panes, self.is_behind, self._fine = dict(panes), self.isVisible(), False
        self.update()

    def refine(self) -> None:
        if self.pace.share == 1.0 and not self.is_behind:  # where moving is slow the window would stand still
            self._fine = True
            self.update()

    def ids(self, slot: str) -> Ids | None:
        kept = self._kept(slot)
        if self._viewer is None or not self._viewer.has(kept):
            return None
        self.makeCurrent()
        found = self._viewer.ids(kept)
        self.doneCurrent()
        return found

    def ids_near(self, slot: str, x: int, y: int, reach: int) -> Ids | None:
        kept = self._kept(slot)
        if self._viewer is None or not self._viewer.has(kept) or slot not in self._panes:
            return None
        width, height = self._panes[slot].glance.size_px
        x, y = self._panes[slot].pixel(x, y)
        left, top = min(max(x - reach, 0), width - 1), min(max(y - reach, 0), height - 1)
        wide, high = min(x + reach + 1, width) - left, min(y + reach + 1, height) - top
        if wide <= 0 or high <= 0:
            return None
        self.makeCurrent()
        part = self._viewer.ids(kept, (left, top, wide, high))
        self.doneCurrent()
        return around(part, x - left, y - top, reach)

    def _kept(self, slot: str) -> str:
        """The viewer's slot of a view's last picture."""
        pane = self._panes.get(slot)
        return slot + (pane.slot_suffix if pane else "")

    def picture(self) -> QImage:
        return self.grabFramebuffer().convertToFormat(QImage.Format.Format_RGB32)

    def close_pictures(self) -> None:
        if self._viewer is None or self._renderer is None:
            return
        self.makeCurrent()
        self._viewer.close()
        self._renderer.close()
        self._viewer = self._renderer = None
        self.doneCurrent()

    # ---------------------------------------------------------------------------------------------- Qt
    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(64, 64)  # a view without a height has no context

    def initializeGL(self) -> None:  # noqa: N802
        try:
            self._renderer = Renderer()
            self._viewer = Viewer(self._renderer)
        except (RenderError, OpenGLError, ImportError) as error:
            self._give_up(f"This window cannot draw with OpenGL ({error}).")
            return
        self.context().aboutToBeDestroyed.connect(self.close_pictures)

    def paintGL(self) -> None:  # noqa: N802
        if self._viewer is None:
            return
        screen = self.defaultFramebufferObject()
        height = round(self.height() * self.devicePixelRatioF())
        clock = QElapsedTimer()
        clock.start()
        try:
            shown = {
                slot: self._viewer.draw(self._kept(slot), pane.glance) for slot, pane in self._panes.items()
            }
            for slot, pane in self._panes.items() if self._fine else ():
                self._viewer.refine(self._kept(slot), pane.glance)
            for slot in self._viewer.slots:
                if slot.split(" ")[0] not in shown:
                    self._viewer.forget(slot)
        except (RenderError, OpenGLError) as error:
            self._give_up(str(error))
            return
        self.is_behind = False
        clear_screen(screen, (0.043, 0.043, 0.043, 1.0))
        for slot, framebuffer in shown.items():
            rect = self._panes[slot].rect
            below = height - rect.y() - rect.height()
            framebuffer.copy_to(screen, (rect.x(), below, rect.width(), rect.height()))
        if any(pane.glance.moving for pane in self._panes.values()):
            finish()  # commands return long before a picture is there
            self.pace.took(clock.nsecsElapsed() / 1e6)
        if shown:
            self.drawn.emit()

    def _give_up(self, words: str) -> None:
        if not self._broken:
            self._broken, self.is_behind = True, False
            self.failed.emit(words)
