"""The document: frozen entities that change only inside labelled edits.

::

    with document.edit("Move camera") as edit:
        edit.update("track-1", keys=(key,))

On leaving the block the changes become one `Edit`: the undo step, the event that listeners get, the
rows to save. An exception puts everything back. Takes and notes are history: they are recorded
(`Document.record`), never edited and never undone. They may outlive their panel: when the edit that
added a panel is undone, its takes stay (see `Document.orphans`) and are there again after a redo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Literal, TypeVar

import msgspec

from previz.errors import BadProject, FileNotWritable, NotFound, PrevizError
from previz.scene import order, rules
from previz.scene.edit import Edit, inverse, merged, under_way
from previz.scene.ids import Ids, random_ids
from previz.scene.index import Index
from previz.scene.model import HISTORY_KINDS, PROJECT_ID, Entity, Project

E = TypeVar("E", bound=Entity)
Listener = Callable[[Edit], None]


class Document:
    """Every entity of a project by id, with undo. Not for use from several threads."""

    def __init__(self, entities: Iterable[Entity] = (), ids: Ids | None = None) -> None:
        """Takes ``entities`` as they are, unchecked (`problems` checks); adds a project row if there is none.

        Raises ValueError for an id that comes twice.
        """
        self._index = Index(entities)
        self._ids = ids or random_ids
        self._open: EditBlock | None = None
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._shelved: tuple[str | None, list[Edit]] = (None, [])
        """The gesture under way, and what could be redone before it."""
        self._listeners: list[tuple[Listener, Callable[[], None] | None]] = []
        self.refusal = ""
        """Why nothing may be changed, in one line: the file is open read-only. "" when it may."""
        self.revision = 0
        """Grows with every edit, undo, redo and record."""
        if PROJECT_ID not in self._index.entities:
            self._index.place(PROJECT_ID, Project(id=PROJECT_ID))

    # ------------------------------------------------------------------------------------- reading
    def __contains__(self, id: object) -> bool:
        return id in self._index.entities

    def __len__(self) -> int:
        return len(self._index.entities)

    def __iter__(self) -> Iterator[Entity]:
        return iter(list(self._index.entities.values()))

    def __getitem__(self, id: str) -> Entity:
        """Raises NotFound."""
        found = self._index.entities.get(id)
        if found is None:
            raise NotFound(f"{id!r} is not in this project; it may have been removed")
        return found

    def get(self, id: str | None, kind: type[E]) -> E | None:
        """The entity when it exists and is of this kind, else None."""
        found = self._index.entities.get(id) if id is not None else None
        return found if isinstance(found, kind) else None

    def need(self, id: str, kind: type[E]) -> E:
        """The entity; raises NotFound when it does not exist or is of another kind."""
        found = self[id]
        if not isinstance(found, kind):
            raise NotFound(f"{id!r} is a {found.kind}, not a {kind.kind}")
        return found

    def of(self, kind: type[E]) -> list[E]:
        """Every entity of a kind in order; shots and panels in the order of the film."""
        return self._index.of(kind)

    def children(self, parent_id: str, kind: type[E]) -> list[E]:
        """What lives in ``parent_id`` (`rules.PARENT_FIELD`), in order; takes by number, notes by time."""
        return self._index.children(parent_id, kind)

    def referrers(self, id: str) -> tuple[str, ...]:
        """Ids of the entities that could not be without ``id``, or point at it."""
        return tuple(self._index.referrers.get(id, ()))

    def ids(self) -> tuple[str, ...]:
        return tuple(self._index.entities)

    @property
    def project(self) -> Project:
        return self.need(PROJECT_ID, Project)

    def track(self, owner_id: str, target_id: str) -> str | None:
        """The id of the track of ``target_id`` in a scene or shot, or None."""
        return self._index.places.get(("track", owner_id, target_id))

    def orphans(self) -> list[Entity]:
        """Takes and notes whose panel is not there (now); they are kept for redo and for the ledger."""
        kept = self._index.entities
        return [e for e in kept.values() if e.kind in HISTORY_KINDS and rules.parent_id(e) not in kept]

    def problems(self) -> list[str]:
        """One line for each rule of `rules` that the whole document breaks; empty when it is sound."""
        return rules.problems(self._index.entities)

    def describe(self, id: str) -> str:
        """As a person would name it."""
        return rules.describe(self[id], self._index.entities)

    # ------------------------------------------------------------------------------------- changing
    def new_id(self, kind: type[Entity]) -> str:
        """An id that nothing has."""
        for _ in range(1000):
            made = self._ids(kind.kind)
            if made not in self._index.entities:
                return made
        raise ValueError("the source of ids repeats itself")

    def next_order(self, kind: type[Entity], parent_id: str | None = None) -> str:
        """An order key behind the last sibling."""
        if parent_id is None and kind.kind in rules.PARENT_FIELD:
            raise ValueError(f"a {kind.kind} needs its parent to have an order")
        last = self._index.last(parent_id, kind)
        return order.between(last.order if last is not None else None, None)  # type: ignore[attr-defined]

    def edit(self, label: str, gesture: str | None = None) -> EditBlock:
        """Open an edit. Successive edits with one ``gesture`` become one undo step.

        Raises RuntimeError inside another edit, FileNotWritable while there is a `refusal`.
        """
        if self._open is not None:
            raise RuntimeError(f"edit {label!r} inside edit {self._open.label!r}; edits do not nest")
        if self.refusal:
            raise FileNotWritable(self.refusal)
        return EditBlock(self, label, gesture)

    def record(self, entity: Entity, label: str) -> Edit:
        """Add a take or a note for good; it is no undo step.

        Raises ValueError for another kind or an id that exists, BadProject as an edit does.
        """
        settled = self.check_record(entity)
        self._index.place(settled.id, settled)
        self._index.take_place(settled)
        made = Edit(label, {settled.id: (None, settled)}, cause="record")
        self._announce(made)
        return made

    def check_record(self, entity: Entity) -> Entity:
        """What `record` would keep; raises as `record` does and changes nothing."""
        if self._open is not None:
            raise RuntimeError(f"record {entity.id!r} inside edit {self._open.label!r}")
        if entity.kind not in HISTORY_KINDS:
            raise ValueError(f"a {entity.kind} is not history; change it in an edit")
        if entity.id in self._index.entities:
            raise ValueError(f"{entity.id!r} is recorded already, and history does not change")
        settled = rules.settled(entity, self._index.entities)
        rules.check(settled, self._index.entities)
        other = self._index.clashing(settled)
        if other is not None:
            raise BadProject(rules.clash(settled, other, self._index.entities))
        return settled

    # ---------------------------------------------------------------------------------------- undo
    @property
    def history(self) -> tuple[Edit, ...]:
        """Steps that can be undone, the oldest first."""
        return tuple(self._done)

    @property
    def undone(self) -> tuple[Edit, ...]:
        """Steps that can be redone, the next one first."""
        return tuple(reversed(self._undone))

    def undo(self) -> Edit | None:
        """Take the last step back; None when there is none."""
        return self._turn(self._done, self._undone, "undo")

    def redo(self) -> Edit | None:
        return self._turn(self._undone, self._done, "redo")

    def _turn(self, source: list[Edit], sink: list[Edit], cause: Literal["undo", "redo"]) -> Edit | None:
        if self._open is not None:
            raise RuntimeError(f"{cause} inside edit {self._open.label!r}")
        if not source:
            return None
        step = source.pop()
        sink.append(step)
        changes = inverse(step.changes) if cause == "undo" else step.changes
        self._index.apply(changes)
        made = Edit(step.label, changes, None, cause)
        self._announce(made)
        return made

    def end_gesture(self, broken_off: str = "") -> None:
        """The drag is over: the next edit is a step of its own, and listeners that wait write now.

        ``broken_off``: the gesture, where it shall not have been: no step of it stays, also none to redo, and
        what could be redone before it can be again.
        """
        place = under_way(self._done, broken_off) if broken_off else None
        if broken_off and self._shelved[0] == broken_off:
            self._undone = self._shelved[1]
        self._shelved = (None, [])
        if place is not None:
            self._turn([self._done.pop(place)], [], "undo")
        self._done = [step if step.gesture is None else Edit(step.label, step.changes) for step in self._done]
        for _, settled in list(self._listeners):
            if settled is not None:
                settled()

    # -------------------------------------------------------------------------------------- events
    def listen(self, changed: Listener, settled: Callable[[], None] | None = None) -> Callable[[], None]:
        """Call ``changed`` with every Edit, ``settled`` at the end of a gesture; returns how to stop."""
        entry = (changed, settled)
        self._listeners.append(entry)

        def stop() -> None:
            if entry in self._listeners:
                self._listeners.remove(entry)

        return stop

    def _announce(self, made: Edit) -> None:
        """Every listener hears of it, then the first error (a full disk) goes on to the caller."""
        self.revision += 1
        errors: list[PrevizError] = []
        for changed, _ in list(self._listeners):
            try:
                changed(made)
            except PrevizError as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def _commit(self, made: Edit) -> None:
        """Make a checked edit a step of the history."""
        place = under_way(self._done, made.gesture) if made.gesture and not self._undone else None
        if place is None:
            self._shelved = made.gesture, list(self._undone)
            self._done.append(made)
        elif changes := merged(self._done.pop(place).changes, made.changes):
            self._done.append(Edit(made.label, changes, made.gesture))
        self._undone.clear()
        self._announce(made)


class EditBlock:
    """The open edit: the only way to change a document. Dead after its ``with`` block."""

    __slots__ = ("_before", "_document", "gesture", "label", "made")

    def __init__(self, document: Document, label: str, gesture: str | None) -> None:
        self._document = document
        self._before: dict[str, Entity | None] = {}
        self.label = label
        self.gesture = gesture
        self.made: Edit | None = None
        """The Edit, after the block; its changes are empty when nothing changed."""

    def __enter__(self) -> EditBlock:
        if self._document._open is not None:
            raise RuntimeError(f"edit {self.label!r} inside edit {self._document._open.label!r}")
        if self.made is not None:
            raise RuntimeError(f"edit {self.label!r} is over")
        self._document._open = self
        return self

    def put(self, entity: E) -> E:
        """Add an entity, or set one anew. Returns what is kept (numpy numbers made plain).

        Raises BadProject for a number that is not finite, TypeError and ValueError for caller mistakes.
        """
        index = self._index()
        if entity.kind in HISTORY_KINDS:
            raise ValueError(f"a {entity.kind} is history; record it")
        before = index.entities.get(entity.id)
        if before is not None and before.kind != entity.kind:
            raise ValueError(f"{entity.id!r} is a {before.kind} and cannot become a {entity.kind}")
        kept = rules.settled(entity, index.entities)
        self._before.setdefault(entity.id, before)
        index.place(entity.id, kept)
        return kept  # type: ignore[return-value]

    def update(self, id: str, /, **changes: Any) -> Entity:
        """Change fields of an entity. Raises NotFound, TypeError for an unknown field, and as `put`."""
        if "id" in changes:
            raise ValueError("an id never changes")
        return self.put(msgspec.structs.replace(self._document[id], **changes))

    def remove(self, id: str) -> None:
        """Raises NotFound. What still needs it makes the edit fail; takes and notes do not."""
        index = self._index()
        before = self._document[id]
        if before.kind in HISTORY_KINDS or id == PROJECT_ID:
            raise ValueError(f"{rules.describe(before, index.entities)} cannot be removed")
        self._before.setdefault(id, before)
        index.place(id, None)

    def remove_tree(self, id: str) -> None:
        """Remove an entity with all that cannot be without it; scenes on a removed stage lose it."""
        self._document[id]
        for referrer_id in self._document.referrers(id):
            referrer = self._document._index.entities.get(referrer_id)
            if referrer is None or referrer.kind in HISTORY_KINDS or referrer_id == id:
                continue
            loose = [
                r.field
                for r in rules.REFERENCES[referrer.kind]
                if not r.required and getattr(referrer, r.field) == id
            ]
            if loose:
                self.update(referrer_id, **dict.fromkeys(loose))
            else:
                self.remove_tree(referrer_id)
        if id in self._document:
            self.remove(id)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        document, index = self._document, self._index()
        document._open = None
        if kind is not None:
            self._put_back(index)
            return
        entities = index.entities
        changes = {
            id: (before, entities.get(id))
            for id, before in self._before.items()
            if before != entities.get(id)
        }
        try:
            index.check(changes)
        except BaseException:
            self._put_back(index)
            raise
        self.made = Edit(self.label, changes, self.gesture)
        if changes:
            document._commit(self.made)

    def _index(self) -> Index:
        if self._document._open is not self:
            raise RuntimeError(f"edit {self.label!r} is not open; changes happen inside its with block")
        return self._document._index

    def _put_back(self, index: Index) -> None:
        for id, before in self._before.items():
            index.place(id, before)
        self.made = Edit(self.label)
