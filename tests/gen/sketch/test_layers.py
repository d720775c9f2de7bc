"""A drawing taken apart must be the drawing again, and each layer must hold what its name says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from previz.gen.sketch import STYLES, plan
from previz.gen.sketch.layers import STACK, Layer, Parts, difference, flatten, over, take_apart

from .stage import BODY_M, SKY_FROM_M, Stage, parts_of

SIZE = (480, 200)


@pytest.fixture(scope="module", params=[(s, night) for s in STYLES for night in (False, True)], ids=str)
def parts(request: pytest.FixtureRequest) -> Parts:
    style, night = request.param
    lamp = (0.2, 1.0, -2.6) if night else None
    return parts_of(Stage(SIZE, night=night, lamp=lamp), plan(7, style, "night" if night else "day"))


@pytest.fixture(scope="module")
def layers(parts: Parts) -> list[Layer]:
    return take_apart(parts)


def test_the_layers_laid_over_each_other_are_the_frame(parts: Parts, layers: list[Layer]) -> None:
    frame = parts.compose({name for group in STACK for name in group.parts})
    assert np.abs(flatten(layers).astype(int) - frame).max() <= 2


def test_another_program_composes_the_same(parts: Parts, layers: list[Layer]) -> None:
    frame = parts.compose({name for group in STACK for name in group.parts})
    canvas = Image.fromarray(layers[0].pixels)
    for layer in layers[1:]:
        canvas = Image.alpha_composite(canvas, Image.fromarray(layer.pixels))
    assert np.abs(np.asarray(canvas)[..., :3].astype(int) - frame).max() <= 2


def test_the_paper_is_opaque_and_nothing_else_is(layers: list[Layer]) -> None:
    assert layers[0].name == "paper"
    assert (layers[0].pixels[..., 3] == 255).all()
    for layer in layers[1:]:
        assert (layer.pixels[..., 3] < 128).mean() > 0.01  # ink at night is nearly all black
    assert len({layer.name for layer in layers}) == len(layers) >= 3


@pytest.mark.parametrize("style", ["pencil", "ink"])
def test_lines_are_where_the_outline_is_and_in_the_ink_of_the_style(style: str) -> None:
    stage = Stage(SIZE)
    parts = parts_of(stage, plan(1, style))
    layers = {layer.name: layer.pixels for layer in take_apart(parts)}
    alpha = layers["lines"][..., 3].astype(float)
    row, column = stage.pixel(BODY_M - np.array([0.55, 0, 0]))
    assert alpha[row, column - 6 : column + 6].max() > 120
    sky = stage.pixel(np.array([-2.0, SKY_FROM_M + 0.6, -6.0]))
    assert alpha[sky[0] - 4 : sky[0] + 4, sky[1] - 4 : sky[1] + 4].max() == 0
    firm = layers["lines"][alpha > 200][:, :3].mean(axis=0)
    assert firm == pytest.approx(np.array(parts.style.ink) * 255, abs=6)


def test_hatching_holds_no_outline_and_spots_are_black() -> None:
    stage = Stage(SIZE)
    layers = {layer.name: layer.pixels for layer in take_apart(parts_of(stage, plan(1, "ink")))}
    hair = stage.ids % 65536 == 9
    assert layers["spots"][hair][:, 3].mean() > 150
    assert layers["hatch"][..., 3].any()
    assert "tone" not in layers


def _random(shape: tuple[int, ...]) -> NDArray[Any]:
    return np.random.default_rng(5).integers(0, 256, shape, dtype=np.uint8)


def test_any_picture_can_be_reached_from_any_other() -> None:
    pair = _random((2, 60, 80, 3))
    for ink in (None, (0.1, 0.1, 0.12)):
        layer = difference(pair[0], pair[1], ink)
        assert np.abs(over(pair[0], layer).astype(int) - pair[1]).max() <= 1


def test_ink_is_found_again_with_its_colour_and_its_share() -> None:
    paper = np.full((1, 256, 3), (246, 243, 236), np.uint8)
    ink, share = np.array([31, 30, 32]), np.arange(256)[None, :, None] / 255
    after = np.rint(paper * (1 - share) + ink * share).astype(np.uint8)
    layer = difference(paper, after, tuple(ink / 255))
    assert np.abs(layer[0, :, 3].astype(int) - np.arange(256)).max() <= 2
    assert np.abs(layer[0, 40:, :3].astype(int) - ink).max() <= 8


def test_what_did_not_change_is_transparent() -> None:
    same = _random((20, 20, 3))
    layer = difference(same, same, (0.1, 0.2, 0.3))
    assert not layer[..., 3].any()
    assert (layer[..., :3] == np.rint(np.array([0.1, 0.2, 0.3]) * 255)).all()
