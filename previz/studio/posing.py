"""Posing somebody by what one can grab: hands and feet that reach, joints that turn, hips that travel.

Pure functions from a person's key to the next one; `stagehands.change_actor` gives it to the shot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.cast import Posed, figure_matrix
from previz.cast.rotation import about, cross, product, unit
from previz.cast.skeleton import INDEX
from previz.cast.touch import palm_m
from previz.scene.model import ActorKey, Limb, Pose, Quat, Touch, Vec3
from previz.scene.transform import apply, rigid_inverse, rotation_matrix, rotation_quat, to_vec3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Grip:
    """Something of a body to take hold of. ``joint`` is the bone at whose head it lies."""

    name: str
    kind: Literal["limb", "joint", "hips"]
    joint: str
    bone: str = ""
    """The bone that turns when the grip is pulled: the one before it."""
    limb: Limb | None = None


def _sided(name: str, kind: Literal["limb", "joint"], joint: str, bone: str, limb: str = "") -> list[Grip]:
    made = []
    for side, word in (("l", "Left"), ("r", "Right")):
        reaching: Limb | None = {
            "hand_l": "hand_l", "hand_r": "hand_r", "foot_l": "foot_l", "foot_r": "foot_r"
        }.get(f"{limb}_{side}")  # type: ignore[assignment]  # fmt: skip
        turned = f"{bone}_{side}" if bone else ""
        made.append(Grip(f"{word} {name}", kind, f"{joint}_{side}", turned, reaching))
    return made


GRIPS: tuple[Grip, ...] = (
    *_sided("hand", "limb", "hand", "", "hand"),
    *_sided("foot", "limb", "ball", "", "foot"),
    *_sided("elbow", "joint", "lowerarm", "upperarm"),
    *_sided("shoulder", "joint", "upperarm", "clavicle"),
    *_sided("knee", "joint", "calf", "thigh"),
    Grip("Hips", "hips", "pelvis"),
    Grip("Waist", "joint", "spine_02", "spine_01"),
    Grip("Chest", "joint", "neck_01", "spine_03"),
    Grip("Neck", "joint", "head", "neck_01"),
    Grip("Head", "joint", "head_top", "head"),
)


def grip_point(key: ActorKey, posed: Posed, grip: Grip) -> Floats:
    """(3,) where a grip is in the world."""
    world_from_figure = figure_matrix(key.position_m, key.heading_deg)
    if grip.joint == "head_top":
        return apply(world_from_figure, posed.landmarks_m["head_top"])
    if grip.limb is not None and grip.limb.startswith("hand"):
        return apply(world_from_figure, palm_m(posed.chain, grip.limb[-1]))
    if grip.limb is not None:
        return apply(world_from_figure, _ball_on_ground(posed, grip.limb[-1]))
    return apply(world_from_figure, posed.joints_m[grip.joint])


def _ball_on_ground(posed: Posed, side: str) -> Floats:
    """(3,) the point under the ball of a foot, in figure space; a `Touch` of a foot means this."""
    ball = posed.joints_m[f"ball_{side}"]
    above = float(posed.figure.skeleton.joints[INDEX[f"ball_{side}"], 1]) - posed.figure.soles.ground_m
    down = posed.bone_rotations[f"foot_{side}"][:, 1]
    return np.asarray(ball - unit(np.asarray(down)) * above)


def pulled(key: ActorKey, posed: Posed, grip: Grip, to_m: ArrayLike) -> ActorKey:
    """The key after a grip of ``key``, posed as ``posed``, was pulled to a point of the world (3,)."""
    target = np.asarray(to_m, float)
    if grip.limb is not None:
        return reached(key, grip.limb, target)
    local = apply(rigid_inverse(figure_matrix(key.position_m, key.heading_deg)), target)
    if grip.kind == "hips":
        offset = np.asarray(key.pose.pelvis_m) + local - posed.joints_m["pelvis"]
        return _posed(key, msgspec.structs.replace(key.pose, pelvis_m=to_vec3(offset)))
    start = posed.joints_m[grip.bone]
    tip = posed.landmarks_m["head_top"] if grip.joint == "head_top" else posed.joints_m[grip.joint]
    was, will = unit(tip - start), unit(local - start)
    axis = cross(was, will)
    sine = float(np.linalg.norm(axis))
    if sine < 1e-9:
        return key
    angle = float(np.degrees(np.arctan2(sine, float(was @ will))))
    return turned(key, posed, grip.bone, about(unit(axis), angle))


def turned(key: ActorKey, posed: Posed, bone: str, turn: Floats) -> ActorKey:
    """The key with a bone turned by (3, 3) of figure space beyond what it does; joints keep their range."""
    frame = posed.bone_rotations[bone]
    before = rotation_matrix(key.pose.joints.get(bone, (1.0, 0.0, 0.0, 0.0)))
    local = rotation_quat(product(before, frame.T, turn, frame))
    return _posed(key, msgspec.structs.replace(key.pose, joints={**key.pose.joints, bone: local}))


def reached(key: ActorKey, limb: Limb, point_m: ArrayLike) -> ActorKey:
    """The key with a hand or foot on a point of the world."""
    old = next((touch for touch in key.touches if touch.limb == limb), None)
    touch = (
        Touch(limb=limb, point_m=to_vec3(point_m))
        if old is None
        else msgspec.structs.replace(old, point_m=to_vec3(point_m), normal=None, share=1.0)
    )
    others = tuple(one for one in key.touches if one.limb != limb)
    return msgspec.structs.replace(key, touches=(*others, touch))


def released(key: ActorKey) -> ActorKey:
    """As the pose alone has it: no turned joints, no dragged hips, no touches."""
    plain = msgspec.structs.replace(key.pose, joints={}, pelvis_m=(0.0, 0.0, 0.0), head_deg=(0.0, 0.0, 0.0))
    return msgspec.structs.replace(key, pose=plain, touches=())


def mirrored(key: ActorKey) -> ActorKey:
    """Left and right exchanged, as in a mirror that stands before the person's middle."""
    pose = key.pose
    bend, side, twist = pose.head_deg
    x, y, z = pose.pelvis_m
    changed = msgspec.structs.replace(
        pose,
        mirror=not pose.mirror,
        hand_left=pose.hand_right,
        hand_right=pose.hand_left,
        head_deg=(bend, -side, -twist),
        pelvis_m=(-x, y, z),
        joints={_other(bone): _mirror_quat(turn) for bone, turn in pose.joints.items()},
    )
    touches = tuple(_mirror_touch(key, touch) for touch in key.touches)
    return msgspec.structs.replace(key, pose=changed, touches=touches)


