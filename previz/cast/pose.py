"""From a preset's name to local rotations."""

from __future__ import annotations

import math
from functools import lru_cache

import msgspec
import numpy as np

from previz.cast import stance as st
from previz.cast.expression import check_expression
from previz.cast.names import check, check_numbers
from previz.cast.rotation import Floats, about, bend, product, rx, ry, rz
from previz.cast.skeleton import BONES, FINGERS, INDEX, ZERO_POSE
from previz.cast.stance import Stance, sided
from previz.cast.walk import CYCLES
from previz.errors import BadProject
from previz.scene.model import Pose, Vec3

POSES: tuple[str, ...] = tuple(st.stances())
"""Preset names. Besides: ``walk@0.25`` is a phase of a stride, ``sit+phone`` the arms of one on another."""
POSE_GROUPS: dict[str, tuple[str, ...]] = {
    group: tuple(name for name, stance in st.stances().items() if stance.group == group)
    for group in dict.fromkeys(stance.group for stance in st.stances().values())
}
"""Group → presets, as a list of poses shows them."""
HANDS: tuple[str, ...] = tuple(st.hands())
"""Hand names. Besides: ``hold@0.07`` closes on a thing of 7 cm."""
NEUTRAL = {"feet": "stand", "seat": "sit", "floor": ""}
"""What a preset of strength 0 falls back to, by its contact."""
STRENGTH = (0.0, 1.5)


def check_pose(pose: Pose) -> None:
    """Raises BadProject for unknown names and numbers that are none."""
    preset(pose.preset)
    check_expression(pose)
    check_numbers([pose.strength, *pose.head_deg], "A pose's strength and head angles")
    for hand in (pose.hand_left, pose.hand_right):
        if hand is not None:
            hand_named(hand)
    for bone, quat in pose.joints.items():
        check(bone, BONES, "bone")
        check_numbers(quat, f"The rotation of “{bone}”")


@lru_cache(maxsize=256)
def preset(name: str) -> Stance:
    """``stand``, ``walk@0.25``, ``sit+phone``… Raises BadProject for what does not exist."""
    if "+" in name:
        legs, arms = name.split("+", 1)
        return st.combined(preset(legs.strip()), preset(arms.strip()))
    if "@" in name:
        cycle, phase = name.split("@", 1)
        return CYCLES[check(cycle, CYCLES, "pose with phases")](_phase(name, phase))
    return st.stances()[check(name, POSES, "pose")]


def _phase(name: str, text: str) -> float:
    phase = _number(text)
    if not math.isfinite(phase):
        raise BadProject(f"The pose “{name}” needs a phase from 0 to 1, such as walk@0.25.")
    return phase


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


@lru_cache(maxsize=64)
def hand_named(name: str) -> st.Hand:
    """``fist``, ``hold@0.07``… Raises BadProject for what does not exist."""
    if name.startswith("hold@"):
        thickness = _number(name.removeprefix("hold@"))
        if not math.isfinite(thickness):
            raise BadProject(f"The hand pose “{name}” needs a thickness in metres, such as hold@0.07.")
        return st.holding(thickness)
    return st.hands()[check(name, HANDS, "hand pose")]


@lru_cache(maxsize=256)
def stance_of(
    name: str, mirror: bool, hand_left: str | None, hand_right: str | None, posture_deg: Vec3
) -> Stance:
    """A preset with mirror, hands and the body's own stoop applied."""
    stance = preset(name)
    if mirror:
        stance = st.mirrored(stance)
    left = hand_left or sided(stance.hand, "l")
    right = hand_right or sided(stance.hand, "r")
    stoop = {
        part: (getattr(stance, part)[0] + more, *getattr(stance, part)[1:])
        for part, more in zip(("spine", "neck", "head"), posture_deg, strict=True)
    }
    return msgspec.structs.replace(stance, hand=st.Sided(l=left, r=right), **stoop)


