"""Props in hands: which way a thing is taken, where it lies against the palm, how both hands carry it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.cast import Posed, patches
from previz.cast.rotation import cross, unit
from previz.kit.piece import Spot
from previz.kit.shelf import CATALOGUE_ALONE, Shelf
from previz.scene.blocking import Placed
from previz.scene.mesh import Mesh
from previz.scene.model import Hold, Limb, Pose, Touch
from previz.scene.transform import apply, heading_matrix, to_vec3

Floats = NDArray[np.float64]
Way = Literal["upright", "flat", "rim", "hanging", "sides"]

PALM_WIDE_M = 0.034
"""Half of the palm that something rests against."""
SAMPLE_M = 0.012
FLAT = 0.32
"""A thing is flat when its height is less than this share of its width and depth."""
HANGS_M = 0.18
"""What is taller, and taken at its top, hangs from the hand."""
CLEAR_M = 0.015
"""A carried thing stays so far off the belly."""
ADULT_ARM_M = 0.5


@dataclass(frozen=True, eq=False)
class Grasp:
    """How one thing is taken, in its own frame, metres, its scale applied."""

    item_id: str
    hand: Literal["l", "r", "both"]
    way: Way
    spot: Spot
    """The grip; for both hands the one of the left hand."""
    other: Spot | None
    """For both hands: the grip of the right."""
    points: Floats
    """(n, 3) of its surface."""
    thickness_m: float
    """Across the grip."""


def grasp(hold: Hold, item: Placed, shelf: Shelf = CATALOGUE_ALONE) -> Grasp:
    """Raises NotFound for an unknown piece."""
    mesh = shelf.mesh(item.piece, item.params, item.colours)
    scale = np.abs(np.asarray(item.transform.scale, float))
    points = surface_points(mesh) * scale
    spots = [_scaled(spot, scale) for spot in shelf.spots(item.piece, item.params) if spot.kind == "hold"]
    if hold.hand == "both":
        left, right = _two(spots, points)
        wide = float(np.ptp(points[:, 0])) if len(points) else 0.0
        return Grasp(hold.item_id, "both", "sides", left, right, points, wide)
    spot = spots[hold.spot % len(spots)] if spots else Spot("hold", to_vec3(_middle(points)))
    way = _way(spot, points)
    return Grasp(hold.item_id, hold.hand, way, spot, None, points, _thickness(way, spot, points))


@lru_cache(maxsize=256)
def surface_points(mesh: Mesh) -> Floats:
    """(n, 3) points of a mesh, corners and insides of triangles, about SAMPLE_M apart on small things."""
    corners = np.asarray(mesh.positions, float)[np.asarray(mesh.faces)]
    if not len(corners):
        return np.zeros((0, 3))
    longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(1)
    found = [np.asarray(mesh.positions, float)]
    for parts in (2, 4, 8, 16):
        most = SAMPLE_M * parts if parts < 16 else math.inf
        chosen = corners[(longest > SAMPLE_M * parts / 2) & (longest <= most)]
        a, b = (grid.ravel() / parts for grid in np.mgrid[0 : parts + 1, 0 : parts + 1])
        a, b = a[a + b <= 1], b[a + b <= 1]
        weights = np.stack([a, b, 1 - a - b], 1)
        found.append(np.einsum("pk,tkx->tpx", weights, chosen).reshape(-1, 3))
    return np.concatenate(found)


def readied(pose: Pose, grasps: Sequence[Grasp], arm_m: float) -> Pose:
    """The pose with its hands closed as far as the things are thick; a hand that was chosen stays."""
    changes: dict[str, str] = {}
    for one in grasps:
        for hand in ("l", "r"):
            field = "hand_left" if hand == "l" else "hand_right"
            if one.hand in (hand, "both") and getattr(pose, field) is None:
                thick = one.thickness_m * ADULT_ARM_M / arm_m
                flat = one.way == "rim" or (one.way == "sides" and thick > 0.03)
                changes[field] = "open" if flat else f"hold@{round(thick, 3):g}"
    return msgspec.structs.replace(pose, **changes) if changes else pose


def in_hand(posed: Posed, one: Grasp) -> Floats:
    """figure_from_item (4, 4): the thing against the palm of one hand."""
    side = one.hand
    assert side != "both"
    grip = posed.grip_m(side)
    result = np.eye(4)
    result[:3, :3] = _turn(posed, one, grip)
    place = np.asarray(one.spot.position_m)
    result[:3, 3] = grip[:3, 3] - np.einsum("ij,j->i", result[:3, :3], place)
    palm = grip[:3, 2]
    result[:3, 3] += palm * _apart(posed, side, one, result, grip)
    return result


def carried(posed: Posed, one: Grasp) -> tuple[Floats, tuple[Touch, ...]]:
    """figure_from_item (4, 4) of what both hands carry, level before the body, and where the palms go."""
    assert one.other is not None
    left, right = (np.asarray(spot.position_m, float) for spot in (one.spot, one.other))
    palms = [posed.grip_m("l")[:3, 3], posed.grip_m("r")[:3, 3]]
    result = np.eye(4)
    result[:3, 3] = (palms[0] + palms[1]) / 2 - (left + right) / 2
    result[0, 3] = -(left[0] + right[0]) / 2 + posed.landmarks_m["chest"][0]
    result[2, 3] += max(0.0, _belly_m(posed, one, result) + CLEAR_M)
    limbs: tuple[Limb, Limb] = ("hand_l", "hand_r")
    touches = tuple(
        Touch(
            limb=limb,
            point_m=to_vec3(apply(result, place)),
            normal=to_vec3(heading_matrix(spot.heading_deg)[:, 2]),
        )
        for limb, spot, place in zip(limbs, (one.spot, one.other), (left, right), strict=True)
    )
    return result, touches


# ----------------------------------------------------------------------------------- which way it is taken
def _way(spot: Spot, points: Floats) -> Way:
    if not len(points):
        return "upright"
    low, high = points.min(0), points.max(0)
    wide, tall, deep = (high - low).tolist()
    x, y, z = spot.position_m
    if tall < FLAT * min(wide, deep):
        middle = _middle(points)
        off = math.hypot((x - middle[0]) / max(wide, 1e-6), (z - middle[2]) / max(deep, 1e-6))
        return "rim" if off > 0.25 else "flat"
    if tall > HANGS_M and wide > 0.5 * tall and y - low[1] > 0.85 * tall:
        return "hanging"
    return "upright"


def _turn(posed: Posed, one: Grasp, grip: Floats) -> Floats:
    """(3, 3) figure from item."""
    along, palm = grip[:3, 1], grip[:3, 2]
    fingers = posed.bone_rotations[f"hand_{one.hand}"][:, 1]
    wide, _, deep = (np.ptp(one.points, axis=0) if len(one.points) else np.zeros(3)).tolist()
    if one.way == "flat":  # its back on the palm, its longer side along the hand's breadth: a phone
        if deep >= wide:
            return np.stack([cross(palm, -along), palm, -along], -1)
        return np.stack([along, palm, cross(along, palm)], -1)
    if one.way == "rim":  # on the palm, inwards along the fingers: a plate, a book
        inwards = -heading_matrix(one.spot.heading_deg)[:, 2]
        item = np.stack([cross(np.array([0.0, 1.0, 0.0]), inwards), [0.0, 1.0, 0.0], inwards], -1)
        ahead = unit(fingers - (fingers @ palm) * palm)
        hand = np.stack([cross(palm, ahead), palm, ahead], -1)
        return np.asarray(np.einsum("ij,kj->ik", hand, item))
    if one.way == "hanging":  # it hangs plumb from the fingers, its longer side along the handle
        up = np.array([0.0, 1.0, 0.0])
        level = along - (along @ up) * up
        if float(np.linalg.norm(level)) > 0.2:
            level = unit(level)
            x = level if wide >= deep else cross(up, level)
            return np.stack([x, up, cross(x, up)], -1)
    outwards = heading_matrix(one.spot.heading_deg)[:, 2]
    item = np.stack([cross(np.array([0.0, 1.0, 0.0]), outwards), [0.0, 1.0, 0.0], outwards], -1)
    hand = np.stack([cross(along, -palm), along, -palm], -1)
    return np.asarray(np.einsum("ij,kj->ik", hand, item))


def _thickness(way: Way, spot: Spot, points: Floats) -> float:
    """Across the grip: the narrower side of what lies near the spot."""
    place = np.asarray(spot.position_m)
    if not len(points):
        return 0.03
    if way in ("flat", "rim"):
        return float(np.ptp(points[:, 1])) * 0.6 + 0.025
    level = np.abs(points[:, 1] - place[1]) < (0.02 if way == "hanging" else 0.03)
    near = points[level & (np.linalg.norm(points[:, [0, 2]] - place[[0, 2]], axis=1) < 0.09)]
    if len(near) < 3:
        return 0.03
    return float(min(np.ptp(near[:, 0]), np.ptp(near[:, 2])))


def _apart(
    posed: Posed, side: Literal["l", "r"], one: Grasp, figure_from_item: Floats, grip: Floats
) -> float:
    """How far along the palm's normal the thing must move to touch it."""
    local = _in(grip, apply(figure_from_item, one.points))
    size = posed.figure.skeleton.arm_length_m / ADULT_ARM_M
    before = (np.abs(local[:, 0]) < PALM_WIDE_M * size) & (np.abs(local[:, 1]) < PALM_WIDE_M * size)
    before &= np.abs(local[:, 2]) < 0.12
    if not before.any():
        return 0.0
    return palm_height_m(posed, side, grip) - float(local[before, 2].min())


