"""What the window system has to draw on. Loads no renderer: the window asks before its first page."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QGuiApplication, QOpenGLContext, QSurfaceFormat

_WITHOUT_GL = ("offscreen", "minimal", "vnc", "linuxfb", "minimalegl")


def surface_format() -> QSurfaceFormat:
    """OpenGL 3.3 core, which is what the renderer needs; one sample, because it smooths by itself."""
    wanted = QSurfaceFormat()
    wanted.setRenderableType(QSurfaceFormat.RenderableType.OpenGL)
    wanted.setVersion(3, 3)
    wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
    wanted.setDepthBufferSize(0)
    wanted.setStencilBufferSize(0)
    return wanted


@cache
def can_draw() -> bool:
    """Does the window system give a context that is new enough?"""
    context = QOpenGLContext()
    context.setFormat(surface_format())
    return context.create() and context.format().version() >= (3, 3)


def has_gl() -> bool:
    """Can this window system draw with OpenGL?"""
    return QGuiApplication.platformName() not in _WITHOUT_GL and can_draw()
