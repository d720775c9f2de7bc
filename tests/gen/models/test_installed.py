from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from previz.errors import ModelMissing, NotSupported
from previz.gen.models.installed import base_named, bases, nets, print_of, prove

from .shelf import add_base, add_net, write_weights


def test_folders_are_known_by_their_small_files(tmp_path: Path) -> None:
    add_base(tmp_path, "stabilityai/sdxl", "StableDiffusionXLPipeline", 2048)
    add_base(tmp_path, "old", "StableDiffusionControlNetPipeline", 768)
    add_base(tmp_path, "other", "StableDiffusion3Pipeline", 1)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "model_index.json").write_text("[]")
    found = [(base.name, base.family, base.width) for base in bases(tmp_path)]
    assert found == [("old", "sd15", 768), ("stabilityai/sdxl", "sdxl", 2048)]
    for name in ("control_v11f1p_sd15_depth", "control_v11p_sd15_lineart", "control_v11p_sd15_seg"):
        add_net(tmp_path, name, "ControlNetModel", 768)
    add_net(tmp_path, "union", "ControlNetUnionModel", 2048)
    assert [(net.kind, net.control) for net in nets(tmp_path)] == [
        ("controlnet", "depth"), ("controlnet", "line"), ("controlnet", "segmentation"), ("union", None),
    ]  # fmt: skip


def test_a_model_is_found_by_a_part_of_its_name(tmp_path: Path) -> None:
    add_base(tmp_path, "xl-turbo", "StableDiffusionXLPipeline", 2048)
    add_base(tmp_path, "xl", "StableDiffusionXLPipeline", 2048)
    found = bases(tmp_path)
    assert [base_named(wish, found, tmp_path).name for wish in ("xl", "TURBO", "")] == [
        "xl",
        "xl-turbo",
        "xl",
    ]
    with pytest.raises(ModelMissing, match="it has xl, xl-turbo"):
        base_named("flux", found, tmp_path)


def test_a_program_that_comes_with_a_model_is_never_run(tmp_path: Path) -> None:
    path = add_base(tmp_path, "sly", "StableDiffusionPipeline", 768)
    index = json.loads((path / "model_index.json").read_text())
    (path / "model_index.json").write_text(json.dumps(index | {"unet": ["my_unet", "Evil"]}))
    with pytest.raises(NotSupported, match=r"my_unet\.Evil"):
        bases(tmp_path)[0].components()


def test_models_are_told_apart_and_proved(tmp_path: Path) -> None:
    path = add_base(tmp_path, "one", "StableDiffusionPipeline", 768)
    (path / "v1-5-pruned.ckpt").write_bytes(b"\x80\x02 beside the components, and never loaded")
    prove(path)
    before = print_of(path)
    write_weights(path / "unet" / "diffusion_pytorch_model.safetensors", "another")
    assert print_of(path) != before
    (path / "unet" / "diffusion_pytorch_model.safetensors").write_bytes(b"short")
    with pytest.raises(ModelMissing, match="cut off"):
        prove(path)


def test_models_that_were_trained_on_from_one_another_are_told_apart(tmp_path: Path) -> None:
    """Same names, same shapes, same size; the header alone is longer than what is read of it."""
    path, prints = tmp_path / "noir.safetensors", set()
    told = {
        f"layer.{n:05}.weight": {"dtype": "F16", "shape": [64], "data_offsets": [n * 128, n * 128 + 128]}
        for n in range(2000)
    }
    header = json.dumps(told).encode()
    for number in (1, 2, 2):
        path.write_bytes(len(header).to_bytes(8, "little") + header + bytes([number]) * 128 * 2000)
        prints.add(print_of(path))
    assert len(header) > 65536
    assert len(prints) == 2


def test_a_clock_that_is_wrong_changes_no_model(tmp_path: Path) -> None:
    path = add_base(tmp_path, "noir-xl", "StableDiffusionXLPipeline", 2048)
    known, named = print_of(path), base_named("noir", bases(tmp_path), tmp_path)
    for seconds in (0, 4_000_000_000):
        for file in path.rglob("*"):
            os.utime(file, (seconds, seconds))
        assert print_of(path) == known
        assert base_named("noir", bases(tmp_path), tmp_path) == named
