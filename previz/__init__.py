"""Previz: stage a scene with real lenses, frame its shots, draw its boards."""

import os
import sys

__version__ = "0.1.0"

if sys.platform.startswith("linux"):
    # One EGL world for the window, the worker threads and machines without a screen; both must be
    # set before OpenGL or Qt is imported (docs/architecture.md, traps).
    os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
    os.environ.setdefault("QT_XCB_GL_INTEGRATION", "xcb_egl")
