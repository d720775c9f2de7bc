"""Palms and feet on points: what a director grabs and puts somewhere."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from previz.cast.contact import Soles
from previz.cast.ik import LEG_REACH, two_bone
from previz.cast.names import check_numbers
from previz.cast.reach import limit_wrist
from previz.cast.rotation import Floats, about, blend, cross, product, rx, unit, vector
from previz.cast.skeleton import INDEX, PARENT_INDEX, Chain
from previz.scene.model import Touch

PALM_M = 0.020
"""From the bones of an adult's hand to the skin of the palm."""
ADULT_ARM_M = 0.5
HEEL_SHARE = 0.42
"""The heel lies so far behind the ankle, as a share of the ankle's distance to the ball."""
KNEES_BEND = 0.45
"""Most that the hips sink for feet that would not reach, in leg lengths."""
FOLDED = 0.34
"""Hip and ankle do not come nearer than this, in leg lengths."""
STRETCH_DEG = 28.0
"""Most that the trunk bends for hands that would not reach."""
_EASY = 0.96
"""A point further than this from the shoulder, in arm lengths, makes the trunk follow."""
_TURNS = 12
_CLOSE_M = 5e-4


def check_touches(touches: Sequence[Touch]) -> None:
    """Raises BadProject for numbers that are none."""
    for touch in touches:
        numbers = [
            *touch.point_m,
            *(touch.normal or ()),
            touch.heading_deg or 0.0,
            touch.pitch_deg,
            touch.share,
        ]
        check_numbers(numbers, f"What the {touch.limb.replace('_', ' ')} touches")


def touch_all(touching: Soles, chain: Chain, touches: Sequence[Touch]) -> None:
    """Feet first, because the hips may sink for them; then hands."""
    feet = [touch for touch in touches if touch.limb.startswith("foot") and touch.share > 0]
    goals = [(touch, *_foot_goal(touching, chain, touch)) for touch in feet]
    _sink(chain, [(touch.limb[-1], ankle) for touch, ankle, _ in goals])
    for touch, ankle, standing in goals:
        _place_foot(chain, touch, ankle, standing)
    hands = [touch for touch in touches if touch.limb.startswith("hand") and touch.share > 0]
    _stretch(chain, hands)
    for touch in hands:
        _place_hand(chain, touch)


def palm_m(chain: Chain, side: str) -> Floats:
    """(3,) the middle of the palm's skin."""
    hand = INDEX[f"hand_{side}"]
    wrist, knuckle = chain.heads[hand], chain.heads[INDEX[f"middle_01_{side}"]]
    size = chain.skeleton.arm_length_m / ADULT_ARM_M
    return np.asarray(wrist + 0.72 * (knuckle - wrist) + PALM_M * size * chain.frames[hand][:, 2])


def _stretch(chain: Chain, hands: Sequence[Touch]) -> None:
    """Bend the trunk, as one does, towards points that the arms alone would miss."""
    turn = np.zeros(3)
    hips = chain.heads[INDEX["spine_01"]]
    for touch in hands:
        shoulder = chain.heads[INDEX[f"upperarm_{touch.limb[-1]}"]]
        way = vector(touch.point_m) - shoulder
        missing = float(np.linalg.norm(way)) - _EASY * chain.skeleton.arm_length_m
        if missing <= 0:
            continue
        axis = cross(shoulder - hips, unit(way))
        lever = float(np.linalg.norm(axis))
        if lever > 0.2 * float(np.linalg.norm(shoulder - hips)):
            turn += unit(axis) * min(STRETCH_DEG, math.degrees(missing / lever)) * min(touch.share, 1.0)
    if not turn.any():
        return
    angle = min(float(np.linalg.norm(turn)), STRETCH_DEG) / 3
    for bone in ("spine_01", "spine_02", "spine_03"):
        number = INDEX[bone]
        carrier = product(chain.frames[PARENT_INDEX[number]], chain.skeleton.relations[number])
        wanted = product(about(turn, angle), chain.frames[number])
        chain.rotations[number] = product(carrier.T, wanted)
        chain.update(bone)


