"""FLUX.1, its variants with a control built in, and Qwen-Image: real pipelines with random weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from previz.errors import NotSupported
from previz.gen import png
from previz.gen.diffusion import DiffusionGenerator
from previz.gen.request import Picture, Preview, Progress

from .asking import GUIDES, SIZE, Painter, ask, picture, steps
from .shared import Painters

pytest.importorskip("torch", reason="the diffusion extra is not installed")


@pytest.fixture(scope="module")
def generator(painters: Painters) -> Painter:
    return painters


@pytest.mark.parametrize("model", ["tiny-flux", "tiny-qwen"])
def test_words_seed_controls_and_strength_change_the_picture(model: str, generator: Painter) -> None:
    told = steps(generator, ask(model))
    first = told[-1]
    assert isinstance(first, Picture)
    assert first.pixels.shape == (SIZE[1], SIZE[0], 3)
    assert first.unused == ()
    preview, *_ = [step for step in told if isinstance(step, Preview)]
    width, height = png.size(preview.png)
    assert width / height == pytest.approx(SIZE[0] / SIZE[1], rel=0.03)
    assert "Step 3 of 3" in [step.text for step in told if isinstance(step, Progress)]
    assert picture(generator, ask(model)).pixels.tobytes() == first.pixels.tobytes()
    others = [
        ask(model, seed=4),
        ask(model, prompt="a dog"),
        ask(model, strengths={"depth": 0.2}),
        ask(model, (), strengths={}),
        ask(model, ("openpose",), strengths={"openpose": 0.8}),
        ask(model, ("depth", "openpose"), strengths={"depth": 0.8, "openpose": 0.5}),
    ]
    pictures = {picture(generator, other).pixels.tobytes() for other in others}
    assert len(pictures | {first.pixels.tobytes()}) == 1 + len(others)


def test_flux_is_told_which_control_it_is_given(models: Path, tmp_path: Path) -> None:
    """One ControlNet for several controls paints the same picture in another way for each of them."""
    (tmp_path / "tiny-flux").symlink_to(models / "tiny-flux")
    (tmp_path / "union").symlink_to(models / "nets" / "flux-union")
    generator = DiffusionGenerator(tmp_path)
    depth = GUIDES["depth"]
    told = []
    for control in ("depth", "line"):
        request = ask("tiny-flux", ("depth",), strengths={control: 0.8})
        last = list(generator.run(request, {control: depth}, lambda: False))[-1]
        assert isinstance(last, Picture)
        told.append(last.pixels.tobytes())
    assert told[0] != told[1]


def test_flux_starts_from_a_picture_and_makes_a_region_anew(generator: Painter) -> None:
    near, far = (
        picture(generator, ask("tiny-flux", ("depth", "init"), strengths={"depth": 0.8, "init": keep})).pixels
        for keep in (0.6, 0.1)
    )
    assert near.tobytes() != far.tobytes()
    _region_alone(generator, "tiny-flux", 0.8)


def _region_alone(generator: Painter, model: str, depth: float) -> Picture:
    made = picture(generator, ask(model, ("depth", "init", "mask"), strengths={"depth": depth, "init": 0.1}))
    kept = GUIDES["mask"] == 0
    np.testing.assert_array_equal(made.pixels[kept], GUIDES["init"][kept])
    assert (made.pixels[~kept] != GUIDES["init"][~kept]).mean() > 0.5
    return made


def test_flux_depth_follows_what_is_built_in(generator: Painter, models: Path) -> None:
    strengths = {"depth": 1.0}
    first = picture(generator, ask("tiny-flux-depth", strengths=strengths))
    assert first.unused == ()
    turned: dict[str, Any] = {"depth": np.ascontiguousarray(GUIDES["depth"][:, ::-1])}
    last = list(generator.run(ask("tiny-flux-depth", strengths=strengths), turned, lambda: False))[-1]
    assert isinstance(last, Picture)
    assert last.pixels.tobytes() != first.pixels.tobytes()
    weak = picture(
        generator, ask("tiny-flux-depth", ("depth", "line"), strengths={"depth": 0.5, "line": 0.5})
    )
    assert weak.pixels.tobytes() == first.pixels.tobytes()
    assert weak.unused == (
        "line: FLUX.1 Depth has no control for it",
        "strength of depth: FLUX.1 Depth holds to it in full",
    )
    _region_alone(generator, "tiny-flux-depth", 1.0)
    with pytest.raises(NotSupported, match="paints over depth and nothing else"):
        steps(generator, ask("tiny-flux-depth", (), strengths={}))


def test_qwen_is_guided_away_from_words_and_says_what_it_leaves_out(generator: Painter) -> None:
    plain = picture(generator, ask("tiny-qwen"))
    away = picture(generator, ask("tiny-qwen", negative="fog"))
    assert away.unused == ()
    assert away.pixels.tobytes() != plain.pixels.tobytes()
    held = ask("tiny-qwen", ("depth", "init"), strengths={"depth": 0.8, "init": 0.5})
    assert picture(generator, held).unused[0].startswith("the picture to start from: Qwen-Image")
    near, far = (
        picture(generator, ask("tiny-qwen", ("init",), strengths={"init": keep})).pixels
        for keep in (0.6, 0.1)
    )
    assert near.tobytes() != far.tobytes()
    anew = _region_alone(generator, "tiny-qwen", 0.8)
    assert anew.unused == ("depth: Qwen-Image makes a region anew without controls",)
    flux = picture(generator, ask("tiny-flux", negative="fog"))
    assert flux.unused == ("words to avoid: this model is not guided by words",)


@pytest.mark.parametrize("model", ["tiny-flux", "tiny-qwen", "tiny-zimage"])
def test_endless_words_are_heard_as_far_as_they_can_be(model: str, generator: Painter) -> None:
    made = picture(generator, ask(model, prompt="rain\x1b[2J\x00 “…”\n " * 700, strengths={}, guides={}))
    assert made.unused == ("the end of the words: the model hears no more",)
