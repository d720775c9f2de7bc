"""How far joints turn: ranges of healthy adults, and clamping to them.

A local rotation is split into a *swing* of the bone away from attention and a *twist* about the bone. The
swing is limited by an ellipse through the four ranges forwards, back and to both sides, the twist by an
interval.

Sources of the ranges, degrees (rounded to 5, the larger where they differ, because actors and dancers move
further than patients):

* AAOS: American Academy of Orthopaedic Surgeons, *Joint Motion: Method of Measuring and Recording*, 1965.
* NW: Norkin & White, *Measurement of Joint Motion: A Guide to Goniometry*, 5th ed., 2016, appendix B.
* W&P: White & Panjabi, *Clinical Biomechanics of the Spine*, 2nd ed., 1990, tables 2-3 to 2-5.
* B&A: Boone & Azen, "Normal range of motion of joints in male subjects", J Bone Joint Surg 61-A, 1979.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from previz.cast.rotation import Floats, about, product, ry, twist_about
from previz.cast.skeleton import FINGERS

Range = tuple[float, float]


@dataclass(frozen=True)
class Limit:
    """Of a left or middle joint, in its bone's frame; right joints mirror ``side`` and ``twist``."""

    flexion: Range
    """About the first axis."""
    side: Range
    """About the third axis."""
    twist: Range
    """About the bone."""
    source: str


FREE = Limit((-180.0, 180.0), (-180.0, 180.0), (-180.0, 180.0), "the whole body turns as it likes")
_TRUNK = Limit((-15.0, 30.0), (-15.0, 15.0), (-15.0, 15.0), "W&P: T12 and lumbar, a third of the trunk each")
LIMITS: dict[str, Limit] = {
    "Root": FREE,
    "pelvis": FREE,
    "spine_01": _TRUNK,
    "spine_02": _TRUNK,
    "spine_03": _TRUNK,
    "neck_01": Limit((-35.0, 30.0), (-25.0, 25.0), (-35.0, 35.0), "W&P: C3–C7, half of the neck's turn"),
    "head": Limit((-30.0, 30.0), (-20.0, 20.0), (-45.0, 45.0), "W&P: C0–C2, half of the neck's turn"),
    "clavicle": Limit((-10.0, 10.0), (-15.0, 45.0), (-30.0, 20.0), "NW: elevation 45, depression 10; B&A"),
    "upperarm": Limit((-60.0, 180.0), (-45.0, 180.0), (-100.0, 100.0), "AAOS: 180/60, abduction 180; B&A"),
    "lowerarm": Limit((-5.0, 150.0), (-5.0, 5.0), (-5.0, 5.0), "AAOS: 150, hyperextension of children 5"),
    "hand": Limit((-75.0, 80.0), (-35.0, 35.0), (-95.0, 95.0), "AAOS: 80/70, 20/30, pronation 80"),
    "thigh": Limit((-130.0, 30.0), (-60.0, 30.0), (-50.0, 50.0), "AAOS: 120/30, 45/30, 45/45; NW"),
    "calf": Limit((-5.0, 155.0), (-5.0, 5.0), (-10.0, 10.0), "AAOS: 135–145; kneeling on the heels 155"),
    "foot": Limit((-30.0, 55.0), (-35.0, 35.0), (-25.0, 25.0), "AAOS: 20/50, 35/15; squatting 30"),
    "ball": Limit((-70.0, 40.0), (-5.0, 5.0), (-5.0, 5.0), "AAOS: extension 70, flexion 45"),
}
for _finger in FINGERS[1:]:
    LIMITS[f"{_finger}_01"] = Limit((-45.0, 90.0), (-25.0, 25.0), (-10.0, 10.0), "AAOS: 90/45")
    LIMITS[f"{_finger}_02"] = Limit((-15.0, 105.0), (-5.0, 5.0), (-5.0, 5.0), "AAOS: 100/0; lax 15")
    LIMITS[f"{_finger}_03"] = Limit((-15.0, 90.0), (-5.0, 5.0), (-5.0, 5.0), "AAOS: 90/0; lax 15")
