"""A request as a ComfyUI graph: pure, core nodes only."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from previz.errors import ModelMissing
from previz.gen.comfy.noise import percents
from previz.gen.controls import Control, span

Family = Literal["sdxl", "sd15"]
Graph = dict[str, dict[str, Any]]
Link = list[Any]
"""[node, output]"""
NO_SPANS: Mapping[str, tuple[float, float]] = MappingProxyType({})
REGION_STRENGTH = 2.0
"""Of a region's words inside it, where those of the whole have 1."""

UNION_TYPES: dict[Control, str] = {
    "depth": "depth",
    "line": "canny/lineart/anime_lineart/mlsd",
    "normal": "normal",
    "openpose": "openpose",
    "segmentation": "segment",
}
"""Names that SetUnionControlNetType knows."""
SD15_FILES: dict[Control, str] = {
    "depth": "sd15_depth",
    "line": "sd15_lineart",
    "normal": "sd15_normalbae",
    "openpose": "sd15_openpose",
    "segmentation": "sd15_seg",
}
"""What the file of each ControlNet 1.1 model has in its name."""


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """How a family is sampled."""

    budget_px: int
    grid: int
    steps: int
    cfg: float
    sampler: str
    scheduler: str


RECIPES: dict[Family, Recipe] = {
    "sdxl": Recipe(budget_px=1024 * 1024, grid=64, steps=28, cfg=6.0, sampler="dpmpp_2m", scheduler="karras"),
    "sd15": Recipe(budget_px=640 * 512, grid=64, steps=25, cfg=7.0, sampler="dpmpp_2m", scheduler="karras"),
}


def family_of(checkpoint: str) -> Family:
    """By its name, which is all that a server tells: SDXL files carry "xl"."""
    return "sdxl" if "xl" in checkpoint.lower() else "sd15"


FOREIGN: dict[str, str] = {
    r"flux": "FLUX",
    r"sd3|stable.?diffusion.?3": "Stable Diffusion 3",
    r"qwen": "Qwen-Image",
    r"z.?image": "Z-Image",
    r"hunyuan|wan2|ltx|svd": "a family that makes films",
}
"""What stands in the names of files that a graph of ours does not fit → what they are."""


def why_not(checkpoint: str) -> str:
    """Why a checkpoint cannot be used in a graph of ours, by its name; "" when it can."""
    for mark, family in FOREIGN.items():
        if re.search(rf"(?<![a-z])({mark})(?![a-z])", checkpoint.lower()):
            return (
                f"{checkpoint} is of {family}, by its name; take one of SDXL or Stable Diffusion 1.5, "
                "or a workflow of your own for it (`previz generators --workflow FILE`)."
            )
    return ""


def control_files(family: Family, wanted: Mapping[Control, str], installed: list[str]) -> dict[Control, str]:
    """Control → ControlNet file on the server. ModelMissing naming the file that would do."""
    files = {}
    for control in wanted:
        mark = "union" if family == "sdxl" else SD15_FILES[control]
        fitting = [name for name in installed if mark in name.lower() and _is_family(name, family)]
        if not fitting:
            example = (
                "xinsir's controlnet-union-sdxl-1.0"
                if family == "sdxl"
                else f"control_v11p_{mark} (ControlNet 1.1)"
            )
            raise ModelMissing(
                f"The ComfyUI server has no ControlNet for {control} of this model; put {example} "
                "into its folder models/controlnet."
            )
        files[control] = min(fitting)
    return files


def controls_there(
    family: Family, wanted: Collection[Control], installed: list[str]
) -> tuple[dict[Control, str], tuple[str, ...]]:
    """ControlNet of each control that the server has one for; what is left out, each with the reason.

    ModelMissing when it has none at all for what is wanted: nothing would hold the frame to the blocking.
    """
    files: dict[Control, str] = {}
    lacking: dict[Control, ModelMissing] = {}
    for control in wanted:
        try:
            files |= control_files(family, {control: ""}, installed)
        except ModelMissing as error:
            lacking[control] = error
    if lacking and not files:
        raise next(iter(lacking.values()))
    return files, tuple(left_out(control, str(error)) for control, error in lacking.items())


def left_out(control: Control, reason: str) -> str:
    """As it is kept with the take: "openpose: the ComfyUI server has no …"."""
    return f"{control}: {reason[:1].lower()}{reason[1:].rstrip('.')}"


def _is_family(name: str, family: Family) -> bool:
    return family == "sd15" or not any(
        other in name.lower() for other in ("flux", "qwen", "z-image", "z_image")
    )


