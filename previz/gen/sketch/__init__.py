"""The built-in generator: storyboard drawings by hand rules, without a model and without a network.

``plan(seed, style, time)`` chooses light and manner; the caller renders the guides under that light and
sends them with the drawing hints; `SketchGenerator` draws. Nothing here knows a scene or a window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import msgspec

from previz.errors import GenerationError
from previz.gen.request import MARKS, Capabilities, FrameRequest, Picture, Progress, Step
from previz.gen.sketch.choices import check_plan
from previz.gen.sketch.plan import LIGHTINGS, SCHEMES, STYLES, Lighting, Plan, Scheme, plan, variations

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from previz.gen.sketch.raster import Press

__all__ = [
    "LIGHTINGS",
    "SCHEMES",
    "STYLES",
    "Lighting",
    "Plan",
    "Scheme",
    "SketchGenerator",
    "plan",
    "variations",
]


class SketchGenerator:
    """Draws in the worker process; owns one OpenGL context for the ribbons, where OpenGL can be had."""

    name = "sketch"
    capabilities = Capabilities(
        styles=STYLES,
        needs=("albedo", "depth_m", "normals", "ids", "light", "hints"),
        uses=(MARKS,),
        seeds=True,
        plan=True,
        regions=True,
        deterministic=True,
    )

    def __init__(self, use_gl: bool = True) -> None:
        self._use_gl = use_gl
        self._press: Press | None = None

    def run(
        self, request: FrameRequest, guides: Mapping[str, Any], cancelled: Callable[[], bool]
    ) -> Iterator[Step]:
        """Yield Progress before every stage and the Picture last; nothing more once ``cancelled()``."""
        from previz.gen.sketch.drawing import draw
        from previz.gen.sketch.overlay import overlay_of
        from previz.gen.sketch.raster import Press

        if self._press is None:
            self._press = Press(self._use_gl)
        stages = draw(
            guides,
            request.regions,
            plan_of(request),
            self._press.raster,
            overlay_of(request, guides),
            lens=request.camera,
        )
        while not cancelled():
            try:
                share, text = next(stages)
            except StopIteration as finished:
                height, width = finished.value.shape[:2]
                if (width, height) != request.size_px:
                    raise GenerationError(
                        f"The guides are {width} × {height} px, not {request.size_px[0]} × "
                        f"{request.size_px[1]}; generate from the shot again."
                    ) from None
                yield Picture(finished.value)
                return
            yield Progress(share, text)

    def close(self) -> None:
        """Give the OpenGL context back."""
        if self._press is not None:
            self._press.close()
            self._press = None


def plan_of(request: FrameRequest) -> Plan:
    """The plan that travels with a request, else the one of its seed.

    Raises GenerationError when the plan in the request cannot be read.
    """
    if not request.plan:
        return plan(request.seed, request.style, "night" if request.night else "day")
    try:
        made = msgspec.convert(request.plan, Plan)
        check_plan(made)
        return made
    except msgspec.ValidationError as error:
        raise GenerationError(f"The drawing plan cannot be read ({error}); plan the frame again.") from error
