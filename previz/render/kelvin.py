"""Colour temperature → colour, against the white of sRGB (D65)."""

from __future__ import annotations

import math

import numpy as np

from previz.errors import BadProject
from previz.scene.model import Rgb

LEAST_K, MOST_K = 1667.0, 25000.0
"""The range of the formula: a candle is just inside."""
CANDLE_K, TUNGSTEN_K, MOONLIGHT_K, DAYLIGHT_K = 1850.0, 2800.0, 4100.0, 5600.0

_RGB_FROM_XYZ = np.array(
    [
        (3.2404542, -1.5371385, -0.4985314),
        (-0.9692660, 1.8760108, 0.0415560),
        (0.0556434, -0.2040259, 1.0572252),
    ]
)
"""IEC 61966-2-1 primaries and D65; the matrix as given by B. Lindbloom."""


def chromaticity(kelvin: float) -> tuple[float, float]:
    """CIE 1931 (x, y) of a black body: cubic splines of Kim et al., US patent 7024034 (2002)."""
    t = 1000.0 / kelvin
    if kelvin <= 4000:
        x = ((-0.2661239 * t - 0.2343589) * t + 0.8776956) * t + 0.179910
    else:
        x = ((-3.0258469 * t + 2.1070379) * t + 0.2226347) * t + 0.240390
    if kelvin <= 2222:
        y = ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683
    elif kelvin <= 4000:
        y = ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867
    else:
        y = ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483
    return x, y


def linear_colour(kelvin: float) -> Rgb:
    """Linear sRGB with the brightness of white (luminance 1, Rec. 709 weights); out of gamut is cut off.

    Temperatures beyond the formula's range are clamped. Raises BadProject for what is no temperature.
    """
    if not (math.isfinite(kelvin) and kelvin > 0):
        raise BadProject(f"A colour temperature is a number above 0 K, not {kelvin}; daylight is 5600.")
    x, y = chromaticity(min(max(kelvin, LEAST_K), MOST_K))
    rgb = np.maximum(_RGB_FROM_XYZ @ np.array([x / y, 1.0, (1 - x - y) / y]), 0.0)
    r, g, b = (float(channel) for channel in rgb / float(rgb @ (0.2126, 0.7152, 0.0722)))
    return r, g, b
