"""What every widget talks to: one open project, what is selected, which shot is looked at, and what happened.

A widget reads the document, changes it through `Session.edit`, and repaints when a signal says so. It never
knows another widget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Literal, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from previz.errors import BadProject, PrevizError
from previz.grammar.findings import Finding
from previz.scene import blocking, model
from previz.scene.blocking import World
from previz.scene.document import Document, EditBlock
from previz.scene.edit import Edit
from previz.scene.model import Entity
from previz.studio.pose_library import PoseLibrary
from previz.studio.scenery import add_set
from previz.studio.shot_book import Flown
from previz.studio.studio import Studio
from previz.ui.carrying import Carrying
from previz.ui.message import Message

Result = TypeVar("Result")
Scope = Literal["scene", "shot"]
"""Whose blocking a move of a person changes: that of all shots of the scene, or of this shot alone."""


_BOARDS = (model.Panel, model.Take, model.Note, model.FrameMark, model.MarkSheet)


class Session(QObject):
    """One project in one window."""

    changed = Signal(object)
    """An `Edit` happened (also by undo and redo): look up its ids in ``edit.changes``."""
    staged = Signal(object)
    """After `changed`, for those who show the stage: the `Edit` was not of panels, takes and what is drawn on
    them alone."""
    settled = Signal()
    """A drag is over, and what it did is on disk."""
    selection_changed = Signal()
    shot_changed = Signal()
    """Another shot is looked at, or none."""
    time_changed = Signal(float)
    """The moment of the shot that is shown, in seconds from its start."""
    scope_changed = Signal()
    findings_changed = Signal()
    """Other cuts break a rule of continuity, or others are waived."""
    models_wanted = Signal(str)
    """Somebody wants to see the models of this machine, at the one of this name."""
    poses_wanted = Signal()
    """Somebody wants to choose a pose by its picture."""
    settings_wanted = Signal(str)
    """Somebody wants to see a page of the project settings."""
    memory_wanted = Signal()
    """Somebody wants back the memory of models that have nothing to do."""
    told = Signal(object)
    """A `Message` for the message bar."""

    def __init__(self, studio: Studio, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.studio = studio
        self.findings: tuple[Finding, ...] = ()
        self._selection: tuple[str, ...] = ()
        self._shot_id: str | None = None
        self._time_s = 0.0
        self._scope: Scope = "scene"
        self._take_id: str | None = None
        self.note_id = ""
        """The note that is looked for over that take."""
        self._gestures = 0
        self._turn = QTimer(self)
        """Runs until the turn of the event loop ends in which an edit was made: what is told is about it."""
        self._turn.setSingleShot(True)
        self.carrying = Carrying(self)
        self._stop_listening = studio.document.listen(self._heard)
        shots = studio.document.of(model.Shot)
        self._shot_id = shots[0].id if shots else None

    def close(self) -> None:
        """Stop listening and close the project. May be called twice."""
        self._stop_listening()
        self.studio.close()

    # -------------------------------------------------------------------------------------- reading
    @property
    def document(self) -> Document:
        return self.studio.document

    @property
    def project(self) -> model.Project:
        return self.document.project

    @property
    def read_only(self) -> bool:
        return self.studio.store.readonly

    @property
    def shot(self) -> model.Shot | None:
        return self.document.get(self._shot_id, model.Shot)

    @property
    def scene(self) -> model.Scene | None:
        """The scene of the shot that is looked at."""
        shot = self.shot
        return self.document.get(shot.scene_id, model.Scene) if shot else None

    @property
    def take(self) -> model.Take | None:
        """The take that was last asked for to be drawn on."""
        return self.document.get(self._take_id, model.Take)

    @property
    def stage(self) -> model.Stage | None:
        scene = self.scene
        return self.document.get(scene.stage_id, model.Stage) if scene else None

    @cached_property
    def poses(self) -> PoseLibrary:
        """Presets, the poses kept in the film and those of the user's own book."""
        return PoseLibrary(self.document)

    @property
    def time_s(self) -> float:
        return self._time_s

    @property
    def selection(self) -> tuple[str, ...]:
        """Ids of what is selected, the latest last; the shot's own id stands for its camera."""
        return self._selection

    @property
    def scope(self) -> Scope:
        return self._scope

    def world(self, time_s: float | None = None, flown: Flown | None = None) -> World | None:
        """The shot at a moment (None: the one that is shown) with walls flown (None: those that fly in it);
        None without a shot or a stage."""
        if self._shot_id is None:
            return None
        try:
            at_s = self._time_s if time_s is None else time_s
            return blocking.resolve(self.document, self._shot_id, at_s, flown=flown)
        except BadProject:
            return None

    def build_set(self, key: str) -> None:
        """A starter set as a stage with a scene of its own, after the one that is looked at."""
        scene = self.scene
        built = self.attempt(lambda: add_set(self.document, key, after_id=scene.id if scene else None))
        if built is not None and built.shot is not None:
            self.look_at(built.shot.id)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """What the check of cuts found last, waived ones among them."""
        if findings != self.findings:
            self.findings = findings
            self.findings_changed.emit()

    # ------------------------------------------------------------------------------------- pointing
    def select(self, ids: Iterable[str], extend: bool = False) -> None:
        """``extend`` toggles each of ``ids`` in what is selected already."""
        wanted = tuple(dict.fromkeys(id for id in ids if id in self.document))
        if extend:
            kept = tuple(id for id in self._selection if id not in wanted)
            wanted = kept + tuple(id for id in wanted if id not in self._selection)
        if wanted != self._selection:
            self._selection = wanted
            self.selection_changed.emit()

    def look_at(self, shot_id: str | None) -> None:
        """Make this the shot that every view shows, from its start; things of another set are let go."""
        if shot_id is not None:
            self.document.need(shot_id, model.Shot)
        if shot_id != self._shot_id:
            self._shot_id = shot_id
            self._time_s = 0.0
            self.shot_changed.emit()
            stage = self.stage
            items = [item for id in self._selection if (item := self.document.get(id, model.Item))]
            left = {item.id for item in items if stage is None or item.stage_id != stage.id}
            self.select(id for id in self._selection if id not in left)

    def draw_on(self, take_id: str | None, note_id: str = "") -> None:
        """Make this the take that one draws on; None is the one that stands for the shot.

        ``note_id``: a note that somebody wants to see there.
        """
        self._take_id, self.note_id = take_id, note_id

    def go_to(self, time_s: float) -> None:
        """Show another moment; kept within the shot."""
        shot = self.shot
        wanted = min(max(time_s, 0.0), shot.duration_s if shot else 0.0)
        if wanted != self._time_s:
            self._time_s = wanted
            self.time_changed.emit(wanted)

    def set_scope(self, scope: Scope) -> None:
        if scope != self._scope:
            self._scope = scope
            self.scope_changed.emit()

    # ------------------------------------------------------------------------------------- changing
    def edit(self, label: str, gesture: str | None = None) -> EditBlock:
        """As `Document.edit`; ``label`` is what undo and the history list say."""
        return self.document.edit(label, gesture)

    def new_gesture(self, what: str) -> str:
        """A name for one drag: edits under it become one undo step; `end_gesture` when the button is up."""
        self._gestures += 1
        return f"{what}-{self._gestures}"

    def end_gesture(self, broken_off: str = "") -> None:
        """``broken_off``: the gesture, where what it did shall not have been."""
        with self.reporting():
            self.document.end_gesture(broken_off)
        self.settled.emit()

    def undo(self) -> None:
        with self.reporting():
            self.document.undo()

    def redo(self) -> None:
        with self.reporting():
            self.document.redo()

    def attempt(self, act: Callable[[], Result]) -> Result | None:
        """Call ``act``; what goes wrong is told in the message bar, and None comes back."""
        result: list[Result] = []
        with self.reporting():
            result.append(act())
        return result[0] if result else None

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Tell a PrevizError in the message bar instead of raising it."""
        try:
            yield
        except PrevizError as error:
            self.tell(str(error), "error")

    def tell(
        self,
        text: str,
        kind: Literal["error", "warning", "fact"] = "fact",
        fix: str = "",
        mend: Callable[[], None] | None = None,
    ) -> None:
        goes_with_it = self._turn.isActive() and (kind == "fact" or mend is not None)
        history = self.document.history if goes_with_it else ()
        step = (len(history), history[-1].label) if history else None
        self.told.emit(Message(text, kind, fix, mend, step))

    # -------------------------------------------------------------------------------------- hearing
    def _heard(self, edit: Edit) -> None:
        if edit.cause == "edit" and not self._turn.isActive():
            self._turn.start(0)
        gone = [id for id in self._selection if id not in self.document]
        lost_shot = self._shot_id is not None and self._shot_id not in self.document
        self.changed.emit(edit)
        if any(not isinstance(before or after, _BOARDS) for before, after in edit.changes.values()):
            self.staged.emit(edit)
        if gone:
            self.select([id for id in self._selection if id not in gone])
        if lost_shot:
            self._shot_id = _nearest(self.document, edit.changes[self._shot_id or ""][0])
            self._time_s = 0.0
            self.shot_changed.emit()
        elif self._shot_id is None and any(
            isinstance(after, model.Shot) for _, after in edit.changes.values()
        ):
            self.look_at(self.document.of(model.Shot)[0].id)


def _nearest(document: Document, lost: Entity | None) -> str | None:
    """The shot that came after one that is gone, or before it, in its scene; else the first of the film."""
    left = document.children(lost.scene_id, model.Shot) if isinstance(lost, model.Shot) else []
    later = [shot for shot in left if isinstance(lost, model.Shot) and shot.order > lost.order]
    near = later[:1] or left[-1:] or document.of(model.Shot)[:1]
    return near[0].id if near else None