def palm_height_m(posed: Posed, side: Literal["l", "r"], grip: Floats) -> float:
    """z of the palm's skin in the frame of the grip."""
    patch = patches.HAND0 + (0 if side == "l" else 8)
    rows = np.flatnonzero(posed.figure.mesh.patches == patch)
    local = _in(grip, posed.figure.skin.taken(rows).posed(posed.bone_matrices).astype(float))
    size = posed.figure.skeleton.arm_length_m / ADULT_ARM_M
    near = np.linalg.norm(local[:, :2], axis=1) < 1.4 * PALM_WIDE_M * size
    return float(local[near, 2].max()) if near.any() else -0.02 * size


def _in(frame: Floats, points: Floats) -> Floats:
    """Points (n, 3) in the axes of a rigid frame (4, 4)."""
    return np.asarray(np.einsum("ji,nj->ni", frame[:3, :3], points - frame[:3, 3]))


# ------------------------------------------------------------------------------------------- both hands
def _two(spots: Sequence[Spot], points: Floats) -> tuple[Spot, Spot]:
    """Grips of the left (+X) and right hand: the outermost spots that face apart, else the sides."""
    apart = [spot for spot in spots if abs(math.sin(math.radians(spot.heading_deg))) > 0.7]
    if len(apart) >= 2:
        ordered = sorted(apart, key=lambda spot: spot.position_m[0])
        if ordered[-1].position_m[0] - ordered[0].position_m[0] > 0.05:
            return ordered[-1], ordered[0]
    middle = _middle(points)
    low, high = (points.min(0), points.max(0)) if len(points) else (middle, middle)
    y = float(low[1] + 0.45 * (high[1] - low[1]))
    left = Spot("hold", (float(high[0]), y, float(middle[2])), 90.0)
    return left, Spot("hold", (float(low[0]), y, float(middle[2])), -90.0)


