"""Words told to a part of the picture: whoever stands there is described there, and nowhere else.

Wherever the model turns to words (its cross-attention), the answer to all of the words is mixed with the
answer to those of a region, by the region's mask ("attention couple"). The layers are the pipeline's own;
each is wrapped for one call and given back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cv2
import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from previz.gen.controls import Fitting
from previz.gen.diffusion.setup import Setup
from previz.gen.diffusion.words import clean, portions
from previz.gen.guides import Guides
from previz.gen.request import REGIONS, FrameRequest

SHARE = 0.7
"""Of a region's own words inside it; the rest hears all of the words, so that it belongs to the picture."""
FEATHER_SHARE = 0.008
SMALLEST = 0.002
"""Share of a picture, or of one piece of it, below which a region is left out."""


class Told(msgspec.Struct, frozen=True):
    """What a region is told."""

    mask: Any
    """(1, 1, h, w), 0…1, of the model's size."""
    words: Any
    """(1, tokens, width)"""


def regions(
    pipeline: Any, setup: Setup, request: FrameRequest, guides: Guides, fitting: Fitting
) -> list[Told]:
    """Those of the request that are seen, with their words as the model reads them."""
    if not setup.family.regional or REGIONS not in guides:
        return []
    ids = np.asarray(guides[REGIONS])
    told = []
    for region in request.regions:
        mask = _mask(ids == region.object_id, fitting)
        if region.words and mask.mean() >= SMALLEST:
            there = torch.from_numpy(mask)[None, None].to(pipeline._execution_device)
            told.append(Told(there, _read(pipeline, region.words)))
    return told


@contextmanager
def coupled(pipeline: Any, told: list[Told]) -> Iterator[None]:
    """While it is open the model hears each region's words inside it."""
    if not told:
        yield
        return
    held = dict(pipeline.unet.attn_processors)
    wrapped = {
        name: _Coupled(one, told) if name.endswith("attn2.processor") else one for name, one in held.items()
    }
    pipeline.unet.set_attn_processor(wrapped)
    try:
        yield
    finally:
        pipeline.unet.set_attn_processor(held)


class _Coupled:
    """A processor of cross-attention around the one that was there."""

    def __init__(self, inner: Any, told: list[Told]) -> None:
        self._inner, self._told = inner, told

    def __call__(
        self,
        attn: Any,
        hidden_states: Any,
        encoder_hidden_states: Any = None,
        attention_mask: Any = None,
        temb: Any = None,
        ip_adapter_masks: Any = None,
    ) -> Any:
        """The names are those by which diffusers passes them on."""
        more = {} if ip_adapter_masks is None else {"ip_adapter_masks": ip_adapter_masks}
        answer = self._inner(attn, hidden_states, encoder_hidden_states, attention_mask, temb, **more)
        heard = slice(answer.shape[0] // 2, None) if answer.shape[0] > 1 else slice(None)
        asked, whole = hidden_states[heard], answer[heard]
        mixed = whole
        for one in self._told:
            words = one.words.to(asked.dtype).expand(asked.shape[0], -1, -1)
            if isinstance(encoder_hidden_states, tuple):  # pictures of an IP-Adapter are heard beside them
                _, pictures = encoder_hidden_states
                words = (words, [picture[heard] for picture in pictures])
            own = self._inner(attn, asked, words, None, temb, **more)
            mixed = mixed + SHARE * _at(one.mask, asked.shape[1]).to(asked.dtype) * (own - whole)
        return torch.cat([answer[: heard.start or 0], mixed])


def _at(mask: Any, tokens: int) -> Any:
    """(1, 1, h, w) to (1, tokens, 1) at the size in which a layer sees the picture."""
    height, width = mask.shape[-2:]
    scale = (height * width / tokens) ** 0.5
    small = functional.interpolate(mask, size=(round(height / scale), round(width / scale)), mode="area")
    return small.reshape(1, -1, 1)


def _mask(inside: NDArray[np.bool_], fitting: Fitting) -> NDArray[np.float32]:
    """(h, w) of the model's size, with a soft edge."""
    laid = fitting.laid_in(np.where(inside, 255, 0).astype(np.uint8))[..., 0]
    soft = cv2.GaussianBlur(laid, (0, 0), max(0.5, FEATHER_SHARE * laid.shape[1]))
    return np.asarray(soft, np.float32) / np.float32(255)


def _read(pipeline: Any, text: str) -> Any:
    said, _ = portions(pipeline.tokenizer, clean(text))
    rows = [
        pipeline.encode_prompt(
            prompt=part,
            device=pipeline._execution_device,
            num_images_per_prompt=1,
            do_classifier_free_guidance=False,
        )[0]
        for part in said
    ]
    return torch.cat(rows, dim=1)
