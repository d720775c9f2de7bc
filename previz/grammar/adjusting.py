"""A set-up of the coverage once more: tighter, wider or with another lens, from the side where it stands."""

from __future__ import annotations

import msgspec
import numpy as np

from previz.errors import CannotFrame
from previz.grammar.coverage import (
    LIFTS_M,
    Asked,
    Line,
    Scene,
    Setup,
    Side,
    Way,
    side_deg,
    single_views,
    solved,
)
from previz.grammar.subject import Subject
from previz.grammar.terms import SIZES


def sized(scene: Scene, setup: Setup, steps: int) -> Setup:
    """So many sizes wider, tighter below 0, with the lens that is on. Raises CannotFrame."""
    size = setup.framing.size
    if size not in SIZES:
        raise CannotFrame("What an insert shows decides its size; choose another lens instead.")
    place = SIZES.index(size) + steps
    if not 0 <= place < len(SIZES):
        raise CannotFrame(f"There is nothing {'wider' if steps > 0 else 'tighter'} than {size}.")
    return _again(scene, setup, SIZES[place], setup.focal_length_mm)


def lensed(scene: Scene, setup: Setup, steps: int) -> Setup:
    """In the same size with a lens so many steps longer, shorter below 0. Raises CannotFrame."""
    lenses = sorted(scene.focals_mm)
    place = min(range(len(lenses)), key=lambda n: abs(lenses[n] - setup.focal_length_mm)) + steps
    if not 0 <= place < len(lenses):
        ends = f"{'longer' if steps > 0 else 'shorter'} than {setup.focal_length_mm:g} mm"
        raise CannotFrame(f"The lens set has nothing {ends}.")
    return _again(scene, setup, setup.framing.size, lenses[place])


def _again(scene: Scene, setup: Setup, size: str | None, focal_mm: float) -> Setup:
    """From the view that it has, else from another on that side of the line; where several heights can make
    it, the one that sees best."""
    assert setup.placement is not None
    known = {one.id: one for one in (*scene.people, *scene.things)}
    subjects = tuple(known[id] for id in setup.framing.subjects)
    side = _side(setup, subjects) if setup.role in ("master", "two-shot") else None
    line, views = _line(scene, setup), [setup.framing.view]
    single = setup.role == "single"  # nobody else may come into it
    if single and line is not None:
        views += [one for one in single_views(line, *line.pair) if one not in views]
    framing = msgspec.structs.replace(setup.framing, size=size)
    asked = Asked(setup.role, setup.name, framing, subjects, side, line, alone=single)
    lifts = (0.0,) if framing.level or setup.role == "insert" else LIFTS_M
    reason = ""
    for view in views:
        seen = msgspec.structs.replace(framing, view=view)
        found = [solved(scene, asked, seen, Way(focal_mm, framing.level, lift)) for lift in lifts]
        made = [one for one in found if one.placement is not None]
        if made:
            return min(made, key=lambda one: one.placement.cost if one.placement else 0.0)
        reason = reason or found[0].reason
    raise CannotFrame(reason)


def _side(setup: Setup, subjects: tuple[Subject, ...]) -> Side | None:
    if len(subjects) < 2 or setup.placement is None:
        return None
    position = np.asarray(setup.placement.transform.position_m, float)
    return "L" if side_deg(position, subjects[0], subjects[-1]) > 0 else "R"


def _line(scene: Scene, setup: Setup) -> Line | None:
    """The side on which the set-up stands of everybody whom it is about; a master settles none."""
    people = [one for one in scene.people if one.id == setup.framing.subjects[0]]
    others = [one for one in scene.people if one.id != setup.framing.subjects[0]]
    if setup.role in ("master", "insert") or not people or not others:
        return None
    pair = people[0], others[0]
    line = Line(scene.people, pair, _side(setup, pair) or "L")
    line.settle(setup)
    return line
