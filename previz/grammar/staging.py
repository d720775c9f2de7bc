"""Frames of more than one person, through somebody's eyes, and of things."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from previz.errors import CannotFrame
from previz.grammar import terms
from previz.grammar.fitting import FIGURE_SHARES, Wish, axes_for, fit
from previz.grammar.looking import Look
from previz.grammar.naming import Eye, size_of
from previz.grammar.solving import (
    Candidate,
    Order,
    Placement,
    article,
    blocked,
    finish,
    no_such_crop,
    search,
)
from previz.grammar.subject import Floats, Subject
from previz.scene.transform import look_at, rotation_matrix

EDGE = 0.75
"""Heads of a group stay inside this part of the frame's half width."""
DEEPEST = 0.5
"""The nearest of a group is at least at this share of the distance of the farthest."""
LOWEST_EYES = -0.25
"""The principal's eyes do not sink lower than this, in half frame heights, to give room to others."""
INSERT_SHARE = 0.75


# ------------------------------------------------------------------------------------- several people
def place_group(order: Order) -> Placement:
    """Two, three or more: seen across the line that they stand on, or from the principal's ``view``."""
    count = {"2S": 2, "3S": 3}.get(order.composition, 0)
    if (count and len(order.subjects) != count) or len(order.subjects) < 2:
        raise CannotFrame(
            f"{order.composition} needs {count or 'several'} people and {len(order.subjects)} are named; "
            "name them all or choose another composition."
        )
    if order.size == "EST":
        order = replace(order, composition="")

    def aim(azimuth: float, pitch: float) -> Candidate:
        found = _group(order, azimuth, pitch, None)
        for room in (0.75, 1.0):
            if found.stage != 1:
                break
            found = _group(order, azimuth, pitch, room)
        return found

    around = [float(a) for a in np.arange(0.0, 360.0, 10.0) if _on_side(order, float(a))]
    return search(order, [around[::2], around[1::2]], aim, same_pitch=True)


def _on_side(order: Order, azimuth: float) -> bool:
    """With ``side``: is the camera on that side of the line from the first person to the last?"""
    if order.side is None:
        return True
    line = order.subjects[-1].eyes_m - order.chief.eyes_m
    a = math.radians(azimuth)
    left = line[2] * math.sin(a) - line[0] * math.cos(a)
    return bool(left > 0) == (order.side == "L")


def _group(order: Order, azimuth: float, pitch: float, room: float | None) -> Candidate:
    axes = axes_for(azimuth, pitch, order.roll_deg)
    company = np.vstack([np.vstack([one.chain_m, one.crown_m]) for one in order.subjects[1:]])
    eyes = np.stack([one.eyes_m for one in order.subjects])
    x, found = 0.0, None
    for _ in range(3):
        found = fit(order.chief, order.view, axes, Wish(order.size, x, order.headroom, room), company)
        if found is None:
            return Candidate(None, azimuth, pitch, failure=no_such_crop(order))
        heads = found.lens.project(eyes)
        if heads[:, 2].min() < 0.2:
            break
        x -= float(heads[:, 0].min() + heads[:, 0].max()) / 2
        x = max(-EDGE, min(EDGE, x))
    assert found is not None
    heads = found.lens.project(eyes)
    width = float(np.ptp(heads[:, 0])) / 2
    raking = heads[:, 2].min() < DEEPEST * heads[:, 2].max()
    sunk = order.size not in FIGURE_SHARES and heads[0, 1] < LOWEST_EYES
    if heads[:, 2].min() < 0.2 or raking or sunk or np.abs(heads[:, 0]).max() > EDGE:
        return Candidate(found.lens, azimuth, pitch, width, _too_wide(order, eyes), 1)
    turned = [abs(terms.view_angle(one, found.lens.position_m) or 0.0) for one in order.subjects]
    depth = float(np.ptp(heads[:, 2]) / heads[:, 2].mean())
    overlap = 2.0 * (width < 0.12)
    extra = float(np.mean(turned)) / 90 + (max(turned) > 110) + depth + overlap + ((room or 0.5) - 0.5)
    return Candidate(found.lens, azimuth, pitch, extra)


def _too_wide(order: Order, eyes: Floats) -> str:
    spread = max(float(np.linalg.norm(a - b)) for a in eyes for b in eyes)
    return (
        f"They stand {spread:.1f} m apart: {article(order.size)} of {order.chief.name} does not hold them "
        "all. Bring them together, or ask for a wider size."
    )


