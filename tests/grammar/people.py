"""Posed people for the tests of this folder."""

from __future__ import annotations

from functools import cache

from previz import cast
from previz.grammar.subject import Subject, subject
from previz.scene.blocking import Actor
from previz.scene.model import Pose, Vec3
from previz.scene.optics import View, framed_view

SEAT_M = 0.46


@cache
def person(
    who: str = "woman",
    pose: str = "stand",
    position_m: Vec3 = (0.0, 0.0, 0.0),
    heading_deg: float = 0.0,
    id: str | None = None,
    gaze_m: Vec3 | None = None,
) -> Subject:
    body, seat = cast.PEOPLE[who], SEAT_M if pose.startswith("sit") and pose != "sit_floor" else None
    actor = Actor(
        id=id or who,
        name=(id or who).title(),
        body=body,
        pose=Pose(preset=pose),
        position_m=position_m,
        heading_deg=heading_deg,
        object_id=1,
        seat_height_m=seat,
        gaze_m=gaze_m,
    )
    return subject(actor, cast.figure(body).pose(actor.pose, seat))


def lens(focal_mm: float = 35.0, aspect: float = 2.39) -> View:
    """On the ALEXA 35 in open gate."""
    return framed_view(27.99, 19.22, aspect, focal_mm)
