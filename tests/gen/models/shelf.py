"""Models folders with the small files alone: enough for everything but loading."""

from __future__ import annotations

import json
import struct
from pathlib import Path


def add_base(folder: Path, name: str, class_name: str, width: int) -> Path:
    path = folder / name
    (path / "unet").mkdir(parents=True)
    index = {"_class_name": class_name, "unet": ["diffusers", "UNet2DConditionModel"], "vae": [None, None]}
    (path / "model_index.json").write_text(json.dumps(index))
    (path / "unet" / "config.json").write_text(json.dumps({"cross_attention_dim": width}))
    write_weights(path / "unet" / "diffusion_pytorch_model.safetensors")
    return path


def add_net(folder: Path, name: str, class_name: str, width: int) -> Path:
    path = folder / name
    path.mkdir(parents=True)
    told = {"_class_name": class_name, "cross_attention_dim": width}
    (path / "config.json").write_text(json.dumps(told))
    write_weights(path / "diffusion_pytorch_model.safetensors")
    return path


def write_weights(path: Path, tensor: str = "weight") -> None:
    """A real .safetensors file with six numbers."""
    told = {tensor: {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}
    header = json.dumps(told).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(24))
