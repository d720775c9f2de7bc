"""Tracks of a shot: where people and things stand or move, and whose track a hand writes to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Literal, TypeVar

import msgspec

from previz.errors import BadProject
from previz.scene import blocking, model
from previz.scene.document import Document, EditBlock
from previz.scene.model import ActorKey, ItemKey, Quat, Transform, Vec3
from previz.scene.transform import UP, axis_angle, rotation_matrix

Scope = Literal["scene", "shot"]
"""Whose blocking a hand changes: that of every shot of the scene, or of this shot alone."""

K = TypeVar("K")
KeyT = TypeVar("KeyT", ActorKey, ItemKey)

SAME_TIME_S = 1 / 96
"""Keys nearer than this are one key."""


def placing(document: Document, shot_id: str, id: str, time_s: float = 0.0) -> Transform | None:
    """Where a person or an item stands in a shot; a person's turn is their heading. None: not there."""
    item = document.get(id, model.Item)
    keys = keys_of(track_that_counts(document, shot_id, id))
    if item is not None:
        return blocking.item_key_at(of_kind(keys, ItemKey), time_s).transform if keys else item.transform
    if not keys:
        return None
    now = blocking.actor_key_at(of_kind(keys, ActorKey), time_s)
    return Transform(position_m=now.position_m, rotation=axis_angle(UP, now.heading_deg))


def actor_key(document: Document, shot_id: str, character_id: str, time_s: float = 0.0) -> ActorKey | None:
    """How a person is at a moment of a shot, before they walk; None when they are not in the scene."""
    keys = of_kind(keys_of(track_that_counts(document, shot_id, character_id)), ActorKey)
    return blocking.actor_key_at(keys, time_s) if keys else None


def heading_deg(rotation: Quat) -> float:
    """The way a turned thing faces, seen from above: 0° = +Z, 90° = +X."""
    ahead = rotation_matrix(rotation)[:, 2]
    return math.degrees(math.atan2(ahead[0], ahead[2]))


# ----------------------------------------------------------------------------------------------- naming
def told(document: Document, ids: Iterable[str]) -> str:
    """ "Maya", "Maya and chair", "5 things"."""
    names = [getattr(document[id], "name", id) for id in ids]
    if len(names) > 2:
        return f"{len(names)} things"
    return " and ".join(names) or "nothing"


def free_name(taken: Iterable[str], wanted: str) -> str:
    """``wanted``, or with the next free number: Chair, Chair 2, Chair 3."""
    known = {name.casefold() for name in taken}
    base, _, last = wanted.rpartition(" ")
    if base and last.isdigit():
        wanted = base
    name, number = wanted, 2
    while name.casefold() in known:
        name, number = f"{wanted} {number}", number + 1
    return name


def is_locked(document: Document, owner_id: str, id: str) -> bool:
    """Things wherever their stage is played, people in one scene: ``owner_id`` is that, or a shot of it."""
    item = document.get(id, model.Item)
    return item.locked if item is not None else id in scene_of(document, owner_id).locked_people


def is_hidden(document: Document, owner_id: str, id: str) -> bool:
    """As `is_locked`."""
    item = document.get(id, model.Item)
    return item.hidden if item is not None else id in scene_of(document, owner_id).hidden_people


def can_be_held(document: Document, owner_id: str, id: str) -> bool:
    """Whether a hand can take it: what nobody sees is not moved either."""
    return not is_locked(document, owner_id, id) and not is_hidden(document, owner_id, id)


def scene_of(document: Document, owner_id: str) -> model.Scene:
    """The scene itself, or that of a shot. Raises NotFound."""
    shot = document.get(owner_id, model.Shot)
    return document.need(shot.scene_id if shot is not None else owner_id, model.Scene)


# ----------------------------------------------------------------------------------------------- tracks
def track_that_counts(document: Document, shot_id: str, target_id: str) -> model.Track | None:
    """The track that counts: the shot's own, else the scene's."""
    scene_id = document.need(shot_id, model.Shot).scene_id
    found = document.track(shot_id, target_id) or document.track(scene_id, target_id)
    return document.get(found, model.Track)


def keys_of(track: model.Track | None) -> tuple[model.Key, ...]:
    return track.keys if track is not None else ()


def of_kind(keys: Iterable[model.Key], kind: type[K]) -> list[K]:
    return [key for key in keys if isinstance(key, kind)]


def put_actor(
    document: Document,
    edit: EditBlock,
    shot_id: str,
    character_id: str,
    time_s: float,
    scope: Scope,
    changes: Mapping[str, Any],
) -> None:
    document.need(character_id, model.Character)
    keys = of_kind(keys_of(track_that_counts(document, shot_id, character_id)), ActorKey)
    now = blocking.actor_key_at(keys, time_s) if len(keys) > 1 else keys[0] if keys else ActorKey()
    now = msgspec.structs.replace(_nearest(keys, time_s) or now, **changes)
    whose = owner(document, shot_id, character_id, scope)
    write(document, edit, whose, character_id, _with(keys, now, time_s))


