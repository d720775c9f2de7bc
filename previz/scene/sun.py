"""Where the sun stands, and the time of day that this makes.

The formulas are those of NOAA's solar calculator (gml.noaa.gov/grad/solcalc), which follow J. Meeus,
Astronomical Algorithms, 2nd edition, chapters 22, 25 and 28: good to 0.01° between 1900 and 2100. Angles
above the horizon are geometric, without the half degree by which air lifts a sun that sets.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import msgspec

from previz.errors import BadProject
from previz.scene.lighting import Daytime, Light, Sun

_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
BLUE_DEG, SET_DEG, GOLDEN_DEG, LOW_DEG, HIGH_DEG = -8.0, -0.83, 10.0, 32.0, 58.0
"""Above the horizon: night below the first, then blue hour to −4°, dusk and dawn, golden hour, day, noon."""
_DUSK_DEG = -4.0
_GLOW_DEG: dict[Daytime, float] = {"blue hour": 24.0, "dusk": 8.0, "dawn": 8.0, "golden hour": 2.0}
"""Least height of the light: that of the bright sky which a sun just below the horizon leaves behind."""


def sun_position(sun: Sun) -> tuple[float, float]:
    """(azimuth, elevation) in degrees: azimuth clockwise from true north, elevation above the horizon.

    Raises BadProject for a date, clock or place that does not exist.
    """
    moment = _moment(sun)
    declination, equation_min = _ephemeris((moment - _J2000) / timedelta(days=36525))
    minutes = moment.hour * 60 + moment.minute + moment.second / 60 + equation_min + 4 * sun.longitude_deg
    hour_angle = math.radians(minutes / 4 - 180)
    latitude = math.radians(sun.latitude_deg)
    east = -math.cos(declination) * math.sin(hour_angle)
    up = math.sin(latitude) * math.sin(declination)
    up += math.cos(latitude) * math.cos(declination) * math.cos(hour_angle)
    north = math.cos(latitude) * math.sin(declination)
    north -= math.sin(latitude) * math.cos(declination) * math.cos(hour_angle)
    return math.degrees(math.atan2(east, north)) % 360, math.degrees(math.asin(max(-1.0, min(1.0, up))))


def _moment(sun: Sun) -> datetime:
    """In UTC."""
    try:
        local = datetime.fromisoformat(f"{sun.date}T{sun.clock}")
    except ValueError:
        raise BadProject(
            f"“{sun.date} {sun.clock}” is no moment for the sun; write 2026-06-21 and 17:30."
        ) from None
    if local.tzinfo is not None or not (abs(sun.latitude_deg) <= 90 and abs(sun.longitude_deg) <= 180):
        raise BadProject("The sun needs a latitude of −90 to 90° and a longitude of −180 to 180°.")
    if not (abs(sun.utc_offset_h) <= 14 and 1 < local.year < 9999):
        raise BadProject(f"A clock is at most 14 hours from UTC, not {sun.utc_offset_h:g}; set it again.")
    return local.replace(tzinfo=UTC) - timedelta(hours=sun.utc_offset_h)


def _ephemeris(t: float) -> tuple[float, float]:
    """Julian centuries since 2000 → declination in radians, equation of time in minutes."""
    longitude = math.radians(280.46646 + t * (36000.76983 + t * 0.0003032))
    anomaly = math.radians(357.52911 + t * (35999.05029 - t * 0.0001537))
    eccentricity = 0.016708634 - t * (0.000042037 + t * 0.0000001267)
    centre = math.sin(anomaly) * (1.914602 - t * (0.004817 + t * 0.000014))
    centre += math.sin(2 * anomaly) * (0.019993 - t * 0.000101) + math.sin(3 * anomaly) * 0.000289
    node = math.radians(125.04 - 1934.136 * t)
    apparent = longitude + math.radians(centre - 0.00569 - 0.00478 * math.sin(node))
    tilt = 23 + (26 + (21.448 - t * (46.815 + t * (0.00059 - t * 0.001813))) / 60) / 60
    obliquity = math.radians(tilt + 0.00256 * math.cos(node))
    y = math.tan(obliquity / 2) ** 2
    equation = y * math.sin(2 * longitude) - 2 * eccentricity * math.sin(anomaly)
    equation += 4 * eccentricity * y * math.sin(anomaly) * math.cos(2 * longitude)
    equation -= 0.5 * y * y * math.sin(4 * longitude) + 1.25 * eccentricity**2 * math.sin(2 * anomaly)
    return math.asin(math.sin(obliquity) * math.sin(apparent)), 4 * math.degrees(equation)


def daytime(elevation_deg: float, rising: bool) -> Daytime:
    """What a sun of that height makes of the day."""
    if elevation_deg < BLUE_DEG:
        return "night"
    if elevation_deg < _DUSK_DEG:
        return "blue hour"
    if elevation_deg < SET_DEG:
        return "dawn" if rising else "dusk"
    if elevation_deg < GOLDEN_DEG:
        return "golden hour"
    if elevation_deg < LOW_DEG and rising:
        return "morning"
    return "noon" if elevation_deg >= HIGH_DEG else "day"


def placed(light: Light, north_deg: float) -> Light:
    """The light with its sun turned into time, azimuth and elevation on the stage; without a sun, as it is.

    ``north_deg`` is the stage's azimuth of true north, in the azimuths of `Light`. What is set by hand
    stays. At night the direction is left free; at dusk, dawn and in the blue hour it is that of the bright
    sky.
    """
    if light.sun is None:
        return light
    azimuth, elevation = sun_position(light.sun)
    time = daytime(elevation, rising=azimuth < 180)
    found: dict[str, float | None] = {"azimuth_deg": None, "elevation_deg": None}
    if time != "night":
        # compass points run clockwise as seen from above, the azimuths of the stage the other way
        found = {
            "azimuth_deg": round((north_deg - azimuth) % 360, 3),
            "elevation_deg": round(max(elevation, _GLOW_DEG.get(time, elevation)), 3),
        }
    by_hand = {name: getattr(light, name) for name in found if getattr(light, name) is not None}
    return msgspec.structs.replace(light, **(found | by_hand | {"time": time, "sun": None}))
