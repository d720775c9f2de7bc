"""Requests for generators that follow a trained model: control pictures in place of a drawing plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.errors import GenerationError, ModelMissing, NotSupported
from previz.gen.controls import CONTROLS, Adherence, Control, dial, patched, span
from previz.gen.diffusion.setup import Setup, set_up, usual
from previz.gen.fidelity import receipt
from previz.gen.guides import Guide, digest
from previz.gen.models.installed import print_of
from previz.gen.models.settings import models_folder
from previz.gen.prompt import negative_prompt, prompt, settle
from previz.gen.request import BEFORE, INIT, MASK, FrameRequest, Refine, check_spans
from previz.render.passes import depth_guide, line_guide, normal_guide, openpose_guide, segmentation_guide
from previz.scene.model import ControlHold, Fidelity, Look, Shot
from previz.studio.following import Pictures, followed
from previz.studio.making import camera_facts, shot_words
from previz.studio.masks import fitted, mask_of
from previz.studio.shooting import Shooting, Sight

HERE = "diffusers"
"""The generator whose models lie on this machine."""
DEFAULT: Adherence = "faithful"


def known_adherence(said: str) -> Adherence:
    """Where a look has the dial; `DEFAULT` for a word of another version."""
    return next((one for one in get_args(Adherence) if one == said), DEFAULT)


class Trained(msgspec.Struct, frozen=True, kw_only=True):
    """Which generator and model make a frame, and how firmly it holds to the blocking."""

    generator: str
    model: str = ""
    """Part of the name of a model that the generator has; empty = its first."""
    strengths: dict[str, float] = {}
    """Control → 0…2; a control that is not named is not sent."""
    spans: dict[str, tuple[float, float]] = {}
    """Control → shares of the steps between which it holds, where a person decided it."""
    adherence: str = DEFAULT
    """Where the dial stands from which the strengths come."""
    refine: Refine | None = None
    """The picture that it goes on from; None = it begins anew."""
    loras: dict[str, float] = {}
    """Folder of a LoRA below the models folder → its strength."""

    @classmethod
    def held(
        cls,
        generator: str,
        model: str,
        adherence: Adherence,
        colours: float = 0.0,
        loras: Mapping[str, float] = MappingProxyType({}),
    ) -> Trained:
        """``colours``: how much of the staged colours and light stays, 0…1; 0 starts from noise alone.

        Raises ModelMissing or NotSupported for a model on this machine that is not there.
        """
        family = usual(model, models_folder()).family.name if generator == HERE else ""
        made = cls._dialled(generator, model, adherence, colours, family)
        return msgspec.structs.replace(made, loras=dict(loras))

    @classmethod
    def by_look(cls, look: Look) -> Trained | None:
        """What the film says; None when its boards are drawn. A missing model fails its own frames alone."""
        if look.generator == "sketch":
            return None
        adherence = known_adherence(look.adherence)
        try:
            made = cls.held(look.generator, look.model, adherence)
        except (ModelMissing, NotSupported):
            made = cls._dialled(look.generator, look.model, adherence, 0.0, "")
        return made.by_hand(look.controls)

    @classmethod
    def by_looks(cls, looks: Iterable[Look]) -> Iterator[Trained | None]:
        """`by_look` of each; the models folder is read once for looks that are alike."""
        known: list[tuple[Look, Trained | None]] = []
        for look in looks:
            before = next((one for one in known if one[0] == look), None)
            if before is None:
                before = (look, cls.by_look(look))
                known.append(before)
            yield before[1]

    def by_hand(self, own: Mapping[str, ControlHold]) -> Trained:
        """With the numbers that a person gave instead of the dial's."""
        strengths = self.strengths | {control: hold.strength for control, hold in own.items()}
        timed = {c: own[c] for c in CONTROLS if c in own and (own[c].start, own[c].end) != (None, None)}
        family = self.family() if timed else ""
        spans = {control: _within(hold, span(control, family)) for control, hold in timed.items()}
        return msgspec.structs.replace(self, strengths=strengths, spans=self.spans | spans)

    def family(self) -> str:
        """Whose tables hold it; "" for a server, and for a model that is not here."""
        if self.generator != HERE:
            return ""
        try:
            return usual(self.model, models_folder()).family.name
        except (ModelMissing, NotSupported):
            return ""

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
            spans=request.spans,
            adherence=request.adherence or DEFAULT,
            refine=request.refine,
            loras=request.loras,
        )

    def over(self, look: Look) -> Look:
        """The look as this frame follows it."""
        return msgspec.structs.replace(
            look, generator=self.generator, model=self.model, adherence=self.adherence
        )

    def unused(self, references: int = 0) -> tuple[str, ...]:
        """What this model would leave out, each with the reason; a server says it only when it is asked.

        ``references``: how many reference pictures there are.
        """
        setup = self.setup(references)
        return (*setup.unused, *setup.spans_unused(self.spans)) if setup is not None else ()

    def loose(self) -> Trained:
        """Without its controls where its family cannot start from a picture under controls."""
        setup = self.setup()
        if setup is None or not setup.held or "image" in setup.family.pipelines:
            return self
        init = {name: strength for name, strength in self.strengths.items() if name == INIT}
        return msgspec.structs.replace(self, strengths=init)

    def setup(self, references: int = 0) -> Setup | None:
        """What would be loaded on this machine, with what would not be used; None for a server."""
        if self.generator != HERE:
            return None
        return set_up(self.model, self.strengths, models_folder(), references)


