"""A film small enough to read, and takes for it."""

from __future__ import annotations

from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.model import (
    ActorKey,
    CameraKey,
    Character,
    Item,
    Panel,
    PrintPart,
    Project,
    Scene,
    Shot,
    Stage,
    Take,
    Track,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


def small_film() -> Document:
    """One room with a chair and a lamp, Ada and Ben, one scene of two shots, a panel each."""
    document = Document([Project(id="project", title="Small film")], counted_ids())
    with document.edit("Set up") as edit:
        edit.put(Character(id="ada", name="Ada", order="a"))
        edit.put(Character(id="ben", name="Ben", order="b"))
        edit.put(Stage(id="room", name="Room", order="a"))
        edit.put(Item(id="chair", stage_id="room", name="Chair", piece="chair", order="a"))
        edit.put(Item(id="lamp", stage_id="room", name="Lamp", piece="lamp", order="b"))
        edit.put(Scene(id="s1", order="a", number="1", stage_id="room"))
        edit.put(Track(id="ada-s1", owner_id="s1", target_id="ada", keys=(ActorKey(),)))
        for shot_id, order in (("one", "a"), ("two", "b")):
            edit.put(Shot(id=shot_id, scene_id="s1", order=order))
            edit.put(Track(id=f"cam-{shot_id}", owner_id=shot_id, target_id=shot_id, keys=(CameraKey(),)))
            edit.put(Panel(id=f"panel-{shot_id}", shot_id=shot_id, order="a"))
    return document


def a_take(number: int = 1, panel_id: str = "panel-one", id: str = "") -> Take:
    """Without hashes, as it comes from a generator."""
    return Take(
        id=id or f"take-{panel_id}-{number}",
        panel_id=panel_id,
        number=number,
        image="",
        request="",
        generator="sketch",
        style="pencil",
        seed=number,
        size_px=(64, 36),
        fingerprint={"camera": PrintPart(hash="c0", values={"lens": 35, "name": "A", "at": [1, 2, 3]})},
    )


def state(document: Document) -> dict[str, object]:
    """Everything in it, to compare."""
    return {entity.id: entity for entity in document}


def lens(document: Document) -> float:
    """The focal length in shot "one", in mm."""
    key = document.need("cam-one", Track).keys[0]
    assert isinstance(key, CameraKey)
    return key.focal_length_mm


def change_lens(document: Document, focal_length_mm: float, gesture: str | None = None) -> None:
    with document.edit("Change lens", gesture) as edit:
        edit.update("cam-one", keys=(CameraKey(focal_length_mm=focal_length_mm),))
