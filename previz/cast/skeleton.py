"""53 bones, 6 twist bones and forward kinematics.

Every bone has an *anatomical* rest frame F (columns: flexion axis, bone direction, third), rebuilt from the
joint positions of the individual body; so one set of joint angles means the same on every body. The zero pose
is attention: arms hanging, palms to the thighs. A child's frame is ``G_child = G_parent · C · R`` with C the
fixed relation of the zero pose and R the local rotation; a bone carries the skin by ``A = G · Fᵀ``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from previz.cast.rotation import Floats, about_each, cross, frame, product, ry, twist_about, unit

SIDES = (("l", 1.0), ("r", -1.0))
FINGERS = ("thumb", "index", "middle", "ring", "pinky")
LIMB = ("clavicle", "upperarm", "lowerarm", "hand", "thigh", "calf", "foot", "ball")


def _parents() -> dict[str, str | None]:
    parents: dict[str, str | None] = {"Root": None, "pelvis": "Root", "spine_01": "pelvis"}
    parents |= {"spine_02": "spine_01", "spine_03": "spine_02", "neck_01": "spine_03", "head": "neck_01"}
    for side, _ in SIDES:
        for bone, parent in zip(LIMB, ("spine_03", *LIMB[:3], "pelvis", *LIMB[4:7]), strict=True):
            parents[f"{bone}_{side}"] = parent if parent in parents else f"{parent}_{side}"
        for finger in FINGERS:
            for joint in (1, 2, 3):
                before = f"hand_{side}" if joint == 1 else f"{finger}_0{joint - 1}_{side}"
                parents[f"{finger}_0{joint}_{side}"] = before
    return parents


PARENT = _parents()
BONES = tuple(PARENT)
"""The game_engine rig of MakeHuman, parents before children."""
TWISTS = tuple(f"{bone}_twist_{side}" for side, _ in SIDES for bone in ("upperarm", "lowerarm", "thigh"))
SKIN_BONES = BONES + TWISTS
INDEX = {bone: number for number, bone in enumerate(SKIN_BONES)}
TIPS = ("head", "ball_l", "ball_r", *(f"{f}_03_{s}" for s, _ in SIDES for f in FINGERS))
LANDMARKS = ("nose", "eye_l", "eye_r", "ear_l", "ear_r")
PARENT_INDEX = np.array([0 if parent is None else INDEX[parent] for parent in PARENT.values()])


Levels = tuple[tuple[NDArray[np.int64], NDArray[np.int64]], ...]


@cache
def levels(bone: str) -> Levels:
    """(bones, their parents) of each generation from ``bone`` on; the root itself is left out."""
    generation = [INDEX[bone]]
    groups = [] if bone == "Root" else [generation]
    while generation := [n for n in range(1, len(BONES)) if PARENT_INDEX[n] in generation]:
        groups.append(generation)
    return tuple((np.array(group), PARENT_INDEX[group]) for group in groups)


_ZERO_POSE: dict[str, Floats] = {}
for _side, _sign in SIDES:
    _ZERO_POSE[f"upperarm_{_side}"] = np.diag([-1.0, -1.0, 1.0])
    _ZERO_POSE[f"thigh_{_side}"] = np.diag([1.0, -1.0, -1.0])
    _ZERO_POSE[f"foot_{_side}"] = np.diag([1.0, -1.0, -1.0])
    _ZERO_POSE[f"hand_{_side}"] = ry(90 * _sign)
    _ZERO_POSE[f"lowerarm_{_side}"] = _ZERO_POSE[f"calf_{_side}"] = np.eye(3)
ZERO_POSE = _ZERO_POSE
"""Relation C of the limb bones; all other bones keep the relation that they have at rest."""


def _arm_frames(frames: Floats, joints: Floats, tips: Floats, side: str, sign: float) -> None:
    def at(bone: str) -> Floats:
        return np.asarray(joints[INDEX[f"{bone}_{side}"]])

    shoulder, elbow, wrist = at("upperarm"), at("lowerarm"), at("hand")
    hinge = cross(elbow - shoulder, wrist - elbow)
    frames[INDEX[f"upperarm_{side}"]] = frame(hinge, elbow - shoulder)
    frames[INDEX[f"lowerarm_{side}"]] = frame(hinge, wrist - elbow)
    along = unit(at("middle_01") - wrist)
    across = at("index_01") - at("pinky_01")
    palm = unit(cross(along, across)) * sign
    curl = cross(along, palm)
    frames[INDEX[f"hand_{side}"]] = frame(curl, along)
    # All finger bones at once: (5 fingers, 4 places), then (5, 3 bones).
    rows = [[INDEX[f"{finger}_0{k}_{side}"] for k in (1, 2, 3)] for finger in FINGERS]
    ends = [TIPS.index(f"{finger}_03_{side}") for finger in FINGERS]
    places = np.concatenate([joints[rows], tips[ends][:, None]], 1)
    directions = unit(places[:, 1:] - places[:, :-1])
    axes = np.broadcast_to(curl, directions.shape).copy()
    axes[0] = cross(directions[0], np.broadcast_to(0.55 * palm - 0.85 * unit(across), (3, 3)))
    frames[rows] = frame(axes, directions)


def _leg_frames(frames: Floats, joints: Floats, side: str) -> None:
    hip, knee, ankle, ball = (joints[INDEX[f"{bone}_{side}"]] for bone in LIMB[4:])
    forward = unit((ball - ankle) * [1.0, 0.0, 1.0])
    hinge = cross(forward, ankle - hip)
    frames[INDEX[f"thigh_{side}"]] = frame(hinge, knee - hip)
    frames[INDEX[f"calf_{side}"]] = frame(hinge, ankle - knee)
    up = np.array([0.0, 1.0, 0.0])
    upright = np.stack([cross(up, forward), up, forward], -1)
    frames[INDEX[f"foot_{side}"]] = frames[INDEX[f"ball_{side}"]] = upright


def rest_frames(joints: Floats, tips: Floats) -> Floats:
    """Joint heads (53, 3) and tips (13, 3) at rest → frames F (53, 3, 3)."""
    frames = np.broadcast_to(np.eye(3), (len(BONES), 3, 3)).copy()
    for side, sign in SIDES:
        _arm_frames(frames, joints, tips, side, sign)
        _leg_frames(frames, joints, side)
    return frames


@dataclass(frozen=True, eq=False)
class Skeleton:
    """The rest state of one body, metres, feet on y = 0."""

    joints: Floats
    """(53, 3) bone heads."""
    tips: Floats
    """(13, 3) ends of the bones that have no child."""
    marks: Floats
    """(5, 3) nose, eyes, ears."""
    frames: Floats
    """(53, 3, 3) F"""
    relations: Floats
    """(53, 3, 3) C"""
    offsets: Floats
    """(53, 3) head of each bone in its parent's frame."""

    @property
    def arm_length_m(self) -> float:
        return self._length("lowerarm_l") + self._length("hand_l")

    @property
    def leg_length_m(self) -> float:
        return self._length("calf_l") + self._length("foot_l")

    def _length(self, bone: str) -> float:
        return math.dist(self.offsets[INDEX[bone]], (0.0, 0.0, 0.0))


