from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from previz.errors import BadProject
from previz.render.light import KeyLight, direction, from_world, palette
from previz.scene.blocking import World
from previz.scene.model import Light

from .solids import camera

MakeWorld = Callable[..., World]


@pytest.mark.parametrize(
    ("azimuth", "elevation", "towards"),
    [(0, 0, (0, 0, 1)), (90, 0, (1, 0, 0)), (37, 90, (0, 1, 0)), (180, 45, (0, 0.7071068, -0.7071068))],
)
def test_azimuth_and_elevation(azimuth: float, elevation: float, towards: tuple[float, ...]) -> None:
    assert direction(azimuth, elevation) == pytest.approx(towards, abs=1e-6)


def test_the_storys_light_is_kept(world: MakeWorld) -> None:
    key = from_world(world(light=Light(time="dusk", azimuth_deg=90, elevation_deg=0)))
    assert key.direction == pytest.approx((1, 0, 0))
    assert key.low_sun
    assert not key.night


def test_without_a_plan_it_comes_over_the_cameras_left_shoulder(world: MakeWorld) -> None:
    for eye in ((0.0, 1.6, 4.0), (4.0, 1.6, 0.0), (-3.0, 1.6, -2.0)):
        state = camera(eye, (0.0, 1.6, 0.0))
        towards = np.array(from_world(world(camera=state)).direction)
        back = np.array(eye) - (0.0, 1.6, 0.0)
        right = np.cross((0, 1, 0), back)
        assert towards @ back > 0.4 * np.linalg.norm(back)
        assert towards @ right < -0.4 * np.linalg.norm(right)


def test_at_night_the_lamp_is_the_key_and_the_moon_without(world: MakeWorld) -> None:
    night = world(light=Light(time="night"))
    assert from_world(night, (1.0, 2.6, 0.0)) == KeyLight(position_m=(1.0, 2.6, 0.0), night=True, shade=True)
    assert not from_world(night, (1.0, 1.1, 0.0)).shade
    assert from_world(night).night
    assert from_world(night).direction is not None
    assert from_world(world(), (1.0, 2.6, 0.0)).position_m is None, "by day a lamp is only a lamp"


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"direction": (0.0, 1.0, 0.0), "position_m": (0.0, 1.0, 0.0)},
        {"direction": (0.0, 0.0, 0.0)},
        {"direction": (float("nan"), 1.0, 0.0)},
        {"position_m": (float("inf"), 1.0, 0.0)},
    ],
)
def test_lights_that_are_none(about: dict[str, tuple[float, float, float]]) -> None:
    with pytest.raises(BadProject):
        KeyLight(**about)  # type: ignore[arg-type]


def test_rooms_have_a_quiet_backing_and_night_is_darker() -> None:
    day, moon = KeyLight(direction=(0, 1, 0)), KeyLight(direction=(0, 1, 0), night=True)
    assert palette(day, False).zenith != palette(day, True).zenith
    assert max(palette(moon, False).sky) < min(palette(day, False).sky)
    assert palette(day, True).key == palette(day, False).key
