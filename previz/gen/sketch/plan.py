"""What the draughtsman decides before the first line: light, grouping of values, hatching, hand.

A plan is drawn from a seed alone, so it can be shown with a board, and two takes can be compared in words.
Its light is relative to the camera; the caller renders the guides under that light.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from previz.errors import NotSupported
from previz.gen.sketch.noise import Chance, hash01

StyleName = Literal["pencil", "ink"]
Time = Literal["day", "night", "dawn", "dusk"]

STYLES: tuple[StyleName, ...] = ("pencil", "ink")


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
_HATCH_DEG = (52.0, 44.0, 60.0, -48.0, -56.0, 36.0)
_WEIGHTS = (0.85, 1.0, 1.0, 1.22)


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
    """Overall lightening of the values, ±0.05."""

    def words(self) -> str:
        """One line for people: "three-quarter left light, dark background, hatching at 52°"."""
        return f"{self.lighting.name} light, {self.scheme.name}, hatching at {self.hatch_deg:.0f}°"


def plan(seed: int, style: str, time: Time = "day") -> Plan:
    """The plan that belongs to ``seed``. Raises NotSupported for a style that is not drawn here."""
    chance = Chance(seed, 11)
    light = LIGHTINGS[int(chance.uniform(0, len(LIGHTINGS)))]
    scheme = SCHEMES[int(chance.uniform(0, len(SCHEMES)))]
    return _finished(seed, style, time, light, scheme)


def variations(seed: int, count: int, style: str = "pencil", time: Time = "day") -> list[Plan]:
    """``count`` plans whose own seeds follow ``seed``; lights and schemes repeat only when all were used.

    Every plan is exactly ``plan(its seed, style, time)``, so a seed is all that must be kept.
    """
    chosen: list[Plan] = []
    candidate = seed
    while len(chosen) < count:
        option = plan(candidate, style, time)
        candidate += 1
        lap = chosen[len(chosen) - len(chosen) % len(LIGHTINGS) :]
        schemes = [p.scheme.name for p in chosen]
        rarest = min(schemes.count(s.name) for s in SCHEMES)
        fresh_light = option.lighting.name not in {p.lighting.name for p in lap}
        if fresh_light and schemes.count(option.scheme.name) == rarest:
            chosen.append(option)
    return chosen


def _finished(seed: int, style: str, time: Time, light: Lighting, scheme: Scheme) -> Plan:
    names: Sequence[str] = STYLES
    if style not in names:
        raise NotSupported(f"The sketch generator draws {' and '.join(STYLES)}, not {style!r}; choose one.")
    if time in ("dawn", "dusk"):
        low = min(light.elevation_deg, 16.0)
        light = msgspec.structs.replace(light, name=f"low {light.name}", elevation_deg=low)
    chance = Chance(seed, 17)
    return Plan(
        seed=seed,
        style="ink" if style == "ink" else "pencil",
        time=time,
        lighting=light,
        scheme=scheme,
        hatch_deg=_HATCH_DEG[int(chance.uniform(0, len(_HATCH_DEG)))] + chance.normal(2.5),
        weight=_WEIGHTS[int(chance.uniform(0, len(_WEIGHTS)))],
        wobble=chance.uniform(0.8, 1.3),
        overshoot=chance.uniform(0.6, 1.5),
        tone_shift=chance.normal(0.02),
    )


def paper_offset(seed: int) -> tuple[int, int]:
    """Where on the sheet of grain this picture lies, 0…1023 each."""
    x, y = hash01([0, 1], seed * 31 + 909)
    return int(x * 1024), int(y * 1024)
