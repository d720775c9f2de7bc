"""Ways that somebody, something or a camera goes in a shot: moved as a whole."""

from __future__ import annotations

import msgspec

from previz.scene.document import Document
from previz.scene.model import ActorKey, Key, Transform, Vec3
from previz.studio.carrying import Load
from previz.studio.tracks import Scope, keys_of, owner, plus, told, track_that_counts, write


def path_keys(document: Document, shot_id: str, target_id: str) -> tuple[Key, ...]:
    """The keys of a way; ``target_id`` is a person, an item, or the shot itself for its camera."""
    return keys_of(track_that_counts(document, shot_id, target_id))


def shift_path(
    document: Document,
    shot_id: str,
    target_id: str,
    keys: tuple[Key, ...],
    by_m: Vec3,
    *,
    scope: Scope = "scene",
    gesture: str | None = None,
    load: Load | None = None,
) -> None:
    """Put a way where ``keys`` were, and so far on, with what was found to rest on the piece that goes it
    (`way_load_of`). One edit. Raises NotFound as `Document.need`."""
    camera = target_id == shot_id
    whose = shot_id if camera else owner(document, shot_id, target_id, scope)
    label = "Move the camera's path" if camera else f"Move the path of {told(document, [target_id])}"
    with document.edit(label, gesture) as edit:
        write(document, edit, whose, target_id, tuple(_shifted(key, by_m) for key in keys))
        if load is not None:
            load.follow(document, edit, {target_id: Transform(position_m=by_m)})


def _shifted(key: Key, by_m: Vec3) -> Key:
    if isinstance(key, ActorKey):
        return msgspec.structs.replace(key, position_m=plus(key.position_m, by_m))
    place: Transform = key.transform
    moved = msgspec.structs.replace(place, position_m=plus(place.position_m, by_m))
    return msgspec.structs.replace(key, transform=moved)
