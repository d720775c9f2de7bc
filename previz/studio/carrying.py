"""What rests on a piece goes along when a hand moves it: who sits on the sofa, the cushion, the lamp.

A `Load` is looked up once, before anything is moved, so that a drag takes along what it began with and
nothing that it passes on its way.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from previz.kit.shelf import CATALOGUE_ALONE, Shelf
from previz.scene import blocking, model
from previz.scene.document import Document, EditBlock
from previz.scene.model import ActorKey, ItemKey, Key, Transform
from previz.scene.transform import matrix
from previz.staging.resting import Resting, person_after, thing_after
from previz.studio.tracks import (
    SAME_TIME_S,
    Scope,
    beside,
    is_locked,
    keys_of,
    of_kind,
    owner,
    track_that_counts,
    write,
)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rider:
    """Keys of somebody or something, some of them on a piece that is moved."""

    id: str
    owner_id: str
    """Scene or shot whose track is written; "" where the thing stands on the stage itself."""
    keys: tuple[Key, ...]
    """As they were before."""
    on: tuple[str, ...]
    """What each key rests on, of the pieces that are moved; "" for none."""


@dataclass(frozen=True)
class Load:
    """``starts``: where the moved pieces stood when this was looked up."""

    starts: Mapping[str, Transform]
    riders: tuple[Rider, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Whom and what goes along."""
        return tuple(dict.fromkeys(rider.id for rider in self.riders))

    def left(self) -> Load:
        """The same put back: everything stays where it was."""
        riders = (dataclasses.replace(rider, on=("",) * len(rider.on)) for rider in self.riders)
        return Load(self.starts, tuple(riders))

    def follow(self, document: Document, edit: EditBlock, placings: Mapping[str, Transform]) -> None:
        """Write where everything is when the pieces stand as ``placings`` say."""
        for rider in self.riders:
            keys = tuple(
                self._after(key, carrier_id, placings)
                for key, carrier_id in zip(rider.keys, rider.on, strict=True)
            )
            if rider.owner_id:
                write(document, edit, rider.owner_id, rider.id, keys)
            else:
                (key,) = of_kind(keys, ItemKey)
                edit.update(rider.id, transform=key.transform)

    def _after(self, key: Key, carrier_id: str, placings: Mapping[str, Transform]) -> Key:
        before, after = self.starts.get(carrier_id), placings.get(carrier_id)
        if before is None or after is None or before == after:
            return key
        return _moved(key, matrix(after) @ np.linalg.inv(matrix(before)))


def _moved(key: Key, by: Floats) -> Key:
    if isinstance(key, ActorKey):
        return person_after(key, by)
    assert isinstance(key, ItemKey)
    return ItemKey(time_s=key.time_s, transform=thing_after(key.transform, by), hidden=key.hidden)


def load_of(
    document: Document,
    shot_id: str,
    placings: Mapping[str, Transform],
    *,
    time_s: float = 0.0,
    scope: Scope = "scene",
    shelf: Shelf = CATALOGUE_ALONE,
) -> Load:
    """What rests on pieces that stand at ``placings`` and are about to be moved.

    People sit in scenes and shots of their own: a sofa that is moved on the stage takes along whoever sits
    on it in any of them. What is locked stays, and so does what a hand holds.
    """
    found = _Finding(document, shot_id, time_s, scope, shelf, frozenset(placings))
    starts = {id: placed for id, placed in placings.items() if document.get(id, model.Item) is not None}
    return Load(starts, tuple(found.riders()) if starts else ())


def way_load_of(
    document: Document,
    shot_id: str,
    item_id: str,
    *,
    scope: Scope = "scene",
    shelf: Shelf = CATALOGUE_ALONE,
) -> Load:
    """What rests on a piece whose whole way is about to be moved, each at the times of its own keys.

    It follows a placing of the piece that says how far the way goes.
    """
    found = _Finding(document, shot_id, 0.0, scope, shelf, (item_id,))
    return Load({item_id: Transform()}, tuple(found.along_way(item_id)))


@dataclass(frozen=True)
class _Set:
    """A set at one moment: what rests on the moved, and on which of them in the end."""

    resting: Resting
    things: Mapping[str, str]
    loaded: Mapping[str, str]
    """The same with the moved themselves."""
    fixed: Collection[str]


