"""A person: the body that was asked for, dressed, ready to be posed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.cast import body as shape
from previz.cast import contact, gaze, refine, skeleton, solve, surface
from previz.cast.landmarks import Mark, rest_marks
from previz.cast.library import JOINTS, LANDMARK_POINTS, TIP_POINTS, library
from previz.cast.names import check_numbers
from previz.cast.posed import Posed
from previz.cast.rotation import Floats, unit
from previz.cast.skeleton import INDEX, Skeleton, skin_matrices
from previz.cast.skin import Skin
from previz.scene.mesh import Mesh
from previz.scene.model import Body, Pose, Touch
from previz.scene.transform import heading_matrix

Singles = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Figure:
    """One body; immutable. Take it from `figure`, which keeps the last ones."""

    body: Body
    height_m: float
    """Crown above the floor: upright, barefoot, without hair."""
    mesh: Mesh
    """The rest pose (arms half raised), skinned, split per patch, feet on y = 0 and soles below."""
    skeleton: Skeleton
    marks: dict[str, Mark]
    skin: Skin
    """The mesh's positions, bones and weights."""
    soles: contact.Soles
    feet: dict[str, Skin]
    """Side → the surface of that foot or shoe."""
    _levels: dict[int, Mesh] = field(default_factory=dict, repr=False)

    def pose(
        self,
        pose: Pose,
        seat_height_m: float | None = None,
        gaze_dir: ArrayLike | None = None,
        touches: Sequence[Touch] = (),
    ) -> Posed:
        """Solve a pose: angles, head to ``gaze_dir`` (3, in figure space), contact, hands, then overrides.

        ``seat_height_m`` matters to sitting poses; without one the feet stand on the floor. The points of
        ``touches`` are in figure space. Raises BadProject for unknown names and numbers that are none.
        """
        solve.check(pose, seat_height_m, touches)
        wanted = _direction(gaze_dir)
        task = solve.Task(self.skeleton, self.soles, self.body.posture_deg, seat_height_m, wanted)
        chain = solve.solve(task, pose, touches)
        return Posed(self, chain, skin_matrices(chain), gaze.eye_direction(chain, wanted))

    def refined(self, level: int) -> Mesh:
        """The mesh with every triangle curved and split into 4 per level (0, 1 or 2), for close-ups; kept."""
        if level not in (0, 1, 2):
            raise ValueError(f"a figure is refined at level 0, 1 or 2, not {level}")
        if level == 0:
            return self.mesh
        if level not in self._levels:
            self._levels[level] = refine.refined(self.refined(level - 1), 1)
        return self._levels[level]


def _direction(gaze_dir: ArrayLike | None) -> Floats | None:
    """The gaze as a unit vector; None for none or a zero vector."""
    if gaze_dir is None:
        return None
    wanted = np.asarray(gaze_dir, float)
    check_numbers(wanted.tolist(), "A gaze")
    return unit(wanted) if float(np.linalg.norm(wanted)) > 1e-9 else None


@lru_cache(maxsize=64)
def figure(body: Body) -> Figure:
    """Build a person, or take the one built before. Raises BadProject for unknown clothes, hair, or NaN."""
    check_numbers(body.posture_deg, "A posture")
    colours = surface.palette(body)
    mannequin = library()
    points, height_m = shape.rest_points(mannequin, body)
    count = mannequin.welded_count
    bare = points[count:].astype(float)
    joints, tips, eyes = bare[JOINTS], bare[TIP_POINTS], bare[LANDMARK_POINTS]
    bones = skeleton.build(joints, tips, eyes)
    cloth = surface.pattern(body.outfit.cut, body.hair)
    skin_points = points[:count]
    normals = surface.vertex_normals(skin_points, mannequin.solid_faces)
    head = joints[INDEX["head"]].astype(np.float32), float(eyes[1, 0] - eyes[2, 0]) / surface.ADULT_HEAD_M
    calf = float(np.linalg.norm(joints[INDEX["calf_l"]] - joints[INDEX["foot_l"]]))
    positions, turned = surface.rest_positions(
        cloth, skin_points, normals, calf / surface.ADULT_CALF_M, body.hair, head
    )
    mesh = Mesh(
        positions=positions,
        normals=turned,
        colours=colours[cloth.paint],
        patches=cloth.patch,
        faces=cloth.faces,
        bones=cloth.bones,
        weights=cloth.weights,
    )
    skin = Skin(positions, cloth.bones.astype(np.int64), (cloth.weights / 255).astype(np.float32))
    return Figure(
        body=body,
        height_m=height_m,
        mesh=mesh,
        skeleton=bones,
        marks=rest_marks(mannequin, skin_points, bones),
        skin=skin,
        soles=contact.soles(cloth, skin, mannequin),
        feet=_feet(cloth, skin, mannequin.region["shoe"]),
    )


def _feet(cloth: surface.Pattern, skin: Skin, region: int) -> dict[str, Skin]:
    shoe = cloth.region == region
    left = skin.points[:, 0] > 0
    return {"l": skin.taken(np.flatnonzero(shoe & left)), "r": skin.taken(np.flatnonzero(shoe & ~left))}


def figure_matrix(position_m: ArrayLike, heading_deg: float) -> Floats:
    """world_from_figure (4, 4): stand at ``position_m`` (3,), turned about world up."""
    result = np.eye(4)
    result[:3, :3] = heading_matrix(heading_deg)
    result[:3, 3] = np.asarray(position_m, float)
    return result