def _posed(key: ActorKey, pose: Pose) -> ActorKey:
    return msgspec.structs.replace(key, pose=pose)


def _other(bone: str) -> str:
    """The same bone of the other side."""
    if bone.endswith("_l"):
        return f"{bone[:-2]}_r"
    return f"{bone[:-2]}_l" if bone.endswith("_r") else bone


def _mirror_quat(turn: Quat) -> Quat:
    """Right joints mirror side and twist, the second and third axis of their bone's frame (`limits`)."""
    w, x, y, z = turn
    return (w, x, -y, -z)


def _mirror_touch(key: ActorKey, touch: Touch) -> Touch:
    place = figure_matrix(key.position_m, key.heading_deg)
    local = apply(rigid_inverse(place), touch.point_m) * (-1.0, 1.0, 1.0)
    normal: Vec3 | None = None
    if touch.normal is not None:
        turn = place[:3, :3]
        inside = np.einsum("ji,j->i", turn, np.asarray(touch.normal)) * (-1.0, 1.0, 1.0)
        normal = to_vec3(np.einsum("ij,j->i", turn, inside))
    heading = None if touch.heading_deg is None else 2 * key.heading_deg - touch.heading_deg
    limb: Limb = _other(touch.limb)  # type: ignore[assignment]
    return msgspec.structs.replace(
        touch, limb=limb, point_m=to_vec3(apply(place, local)), normal=normal, heading_deg=heading
    )
