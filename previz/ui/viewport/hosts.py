"""Which canvas a window gets."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from previz.ui.session import Session
from previz.ui.surface import has_gl
from previz.ui.viewport.gl_canvas import GlCanvas
from previz.ui.viewport.image_canvas import ImageCanvas

PictureCanvas = GlCanvas | ImageCanvas


def make_canvas(session: Session, parent: QWidget) -> PictureCanvas:
    """OpenGL in the window, or captured images where that is not to be had; the session is told."""
    if has_gl():
        return GlCanvas(parent)
    session.tell(
        "OpenGL is not to be had in this window; the stage is shown as captured images, a little slower.",
        "warning",
    )
    return ImageCanvas(parent)
