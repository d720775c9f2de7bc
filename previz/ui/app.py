"""The application around the window: Qt set up, errors caught and shown, one window."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QSurfaceFormat
from PySide6.QtWidgets import QApplication

from previz.errors import NotFound, PrevizError
from previz.ui import environment
from previz.ui.accessible import tell_roles
from previz.ui.collector import collecting_here
from previz.ui.message import Message
from previz.ui.theme import apply_theme
from previz.ui.warming import Warming
from previz.ui.window import Window

LOG = logging.getLogger(__name__)

TURN_S = 0.001
"""A thread that works gives the interpreter back this soon to the window, which asks for it at every call
between Qt and Python; Python's own 5 ms add up to a tenth of a second in one turn of the event loop."""


def application() -> QApplication:
    """The QApplication as the window needs it; the one that is there, if there is one."""
    environment.prepare()
    sys.setswitchinterval(TURN_S)
    present = QApplication.instance()
    if isinstance(present, QApplication):
        app = present
    else:
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        surface = QSurfaceFormat()
        surface.setVersion(3, 3)
        surface.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
        surface.setSwapInterval(0)
        QSurfaceFormat.setDefaultFormat(surface)
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Previz")
    app.setApplicationDisplayName("Previz")
    app.setDesktopFileName("previz")
    apply_theme(app)
    tell_roles()
    return app


def run(path: Path | None) -> int:
    """Open the window, on a project or on the page without one; returns when it is closed.

    Raises NoWindow without a display, NotFound for a file that is not there.
    """
    environment.check_display()
    if path is not None and not path.exists():
        raise NotFound(f"{path} is not there; `previz` alone opens the window without a film.")
    app = application()
    window = Window()
    before = sys.excepthook
    sys.excepthook = _Hook(window)
    try:
        with collecting_here():
            window.show()
            if path is not None:
                window.projects.open(path)
            Warming(window).start()
            return int(app.exec())
    finally:
        sys.excepthook = before


class _Hook:
    """What nobody caught is shown in the window, which goes on; the whole story goes to the log."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        if isinstance(error, PrevizError):
            self._window.message_bar.show_message(Message(str(error), "error"))
            return
        story = "".join(traceback.format_exception(kind, error, trace))
        LOG.error("uncaught: %s", story)
        print(story, file=sys.stderr)
        text = f"Something went wrong inside Previz ({kind.__name__}: {error}). Your film is on disk."
        copy = lambda: QGuiApplication.clipboard().setText(story)  # noqa: E731
        self._window.message_bar.show_message(Message(text, "error", "Copy details", copy))
