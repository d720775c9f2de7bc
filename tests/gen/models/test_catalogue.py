from __future__ import annotations

import pytest

from previz.errors import ModelMissing
from previz.gen.diffusion.families import FAMILIES
from previz.gen.models.catalogue import Part, PartFile, catalogue


def test_every_model_can_be_had_whole_and_says_its_terms() -> None:
    known = catalogue()
    parts = {part.id: part for part in known.parts}
    for model in known.models:
        assert set(model.parts) <= set(parts)
        assert model.family in FAMILIES
        assert model.recipe.base in ("", *model.parts)
        assert model.recipe.lora in ("", *model.parts)
        assert model.repeats
    for part in parts.values():
        assert part.licence
        assert part.page.startswith("https://")
        assert all(file.url.startswith("https://") and ".." not in file.path for file in part.files)
        assert all(not file.path.endswith((".bin", ".ckpt", ".pt", ".pth")) for file in part.files)
        weights = [file for file in part.files if file.path.endswith(".safetensors")]
        assert all(file.bytes > 1e6 for file in weights)
        assert part.bytes > 1e6


def test_a_sum_says_where_it_is_from_and_an_unknown_one_that_it_is_not_known() -> None:
    known = catalogue()
    for part in known.parts:
        for file in part.files:
            assert bool(file.sha256) == bool(file.known_from)
            assert not file.sha256 or len(file.sha256) == 64
            assert (
                "/resolve/main/" not in file.url or not file.path.endswith(".safetensors") or not file.sha256
            )
    assert known.part("sdxl-base").sums() == (
        "sha256 known for 4 of 4 weight files (as several other programs publish it)"
    )
    assert known.part("taesd").sums().startswith("sha256 unknown, checked against the server's own sum")
    assert known.part("sdxl-config").sums() == "small files alone, not proved"
    partly = Part(id="a", licence="", commercial=True, page="", files=(
        PartFile(path="a.safetensors", url="", sha256="1", known_from="its page"),
        PartFile(path="b.safetensors", url=""),
    ))  # fmt: skip
    assert partly.sums() == (
        "sha256 known for 1 of 2 weight files (its page); "
        "the others against the server's own sum, if it states one"
    )


def test_a_checkpoint_of_ones_own_finds_the_small_files_of_its_family() -> None:
    for family in ("sd15", "sdxl"):
        (part,) = catalogue().model(f"{family}-files").parts
        paths = {file.path for file in catalogue().part(part).files}
        assert {"model_index.json", "unet/config.json", "tokenizer/vocab.json"} <= paths
        assert not any(path.endswith(".safetensors") for path in paths)


def test_every_family_that_follows_pictures_has_an_adapter_to_be_had() -> None:
    known = catalogue()
    looking = {part.id for part in known.parts if any("image_encoder/" in file.path for file in part.files)}
    had = {FAMILIES[one.family].base for one in known.models if looking & set(one.parts)}
    assert had == {family.base for family in FAMILIES.values() if family.adapter}


def test_there_is_a_default_for_every_machine() -> None:
    assert {model.default_for for model in catalogue().models} >= {"8 GB", "24 GB", "no graphics card"}
    with pytest.raises(ModelMissing, match="sdxl-lightning"):
        catalogue().model("unknown")
