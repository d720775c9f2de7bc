"""One call of a pipeline: its arguments from a request, and what happens after each of its steps."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import numpy as np
import torch
from diffusers.image_processor import IPAdapterMaskProcessor
from numpy.typing import NDArray
from PIL import Image

from previz.errors import GenerationError
from previz.gen import controls
from previz.gen.controls import Control, Fitting
from previz.gen.diffusion.families import Task
from previz.gen.diffusion.flux_pictures import refer
from previz.gen.diffusion.preview import Previewer
from previz.gen.diffusion.regions import coupled, regions
from previz.gen.diffusion.setup import Held, Setup
from previz.gen.diffusion.words import clip_words, plain_words
from previz.gen.going_on import gone_on
from previz.gen.guides import Guides
from previz.gen.request import INIT, MASK, REGIONS, FrameRequest, Preview, Progress, Reference

PREVIEW_S = 0.3
"""A preview at most this often."""
PREVIEW_SHARE = 0.1
"""Of the time, at most, that goes into previews."""
NAN = (
    "The model's numbers overflowed (NaN) after {when}; the frame was dropped. "
    "Try another seed, a weaker control, or a model in full precision."
)


class Stopped(Exception):
    """Nobody wants the picture any more."""


class Steps:
    """The callback of a pipeline: stops it, watches its numbers, shows them."""

    def __init__(
        self,
        tell: Callable[[Progress | Preview], None],
        stop: threading.Event,
        previewer: Previewer,
        fitting: Fitting,
        count: int,
    ) -> None:
        self._tell, self._stop, self._previewer = tell, stop, previewer
        self._fitting, self._count = fitting, count
        self._next = 0.0

    def __call__(self, pipeline: Any, step: int, when: Any, arguments: dict[str, Any]) -> dict[str, Any]:
        """After every step, so also before the decoding. Stopped, or GenerationError for NaN."""
        if self._stop.is_set():
            raise Stopped
        latents = arguments["latents"]
        if not bool(torch.isfinite(latents).all()):
            raise GenerationError(NAN.format(when=f"step {step + 1}"))
        done = (step + 1) / self._count
        self._tell(Progress(0.3 + 0.6 * min(1.0, done), f"Step {step + 1} of {max(self._count, step + 1)}"))
        before = time.monotonic()
        if before >= self._next:
            self._tell(Preview(self._previewer.png(latents, self._fitting)))
            self._next = before + max(PREVIEW_S, (time.monotonic() - before) / PREVIEW_SHARE)
        return arguments


def task_of(setup: Setup, request: FrameRequest) -> Task:
    """What is done. A family that cannot start from a picture under controls starts from words."""
    wish: Task = "image" if INIT in request.guides and request.strengths.get(INIT, 0.0) > 0 else "text"
    if MASK in request.guides:
        wish = "repaint"
    known = setup.family.pipelines if setup.held else setup.family.plain
    return wish if wish in known else "text"


def step_count(setup: Setup, request: FrameRequest) -> tuple[int, int]:
    """(steps to ask a pipeline for, steps that it will do): from a picture it leaves out the first."""
    if task_of(setup, request) == "text" or (setup.family.name == "zimage" and setup.held):
        return setup.steps, setup.steps
    strength = change(request)
    asked = max(setup.steps, math.ceil(1 / strength))
    done = int(asked * strength) if setup.family.clip else asked - int(asked - asked * strength)
    return asked, min(asked, done)


def change(request: FrameRequest) -> float:
    """How much of the first picture may change, 0…1: the ``strength`` of a pipeline."""
    return min(1.0, max(0.05, 1.0 - request.strengths.get(INIT, 0.0)))


def arguments(
    pipeline: Any, setup: Setup, request: FrameRequest, guides: Guides, fitting: Fitting
) -> tuple[dict[str, Any], list[str]]:
    """What the pipeline is called with, and what of the request is not used."""
    task, family = task_of(setup, request), setup.family
    guided = setup.guidance > 1.0 and family.guide != "embedded"
    read = clip_words if family.clip else plain_words
    told, unused = read(pipeline, request.prompt, request.negative, guided)
    asked, count = step_count(setup, request)
    told |= {
        "height": fitting.model_px[1],
        "width": fitting.model_px[0],
        "num_inference_steps": asked,
        "true_cfg_scale" if family.guide == "true" else "guidance_scale": setup.guidance,
        "generator": torch.Generator("cpu").manual_seed(request.seed),
        "output_type": "np",
    }
    if task != "text":
        told["image"] = _picture(fitting, guides[INIT])
        told["strength"] = change(request)
        if task == "repaint":
            told["mask_image"] = _picture(fitting, guides[MASK]).convert("L")
    elif INIT in request.guides:
        unused.append(f"the picture to start from: {family.label} follows controls from words alone")
    if setup.held:
        name = "image" if task == "text" and _is_old(setup) else "control_image"
        told |= _controls(setup, request, guides, fitting, name, count)
    if setup.adapter is not None:
        told |= _references(pipeline, setup, request, guides, fitting)
    if family.name == "zimage" and setup.held:
        told.pop("strength", None)
    return told, unused


def _is_old(setup: Setup) -> bool:
    """Text-to-image ControlNet pipelines of SD 1.5 and SDXL call the control picture ``image``."""
    return setup.family.net == "controlnet"


def _controls(
    setup: Setup, request: FrameRequest, guides: Guides, fitting: Fitting, name: str, count: int
) -> dict[str, Any]:
    """``count``: steps that will be done; a control holds for one of them at least."""
    pictures = [_picture(fitting, _guide(setup, guides, held.control), held.control) for held in setup.held]
    strengths = [held.strength for held in setup.held]
    spans = [controls.span(held.control, setup.family.name, request.spans) for held in setup.held]
    starts, ends = zip(*(_whole_steps(span, count) for span in spans), strict=True)
    if not setup.family.net:
        return {name: pictures[0]}
    if setup.family.net == "zimage":
        return {name: pictures[0], "controlnet_conditioning_scale": strengths[0]}
    if setup.family.net == "union":
        return {
            name: pictures,
            "control_mode": [setup.family.takes[held.control] for held in setup.held],
            "controlnet_conditioning_scale": strengths,
            "control_guidance_start": min(starts),
            "control_guidance_end": max(ends),
        }
    told: dict[str, list[Any]] = {name: pictures, "controlnet_conditioning_scale": strengths}
    told |= {"control_guidance_start": list(starts), "control_guidance_end": list(ends)}
    if setup.family.net == "flux":
        told["control_mode"] = [_mode(setup, held) for held in setup.held]
    return told if len(pictures) > 1 else {key: values[0] for key, values in told.items()}


def _whole_steps(span: tuple[float, float], count: int) -> tuple[float, float]:
    """``span`` with a whole step of ``count`` in it: a control is applied in steps that lie in it wholly."""
    start, end = span
    first = min(count - 1, math.ceil(start * count - 1e-9))
    return min(start, first / count), max(end, (first + 1) / count)


def _mode(setup: Setup, held: Held) -> int | None:
    return setup.family.takes[held.control] if held.net is not None and held.net.modes else None


def freed(setup: Setup, request: FrameRequest) -> Setup:
    """Without its controls where a family cannot make a region anew under them; without its IP-Adapter where
    it cannot follow pictures as well."""
    family = setup.family
    if MASK in request.guides and setup.held and "repaint" not in family.pipelines:
        why = f"{family.label} makes a region anew without controls"
        lost = tuple(f"{held.control}: {why}" for held in setup.held)
        setup = msgspec.structs.replace(setup, held=(), unused=(*setup.unused, *lost))
    if setup.adapter is not None and setup.held and task_of(setup, request) not in family.referred:
        why = f"reference pictures: {family.label} follows none where it starts from a picture under controls"
        setup = msgspec.structs.replace(setup, adapter=None, unused=(*setup.unused, why))
    return setup


STYLE_BLOCKS = ("up_blocks.0.attentions.1",)
"""Layers of SDXL that decide on style and not on what is shown (Wang and others 2024, "InstantStyle")."""


def _follow(pipeline: Any, setup: Setup, references: Sequence[Reference]) -> None:
    """Each layer follows people; where a family has layers for style, only those follow styles."""
    for name, processor in pipeline.unet.attn_processors.items():
        if not hasattr(processor, "to_k_ip"):
            continue
        styled = setup.family.base != "sdxl" or name.startswith(STYLE_BLOCKS)
        strengths = [one.strength if styled or one.kind == "person" else 0.0 for one in references]
        processor.scale = [strengths]


def _references(
    pipeline: Any, setup: Setup, request: FrameRequest, guides: Guides, fitting: Fitting
) -> dict[str, Any]:
    """Reference pictures, each in the region of whom it shows."""
    pictures = [Image.fromarray(np.asarray(guides[one.guide], np.uint8)) for one in request.references]
    masks = [_picture(fitting, _where(guides, one.object_id)).convert("L") for one in request.references]
    if setup.family.adapter == "flux":
        strengths = [one.strength for one in request.references]
        refer(pipeline, masks, strengths)
        black = Image.new("RGB", (64, 64))
        return {"ip_adapter_image": pictures, "negative_ip_adapter_image": [black] * len(pictures)}
    _follow(pipeline, setup, request.references)
    width, height = fitting.model_px
    told = IPAdapterMaskProcessor().preprocess(masks, height=height, width=width)
    return {
        "ip_adapter_image": [pictures],
        "cross_attention_kwargs": {"ip_adapter_masks": [told.reshape(1, len(masks), height, width)]},
    }


def _where(guides: Guides, object_id: int) -> NDArray[np.uint8]:
    if object_id == 0:
        return np.full((64, 64), 255, np.uint8)
    return np.where(np.asarray(guides[REGIONS]) == object_id, 255, 0).astype(np.uint8)


def _guide(setup: Setup, guides: Guides, control: Control) -> Any:
    if control == "normal" and setup.recipe.normal_red == "right":
        return controls.red_to_right(np.asarray(guides[control], np.uint8))
    return guides[control]


def _picture(fitting: Fitting, guide: Any, name: str = "") -> Image.Image:
    return Image.fromarray(fitting.laid_in(np.asarray(guide, np.uint8), name))


def painted(
    pipeline: Any, setup: Setup, request: FrameRequest, guides: Guides, fitting: Fitting, steps: Any
) -> tuple[NDArray[np.uint8], list[str]]:
    """One picture of the model's size, and what was not used. ``steps``: called after each. As `levels`."""
    told, unused = arguments(pipeline, setup, request, guides, fitting)
    with coupled(pipeline, regions(pipeline, setup, request, guides, fitting)):
        return levels(pipeline(**told, callback_on_step_end=steps).images[0]), unused


def levels(image: NDArray[np.float32]) -> NDArray[np.uint8]:
    """(h, w, 3) 0…1 to whole levels. GenerationError for NaN."""
    if not np.isfinite(image).all():
        raise GenerationError(NAN.format(when="the last step"))
    return np.asarray(np.clip(image * 255.0 + 0.5, 0, 255), np.uint8)


def proved(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """GenerationError for one colour all over."""
    if controls.is_blank(pixels):
        raise GenerationError(
            "The model gave one colour all over (its numbers overflowed); the frame was dropped. "
            "Try another seed."
        )
    return pixels


def finished(
    pixels: NDArray[np.uint8], request: FrameRequest, guides: Guides, fitting: Fitting
) -> NDArray[np.uint8]:
    """(h, w, 3) of the model's size to the frame. GenerationError for one colour all over."""
    return gone_on(fitting.cut_back(proved(pixels)), request, guides)
