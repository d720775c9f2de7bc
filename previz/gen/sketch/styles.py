"""The two hands: what pencil and ink do differently. Lengths are px of a 1920 × 804 picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from previz.gen.sketch.plan import StyleName

Colour = tuple[float, float, float]


class HatchLayer(NamedTuple):
    """Parallel strokes wherever the picture is darker than ``threshold``."""

    threshold: float
    turn_deg: float
    spacing_px: float
    longest_px: float


@dataclass(frozen=True)
class Style:
    name: StyleName
    paper: Colour
    ink: Colour
    hatch_ink: Colour
    width_px: float
    thinnest_px: float
    passes: int
    """2 = every construction line is found twice."""
    alpha: float
    wobble_px: float
    jitter: float
    overshoot: float
    taper: float
    grain: float
    """How much the tooth of the paper eats a line."""
    hatch_grain: float
    roughness: float
    side: float
    """Extra weight on the side away from the light; the lit side gets thinner."""
    lost: float
    """Share of the lit edge that fades away."""
    haze: float
    depth_power: float
    shortest_px: float
    hatch: tuple[HatchLayer, ...]
    hatch_px: float
    hatch_alpha: float
    planes: tuple[float, float]
    """Key light below the first is shadow, above the second lit."""
    values: tuple[float, float, float]
    """Multipliers of the local value in shadow, half light and light."""
    black: float
    """Values below are filled solid; 0 = never."""
    smudge: float
    """Rubbed tone under the hatching."""
    paper_grain: float
    granulation: float
    vignette: float
    local_share: float
    """How much of a lit area's own darkness is hatched."""


PENCIL = Style(
    name="pencil",
    paper=(0.965, 0.953, 0.925),
    ink=(0.122, 0.118, 0.126),
    hatch_ink=(0.165, 0.161, 0.169),
    width_px=2.3,
    thinnest_px=0.9,
    passes=2,
    alpha=1.0,
    wobble_px=1.3,
    jitter=1.0,
    overshoot=0.9,
    taper=0.5,
    grain=0.8,
    hatch_grain=0.6,
    roughness=0.35,
    side=0.35,
    lost=0.35,
    haze=0.28,
    depth_power=0.6,
    shortest_px=9.0,
    hatch=(HatchLayer(0.26, 0, 5.6, 150), HatchLayer(0.46, 3, 5.0, 110), HatchLayer(0.64, 26, 5.2, 90)),
    hatch_px=0.75,
    hatch_alpha=0.60,
    planes=(0.16, 0.46),
    values=(0.60, 0.84, 1.0),
    black=0.0,
    smudge=0.30,
    paper_grain=1.2,
    granulation=0.5,
    vignette=0.05,
    local_share=0.75,
)
INK = Style(
    name="ink",
    paper=(0.984, 0.980, 0.965),
    ink=(0.051, 0.051, 0.063),
    hatch_ink=(0.051, 0.051, 0.063),
    width_px=2.6,
    thinnest_px=0.55,
    passes=1,
    alpha=1.0,
    wobble_px=0.9,
    jitter=1.0,
    overshoot=0.8,
    taper=0.85,
    grain=0.0,
    hatch_grain=0.0,
    roughness=0.5,
    side=0.75,
    lost=0.15,
    haze=0.0,
    depth_power=0.85,
    shortest_px=9.0,
    hatch=(HatchLayer(0.30, 0, 6.4, 170), HatchLayer(0.48, 2, 5.6, 130), HatchLayer(0.62, 28, 6.0, 100)),
    hatch_px=0.60,
    hatch_alpha=1.0,
    planes=(0.16, 0.46),
    values=(0.50, 0.86, 1.0),
    black=0.30,
    smudge=0.0,
    paper_grain=0.35,
    granulation=0.0,
    vignette=0.0,
    local_share=0.45,
)
STYLE: dict[StyleName, Style] = {"pencil": PENCIL, "ink": INK}
