"""Where bodies touch each other: profiles of trunks, and points on somebody's back or shoulder."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from previz.cast import SKIN_BONES, Posed, figure, figure_matrix
from previz.cast.rotation import unit
from previz.cast.touch import palm_m
from previz.scene.model import ActorKey, Body, Limb, Touch, Vec3
from previz.scene.transform import apply, rigid_inverse, to_vec3

Floats = NDArray[np.float64]

TRUNK = ("pelvis", "spine_01", "spine_02", "spine_03", "neck_01", "head", "clavicle_l", "clavicle_r")
SLICE_M = 0.05
HAND = ("hand_", "thumb_", "index_", "middle_", "ring_", "pinky_")
COLUMN_M = 0.06
"""A point of the surface is looked for in a column so wide."""


@dataclass(frozen=True, eq=False)
class Stood:
    """Somebody in their place: all points in the world."""

    body: Body
    key: ActorKey
    posed: Posed
    world_from_figure: Floats

    @classmethod
    def of(cls, body: Body, key: ActorKey) -> Stood:
        place = figure_matrix(key.position_m, key.heading_deg)
        inverse = rigid_inverse(place)
        local = []
        for touch in key.touches:
            normal = None
            if touch.normal is not None:
                normal = to_vec3(inverse[:3, :3] @ np.asarray(touch.normal))
            local.append(
                Touch(
                    limb=touch.limb,
                    point_m=to_vec3(apply(inverse, touch.point_m)),
                    normal=normal,
                    share=touch.share,
                )
            )
        return cls(body, key, figure(body).pose(key.pose, key.seat_height_m, None, local), place)

    def joint(self, bone: str) -> Floats:
        return apply(self.world_from_figure, self.posed.joints_m[bone])

    def mark(self, name: str) -> Floats:
        return apply(self.world_from_figure, self.posed.landmarks_m[name])

    def axis(self, bone: str, column: int) -> Floats:
        """(3,) left, up or forwards of a trunk bone; flexion axis, direction, third of a limb's."""
        turned = self.posed.bone_rotations[bone][:, column]
        return np.asarray(np.einsum("ij,j->i", self.world_from_figure[:3, :3], turned))

    def palm(self, side: str) -> Floats:
        return apply(self.world_from_figure, palm_m(self.posed.chain, side))

    @property
    def reach_m(self) -> float:
        """From the shoulder to the palm."""
        skeleton = self.posed.figure.skeleton
        return 0.98 * skeleton.arm_length_m + 0.10 * skeleton.arm_length_m

    def parts(self, *bones: str) -> tuple[Floats, Floats]:
        """Points and normals (n, 3) of the skin and clothes that these bones carry most."""
        skin = self.posed.figure.skin
        owner = np.take_along_axis(skin.bones, skin.weights.argmax(1)[:, None], 1)[:, 0]
        chosen = np.isin(owner, [SKIN_BONES.index(bone) for bone in bones])
        points = apply(self.world_from_figure, self.posed.vertices_m()[chosen].astype(float))
        normals = self.posed.normals()[chosen].astype(float)
        return points, np.einsum("ij,nj->ni", self.world_from_figure[:3, :3], normals)


def surface(stood: Stood, anchor_m: Floats, towards: Floats, bones: tuple[str, ...]) -> tuple[Vec3, Vec3]:
    """The outermost point of these parts of a body from an anchor inside it, and the normal there."""
    points, normals = stood.parts(*bones)
    direction = unit(towards)
    away = points - anchor_m
    along = away @ direction
    across = np.linalg.norm(away - along[:, None] * direction, axis=1)
    width = COLUMN_M
    near = (across < width) & (along > 0) & (normals @ direction > 0.1)
    while not near.any() and width < 1.0:
        width *= 1.5
        near = (across < width) & (normals @ direction > -0.2)
    chosen = np.flatnonzero(near)
    outer = chosen[along[chosen] > along[chosen].max() - 0.02]
    point = anchor_m + direction * along[chosen].max() + (away - along[:, None] * direction)[outer].mean(0)
    normal = unit(normals[outer].mean(0))
    return to_vec3(point), to_vec3(normal)


def gap_m(first: Stood, second: Stood, direction: Floats) -> float:
    """How far two bodies may still approach along ``direction`` (3, level) before their trunks meet."""
    bones = (*TRUNK, "thigh_l", "thigh_r", "thigh_twist_l", "thigh_twist_r")
    ahead, _ = first.parts(*bones)
    facing, _ = second.parts(*bones)
    side = np.array([direction[2], 0.0, -direction[0]])
    near = 9.0
    for low in np.arange(0.0, 2.4, SLICE_M):
        fronts = []
        for points, sign in ((ahead, 1.0), (facing, -1.0)):
            level = (points[:, 1] >= low) & (points[:, 1] < low + 2 * SLICE_M)
            level &= np.abs((points - first.world_from_figure[:3, 3]) @ side) < 0.16
            fronts.append(float((points[level] @ direction * sign).max()) if level.any() else -9.0)
        near = min(near, -fronts[1] - fronts[0])
    return near


def reached_m(first: Stood, second: Stood, direction: Floats) -> float:
    """How far the first one's hands are from the second along a level direction (3,); 9 when they pass by."""
    hands, _ = first.parts(*(bone for bone in SKIN_BONES if bone.startswith(HAND)))
    body, _ = second.parts(*SKIN_BONES)
    along = body @ direction - (hands @ direction)[:, None]
    across = body - body @ direction[:, None] * direction - hands[:, None]
    across += (hands @ direction)[:, None, None] * direction
    near = np.linalg.norm(across, axis=2) < COLUMN_M
    return float(along[near].min()) if near.any() else 9.0


def within_reach(stood: Stood, limb: Limb, point_m: Vec3) -> bool:
    shoulder = stood.joint(f"upperarm_{limb[-1]}")
    return float(np.linalg.norm(np.asarray(point_m) - shoulder)) < 0.96 * stood.reach_m
