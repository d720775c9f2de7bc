"""Hands on the set: put people and things down, move them, take them away. Each call is one labelled edit.

Where a move is written: to the shot's own track when there is one or when this shot alone is meant, else to
the scene's track (people) or to the stage itself (items). What moves has a key set at the time of the hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from previz.cast import PEOPLE
from previz.cast.gaze import HEAD_YAW_DEG
from previz.cast.names import check
from previz.cast.pose import preset
from previz.errors import BadProject
from previz.kit.shelf import CATALOGUE_ALONE, Shelf
from previz.scene import blocking, model
from previz.scene.document import Document, EditBlock
from previz.scene.model import ActorKey, Pose, Transform, Vec3
from previz.staging.dropping import beside, drop
from previz.staging.places import Dressing
from previz.studio.carrying import Load
from previz.studio.tracks import (
    Scope,
    actor_key,
    free_name,
    heading_deg,
    is_locked,
    keys_of,
    of_kind,
    plus,
    put_actor,
    put_item,
    scene_of,
    told,
    track_that_counts,
    write,
)


# ------------------------------------------------------------------------------------------ moving things
def move(
    document: Document,
    shot_id: str,
    placings: Mapping[str, Transform],
    *,
    time_s: float = 0.0,
    scope: Scope = "scene",
    label: str = "",
    gesture: str | None = None,
    load: Load | None = None,
) -> None:
    """Put people and items where ``placings`` (id → Transform) says; who is locked stays. One edit.

    ``load``, looked up before the move began, goes along. Raises NotFound for an id that is neither.
    """
    free = {id: placed for id, placed in placings.items() if not is_locked(document, shot_id, id)}
    with document.edit(label or f"Move {told(document, free)}", gesture) as edit:
        for id, placed in free.items():
            if document.get(id, model.Item) is not None:
                put_item(document, edit, shot_id, id, placed, time_s, scope)
            else:
                changes = {"position_m": placed.position_m, "heading_deg": heading_deg(placed.rotation)}
                put_actor(document, edit, shot_id, id, time_s, scope, changes)
        if load is not None:
            load.follow(document, edit, free)


KEPT = ("time_s", "gaze_id", "gaze_m")
"""Of a person who is put down elsewhere: they go on looking at whom they looked at."""


def change_actor(
    document: Document,
    shot_id: str,
    character_id: str,
    *,
    time_s: float = 0.0,
    scope: Scope = "scene",
    label: str = "",
    gesture: str | None = None,
    **changes: Any,
) -> None:
    """Change fields of a person's ActorKey (pose, heading_deg, gaze_id…). Raises NotFound, TypeError."""
    label = label or f"Change {told(document, [character_id])}"
    with document.edit(label, gesture) as edit:
        put_actor(document, edit, shot_id, character_id, time_s, scope, changes)


def looking(
    document: Document, shot_id: str, character_id: str, target_id: str | None, time_s: float = 0.0
) -> dict[str, Any]:
    """What changes of a person's key when they look at somebody, or at nobody: their head turns, and where it
    would have to turn further than a neck does, who stands turns round as a whole."""
    changes: dict[str, Any] = {"gaze_id": target_id, "gaze_m": None}
    keys = of_kind(keys_of(track_that_counts(document, shot_id, character_id)), ActorKey)
    other = actor_key(document, shot_id, target_id, time_s) if target_id else None
    if other is None or len(keys) != 1 or not _stands(keys[0]):
        return changes
    way = (b - a for a, b in zip(keys[0].position_m, other.position_m, strict=True))
    east, _, south = way
    bearing = math.degrees(math.atan2(east, south))
    aside = (bearing - keys[0].heading_deg + 180) % 360 - 180
    if abs(aside) > HEAD_YAW_DEG:
        changes["heading_deg"] = float(round(bearing))
    return changes


def _stands(key: ActorKey) -> bool:
    return key.seat_height_m is None and preset(key.pose.preset).contact == "feet"


