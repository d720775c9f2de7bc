"""Hands that go somewhere: to the hips, the ear, the table, without passing through the body."""

from __future__ import annotations

import math

import numpy as np

from previz.cast.contact import Soles
from previz.cast.ik import bent, hand_frame, turn_end, two_bone
from previz.cast.rotation import Floats, about, cross, product, unit, vector
from previz.cast.skeleton import INDEX, LANDMARKS, Chain, Skeleton
from previz.cast.stance import Reach

WRIST_LIMIT_DEG = 75.0
CLEARANCE_M = 0.038
"""Half a forearm."""
ADULT_HEAD_JOINT_M = 1.6


def reach(touching: Soles, chain: Chain, goal: Reach) -> None:
    """Bend one arm so that its wrist reaches the goal, then turn the hand."""
    side = goal.bone[-1]
    upper = f"upperarm_{side}"
    carrier = chain.carried(goal.ref)
    target = chain.carry(goal.ref, _rest_goal(touching, chain.skeleton, goal))
    pole = np.einsum("ij,j->i", chain.carried("spine_03"), vector(goal.pole))
    two_bone(chain, upper, target, pole)
    if goal.front is not None and goal.ref.startswith("spine"):
        cleared = _clear_belly(touching, chain, goal, target, pole)
        if cleared is not pole:
            two_bone(chain, upper, target, cleared)
    if goal.palm is None:
        return
    along = chain.frames[INDEX[f"lowerarm_{side}"]][:, 1]
    fingers = along
    if goal.fingers is not None:
        wish = unit(np.einsum("ij,j->i", carrier, vector(goal.fingers)))
        angle = math.degrees(math.acos(max(-1.0, min(1.0, float(along @ wish)))))
        if angle > 1:
            turn = about(cross(along, wish), min(angle, goal.bend))
            fingers = np.einsum("ij,j->i", turn, along)
    palm = np.einsum("ij,j->i", carrier, vector(goal.palm))
    turn_end(chain, goal.bone, hand_frame(fingers, palm))


def _rest_goal(touching: Soles, skeleton: Skeleton, goal: Reach) -> Floats:
    """The goal in the rest pose's space (3,), kept off the surface of the body."""
    length = skeleton.arm_length_m
    base = skeleton.joints[INDEX[goal.ref]] if goal.at is None else skeleton.marks[LANDMARKS.index(goal.at)]
    target: Floats = base + vector(goal.off) * length
    if goal.front is not None:
        target[2] = _front(touching, skeleton, target[0], target[1]) + goal.front * length
    if goal.beside is not None:
        x, y, _ = touching.surface.T
        level = (np.abs(y - target[1]) < 0.03) & (np.abs(x) < 0.52 * length)
        if level.any():
            target[0] = math.copysign(float(np.abs(x[level]).max()) + goal.beside * length, target[0])
    return target


def _front(touching: Soles, skeleton: Skeleton, x_m: float, y_m: float) -> float:
    """z of the front surface of the trunk at rest height y; of the thigh when lower than the hips."""
    size = float(skeleton.joints[INDEX["head"], 1]) / ADULT_HEAD_JOINT_M
    x, y, z = touching.surface.T
    near = np.abs(y - y_m) < 0.045 * size
    if y_m < skeleton.joints[INDEX["thigh_l"], 1] - 0.06 * size:
        near &= np.abs(x - x_m) < 0.05 * size
    else:
        near &= np.abs(x) < 0.13 * size
    return float(z[near].max()) if near.any() else 0.12


def _clear_belly(touching: Soles, chain: Chain, goal: Reach, target: Floats, pole: Floats) -> Floats:
    """Where the elbow points when the forearm clears the trunk; ``pole`` itself if it does already."""
    upper, number = f"upperarm_{goal.bone[-1]}", INDEX[goal.ref]
    carrier = chain.carried(goal.ref)
    forwards = carrier[:, 2]
    x, y, z = touching.trunk.T
    for _ in range(5):
        _, elbow_m, wrist_m, _ = bent(chain, upper, target, pole)
        deepest = 0.0
        for share in (0.2, 0.45, 0.7):
            point = elbow_m + (wrist_m - elbow_m) * share
            rest = np.einsum("ji,j->i", carrier, point - chain.heads[number]) + chain.skeleton.joints[number]
            near = (np.abs(y - rest[1]) < 0.045) & (np.abs(x - rest[0]) < 0.035)
            if near.any():
                deepest = max(deepest, float(z[near].max()) + CLEARANCE_M - float(rest[2]))
        if deepest < 0.004:
            break
        pole = pole + forwards * min(0.9, 6 * deepest)
    return pole


def limit_wrists(chain: Chain) -> None:
    """Bring every wrist back to WRIST_LIMIT_DEG of bend."""
    for side in ("l", "r"):
        limit_wrist(chain, side)


def limit_wrist(chain: Chain, side: str) -> None:
    hand, forearm = INDEX[f"hand_{side}"], INDEX[f"lowerarm_{side}"]
    angle = wrist_bend_deg(chain, side)
    if angle <= WRIST_LIMIT_DEG:
        return
    along, fingers = chain.frames[forearm][:, 1], chain.frames[hand][:, 1]
    back = about(cross(fingers, along), angle - WRIST_LIMIT_DEG)
    wanted = product(back, chain.frames[hand])
    carrier = product(chain.frames[forearm], chain.skeleton.relations[hand])
    chain.rotations[hand] = product(carrier.T, wanted)
    chain.update(f"hand_{side}")


def wrist_bend_deg(chain: Chain, side: str) -> float:
    """Angle between forearm and hand."""
    along = chain.frames[INDEX[f"lowerarm_{side}"]][:, 1]
    fingers = chain.frames[INDEX[f"hand_{side}"]][:, 1]
    return math.degrees(math.acos(max(-1.0, min(1.0, float(along @ fingers)))))
