"""The one key light of a picture and the colours that go with it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from previz.errors import BadProject
from previz.scene.blocking import World
from previz.scene.model import Rgb, Vec3
from previz.scene.transform import rotation_matrix, to_vec3, unit

LAMP_REACH_M = 12.0
HANGING_LAMP_M = 2.0
"""A lamp at least this high shines downwards from under a shade; a lower one shines all round."""

_ELEVATION_DEG = {"day": 42.0, "night": 38.0, "dawn": 14.0, "dusk": 12.0}
_SIDE_DEG = -42.0
"""Without an azimuth the key comes from the left, behind the shot's own camera."""


@dataclass(frozen=True)
class KeyLight:
    """Either a distant light (``direction`` points towards it) or a lamp at ``position_m``.

    ``low_sun`` warms a distant light. ``shade`` makes a lamp shine downwards only.
    Raises BadProject when neither or both are given, or a direction has no length.
    """

    direction: Vec3 | None = None
    position_m: Vec3 | None = None
    night: bool = False
    low_sun: bool = False
    shade: bool = True

    def __post_init__(self) -> None:
        if (self.direction is None) == (self.position_m is None):
            raise BadProject("A key light needs a direction or a place, not both.")
        numbers = self.direction or self.position_m or ()
        if not all(math.isfinite(n) for n in numbers) or (self.direction and not any(self.direction)):
            raise BadProject(
                "The key light's direction is not a direction; give an azimuth and an elevation."
            )


@dataclass(frozen=True)
class Palette:
    """Light colours (linear) and background colours (sRGB)."""

    key: Rgb
    sky: Rgb
    ground: Rgb
    zenith: Rgb
    horizon: Rgb
    nadir: Rgb


_DAY = Palette(
    key=(1.28, 1.20, 1.06),
    sky=(0.57, 0.59, 0.62),
    ground=(0.42, 0.38, 0.34),
    zenith=(0.58, 0.70, 0.84),
    horizon=(0.89, 0.92, 0.94),
    nadir=(0.66, 0.66, 0.65),
)
_LOW_SUN = Palette(
    key=(1.42, 0.98, 0.62),
    sky=(0.44, 0.44, 0.56),
    ground=(0.32, 0.27, 0.25),
    zenith=(0.46, 0.53, 0.70),
    horizon=(0.96, 0.79, 0.64),
    nadir=(0.52, 0.47, 0.45),
)
_MOON = Palette(
    key=(0.34, 0.42, 0.60),
    sky=(0.13, 0.16, 0.25),
    ground=(0.08, 0.09, 0.12),
    zenith=(0.07, 0.09, 0.16),
    horizon=(0.17, 0.21, 0.31),
    nadir=(0.08, 0.09, 0.12),
)
_LAMP = Palette(
    key=(1.62, 1.28, 0.84),
    sky=(0.14, 0.17, 0.26),
    ground=(0.10, 0.10, 0.13),
    zenith=(0.05, 0.07, 0.13),
    horizon=(0.13, 0.16, 0.25),
    nadir=(0.08, 0.09, 0.12),
)
_DAY_ROOM: tuple[Rgb, Rgb, Rgb] = ((0.80, 0.81, 0.83), (0.84, 0.85, 0.86), (0.70, 0.70, 0.71))
_NIGHT_ROOM: tuple[Rgb, Rgb, Rgb] = ((0.07, 0.08, 0.11), (0.09, 0.10, 0.13), (0.06, 0.06, 0.08))


def palette(key: KeyLight, interior: bool) -> Palette:
    """Colours for a light; indoors the background is a quiet backing instead of a sky."""
    if key.position_m is not None:
        colours = _LAMP
    elif key.night:
        colours = _MOON
    else:
        colours = _LOW_SUN if key.low_sun else _DAY
    if not interior:
        return colours
    zenith, horizon, nadir = _NIGHT_ROOM if key.night else _DAY_ROOM
    return Palette(colours.key, colours.sky, colours.ground, zenith, horizon, nadir)


def direction(azimuth_deg: float, elevation_deg: float) -> Vec3:
    """Unit vector towards a light: azimuth 0° = from +Z, 90° = from +X; elevation above the floor."""
    azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
    flat = math.cos(elevation)
    return (math.sin(azimuth) * flat, math.sin(elevation), math.cos(azimuth) * flat)


def from_world(world: World, lamp_m: Vec3 | None = None) -> KeyLight:
    """The light that the story asks for: a lamp at night if there is one, else sun or moon.

    Without an azimuth the light comes over the left shoulder of the shot's camera, so that a picture
    without a lighting plan still models its forms.
    """
    light = world.light
    night = light.time == "night"
    if night and lamp_m is not None:
        return KeyLight(position_m=lamp_m, night=True, shade=lamp_m[1] >= HANGING_LAMP_M)
    azimuth = light.azimuth_deg
    if azimuth is None:
        back = (0.0, 0.0, 1.0)
        if world.camera is not None:
            back = to_vec3(unit(rotation_matrix(world.camera.rotation)[:, 2]))
        azimuth = math.degrees(math.atan2(back[0], back[2])) + _SIDE_DEG
    elevation = light.elevation_deg if light.elevation_deg is not None else _ELEVATION_DEG[light.time]
    return KeyLight(direction(azimuth, elevation), night=night, low_sun=light.time in ("dawn", "dusk"))
