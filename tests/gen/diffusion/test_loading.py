"""Models in one file: loaded without the network, by the small files of a folder beside them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from previz.errors import GenerationError
from previz.gen.diffusion import DiffusionGenerator

from .asking import ask, picture, steps
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
