"""Models in memory: from one file, held in parts by a small card, and after a frame that failed half way."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from previz.errors import GenerationError, ModelMissing, OutOfMemory
from previz.gen.diffusion import DiffusionGenerator
from previz.gen.diffusion.memory import Fit, Machine
from previz.gen.guides import digest
from previz.gen.request import FrameRequest, Reference
from previz.gen.worker import failure

from .asking import GUIDES, ask, picture, steps
from .shared import Painters

pytest.importorskip("torch", reason="the diffusion extra is not installed")


@pytest.fixture
def shelf(models: Path, tmp_path: Path) -> Path:
    """tiny-sd15 and tiny-sdxl in one file each, their ControlNets, and folders with their small files."""
    from . import one_file

    for family, name in (("sd15", "ink"), ("sdxl", "noir")):
        one_file.write(models / f"tiny-{family}", tmp_path / f"{name}.safetensors")
        (tmp_path / f"{name}.json").write_text(json.dumps({"steps": 3, "guidance": 3.0}))
        small = shutil.ignore_patterns("*.safetensors")
        shutil.copytree(models / f"tiny-{family}", tmp_path / f"{family}-config", ignore=small)
        (tmp_path / f"{family}-depth").symlink_to(models / "nets" / f"{family}-depth")
    return tmp_path


@pytest.mark.parametrize(("model", "folder"), [("ink", "tiny-sd15"), ("noir", "tiny-sdxl")])
def test_a_model_in_one_file_paints_as_its_folder_does(
    model: str, folder: str, shelf: Path, painters: Painters
) -> None:
    made = picture(DiffusionGenerator(shelf), ask(model))
    assert made.unused == ()
    whole = picture(painters, ask(folder))
    np.testing.assert_allclose(made.pixels.astype(int), whole.pixels.astype(int), atol=1)


def test_a_file_that_does_not_fit_its_configuration_is_said(shelf: Path) -> None:
    path = shelf / "sd15-config" / "unet" / "config.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | {"block_out_channels": [32, 128]}))
    with pytest.raises(GenerationError, match=r"ink\.safetensors cannot be loaded") as caught:
        steps(DiffusionGenerator(shelf), ask("ink"))
    assert "\n" not in str(caught.value)


# --------------------------------------------------------------------- a card that is too small, and failures
@pytest.fixture
def union(models: Path, tmp_path: Path) -> Path:
    """A folder of one SDXL with a union ControlNet and an IP-Adapter."""
    from . import tiny

    (tmp_path / "union").symlink_to(models / "tiny-sdxl")
    tiny.add_union(tmp_path)
    tiny.add_adapter(tmp_path)
    return tmp_path


def with_face(request: FrameRequest, patch: pytest.MonkeyPatch) -> FrameRequest:
    face = np.full((32, 32, 3), (220, 30, 30), np.uint8)
    patch.setitem(GUIDES, "face", face)
    guides = {**request.guides, "face": digest(face)}
    return msgspec.structs.replace(request, guides=guides, references=(Reference(guide="face"),))


def going_on(model: str) -> FrameRequest:
    return ask(model, ("depth", "init"), strengths={"depth": 0.8, "init": 0.5})


@pytest.mark.parametrize("offload", ["model", "layers"])
def test_what_a_small_card_holds_in_parts_paints_the_same(
    offload: Any, models: Path, union: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The processor plays the card: its parts come and go as they would there."""
    from previz.gen.diffusion import loading

    repaint = ask("tiny-zimage", ("depth", "init", "mask"), strengths={"depth": 0.8, "init": 0.1})
    lora = ask("tiny-sd15", loras={"ink-lora": 0.7})
    plain = [ask("union"), with_face(ask("union"), monkeypatch), ask("union")]
    for folder, requests in (
        (models, [ask("tiny-sd15"), lora, going_on("tiny-sd15"), ask("tiny-sd15", (), strengths={})]),
        (models, [ask("tiny-zimage"), repaint, ask("tiny-zimage")]),
        (models, [ask("tiny-flux")]),
        (union, plain),
    ):
        whole, parts = DiffusionGenerator(folder), DiffusionGenerator(folder)
        for request in requests:
            expected = picture(whole, request).pixels
            held = Fit(device="cpu", half=False, offload=offload, tiles=False)
            with monkeypatch.context() as small:
                small.setattr(loading, "fit", lambda *asked, held=held: held)
                made = picture(parts, request).pixels
            np.testing.assert_allclose(made.astype(int), expected.astype(int), atol=1)


