"""Pins of notes: what one holds on to, and where that is in a picture.

A pin on a person is held by the bone that carries the skin there, in that bone's own space; so it turns with
the head and sits down with the knee. One on a thing is held in the thing's own space. The picture on which a
pin was put has it where it was put; any other take has it where the target stood, and its camera looked, when
that take was made.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from previz.cast.skeleton import BONES, INDEX
from previz.cast.skin import Skin
from previz.errors import PrevizError
from previz.grammar.naming import Eye, eye, in_frame
from previz.render.drawlist import FigureInstance
from previz.review.fingerprint import rotation_of, turn_deg
from previz.scene import model
from previz.scene.document import Document
from previz.scene.marks import Point
from previz.scene.optics import View
from previz.scene.transform import apply, heading_matrix
from previz.studio.measuring import Backdrop
from previz.studio.shooting import SEEN_SHARE, Shooting, Sight

Floats = NDArray[np.float64]
Values = Mapping[str, object]

BONE = "bone:"
"""Before the name of a bone in `NotePin.part`; without it the part is a landmark."""


# ------------------------------------------------------------------------------------------- putting
def pin_at(document: Document, shooting: Shooting, take: model.Take, place: Point) -> model.NotePin:
    """A pin on a place of a take, held by the person or thing that stands there now."""
    bare = model.NotePin(take_id=take.id, place=place)
    panel = document.get(take.panel_id, model.Panel)
    if panel is None:
        return bare
    try:
        sight = shooting.sight(panel.shot_id, panel.time_s)
        point, object_id = Backdrop(shooting, sight).at(place)
    except PrevizError:
        return bare  # no camera or no OpenGL: the note stays where it is on this picture
    return bare if point is None else _held(bare, sight, point, object_id)


def _held(pin: model.NotePin, sight: Sight, point: Floats, object_id: int) -> model.NotePin:
    for figure in sight.draw_list.figures:
        if figure.object_id == object_id:
            place = apply(np.linalg.inv(figure.world_from_figure), point)
            bone = _bone_at(sight, figure, place)
            turn = figure.bone_matrices[INDEX[bone], :, :3].astype(np.float64)
            offset = turn.T @ (place - figure.posed.joints_m[bone])
            return _following(pin, figure.actor.id, figure.actor.name, offset, BONE + bone)
    for item in sight.world.items:
        placing = _placings(sight).get(object_id)
        if item.object_id == object_id and placing is not None:
            return _following(pin, item.id, item.name, apply(np.linalg.inv(placing), point))
    return pin


def _bone_at(sight: Sight, figure: FigureInstance, place: Floats) -> str:
    """The bone that carries most of the skin nearest to a place of the figure."""
    mesh = sight.draw_list.meshes[figure.mesh]
    if mesh.bones is None or mesh.weights is None:
        return "pelvis"
    weights = (mesh.weights / 255).astype(np.float32)
    bones = mesh.bones.astype(np.int64)
    skin = Skin(mesh.positions, bones, weights).posed(figure.bone_matrices)
    nearest = int(np.linalg.norm(skin - place, axis=1).argmin())
    # Twist bones share the turning of a limb that another bone carries.
    carrying = np.where(bones[nearest] < len(BONES), weights[nearest], 0)
    return BONES[int(bones[nearest][carrying.argmax()])] if carrying.any() else "pelvis"


def _following(pin: model.NotePin, id: str, name: str, offset_m: Floats, part: str = "") -> model.NotePin:
    x, y, z = (round(float(value), 4) for value in offset_m)
    return model.NotePin(
        take_id=pin.take_id, place=pin.place, target_id=id, target_name=name, part=part, offset_m=(x, y, z)
    )


# ------------------------------------------------------------------------------------------- finding
def place_of(pin: model.NotePin, sight: Sight, take: model.Take | None) -> Point | None:
    """Where a pin's target has it in the picture of a take, or (None) in that of now.

    None out of the frame or out of sight.
    """
    if take is not None and take.id == pin.take_id:
        return pin.place
    point = _point_m(sight, pin)
    if point is None:
        return None
    prints = take.fingerprint if take is not None else {}
    where = _facts(prints, "set") | _facts(prints, "blocking")
    if not where:
        return _seen(_lens(sight, {}), point) if _share(sight, pin.target_id) >= SEEN_SHARE else None
    if f"{pin.target_id} position_mm" not in where:
        return None  # it was not seen when this take was made
    return _seen(_lens(sight, _facts(prints, "camera")), _as_it_stood(sight, pin, point, where))


def _share(sight: Sight, id: str) -> float:
    """Of the frame that something fills now."""
    objects = [one.object_id for one in sight.world.actors if one.id == id]
    objects += [one.object_id for one in sight.world.items if one.id == id]
    return max((sight.shares.get(one, 0.0) for one in objects), default=0.0)


def _facts(prints: Mapping[str, model.PrintPart], part: str) -> dict[str, object]:
    return dict(prints[part].values) if part in prints else {}


def _lens(sight: Sight, camera: Values) -> Eye:
    """The camera of a take as its fingerprint has it, else that of now."""
    now = sight.camera.view
    place, turn, field = (camera.get(key) for key in ("position_mm", "turn_deg", "field_deg"))
    if not (isinstance(place, list) and isinstance(turn, list) and isinstance(field, list)):
        return eye(sight.camera.transform, now)
    tan_x, tan_y = np.tan(np.radians(np.array(field, dtype=np.float64)) / 2).tolist()
    shift = camera.get("shift", now.shift_y)
    view = View(
        tan_x,
        tan_y,
        now.used_width_mm,
        now.used_height_mm,
        now.squeeze,
        float(shift),  # type: ignore[arg-type]
    )
    return Eye(np.array(place, dtype=np.float64) / 1000, rotation_of(turn, looks_along_minus_z=True), view)


def _as_it_stood(sight: Sight, pin: model.NotePin, point: Floats, where: Values) -> Floats:
    """A point of the target as it stands now, moved to where the target stood then."""
    then = np.array(where[f"{pin.target_id} position_mm"], dtype=np.float64) / 1000
    for actor in sight.world.actors:
        if actor.id == pin.target_id:
            heading = where.get(f"{pin.target_id} heading_deg", actor.heading_deg)
            turn = heading_matrix(float(heading)) @ heading_matrix(actor.heading_deg).T  # type: ignore[arg-type]
            return np.asarray(then + turn @ (point - np.array(actor.position_m)), dtype=np.float64)
    for item in sight.world.items:
        if item.id == pin.target_id:
            now = rotation_of(turn_deg(item.transform.rotation))  # type: ignore[arg-type]
            turned = where.get(f"{pin.target_id} turn_deg")
            turn = (rotation_of(turned) if isinstance(turned, list) else now) @ now.T
            return np.asarray(then + turn @ (point - np.array(item.transform.position_m)), dtype=np.float64)
    return point


def _seen(lens: Eye, point: Floats) -> Point | None:
    seen = lens.project(point[None])
    if not bool(in_frame(seen)[0]):
        return None
    x, y = (float(seen[0, 0]) + 1) / 2, (1 - float(seen[0, 1])) / 2
    return x, y / lens.view.aspect


def _point_m(sight: Sight, pin: model.NotePin) -> Floats | None:
    """Where the pin is on the stage now."""
    if pin.part.startswith(BONE):
        bone = pin.part.removeprefix(BONE)
        for figure in sight.draw_list.figures:
            if figure.actor.id == pin.target_id and bone in figure.posed.joints_m:
                turn = figure.bone_matrices[INDEX[bone], :, :3].astype(np.float64)
                place = figure.posed.joints_m[bone] + turn @ np.asarray(pin.offset_m)
                return np.asarray(apply(figure.world_from_figure, place), dtype=np.float64)
        return None
    for one in sight.company:  # a pin of an earlier version holds on to a landmark
        if one.id == pin.target_id and one.is_person and pin.part in one.landmarks_m:
            away = heading_matrix(one.heading_deg) @ np.asarray(pin.offset_m)
            return np.asarray(one.landmarks_m[pin.part] + away, dtype=np.float64)
    for item in sight.world.items:
        placing = _placings(sight).get(item.object_id)
        if item.id == pin.target_id and placing is not None:
            return np.asarray(apply(placing, np.asarray(pin.offset_m)), dtype=np.float64)
    return None


def _placings(sight: Sight) -> dict[int, Floats]:
    """object id → world_from_local (4, 4) of rigid pieces."""
    placings: dict[int, Floats] = {}
    for instance in sight.draw_list.instances:
        placings.setdefault(instance.object_id, instance.world_from_local)
    return placings
