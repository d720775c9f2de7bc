"""Starter sets: onto the stages of a project, as one edit with ids of its own."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from previz.errors import NotFound
from previz.scene import blocking, model
from previz.scene.document import Document, EditBlock
from previz.scene.ids import counted_ids
from previz.scene.package import default_package
from previz.sets import SETS
from previz.sets.dressing import StarterSet
from previz.studio.shot_book import order_after
from previz.studio.tracks import free_name


@dataclass(frozen=True)
class Scenery:
    """What a starter set became in a project. Scene and shot are None when only the set was wanted."""

    stage: model.Stage
    items: tuple[model.Item, ...]
    scene: model.Scene | None = None
    shot: model.Shot | None = None


def starter_set(key: str) -> StarterSet:
    """Raises NotFound naming those that there are."""
    try:
        return SETS[key]()
    except KeyError:
        raise NotFound(f"There is no starter set “{key}”; choose one of {', '.join(SETS)}.") from None


def add_set(document: Document, key: str, scene: bool = True, after_id: str | None = None) -> Scenery:
    """Build a starter set as a new stage: pieces, marks, light. One edit.

    ``scene`` also makes a scene that plays there, after another or at the end, with a first shot through the
    set's own camera under its light. Raises NotFound for an unknown set; then nothing has changed.
    """
    made = starter_set(key)
    with document.edit(f"Build {made.name}") as edit:
        stage, items, new_ids = put_stage(document, edit, made)
        if not scene:
            return Scenery(stage, items)
        lamp = new_ids.get(made.light.lamp_id or "")
        light = msgspec.structs.replace(made.light, lamp_id=lamp)
        played = _put_scene(document, edit, made, stage.id, light, after_id)
        return Scenery(stage, items, played, _put_shot(document, edit, made, played.id))


def world_of(made: StarterSet) -> blocking.World:
    """The set as its own camera sees it, with nobody in it."""
    document = Document([model.Project(id=model.PROJECT_ID, package=default_package())], counted_ids())
    shot = add_set(document, made.key).shot
    assert shot is not None
    return blocking.resolve(document, shot.id)


def put_stage(
    document: Document, edit: EditBlock, made: StarterSet
) -> tuple[model.Stage, tuple[model.Item, ...], dict[str, str]]:
    """Inside an edit: stage, items, and the set's own ids → those in the project."""
    stage = msgspec.structs.replace(
        made.stage,
        id=document.new_id(model.Stage),
        name=free_name({stage.name for stage in document.of(model.Stage)}, made.name),
        order=document.next_order(model.Stage),
    )
    edit.put(stage)
    new_ids = {}
    items = []
    for item in made.items:
        new_ids[item.id] = document.new_id(model.Item)
        items.append(edit.put(msgspec.structs.replace(item, id=new_ids[item.id], stage_id=stage.id)))
    return stage, tuple(items), new_ids


def _put_scene(
    document: Document,
    edit: EditBlock,
    made: StarterSet,
    stage_id: str,
    light: model.Light,
    after_id: str | None,
) -> model.Scene:
    scenes = document.of(model.Scene)
    return edit.put(
        model.Scene(
            id=document.new_id(model.Scene),
            order=order_after(scenes, after_id),
            number=str(len(scenes) + 1),
            interior=made.interior,
            place=made.name,
            time=made.time,
            stage_id=stage_id,
            light=light,
        )
    )


def _put_shot(document: Document, edit: EditBlock, made: StarterSet, scene_id: str) -> model.Shot:
    shot = edit.put(model.Shot(id=document.new_id(model.Shot), scene_id=scene_id, order="a"))
    key = made.camera.key()
    edit.put(model.Track(id=document.new_id(model.Track), owner_id=shot.id, target_id=shot.id, keys=(key,)))
    edit.put(model.Panel(id=document.new_id(model.Panel), shot_id=shot.id, order="a"))
    return shot
