"""What must be settled before Qt or OpenGL load. Imports neither."""

from __future__ import annotations

import os
import sys

from previz.errors import NoWindow

INSTALL = "python -m pip install 'previz-studio[desktop]'"


def prepare() -> None:
    """Make Qt and PyOpenGL both mean EGL on Linux, so that they share contexts. Harmless when done twice."""
    if sys.platform == "linux":
        os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
        os.environ.setdefault("QT_XCB_GL_INTEGRATION", "xcb_egl")


def check_display() -> None:
    """Raises NoWindow, in one line, where no window can be: Qt itself would end the process."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal", "vnc"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise NoWindow(
            "There is no display to open a window on; everything but the window works without one, "
            "see previz --help."
        )


def missing_package(error: ModuleNotFoundError) -> NoWindow:
    """The error to show when a package of the window is not installed."""
    return NoWindow(f"The window needs {(error.name or 'PySide6').split('.')[0]}; install it: {INSTALL}")
