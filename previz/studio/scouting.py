"""Looking for set-ups on a snapshot of the film, and through their cameras, before any of them is a shot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from previz.errors import PrevizError
from previz.scene.document import Document
from previz.studio.coverage import Coverer, Key, Proposed, Tell, accept
from previz.studio.snapshot import Snapshot

Glimpse: TypeAlias = "NDArray[np.uint8] | str"
"""(height, width, 3) what a camera sees, or why no picture can be made of it."""

WIDTH_PX = 960
SEARCH = 0.8
"""Share of the time that goes into the search, before the pictures."""


def scout(
    now: Snapshot, scene_id: str, across: bool, tell: Tell
) -> tuple[list[Proposed], dict[Key, Glimpse]]:
    """The set-ups of a scene and what each camera sees. ``tell`` hears how far it is (0…1), and of whom.
    Raises BadProject."""
    coverer = Coverer(now.document, scene_id, now.shooting.shelf)
    rows = coverer.propose(across, lambda share, name: tell(SEARCH * share, name))
    placed = [one for one in rows if one.camera]
    seen: dict[Key, Glimpse] = {}
    for n, one in enumerate(placed):
        tell(SEARCH + (1 - SEARCH) * n / len(placed), one.name)
        seen[one.key] = look_through(now, scene_id, one)
    return rows, seen


def scout_again(
    now: Snapshot,
    scene_id: str,
    one: Proposed,
    among: Sequence[Proposed],
    size_steps: int,
    lens_steps: int,
    tell: Tell,
) -> tuple[Proposed, Glimpse, str]:
    """A proposal adjusted, what its camera sees, what is wrong with its cuts. ``tell`` as of
    `scout`. Raises CannotFrame."""
    coverer = Coverer(now.document, scene_id, now.shooting.shelf)
    made = coverer.adjusted(one, size_steps=size_steps, lens_steps=lens_steps, tell=tell)
    tell(SEARCH, made.name)
    return made, look_through(now, scene_id, made), coverer.spoilt(made, among)


def look_through(now: Snapshot, scene_id: str, one: Proposed) -> Glimpse:
    """The camera of a proposal, which is no shot yet; it can be kept also where no picture can be made."""
    trial = Document(now.document)
    try:
        (shot_id,) = accept(trial, scene_id, [one])
        eyes = now.shooting.of(trial, now.shooting.shelf)
        sight = eyes.sight(shot_id)
        size_px = WIDTH_PX, max(2, round(WIDTH_PX / sight.camera.view.aspect))
        return eyes.capture(sight, size_px, passes=("beauty",)).beauty
    except PrevizError as error:
        return str(error)
