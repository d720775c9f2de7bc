"""Going from place to place: stride, footprints and turning, from a track's keys and the clock.

The way is the broken line through the keys; its speed is distance over time. The length of a step follows
from speed by the walk ratio, step length / cadence = 0.0065 m per step/min, which adults keep over all usual
speeds (Sekiya & Nagasaki 1998), within what legs allow. Feet land on *footprints* that are fixed in the
world, so nobody slides, also round corners.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Literal

import msgspec

from previz.scene.model import ActorKey, Body, Limb, Pose, Touch, Vec3

MOVES_M = 0.05
"""Less than this is no way to go."""
SETTLES_S = 0.4
"""Time in which a walk comes out of the pose before it and goes into the pose after it."""
CORNER_M = 0.30
"""Corners are turned from so far before to so far after them."""
WALK_RATIO = 0.0065
BACKWARDS_DEG = 110.0
FLIGHT_LEG = 0.07
"""How high a runner flies, in leg lengths."""
CONTACT_LEG = 0.80
"""Most that the hips go on over one foot on the ground, in leg lengths."""
FREED = 0.08
"""Share of a stride in which a runner's foot leaves the ground's hold."""


@dataclass(frozen=True)
class Manner:
    """How feet meet the ground; phases are shares of one stride, 0 = the heel strikes."""

    contact: float
    """Until when the foot stands."""
    heel_off: float
    flat: float
    """From when it stands flat."""
    strike_deg: float
    push_deg: float
    lift_leg: float
    """Height of the swinging ball of the foot, in leg lengths."""
    apart_leg: float
    """Half the distance between the tracks of both feet, in leg lengths."""
    ahead_leg: float
    """How far the ball of the foot is ahead of the hips at mid-stance."""
    step_leg: tuple[float, float]
    """Shortest and longest step, in leg lengths."""


MANNERS = {
    "walk": Manner(0.62, 0.34, 0.09, -18.0, 38.0, 0.075, 0.055, 0.07, (0.35, 0.84)),
    "sneak": Manner(0.66, 0.40, 0.16, -22.0, 34.0, 0.12, 0.075, 0.09, (0.35, 0.72)),
    "run": Manner(0.36, 0.16, 0.05, -6.0, 46.0, 0.20, 0.035, 0.12, (0.70, 1.75)),
}


def leg_m(body: Body) -> float:
    """Thigh and calf: 0.245 + 0.246 of the stature (Drillis & Contini 1966, as in Winter 2009, fig. 4.1)."""
    if body.height_cm is not None:
        return 0.491 * min(max(body.height_cm, 45.0), 250.0) / 100
    grown = 1.64 + 0.13 * min(max(body.sex, 0.0), 1.0)
    # Medians of the WHO growth reference within 6 cm: 0.77 m at one year and 6 cm a year from there.
    return 0.491 * min(grown, 0.77 + 0.06 * max(0.0, body.age_years - 1))


def manner_of(pose: Pose) -> str:
    """ "walk", "run", "sneak"; "" when the pose stays, or is a phase held on purpose."""
    name = pose.preset.partition("+")[0].strip()
    return name if name in MANNERS and pose.blend is None else ""


def stride_m(manner: str, speed_m_s: float, leg: float) -> float:
    """Way of two steps."""
    shortest, longest = MANNERS[manner].step_leg
    step = math.sqrt(60 * WALK_RATIO * max(speed_m_s, 0.0)) if manner != "run" else 0.1 + 0.33 * speed_m_s
    return 2 * min(max(step, shortest * leg), longest * leg)


@dataclass(frozen=True)
class Way:
    """One walk without a stop: keys, and for each the distance gone and the strides made."""

    keys: tuple[ActorKey, ...]
    manner: str
    gone_m: tuple[float, ...]
    strides: tuple[float, ...]
    leg: float
    starts: bool
    """Out of a standing pose; else the walk was under way."""
    stops: bool
    backwards: bool

    @property
    def steps(self) -> Manner:
        """How feet meet the ground here: who runs fast lets go of it before the leg is too short for it."""
        manner = MANNERS[self.manner]
        if self.manner != "run":
            return manner
        parts = zip(pairwise(self.gone_m), pairwise(self.strides), strict=True)
        longest = max((b - a) / max(q - p, 1e-9) for (a, b), (p, q) in parts)
        share = min(1.0, CONTACT_LEG * self.leg / max(longest * manner.contact, 1e-9))
        return replace(
            manner,
            contact=manner.contact * share,
            heel_off=manner.heel_off * share,
            flat=manner.flat * share,
        )

    def distance_at(self, time_s: float) -> float:
        return _between([key.time_s for key in self.keys], self.gone_m, time_s)

    def strides_at(self, distance_m: float) -> float:
        return _between(self.gone_m, self.strides, distance_m)

    def distance_of(self, strides: float) -> float:
        """Where a number of strides has been made; beyond the ends the last stride goes on."""
        if strides < 0 or strides > self.strides[-1]:
            first = strides < 0
            a, b = (0, 1) if first else (-2, -1)
            each = (self.gone_m[b] - self.gone_m[a]) / max(self.strides[b] - self.strides[a], 1e-9)
            end = 0 if first else -1
            beyond = self.gone_m[end] + (strides - self.strides[end]) * each
            halts = self.starts if first else self.stops
            return self.gone_m[end] if halts else beyond
        return _between(self.strides, self.gone_m, strides)

    def point_at(self, distance_m: float) -> Vec3:
        """The way goes on straight beyond its ends."""
        index = min(max(bisect_right(self.gone_m, distance_m) - 1, 0), len(self.keys) - 2)
        a, b = self.keys[index].position_m, self.keys[index + 1].position_m
        share = (distance_m - self.gone_m[index]) / max(self.gone_m[index + 1] - self.gone_m[index], 1e-9)
        x, y, z = (p + (q - p) * share for p, q in zip(a, b, strict=True))
        return (x, y, z) if 0 <= share <= 1 else (x, a[1] if share < 0 else b[1], z)

    def heading_at(self, distance_m: float) -> float:
        """Degrees, along the chord over a corner."""
        (x0, _, z0), (x1, _, z1) = (self.point_at(distance_m + d) for d in (-CORNER_M, CORNER_M))
        turned = 180.0 if self.backwards else 0.0
        return math.degrees(math.atan2(x1 - x0, z1 - z0)) + turned


def way_at(keys: Sequence[ActorKey], time_s: float, body: Body | None) -> Way | None:
    """The walk that is going on at a time; also after the last key of a walk that never stopped."""
    at = bisect_right([key.time_s for key in keys], time_s) - 1
    if at == len(keys) - 1 and at > 0 and manner_of(keys[at].pose):
        at -= 1
    if at < 0 or at >= len(keys) - 1 or not _goes(keys[at], keys[at + 1]):
        return None
    manner = manner_of(keys[at].pose)
    first = at
    while first > 0 and manner_of(keys[first - 1].pose) == manner and _goes(keys[first - 1], keys[first]):
        first -= 1
    last = at + 1
    while last < len(keys) - 1 and manner_of(keys[last].pose) == manner and _goes(keys[last], keys[last + 1]):
        last += 1
    walked = tuple(keys[first : last + 1])
    leg = leg_m(body or Body())
    lengths = [_level_m(a, b) for a, b in pairwise(walked)]
    turns = [
        length / max(a.stride_m or stride_m(manner, length / (b.time_s - a.time_s), leg), 0.05)
        for length, (a, b) in zip(lengths, pairwise(walked), strict=True)
    ]
    return Way(
        keys=walked,
        manner=manner,
        gone_m=tuple(accumulate(lengths, initial=0.0)),
        strides=tuple(accumulate(turns, initial=0.0)),
        leg=leg,
        starts=first > 0,
        stops=not manner_of(keys[last].pose),
        backwards=all(_backwards(key, walked) for key in walked),
    )


def going(way: Way, time_s: float) -> tuple[Pose, Vec3, float, tuple[Touch, ...]]:
    """Pose, place, heading and feet of somebody on their way."""
    time_s = min(max(time_s, way.keys[0].time_s), way.keys[-1].time_s)
    gone = way.distance_at(time_s)
    strides = way.strides_at(gone) * (-1 if way.backwards else 1)
    pose, turn = _pose(way, strides, time_s), _share(way, time_s)
    heading = way.heading_at(gone)
    for key, share in ((way.keys[0], turn[0]), (way.keys[-1], turn[1])):
        heading += ((key.heading_deg - heading + 180) % 360 - 180) * share
    held = 1 - max(turn)
    feet = tuple(
        touch for side in ("l", "r") for touch in (_foot(way, strides, side, held),) if touch.share > 0
    )
    return pose, way.point_at(gone), heading, feet


def _pose(way: Way, strides: float, time_s: float) -> Pose:
    passed = max((key for key in way.keys if key.time_s <= time_s), key=lambda key: key.time_s)
    own = passed.pose if manner_of(passed.pose) else way.keys[-2].pose
    _, plus, arms = own.preset.partition("+")
    phase = round(strides % 1, 4) % 1
    pose = msgspec.structs.replace(own, preset=f"{way.manner}@{phase:g}{plus}{arms}")
    if way.manner == "run":
        contact = way.steps.contact
        flight = math.sin(math.pi * max(0.0, (phase % 0.5 - contact) / (0.5 - contact)))
        x, y, z = pose.pelvis_m
        pose = msgspec.structs.replace(pose, pelvis_m=(x, y + round(FLIGHT_LEG * way.leg * flight, 4), z))
    share = _share(way, time_s)[1]
    return blended(pose, way.keys[-1].pose, share) if share > 0 else pose


def _share(way: Way, time_s: float) -> tuple[float, float]:
    """How much the pose before the walk, and the pose after it, still or already count."""
    half = (way.keys[-1].time_s - way.keys[0].time_s) / 2
    settles = min(SETTLES_S, half)
    start = 1 - (time_s - way.keys[0].time_s) / settles if way.starts else 0.0
    stop = 1 - (way.keys[-1].time_s - time_s) / settles if way.stops else 0.0
    return _smooth(start), _smooth(stop)


def _foot(way: Way, strides: float, side: Literal["l", "r"], held: float) -> Touch:
    """Where one foot is: on its footprint, or on the way to the next."""
    manner = way.steps
    own = strides - (0.5 if side == "r" else 0.0)
    number, phase = math.floor(own), own % 1
    before, heading = _footprint(way, number, side)
    lift, pitch, share = 0.0, _pitch(manner, phase), 1.0
    if phase > manner.contact:
        after, next_heading = _footprint(way, number + 1, side)
        swing = (phase - manner.contact) / (1 - manner.contact)
        moved = _smooth(swing)
        before = _mix(before, after, moved)
        heading += ((next_heading - heading + 180) % 360 - 180) * moved
        lift = manner.lift_leg * way.leg * math.sin(math.pi * swing) ** 2
    if way.manner == "run":  # who flies has no footprint: the foot follows the pose
        lifting, landing = (phase - manner.contact) / FREED, (phase - 1) / FREED
        share = 1.0 if phase <= manner.contact else max(_smooth(1 - lifting), _smooth(1 + landing))
    limb: Limb = "foot_l" if side == "l" else "foot_r"
    x, y, z = before
    return Touch(
        limb=limb, point_m=(x, y + lift, z), heading_deg=heading, pitch_deg=pitch, share=share * held
    )


def _footprint(way: Way, number: int, side: Literal["l", "r"]) -> tuple[Vec3, float]:
    """Where the ball of the foot stands during a stride, and where its toes point."""
    manner = way.steps
    middle = number + manner.contact / 2 + (0.5 if side == "r" else 0.0)
    along = way.distance_of(-middle if way.backwards else middle)
    heading = way.heading_at(along)
    turn = math.radians(heading)
    ahead, out = manner.ahead_leg * way.leg, manner.apart_leg * way.leg * (1 if side == "l" else -1)
    x, y, z = way.point_at(along)
    # The left of somebody who faces (sin, cos) is (cos, −sin).
    x += math.sin(turn) * ahead + math.cos(turn) * out
    z += math.cos(turn) * ahead - math.sin(turn) * out
    return (x, y, z), heading + (6.0 if side == "l" else -6.0)


def _pitch(manner: Manner, phase: float) -> float:
    """Heel strike, flat, heel off, toe off, and toes up again before the next strike."""
    if phase < manner.flat:
        return manner.strike_deg * (1 - phase / manner.flat)
    if phase < manner.heel_off:
        return 0.0
    if phase < manner.contact:
        return manner.push_deg * _smooth((phase - manner.heel_off) / (manner.contact - manner.heel_off))
    swing = (phase - manner.contact) / (1 - manner.contact)
    return manner.push_deg + (manner.strike_deg - manner.push_deg) * _smooth(swing)


def blended(start: Pose, end: Pose, share: float) -> Pose:
    """A pose on its way into another; also out of a pose that is on its way itself."""
    if share <= 0 or start == end:
        return start
    if start.blend is None:
        return msgspec.structs.replace(start, blend=end, share=share)
    whole = 1 - (1 - start.share) * (1 - share)
    return msgspec.structs.replace(start, blend=blended(start.blend, end, share / whole), share=whole)


def _goes(a: ActorKey, b: ActorKey) -> bool:
    return bool(manner_of(a.pose)) and _level_m(a, b) > MOVES_M


def _level_m(a: ActorKey, b: ActorKey) -> float:
    return math.hypot(b.position_m[0] - a.position_m[0], b.position_m[2] - a.position_m[2])


def _backwards(key: ActorKey, walked: Sequence[ActorKey]) -> bool:
    """Their back is towards where they go, so they walk backwards."""
    start, end = walked[0].position_m, walked[-1].position_m
    path = math.degrees(math.atan2(end[0] - start[0], end[2] - start[2]))
    return abs((key.heading_deg - path + 180) % 360 - 180) > BACKWARDS_DEG


def _between(xs: Sequence[float], ys: Sequence[float], x: float) -> float:
    """Linear, constant beyond the ends."""
    if x <= xs[0]:
        return ys[0]
    for (x0, y0), (x1, y1) in pairwise(zip(xs, ys, strict=True)):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / max(x1 - x0, 1e-12)
    return ys[-1]


def _smooth(share: float) -> float:
    """0…1 without corners."""
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)


def _mix(a: Vec3, b: Vec3, share: float) -> Vec3:
    x, y, z = (p + (q - p) * share for p, q in zip(a, b, strict=True))
    return (x, y, z)