def build(joints: Floats, tips: Floats, marks: Floats) -> Skeleton:
    frames = rest_frames(joints, tips)
    parents = np.swapaxes(frames[PARENT_INDEX], 1, 2)
    relations = product(parents, frames)
    relations[0] = frames[0]
    for bone, relation in ZERO_POSE.items():
        relations[INDEX[bone]] = relation
    offsets = np.einsum("nij,nj->ni", parents, joints - joints[PARENT_INDEX])
    return Skeleton(joints, tips, marks, frames, relations, offsets)


@dataclass(eq=False)
class Chain:
    """A skeleton in motion while a pose is solved: local rotations and what follows from them."""

    skeleton: Skeleton
    rotations: Floats
    """(53, 3, 3) local R"""
    root_m: Floats
    """(3,)"""
    frames: Floats
    """(53, 3, 3) G"""
    heads: Floats
    """(53, 3) bone heads."""

    @classmethod
    def start(cls, skeleton: Skeleton, rotations: Floats) -> Chain:
        empty = np.empty((len(BONES), 3, 3))
        chain = cls(skeleton, rotations.copy(), np.zeros(3), empty, np.empty((len(BONES), 3)))
        chain.update()
        return chain

    def update(self, bone: str = "Root") -> None:
        """Forward kinematics from ``bone`` on, one generation of bones at a time."""
        relations, rotations = self.skeleton.relations, self.rotations
        if bone == "Root":
            self.frames[0] = product(relations[0], rotations[0])
            self.heads[0] = self.root_m
        for bones, parents in levels(bone):
            carrier = self.frames[parents]
            local = np.einsum("nij,njk->nik", relations[bones], rotations[bones])
            self.frames[bones] = np.einsum("nij,njk->nik", carrier, local)
            reach = np.einsum("nij,nj->ni", carrier, self.skeleton.offsets[bones])
            self.heads[bones] = self.heads[parents] + reach

    def raise_by(self, height_m: float) -> None:
        self.root_m[1] += height_m
        self.heads[:, 1] += height_m

    def carried(self, bone: str) -> Floats:
        """(3, 3) figure from rest: how the bone has turned since the rest pose."""
        number = INDEX[bone]
        return np.asarray(product(self.frames[number], self.skeleton.frames[number].T))

    def carry(self, bone: str, point_m: Floats) -> Floats:
        """A rest point (3,) rigidly fixed to ``bone``, where it is now."""
        number = INDEX[bone]
        turned = np.einsum("ij,j->i", self.carried(bone), point_m - self.skeleton.joints[number])
        return np.asarray(self.heads[number] + turned)


