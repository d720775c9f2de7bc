"""Cut, copy and paste between scenes and projects, as a text that says what it is."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from previz.errors import BadProject
from previz.grammar.numbering import scene_numbers
from previz.scene import model
from previz.scene.document import Document
from previz.scene.model import ActorKey, Vec3
from previz.studio.tracks import actor_key, free_name, placing, plus, told, write

_KIND = "previz stage pieces 1"
LONGEST = 4_000_000
"""Characters; a longer text is not looked at."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A person as they were copied."""

    character: model.Character
    key: ActorKey


class Pieces(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    items: tuple[model.Item, ...] = ()
    people: tuple[Standing, ...] = ()


def copy(document: Document, shot_id: str, ids: Iterable[str], time_s: float = 0.0) -> str:
    """Everything in ``ids`` as it stands now, as JSON text for a clipboard."""
    items, people = [], []
    for id in ids:
        item = document.get(id, model.Item)
        character = document.get(id, model.Character)
        if item is not None:
            place = placing(document, shot_id, id, time_s)
            items.append(msgspec.structs.replace(item, transform=place or item.transform))
        elif character is not None:
            key = actor_key(document, shot_id, id, time_s)
            if key is not None:
                people.append(Standing(character=character, key=msgspec.structs.replace(key, time_s=0.0)))
    return msgspec.json.encode(Pieces(kind=_KIND, items=tuple(items), people=tuple(people))).decode()


def can_paste(text: str) -> bool:
    return len(text) <= LONGEST and text.lstrip().startswith("{") and f'"{_KIND}"' in text[:200]


def paste(document: Document, shot_id: str, text: str, offset_m: Vec3 = (0.0, 0.0, 0.0)) -> list[str]:
    """Put copied things on the shot's stage; a person who is in the cast already comes on as that person.

    Returns the ids. Raises BadProject for a text that is no such copy, and for a scene without a stage.
    """
    if not can_paste(text):
        raise BadProject("There is nothing on the clipboard that can stand on a stage; copy something first.")
    try:
        pieces = msgspec.json.decode(text, type=Pieces)
    except msgspec.MsgspecError as error:
        raise BadProject("What is on the clipboard is damaged; copy it once more.") from error
    shot = document.need(shot_id, model.Shot)
    scene = document.need(shot.scene_id, model.Scene)
    if scene.stage_id is None:
        number = scene_numbers(document)[scene.id]
        raise BadProject(f"Scene {number} has no stage; give it a set before things are put on it.")
    made: list[str] = []
    with document.edit("Paste") as edit:
        for item in pieces.items:
            names = [other.name for other in document.children(scene.stage_id, model.Item)]
            new = msgspec.structs.replace(
                item,
                id=document.new_id(model.Item),
                stage_id=scene.stage_id,
                name=free_name(names, item.name),
                order=document.next_order(model.Item, scene.stage_id),
                transform=msgspec.structs.replace(
                    item.transform, position_m=plus(item.transform.position_m, offset_m)
                ),
            )
            made.append(edit.put(new).id)
        for one in pieces.people:
            who = _cast(document, scene.id, one.character)
            if who.id not in document:
                edit.put(who)
            key = msgspec.structs.replace(one.key, position_m=plus(one.key.position_m, offset_m), holds=())
            write(document, edit, scene.id, who.id, (key,))
            made.append(who.id)
        edit.label = f"Paste {told(document, made)}"
    return made


def _cast(document: Document, scene_id: str, copied: model.Character) -> model.Character:
    """The same person when they are in the cast and not yet in this scene, else somebody like them."""
    known = document.get(copied.id, model.Character)
    if known is not None and document.track(scene_id, known.id) is None:
        return known
    names = [other.name for other in document.of(model.Character)]
    return msgspec.structs.replace(
        copied,
        id=document.new_id(model.Character),
        name=free_name(names, copied.name),
        order=document.next_order(model.Character),
    )
