"""Analytic two-bone inverse kinematics."""

from __future__ import annotations

import math

import numpy as np

from previz.cast.rotation import Floats, cross, frame, product, unit
from previz.cast.skeleton import INDEX, PARENT_INDEX, Chain

ARM_REACH = 0.995
LEG_REACH = 0.9995
"""Shares of the full length at which a limb counts as straight."""


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
    in a straight line. Returns the point reached. Law of cosines in the plane of shoulder, target and pole.
    """
    first = INDEX[upper]
    second, end = first + 1, first + 2
    parent = PARENT_INDEX[first]
    skeleton = chain.skeleton
    start = chain.heads[first]
    upper_m = float(np.linalg.norm(skeleton.offsets[second]))
    lower_m = float(np.linalg.norm(skeleton.offsets[end]))
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
    upper_frame, lower_frame = frame(axis, hinge_m - start), frame(axis, end_m - hinge_m)
    carrier = product(chain.frames[parent], skeleton.relations[first])
    chain.rotations[first] = product(carrier.T, upper_frame)
    chain.rotations[second] = product(product(upper_frame, skeleton.relations[second]).T, lower_frame)
    if end_frame is not None:
        chain.rotations[end] = product(product(lower_frame, skeleton.relations[end]).T, end_frame)
    chain.update(upper)
    return np.asarray(end_m)


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
