"""A picture enlarged by a model: piece by piece, from the picture itself, with its words and controls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.gen.diffusion import calling
from previz.gen.diffusion.setup import Setup
from previz.gen.guides import Guide, Guides
from previz.gen.pieces import Mosaic, Piece
from previz.gen.request import INIT, MAX_SEED, REGIONS, FrameRequest, Preview, Progress

UNMIXED = (REGIONS, "segmentation")
"""Guides whose values are names: between two of them lies a third."""
Say = Callable[[Progress | Preview], None]


def enlarge(
    pipeline: Any,
    setup: Setup,
    request: FrameRequest,
    guides: Guides,
    laid_out: list[Piece],
    steps: Callable[[Say, Any], Callable[..., Any]],
    say: Say,
) -> tuple[NDArray[np.uint8], list[str]]:
    """The frame, and what was not used. ``steps``: (say, fitting of a piece) → callback of the pipeline."""
    mosaic = Mosaic(np.asarray(guides[INIT], np.uint8), request.size_px)
    unused: list[str] = []
    for place, piece in enumerate(laid_out):
        fitting = piece.fitting(setup.family.grid)
        here = {name: _cut(name, piece, guides, request) for name in guides}
        asked = msgspec.structs.replace(request, seed=(request.seed + place) % (MAX_SEED + 1))
        told = steps(_part(say, place, len(laid_out)), fitting)
        pixels, unused = calling.painted(pipeline, setup, asked, here, fitting, told)
        mosaic.lay(piece, fitting.cut_back(pixels))
    return mosaic.picture(), unused


def _cut(name: str, piece: Piece, guides: Guides, request: FrameRequest) -> Guide:
    """Pictures of people and styles stay whole; all else shows the frame."""
    if any(reference.guide == name for reference in request.references):
        return guides[name]
    return piece.cut(np.asarray(guides[name]), blend=name not in UNMIXED)


def _part(say: Say, place: int, count: int) -> Say:
    def told(what: Progress | Preview) -> None:
        if isinstance(what, Progress):
            text = f"Piece {place + 1} of {count}: {what.text[:1].lower()}{what.text[1:]}"
            what = Progress((place + what.fraction) / count, text)
        say(what)

    return told