# --------------------------------------------------------------------------------- through somebody's eyes
def place_pov(order: Order, asked: bool) -> Placement:
    """From the second person's eyes at the first; the lens then decides the size."""
    if len(order.subjects) < 2:
        raise CannotFrame("A POV needs two subjects: who or what is seen, then who looks.")
    chief, looker = order.chief, order.subjects[1]
    target = _pov_target(chief)
    forward = target - looker.eyes_m
    start = looker.eyes_m + forward / max(float(np.linalg.norm(forward)), 1e-6) * 0.12
    turn = look_at(start, target, order.roll_deg).rotation
    lens = Eye(start, rotation_matrix(turn), order.view)
    made = size_of(chief, lens) if chief.is_person else None
    if asked and chief.is_person and made != order.size:
        raise CannotFrame(
            f"From {looker.name}'s eyes a {order.lens_words} shows {chief.name} "
            f"{made or 'without the head'}; "
            f"{_pov_lens(order, start, target)}"
        )
    failure = blocked(order, lens)
    if failure:
        raise CannotFrame(failure)
    return finish(order, Candidate(lens, 0.0, 0.0))


def _pov_target(chief: Subject) -> Floats:
    if not chief.is_person:
        return chief.centre_m
    return np.asarray(chief.eyes_m)


def _pov_lens(order: Order, start: Floats, target: Floats) -> str:
    """The lens that would make the size from the same place, by trying."""
    view = order.view
    for share in np.geomspace(0.1, 8, 80):
        zoomed = replace(view, tan_x=view.tan_x / share, tan_y=view.tan_y / share)
        lens = Eye(start, rotation_matrix(look_at(start, target).rotation), zoomed)
        if size_of(order.chief, lens) == order.size:
            return (
                f"for {article(order.size)} use about {order.focal_length_mm * share:.0f} mm, or move them."
            )
    return f"no lens makes {article(order.size)} from there; move them or leave the size open."


# ------------------------------------------------------------------------------------------- things
def place_insert(order: Order) -> Placement:
    """A thing fills three quarters of the frame, seen from in front and above unless asked otherwise."""
    chief = order.chief
    if chief.is_person:
        raise CannotFrame(f"An insert frames a thing; name a prop or a part of {chief.name}, not the person.")
    pitch = terms.ANGLES[order.angle][2] if order.angle else -20.0
    turn = terms.VIEWS[order.views[0]] if order.views else 0.0
    failures = []
    for step in (0.0, 30.0, -30.0, 60.0, -60.0, 180.0):
        axes = axes_for(chief.heading_deg + turn + step, pitch, order.roll_deg)
        lens = _around(chief, order, axes)
        failure = blocked_insert(order, lens)
        look = order.watch(lens) if order.watch and not failure else Look()
        failure = failure or look.failure
        if not failure:
            return finish(order, Candidate(lens, 0.0, 0.0, look.cost, look=look))
        failures.append(failure)
        if order.views:
            break
    raise CannotFrame(failures[0])


def _around(chief: Subject, order: Order, axes: Floats) -> Eye:
    """Bisects the distance at which the points span `INSERT_SHARE` of the frame."""
    local = (chief.outline_m - chief.centre_m) @ axes
    near = float(local[:, 2].max()) + 0.02
    far = near + 200 * float(np.abs(local).max() + 0.01)
    for _ in range(60):
        middle = (near + far) / 2
        spread = np.abs(order.view.project(local - [0, 0, middle])[:, :2]).max()
        near, far = (middle, far) if spread > INSERT_SHARE else (near, middle)
    return Eye(chief.centre_m + axes[:, 2] * far, axes, order.view)


def blocked_insert(order: Order, lens: Eye) -> str:
    chief = order.chief
    if lens.position_m[1] < 0.02:
        return f"The camera for {chief.name} would be below the floor; ask for a higher angle."
    if order.clear is None:
        return ""
    x, y, z = chief.centre_m
    a, b, c = lens.position_m
    wanted = float(np.linalg.norm(lens.position_m - chief.centre_m))
    free = order.clear((float(x), float(y), float(z)), (float(a), float(b), float(c)))
    if free >= wanted:
        return ""
    return (
        f"No room: {chief.name} with a {order.lens_words} needs {wanted:.1f} m and only {free:.1f} m is free."
    )
