"""A picture enlarged on a ComfyUI server: an upscale model, then detail by the checkpoint; core nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from previz.errors import ModelMissing
from previz.gen.comfy.graph import NO_SPANS, Family, Graph, by_region, hold, node, sampler, with_loras
from previz.gen.controls import Control, Fitting

RESAMPLE_PX = 4 * 2**20
"""Above it a card's memory does not hold the picture at once: the upscale model works alone."""
GRID = 64
TILES = {"tile_size": 512, "overlap": 64, "temporal_size": 64, "temporal_overlap": 8}
FOLDER = "upscale_models"


class Means(msgspec.Struct, frozen=True):
    """With what a server enlarges."""

    upscaler: str
    """File of its upscale model; "" = it has none."""
    resampled: bool
    unused: tuple[str, ...]


def means(size_px: tuple[int, int], installed: list[str]) -> Means:
    """``installed``: the server's upscale models. ModelMissing where nothing is left that would do."""
    small = size_px[0] * size_px[1] <= RESAMPLE_PX
    if not installed and not small:
        raise ModelMissing(
            "The ComfyUI server has no upscale model; put one, e.g. RealESRGAN_x4plus.safetensors, "
            f"into its folder models/{FOLDER}."
        )
    if not installed:
        return Means("", True, (f"an upscale model: the server has none in models/{FOLDER}",))
    fours = [name for name in installed if "x4" in name.lower() or "4x" in name.lower()]
    alone = f"above {RESAMPLE_PX // 2**20} megapixels the upscale model works alone"
    unused = () if small else (f"detail by the checkpoint: {alone}",)
    return Means(min(fours or installed), small, unused)


def compile_enlarging(
    *,
    family: Family,
    checkpoint: str,
    prompt: str,
    negative: str,
    seed: int,
    size_px: tuple[int, int],
    controls: Mapping[Control, tuple[str, str, float]],
    prefix: str,
    picture: str,
    by: Means,
    change: float,
    spans: Mapping[str, tuple[float, float]] = NO_SPANS,
    regions: Sequence[tuple[str, str]] = (),
    loras: Sequence[tuple[str, float]] = (),
) -> Graph:
    """``picture``: on the server; ``change``: how much the checkpoint may change of it, 0…1.

    ``spans``, ``regions``, ``loras``: as `compile_graph` has them.
    """
    graph: Graph = {"picture": node("LoadImage", image=picture)}
    larger = ["picture", 0]
    if by.upscaler:
        graph["upscaler"] = node("UpscaleModelLoader", model_name=by.upscaler)
        graph["larger"] = node("ImageUpscaleWithModel", upscale_model=["upscaler", 0], image=larger)
        larger = ["larger", 0]
    width, height = size_px
    graph["sized"] = node(
        "ImageScale", image=larger, upscale_method="lanczos", width=width, height=height, crop="disabled"
    )
    made = ["sized", 0]
    if by.resampled:
        graph["model"] = node("CheckpointLoaderSimple", ckpt_name=checkpoint)
        drawn, clip = with_loras(graph, loras)
        graph["words"] = node("CLIPTextEncode", text=prompt, clip=clip)
        graph["avoid"] = node("CLIPTextEncode", text=negative, clip=clip)
        told = by_region(graph, regions, clip)
        positive, against = hold(graph, family, controls, told, ["avoid", 0], spans, change)
        graph["start"] = node("VAEEncodeTiled", pixels=made, vae=["model", 2], **TILES)
        graph["sample"] = sampler(family, drawn, positive, against, ["start", 0], seed, change)
        graph["decode"] = node("VAEDecodeTiled", samples=["sample", 0], vae=["model", 2], **TILES)
        made = ["decode", 0]
    graph["save"] = node("SaveImage", images=made, filename_prefix=prefix)
    return graph


def fittings(before: NDArray[np.generic], size_px: tuple[int, int]) -> tuple[Fitting, Fitting]:
    """How a picture (h, w, …) is laid into what is sent, and its enlarged self into what comes back."""
    height, width = before.shape[:2]
    grown = (-(-width // GRID) * GRID, -(-height // GRID) * GRID)
    large = (
        round(grown[0] * size_px[0] / width / 8) * 8,
        round(grown[1] * size_px[1] / height / 8) * 8,
    )
    inner = (round(width * large[0] / grown[0]), round(height * large[1] / grown[1]))
    return Fitting((width, height), (width, height), grown), Fitting(size_px, inner, large)
