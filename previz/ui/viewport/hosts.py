"""Which canvas a window gets."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from previz.ui.session import Session
from previz.ui.viewport.gl_canvas import GlCanvas, can_draw
from previz.ui.viewport.image_canvas import ImageCanvas

PictureCanvas = GlCanvas | ImageCanvas

_WITHOUT_GL = ("offscreen", "minimal", "vnc", "linuxfb", "minimalegl")


def has_gl() -> bool:
    """Can this window system draw with OpenGL?"""
    return QGuiApplication.platformName() not in _WITHOUT_GL and can_draw()


def make_canvas(session: Session, parent: QWidget) -> PictureCanvas:
    """OpenGL in the window, or captured images where that is not to be had; the session is told."""
    if has_gl():
        return GlCanvas(parent)
    session.tell(
        "OpenGL is not to be had in this window; the stage is shown as captured images, a little slower.",
        "warning",
    )
    return ImageCanvas(parent)
