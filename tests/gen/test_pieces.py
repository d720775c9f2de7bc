"""A picture in pieces: all of it covered, and one again without a seam."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from previz.gen.pieces import Mosaic, pieces


@pytest.mark.parametrize(
    ("frame", "budget", "grid"),
    [((480, 200), 128 * 128, 64), ((50, 40), 64 * 64, 8), ((3840, 1608), 2**20, 64)],
)
def test_pieces_cover_the_picture_and_overlap(frame: tuple[int, int], budget: int, grid: int) -> None:
    covered = np.zeros((frame[1], frame[0]), np.uint8)
    found = pieces(frame, budget, grid)
    for piece in found:
        assert piece.width * piece.height <= budget
        fitting = piece.fitting(grid)
        assert fitting.frame_px == (piece.width, piece.height)
        assert all(side % grid == 0 for side in fitting.model_px)
        covered[piece.y : piece.y + piece.height, piece.x : piece.x + piece.width] += 1
    assert covered.min() >= 1
    columns = sorted({piece.x for piece in found})
    for left, right in pairwise(columns):
        assert left + found[0].width - right >= round(0.12 * found[0].width)


def test_what_the_smaller_picture_shows_stays_and_detail_is_new() -> None:
    small = np.zeros((50, 120, 3), np.uint8)
    small[:, 40:80] = (200, 120, 60)
    size, rng = (240, 100), np.random.default_rng(1)
    mosaic = Mosaic(small, size)
    for piece in pieces(size, 64 * 64, 8):
        grain = rng.integers(-30, 30, (piece.height, piece.width, 3))
        own = piece.cut(small).astype(int) + grain + rng.integers(-40, 40)  # each piece of another brightness
        mosaic.lay(piece, np.clip(own, 0, 255).astype(np.uint8))
    made = mosaic.picture()
    assert made.shape == (100, 240, 3)
    plain = cv2.resize(small, size, interpolation=cv2.INTER_CUBIC).astype(float)
    middle = np.s_[20:80, 90:150]
    assert abs(made[middle].mean((0, 1)) - plain[middle].mean((0, 1))).max() < 6
    assert made[middle].std() > plain[middle].std() + 1


def test_ids_are_cut_as_they_are() -> None:
    ids = np.zeros((10, 20), np.uint16)
    ids[:, 10:] = 0x8001
    cut = pieces((40, 20), 16 * 16, 8)[0].cut(ids, blend=False)
    assert set(np.unique(cut)) <= {0, 0x8001}
