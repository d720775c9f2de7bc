"""The light that a story asks for, as frozen values: time of day, weather, sun, and lights set by hand.

Nothing here computes: `sun` says where the sun stands, `previz.render.light` what it does to a picture.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Daytime = Literal["dawn", "morning", "day", "noon", "golden hour", "dusk", "blue hour", "night"]
Weather = Literal["clear", "overcast", "rain", "fog", "snow"]

DAYTIMES: tuple[Daytime, ...] = (
    "dawn",
    "morning",
    "day",
    "noon",
    "golden hour",
    "dusk",
    "blue hour",
    "night",
)
"""In the order of a day; "day" is the usual one, with the sun half way up."""
WEATHERS: tuple[Weather, ...] = ("clear", "overcast", "rain", "fog", "snow")


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of an entity, as `model.Value`."""


class Sun(_Part, frozen=True, kw_only=True):
    """A moment and a place on earth, from which sun and time of day follow."""

    date: str
    """YYYY-MM-DD, in the calendar of the place."""
    clock: str
    """HH:MM on the clock of the place."""
    latitude_deg: float
    """North of the equator is above 0."""
    longitude_deg: float
    """East of Greenwich is above 0."""
    utc_offset_h: float = 0.0
    """What that clock is ahead of UTC: New York in winter −5, Berlin in summer +2."""


class Beam(_Part, frozen=True, kw_only=True):
    """A light set by hand: where it comes from, how strong, of what colour."""

    azimuth_deg: float
    """0 = from +Z, 90 = from +X."""
    elevation_deg: float = 25.0
    strength: float = 0.5
    """1 = as strong as the key of a clear day."""
    kelvin: float | None = None
    """Colour temperature; None is white."""


class Light(_Part, frozen=True, kw_only=True):
    """The light that the story asks for. Without an azimuth the drawing plan may choose a set-up."""

    time: Daytime = "day"
    azimuth_deg: float | None = None
    """Where the key light comes from: 0 = from +Z, 90 = from +X."""
    elevation_deg: float | None = None
    lamp_id: str | None = None
    """The item whose lamp is the key light at night; None takes the strongest that is lit."""
    weather: Weather = "clear"
    sun: Sun | None = None
    """Gives time, azimuth and elevation, save those of the two that are set by hand."""
    strength: float = 1.0
    """Of the key, against what time and weather give it."""
    kelvin: float | None = None
    """Colour temperature of the key; None is that of time and weather, or of its lamp."""
    softness: float | None = None
    """0 hard shadows … 1 none; None is that of the weather."""
    visibility_m: float | None = None
    """Where fog has swallowed everything; None is that of the weather."""
    fill: Beam | None = None
    rim: Beam | None = None
