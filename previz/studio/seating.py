"""Somebody who is let go beside a seat takes it; somebody taken off one stands up."""

from __future__ import annotations

import math

from previz.kit.shelf import CATALOGUE_ALONE, Shelf
from previz.scene import blocking, model
from previz.scene.document import Document
from previz.scene.model import Vec3
from previz.staging.places import Dressing, Place
from previz.studio.stagehands import drop_person
from previz.studio.tracks import Scope, actor_key

SEAT_M = 0.45
"""How near a seat takes a person."""
STEP_M = 0.75
"""Seats that lie higher or lower than this are not meant."""


def seat_near(dressing: Dressing, point_m: Vec3) -> Place | None:
    """The seat that somebody let go here would take."""

    def apart(place: Place) -> float:
        return math.hypot(point_m[0] - place.position_m[0], point_m[2] - place.position_m[2])

    seats = [place for place in dressing.places() if place.kind == "sit"]
    seats = [place for place in seats if abs(place.position_m[1] - point_m[1]) < STEP_M]
    nearest = min(seats, key=apart, default=None)
    return nearest if nearest is not None and apart(nearest) <= SEAT_M else None


def sit_or_stand(
    document: Document,
    shot_id: str,
    character_id: str,
    *,
    time_s: float = 0.0,
    scope: Scope = "scene",
    shelf: Shelf = CATALOGUE_ALONE,
    gesture: str | None = None,
) -> bool:
    """After somebody was dragged: True when they sat down or stood up, as one edit under the gesture."""
    key = actor_key(document, shot_id, character_id, time_s)
    if key is None or document.get(character_id, model.Character) is None:
        return False
    dressing = Dressing(blocking.resolve(document, shot_id, time_s).items, shelf)
    seat = seat_near(dressing, key.position_m)
    if (seat is None) == (key.seat_height_m is None):
        return False
    drop_person(
        document,
        shot_id,
        character_id,
        key.position_m if seat is None else seat.position_m,
        heading_deg=key.heading_deg,
        time_s=time_s,
        scope=scope,
        shelf=shelf,
        gesture=gesture,
    )
    return True
