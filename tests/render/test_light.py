from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from previz.errors import BadProject
from previz.render.lamps import practicals
from previz.render.light import DARK, LOW, KeyLight, Rig, direction, extinction, from_world, palette, rig
from previz.render.moods import HOURS, luminance
from previz.scene.blocking import Placed, World
from previz.scene.lighting import DAYTIMES, Beam
from previz.scene.model import Light, Transform, Vec3

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


# ------------------------------------------------------------------------------------------------ the rig
def rig_of(world: World) -> Rig:
    return rig(world, practicals(world))


def lamp(id: str, place: Vec3, **params: float | str | bool) -> Placed:
    return Placed(
        id, id, "lamp", {"kind": "floor", "height": 1.5} | params, {}, Transform(position_m=place), 1
    )


@pytest.mark.parametrize("time", DAYTIMES)
def test_every_hour_has_its_key(time: str, world: MakeWorld) -> None:
    key = from_world(world(light=Light(time=time)))  # type: ignore[arg-type]
    assert key.direction is not None
    assert key.direction[1] == pytest.approx(np.sin(np.radians(HOURS[time].elevation_deg)))  # type: ignore[index]
    assert (key.night, key.low_sun) == (time in DARK, time in LOW)


def test_the_named_lamp_is_the_key_and_another_when_it_is_out(world: MakeWorld) -> None:
    near, far = lamp("near", (0.5, 0, 0)), lamp("far", (3, 0, 0))
    light = Light(time="night", lamp_id="far")
    found = rig_of(world(near, far, light=light)).key_lamp
    assert found is not None
    assert found.item_id == "far"
    found = rig_of(world(near, lamp("far", (3, 0, 0), lit=False), light=light)).key_lamp
    assert found is not None
    assert found.item_id == "near"
    assert rig_of(world(lamp("near", (0.5, 0, 0), lit=False), light=light)).key_lamp is None


def test_the_key_is_the_sun_by_day_and_what_is_set_by_hand_at_night(world: MakeWorld) -> None:
    assert rig_of(world(lamp("near", (0.5, 0, 0)))).key_lamp is None
    assert (
        rig_of(world(lamp("near", (0.5, 0, 0)), light=Light(time="night", azimuth_deg=9.0))).key_lamp is None
    )
    assert rig_of(world(lamp("away", (40, 0, 0)), light=Light(time="night"))).key_lamp is None


def test_in_the_blue_hour_lamps_lead_indoors_and_the_sky_outside(world: MakeWorld) -> None:
    here, blue = lamp("near", (0.5, 0, 0)), Light(time="blue hour")
    assert rig_of(world(here, light=blue)).key_lamp is not None
    outside = rig_of(world(here, light=blue, interior=False))
    assert outside.key_lamp is None
    assert [lit.lamp.item_id for lit in outside.lamps] == ["near"]


def test_the_sun_drowns_lamps_outside(world: MakeWorld) -> None:
    assert rig_of(world(lamp("near", (0.5, 0, 0)), interior=False)).lamps == ()
    inside = rig_of(world(lamp("near", (0.5, 0, 0)))).lamps
    night = rig_of(world(lamp("near", (0.5, 0, 0)), light=Light(time="night", azimuth_deg=9.0))).lamps
    assert luminance(inside[0].colour) < 0.5 * luminance(night[0].colour)


def test_strength_and_temperature_of_the_key(world: MakeWorld) -> None:
    plain, dim = rig_of(world()), rig_of(world(light=Light(strength=0.5, kelvin=3200.0)))
    assert luminance(dim.sun.key) == pytest.approx(0.5 * luminance(plain.sun.key), rel=0.01)
    assert dim.sun.key[0] / dim.sun.key[2] > 1.5 * plain.sun.key[0] / plain.sun.key[2]
    assert dim.sun.sky == plain.sun.sky, "the fill of the sky stays"


def test_a_temperature_that_is_none_is_one_clear_line(world: MakeWorld) -> None:
    with pytest.raises(BadProject, match="colour temperature"):
        rig_of(world(light=Light(fill=Beam(azimuth_deg=0.0, kelvin=-1.0))))


def test_visibility_is_that_of_the_weather_outside_and_by_hand_anywhere(world: MakeWorld) -> None:
    assert rig_of(world(light=Light(weather="fog"), interior=False)).visibility_m is not None
    assert rig_of(world(light=Light(weather="fog"))).visibility_m is None
    smoky = rig_of(world(light=Light(visibility_m=20.0)))
    assert np.exp(-extinction(smoky) * 20.0) == pytest.approx(0.02)
    assert extinction(None) == 0
