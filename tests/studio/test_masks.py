"""Areas by hand: where they are, how they fade, and what is none."""

from __future__ import annotations

import numpy as np
import pytest

from previz.errors import BadProject
from previz.studio.masks import fitted, lasso_mask

SQUARE = ((0.25, 0.1), (0.75, 0.1), (0.75, 0.3), (0.25, 0.3))


def test_a_lasso_is_full_inside_and_fades_at_its_border() -> None:
    hard, soft = lasso_mask((200, 80), SQUARE, 0.0), lasso_mask((200, 80), SQUARE, 0.02)
    assert hard.shape == (80, 200)
    assert (hard > 127).mean() == pytest.approx(100 * 40 / (200 * 80), abs=0.01)
    assert hard[40, 100] == soft[40, 100] == 255
    assert hard[5, 5] == soft[5, 5] == 0
    row = soft[40, 40:62].astype(int)
    assert (np.diff(row) >= 0).all()
    assert 0 < row[8] < row[12] < 255
    assert 90 < row[10] < 165


@pytest.mark.parametrize(
    ("corners", "says"),
    [
        (SQUARE[:2], "three corners"),
        ((*SQUARE[:3], (float("nan"), 0.0)), "three corners"),
        (((0.1, 0.1), (0.2, 0.1), (0.3, 0.1)), "next to nothing"),
        (tuple((x + 2, y) for x, y in SQUARE), "next to nothing"),
    ],
)
def test_what_is_no_area_is_refused(corners: tuple[tuple[float, float], ...], says: str) -> None:
    with pytest.raises(BadProject, match=says):
        lasso_mask((200, 80), corners)
    with pytest.raises(BadProject, match="cannot fade"):
        lasso_mask((200, 80), SQUARE, 0.5)


def test_a_picture_of_the_right_size_is_left_alone() -> None:
    picture = np.zeros((8, 20, 3), np.uint8)
    assert fitted(picture, (20, 8)) is picture
    assert fitted(picture, (40, 16)).shape == (16, 40, 3)