class _Twists(NamedTuple):
    """Bones whose skin turns by a share of the twist between two others; (6,) each."""

    bones: NDArray[np.intp]
    carriers: NDArray[np.intp]
    froms: NDArray[np.intp]
    tos: NDArray[np.intp]
    shares: Floats


def _twists() -> _Twists:
    """Upper arm and thigh keep a quarter of their own twist; the forearm takes half of the hand's."""
    rows = [
        (bone, start, end, share)
        for side, _ in SIDES
        for bone, start, end, share in (
            (f"upperarm_{side}", f"clavicle_{side}", f"upperarm_{side}", -0.75),
            (f"thigh_{side}", "pelvis", f"thigh_{side}", -0.75),
            (f"lowerarm_{side}", f"lowerarm_{side}", f"hand_{side}", 0.5),
        )
    ]
    names = [[INDEX[row[0].replace("_", "_twist_")], *(INDEX[name] for name in row[:3])] for row in rows]
    bones, carriers, froms, tos = np.array(names, np.intp).T
    return _Twists(bones, carriers, froms, tos, np.array([row[3] for row in rows]))


_TWISTS = _twists()


def skin_matrices(chain: Chain) -> NDArray[np.float32]:
    """(59, 3, 4): a rest point x moves to ``A[:, :3] x + A[:, 3]``; the last six are the twist bones."""
    count = len(BONES)
    turns = np.empty((len(SKIN_BONES), 3, 3))
    rest, now = np.empty((len(SKIN_BONES), 3)), np.empty((len(SKIN_BONES), 3))
    turns[:count] = product(chain.frames, np.swapaxes(chain.skeleton.frames, 1, 2))
    rest[:count], now[:count] = chain.skeleton.joints, chain.heads
    twists = _TWISTS
    axes = chain.skeleton.frames[twists.carriers, :, 1]
    between = product(np.swapaxes(turns[twists.froms], 1, 2), turns[twists.tos])
    turns[twists.bones] = product(
        turns[twists.carriers], about_each(axes, twists.shares * twist_about(between, axes))
    )
    rest[twists.bones], now[twists.bones] = rest[twists.carriers], now[twists.carriers]
    result = np.empty((len(SKIN_BONES), 3, 4), np.float32)
    result[..., :3] = turns
    result[..., 3] = now - np.einsum("nij,nj->ni", turns, rest)
    return result
