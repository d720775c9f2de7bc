"""Bodies and lenses from the tables into a production's camera package, and onto the camera of a shot."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from previz.scene import camera_tables, model
from previz.scene.document import Document, EditBlock
from previz.scene.model import CameraBody, LensSet
from previz.scene.package import nearest_focal
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
    """Shoot a shot with a body, which comes into the package when it is not in it. One step."""
    sensor = camera_tables.camera_mode(mode_id).sensor()
    with document.edit(f"Camera {sensor.name.partition(',')[0]}") as edit:
        known = next((one for one in document.project.package.bodies if one.sensor == sensor), None)
        edit.update(shot_id, body_id=(known or _put_body(document, edit, mode_id)).id)


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


def _put_body(document: Document, edit: EditBlock, mode_id: str) -> CameraBody:
    package = document.project.package
    labels = {body.label for body in package.bodies}
    body = CameraBody(
        id=fresh_id("body", (one.id for one in package.bodies)),
        label=next((one for one in LETTERS if one not in labels), "A"),
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


def fresh_id(stem: str, taken: Iterable[str]) -> str:
    """ "body-2", when there is a "body-1"."""
    used = set(taken)
    return next(f"{stem}-{n}" for n in range(1, len(used) + 2) if f"{stem}-{n}" not in used)
