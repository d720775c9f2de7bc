"""Requests for generators that follow a trained model: control pictures in place of a drawing plan."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from previz.gen.controls import CONTROLS, DIAL, Adherence, Control
from previz.gen.guides import Guide, digest
from previz.gen.prompt import negative_prompt, prompt, settle
from previz.gen.request import FrameRequest
from previz.render.passes import depth_guide, line_guide, normal_guide, openpose_guide, segmentation_guide
from previz.scene import model
from previz.studio.making import camera_facts, shot_words
from previz.studio.shooting import Shooting, Sight


class Trained(msgspec.Struct, frozen=True, kw_only=True):
    """Which generator and model make a frame, and how firmly it holds to the blocking."""

    generator: str
    model: str = ""
    """Part of the name of a model that the generator has; empty = its first."""
    strengths: dict[str, float] = {}
    """Control → 0…2; a control that is not named is not sent."""

    @classmethod
    def held(cls, generator: str, model: str, adherence: Adherence) -> Trained:
        return cls(generator=generator, model=model, strengths=dict[str, float](DIAL[adherence].items()))

    @classmethod
    def of(cls, request: FrameRequest) -> Trained | None:
        """What a stored request was made with; None for a drawing."""
        if request.generator == "sketch":
            return None
        return cls(generator=request.generator, model=request.model, strengths=request.strengths)


def trained_request(
    sight: Sight,
    shooting: Shooting,
    look: model.Look,
    shot: model.Shot,
    style: str,
    seed: int,
    size_px: tuple[int, int],
    trained: Trained,
) -> tuple[FrameRequest, dict[str, Guide]]:
    """Everything that decides the frame, and its control pictures, each of the frame's size."""
    g = shooting.capture(sight, size_px)
    figures = [figure.object_id for figure in sight.draw_list.figures]
    makers: dict[Control, Callable[[], Guide]] = {
        "depth": lambda: depth_guide(g),
        "line": lambda: line_guide(g, figures),
        "normal": lambda: normal_guide(g),
        "openpose": lambda: openpose_guide(sight.draw_list, sight.camera, g.size_px, g),
        "segmentation": lambda: segmentation_guide(g, sight.draw_list, sight.camera),
    }
    wanted: list[Control] = [control for control in CONTROLS if trained.strengths.get(control)]
    guides: dict[str, Guide] = {control: makers[control]() for control in wanted}
    request = FrameRequest(
        generator=trained.generator,
        model=trained.model,
        style=style,
        size_px=size_px,
        seed=seed,
        prompt=prompt(shot_words(sight, shot, shooting.shelf), style, settle(look.words, seed)),
        negative=negative_prompt(style, settle(look.negative, seed)),
        guides={name: digest(guide) for name, guide in guides.items()},
        strengths=trained.strengths,
        camera=camera_facts(sight),
        interior=sight.world.interior,
    )
    return request, guides