@lru_cache(maxsize=256)
def rotations(stance: Stance) -> Floats:
    """(53, 3, 3) local rotations of the joint angles; hand goals come later. Do not write to it."""
    result = np.broadcast_to(np.eye(3), (len(BONES), 3, 3)).copy()
    result[INDEX["Root"]] = ry(stance.root)
    result[INDEX["pelvis"]] = bend(stance.pelvis)
    for bone, share in (("spine_01", 0.36), ("spine_02", 0.34), ("spine_03", 0.30)):
        forwards, side, twist = stance.spine
        result[INDEX[bone]] = bend((forwards * share, side * share, twist * share))
    result[INDEX["neck_01"]] = bend(stance.neck)
    result[INDEX["head"]] = bend(stance.head)
    _arm(result, stance, "l", 1.0)
    _arm(result, stance, "r", -1.0)
    _leg(result, stance, "l", 1.0)
    _leg(result, stance, "r", -1.0)
    _fingers(result, hand_named(sided(stance.hand, "l")), "l", 1.0)
    _fingers(result, hand_named(sided(stance.hand, "r")), "r", -1.0)
    result.flags.writeable = False
    return result


def _swing(sign: float, elevation: float, plane: float) -> Floats:
    """Turn that takes a limb hanging along −Y to ``elevation`` in ``plane`` (0 outwards, 90 forwards)."""
    if abs(elevation) < 1e-6:
        return np.eye(3)
    x, z = sign * math.cos(math.radians(plane)), math.sin(math.radians(plane))
    # The axis is the cross product of down and the limb's horizontal direction.
    return about(np.array([-z, 0.0, x]), elevation)


def _arm(result: Floats, stance: Stance, side: st.Side, sign: float) -> None:
    """The collarbone follows the arm: up with its elevation, forwards with its reach."""
    elevation, plane, twist = sided(stance.arm, side)
    up, forward = sided(stance.clav, side)
    ahead = math.sin(math.radians(plane)) * math.sin(math.radians(min(elevation, 120)))
    up += max(0.0, elevation - 35) * 0.22
    forward += max(0.0, ahead) * 9 + (max(0.0, abs(plane) - 90) * 0.22 if ahead > 0 else 0.0)
    collar = product(rz(sign * up), ry(-sign * forward))
    relation = ZERO_POSE[f"upperarm_{side}"]
    # The elevation is relative to the trunk, so the collarbone's own turn is undone.
    swing = product(collar.T, _swing(sign, elevation, plane))
    result[INDEX[f"clavicle_{side}"]] = collar
    result[INDEX[f"upperarm_{side}"]] = product(relation.T, swing, relation, ry(sign * twist))
    result[INDEX[f"lowerarm_{side}"]] = rx(sided(stance.elbow, side))
    flexion, radial = sided(stance.wrist, side)
    pronation = ry(sign * sided(stance.fore, side))
    result[INDEX[f"hand_{side}"]] = product(pronation, rx(flexion), rz(sign * radial))


def _leg(result: Floats, stance: Stance, side: st.Side, sign: float) -> None:
    elevation, plane, outwards = sided(stance.leg, side)
    relation = ZERO_POSE[f"thigh_{side}"]
    swing = _swing(sign, elevation, plane)
    result[INDEX[f"thigh_{side}"]] = product(relation.T, swing, relation, ry(-sign * outwards))
    result[INDEX[f"calf_{side}"]] = rx(sided(stance.knee, side))
    plantar, inwards, out = sided(stance.ankle, side)
    result[INDEX[f"foot_{side}"]] = product(rx(plantar), rz(sign * inwards), ry(sign * out))
    result[INDEX[f"ball_{side}"]] = rx(-sided(stance.toe, side))


_FAN = (1.2, 0.2, -0.7, -1.6)
"""Share of the spread that each finger takes."""


def _fingers(result: Floats, hand: st.Hand, side: str, sign: float) -> None:
    for finger, curl, fan in zip(FINGERS[1:], hand.curl, _FAN, strict=True):
        for joint in range(3):
            result[INDEX[f"{finger}_0{joint + 1}_{side}"]] = rx(curl[joint])
        first = INDEX[f"{finger}_01_{side}"]
        result[first] = product(rz(sign * hand.spread * fan), result[first])
    first_deg, second_deg, third_deg, across = hand.thumb
    result[INDEX[f"thumb_01_{side}"]] = product(rz(-sign * across), rx(first_deg))
    result[INDEX[f"thumb_02_{side}"]] = rx(second_deg)
    result[INDEX[f"thumb_03_{side}"]] = rx(third_deg)
