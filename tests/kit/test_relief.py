"""Ground told in words: hills where they are said to be, one clear line for what cannot be read."""

from __future__ import annotations

import numpy as np
import pytest

from previz.errors import BadProject
from previz.kit import catalogue
from previz.kit.relief import hills_at, land, read_relief, waves_at
from tests.kit.sound import hits


def test_a_hill_is_as_high_as_told_and_ends_at_its_radius() -> None:
    hills = read_relief("-6,-3 h 2 r 4; 5,0 h -0.6 r 3")
    assert hills == ((-6.0, -3.0, 2.0, 4.0), (5.0, 0.0, -0.6, 3.0))
    x, z = np.array([-6.0, -2.0, 5.0, 0.0]), np.array([-3.0, -3.0, 0.0, 9.0])
    np.testing.assert_allclose(hills_at(hills, x, z), [2.0, 0.0, -0.6, 0.0], atol=1e-12)


def test_terrain_stands_where_its_spot_says() -> None:
    for relief in ("0,0 h 3 r 8", "", "0,0 h -2 r 5; 1,1 h 1 r 3"):
        params = {"relief": relief, "seed": 5.0, "detail": 96.0}
        (spot,) = catalogue.spots("terrain", params)
        down = hits(catalogue.mesh("terrain", params), (0.001, 60.0, 0.001), (0.0, -1.0, 0.0))
        assert 60.0 - down[0] == pytest.approx(spot.position_m[1], abs=0.03)


@pytest.mark.parametrize(
    "text", ["5,0", "a,b h 1 r 2", "1,2 h 3", "1,2 h 1 r 0", "1,2 h 900 r 3", "1.2.3,0 h 1 r 1"]
)
def test_what_cannot_be_read_is_said_in_one_line(text: str) -> None:
    with pytest.raises(BadProject, match=r"^terrain: relief has “[^\n]*$"):
        catalogue.mesh("terrain", {"relief": text})


def test_waves_repeat_for_a_seed_and_stay_near_one() -> None:
    x, z = np.meshgrid(np.linspace(-20, 20, 60), np.linspace(-20, 20, 60))
    first = waves_at(3, x, z)
    np.testing.assert_array_equal(first, waves_at(3, x, z))
    assert np.abs(first - waves_at(4, x, z)).max() > 0.5
    assert np.abs(first).max() < 1.5
    assert first.std() > 0.2


def test_land_is_a_closed_solid() -> None:
    x, z = np.meshgrid(np.linspace(0, 1, 4), np.linspace(0, 2, 5))
    block = land(np.stack([x, 0 * x, z], -1), below_m=0.5)
    assert block.volume == pytest.approx(1.0)
