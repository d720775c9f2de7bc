"""Bodies and lenses from the tables into a production's camera package, and onto the camera of a shot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from previz.errors import BadProject
from previz.scene import blocking, camera_tables, model
from previz.scene.document import Document, EditBlock
from previz.scene.model import CameraBody, LensSet
from previz.scene.package import chosen_kit, nearest_focal
from previz.studio import camera_hands

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of cameras: no I and no O, which are read as figures."""


def add_body(document: Document, mode_id: str) -> str:
    """Another camera; returns its id. Raises NotFound for a mode that is not in the table."""
    with document.edit("Project: camera bodies") as edit:
        return _put_body(document, edit, mode_id).id


def add_lenses(document: Document, series_id: str) -> str:
    """Another set of lenses; returns its id. Raises NotFound for a series that is not in the table."""
    with document.edit("Project: lens sets") as edit:
        return _put_lenses(document, edit, series_id).id


def take_body(document: Document, shot_id: str, mode_id: str) -> None:
    """Shoot a shot with a body, which comes into the package when it is not in it. One step.

    Another mode of a camera that is there goes by its letter, as the package has it.
    """
    sensor, bodies = camera_tables.camera_mode(mode_id).sensor(), document.project.package.bodies
    letter = _letter(document, shot_id, _camera(sensor))
    with document.edit(f"Camera {_camera(sensor)}") as edit:
        known = next((one for one in bodies if one.sensor == sensor and one.label == letter), None)
        edit.update(shot_id, body_id=(known or _put_body(document, edit, mode_id, letter)).id)


def _letter(document: Document, shot_id: str, camera: str) -> str:
    """By which a camera goes: as this shot has it, else as the package; "" for one that is new."""
    package = document.project.package
    try:
        before = [chosen_kit(package, document.need(shot_id, model.Shot))[0]]
    except BadProject:  # the shot names what is no longer there
        before = []
    return next((one.label for one in (*before, *package.bodies) if _camera(one.sensor) == camera), "")


def _camera(sensor: model.Sensor) -> str:
    """Without its mode: "ARRI ALEXA 35"."""
    return sensor.name.partition(", ")[0]


def take_lenses(document: Document, shot_id: str, series_id: str) -> None:
    """Put a set on a shot's camera, which comes into the package when it is not in it, and of it the lens
    nearest to the one that was on. One step."""
    wanted = camera_tables.lens_family(series_id).lens_set("")
    named = wanted.maker, wanted.series
    with document.edit(f"Lenses {wanted.series}") as edit:
        sets = document.project.package.lens_sets
        known = next((one for one in sets if (one.maker, one.series) == named), None)
        put_on(document, edit, shot_id, known or _put_lenses(document, edit, series_id))


def put_on(document: Document, edit: EditBlock, shot_id: str, lenses: LensSet) -> None:
    """A set of the package on a shot's camera, every key on the nearest lens of it."""
    edit.update(shot_id, lens_set_id=lenses.id)
    track_id = document.track(shot_id, shot_id)
    if track_id is not None:
        keys = camera_hands.camera_keys(document, shot_id)
        nearest = (camera_hands.zoom(key, nearest_focal(lenses, key.focal_length_mm)) for key in keys)
        edit.update(track_id, keys=tuple(nearest))


def _put_body(document: Document, edit: EditBlock, mode_id: str, label: str = "") -> CameraBody:
    """``label``: "" = the next letter."""
    package = document.project.package
    labels = {body.label for body in package.bodies}
    body = CameraBody(
        id=fresh_id("body", (one.id for one in package.bodies)),
        label=label or next((one for one in LETTERS if one not in labels), "A"),
        sensor=camera_tables.camera_mode(mode_id).sensor(),
    )
    edit.update(model.PROJECT_ID, package=msgspec.structs.replace(package, bodies=(*package.bodies, body)))
    return body


def _put_lenses(document: Document, edit: EditBlock, series_id: str) -> LensSet:
    package = document.project.package
    lenses = camera_tables.lens_family(series_id).lens_set(
        fresh_id("lenses", (s.id for s in package.lens_sets))
    )
    edit.update(
        model.PROJECT_ID, package=msgspec.structs.replace(package, lens_sets=(*package.lens_sets, lenses))
    )
    return lenses


def cameras_used(document: Document) -> str:
    """What the film is shot with, on paper: "ARRI ALEXA 35, 4.6K 3:2 Open Gate · Leitz Summilux-C".

    Bodies and lenses that only lie in the package are left out; before any shot has a camera it is what the
    first one would be shot with. Letters stand where several cameras shoot; modes of one stand together.
    """
    bodies: dict[str, dict[str, list[str]]] = {}
    lenses: dict[str, None] = {}
    shots = [shot for shot in _live(document) if blocking.camera_track(document, shot.id)]
    for shot in shots or [model.Shot(id="", scene_id="", order="a")]:
        try:
            body, mounted, _ = chosen_kit(document.project.package, shot)
        except BadProject:
            continue  # said where the shot is listed
        camera, _, mode = body.sensor.name.partition(", ")
        modes = bodies.setdefault(body.label, {}).setdefault(camera, [])
        if mode not in modes:
            modes.append(mode)
        lenses[f"{mounted.maker} {mounted.series}".strip()] = None
    lettered = len(bodies) > 1
    words = []
    for letter in sorted(bodies):
        named = [", ".join(filter(None, (one, " + ".join(modes)))) for one, modes in bodies[letter].items()]
        words.append(f"{letter}: {', '.join(named)}" if lettered else ", ".join(named))
    return " · ".join((*words, ", ".join(lenses)))


def _live(document: Document) -> Iterator[model.Shot]:
    for scene in document.of(model.Scene):
        if not scene.omitted:
            yield from (shot for shot in document.children(scene.id, model.Shot) if not shot.omitted)


def fresh_id(stem: str, taken: Iterable[str]) -> str:
    """ "body-2", when there is a "body-1"."""
    used = set(taken)
    return next(f"{stem}-{n}" for n in range(1, len(used) + 2) if f"{stem}-{n}" not in used)
