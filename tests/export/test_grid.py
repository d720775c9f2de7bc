from __future__ import annotations

from itertools import product

import pytest

from previz.export import grid


@pytest.mark.parametrize(
    ("per_page", "paper", "landscape"), list(product((1, 2, 3, 4, 6, 9), ("a4", "us-letter"), (True, False)))
)
@pytest.mark.parametrize("aspect", [0.5625, 1.0, 1.33, 1.78, 1.85, 2.0, 2.39, 2.76, 4.0])
def test_frames_stay_on_the_sheet(per_page: int, paper: str, landscape: bool, aspect: float) -> None:
    plan = grid.plan(per_page, paper, landscape, aspect)
    width, _ = grid.paper_size_mm(paper, landscape)
    assert plan.columns * plan.rows == per_page
    assert plan.columns * plan.cell_w_mm + (plan.columns - 1) * grid.GAP_X <= width - 2 * grid.MARGIN_X + 1e-9
    assert 0 < plan.frame_w_mm <= plan.cell_w_mm + 1e-9
    assert plan.frame_h_mm <= plan.cell_h_mm + 1e-9
    assert plan.frame_w_mm / plan.frame_h_mm == pytest.approx(aspect)
