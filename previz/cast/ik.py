"""Analytic two-bone inverse kinematics."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from previz.cast.rotation import Floats, cross, frame, product, unit
from previz.cast.skeleton import INDEX, PARENT_INDEX, Chain

ARM_REACH = 0.995
LEG_REACH = 0.9995
"""Shares of the full length at which a limb counts as straight."""


class Bent(NamedTuple):
    """A limb of two bones as it would lie."""

    start_m: Floats
    hinge_m: Floats
    end_m: Floats
    axis: Floats
    """(3,) of the hinge, of any length."""


def bent(chain: Chain, upper: str, target_m: Floats, pole: Floats, reach: float = ARM_REACH) -> Bent:
    """Where elbow and wrist (knee and ankle) would be with the far joint of ``upper`` on ``target_m`` (3,)
    and the hinge towards ``pole``; nothing moves. Law of cosines in the plane of shoulder, target and pole.
    """
    first = INDEX[upper]
    skeleton = chain.skeleton
    start = chain.heads[first]
    upper_m = float(np.linalg.norm(skeleton.offsets[first + 1]))
    lower_m = float(np.linalg.norm(skeleton.offsets[first + 2]))
    wanted = target_m - start
    distance = float(np.linalg.norm(wanted))
    shortest = abs(upper_m - lower_m) * 1.02 + 1e-4
    span = min(max(distance, shortest), (upper_m + lower_m) * reach)
    along = wanted / max(distance, 1e-9)
    side = _side(pole, along)
    cosine = (upper_m**2 + span**2 - lower_m**2) / (2 * upper_m * span)
    hinge_m = start + along * (cosine * upper_m) + side * (math.sqrt(max(0.0, 1 - cosine**2)) * upper_m)
    end_m = start + along * span
    axis = cross(hinge_m - start, end_m - hinge_m)
    if float(np.linalg.norm(axis)) < 1e-9:
        axis = cross(side, along)
    return Bent(start, hinge_m, end_m, axis)


def two_bone(
    chain: Chain,
    upper: str,
    target_m: Floats,
    pole: Floats,
    end_frame: Floats | None = None,
    reach: float = ARM_REACH,
) -> Floats:
    """Put the far joint of ``upper`` (upperarm_x, thigh_x) on ``target_m`` (3,), its hinge towards ``pole``.

    ``end_frame`` (3, 3) is the wanted frame of hand or foot. Targets out of reach are approached
    in a straight line. Returns the point reached.
    """
    first = INDEX[upper]
    second, end = first + 1, first + 2
    relations = chain.skeleton.relations
    start, hinge_m, end_m, axis = bent(chain, upper, target_m, pole, reach)
    upper_frame, lower_frame = frame(axis, hinge_m - start), frame(axis, end_m - hinge_m)
    carrier = product(chain.frames[PARENT_INDEX[first]], relations[first])
    chain.rotations[first] = product(carrier.T, upper_frame)
    chain.rotations[second] = product(product(upper_frame, relations[second]).T, lower_frame)
    if end_frame is not None:
        chain.rotations[end] = product(product(lower_frame, relations[end]).T, end_frame)
    chain.update(upper)
    return np.asarray(end_m)


def turn_end(chain: Chain, bone: str, end_frame: Floats) -> None:
    """Give a hand or foot the frame ``end_frame`` (3, 3); its limb stays."""
    number = INDEX[bone]
    carrier = product(chain.frames[PARENT_INDEX[number]], chain.skeleton.relations[number])
    chain.rotations[number] = product(carrier.T, end_frame)
    chain.update(bone)


def _side(pole: Floats, along: Floats) -> Floats:
    """Unit part of ``pole`` across ``along``; any perpendicular when there is none."""
    across = pole - (pole @ along) * along
    if float(np.linalg.norm(across)) < 1e-5:
        across = cross(along, np.eye(3)[0 if abs(along[0]) < 0.9 else 2])
    return unit(across)


def hand_frame(fingers: Floats, palm: Floats) -> Floats:
    """(3, 3) frame of a hand whose fingers and palm point there."""
    along = unit(fingers)
    facing = unit(palm - (palm @ along) * along)
    return np.stack([cross(along, facing), along, facing], -1)
