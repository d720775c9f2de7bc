"""A draw list on the graphics card: meshes once each, instances and bones anew for each picture."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from previz.gl.buffers import BufferTexture, VertexArray
from previz.gl.program import Program
from previz.render.drawlist import DrawList, FigureInstance
from previz.scene.mesh import Mesh

_VERTEX = np.dtype(
    [
        ("position", "<f4", 3),
        ("normal", "<f4", 3),
        ("colour", "u1", 4),
        ("patch", "<u2"),
        ("_pad", "<u2"),
        ("bones", "u1", 4),
        ("weights", "u1", 4),
    ]
)
_KEPT_VERTICES = 4_000_000
"""Meshes that no picture used lately are let go above this number (160 MB)."""


@dataclass(frozen=True)
class _Draw:
    vertices: VertexArray
    mesh: int
    """Number of the upload."""
    first: int
    count: int
    skinned: bool
    casts_shadow: bool


@dataclass(eq=False)
class _Group:
    """All places of one mesh that are drawn together."""

    mesh: Mesh
    casts_shadow: bool
    texels: list[NDArray[np.float32]]


def _vertices(mesh: Mesh) -> NDArray[np.void]:
    result = np.zeros(len(mesh.positions), _VERTEX)
    result["position"], result["normal"] = mesh.positions, mesh.normals
    result["colour"], result["patch"] = mesh.colours, mesh.patches
    if mesh.bones is not None and mesh.weights is not None:
        result["bones"], result["weights"] = mesh.bones, mesh.weights
    return result


def _texels(world_from_local: NDArray[np.float64], object_id: int, first_bone: int) -> NDArray[np.float32]:
    """(4, 4): what scene.vs.glsl fetches for one instance. Whole numbers up to 2²⁴ are exact as floats."""
    result = np.zeros((4, 4), np.float32)
    result[:3] = world_from_local[:3]
    result[3, :2] = object_id, first_bone
    return result


def _world_bones(figure: FigureInstance) -> NDArray[np.float32]:
    """(n, 3, 4) world_from_rest of each bone."""
    place = figure.world_from_figure
    bones = np.asarray(figure.bone_matrices, float)
    result = np.asarray(np.einsum("ij,njk->nik", place[:3, :3], bones), float)
    result[:, :, 3] += place[:3, 3]
    return np.asarray(result, np.float32)


class Geometry:
    """Holds what was uploaded; belongs to the context in which it was made."""

    def __init__(self) -> None:
        self._meshes: OrderedDict[Mesh, tuple[VertexArray, int]] = OrderedDict()
        self._instances, self._bones = BufferTexture(), BufferTexture()
        self._draws: list[_Draw] = []
        self._texels = self._bone_texels = np.zeros(0, np.float32)
        self.uploads = 0
        """How many meshes were sent to the card so far."""

    def load(self, draw_list: DrawList) -> None:
        """Make a draw list the one that ``draw`` draws."""
        groups: dict[tuple[Mesh, bool], _Group] = {}
        bones: list[NDArray[np.float32]] = []
        for item in draw_list.instances:
            self._add(groups, draw_list.meshes[item.mesh], item.casts_shadow).texels.append(
                _texels(item.world_from_local, item.object_id, 0)
            )
        for figure in draw_list.figures:
            self._add(groups, draw_list.meshes[figure.mesh], True).texels.append(
                _texels(figure.world_from_figure, figure.object_id, sum(len(b) for b in bones))
            )
            bones.append(_world_bones(figure))
        self._draws, first = [], 0
        for group in groups.values():
            count = len(group.texels)
            vertices = self._vertex_array(group.mesh)
            number = self._meshes[group.mesh][1]
            self._draws.append(_Draw(vertices, number, first, count, group.mesh.skinned, group.casts_shadow))
            first += count
        self._texels = np.array([t for group in groups.values() for t in group.texels], np.float32)
        self._bone_texels = np.concatenate(bones) if bones else np.zeros(0, np.float32)
        self._instances.write(self._texels)
        self._bones.write(self._bone_texels)
        self._forget({group.mesh for group in groups.values()})

    @staticmethod
    def _add(groups: dict[tuple[Mesh, bool], _Group], mesh: Mesh, casts: bool) -> _Group:
        return groups.setdefault((mesh, casts), _Group(mesh, casts, []))

    def _vertex_array(self, mesh: Mesh) -> VertexArray:
        if mesh not in self._meshes:
            indices = mesh.faces.astype(np.uint32).ravel()
            self.uploads += 1
            vertices = VertexArray(_vertices(mesh), indices, normalised=("colour", "weights"))
            self._meshes[mesh] = vertices, self.uploads
        self._meshes.move_to_end(mesh)
        return self._meshes[mesh][0]

    def casters(self) -> bytes:
        """A hash of everything loaded that casts shadows: meshes by upload, places and bones."""
        state = hashlib.blake2b(digest_size=16)
        for draw in self._visible(casters_only=True):
            state.update(f"{draw.mesh} {draw.count} ".encode())
            state.update(self._texels[draw.first : draw.first + draw.count].tobytes())
        state.update(self._bone_texels.tobytes())
        return state.digest()

    def _forget(self, needed: set[Mesh]) -> None:
        total = sum(len(mesh.positions) for mesh in self._meshes)
        for mesh in list(self._meshes):
            if total <= _KEPT_VERTICES or mesh in needed:
                return
            total -= len(mesh.positions)
            self._meshes.pop(mesh)[0].delete()

    def draw(
        self,
        rigid: Program,
        skinned: Program,
        camera_from_world: NDArray[np.float64],
        clip_from_camera: NDArray[np.float64],
        casters_only: bool = False,
    ) -> None:
        """Draw into the bound framebuffer with two permutations of scene.vs.glsl."""
        for program, draws in (
            (rigid, [d for d in self._visible(casters_only) if not d.skinned]),
            (skinned, [d for d in self._visible(casters_only) if d.skinned]),
        ):
            if not draws:
                continue
            program.use(
                u_instances=self._instances,
                u_camera_from_world=camera_from_world,
                u_clip_from_camera=clip_from_camera,
            )
            if program is skinned:
                program.set("u_bones", self._bones)
            for draw in draws:
                program.set("u_first", draw.first)
                draw.vertices.draw(instances=draw.count)

    def _visible(self, casters_only: bool) -> Iterator[_Draw]:
        return (draw for draw in self._draws if draw.casts_shadow or not casters_only)

    def delete(self) -> None:
        for vertices, _ in self._meshes.values():
            vertices.delete()
        self._meshes.clear()
        self._draws = []
        self._instances.delete()
        self._bones.delete()
