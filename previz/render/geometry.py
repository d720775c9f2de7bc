"""A draw list on the graphics card: meshes once each, instances and bones anew for each picture."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from previz.gl.buffers import BufferTexture, VertexArray
from previz.gl.program import Program
from previz.gl.state import set_culling
from previz.render import coarse
from previz.render.drawlist import DrawList, FigureInstance, Instance, local_box
from previz.scene.mesh import Mesh

_VERTEX = np.dtype(
    [
        ("position", "<f4", 3),
        ("normal", "<f4", 3),
        ("colour", "u1", 4),
        ("patch", "<u2"),
        ("slot", "<u2"),
        ("bones", "u1", 4),
        ("weights", "u1", 4),
    ]
)
APART = 8
"""More different people than these are drawn in one call."""
_KEPT_VERTICES = 4_000_000
"""Meshes that no picture used lately are let go above this number (160 MB)."""


@dataclass(eq=False)
class _Uploaded:
    """A mesh on the card; ``runs`` are (first index, count) of each level that was sent so far."""

    vertices: VertexArray
    number: int
    runs: list[tuple[int, int]]


@dataclass(frozen=True)
class _Draw:
    mesh: _Uploaded
    level: int
    first: int
    count: int
    skinned: bool
    casts_shadow: bool
    seen: bool = True
    closed: bool = False
    """Faces that are turned away can be left out."""


@dataclass(eq=False)
class _Group:
    """All places of one mesh that are drawn together."""

    mesh: Mesh
    level: int
    casts_shadow: bool
    seen: bool
    closed: bool
    texels: list[NDArray[np.float32]]


def _vertices(mesh: Mesh) -> NDArray[np.void]:
    result = np.zeros(len(mesh.positions), _VERTEX)
    result["position"], result["normal"] = mesh.positions, mesh.normals
    result["colour"], result["patch"] = mesh.colours, mesh.patches
    if mesh.bones is not None and mesh.weights is not None:
        result["bones"], result["weights"] = mesh.bones, mesh.weights
    return result


def _merged(people: list[tuple[Mesh, int, int]]) -> tuple[NDArray[np.void], NDArray[np.uint32]]:
    """Vertices and indices of (mesh, level, how many of it), numbered by slot in this order."""
    vertices: list[NDArray[np.void]] = []
    indices: list[NDArray[np.uint32]] = []
    first = 0
    for mesh, level, count in people:
        chosen, faces = coarse.used(mesh, level)
        all_of_it = _vertices(mesh)[chosen]
        for _ in range(count):
            own = all_of_it.copy()
            own["slot"] = len(vertices)
            vertices.append(own)
            indices.append(faces.ravel() + np.uint32(first))
            first += len(own)
    return np.concatenate(vertices), np.concatenate(indices)


def _unmirrored(item: Instance) -> bool:
    return bool(np.linalg.det(item.world_from_local[:3, :3]) > 0)


def _extent_m(mesh: Mesh) -> float:
    low, high = local_box(mesh)
    return float((high - low).max())


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
        self._meshes: OrderedDict[Mesh, _Uploaded] = OrderedDict()
        self._instances, self._bones = BufferTexture(), BufferTexture()
        self._draws: list[_Draw] = []
        self._crowd: _Uploaded | None = None
        self._crowd_of: list[tuple[Mesh, int, int]] = []
        self._texels = self._bone_texels = np.zeros(0, np.float32)
        self._loaded: tuple[DrawList, Mapping[int, int]] | None = None
        self.uploads = 0
        """How many meshes were sent to the card so far."""

    def levels_of(self, draw_list: DrawList) -> Mapping[int, int]:
        """The levels with which a draw list is loaded; none of one that is not."""
        return self._loaded[1] if self._loaded is not None and self._loaded[0] is draw_list else {}

    def load(self, draw_list: DrawList, levels: Mapping[int, int] = MappingProxyType({})) -> None:
        """Make a draw list the one that ``draw`` draws; ``levels`` (object id → level) as in `coarse`."""
        if self._loaded is not None and self._loaded[0] is draw_list and self._loaded[1] == levels:
            return
        groups: dict[tuple[Mesh, int, bool, bool, bool], _Group] = {}
        bones: list[NDArray[np.float32]] = []
        for item in draw_list.instances:
            level, mesh = levels.get(item.object_id, 0), draw_list.meshes[item.mesh]
            closed = bool(levels) and _unmirrored(item) and coarse.closed(mesh)
            key = (mesh, level, item.casts_shadow, item.seen, closed)
            texels = _texels(item.world_from_local, item.object_id, 0)
            groups.setdefault(key, _Group(*key, [])).texels.append(texels)
        first_bone = 0
        for figure in draw_list.figures:
            key = (draw_list.meshes[figure.mesh], levels.get(figure.object_id, 0), True, True, False)
            texels = _texels(figure.world_from_figure, figure.object_id, first_bone)
            groups.setdefault(key, _Group(*key, [])).texels.append(texels)
            bones.append(_world_bones(figure))
            first_bone += len(bones[-1])
        people = [group for group in groups.values() if group.mesh.skinned]
        crowd = people if len(people) > APART else []
        self._draws, first = [], sum(len(group.texels) for group in crowd)
        if crowd:
            self._draws.append(self._together(crowd))
        # Floors and walls come last, so that what stands before them hides them before they are lit.
        apart = [group for group in groups.values() if not (crowd and group.mesh.skinned)]
        ordered = sorted(apart, key=lambda group: _extent_m(group.mesh))
        for group in ordered:
            count = len(group.texels)
            uploaded = self._uploaded(group.mesh, group.level)
            self._draws.append(
                _Draw(
                    uploaded,
                    group.level,
                    first,
                    count,
                    group.mesh.skinned,
                    group.casts_shadow,
                    group.seen,
                    group.closed,
                )
            )
            first += count
        self._texels = np.array([t for group in (*crowd, *ordered) for t in group.texels], np.float32)
        self._bone_texels = np.concatenate(bones) if bones else np.zeros(0, np.float32)
        self._instances.write(self._texels)
        self._bones.write(self._bone_texels)
        self._forget({group.mesh for group in groups.values()})
        self._loaded = draw_list, dict(levels)

    def _together(self, crowd: list[_Group]) -> _Draw:
        """All people as one mesh, whose vertices know their owner; sent again when somebody is another."""
        wanted = [(group.mesh, group.level, len(group.texels)) for group in crowd]
        if self._crowd is None or self._crowd_of != wanted:
            vertices, indices = _merged(wanted)
            if self._crowd is None:
                array = VertexArray(vertices, indices, normalised=("colour", "weights"))
                self._crowd = _Uploaded(array, 0, [])
            else:
                self._crowd.vertices.write(vertices, indices)
            self.uploads += 1
            self._crowd.number, self._crowd.runs = self.uploads, [(0, indices.size)]
            self._crowd_of = wanted
        return _Draw(self._crowd, 0, 0, 1, skinned=True, casts_shadow=True)

    def _uploaded(self, mesh: Mesh, level: int) -> _Uploaded:
        found = self._meshes.get(mesh)
        if found is None:
            indices = mesh.faces.astype(np.uint32).ravel()
            self.uploads += 1
            vertices = VertexArray(_vertices(mesh), indices, normalised=("colour", "weights"))
            found = self._meshes[mesh] = _Uploaded(vertices, self.uploads, [(0, indices.size)])
        if level >= len(found.runs):  # all levels together, in one list of indices
            lists = [faces.ravel() for faces in coarse.levels(mesh)]
            ends = np.cumsum([len(one) for one in lists])
            found.vertices.write(_vertices(mesh), np.concatenate(lists))
            found.runs = [(int(end) - len(one), len(one)) for end, one in zip(ends, lists, strict=True)]
        self._meshes.move_to_end(mesh)
        return found

    def casters(self) -> bytes:
        """A hash of everything loaded that casts shadows: meshes by upload, places and bones."""
        state = hashlib.blake2b(digest_size=16)
        for draw in self._visible(casters_only=True):
            state.update(f"{draw.mesh.number} {draw.count} ".encode())
            state.update(self._texels[draw.first : draw.first + draw.count].tobytes())
        state.update(self._bone_texels.tobytes())
        return state.digest()

    def _forget(self, needed: set[Mesh]) -> None:
        total = sum(len(mesh.positions) for mesh in self._meshes)
        for mesh in list(self._meshes):
            if total <= _KEPT_VERTICES or mesh in needed:
                return
            total -= len(mesh.positions)
            self._meshes.pop(mesh).vertices.delete()

    def draw(
        self,
        rigid: Program,
        skinned: Program,
        camera_from_world: NDArray[np.float64],
        clip_from_camera: NDArray[np.float64],
        casters_only: bool = False,
        cull: bool = False,
    ) -> None:
        """Draw into the bound framebuffer with two permutations of scene.vs.glsl.

        ``cull`` leaves out faces of closed meshes that are turned away, which half of a picture is spent on.
        """
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
                if cull:
                    set_culling(draw.closed)
                start, count = draw.mesh.runs[draw.level]
                draw.mesh.vertices.draw(first=start, count=count, instances=draw.count)

        if cull:
            set_culling(False)

    def _visible(self, casters_only: bool) -> Iterator[_Draw]:
        return (draw for draw in self._draws if (draw.casts_shadow if casters_only else draw.seen))

    def delete(self) -> None:
        for uploaded in self._meshes.values():
            uploaded.vertices.delete()
        self._meshes.clear()
        if self._crowd is not None:
            self._crowd.vertices.delete()
        self._crowd, self._crowd_of = None, []
        self._loaded = None
        self._draws = []
        self._instances.delete()
        self._bones.delete()
