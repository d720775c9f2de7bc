"""The nine hands: what each medium does differently. Lengths are px of a 1920 × 804 picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from previz.gen.sketch.plan import StyleName

Colour = tuple[float, float, float]
Medium = Literal["none", "rubbed", "marker", "wash", "charcoal", "flat", "print", "gouache"]
"""How tone gets onto the paper; see `paint`."""


class HatchLayer(NamedTuple):
    """Parallel strokes wherever the picture is darker than ``threshold``."""

    threshold: float
    turn_deg: float
    spacing_px: float
    longest_px: float


@dataclass(frozen=True, kw_only=True)
class Style:
    """Defaults are those of a pen on smooth paper."""

    name: StyleName
    medium: Medium
    paper: Colour
    ink: Colour
    hatch_ink: Colour | None = None
    """None = the ink."""
    tone_ink: Colour = (0.10, 0.10, 0.11)
    """What rubbed, washed or painted tone is made of."""
    width_px: float
    thinnest_px: float = 0.55
    passes: int = 1
    """2 = every construction line is found twice."""
    alpha: float = 1.0
    wobble_px: float = 0.9
    jitter: float = 1.0
    overshoot: float = 0.8
    taper: float = 0.85
    grain: float = 0.0
    """How much the tooth of the paper eats a line."""
    hatch_grain: float = 0.0
    roughness: float = 0.5
    side: float = 0.75
    """Extra weight on the side away from the light; the lit side gets thinner."""
    lost: float = 0.15
    """Share of the lit edge that fades away."""
    haze: float = 0.0
    """How much distance takes away from a line."""
    focus_loss: float = 0.55
    """How much of a line is lost when it is quite out of focus."""
    halo_px: float = 7.0
    """Lines and hatching stop this far short of somebody in front of them."""
    depth_power: float = 0.85
    shortest_px: float = 9.0
    set_lines: float = 1.0
    """Pressure of the lines of sets, where tone says enough."""
    hatch: tuple[HatchLayer, ...] = ()
    hatch_px: float = 0.60
    hatch_alpha: float = 1.0
    hatch_head_px: float = 95.0
    """Heads smaller than this are not hatched."""
    hatch_planes: bool = False
    """Hatch strokes stop where the light changes."""
    form: bool = False
    """Sparse strokes model lit cloth and break up large empty areas."""
    soft: bool = False
    """Skin turns from light to shadow gradually, not along an edge."""
    planes: tuple[float, float] = (0.16, 0.46)
    """Key light below the first is shadow, above the second lit."""
    values: tuple[float, float, float] = (0.60, 0.84, 1.0)
    """Multipliers of the local value in shadow, half light and light."""
    skin_shade: float = 0.66
    """Share of a shadow that skin takes."""
    skin_half: float = 0.0
    """Width, in key light, of the half tone between lit and shadowed skin; 0 = a face of two flat areas."""
    steps: tuple[float, ...] = ()
    """The only local values there are; none = any."""
    greys: tuple[float, ...] = ()
    """Six greys of the medium, paper first."""
    night_depth: float = 0.0
    """How much further than by day the darkest grey goes at night; the lights stay."""
    black: float = 0.0
    """Values below are filled solid; 0 = never."""
    black_skin: bool = False
    """Skin in shadow may be solid too."""
    smudge: float = 0.0
    """Rubbed tone under the hatching."""
    paper_grain: float = 0.35
    granulation: float = 0.0
    vignette: float = 0.0
    local_share: float = 0.45
    """How much of a lit area's own darkness is hatched."""
    lips: tuple[float, float] = (0.20, 0.09)
    """How dark lips are filled: a woman's, a man's."""
    brow: float = 0.42
    iris: float = 0.45
    omit: float = 1.0
    """How readily short, far and crowded lines are left out."""
    pool: float = 0.0
    """How far the set darkens away from the people."""
    night_paper: Colour | None = None


_STEPS = (0.20, 0.38, 0.58, 0.78, 0.93, 1.02)

