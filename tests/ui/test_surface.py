"""Who draws the stage: OpenGL in the window, or a thread that captures images."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QOffscreenSurface, QOpenGLContext
from PySide6.QtOpenGLWidgets import QOpenGLWidget
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.ui import surface
from previz.ui.rooms import STAGE
from previz.ui.rooms.stage import StageRoom
from previz.ui.window import Window


@pytest.mark.parametrize(
    ("chosen", "has_gl", "by_processor", "in_window"),
    [
        ("", True, False, True),
        ("", True, True, False),
        ("", False, True, False),
        ("opengl", True, True, True),
        ("opengl", False, True, False),
        ("images", True, False, False),
        ("nonsense", True, False, True),
    ],
)
def test_a_graphics_processor_draws_in_the_window_unless_somebody_says_otherwise(
    chosen: str, has_gl: bool, by_processor: bool, in_window: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(surface.CHOICE, chosen)
    monkeypatch.setattr(surface, "has_gl", lambda: has_gl)
    monkeypatch.setattr(surface, "by_processor", lambda: by_processor)
    assert surface.in_window() is in_window


@pytest.mark.parametrize(
    ("name", "by_processor"),
    [
        ("llvmpipe (LLVM 15.0.6, 256 bits)", True),
        ("Google SwiftShader", True),
        ("Apple Software Renderer", True),
        ("GDI Generic", True),
        ("Microsoft Basic Render Driver", True),
        ("NVIDIA GeForce RTX 4070/PCIe/SSE2", False),
        ("AMD Radeon RX 7800 XT (radeonsi, navi32, LLVM 17.0.6)", False),
        ("Apple M3 Pro", False),
        ("Mesa Intel(R) Iris(R) Xe Graphics (TGL GT2)", False),
    ],
)
def test_renderers_that_draw_with_the_processor_are_known_by_name(name: str, by_processor: bool) -> None:
    assert surface.is_processor(name) is by_processor


def test_the_window_system_is_asked_who_draws(qapp: QApplication) -> None:
    context, place = QOpenGLContext(), QOffscreenSurface()
    place.create()
    assert context.create()
    assert context.makeCurrent(place)
    name = str(context.functions().glGetString(0x1F01))
    context.doneCurrent()
    assert surface.by_processor() is surface.is_processor(name)


@pytest.fixture(params=["images", "opengl"])
def chosen(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(surface.CHOICE, request.param)
    return str(request.param)


def test_captured_images_leave_the_window_without_opengl(
    chosen: str, open_window: Window, qtbot: QtBot
) -> None:
    """One widget with OpenGL, even a hidden one, has the whole window composed by it at every change."""
    open_window.show_room(STAGE)
    room = open_window.room
    assert isinstance(room, StageRoom)
    qtbot.waitUntil(lambda: room.view.isVisible() and not room.view.is_behind, timeout=15000)
    assert bool(open_window.findChildren(QOpenGLWidget)) is (chosen == "opengl")
    shown = room.view.picture()
    colours = {shown.pixel(QPoint(x, shown.height() // 2)) for x in range(0, shown.width(), 5)}
    assert len(colours) > 5, "the stage is seen"
    open_window.close_project()
    assert not [thread for thread in threading.enumerate() if thread.name == "previz-capture"]
