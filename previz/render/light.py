"""The key light of a picture, and the rig round it: colours, softness, fog, fill, rim and practical lamps.

The key has a place of its own because a drawing plan may move it; everything else is the story's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from previz.errors import BadProject
from previz.render.kelvin import TUNGSTEN_K, linear_colour
from previz.render.lamps import MAX_LAMPS, SHADED_M, Practical, strongest
from previz.render.moods import (
    DAY,
    DAY_ROOM,
    HOURS,
    LAMP,
    LOW_SUN,
    MOON,
    NIGHT_ROOM,
    SKIES,
    Hour,
    Palette,
    Sky,
    luminance,
    mixed,
    scaled,
    under,
)
from previz.scene.blocking import World
from previz.scene.lighting import Beam, Daytime, Light
from previz.scene.model import Rgb, Vec3
from previz.scene.transform import rotation_matrix, to_vec3, unit

LAMP_REACH_M = 12.0
"""Of the lamp that is the key."""
DARK: frozenset[Daytime] = frozenset({"night", "blue hour"})
"""When lamps may be the key, and drawings are low in key."""
LOW: frozenset[Daytime] = frozenset({"dawn", "dusk", "golden hour"})

_SIDE_DEG = -42.0
"""Without an azimuth the key comes from the left, behind the shot's own camera."""
_CHEST_M = 1.2
_KEY_LEAST = 0.06
"""A lamp that lights nobody so much is no key."""
_EYE = 0.25
"""How far the eye discounts the colour of a lamp."""


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


def palette(key: KeyLight, interior: bool) -> Palette:
    """Colours for a light that no story asks for; indoors the background is a quiet backing."""
    if key.position_m is not None:
        colours = LAMP
    elif key.night:
        colours = MOON
    else:
        colours = LOW_SUN if key.low_sun else DAY
    return _backed(colours, NIGHT_ROOM if key.night else DAY_ROOM) if interior else colours


def _backed(colours: Palette, room: tuple[Rgb, Rgb, Rgb]) -> Palette:
    zenith, horizon, nadir = room
    return replace(colours, zenith=zenith, horizon=horizon, nadir=nadir)


def direction(azimuth_deg: float, elevation_deg: float) -> Vec3:
    """Unit vector towards a light: azimuth 0° = from +Z, 90° = from +X; elevation above the floor."""
    azimuth, elevation = math.radians(azimuth_deg), math.radians(elevation_deg)
    flat = math.cos(elevation)
    return (math.sin(azimuth) * flat, math.sin(elevation), math.cos(azimuth) * flat)


def from_world(world: World, lamp_m: Vec3 | None = None, shade: bool | None = None) -> KeyLight:
    """The key light that the story asks for: ``lamp_m`` in the dark if there is one, else sun or moon.

    ``shade`` says whether the lamp shines downwards only; None guesses it from its height.

    Without an azimuth the light comes over the left shoulder of the shot's camera, so that a picture
    without a lighting plan still models its forms.
    """
    light = world.light
    if lamp_m is not None and light.time in DARK:
        return KeyLight(
            position_m=lamp_m, night=True, shade=lamp_m[1] >= SHADED_M if shade is None else shade
        )
    azimuth = light.azimuth_deg
    if azimuth is None:
        back = (0.0, 0.0, 1.0)
        if world.camera is not None:
            back = to_vec3(unit(rotation_matrix(world.camera.rotation)[:, 2]))
        azimuth = math.degrees(math.atan2(back[0], back[2])) + _SIDE_DEG
    return distant(world, azimuth)


def distant(world: World, azimuth_deg: float, elevation_deg: float | None = None) -> KeyLight:
    """Sun, moon or bright sky from there; ``elevation_deg`` is for a story that sets none."""
    light = world.light
    if elevation_deg is None:
        elevation_deg = HOURS[light.time].elevation_deg
    elevation = elevation_deg if light.elevation_deg is None else light.elevation_deg
    return KeyLight(direction(azimuth_deg, elevation), night=light.time in DARK, low_sun=light.time in LOW)


# ------------------------------------------------------------------------------------------------ the rig
@dataclass(frozen=True)
class Shine:
    """A light without shadow: a fill or rim, which comes from far."""

    direction: Vec3
    colour: Rgb
    """Linear."""


@dataclass(frozen=True)
class Lit:
    """A lamp beside the key."""

    lamp: Practical
    colour: Rgb
    """Linear, on a face at one metre."""


@dataclass(frozen=True)
class Rig:
    """All that lights a picture but the place of its key: colours, softness, air, further lights."""

    sun: Palette
    """With a distant key."""
    lamp: Palette
    """With a lamp as the key."""
    strength: float = 1.0
    softness: float = 0.0
    visibility_m: float | None = None
    shines: tuple[Shine, ...] = ()
    lamps: tuple[Lit, ...] = ()
    key_lamp: Practical | None = None
    """The lamp that is the key in the dark."""

    def colours(self, key: KeyLight) -> Palette:
        return self.sun if key.position_m is None else self.lamp


