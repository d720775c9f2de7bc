"""A request as a ComfyUI graph: pure, core nodes only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import msgspec

from previz.errors import ModelMissing
from previz.gen.controls import Control, span

Family = Literal["sdxl", "sd15"]
Graph = dict[str, dict[str, Any]]

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
    spans: Mapping[str, tuple[float, float]] = MappingProxyType({}),
) -> Graph:
    """``controls``: control → (ControlNet file, picture on the server, strength).

    ``spans``: control → shares of the steps between which it holds, in place of the table's.
    ``init``: a picture to start from, of which ``change`` (0…1) may change; with ``mask`` inside it alone.
    """
    recipe = RECIPES[family]
    graph: Graph = {
        "model": _node("CheckpointLoaderSimple", ckpt_name=checkpoint),
        "words": _node("CLIPTextEncode", text=prompt, clip=["model", 1]),
        "avoid": _node("CLIPTextEncode", text=negative, clip=["model", 1]),
    }
    positive, against = ["words", 0], ["avoid", 0]
    for control, (file, picture, strength) in sorted(controls.items()):
        graph[f"{control} picture"] = _node("LoadImage", image=picture)
        graph[f"{control} net"] = _node("ControlNetLoader", control_net_name=file)
        net = [f"{control} net", 0]
        if family == "sdxl":
            kind = UNION_TYPES[control]
            graph[f"{control} kind"] = _node("SetUnionControlNetType", control_net=net, type=kind)
            net = [f"{control} kind", 0]
        graph[f"{control} hold"] = _node(
            "ControlNetApplyAdvanced",
            positive=positive,
            negative=against,
            control_net=net,
            image=[f"{control} picture", 0],
            vae=["model", 2],
            strength=strength,
            start_percent=span(control, own=spans)[0],
            end_percent=span(control, own=spans)[1],
        )
        positive, against = [f"{control} hold", 0], [f"{control} hold", 1]
    start = _start(graph, size_px, init, mask)
    graph["sample"] = _node(
        "KSampler",
        model=["model", 0],
        positive=positive,
        negative=against,
        latent_image=start,
        seed=seed,
        steps=recipe.steps,
        cfg=recipe.cfg,
        sampler_name=recipe.sampler,
        scheduler=recipe.scheduler,
        denoise=change if init else 1.0,
    )
    graph["decode"] = _node("VAEDecode", samples=["sample", 0], vae=["model", 2])
    graph["save"] = _node("SaveImage", images=["decode", 0], filename_prefix=prefix)
    return graph


def _start(graph: Graph, size_px: tuple[int, int], init: str, mask: str) -> list[Any]:
    """Adds what the sampler starts from; its output."""
    if not init:
        graph["empty"] = _node("EmptyLatentImage", width=size_px[0], height=size_px[1], batch_size=1)
        return ["empty", 0]
    graph["init picture"] = _node("LoadImage", image=init)
    graph["init"] = _node("VAEEncode", pixels=["init picture", 0], vae=["model", 2])
    if not mask:
        return ["init", 0]
    graph["mask picture"] = _node("LoadImageMask", image=mask, channel="red")
    graph["region"] = _node("SetLatentNoiseMask", samples=["init", 0], mask=["mask picture", 0])
    return ["region", 0]


def _node(kind: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs}