def stop_moving(document: Document, shot_id: str, id: str) -> None:
    """Forget a shot's own blocking of somebody or something: the scene's counts again."""
    track_id = document.track(shot_id, id)
    if track_id is not None:
        with document.edit(f"{told(document, [id])} as in the scene") as edit:
            edit.remove(track_id)


def drop_person(
    document: Document,
    shot_id: str,
    character_id: str,
    point_m: Vec3,
    *,
    heading_deg: float = 0.0,
    pose: Pose | None = None,
    time_s: float = 0.0,
    scope: Scope = "scene",
    shelf: Shelf = CATALOGUE_ALONE,
    gesture: str | None = None,
) -> ActorKey:
    """Let a person go at a point of the set: they sit, lie, lean or stand as the place is meant for."""
    world = blocking.resolve(document, shot_id, time_s)
    body = document.need(character_id, model.Character).body
    key = drop(body, Dressing(world.items, shelf), point_m, heading_deg, pose)
    with document.edit(f"Put {told(document, [character_id])} down", gesture) as edit:
        changes = {field: getattr(key, field) for field in ActorKey.__struct_fields__ if field not in KEPT}
        put_actor(document, edit, shot_id, character_id, time_s, scope, changes)
    return key


# ------------------------------------------------------------------------------------------ coming, going
def add_person(
    document: Document,
    shot_id: str,
    who: str,
    point_m: Vec3 = (0.0, 0.0, 0.0),
    *,
    heading_deg: float = 0.0,
    shelf: Shelf = CATALOGUE_ALONE,
) -> str:
    """Bring somebody on: ``who`` is a character of the project or a body of the casting shelf. One step.

    Returns the character's id. Raises BadProject for an unknown body and for somebody who is locked there,
    and as `blocking.resolve`.
    """
    character = document.get(who, model.Character)
    if character is not None and is_locked(document, shot_id, who):
        raise BadProject(f"{character.name} is locked in this scene; unlock them first.")
    if character is None:
        body = PEOPLE[check(who, PEOPLE, "person")]
        name = free_name([c.name for c in document.of(model.Character)], who.replace("_", " ").capitalize())
        character = model.Character(
            id=document.new_id(model.Character),
            name=name,
            body=body,
            order=document.next_order(model.Character),
        )
    world = blocking.resolve(document, shot_id)
    key = drop(character.body, Dressing(world.items, shelf), point_m, heading_deg)
    before = actor_key(document, shot_id, character.id)
    if before is not None:
        key = msgspec.structs.replace(key, gaze_id=before.gaze_id, gaze_m=before.gaze_m)
    scene = scene_of(document, shot_id)
    with document.edit(f"Bring on {character.name}") as edit:
        if character.id not in document:
            edit.put(character)
        write(document, edit, scene.id, character.id, (key,))
        _show(edit, scene, [character.id])
    return character.id


def _show(edit: EditBlock, scene: model.Scene, ids: Sequence[str]) -> None:
    """Nobody who comes on, now or again, is hidden."""
    left = tuple(id for id in scene.hidden_people if id not in ids)
    if left != scene.hidden_people:
        edit.update(scene.id, hidden_people=left)


def add_item(
    document: Document,
    stage_id: str,
    piece: str,
    transform: Transform = model.Transform(),  # noqa: B008  (a frozen value)
    *,
    name: str = "",
    params: dict[str, float | str | bool] | None = None,
    shelf: Shelf = CATALOGUE_ALONE,
) -> str:
    """Put a piece on a stage; returns the item's id. Raises NotFound for an unknown piece or stage."""
    known = shelf.piece_of(piece)
    taken = [item.name for item in document.children(stage_id, model.Item)]
    item = model.Item(
        id=document.new_id(model.Item),
        stage_id=stage_id,
        name=free_name(taken, name or known.name),
        piece=piece,
        params=params or {},
        transform=transform,
        order=document.next_order(model.Item, stage_id),
    )
    with document.edit(f"Add {item.name}") as edit:
        edit.put(item)
    return item.id


