"""What a glTF file says about itself, checked before anything of it is built."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from previz.errors import ImportFailed

Json = dict[str, Any]
_BYTES = {5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4}
_ITEMS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
_TRIANGLES, _STRIP = 4, 5
_BEYOND_US = {
    "KHR_draco_mesh_compression": "Draco compression",
    "EXT_meshopt_compression": "meshopt compression",
    "KHR_meshopt_compression": "meshopt compression",
    "KHR_mesh_quantization": "mesh quantization",
    "KHR_texture_basisu": "Basis textures",
}


@dataclass
class Outline:
    """``files`` are those that the glTF names, in order; ``lost`` are pictures that are not there."""

    faces: int = 0
    files: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    copyright: str = ""


def read_tree(data: bytes, kind: str) -> Json:
    """The JSON of a .glb or .gltf. Raises ImportFailed when it is cut off or no glTF 2."""
    text = _glb_json(data) if kind == "glb" else data
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ImportFailed("it is not a glTF file, or a damaged one") from error
    if not isinstance(tree, dict) or not isinstance(tree.get("asset"), dict):
        raise ImportFailed("it is not a glTF file: it does not say its version")
    version = str(tree["asset"].get("version", ""))
    if not version.startswith("2"):
        raise ImportFailed(f"it is glTF {version or 'of an unknown version'}; save it as glTF 2.0")
    return tree


def _glb_json(data: bytes) -> bytes:
    if data[:4] != b"glTF" or len(data) < 20:
        raise ImportFailed("it is not a GLB file, whatever its name says")
    _, length, chunk, kind = struct.unpack("<4I", data[4:20])
    if length > len(data) or 20 + chunk > len(data):
        raise ImportFailed(f"it is cut off: {len(data):,} of {length:,} bytes are there; copy it again")
    if kind != 0x4E4F534A:
        raise ImportFailed("it is damaged: its description is missing")
    return data[20 : 20 + chunk]


def outline(tree: Json, folder: Path, largest_count: int) -> Outline:
    """Checks links, nodes and sizes, and counts the faces with every place where a mesh stands.

    Raises ImportFailed. ``largest_count`` is how many zeros may stand for data that a file leaves out.
    """
    found = Outline(copyright=str(tree["asset"].get("copyright", ""))[:500])
    try:
        for name in tree.get("extensionsRequired", []):
            if name in _BEYOND_US:
                raise ImportFailed(f"it needs {_BEYOND_US[name]}; export it without")
        _check_files(tree, folder, found)
        _check_sizes(tree, largest_count)
        found.faces = _count_faces(tree)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise ImportFailed("its description contradicts itself; export it again") from error
    return found


# --------------------------------------------------------------------------------------------- files
def _check_files(tree: Json, folder: Path, found: Outline) -> None:
    for kind in ("buffers", "images"):
        for entry in tree.get(kind, []):
            uri = entry.get("uri")
            if uri is None or uri.startswith("data:"):
                continue
            name = unquote(uri)
            path = inside(folder, name)
            if path.is_file():
                found.files.append(name)
            elif kind == "images":
                found.lost.append(name)
            else:
                raise ImportFailed(f"its file {name!r} is missing; put it beside the .gltf, or save as GLB")


def inside(folder: Path, name: str) -> Path:
    """The file of this name in or below the folder. Raises ImportFailed for any other place."""
    bad = "://" in name or ":" in name[:6] or "\0" in name or "\\" in name or name.startswith("/")
    path = folder if bad else (folder / name).resolve()
    if bad or ".." in Path(name).parts or not path.is_relative_to(folder.resolve()):
        raise ImportFailed(
            f"it wants {name[:80]!r}, which is not beside it; save it as GLB with everything inside"
        )
    return path


# --------------------------------------------------------------------------------------------- sizes
def _check_sizes(tree: Json, largest_count: int) -> None:
    views = tree.get("bufferViews", [])
    buffers = tree.get("buffers", [])
    for view in views:
        start, length = view.get("byteOffset", 0), view["byteLength"]
        if min(start, length) < 0 or start + length > buffers[view["buffer"]]["byteLength"]:
            raise ImportFailed("it is damaged: a part of it reaches beyond its data")
    for accessor in tree.get("accessors", []):
        count = accessor["count"]
        size = _BYTES[accessor["componentType"]] * _ITEMS[accessor["type"]]
        backed = "bufferView" in accessor
        if count < 0 or (not backed and count > largest_count):
            raise ImportFailed(f"it is damaged: it claims {count:,} points")
        if backed and count:
            view = views[accessor["bufferView"]]
            step = view.get("byteStride") or size
            need = accessor.get("byteOffset", 0) + (count - 1) * step + size
            if step < 0 or need > view["byteLength"]:
                raise ImportFailed(f"it is damaged: it claims {count:,} points and has fewer")


def _count_faces(tree: Json) -> int:
    accessors = tree.get("accessors", [])
    faces = []
    for mesh in tree.get("meshes", []):
        total = 0
        for primitive in mesh["primitives"]:
            corners = accessors[primitive.get("indices", primitive["attributes"].get("POSITION"))]["count"]
            mode = primitive.get("mode", _TRIANGLES)
            total += {_TRIANGLES: corners // 3, _STRIP: max(corners - 2, 0)}.get(mode, 0)
        faces.append(total)
    nodes = tree.get("nodes", [])
    return sum(faces[nodes[number]["mesh"]] for number in _reached(tree) if "mesh" in nodes[number])


def _reached(tree: Json) -> Iterator[int]:
    """Every node below the scene, once. Raises ImportFailed unless they form trees."""
    nodes, scenes = tree.get("nodes", []), tree.get("scenes", [])
    waiting = list(scenes[tree.get("scene", 0)].get("nodes", [])) if scenes else []
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number in seen:
            raise ImportFailed("its parts hang on each other in a circle; export it again")
        seen.add(number)
        waiting += nodes[number].get("children", [])
        yield number


def mentions(tree: Json, extension: str) -> bool:
    return extension in tree.get("extensionsUsed", [])
