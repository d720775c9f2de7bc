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
    window: bool = True
    """A control can let go before the last step."""
    half: str = "float16"
    """Precision on a graphics card."""
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

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        Family(
            name="sd15",
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
            left_out=("safety_checker", "feature_extractor", "image_encoder"),
        ),
        Family(
            name="sdxl",
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
            left_out=("feature_extractor", "image_encoder"),
        ),
        Family(
            name="sdxl-union",
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
            left_out=("feature_extractor", "image_encoder"),
        ),
        Family(
            name="zimage",
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
    )
}
"""Modes of the union ControlNet: github.com/xinsir6/ControlNetPlus. Z-Image's takes canny, depth or pose."""


def family_of(base: str, net: str | None) -> Family:
    """The row for a base with a kind of ControlNet, or with none. KeyError when they do not go together."""
    for family in FAMILIES.values():
        if family.base == base and (net is None or family.net == net):
            return family
    raise KeyError(base)
