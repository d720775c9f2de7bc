"""What a set-up is: the one answer for lists, totals, the schedule and every report.

A set-up is one place and lens of the camera, however many shots are taken from it. Shots of a scene share one
when a person put them in one group, or when their cameras make the same moves on the same body and lenses. A
shot that nobody grouped belongs to the group of a shot with the same camera. Focus and stop are turned
without moving anything, so they make no set-up.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from previz.scene.blocking import camera_track
from previz.scene.document import Document
from previz.scene.model import CameraKey, Shot


@dataclass(frozen=True)
class SetUp:
    name: str
    """The group's, else the number of its first shot."""
    order: int
    """Place in shooting order, counted from 1: as the set-ups first come in the script."""


def find_setups(
    shots: Sequence[Shot], numbers: dict[str, str], keys_of: Callable[[Shot], Sequence[CameraKey]]
) -> dict[str, SetUp]:
    """Shot id → its set-up. ``shots`` in the order of the film; ``numbers`` are theirs."""
    groups: dict[Hashable, str] = {}
    cameras: dict[str, Hashable] = {}
    for shot in shots:
        keys = () if shot.omitted else keys_of(shot)  # an omitted shot gives its number to nobody
        cameras[shot.id] = _camera(shot, keys) if keys else shot.id
        if shot.setup_group and keys:
            groups.setdefault(cameras[shot.id], shot.setup_group)
    found: dict[tuple[str, str], SetUp] = {}
    made = {}
    for shot in shots:
        first = groups.setdefault(cameras[shot.id], numbers[shot.id])
        name = shot.setup_group or first
        place = shot.scene_id, name
        made[shot.id] = found.setdefault(place, SetUp(name, len(found) + 1))
    return made


def film_setups(document: Document, numbers: dict[str, str]) -> dict[str, SetUp]:
    """Of all shots of a film; ``numbers`` are those of its shots."""

    def keys_of(shot: Shot) -> list[CameraKey]:
        track = camera_track(document, shot.id)
        return [key for key in track.keys if isinstance(key, CameraKey)] if track else []

    return find_setups(document.of(Shot), numbers, keys_of)


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
