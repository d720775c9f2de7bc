"""A control holds for its share of the steps, also of a picture that is gone on from."""

from __future__ import annotations

import numpy as np
import pytest

from previz.gen.comfy.noise import noise, percents, percents_of_steps


@pytest.mark.parametrize("change", [0.05, 0.25, 0.6, 0.95])
@pytest.mark.parametrize("span", [(0.0, 0.9), (0.0, 0.6), (0.3, 1.0), (0.5, 0.75)])
def test_the_tail_of_a_run_is_held_for_its_share(span: tuple[float, float], change: float) -> None:
    steps = 28
    start, end = percents(span, steps, change)
    at = percents_of_steps(steps, change)[:-1]
    held = np.count_nonzero((at >= start) & (at <= end))  # as ComfyUI's get_control compares sigmas
    assert held == pytest.approx((span[1] - span[0]) * steps, abs=1.0)


def test_a_quarter_changed_is_held_nearly_whole() -> None:
    _, end = percents((0.0, 0.9), 28, 0.25)
    at = percents_of_steps(28, 0.25)
    assert at[0] > 0.9  # 0.9 of the whole noise would have ended before the first step
    assert np.mean(at[:-1] <= end) >= 0.8


def test_a_whole_run_takes_the_percents_as_they_are() -> None:
    assert percents((0.2, 0.5), 28, 1.0) == (0.2, 0.5)


def test_the_noise_is_that_of_stable_diffusion() -> None:
    assert noise()[[0, -1]] == pytest.approx([0.0292, 14.6146], abs=1e-4)
