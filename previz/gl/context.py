"""An OpenGL context without a window, through EGL: graphics cards first, then Mesa's software rasteriser.

Plain ctypes, because ``eglGetPlatformDisplay`` is needed before PyOpenGL has a context to ask about its
entry points. Displays are never terminated: EGL hands the same display to every thread of a process.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from previz.errors import RenderError

INSTALL_ADVICE = "Install libEGL and Mesa: apt-get install libegl1 libgl1-mesa-dri"

_VOID_P, _INT, _UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint

_PLATFORM_DEVICE, _PLATFORM_SURFACELESS = 0x313F, 0x31DD
_NONE, _EXTENSIONS, _OPENGL_API = 0x3038, 0x3055, 0x30A2
_SURFACE_TYPE, _PBUFFER_BIT, _RENDERABLE_TYPE, _OPENGL_BIT = 0x3033, 1, 0x3040, 8
_MAJOR, _MINOR, _PROFILE, _CORE_BIT = 0x3098, 0x30FB, 0x30FD, 1
_WIDTH, _HEIGHT, _DRAW, _READ = 0x3057, 0x3056, 0x3059, 0x305A
_VERSIONS = ((4, 1), (3, 3))

_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "eglQueryString": (ctypes.c_char_p, [_VOID_P, _INT]),
    "eglGetProcAddress": (_VOID_P, [ctypes.c_char_p]),
    "eglInitialize": (_UINT, [_VOID_P, _VOID_P, _VOID_P]),
    "eglBindAPI": (_UINT, [_UINT]),
    "eglChooseConfig": (_UINT, [_VOID_P, _VOID_P, _VOID_P, _INT, _VOID_P]),
    "eglCreateContext": (_VOID_P, [_VOID_P, _VOID_P, _VOID_P, _VOID_P]),
    "eglMakeCurrent": (_UINT, [_VOID_P, _VOID_P, _VOID_P, _VOID_P]),
    "eglCreatePbufferSurface": (_VOID_P, [_VOID_P, _VOID_P, _VOID_P]),
    "eglDestroyContext": (_UINT, [_VOID_P, _VOID_P]),
    "eglDestroySurface": (_UINT, [_VOID_P, _VOID_P]),
    "eglGetCurrentContext": (_VOID_P, []),
    "eglGetCurrentDisplay": (_VOID_P, []),
    "eglGetCurrentSurface": (_VOID_P, [_INT]),
    "eglGetError": (_INT, []),
}

_opening = threading.Lock()


@dataclass(frozen=True)
class Context:
    """A current context. ``device`` says which EGL display carries it, ``version`` what was asked for."""

    device: str
    version: tuple[int, int]


@dataclass(frozen=True)
class _Display:
    name: str
    handle: int
    config: int
    surfaceless: bool


def _load() -> Any:
    """libEGL with typed entry points. Raises RenderError."""
    if not sys.platform.startswith("linux"):
        raise RenderError("Rendering without a window needs EGL, which this system lacks; open the window.")
    try:
        library = ctypes.CDLL("libEGL.so.1", mode=ctypes.RTLD_GLOBAL)
    except OSError as error:
        raise RenderError(f"There is no OpenGL without a screen ({error}). {INSTALL_ADVICE}") from error
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def _platform_displays(egl: Any) -> Iterator[tuple[str, int]]:
    """Every display that needs no screen, as (name, EGLDisplay)."""
    extensions = (egl.eglQueryString(None, _EXTENSIONS) or b"").decode().split()
    address = egl.eglGetProcAddress(b"eglGetPlatformDisplayEXT")
    if not address:
        return
    get_display = ctypes.CFUNCTYPE(_VOID_P, _UINT, _VOID_P, _VOID_P)(address)
    query = egl.eglGetProcAddress(b"eglQueryDevicesEXT")
    if query and "EGL_EXT_platform_device" in extensions:
        devices, count = (_VOID_P * 16)(), _INT()
        if ctypes.CFUNCTYPE(_UINT, _INT, _VOID_P, _VOID_P)(query)(16, devices, ctypes.byref(count)):
            for index in range(count.value):
                if display := get_display(_PLATFORM_DEVICE, devices[index], None):
                    yield f"device {index}", display
    if "EGL_MESA_platform_surfaceless" in extensions and (
        display := get_display(_PLATFORM_SURFACELESS, None, None)
    ):
        yield "surfaceless", display


def _attributes(*values: int) -> Any:
    return (_INT * (len(values) + 1))(*values, _NONE)


def _open_display(egl: Any, name: str, handle: int) -> _Display | None:
    """The display, initialised and with a config for desktop OpenGL; None if it has none."""
    major, minor, count, config = _INT(), _INT(), _INT(), _VOID_P()
    if not egl.eglInitialize(handle, ctypes.byref(major), ctypes.byref(minor)):
        return None
    if not egl.eglBindAPI(_OPENGL_API):
        return None
    surfaceless = b"EGL_KHR_surfaceless_context" in (egl.eglQueryString(handle, _EXTENSIONS) or b"")
    kind = (_RENDERABLE_TYPE, _OPENGL_BIT)
    wanted = _attributes(_SURFACE_TYPE, 0 if surfaceless else _PBUFFER_BIT, *kind)
    found = egl.eglChooseConfig(handle, wanted, ctypes.byref(config), 1, ctypes.byref(count))
    if not found or not count.value or config.value is None:
        return None
    return _Display(name, handle, config.value, surfaceless)


def _create(egl: Any) -> tuple[_Display, int, int | None, tuple[int, int]]:
    """(display, context, surface or None, version), the context current in this thread."""
    for name, handle in _platform_displays(egl):
        display = _open_display(egl, name, handle)
        if display is None:
            continue
        for version in _VERSIONS:
            wanted = _attributes(_MAJOR, version[0], _MINOR, version[1], _PROFILE, _CORE_BIT)
            context = egl.eglCreateContext(handle, display.config, None, wanted)
            if not context:
                continue
            surface = None
            if not display.surfaceless:
                pixel = _attributes(_WIDTH, 1, _HEIGHT, 1)
                surface = egl.eglCreatePbufferSurface(handle, display.config, pixel)
            if egl.eglMakeCurrent(handle, surface, surface, context):
                return display, context, surface, version
            if surface:
                egl.eglDestroySurface(handle, surface)
            egl.eglDestroyContext(handle, context)
    raise RenderError(f"No graphics driver offers OpenGL 3.3 without a screen. {INSTALL_ADVICE}")


@contextmanager
def headless() -> Iterator[Context]:
    """An OpenGL 4.1 (or 3.3) core context, current in this thread inside the block and gone after it.

    Any number of threads may hold one each. Whatever context was current before is current again
    afterwards. Raises RenderError, with what to install, where EGL or a driver is missing.
    """
    with _opening:
        egl = _load()
        before = egl.eglGetCurrentContext()
        restore = (
            egl.eglGetCurrentDisplay(),
            egl.eglGetCurrentSurface(_DRAW),
            egl.eglGetCurrentSurface(_READ),
            before,
        )
        display, context, surface, version = _create(egl)
    try:
        yield Context(display.name, version)
    finally:
        egl.eglMakeCurrent(display.handle, None, None, None)
        if surface:
            egl.eglDestroySurface(display.handle, surface)
        egl.eglDestroyContext(display.handle, context)
        if before:
            egl.eglMakeCurrent(*restore)