def _within(hold: ControlHold, usual: tuple[float, float]) -> tuple[float, float]:
    """Shares of the steps; what a person left open is as usual, or the end where they begin after that."""
    start = hold.start if hold.start is not None else usual[0]
    if hold.end is not None:
        return start, hold.end
    return start, usual[1] if start < usual[1] else 1.0


@dataclass(frozen=True, eq=False)
class Judge:
    """What the picture of a trained model is measured against."""

    passes: dict[str, NDArray[Any]]
    people: dict[int, str]
    left_out: tuple[str, ...] = ()
    """What was not even sent, each with the reason."""

    def judged(self, pixels: NDArray[Any]) -> Fidelity | None:
        """The receipt of a finished picture; None for one that is too small to be compared."""
        height, width = self.passes["ids"].shape
        try:
            told = receipt(fitted(pixels, (width, height)), self.passes, self.people)
        except GenerationError:
            return None
        return Fidelity(score=round(told.score, 1), reasons=told.reasons)


def told(
    sight: Sight,
    shooting: Shooting,
    look: Look,
    shot: Shot,
    places: Mapping[str, str] = MappingProxyType({}),
    relit: bool = False,
) -> tuple[str, str]:
    """Words and words to avoid, with the wildcards of the look as they are written.

    ``places``: name of a person → where in the picture, for a model that cannot be told by region. ``relit``:
    other words say where the light comes from.
    """
    words = shot_words(sight, shot, shooting.shelf)
    if relit:
        words = msgspec.structs.replace(words, light_from=None, light_kelvin=None, light_softness=None)
    people = tuple(msgspec.structs.replace(one, where=places.get(one.name, "")) for one in words.people)
    styled = ", ".join(filter(None, (look.words, *(picture.words for picture in look.pictures))))
    said = prompt(msgspec.structs.replace(words, people=people), look.style, styled)
    return said, negative_prompt(look.style, look.negative)


def begun_with(
    before: NDArray[np.uint8], covered: NDArray[np.uint8] | None, mask: NDArray[np.uint8] | None
) -> dict[str, Guide]:
    """Guides of the picture that is gone on from, (h, w, 3), and of where it is made anew, (h, w).

    ``covered``: the picture with what was painted over it. Paint outside the mask is not asked for: neither
    does the model see it, nor is it in the frame.
    """
    if covered is None:
        return {INIT: before} if mask is None else {INIT: before, MASK: mask}
    covered = fitted(covered, (before.shape[1], before.shape[0]))
    if mask is None:
        return {INIT: covered}
    return {INIT: patched(covered, before, mask), MASK: mask, BEFORE: before}


def trained_request(
    sight: Sight,
    shooting: Shooting,
    look: Look,
    shot: Shot,
    style: str,
    seed: int,
    size_px: tuple[int, int],
    trained: Trained,
    pictures: Pictures,
) -> tuple[FrameRequest, dict[str, Guide], Judge]:
    """Everything that decides the frame, its control pictures, each of the frame's size, and its judge.

    Raises NotFound for a region that is to be made anew and is not seen, BadProject for one whose name
    several have and for an area that is none, GenerationError for a control that would end before it starts.
    """
    check_spans(trained.spans)
    refine, seen_px = trained.refine, size_px
    if refine is not None and refine.enlarged and pictures.before is not None:
        seen_px = (pictures.before.shape[1], pictures.before.shape[0])
    g = shooting.capture(sight, seen_px)
    figures = [figure.object_id for figure in sight.draw_list.figures]
    makers: dict[Control, Callable[[], Guide]] = {
        "depth": lambda: depth_guide(g, range_m=look.depth_range_m),
        "line": lambda: line_guide(g, figures),
        "normal": lambda: normal_guide(g),
        "openpose": lambda: openpose_guide(sight.draw_list, sight.camera, g.size_px, g),
        "segmentation": lambda: segmentation_guide(g, sight.draw_list, sight.camera),
    }
    wanted: list[Control] = [control for control in CONTROLS if trained.strengths.get(control)]
    guides: dict[str, Guide] = {control: makers[control]() for control in wanted}
    names = sight.world.names()
    if refine is not None and pictures.before is not None:
        mask = mask_of(refine, g, sight.world, pictures.painted)
        guides |= begun_with(fitted(pictures.before, seen_px), pictures.covered, mask)
    elif trained.strengths.get(INIT):
        guides[INIT] = g.beauty
    setup = trained.setup()
    by = followed(sight, g, style, pictures, setup, trained.model, models_folder())
    guides |= by.guides
    extra = refine.words if refine is not None else ""
    settled = msgspec.structs.replace(
        look,
        style=style,
        words=settle(", ".join(part for part in (look.words, extra) if part), seed),
        negative=settle(look.negative, seed),
    )
    again, relit = (refine.said, refine.only_light) if refine is not None else (None, False)
    words, avoided = again or told(sight, shooting, settled, shot, by.places, relit)
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
        spans=trained.spans,
        depth_range_m=look.depth_range_m if "depth" in guides else None,
        adherence=trained.adherence,
        refine=refine,
        loras=by.loras | trained.loras,
        lora_families=by.lora_families,
        references=by.references,
        regions=by.regions,
        camera=camera_facts(sight),
        interior=sight.world.interior,
    )
    passes: dict[str, NDArray[Any]] = {"beauty": g.beauty, "depth_m": g.depth_m, "ids": g.ids}
    people = {figure: names[figure] for figure in figures}
    return request, guides, Judge(passes, people, by.left_out)
