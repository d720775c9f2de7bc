"""Frames from shots: the request, its guides, the queue, and the takes that come back."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec
import numpy as np

from previz.cast import EXPRESSION_WORDS, ROLES
from previz.cast.pose_words import pose_words
from previz.errors import BadProject
from previz.gen.guides import Guide, digest
from previz.gen.prompt import PersonWords, ShotWords, negative_prompt, prompt
from previz.gen.request import MARKS, CameraFacts, FrameRequest, Marks, Region, Steer
from previz.gen.sketch.plan import Plan, Time
from previz.grammar.terms import read_view
from previz.kit.shelf import Shelf
from previz.render.gbuffer import check_size
from previz.render.hints import hints, key_light
from previz.render.light import DARK, LOW
from previz.scene import model
from previz.scene.blocking import Actor, World
from previz.scene.optics import ratio_label
from previz.scene.transform import rotation_matrix, unit
from previz.studio.paper_over import PaperOver
from previz.studio.shooting import SEEN_SHARE, Shooting, Sight

FRAME_WIDTH_PX = 1920
DRAFT_WIDTH_PX = 960
FIRST_SEED = 1
STEEP_DEG, FRONT_DEG, SIDE_DEG = 65.0, 30.0, 115.0
"""A key is above from this elevation on; so far round from the lens it is frontal, and so far from a side."""
SHAPE_TOLERANCE = 0.02
"""Share of the height by which a picture may differ from the frameline: a few lines of a delivery format."""

Tell = Callable[[float, str], None]
"""(share done 0…1, what is going on)"""


@dataclass(frozen=True)
class Making:
    """What a person asks for; None takes the shot's look, the usual width, the next unused seed."""

    style: str | None = None
    seed: int | None = None
    takes: int = 1
    choices: Mapping[str, str | float] = field(default_factory=dict)
    """Choices of the drawing made by hand; see `previz.gen.sketch.choices`."""
    locked: tuple[str, ...] = ()
    """Choices that stay as they are in the panel's selected take."""
    marks: PaperOver | None = None
    panel_marks: Mapping[str, PaperOver] = field(default_factory=dict)
    """By id of the panel; instead of ``marks`` there."""
    size_px: tuple[int, int] | None = None
    width_px: int = FRAME_WIDTH_PX
    """Of a frame without ``size_px``: `DRAFT_WIDTH_PX` for a quick look."""
    panel_ids: frozenset[str] | None = None
    """Only these panels of the shots; None = all."""
    again: model.Take | None = None
    """The drawing that is drawn again with all its choices, at another size say."""
    plan: Plan | None = None
    """Exactly this one, in place of style, seed, choices and takes."""
    stands: bool = False
    """What is made stands for its panel, whatever stood before; not for a locked one."""
    steers: Mapping[str, Sequence[Steer]] | None = None
    """Panel id → what pushback changes; None = what the verdicts ask for."""


@dataclass
class Outcome:
    asked: int = 0
    made: int = 0
    beside: int = 0
    """Of those made: how many lie beside a take that was selected before, and do not stand."""
    failed: list[tuple[str, str]] = field(default_factory=list)
    """(shot number, reason)"""
    receipts: list[tuple[str, model.Fidelity]] = field(default_factory=list)
    """(shot number, what a trained model kept of the blocking)"""


def frame_size(
    aspect: float, wish: tuple[int, int] | None = None, width_px: int = FRAME_WIDTH_PX
) -> tuple[int, int]:
    """(width, height) px of a frame of this aspect: the wish, else ``width_px`` and an even height.

    Raises RenderError for a size that cannot be, and BadProject for one of another shape: a picture that
    is stretched shows another lens than the one on the list.
    """
    if wish is None:
        return width_px, _height(width_px, aspect)
    width, height = check_size(wish)
    if abs(width / aspect - height) > max(1.0, SHAPE_TOLERANCE * height):
        raise BadProject(
            f"{width} × {height} px is not the shape of this frame, {ratio_label(aspect)}; "
            f"use {width}x{_height(width, aspect)}."
        )
    return width, height


def drawn_time(time: model.Daytime) -> Time:
    """The time of day for a drawing plan: low light is chosen at dusk, a low key at night."""
    if time == "dawn":
        return "dawn"
    return "night" if time in DARK else "dusk" if time in LOW else "day"


def _height(width_px: int, aspect: float) -> int:
    return max(2, round(width_px / aspect / 2) * 2)


def build_request(
    sight: Sight,
    shooting: Shooting,
    look: model.Look,
    shot: model.Shot,
    plan: Plan,
    size_px: tuple[int, int],
    marks: PaperOver | None = None,
) -> tuple[FrameRequest, dict[str, Guide]]:
    """Everything that decides the frame, and the guides that travel beside it."""
    drawn, world = sight.draw_list, _lit_by(plan, sight.world)
    light = key_light(plan.lighting, sight.camera, world, drawn.lamp_m, drawn.key.shade)
    g = shooting.capture(sight, size_px, light)
    known = hints(sight.draw_list, sight.camera, light)
    if plan.speed > 0:
        known |= shooting.motion(shot.id, sight.world)
    guides: dict[str, Guide] = {
        "albedo": g.albedo,
        "depth_m": g.depth_m,
        "normals": g.normals,
        "ids": g.ids,
        "light": g.light,
        "hints": known,
    }
    if marks is not None:
        guides[MARKS] = marks.fitted(size_px)
    words = shot_words(sight, shot, shooting.shelf)
    request = FrameRequest(
        generator=look.generator,
        style=plan.style,
        size_px=size_px,
        seed=plan.seed,
        prompt=prompt(words, plan.style, look.words),
        negative=negative_prompt(plan.style, look.negative),
        plan=msgspec.to_builtins(plan),
        guides={name: digest(guide) for name, guide in guides.items()},
        regions=tuple(regions(sight)),
        marks=None if marks is None else Marks(blob=marks.blob, medium=marks.medium),
        camera=camera_facts(sight),
        night=sight.world.light.time in DARK,
        interior=sight.world.interior,
    )
    return request, guides


