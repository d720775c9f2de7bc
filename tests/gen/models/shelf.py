"""Models folders with the small files alone: enough for everything but loading."""

from __future__ import annotations

import json
import struct
from pathlib import Path


def add_base(folder: Path, name: str, class_name: str, width: int) -> Path:
    path = folder / name
    part = "transformer" if class_name.startswith("ZImage") else "unet"
    (path / part).mkdir(parents=True)
    index = {"_class_name": class_name, part: ["diffusers", "UNet2DConditionModel"], "vae": [None, None]}
    (path / "model_index.json").write_text(json.dumps(index))
    (path / part / "config.json").write_text(json.dumps({"cross_attention_dim": width, "dim": width}))
    write_weights(path / part / "diffusion_pytorch_model.safetensors")
    return path


def add_net(folder: Path, name: str, class_name: str, width: int) -> Path:
    path = folder / name
    path.mkdir(parents=True)
    told = {"_class_name": class_name, "cross_attention_dim": width, "dim": width}
    (path / "config.json").write_text(json.dumps(told))
    write_weights(path / "diffusion_pytorch_model.safetensors")
    return path


def add_lora(folder: Path, name: str, width: int) -> Path:
    """For Stable Diffusion with words of ``width`` numbers."""
    path = folder / name
    path.mkdir(parents=True)
    tensor = "unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.weight"
    write_weights(path / "pytorch_lora_weights.safetensors", tensor, (1, width))
    return path


def write_weights(path: Path, tensor: str = "weight", shape: tuple[int, int] = (2, 3)) -> None:
    """A real .safetensors file with one tensor of zeros."""
    size = 4 * shape[0] * shape[1]
    told = {tensor: {"dtype": "F32", "shape": list(shape), "data_offsets": [0, size]}}
    header = json.dumps(told).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(size))
