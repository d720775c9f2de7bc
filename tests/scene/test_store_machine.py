"""Random work on a film: whatever is edited, undone, recorded, saved, loaded or cut off, nothing is lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from previz.errors import BadProject
from previz.scene import order, rules
from previz.scene.document import Document
from previz.scene.index import Index
from previz.scene.model import HISTORY_KINDS, CameraKey, Entity, Note, Panel, Scene, Shot, Take, Track
from previz.scene.store import Store

from .films import a_take, small_film

State = dict[str, Entity]
T = TypeVar("T")
MEMORY = Path("/dev/shm")
"""Thousands of saves need no real disk; the kills of test_store_crash.py have one."""


class Work(RuleBasedStateMachine):
    """The model: the state of everything that can be undone, its past and future, and the history."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.path = Path(self.folder.name) / "film.previz"
        self.document = small_film()
        self.document = Document(self.document, self.document._ids)
        self.store = Store.create(self.path, self.document)
        self.store.attach(self.document)
        self.past: list[State] = []
        self.future: list[State] = []
        self.gesture: str | None = None
        self.versions: list[State] = []
        self.now = self.undoable()
        self.written = dict(self.now)
        self.history: State = {}
        self.files = self.gestures = 0

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def undoable(self) -> State:
        return {e.id: e for e in self.document if e.kind not in HISTORY_KINDS}

    def pick(self, found: list[T], number: int) -> T | None:
        return found[number % len(found)] if found else None

    def stepped(self, gesture: str | None = None) -> None:
        """The document was edited: that is a step, unless it changed nothing or goes on with a gesture."""
        now = self.undoable()
        if now == self.now:
            return
        if gesture is not None and gesture == self.gesture and self.past and not self.future:
            if now == self.past[-1]:  # back where the drag began
                self.past.pop()
                self.gesture = None
        else:
            self.past.append(self.now)
            self.gesture = gesture
        self.future.clear()
        self.now = now

    # ------------------------------------------------------------------------------------------ edits
    @rule(n=st.integers(0, 99), text=st.text(max_size=5))
    def write(self, n: int, text: str) -> None:
        if shot := self.pick(self.document.of(Shot), n):
            with self.document.edit("Words") as edit:
                edit.update(shot.id, action=text)
            self.stepped()

    @rule(n=st.integers(0, 99))
    def add_shot(self, n: int) -> None:
        scene = self.pick(self.document.of(Scene), n)
        if scene is None:
            return
        with self.document.edit("Add shot") as edit:
            shot_id = self.document.new_id(Shot)
            edit.put(Shot(id=shot_id, scene_id=scene.id, order=self.document.next_order(Shot, scene.id)))
            panel_id = self.document.new_id(Panel)
            edit.put(Panel(id=panel_id, shot_id=shot_id, order="a"))
            edit.put(
                Track(
                    id=self.document.new_id(Track), owner_id=shot_id, target_id=shot_id, keys=(CameraKey(),)
                )
            )
        self.stepped()

    @rule(n=st.integers(0, 99), kind=st.sampled_from([Scene, Shot, Panel, Track]))
    def remove(self, n: int, kind: type[Entity]) -> None:
        if entity := self.pick(self.document.of(kind), n):
            with self.document.edit("Remove") as edit:
                edit.remove_tree(entity.id)
            self.stepped()

    @rule()
    def add_scene(self) -> None:
        with self.document.edit("Add scene") as edit:
            key = self.document.next_order(Scene)
            edit.put(Scene(id=self.document.new_id(Scene), order=key, number=key))
        self.stepped()

    @rule(n=st.integers(0, 99), m=st.integers(0, 99))
    def move_shot(self, n: int, m: int) -> None:
        shot = self.pick(self.document.of(Shot), n)
        if shot is None:
            return
        others = [s.order for s in self.document.children(shot.scene_id, Shot) if s.id != shot.id]
        place = m % (len(others) + 1)
        key = order.between(
            others[place - 1] if place else None, others[place] if place < len(others) else None
        )
        with self.document.edit("Move shot") as edit:
            edit.update(shot.id, order=key)
        self.stepped()

    @rule(
        n=st.integers(0, 99), focal=st.lists(st.integers(10, 14), min_size=1, max_size=4), over=st.booleans()
    )
    def drag(self, n: int, focal: list[int], over: bool) -> None:
        track = self.pick([t for t in self.document.of(Track) if t.owner_id == t.target_id], n)
        if track is None:
            return
        self.gestures += 1
        gesture = f"drag-{self.gestures}"
        for focal_length_mm in focal:
            with self.document.edit("Zoom", gesture) as edit:
                edit.update(track.id, keys=(CameraKey(focal_length_mm=focal_length_mm),))
            self.stepped(gesture)
        if over:
            self.document.end_gesture()
            self.gesture = None
            assert not self.store.modified

    @rule(n=st.integers(0, 99))
    def select_take(self, n: int) -> None:
        takes = [take for take in self.document.of(Take) if take.panel_id in self.document]
        if take := self.pick(takes, n):
            with self.document.edit("Select") as edit:
                edit.update(take.panel_id, selected_take_id=take.id)
            self.stepped()

    @rule(n=st.integers(0, 99))
    def fail(self, n: int) -> None:
        if shot := self.pick(self.document.of(Shot), n):
            with pytest.raises(BadProject), self.document.edit("Fail") as edit:  # noqa: PT012
                edit.remove_tree(shot.id)
                edit.put(Shot(id="lost", scene_id="nowhere", order="a"))

    # ------------------------------------------------------------------------------------ undo, history
    @rule()
    def undo(self) -> None:
        assert (self.document.undo() is not None) == bool(self.past)
        if self.past:
            self.future.append(self.now)
            self.now = self.past.pop()
            self.gesture = None

    @rule()
    def redo(self) -> None:
        assert (self.document.redo() is not None) == bool(self.future)
        if self.future:
            self.past.append(self.now)
            self.now = self.future.pop()
            self.gesture = None

    @rule(n=st.integers(0, 99), data=st.binary(max_size=40))
    def generate(self, n: int, data: bytes) -> None:
        if panel := self.pick(self.document.of(Panel), n):
            number = len(self.document.children(panel.id, Take)) + 1
            take = self.store.add_take(self.document, a_take(number, panel.id), image=data, request=b"%d" % n)
            self.history[take.id] = take

    @rule(n=st.integers(0, 99))
    def note(self, n: int) -> None:
        if panel := self.pick(self.document.of(Panel), n):
            note = Note(id=self.document.new_id(Note), panel_id=panel.id, author="Ada", text="?", at="2025")
            self.document.record(note, "Note")
            self.history[note.id] = note

    # ---------------------------------------------------------------------------------------- the file
    @rule()
    def save_version(self) -> None:
        self.store.save_version(f"Version {len(self.versions)}")
        self.versions.append(self.now)

    @precondition(lambda self: self.versions)
    @rule(n=st.integers(0, 99))
    def restore_version(self, n: int) -> None:
        number = n % len(self.versions)
        self.store.restore_version(self.document, number + 1)
        assert self.undoable() == self.versions[number]
        self.stepped()

    @rule(how=st.sampled_from(["close", "save as", "compact"]))
    def save_and_load(self, how: str) -> None:
        if how == "compact":
            self.store.compact()
            return
        if how == "save as":
            self.store.save_as(self.another_path())
            return
        path = self.store.path
        self.store.close()
        self.load(path)

    @rule()
    def crash(self) -> None:
        """The file as it lies on the disk now is all that is left."""
        path = self.another_path()
        shutil.copy(self.store.path, path)
        self.store.detach()
        self.store._pending.clear()
        self.store.close()
        self.now = dict(self.written)
        self.load(path)

    def another_path(self) -> Path:
        self.files += 1
        return self.path.with_name(f"film {self.files}.previz")

    def load(self, path: Path) -> None:
        ids = self.document._ids
        self.store, self.document = Store.open(path, ids=ids)
        self.store.attach(self.document)
        self.past, self.future, self.gesture = [], [], None

    # -------------------------------------------------------------------------------------- what holds
    @invariant()
    def the_document_is_what_was_done(self) -> None:
        if not hasattr(self, "store"):
            return
        assert {e.id: e for e in self.document} == self.now | self.history
        assert len(self.document.history) == len(self.past)
        assert len(self.document.undone) == len(self.future)
        assert self.document.problems() == []

    @invariant()
    def the_ways_back_are_true(self) -> None:
        if not hasattr(self, "store"):
            return
        index, fresh = self.document._index, Index(self.document)
        assert index.places == fresh.places
        for kind in (Scene, Shot, Panel, Track, Take):
            assert index.of(kind) == fresh.of(kind)
        for shot in self.document.of(Shot):
            assert index.children(shot.id, Panel) == fresh.children(shot.id, Panel)
            assert set(index.referrers.get(shot.id, ())) == set(fresh.referrers.get(shot.id, ()))
        assert all(rules.parent_id(orphan) not in self.document for orphan in self.document.orphans())

    @invariant()
    def the_file_holds_what_is_not_waiting(self) -> None:
        if not hasattr(self, "store"):
            return
        if not self.store.modified:
            self.written = dict(self.now)
        rows = {entity.id: entity for entity in self.store._rows.load()}
        assert {id: e for id, e in rows.items() if e.kind in HISTORY_KINDS} == self.history
        if not self.store.modified:
            assert rows == self.now | self.history
        else:  # in the middle of a drag
            self.written = {id: e for id, e in rows.items() if e.kind not in HISTORY_KINDS}


TestWork = Work.TestCase
TestWork.settings = settings(max_examples=40, stateful_step_count=50, deadline=None)
