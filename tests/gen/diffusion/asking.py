"""Requests for the tiny models, and their guides: what a shot would send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from previz.gen.guides import Guides, digest
from previz.gen.request import FrameRequest, Picture, Step

SIZE = (126, 64)
_ROWS, _COLUMNS = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
DEPTH = (_COLUMNS + 80 * ((_COLUMNS - 60) ** 2 + (_ROWS - 30) ** 2 < 400)).astype(np.uint8)
GUIDES: dict[str, NDArray[np.uint8]] = {
    "depth": DEPTH,
    "line": np.where(_COLUMNS % 40 < 2, 255, 0).astype(np.uint8),
    "openpose": np.where((_ROWS % 20 < 3)[..., None], (255, 0, 80), (0, 0, 0)).astype(np.uint8),
    "init": np.stack([DEPTH, 255 - DEPTH, DEPTH // 2], axis=-1),
    "mask": np.where(_COLUMNS >= 80, 255, 0).astype(np.uint8),
}


def ask(model: str, guides: tuple[str, ...] = ("depth",), **changes: Any) -> FrameRequest:
    facts: dict[str, Any] = {
        "generator": "diffusers", "style": "ink", "size_px": SIZE, "seed": 3, "model": model,
        "prompt": "a woman at a window, ink", "strengths": {"depth": 0.8},
        "guides": {name: digest(GUIDES[name]) for name in guides},
    }  # fmt: skip
    return FrameRequest(**(facts | changes))


class Painter(Protocol):
    """A generator, or several as one."""

    def run(self, request: FrameRequest, guides: Guides, cancelled: Callable[[], bool]) -> Iterator[Step]: ...


def steps(generator: Painter, request: FrameRequest, stop: Any = None) -> list[Any]:
    guides = {name: GUIDES[name] for name in request.guides}
    return list(generator.run(request, guides, stop or (lambda: False)))


def picture(generator: Painter, request: FrameRequest) -> Picture:
    last = steps(generator, request)[-1]
    assert isinstance(last, Picture)
    return last