def compile_graph(
    *,
    family: Family,
    checkpoint: str,
    prompt: str,
    negative: str,
    seed: int,
    size_px: tuple[int, int],
    controls: Mapping[Control, tuple[str, str, float]],
    prefix: str,
    init: str = "",
    mask: str = "",
    change: float = 1.0,
    spans: Mapping[str, tuple[float, float]] = NO_SPANS,
    regions: Sequence[tuple[str, str]] = (),
    loras: Sequence[tuple[str, float]] = (),
) -> Graph:
    """``controls``: control → (ControlNet file, picture on the server, strength).

    ``spans``: control → shares of the steps between which it holds, in place of the table's.
    ``init``: a picture to start from, of which ``change`` (0…1) may change; with ``mask`` inside it alone.
    ``regions``: (words, mask on the server) of people who are told apart. ``loras``: (file, weight).
    """
    graph: Graph = {"model": node("CheckpointLoaderSimple", ckpt_name=checkpoint)}
    drawn, clip = with_loras(graph, loras)
    graph["words"] = node("CLIPTextEncode", text=prompt, clip=clip)
    graph["avoid"] = node("CLIPTextEncode", text=negative, clip=clip)
    told = by_region(graph, regions, clip)
    positive, against = hold(graph, family, controls, told, ["avoid", 0], spans, change if init else 1.0)
    start = _start(graph, size_px, init, mask)
    graph["sample"] = sampler(family, drawn, positive, against, start, seed, change if init else 1.0)
    graph["decode"] = node("VAEDecode", samples=["sample", 0], vae=["model", 2])
    graph["save"] = node("SaveImage", images=["decode", 0], filename_prefix=prefix)
    return graph


def hold(
    graph: Graph,
    family: Family,
    controls: Mapping[Control, tuple[str, str, float]],
    positive: Link,
    against: Link,
    spans: Mapping[str, tuple[float, float]] = NO_SPANS,
    change: float = 1.0,
) -> tuple[Link, Link]:
    """Adds the controls; words and words to avoid as they hold them. ``change``: as `sampler` has it."""
    for control, (file, picture, strength) in sorted(controls.items()):
        graph[f"{control} picture"] = node("LoadImage", image=picture)
        graph[f"{control} net"] = node("ControlNetLoader", control_net_name=file)
        net = [f"{control} net", 0]
        if family == "sdxl":
            kind = UNION_TYPES[control]
            graph[f"{control} kind"] = node("SetUnionControlNetType", control_net=net, type=kind)
            net = [f"{control} kind", 0]
        start, end = percents(span(control, own=spans), RECIPES[family].steps, change)
        graph[f"{control} hold"] = node(
            "ControlNetApplyAdvanced",
            positive=positive,
            negative=against,
            control_net=net,
            image=[f"{control} picture", 0],
            vae=["model", 2],
            strength=strength,
            start_percent=start,
            end_percent=end,
        )
        positive, against = [f"{control} hold", 0], [f"{control} hold", 1]
    return positive, against


def sampler(
    family: Family, drawn: Link, positive: Link, against: Link, start: Link, seed: int, change: float
) -> dict[str, Any]:
    """The node that makes the picture, from ``start``, of which ``change`` (0…1) may change."""
    recipe = RECIPES[family]
    return node(
        "KSampler",
        model=drawn,
        positive=positive,
        negative=against,
        latent_image=start,
        seed=seed,
        steps=recipe.steps,
        cfg=recipe.cfg,
        sampler_name=recipe.sampler,
        scheduler=recipe.scheduler,
        denoise=change,
    )


def with_loras(graph: Graph, loras: Sequence[tuple[str, float]]) -> tuple[Link, Link]:
    """Adds them one behind the other; the model and the reader of words behind the last."""
    drawn, clip = ["model", 0], ["model", 1]
    for place, (file, weight) in enumerate(loras, start=1):
        name = f"lora {place}"
        graph[name] = node(
            "LoraLoader", model=drawn, clip=clip, lora_name=file, strength_model=weight, strength_clip=weight
        )
        drawn, clip = [name, 0], [name, 1]
    return drawn, clip


def by_region(graph: Graph, regions: Sequence[tuple[str, str]], clip: Link) -> Link:
    """Adds what is told to regions beside the words of the whole; all of it in one."""
    told: Link = ["words", 0]
    for place, (words, mask) in enumerate(regions, start=1):
        name = f"person {place}"
        graph[f"{name} words"] = node("CLIPTextEncode", text=words, clip=clip)
        graph[f"{name} mask"] = node("LoadImageMask", image=mask, channel="red")
        graph[name] = node(
            "ConditioningSetMask",
            conditioning=[f"{name} words", 0],
            mask=[f"{name} mask", 0],
            strength=REGION_STRENGTH,
            set_cond_area="default",
        )
        graph[f"{name} too"] = node("ConditioningCombine", conditioning_1=told, conditioning_2=[name, 0])
        told = [f"{name} too", 0]
    return told


def _start(graph: Graph, size_px: tuple[int, int], init: str, mask: str) -> Link:
    """Adds what the sampler starts from; its output."""
    if not init:
        graph["empty"] = node("EmptyLatentImage", width=size_px[0], height=size_px[1], batch_size=1)
        return ["empty", 0]
    graph["init picture"] = node("LoadImage", image=init)
    graph["init"] = node("VAEEncode", pixels=["init picture", 0], vae=["model", 2])
    if not mask:
        return ["init", 0]
    graph["mask picture"] = node("LoadImageMask", image=mask, channel="red")
    graph["region"] = node("SetLatentNoiseMask", samples=["init", 0], mask=["mask picture", 0])
    return ["region", 0]


def node(kind: str, **inputs: Any) -> dict[str, Any]:
    """One node; an input is a value, or [node, output]."""
    return {"class_type": kind, "inputs": inputs}
