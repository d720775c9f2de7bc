"""People of a frame for a server: a mask and words for each, and their LoRAs, as far as it has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import cv2
import numpy as np
from numpy.typing import NDArray

from previz.gen.comfy.graph import Family
from previz.gen.guides import Guides
from previz.gen.request import REGIONS, FrameRequest

FEATHER_SHARE = 0.008
LABELS: Mapping[str, str] = {"sdxl": "SDXL", "sd15": "Stable Diffusion 1.5"}


def masks(request: FrameRequest, guides: Guides) -> dict[str, NDArray[np.uint8]]:
    """Name of an upload → (h, w), 255 where somebody is who has words of their own."""
    if REGIONS not in request.guides:
        return {}
    ids = np.asarray(guides[REGIONS])
    return {mask_name(one.object_id): _soft(ids == one.object_id) for one in request.regions if one.words}


def mask_name(object_id: int) -> str:
    return f"person {object_id}"


def told(request: FrameRequest, sent: Mapping[str, str]) -> list[tuple[str, str]]:
    """(words, mask on the server) of everybody whose mask was sent."""
    named = [(one.words, mask_name(one.object_id)) for one in request.regions]
    return [(words, sent[name]) for words, name in named if name in sent]


def loras(
    request: FrameRequest, family: Family, installed: Sequence[str]
) -> tuple[list[tuple[str, float]], tuple[str, ...]]:
    """(file on the server, weight), and what is not used with the reason."""
    found: list[tuple[str, float]] = []
    unused: list[str] = []
    for name, weight in sorted(request.loras.items()):
        made_for = request.lora_families.get(name, "")
        files = _called(name, installed)
        if made_for and made_for != family:
            unused.append(f"LoRA {name}: made for {LABELS.get(made_for, made_for)}, not {LABELS[family]}")
        elif not files:
            unused.append(f"LoRA {name}: the server has none of this name in models/loras")
        elif len(files) > 1:
            unused.append(f"LoRA {name}: the server has several: {', '.join(files)}; name one exactly")
        else:
            found.append((files[0], weight))
    return found, tuple(unused)


def _called(name: str, installed: Sequence[str]) -> list[str]:
    """Files that ``name`` may mean: the one of that very name, else of that stem, else all that hold it."""
    wanted = name.lower()
    paths = {one: PurePosixPath(one.lower().replace("\\", "/")) for one in installed}
    for found in (
        [one for one, path in paths.items() if wanted in (one.lower(), str(path), str(path.with_suffix("")))],
        [one for one, path in paths.items() if wanted in (path.name, path.stem)],
    ):
        if found:
            return found
    return sorted(one for one in installed if wanted in one.lower())


def _soft(inside: NDArray[np.bool_]) -> NDArray[np.uint8]:
    flat = np.where(inside, 255, 0).astype(np.uint8)
    return np.asarray(cv2.GaussianBlur(flat, (0, 0), max(0.5, FEATHER_SHARE * flat.shape[1])), np.uint8)
