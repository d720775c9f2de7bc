"""Hand-off packs: chosen panels as a small film of their own, and what comes back merged.

A pack keeps the ids of home and a version of how it was handed off, so that a merge knows who changed what:
new takes, notes and marks are added, what changed on one side alone is taken, and what both sides changed
is a conflict that people decide. Nothing is overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from previz.errors import BadProject
from previz.scene import model, rules
from previz.scene.document import Document
from previz.scene.model import MODEL_PIECE, Entity
from previz.scene.store import Store

HANDED_OFF = "As handed off"
_BLOB = re.compile(r"[0-9a-f]{64}")
_WORDS = ("caption", "dialogue", "sound", "camera", "duration_s")
"""Fields of a panel that an artist may change elsewhere."""
_CHOSEN_ALONE = ("scene", "shot", "panel", "passage", "waiver", "script", "issue")
"""Kinds that come along only when they were chosen, or not at all."""


@dataclass(frozen=True)
class Conflict:
    """Something that both sides changed since the hand-off."""

    id: str
    what: str
    """ "shot 12B: action", "a mark on take 3 of shot 12B"."""
    field: str
    """Of a panel; "" for a whole mark."""
    ours: str
    theirs: str
    value: Any
    """Theirs, to be put in by `take_theirs`; None where they removed it."""


@dataclass
class Merged:
    takes: int = 0
    notes: int = 0
    changes: int = 0
    """Marks and words that only the other side had changed."""
    conflicts: list[Conflict] = field(default_factory=list)

    def line(self) -> str:
        told = f"{self.takes} takes, {self.notes} notes and {self.changes} marks or words came in"
        count = len(self.conflicts)
        if count:
            told += f"; {count} {'was' if count == 1 else 'were'} changed on both sides and stayed as here"
        return f"{told}."


# ------------------------------------------------------------------------------------------- handing off
def write_pack(
    document: Document, store: Store, numbers: dict[str, str], panel_ids: Sequence[str], path: Path
) -> int:
    """Chosen panels with all that they show, as a film; how many. Raises BadProject for none, FileError."""
    chosen = [panel for id in panel_ids if (panel := document.get(id, model.Panel)) is not None]
    if not chosen:
        raise BadProject("Choose the panels to hand off first.")
    kept = _kept(document, chosen)
    for id, entity in kept.items():
        if isinstance(entity, model.Shot):
            # Its number of home, whatever else is in the pack.
            kept[id] = msgspec.structs.replace(entity, label=numbers[id], label_locked=True)
    packed = Document(kept.values())
    with Store.create(path, packed) as made:
        for hash in _blobs(store, kept.values()):
            made.put_blob(store.blob(hash), f"pack/{hash[:16]}")
        made.save_version(HANDED_OFF)
    return len(chosen)


def _kept(document: Document, panels: Sequence[model.Panel]) -> dict[str, Entity]:
    shots = [document.need(id, model.Shot) for id in dict.fromkeys(panel.shot_id for panel in panels)]
    scenes = [document.need(id, model.Scene) for id in dict.fromkeys(shot.scene_id for shot in shots)]
    kept: dict[str, Entity] = {entity.id: entity for entity in (*shots, *scenes, *panels)}
    for entity in document:
        if isinstance(entity, model.Project | model.Character | model.PoseEntry):
            kept[entity.id] = entity
    for scene in scenes:
        if scene.stage_id is not None:
            kept[scene.stage_id] = document[scene.stage_id]
    for _ in range(3):  # stage → item → …; panel → take → mark
        for entity in document:
            if entity.id not in kept and entity.kind not in _CHOSEN_ALONE:
                wanted = rules.targets(entity)
                if wanted and all(target in kept for target in wanted):
                    kept[entity.id] = entity
    pieces = {entity.piece for entity in kept.values() if isinstance(entity, model.Item)}
    for shape in document.of(model.Model):
        if MODEL_PIECE + shape.mesh in pieces:
            kept[shape.id] = shape
    return kept


def _blobs(store: Store, entities: Iterable[Entity]) -> list[str]:
    """Every picture, request and mesh that is named, and what the requests name."""
    found = dict.fromkeys(
        hash for entity in entities for hash in _BLOB.findall(rules.encode(entity).decode())
    )
    held = [hash for hash in found if store.has_blob(hash)]
    for entity in entities:
        if isinstance(entity, model.Take):
            named = _BLOB.findall(store.blob(entity.request).decode(errors="replace"))
            held += [hash for hash in named if store.has_blob(hash)]
    return list(dict.fromkeys(held))


# ----------------------------------------------------------------------------------------------- merging
def merge_pack(document: Document, store: Store, path: Path) -> Merged:
    """Take in what came back. Raises FileError, and BadProject for what is no pack of this film."""
    theirs_store, theirs = Store.open(path, readonly=True)
    with theirs_store:
        version = next((v for v in theirs_store.versions() if v.name == HANDED_OFF), None)
        if version is None:
            raise BadProject(f"{path.name} is no hand-off pack; merge the file that you handed off.")
        base = theirs_store.open_version(version.number)
        if not any(panel.id in document for panel in theirs.of(model.Panel)):
            raise BadProject(f"{path.name} was handed off from another film.")
        result = Merged()
        for panel in theirs.of(model.Panel):
            if panel.id in document:
                _merge_takes(document, store, theirs, theirs_store, panel, result)
                _merge_notes(document, theirs, panel, result)
        _merge_words_and_marks(document, theirs, base, result)
    return result


def _merge_takes(
    document: Document,
    store: Store,
    theirs: Document,
    theirs_store: Store,
    panel: model.Panel,
    result: Merged,
) -> None:
    for take in theirs.children(panel.id, model.Take):
        if take.id in document:
            continue
        number = 1 + max((other.number for other in document.children(panel.id, model.Take)), default=0)
        store.add_take(
            document,
            msgspec.structs.replace(take, number=number),
            image=theirs_store.blob(take.image),
            request=theirs_store.blob(take.request),
        )
        result.takes += 1


def _merge_notes(document: Document, theirs: Document, panel: model.Panel, result: Merged) -> None:
    for note in theirs.children(panel.id, model.Note):
        if note.id not in document:
            document.record(note, f"Note of {note.author}")
            result.notes += 1


def _merge_words_and_marks(document: Document, theirs: Document, base: Document, result: Merged) -> None:
    wanted: list[tuple[str, str, Any]] = []
    for panel in theirs.of(model.Panel):
        if panel.id in document and panel.id in base:
            wanted += _words(document, panel, base.need(panel.id, model.Panel), result)
    wanted += _marks(document, theirs, base, result)
    if wanted:
        with document.edit("Merge a pack") as edit:
            for id, name, value in wanted:
                if name:
                    edit.update(id, **{name: value})
                elif value is None:
                    edit.remove(id)
                else:
                    edit.put(value)
        result.changes = len(wanted)


def _words(
    document: Document, theirs: model.Panel, base: model.Panel, result: Merged
) -> Iterator[tuple[str, str, Any]]:
    ours = document.need(theirs.id, model.Panel)
    for name in _WORDS:
        mine, other, before = (getattr(panel, name) for panel in (ours, theirs, base))
        if other in (before, mine):
            continue
        if mine == before:
            yield ours.id, name, other
        else:
            what = f"{document.describe(ours.shot_id)}: {'action' if name == 'caption' else name}"
            result.conflicts.append(Conflict(ours.id, what, name, _told(mine), _told(other), other))


def _marks(
    document: Document, theirs: Document, base: Document, result: Merged
) -> Iterator[tuple[str, str, Any]]:
    kinds = (model.FrameMark, model.MarkSheet)
    ids = dict.fromkeys(e.id for source in (theirs, base) for e in source if isinstance(e, kinds))
    for id in ids:
        mine, other, before = document.get(id, Entity), theirs.get(id, Entity), base.get(id, Entity)
        if other in (before, mine):
            continue
        if mine == before:
            if other is None or getattr(other, "take_id", "") in document:
                yield id, "", other
        else:
            result.conflicts.append(
                Conflict(id, _mark_name(document, mine or other), "", _told(mine), _told(other), other)
            )


def _mark_name(document: Document, mark: Entity | None) -> str:
    take = document.get(getattr(mark, "take_id", ""), model.Take)
    panel = document.get(take.panel_id, model.Panel) if take else None
    return (
        f"a mark on take {take.number} of {document.describe(panel.shot_id)}" if take and panel else "a mark"
    )


def _told(value: object) -> str:
    if value is None:
        return "removed"
    if isinstance(value, Entity):
        shape = getattr(value, "shape", None)
        return f"{type(shape).__name__.lower()} as changed" if shape is not None else "layers as changed"
    if isinstance(value, tuple):
        return " / ".join(f"{who}: {words}" for who, words in value)
    return str(value) or "nothing"


def take_theirs(document: Document, conflict: Conflict) -> None:
    """Decide a conflict for the other side: one edit, which undo takes back."""
    with document.edit(f"Take theirs: {conflict.what}") as edit:
        if conflict.field:
            edit.update(conflict.id, **{conflict.field: conflict.value})
        elif conflict.value is None:
            edit.remove(conflict.id)
        else:
            edit.put(conflict.value)
