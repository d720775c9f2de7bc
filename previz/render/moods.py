"""What time of day and weather do to light: colours of key, sky and ground, softness, how far one sees.

The tables are chosen by eye, as a gaffer would light the scene, not measured: they must read at a glance and
keep faces legible. Linear colours of light; display colours of the background.
"""

from __future__ import annotations

from dataclasses import dataclass

from previz.scene.lighting import Daytime, Weather
from previz.scene.model import Rgb


@dataclass(frozen=True)
class Palette:
    """Light colours (linear) and background colours (sRGB)."""

    key: Rgb
    sky: Rgb
    ground: Rgb
    zenith: Rgb
    horizon: Rgb
    nadir: Rgb


@dataclass(frozen=True)
class Hour:
    """A time of day under a clear sky."""

    colours: Palette
    room: tuple[Rgb, Rgb, Rgb]
    """Background of interiors, where nothing is built: above, level, below."""
    elevation_deg: float
    """Height of the key that nobody set."""
    balance_k: float
    """What the camera takes for white: lamps warmer than this look warm, cooler ones cool."""
    lamps: tuple[float, float]
    """How much lit lamps count against the key, inside and outside."""
    softness: float = 0.0


@dataclass(frozen=True)
class Sky:
    """What a weather makes of the hour: factors for its light, and the cover that greys its sky."""

    key: float = 1.0
    sky: float = 1.0
    ground: float = 1.0
    cover: float = 0.0
    tone: float = 1.0
    softness: float = 0.0
    visibility_m: float | None = None


DAY = Palette(
    key=(1.28, 1.20, 1.06),
    sky=(0.57, 0.59, 0.62),
    ground=(0.42, 0.38, 0.34),
    zenith=(0.58, 0.70, 0.84),
    horizon=(0.89, 0.92, 0.94),
    nadir=(0.66, 0.66, 0.65),
)
LOW_SUN = Palette(
    key=(1.42, 0.98, 0.62),
    sky=(0.44, 0.44, 0.56),
    ground=(0.32, 0.27, 0.25),
    zenith=(0.46, 0.53, 0.70),
    horizon=(0.96, 0.79, 0.64),
    nadir=(0.52, 0.47, 0.45),
)
MOON = Palette(
    key=(0.34, 0.42, 0.60),
    sky=(0.13, 0.16, 0.25),
    ground=(0.08, 0.09, 0.12),
    zenith=(0.07, 0.09, 0.16),
    horizon=(0.17, 0.21, 0.31),
    nadir=(0.08, 0.09, 0.12),
)
LAMP = Palette(
    key=(1.62, 1.28, 0.84),
    sky=(0.14, 0.17, 0.26),
    ground=(0.10, 0.10, 0.13),
    zenith=(0.05, 0.07, 0.13),
    horizon=(0.13, 0.16, 0.25),
    nadir=(0.08, 0.09, 0.12),
)
_DAWN = Palette(
    key=(1.02, 0.84, 0.76),
    sky=(0.42, 0.46, 0.58),
    ground=(0.29, 0.28, 0.31),
    zenith=(0.47, 0.57, 0.74),
    horizon=(0.95, 0.82, 0.78),
    nadir=(0.52, 0.51, 0.54),
)
_MORNING = Palette(
    key=(1.38, 1.17, 0.90),
    sky=(0.53, 0.57, 0.64),
    ground=(0.40, 0.36, 0.33),
    zenith=(0.54, 0.69, 0.86),
    horizon=(0.94, 0.92, 0.87),
    nadir=(0.66, 0.65, 0.62),
)
_NOON = Palette(
    key=(1.46, 1.40, 1.29),
    sky=(0.54, 0.59, 0.66),
    ground=(0.47, 0.43, 0.38),
    zenith=(0.44, 0.64, 0.88),
    horizon=(0.85, 0.91, 0.96),
    nadir=(0.68, 0.67, 0.65),
)
_GOLDEN = Palette(
    key=(1.78, 1.04, 0.50),
    sky=(0.44, 0.45, 0.55),
    ground=(0.37, 0.29, 0.23),
    zenith=(0.50, 0.60, 0.76),
    horizon=(0.99, 0.83, 0.58),
    nadir=(0.57, 0.50, 0.43),
)
_DUSK = Palette(
    key=(1.16, 0.72, 0.54),
    sky=(0.35, 0.36, 0.51),
    ground=(0.24, 0.21, 0.24),
    zenith=(0.34, 0.40, 0.61),
    horizon=(0.93, 0.66, 0.54),
    nadir=(0.43, 0.38, 0.39),
)
_BLUE = Palette(
    key=(0.36, 0.48, 0.76),
    sky=(0.24, 0.30, 0.47),
    ground=(0.13, 0.15, 0.21),
    zenith=(0.15, 0.23, 0.44),
    horizon=(0.50, 0.49, 0.58),
    nadir=(0.19, 0.22, 0.31),
)
DAY_ROOM: tuple[Rgb, Rgb, Rgb] = ((0.80, 0.81, 0.83), (0.84, 0.85, 0.86), (0.70, 0.70, 0.71))
BLUE_ROOM: tuple[Rgb, Rgb, Rgb] = ((0.20, 0.24, 0.34), (0.26, 0.30, 0.40), (0.16, 0.18, 0.24))
NIGHT_ROOM: tuple[Rgb, Rgb, Rgb] = ((0.07, 0.08, 0.11), (0.09, 0.10, 0.13), (0.06, 0.06, 0.08))

