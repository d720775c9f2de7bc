from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from previz.gen import controls
from previz.gen.controls import ADHERENCES, CONTROLS, DIAL, fit


@pytest.mark.parametrize("ratio", [1.33, 1.66, 1.78, 1.85, 2.0, 2.35, 2.39, 2.76, 0.5625])
@pytest.mark.parametrize(("budget", "grid"), [(1024 * 1024, 64), (640 * 512, 64), (1024 * 1024, 16)])
def test_a_frame_comes_back_where_it_was(ratio: float, budget: int, grid: int) -> None:
    frame = (1920, round(1920 / ratio / 2) * 2)
    fitting = fit(frame, budget, grid)
    assert not any(side % grid for side in fitting.model_px)
    inner = fitting.inner_px
    assert inner[0] / inner[1] == pytest.approx(frame[0] / frame[1], rel=0.005)
    assert inner[0] * inner[1] <= budget * 1.01
    marked: Any = np.zeros((frame[1], frame[0]), np.uint8)
    x, y = frame[0] // 3, frame[1] // 4
    marked[y - 20 : y + 20, x - 20 : x + 20] = 255
    laid = fitting.laid_in(marked)
    assert laid.shape == (fitting.model_px[1], fitting.model_px[0], 3)
    back = fitting.cut_back(laid)
    assert back.shape == (frame[1], frame[0], 3)
    rows, columns = np.nonzero(back[..., 0] > 127)
    assert rows.mean() == pytest.approx(y - 0.5, abs=1.5)
    assert columns.mean() == pytest.approx(x - 0.5, abs=1.5)


@pytest.mark.parametrize("ratio", [1.33, 1.66, 1.78, 1.85, 2.0, 2.35, 2.39, 2.76, 0.5625])
def test_colours_of_a_segmentation_are_never_mixed(ratio: float) -> None:
    kinds = np.array([(150, 5, 61), (120, 120, 120), (80, 50, 50), (255, 5, 153), (4, 200, 3)], np.uint8)
    size = (round(960 / ratio), 960)
    guide = kinds[np.random.default_rng(7).integers(0, len(kinds), size)]
    fitting = fit((1920, round(1920 / ratio)), 640 * 512, 64)
    laid = fitting.laid_in(guide, "segmentation")
    assert {tuple(colour) for colour in laid.reshape(-1, 3)} == {tuple(colour) for colour in kinds}
    mixed = fitting.laid_in(guide, "line")
    assert len({tuple(colour) for colour in mixed.reshape(-1, 3)}) > len(kinds)


def test_a_small_frame_is_not_blown_up() -> None:
    assert fit((320, 180), 1024 * 1024, 8).inner_px == (320, 180)


def test_a_picture_of_another_size_is_not_cut() -> None:
    with pytest.raises(ValueError, match="not"):
        fit((320, 180), 10**6, 64).cut_back(np.zeros((180, 320, 3), np.uint8))


def test_the_dial_holds_less_from_word_to_word() -> None:
    for control in CONTROLS:
        held = [DIAL[word].get(control, 0.0) for word in ADHERENCES]
        assert held == sorted(held, reverse=True)
    assert all(DIAL[word]["depth"] > 0 for word in ADHERENCES)


def test_one_colour_is_blank_and_a_dark_scene_is_not() -> None:
    dark = np.random.default_rng(1).integers(0, 12, (40, 40, 3)).astype(np.uint8)
    assert controls.is_blank(np.zeros((40, 40, 3), np.uint8))
    assert not controls.is_blank(dark)


def test_a_sphere_shows_which_way_red_faces() -> None:
    """ControlNet 1.1 has red on its left; models trained on OpenGL normals have it on their right."""
    y, x = np.mgrid[1:-1:41j, -1:1:41j]
    z = np.sqrt(np.clip(1 - x**2 - y**2, 0, 1))
    left = np.clip(np.stack([1 - x, 1 + y, 1 + z], axis=-1) * 127.5, 0, 255).astype(np.uint8)
    right = controls.red_to_right(left)
    assert (left[20, 0, 0], right[20, 0, 0]) == (255, 0)
    assert (left[20, 40, 0], right[20, 40, 0]) == (0, 255)
    np.testing.assert_array_equal(left[..., 1:], right[..., 1:])


@pytest.mark.parametrize("family", ["", "sd15", "sdxl-union", "zimage"])
def test_the_dial_turns_one_way_in_every_family(family: str) -> None:
    depths = [controls.dial(adherence, family)["depth"] for adherence in ADHERENCES]
    assert depths == sorted(depths, reverse=True)
    assert len(set(depths)) == 4
    assert all(0 < controls.end(control, family) <= 1 for control in CONTROLS)