LIMITS["thumb_01"] = Limit((-30.0, 50.0), (-50.0, 50.0), (-30.0, 30.0), "AAOS: 70 abduction, 20 extension")
LIMITS["thumb_02"] = Limit((-15.0, 60.0), (-15.0, 15.0), (-10.0, 10.0), "AAOS: 50/0; lax 15")
LIMITS["thumb_03"] = Limit((-20.0, 80.0), (-5.0, 5.0), (-5.0, 5.0), "AAOS: 80/20")


def limit_of(bone: str) -> Limit:
    """The range of a bone, mirrored for a right one."""
    if not bone.endswith(("_l", "_r")):
        return LIMITS[bone]
    limit = LIMITS[bone[:-2]]
    if bone.endswith("_l"):
        return limit
    side, twist = (-limit.side[1], -limit.side[0]), (-limit.twist[1], -limit.twist[0])
    return Limit(limit.flexion, side, twist, limit.source)


_ALONG = np.array([0.0, 1.0, 0.0])


def angles(bone: str, rotation: Floats) -> tuple[float, float, float]:
    """Local rotation (3, 3) → degrees (flexion, side, twist): ``swing · twist``, the swing as one turn.

    Of a hand ``twist · swing``: the forearm turns first, and the wrist bends in what it has turned.
    """
    if bone.startswith("hand"):
        flexion, side, twist = _swing_twist(rotation.T)
        return (-flexion, -side, -twist)
    return _swing_twist(rotation)


def _swing_twist(rotation: Floats) -> tuple[float, float, float]:
    twist = math.degrees(twist_about(rotation[None], _ALONG[None])[0])
    twist = (twist + 180) % 360 - 180
    swing = product(rotation, ry(-twist))
    # A swing turns the bone, its second axis, about an axis across it.
    x, y, z = swing[:, 1].tolist()
    angle = math.degrees(math.acos(max(-1.0, min(1.0, y))))
    level = math.hypot(x, z)
    if level < 1e-9:
        return (angle, 0.0, twist)
    return (angle * z / level, -angle * x / level, twist)


def turned(bone: str, flexion: float, side: float, twist: float) -> Floats:
    """The inverse of `angles`."""
    angle = math.hypot(flexion, side)
    swing = about(np.array([flexion, 0.0, side]), angle) if angle > 1e-9 else np.eye(3)
    return product(ry(twist), swing) if bone.startswith("hand") else product(swing, ry(twist))


def clamped(bone: str, rotation: Floats, start: Floats | None = None) -> Floats:
    """The nearest local rotation (3, 3) of that kind within the range of the joint.

    A joint that was beyond its range already, in ``start``, may stay where it was: presets are authored by
    eye, and the range of shoulders and hips in one plane depends on the others.
    """
    limit = limit_of(bone)
    if limit == FREE or beyond_deg(bone, rotation) <= (beyond_deg(bone, start) if start is not None else 0.0):
        return rotation
    flexion, side, twist = angles(bone, rotation)
    return turned(bone, *_within(flexion, side, limit), min(max(twist, limit.twist[0]), limit.twist[1]))


def beyond_deg(bone: str, rotation: Floats) -> float:
    """By how much a local rotation leaves the range; 0 within."""
    limit = limit_of(bone)
    if limit == FREE:
        return 0.0
    flexion, side, twist = angles(bone, rotation)
    inside = _within(flexion, side, limit)
    apart = math.dist(inside, (flexion, side))
    return max(apart, limit.twist[0] - twist, twist - limit.twist[1], 0.0)


def _within(flexion: float, side: float, limit: Limit) -> tuple[float, float]:
    """Pulled towards attention until the ellipse of its quadrant holds it."""
    a = limit.flexion[1] if flexion >= 0 else -limit.flexion[0]
    b = limit.side[1] if side >= 0 else -limit.side[0]
    if min(a, b) < 10:  # a hinge: each axis for itself, an ellipse would lame it
        return (
            min(max(flexion, limit.flexion[0]), limit.flexion[1]),
            min(max(side, limit.side[0]), limit.side[1]),
        )
    size = math.hypot(flexion / a, side / b)
    return (flexion, side) if size <= 1 else (flexion / size, side / size)
