"""Where another camera would mend a cut: one change of the camera for each finding, as geometry.

Nothing here knows whether the new place is free or who is hidden from there; whoever offers a change looks
through it first (`studio.checking`).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec
import numpy as np

from previz.grammar.continuity import JUMP_DEG, LOOK_ROOM, facing
from previz.grammar.findings import Finding, Frame
from previz.grammar.naming import name_frame
from previz.grammar.subject import Floats, Subject
from previz.scene.model import CameraKey
from previz.scene.transform import axis_angle, rotation_matrix, rotation_quat, to_vec3

CLEAR_DEG = 4.0
"""A camera that turns to keep 30° goes so much further."""
HEAD_ROOM = 0.08
"""Of the frame's height; 1/12 is usual."""
SPARE_ROOM = 0.04
TIGHTER = (1.25, 1.4, 1.6, 1.8, 2.0, 2.4, 2.8)
"""How much longer a lens may get until it shows another size."""
BEFORE_EYES_M = 0.06


@dataclass(frozen=True)
class Mend:
    """A change of one shot's camera. ``change`` is given each of its keys."""

    shot_id: str
    label: str
    change: Callable[[CameraKey], CameraKey]


def mends(out: Frame | None, into: Frame, finding: Finding) -> Iterator[Mend]:
    """What could be done about a finding, the likeliest first. ``out`` is None when it is about one frame."""
    if out is None:
        yield from _alone(into, finding)
    elif finding.rule == "line":
        people = [into.person(id) or out.person(id) for id in finding.who]
        if len(people) == 2 and people[0] and people[1]:
            yield _mirrored(into, people[0].eyes_m, people[1].eyes_m - people[0].eyes_m)
        elif len(people) == 1 and people[0]:  # the line is the gaze of somebody alone
            yield _mirrored(into, people[0].eyes_m, people[0].looks)
    elif finding.rule == "direction":
        id = finding.who[0]
        person = into.person(id)
        if person is not None:
            yield _mirrored(into, person.eyes_m, into.velocities_m_s[id])
    elif finding.rule == "eyeline":
        person = into.person(finding.who[-1])
        if person is not None:
            yield _mirrored(into, person.eyes_m, person.looks)
    elif finding.rule == "jump":
        yield from _parted(out, into, finding)
    elif finding.rule == "match":
        one, other = (frame.person(id) for frame, id in zip((out, into), finding.who, strict=True))
        if one and other:
            yield _alike(out, one, into, other)


def _mirrored(frame: Frame, point: Floats, along: Floats) -> Mend:
    """On the other side of a line on the floor: the same picture, turned left to right."""
    normal = np.array([along[2], 0.0, -along[0]])
    normal /= max(float(np.linalg.norm(normal)), 1e-9)
    mirror = np.eye(3) - 2 * np.outer(normal, normal)

    def change(key: CameraKey) -> CameraKey:
        place = mirror @ (np.asarray(key.transform.position_m) - point) + point
        turned = mirror @ rotation_matrix(key.transform.rotation) @ np.diag([-1.0, 1.0, 1.0])
        return _placed(key, place, turned)

    return Mend(frame.shot_id, f"Move camera {frame.number} to the right side", change)


def _parted(out: Frame, into: Frame, finding: Finding) -> Iterator[Mend]:
    """Round the person until 30° are full, or in with a longer lens until the size is another."""
    person = into.person(finding.who[0])
    if person is None:
        return
    eyes = person.eyes_m
    before, after = ((frame.lens.position_m - eyes)[[0, 2]] for frame in (out, into))
    way = math.copysign(1.0, float(before[0] * after[1] - before[1] * after[0]) or 1.0)
    missing = JUMP_DEG + CLEAR_DEG - finding.value
    turn = rotation_matrix(axis_angle((0.0, 1.0, 0.0), -way * missing))

    def round_them(key: CameraKey) -> CameraKey:
        place = turn @ (np.asarray(key.transform.position_m) - eyes) + eyes
        return _placed(key, place, turn @ rotation_matrix(key.transform.rotation))

    focal = _next_size_mm(into)

    def longer(key: CameraKey) -> CameraKey:
        times = (focal or 1.0) / into.focal_length_mm
        return msgspec.structs.replace(key, focal_length_mm=round(key.focal_length_mm * times))

    if focal is not None:
        yield Mend(into.shot_id, f"Take {into.number} on {focal:.0f} mm", longer)
    yield Mend(into.shot_id, f"Move camera {into.number} {missing:.0f}° round {person.name}", round_them)


