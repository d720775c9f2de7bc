"""Reference pictures for FLUX.1, each in its own part of the picture.

The library's processor of attention takes masks and does not use them (diffusers 0.42), and it knows one
picture for each IP-Adapter. But what an adapter adds is multiplied by its scale: a scale for every place in
the picture is a mask. One adapter is put in as often as there are pictures; its weights are there once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from PIL import Image

PLACE_PX = 16
"""Of the picture, each way, to one place of FLUX's attention: 8 by the VAE, 2 by packing."""


def refer(pipeline: Any, masks: Sequence[Image.Image], strengths: Sequence[float]) -> None:
    """``masks``: grey pictures of the model's size, white where a picture is followed."""
    transformer = pipeline.transformer
    layers = transformer.encoder_hid_proj.image_projection_layers
    transformer.encoder_hid_proj.image_projection_layers = _repeated(layers, len(masks))
    like = {"device": pipeline._execution_device, "dtype": transformer.dtype}
    scales = [_places(mask).to(**like) * strength for mask, strength in zip(masks, strengths, strict=True)]
    for processor in transformer.attn_processors.values():
        if hasattr(processor, "to_k_ip"):
            processor.to_k_ip = _repeated(processor.to_k_ip, len(masks))
            processor.to_v_ip = _repeated(processor.to_v_ip, len(masks))
            processor.scale = scales


def _places(mask: Image.Image) -> torch.Tensor:
    """(1, places, 1), 0…1, in the order in which FLUX packs a picture: row by row."""
    small = mask.resize((mask.width // PLACE_PX, mask.height // PLACE_PX), Image.Resampling.BOX)
    return torch.from_numpy(np.asarray(small, np.float32) / 255.0).reshape(1, -1, 1)


def _repeated(layers: Any, count: int) -> torch.nn.ModuleList:
    return torch.nn.ModuleList([layers[0]] * count)
