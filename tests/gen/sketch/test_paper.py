"""Coats over the sheet."""

from __future__ import annotations

import numpy as np

from previz.gen.sketch.paper import Coat, compose


def test_coats_of_one_ink_cover_as_if_laid_one_by_one() -> None:
    rows, columns = np.mgrid[0:64, 0:64]
    paper = np.full((64, 64, 3), 240, np.uint8)
    first, second = (rows * 4).astype(np.uint8), (columns * 4).astype(np.uint8)
    ink, other = (0.1, 0.2, 0.3), (0.8, 0.1, 0.1)
    coats = [Coat("hatch", first, ink), Coat("black", second, ink), Coat("white", first, other)]
    at_once = compose(paper, coats).astype(int)
    one_by_one = paper
    for coat in coats:
        one_by_one = compose(one_by_one, [coat])
    assert np.abs(at_once - one_by_one).max() <= 2
    assert np.ptp(at_once) > 150
