"""Searching for a camera whose frame reads as asked.

Directions (azimuth, pitch) are tried; for each, `fitting` finds the distance that makes the size; the
frame is then read back with the same rules that name any frame, and only a camera whose frame reads as
asked may win. When none does, the reason comes from the camera that failed last.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from previz.errors import CannotFrame
from previz.grammar import terms
from previz.grammar.fitting import FIGURE_SHARES, HEADROOM
from previz.grammar.looking import UNWATCHED, Look, Watch
from previz.grammar.naming import Eye, ShotName, in_frame, name_frame, size_of
from previz.grammar.subject import Floats, Subject
from previz.scene.model import Transform, Vec3
from previz.scene.optics import View
from previz.scene.transform import rotation_quat, to_vec3, unit

Clear = Callable[[Vec3, Vec3], float]
"""Free length in metres from a point towards another; at least their distance when nothing is between."""

FLOOR_M = 0.05
NEAREST_M, FIGURE_NEAREST_M = 0.25, 0.6
"""From the lens to the nearest point of the body, in tight sizes and when the whole figure is seen."""
STRANGER_COST = 1.5
"""Of a face in the frame that nobody asked for."""
WIDEST_MM, LONGEST_MM = 12.0, 300.0
"""No advice names a lens beyond these: hardly a package has it."""
OVER_SHOULDER_M = 0.05
"""A lens over a shoulder is so much above the collar at least."""
LOOK_ROOM = 0.30
"""How far a profile moves off the middle, in half frame widths: its eyes stand near the third."""


@dataclass(frozen=True)
class Placement:
    """A camera that makes the frame, and what the frame reads as."""

    transform: Transform
    focus_distance_m: float
    """To the principal's eyes, along the view axis."""
    name: ShotName
    cost: float = 0.0
    """How far it is from the best frame of its kind; see `judge`."""
    look: Look = UNWATCHED
    """How well it sees, when somebody watched."""


@dataclass(frozen=True)
class Order:
    """What was asked for, in known words, with everything that a candidate is judged by."""

    subjects: tuple[Subject, ...]
    view: View
    composition: str
    size: str
    level: str | None
    angle: str | None
    views: tuple[str, ...]
    headroom: float = HEADROOM
    side: Literal["L", "R"] | None = None
    roll_deg: float = 0.0
    clear: Clear | None = None
    front: Subject | None = field(default=None)
    """Whose shoulder the camera looks over."""
    lift_m: float = 0.0
    """How far above the level the camera stands, to look over what is in the way."""
    company: tuple[Subject, ...] = ()
    """Everybody else on the set, who had better not be in the frame."""
    watch: Watch | None = None
    alone: bool = False
    """Nobody of the company may be in the frame with their head."""

    @property
    def chief(self) -> Subject:
        return self.subjects[0]

    @property
    def focal_length_mm(self) -> float:
        return self.view.squeeze * self.view.used_width_mm / (2 * self.view.tan_x)

    @property
    def lens_words(self) -> str:
        return f"{self.focal_length_mm:.0f} mm"


@dataclass(frozen=True)
class Candidate:
    """One camera that was tried. ``failure`` is empty while nothing speaks against it; ``stage`` says how far
    it came, so that the reason given is the one of the nearest miss."""

    lens: Eye | None
    azimuth_deg: float
    pitch_deg: float
    cost: float = 0.0
    failure: str = ""
    stage: int = 0
    look: Look = UNWATCHED


Aim = Callable[[float, float], Candidate]
"""The frame from one direction, azimuth and pitch in degrees, not yet judged."""

SAME_PITCH_DEG = 1.0
CALM_DEG = 7.0
"""A pitch up to this is hardly seen."""
_JUDGED = 10
"""First stage of `judge`; those before it belong to the aims."""


def search(
    order: Order, azimuths: Sequence[Sequence[float]], aim: Aim, same_pitch: bool = False
) -> Placement:
    """The best direction that passes. ``azimuths`` are groups, each tried only when those before it fail,
    calm pitches of all groups before wide ones. With ``same_pitch`` the pitch that reaches a level is found
    once for a group, which is enough when the principal stands upright."""
    nearest: Candidate | None = None
    walled = order.watch is not None and not any(order.watch.open_ways(group) for group in azimuths)
    for calm in (True, False) if order.watch is None else (True,):
        for group in azimuths:
            if order.watch is not None:
                group = order.watch.open_ways(group)
            if not group:
                continue
            if same_pitch:
                directions = _shared(order, aim, group, calm)
            else:
                directions = [(a, p) for a in group for p in pitches(order, aim, a, calm)]
            tried = [judge(order, aim(a, p)) for a, p in directions]
            best, tried = _best(order, tried, aim)
            if best is not None:
                return finish(order, best)
            nearest = max([*tried, *([nearest] if nearest else [])], key=_progress, default=None)
    raise CannotFrame(nearest.failure if nearest else _no_way(order, walled))


