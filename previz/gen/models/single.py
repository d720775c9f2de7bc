"""A whole model in one .safetensors file, as they are handed around: which family it is of, or why it cannot
be used. Told from the names and shapes in its header alone (layout of CompVis and Stability's own code).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from previz.errors import GenerationError, NotSupported
from previz.gen import disk
from previz.gen.models.weights import Tensor, read_header

SUFFIX = ".safetensors"
UNET, VAE = "model.diffusion_model.", "first_stage_model."
FIRST = f"{UNET}input_blocks.0.0.weight"
CHANNELS = 4
"""Of the latents of Stable Diffusion; a model with more fills holes or edits pictures."""
TEXT = {
    "conditioner.embedders.1.": "sdxl",
    "conditioner.embedders.0.": "the refiner of SDXL",
    "cond_stage_model.transformer.": "sd15",
    "cond_stage_model.model.": "Stable Diffusion 2",
}
"""Start of the names of a text model → family, or what is not used here; the first that fits counts."""
USED = ("sd15", "sdxl")
OTHER = {
    "double_blocks.": "FLUX.1",
    "joint_blocks.": "Stable Diffusion 3",
    "cap_embedder.": "Z-Image or Lumina",
    "transformer_blocks.": "Qwen-Image or another transformer",
}
"""What is in the names of models that come as a folder here → what they are."""


class Single(msgspec.Struct, frozen=True):
    """What a file is. ``why_not`` is "" for one that can be used."""

    family: str
    width: int
    why_not: str = ""


def look_into(path: Path) -> Single | None:
    """None for a file that is no model of pictures: a LoRA, a VAE, an adapter…

    A file whose size and time are as they were is not read again.
    """
    try:
        told = path.stat()
        return _told(path, told.st_size, told.st_mtime_ns)
    except OSError as error:
        return Single("", 0, f"{path} cannot be read: {disk.reason(error)}; check the models folder.")
    except GenerationError as error:
        return Single("", 0, str(error))


@lru_cache(maxsize=256)
def _told(path: Path, size: int, changed_ns: int) -> Single | None:
    """``size`` and ``changed_ns`` tell a file from what lay there before it. Raises as `read_header`."""
    header = read_header(path)
    if any("lora" in name for name in header):
        return None
    if FIRST in header:
        return _unet(path.name, header)
    other = next((what for mark, what in OTHER.items() if any(mark in name for name in header)), None)
    if other is None:
        return None
    return Single("", 0, f"{path.name} is {other} in one file; put its diffusers folder there in its place.")


def _unet(name: str, header: Mapping[str, Tensor]) -> Single:
    kind = next((kind for start, kind in TEXT.items() if any(n.startswith(start) for n in header)), "")
    crossed = next((n for n in header if n.startswith(UNET) and n.endswith("attn2.to_k.weight")), None)
    why = ""
    if not kind or not any(n.startswith(VAE) for n in header):
        lost = "VAE" if kind else "text model"
        why = f"{name} has no {lost} in it; get the whole checkpoint."
    elif kind not in USED:
        why = f"{name} is of {kind}; use one of Stable Diffusion 1.5 or SDXL."
    elif header[FIRST].shape[1:2] != (CHANNELS,):
        why = f"{name} was made to fill holes or to edit, not to follow controls; use the plain checkpoint."
    elif crossed is None:
        why = f"{name} listens to no words; get the whole checkpoint."
    width = header[crossed].shape[-1] if crossed is not None else 0
    return Single("" if why else kind, width, why)


def sizes(path: Path) -> dict[str, int]:
    """Component → how many numbers. Raises as `read_header`."""
    found = {"unet": 0, "vae": 0, "text_encoder": 0}
    for name, tensor in read_header(path).items():
        part = "unet" if name.startswith(UNET) else "vae" if name.startswith(VAE) else "text_encoder"
        found[part] += tensor.count
    return found


def need_whole(path: Path) -> None:
    """Raise NotSupported, ModelMissing unless the file can be used."""
    read_header(path)
    told = look_into(path)
    if told is None or told.why_not:
        raise NotSupported(told.why_not if told else f"{path.name} is no model that makes pictures.")
