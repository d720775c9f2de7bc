"""What a pose preset says: joint angles in a director's terms, what touches the ground, where hands go.

Angles are degrees and mean the same on every body. Values of paired limbs are either shared by both sides or
``{"l": …, "r": …}``. Arms and legs: (elevation from hanging, plane, twist) with plane 0 = sideways,
90 = forwards, −90 = backwards. Trunk bones: (forwards, side, twist).
"""

from __future__ import annotations

from functools import cache
from typing import Generic, Literal, TypeVar

import msgspec
import numpy as np

from previz.assets import asset
from previz.scene.model import Value, Vec3

T = TypeVar("T")
Pair2 = tuple[float, float]
Side = Literal["l", "r"]


class Sided(Value, Generic[T], frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Left and right."""

    l: T  # noqa: E741 - the side's short name, as in every bone
    r: T

    def of(self, side: Side) -> T:
        return self.l if side == "l" else self.r


class Reach(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a hand goes: a point in the rest-aligned axes of ``ref``, in arm lengths."""

    bone: str
    ref: str
    off: Vec3
    pole: Vec3
    """Where the elbow points, in the axes of the chest."""
    at: str | None = None
    """Start from this landmark instead of the head of ``ref``."""
    front: float | None = None
    """Stay this far in front of the body's surface."""
    beside: float | None = None
    """Stay this far outside the body's side."""
    bend: float = 35.0
    """Most degrees that the wrist may bend towards ``fingers``."""
    fingers: Vec3 | None = None
    palm: Vec3 | None = None


class Hand(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Finger curls (three joints, index to little finger), their spread (− = closed) and the thumb."""

    curl: tuple[Vec3, Vec3, Vec3, Vec3]
    spread: float
    thumb: tuple[float, float, float, float]
    """Flexion of its three joints, and across the palm."""


class Stance(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    group: str = ""
    """Where a list of poses shows it."""
    contact: Literal["feet", "seat", "floor"] = "feet"
    plant: tuple[Side, ...] = ()
    """Feet that are put flat on the floor."""
    root: float = 0.0
    pelvis: Vec3 = (0.0, 0.0, 0.0)
    spine: Vec3 = (0.0, 0.0, 0.0)
    """Shared by three joints."""
    neck: Vec3 = (0.0, 0.0, 0.0)
    head: Vec3 = (0.0, 0.0, 0.0)
    clav: Pair2 | Sided[Pair2] = (0.0, 0.0)
    """(up, forward) beyond what follows from the arm."""
    arm: Vec3 | Sided[Vec3] = (6.0, 20.0, 0.0)
    elbow: float | Sided[float] = 14.0
    fore: float | Sided[float] = 20.0
    """Pronation."""
    wrist: Pair2 | Sided[Pair2] = (0.0, 0.0)
    hand: str | Sided[str] = "relaxed"
    leg: Vec3 | Sided[Vec3] = (2.0, 0.0, 6.0)
    knee: float | Sided[float] = 2.0
    ankle: Vec3 | Sided[Vec3] = (0.0, 0.0, 0.0)
    toe: float | Sided[float] = 0.0
    ik: tuple[Reach, ...] = ()


ARMS = ("clav", "arm", "elbow", "fore", "wrist", "hand")
LEGS = ("leg", "knee", "ankle", "toe")
TRUNK = ("pelvis", "spine", "neck", "head")


def sided(value: T | Sided[T], side: Side) -> T:
    return value.of(side) if isinstance(value, Sided) else value


@cache
def stances() -> dict[str, Stance]:
    """All presets of the shipped file."""
    return msgspec.json.decode(asset("mannequin", "poses.json").read_bytes(), type=dict[str, Stance])


@cache
def hands() -> dict[str, Hand]:
    return msgspec.json.decode(asset("mannequin", "hands.json").read_bytes(), type=dict[str, Hand])


HELD_M = (0.012, 0.035, 0.080, 0.130)
"""How thick a thing is that each of these hands closes on: fist, grip, mug, cup."""
_HOLDING = ("fist", "grip", "hold_mug", "cup")


def holding(thickness_m: float) -> Hand:
    """A hand closed on a thing so thick (for an adult), between the hands of the table."""
    poses = [hands()[name] for name in _HOLDING]

    def at(values: list[float]) -> float:
        return float(np.interp(thickness_m, HELD_M, values))

    curl = [
        tuple(at([hand.curl[finger][joint] for hand in poses]) for joint in range(3)) for finger in range(4)
    ]
    return Hand(
        curl=msgspec.convert(curl, tuple[Vec3, Vec3, Vec3, Vec3]),
        spread=at([hand.spread for hand in poses]),
        thumb=(
            at([hand.thumb[0] for hand in poses]),
            at([hand.thumb[1] for hand in poses]),
            at([hand.thumb[2] for hand in poses]),
            at([hand.thumb[3] for hand in poses]),
        ),
    )


def mirrored(stance: Stance) -> Stance:
    """Left for right."""
    changes: dict[str, object] = {name: _swapped(getattr(stance, name)) for name in ARMS + LEGS}
    for name in TRUNK:
        forwards, side, twist = getattr(stance, name)
        changes[name] = (forwards, -side, -twist)
    changes["root"] = -stance.root
    changes["plant"] = tuple(other(side) for side in stance.plant)
    changes["ik"] = tuple(_mirrored_reach(reach) for reach in stance.ik)
    return msgspec.structs.replace(stance, **changes)


def combined(legs: Stance, arms: Stance) -> Stance:
    """The arms, neck and head of one stance on the trunk and legs of another."""
    taken = {name: getattr(arms, name) for name in (*ARMS, "neck", "head", "ik")}
    return msgspec.structs.replace(legs, **taken)


def other(side: Side) -> Side:
    return "r" if side == "l" else "l"


def _swapped(value: object) -> object:
    return Sided(l=value.r, r=value.l) if isinstance(value, Sided) else value


def _other_bone(bone: str) -> str:
    return bone[:-1] + {"l": "r", "r": "l"}[bone[-1]] if bone[-2:] in ("_l", "_r") else bone


def _mirrored_reach(reach: Reach) -> Reach:
    return msgspec.structs.replace(
        reach,
        bone=_other_bone(reach.bone),
        ref=_other_bone(reach.ref),
        at=None if reach.at is None else _other_bone(reach.at),
        off=_flipped(reach.off),
        pole=_flipped(reach.pole),
        fingers=None if reach.fingers is None else _flipped(reach.fingers),
        palm=None if reach.palm is None else _flipped(reach.palm),
    )


def _flipped(vector: Vec3) -> Vec3:
    return (-vector[0], vector[1], vector[2])
