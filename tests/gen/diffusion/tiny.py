"""Real pipelines of every family, a few megabytes of random weights each, saved as people save models.

They draw nothing; but they load, listen to words, controls and pictures, and fail, as the large ones do.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from safetensors.torch import save_file

WIDTH = {"sd15": 32, "sdxl": 80}


def build(folder: Path) -> Path:
    """A models folder with a base of every family, named tiny-…, their ControlNets and a LoRA."""
    torch.manual_seed(0)
    for family in ("sd15", "sdxl"):
        unet = _unet(family)
        _base(family, unet, folder / "vocabulary").save_pretrained(folder / f"tiny-{family}")
        _sidecar(folder / f"tiny-{family}", steps=3, guidance=3.0)
        nets = ("depth", "lineart") if family == "sd15" else ("depth",)
        for control in nets:
            net = diffusers.ControlNetModel.from_unet(
                unet, conditioning_embedding_out_channels=(8, 16, 16, 16)
            )
            _wake(net, "controlnet_down_blocks", "controlnet_mid_block", "conv_out")
            net.save_pretrained(folder / "nets" / f"{family}-{control}")
    _lora(folder)
    _zimage(folder)
    _flux(folder)
    _qwen(folder)
    return folder


def _eye(path: Path, reads: bool = False) -> None:
    """What looks at reference pictures; one that ``reads`` comes whole, with its side for words."""
    seen = transformers.CLIPVisionConfig(
        hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
        image_size=32, patch_size=16, projection_dim=32,
    )  # fmt: skip
    encoder = transformers.CLIPVisionModelWithProjection(seen)
    if reads:
        said = transformers.CLIPTextConfig(
            hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=4, vocab_size=99
        )
        config = transformers.CLIPConfig(
            text_config=said.to_dict(), vision_config=seen.to_dict(), projection_dim=32
        )
        encoder = transformers.CLIPModel(config)
    encoder.save_pretrained(path / "image_encoder")


def add_flux_adapter(folder: Path) -> None:
    """An IP-Adapter for tiny-flux, named as XLabs names theirs, beside the CLIP that goes with it, whole."""
    torch.manual_seed(4)
    _eye(folder / "flux-adapter", reads=True)
    weights = {
        "ip_adapter_proj_model.proj.weight": torch.randn(4 * 32, 32),
        "ip_adapter_proj_model.proj.bias": torch.zeros(4 * 32),
        "ip_adapter_proj_model.norm.weight": torch.ones(32),
        "ip_adapter_proj_model.norm.bias": torch.zeros(32),
    }
    for part in ("k", "v"):
        name = f"double_blocks.0.processor.ip_adapter_double_stream_{part}_proj"
        weights |= {f"{name}.weight": torch.randn(32, 32) * 0.5, f"{name}.bias": torch.zeros(32)}
    save_file(weights, folder / "flux-adapter" / "ip_adapter.safetensors")


def add_adapter(folder: Path) -> None:
    """An IP-Adapter for tiny-sdxl."""
    torch.manual_seed(2)
    _eye(folder / "adapter")
    width, unet = WIDTH["sdxl"], _unet("sdxl")
    weights = {
        "image_proj.proj.weight": torch.randn(4 * width, 32), "image_proj.proj.bias": torch.zeros(4 * width),
        "image_proj.norm.weight": torch.ones(width), "image_proj.norm.bias": torch.zeros(width),
    }  # fmt: skip
    crossed = [name for name in unet.attn_processors if name.endswith("attn2.processor")]
    for place, name in enumerate(crossed):
        size = unet.get_submodule(name.rsplit(".", 1)[0]).to_k.weight.shape[0]
        for part in ("k", "v"):
            weights[f"ip_adapter.{2 * place + 1}.to_{part}_ip.weight"] = torch.randn(size, width) * 0.3
    save_file(weights, folder / "adapter" / "ip-adapter.safetensors")


def add_preview(folder: Path, name: str, channels: int) -> None:
    """A small VAE for previews."""
    torch.manual_seed(3)
    shape: dict[str, Any] = {
        "encoder_block_out_channels": (8,) * 4, "decoder_block_out_channels": (8,) * 4,
        "num_encoder_blocks": (1,) * 4, "num_decoder_blocks": (1,) * 4,
    }  # fmt: skip
    diffusers.AutoencoderTiny(latent_channels=channels, **shape).save_pretrained(folder / name)


def add_union(folder: Path) -> None:
    """A union ControlNet for tiny-sdxl."""
    torch.manual_seed(1)
    net = diffusers.ControlNetUnionModel(
        in_channels=4, conditioning_channels=3, conditioning_embedding_out_channels=(8, 16, 16, 16),
        num_control_type=6, num_trans_channel=32, num_trans_head=4, num_trans_layer=1, num_proj_channel=32,
        **_common("sdxl"), **_xl(),
    )  # fmt: skip
    _wake(net, "controlnet_down_blocks", "controlnet_mid_block", "conv_out")
    net.save_pretrained(folder / "nets" / "sdxl-union")


def _sidecar(path: Path, **recipe: Any) -> None:
    (path / "previz.json").write_text(json.dumps(recipe))


def _wake(module: Any, *names: str) -> None:
    """Fresh ControlNets end in zeros and do nothing; give those layers weight."""
    for name, weight in module.named_parameters():
        if any(part in name for part in names):
            torch.nn.init.normal_(weight, std=0.3)


def _symbols() -> list[str]:
    """The 256 byte symbols of a byte-level vocabulary, as GPT-2 and CLIP write them."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [byte for byte in range(256) if byte not in plain]
    return [chr(byte) for byte in plain] + [chr(256 + place) for place in range(len(rest))]


