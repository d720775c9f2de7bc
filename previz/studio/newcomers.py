"""Who has come on in scenes whose shots were framed without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from previz.scene import blocking, model
from previz.scene.document import Document

Standing = frozenset[tuple[str, str]]
"""(scene, character) of everybody who has a place in a scene."""


@dataclass(frozen=True)
class Newcomer:
    """Shots that have a camera, and now somebody whom it was not put for; in the order of the film."""

    character_id: str
    name: str
    shot_ids: tuple[str, ...]


def standing(document: Document) -> Standing:
    scenes = {scene.id for scene in document.of(model.Scene)}
    return frozenset(
        (track.owner_id, track.target_id) for track in document.of(model.Track) if track.owner_id in scenes
    )


def newcomers(document: Document, before: Standing) -> list[Newcomer]:
    """Who came on since, as far as shots were kept there already."""
    came = standing(document) - before
    found = []
    for person in document.of(model.Character):
        shots = [
            shot.id
            for scene in document.of(model.Scene)
            if (scene.id, person.id) in came and not scene.omitted
            for shot in document.children(scene.id, model.Shot)
            if not shot.omitted and blocking.camera_track(document, shot.id) is not None
        ]
        if shots:
            found.append(Newcomer(person.id, person.name, tuple(shots)))
    return found


def told(found: Sequence[Newcomer], numbers: Mapping[str, str]) -> str:
    """ "Ben now stands in shots 1, 1A, framed before they came on."; "" for nobody."""
    parts = []
    for one in found:
        shots = ", ".join(numbers[id] for id in one.shot_ids)
        words = "shot" if len(one.shot_ids) == 1 else "shots"
        parts.append(f"{one.name} now stands in {words} {shots}, framed before they came on.")
    return " ".join(parts)
