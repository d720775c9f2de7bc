"""Pieces and sets as an artist shows them: ink lines over a thin wash of their colours."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.cast import ROLES
from previz.errors import GenerationError
from previz.export.contact import PAPER
from previz.gen.request import FrameRequest, Picture, Region
from previz.gen.sketch import SketchGenerator, plan
from previz.kit.piece import Value
from previz.render.capture import Capturer
from previz.render.drawlist import DrawList, build
from previz.render.gbuffer import GBuffer
from previz.render.hints import hints
from previz.render.portrait import piece_portrait
from previz.render.thumbnail import Picture as Pixels
from previz.render.thumbnail import Thumbnails
from previz.scene.blocking import CameraState
from previz.scene.model import Rgb
from previz.sets.dressing import StarterSet
from previz.studio.scenery import world_of

_NIGHT_BLACK = 0.32
"""How light the solid blacks of a night are."""
_WASH = 0.62
"""How much of the colours' depth the wash has."""


class Portraits:
    """Owns a renderer and a pen; ``close`` it, or use it as a context manager."""

    def __init__(self, folder: Path | None = None) -> None:
        """``folder`` keeps thumbnails for the next time."""
        self._capturer = Capturer()
        self._pen = SketchGenerator()
        self.thumbnails = Thumbnails(self._capturer, folder)

    def close(self) -> None:
        self._pen.close()
        self._capturer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def piece(
        self,
        piece: str,
        params: Mapping[str, Value] | None = None,
        colours: Mapping[str, Rgb] | None = None,
        size_px: tuple[int, int] = (240, 240),
    ) -> Pixels:
        """(h, w, 3) drawing of a piece. Raises NotFound, BadProject, RenderError."""
        draw_list, camera = piece_portrait(piece, params, colours, size_px[0] / size_px[1])
        return self.on_paper(draw_list, camera, size_px)

    def on_paper(self, draw_list: DrawList, camera: CameraState, size_px: tuple[int, int]) -> Pixels:
        """(h, w, 3) drawing whose plain ground is the paper. Raises RenderError."""
        drawing = self._drawing(draw_list, camera, size_px)
        white = np.percentile(np.concatenate([drawing[:4, :], drawing[-4:, :]]), 80, axis=(0, 1))
        return np.asarray(np.clip(drawing / white, 0, 1) * PAPER + 0.5, np.uint8)

    def starter_set(self, made: StarterSet, width_px: int = 640) -> Pixels:
        """(h, w, 3) drawing of a set as its own camera sees it. Raises RenderError."""
        world = world_of(made)
        camera = world.camera
        assert camera is not None, "every starter set has a camera"
        size = (width_px, max(2, round(width_px / camera.aspect / 2) * 2))
        return self._drawing(build(world), camera, size, night=world.light.time == "night")

    def _drawing(
        self,
        draw_list: DrawList,
        camera: CameraState,
        size_px: tuple[int, int],
        night: bool = False,
    ) -> Pixels:
        buffer = self._capturer.capture(draw_list, camera, size_px, supersample=2)
        ink = self._ink(buffer, draw_list, camera, size_px, night)
        wash = buffer.beauty.astype(np.float64) / 255
        lines = ink.astype(np.float64) / max(float(ink.max()), 1.0)
        if night:  # solid blacks would drown the colours of what they lie on
            lines = _NIGHT_BLACK + (1 - _NIGHT_BLACK) * lines
        return np.asarray(255 * lines * (1 - _WASH + _WASH * wash**0.8) + 0.5, np.uint8)

    def _ink(
        self,
        buffer: GBuffer,
        draw_list: DrawList,
        camera: CameraState,
        size_px: tuple[int, int],
        night: bool,
    ) -> NDArray[np.uint8]:
        manner = plan(1, "ink", "night" if night else "day")
        request = FrameRequest(
            generator=self._pen.name,
            style=manner.style,
            size_px=size_px,
            seed=manner.seed,
            plan=msgspec.to_builtins(manner),
            regions=tuple(
                Region(
                    object_id=number,
                    kind=draw_list.kinds[number],
                    name=name,
                    roles=dict(ROLES) if draw_list.kinds[number] == "figure" else {},
                )
                for number, name in draw_list.names.items()
            ),
        )
        guides = {
            "albedo": buffer.albedo,
            "depth_m": buffer.depth_m,
            "normals": buffer.normals,
            "ids": buffer.ids,
            "light": buffer.light,
            "hints": hints(draw_list, camera, draw_list.key),
        }
        for step in self._pen.run(request, guides, lambda: False):
            if isinstance(step, Picture):
                return np.asarray(step.pixels)[..., :3]
        raise GenerationError("The pen stopped before the drawing was done.")
