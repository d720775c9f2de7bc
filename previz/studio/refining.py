"""A finished picture made better by a model: one region anew, another light, a drawing finished."""

from __future__ import annotations

import msgspec

from previz.errors import BadProject
from previz.gen.controls import Adherence
from previz.gen.request import INIT, Refine
from previz.scene import model
from previz.studio.making import Making, Outcome, Tell
from previz.studio.studio import Studio
from previz.studio.trained import HERE, Trained

MAKERS = (HERE, "comfyui")
KEEP = 0.35
"""How much of the picture stays when nothing is said."""
KEEP_LIGHT = 0.5
"""The same where only the light is to change: forms stay, tones go."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wants of a picture."""

    region: str = ""
    """Who or what is to be made anew, by name; "" = the whole frame."""
    light: str = ""
    """Words for another light, everything else staying."""
    words: str = ""
    keep: float | None = None
    """How much of the picture stays, 0…1; None = by the kind of the wish."""
    generator: str = ""
    """Which generator makes it; "" = that of the take, or the models on this machine."""
    model: str = ""
    adherence: Adherence | None = None
    same_seed: bool = True


def refine(studio: Studio, take: model.Take, wish: Wish, tell: Tell) -> Outcome:
    """A new take of the same panel that goes on from ``take``, which stays as it is.

    Raises as `refined`; a region that is not seen fails the frame.
    """
    panel = studio.document.need(take.panel_id, model.Panel)
    making, trained = refined(take, wish)
    return studio.generate([studio.document.need(panel.shot_id, model.Shot)], making, tell, trained)


def refined(take: model.Take, wish: Wish) -> tuple[Making, Trained]:
    """What is asked for so that the next take of the panel goes on from ``take``.

    Raises ModelMissing, NotSupported, BadProject.
    """
    if wish.light and wish.region:
        raise BadProject("Change the light of the whole frame, or make one region anew; not both at once.")
    adherence: Adherence = wish.adherence or ("strict" if wish.light else "faithful")
    keep = wish.keep if wish.keep is not None else KEEP_LIGHT if wish.light else KEEP
    maker = wish.generator or (take.generator if take.generator in MAKERS else HERE)
    held = Trained.held(maker, wish.model or (take.model if take.generator == maker else ""), adherence)
    said = ", ".join(part for part in (wish.light, wish.words) if part)
    trained = msgspec.structs.replace(
        held,
        strengths=held.strengths | {INIT: keep},
        refine=Refine(blob=take.image, take=take.number, region=wish.region, words=said),
    )
    making = Making(
        style=take.style,
        seed=take.seed if wish.same_seed else None,
        size_px=take.size_px,
        panel_ids=frozenset({take.panel_id}),
        steers={},
    )
    return making, trained
