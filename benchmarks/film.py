"""A long film for the benchmarks: scenes, shots with cameras, panels, takes with fingerprints."""

from previz.scene import order
from previz.scene.document import Document
from previz.scene.ids import counted_ids
from previz.scene.model import (
    ActorKey,
    CameraKey,
    Character,
    Entity,
    Framing,
    Item,
    Panel,
    PrintPart,
    Project,
    Scene,
    Shot,
    Stage,
    Take,
    Track,
    Transform,
)

PARTS = ("camera", "blocking", "set", "light", "look", "words")


def long_film(scenes: int = 40, shots_per_scene: int = 50, takes_per_shot: int = 10) -> Document:
    """2,000 shots with 20,000 takes unless told otherwise."""
    entities: list[Entity] = [Project(id="project", title="Long film")]
    entities += [
        Character(id=f"character-{n}", name=f"Person {n}", order=key) for n, key in enumerate(order.spread(8))
    ]
    scene_keys, shot_keys = order.spread(scenes), order.spread(shots_per_scene)
    for s, scene_key in enumerate(scene_keys):
        stage_id, scene_id = f"stage-{s}", f"scene-{s}"
        entities.append(Stage(id=stage_id, name=f"Stage {s}", order=scene_key))
        entities += [
            Item(id=f"item-{s}-{n}", stage_id=stage_id, name=f"Chair {n}", piece="chair", order=key)
            for n, key in enumerate(order.spread(20))
        ]
        entities.append(Scene(id=scene_id, order=scene_key, number=str(s + 1), stage_id=stage_id))
        for n, key in enumerate(shot_keys):
            entities += _shot(f"{s}-{n}", scene_id, key, takes_per_shot)
    return Document(entities, counted_ids())


def _shot(name: str, scene_id: str, key: str, takes: int) -> list[Entity]:
    shot_id, panel_id = f"shot-{name}", f"panel-{name}"
    camera = CameraKey(transform=Transform(position_m=(1.25, 1.6, 4.5)), focal_length_mm=50.0)
    actor = ActorKey(position_m=(0.5, 0.0, -1.0), heading_deg=35.0)
    found: list[Entity] = [
        Shot(
            id=shot_id,
            scene_id=scene_id,
            order=key,
            action="She turns to the window and waits.",
            framing=Framing(subjects=("character-1",), size="MCU"),
        ),
        Track(id=f"track-{name}-c", owner_id=shot_id, target_id=shot_id, keys=(camera,)),
        Track(id=f"track-{name}-a", owner_id=shot_id, target_id="character-1", keys=(actor,)),
        Panel(id=panel_id, shot_id=shot_id, order="a"),
    ]
    prints = {
        part: PrintPart(hash=part.ljust(64, "0"), values={"position": [1250, 1600, 4500], "lens": 50})
        for part in PARTS
    }
    found += [
        Take(
            id=f"take-{name}-{n}",
            panel_id=panel_id,
            number=n + 1,
            image="a" * 64,
            request="b" * 64,
            generator="sketch",
            style="pencil",
            seed=n,
            size_px=(1280, 720),
            fingerprint=prints,
            made_at="2025-01-01T12:00:00.000Z",
            seconds=0.7,
        )
        for n in range(takes)
    ]
    return found
