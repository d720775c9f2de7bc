"""What must be settled before Qt or OpenGL load. Imports neither."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.util import find_spec

from previz.errors import NoWindow

INSTALL = "python -m pip install 'previz-studio[desktop]', or `make run` in its folder"
PACKAGES = ("PySide6", "pyqtgraph")


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
    if os.environ.get("QT_QPA_PLATFORM", "xcb") == "xcb" and not os.environ.get("WAYLAND_DISPLAY"):
        _check_x()


def _check_x() -> None:
    """Qt aborts, with four lines, where X does not answer or a library of its plugin is not there."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError:
        raise NoWindow(
            "The window needs libxcb-cursor: apt install libxcb-cursor0 (Debian, Ubuntu), or "
            "dnf install xcb-util-cursor (Fedora)."
        ) from None
    xcb.xcb_connect.restype = ctypes.c_void_p
    made = ctypes.c_void_p(xcb.xcb_connect(None, None))
    broken = xcb.xcb_connection_has_error(made)
    xcb.xcb_disconnect(made)
    if broken:
        raise NoWindow(
            f"The display {os.environ['DISPLAY']} does not answer; set DISPLAY to one that does. "
            "Everything but the window works without one, see previz --help."
        )


def check_packages() -> None:
    """Raises NoWindow, in one line, when a package of the window is not installed. Loads none of them."""
    for package in PACKAGES:
        if find_spec(package) is None:
            raise NoWindow(f"The window needs {package}; install it: {INSTALL}")
