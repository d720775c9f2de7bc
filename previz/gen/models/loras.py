"""Whether a LoRA fits a model, told from its header before anything is loaded."""

from __future__ import annotations

from pathlib import Path

from previz.errors import ModelMissing, NotSupported
from previz.gen.models.installed import Base
from previz.gen.models.weights import read_header, weight_files

UNET = ("sd15", "sdxl")
DOWN = ("lora_A", "lora_down", "lora.down")
"""How the first half of a pair of matrices is called."""


def misfit(name: str, family: str, base: Base, folder: Path) -> str:
    """Why the LoRA ``name`` in ``folder`` cannot be used with ``base``; "" when it can.

    ``family``: for which it was made, as somebody said; "" = look at it alone.
    """
    if family and not base.family.startswith(family):
        return f"made for {family}, and {base.name} is {base.family}"
    path = folder / name
    try:
        files = weight_files(path) if path.is_dir() else [path]
        if not files or not files[0].is_file():
            return f"there is none in {folder}"
        shapes = read_header(files[0])
    except (ModelMissing, NotSupported) as error:
        return str(error)
    if not any("lora" in key for key in shapes):
        return f"{files[0].name} is no LoRA"
    widths = {
        tensor.shape[-1]
        for key, tensor in shapes.items()
        if "attn2" in key and "to_k" in key and any(mark in key for mark in DOWN)
    }
    if base.family not in UNET:
        return f"made for Stable Diffusion, and {base.name} is {base.family}" if widths else ""
    if not widths and any("transformer" in key and "unet" not in key for key in shapes):
        return f"made for another family, and {base.name} is {base.family}"
    if widths and widths != {base.width}:
        return f"made for another family than {base.name} (width {widths.pop()}, not {base.width})"
    return ""
