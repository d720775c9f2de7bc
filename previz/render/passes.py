"""Guides: pictures that tell a generator or a compositor where things are. All come from one capture."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.errors import ExportError
from previz.render.drawlist import DrawList
from previz.render.gbuffer import GBuffer, visible_share
from previz.render.lines import line_guide
from previz.render.openpose import openpose_guide
from previz.render.segmentation import ids_guide, object_colour, segmentation_guide
from previz.scene.blocking import CameraState

__all__ = [
    "FILES",
    "depth_guide",
    "ids_guide",
    "line_guide",
    "normal_guide",
    "openpose_guide",
    "segmentation_guide",
    "visible_share",
    "write_passes",
]

NEAREST_SHARE = 99.8
"""Percentile of nearness that is white, so that a sliver at the lens does not flatten everything else."""


def depth_guide(
    g: GBuffer, bits: Literal[8, 16] = 8, range_m: tuple[float, float] | None = None
) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """(h, w): 1 / depth stretched from the farthest thing (just above 0) to the nearest (white).

    ``range_m``: (near, far) in metres in place of the nearest and farthest of this picture, so that pictures
    of one scene agree; what lies outside is as white, or as dark, as its end. Nothing is 0. This is what
    monocular depth estimators show, and so what depth ControlNets expect; for depth in metres take
    ``GBuffer.depth_m``.
    """
    solid = np.isfinite(g.depth_m)
    top = 2**bits - 1
    result = np.zeros(g.depth_m.shape, np.uint8 if bits == 8 else np.uint16)
    if solid.any():
        nearness = 1 / g.depth_m[solid].astype(np.float64)
        high, low = float(np.percentile(nearness, NEAREST_SHARE)), float(nearness.min())
        if range_m is not None:
            high, low = 1 / range_m[0], 1 / range_m[1]
        share = (nearness - low) / (high - low) if high - low > 1e-9 else np.ones_like(nearness)
        result[solid] = np.rint(1 + np.clip(share, 0, 1) * (top - 1))
    return result


def normal_guide(g: GBuffer) -> NDArray[np.uint8]:
    """(h, w, 3): camera space normals in the convention of ControlNet 1.1's normal model (NYU).

    Blue is towards the camera, green is up and **red is left**: ``(127.5·(1 − x), 127.5·(1 + y),
    127.5·(1 + z))``. Nothing faces the camera: (128, 128, 255).
    """
    normals = g.normals.astype(np.float32)
    normals[g.ids == 0] = (0, 0, 1)
    colours = (normals * (-1, 1, 1) + 1) * 127.5
    return np.asarray(np.clip(np.floor(colours + 0.5), 0, 255), np.uint8)


# -------------------------------------------------------------------------------------------- files
_Maker = Callable[[GBuffer, DrawList, CameraState], NDArray[Any]]


def _figures(draw_list: DrawList) -> list[int]:
    return [figure.object_id for figure in draw_list.figures]


_PICTURES: dict[str, _Maker] = {
    "beauty.png": lambda g, draw_list, camera: g.beauty,
    "depth.png": lambda g, draw_list, camera: depth_guide(g),
    "depth_16.png": lambda g, draw_list, camera: depth_guide(g, 16),
    "normal.png": lambda g, draw_list, camera: normal_guide(g),
    "line.png": lambda g, draw_list, camera: line_guide(g, _figures(draw_list)),
    "openpose.png": lambda g, draw_list, camera: openpose_guide(draw_list, camera, g.size_px, g),
    "ids.png": lambda g, draw_list, camera: ids_guide(g),
    "segmentation.png": segmentation_guide,
}
FILES = (*_PICTURES, "depth_m.npy", "objects.json")
"""What `write_passes` can write. ``depth_m.npy`` is (h, w) float32 metres, +inf for nothing;
``objects.json`` says which object has which colour in ``ids.png``."""


def write_passes(
    folder: Path,
    g: GBuffer,
    draw_list: DrawList,
    camera: CameraState,
    files: Collection[str] = FILES,
    prefix: str = "",
) -> dict[str, Path]:
    """Write guides as files and return file name → path.

    ``g`` needs every pass and must be a capture of ``draw_list`` through ``camera``. ``prefix`` goes before
    each name ("12A_" → "12A_depth.png"). Raises ExportError when the folder cannot be written, ValueError
    for unknown names.
    """
    if unknown := set(files) - set(FILES):
        raise ValueError(f"unknown files {sorted(unknown)}")
    written: dict[str, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (name for name in FILES if name in files):
            path = folder / f"{prefix}{name}"
            if name == "depth_m.npy":
                with path.open("wb") as file:
                    np.save(file, g.depth_m)
            elif name == "objects.json":
                path.write_text(_legend(g, draw_list), encoding="utf-8")
            else:
                path.write_bytes(_png(_PICTURES[name](g, draw_list, camera)))
            written[name] = path
    except OSError as error:
        raise ExportError(
            f"The passes cannot be written to {folder} ({error.strerror or error}); choose another folder."
        ) from error
    return written


def _png(pixels: NDArray[Any]) -> bytes:
    """(h, w) or (h, w, 3) RGB, 8 or 16 bits a channel."""
    done, data = cv2.imencode(".png", pixels if pixels.ndim == 2 else pixels[..., ::-1])
    if not done:
        raise ExportError("A picture could not be compressed; try a smaller size.")
    return bytes(data)


def _legend(g: GBuffer, draw_list: DrawList) -> str:
    shares = visible_share(g.ids)
    rows = [
        {
            "id": number,
            "name": draw_list.names.get(number, ""),
            "kind": draw_list.kinds.get(number, ""),
            "ade20k": draw_list.ade20k.get(number, ""),
            "colour": object_colour(number),
            "share": round(share, 6),
        }
        for number, share in shares.items()
    ]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
