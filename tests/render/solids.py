"""Simple solids, cameras and draw lists whose pictures can be worked out by hand."""

from __future__ import annotations

from functools import cache

import numpy as np

from previz.render.drawlist import DrawList, Instance
from previz.render.gbuffer import GBuffer
from previz.render.renderer import Renderer
from previz.scene.blocking import CameraState
from previz.scene.mesh import Mesh
from previz.scene.optics import framed_view
from previz.scene.transform import Floats, apply, look_at, matrix, rigid_inverse

KEY = (-0.6, 0.7, 0.4)


@cache
def box(
    size_m: tuple[float, float, float], colour: tuple[int, int, int] = (200, 180, 160), emission: int = 0
) -> Mesh:
    """A box round the origin; patches 0…5 are its −X +X −Y +Y −Z +Z sides."""
    positions, normals, faces = [], [], []
    for axis in range(3):
        for sign in (-1, 1):
            normal = np.zeros(3)
            normal[axis] = sign
            u = np.roll(np.abs(normal), 1)
            v = np.cross(normal, u)
            start = len(positions)
            positions += [normal + u * a + v * b for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
            normals += [normal] * 4
            faces += [(start, start + 1, start + 2), (start, start + 2, start + 3)]
    count = len(positions)
    return Mesh(
        positions=(np.array(positions) * size_m / 2).astype(np.float32),
        normals=np.array(normals, np.float32),
        colours=np.tile(np.array([*colour, emission], np.uint8), (count, 1)),
        patches=np.repeat(np.arange(6), 4).astype(np.uint16),
        faces=np.array(faces, np.uint32),
    )


@cache
def ball(radius_m: float, colour: tuple[int, int, int] = (190, 80, 60)) -> Mesh:
    """A smooth ball of one patch."""
    rows, columns = 24, 48
    v, u = np.meshgrid(np.linspace(0, np.pi, rows + 1), np.linspace(0, 2 * np.pi, columns + 1), indexing="ij")
    points = np.stack([np.sin(v) * np.sin(u), np.cos(v), np.sin(v) * np.cos(u)], -1).reshape(-1, 3)
    corner = (np.arange(rows)[:, None] * (columns + 1) + np.arange(columns)).ravel()
    below = corner + columns + 1
    faces = np.concatenate(
        [np.stack([corner, below, below + 1], 1), np.stack([corner, below + 1, corner + 1], 1)]
    )
    return Mesh(
        positions=(points * radius_m).astype(np.float32),
        normals=points.astype(np.float32),
        colours=np.tile(np.array([*colour, 0], np.uint8), (len(points), 1)),
        patches=np.zeros(len(points), np.uint16),
        faces=faces.astype(np.uint32),
    )


def at(x: float, y: float, z: float) -> Floats:
    result = np.eye(4)
    result[:3, 3] = x, y, z
    return result


def camera(
    eye: tuple[float, float, float],
    target: tuple[float, float, float],
    focal_mm: float = 35.0,
    aspect: float = 1.5,
) -> CameraState:
    """A camera on a 36 × 24 mm sensor."""
    place = look_at(eye, target)
    view = framed_view(36, 24, aspect, focal_mm)
    return CameraState(place.position_m, place.rotation, view, focal_mm, 3.0, 2.8)


def stage(*solids: tuple[Mesh, Floats] | tuple[Mesh, Floats, bool], **about: object) -> DrawList:
    """Solids with object ids 1, 2, 3…; the third part says whether it casts a shadow."""
    meshes = {f"solid {n}": solid[0] for n, solid in enumerate(solids, 1)}
    instances = tuple(
        Instance(f"solid {n}", solid[1], n, solid[2] if len(solid) == 3 else True)
        for n, solid in enumerate(solids, 1)
    )
    return DrawList(meshes, instances, **about)  # type: ignore[arg-type]


def pixel(state: CameraState, point_m: tuple[float, float, float], size_px: tuple[int, int]) -> Floats:
    """Where the optics say that a world point lands, in pixels from the top left."""
    seen = state.view.project(apply(rigid_inverse(matrix(state.transform)), point_m))
    return (seen[:2] * (0.5, -0.5) + 0.5) * size_px


def three_walls(renderer: Renderer) -> GBuffer:
    """Panes at 2 m, 3 m and 6 m before a camera at (0, 1, 3), side by side; objects 1, 2 and 3."""
    panes = [(box((0.4, 0.4, 0.02)), at(x, 1, 2.99 - z)) for x, z in ((-0.6, 2), (0.0, 3), (1.2, 6))]
    return renderer.capture(stage(*panes), camera((0, 1, 3), (0, 1, 0)), (300, 200))
