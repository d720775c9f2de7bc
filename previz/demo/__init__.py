"""The demo film “The Spare Key”, staged with the calls that a director's gestures make.

Its script is in assets/demo. Sets and people are put in place first; then every shot finds its camera
from what the director asks, or is put down by hand, exactly as in the application.
"""

from __future__ import annotations

from previz.demo.people import PEOPLE
from previz.demo.sets import STAGES, items
from previz.demo.shots import PLANS, SCENE_PEOPLE, SCENES, Plan, Stand
from previz.errors import CannotFrame
from previz.grammar.framing import Placement, place
from previz.render import drawlist
from previz.render.company import subjects
from previz.render.sightline import Sightline
from previz.scene import model
from previz.scene.blocking import resolve
from previz.scene.document import Document
from previz.scene.order import spread
from previz.scene.package import camera_state
from previz.scene.transform import look_at, matrix, rigid_inverse

__all__ = ["TITLE", "stage_film"]

TITLE = "The Spare Key"


def stage_film(document: Document) -> None:
    """Put the whole film into an empty project that has the default camera package."""
    with document.edit("Describe the film") as edit:
        edit.update(
            model.PROJECT_ID,
            title=TITLE,
            director="A. Director",
            writer="The makers of Previz",
            revision="Rev 1 (white)",
        )
        for entity in (*PEOPLE, *STAGES, *items(), *SCENES):
            edit.put(entity)
    with document.edit("Block the scenes") as edit:
        for scene_id, people in SCENE_PEOPLE.items():
            for character_id, keys in people.items():
                edit.put(_track(scene_id, character_id, keys))
    for plan, order in zip(PLANS, spread(len(PLANS)), strict=True):
        _stage_shot(document, plan, order)


def _track(owner_id: str, target_id: str, keys: tuple[model.Key, ...]) -> model.Track:
    return model.Track(id=f"track-{owner_id}-{target_id}", owner_id=owner_id, target_id=target_id, keys=keys)


def _stage_shot(document: Document, plan: Plan, order: str) -> None:
    shot = model.Shot(
        id=plan.id,
        scene_id=plan.scene_id,
        order=order,
        action=plan.action,
        dialogue=plan.dialogue,
        sound=plan.sound,
        framing=plan.framing,
        lens_set_id=plan.lens_set,
        equipment=plan.equipment,
        duration_s=plan.duration_s,
        setup_group=plan.setup,
        priority=plan.priority,
        notes=plan.notes,
        props=plan.props,
    )
    with document.edit(f"Add shot {plan.id}") as edit:
        edit.put(shot)
        for character_id, keys in plan.people.items():
            if keys:
                edit.put(_track(plan.id, character_id, keys))
    views = _camera_keys(document, shot, plan)
    with document.edit(f"Frame shot {plan.id}") as edit:
        edit.put(_track(plan.id, plan.id, tuple(views)))
        for number, key in enumerate(views):
            edit.put(
                model.Panel(
                    id=f"{plan.id}-p{number + 1}", shot_id=plan.id, order="ab"[number], time_s=key.time_s
                )
            )


def _camera_keys(document: Document, shot: model.Shot, plan: Plan) -> list[model.CameraKey]:
    keys = [_camera_key(document, shot, plan, plan.camera or plan.framing, 0.0)]
    if plan.end is not None:
        keys.append(_camera_key(document, shot, plan, plan.end, plan.duration_s))
    return keys


def _camera_key(
    document: Document, shot: model.Shot, plan: Plan, wish: Stand | model.Framing, time_s: float
) -> model.CameraKey:
    """The camera where it was put by hand, or where the framing puts it. Focus is on the principal."""
    if isinstance(wish, Stand):
        transform, focus_m = look_at(wish.eye_m, wish.target_m), _focus(document, plan, wish, time_s)
    else:
        found = _place(document, shot, plan, wish, time_s)
        transform, focus_m = found.transform, found.focus_distance_m
    return model.CameraKey(
        time_s=time_s,
        transform=transform,
        focal_length_mm=plan.lens_mm,
        focus_distance_m=round(focus_m, 3),
        t_stop=plan.t_stop,
    )


def _place(
    document: Document, shot: model.Shot, plan: Plan, framing: model.Framing, time_s: float
) -> Placement:
    world = resolve(document, shot.id, time_s)
    draw_list = drawlist.build(world)
    company = {s.id: s for s in subjects(world, draw_list, framing.subjects)}
    camera = camera_state(document.project, shot, model.CameraKey(focal_length_mm=plan.lens_mm))
    wanted = [company[id] for id in framing.subjects]
    besides = {one.object_id for one in wanted}
    try:
        return place(wanted, framing, camera.view, side=plan.side, clear=Sightline(draw_list, besides))
    except CannotFrame as error:
        raise CannotFrame(f"Shot {plan.id}: {error}") from error


def _focus(document: Document, plan: Plan, stand: Stand, time_s: float) -> float:
    """Distance along the view axis to the principal's eyes, or to the middle of a thing."""
    world = resolve(document, plan.id, time_s)
    principal = next(
        s
        for s in subjects(world, drawlist.build(world), plan.framing.subjects)
        if s.id == plan.framing.subjects[0]
    )
    camera_from_world = rigid_inverse(matrix(look_at(stand.eye_m, stand.target_m)))
    sharp_m = principal.eyes_m if principal.is_person else principal.centre_m
    return max(0.3, -float((camera_from_world[:3, :3] @ sharp_m + camera_from_world[:3, 3])[2]))
