"""Hand-off packs: chosen panels as a small film of their own.

A pack keeps the ids of home and a version of how it was handed off, so that `merging` knows who changed what.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from previz.errors import BadProject
from previz.review.status import Standing
from previz.scene import model, rules
from previz.scene.document import Document
from previz.scene.model import MODEL_PIECE, Entity
from previz.scene.store import Store

HANDED_OFF = "As handed off"
_BLOB = re.compile(r"[0-9a-f]{64}")
_CHOSEN_ALONE = ("scene", "shot", "panel", "passage", "waiver", "script", "issue")
"""Kinds that come along only when they were chosen, or not at all."""


def write_pack(
    document: Document,
    store: Store,
    numbers: dict[str, str],
    panel_ids: Sequence[str],
    path: Path,
    stands: Mapping[str, Standing],
    overwrite: bool = False,
) -> int:
    """Chosen panels with all that they show, as a film; how many. Raises BadProject for none, FileError.

    ``stands``: how panels stand; what was decided of them comes along as words. ``overwrite``: a person has
    agreed that a file of that name goes.
    """
    chosen = [panel for id in panel_ids if (panel := document.get(id, model.Panel)) is not None]
    if not chosen:
        raise BadProject("Choose the panels to hand off first.")
    if path.resolve() == store.path.resolve():
        raise BadProject(f"{path.name} is this film itself; give the pack another name.")
    kept = _kept(document, chosen)
    for id, entity in kept.items():
        if isinstance(entity, model.Shot):
            # Its number of home, whatever else is in the pack.
            kept[id] = msgspec.structs.replace(entity, label=numbers[id], label_locked=True)
    packed = Document(kept.values())
    for panel in chosen:
        decided = stands[panel.id].decided
        if decided is not None:
            packed.record(_told(packed, decided), "What was decided at home")
    # Whole before it takes the place of a pack that is there: a picture may be missing, the film may close.
    with (
        tempfile.TemporaryDirectory(prefix="previz-pack-") as folder,
        Store.create(Path(folder) / path.name, packed) as made,
    ):
        for hash in _blobs(store, kept.values()):
            made.put_blob(store.blob(hash), f"pack/{hash[:16]}")
        made.save_version(HANDED_OFF)
        made.save_copy(path, overwrite)
    return len(chosen)


_DECIDED = {
    "review": "in review", "changes": "changes requested", "approved": "approved", "omitted": "omitted",
}  # fmt: skip


def _told(packed: Document, verdict: model.Verdict) -> model.Note:
    """A verdict to be read elsewhere: who, of which take, what was asked for. The ledger stays at home."""
    take = packed.get(verdict.take_id, model.Take)
    about = _DECIDED[verdict.state]
    about = f"Take {take.number}, {about}" if take is not None else about.capitalize()
    return model.Note(
        id=packed.new_id(model.Note),
        panel_id=verdict.panel_id,
        author=verdict.who,
        text=": ".join(filter(None, (about, verdict.why))),
        at=verdict.at,
        verdict=verdict.state,
    )


def decided_at_home(document: Document, numbers: Mapping[str, str]) -> list[str]:
    """What a pack tells of verdicts, the oldest first: "1A: R. Okafor: Take 2, changes requested: Lens"."""
    return [
        f"{numbers[panel.shot_id]}: {note.author}: {note.text}"
        for note in sorted(document.of(model.Note), key=lambda note: note.at)
        if note.verdict and (panel := document.get(note.panel_id, model.Panel)) is not None
    ]


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
            held += named_in(store, entity.request)
    return list(dict.fromkeys(held))


def named_in(store: Store, request: str) -> list[str]:
    """The hashes of what a request names and the file holds: an artist's marks, control pictures."""
    named = _BLOB.findall(store.blob(request).decode(errors="replace"))
    return [hash for hash in named if store.has_blob(hash)]
