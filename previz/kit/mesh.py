"""3D files through trimesh, in a process of its own (import_worker). Only `props` names trimesh too."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from PIL import Image
from trimesh.resolvers import Resolver
from trimesh.visual import ColorVisuals, TextureVisuals
from trimesh.visual.material import PBRMaterial

from previz.errors import ImportFailed
from previz.kit import gltf
from previz.kit.model_file import Folder, Limits
from previz.kit.sizing import Up
from previz.kit.soup import Bytes, Colours, Floats, Material, Soup, join, to_linear, to_srgb

MAX_PLACES = 100_000
"""So many places may the meshes of one file stand at."""
_MAX_PIXELS = 64_000_000
_LARGEST_PICTURE_PX = 2048
LINEAR_KINDS = ("glb", "gltf")
"""Files whose colour factors and vertex colours are linear light (glTF 2.0, §3.9.2); all others are sRGB."""

Image.MAX_IMAGE_PIXELS = _MAX_PIXELS // 2  # Pillow refuses twice this


@dataclass(frozen=True, eq=False)
class Reading:
    """A file as it was read: ``soup`` in its own units and axes."""

    soup: Soup
    unit_m: float | None
    """None where the file does not say."""
    up: Up | None
    copyright: str
    warnings: tuple[str, ...]
    drawn_in: tuple[str, ...]
    """Names of the files beside it that belong to it."""


def read(path: Path, kind: str, limits: Limits) -> Reading:
    """Raises ImportFailed with the reason alone, to follow the file's name; and what trimesh raises."""
    folder = Folder(path.parent, limits)
    data = path.read_bytes()
    copyright, lost = "", list[str]()
    if kind in LINEAR_KINDS:
        tree = gltf.read_tree(data, kind)
        outline = gltf.outline(tree, path.parent, limits.faces * 3)
        check_faces(outline.faces, limits.faces)
        copyright, lost = outline.copyright, outline.lost
    if kind == "dae" and re.search(rb"<!(DOCTYPE|ENTITY)", data, re.IGNORECASE):
        raise ImportFailed("it declares XML entities, which no model needs; export it again")
    scene = load(data, kind, folder)
    troubles = dict.fromkeys(_lost_lines([*lost, *folder.lost_pictures]))
    soup = _soup(scene, kind, limits, troubles)
    if kind in LINEAR_KINDS and gltf.mentions(tree, "KHR_texture_transform"):
        troubles["its textures are shifted (KHR_texture_transform), which is not followed"] = None
    unit_m, up = _said(data, kind)
    return Reading(soup, unit_m, up, copyright, tuple(troubles), tuple(folder.read))


def load(data: bytes, kind: str, folder: Folder) -> Any:
    """A trimesh.Scene."""
    return trimesh.load_scene(io.BytesIO(data), file_type=kind, resolver=_Beside(folder), process=False)


def check_faces(faces: int, most: int) -> None:
    if faces > most:
        raise ImportFailed(f"it has {faces:,} faces and {most:,} is the limit; simplify it in a 3D program")
    if not faces:
        raise ImportFailed("it holds no faces, at most points and lines; export a mesh")


class _Beside(Resolver):  # type: ignore[misc]
    """trimesh's door to other files: those that `Folder` gives out."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes:
        return self._folder.get(key)

    def keys(self) -> Iterable[str]:
        return ()

    def namespaced(self, namespace: str) -> _Beside:
        raise ImportFailed(f"it wants a folder {namespace[:80]!r}")

    def write(self, name: str, data: object) -> None:
        raise ImportFailed(f"it wants to write {name[:80]!r}")


def _lost_lines(names: Iterable[str]) -> list[str]:
    return [f"its picture {name[:80]!r} is missing; it comes without" for name in dict.fromkeys(names)]


def _said(data: bytes, kind: str) -> tuple[float | None, Up | None]:
    """(metres to a unit, up axis) as far as the file says them."""
    if kind in LINEAR_KINDS:
        return 1.0, "y"
    if kind != "dae":
        return None, None
    head = data[: 1 << 16].decode("utf-8", "replace")
    unit = re.search(r"<unit\b[^>]*\bmeter\s*=\s*[\"']([0-9.eE+-]+)[\"']", head)
    up = re.search(r"<up_axis>\s*([XYZ])_UP\s*</up_axis>", head)
    axis: Up | None = {"Y": "y", "Z": "z"}.get(up[1]) if up else "y"  # type: ignore[assignment]
    return (float(unit[1]) if unit and float(unit[1]) > 0 else 1.0), axis


# ------------------------------------------------------------------------------------------ to triangles
def _soup(scene: Any, kind: str, limits: Limits, troubles: dict[str, None]) -> Soup:
    places = [scene.graph[name] for name in scene.graph.nodes_geometry]
    if len(places) > MAX_PLACES:
        raise ImportFailed(f"its parts stand at {len(places):,} places and {MAX_PLACES:,} is the limit")
    meshes = {name: one for name, one in scene.geometry.items() if isinstance(one, trimesh.Trimesh)}
    places = [(matrix, name) for matrix, name in places if name in meshes]
    check_faces(sum(len(meshes[name].faces) for _, name in places), limits.faces)
    pictures: dict[int, Bytes | None] = {}
    parts = {name: _part(mesh, kind, pictures, troubles) for name, mesh in meshes.items() if len(mesh.faces)}
    soup = join([_placed(parts[name], matrix) for matrix, name in places if name in parts])
    used = np.unique(soup.faces)
    wrong = int((~np.isfinite(soup.points[used]).all(axis=1)).sum())
    if wrong:
        raise ImportFailed(f"{wrong:,} of its {len(used):,} points are not numbers; export it again")
    if not float(soup.size.max()) > 0 or float(np.abs(soup.points[used]).max()) > 1e15:
        raise ImportFailed("it has no size that can be; check it in a 3D program")
    return soup


def _placed(part: Soup, matrix: Floats) -> Soup:
    """In the scene's frame; a mirroring place turns the faces round."""
    if np.array_equal(matrix, np.eye(4)):
        return part
    points = part.points @ matrix[:3, :3].T + matrix[:3, 3]
    if np.linalg.det(matrix[:3, :3]) >= 0:
        return replace(part, points=points)
    return replace(
        part, points=points, faces=part.faces[:, ::-1], uv=part.uv[:, ::-1], tint=part.tint[:, ::-1]
    )


