"""Models to import, made in code: nothing here comes from outside."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import trimesh
from PIL import Image, ImageDraw
from trimesh.visual import ColorVisuals, TextureVisuals
from trimesh.visual.material import PBRMaterial

RED, BLUE = (200, 30, 20), (20, 40, 180)


def halves() -> Image.Image:
    """Left red, right blue."""
    image = Image.new("RGB", (64, 64), RED)
    ImageDraw.Draw(image).rectangle((32, 0, 63, 63), fill=BLUE)
    return image


def picture_plane() -> trimesh.Trimesh:
    """A square of 1 × 1 in two faces with `halves` on it."""
    corners = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], float)
    material = PBRMaterial(baseColorTexture=halves(), metallicFactor=0.0)
    visual = TextureVisuals(uv=corners[:, :2], material=material)
    return trimesh.Trimesh(corners, [[0, 1, 2], [0, 2, 3]], visual=visual, process=False)


def painted_box(size: tuple[float, float, float] = (1, 1, 1)) -> trimesh.Trimesh:
    """A box with its sides at +X red, at −X blue, all others grey."""
    box = trimesh.creation.box(size)
    colours = np.full((12, 4), (128, 128, 128, 255), np.uint8)
    colours[box.face_normals[:, 0] > 0.9, :3] = RED
    colours[box.face_normals[:, 0] < -0.9, :3] = BLUE
    box.visual = ColorVisuals(box, face_colors=colours)
    return box


def save(path: Path, *meshes: trimesh.Trimesh) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    made = trimesh.Scene(list(meshes)) if path.suffix == ".glb" else meshes[0]
    made.export(path)
    return path


def sphere(path: Path, faces: int) -> Path:
    """A GLB of a ball with at least so many faces (20 · 4ⁿ)."""
    level = 0
    while 20 * 4**level < faces:
        level += 1
    return save(path, trimesh.creation.icosphere(subdivisions=level))


def triangle_gltf(**changes: Any) -> dict[str, Any]:
    """A sound glTF of one triangle with its data inside; ``changes`` replace its parts."""
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32).tobytes()
    uri = "data:application/octet-stream;base64," + base64.b64encode(corners).decode()
    return {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"}],
        "bufferViews": [{"buffer": 0, "byteLength": 36}],
        "buffers": [{"uri": uri, "byteLength": 36}],
        **changes,
    }


def gltf(path: Path, **changes: Any) -> Path:
    path.write_text(json.dumps(triangle_gltf(**changes)))
    return path