PENCIL = Style(
    name="pencil",
    medium="rubbed",
    paper=(0.965, 0.953, 0.925),
    ink=(0.122, 0.118, 0.126),
    hatch_ink=(0.165, 0.161, 0.169),
    tone_ink=(0.10, 0.10, 0.11),
    width_px=2.3,
    thinnest_px=0.9,
    passes=2,
    wobble_px=1.3,
    overshoot=0.9,
    taper=0.5,
    grain=0.8,
    hatch_grain=0.6,
    roughness=0.35,
    side=0.35,
    lost=0.35,
    haze=0.28,
    depth_power=0.6,
    hatch=(HatchLayer(0.26, 0, 5.6, 150), HatchLayer(0.46, 3, 5.0, 110), HatchLayer(0.64, 26, 5.2, 90)),
    hatch_px=0.75,
    hatch_alpha=0.60,
    hatch_head_px=60,
    soft=True,
    smudge=0.30,
    paper_grain=1.2,
    granulation=0.5,
    vignette=0.05,
    local_share=0.75,
)
INK = Style(
    name="ink",
    medium="none",
    paper=(0.984, 0.980, 0.965),
    ink=(0.051, 0.051, 0.063),
    width_px=2.6,
    hatch=(
        HatchLayer(0.19, -6, 10.5, 210),
        HatchLayer(0.33, 0, 6.4, 170),
        HatchLayer(0.48, 2, 5.6, 130),
        HatchLayer(0.62, 28, 6.0, 100),
    ),
    local_share=0.72,
    hatch_planes=True,
    form=True,
    values=(0.50, 0.86, 1.0),
    black=0.30,
    lips=(0.0, 0.0),
    brow=0.0,
)
MARKER = Style(
    name="marker",
    medium="marker",
    paper=(0.988, 0.988, 0.984),
    ink=(0.075, 0.080, 0.098),
    tone_ink=(0.110, 0.125, 0.150),
    width_px=2.5,
    thinnest_px=0.8,
    wobble_px=1.1,
    overshoot=1.1,
    taper=0.55,
    roughness=0.2,
    side=0.5,
    set_lines=0.9,
    values=(0.56, 0.82, 1.0),
    steps=_STEPS,
    greys=(1.0, 0.87, 0.73, 0.57, 0.41, 0.25),
    night_depth=0.30,
    skin_half=0.10,
    paper_grain=0.2,
)
WASH = Style(
    name="wash",
    medium="wash",
    paper=(0.970, 0.955, 0.920),
    ink=(0.150, 0.115, 0.095),
    tone_ink=(0.160, 0.130, 0.115),
    width_px=1.7,
    wobble_px=1.2,
    overshoot=0.5,
    taper=0.8,
    grain=0.25,
    roughness=0.6,
    side=0.6,
    lost=0.5,
    haze=0.35,
    set_lines=0.8,
    soft=True,
    values=(0.52, 0.80, 1.0),
    steps=_STEPS,
    greys=(1.0, 0.89, 0.75, 0.59, 0.43, 0.27),
    night_depth=0.30,
    paper_grain=1.3,
    granulation=0.62,
    vignette=0.055,
)
CHARCOAL = Style(
    name="charcoal",
    medium="charcoal",
    paper=(0.845, 0.805, 0.735),
    ink=(0.085, 0.078, 0.075),
    hatch_ink=(0.105, 0.098, 0.095),
    tone_ink=(0.10, 0.092, 0.088),
    width_px=4.2,
    thinnest_px=1.6,
    wobble_px=1.8,
    overshoot=0.5,
    taper=0.6,
    grain=1.0,
    hatch_grain=1.0,
    roughness=0.9,
    alpha=0.86,
    side=0.85,
    lost=0.8,
    haze=0.5,
    focus_loss=0.8,
    halo_px=9,
    shortest_px=16,
    set_lines=0.72,
    hatch=(HatchLayer(0.40, 0, 9.5, 190), HatchLayer(0.60, 8, 8.5, 140)),
    hatch_px=2.4,
    hatch_alpha=0.42,
    hatch_head_px=120,
    soft=True,
    values=(0.46, 0.78, 1.0),
    smudge=0.75,
    paper_grain=2.2,
    granulation=1.3,
    vignette=0.07,
    local_share=0.8,
    lips=(0.30, 0.15),
)
NOIR = Style(
    name="noir",
    medium="none",
    paper=(0.972, 0.968, 0.955),
    ink=(0.028, 0.028, 0.035),
    width_px=2.4,
    wobble_px=0.8,
    overshoot=0.3,
    roughness=0.8,
    side=1.0,
    lost=0.45,
    hatch=(HatchLayer(0.34, 0, 7.0, 210),),
    hatch_px=1.25,
    hatch_planes=True,
    planes=(0.12, 0.34),
    values=(0.24, 0.50, 1.0),
    skin_shade=0.95,
    black=0.50,
    pool=0.62,
    black_skin=True,
    local_share=0.8,
    lips=(0.0, 0.0),
    brow=0.0,
    paper_grain=0.15,
)
CLEAN = Style(
    name="clean",
    medium="flat",
    paper=(1.0, 1.0, 1.0),
    ink=(0.09, 0.09, 0.11),
    tone_ink=(0.24, 0.26, 0.32),
    width_px=2.1,
    thinnest_px=1.1,
    wobble_px=0.0,
    jitter=0.0,
    overshoot=0.0,
    taper=0.0,
    roughness=0.0,
    side=0.0,
    lost=0.0,
    depth_power=0.45,
    focus_loss=0.35,
    shortest_px=5.0,
    omit=0.3,
    values=(0.72, 1.0, 1.0),
    steps=_STEPS,
    greys=(1.0, 0.90, 0.79, 0.66, 0.53, 0.40),
    night_depth=0.60,
    paper_grain=0.0,
    lips=(0.14, 0.07),
)
BLUEPRINT = Style(
    name="blueprint",
    medium="print",
    paper=(0.075, 0.255, 0.500),
    ink=(0.930, 0.965, 1.0),
    hatch_ink=(0.700, 0.820, 0.960),
    tone_ink=(0.560, 0.720, 0.920),
    width_px=1.75,
    thinnest_px=0.7,
    wobble_px=0.12,
    jitter=0.2,
    overshoot=2.4,
    shortest_px=5.0,
    omit=0.3,
    taper=0.1,
    grain=0.35,
    hatch_grain=0.35,
    roughness=0.12,
    side=0.0,
    lost=0.0,
    haze=0.45,
    depth_power=0.35,
    focus_loss=0.5,
    hatch=(HatchLayer(0.42, 0, 7.0, 400), HatchLayer(0.66, 90, 7.0, 400)),
    hatch_px=0.42,
    hatch_alpha=0.55,
    values=(0.45, 0.84, 1.0),
    paper_grain=0.7,
    local_share=0.55,
    lips=(0.0, 0.0),
    brow=0.0,
    night_paper=(0.040, 0.150, 0.330),
)
COLOUR = Style(
    name="colour",
    medium="gouache",
    paper=(0.975, 0.968, 0.945),
    ink=(0.110, 0.095, 0.115),
    width_px=2.2,
    thinnest_px=0.7,
    wobble_px=1.0,
    overshoot=0.3,
    taper=0.7,
    grain=0.2,
    roughness=0.3,
    side=0.5,
    lost=0.3,
    haze=0.30,
    set_lines=0.85,
    skin_half=0.12,
    values=(0.60, 0.86, 1.0),
    paper_grain=0.8,
    granulation=0.35,
)
STYLE: dict[StyleName, Style] = {
    style.name: style for style in (PENCIL, INK, MARKER, WASH, CHARCOAL, NOIR, CLEAN, BLUEPRINT, COLOUR)
}