def _no_way(order: Order, walled: bool) -> str:
    if not walled:
        return "No direction is left to look from; ask for less."
    return f"Walls are in the way of {article(order.size)} of {order.chief.name} from there; fly one of them."


def _best(order: Order, tried: list[Candidate], aim: Aim) -> tuple[Candidate | None, list[Candidate]]:
    """The cheapest that passes, and all of them with what was learnt. A look costs more than a judgement: it
    is taken in the order of cost, until no other could be better however well it sees."""
    passed = sorted((one for one in tried if not one.failure), key=lambda one: one.cost)
    if order.watch is None:
        return (_refined(order, passed[0], aim) if passed else None), tried
    best: Candidate | None = None
    blind = [one for one in tried if one.failure]
    for one in passed:
        if best is not None and one.cost >= best.cost:
            break
        seen = watched(order, _refined(order, one, aim))
        if seen.failure:
            seen = watched(order, one)
        if seen.failure:
            blind.append(seen)
        elif best is None or seen.cost < best.cost:
            best = seen
    return best, blind


def watched(order: Order, one: Candidate) -> Candidate:
    assert order.watch is not None
    assert one.lens is not None
    look = order.watch(one.lens)
    stage = _JUDGED + 20
    return replace(one, cost=one.cost + look.cost, failure=look.failure, stage=stage, look=look)


def _shared(order: Order, aim: Aim, group: Sequence[float], calm: bool) -> list[tuple[float, float]]:
    """Azimuths with pitches found once for all of them: calm ones everywhere, steep ones more coarsely."""
    if calm:
        some = [p for a in group[::4] for p in pitches(order, aim, a, calm)][:5]
        if order.watch is not None:
            some = _apart(some)
        return [(a, p) for p in some for a in group]
    return [(a, p) for p in pitches(order, aim, group[0], calm) if abs(p) > CALM_DEG for a in group[::2]]


def _apart(pitches_deg: Sequence[float]) -> list[float]:
    """Without those that hardly differ from one before them."""
    kept: list[float] = []
    for one in pitches_deg:
        if all(abs(one - other) > SAME_PITCH_DEG for other in kept):
            kept.append(one)
    return kept


def _progress(one: Candidate) -> tuple[int, float]:
    return one.stage, -one.cost


def _refined(order: Order, best: Candidate, aim: Aim) -> Candidate:
    for step in (1.6, 0.6, 0.2):
        near = [judge(order, aim(best.azimuth_deg, best.pitch_deg + turn)) for turn in (-step, step)]
        best = min([best, *(one for one in near if not one.failure)], key=lambda one: one.cost)
    return best


def pitches(order: Order, aim: Aim, azimuth: float, calm: bool) -> list[float]:
    """Pitches worth trying: those of the angle asked for, the one that reaches the level, or calm ones."""
    if order.lift_m:
        exact = _pitch_for(order, aim, azimuth, -50.0, 9.5) if calm else None
        return [] if exact is None else [exact]
    if order.angle is not None:
        low, high, typical = terms.ANGLES[order.angle]
        low, high = max(low, -87.0) + 0.4, min(high, 80.0) - 0.4
        found = [typical, *(float(p) for p in np.linspace(low, high, 7 if calm else 25))]
        exact = _pitch_for(order, aim, azimuth, low, high) if order.level else None
        return found if exact is None else [exact, *found]
    if order.level is not None:
        exact = _pitch_for(order, aim, azimuth, -9.5 if calm else -86.0, 9.5 if calm else 78.0)
        return [] if exact is None else [exact]
    if calm:
        exact = _pitch_for(order, aim, azimuth, -9.5, 9.5)
        return [-7.0, -3.5, 0.0, 3.5, 7.0] if exact is None else [exact, -4.0, 0.0]
    return [float(p) for p in np.linspace(-35, 35, 15)]


def _pitch_for(order: Order, aim: Aim, azimuth: float, low: float, high: float) -> float | None:
    """The pitch that brings the lens to the level's height (eye level when none is asked for).

    The steeper it looks up, the lower it stands: regula falsi (Illinois). Without a solution the nearer
    end is returned; None when the size cannot be made on the way.
    """
    target = wanted_height(order)

    def rise(pitch: float) -> float | None:
        lens = aim(azimuth, pitch).lens
        return None if lens is None else float(lens.position_m[1]) - target

    above, below = rise(low), rise(high)
    if above is None or below is None:
        return _halved(rise, low, high)
    if above <= 0 or below >= 0:
        return low if above <= 0 else high
    middle = low
    for _ in range(12):
        middle = (low * below - high * above) / (below - above)
        found = rise(middle)
        if found is None:
            return _halved(rise, low, high)
        if abs(found) < 0.004:
            break
        if found > 0:
            low, above, below = middle, found, below / 2
        else:
            high, below, above = middle, found, above / 2
    return middle