HOURS: dict[Daytime, Hour] = {
    "dawn": Hour(_DAWN, DAY_ROOM, 14.0, 5000.0, (0.7, 0.35), 0.35),
    "morning": Hour(_MORNING, DAY_ROOM, 26.0, 5600.0, (0.35, 0.0)),
    "day": Hour(DAY, DAY_ROOM, 42.0, 5600.0, (0.35, 0.0)),
    "noon": Hour(_NOON, DAY_ROOM, 66.0, 5600.0, (0.3, 0.0)),
    "golden hour": Hour(_GOLDEN, DAY_ROOM, 9.0, 5600.0, (0.45, 0.1)),
    "dusk": Hour(_DUSK, DAY_ROOM, 12.0, 4800.0, (0.8, 0.5), 0.3),
    "blue hour": Hour(_BLUE, BLUE_ROOM, 38.0, 4300.0, (1.0, 0.9), 0.6),
    "night": Hour(MOON, NIGHT_ROOM, 38.0, 3900.0, (1.0, 1.0)),
}
SKIES: dict[Weather, Sky] = {
    "clear": Sky(),
    "overcast": Sky(0.28, 1.72, 1.55, 0.9, 0.92, 1.0),
    "rain": Sky(0.20, 1.32, 1.2, 0.95, 0.72, 0.92, 350.0),
    "fog": Sky(0.18, 1.75, 1.6, 1.0, 1.0, 1.0, 42.0),
    "snow": Sky(0.34, 1.65, 2.2, 0.92, 1.03, 0.85, 140.0),
}
GREY: Rgb = (0.3, 0.59, 0.11)
"""Weights of the channels in the grey of a covered sky."""


def luminance(linear: Rgb) -> float:
    """Rec. 709 luminance of a linear colour."""
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mixed(first: Rgb, second: Rgb, share: float) -> Rgb:
    r, g, b = (a + (b - a) * share for a, b in zip(first, second, strict=True))
    return r, g, b


def scaled(colour: Rgb, factor: float) -> Rgb:
    r, g, b = (channel * factor for channel in colour)
    return r, g, b


def under(colours: Palette, sky: Sky) -> Palette:
    """The colours of an hour under that sky."""
    return Palette(
        key=_covered_light(colours.key, sky.cover, sky.key),
        sky=_covered_light(colours.sky, sky.cover * 0.8, sky.sky),
        ground=_covered_light(colours.ground, sky.cover * 0.5, sky.ground),
        zenith=_covered(colours.zenith, sky, 1.06),
        horizon=_covered(colours.horizon, sky, 0.97),
        nadir=_covered(colours.nadir, sky, 1.0),
    )


def _covered_light(colour: Rgb, cover: float, factor: float) -> Rgb:
    grey = luminance(colour)
    return scaled(mixed(colour, (0.98 * grey, grey, 1.04 * grey), cover), factor)


def _covered(shown: Rgb, sky: Sky, lift: float) -> Rgb:
    """Clouds are grey and, above, nearly as bright as the horizon."""
    grey = min(sum(w * c for w, c in zip(GREY, shown, strict=True)) * (1 + (lift - 1) * sky.cover), 1.0)
    r, g, b = (min(c * (1 + (sky.tone - 1)), 1.0) for c in mixed(shown, (grey, grey, grey), sky.cover))
    return r, g, b