def put_item(
    document: Document,
    edit: EditBlock,
    shot_id: str,
    item_id: str,
    placed: Transform,
    time_s: float,
    scope: Scope,
) -> None:
    keys = of_kind(keys_of(track_that_counts(document, shot_id, item_id)), ItemKey)
    if not keys and scope == "scene":
        edit.update(item_id, transform=placed)
        return
    hidden = blocking.item_key_at(keys, time_s).hidden if keys else False
    whose = owner(document, shot_id, item_id, scope)
    write(document, edit, whose, item_id, _with(keys, ItemKey(transform=placed, hidden=hidden), time_s))


def owner(document: Document, shot_id: str, target_id: str, scope: Scope) -> str:
    if scope == "shot" or document.track(shot_id, target_id):
        return shot_id
    return document.need(shot_id, model.Shot).scene_id


def _nearest(keys: Sequence[ActorKey], time_s: float) -> ActorKey | None:
    """The key at this time, which keeps what a way between keys would change."""
    return next((key for key in keys if abs(key.time_s - time_s) < SAME_TIME_S), None)


def _with(keys: Sequence[KeyT], key: KeyT, time_s: float) -> tuple[KeyT, ...]:
    """``keys`` with this one: in place of the only one or of that at its time, else as a new key."""
    if len(keys) <= 1:
        kept = keys[0].time_s if keys else 0.0
        return (msgspec.structs.replace(key, time_s=kept),)
    at = next((k.time_s for k in keys if abs(k.time_s - time_s) < SAME_TIME_S), time_s)
    rest: list[KeyT] = [k for k in keys if k.time_s != at]
    rest.append(msgspec.structs.replace(key, time_s=at))
    return in_time(rest)


def write(
    document: Document, edit: EditBlock, owner_id: str, target_id: str, keys: tuple[model.Key, ...]
) -> None:
    known = document.track(owner_id, target_id)
    if known is not None:
        edit.update(known, keys=keys)
        return
    edit.put(model.Track(id=document.new_id(model.Track), owner_id=owner_id, target_id=target_id, keys=keys))


def set_key(document: Document, shot_id: str, target_id: str, time_s: float, scope: Scope = "shot") -> None:
    """Hold somebody or something where it is at this moment, so that it moves from the key before."""
    keys = keys_of(track_that_counts(document, shot_id, target_id))
    with document.edit(f"Key {told(document, [target_id])}") as edit:
        whose = owner(document, shot_id, target_id, scope)
        if document.get(target_id, model.Item) is not None:
            place = placing(document, shot_id, target_id, time_s)
            assert place is not None
            mine: tuple[model.Key, ...] = beside(
                of_kind(keys, ItemKey) or [ItemKey(transform=place)], ItemKey(time_s=time_s, transform=place)
            )
        else:
            now = actor_key(document, shot_id, target_id, time_s)
            if now is None:
                raise BadProject(f"{told(document, [target_id])} is not in this scene; bring them on first.")
            mine = beside(of_kind(keys, ActorKey), msgspec.structs.replace(now, time_s=time_s))
        write(document, edit, whose, target_id, mine)


def beside(keys: Sequence[KeyT], key: KeyT) -> tuple[KeyT, ...]:
    rest: list[KeyT] = [k for k in keys if abs(k.time_s - key.time_s) >= SAME_TIME_S]
    rest.append(key)
    return in_time(rest)


def plus(a: Vec3, b: Vec3) -> Vec3:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def in_time(keys: Iterable[KeyT]) -> tuple[KeyT, ...]:
    return tuple(sorted(keys, key=attrgetter("time_s")))


def retime(
    document: Document,
    owner_id: str,
    target_id: str,
    times_s: Mapping[float, float],
    gesture: str | None = None,
) -> None:
    """Move keys of a track in time: old → new seconds. Raises NotFound, BadProject for two at one time."""
    track = document.need(document.track(owner_id, target_id) or "", model.Track)
    moved = [msgspec.structs.replace(k, time_s=times_s.get(k.time_s, k.time_s)) for k in track.keys]
    with document.edit("Move keys", gesture) as edit:
        edit.update(track.id, keys=tuple(sorted(moved, key=attrgetter("time_s"))))


def remove_keys(document: Document, owner_id: str, target_id: str, times_s: Iterable[float]) -> None:
    """Take keys away; the last one stays."""
    track = document.need(document.track(owner_id, target_id) or "", model.Track)
    gone = set(times_s)
    kept = tuple(k for k in track.keys if k.time_s not in gone) or track.keys[:1]
    with document.edit("Remove keys") as edit:
        edit.update(track.id, keys=kept)
