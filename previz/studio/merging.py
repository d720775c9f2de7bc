"""What comes back of a hand-off pack: home, the pack and the pack as it was handed off are compared.

New panels, takes, notes and marks are added, what changed on one side alone is taken, and what both sides
changed is a conflict that people decide. Nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from previz.errors import BadProject
from previz.scene import model
from previz.scene.document import Document
from previz.scene.model import Entity
from previz.scene.order import between
from previz.scene.store import Store
from previz.studio.frame_marks import sheet_of
from previz.studio.mark_words import both_words
from previz.studio.packs import HANDED_OFF, named_in

_PANEL_WORDS = ("caption", "dialogue", "sound", "camera", "duration_s")
"""Fields of a panel that an artist may change elsewhere."""
_SHOT_WORDS = ("action", "dialogue", "sound", "duration_s")
"""Fields of a shot that are written under its panels: the words of the first, the time of all."""
_NAMES = {
    ("panel", "caption"): "action",
    ("panel", "duration_s"): "time of a panel",
    ("shot", "duration_s"): "time",
}
Tell = Callable[[float, str], None]
"""(share done 0…1, what is going on)"""
_Wanted = tuple[str, str, Any]
"""Id, field ("" for a whole mark), what it shall be (None: gone)."""


@dataclass(frozen=True)
class Conflict:
    """Something that both sides changed since the hand-off, or that a part of a shot cannot decide."""

    id: str
    what: str
    """ "shot 12B: action", "a mark on take 3 of shot 12B"."""
    field: str
    """Of a panel or shot; "" for a whole mark."""
    ours: str
    theirs: str
    value: Any
    """Theirs, to be put in by `take_theirs`; None where they removed it."""


@dataclass
class Merged:
    panels: int = 0
    takes: int = 0
    notes: int = 0
    changes: int = 0
    """Marks and words that only the other side had changed."""
    lost: int = 0
    """Panels of the pack with something new that home has no place for: they, or their shots, are gone."""
    conflicts: list[Conflict] = field(default_factory=list)

    def line(self) -> str:
        came = (_counted(self.takes, "take"), _counted(self.notes, "note"), _counted(self.changes, "change"))
        told = f"{came[0]}, {came[1]} and {came[2]} of marks or words came in"
        told += f", with {_counted(self.panels, 'new panel')}" if self.panels else ""
        if self.conflicts:
            count = len(self.conflicts)
            told += f"; {count} {'is' if count == 1 else 'are'} for you to decide and stayed as here"
        if self.lost:
            told += f"; what is new on {_counted(self.lost, 'panel')} that this film does not have stayed out"
        return f"{told}."


@dataclass(frozen=True)
class Returned:
    """What a pack holds, read whole, so that it can be read in one thread and merged in another."""

    name: str
    theirs: Document
    base: Document
    """As it was handed off, with all takes and notes of today."""
    blobs: dict[str, bytes]
    """Pictures and requests of takes that home does not have, and what those requests name."""


def read_pack(path: Path, known: Collection[str]) -> Returned:
    """``known``: ids of home, whose pictures are not read. Raises FileError, BadProject for no pack."""
    store, theirs = Store.open(path, readonly=True)
    with store:
        version = next((v for v in store.versions() if v.name == HANDED_OFF), None)
        if version is None:
            raise BadProject(f"{path.name} is no hand-off pack; merge the file that you handed off.")
        blobs: dict[str, bytes] = {}
        for take in theirs.of(model.Take):
            if take.id not in known:
                for hash in (take.image, take.request, *named_in(store, take.request)):
                    blobs[hash] = store.blob(hash)
        return Returned(path.name, theirs, store.open_version(version.number), blobs)


def keep_pictures(store: Store, pack: Returned, known: Collection[str], tell: Tell) -> None:
    """What is large of a pack into the file, from any thread, so that `merge` only has rows to write.

    ``known``: ids of home. Raises BadProject for a pack of another film, FileError.
    """
    _check_home(pack, known)
    names = {take.image: f"takes/{take.panel_id}-{take.number}.png" for take in pack.theirs.of(model.Take)}
    for place, (hash, data) in enumerate(pack.blobs.items()):
        tell(place / len(pack.blobs), f"Picture {place + 1} of {len(pack.blobs)}")
        store.put_blob(data, names.get(hash, f"pack/{hash[:16]}"))


def merge(document: Document, store: Store, pack: Returned) -> Merged:
    """Take in what came back. Raises BadProject for a pack of another film."""
    steps = merge_steps(document, store, pack)
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            merged: Merged = finished.value
            return merged


def merge_steps(document: Document, store: Store, pack: Returned) -> Generator[float, None, Merged]:
    """As `merge`, a take at a time, with the share that is done: a window answers in between.

    Every step sees the film as it is then; one that is left half done is finished by merging again. A pack
    with something that cannot come in is refused before anything is written: BadProject says what it is.
    """
    theirs, base = pack.theirs, pack.base
    _check_home(pack, document.ids())
    _try(document, pack)
    result = Merged()
    added = _merge_panels(document, theirs, base)
    result.panels = len(added)
    panels = theirs.of(model.Panel)
    for place, panel in enumerate(panels):
        for take in theirs.children(panel.id, model.Take):
            yield place / len(panels)
            if panel.id in document and take.id not in document:
                _merge_take(document, store, pack, take)
                result.takes += 1
        if panel.id not in document:
            result.lost += _holds_something_new(document, theirs, base, panel)
    for hash, data in pack.blobs.items():
        if not store.has_blob(hash):  # an artist's marks, control pictures
            store.put_blob(data, f"pack/{hash[:16]}")
    _merge_notes(document, theirs, result)
    _merge_words_and_marks(document, theirs, base, added, result)
    return result


def _try(document: Document, pack: Returned) -> None:
    """Merge into a copy of home that nobody keeps. Raises BadProject for what the film cannot hold."""
    trial, theirs = Document(document), pack.theirs
    try:
        added = _merge_panels(trial, theirs, pack.base)
        for take in theirs.of(model.Take):
            if take.id in trial or take.panel_id not in trial:
                continue
            if not {take.image, take.request} <= pack.blobs.keys():
                raise BadProject(f"the picture of take {take.number} is missing.")
            trial.record(_renumbered(trial, take), "Take of a pack")
        _merge_notes(trial, theirs, Merged())
        _merge_words_and_marks(trial, theirs, pack.base, added, Merged())
    except BadProject as error:
        raise BadProject(
            f"{pack.name} cannot be merged, and nothing of it was; mend it there and merge again: {error}"
        ) from error


def _merge_panels(document: Document, theirs: Document, base: Document) -> list[model.Panel]:
    """Panels that the artist added to shots of home; their takes come after them."""
    new = [
        panel
        for panel in theirs.of(model.Panel)
        if panel.id not in document and panel.id not in base and panel.shot_id in document
    ]
    if new:
        with document.edit("Panels of a pack") as edit:
            for panel in new:
                place = _free_place(document.children(panel.shot_id, model.Panel), panel.order)
                edit.put(msgspec.structs.replace(panel, order=place, selected_take_id=None))
    return new


def _free_place(siblings: Sequence[model.Panel], wanted: str) -> str:
    """The order key, or one right behind it where home has put a panel in the same place."""
    taken = [panel.order for panel in siblings]
    if wanted not in taken:
        return wanted
    return between(wanted, min((order for order in taken if order > wanted), default=None))


def _holds_something_new(document: Document, theirs: Document, base: Document, panel: model.Panel) -> bool:
    history = (*theirs.children(panel.id, model.Take), *theirs.children(panel.id, model.Note))
    changed = any(theirs.get(id, Entity) != base.get(id, Entity) for id in (panel.id, panel.shot_id))
    return changed or any(one.id not in document and not getattr(one, "verdict", "") for one in history)


def _check_home(pack: Returned, known: Collection[str]) -> None:
    kinds = (model.Scene, model.Shot, model.Panel, model.Take)
    if not any(one.id in known for one in pack.base if isinstance(one, kinds)):
        raise BadProject(f"{pack.name} was handed off from another film.")


def _merge_take(document: Document, store: Store, pack: Returned, take: model.Take) -> None:
    image, request = pack.blobs[take.image], pack.blobs[take.request]
    store.add_take(document, _renumbered(document, take), image=image, request=request)


def _renumbered(document: Document, take: model.Take) -> model.Take:
    """Behind the takes that its panel has at home."""
    earlier = document.children(take.panel_id, model.Take)
    return msgspec.structs.replace(take, number=1 + max((other.number for other in earlier), default=0))


def _merge_notes(document: Document, theirs: Document, result: Merged) -> None:
    """In the order in which they were written, answers after what they answer, but with the time of today:
    notes are numbered by it, and printed numbers stay."""
    came = (_at_home(theirs, note) for note in theirs.of(model.Note) if note.id not in document)
    new = [note for note in came if note is not None and note.panel_id in document]
    now = datetime.now(UTC)
    for place, note in enumerate(sorted(new, key=lambda note: (bool(note.reply_to), note.at, note.id))):
        at = (now + timedelta(microseconds=place)).isoformat(timespec="microseconds")
        document.record(msgspec.structs.replace(note, at=at), f"Note of {note.author}")
    result.notes = len(new)


def _at_home(theirs: Document, note: model.Note) -> model.Note | None:
    """A note as it comes home. The verdict that went out with the pack is home's own, so that an answer to it
    becomes a note of its own; None for what has nothing to say there."""
    root = theirs.get(note.reply_to, model.Note)
    if note.verdict or (root is not None and root.verdict and note.act):
        return None
    if root is None or not root.verdict:
        return note
    return msgspec.structs.replace(note, reply_to="", text=f"To “{root.text}”: {note.text}")


def _merge_words_and_marks(
    document: Document, theirs: Document, base: Document, added: Sequence[model.Panel], result: Merged
) -> None:
    wanted: list[_Wanted] = []
    for kind, names in ((model.Panel, _PANEL_WORDS), (model.Shot, _SHOT_WORDS)):
        for one in theirs.of(kind):
            if one.id in document and one.id in base:
                wanted += _words(document, theirs, base, one.id, kind, names, result)
    wanted += _marks(document, theirs, base, result)
    result.changes = len(wanted)
    wanted += [
        (panel.id, "selected_take_id", panel.selected_take_id)
        for panel in added
        if panel.selected_take_id in document
    ]
    if wanted:
        with document.edit("Merge a pack") as edit:
            for id, name, value in wanted:
                if name:
                    edit.update(id, **{name: value})
                elif value is None:
                    edit.remove(id)
                else:
                    edit.put(value)


def _words(
    document: Document,
    theirs: Document,
    base: Document,
    id: str,
    kind: type[model.Panel] | type[model.Shot],
    names: Sequence[str],
    result: Merged,
) -> Iterator[_Wanted]:
    ours = document.need(id, kind)
    shot_id = getattr(ours, "shot_id", id)
    asked = _asked(document, theirs, shot_id, names)
    for name in names:
        mine, other, before = (getattr(source.need(id, kind), name) for source in (document, theirs, base))
        if other in (before, mine):
            continue
        if mine == before and name not in asked:
            yield id, name, other
        else:
            what = f"{base.describe(shot_id)}: {_NAMES.get((kind.kind, name), name)}"
            what += " (the pack has a part of the shot)" if mine == before else ""
            here, there = _told(mine), _told(other)
            result.conflicts.append(Conflict(id, what, name, here, there, other))


def _asked(document: Document, theirs: Document, shot_id: str, names: Sequence[str]) -> frozenset[str]:
    """Fields that a pack with a part of a shot cannot speak for.

    There the panels share the time of the whole shot, and another panel shows the shot's words.
    """
    away = [panel.id not in theirs for panel in document.children(shot_id, model.Panel)]
    if names is _SHOT_WORDS and away and away[0]:
        return frozenset(names)
    return frozenset({"duration_s"} if any(away) else ())


def _marks(document: Document, theirs: Document, base: Document, result: Merged) -> Iterator[_Wanted]:
    kinds = (model.FrameMark, model.MarkSheet)
    ids = dict.fromkeys(e.id for source in (theirs, base) for e in source if isinstance(e, kinds))
    places: dict[str, dict[str, str]] = {}  # take → order → mark
    for mark in document.of(model.FrameMark):
        places.setdefault(mark.take_id, {})[mark.order] = mark.id
    for id in ids:
        mine, other, before = document.get(id, Entity), theirs.get(id, Entity), base.get(id, Entity)
        if isinstance(other, model.MarkSheet) and mine is None:
            sheet = sheet_of(document, other.take_id)
            if sheet is not None:  # layers were set here and there: a take has one sheet
                id, mine, other = sheet.id, sheet, msgspec.structs.replace(other, id=sheet.id)
        if other in (before, mine):
            continue
        if mine == before:
            if other is None or getattr(other, "take_id", "") in document:
                if isinstance(other, model.FrameMark):
                    other = _in_a_free_place(other, places.setdefault(other.take_id, {}))
                yield id, "", other
        else:
            what = _mark_name(document, base, mine or other)
            take = document.get(getattr(mine or other, "take_id", ""), model.Take)
            here, there = both_words(mine, other, take.size_px[0] / take.size_px[1] if take else 1.0)
            result.conflicts.append(Conflict(id, what, "", here, there, other))


def _in_a_free_place(mark: model.FrameMark, taken: dict[str, str]) -> model.FrameMark:
    """Where it lay, or on top where home has drawn in the same place; ``taken``: order → mark of its take."""
    order = mark.order
    if taken.get(order, mark.id) != mark.id:
        order = between(max(taken), None)
    taken[order] = mark.id
    return msgspec.structs.replace(mark, order=order)


def _mark_name(document: Document, base: Document, mark: Entity | None) -> str:
    """With the number that the shot was handed off under."""
    take = document.get(getattr(mark, "take_id", ""), model.Take)
    panel = document.get(take.panel_id, model.Panel) if take else None
    if take is None or panel is None:
        return "a mark"
    if isinstance(mark, model.MarkSheet):
        return f"layers over take {take.number} of {base.describe(panel.shot_id)}"
    return f"a mark on take {take.number} of {base.describe(panel.shot_id)}"


def _told(value: object) -> str:
    if value is None:
        return "not timed"
    if isinstance(value, tuple):
        return " / ".join(f"{who}: {words}" for who, words in value) or "nothing"
    return f"{value:g} s" if isinstance(value, float) else str(value) or "nothing"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def take_theirs(document: Document, conflict: Conflict) -> None:
    """Decide a conflict for the other side: one edit, which undo takes back."""
    with document.edit(f"Take theirs: {conflict.what}") as edit:
        if conflict.field:
            edit.update(conflict.id, **{conflict.field: conflict.value})
        elif conflict.value is None:
            edit.remove(conflict.id)
        else:
            edit.put(conflict.value)
