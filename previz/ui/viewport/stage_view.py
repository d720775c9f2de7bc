"""The stage as a picture: through the lens of the shot, from anywhere, or both at once."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QImage, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from previz.errors import PrevizError
from previz.render.overlay import Mark
from previz.scene.model import CameraKey
from previz.studio.shot_book import Flown
from previz.ui.session import Session
from previz.ui.viewport.face import Face
from previz.ui.viewport.gizmo import Tool
from previz.ui.viewport.hosts import PictureCanvas, make_canvas
from previz.ui.viewport.image_canvas import ImageCanvas
from previz.ui.viewport.navigation import Navigator, follow_pivot
from previz.ui.viewport.pointer import Pointer
from previz.ui.viewport.pose_tool import PoseTool
from previz.ui.viewport.rigs import FreeRig, LensRig
from previz.ui.viewport.scenery import Scenery
from previz.ui.viewport.seeing import Seeing
from previz.ui.viewport.showing import Mode, Showing, Shown
from previz.ui.viewport.stage_actions import StageActions
from previz.ui.viewport.stage_drops import StageDrops
from previz.ui.viewport.stage_input import StageInput
from previz.ui.viewport.stage_looks import StageLooks
from previz.ui.viewport.wild_walls import WildWalls

SETTLE_MS = 140
"""After the last movement the picture is finished: shadows, ambient occlusion, smoothed edges."""
REFINE_MS = 250
"""When nothing has changed for so long, edges thinner than a pixel come out whole."""


class StageView(StageActions, StageLooks, QWidget):  # type: ignore[misc]  # rows in place of Qt's actions
    """Talks to the session alone."""

    accessible_role = QAccessible.Role.Graphic

    mode_changed = Signal(str)
    tool_changed = Signal(str)
    looks_changed = Signal()
    """A guide, focus aid, sketch or snap was switched."""
    menu_wanted = Signal(QPoint)
    """The right button was clicked, at a global place; the selection is what lies there."""
    model_dropped = Signal(str, object)
    """A 3D file from outside was let go: its path, and the point of the set (None: beside the set)."""
    pose_wanted = Signal(str)
    """Somebody is being posed (a character's id), or nobody any more ("")."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setAccessibleName("Stage view")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.hovered: str | None = None
        self._moving = self._closed = False
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._come_to_rest)
        self._refine = QTimer(self, interval=REFINE_MS, singleShot=True)
        self._refine.timeout.connect(self._make_finer)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._show_now)
        self.showing = Showing(session, Scenery(session), LensRig(session), FreeRig())
        self.seeing = Seeing(session, self.showing, lambda: self._canvas, self.devicePixelRatioF)
        self.pointer = Pointer(session, self.seeing, self._pointed)
        self.posing = PoseTool(session, self.showing.scenery, self._pointed)
        self.navigator = Navigator(self._navigated, self.moved, self)
        self.drops = StageDrops(self)
        self.walls = WildWalls(self)
        self.input = StageInput(self)
        self._canvas = make_canvas(session, self)
        self._wire(self._canvas)
        self._face = Face(self, self)
        session.staged.connect(self._document_changed)
        session.time_changed.connect(self._document_changed)
        session.selection_changed.connect(self.refresh)
        session.shot_changed.connect(self._shot_changed)

    # ------------------------------------------------------------------------------------------- views
    @property
    def is_behind(self) -> bool:
        """Does it still move, or wait for the picture of how things stand?"""
        waits = self._soon.isActive() or self._settle.isActive()
        return self._moving or waits or self._canvas.is_behind

    @property
    def mode(self) -> Mode:
        return self.showing.mode

    def set_mode(self, mode: Mode) -> None:
        """Through the lens, the free view, or both side by side."""
        if mode != self.showing.mode:
            self.navigator.finish()
            self.showing.mode = mode
            if mode != "split":
                self.showing.main = mode
            self.mode_changed.emit(mode)
            self.refresh()

    def flip(self) -> None:
        """Lens to free and back; in a split the smaller one becomes the larger."""
        if self.showing.mode == "split":
            self.navigator.finish()
            self.showing.main = "free" if self.showing.main == "lens" else "lens"
            self.refresh()
        else:
            self.set_mode("free" if self.showing.mode == "lens" else "lens")

    def preview(self, key: CameraKey | None, flown: Flown | None = None) -> None:
        """Show the shot through another camera, with the walls that fly for it, without an edit; None goes
        back."""
        if (key, flown) != (self.showing.preview, self.showing.preview_flown):
            self.showing.preview, self.showing.preview_flown = key, flown
            self.moved()

    def focus_selection(self) -> None:
        """Free view: bring what is selected, or everything, into view. Through the lens: pull focus to it."""
        if self.showing.main == "lens":
            self.seeing.pull_focus(self.seeing.target_id())
        else:
            self.seeing.frame_selection()
        self.moved()

    def pose(self, id: str | None) -> None:
        """Show the joints of a person and let them be pulled; None leaves."""
        if id != self.posing.person:
            self.posing.pose(id)
            self.pose_wanted.emit(self.posing.person or "")

    def set_tool(self, tool: Tool) -> None:
        self.pointer.tool, self.pointer.hot = tool, None
        self.tool_changed.emit(tool)
        self.refresh()

    # ---------------------------------------------------------------------------------------- pictures
    def refresh(self, *_: object) -> None:
        """Show what is true now, once, before the next event is waited for."""
        if not self._closed and not self._soon.isActive():
            self._soon.start()

    def moved(self) -> None:
        """As `refresh`, in haste; the picture is finished when nothing moves any more."""
        if not self._closed:
            self._moving = True
            self._settle.start()
            self.refresh()

    def _show_now(self) -> None:
        if self._closed or not self.isVisible():
            return
        try:
            self.showing.arrange(self.width(), self.height(), self._moving)
        except PrevizError as error:
            self.showing.views = {
                slot: Shown(slot, area, empty=str(error))
                for slot, area in self.showing.areas(self.width(), self.height()).items()
            }
        self.seeing.follow(self._moving)
        scale = self.devicePixelRatioF()
        marks, share = self._tool_marks(), self._canvas.pace.share
        panes = self.showing.panes(scale, self._moving, self.hovered, marks, share)
        self._canvas.show_panes(panes)
        self._face.update()

    def _tool_marks(self) -> dict[str, list[Mark]]:
        gizmo = self.pointer.gizmo() if self.posing.person is None else None
        if gizmo is None:
            return {}
        hot = self.pointer.drag.handle if self.pointer.drag else self.pointer.hot
        return {
            slot: gizmo.marks(shown.sighting, hot)
            for slot, shown in self.showing.views.items()
            if shown.sighting is not None
        }

    def _come_to_rest(self) -> None:
        busy = self.pointer.drag is not None or self.posing.busy
        if busy or self.navigator.flying or self.drops.busy:
            self._settle.start()
            return
        self._moving = False
        self.refresh()

    def _drawn(self) -> None:
        """New pictures are up: who is in the frame can be read from the ids."""
        if self._moving:
            self.seeing.drawn()
            return
        self._refine.start()
        read = self.seeing.read()
        if self.seeing.drawn() or read:
            self._face.update()

    def _make_finer(self) -> None:
        if self.isVisible() and not self.is_behind:
            self._canvas.refine()

    def picture(self) -> QImage:
        """Pictures and what is painted over them, as on the screen, in device pixels."""
        image = self._canvas.picture()
        image.setDevicePixelRatio(self.devicePixelRatioF())
        painter = QPainter(image)
        self._face.render(painter, QPoint(0, 0), renderFlags=QWidget.RenderFlag.DrawChildren)
        painter.end()
        return image

    def close_pictures(self) -> None:
        """Free everything on the graphics card. May be called twice."""
        if not self._closed:
            self.navigator.finish()
            self._closed = True
            for timer in (self._settle, self._soon, self._refine):
                timer.stop()
            self._canvas.close_pictures()

    # ----------------------------------------------------------------------------------------- hearing
    def _document_changed(self, *_: object) -> None:
        if self.posing.person is not None and self.posing.person not in self.session.document:
            self.pose(None)
        if self.pointer.drag is not None or self.posing.busy or self.navigator.busy:
            self.moved()
        else:
            self.refresh()

    def _shot_changed(self) -> None:
        self.navigator.finish()
        self.showing.preview = self.hovered = None
        self.refresh()

    def _navigated(self) -> None:
        held = self.showing.free.key
        if held is not None:
            self.showing.free.put(follow_pivot(held, self.seeing.pivot("free")), "")
        self.moved()

    def _pointed(self, moving: bool) -> None:
        if moving:
            self.moved()
        else:
            self.refresh()

    def _wire(self, canvas: PictureCanvas) -> None:
        # Queued: whoever hears of it may ask for ids, or replace the canvas, which is still painting.
        canvas.failed.connect(self._canvas_failed, Qt.ConnectionType.QueuedConnection)
        canvas.drawn.connect(self._drawn, Qt.ConnectionType.QueuedConnection)

    def _canvas_failed(self, words: str) -> None:
        """OpenGL in the window gave up: show captured images, and say so."""
        if isinstance(self._canvas, ImageCanvas):
            self.session.tell(f"The stage cannot be drawn: {words}", "error")
            return
        old, self._canvas = self._canvas, ImageCanvas(self)
        self._wire(self._canvas)
        old.hide()
        old.deleteLater()
        self._canvas.setGeometry(self.rect())
        self._canvas.show()
        self._face.raise_()
        self.session.tell(f"{words} The stage is shown as captured images instead.", "warning")
        self.refresh()

    # ---------------------------------------------------------------------------------------------- Qt
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._canvas.setGeometry(self.rect())
        self._face.setGeometry(self.rect())
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        self.refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self._face.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self.navigator.finish()
        self._face.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(960, 540)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(320, 200)