def wanted_height(order: Order) -> float:
    """Of the lens in metres. Over a shoulder it is at the eyes of who is seen as far as the near head and
    shoulder go: a camera over somebody who stands looks down at who sits, over who sits up at who stands."""
    height = terms.level_height(order.chief, order.level or "eye")
    if order.front is not None and order.level is None:
        head_top, _, _, collar = order.front.chain_m[:4, 1]
        height = min(max(height, float(collar) + OVER_SHOULDER_M), max(float(head_top), float(collar)))
    return height + order.lift_m


def height_scale_m(order: Order) -> float:
    """A lens so far from the wanted height costs 1."""
    return 0.15 if order.front is None or order.level else 0.3


def _halved(rise: Callable[[float], float | None], low: float, high: float) -> float | None:
    """Plain bisection, for ranges whose ends show no such size."""
    for _ in range(12):
        found = rise((low + high) / 2)
        if found is None:
            return None
        low, high = ((low + high) / 2, high) if found > 0 else (low, (low + high) / 2)
    return (low + high) / 2


def finish(order: Order, best: Candidate) -> Placement:
    assert best.lens is not None
    lens = best.lens
    name = read(order, lens)
    focus = float(lens.project(order.chief.eyes_m if order.chief.is_person else order.chief.centre_m)[2])
    transform = Transform(position_m=to_vec3(lens.position_m), rotation=rotation_quat(lens.axes))
    if order.company:
        name = name_frame((*order.subjects, *order.company), lens, principal=order.chief.id)
    return Placement(transform, focus, name, best.cost, best.look)


def read(order: Order, lens: Eye) -> ShotName:
    return name_frame(order.subjects, lens, principal=order.chief.id)


def look_room(order: Order, axes: Floats) -> float:
    """Where the subject goes across the frame: away from where they look, at most to near the third."""
    if order.side is not None:
        return LOOK_ROOM if order.side == "L" else -LOOK_ROOM
    return -LOOK_ROOM * float(order.chief.looks @ axes[:, 0])


def judge(order: Order, tried: Candidate) -> Candidate:
    """Grade a camera against the order; the checks go from the plainest to the one a move could cure."""
    if tried.failure or tried.lens is None:
        return tried
    lens, chief, name = tried.lens, order.chief, read(order, tried.lens)
    distance = float(np.linalg.norm(lens.position_m - chief.outline_m, axis=1).min())
    who, what = chief.name, sentence(f"{article(order.size)} of {chief.name}")
    tried = replace(tried, cost=tried.cost + _cost(order, lens))
    made = order.size if order.size != "EST" else "ELS"
    hidden = hides_face(order, lens)
    strangers = ", ".join(one.name for one in order.company if size_of(one, lens)) if order.alone else ""
    nearest = FIGURE_NEAREST_M if order.size in FIGURE_SHARES else NEAREST_M
    lens_words, asked_view = order.lens_words, order.views[0] if order.views else ""
    checks = (
        (name.size == made, f"A {lens_words} shows {who} {name.size or 'without the head'}, not {made}."),
        (distance >= nearest, f"{what} would put the {lens_words} {distance:.2f} m from the body; "
         "use a longer lens or a wider size."),
        (_whole(order, lens), f"{what} cuts {who} off from there; ask for another view or a wider size."),
        (not strangers, f"{strangers} would be in the frame beside {who}; move one of them."),
        (not hidden, f"{hidden} hides {who}'s face from there; ask for another view or level."),
        (lens.position_m[1] >= FLOOR_M, f"{what} from there would put the camera below the floor; "
         "ask for a higher level or a less steep angle."),
        (not order.views or name.view in order.views, f"{what} in the view {asked_view} does not go with "
         f"that angle in this pose; it reads {name.view or 'overhead'}."),
        (order.composition in ("", name.composition), _other_words(order, name)),
        (order.angle in (None, name.angle), f"{what} from {order.level} level is {article(name.angle)} angle "
         f"({name.pitch_deg:.0f}°) with a {lens_words}; ask for that, or for a longer lens."),
        (order.level in (None, name.level), f"{what} at {article(order.angle or 'neutral')} angle puts a "
         f"{lens_words} at {name.level} level, not {order.level}; change one of them or the lens."),
    )  # fmt: skip
    for stage, (passed, failure) in enumerate(checks, _JUDGED):
        if not passed:
            return replace(tried, failure=failure, stage=stage)
    return replace(tried, failure=blocked(order, lens), stage=_JUDGED + len(checks))


def _whole(order: Order, lens: Eye) -> bool:
    """A full figure has its head and its feet in the frame."""
    if order.size not in FIGURE_SHARES:
        return True
    return bool(in_frame(lens.project(np.vstack([order.chief.chain_m, order.chief.crown_m]))).all())


