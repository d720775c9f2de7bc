"""What the window system has to draw on. Loads no renderer: the window asks before its first page."""

from __future__ import annotations

import os
from functools import cache

from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext, QSurfaceFormat

_WITHOUT_GL = ("offscreen", "minimal", "vnc", "linuxfb", "minimalegl")
_BY_PROCESSOR = ("llvmpipe", "softpipe", "swrast", "swiftshader", "software", "gdi generic", "basic render")
"""What renderers that draw with the processor call themselves: Mesa's, Chromium's, Apple's, Microsoft's."""

_GL_RENDERER = 0x1F01
CHOICE = "PREVIZ_STAGE"
"""Set to ``opengl`` or ``images``, it decides; else the window finds out by itself."""


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


@cache
def by_processor() -> bool:
    """Does the processor draw what OpenGL is asked for? Call only where a context can be had."""
    context, surface = QOpenGLContext(), QOffscreenSurface()
    context.setFormat(surface_format())
    surface.setFormat(surface_format())
    surface.create()
    if not (context.create() and context.makeCurrent(surface)):
        return True
    name = str(context.functions().glGetString(_GL_RENDERER) or "")
    context.doneCurrent()
    return is_processor(name)


def is_processor(name: str) -> bool:
    """Is this the name of a renderer that draws with the processor?"""
    return any(word in name.lower() for word in _BY_PROCESSOR)


def in_window() -> bool:
    """Is the stage drawn by OpenGL in the window itself, not in a thread that captures images?

    A window with OpenGL in it is composed by OpenGL whole, at every change of any of its parts. A graphics
    processor does that in no time. The processor takes 20 to 60 ms for it while boards are drawn beside, and
    captured images are shown as quickly (docs/performance.md).
    """
    asked = os.environ.get(CHOICE, "")
    if asked == "images" or not has_gl():
        return False
    return asked == "opengl" or not by_processor()


def has_gl() -> bool:
    """Can this window system draw with OpenGL?"""
    return QGuiApplication.platformName() not in _WITHOUT_GL and can_draw()
