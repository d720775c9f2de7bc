"""Frames of more than one person, through somebody's eyes, and of things."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from previz.errors import CannotFrame
from previz.grammar import terms
from previz.grammar.fitting import FIGURE_SHARES, Wish, axes_for, fit
from previz.grammar.looking import Look
from previz.grammar.naming import Eye, shoulder_share, size_of
from previz.grammar.solving import (
    LONGEST_MM,
    Candidate,
    Order,
    Placement,
    article,
    blocked,
    finish,
    no_such_crop,
    search,
    sentence,
    towards,
)
from previz.grammar.subject import Floats, Subject
from previz.scene.transform import look_at, rotation_matrix

EDGE = 0.75
"""Heads of a group stay inside this part of the frame's half width."""
DEEPEST = 0.5
"""The nearest of a group is at least at this share of the distance of the farthest."""
LOWEST_EYES = -0.25
"""The principal's eyes do not sink lower than this, in half frame heights, to give room to others."""
SHOULDER_SHARE = (0.21, 0.37)
SHOULDER_AIM = 0.29
"""An over-the-shoulder gives a quarter to a third of the frame's width to the near person."""
INSERT_SHARE = 0.75
NEAR_SHOULDER_M = 0.35


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


def _rank(candidate: Candidate) -> tuple[bool, int, float]:
    return bool(candidate.failure), -candidate.stage, candidate.cost


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


# -------------------------------------------------------------------------------- over the shoulder
def place_over_shoulder(order: Order) -> Placement:
    """Behind the second person, who takes a quarter to a third of the frame at one edge."""
    if len(order.subjects) < 2:
        raise CannotFrame(
            "An over-the-shoulder needs two people: who is seen, then whose shoulder frames them."
        )
    if order.size in FIGURE_SHARES and order.size != "FS":
        raise CannotFrame(
            f"{sentence(article(order.size))} is too wide for an over-the-shoulder; use FS or tighter."
        )
    chief, front = order.chief, order.subjects[1]
    order = replace(order, subjects=(chief, front), front=front)
    sign = -1.0 if order.composition == "OTS-L" else 1.0
    line = towards(chief.eyes_m, front.eyes_m)

    def aim(azimuth: float, pitch: float) -> Candidate:
        return min((_shoulder(order, azimuth, pitch, sign * x) for x in (0.24, 0.12, 0.36)), key=_rank)

    return search(order, [[line + sign * turn for turn in np.arange(-6.0, 50.0, 2.0)]], aim, same_pitch=True)


def _shoulder(order: Order, azimuth: float, pitch: float, x: float) -> Candidate:
    chief, front = order.chief, order.front
    assert front is not None
    axes = axes_for(azimuth, pitch, order.roll_deg)
    found = fit(chief, order.view, axes, Wish(order.size, x, order.headroom))
    if found is None:
        return Candidate(None, azimuth, pitch, failure=no_such_crop(order))
    lens = found.lens
    share, side = shoulder_share(front, lens)
    depth = float(lens.project(front.eyes_m)[2])
    far = float(lens.project(chief.eyes_m)[2])
    off = abs(share - SHOULDER_AIM)
    if depth < NEAR_SHOULDER_M or depth > 0.8 * far:
        return Candidate(lens, azimuth, pitch, abs(depth - 0.6), _no_shoulder(order, depth, far), 1)
    if not SHOULDER_SHARE[0] <= share <= SHOULDER_SHARE[1] or side != -math.copysign(1, x):
        return Candidate(lens, azimuth, pitch, off, _shoulder_misses(order, share, depth), 2)
    if _covers_face(front, chief, lens):
        hidden = f"{front.name} hides {chief.name} from there; move one of them."
        return Candidate(lens, azimuth, pitch, off, hidden, 3)
    return Candidate(lens, azimuth, pitch, off * 10 + abs(abs(x) - 0.24))


def _no_shoulder(order: Order, depth: float, far: float) -> str:
    chief, front = order.chief, order.front
    assert front is not None
    between = float(np.linalg.norm(chief.eyes_m - front.eyes_m))
    longer = order.focal_length_mm * (between + 0.6) / max(far, 0.1)
    if depth < NEAR_SHOULDER_M and longer > order.focal_length_mm:
        advice = (
            f"use {longer:.0f} mm or longer, or a wider size" if longer <= LONGEST_MM else "use a wider size"
        )
        return (
            f"{sentence(article(order.size))} of {chief.name} with a {order.lens_words} is taken {far:.1f} m "
            f"away, in front of {front.name}; {advice}."
        )
    return f"{front.name} is not between the camera and {chief.name} from there; move one of them."


def _shoulder_misses(order: Order, share: float, depth: float) -> str:
    """The near person is too wide or too narrow for the edge: which way to change the lens."""
    assert order.front is not None
    shoulders = 0.45 / (2 * order.view.tan_x * depth)
    advice = "a longer lens or a wider size" if max(share, shoulders) > SHOULDER_AIM else "a wider lens"
    return (
        f"{order.front.name}'s shoulder cannot take a quarter to a third of the frame in "
        f"{article(order.size)} of {order.chief.name} with a {order.lens_words}; try {advice}."
    )


def _covers_face(front: Subject, chief: Subject, lens: Eye) -> bool:
    face = lens.project(np.stack([chief.eyes_m, chief.chain_m[2]]))
    body = lens.project(front.outline_m)
    high = face[:, 1].max() + 0.1
    band = body[(body[:, 2] > 0.02) & (body[:, 1] > face[:, 1].min() - 0.1) & (body[:, 1] < high)]
    if not len(band):
        return False
    gap = 0.06 + 0.5 * abs(float(face[0, 1] - face[1, 1])) / lens.view.aspect
    return bool((np.abs(band[:, 0] - face[:, 0].mean()) < gap).any())


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
