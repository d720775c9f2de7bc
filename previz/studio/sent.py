"""What a model is told and sent for a panel: words with where they come from, the control pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from previz.errors import BadProject, ModelMissing, NotSupported
from previz.gen.comfy.graph import RECIPES, family_of, why_not
from previz.gen.comfy.workflow import MARK
from previz.gen.controls import CONTROLS, Fitting, fit, red_to_right
from previz.gen.diffusion.setup import set_up
from previz.gen.guides import Guide
from previz.gen.models.settings import models_folder
from previz.gen.prompt import generated, negative_prompt
from previz.gen.request import INIT, FrameRequest, Steer
from previz.scene import model
from previz.scene.store import Store
from previz.studio.making import frame_size, shot_words
from previz.studio.reference_pictures import pictures_for
from previz.studio.snapshot import Snapshot
from previz.studio.steering import asked_for, steered
from previz.studio.trained import HERE, Judge, Trained, trained_request

NAMES = {
    "depth": "Depth",
    "line": "Line",
    "normal": "Normal",
    "openpose": "Pose",
    "segmentation": "Segmentation",
    INIT: "Starts from",
}


@dataclass(frozen=True, eq=False)
class SentPicture:
    name: str
    pixels: NDArray[np.uint8]
    """(h, w, 3), as the model gets it."""
    strength: float
    sent: bool
    """False for a control that is only shown: its strength is 0."""
    used: bool = True
    """False where the model cannot take what it is sent; the reason is among what is left out."""


@dataclass(frozen=True, eq=False)
class Sent:
    request: FrameRequest
    generated: list[tuple[str, str]]
    """(where they come from, words) that the shot says by itself."""
    avoided: str
    """Words to avoid that belong to the style."""
    pictures: tuple[SentPicture, ...]
    left_out: tuple[str, ...]
    """What is not used, each with the reason."""


def sent(
    now: Snapshot,
    store: Store,
    panel: model.Panel,
    width_px: int,
    seed: int,
    checkpoint: str = "",
    steers: Sequence[Steer] | None = None,
) -> Sent:
    """The request of the next frame, and its pictures in the size that the model works in.

    Controls that are not sent are made as well, to be looked at. ``checkpoint``: the model of a server that
    makes it; "" = not known, and the pictures are shown in the size of the frame. ``steers``: what pushback
    changes; None = as the panel's verdict asks.

    Raises BadProject where the panel's boards are drawn, RenderError, NotFound.
    """
    shot = now.document.need(panel.shot_id, model.Shot)
    look = now.reviewing.look(shot)
    if steers is None:
        steers = asked_for(store, now.reviewing, panel)
    look, trained = steered(steers, look, Trained.by_look(look))
    if trained is None:
        raise BadProject("The draughtsman is sent no words and no pictures; choose a model first.")
    sight = now.shooting.sight(shot.id, panel.time_s)
    size = frame_size(sight.camera.view.aspect, None, width_px)
    pictures = pictures_for(now.document, store, sight, look, None)

    def asked(by: Trained) -> tuple[FrameRequest, dict[str, Guide], Judge]:
        return trained_request(sight, now.shooting, look, shot, look.style, seed, size, by, pictures)

    request, guides, judge = asked(trained)
    try:
        every = asked(trained.by_hand({c: model.ControlHold(strength=1.0) for c in CONTROLS}))[1]
    except (ModelMissing, NotSupported):
        every = guides
    fitting, turned, left_out = _fitted(trained, request, checkpoint)
    names = [name for name in (*CONTROLS, INIT) if name in every]
    return Sent(
        request=request,
        generated=generated(shot_words(sight, shot, now.shooting.shelf), look.style),
        avoided=negative_prompt(look.style),
        pictures=tuple(
            SentPicture(
                name,
                _as_sent(name, every[name], fitting, turned and name == "normal"),
                trained.strengths.get(name, 0.0),
                name in guides,
                not any(why.startswith(f"{name}:") for why in left_out),
            )
            for name in names
        ),
        left_out=(*judge.left_out, *left_out),
    )


def _fitted(
    trained: Trained, request: FrameRequest, checkpoint: str
) -> tuple[Fitting | None, bool, tuple[str, ...]]:
    """(how the frame lies in the model's picture, whether normals are turned, what is not used)."""
    if trained.generator != HERE:
        if not checkpoint:
            return None, False, ()
        if why := why_not(checkpoint):
            return None, False, (why,)
        recipe = RECIPES["sdxl" if checkpoint.startswith(MARK) else family_of(checkpoint)]
        return fit(request.size_px, recipe.budget_px, recipe.grid), False, ()
    try:
        setup = set_up(trained.model, trained.strengths, models_folder(), len(request.references))
    except (ModelMissing, NotSupported) as error:
        return None, False, (str(error),)
    fitting = fit(request.size_px, setup.family.budget_px, setup.family.grid)
    unused = (*setup.unused, *setup.spans_unused(request.spans))
    return fitting, setup.recipe.normal_red == "right", unused


def _as_sent(name: str, guide: Any, fitting: Fitting | None, turned: bool) -> NDArray[np.uint8]:
    pixels = np.asarray(guide, np.uint8)
    if turned:
        pixels = red_to_right(pixels)
    if fitting is not None:
        return fitting.laid_in(pixels, name)
    return np.repeat(pixels[..., None], 3, axis=2) if pixels.ndim == 2 else pixels
