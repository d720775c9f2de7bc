"""What the draughtsman decides before the first line: light, grouping of values, hatching, hand.

A plan is drawn from a seed alone, so it can be shown with a board, and two takes can be compared in words.
Its light is relative to the camera; the caller renders the guides under that light.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast, get_args

import msgspec

from previz.errors import NotSupported
from previz.gen.sketch.noise import hash01

StyleName = Literal["pencil", "ink", "marker", "wash", "charcoal", "noir", "clean", "blueprint", "colour"]
Time = Literal["day", "night", "dawn", "dusk"]

STYLES: tuple[StyleName, ...] = get_args(StyleName)


class Lighting(msgspec.Struct, frozen=True, kw_only=True):
    """A key light relative to the camera."""

    name: str
    azimuth_deg: float
    """0 = from the camera, positive = from the right of the picture, ±180 = from behind the subject."""
    elevation_deg: float


class Scheme(msgspec.Struct, frozen=True, kw_only=True):
    """How near, figures and background are set apart: offsets of value, negative is darker."""

    name: str
    foreground: float
    figures: float
    background: float


LIGHTINGS: tuple[Lighting, ...] = (
    Lighting(name="three-quarter left", azimuth_deg=-50, elevation_deg=42),
    Lighting(name="three-quarter right", azimuth_deg=50, elevation_deg=42),
    Lighting(name="side left", azimuth_deg=-80, elevation_deg=30),
    Lighting(name="side right", azimuth_deg=80, elevation_deg=30),
    Lighting(name="back left", azimuth_deg=-138, elevation_deg=36),
    Lighting(name="back right", azimuth_deg=138, elevation_deg=36),
    Lighting(name="high", azimuth_deg=24, elevation_deg=68),
)
SCHEMES: tuple[Scheme, ...] = (
    Scheme(name="neutral", foreground=0.0, figures=0.0, background=0.0),
    Scheme(name="dark foreground", foreground=-0.32, figures=0.0, background=0.04),
    Scheme(name="dark background", foreground=0.0, figures=0.10, background=-0.22),
    Scheme(name="light background", foreground=-0.12, figures=-0.06, background=0.12),
)
LOW = "low "
"""Before the name of a light whose sun stands at the horizon."""
HATCH_DEG = (52.0, -48.0, 40.0, 60.0, -56.0)
USUAL_WEIGHT = (0.82, 1.22)
USUAL_WOBBLE = (0.75, 1.333)
USUAL_OVERSHOOT = (0.6, 1.667)
USUAL_TONE = (-0.04, 0.04)
"""What seeds choose from; a person may go further (`choices`)."""
_HATCH_PLAY_DEG = 4.0


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Every seeded choice of one drawing."""

    seed: int
    style: StyleName
    time: Time
    lighting: Lighting
    scheme: Scheme
    hatch_deg: float
    """Angle of the main hatching above the horizontal."""
    weight: float
    """Line weight, 1 = the style's own."""
    wobble: float
    """Looseness of the hand, 1 = the style's own."""
    overshoot: float
    """How far construction lines run past their corners."""
    tone_shift: float
    """Overall lightening of the values."""
    speed: float = 0.0
    """Lines of speed, 0 none … 1 many; no seed asks for them."""
    locked: tuple[str, ...] = ()
    """Names of the choices that a person has made; see `choices`."""

    def words(self) -> str:
        """One line for people: "three-quarter left light, dark background, hatching at 52°"."""
        hatching = f"{self.hatch_deg:.0f}°".replace("-", "−")
        return f"{self.lighting.name} light, {self.scheme.name}, hatching at {hatching}"


def plan(seed: int, style: str, time: Time = "day") -> Plan:
    """The plan that belongs to ``seed``. Raises NotSupported for a style that is not drawn here.

    Neighbouring seeds are spread out: any seven in a row use every light, any four every scheme, any five
    every hatching, and their numbers lie far apart. Seed 1 is the style's own hand.
    """
    names: Sequence[str] = STYLES
    if style not in names:
        raise NotSupported(f"The sketch generator draws {', '.join(STYLES)}, not {style!r}; choose one.")
    light = LIGHTINGS[(seed - 1) * 3 % len(LIGHTINGS)]
    return Plan(
        seed=seed,
        style=cast(StyleName, style),
        time=time,
        lighting=low_sun(light) if time in ("dawn", "dusk") else light,
        scheme=SCHEMES[(seed - 1) % len(SCHEMES)],
        hatch_deg=HATCH_DEG[(seed - 1) * 2 % len(HATCH_DEG)] + _HATCH_PLAY_DEG * (_share(seed, 5**0.5) - 0.5),
        weight=_between(USUAL_WEIGHT, _share(seed, (5**0.5 - 1) / 2)),
        wobble=_between(USUAL_WOBBLE, _share(seed, 2**0.5)),
        overshoot=_between(USUAL_OVERSHOOT, _share(seed, 3**0.5)),
        tone_shift=USUAL_TONE[0] + (USUAL_TONE[1] - USUAL_TONE[0]) * _share(seed, (13**0.5 - 3) / 2),
    )


def low_sun(light: Lighting) -> Lighting:
    """The same direction at dawn or dusk."""
    low = min(light.elevation_deg, 16.0)
    return msgspec.structs.replace(light, name=f"{LOW}{light.name}", elevation_deg=low)


def variations(seed: int, count: int, style: str = "pencil", time: Time = "day") -> list[Plan]:
    """The plans of ``count`` seeds from ``seed`` on, which differ visibly: see `plan`."""
    return [plan(seed + index, style, time) for index in range(count)]


def _share(seed: int, irrational: float) -> float:
    """0…1, 0.5 for seed 1: multiples of an irrational number, which fill the interval most evenly."""
    step = round(irrational % 1 * 2**64)
    return ((seed - 1) * step + 2**63) % 2**64 / 2**64


def _between(limits: tuple[float, float], share: float) -> float:
    """``share`` 0…1 of the way, in equal ratios."""
    return float(limits[0] * (limits[1] / limits[0]) ** share)


def paper_offset(seed: int) -> tuple[int, int]:
    """Where on the sheet of grain this picture lies, 0…1023 each."""
    x, y = hash01([0, 1], seed * 31 + 909)
    return int(x * 1024), int(y * 1024)
