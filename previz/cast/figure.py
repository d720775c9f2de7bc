"""A person: the body that was asked for, dressed, ready to be posed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from previz.cast import body as shape
from previz.cast import contact, expression, gaze, refine, skeleton, solve, surface
from previz.cast.dressing import Wardrobe
from previz.cast.expression import Weights
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


Eyes = tuple[float, float]
"""Degrees that the eyes turn to the person's left, and down."""
EYE_STEP_DEG = 2.0
FACES_KEPT = 24


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
    cloth: surface.Pattern
    points: Singles
    """(p, 3) all points of the mannequin on this body."""
    sizes: surface.Sizes
    soles: contact.Soles
    feet: dict[str, Skin]
    """Side → the surface of that foot or shoe."""
    _levels: dict[int, Mesh] = field(default_factory=dict, repr=False)
    _faces: dict[tuple[Weights, Eyes], Figure] = field(default_factory=dict, repr=False)

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
        look = gaze.eye_direction(chain, wanted)
        face = self.with_face(expression.weights(pose), gaze.eye_angles(chain, look))
        return Posed(face, chain, skin_matrices(chain), look)

    def with_face(self, amounts: Weights, eyes_deg: Eyes = (0.0, 0.0)) -> Figure:
        """The same person with the moves of `expression` on the face and turned eyes; some are kept."""
        yaw, down = (round(angle / EYE_STEP_DEG) * EYE_STEP_DEG + 0.0 for angle in eyes_deg)
        amounts = expression.lowered_lids(amounts, down)
        if not any(amounts) and not (yaw or down):
            return self
        key = (amounts, (yaw, down))
        if key not in self._faces:
            if len(self._faces) >= FACES_KEPT:
                del self._faces[next(iter(self._faces))]
            self._faces[key] = self._with_face(amounts, (yaw, down))
        return self._faces[key]

    def _with_face(self, amounts: Weights, eyes_deg: Eyes) -> Figure:
        mannequin = library()
        heritage = np.asarray(shape.sliders(self.body).heritage)
        moves = expression.moves_m(mannequin, amounts, heritage) * np.float32(self.sizes.head)
        points = self.points + moves
        placed, turned = surface.positions(self.cloth, mannequin, points, self.sizes)
        rows = surface.moving(self.cloth, mannequin)
        positions, normals = self.mesh.positions.copy(), self.mesh.normals.copy()
        positions[rows], normals[rows] = placed[rows], turned[rows]
        centres = {
            side: points[mannequin.welded_count :][LANDMARK_POINTS][k] for k, side in ((1, "l"), (2, "r"))
        }
        gaze.turn_eyeballs(self.mesh.patches, positions, normals, centres, eyes_deg)
        chin = self.marks["chin"]
        moved = chin.point_m + moves[mannequin.chin_point]
        return replace(
            self,
            mesh=replace(self.mesh, positions=positions, normals=normals),
            skin=replace(self.skin, points=positions),
            marks=self.marks | {"chin": replace(chin, point_m=moved)},
            points=points,
            _levels={},
            _faces={},
        )

    def face_line(self, name: str) -> Floats:
        """(n, 3) rest points along lip_up, lip_lo (towards the person's left), lid_up_l… (outwards)."""
        return self.points[library().face_lines[name]].astype(float)

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


@lru_cache(maxsize=128)
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
    cloth = surface.pattern(Wardrobe.of(body))
    calf = float(np.linalg.norm(joints[INDEX["calf_l"]] - joints[INDEX["foot_l"]]))
    sizes = surface.Sizes(float(eyes[1, 0] - eyes[2, 0]) / surface.ADULT_HEAD_M, calf / surface.ADULT_CALF_M)
    positions, turned = surface.positions(cloth, mannequin, points, sizes)
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
        marks=rest_marks(mannequin, points[:count], bones),
        skin=skin,
        cloth=cloth,
        points=points,
        sizes=sizes,
        soles=contact.soles(cloth, skin, mannequin),
        feet=_feet(cloth, skin, [mannequin.region[name] for name in ("shoe", "sole")]),
    )


def _feet(cloth: surface.Pattern, skin: Skin, regions: Sequence[int]) -> dict[str, Skin]:
    shoe = np.isin(cloth.region, regions)
    left = skin.points[: len(shoe), 0] > 0
    return {"l": skin.taken(np.flatnonzero(shoe & left)), "r": skin.taken(np.flatnonzero(shoe & ~left))}


def figure_matrix(position_m: ArrayLike, heading_deg: float) -> Floats:
    """world_from_figure (4, 4): stand at ``position_m`` (3,), turned about world up."""
    result = np.eye(4)
    result[:3, :3] = heading_matrix(heading_deg)
    result[:3, 3] = np.asarray(position_m, float)
    return result