def test_a_machine_without_room_is_not_told_to_download_again(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import diffusers
    import torch

    monkeypatch.setattr(diffusers.AutoencoderKL, "from_pretrained", lambda *_, **__: torch.empty(10**14))
    with pytest.raises(RuntimeError) as caught:
        steps(DiffusionGenerator(models), ask("tiny-sd15"))
    assert failure(caught.value).kind == "OutOfMemory"


def test_a_frame_that_failed_half_way_changes_none_after_it(
    union: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generator = DiffusionGenerator(union)
    before = picture(generator, ask("union")).pixels
    (encoder,) = union.glob("*/image_encoder/*.safetensors")
    encoder.write_bytes(encoder.read_bytes()[:-400])
    with pytest.raises(ModelMissing, match="cut off"):
        steps(generator, with_face(going_on("union"), monkeypatch))
    np.testing.assert_array_equal(picture(generator, ask("union")).pixels, before)


def test_a_lora_that_broke_something_is_gone_with_it(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import diffusers

    def breaks(*_: object, **__: object) -> None:
        raise AttributeError("something inside the library")

    generator = DiffusionGenerator(models)
    before = picture(generator, ask("tiny-sd15")).pixels
    with monkeypatch.context() as odd:
        odd.setattr(diffusers.StableDiffusionControlNetPipeline, "set_adapters", breaks)
        with pytest.raises(AttributeError):
            steps(generator, ask("tiny-sd15", loras={"ink-lora": 1.0}))
    np.testing.assert_array_equal(picture(generator, ask("tiny-sd15")).pixels, before)


def test_a_lora_that_was_written_anew_is_read_anew(own_models: Path) -> None:
    from safetensors.torch import load_file, save_file

    generator, request = DiffusionGenerator(own_models), ask("tiny-sd15", loras={"ink-lora": 1.0})
    before = picture(generator, request).pixels
    (file,) = (own_models / "ink-lora").glob("*.safetensors")
    save_file({name: -2 * weights for name, weights in load_file(file).items()}, file)
    anew = picture(generator, request).pixels
    assert (anew != before).any()
    np.testing.assert_array_equal(anew, picture(DiffusionGenerator(own_models), request).pixels)


def test_what_is_added_to_a_model_must_fit_too(union: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine has room for the model and its ControlNet, and not for the one that looks at references."""
    from previz.gen.diffusion.loading import _sizes
    from previz.gen.diffusion.memory import RESERVE_SHARE, TILED_BYTES_PER_PX
    from previz.gen.diffusion.setup import set_up

    plain, more = (_sizes(set_up("union", {"depth": 0.8}, union, count)) for count in (0, 1))
    assert set(more) - set(plain) == {"adapter adapter"}
    weights, extra = sum(plain.values()) * 4, more["adapter adapter"] * 4
    work = TILED_BYTES_PER_PX * 128 * 64 * 2
    room = int((weights + work + extra / 2) / (1 - RESERVE_SHARE))
    free = [room, room - weights, room - weights, room]

    def probe() -> Machine:
        now = free.pop(0)
        return Machine(device="cpu", free_bytes=now, ram_bytes=now)

    generator = DiffusionGenerator(union, probe)
    before = picture(generator, ask("union")).pixels
    with pytest.raises(OutOfMemory, match="GB are free"):
        steps(generator, with_face(ask("union"), monkeypatch))
    np.testing.assert_array_equal(picture(generator, ask("union")).pixels, before)
    assert len(free) == 2
