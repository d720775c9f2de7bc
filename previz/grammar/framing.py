"""Where a camera must stand to make the frame that a director asks for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Literal

import numpy as np

from previz.errors import CannotFrame
from previz.grammar import terms
from previz.grammar.fitting import HEADROOM, Wish, axes_for, fit
from previz.grammar.looking import Watch
from previz.grammar.shoulder import place_over_shoulder
from previz.grammar.solving import Candidate, Clear, Order, Placement, look_room, no_such_crop, search
from previz.grammar.staging import place_group, place_insert, place_pov
from previz.grammar.subject import Subject, subject, thing
from previz.scene.model import Framing
from previz.scene.optics import View

__all__ = ["Clear", "Placement", "Subject", "place", "subject", "thing"]


def place(
    subjects: Sequence[Subject],
    framing: Framing,
    view: View,
    *,
    headroom: float = HEADROOM,
    side: Literal["L", "R"] | None = None,
    roll_deg: float = 0.0,
    clear: Clear | None = None,
    lift_m: float = 0.0,
    company: Sequence[Subject] = (),
    watch: Watch | None = None,
    alone: bool = False,
) -> Placement:
    """Camera for ``framing`` of ``subjects``, the principal first.

    An OTS takes the person whose shoulder frames the shot second, a POV the person who looks second.
    What the framing leaves open is chosen: eye level and a neutral angle as far as they go together, and
    for a single the three-quarter view. ``side`` is where the look-room goes and, for several people, the
    side of them that the camera stands on. ``lift_m`` raises the camera above its level; ``company`` is who
    else is on the set, and not in the frame with ``alone``; ``watch`` looks whether the subjects are seen.
    Raises CannotFrame with the reason and a way out.
    """
    composition = framing.composition.upper()
    size = terms.known_size(framing.size or _default_size(composition))
    order = Order(
        subjects=tuple(subjects),
        view=view,
        composition=composition,
        size=size,
        level=terms.known_level(framing.level) if framing.level else None,
        angle=terms.known_angle(framing.angle) if framing.angle else None,
        views=terms.known_views(framing.view) if framing.view else (),
        headroom=headroom,
        side=side,
        roll_deg=roll_deg,
        clear=clear,
        lift_m=lift_m,
        company=tuple(company),
        watch=watch,
        alone=alone,
    )
    if not subjects:
        raise CannotFrame("There is nobody to frame; name a subject for the shot.")
    if composition == "INS" or not order.chief.is_person:
        return place_insert(order)
    if composition == "POV":
        return place_pov(order, asked=framing.size is not None)
    if composition in ("OTS-L", "OTS-R"):
        return place_over_shoulder(order)
    if composition in ("2S", "3S", "GROUP") or (size == "EST" and len(subjects) > 1):
        return place_group(order)
    if composition != "1S":
        raise CannotFrame(
            f"“{composition}” is no composition; use 1S, 2S, 3S, GROUP, OTS-L, OTS-R, POV or INS."
        )
    return place_single(order)


def place_single(order: Order) -> Placement:
    """One person, with look-room on the side they look to."""
    return search(order, single_azimuths(order), partial(single, order))


def single(order: Order, azimuth: float, pitch: float) -> Candidate:
    """The frame of the chief from one direction."""
    axes = axes_for(azimuth, pitch, order.roll_deg)
    found = fit(order.chief, order.view, axes, Wish(order.size, look_room(order, axes), order.headroom))
    if found is None:
        return Candidate(None, azimuth, pitch, failure=no_such_crop(order))
    return Candidate(found.lens, azimuth, pitch)


def single_azimuths(order: Order) -> list[list[float]]:
    """Groups of directions, seen from the subject, for the camera to stand in: 0 is +Z, 90 is +X."""
    forward = order.chief.head_axes[2]
    if math.hypot(forward[0], forward[2]) < 0.5:
        return [[float(a) for a in np.arange(first, 360, 30)] for first in (0, 15)]
    ahead = math.degrees(math.atan2(forward[0], forward[2]))
    if order.views:
        base = [ahead + terms.VIEWS[view] for view in order.views]
        return [base, [a + turn for a in base for turn in (-8.0, -4.0, 4.0, 8.0)]]
    calm = [ahead + terms.VIEWS[view] for view in ("3/4 L", "3/4 R", "front")]
    return [calm, [ahead + turn for turn in (70.0, -70.0, 50.0, -50.0, 15.0, -15.0)]]


def _default_size(composition: str) -> str:
    return {"2S": "MS", "3S": "MLS", "GROUP": "FS", "OTS-L": "MCU", "OTS-R": "MCU"}.get(composition, "MS")