@dataclass(frozen=True)
class _Finding:
    document: Document
    shot_id: str
    time_s: float
    scope: Scope
    shelf: Shelf
    moved: Collection[str]
    carriers: dict[tuple[str, float], str] = field(default_factory=dict)
    """What somebody rests on by a track at a time: every moved piece asks, and to say it takes long."""

    def riders(self) -> list[Rider]:
        now = self._set(self.time_s)
        found = {("", id): self._thing(id, carrier_id) for id, carrier_id in now.things.items()}
        for carrier_id in self.moved:
            if self.document.get(carrier_id, model.Item) is not None and carrier_id not in now.fixed:
                for rider in self._people(now.resting, carrier_id, now.loaded):
                    where = rider.owner_id, rider.id
                    found[where] = _both(found[where], rider) if where in found else rider
        return list(found.values())

    def along_way(self, carrier_id: str) -> Iterator[Rider]:
        """As `riders`, where it is not one key of the piece that is moved but all of them."""
        sets = cache(self._set)
        for read, owner_id in self._tracks(carrier_id):
            people = of_kind(read.keys, ActorKey)
            on = tuple(
                one.loaded.get(self._carrier(one.resting, read, key), "")
                for key in people
                for one in [sets(key.time_s)]
            )
            if any(on):
                yield Rider(read.target_id, owner_id, tuple(people), on)
        for item in self.document.children(self.document.need(carrier_id, model.Item).stage_id, model.Item):
            keys = of_kind(keys_of(track_that_counts(self.document, self.shot_id, item.id)), ItemKey)
            held = tuple(keys) or (ItemKey(transform=item.transform),)
            on = tuple(sets(key.time_s).things.get(item.id, "") for key in held)
            if any(on):
                whose = owner(self.document, self.shot_id, item.id, self.scope)
                yield Rider(item.id, whose if keys else self._owner(carrier_id), held, on)

    def _set(self, time_s: float) -> _Set:
        world = blocking.resolve(self.document, self.shot_id, time_s)
        resting = Resting(world.items, self.shelf)
        held = {hold.item_id for actor in world.actors for hold in actor.holds}
        locked = {one.id for one in world.items if is_locked(self.document, self.shot_id, one.id)}
        fixed = held | locked
        things = resting.loads(self.moved, fixed)
        return _Set(resting, things, {**things, **{id: id for id in self.moved if id not in fixed}}, fixed)

    # ------------------------------------------------------------------------------------------ things
    def _thing(self, id: str, carrier_id: str) -> Rider:
        """A thing is written where its carrier is, or where it has keys of its own."""
        keys = of_kind(keys_of(track_that_counts(self.document, self.shot_id, id)), ItemKey)
        if not keys:
            still = ItemKey(transform=self.document.need(id, model.Item).transform)
            return Rider(id, self._owner(carrier_id), (still,), (carrier_id,))
        owner_id = owner(self.document, self.shot_id, id, self.scope)
        if len(keys) == 1 and not self._moves(carrier_id):
            return Rider(id, owner_id, tuple(keys), (carrier_id,))
        held = beside(keys, blocking.item_key_at(keys, self.time_s))
        return Rider(id, owner_id, held, self._now(held, carrier_id))

    def _owner(self, carrier_id: str) -> str:
        """Whose track a move of the piece is written to; "" for the stage itself."""
        on_stage = track_that_counts(self.document, self.shot_id, carrier_id) is None
        if on_stage and self.scope == "scene":
            return ""
        return owner(self.document, self.shot_id, carrier_id, self.scope)

    def _moves(self, carrier_id: str) -> bool:
        """Whether the piece has keys in time, of which this move changes one."""
        return len(keys_of(track_that_counts(self.document, self.shot_id, carrier_id))) > 1

    def _now(self, keys: Sequence[Key], carrier_id: str) -> tuple[str, ...]:
        """Only the key of this moment rests on it."""
        return tuple(carrier_id if abs(key.time_s - self.time_s) < SAME_TIME_S else "" for key in keys)

    # ------------------------------------------------------------------------------------------ people
    def _people(self, resting: Resting, carrier_id: str, loaded: Mapping[str, str]) -> Iterator[Rider]:
        here = (self.shot_id, self.document.need(self.shot_id, model.Shot).scene_id)
        for read, owner_id in self._tracks(carrier_id):
            keys = of_kind(read.keys, ActorKey)
            if not keys or (read.target_id in self.moved and owner_id in here):
                continue
            if self._moves(carrier_id):
                now = blocking.actor_key_at(keys, self.time_s)
                if loaded.get(self._carrier(resting, read, now)) == carrier_id:
                    held = beside(keys, now)
                    yield Rider(read.target_id, owner_id, held, self._now(held, carrier_id))
                continue
            roots = (loaded.get(self._carrier(resting, read, key), "") for key in keys)
            on = tuple(root if root == carrier_id else "" for root in roots)
            if any(on):
                yield Rider(read.target_id, owner_id, tuple(keys), on)

    def _carrier(self, resting: Resting, track: model.Track, key: ActorKey) -> str:
        """Id of what somebody rests on; "" for the ground."""
        where = track.id, key.time_s
        if where not in self.carriers:
            self.carriers[where] = resting.of_person(key) or ""
        return self.carriers[where]

    def _tracks(self, carrier_id: str) -> Iterator[tuple[model.Track, str]]:
        """Tracks that stand by where this piece is moved, each with the scene or shot that is written."""
        document, owner_id = self.document, self._owner(carrier_id)
        if owner_id == self.shot_id:
            scene_id = document.need(self.shot_id, model.Shot).scene_id
            for track in blocking.tracks(document, scene_id, self.shot_id).values():
                if not is_locked(document, scene_id, track.target_id):
                    yield track, self.shot_id
            return
        for scene_id in [owner_id] if owner_id else self._scenes(carrier_id):
            for one in (scene_id, *(shot.id for shot in document.children(scene_id, model.Shot))):
                if one == scene_id or document.track(one, carrier_id) is None:
                    for track in document.children(one, model.Track):
                        if not is_locked(document, scene_id, track.target_id):
                            yield track, one

    def _scenes(self, carrier_id: str) -> list[str]:
        """Scenes on the stage of a piece in which it stands where the stage has it."""
        stage_id = self.document.need(carrier_id, model.Item).stage_id
        scenes = [scene for scene in self.document.of(model.Scene) if scene.stage_id == stage_id]
        return [scene.id for scene in scenes if self.document.track(scene.id, carrier_id) is None]


def _both(one: Rider, other: Rider) -> Rider:
    """Somebody who goes from a piece to another, both of which are moved."""
    if one.keys != other.keys:
        return one
    return Rider(one.id, one.owner_id, one.keys, tuple(a or b for a, b in zip(one.on, other.on, strict=True)))
