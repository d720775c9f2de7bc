"""What each family of models takes, as data. A control that a family cannot take carries the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from previz.gen.controls import CONTROLS, Control

Task = Literal["text", "image", "repaint"]
"""From words alone, from a picture (img2img), or one region of a picture anew (inpaint)."""


class Family(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    label: str
    base: str
    """Family of the base; see `previz.gen.models.installed.BASES`."""
    net: str
    """Kind of its ControlNets; see `previz.gen.models.installed.NETS`."""
    pipelines: Mapping[Task, str]
    """Class of diffusers with a ControlNet; a task that is not there cannot be done."""
    plain: Mapping[Task, str]
    """Class of diffusers without one."""
    budget_px: int
    grid: int
    """Both sides are divisible by this."""
    steps: int
    guidance: float
    takes: Mapping[Control, int]
    """Control → the number by which a ControlNet for several knows it."""
    most: int = len(CONTROLS)
    """How many controls it takes at once."""
    clip: bool = True
    """Words are read in portions of 75 by CLIP."""
    guide: Literal["scale", "embedded", "true"] = "scale"
    """How words guide: by a scale against words to avoid; by a number that the model itself was taught
    (no words to avoid); by a "true" scale."""
    regional: bool = False
    """Words can be told to a part of the picture: its attention to words is done by layers of their own."""
    adapter: Literal["", "unet", "flux"] = ""
    """Kind of its IP-Adapters, which make it follow reference pictures; "" = there is none."""
    referred: tuple[Task, ...] = ("text", "image", "repaint")
    """Under controls, it follows reference pictures in these."""
    window: bool = True
    """A control can let go before the last step."""
    half: str = "float16"
    """Precision on a graphics card."""
    tiny: str = ""
    """Folder of the small VAE (github.com/madebyollin/taesd) that knows its latents; "" = there is none."""
    left_out: tuple[str, ...] = ()
    """Parts of a pipeline that are None here; nothing is judged or watermarked twice."""

    def why_not(self, control: Control) -> str:
        """Why this family does not take a control; "" when it does."""
        return "" if control in self.takes else f"{self.label} has no control for it"


_ALL = dict.fromkeys(CONTROLS, 0)
_PLAIN_XL: dict[Task, str] = {
    "text": "StableDiffusionXLPipeline",
    "image": "StableDiffusionXLImg2ImgPipeline",
    "repaint": "StableDiffusionXLInpaintPipeline",
}

_FLUX_CONTROLS: tuple[tuple[str, str, Control], ...] = (
    ("flux-depth", "FLUX.1 Depth", "depth"),
    ("flux-canny", "FLUX.1 Canny", "line"),
)


def _flux_control(name: str, label: str, control: Control) -> Family:
    """One of the variants of FLUX.1 that have their control built in, without a ControlNet or a strength."""
    return Family(
        name=name,
        tiny="taef1",
        label=label,
        base=name,
        net="",
        pipelines={
            "text": "FluxControlPipeline",
            "image": "FluxControlImg2ImgPipeline",
            "repaint": "FluxControlInpaintPipeline",
        },
        plain={},
        budget_px=1024 * 1024,
        grid=64,
        steps=28,
        guidance=10.0 if control == "depth" else 30.0,
        takes={control: 0},
        most=1,
        clip=False,
        guide="embedded",
        window=False,
        half="bfloat16",
    )


FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        Family(
            name="sd15",
            tiny="taesd",
            label="Stable Diffusion 1.5",
            base="sd15",
            net="controlnet",
            pipelines={
                "text": "StableDiffusionControlNetPipeline",
                "image": "StableDiffusionControlNetImg2ImgPipeline",
                "repaint": "StableDiffusionControlNetInpaintPipeline",
            },
            plain={
                "text": "StableDiffusionPipeline",
                "image": "StableDiffusionImg2ImgPipeline",
                "repaint": "StableDiffusionInpaintPipeline",
            },
            budget_px=640 * 512,
            grid=64,
            steps=25,
            guidance=7.0,
            takes=_ALL,
            regional=True,
            adapter="unet",
            left_out=("safety_checker", "feature_extractor", "image_encoder"),
        ),
        Family(
            name="sdxl",
            tiny="taesdxl",
            label="SDXL",
            base="sdxl",
            net="controlnet",
            pipelines={
                "text": "StableDiffusionXLControlNetPipeline",
                "image": "StableDiffusionXLControlNetImg2ImgPipeline",
                "repaint": "StableDiffusionXLControlNetInpaintPipeline",
            },
            plain=_PLAIN_XL,
            budget_px=1024 * 1024,
            grid=64,
            steps=28,
            guidance=6.0,
            takes=_ALL,
            regional=True,
            adapter="unet",
            left_out=("feature_extractor", "image_encoder"),
        ),
        Family(
            name="sdxl-union",
            tiny="taesdxl",
            label="SDXL with a union ControlNet",
            base="sdxl",
            net="union",
            pipelines={
                "text": "StableDiffusionXLControlNetUnionPipeline",
                "image": "StableDiffusionXLControlNetUnionImg2ImgPipeline",
                "repaint": "StableDiffusionXLControlNetUnionInpaintPipeline",
            },
            plain=_PLAIN_XL,
            budget_px=1024 * 1024,
            grid=64,
            steps=28,
            guidance=6.0,
            takes={"openpose": 0, "depth": 1, "line": 3, "normal": 4, "segmentation": 5},
            regional=True,
            adapter="unet",
            left_out=("feature_extractor", "image_encoder"),
        ),
        Family(
            name="zimage",
            tiny="taef1",
            label="Z-Image",
            base="zimage",
            net="zimage",
            pipelines={"text": "ZImageControlNetPipeline", "repaint": "ZImageControlNetInpaintPipeline"},
            plain={
                "text": "ZImagePipeline",
                "image": "ZImageImg2ImgPipeline",
                "repaint": "ZImageInpaintPipeline",
            },
            budget_px=1024 * 1024,
            grid=64,
            steps=8,
            guidance=0.0,
            takes={"depth": 0, "line": 0, "openpose": 0},
            most=1,
            clip=False,
            window=False,
            half="bfloat16",
        ),
        Family(
            name="flux",
            tiny="taef1",
            label="FLUX.1",
            base="flux",
            net="flux",
            pipelines={
                "text": "FluxControlNetPipeline",
                "image": "FluxControlNetImg2ImgPipeline",
                "repaint": "FluxControlNetInpaintPipeline",
            },
            plain={"text": "FluxPipeline", "image": "FluxImg2ImgPipeline", "repaint": "FluxInpaintPipeline"},
            budget_px=1024 * 1024,
            grid=64,
            steps=28,
            guidance=3.5,
            takes={"line": 0, "depth": 2, "openpose": 4},
            adapter="flux",
            referred=("text",),
            clip=False,
            guide="embedded",
            half="bfloat16",
        ),
        *(_flux_control(name, label, control) for name, label, control in _FLUX_CONTROLS),
        Family(
            name="qwen",
            label="Qwen-Image",
            base="qwen",
            net="qwen",
            pipelines={"text": "QwenImageControlNetPipeline"},
            plain={
                "text": "QwenImagePipeline",
                "image": "QwenImageImg2ImgPipeline",
                "repaint": "QwenImageInpaintPipeline",
            },
            budget_px=1328 * 1328,
            grid=64,
            steps=30,
            guidance=4.0,
            takes={"line": 0, "depth": 0, "openpose": 0},
            clip=False,
            guide="true",
            half="bfloat16",
        ),
    )
}
"""Modes of the union ControlNets: github.com/xinsir6/ControlNetPlus; FLUX.1: the cards of
InstantX/FLUX.1-dev-Controlnet-Union and Shakker-Labs/FLUX.1-dev-ControlNet-Union-Pro. Z-Image's and
Qwen-Image's take canny, depth or pose without being told which."""


def family_of(base: str, net: str | None) -> Family:
    """The row for a base with a kind of ControlNet, or with none. KeyError when they do not go together."""
    for family in FAMILIES.values():
        if family.base == base and net in (None, family.net):
            return family
    raise KeyError(base)


def kinds(base: str) -> tuple[str, ...]:
    """Kinds of ControlNets that are made for a base, one that follows several controls first."""
    return tuple(
        sorted((f.net for f in FAMILIES.values() if f.base == base), key=lambda kind: kind != "union")
    )