def _part(mesh: Any, kind: str, pictures: dict[int, Bytes | None], troubles: dict[str, None]) -> Soup:
    faces = np.asarray(mesh.faces, np.int64)
    points = np.asarray(mesh.vertices, float)
    if int(faces.min()) < 0 or int(faces.max()) >= len(points):
        raise ImportFailed("it is damaged: a face points at no vertex")
    uv = getattr(mesh.visual, "uv", None)
    corners_uv = np.zeros((len(faces), 3, 2), np.float32)
    if uv is not None and len(uv) == len(points):
        corners_uv = np.nan_to_num(np.asarray(uv, np.float32)[:, :2])[faces]
    else:
        uv = None
    material = _material(mesh, kind, uv is not None, pictures, troubles)
    return Soup(
        points=points,
        faces=faces,
        uv=corners_uv,
        tint=_tint(mesh, faces, kind),
        material=np.zeros(len(faces), np.int64),
        materials=(material,),
    )


def _tint(mesh: Any, faces: Any, kind: str) -> Bytes:
    """(m, 3, 3) vertex or face colours as sRGB; white where there are none."""
    visual = mesh.visual
    if isinstance(visual, ColorVisuals) and visual.kind == "face":
        return _bytes(visual.face_colors, kind)[:, None].repeat(3, axis=1)
    colours = None
    if isinstance(visual, ColorVisuals) and visual.kind == "vertex":
        colours = visual.vertex_colors
    elif isinstance(visual, TextureVisuals):
        colours = visual.vertex_attributes.get("color")
    if colours is None or len(colours) != len(mesh.vertices):
        return np.full((len(faces), 3, 3), 255, np.uint8)
    corners: Bytes = _bytes(colours, kind)[faces]
    return corners


def _bytes(colours: Any, kind: str) -> Bytes:
    """(n, 3) sRGB bytes of colours as floats 0–1, bytes or shorts."""
    array = np.asarray(colours)[:, :3]
    scale = 1.0 if array.dtype.kind == "f" else 1 / np.iinfo(array.dtype).max
    values = np.clip(np.nan_to_num(array.astype(np.float32) * np.float32(scale)), 0, 1)
    coded: Bytes = np.round(values * 255).astype(np.uint8)
    return to_srgb(values) if kind in LINEAR_KINDS else coded


def _material(
    mesh: Any, kind: str, mapped: bool, pictures: dict[int, Bytes | None], troubles: dict[str, None]
) -> Material:
    """A file's colours win over the grey of a file without."""
    visual = mesh.visual
    if not isinstance(visual, TextureVisuals):
        return Material(linear=(1.0, 1.0, 1.0)) if visual.kind in ("face", "vertex") else Material()
    material = visual.material
    if not isinstance(material, PBRMaterial):
        material = material.to_pbr()
    image = _picture(material.baseColorTexture, pictures, troubles) if mapped else None
    factor = material.baseColorFactor
    colour: Colours = np.ones(3, np.float32)
    if factor is not None and (image is None or kind in LINEAR_KINDS):
        coded: Bytes = np.asarray(factor)[:3].astype(np.uint8)
        colour = np.asarray(coded / 255, np.float32) if kind in LINEAR_KINDS else to_linear(coded)
    glow: Colours = np.zeros(3, np.float32)
    if material.emissiveFactor is not None:
        glow = np.asarray(material.emissiveFactor, np.float32)[:3]
    emits = bool(glow.max(initial=0) >= 0.5 and material.emissiveTexture is None)
    if emits and image is None:
        colour = np.clip(glow, 0, 1)
    red, green, blue = (float(channel) for channel in colour)
    return Material((red, green, blue), image, emits, stencil=material.alphaMode in ("MASK", "BLEND"))


def _picture(image: Any, pictures: dict[int, Bytes | None], troubles: dict[str, None]) -> Bytes | None:
    """(h, w, 4), made smaller where it is larger than colours on a mesh can show."""
    if image is None:
        return None
    if id(image) not in pictures:
        pictures[id(image)] = None
        try:
            image.thumbnail((_LARGEST_PICTURE_PX, _LARGEST_PICTURE_PX))
            pictures[id(image)] = np.asarray(image.convert("RGBA"), np.uint8)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            troubles["one of its pictures is damaged or too large; it comes without"] = None
    return pictures[id(image)]
