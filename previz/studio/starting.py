"""How a film begins: with a starter set, ready to block a scene in."""

from __future__ import annotations

import msgspec

from previz.errors import NotFound
from previz.scene import model
from previz.scene.document import Document
from previz.sets import SETS, StarterSet


def add_set(document: Document, key: str) -> str:
    """A dressed stage with a scene on it and a first, establishing shot; returns the shot's id. One edit.

    Raises NotFound for a set that does not exist.
    """
    if key not in SETS:
        raise NotFound(f"There is no starter set {key!r}; choose {', '.join(SETS)}.")
    made = SETS[key]()
    with document.edit(f"Build {made.name.lower()}") as edit:
        stage_id = document.new_id(model.Stage)
        edit.put(msgspec.structs.replace(made.stage, id=stage_id, order=document.next_order(model.Stage)))
        ids = {item.id: document.new_id(model.Item) for item in made.items}
        for item in made.items:
            edit.put(msgspec.structs.replace(item, id=ids[item.id], stage_id=stage_id))
        scene = _scene(document, made, stage_id, ids)
        edit.put(scene)
        shot = model.Shot(id=document.new_id(model.Shot), scene_id=scene.id, order="a", action=made.about)
        edit.put(shot)
        camera = made.camera.key()
        edit.put(
            model.Track(id=document.new_id(model.Track), owner_id=shot.id, target_id=shot.id, keys=(camera,))
        )
        edit.put(model.Panel(id=document.new_id(model.Panel), shot_id=shot.id, order="a"))
    return shot.id


def _scene(document: Document, made: StarterSet, stage_id: str, ids: dict[str, str]) -> model.Scene:
    lamp = made.light.lamp_id
    return model.Scene(
        id=document.new_id(model.Scene),
        order=document.next_order(model.Scene),
        number=str(len(document.of(model.Scene)) + 1),
        interior=made.interior,
        place=made.stage.name,
        time=made.time,
        stage_id=stage_id,
        light=msgspec.structs.replace(made.light, lamp_id=ids.get(lamp, lamp) if lamp else None),
    )
