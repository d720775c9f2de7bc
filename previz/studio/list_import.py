"""A shot list from another program into the film: known shots get its words, unknown rows become shots.

Shots are known by their number. Empty cells change nothing. What the stage says is never overwritten; what a
new shot's row says of size is taken as the framing that is wanted, and whatever has no place goes into notes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from previz.errors import BadProject, CannotFrame, PrevizError
from previz.export.fields import Field, match_head, own_field
from previz.grammar.numbering import Numbers
from previz.grammar.setups import film_setups
from previz.grammar.terms import known_size
from previz.scene import model
from previz.scene.document import Document
from previz.scene.order import spread
from previz.studio.list_cells import changed
from previz.studio.spreadsheets import Table, read_table

PICTURE_HEADS = frozenset(("frame", "board", "storyboard", "image", "thumbnail", "picture"))
_HEADING = re.compile(
    r"(?P<where>INT\.?/EXT\.?|EXT\.?/INT\.?|I/E\.?|INT\.?|EXT\.?)\s*(?P<place>.*?)(?:\s*[-–—]\s*(?P<time>[^-–—]+))?",
    re.IGNORECASE,
)
_BEFORE_SCENE = ("heading", "interior", "time", "pages", "scene_number")
MOST_NOTES = 12


@dataclass
class Imported:
    """What came in."""

    changed: int = 0
    added: int = 0
    scenes: int = 0
    columns: list[str] = field(default_factory=list)
    """Heads of columns that the film did not have."""
    left: list[str] = field(default_factory=list)
    """Heads of columns that the stage says: the film keeps its own."""
    notes: list[str] = field(default_factory=list)
    """What the reader should know, a line each."""

    def tell(self) -> str:
        parts = [f"{_count(self.changed, 'shot')} changed", f"{self.added} added"]
        parts += [f"{_count(self.scenes, 'scene')} added"] if self.scenes else []
        parts += [f"new columns: {', '.join(self.columns)}"] if self.columns else []
        left = f" Left as the film has them: {', '.join(self.left)}." if self.left else ""
        return f"{', '.join(parts)}.{left}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def import_list(document: Document, numbers: Numbers, path: Path) -> Imported:
    """Read ``path`` and change the film, as one edit. Raises ImportFailed, and BadProject as an edit does."""
    table = read_table(path)
    return _Import(document, numbers, table).run(path.name)


class _Import:
    def __init__(self, document: Document, numbers: Numbers, table: Table) -> None:
        self._document, self._table = document, table
        self._rate = document.project.package.frame_rate
        self._shots = {number.casefold(): id for id, number in numbers.shots.items()}
        self._setups = film_setups(document, numbers.shots)
        self._scenes = {number.casefold(): id for id, number in numbers.scenes.items()}
        self._done = Imported(notes=list(table.notes))
        self._columns = self._heads()
        self._updates: dict[str, dict[str, Any]] = {}
        self._new: dict[str, model.Shot] = {}
        self._made_scenes: dict[str, model.Scene] = {}
        self._after: dict[str, str | None] = {}
        """New shot → the shot behind which it comes."""
        self._seen: set[str] = set()
        self._scene_id: str | None = None
        self._last: dict[str, str] = {}
        """Scene → the shot that the sheet named last."""

    # ------------------------------------------------------------------------------------------ heads
    def _heads(self) -> list[Field | None]:
        own = list(self._document.project.list_columns)
        found: list[Field | None] = []
        for place, head in enumerate(self._table.heads):
            known = match_head(head, own)
            if known is not None and known in found:
                self._done.notes.append(f"The column {head} comes twice; the second is left out.")
                known = None
            elif known is None and head.casefold() not in PICTURE_HEADS:
                said = any(cells[place] for _, cells in self._table.rows)
                if said:
                    known = own_field(head or f"Column {place + 1}")
                    own.append(known.head)
                    self._done.columns.append(known.head)
            found.append(known)
        return found

    # -------------------------------------------------------------------------------------------- rows
    def run(self, name: str) -> Imported:
        for line, cells in self._table.rows:
            given = {
                one.key: (one, text)
                for one, text in zip(self._columns, cells, strict=True)
                if one is not None and text
            }
            self._row(line, given)
        self._write(name)
        if len(self._done.notes) > MOST_NOTES:
            more = len(self._done.notes) - MOST_NOTES
            self._done.notes[MOST_NOTES:] = [f"And {more} more lines like these."]
        return self._done

    def _row(self, line: int, given: Mapping[str, tuple[Field, str]]) -> None:
        number = given["number"][1] if "number" in given else ""
        known = self._shots.get(number.casefold()) if number else None
        if known is not None and known not in self._seen:
            self._seen.add(known)
            self._known(line, known, given)
            return
        if known is not None:
            self._done.notes.append(f"Line {line}: shot {number} comes twice; the second became a new shot.")
        scene_id = self._scene_of(given, number)
        self._fresh(line, scene_id, "" if known else number, given)

    def _known(self, line: int, shot_id: str, given: Mapping[str, tuple[Field, str]]) -> None:
        shot = self._document.need(shot_id, model.Shot)
        self._scene_id = shot.scene_id
        self._last[shot.scene_id] = shot_id
        updates: dict[str, Any] = {}
        for one, text in given.values():
            if one.typed in ("", "label") or (one.key == "setup" and text == self._setups[shot_id].name):
                continue
            try:
                found = changed(msgspec.structs.replace(shot, **updates), one, text, self._rate)
            except BadProject as error:
                self._done.notes.append(f"Line {line}, {one.head}: {error}")
                continue
            updates |= found
        if updates:
            self._updates[shot_id] = updates

    def _fresh(self, line: int, scene_id: str, number: str, given: Mapping[str, tuple[Field, str]]) -> None:
        document = self._document
        shot = model.Shot(
            id=document.new_id(model.Shot), scene_id=scene_id, order="a", label=number or None,
            label_locked=bool(number),
        )  # fmt: skip
        homeless: list[str] = []
        for one, text in given.values():
            if one.key in _BEFORE_SCENE or one.typed == "label":
                continue
            try:
                shot = self._filled(shot, one, text)
            except PrevizError as error:
                homeless.append(f"{one.head}: {text}")
                if one.typed or one.key == "size":
                    self._done.notes.append(f"Line {line}, {one.head}: {error} It is kept in the notes.")
        if homeless:
            shot = msgspec.structs.replace(shot, notes="\n".join(filter(None, (shot.notes, *homeless))))
        self._new[shot.id] = shot
        self._after[shot.id] = self._last.get(scene_id)
        self._last[scene_id] = shot.id
        self._scene_id = scene_id
        if number:
            self._shots[number.casefold()] = shot.id
            self._seen.add(shot.id)

    def _filled(self, shot: model.Shot, one: Field, text: str) -> model.Shot:
        """Raises BadProject, CannotFrame for what has no place in a shot."""
        if one.typed:
            return msgspec.structs.replace(shot, **changed(shot, one, text, self._rate))
        if one.key == "dialogue":
            said = [part.partition(":") for part in text.splitlines() if part.strip()]
            lines = tuple(
                (who.strip(), what.strip()) if colon else ("", who.strip()) for who, colon, what in said
            )
            return msgspec.structs.replace(shot, dialogue=lines)
        if one.key == "size":
            return msgspec.structs.replace(shot, framing=model.Framing(size=_size(text)))
        raise CannotFrame(f"{one.head} is read off the stage.")

    # ----------------------------------------------------------------------------------------- scenes
    def _scene_of(self, given: Mapping[str, tuple[Field, str]], number: str) -> str:
        """The scene that the row names, that its shot number begins with, or that of the row before."""
        wanted = given["scene_number"][1] if "scene_number" in given else ""
        if not wanted and "heading" not in given:
            stem = re.match(r"\d+", number)
            by_number = self._scenes.get(stem[0]) if stem else None
            if by_number or self._scene_id:
                return by_number or self._scene_id or ""
            wanted = stem[0] if stem else ""
        wanted = wanted or str(len(self._scenes) + 1)
        known = self._scenes.get(wanted.casefold())
        return known if known is not None else self._new_scene(wanted, given)

    def _new_scene(self, number: str, given: Mapping[str, tuple[Field, str]]) -> str:
        heading = given["heading"][1] if "heading" in given else ""
        match = _HEADING.fullmatch(heading.strip())
        place, when, where = (
            (match["place"], match["time"] or "", match["where"]) if match else (heading, "", "")
        )
        where = (given["interior"][1] if "interior" in given else where).upper().replace(".", "")
        when = given["time"][1] if "time" in given else when
        scene = model.Scene(
            id=self._document.new_id(model.Scene),
            order="a",
            number=number,
            number_locked=True,
            interior="INT/EXT" if "/" in where else "EXT" if where == "EXT" else "INT",
            place=place.strip().capitalize(),
            time=when.strip().upper() or "DAY",
        )
        self._made_scenes[scene.id] = scene
        self._scenes[number.casefold()] = scene.id
        return scene.id

    # ------------------------------------------------------------------------------------------ writing
    def _write(self, name: str) -> None:
        document, done = self._document, self._done
        done.changed, done.added, done.scenes = len(self._updates), len(self._new), len(self._made_scenes)
        left = [
            one.head
            for one in self._columns
            if one is not None and one.computed and one.key != "scene_number"
        ]
        if self._seen - set(self._new):
            done.left = left
        with document.edit(f"Import shot list {name}") as edit:
            if done.columns:
                edit.update(model.PROJECT_ID, list_columns=(*document.project.list_columns, *done.columns))
            scenes = document.of(model.Scene)
            keys = spread(len(self._made_scenes), scenes[-1].order if scenes else None, None)
            for scene, order in zip(self._made_scenes.values(), keys, strict=True):
                edit.put(msgspec.structs.replace(scene, order=order))
            for shot_id, updates in self._updates.items():
                edit.update(shot_id, **updates)
            for shot in self._ordered():
                edit.put(shot)
                edit.put(model.Panel(id=document.new_id(model.Panel), shot_id=shot.id, order="a"))

    def _ordered(self) -> list[model.Shot]:
        """The new shots with order keys: each behind the shot that came before it in the sheet."""
        followers: dict[tuple[str, str | None], list[str]] = {}
        root: dict[str, str | None] = {}
        for id, shot in self._new.items():
            after = self._after[id]
            root[id] = root.get(after, after) if after else None
            followers.setdefault((shot.scene_id, root[id]), []).append(id)
        made = []
        for (scene_id, after), ids in followers.items():
            there = [] if scene_id in self._made_scenes else self._document.children(scene_id, model.Shot)
            at = next((n for n, one in enumerate(there) if one.id == after), len(there) - 1)
            low = there[at].order if there else None
            high = there[at + 1].order if at + 1 < len(there) else None
            made += [
                msgspec.structs.replace(self._new[id], order=order)
                for id, order in zip(ids, spread(len(ids), low, high), strict=True)
            ]
        return made


def _size(text: str) -> str:
    """ "MCU", "Medium close-up", "MCU on Ada". Raises CannotFrame."""
    try:
        return known_size(text)
    except CannotFrame:
        return known_size(text.split()[0])
