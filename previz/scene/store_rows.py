"""Entities as rows of JSON, keeping what this version does not know."""

from __future__ import annotations

import contextlib
import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from previz.errors import FileDamaged, FileError, FileTooNew
from previz.scene import rules
from previz.scene.edit import Change
from previz.scene.model import HISTORY_KINDS, KINDS, Entity
from previz.scene.store_database import FORMAT, Database

Json = Any
Raw = tuple[str, str, int, str]
"""(id, kind, version, data) as in the table."""

KIND_VERSION: dict[str, int] = dict.fromkeys(KINDS, 1)
UPGRADES: dict[tuple[str, int], Callable[[dict[str, Json]], dict[str, Json]]] = {}
"""(kind, version) → the row's data one version later."""

INSERT = "INSERT INTO entity(id, kind, version, data) VALUES (?, ?, ?, ?)"
_UPSERT = INSERT + " ON CONFLICT(id) DO UPDATE SET version = excluded.version, data = excluded.data"

_STORED = "SELECT id, kind, version, data FROM entity WHERE id IN (SELECT value FROM json_each(?))"


class Rows:
    """The entity table."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gone: dict[str, str] = {}
        """Data of removed rows, for the fields that only a newer version knows; an undo brings them back."""

    def load(self) -> list[Entity]:
        """Every entity of a known kind. Raises FileDamaged naming the first bad row."""
        return self.decoded(self.raw())

    def raw(self) -> list[Raw]:
        return self._database.rows("SELECT id, kind, version, data FROM entity ORDER BY rowid")

    def decoded(self, rows: Iterable[Raw]) -> list[Entity]:
        decoders = {kind: msgspec.json.Decoder(struct).decode for kind, struct in KINDS.items()}
        found: list[Entity] = []
        for id, kind, version, data in rows:
            decode = decoders.get(kind)
            if decode is None:
                continue
            try:
                entity: Entity = decode(
                    data if version == KIND_VERSION[kind] else self._upgraded(kind, version, data)
                )
            except (msgspec.DecodeError, TypeError, ValueError, KeyError) as error:
                raise self._damage(id, kind, str(error)) from error
            if entity.id != id:
                raise self._damage(id, kind, f"its data says {entity.id!r}")
            found.append(entity)
        return found

    def _damage(self, id: str, kind: str, why: str) -> FileError:
        name = self._database.path.name
        if self._database.format > FORMAT:
            return FileTooNew(
                f"{name} was written by a newer Previz and cannot be read by this one; update Previz"
            )
        why = why.replace("\n", " ")
        return FileDamaged(f"{name}: {kind} {id!r} cannot be read ({why}); return to a version or a backup")

    def _upgraded(self, kind: str, version: int, data: str) -> str:
        """The data as this version of the kind has it; what a newer file holds is tried as it is."""
        if version > KIND_VERSION[kind] and self._database.format > FORMAT:
            return data
        tree = json.loads(data)
        for step in range(version, KIND_VERSION[kind]):
            tree = UPGRADES[kind, step](tree)
        if version > KIND_VERSION[kind]:
            raise ValueError(f"version {version} of this kind is newer than this Previz")
        return json.dumps(tree)

    def write(self, changes: Mapping[str, Change]) -> None:
        """Make the touched rows what each ``after`` is; call it inside a transaction."""
        in_file = self._database.rows(_STORED, (json.dumps(list(changes)),))
        stored = {id: row for id, *row in in_file}
        gone, rows = [], []
        for id, (_, after) in changes.items():
            before = stored.get(id)
            if after is None:
                if before is not None:
                    self._gone[id] = before[2]
                    gone.append((id,))
                continue
            if before is not None and before[0] != after.kind:
                raise FileDamaged(
                    f"{self._database.path.name}: {id!r} is a {before[0]} in the file, not a {after.kind}"
                )
            old = self._gone.get(id) if before is None else self._current(*before)
            rows.append((id, after.kind, KIND_VERSION[after.kind], kept(old, after)))
        self._database.run_each("DELETE FROM entity WHERE id = ?", gone)
        self._database.run_each(_UPSERT, rows)

    def _current(self, kind: str, version: int, data: str) -> str:
        return data if version == KIND_VERSION[kind] else self._upgraded(kind, version, data)

    def differences(self, entities: Mapping[str, Entity]) -> dict[str, Change]:
        """What must be written so that the file holds these entities; recorded history stays."""
        stored = {entity.id: entity for entity in self.load()}
        changes: dict[str, Change] = {}
        for id, entity in entities.items():
            if stored.get(id) != entity:
                changes[id] = (stored.get(id), entity)
        for id, entity in stored.items():
            if id not in entities and entity.kind not in HISTORY_KINDS:
                changes[id] = (entity, None)
        return changes

    def remember(self, rows: Iterable[Raw]) -> None:
        """Take unknown fields of rows that are not in the table from an older state of the file."""
        for id, _, _, data in rows:
            self._gone.setdefault(id, data)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """While a film is read: the garbage collector would walk what grows again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def kept(old: str | None, entity: Entity) -> str:
    """The row's data for ``entity`` with every field of ``old`` that this version does not know."""
    new = rules.encode(entity).decode()
    if old is None or old == new:
        return new
    known = rules.encode(rules.decode(entity.kind, old)).decode()
    if known == old:
        return new
    trees = json.loads(old), json.loads(known), json.loads(new)
    for revive in (True, False):
        merged = json.dumps(carried(*trees, revive), ensure_ascii=False, separators=(",", ":"))
        with contextlib.suppress(msgspec.ValidationError):
            if rules.decode(entity.kind, merged) == entity:
                return merged
    return new


def carried(old: Json, known: Json, new: Json, revive: bool = True) -> Json:
    """``new`` with the parts of ``old`` that are missing in ``known``, at their places.

    ``known`` is ``old`` as this version reads and writes it, so the difference is what it does not know.
    Elements of lists are matched by "id", else by place in lists of one length, else by value.
    ``revive`` writes a part that is left out in ``new`` for what is unknown in it: right for a part that is
    at its default again, wrong for one that was cleared.
    """
    if isinstance(old, dict) and isinstance(known, dict) and isinstance(new, dict):
        made = dict(new)
        for name, value in old.items():
            if name in new:
                made[name] = carried(value, known.get(name, {}), new[name], revive)
            elif name not in known:
                made[name] = value
            elif revive and isinstance(value, dict):
                unknown = carried(value, known[name], {}, revive)
                if unknown:
                    made[name] = unknown
        return made
    if isinstance(old, list) and isinstance(known, list) and isinstance(new, list):
        return [_carried_element(old, known, new, place, revive) for place in range(len(new))]
    return new


def _carried_element(old: list[Json], known: list[Json], new: list[Json], place: int, revive: bool) -> Json:
    element = new[place]
    if not isinstance(element, dict | list) or len(old) != len(known):
        return element
    id = element.get("id") if isinstance(element, dict) else None
    for index, candidate in enumerate(known):
        if id is not None:
            match = isinstance(candidate, dict) and candidate.get("id") == id
        elif len(known) == len(new):
            match = index == place
        else:
            match = candidate == element
        if match:
            return carried(old[index], candidate, element, revive)
    return element
