"""A pose on a body, step by step: angles, gaze, floor or seat, hands, single joints, blends, touches."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from previz.cast import contact, gaze, limits, pose, reach, touch
from previz.cast.ik import LEG_REACH, two_bone
from previz.cast.names import check_numbers
from previz.cast.pose import STRENGTH
from previz.cast.rotation import Floats, blend, product
from previz.cast.skeleton import INDEX, Chain, Skeleton
from previz.cast.stance import Side, Stance
from previz.errors import BadProject
from previz.scene.model import Pose, Touch, Vec3
from previz.scene.transform import rotation_matrix

MOST_BLENDS = 8
"""A pose may be on its way into another so many times over."""
SAME_STANDING_M = 0.6
"""Feet planted further apart than this in two blended poses take a step instead of gliding."""


@dataclass(frozen=True, eq=False)
class Task:
    """What a pose is solved for: one body, its seat and where it looks."""

    skeleton: Skeleton
    soles: contact.Soles
    posture_deg: Vec3
    seat_height_m: float | None
    gaze_dir: Floats | None
    """(3,) unit, figure space."""


def check(pose_: Pose, seat_height_m: float | None, touches: Sequence[Touch]) -> None:
    """Raises BadProject for unknown names, numbers that are none, and blends without end."""
    depth, one = 0, pose_
    while True:
        pose.check_pose(one)
        check_numbers([one.share, *one.pelvis_m], "A pose's share and hips")
        if one.blend is None:
            break
        depth, one = depth + 1, one.blend
        if depth > MOST_BLENDS:
            raise BadProject(f"A pose blends at most {MOST_BLENDS} others; take some away.")
    if seat_height_m is not None:
        check_numbers([seat_height_m], "A seat's height")
    touch.check_touches(touches)


def solve(task: Task, pose_: Pose, touches: Sequence[Touch]) -> Chain:
    """The skeleton in its final state. The pose must have been checked."""
    chain, _ = _blended(task, pose_)
    if touches:
        touch.touch_all(task.soles, chain, touches)
        reach.limit_wrists(chain)
    return chain


def _blended(task: Task, pose_: Pose) -> tuple[Chain, Stance]:
    """A pose, mixed with the one that it becomes."""
    share = min(max(pose_.share, 0.0), 1.0)
    if pose_.blend is None or share <= 0:
        return _single(task, pose_)
    if share >= 1:
        return _blended(task, pose_.blend)
    (start, first), (end, second) = _single(task, pose_), _blended(task, pose_.blend)
    chain = Chain.start(task.skeleton, blend(start.rotations, end.rotations, share))
    chain.root_m[:] = start.root_m + (end.root_m - start.root_m) * share
    chain.update()
    for side in first.plant:
        if side in second.plant:
            _keep_foot(chain, side, start, end, share)
    low = contact.lift(task.soles, chain, None)
    carried = first.contact != "seat" and second.contact != "seat"
    if low > 0 or (carried and first.plant and second.plant):
        chain.raise_by(max(low, -0.04))
    reach.limit_wrists(chain)
    return chain, first if share < 0.5 else second


def _keep_foot(chain: Chain, side: str, start: Chain, end: Chain, share: float) -> None:
    """A foot that stands in both poses stands between them too."""
    foot, knee, hip = (INDEX[f"{bone}_{side}"] for bone in ("foot", "calf", "thigh"))
    if math.dist(start.heads[foot], end.heads[foot]) > SAME_STANDING_M:
        return
    ankle = start.heads[foot] + (end.heads[foot] - start.heads[foot]) * share
    standing = blend(start.frames[foot][None], end.frames[foot][None], share)[0]
    pole = chain.heads[knee] - (chain.heads[hip] + chain.heads[foot]) / 2
    pole = pole + 0.25 * chain.frames[INDEX["pelvis"]][:, 2]
    two_bone(chain, f"thigh_{side}", ankle, pole, standing, LEG_REACH)


def _single(task: Task, pose_: Pose) -> tuple[Chain, Stance]:
    """A preset with its strength, joints and hips."""
    stance = _stance(task, pose_, pose_.preset)
    chain = _preset(task, stance, pose_.head_deg)
    base = _base(pose_, stance)
    if base:
        start = _preset(task, _stance(task, pose_, base), pose_.head_deg)
        strength = min(max(pose_.strength, STRENGTH[0]), STRENGTH[1])
        chain = Chain.start(task.skeleton, blend(start.rotations, chain.rotations, strength))
        if task.gaze_dir is not None:
            gaze.turn_head(chain, stance, task.gaze_dir, pose_.head_deg)
        contact.settle(task.soles, chain, stance, task.seat_height_m)
        reach.limit_wrists(chain)
    _turn_joints(task, chain, pose_, stance)
    if any(pose_.pelvis_m):
        touch.drag_pelvis(chain, np.asarray(pose_.pelvis_m, float), _planted(task, chain, stance))
        if not stance.plant:
            chain.raise_by(max(0.0, contact.lift(task.soles, chain, None)))
    return chain, stance


def _preset(task: Task, stance: Stance, head_deg: Vec3) -> Chain:
    chain = Chain.start(task.skeleton, pose.rotations(stance))
    if task.gaze_dir is not None:
        gaze.turn_head(chain, stance, task.gaze_dir, head_deg)
    else:
        gaze.nod(chain, head_deg)
    contact.settle(task.soles, chain, stance, task.seat_height_m)
    for goal in stance.ik:
        reach.reach(task.soles, chain, goal)
    reach.limit_wrists(chain)
    if stance.ik and stance.contact != "seat":
        chain.raise_by(contact.lift(task.soles, chain, None))
    return chain


def _turn_joints(task: Task, chain: Chain, pose_: Pose, stance: Stance) -> None:
    """Single bones on top of the pose, within what joints allow; the body is then set down again."""
    if not pose_.joints:
        return
    for bone, quat in pose_.joints.items():
        number = INDEX[bone]
        chain.rotations[number] = limits.clamped(
            bone, product(chain.rotations[number], rotation_matrix(quat)), chain.rotations[number]
        )
    chain.update()
    seat = task.seat_height_m if stance.contact == "seat" else None
    chain.raise_by(contact.lift(task.soles, chain, seat))


def _planted(task: Task, chain: Chain, stance: Stance) -> list[Side]:
    """Feet that stand: those that dangle from a seat go along with the hips."""
    standing: list[Side] = []
    for side in stance.plant:
        ankle = float(chain.heads[INDEX[f"foot_{side}"], 1])
        rest = float(task.skeleton.joints[INDEX[f"foot_{side}"], 1]) - task.soles.ground_m
        if abs(ankle - rest) < 0.02:
            standing.append(side)
    return standing


def _stance(task: Task, pose_: Pose, name: str) -> Stance:
    return pose.stance_of(name, pose_.mirror, pose_.hand_left, pose_.hand_right, task.posture_deg)


def _base(pose_: Pose, stance: Stance) -> str:
    """The preset from which ``strength`` leads, or "" when it changes nothing."""
    base = pose.NEUTRAL[stance.contact]
    return "" if math.isclose(pose_.strength, 1.0) or pose_.preset == base else base
