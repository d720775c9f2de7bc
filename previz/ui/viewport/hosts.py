"""Which canvas a window gets."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from previz.ui.session import Session
from previz.ui.surface import has_gl, in_window
from previz.ui.viewport.gl_canvas import GlCanvas
from previz.ui.viewport.image_canvas import ImageCanvas

PictureCanvas = GlCanvas | ImageCanvas


def make_canvas(session: Session, parent: QWidget) -> PictureCanvas:
    """OpenGL in the window where a graphics processor draws it, else captured images. The session is told
    where OpenGL is not to be had at all.
    """
    if in_window():
        return GlCanvas(parent)
    if not has_gl():
        session.tell(
            "OpenGL is not to be had in this window; the stage is shown as captured images, a little slower.",
            "warning",
        )
    return ImageCanvas(parent)