def extinction(lights: Rig | None) -> float:
    """Of the air, per metre: at the visibility contrast has fallen to a fiftieth (Koschmieder 1924)."""
    if lights is None or not lights.visibility_m:
        return 0.0
    return math.log(50) / max(lights.visibility_m, 0.5)


def rig(world: World, lamps: Sequence[Practical]) -> Rig:
    """The rig of a world whose lit lamps are given. Raises BadProject for temperatures that are none."""
    light, hour = world.light, HOURS[world.light.time]
    sky = SKIES[light.weather]
    key_lamp = _key_lamp(world, lamps)
    beams = [beam for beam in (light.fill, light.rim) if beam is not None]
    return Rig(
        sun=_sunlit(world, hour, sky),
        lamp=_lamplit(world, hour, sky, key_lamp),
        strength=light.strength,
        softness=_softness(light, hour, sky),
        visibility_m=light.visibility_m or (None if world.interior else sky.visibility_m),
        shines=tuple(_shine(beam, hour) for beam in beams),
        lamps=tuple(_lit(lamp, hour, world.interior) for lamp in _others(world, lamps, key_lamp)),
        key_lamp=key_lamp,
    )


def _sunlit(world: World, hour: Hour, sky: Sky) -> Palette:
    light = world.light
    colours = under(hour.colours, sky)
    tint = colours.key
    if light.kelvin is not None:
        tint = scaled(_seen(light.kelvin, hour), luminance(tint))
    colours = replace(colours, key=scaled(tint, light.strength))
    return _backed(colours, hour.room) if world.interior else colours


def _lamplit(world: World, hour: Hour, sky: Sky, lamp: Practical | None) -> Palette:
    """Ambient light of the dark; the key in the colour of the lamp."""
    light = world.light
    colours = under(LAMP if light.time == "night" else hour.colours, sky)
    kelvin = light.kelvin or (lamp.kelvin if lamp else TUNGSTEN_K)
    tint = scaled(mixed(_seen(kelvin, hour), (1.0, 1.0, 1.0), _EYE), luminance(LAMP.key))
    colours = replace(colours, key=scaled(tint, light.strength))
    return _backed(colours, hour.room) if world.interior else colours


def _seen(kelvin: float, hour: Hour) -> Rgb:
    """Linear colour of luminance 1 that a camera balanced for the hour makes of a temperature."""
    white = linear_colour(hour.balance_k)
    r, g, b = (c / w for c, w in zip(linear_colour(kelvin), white, strict=True))
    return scaled((r, g, b), 1 / luminance((r, g, b)))


def _softness(light: Light, hour: Hour, sky: Sky) -> float:
    softness = max(hour.softness, sky.softness) if light.softness is None else light.softness
    return min(max(softness, 0.0), 1.0)


def _shine(beam: Beam, hour: Hour) -> Shine:
    tint = (1.0, 1.0, 1.0) if beam.kelvin is None else _seen(beam.kelvin, hour)
    strength = max(beam.strength, 0.0) * luminance(DAY.key)
    return Shine(direction(beam.azimuth_deg, beam.elevation_deg), scaled(tint, strength))


def _lit(lamp: Practical, hour: Hour, interior: bool) -> Lit:
    share = hour.lamps[0 if interior else 1] * lamp.power * luminance(DAY.key)
    return Lit(lamp, scaled(mixed(_seen(lamp.kelvin, hour), (1.0, 1.0, 1.0), _EYE), share))


def _key_lamp(world: World, lamps: Sequence[Practical]) -> Practical | None:
    """In the dark: the lamp that the story names if it is lit, else the one that lights people most."""
    light = world.light
    if light.time not in DARK:
        return None
    named = next((lamp for lamp in lamps if lamp.item_id == light.lamp_id), None)
    if named is not None:
        return named
    if light.azimuth_deg is not None or (light.time != "night" and not world.interior):
        return None
    points = lit_points(world)
    best = strongest(lamps, points)[:1]
    return best[0] if best and max(best[0].light_at(point) for point in points) >= _KEY_LEAST else None


def _others(world: World, lamps: Sequence[Practical], key: Practical | None) -> list[Practical]:
    """The strongest few beside the key that count at this hour."""
    if HOURS[world.light.time].lamps[0 if world.interior else 1] <= 0:
        return []
    return strongest([lamp for lamp in lamps if lamp is not key], lit_points(world))[:MAX_LAMPS]


def lit_points(world: World) -> list[Vec3]:
    """Where light matters: the chests of people, or what is in focus, or the middle of the set."""
    if world.actors:
        return [(x, y + _CHEST_M, z) for x, y, z in (actor.position_m for actor in world.actors)]
    if world.camera is not None:
        ahead = -rotation_matrix(world.camera.rotation)[:, 2] * min(world.camera.focus_distance_m, 20.0)
        return [to_vec3(np.asarray(world.camera.position_m) + ahead)]
    return [(0.0, _CHEST_M, 0.0)]
