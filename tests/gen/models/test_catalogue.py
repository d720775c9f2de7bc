from __future__ import annotations

import pytest

from previz.errors import ModelMissing
from previz.gen.diffusion.families import FAMILIES
from previz.gen.models.catalogue import catalogue


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
        assert part.bytes > 1e8


def test_there_is_a_default_for_every_machine() -> None:
    assert {model.default_for for model in catalogue().models} >= {"8 GB", "24 GB", "no graphics card"}
    with pytest.raises(ModelMissing, match="sdxl-lightning"):
        catalogue().model("unknown")
