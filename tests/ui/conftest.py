"""Windows under test: a session on the small film, the look of the product, no complaint from Qt."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "linux":
    # Before Qt or OpenGL load: both must mean EGL.
    os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
    os.environ.setdefault("QT_XCB_GL_INTEGRATION", "xcb_egl")

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from previz.studio import Studio
from previz.ui.session import Session
from previz.ui.theme import apply_theme


@pytest.fixture(autouse=True)
def no_complaint_of_qt(qapp: QApplication) -> Iterator[list[str]]:
    """Fails the test when Qt warned while it ran."""
    said: list[str] = []

    def hear(kind: QtMsgType, context: object, text: str) -> None:
        if kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
            said.append(text)

    before = qInstallMessageHandler(hear)
    try:
        apply_theme(qapp)
        yield said
    finally:
        qInstallMessageHandler(before)
    assert not said, "Qt complained: " + "; ".join(said)


@pytest.fixture
def session(small_film: Path, qtbot: QtBot) -> Iterator[Session]:
    made = Session(Studio.open(small_film))
    yield made
    made.close()
