"""OpenPose key points: COCO body of 18 points and hands of 21."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from previz.cast.rotation import Floats
from previz.cast.skeleton import FINGERS, TIPS, Chain

BODY = (
    "nose",
    "neck",
    *(f"{joint}_{side}" for side in "rl" for joint in ("upperarm", "lowerarm", "hand")),
    *(f"{joint}_{side}" for side in "rl" for joint in ("thigh", "calf", "foot")),
    "eye_r",
    "eye_l",
    "ear_r",
    "ear_l",
)
"""What each of the 18 points is in our words; the person's right comes first."""


def body(joints: dict[str, Floats], marks: dict[str, Floats]) -> Floats:
    """(18, 3)"""
    neck = (joints["upperarm_l"] + joints["upperarm_r"]) / 2
    places = {**joints, **marks, "neck": neck}
    return np.stack([places[name] for name in BODY])


def hand(
    joints: dict[str, Floats], carry: Callable[[str, Floats], Floats], tips: Floats, side: str
) -> Floats:
    """(21, 3): wrist, then four points of each finger from thumb to little finger."""
    points = [joints[f"hand_{side}"]]
    for finger in FINGERS:
        points += [joints[f"{finger}_0{k}_{side}"] for k in (1, 2, 3)]
        last = f"{finger}_03_{side}"
        points.append(carry(last, tips[TIPS.index(last)]))
    return np.stack(points)


def both(chain: Chain, joints: dict[str, Floats], marks: dict[str, Floats]) -> tuple[Floats, Floats, Floats]:
    """Body (18, 3), left hand and right hand (21, 3) of a solved pose."""
    tips = chain.skeleton.tips
    left, right = (hand(joints, chain.carry, tips, side) for side in "lr")
    return body(joints, marks), left, right
