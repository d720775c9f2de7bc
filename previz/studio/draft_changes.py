"""What a new draft changed, scene by scene, with the shots that it made stale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from previz.scene import model
from previz.scene.document import Document
from previz.script import covering
from previz.script.changes import Change


@dataclass(frozen=True)
class SceneChanges:
    """What changed in one scene; ``shot_ids`` stand beside the changes."""

    number: str
    heading: str
    """"" for what precedes scene one."""
    scene_id: str
    changes: tuple[Change, ...]
    shot_ids: tuple[tuple[str, ...], ...]


def changes_by_scene(document: Document, changes: Sequence[Change]) -> list[SceneChanges]:
    """In the order of the film, as it is now; scenes that are gone come last.

    A shot that has accepted its new words, or never covered them, stands beside no change.
    """
    of_words: dict[str, list[str]] = {}
    of_scene: dict[str, list[str]] = {}
    for shot in document.of(model.Shot):
        if covering.changed_words(document, shot):
            of_scene.setdefault(shot.scene_id, []).append(shot.id)
            for id in dict.fromkeys(one.passage_id for one in shot.covers):
                of_words.setdefault(id, []).append(shot.id)
    groups: dict[tuple[str, str], list[Change]] = {}
    for one in changes:
        groups.setdefault((one.scene_id, one.number), []).append(one)
    place = {scene.id: at for at, scene in enumerate(document.of(model.Scene))}
    place[""] = -1
    headings = {id: words[0].text for id, words in covering.passages_by_scene(document).items() if id}
    return [
        SceneChanges(
            number=number,
            heading=headings.get(scene_id) or next((one.before for one in rows if one.before), ""),
            scene_id=scene_id,
            changes=tuple(rows),
            shot_ids=tuple(
                tuple((of_scene if one.kind == "scene removed" else of_words).get(key, ()))
                for one in rows
                for key in [scene_id if one.kind == "scene removed" else one.passage_id]
            ),
        )
        for (scene_id, number), rows in sorted(
            groups.items(), key=lambda group: place.get(group[0][0], len(place))
        )
    ]