def remove(document: Document, shot_id: str, ids: Iterable[str]) -> None:
    """Take things off the stage and people out of the scene (they stay in the cast). What is locked stays."""
    shot = document.need(shot_id, model.Shot)
    gone = [id for id in ids if not is_locked(document, shot_id, id)]
    if not gone:
        return
    with document.edit(f"Remove {told(document, gone)}") as edit:
        for id in gone:
            if document.get(id, model.Item) is not None:
                _let_go(document, edit, id)
                edit.remove_tree(id)
                continue
            owners = [shot.scene_id, *(s.id for s in document.children(shot.scene_id, model.Shot))]
            for track_id in filter(None, (document.track(owner, id) for owner in owners)):
                edit.remove(track_id)
        _show(edit, scene_of(document, shot_id), gone)


def _let_go(document: Document, edit: EditBlock, item_id: str) -> None:
    """Hands that hold an item are empty before it goes."""
    for track in document.of(model.Track):
        keys = tuple(
            msgspec.structs.replace(key, holds=tuple(h for h in key.holds if h.item_id != item_id))
            if isinstance(key, ActorKey)
            else key
            for key in track.keys
        )
        if keys != track.keys:
            edit.update(track.id, keys=keys)


def duplicate(
    document: Document,
    shot_id: str,
    ids: Sequence[str],
    *,
    offset_m: Vec3 = (0.4, 0.0, 0.4),
    time_s: float = 0.0,
    shelf: Shelf = CATALOGUE_ALONE,
) -> list[str]:
    """A second one of everything, beside it; a person is doubled with body and pose. Returns the new ids.

    The double of who sits takes a free seat near, else stands by it.
    """
    shot = document.need(shot_id, model.Shot)
    made = []
    with document.edit(f"Duplicate {told(document, ids)}") as edit:
        for id in ids:
            item = document.get(id, model.Item)
            made.append(
                _twin_item(document, edit, item, offset_m)
                if item is not None
                else _twin(document, edit, shot, document.need(id, model.Character), offset_m, time_s, shelf)
            )
    return [id for id in made if id]


def _twin_item(document: Document, edit: EditBlock, item: model.Item, offset_m: Vec3) -> str:
    names = [other.name for other in document.children(item.stage_id, model.Item)]
    place = Transform(
        position_m=plus(item.transform.position_m, offset_m),
        rotation=item.transform.rotation,
        scale=item.transform.scale,
    )
    twin = msgspec.structs.replace(
        item,
        id=document.new_id(model.Item),
        name=free_name(names, item.name),
        transform=place,
        order=document.next_order(model.Item, item.stage_id),
        locked=False,
    )
    return edit.put(twin).id


def _twin(
    document: Document,
    edit: EditBlock,
    shot: model.Shot,
    character: model.Character,
    offset_m: Vec3,
    time_s: float,
    shelf: Shelf,
) -> str:
    key = actor_key(document, shot.id, character.id, time_s)
    if key is None:
        return ""
    names = [other.name for other in document.of(model.Character)]
    twin = msgspec.structs.replace(
        character,
        id=document.new_id(model.Character),
        name=free_name(names, character.name),
        order=document.next_order(model.Character),
    )
    edit.put(twin)
    away = msgspec.structs.replace(key, time_s=0.0, position_m=plus(key.position_m, offset_m))
    if key.seat_height_m is not None:
        world = blocking.resolve(document, shot.id, time_s)
        taken = [actor.position_m for actor in world.actors]
        found = beside(character.body, Dressing(world.items, shelf), key, taken)
        if found is not None:
            away = msgspec.structs.replace(found, gaze_id=key.gaze_id, gaze_m=key.gaze_m)
    write(document, edit, shot.scene_id, twin.id, (away,))
    return twin.id
