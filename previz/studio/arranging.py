"""Things and people in order: aligned, spaced, grouped, locked, hidden. Each call is one labelled edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from previz.scene import model
from previz.scene.document import Document
from previz.scene.model import Transform, Vec3
from previz.studio.carrying import Load
from previz.studio.stagehands import move
from previz.studio.tracks import Scope, free_name, is_locked, placing, scene_of, told

Axis = Literal["x", "y", "z"]
_AT = {"x": 0, "y": 1, "z": 2}


def align(
    document: Document,
    shot_id: str,
    ids: Sequence[str],
    axis: Axis,
    to: Literal["least", "middle", "most", "first"] = "first",
    *,
    time_s: float = 0.0,
    scope: Scope = "scene",
    load: Load | None = None,
) -> None:
    """Put the origins of everything on one line across an axis of the world."""
    places = _places(document, shot_id, ids, time_s)
    if len(places) < 2:
        return
    at = _AT[axis]
    values = [place.position_m[at] for place in places.values()]
    value = {
        "least": min(values),
        "middle": (min(values) + max(values)) / 2,
        "most": max(values),
        "first": values[0],
    }[to]
    moved = {id: _at(place, at, value) for id, place in places.items()}
    label = f"Align {told(document, places)}"
    move(document, shot_id, moved, time_s=time_s, scope=scope, label=label, load=load)


def spread(
    document: Document,
    shot_id: str,
    ids: Sequence[str],
    axis: Axis,
    *,
    time_s: float = 0.0,
    scope: Scope = "scene",
    load: Load | None = None,
) -> None:
    """Equal steps along an axis between the two outermost of three or more."""
    places = _places(document, shot_id, ids, time_s)
    if len(places) < 3:
        return
    at = _AT[axis]
    order = sorted(places, key=lambda id: places[id].position_m[at])
    low, high = places[order[0]].position_m[at], places[order[-1]].position_m[at]
    step = (high - low) / (len(order) - 1)
    moved = {id: _at(places[id], at, low + number * step) for number, id in enumerate(order)}
    label = f"Space {told(document, places)}"
    move(document, shot_id, moved, time_s=time_s, scope=scope, label=label, load=load)


def group(document: Document, ids: Iterable[str]) -> str:
    """Items of a stage that are picked up together from now on; returns the group's name."""
    items = [item for id in ids if (item := document.get(id, model.Item)) is not None]
    if len(items) < 2:
        return ""
    name = free_name({item.group for item in document.of(model.Item)}, "Group")
    with document.edit(f"Group {told(document, [item.id for item in items])}") as edit:
        for item in items:
            edit.update(item.id, group=name)
    return name


def ungroup(document: Document, ids: Iterable[str]) -> None:
    grouped = [id for id in ids if (item := document.get(id, model.Item)) is not None and item.group]
    if grouped:
        with document.edit(f"Ungroup {told(document, grouped)}") as edit:
            for id in grouped:
                edit.update(id, group="")


def with_group(document: Document, ids: Iterable[str]) -> list[str]:
    """``ids`` and everything that is grouped with one of them."""
    wanted = list(dict.fromkeys(ids))
    groups = {
        (item.stage_id, item.group)
        for id in wanted
        if (item := document.get(id, model.Item)) is not None and item.group
    }
    if groups:
        wanted += [item.id for item in document.of(model.Item) if (item.stage_id, item.group) in groups]
    return list(dict.fromkeys(wanted))


def set_locked(document: Document, shot_id: str, ids: Iterable[str], locked: bool) -> None:
    """Things on their stage, people in the scene of the shot. One edit."""
    _set(document, shot_id, ids, "Lock" if locked else "Unlock", "locked", locked)


def set_hidden(document: Document, shot_id: str, ids: Iterable[str], hidden: bool) -> None:
    """Things on their stage, people in the scene of the shot. One edit."""
    _set(document, shot_id, ids, "Hide" if hidden else "Show", "hidden", hidden)


def _set(
    document: Document,
    shot_id: str,
    ids: Iterable[str],
    verb: str,
    what: Literal["locked", "hidden"],
    on: bool,
) -> None:
    chosen = list(ids)
    people = [id for id in chosen if document.get(id, model.Character) is not None]
    if not chosen:
        return
    with document.edit(f"{verb} {told(document, chosen)}") as edit:
        for id in chosen:
            if id not in people:
                edit.update(id, **{what: on})
        if people:
            scene = scene_of(document, shot_id)
            field = f"{what}_people"
            others = [id for id in getattr(scene, field) if id not in people]
            edit.update(scene.id, **{field: (*others, *(people if on else ()))})


def _places(document: Document, shot_id: str, ids: Iterable[str], time_s: float) -> dict[str, Transform]:
    found = {id: placing(document, shot_id, id, time_s) for id in ids if not is_locked(document, shot_id, id)}
    return {id: place for id, place in found.items() if place is not None}


def _at(place: Transform, axis: int, value: float) -> Transform:
    position = list(place.position_m)
    position[axis] = value
    moved: Vec3 = (position[0], position[1], position[2])
    return msgspec.structs.replace(place, position_m=moved)
