"""Looking at something: neck and head share the turn, the eyes take the rest."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from previz.cast.patches import EYE
from previz.cast.rotation import Floats, about, bend, cross, product, rx, ry, rz, unit
from previz.cast.skeleton import INDEX, Chain
from previz.cast.stance import Stance
from previz.scene.model import Vec3

HEAD_YAW_DEG = 70.0
HEAD_PITCH_DEG = 40.0
"""Limits of neck and head together, against the chest."""
NECK_SHARE = 0.42
EYE_DEG = 35.0
"""How far eyes turn away from where the head points."""


def turn_head(chain: Chain, stance: Stance, gaze_dir: Floats, extra_deg: Vec3) -> None:
    """Turn neck and head towards ``gaze_dir`` (3,) of figure space; ``extra_deg`` nods, tilts, turns more."""
    chest = chain.frames[INDEX["spine_03"]]
    x, y, z = np.einsum("ji,j->i", chest, unit(gaze_dir)).tolist()
    # Straight above or below there is no heading; between, it counts as much as it points anywhere.
    level = math.hypot(x, z)
    yaw = math.degrees(math.atan2(x, z)) if level > 1e-6 else 0.0
    pitch = math.degrees(math.atan2(-y, level))
    if abs(yaw) > 170:
        # What lies straight behind is looked for on the side to which the pose turns already.
        yaw = math.copysign(yaw, stance.head[2] + stance.neck[2] or yaw)
    forwards, side, twist = extra_deg
    yaw = max(-HEAD_YAW_DEG, min(HEAD_YAW_DEG, yaw + twist))
    pitch = max(-HEAD_PITCH_DEG, min(HEAD_PITCH_DEG, pitch + forwards))
    tilt = stance.neck[1] + stance.head[1] + side
    head = product(ry(yaw), rx(pitch), rz(tilt))
    neck = product(ry(yaw * NECK_SHARE), rx(stance.neck[0] + pitch * NECK_SHARE), rz(tilt * NECK_SHARE))
    _set(chain, neck, head)


def nod(chain: Chain, extra_deg: Vec3) -> None:
    """Without a gaze: bend, tilt and turn the head on top of the pose."""
    if any(extra_deg):
        number = INDEX["head"]
        chain.rotations[number] = product(bend(extra_deg), chain.rotations[number])
        chain.update("head")


def _set(chain: Chain, neck: Floats, head: Floats) -> None:
    """Local rotations such that neck and head stand so against the chest."""
    skeleton = chain.skeleton
    first, second = INDEX["neck_01"], INDEX["head"]
    chain.rotations[first] = product(skeleton.relations[first].T, neck)
    chain.rotations[second] = product(product(neck, skeleton.relations[second]).T, head)
    chain.update("neck_01")


def eye_direction(chain: Chain, gaze_dir: Floats | None) -> Floats:
    """(3,) unit: where the eyes look, at most EYE_DEG away from where the head points."""
    ahead = chain.frames[INDEX["head"]][:, 2]
    if gaze_dir is None:
        return np.asarray(ahead.copy())
    wanted = unit(gaze_dir)
    angle = math.degrees(math.acos(max(-1.0, min(1.0, float(ahead @ wanted)))))
    if angle <= EYE_DEG:
        return wanted
    axis = cross(ahead, wanted)
    if float(np.linalg.norm(axis)) < 1e-6:
        axis = chain.frames[INDEX["head"]][:, 1]
    return np.asarray(np.einsum("ij,j->i", about(axis, EYE_DEG), ahead))


def eye_angles(chain: Chain, look: Floats) -> tuple[float, float]:
    """Degrees by which a gaze (3,) turns the eyes in the head: to the person's left, and down."""
    x, y, z = np.einsum("ji,j->i", chain.frames[INDEX["head"]], look).tolist()
    return math.degrees(math.atan2(x, z)), math.degrees(math.atan2(-y, math.hypot(x, z)))


def turn_eyeballs(
    patch: NDArray[np.uint16],
    positions: NDArray[np.float32],
    normals: NDArray[np.float32],
    centres: dict[str, NDArray[np.float32]],
    eyes_deg: tuple[float, float],
) -> None:
    """Turn the eyes of a rest mesh in place; ``centres`` side → (3,)."""
    left_deg, down_deg = eyes_deg
    if not (left_deg or down_deg):
        return
    turn = product(ry(left_deg), rx(down_deg)).astype(np.float32)
    for side, centre in centres.items():
        own = (patch == EYE) & ((positions[:, 0] > 0) == (side == "l"))
        positions[own] = np.einsum("ij,nj->ni", turn, positions[own] - centre) + centre
        normals[own] = np.einsum("ij,nj->ni", turn, normals[own])
