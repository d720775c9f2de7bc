"""Pictures while a frame is made: laid out as the pipeline packed them, by a small VAE where there is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from previz.gen import png
from previz.gen.controls import fit
from previz.gen.diffusion import DiffusionGenerator
from previz.gen.request import Picture, Preview

from .asking import SIZE, ask, steps

pytest.importorskip("torch", reason="the diffusion extra is not installed")


def test_tokens_are_laid_out_again_as_their_pipeline_packed_them() -> None:
    import diffusers
    import torch

    from previz.gen.diffusion.preview import unpacked

    fitting = fit(SIZE, 1024 * 1024, 64)
    width, height = (side // 8 for side in fitting.model_px)
    latents = torch.arange(4 * width * height, dtype=torch.float32).reshape(1, 4, height, width)
    for pipeline in (diffusers.FluxPipeline, diffusers.QwenImagePipeline):
        packed = pipeline._pack_latents(latents, 1, 4, height, width)
        assert torch.equal(unpacked(packed, fitting), latents[0])


def shown(folder: Path, model: str) -> tuple[NDArray[Any], bytes]:
    """The first preview, and the frame."""
    told = steps(DiffusionGenerator(folder), ask(model))
    first = next(step for step in told if isinstance(step, Preview))
    assert isinstance(told[-1], Picture)
    pixels = cv2.imdecode(np.frombuffer(first.png, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert pixels is not None
    assert png.size(first.png) == SIZE
    return np.asarray(pixels), told[-1].pixels.tobytes()


@pytest.mark.parametrize(
    ("model", "name", "channels"), [("tiny-sd15", "taesd", 4), ("tiny-flux", "taef1", 4)]
)
def test_a_small_vae_shows_the_steps_and_changes_no_frame(
    model: str, name: str, channels: int, models: Path, tmp_path: Path
) -> None:
    from . import tiny

    for entry in (model, "nets"):
        (tmp_path / entry).symlink_to(models / entry)
    projected, frame = shown(tmp_path, model)
    tiny.add_preview(tmp_path, name, channels)
    decoded, same = shown(tmp_path, model)
    assert same == frame
    assert decoded.tobytes() != projected.tobytes()


@pytest.mark.parametrize("fault", ["channels", "cut off"])
def test_no_frame_is_given_up_for_its_previews(fault: str, models: Path, tmp_path: Path) -> None:
    from . import tiny

    for entry in ("tiny-sd15", "nets"):
        (tmp_path / entry).symlink_to(models / entry)
    projected, frame = shown(tmp_path, "tiny-sd15")
    tiny.add_preview(tmp_path, "taesd", 16 if fault == "channels" else 4)
    if fault == "cut off":
        (weights,) = (tmp_path / "taesd").glob("*.safetensors")
        weights.write_bytes(weights.read_bytes()[:-9])
    again, same = shown(tmp_path, "tiny-sd15")
    assert same == frame
    np.testing.assert_array_equal(again, projected)


def test_a_model_that_is_left_goes_wholly(models: Path) -> None:
    import gc
    import weakref

    generator = DiffusionGenerator(models)
    steps(generator, ask("tiny-sd15"))
    assert generator._loaded is not None
    vae = weakref.ref(generator._loaded._parts["vae"])
    generator._loaded.clear()
    gc.collect()
    assert vae() is None


def test_a_wide_picture_is_decoded_small(models: Path, tmp_path: Path) -> None:
    import diffusers
    import torch

    from previz.gen.diffusion.preview import WIDTH_PX, Thumbnail

    from . import tiny

    tiny.add_preview(tmp_path, "taesd", 4)
    vae = diffusers.AutoencoderTiny.from_pretrained(tmp_path / "taesd")
    fitting = fit((1600, 640), 1024 * 1024, 64)
    width, height = (side // 8 for side in fitting.model_px)
    latents = torch.linspace(-2, 2, width).expand(1, 4, height, width)
    shown = Thumbnail(vae).picture(latents, fitting)
    assert shown.shape == (128, WIDTH_PX, 3)
    assert shown.std() > 0