def camera_facts(sight: Sight) -> CameraFacts:
    """The camera as far as a picture shows it."""
    camera = sight.camera
    return CameraFacts(
        hfov_deg=camera.view.hfov_deg,
        aspect=camera.aspect,
        focal_length_mm=camera.focal_length_mm,
        focus_distance_m=camera.focus_distance_m,
        t_stop=camera.t_stop,
        circle_of_confusion_mm=camera.circle_of_confusion_mm,
        pitch_deg=sight.name.pitch_deg,
        roll_deg=sight.name.roll_deg,
        height_m=camera.position_m[1],
    )


def _lit_by(plan: Plan, world: World) -> World:
    """The world with its light left to the plan where a person has chosen it; a lamp at night stays."""
    if "light" not in plan.locked:
        return world
    return replace(world, light=msgspec.structs.replace(world.light, azimuth_deg=None, elevation_deg=None))


def shot_words(sight: Sight, shot: model.Shot, shelf: Shelf) -> ShotWords:
    """The shot in plain facts: who and what can be seen, the most important first."""
    world, name = sight.world, sight.name
    seen = {one.id: one for one in name.seen}
    actors = sorted(
        (actor for actor in world.actors if actor.id in seen),
        key=lambda actor: (actor.id != name.principal, -sight.shares.get(actor.object_id, 0.0)),
    )
    things = sorted(
        (item for item in world.items if sight.shares.get(item.object_id, 0.0) >= 4 * SEEN_SHARE),
        key=lambda item: -sight.shares[item.object_id],
    )
    return ShotWords(
        size=name.size,
        composition=name.composition or "1S",
        angle=name.angle,
        roll_deg=name.roll_deg,
        hfov_deg=sight.camera.view.hfov_deg,
        people=tuple(person_in(actor, sight) for actor in actors),
        action=shot.action,
        place=world.stage_words or world.stage_name,
        interior=world.interior,
        time=world.light.time,
        weather=world.light.weather,
        light_from=light_from(sight),
        light_kelvin=world.light.kelvin,
        light_softness=world.light.softness,
        things=tuple(dict.fromkeys(shelf.piece_of(item.piece).words for item in things[:8])),
    )


def light_from(sight: Sight) -> str | None:
    """Where the key comes from in the picture, one of `LIGHTS` of `gen.prompt`; None where nobody said it."""
    key, camera = sight.draw_list.key, sight.camera
    turn, eye = rotation_matrix(camera.rotation), np.asarray(camera.position_m)
    if key.position_m is not None:  # a lamp, seen from where the lens is sharp
        towards = unit(np.asarray(key.position_m) - (eye - turn[:, 2] * camera.focus_distance_m))
    elif key.direction is not None and sight.world.light.azimuth_deg is not None:
        towards = unit(np.asarray(key.direction))
    else:
        return None
    if towards[1] >= math.sin(math.radians(STEEP_DEG)):
        return "above"
    round_deg = math.degrees(math.atan2(towards @ turn[:, 0], towards @ turn[:, 2]))
    side = "right" if round_deg > 0 else "left"
    if abs(round_deg) <= FRONT_DEG:
        return "front"
    if abs(round_deg) >= 180 - FRONT_DEG:
        return "behind"
    return side if abs(round_deg) <= SIDE_DEG else f"behind {side}"


def person_in(actor: Actor, sight: Sight) -> PersonWords:
    """Somebody as a prompt says them."""
    here = next((one for one in sight.company if one.id == actor.id), None)
    return PersonWords(
        name=actor.name,
        words=actor.words,
        wearing=actor.wearing,
        doing=_doing(actor.pose),
        facing=read_view(here, np.asarray(sight.camera.position_m)) if here is not None else None,
    )


def _doing(pose: model.Pose) -> str:
    """What a prompt says of a pose and a face."""
    face = EXPRESSION_WORDS.get(pose.expression, "") if pose.expression_strength > 0 else ""
    return " ".join(word for word in (pose_words(pose.preset), face) if word)


def regions(sight: Sight) -> Iterator[Region]:
    """What each object id in the id guide is, for everything that shows."""
    draw_list = sight.draw_list
    for object_id, name in sight.world.names().items():
        if sight.shares.get(object_id):
            kind = draw_list.kinds[object_id]
            yield Region(
                object_id=object_id,
                kind=kind,
                name=name,
                roles=dict(ROLES) if kind == "figure" else {},
                ade20k=draw_list.ade20k.get(object_id, ""),
            )
