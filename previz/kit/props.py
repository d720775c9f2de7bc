"""What stands on a stage as one GLB file. Runs in the import process, because it reads models again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from trimesh.visual import ColorVisuals, TextureVisuals
from trimesh.visual.material import PBRMaterial

from previz.kit.import_worker import PropFile
from previz.kit.mesh import LINEAR_KINDS, load
from previz.kit.model_file import Folder, Limits
from previz.kit.packed import unpack
from previz.kit.soup import Floats, to_linear
from previz.scene.mesh import Mesh

_MOST_PAINTS = 64
"""Above this many colours a mesh keeps them at its vertices instead of as materials."""


def to_glb(things: Iterable[PropFile], limits: Limits) -> bytes:
    """One node for each thing, named as on the stage. Models keep their meshes, materials and textures."""
    scene = trimesh.Scene()
    written: dict[str, list[tuple[str, Floats]]] = {}
    credits: dict[str, None] = {}
    for number, thing in enumerate(things):
        source = thing.model or thing.mesh
        if source not in written:
            written[source] = [
                (_hung(scene, geometry, f"{thing.name} {number}.{i}"), matrix)
                for i, (geometry, matrix) in enumerate(_geometry(thing, limits))
            ]
        if thing.credit:
            credits[thing.credit] = None
        node = f"{thing.name} ({number + 1})"
        scene.graph.update(frame_from="world", frame_to=node, matrix=np.array(thing.world_from_local))
        for i, (name, matrix) in enumerate(written[source]):
            scene.graph.update(frame_from=node, frame_to=f"{node}/{i + 1}", matrix=matrix, geometry=name)

    def sign(tree: dict[str, Any]) -> None:
        tree["asset"]["generator"] = "Previz"
        if credits:
            tree["asset"]["copyright"] = "; ".join(credits)

    data: bytes = trimesh.exchange.gltf.export_glb(scene, include_normals=True, tree_postprocessor=sign)
    return data


def _hung(scene: Any, geometry: Any, name: str) -> str:
    scene.geometry[name] = geometry
    return name


def _geometry(thing: PropFile, limits: Limits) -> list[tuple[Any, Floats]]:
    """(geometry, thing_from_geometry) pairs."""
    if not thing.model:
        mesh = unpack(Path(thing.mesh).read_bytes(), thing.name)
        return [(part, np.eye(4)) for part in _painted(mesh)]
    path = Path(thing.model)
    scene = load(path.read_bytes(), thing.kind, Folder(path.parent, limits))
    found = []
    for node in scene.graph.nodes_geometry:
        matrix, name = scene.graph[node]
        geometry = scene.geometry[name]
        if isinstance(geometry, trimesh.Trimesh) and len(geometry.faces):
            found.append((_lit(geometry, thing.kind), np.asarray(matrix, float)))
    return found


def _lit(mesh: Any, kind: str) -> Any:
    """Colours of formats that keep them as painters pick them become linear light, as glTF wants it."""
    if kind not in LINEAR_KINDS and isinstance(mesh.visual, TextureVisuals):
        material = mesh.visual.material
        material = material if isinstance(material, PBRMaterial) else material.to_pbr()
        if material.baseColorTexture is not None:
            material.baseColorFactor = None
        elif material.baseColorFactor is not None:
            factor = np.asarray(material.baseColorFactor).copy()
            factor[:3] = np.round(to_linear(factor[:3].astype(np.uint8)) * 255)
            material.baseColorFactor = factor
        mesh.visual.material = material
    return mesh


def _painted(mesh: Mesh) -> list[Any]:
    """A mesh of ours: one geometry a colour, or one with colours at its vertices where there are many."""
    paint = np.ascontiguousarray(mesh.colours[mesh.faces[:, 0]]).view(np.uint32).reshape(-1)
    whole = np.ascontiguousarray(mesh.colours).view(np.uint32).reshape(-1)[mesh.faces]
    paints = np.unique(paint)
    if len(paints) > _MOST_PAINTS or (whole != paint[:, None]).any():
        linear = np.round(to_linear(mesh.colours[:, :3]) * 255).astype(np.uint8)
        colours = np.column_stack([linear, np.full(len(linear), 255, np.uint8)])
        return [_trimesh(mesh, mesh.faces, ColorVisuals(vertex_colors=colours))]
    parts = []
    for colour in paints:
        red, green, blue, glow = np.array([colour], np.uint32).view(np.uint8)
        linear = to_linear(np.array([red, green, blue], np.uint8)).astype(float)
        material = PBRMaterial(
            baseColorFactor=[*linear, 1.0],
            emissiveFactor=linear if glow else None,
            metallicFactor=0.0,
            roughnessFactor=0.9,
        )
        parts.append(_trimesh(mesh, mesh.faces[paint == colour], TextureVisuals(material=material)))
    return parts


def _trimesh(mesh: Mesh, faces: Any, visual: Any) -> Any:
    used, local = np.unique(faces, return_inverse=True)
    if isinstance(visual, ColorVisuals):
        visual = ColorVisuals(vertex_colors=visual.vertex_colors[used])
    return trimesh.Trimesh(
        vertices=mesh.positions[used],
        faces=local.reshape(-1, 3),
        vertex_normals=mesh.normals[used],
        visual=visual,
        process=False,
    )
