"""The tiny Stable Diffusion models in one file each, as such models are handed around: names and shapes of
CompVis and Stability's own code, which is what the loader of diffusers turns back (its single_file_utils.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

Weights = dict[str, torch.Tensor]
ROW = 2
"""Places a block of the tiny UNet: one layer, and one more."""
RESNET = {
    "norm1": "in_layers.0", "conv1": "in_layers.2", "norm2": "out_layers.0", "conv2": "out_layers.3",
    "time_emb_proj": "emb_layers.1", "conv_shortcut": "skip_connection",
}  # fmt: skip
BLOCK = re.compile(
    r"^(down|up)_blocks\.(\d+)\.(?:(resnets|attentions)\.(\d+)|(downsamplers|upsamplers)\.0\.conv)\."
)
ENDS = {
    "time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0", "add_embedding.linear_2": "label_emb.0.2",
    "conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2",
}  # fmt: skip


def write(base: Path, path: Path) -> None:
    """``base``: a folder of tiny-sd15 or tiny-sdxl."""
    weights = {f"model.diffusion_model.{name}": value for name, value in _unet(_part(base, "unet"))}
    weights |= {f"first_stage_model.{name}": value for name, value in _vae(_part(base, "vae"))}
    first = _part(base, "text_encoder")
    if not (base / "text_encoder_2").is_dir():
        start = "cond_stage_model.transformer.text_model."
    else:
        start = "conditioner.embedders.0.transformer.text_model."
        second = _open_clip(_part(base, "text_encoder_2"))
        weights |= {f"conditioner.embedders.1.model.{name}": value for name, value in second}
    weights |= {start + name.removeprefix("text_model."): value for name, value in first.items()}
    save_file({name: value.contiguous() for name, value in weights.items()}, path)


def _part(base: Path, name: str) -> Weights:
    (path,) = (base / name).glob("*.safetensors")
    return dict(load_file(path))


def _unet(weights: Weights) -> Iterator[tuple[str, torch.Tensor]]:
    crossed = {name.split(".")[1] for name in weights if re.match(r"up_blocks\.\d+\.attentions", name)}

    def place(found: re.Match[str]) -> str:
        way, block, kind, layer = found[1], int(found[2]), found[3] or found[5], int(found[4] or 0)
        side = "input_blocks" if way == "down" else "output_blocks"
        at = block * ROW + layer + (1 if way == "down" else 0)
        if kind == "downsamplers":
            return f"input_blocks.{block * ROW + ROW}.0.op."
        if kind == "upsamplers":
            return f"output_blocks.{block * ROW + ROW - 1}.{2 if str(block) in crossed else 1}.conv."
        return f"{side}.{at}.{0 if kind == 'resnets' else 1}."

    for name, value in weights.items():
        new = name
        for old, other in ENDS.items():
            new = re.sub(rf"^{re.escape(old)}\.", f"{other}.", new)
        new = re.sub(r"^mid_block\.attentions\.0", "middle_block.1", new)
        new = re.sub(r"^mid_block\.resnets\.(\d)", lambda found: f"middle_block.{2 * int(found[1])}", new)
        new = re.sub(BLOCK, place, new)
        if ".resnets." in name:
            for old, other in RESNET.items():
                new = new.replace(f".{old}.", f".{other}.")
        yield new, value


def _vae(weights: Weights) -> Iterator[tuple[str, torch.Tensor]]:
    last = max(int(found[1]) for name in weights if (found := re.match(r"decoder\.up_blocks\.(\d+)", name)))
    attention = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}
    for name, value in weights.items():
        new = name.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut")
        new = re.sub(r"down_blocks\.(\d+)\.resnets", r"down.\1.block", new)
        new = re.sub(r"down_blocks\.(\d+)\.downsamplers\.0", r"down.\1.downsample", new)
        new = re.sub(r"up_blocks\.(\d+)\.resnets", lambda found: f"up.{last - int(found[1])}.block", new)
        new = re.sub(
            r"up_blocks\.(\d+)\.upsamplers\.0", lambda found: f"up.{last - int(found[1])}.upsample", new
        )
        new = re.sub(r"mid_block\.resnets\.(\d)", lambda found: f"mid.block_{int(found[1]) + 1}", new)
        if "attentions" in new:
            new = new.replace("mid_block.attentions.0", "mid.attn_1")
            for old, other in attention.items():
                new = new.replace(f".{old}.", f".{other}.")
            if value.ndim == 2:
                value = value[:, :, None, None]
        yield new, value


def _open_clip(weights: Weights) -> Iterator[tuple[str, torch.Tensor]]:
    """Query, key and value of a layer lie in one tensor there."""
    fused: dict[str, dict[str, torch.Tensor]] = {}
    ends = {
        "embeddings.position_embedding.weight": "positional_embedding", "final_layer_norm.": "ln_final.",
        "embeddings.token_embedding.": "token_embedding.",
    }  # fmt: skip
    layers: dict[str, Any] = {
        "encoder.layers.": "transformer.resblocks.", "layer_norm1": "ln_1", "layer_norm2": "ln_2",
        ".fc1.": ".c_fc.", ".fc2.": ".c_proj.", "self_attn": "attn",
    }  # fmt: skip
    for name, value in weights.items():
        new = name.removeprefix("text_model.")
        if new == "text_projection.weight":
            yield "text_projection", value.T
            continue
        for old, other in (ends | layers).items():
            new = new.replace(old, other)
        found = re.match(r"(.*\.attn)\.([qkv])_proj\.(weight|bias)$", new)
        if found:
            fused.setdefault(f"{found[1]}.in_proj_{found[3]}", {})[found[2]] = value
        else:
            yield new, value
    for name, parts in fused.items():
        yield name, torch.cat([parts[one] for one in "qkv"])
