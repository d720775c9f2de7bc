"""Windows under test: a session on the small film, the look of the product, no complaint from Qt."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "linux":
    # Before Qt or OpenGL load: both must mean EGL.
    os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
    os.environ.setdefault("QT_XCB_GL_INTEGRATION", "xcb_egl")

import pytest
from PySide6.QtCore import QEvent, QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from previz.studio import Studio
from previz.ui.actions import ActionTable
from previz.ui.collector import Collector, collecting_here
from previz.ui.desk import Desk
from previz.ui.drawing import Drawing
from previz.ui.pictures import Pictures
from previz.ui.session import Session
from previz.ui.shot_rows import ShotRows
from previz.ui.tasks import Tasks
from previz.ui.theme import apply_theme
from previz.ui.window import Window


@pytest.fixture(scope="package", autouse=True)
def collector(qapp: QApplication) -> Iterator[Collector]:
    """As in the application: what is forgotten is destroyed by the window's thread alone."""
    with collecting_here() as made:
        yield made
        gc.collect()


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


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody's recent films, layouts or untitled projects: everything under a folder of this test."""
    home = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(home / "config"))
    return home


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    """The window without a project, in front."""
    made = Window()
    with qtbot.waitActive(made, timeout=60_000):
        made.show()
        made.activateWindow()
    yield made
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def open_window(window: Window, small_film: Path) -> Window:
    """The window with the small film."""
    assert window.projects.open(small_film)
    return window


@pytest.fixture
def desk(session: Session, qtbot: QtBot) -> Iterator[Desk]:
    """What the rooms share, without a window."""
    home = QWidget()
    qtbot.addWidget(home)
    tasks, rows, pictures = Tasks(home), ShotRows(session, home), Pictures(session, home)
    made = Desk(session, ActionTable(home), tasks, rows, pictures, Drawing(session, tasks, home))
    yield made
    made.drawing.close()
    tasks.close()
    rows.close()
    pictures.close()
