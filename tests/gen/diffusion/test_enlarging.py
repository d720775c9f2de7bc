"""A picture enlarged by a model, piece by piece."""

from __future__ import annotations

import numpy as np
import pytest

from previz.gen.diffusion.enlarging import _cut
from previz.gen.pieces import pieces
from previz.gen.request import FrameRequest

KINDS = np.array([(150, 5, 61), (120, 120, 120), (80, 50, 50), (255, 5, 153)], np.uint8)


@pytest.mark.parametrize(("name", "mixed"), [("segmentation", False), ("line", True)])
def test_a_piece_of_a_segmentation_has_no_colours_of_its_own(name: str, mixed: bool) -> None:
    guide = KINDS[np.random.default_rng(3).integers(0, len(KINDS), (40, 96))]
    request = FrameRequest(generator="diffusers", style="", size_px=(960, 400), seed=1)
    known = {tuple(kind) for kind in KINDS}
    for piece in pieces((960, 400), 256 * 256, 8):
        cut = _cut(name, piece, {name: guide}, request)
        assert ({tuple(colour) for colour in np.asarray(cut).reshape(-1, 3)} <= known) is not mixed
