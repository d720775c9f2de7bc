"""What carries the body: the floor, a seat, and feet that stand flat."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from previz.cast import patches
from previz.cast.ik import LEG_REACH, two_bone
from previz.cast.library import RIM, Library
from previz.cast.rotation import Floats, cross, unit
from previz.cast.skeleton import INDEX, Chain, Skeleton, skin_matrices
from previz.cast.skin import Skin
from previz.cast.stance import Stance
from previz.cast.surface import Pattern

BENT_M = 0.14
"""Most that the pelvis sinks so that planted feet touch the floor."""
STRAIGHT = 0.9982
DANGLES = 1.03
STRETCHES = {"feet": 9.0, "floor": 9.0, "seat": 1.15}
"""A foot further from the hip than DANGLES leg lengths hangs instead of standing; so does one for which a
seated leg would have to stretch so many times beyond its pose."""


@dataclass(frozen=True, eq=False)
class Soles:
    """The parts of a figure that can touch something, at rest."""

    solid: Skin
    """All of the body and clothes but skirt and hair, which give way."""
    seat: Skin
    """Belly, hips and thighs."""
    trunk: NDArray[np.float32]
    """(n, 3) front of the chest and belly at rest, for arms to stay clear of."""
    surface: NDArray[np.float32]
    """(n, 3) of all solid parts but folded rims."""
    ground_m: float
    """Height of the shoes' soles at rest, below 0."""


def soles(pattern: Pattern, skin: Skin, mannequin: Library) -> Soles:
    """Each welded place of the figure is taken once."""
    number = mannequin.region
    _, once = np.unique(pattern.source, return_index=True)
    given = pattern.patch[once] == patches.SKIRT
    solid = once[~given]
    region = pattern.region[solid]
    seated = np.isin(region, [number[name] for name in ("belly", "hip", "thigh")])
    trunk = np.isin(region, [number[name] for name in ("vneck", "chest", "belly")])
    front = skin.points[solid, 2] > 0
    return Soles(
        solid=skin.taken(solid),
        seat=skin.taken(solid[seated]),
        trunk=skin.points[solid[trunk & front]],
        surface=skin.points[solid[region != RIM]],
        ground_m=float(skin.points[solid, 1].min()),
    )


def lift(touching: Soles, chain: Chain, seat_height_m: float | None) -> float:
    """Metres by which the body must rise to rest on the floor, or on a seat."""
    posed = skin_matrices(chain)
    if seat_height_m is None:
        return -float(touching.solid.heights(posed).min())
    points = touching.seat.posed(posed)
    hip = chain.heads[INDEX["pelvis"]]
    near = (np.abs(points[:, 0] - hip[0]) < 0.25) & (np.abs(points[:, 2] - hip[2]) < 0.10)
    near &= points[:, 1] < hip[1] + 0.05
    lowest = points[near, 1].min() if near.any() else points[:, 1].min()
    return seat_height_m - float(lowest)


def settle(touching: Soles, chain: Chain, stance: Stance, seat_height_m: float | None) -> None:
    """Put the body on the floor or seat and the planted feet flat on the floor."""
    seat = seat_height_m if stance.contact == "seat" else None
    chain.raise_by(lift(touching, chain, seat))
    if not stance.plant:
        return
    if seat is None:
        chain.raise_by(-_sinking(touching, chain, stance))
    for side in stance.plant:
        _plant(touching, chain, side, STRETCHES[stance.contact])
    if seat is None:
        chain.raise_by(min(0.03, max(-0.03, lift(touching, chain, None))))


def _sinking(touching: Soles, chain: Chain, stance: Stance) -> float:
    """How far the pelvis goes down so that nearly straight legs reach the floor, 0…BENT_M."""
    limit = STRAIGHT * chain.skeleton.leg_length_m
    lowering = 0.0
    for side in stance.plant:
        hip, ankle = chain.heads[INDEX[f"thigh_{side}"]], chain.heads[INDEX[f"foot_{side}"]]
        apart = math.hypot(hip[0] - ankle[0], hip[2] - ankle[2])
        if apart < limit:
            highest = _ankle_height(touching, chain.skeleton, side) + math.sqrt(limit**2 - apart**2)
            lowering = max(lowering, float(hip[1]) - highest)
    return min(lowering, BENT_M)


def _ankle_height(touching: Soles, skeleton: Skeleton, side: str) -> float:
    return float(skeleton.joints[INDEX[f"foot_{side}"], 1]) - touching.ground_m


def _plant(touching: Soles, chain: Chain, side: str, stretches: float) -> None:
    """Stand one foot flat where it is; it dangles when the floor is out of reach."""
    hip, knee, ankle = (chain.heads[INDEX[f"{bone}_{side}"]] for bone in ("thigh", "calf", "foot"))
    target = np.array([ankle[0], _ankle_height(touching, chain.skeleton, side), ankle[2]])
    forward: Floats = chain.frames[INDEX[f"foot_{side}"]][:, 2] * [1.0, 0.0, 1.0]
    limit = min(DANGLES * chain.skeleton.leg_length_m, stretches * math.dist(hip, ankle))
    too_far = math.dist(target, hip) > limit
    if too_far or float(np.linalg.norm(forward)) < 0.2:
        return
    forward = unit(forward)
    up = np.array([0.0, 1.0, 0.0])
    upright = np.stack([cross(up, forward), up, forward], -1)
    pole = knee - (hip + ankle) / 2 + 0.25 * chain.frames[INDEX["pelvis"]][:, 2]
    chain.rotations[INDEX[f"ball_{side}"]] = np.eye(3)
    two_bone(chain, f"thigh_{side}", target, pole, upright, LEG_REACH)
