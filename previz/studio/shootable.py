"""Whether the shots of a film could be shot: the stage looked at round every camera."""

from __future__ import annotations

import math
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np

from previz.grammar.findings import Finding
from previz.grammar.naming import eye
from previz.grammar.shootability import END_M, NEEDS_M, Standing, Watched, check_standing
from previz.grammar.subject import Floats, Subject
from previz.kit.shelf import Shelf
from previz.render.sightline import Sightline
from previz.scene import model
from previz.scene.blocking import CameraState
from previz.scene.document import Document
from previz.scene.optics import depth_of_field, f_number
from previz.scene.transform import rotation_matrix, to_vec3
from previz.staging.resting import Resting
from previz.studio import camera_hands
from previz.studio.shooting import Shooting, Sight

MOMENTS = 4
"""Of a moving shot, at which the focus is looked at."""
_known: WeakKeyDictionary[Sight, tuple[tuple[object, ...], list[Finding]]] = WeakKeyDictionary()
"""What was found, by the first sight of a shot, beside all else that it was found from."""


def doubts(
    document: Document, shooting: Shooting, shot: model.Shot, number: str, moves: bool
) -> list[Finding]:
    """What could not be shot. ``moves``: somebody or the camera does. Raises as `Shooting.sight`."""
    times = [shot.duration_s * n / MOMENTS for n in range(MOMENTS + 1)] if moves else [0.0]
    sights = [shooting.sight(shot.id, time_s) for time_s in times]
    lenses = _lenses(document, shot)
    told = (number, shot, lenses, *map(id, sights[1:]))
    known = _known.get(sights[0])
    if known is not None and known[0] == told:
        return known[1]
    moments = list(zip(times, sights, strict=True))
    found = check_standing(_standing(document, shot, number, lenses, moments, shooting.shelf))
    _known[sights[0]] = told, found
    return found


def _lenses(document: Document, shot: model.Shot) -> model.LensSet | None:
    sets = document.project.package.lens_sets
    return next((one for one in sets if one.id == shot.lens_set_id), sets[0] if sets else None)


def _standing(
    document: Document,
    shot: model.Shot,
    number: str,
    lenses: model.LensSet | None,
    moments: list[tuple[float, Sight]],
    shelf: Shelf,
) -> Standing:
    first = moments[0][1]
    camera, view = first.camera, first.camera.view
    clear = Sightline(first.draw_list)
    principal = next((one for one in first.company if one.id == first.name.principal and one.is_person), None)
    people = [one for one in first.company if one.is_person]
    return Standing(
        shot_id=shot.id,
        number=number,
        focus_m=min(sight.camera.focus_distance_m for _, sight in moments),
        free_m=_free(clear, camera),
        close_focus_m=lenses.close_focus_m if lenses else None,
        image_circle_mm=lenses.image_circle_mm if lenses else None,
        diagonal_mm=math.hypot(view.used_width_mm, view.used_height_mm),
        nearest=min((_nearest(one, camera) for one in people), key=lambda one: one[2], default=None),
        own_eyes="POV" in (first.name.composition, shot.framing.composition),
        moves=_moves(document, shot, clear),
        size=first.name.size,
        unseated=_unseated(first, shelf),
        who=(principal.id, principal.name) if principal else None,
        sees=(_line_of_sight(camera, principal.eyes_m if principal else None),),
        watched=[w for time_s, sight in moments for w in _watched(time_s, sight, first.name.principal)],
    )


def _unseated(sight: Sight, shelf: Shelf) -> list[tuple[str, str, float]]:
    resting = Resting(sight.world.items, shelf)
    return [
        (actor.id, actor.name, actor.seat_height_m or 0.0)
        for actor in sight.world.actors
        if sight.shares.get(actor.object_id, 0.0) > 0 and not resting.is_seated(actor)
    ]


def _line_of_sight(
    camera: CameraState, at_m: Floats | None
) -> tuple[tuple[float, float], tuple[float, float]]:
    """(x, z) of the lens and of the point that it looks at: of somebody's eyes, else where it is sharp."""
    start = np.asarray(camera.position_m, float)
    end = start - rotation_matrix(camera.rotation)[:, 2] * camera.focus_distance_m if at_m is None else at_m
    (ax, _, az), (bx, _, bz) = to_vec3(start), to_vec3(end)
    return (round(ax, 3), round(az, 3)), (round(bx, 3), round(bz, 3))


def _free(clear: Sightline, camera: CameraState) -> dict[str, float]:
    axes = rotation_matrix(camera.rotation)
    ways: dict[str, Floats] = {
        "behind": axes[:, 2],
        "left": -axes[:, 0],
        "right": axes[:, 0],
        "above": np.array([0.0, 1.0, 0.0]),
        "below": np.array([0.0, -1.0, 0.0]),
    }
    start = np.asarray(camera.position_m)
    return {
        way: clear(to_vec3(start), to_vec3(start + along * NEEDS_M[way] * 1.01))
        for way, along in ways.items()
    }


def _nearest(one: Subject, camera: CameraState) -> tuple[str, str, float]:
    away = np.linalg.norm(one.outline_m - np.asarray(camera.position_m), axis=1)
    return one.id, one.name, float(away.min())


def _moves(document: Document, shot: model.Shot, clear: Sightline) -> list[tuple[float, float]]:
    keys = camera_hands.camera_keys(document, shot.id)
    places = [np.asarray(key.transform.position_m) for key in keys]
    found = []
    for start, end in pairwise(places):
        length = float(np.linalg.norm(end - start))
        if length > 0.05:
            beyond = end + (end - start) / length * END_M
            found.append((length, clear(to_vec3(start), to_vec3(beyond))))
    return found


def _watched(time_s: float, sight: Sight, who: str | None) -> list[Watched]:
    """The eyes of the principal, as long as they are in the frame."""
    person = next((one for one in sight.company if one.id == who and one.is_person), None)
    if person is None or not any(one.id == who and one.size for one in sight.name.seen):
        return []
    camera = sight.camera
    lens = eye(camera.transform, camera.view)
    depth = depth_of_field(
        camera.focal_length_mm,
        f_number(camera.t_stop),
        camera.circle_of_confusion_mm,
        camera.focus_distance_m,
    )
    eyes = [float(lens.project(np.asarray(person.landmarks_m[name]))[2]) for name in ("eye_l", "eye_r")]
    return [Watched(time_s, depth.near_m, depth.far_m, (eyes[0], eyes[1]))]
