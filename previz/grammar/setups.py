"""What a set-up is: the one answer for lists, totals, the schedule and every report.

A set-up is one place and lens of the camera, however many shots are taken from it. Shots of a scene share one
when a person put them in one group, or when their cameras make the same moves on the same body and lenses. A
shot that nobody grouped belongs to the group of a shot with the same camera. Focus and stop are turned
without moving anything, so they make no set-up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

from previz.grammar.coverage import Role
from previz.grammar.facings import shooting_order
from previz.scene.blocking import camera_track
from previz.scene.document import Document
from previz.scene.model import CameraKey, Character, Item, Shot
from previz.scene.transform import rotation_matrix

WIDE = ("EST", "ELS", "LS")
SEVERAL = ("2S", "3S", "GROUP")


@dataclass(frozen=True)
class SetUp:
    name: str
    """The group's, else the number of its first shot."""
    order: int
    """Place in shooting order through the film, counted from 1. In a scene the master comes first with all
    that faces its way, then the room turned round, inserts last; wide before close."""
    facing: str = ""
    """The group that faces its way: "From the master", "Turn round, to Ines", "Inserts"."""


def find_setups(
    shots: Sequence[Shot],
    numbers: dict[str, str],
    keys_of: Callable[[Shot], Sequence[CameraKey]],
    name_of: Callable[[str], str] = str,
) -> dict[str, SetUp]:
    """Shot id → its set-up. ``shots`` in the order of the film; ``numbers`` are theirs. ``name_of`` turns the
    id of whom or what a shot is about into a name."""
    groups: dict[Hashable, str] = {}
    cameras: dict[str, Hashable] = {}
    for shot in shots:
        keys = () if shot.omitted else keys_of(shot)  # an omitted shot gives its number to nobody
        cameras[shot.id] = _camera(shot, keys) if keys else shot.id
        if shot.setup_group and keys:
            groups.setdefault(cameras[shot.id], shot.setup_group)
    found: dict[tuple[str, str], SetUp] = {}
    firsts: dict[tuple[str, str], Shot] = {}
    places: dict[str, tuple[str, str]] = {}
    for shot in shots:
        first = groups.setdefault(cameras[shot.id], numbers[shot.id])
        name = shot.setup_group or first
        place = places[shot.id] = shot.scene_id, name
        found.setdefault(place, SetUp(name, len(found) + 1))
        firsts.setdefault(place, shot)
    ordered = _in_shooting_order(found, firsts, keys_of, name_of)
    return {id: ordered[place] for id, place in places.items()}


def _in_shooting_order(
    found: dict[tuple[str, str], SetUp],
    firsts: dict[tuple[str, str], Shot],
    keys_of: Callable[[Shot], Sequence[CameraKey]],
    name_of: Callable[[str], str],
) -> dict[tuple[str, str], SetUp]:
    """Scene by scene; what has no camera, or is omitted, comes last as it does in the script."""
    made: dict[tuple[str, str], SetUp] = {}
    for scene_id in dict.fromkeys(scene_id for scene_id, _ in found):
        own = [place for place in found if place[0] == scene_id]
        seen = [place for place in own if not firsts[place].omitted and keys_of(firsts[place])]
        looks = []
        for place in seen:
            shot = firsts[place]
            about = shot.framing.subjects[0] if shot.framing.subjects else ""
            looks.append((_bearing_deg(keys_of(shot)[0]), _role(shot), name_of(about) if about else ""))
        for facing in shooting_order(looks):
            for n in facing.places:
                name = facing.name.removesuffix(", to ")
                made[seen[n]] = replace(found[seen[n]], order=len(made) + 1, facing=name)
        for place in own:
            if place not in made:
                made[place] = replace(found[place], order=len(made) + 1)
    return made


def _bearing_deg(key: CameraKey) -> float:
    ahead = -rotation_matrix(key.transform.rotation)[:, 2]
    return math.degrees(math.atan2(ahead[0], ahead[2]))


def _role(shot: Shot) -> Role:
    """What a set-up is for in the coverage of its scene, by what was asked of its frame."""
    composition, size = shot.framing.composition, shot.framing.size
    if composition == "INS":
        return "insert"
    if size in WIDE:
        return "master"
    if composition in SEVERAL:
        return "two-shot"
    return "over" if composition.startswith("OTS") else "single"


def film_setups(document: Document, numbers: dict[str, str]) -> dict[str, SetUp]:
    """Of all shots of a film; ``numbers`` are those of its shots."""

    def keys_of(shot: Shot) -> list[CameraKey]:
        track = camera_track(document, shot.id)
        return [key for key in track.keys if isinstance(key, CameraKey)] if track else []

    def name_of(id: str) -> str:
        one = document.get(id, Character) or document.get(id, Item)
        return one.name if one is not None else ""

    return find_setups(document.of(Shot), numbers, keys_of, name_of)


def _camera(shot: Shot, keys: Sequence[CameraKey]) -> Hashable:
    """Equal for shots of a scene that are taken from one set-up, to 1 mm and about 0.01°."""
    places = tuple(
        (_rounded(key.transform.position_m, 3), _turn(key), round(key.focal_length_mm, 1)) for key in keys
    )
    return shot.scene_id, shot.body_id, shot.lens_set_id, places


def _turn(key: CameraKey) -> tuple[float, ...]:
    """q and −q are one turn."""
    turn = _rounded(key.transform.rotation, 4)
    lead = next((value for value in turn if value), 1.0)
    return turn if lead > 0 else tuple(-value for value in turn)


def _rounded(values: Sequence[float], digits: int) -> tuple[float, ...]:
    return tuple(round(value, digits) for value in values)
