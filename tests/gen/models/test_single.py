"""Single files are told apart by their header alone."""

from __future__ import annotations

import json
import pickle
import struct
from pathlib import Path

import pytest

from previz.errors import ModelMissing, NotSupported
from previz.gen.diffusion.setup import set_up
from previz.gen.models.installed import base_named, bases, print_of, prove
from previz.gen.models.single import look_into, sizes

from .shelf import add_base, add_net

UNET = "model.diffusion_model."
CROSS = f"{UNET}input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight"
SD15 = {
    f"{UNET}input_blocks.0.0.weight": (320, 4, 3, 3), CROSS: (320, 768),
    "first_stage_model.decoder.conv_in.weight": (8,),
    "cond_stage_model.transformer.text_model.embeddings.position_embedding.weight": (77, 768),
}  # fmt: skip


def written(path: Path, shapes: dict[str, tuple[int, ...]]) -> Path:
    """A file with these tensors, each of one byte a number."""
    told, end = {}, 0
    for name, shape in shapes.items():
        count = 1
        for side in shape:
            count *= side
        told[name] = {"dtype": "U8", "shape": shape, "data_offsets": [end, end + count]}
        end += count
    header = json.dumps(told).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(end))
    return path


def with_text(name: str) -> dict[str, tuple[int, ...]]:
    plain = {key: shape for key, shape in SD15.items() if not key.startswith("cond_stage_model")}
    return plain | {name: (1,)}


def test_a_checkpoint_is_known_and_needs_the_small_files_of_its_family(tmp_path: Path) -> None:
    path = written(tmp_path / "ink.safetensors", SD15)
    (only,) = bases(tmp_path)
    assert (only.name, only.family, only.width, only.config) == ("ink.safetensors", "sd15", 768, None)
    assert sizes(path) == {"unet": 320 * 36 + 320 * 768, "vae": 8, "text_encoder": 77 * 768}
    with pytest.raises(ModelMissing, match="previz models --get sd15-files"):
        set_up("ink", {}, tmp_path)
    small = add_base(tmp_path, "sd15-config", "StableDiffusionPipeline", 768)
    (small / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    (only,) = bases(tmp_path)
    assert only.config == small
    path.with_suffix(".json").write_text('{"steps": 6}')
    add_net(tmp_path, "sd15-depth", "ControlNetModel", 768)
    setup = set_up("ink", {"depth": 0.8}, tmp_path)
    assert (setup.steps, [held.control for held in setup.held]) == (6, ["depth"])
    before = print_of(path)
    written(path, SD15 | {"another": (3,)})
    assert print_of(path) != before


@pytest.mark.parametrize(
    ("shapes", "says"),
    [
        (with_text("cond_stage_model.model.x"), "of Stable Diffusion 2; use one of"),
        (with_text("conditioner.embedders.0.model.x"), "the refiner of SDXL"),
        (with_text("nothing"), "has no text model in it"),
        ({name: shape for name, shape in SD15.items() if "first" not in name}, "has no VAE in it"),
        (SD15 | {f"{UNET}input_blocks.0.0.weight": (320, 9, 3, 3)}, "made to fill holes"),
        ({"double_blocks.0.img_attn.proj.weight": (4,)}, r"is FLUX\.1 in one file; put its diffusers folder"),
        ({f"{UNET}joint_blocks.0.x": (4,)}, "is Stable Diffusion 3 in one file"),
    ],
)
def test_a_file_of_another_family_is_listed_and_says_why_not(
    shapes: dict[str, tuple[int, ...]], says: str, tmp_path: Path
) -> None:
    path = written(tmp_path / "other.safetensors", shapes)
    assert [base.family for base in bases(tmp_path)] == [""]
    for ask in (lambda: set_up("other", {}, tmp_path), lambda: prove(path)):
        with pytest.raises(NotSupported, match=says) as caught:
            ask()
        assert "\n" not in str(caught.value)


def test_a_pickle_and_a_broken_download_are_named_when_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "sly.safetensors").write_bytes(pickle.dumps({"a": 1}, protocol=2))
    whole = written(tmp_path / "short.safetensors", SD15).read_bytes()
    (tmp_path / "short.safetensors").write_bytes(whole[:-5])
    with pytest.raises(NotSupported, match="a pickle under another name"):
        set_up("sly", {}, tmp_path)
    with pytest.raises(ModelMissing, match="cut off"):
        set_up("short", {}, tmp_path)


def test_a_file_that_cannot_be_used_is_not_taken_for_the_first_model(tmp_path: Path) -> None:
    (tmp_path / "a-sly.safetensors").write_bytes(pickle.dumps({"a": 1}, protocol=2))
    written(tmp_path / "ink.safetensors", SD15)
    for wish in ("", "s"):
        assert base_named(wish, bases(tmp_path), tmp_path).name == "ink.safetensors"


def test_what_makes_no_pictures_is_no_model(tmp_path: Path) -> None:
    lora = written(tmp_path / "style.safetensors", {f"{UNET}x.lora_down.weight": (4,)})
    assert look_into(lora) is None
    assert look_into(written(tmp_path / "vae.safetensors", {"decoder.conv_in.weight": (4,)})) is None
    base = add_base(tmp_path, "folder", "StableDiffusionPipeline", 768)
    written(base / "v1-5-pruned.safetensors", SD15)
    assert [one.name for one in bases(tmp_path)] == ["folder"]