def _clip(folder: Path, width: int = 32) -> tuple[Any, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    words = [*_symbols(), *(s + "</w>" for s in _symbols()), "<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({w: i for i, w in enumerate(words)}), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    tokenizer = transformers.CLIPTokenizer(
        vocab=str(folder / "vocab.json"), merges=str(folder / "merges.txt"), model_max_length=77
    )
    config = transformers.CLIPTextConfig(
        vocab_size=len(words), hidden_size=width, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=4, max_position_embeddings=77, projection_dim=32,
        bos_token_id=len(words) - 2, eos_token_id=len(words) - 1, pad_token_id=len(words) - 1,
    )  # fmt: skip
    return tokenizer, config


def _common(family: str) -> dict[str, Any]:
    return {
        "block_out_channels": (32, 64), "layers_per_block": 1, "norm_num_groups": 8,
        "attention_head_dim": 8, "cross_attention_dim": WIDTH[family],
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
    }  # fmt: skip


def _xl() -> dict[str, Any]:
    return {
        "use_linear_projection": True, "transformer_layers_per_block": (1, 2),
        "addition_embed_type": "text_time", "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 6 * 8 + 32,
    }  # fmt: skip


def _unet(family: str) -> Any:
    extra = _xl() if family == "sdxl" else {}
    return diffusers.UNet2DConditionModel(
        sample_size=16, in_channels=4, out_channels=4,
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), **_common(family), **extra,
    )  # fmt: skip


def _vae(channels: int, **more: Any) -> Any:
    return diffusers.AutoencoderKL(
        block_out_channels=[16] * 4, in_channels=3, out_channels=3, latent_channels=channels,
        norm_num_groups=8, down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4, sample_size=128, **more,
    )  # fmt: skip


def _base(family: str, unet: Any, scratch: Path) -> Any:
    scheduler = diffusers.EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1
    )
    tokenizer, config = _clip(scratch)
    text = transformers.CLIPTextModel(config)
    if family == "sd15":
        return diffusers.StableDiffusionPipeline(
            vae=_vae(4), text_encoder=text, tokenizer=tokenizer, unet=unet, scheduler=scheduler,
            safety_checker=None, feature_extractor=None, requires_safety_checker=False,
        )  # fmt: skip
    second = transformers.CLIPTextModelWithProjection(_clip(scratch, 48)[1])
    return diffusers.StableDiffusionXLPipeline(
        vae=_vae(4), text_encoder=text, text_encoder_2=second, tokenizer=tokenizer, tokenizer_2=tokenizer,
        unet=unet, scheduler=scheduler, add_watermarker=False,
    )  # fmt: skip


def _lora(folder: Path) -> None:
    """For tiny-sd15, in a folder as they are downloaded."""
    unet = diffusers.UNet2DConditionModel.from_pretrained(folder / "tiny-sd15", subfolder="unet")
    unet.add_adapter(LoraConfig(r=4, lora_alpha=4, target_modules=["to_q", "to_k", "to_v", "to_out.0"]))
    _wake(unet, "lora_B")
    layers = diffusers.utils.convert_state_dict_to_diffusers(get_peft_model_state_dict(unet))
    diffusers.StableDiffusionPipeline.save_lora_weights(folder / "ink-lora", unet_lora_layers=layers)


def _qwen_tokenizer(scratch: Path) -> Any:
    (scratch / "qwen.json").write_text(json.dumps({s: i for i, s in enumerate(_symbols())}), encoding="utf-8")
    tokenizer = transformers.Qwen2Tokenizer(
        vocab=str(scratch / "qwen.json"), merges=str(scratch / "merges.txt"), pad_token="<|endoftext|>",
        eos_token="<|im_end|>", unk_token="<|endoftext|>", extra_special_tokens=["<|im_start|>"],
    )  # fmt: skip
    tokenizer.chat_template = "{% for m in messages %}{{ m['content'] }}{% endfor %}"
    return tokenizer


