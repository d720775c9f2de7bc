"""The live sketch of a viewport: what a drawing will be like, at once and roughly.

It works on what `Renderer.draw` leaves on the card, at rest or moving: the picture, its ids and its depth
buffer. It is a preview and looks like one; the drawing itself comes from the sketch generator.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from previz.gl.framebuffer import Framebuffer
from previz.gl.program import FULLSCREEN_VS, Program, fullscreen
from previz.gl.state import set_state
from previz.gl.texture import Texture2D
from previz.render.renderer import FAR_M, NEAR_M, shader
from previz.render.target import Target
from previz.scene.blocking import CameraState
from previz.scene.model import Rgb

LiveLook = Literal["pencil", "ink", "colour"]
LIVE_LOOKS: tuple[LiveLook, ...] = get_args(LiveLook)

_TILE = 512
_NEAR = (1 / NEAR_M, 1 / FAR_M - 1 / NEAR_M)
"""One over the distance as a line over the depth buffer, which is linear in it: (at 0, slope)."""


class _Sheet(NamedTuple):
    paper: Rgb
    ink: Rgb


_SHEETS: dict[LiveLook, _Sheet] = {
    "pencil": _Sheet((0.965, 0.953, 0.925), (0.13, 0.13, 0.14)),
    "ink": _Sheet((0.984, 0.980, 0.965), (0.05, 0.05, 0.06)),
    "colour": _Sheet((0.976, 0.964, 0.935), (0.13, 0.11, 0.12)),
}


class LiveSketch:
    """Needs the same context to be current in every call. Keeps one framebuffer a picture size."""

    def __init__(self) -> None:
        self._edge = Program(FULLSCREEN_VS, shader("live_edge.fs"))
        self._ink = Program(FULLSCREEN_VS, shader("live_ink.fs"))
        self._noise = Texture2D((_TILE, _TILE), "rgba8", _noise(), smooth=True, repeat=True)
        self._pages: dict[tuple[int, int], tuple[Framebuffer, Framebuffer]] = {}

    def draw(self, target: Target, camera: CameraState, look: LiveLook) -> Framebuffer:
        """Sketch what `Renderer.draw` has left in ``target``.

        The framebuffer's first colour is the sketch until the next call for this size. Raises ValueError
        for a look that does not exist.
        """
        if look not in LIVE_LOOKS:
            raise ValueError(f"a live sketch is one of {', '.join(LIVE_LOOKS)}, not {look!r}")
        marks, page = self._page(target.size_px)
        set_state()
        marks.bind()
        fullscreen(
            self._edge,
            t_picture=target.smoothed,
            t_ids=target.ids,
            t_depth=target.depth_buffer,
            u_near=_NEAR,
            u_focus_m=camera.focus_distance_m,
        )
        sheet = _SHEETS[look]
        page.bind()
        fullscreen(
            self._ink,
            t_marks=marks.colours[0],
            t_picture=target.smoothed,
            t_noise=self._noise,
            u_texel=(1 / target.size_px[0], 1 / target.size_px[1]),
            u_scale=max(target.size_px) / 960,
            u_look=LIVE_LOOKS.index(look),
            u_paper=sheet.paper,
            u_ink=sheet.ink,
        )
        return page

    def forget(self, size_px: tuple[int, int]) -> None:
        """Free the pages of a size that is no longer shown."""
        for framebuffer in self._pages.pop(size_px, ()):
            for texture in framebuffer.colours:
                texture.delete()
            framebuffer.delete()

    def close(self) -> None:
        """Free everything, while the context is still current."""
        for size_px in list(self._pages):
            self.forget(size_px)
        self._edge.delete()
        self._ink.delete()
        self._noise.delete()

    def _page(self, size_px: tuple[int, int]) -> tuple[Framebuffer, Framebuffer]:
        if size_px not in self._pages:
            marks = Framebuffer([Texture2D(size_px, "rg8", smooth=True)])
            self._pages[size_px] = (marks, Framebuffer([Texture2D(size_px, "rgba8", smooth=True)]))
        return self._pages[size_px]


@lru_cache(maxsize=1)
def _noise() -> NDArray[np.uint8]:
    """(512, 512, 4): tooth of the paper, mottle, and two slow waves for an unsteady hand; it tiles."""
    # PCG64's integers are the same on every platform
    raw = np.random.default_rng(11).integers(0, 1 << 16, (4, _TILE, _TILE)).astype(np.float64)
    bands = ((150, 90), (0, 22), (3, 4), (3, 4))
    y, x = np.fft.fftfreq(_TILE)[:, None] * _TILE, np.fft.rfftfreq(_TILE)[None] * _TILE
    layers = []
    for layer, (centre, width) in zip(raw, bands, strict=True):
        shape = np.exp(-(((np.hypot(y, x) - centre) / width) ** 2))
        shape[0, 0] = 0
        shaped = np.fft.irfft2(np.fft.rfft2(layer) * shape, s=layer.shape)
        layers.append(np.clip(128 + shaped / shaped.std() * 48, 0, 255))
    return np.stack(layers, axis=-1).astype(np.uint8)
