"""Guides as a diffusion model wants them: the size that its grid allows, and how firmly each one holds.

Numbers of the dial are starting values from the practice of others (docs/comfyui.md); nobody has measured
them on this program's own passes yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

Control = Literal["depth", "line", "normal", "openpose", "segmentation"]
CONTROLS: tuple[Control, ...] = get_args(Control)
Adherence = Literal["strict", "faithful", "flexible", "loose"]
ADHERENCES: tuple[Adherence, ...] = get_args(Adherence)

DIAL: dict[Adherence, dict[Control, float]] = {
    "strict": {"depth": 1.0, "line": 0.8},
    "faithful": {"depth": 0.8, "line": 0.55},
    "flexible": {"depth": 0.6, "line": 0.35},
    "loose": {"depth": 0.4},
}
"""Strength of each control. Two controls hold better than five; the others are there to be asked for."""
FAMILY_DIAL: dict[str, dict[Adherence, dict[Control, float]]] = {
    "sdxl-union": {
        "strict": {"depth": 0.85, "line": 0.65},
        "faithful": {"depth": 0.65, "line": 0.4},
        "flexible": {"depth": 0.5, "line": 0.2},
        "loose": {"depth": 0.35},
    },
    "zimage": {
        "strict": {"depth": 1.0},
        "faithful": {"depth": 0.8},
        "flexible": {"depth": 0.7},
        "loose": {"depth": 0.55},
    },
    "flux": {
        "strict": {"depth": 0.8, "line": 0.6},
        "faithful": {"depth": 0.7, "line": 0.4},
        "flexible": {"depth": 0.55, "line": 0.2},
        "loose": {"depth": 0.4},
    },
    "flux-depth": {adherence: {"depth": 1.0} for adherence in ADHERENCES},
    "flux-canny": {adherence: {"line": 1.0} for adherence in ADHERENCES},
    "qwen": {
        "strict": {"depth": 1.0},
        "faithful": {"depth": 0.9},
        "flexible": {"depth": 0.75},
        "loose": {"depth": 0.55},
    },
}
"""Families for which others recommend other numbers than `DIAL`: a union ControlNet, whose controls add up,
Z-Image, which takes one control and asks for 0.65 to 0.8, FLUX.1 with a union ControlNet (0.8 depth, 0.7
line by its authors), FLUX.1 Depth and Canny, which have no strength, and Qwen-Image (0.8 to 1.0)."""

END: dict[Control, float] = {"depth": 0.9, "line": 0.8, "normal": 0.6, "openpose": 0.9, "segmentation": 0.6}
"""Share of the steps after which a control lets go, so that the style may close the lines itself."""
FAMILY_END: dict[str, dict[Control, float]] = {
    "sdxl-union": {"depth": 0.8, "line": 0.7},
    "flux": {"depth": 0.8, "line": 0.8, "openpose": 0.65},
    "qwen": dict.fromkeys(CONTROLS, 1.0),
}


def dial(adherence: Adherence, family: str = "") -> dict[Control, float]:
    """Control → strength, as ``family`` takes it; a control that is not named is not sent."""
    return FAMILY_DIAL.get(family, DIAL)[adherence]


def end(control: Control, family: str = "") -> float:
    return FAMILY_END.get(family, END).get(control, END[control])


def span(
    control: Control, family: str = "", own: Mapping[str, tuple[float, float]] = MappingProxyType({})
) -> tuple[float, float]:
    """Shares of the steps between which it holds: ``own`` where it names the control, else the table."""
    return own.get(control, (0.0, end(control, family)))


def red_to_right(normals: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(h, w, 3): normals whose red faces left (ControlNet 1.1) to those whose red faces right (OpenGL)."""
    turned = np.array(normals, np.uint8)
    turned[..., 0] = 255 - turned[..., 0]
    return turned


@dataclass(frozen=True)
class Fitting:
    """A frame laid into a picture whose sides a model's grid allows."""

    frame_px: tuple[int, int]
    """(width, height) that is wanted in the end."""
    inner_px: tuple[int, int]
    """The frame as it lies in the model's picture, in its own shape."""
    model_px: tuple[int, int]
    """Sides of the model's picture, divisible by its grid."""

    @property
    def corner_px(self) -> tuple[int, int]:
        (width, height), (inner_width, inner_height) = self.model_px, self.inner_px
        return (width - inner_width) // 2, (height - inner_height) // 2

    def laid_in(self, guide: NDArray[np.uint8], name: str = "") -> NDArray[np.uint8]:
        """(h, w) or (h, w, 3) of any size to (h, w, 3) of the model's; the rim repeats its edge pixels.

        ``name`` of the guide: colours of a segmentation stand for kinds of things; two of them mixed would
        be a third.
        """
        rgb = np.repeat(guide[..., None], 3, axis=2) if guide.ndim == 2 else guide[..., :3]
        how = cv2.INTER_NEAREST_EXACT if name == "segmentation" else cv2.INTER_AREA
        small = cv2.resize(np.ascontiguousarray(rgb), self.inner_px, interpolation=how)
        x, y = self.corner_px
        right, low = self.model_px[0] - self.inner_px[0] - x, self.model_px[1] - self.inner_px[1] - y
        return np.asarray(cv2.copyMakeBorder(small, y, low, x, right, cv2.BORDER_REPLICATE), np.uint8)

    def cut_back(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """(h, w, 3) of the model's size to the frame. ValueError for another size."""
        if (picture.shape[1], picture.shape[0]) != self.model_px:
            raise ValueError(f"not {self.model_px}")
        (x, y), (width, height) = self.corner_px, self.inner_px
        inner = np.ascontiguousarray(picture[y : y + height, x : x + width])
        return np.asarray(cv2.resize(inner, self.frame_px, interpolation=cv2.INTER_CUBIC), np.uint8)


def fit(frame_px: tuple[int, int], budget_px: int, grid: int) -> Fitting:
    """The largest picture of about ``budget_px`` pixels that holds the frame in its own shape."""
    width, height = frame_px
    scale = min(1.0, float(np.sqrt(budget_px / (width * height))))
    inner = (max(grid, round(width * scale)), max(grid, round(height * scale)))
    model = tuple(-(-side // grid) * grid for side in inner)
    return Fitting(frame_px, inner, (model[0], model[1]))


def patched(
    frame: NDArray[np.uint8], before: NDArray[np.uint8], mask: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Outside the mask (h, w) every pixel of the first picture (h, w, 3) stays as it was."""
    share, kept = mask.astype(np.float32)[..., None] / 255.0, before.astype(np.float32)[..., :3]
    return np.asarray(kept + (frame - kept) * share + 0.5, np.uint8)


def is_blank(picture: NDArray[Any]) -> bool:
    """One colour all over: what a model gives whose numbers overflowed."""
    return float(picture.std()) < 1.0
