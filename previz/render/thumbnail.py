"""Small pictures of pieces for lists and drawers: cut out of their ground, made once, kept."""

from __future__ import annotations

import hashlib
import json
import os
from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

import previz
from previz.kit import catalogue
from previz.kit.piece import Value
from previz.render.capture import Capturer
from previz.render.drawlist import DrawList
from previz.render.portrait import GROUND, piece_portrait
from previz.scene.blocking import CameraState
from previz.scene.model import Rgb

Picture = NDArray[np.uint8]

_KEPT = 512
_DEEPEST_SHADE = 0.55
"""Alpha of the shadow at its darkest."""
_DRAWS_PICTURES = ("kit/*.py", "render/*.py", "scene/mesh.py", "gl/*.py")
"""What decides how a thumbnail looks; see `edition`."""


class Thumbnails:
    """RGBA pictures, front towards the viewer's left, under one light, shadow on whatever lies behind.

    Kept in memory, and in ``folder`` if there is one, where pictures by another edition of the program are
    never found. May be used from any one thread; it draws in the capturer's.
    """

    def __init__(self, capturer: Capturer, folder: Path | None = None) -> None:
        self._capturer = capturer
        self._folder = folder
        self._kept: OrderedDict[str, Picture] = OrderedDict()
        self.drawn = 0
        """How many had to be drawn."""

    def piece(
        self,
        piece: str,
        params: Mapping[str, Value] | None = None,
        colours: Mapping[str, Rgb] | None = None,
        size_px: tuple[int, int] = (192, 192),
    ) -> Picture:
        """(h, w, 4) of a piece, read-only. Raises NotFound, BadProject, RenderError."""
        owner = catalogue.piece_of(piece)
        values, paints = owner.values(params or {}), owner.paints(colours or {})
        facts = [piece, values.key, sorted(paints.items()), size_px]
        name = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]
        picture = self._kept.get(name)
        if picture is None:
            picture = self._read(name)
        if picture is None:
            draw_list, camera = piece_portrait(piece, params, colours, size_px[0] / size_px[1])
            picture = cut_out(self._capturer, draw_list, camera, size_px)
            self.drawn += 1
            self._write(name, picture)
        picture.setflags(write=False)
        self._kept[name] = picture
        self._kept.move_to_end(name)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return picture

    def _path(self, name: str) -> Path | None:
        return None if self._folder is None else self._folder / edition() / f"{name}.png"

    def _read(self, name: str) -> Picture | None:
        """None when it is not there, or is no whole picture."""
        path = self._path(name)
        if path is None or not path.is_file():
            return None
        image = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_UNCHANGED)
        if image is None or image.ndim != 3 or image.shape[2] != 4:
            return None
        return np.ascontiguousarray(image[..., [2, 1, 0, 3]])

    def _write(self, name: str, picture: Picture) -> None:
        """A folder that cannot be written to is done without."""
        path = self._path(name)
        if path is None:
            return
        done, data = cv2.imencode(".png", picture[..., [2, 1, 0, 3]])
        part = path.with_name(f".{name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data.tobytes() if done else b"")
            part.replace(path)
        except OSError:
            self._folder = None


def cut_out(
    capturer: Capturer, draw_list: DrawList, camera: CameraState, size_px: tuple[int, int]
) -> Picture:
    """(h, w, 4) sRGB with straight alpha: a portrait without its ground, whose shadow stays as black veil."""
    width, height = size_px
    buffer = capturer.capture(draw_list, camera, (2 * width, 2 * height), passes=("beauty", "ids"))
    owner = buffer.ids >> 16
    beauty = buffer.beauty.astype(np.float32)
    thing = (owner != GROUND) & (owner != 0)
    bare = owner == GROUND
    veil = np.zeros(thing.shape, np.float32)
    if bare.any():
        grey = beauty.mean(axis=2)
        lit = float(np.percentile(grey[bare], 95))
        veil = np.where(bare, np.clip((1 - grey / lit) * 1.2, 0, _DEEPEST_SHADE), 0).astype(np.float32)
        veil[veil < 0.02] = 0
    alpha = np.where(thing, np.float32(1), veil)
    light = np.where(thing[..., None], beauty, 0) * alpha[..., None]
    alpha, light = _halved(alpha), _halved(light)
    colour = light / np.maximum(alpha, 1e-4)[..., None]
    return np.dstack([np.clip(colour + 0.5, 0, 255), alpha * 255 + 0.5]).astype(np.uint8)


def _halved(image: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = image.shape[0] // 2, image.shape[1] // 2
    return np.asarray(image.reshape(height, 2, width, 2, *image.shape[2:]).mean(axis=(1, 3)), np.float32)


@cache
def edition() -> str:
    """Changes with every change of the code that builds and draws pieces."""
    package = Path(previz.__file__).parent
    files = sorted(path for pattern in _DRAWS_PICTURES for path in package.glob(pattern))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]
