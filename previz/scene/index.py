"""Entities by id, and the ways back: who refers to whom, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from previz.errors import BadProject
from previz.scene import rules
from previz.scene.model import HISTORY_KINDS, Entity

E = TypeVar("E", bound=Entity)
Place = tuple[str, str | None, str]


class Index:
    """The table behind a `Document`; keeps itself true under `place`, checks nothing unless asked."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities: dict[str, Entity] = {}
        self.referrers: dict[str, dict[str, None]] = {}
        """id → ids of the entities that point at it, as an ordered set."""
        self.places: dict[Place, str] = {}
        """`rules.sibling_key` → id, as of the last edit."""
        self._kinds: dict[str, dict[str, None]] = {}
        self._sorted: dict[tuple[str, str | None], list[str]] = {}
        for entity in entities:
            id = entity.id
            if id in self.entities:
                raise ValueError(f"the id {id!r} comes twice")
            self.entities[id] = entity
            self._kinds.setdefault(entity.kind, {})[id] = None
            for target in rules.targets(entity):
                self.referrers.setdefault(target, {})[id] = None
            self.take_place(entity)

    def place(self, id: str, entity: Entity | None) -> None:
        """Set, replace or (None) remove."""
        before = self.entities.get(id)
        if entity is None:
            if before is None:
                return
            del self.entities[id]
            del self._kinds[before.kind][id]
        else:
            self.entities[id] = entity
            if before is None:
                self._kinds.setdefault(entity.kind, {})[id] = None
        old = rules.targets(before) if before is not None else ()
        new = rules.targets(entity) if entity is not None else ()
        if old != new:
            for target in old:
                self.referrers[target].pop(id, None)
            for target in new:
                self.referrers.setdefault(target, {})[id] = None
        if before is None or entity is None or old != new or _rank(before) != _rank(entity):
            self._forget_order(before, entity)

    def apply(self, changes: Mapping[str, tuple[Entity | None, Entity | None]]) -> None:
        """Set every id to its after."""
        for id, (_, after) in changes.items():
            self.place(id, after)
        self._settle_places(changes)

    def check(self, changes: Mapping[str, tuple[Entity | None, Entity | None]]) -> None:
        """The rules for what changed, and that nothing needs what went; raises BadProject.

        A rule asks whether what an entity points at exists and of which kind it is. A kind never changes,
        so only a removal can break an entity that the edit did not touch.
        """
        for before, after in changes.values():
            if after is not None:
                rules.check(after, self.entities)
            elif before is not None:
                self._check_free(before)
        self._check_places(changes)
        self._settle_places(changes)

    def clashing(self, entity: Entity) -> Entity | None:
        """Another entity in the same place of the order."""
        place = rules.sibling_key(entity)
        other = self.places.get(place) if place is not None else None
        return self.entities.get(other) if other is not None and other != entity.id else None

    def take_place(self, entity: Entity) -> None:
        place = rules.sibling_key(entity)
        if place is not None:
            self.places[place] = entity.id

    def _check_free(self, gone: Entity) -> None:
        for referrer_id in self.referrers.get(gone.id, ()):
            referrer = self.entities[referrer_id]
            if referrer.kind not in HISTORY_KINDS:
                raise BadProject(
                    f"{rules.describe(gone, self.entities)} is still needed by "
                    f"{rules.describe(referrer, self.entities)}; remove that first"
                )

    def _check_places(self, changes: Mapping[str, tuple[Entity | None, Entity | None]]) -> None:
        taken: dict[Place, str] = {}
        for id, (before, after) in changes.items():
            place = rules.sibling_key(after) if after is not None else None
            if after is None or place is None:
                continue
            other = taken.setdefault(place, id)
            if other == id and (before is None or rules.sibling_key(before) != place):
                other = self.places.get(place, id)
            holder = self.entities.get(other)
            if other != id and holder is not None and rules.sibling_key(holder) == place:
                raise BadProject(rules.clash(after, holder, self.entities))

    def _settle_places(self, changes: Mapping[str, tuple[Entity | None, Entity | None]]) -> None:
        moved = []
        for id, (before, after) in changes.items():
            old = rules.sibling_key(before) if before is not None else None
            new = rules.sibling_key(after) if after is not None else None
            if old != new:
                moved.append((id, new))
                if old is not None and self.places.get(old) == id:
                    del self.places[old]
        for id, new in moved:
            if new is not None:
                self.places[new] = id

    # --------------------------------------------------------------------------------------- order
    def of(self, kind: type[E]) -> list[E]:
        """Every entity of a kind, in order of their parents and among their siblings."""
        cached = self._sorted.get((kind.kind, None))
        if cached is None:
            cached = sorted(self._kinds.get(kind.kind, ()), key=self._film_rank)
            self._sorted[kind.kind, None] = cached
        entities = self.entities
        return [entities[id] for id in cached]  # type: ignore[misc]

    def children(self, parent_id: str, kind: type[E]) -> list[E]:
        cached = self._sorted.get((kind.kind, parent_id))
        entities = self.entities
        if cached is None:
            field = rules.PARENT_FIELD.get(kind.kind)
            if field is None:
                raise ValueError(f"a {kind.kind} has no parent")
            found = [
                entities[id]
                for id in self.referrers.get(parent_id, ())
                if entities[id].kind == kind.kind and getattr(entities[id], field) == parent_id
            ]
            cached = [entity.id for entity in sorted(found, key=_rank)]
            self._sorted[kind.kind, parent_id] = cached
        return [entities[id] for id in cached]  # type: ignore[misc]

    def last(self, parent_id: str | None, kind: type[E]) -> E | None:
        """The last of `children`, or of all of a kind, without a list of them."""
        known = self._sorted.get((kind.kind, parent_id))
        if known is None:
            _ = self.of(kind) if parent_id is None else self.children(parent_id, kind)
            known = self._sorted[kind.kind, parent_id]
        return self.entities[known[-1]] if known else None  # type: ignore[return-value]

    def _film_rank(self, id: str) -> tuple[str, ...]:
        entity = self.entities[id]
        parent_id = rules.parent_id(entity)
        if parent_id is None:
            return _rank(entity)
        if parent_id not in self.entities:
            return ("\uffff", *_rank(entity))  # takes that outlived their panel come last
        return (*self._film_rank(parent_id), *_rank(entity))

    def _forget_order(self, before: Entity | None, after: Entity | None) -> None:
        for entity in (before, after):
            if entity is None:
                continue
            if before is None:
                self._append(entity)
            else:
                self._sorted.pop((entity.kind, rules.parent_id(entity)), None)
            for kind in _BELOW[entity.kind]:
                self._sorted.pop((kind, None), None)

    def _append(self, new: Entity) -> None:
        """Keep the order of its siblings where it comes behind them: strokes are drawn one on the other."""
        place = new.kind, rules.parent_id(new)
        known = self._sorted.get(place)
        if known is None:
            return
        if not known or _rank(self.entities[known[-1]]) < _rank(new):
            known.append(new.id)
        else:
            del self._sorted[place]


