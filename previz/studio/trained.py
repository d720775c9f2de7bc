"""Requests for generators that follow a trained model: control pictures in place of a drawing plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.errors import GenerationError, ModelMissing, NotFound, NotSupported
from previz.gen.controls import CONTROLS, Adherence, Control, dial
from previz.gen.diffusion.setup import Setup, set_up
from previz.gen.fidelity import receipt
from previz.gen.guides import Guide, digest
from previz.gen.models.installed import print_of
from previz.gen.models.settings import models_folder
from previz.gen.prompt import negative_prompt, prompt, settle
from previz.gen.request import INIT, MASK, FrameRequest, Refine
from previz.render.gbuffer import GBuffer
from previz.render.passes import depth_guide, line_guide, normal_guide, openpose_guide, segmentation_guide
from previz.scene.model import Fidelity, Look, Shot
from previz.studio.making import camera_facts, shot_words
from previz.studio.shooting import Shooting, Sight

HERE = "diffusers"
"""The generator whose models lie on this machine."""
DEFAULT: Adherence = "faithful"


class Trained(msgspec.Struct, frozen=True, kw_only=True):
    """Which generator and model make a frame, and how firmly it holds to the blocking."""

    generator: str
    model: str = ""
    """Part of the name of a model that the generator has; empty = its first."""
    strengths: dict[str, float] = {}
    """Control → 0…2; a control that is not named is not sent."""
    adherence: str = DEFAULT
    """Where the dial stands from which the strengths come."""
    refine: Refine | None = None
    """The picture that it goes on from; None = it begins anew."""

    @classmethod
    def held(cls, generator: str, model: str, adherence: Adherence, colours: float = 0.0) -> Trained:
        """``colours``: how much of the staged colours and light stays, 0…1; 0 starts from noise alone.

        Raises ModelMissing or NotSupported for a model on this machine that is not there.
        """
        family = set_up(model, {"depth": 1.0}, models_folder()).family.name if generator == HERE else ""
        return cls._dialled(generator, model, adherence, colours, family)

    @classmethod
    def by_look(cls, look: Look) -> Trained | None:
        """What the film says; None when its boards are drawn. A missing model fails its own frames alone."""
        if look.generator == "sketch":
            return None
        known = look.adherence if look.adherence in get_args(Adherence) else DEFAULT
        adherence: Adherence = next(one for one in get_args(Adherence) if one == known)
        try:
            return cls.held(look.generator, look.model, adherence)
        except (ModelMissing, NotSupported):
            return cls._dialled(look.generator, look.model, adherence, 0.0, "")

    @classmethod
    def _dialled(
        cls, generator: str, model: str, adherence: Adherence, colours: float, family: str
    ) -> Trained:
        strengths = dict[str, float](dial(adherence, family).items()) | ({INIT: colours} if colours else {})
        return cls(generator=generator, model=model, strengths=strengths, adherence=adherence)

    @classmethod
    def of(cls, request: FrameRequest) -> Trained | None:
        """What a stored request was made with; None for a drawing."""
        if request.generator == "sketch":
            return None
        return cls(
            generator=request.generator,
            model=request.model,
            strengths=request.strengths,
            adherence=request.adherence or DEFAULT,
            refine=request.refine,
        )

    def over(self, look: Look) -> Look:
        """The look as this frame follows it."""
        return msgspec.structs.replace(
            look, generator=self.generator, model=self.model, adherence=self.adherence
        )

    def unused(self) -> tuple[str, ...]:
        """What this model would leave out, each with the reason; a server says it only when it is asked."""
        setup = self.setup()
        return setup.unused if setup is not None else ()

    def setup(self) -> Setup | None:
        """What would be loaded on this machine, with what would not be used; None for a server."""
        return set_up(self.model, self.strengths, models_folder()) if self.generator == HERE else None


@dataclass(frozen=True, eq=False)
class Judge:
    """What the picture of a trained model is measured against."""

    passes: dict[str, NDArray[Any]]
    people: dict[int, str]

    def judged(self, pixels: NDArray[Any]) -> Fidelity | None:
        """The receipt of a finished picture; None for one that is too small to be compared."""
        try:
            told = receipt(pixels, self.passes, self.people)
        except GenerationError:
            return None
        return Fidelity(score=round(told.score, 1), reasons=told.reasons)


GROW_SHARE, FEATHER_SHARE = 0.012, 0.006
"""Shares of the picture's width by which a region grows, for new hair and cloth, and over which it fades."""


def region_mask(g: GBuffer, names: Mapping[int, str], region: str) -> NDArray[np.uint8]:
    """(h, w), 255 where ``region`` is seen. NotFound, naming what is, for one that is not in the picture."""
    seen = {name: number for number, name in names.items() if (g.objects == number).any()}
    number = next((n for name, n in seen.items() if name.casefold() == region.casefold()), None)
    if number is None:
        known = ", ".join(sorted(seen))
        raise NotFound(f"There is no {region!r} in this picture; it shows {known}.")
    width = g.size_px[0]
    grow, feather = max(1, round(GROW_SHARE * width)), max(0.5, FEATHER_SHARE * width)
    flat = np.where(g.objects == number, 255, 0).astype(np.uint8)
    grown = cv2.dilate(flat, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1,) * 2))
    return np.asarray(cv2.GaussianBlur(grown, (0, 0), feather), np.uint8)


def told(sight: Sight, shooting: Shooting, look: Look, shot: Shot) -> tuple[str, str]:
    """Words and words to avoid, with the wildcards of the look as they are written."""
    words = shot_words(sight, shot, shooting.shelf)
    return prompt(words, look.style, look.words), negative_prompt(look.style, look.negative)


def trained_request(
    sight: Sight,
    shooting: Shooting,
    look: Look,
    shot: Shot,
    style: str,
    seed: int,
    size_px: tuple[int, int],
    trained: Trained,
    before: NDArray[np.uint8] | None = None,
) -> tuple[FrameRequest, dict[str, Guide], Judge]:
    """Everything that decides the frame, its control pictures, each of the frame's size, and its judge.

    ``before``: the picture that ``trained`` refines, (h, w, 3). NotFound for a region that is not seen.
    """
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
    names, refine = sight.world.names(), trained.refine
    if refine is not None and before is not None:
        guides[INIT] = np.asarray(cv2.resize(before, size_px, interpolation=cv2.INTER_AREA), np.uint8)
        if refine.region:
            guides[MASK] = region_mask(g, names, refine.region)
    elif trained.strengths.get(INIT):
        guides[INIT] = g.beauty
    extra = refine.words if refine is not None else ""
    settled = msgspec.structs.replace(
        look,
        style=style,
        words=settle(", ".join(part for part in (look.words, extra) if part), seed),
        negative=settle(look.negative, seed),
    )
    words, avoided = told(sight, shooting, settled, shot)
    setup = trained.setup()
    request = FrameRequest(
        generator=trained.generator,
        model=trained.model,
        model_hash=print_of(setup.base.path) if setup is not None else "",
        style=style,
        size_px=size_px,
        seed=seed,
        prompt=words,
        negative=avoided,
        guides={name: digest(guide) for name, guide in guides.items()},
        strengths=trained.strengths,
        adherence=trained.adherence,
        refine=refine,
        camera=camera_facts(sight),
        interior=sight.world.interior,
    )
    passes: dict[str, NDArray[Any]] = {"beauty": g.beauty, "depth_m": g.depth_m, "ids": g.ids}
    return request, guides, Judge(passes, {figure: names[figure] for figure in figures})
