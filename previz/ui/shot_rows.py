"""The shot list as the rooms show it: words at once, geometry and stale marks as soon as somebody has looked.

A thread looks at a snapshot of the document; the rows follow every edit a moment later. Beside each row
stands a still of what the shot's camera sees, for shots that nobody has drawn yet.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from previz.errors import PrevizError
from previz.export.rows import PanelRow, SceneRow, Seen, ShotRow
from previz.scene import model
from previz.scene.blocking import World
from previz.scene.edit import Edit
from previz.studio.listing import TYPED
from previz.studio.snapshot import Snapshot
from previz.ui.pictures import image_of
from previz.ui.session import Session

PAUSE_MS = 200
"""A look begins this long after the last edit."""
STILL_WIDTH_PX = 480


@dataclass(frozen=True)
class _Row:
    row: ShotRow
    last: bool
    """Nothing is left to look at."""
    stop: threading.Event
    """Set when something was edited after the look began."""


@dataclass(frozen=True)
class _Still:
    shot_id: str
    image: QImage


class ShotRows(QObject):
    changed = Signal()
    """Rows or scenes are others."""
    still_changed = Signal(str)
    """The still of this shot is another."""
    _said = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.rows: tuple[ShotRow, ...] = ()
        self.scenes: tuple[SceneRow, ...] = ()
        self.looked = False
        """True when the rows say what the stage is now; else the geometry is that of a moment ago."""
        self._stills: dict[str, QImage] = {}
        self._drawn: dict[str, World] = {}
        self._seen: dict[str, ShotRow] = {}
        """Rows that were looked at, and of which nothing but takes and verdicts changed since."""
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="previz-rows")
        self._stop = threading.Event()
        self._looking: Future[None] | None = None
        self._closed = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._said.connect(self._hear)
        self._heard: list[_Row] = []
        self._turn = QTimer(self)
        """Of a film of a thousand shots as many rows may be heard in one turn of the event loop."""
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._take_in)
        session.changed.connect(self._edited)
        self._read()
        self._pause.start()

    def row(self, shot_id: str | None) -> ShotRow | None:
        return next((row for row in self.rows if row.id == shot_id), None)

    def still(self, shot_id: str) -> QImage | None:
        """What the shot's camera sees at its start; None until somebody has looked."""
        return self._stills.get(shot_id)

    def refresh(self) -> None:
        """A verdict was written: read the words again now, look again soon. What a look said before is not
        true any more, also where it is heard late."""
        self._stop.set()
        self._read()
        self._pause.start()

    def close(self) -> None:
        self._closed = True
        self._pause.stop()
        self._turn.stop()
        self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _edited(self, edit: Edit) -> None:
        if all(isinstance(after or before, _OVER_TAKES) for before, after in edit.changes.values()):
            return  # a row says nothing of what is drawn over its takes
        self._stop.set()
        if not all(_of_takes(before, after) for before, after in edit.changes.values()):
            self._seen.clear()
        if edit.gesture is None and not self._reworded(edit):
            self._read()
        self._pause.start()

    def _reworded(self, edit: Edit) -> bool:
        """Only words of shots changed: their rows alone are read again. False when more did."""
        for before, after in edit.changes.values():
            if not (isinstance(before, model.Shot) and isinstance(after, model.Shot)):
                return False
            if any(getattr(before, name) != getattr(after, name) for name in _BEYOND_WORDS):
                return False
        listing, document = self._session.studio.listing, self._session.document
        self.rows = tuple(
            listing.reworded(row, document.need(row.id, model.Shot)) if row.id in edit.changes else row
            for row in self.rows
        )
        self.looked = False
        self.changed.emit()
        return True

    def _read(self) -> None:
        """The words of now, with the geometry that was seen last."""
        studio = self._session.studio
        seen = {row.id: row for row in self.rows}
        words = studio.listing.words()
        self.rows = tuple(_as_before(row, seen.get(row.id)) for row in words)
        self.scenes = studio.listing.scenes()
        self.looked = False
        self.changed.emit()

    def _look(self) -> None:
        if self._looking is not None and not self._looking.done():
            self._pause.start()
            return
        self._stop = threading.Event()
        shown = {row.id: row for row in self.rows}
        look = self._session.studio.snapshot(), self._stop, dict(self._seen), shown
        self._looking = self._pool.submit(self._work, *look)
        self._looking.add_done_callback(self._said.emit)

    # -------------------------------------------------------------------------------- in the thread
    def _work(
        self, now: Snapshot, stop: threading.Event, seen: dict[str, ShotRow], shown: dict[str, ShotRow]
    ) -> None:
        """Look at what is not ``seen``; say of the rest only what is not ``shown`` already."""
        count = len(now.document.of(model.Shot))
        for place, row in enumerate(now.listing.each(seen), start=1):
            if stop.is_set():
                return
            if row.id in seen:
                row = _with_geometry(row, seen[row.id])
            else:
                self._picture(now, row.id)
            if place == count or row.id not in seen or row != shown.get(row.id):
                self._said.emit(_Row(row, place == count, stop))

    def _picture(self, now: Snapshot, shot_id: str) -> None:
        try:
            sight = now.shooting.sight(shot_id)
            if self._drawn.get(shot_id) == sight.world:
                return
            size = STILL_WIDTH_PX, max(2, round(STILL_WIDTH_PX / sight.camera.view.aspect))
            beauty = now.shooting.capture(sight, size, passes=("beauty",)).beauty
        except PrevizError:
            return  # the row's notes say why it cannot be seen
        self._drawn[shot_id] = sight.world
        self._said.emit(_Still(shot_id, image_of(beauty)))

    def _hear(self, said: _Row | _Still | Future[None]) -> None:
        if self._closed:
            return  # said before the thread ended and heard after it: the film may be closed by now
        if isinstance(said, Future):
            self._session.attempt(said.result)  # a look that broke off says why
        elif isinstance(said, _Still):
            self._stills[said.shot_id] = said.image
            self.still_changed.emit(said.shot_id)
        else:
            self._heard.append(said)
            self._turn.start()

    def _take_in(self) -> None:
        """What was heard in this turn, but for what an edit has made untrue meanwhile."""
        heard, self._heard = [one for one in self._heard if not one.stop.is_set()], []
        if not heard or self._pause.isActive():
            return
        found = {one.row.id: one.row for one in heard}
        self._seen |= found
        self.rows = tuple(found.get(row.id, row) for row in self.rows)
        self.looked = heard[-1].last
        self.changed.emit()