def hides_face(order: Order, lens: Eye) -> str:
    """Whose body, the chief's own included, stands between the lens and the chief's face; empty for none.

    Bodies are clouds of surface points: some of them must fall on the face, nearer than it.
    """
    chief = order.chief
    eyes = lens.project(chief.eyes_m)
    head = float(np.linalg.norm(chief.chain_m[0] - chief.chain_m[2])) / 2
    radius = head / max(float(eyes[2]), 1e-3) / np.array([order.view.tan_x, order.view.tan_y])
    for one in order.subjects:
        ndc = lens.project(one.outline_m)
        over = (ndc[:, 2] > 0.02) & (ndc[:, 2] < eyes[2] - head)
        over &= (np.abs(ndc[:, :2] - eyes[:2]) < 0.6 * radius).all(axis=1)
        over &= np.linalg.norm(one.outline_m - chief.eyes_m, axis=1) > 2.5 * head
        if np.count_nonzero(over) >= 2:
            return f"{chief.name}'s own body" if one is chief else one.name
    return ""


def blocked(order: Order, lens: Eye) -> str:
    """Why the camera cannot stand there or does not see the face; empty when it does."""
    if order.clear is None:
        return ""
    start, end = to_vec3(order.chief.eyes_m), to_vec3(lens.position_m)
    wanted = math.dist(start, end)
    free = order.clear(start, end)
    if free >= wanted:
        return ""
    wider = order.focal_length_mm * max(free - 0.2, 0.0) / wanted
    advice = f"use {wider:.0f} mm or wider" if wider >= WIDEST_MM else "choose another side"
    return (
        f"No room: {article(order.size)} of {order.chief.name} with a {order.lens_words} needs "
        f"{wanted:.1f} m and only {free:.1f} m is free; {advice}, or take the wall away."
    )


def _cost(order: Order, lens: Eye) -> float:
    chief, height = order.chief, float(lens.position_m[1])
    cost = abs(lens.pitch_deg - (terms.ANGLES[order.angle][2] if order.angle else 0.0)) / 20
    if order.level or not order.angle:
        cost += abs(height - wanted_height(order)) / height_scale_m(order)
        calm = abs(lens.pitch_deg) <= 10 or order.front is not None
        cost += 0.0 if order.level or order.lift_m or calm else 3.0
    angle = terms.view_angle(chief, lens.position_m)
    if order.views and angle is not None:
        cost += min(abs((angle - terms.VIEWS[view] + 180) % 360 - 180) for view in order.views) / 10
    elif len(order.subjects) == 1 and angle is not None:
        cost += abs(abs(angle) - terms.VIEWS["3/4 L"]) / 40 + 0.3 * (angle < 0)
    elif angle is None and order.angle != "overhead":
        cost += 4.0
    cost += STRANGER_COST * sum(size_of(one, lens) is not None for one in order.company)
    return cost


_FRAMES = {
    "1S": "a single",
    "2S": "a two-shot",
    "3S": "a three-shot",
    "GROUP": "a group",
    "OTS-L": "over the left shoulder",
    "OTS-R": "over the right shoulder",
    "POV": "a point of view",
}


def _other_words(order: Order, name: ShotName) -> str:
    """What a frame is instead of what was asked: who is in it, or missing from it, and what to do."""
    heads = [one.id for one in name.seen if one.size]
    made, asked = (_FRAMES.get(one, "empty") for one in (name.composition, order.composition))
    missing = [one.name for one in order.subjects if one.id not in heads]
    if order.composition in ("2S", "3S", "GROUP") and missing:
        verb = "is" if len(missing) == 1 else "are"
        return (
            f"{' and '.join(missing)} {verb} out of the frame from there, which is {made}; bring them closer "
            f"to {order.chief.name}, or ask for a wider size."
        )
    people = " and ".join(one.name for one in name.seen if one.size) or "Nobody"
    return (
        f"{people} would be in the frame from there, which makes it {made}, not {asked}; move one of them "
        "out, or choose another side or lens."
    )


def no_such_crop(order: Order) -> str:
    return (
        f"{order.chief.name} in this pose gives no {order.size} from there: no frame edge passes between "
        "that part of the body and the next. Ask for the next wider or tighter size, or for another view."
    )


def article(word: str) -> str:
    """ "an MS", "a CU", "an overhead": by how it is spoken."""
    spelled = word in terms.SIZE_NAMES and word[0] in "FLM"
    return f"an {word}" if spelled or word[0] in "AEIOaeio" else f"a {word}"


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def towards(start: Floats, end: Floats) -> float:
    """Azimuth in degrees of ``end`` seen from ``start``: 0 = +Z, 90 = +X."""
    x, _, z = unit(end - start)
    return math.degrees(math.atan2(x, z))
