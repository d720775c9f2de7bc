from __future__ import annotations

import numpy as np
import pytest

from previz.errors import BadProject
from previz.render.kelvin import chromaticity, linear_colour

PUBLISHED = [
    # display colours of black bodies, M. Charity's table (vendian.org/mncharity/dir3/blackbody), CIE 1931
    (2000, (255, 137, 18)),
    (3000, (255, 180, 107)),
    (4000, (255, 209, 163)),
    (5000, (255, 228, 206)),
    (6500, (255, 249, 253)),
    (10000, (204, 219, 255)),
]


@pytest.mark.parametrize(("kelvin", "expected"), PUBLISHED)
def test_black_bodies_have_their_published_colours(kelvin: float, expected: tuple[int, ...]) -> None:
    linear = np.array(linear_colour(kelvin))
    linear /= linear.max()
    shown = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    assert np.abs(shown * 255 - expected).max() <= 6


def test_the_illuminant_a_is_where_the_cie_puts_it() -> None:
    """CIE 15: illuminant A, 2856 K, x 0.44757, y 0.40745."""
    assert chromaticity(2856) == pytest.approx((0.44757, 0.40745), abs=0.001)


@pytest.mark.parametrize("kelvin", [500, 1667, 4000, 4000.1, 25000, 1e6])
def test_every_temperature_is_a_light_of_the_same_brightness(kelvin: float) -> None:
    r, g, b = linear_colour(kelvin)
    assert min(r, g, b) >= 0
    assert 0.2126 * r + 0.7152 * g + 0.0722 * b == pytest.approx(1)


def test_beyond_its_range_the_colour_stays() -> None:
    assert linear_colour(900) == linear_colour(1667)
    assert linear_colour(40000) == linear_colour(25000)


@pytest.mark.parametrize("kelvin", [0, -3200, float("nan"), float("inf")])
def test_what_is_no_temperature(kelvin: float) -> None:
    with pytest.raises(BadProject, match="daylight is 5600"):
        linear_colour(kelvin)
