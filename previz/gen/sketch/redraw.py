"""A take drawn once more from its request, this time kept in layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from previz.gen.request import FrameRequest
from previz.gen.sketch import plan_of
from previz.gen.sketch.drawing import draw
from previz.gen.sketch.layers import Layer, Parts, Pixels, take_apart
from previz.gen.sketch.overlay import overlay_of
from previz.gen.sketch.raster import Press
from previz.gen.sketch.vector import to_svg


@dataclass(frozen=True, eq=False)
class Redrawn:
    frame: Pixels
    """(h, w, 3), the drawing as it was made."""
    layers: tuple[Layer, ...]
    """From the paper upwards."""
    svg: str
    """Its strokes."""


def redraw(request: FrameRequest, guides: Mapping[str, Any], use_gl: bool = True) -> Redrawn:
    """Draw ``request`` in this process. Raises GenerationError as the generator does."""
    kept: list[Parts] = []
    frame = draw_now(request, guides, use_gl, kept.append)
    (parts,) = kept
    height, width = frame.shape[:2]
    return Redrawn(frame, tuple(take_apart(parts)), to_svg(parts, (width, height)))


def draw_now(
    request: FrameRequest,
    guides: Mapping[str, Any],
    use_gl: bool = True,
    keep: Callable[[Parts], None] | None = None,
) -> Pixels:
    """The frame (h, w, 3) alone, drawn in this process; for pictures that are looked at and not kept."""
    press = Press(use_gl)
    try:
        steps = draw(
            guides,
            request.regions,
            plan_of(request),
            press.raster,
            overlay_of(request, guides),
            keep,
            request.camera,
        )
        while True:
            try:
                next(steps)
            except StopIteration as finished:
                frame: Pixels = finished.value
                return frame
    finally:
        press.close()
