"""What the first film will need, loaded while a person still looks at the first page.

One module at a time on the window's thread, with turns of the event loop between them: Qt's modules want the
thread that made the application, and a thread of Python would hold the interpreter just as long.
"""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from previz.ui.rooms import ROOMS

MODULES = (
    "numpy",
    "previz.scene.transform",
    "previz.scene.blocking",
    "previz.cast.figure",
    "previz.kit.catalogue",
    "previz.grammar.continuity",
    "OpenGL.GL",
    "previz.render.viewer",
    "PIL.Image",
    "cv2",
    "previz.gen.sketch.drawing",
    "previz.studio.generators",
    "previz.export.wording",
    "previz.studio.making",
    "previz.studio.printing",
    "previz.studio.overlays",
    "previz.studio.studio",
    "previz.ui.session",
    "previz.ui.desk",
    "pyqtgraph",
    "previz.ui.plan",
    "previz.ui.viewport.stage_view",
    *(module for module, _ in (ROOMS[1], ROOMS[2], ROOMS[0], ROOMS[3], ROOMS[4])),
    "previz.ui.settings.card",
    "previz.ui.paper_preview",
)
"""From the parts to the whole, so that no step is long; the stage before the other rooms."""
PAUSE_MS = 15


class Warming(QObject):
    """Loads `MODULES` once the window is painted; a film that is opened sooner loads what it needs itself."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = list(MODULES)
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._step)

    @property
    def over(self) -> bool:
        return not self._left

    def start(self) -> None:
        self._timer.start()

    def _step(self) -> None:
        if self._left:
            import_module(self._left.pop(0))
        else:
            self._timer.stop()
