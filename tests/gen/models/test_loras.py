"""A LoRA is told from its header: for this model, for another, or none at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from previz.gen.models.installed import Base
from previz.gen.models.loras import misfit

from .shelf import add_lora, write_weights


@pytest.fixture
def xl(tmp_path: Path) -> Base:
    return Base(name="xl", family="sdxl", path=tmp_path / "xl", width=2048)


def test_what_fits_and_what_does_not(xl: Base, tmp_path: Path) -> None:
    add_lora(tmp_path, "good", 2048)
    add_lora(tmp_path, "old", 768)
    write_weights(tmp_path / "single.safetensors", "lora_unet_attn2_to_k.lora_down.weight", (4, 2048))
    write_weights(tmp_path / "dit.safetensors", "transformer.blocks.0.attn.to_k.lora_A.weight")
    write_weights(tmp_path / "none.safetensors")
    (tmp_path / "broken.safetensors").write_bytes(b"\x80\x02nonsense")
    dit = Base(name="dit", family="flux", path=tmp_path / "dit", width=64)
    assert misfit("good", "", xl, tmp_path) == misfit("single.safetensors", "sdxl", xl, tmp_path) == ""
    assert misfit("dit.safetensors", "", dit, tmp_path) == ""
    assert misfit("old", "", xl, tmp_path) == "made for another family than xl (width 768, not 2048)"
    assert misfit("good", "sd15", xl, tmp_path) == "made for sd15, and xl is sdxl"
    assert "made for Stable Diffusion, and dit is flux" in misfit("good", "", dit, tmp_path)
    assert "made for another family" in misfit("dit.safetensors", "", xl, tmp_path)
    assert "is no LoRA" in misfit("none.safetensors", "", xl, tmp_path)
    assert "pickle" in misfit("broken.safetensors", "", xl, tmp_path)
    assert misfit("gone", "", xl, tmp_path) == f"there is none in {tmp_path}"