def _belly_m(posed: Posed, one: Grasp, figure_from_item: Floats) -> float:
    """How deep the thing is in the front of the trunk; negative when it is clear of it."""
    thing = apply(figure_from_item, one.points)
    if not len(thing):
        return -1.0
    low, high = thing.min(0), thing.max(0)
    kinds = posed.figure.mesh.patches
    limbs = np.isin(kinds, (patches.HAIR, *range(patches.HAND0, patches.HAND0 + 16)))
    body = posed.vertices_m()[~limbs]
    reach = 0.55 * float(posed.figure.skeleton.arm_length_m)
    chest = posed.landmarks_m["chest"]
    near = (body[:, 1] > low[1]) & (body[:, 1] < high[1]) & (np.abs(body[:, 0] - chest[0]) < min(reach, 0.17))
    near &= (body[:, 0] > low[0]) & (body[:, 0] < high[0]) & (body[:, 2] < chest[2] + 0.32)
    return float(body[near, 2].max() - low[2]) if near.any() else -1.0


def _middle(points: Floats) -> Floats:
    return (points.min(0) + points.max(0)) / 2 if len(points) else np.zeros(3)


def _scaled(spot: Spot, scale: Floats) -> Spot:
    x, y, z = (float(p * s) for p, s in zip(spot.position_m, scale, strict=True))
    return Spot(spot.kind, (x, y, z), spot.heading_deg, float(spot.height_m * scale[1]))
