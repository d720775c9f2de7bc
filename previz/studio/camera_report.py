"""Set-ups of the film as the camera report prints them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from previz.errors import PrevizError
from previz.export.camera_report import DistanceRow, SetupRow
from previz.export.plan_sheet import Place, PlanEye, PlanFigure, PlanRow, PlanThing, ThingKind
from previz.export.rows import SceneRow, ShotRow
from previz.grammar.naming import eye
from previz.scene import blocking
from previz.scene.document import Document
from previz.scene.optics import depth_of_field, f_number
from previz.scene.transform import rotation_matrix
from previz.studio.floor_plan import FloorPlan, PlanCamera, PlanPerson, floor_plan, flown_walls
from previz.studio.shooting import Shooting, Sight
from previz.studio.stills import Stills

MOVES_M = 0.05
"""A camera that travels further has a frame at its end."""
NORTH_DEG = 180.0
"""Heading of north on the plan: −Z."""
_KINDS: dict[str, ThingKind] = {"wall": "wall", "ground": "ground", "flown": "flown"}


def setups(
    document: Document,
    shooting: Shooting,
    rows: Sequence[ShotRow],
    scenes: Sequence[SceneRow],
    stills: Stills,
) -> tuple[SetupRow, ...]:
    """One row a set-up, by its first shot that has a camera, in shooting order, omitted ones aside."""
    out = {scene.id for scene in scenes if scene.omitted}
    headings = {scene.id: scene.heading for scene in scenes}
    found: dict[tuple[int, str], list[ShotRow]] = {}
    for row in sorted(rows, key=lambda row: row.setup_order):
        if row.status != "omitted" and row.scene_id not in out and row.focal_length_mm is not None:
            found.setdefault((row.setup_order, row.setup), []).append(row)
    made = []
    for members in found.values():
        try:
            made.append(_setup(document, shooting, members, headings[members[0].scene_id], stills))
        except PrevizError:
            continue  # a shot that cannot be seen is told by `Listing.troubles`
    return tuple(made)


def _setup(
    document: Document, shooting: Shooting, members: Sequence[ShotRow], heading: str, stills: Stills
) -> SetupRow:
    first = members[0]
    sight = shooting.sight(first.id)
    last = blocking.resolve(document, first.id, first.duration_s).camera
    numbers: Mapping[str, str] = {row.id: row.number for row in members}
    plan = floor_plan(document, first.id, shelf=shooting.shelf, numbers=numbers)
    flown = flown_walls(document, first.id, shelf=shooting.shelf)
    plan = dataclasses.replace(plan, items=(*plan.items, *flown))
    camera = plan.cameras[-1]
    view = sight.camera.view
    start, end = (np.asarray(state.position_m) for state in (sight.camera, last or sight.camera))
    move_m = round(float(np.linalg.norm(end - start)), 3)
    drawn = next((panel for panel in first.panels if panel.image), None)
    distances = _distances(sight)
    return SetupRow(
        shot=first,
        shots=tuple(row.number for row in members),
        heading=heading,
        plan=_plan(plan, camera, distances, _heading(last, camera), first.camera),
        sensor=sight.camera.sensor_name,
        circle_mm=sight.camera.circle_of_confusion_mm,
        angle_deg=(round(view.hfov_deg, 1), round(view.vfov_deg, 1)),
        compass_deg=round(NORTH_DEG - camera.heading_deg, 1),
        move_m=move_m,
        distances=tuple(to for to, _ in distances),
        image=drawn.image if drawn is not None else stills.look(first.id),
        stale=drawn.stale if drawn is not None else (),
        end_image=stills.look(first.id, first.duration_s) if move_m > MOVES_M else "",
    )


def _heading(state: blocking.CameraState | None, camera: PlanCamera) -> float:
    if state is None:
        return camera.heading_deg
    ahead = -rotation_matrix(state.rotation)[:, 2]
    return math.degrees(math.atan2(ahead[0], ahead[2]))


def _distances(sight: Sight) -> list[tuple[DistanceRow, Place]]:
    """From the lens to the eyes of everybody in the frame; sharp is what lies in the zone along the axis."""
    camera, (near, far) = sight.camera, _sharp(sight)
    lens = eye(camera.transform, camera.view)
    seen = {one.id for one in sight.name.seen}
    found = []
    for one in sight.company:
        if one.is_person and one.id in seen:
            metres = float(np.linalg.norm(one.eyes_m - lens.position_m))
            ahead = float(lens.project(one.eyes_m)[2])
            sharp = near <= ahead <= far
            row = DistanceRow(name=one.name, metres=round(metres, 3), sharp=sharp, ahead_m=round(ahead, 3))
            found.append((row, (float(one.eyes_m[0]), float(one.eyes_m[2]))))
    return found


def _sharp(sight: Sight) -> tuple[float, float]:
    camera = sight.camera
    depth = depth_of_field(
        camera.focal_length_mm,
        f_number(camera.t_stop),
        camera.circle_of_confusion_mm,
        camera.focus_distance_m,
    )
    return depth.near_m, depth.far_m


def plan_row(plan: FloorPlan, marks: Sequence[tuple[Place, Place]] = ()) -> PlanRow:
    """The set and its people, without a camera, and lines of a finding."""
    return PlanRow(
        things=tuple(
            PlanThing(
                outlines=tuple(tuple((float(x), float(z)) for x, z in outline) for outline in item.outlines),
                kind=_KINDS.get(item.kind, "thing"),
                name=item.name,
            )
            for item in plan.items
        ),
        figures=tuple(_figure(person, _way(plan, person.id)) for person in plan.people),
        line=(plan.line[0].place, plan.line[1].place) if plan.line else None,
        marks=tuple(marks),
    )


def _plan(
    plan: FloorPlan,
    camera: PlanCamera,
    distances: Sequence[tuple[DistanceRow, Place]],
    end_deg: float,
    letter: str,
) -> PlanRow:
    return replace(
        plan_row(plan),
        eyes=(plan_eye(camera, _way(plan, camera.shot_id), end_deg, letter or "A"),),
        distances=tuple((to, row.metres) for row, to in distances),
    )


def plan_eye(
    camera: PlanCamera, way: tuple[Place, ...] = (), end_deg: float | None = None, label: str = "A"
) -> PlanEye:
    return PlanEye(
        place=camera.place,
        heading_deg=camera.heading_deg,
        half_angle_deg=camera.half_angle_deg,
        focus_m=camera.focus_m,
        near_m=camera.near_m,
        far_m=None if math.isinf(camera.far_m) else camera.far_m,
        way=way,
        end_heading_deg=end_deg,
        label=label,
    )


def _figure(person: PlanPerson, way: tuple[Place, ...]) -> PlanFigure:
    return PlanFigure(name=person.name, place=person.place, heading_deg=person.heading_deg, way=way)


def _way(plan: FloorPlan, target_id: str) -> tuple[Place, ...]:
    """Where somebody, or the camera of a shot, goes; empty for who stays."""
    way = next((way for way in plan.ways if way.target_id == target_id), None)
    return () if way is None else tuple((float(x), float(z)) for x, z in way.points)
