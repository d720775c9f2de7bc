"""What was read → a piece: metres, Y up, standing on the floor with the middle of its base at the origin."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from previz.errors import ImportFailed
from previz.kit.baking import PICTURE_FACES, bake
from previz.kit.packed import pack
from previz.kit.patching import to_mesh
from previz.kit.simplify import simplify
from previz.kit.sizing import Up, axes
from previz.kit.soup import Floats, Soup
from previz.scene.model import Vec3
from previz.scene.transform import to_vec3

FEWEST_FACES = 100
"""To fewer than this nothing is simplified: a shape would be lost."""


@dataclass(frozen=True, eq=False)
class Piece:
    packed: bytes
    faces: int
    patches: int
    size_m: Vec3
    piece_from_file: Floats
    """(4, 4)"""


def finish(soup: Soup, unit_m: float, up: Up, faces: int | None = None) -> Piece:
    """A welded soup as a mesh; ``faces`` simplifies it to about so many. Raises ImportFailed."""
    heavy = faces is not None and len(soup.faces) > faces
    # a flat picture would be simplified away again, so a heavy model is not cut finer for its pictures
    baked = bake(soup, 0 if heavy else PICTURE_FACES)
    if heavy:
        baked = simplify(baked, max(faces or 0, FEWEST_FACES))
    if not len(baked.faces):
        raise ImportFailed("nothing of it can be seen: its textures are transparent everywhere")
    matrix = _placing(baked, unit_m, up)
    standing = replace(baked, points=baked.points @ matrix[:3, :3].T + matrix[:3, 3])
    mesh = to_mesh(standing)
    return Piece(
        packed=pack(mesh),
        faces=len(mesh.faces),
        patches=len(np.unique(mesh.patches)),
        size_m=to_vec3(standing.size),
        piece_from_file=matrix,
    )


def _placing(soup: Soup, unit_m: float, up: Up) -> Floats:
    """(4, 4) piece_from_file: turned, scaled, moved."""
    matrix = np.eye(4)
    matrix[:3, :3] = axes(up) * unit_m
    low, high = soup.bounds
    ends = np.stack([low, high]) @ matrix[:3, :3].T
    middle, floor = ends.mean(axis=0), ends.min(axis=0)[1]
    matrix[:3, 3] = -middle[0], -floor, -middle[2]
    return matrix
