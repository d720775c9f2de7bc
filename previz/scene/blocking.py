"""Document + shot + time → World: what stands where, in which pose, seen by which camera."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

import msgspec

from previz.errors import BadProject
from previz.scene import model
from previz.scene.document import Document
from previz.scene.gait import blended, going, way_at
from previz.scene.model import Body, Hold, Light, Pose, Rgb, Touch, Transform, Vec3
from previz.scene.package import CameraState as CameraState
from previz.scene.package import camera_state
from previz.scene.people import costume_in
from previz.scene.sun import placed
from previz.scene.transform import slerp

KeyT = TypeVar("KeyT", model.ActorKey, model.ItemKey, model.CameraKey)


@dataclass(frozen=True)
class Placed:
    """An item where it stands now."""

    id: str
    name: str
    piece: str
    params: dict[str, float | str | bool]
    colours: dict[str, Rgb]
    transform: Transform
    object_id: int


@dataclass(frozen=True)
class Actor:
    """A person where they stand now."""

    id: str
    name: str
    body: Body
    pose: Pose
    position_m: Vec3
    heading_deg: float
    object_id: int
    seat_height_m: float | None = None
    gaze_m: Vec3 | None = None
    gaze_id: str | None = None
    words: str = ""
    wearing: str = ""
    """The costume of the scene in words."""
    holds: tuple[Hold, ...] = ()
    touches: tuple[Touch, ...] = ()


@dataclass(frozen=True)
class World:
    """Everything that a picture of one instant depends on. Object ids are 1…65535; 0 is nothing."""

    items: tuple[Placed, ...]
    actors: tuple[Actor, ...]
    camera: CameraState | None
    light: Light = field(default_factory=Light)
    interior: bool = True
    stage_name: str = ""
    stage_words: str = ""
    time_s: float = 0.0

    def names(self) -> dict[int, str]:
        """object id → name, for people and for reasons."""
        return {it.object_id: it.name for it in self.items} | {a.object_id: a.name for a in self.actors}

    def ids(self) -> dict[int, str]:
        """object id → id of the item or character, for what must not be mixed up with a namesake."""
        return {it.object_id: it.id for it in self.items} | {a.object_id: a.id for a in self.actors}


# ------------------------------------------------------------------------------------ keys over time
def _mix(a: float, b: float, share: float) -> float:
    return a + (b - a) * share


def _mix3(a: Vec3, b: Vec3, share: float) -> Vec3:
    return (_mix(a[0], b[0], share), _mix(a[1], b[1], share), _mix(a[2], b[2], share))


def _mix_transform(a: Transform, b: Transform, share: float) -> Transform:
    return Transform(
        position_m=_mix3(a.position_m, b.position_m, share),
        rotation=slerp(a.rotation, b.rotation, share),
        scale=_mix3(a.scale, b.scale, share),
    )


def _around(keys: Sequence[KeyT], time_s: float) -> tuple[KeyT, KeyT, float]:
    """The keys before and after a time, and the share of the way between them."""
    if time_s <= keys[0].time_s:
        return keys[0], keys[0], 0.0
    for before, after in pairwise(keys):
        if time_s < after.time_s:
            return before, after, (time_s - before.time_s) / (after.time_s - before.time_s)
    return keys[-1], keys[-1], 0.0


def camera_key_at(keys: Sequence[model.CameraKey], time_s: float) -> model.CameraKey:
    """Straight way between keys: position and focus linear, turn by the shortest arc, focal length linear."""
    a, b, share = _around(keys, time_s)
    return model.CameraKey(
        time_s=time_s,
        transform=_mix_transform(a.transform, b.transform, share),
        focal_length_mm=_mix(a.focal_length_mm, b.focal_length_mm, share),
        focus_distance_m=_mix(a.focus_distance_m, b.focus_distance_m, share),
        t_stop=_mix(a.t_stop, b.t_stop, share),
    )


def actor_key_at(keys: Sequence[model.ActorKey], time_s: float, body: Body | None = None) -> model.ActorKey:
    """Place and heading move between keys; gaze, props and touches are those of the key last passed.

    A pose stays until the next key, or changes into its pose in the last ``change_s`` before it. Somebody in
    a walking pose who has a way to go walks it (see `gait`); ``body`` gives the length of the legs.
    """
    a, b, share = _around(keys, time_s)
    turn = (b.heading_deg - a.heading_deg + 180) % 360 - 180
    now = model.ActorKey(
        time_s=time_s,
        position_m=_mix3(a.position_m, b.position_m, share),
        heading_deg=a.heading_deg + turn * share,
        pose=a.pose,
        seat_height_m=a.seat_height_m,
        gaze_m=a.gaze_m,
        gaze_id=a.gaze_id,
        holds=a.holds,
        touches=a.touches,
    )
    way = way_at(keys, time_s, body)
    if way is not None:
        pose, place, heading, feet = going(way, time_s)
        return msgspec.structs.replace(
            now, pose=pose, position_m=place, heading_deg=heading, touches=(*a.touches, *feet)
        )
    return _changing(now, a, b) if b.change_s > 0 and share > 0 else now


def _changing(now: model.ActorKey, a: model.ActorKey, b: model.ActorKey) -> model.ActorKey:
    """On the way from the pose of ``a`` into that of ``b``, with an easy start and end."""
    left = (b.time_s - now.time_s) / min(b.change_s, b.time_s - a.time_s)
    if left >= 1:
        return now
    changed = (1 - left) ** 2 * (1 + 2 * left)
    seat = a.seat_height_m if b.seat_height_m is None else b.seat_height_m
    if a.seat_height_m is not None and b.seat_height_m is not None:
        seat = _mix(a.seat_height_m, b.seat_height_m, changed)
    limbs = {touch.limb: touch for touch in b.touches}
    leaving = [msgspec.structs.replace(t, share=t.share * (1 - changed)) for t in a.touches]
    coming = [msgspec.structs.replace(t, share=t.share * changed) for t in b.touches]
    both = [t for t in leaving if t.limb not in limbs] + coming
    return msgspec.structs.replace(
        now, pose=blended(a.pose, b.pose, changed), seat_height_m=seat, touches=tuple(both)
    )


def item_key_at(keys: Sequence[model.ItemKey], time_s: float) -> model.ItemKey:
    a, b, share = _around(keys, time_s)
    return model.ItemKey(
        time_s=time_s, transform=_mix_transform(a.transform, b.transform, share), hidden=a.hidden
    )


# ---------------------------------------------------------------------------------------- the world
def tracks(document: Document, scene_id: str, shot_id: str | None = None) -> dict[str, model.Track]:
    """Target id → the track that counts: the shot's own, else the scene's."""
    found = {track.target_id: track for track in document.children(scene_id, model.Track)}
    if shot_id is not None:
        found |= {track.target_id: track for track in document.children(shot_id, model.Track)}
    return found


def camera_track(document: Document, shot_id: str) -> model.Track | None:
    return document.get(document.track(shot_id, shot_id), model.Track)


def resolve(
    document: Document,
    shot_id: str,
    time_s: float = 0.0,
    *,
    flown: Mapping[str, tuple[str, ...]] | None = None,
) -> World:
    """What stands where in a shot at a time, and what its camera is.

    Object ids are given in the stage's order of items, then to the people in the order of the cast list, so
    all shots of a scene agree on them. ``camera`` is None when the shot has none. ``flown``, as `Shot.flown`,
    are walls that fly instead of the shot's. Raises NotFound for an unknown shot and BadProject for a shot
    whose scene has no stage.
    """
    shot = document.need(shot_id, model.Shot)
    if flown is not None:
        shot = msgspec.structs.replace(shot, flown=dict(flown))
    scene = document.need(shot.scene_id, model.Scene)
    stage = document.get(scene.stage_id, model.Stage)
    if stage is None:
        named = (
            f"“{scene.place}”" if scene.place else scene.number
        )  # its number is a matter of the whole film
        raise BadProject(f"Scene {named} has no stage; give it a set before its shots are drawn.")
    standing = tracks(document, scene.id, shot.id)
    items = _placed(document, stage.id, standing, time_s, shot)
    camera = camera_track(document, shot_id)
    keys = [key for key in camera.keys if isinstance(key, model.CameraKey)] if camera else []
    return World(
        items=tuple(items),
        actors=tuple(_cast(document, standing, time_s, scene)),
        camera=camera_state(document.project, shot, camera_key_at(keys, time_s)) if keys else None,
        light=placed(shot.light or scene.light, stage.north_deg),
        interior=stage.interior,
        stage_name=stage.name,
        stage_words=stage.words,
        time_s=time_s,
    )


def _placed(
    document: Document,
    stage_id: str,
    standing: dict[str, model.Track],
    time_s: float,
    shot: model.Shot,
) -> list[Placed]:
    found = []
    for number, item in enumerate(document.children(stage_id, model.Item), start=1):
        transform, hidden = item.transform, item.hidden
        if item.id in standing:
            keys = [key for key in standing[item.id].keys if isinstance(key, model.ItemKey)]
            moved = item_key_at(keys, time_s)
            transform, hidden = moved.transform, moved.hidden
        walls = shot.flown.get(item.id, ())
        if not hidden and "" not in walls:
            found.append(
                Placed(
                    id=item.id,
                    name=item.name,
                    piece=item.piece,
                    params=without_walls({**item.params, **shot.settings.get(item.id, {})}, walls),
                    colours=item.colours,
                    transform=transform,
                    object_id=number,
                )
            )
    return found


def without_walls(
    params: dict[str, float | str | bool], walls: Sequence[str]
) -> dict[str, float | str | bool]:
    """The settings of a piece whose setting ``flown`` lists walls, with more of them taken out."""
    if not walls:
        return params
    before = [name.strip() for name in str(params.get("flown", "")).split(",")]
    return {**params, "flown": ", ".join(sorted({*before, *walls} - {""}))}


FIRST_ACTOR_ID = 0x8000
"""People are numbered from here, so that dressing a set never renumbers them."""


def dressed(character: model.Character, scene_id: str) -> tuple[Body, str]:
    """The body in the clothes of a scene, and what a prompt says of them."""
    costume = costume_in(character.wardrobe, scene_id)
    if costume is None:
        return character.body, ""
    if costume.outfit is None:
        return character.body, costume.words
    return msgspec.structs.replace(character.body, outfit=costume.outfit), costume.words


def _cast(
    document: Document, standing: dict[str, model.Track], time_s: float, scene: model.Scene
) -> list[Actor]:
    found = []
    for number, character in enumerate(document.of(model.Character)):
        if character.id not in standing or character.id in scene.hidden_people:
            continue
        keys = [key for key in standing[character.id].keys if isinstance(key, model.ActorKey)]
        now = actor_key_at(keys, time_s, character.body)
        body, wearing = dressed(character, scene.id)
        found.append(
            Actor(
                id=character.id,
                name=character.name,
                body=body,
                pose=now.pose,
                position_m=now.position_m,
                heading_deg=now.heading_deg,
                object_id=FIRST_ACTOR_ID + number,
                seat_height_m=now.seat_height_m,
                gaze_m=now.gaze_m,
                gaze_id=now.gaze_id,
                words=character.words,
                wearing=wearing,
                holds=now.holds,
                touches=now.touches,
            )
        )
    return found