def _rank(entity: Entity) -> tuple[str, str]:
    """Its place among its siblings: order key, take number, time of a note, else the id alone."""
    kind = entity.kind
    if kind in rules.ORDERED:
        return entity.order, entity.id  # type: ignore[attr-defined]
    if kind == "take":
        return f"{entity.number:09d}", entity.id  # type: ignore[attr-defined]
    return (entity.at if kind == "note" else ""), entity.id  # type: ignore[attr-defined]


_ON_TAKES = ("framemark", "marksheet")
_BELOW: dict[str, tuple[str, ...]] = {
    "project": ("project",),
    "character": ("character",),
    "pose": ("pose",),
    "stage": ("stage", "item"),
    "item": ("item",),
    "model": ("model",),
    "script": ("script", "passage"),
    "passage": ("passage",),
    "scene": ("scene", "shot", "panel", "take", "note", "pick", "track", "waiver", *_ON_TAKES),
    "shot": ("shot", "panel", "take", "note", "pick", "track", "waiver", *_ON_TAKES),
    "panel": ("panel", "take", "note", "pick", *_ON_TAKES),
    "take": ("take", *_ON_TAKES),
    "note": ("note",),
    "pick": ("pick",),
    "track": ("track",),
    "framemark": ("framemark",),
    "marksheet": ("marksheet",),
    "waiver": ("waiver",),
    "issue": ("issue",),
}
"""Kind → the kinds whose order depends on it."""
