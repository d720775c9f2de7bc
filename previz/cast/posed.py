"""A person in a pose, in figure space: Y up, facing +Z, the carrying surface at y = 0."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from previz.cast import landmarks, openpose
from previz.cast.rotation import Floats, cross, unit
from previz.cast.skeleton import BONES, Chain
from previz.cast.skin import moved, turned

if TYPE_CHECKING:
    from previz.cast.figure import Figure

Singles = NDArray[np.float32]

GRIP_M = 0.045
"""From the finger bones to the middle of what they hold, for an adult."""
ADULT_ARM_M = 0.5


@dataclass(frozen=True, eq=False)
class Posed:
    figure: Figure
    chain: Chain
    bone_matrices: Singles
    """(59, 3, 4): a rest point x moves to ``A[:, :3] x + A[:, 3]``; the order of `SKIN_BONES`."""
    gaze_dir: Floats
    """(3,) unit: where the eyes look; the head has turned as far as it naturally would."""

    @cached_property
    def joints_m(self) -> dict[str, Floats]:
        """Bone → position (3,) of its head, for the 53 bones."""
        return dict(zip(BONES, self.chain.heads, strict=True))

    @cached_property
    def bone_rotations(self) -> dict[str, Floats]:
        """Bone → anatomical frame (3, 3) in figure space: flexion axis, bone direction, third.

        Trunk, neck and head are upright at rest: their columns are left, up and forwards.
        """
        return dict(zip(BONES, self.chain.frames, strict=True))

    @cached_property
    def landmarks_m(self) -> dict[str, Floats]:
        """Name → (3,): head_top, eyes, nose, chin, collar, chest, waist, mid_thigh, knee, foot and the sides.

        Places of pairs are the mean of left and right, which stand beside them as ``…_l`` and ``…_r``;
        ``foot`` is the lowest point of the soles.
        """
        places = landmarks.place(self.figure.marks, self.bone_matrices)
        for side, skin in self.figure.feet.items():
            points = skin.posed(self.bone_matrices)
            places[f"foot_{side}"] = points[points[:, 1].argmin()].astype(np.float64)
        places["foot"] = min(places["foot_l"], places["foot_r"], key=lambda point: float(point[1]))
        return places

    def grip_m(self, side: Literal["l", "r"]) -> Floats:
        """figure_from_grip (4, 4) of a held thing: Y along a handle towards the thumb, Z out of the palm.

        The middle of a mug or handle lies before the palm, between knuckle and first joint of the middle
        finger.
        """
        hand = self.bone_rotations[f"hand_{side}"]
        knuckle, joint = (self.joints_m[f"middle_0{k}_{side}"] for k in (1, 2))
        palm = hand[:, 2]
        towards_thumb = self.joints_m[f"index_01_{side}"] - self.joints_m[f"pinky_01_{side}"]
        along = unit(towards_thumb - (towards_thumb @ palm) * palm)
        result = np.eye(4)
        result[:3, :3] = np.stack([cross(along, palm), along, palm], -1)
        size = self.figure.skeleton.arm_length_m / ADULT_ARM_M
        result[:3, 3] = 0.62 * knuckle + 0.38 * joint + GRIP_M * size * palm
        return result

    def openpose_m(self) -> tuple[Floats, Floats, Floats]:
        """COCO body (18, 3), left hand (21, 3), right hand (21, 3)."""
        return openpose.both(self.chain, self.joints_m, self.landmarks_m)

    @cached_property
    def _blended(self) -> Singles:
        return self.figure.skin.blended(self.bone_matrices)

    def vertices_m(self) -> Singles:
        """(n, 3) positions of the figure's mesh, skinned on the CPU."""
        return moved(self._blended, self.figure.mesh.positions)

    def normals(self) -> Singles:
        """(n, 3) unit normals of the figure's mesh."""
        return turned(self._blended, self.figure.mesh.normals)