_GEOMETRY = (
    *(one.name for one in msgspec.structs.fields(Seen)),
    "camera", "movement", "lens_series", "squeeze", "t_stop", "body", "unverified", "frameline", "trouble",
)  # fmt: skip


_OVER_TAKES = (model.FrameMark, model.MarkSheet, model.Note)
_BEYOND_WORDS = tuple(one.name for one in msgspec.structs.fields(model.Shot) if one.name not in TYPED)
"""Fields of a shot that change more of the list than the words of its row."""


def _of_takes(before: model.Entity | None, after: model.Entity | None) -> bool:
    """A take came or went, or another stands for its panel: the stage and the cameras are as they were."""
    if isinstance(before, model.Panel) and isinstance(after, model.Panel):
        chosen = {"selected_take_id": after.selected_take_id, "locked_choices": after.locked_choices}
        return msgspec.structs.replace(before, **chosen) == after
    return isinstance(after or before, (model.Take, *_OVER_TAKES))


def _with_geometry(row: ShotRow, seen: ShotRow) -> ShotRow:
    """Words and stale marks of ``row`` with what the look at ``seen`` told."""
    before = {panel.id: panel for panel in seen.panels}
    panels = tuple(
        msgspec.structs.replace(panel, arrows=then.arrows, start_end=then.start_end, seen=then.seen)
        if (then := before.get(panel.id)) is not None
        else panel
        for panel in row.panels
    )
    return msgspec.structs.replace(row, panels=panels, **{name: getattr(seen, name) for name in _GEOMETRY})


def _as_before(row: ShotRow, seen: ShotRow | None) -> ShotRow:
    """Fresh words with the geometry and the marks of before: columns do not flicker while one types."""
    if seen is None:
        return row
    before = {panel.id: panel for panel in seen.panels}
    panels = tuple(_with_marks(panel, before.get(panel.id)) for panel in row.panels)
    return _with_geometry(msgspec.structs.replace(row, panels=panels, stale=seen.stale), seen)


def _with_marks(panel: PanelRow, seen: PanelRow | None) -> PanelRow:
    """Why it is stale, what changed since, and the take that waits beside it until it stands."""
    if seen is None:
        return panel
    marks: dict[str, Any] = {"stale": seen.stale, "since": seen.since}
    if not panel.new_take and seen.new_take_id != panel.take_id and panel.verdict == seen.verdict:
        marks |= {name: getattr(seen, name) for name in ("new_take", "new_take_id", "new_image")}
    return msgspec.structs.replace(panel, **marks)