def _place_hand(chain: Chain, touch: Touch) -> None:
    """Turn by turn: hand flat on the surface as far as the wrist bends, then the palm onto the point."""
    side = touch.limb[-1]
    hand, shoulder = INDEX[f"hand_{side}"], chain.heads[INDEX[f"upperarm_{side}"]]
    start = palm_m(chain, side)
    point = start + (vector(touch.point_m) - start) * min(touch.share, 1.0)
    elbow, wrist = chain.heads[INDEX[f"lowerarm_{side}"]], chain.heads[hand]
    chest = chain.frames[INDEX["spine_03"]]
    outwards = chest[:, 0] * (1.0 if side == "l" else -1.0)
    pole = (
        unit(elbow - (shoulder + wrist) / 2) * 0.5 + outwards * 0.35 - chest[:, 1] * 0.6 - chest[:, 2] * 0.1
    )
    offset = start - wrist
    for _ in range(_TURNS):
        frame = None
        if touch.normal is not None:
            now = chain.frames[hand].copy()
            frame = _laid(chain, side, now, vector(touch.normal), point, touch.share)
            offset = _palm_from_wrist(chain, side, frame)
        two_bone(chain, f"upperarm_{side}", point - offset, pole, frame)
        limit_wrist(chain, side)
        offset = palm_m(chain, side) - chain.heads[hand]
        if float(np.linalg.norm(chain.heads[hand] + offset - point)) < _CLOSE_M:
            return
    if touch.normal is not None:
        two_bone(chain, f"upperarm_{side}", point - offset, pole, chain.frames[hand].copy())


def _palm_from_wrist(chain: Chain, side: str, frame: Floats) -> Floats:
    """(3,) from wrist to palm for a hand that stands in ``frame``."""
    size = chain.skeleton.arm_length_m / ADULT_ARM_M
    knuckle = chain.skeleton.offsets[INDEX[f"middle_01_{side}"]]
    return np.asarray(np.einsum("ij,j->i", frame, 0.72 * knuckle + np.array([0.0, 0.0, PALM_M * size])))


def _laid(chain: Chain, side: str, now: Floats, normal: Floats, point: Floats, share: float) -> Floats:
    """The hand's frame with the palm against a surface, fingers as nearly along the forearm as it allows."""
    out = unit(normal)
    along = chain.frames[INDEX[f"lowerarm_{side}"]][:, 1]
    elbow = chain.heads[INDEX[f"lowerarm_{side}"]]
    fingers = along - (along @ out) * out
    if float(np.linalg.norm(fingers)) < 0.35:  # the forearm comes straight at it: fingers up, or as they were
        towards = point - elbow
        lifted = np.array([0.0, 1.0, 0.0]) + 0.2 * unit(towards)
        fingers = lifted - (lifted @ out) * out
        if float(np.linalg.norm(fingers)) < 0.35:
            fingers = now[:, 1] - (now[:, 1] @ out) * out
    fingers = unit(fingers)
    wanted = np.stack([cross(fingers, -out), fingers, -out], -1)
    return blend(now[None], wanted[None], share)[0] if share < 1 else wanted


def _foot_goal(touching: Soles, chain: Chain, touch: Touch) -> tuple[Floats, Floats]:
    """Ankle (3,) and frame (3, 3) of a foot whose ball stands on the point."""
    side = touch.limb[-1]
    foot = INDEX[f"foot_{side}"]
    up = unit(vector(touch.normal)) if touch.normal is not None else np.array([0.0, 1.0, 0.0])
    forward = chain.frames[foot][:, 2]
    if touch.heading_deg is not None:
        turn = math.radians(touch.heading_deg)
        forward = np.array([math.sin(turn), 0.0, math.cos(turn)])
    forward = forward - (forward @ up) * up
    if float(np.linalg.norm(forward)) < 0.1:
        forward = chain.frames[INDEX["pelvis"]][:, 2]
        forward = forward - (forward @ up) * up
    forward = unit(forward)
    flat = np.stack([cross(up, forward), up, forward], -1)
    below = touching.ground_m - float(chain.skeleton.joints[foot, 1])
    hinge = chain.skeleton.offsets[INDEX[f"ball_{side}"]]
    ball = np.array([hinge[0], below, hinge[2]])
    tilted = product(flat, rx(touch.pitch_deg))
    if touch.pitch_deg >= 0:  # the toes stay flat, so the foot turns about their joint
        joint = vector(touch.point_m) + np.einsum("ij,j->i", flat, hinge - ball)
        ankle = joint - np.einsum("ij,j->i", tilted, hinge)
    else:
        heel = np.array([ball[0], below, -HEEL_SHARE * ball[2]])
        standing = vector(touch.point_m) + np.einsum("ij,j->i", flat, heel - ball)
        ankle = standing - np.einsum("ij,j->i", tilted, heel)
    share = min(touch.share, 1.0)
    here = chain.heads[foot]
    if share < 1:
        tilted = blend(chain.frames[foot][None], tilted[None], share)[0]
    return here + (ankle - here) * share, tilted


