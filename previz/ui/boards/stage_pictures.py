"""What the stage shows now at the moment of a panel, looked at in a thread when somebody asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from previz.errors import PrevizError
from previz.scene import model
from previz.scene.edit import Edit
from previz.studio.snapshot import Snapshot
from previz.ui.pictures import image_of
from previz.ui.session import Session

WIDTH_PX = 1280
KEPT = 8
"""Pictures in memory: about 20 MB."""


@dataclass(frozen=True)
class _Came:
    panel_id: str
    turn: int
    image: QImage
    trouble: str = ""


class StagePictures(QObject):
    ready = Signal(str)
    """The panel whose picture has come."""
    _came = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="previz-stage-pictures")
        self._kept: dict[str, _Came] = {}
        self._asked: set[str] = set()
        self._turn = 0
        self._came.connect(self._keep)
        session.changed.connect(self._changed)

    def image(self, panel_id: str) -> QImage | None:
        """None until it has come (then `ready`); a null image where the stage shows nothing."""
        if panel_id in self._kept:
            return self._kept[panel_id].image
        panel = self._session.document.get(panel_id, model.Panel)
        if panel_id not in self._asked and panel is not None:
            self._asked.add(panel_id)
            now = self._session.studio.snapshot()
            self._pool.submit(self._work, now, panel, self._turn)
        return None

    def trouble(self, panel_id: str) -> str:
        """Why there is nothing to see, in one line."""
        kept = self._kept.get(panel_id)
        return kept.trouble if kept else ""

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._turn += 1  # what came before and is heard later is of no panel any more

    def _work(self, now: Snapshot, panel: model.Panel, turn: int) -> None:
        try:
            sight = now.shooting.sight(panel.shot_id, panel.time_s)
            size = WIDTH_PX, max(2, round(WIDTH_PX / sight.camera.view.aspect))
            beauty = now.shooting.capture(sight, size, passes=("beauty",)).beauty
        except PrevizError as error:
            self._came.emit(_Came(panel.id, turn, QImage(), str(error)))
            return
        self._came.emit(_Came(panel.id, turn, image_of(beauty)))

    def _keep(self, came: _Came) -> None:
        if came.turn != self._turn:
            return
        self._asked.discard(came.panel_id)
        self._kept[came.panel_id] = came
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        self.ready.emit(came.panel_id)

    def _changed(self, edit: Edit) -> None:
        if edit.cause != "record":
            self._kept.clear()
            self._asked.clear()
            self._turn += 1