def _next_size_mm(frame: Frame) -> float | None:
    """The shortest longer lens on which the person has another size; None when no lens does it."""
    for times in TIGHTER:
        view = frame.lens.view
        narrower = dataclasses.replace(view, tan_x=view.tan_x / times, tan_y=view.tan_y / times)
        lens = dataclasses.replace(frame.lens, view=narrower)
        size = name_frame(frame.people, lens, principal=frame.name.principal).size
        if size is not None and size != frame.name.size:
            return round(frame.focal_length_mm * times)
    return None


def _alike(out: Frame, one: Subject, into: Frame, other: Subject) -> Mend:
    """The reverse from as far, as high, as tilted and on the same lens as its twin, and as far off the line
    where they look at each other."""
    away = out.lens.position_m - one.eyes_m
    flat = into.lens.position_m - other.eyes_m
    bearing, turn = math.atan2(flat[0], flat[2]), 0.0
    if facing(one, other):
        line = other.eyes_m - one.eyes_m
        off = math.atan2(away[0], away[2]) - math.atan2(line[0], line[2])
        turn = math.atan2(-line[0], -line[2]) - off - bearing
        bearing += turn
    reach = math.hypot(away[0], away[2])
    place = other.eyes_m + np.array([math.sin(bearing) * reach, away[1], math.cos(bearing) * reach])
    back = into.lens.axes[:, 2]
    yaw, pitch = math.atan2(back[0], back[2]) + turn, math.radians(out.lens.pitch_deg)
    turned = rotation_matrix(axis_angle((0, 1, 0), math.degrees(yaw))) @ rotation_matrix(
        axis_angle((1, 0, 0), math.degrees(pitch))
    )

    def change(key: CameraKey) -> CameraKey:
        focused = msgspec.structs.replace(
            key, focal_length_mm=out.focal_length_mm, focus_distance_m=max(0.1, float(np.linalg.norm(away)))
        )
        return _placed(focused, place, turned)

    return Mend(into.shot_id, f"Match camera {into.number} to {out.number}", change)


def _alone(frame: Frame, finding: Finding) -> Iterator[Mend]:
    person = frame.person(finding.who[0]) if finding.who else None
    if person is None:
        return
    if finding.rule == "look-room":
        x = frame.faces[person.id].x
        wanted = math.copysign(1 - 2 * (LOOK_ROOM + SPARE_ROOM), x)
        tan = frame.lens.view.tan_x
        turn = math.degrees(math.atan(x * tan) - math.atan(wanted * tan))
        yield Mend(frame.shot_id, f"Pan {frame.number} by {abs(turn):.0f}°", lambda key: _panned(key, -turn))
    elif finding.rule == "head-room":
        y = float(frame.lens.project(person.crown_m)[1])
        tan = frame.lens.view.tan_y
        turn = math.degrees(math.atan(y * tan) - math.atan((1 - 2 * HEAD_ROOM) * tan))
        yield Mend(frame.shot_id, f"Tilt {frame.number} by {abs(turn):.0f}°", lambda key: _tilted(key, turn))
    elif finding.rule == "pov":
        ahead = -frame.lens.axes[:, 2]
        place = person.eyes_m + ahead * BEFORE_EYES_M
        yield Mend(
            frame.shot_id,
            f"Put camera {frame.number} before the eyes of {person.name}",
            lambda key: _placed(key, place, rotation_matrix(key.transform.rotation)),
        )


def _panned(key: CameraKey, turn_deg: float) -> CameraKey:
    """Turned about the upright, to the left for more than 0."""
    turn = rotation_matrix(axis_angle((0.0, 1.0, 0.0), turn_deg))
    return _placed(key, np.asarray(key.transform.position_m), turn @ rotation_matrix(key.transform.rotation))


def _tilted(key: CameraKey, turn_deg: float) -> CameraKey:
    """Turned about its own right, up for more than 0."""
    turned = rotation_matrix(key.transform.rotation) @ rotation_matrix(axis_angle((1, 0, 0), turn_deg))
    return _placed(key, np.asarray(key.transform.position_m), turned)


def _placed(key: CameraKey, place: Floats, turned: Floats) -> CameraKey:
    transform = msgspec.structs.replace(
        key.transform, position_m=to_vec3(place), rotation=rotation_quat(turned)
    )
    return msgspec.structs.replace(key, transform=transform)