def _sink(chain: Chain, goals: Sequence[tuple[str, Floats]]) -> None:
    """Lower the hips until every foot reaches its goal, as far as knees bend."""
    limit = 0.9985 * chain.skeleton.leg_length_m
    sinking = 0.0
    for side, ankle in goals:
        hip = chain.heads[INDEX[f"thigh_{side}"]]
        apart = math.hypot(hip[0] - ankle[0], hip[2] - ankle[2])
        if apart < limit:
            sinking = max(sinking, float(hip[1] - ankle[1]) - math.sqrt(limit**2 - apart**2))
    chain.raise_by(-min(sinking, KNEES_BEND * chain.skeleton.leg_length_m))


def _place_foot(chain: Chain, touch: Touch, ankle: Floats, standing: Floats) -> None:
    side = touch.limb[-1]
    _step(chain, side, ankle, standing)
    toes = rx(-max(0.0, touch.pitch_deg))
    number = INDEX[f"ball_{side}"]
    chain.rotations[number] = blend(chain.rotations[number][None], toes[None], min(touch.share, 1.0))[0]
    chain.update(f"ball_{side}")


def _step(chain: Chain, side: str, ankle: Floats, standing: Floats) -> None:
    """One leg to a place for the ankle, its knee as it points, or to where the toes go."""
    hip, knee, now = (chain.heads[INDEX[f"{bone}_{side}"]] for bone in ("thigh", "calf", "foot"))
    pelvis = chain.frames[INDEX["pelvis"]]
    ahead = unit(pelvis[:, 2] + standing[:, 2])
    pole = knee - (hip + now) / 2 + 0.25 * ahead
    two_bone(chain, f"thigh_{side}", ankle, pole, standing, LEG_REACH)


def drag_pelvis(chain: Chain, offset_m: Floats, planted: Sequence[str]) -> None:
    """Move the hips by ``offset_m`` (3,) as far as the planted legs allow; their feet stay as they stand."""
    feet = {side: INDEX[f"foot_{side}"] for side in planted}
    held = {side: (chain.heads[n].copy(), chain.frames[n].copy()) for side, n in feet.items()}
    hips = {side: chain.heads[INDEX[f"thigh_{side}"]].copy() for side in planted}
    length = chain.skeleton.leg_length_m

    def allowed(share: float) -> bool:
        return all(
            _span(hips[side] + share * offset_m, held[side][0], length, math.dist(hips[side], held[side][0]))
            for side in planted
        )

    share = 1.0
    if not allowed(share):
        low, high = 0.0, 1.0
        for _ in range(14):
            share = (low + high) / 2
            low, high = (share, high) if allowed(share) else (low, share)
        share = low
    moved = offset_m * share
    chain.root_m += moved
    chain.heads += moved
    for side in planted:
        _step(chain, side, *held[side])


def _span(hip: Floats, ankle: Floats, length: float, before: float) -> bool:
    """Whether a leg of ``length`` spans this; one that was stretched or folded more already may stay so."""
    span = math.dist(hip, ankle)
    return min(FOLDED * length, before) <= span <= max(LEG_REACH * length, before)