def _flux(folder: Path) -> None:
    """FLUX.1, its variant with depth built in, one ControlNet for line and one for several."""
    scratch = folder / "vocabulary"
    clip, config = _clip(scratch)
    pieces = [
        ("<pad>", 0.0),
        ("</s>", 0.0),
        ("<unk>", 0.0),
        ("▁", -2.0),
        *((chr(c), -3.0) for c in range(33, 127)),
    ]
    shape: dict[str, Any] = {
        "patch_size": 1, "num_layers": 1, "num_single_layers": 1, "attention_head_dim": 16,
        "num_attention_heads": 2, "joint_attention_dim": 32, "pooled_projection_dim": 32,
        "axes_dims_rope": (4, 4, 8), "guidance_embeds": True,
    }  # fmt: skip
    parts = {
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(),
        "text_encoder": transformers.CLIPTextModel(config), "tokenizer": clip,
        "text_encoder_2": transformers.T5EncoderModel(
            transformers.T5Config(
                vocab_size=len(pieces), d_model=32, d_kv=8, d_ff=32, num_layers=1, num_heads=2,
                feed_forward_proj="gated-gelu",
            )
        ),
        "tokenizer_2": transformers.T5Tokenizer(vocab=pieces, extra_ids=0),
        "vae": _vae(4, scaling_factor=0.3611, shift_factor=0.1159),
    }  # fmt: skip
    plain = diffusers.FluxTransformer2DModel(in_channels=16, **shape)
    diffusers.FluxPipeline(**parts, transformer=plain).save_pretrained(folder / "tiny-flux")
    over = diffusers.FluxTransformer2DModel(in_channels=32, out_channels=16, **shape)
    diffusers.FluxControlPipeline(**parts, transformer=over).save_pretrained(folder / "tiny-flux-depth")
    for name in ("tiny-flux", "tiny-flux-depth"):
        _sidecar(folder / name, steps=3, guidance=3.5)
    for name, modes in (("canny", None), ("union", 7)):
        net = diffusers.FluxControlNetModel(in_channels=16, num_mode=modes, **shape)
        _wake(net, "controlnet")
        net.save_pretrained(folder / "nets" / f"flux-{name}")


def _qwen(folder: Path) -> None:
    shape: dict[str, Any] = {
        "patch_size": 2, "in_channels": 16, "out_channels": 4, "num_layers": 2, "attention_head_dim": 16,
        "num_attention_heads": 2, "joint_attention_dim": 16, "axes_dims_rope": (8, 4, 4),
    }  # fmt: skip
    tokenizer = _qwen_tokenizer(folder / "vocabulary")
    layers: dict[str, Any] = {"hidden_size": 16, "intermediate_size": 16}
    text = transformers.Qwen2_5_VLForConditionalGeneration(
        transformers.Qwen2_5_VLConfig(
            text_config={
                **layers, "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 2,
                "vocab_size": len(tokenizer), "max_position_embeddings": 2048,
                "rope_parameters": {"mrope_section": [1, 1, 2], "rope_type": "default", "rope_theta": 1e6},
            },
            vision_config={**layers, "depth": 1, "num_heads": 2, "out_hidden_size": 16},
        )
    )  # fmt: skip
    vae = diffusers.AutoencoderKLQwenImage(
        base_dim=8, z_dim=4, dim_mult=[1, 1, 1, 1], num_res_blocks=1,
        temperal_downsample=[False, True, True], latents_mean=[0.1] * 4, latents_std=[0.8] * 4,
    )  # fmt: skip
    diffusers.QwenImagePipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(), vae=vae, text_encoder=text,
        tokenizer=tokenizer, transformer=diffusers.QwenImageTransformer2DModel(**shape),
    ).save_pretrained(folder / "tiny-qwen")  # fmt: skip
    _sidecar(folder / "tiny-qwen", steps=3, guidance=3.0)
    net = diffusers.QwenImageControlNetModel(**shape)
    _wake(net, "controlnet")
    net.save_pretrained(folder / "nets" / "qwen-union")


def _zimage(folder: Path) -> None:
    tokenizer = _qwen_tokenizer(folder / "vocabulary")
    transformer = diffusers.ZImageTransformer2DModel(
        all_patch_size=(2,), all_f_patch_size=(1,), in_channels=16, dim=32, n_layers=2, n_refiner_layers=1,
        n_heads=2, n_kv_heads=2, cap_feat_dim=16, axes_dims=[8, 4, 4], axes_lens=[1024, 64, 64],
    )  # fmt: skip
    with torch.no_grad():  # not filled by the class: otherwise NaN
        transformer.x_pad_token.fill_(1.0)
        transformer.cap_pad_token.fill_(1.0)
    text = transformers.Qwen3Model(
        transformers.Qwen3Config(
            hidden_size=16, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2,
            num_key_value_heads=2, head_dim=8, vocab_size=len(tokenizer), max_position_embeddings=512,
        )
    )  # fmt: skip
    pipeline = diffusers.ZImagePipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(), text_encoder=text, tokenizer=tokenizer,
        vae=_vae(16, scaling_factor=0.3611, shift_factor=0.1159), transformer=transformer,
    )  # fmt: skip
    pipeline.save_pretrained(folder / "tiny-zimage")
    _sidecar(folder / "tiny-zimage", steps=3, guidance=0.0)
    net = diffusers.ZImageControlNetModel(
        control_layers_places=[0, 1], control_refiner_layers_places=[0], control_in_dim=33,
        add_control_noise_refiner="control_layers", dim=32, n_refiner_layers=1, n_heads=2, n_kv_heads=2,
    )  # fmt: skip
    _wake(net, "before_proj", "after_proj")
    net.save_pretrained(folder / "nets" / "zimage-union")
