"""The sun against published positions, and the time of day and direction that follow from it."""

from __future__ import annotations

import msgspec
import pytest

from previz.errors import BadProject
from previz.scene.blocking import resolve
from previz.scene.document import Document
from previz.scene.lighting import DAYTIMES, Beam, Light, Sun
from previz.scene.model import Project, Scene, Shot, Stage
from previz.scene.sun import daytime, placed, sun_position

PUBLISHED = [
    # NREL/TP-560-34302 (Reda & Andreas 2003), table A5.1: zenith 50.11162°, azimuth 194.34024°
    ("Golden", Sun(date="2003-10-17", clock="12:30:30", latitude_deg=39.742476, longitude_deg=-105.1786,
                   utc_offset_h=-7), 194.34, 39.888),
    # examples that other published calculators test themselves with
    ("New Delhi", Sun(date="2001-06-21", clock="13:11", latitude_deg=28.61, longitude_deg=77.22),
     292.76, 7.29),
    ("Kyiv at night", Sun(date="2013-03-05", clock="02:00", latitude_deg=50.5, longitude_deg=30.5,
                          utc_offset_h=2), 36.742, -40.109),
    ("London", Sun(date="2015-12-14", clock="11:00", latitude_deg=51.473, longitude_deg=-0.0012),
     166.97, 14.32),
    # sunrises and sunsets: the disc's upper edge is at the horizon, its middle 0.83° below
    ("Albuquerque, sunrise", Sun(date="2015-12-10", clock="07:04", latitude_deg=35.04, longitude_deg=-106.62,
                                 utc_offset_h=-7), 118, -0.83),
    ("Albuquerque, sunset", Sun(date="2015-12-10", clock="16:55", latitude_deg=35.04, longitude_deg=-106.62,
                                utc_offset_h=-7), 242, -0.83),
    ("Wellington, sunrise", Sun(date="2020-02-11", clock="06:38:42", latitude_deg=-41.2924,
                                longitude_deg=174.7787, utc_offset_h=13), None, -0.83),
    ("Wellington, sunset", Sun(date="2020-02-11", clock="20:31:00", latitude_deg=-41.2924,
                               longitude_deg=174.7787, utc_offset_h=13), None, -0.83),
    ("Tokyo, sunrise", Sun(date="2024-01-01", clock="06:50", latitude_deg=35.6581, longitude_deg=139.7414,
                           utc_offset_h=9), None, -0.83),
    ("Tokyo, sunset", Sun(date="2024-01-01", clock="16:38", latitude_deg=35.6581, longitude_deg=139.7414,
                          utc_offset_h=9), None, -0.83),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sun", "azimuth", "elevation"), [r[1:] for r in PUBLISHED], ids=[r[0] for r in PUBLISHED]
)
def test_the_sun_stands_where_almanacs_say(sun: Sun, azimuth: float | None, elevation: float) -> None:
    found = sun_position(sun)
    assert found[1] == pytest.approx(elevation, abs=0.3)
    if azimuth is not None:
        assert found[0] == pytest.approx(azimuth, abs=0.5)


def test_noon_of_the_solstice_is_overhead_on_the_tropic() -> None:
    noon = Sun(date="2026-06-21", clock="12:02", latitude_deg=23.44, longitude_deg=0.0)
    assert sun_position(noon)[1] > 89.5


@pytest.mark.parametrize(
    "change",
    [
        {"date": "2026-02-30"},
        {"date": "soon"},
        {"clock": "25:00"},
        {"clock": "12:00+02:00"},
        {"latitude_deg": 91.0},
        {"longitude_deg": -181.0},
        {"utc_offset_h": 30.0},
        {"latitude_deg": float("nan")},
    ],
)
def test_moments_and_places_that_do_not_exist(change: dict[str, object]) -> None:
    sun = Sun(date="2026-06-21", clock="12:00", latitude_deg=50.0, longitude_deg=8.0)
    with pytest.raises(BadProject) as caught:
        sun_position(msgspec.structs.replace(sun, **change))
    assert "\n" not in str(caught.value)


def test_a_day_goes_through_its_times_in_order() -> None:
    names = []
    for minutes in range(0, 24 * 60, 5):
        clock = f"{minutes // 60:02d}:{minutes % 60:02d}"
        sun = Sun(date="2026-06-21", clock=clock, latitude_deg=40.0, longitude_deg=15.0, utc_offset_h=1)
        azimuth, elevation = sun_position(sun)
        name = daytime(elevation, azimuth < 180)
        names += [name] if names[-1:] != [name] else []
    assert names == [
        "night", "blue hour", "dawn", "golden hour", "morning", "day", "noon", "day", "golden hour", "dusk",
        "blue hour", "night",
    ]  # fmt: skip
    assert set(names) == set(DAYTIMES)


PARIS = Sun(date="2026-06-21", clock="18:00", latitude_deg=48.86, longitude_deg=2.35, utc_offset_h=2)


@pytest.mark.parametrize(("north_deg", "expected"), [(180.0, 270.0), (0.0, 90.0), (90.0, 180.0)])
def test_an_afternoon_sun_comes_from_the_west_of_the_stage(north_deg: float, expected: float) -> None:
    """North towards −Z puts west at −X, azimuth 270 of the stage; a turned stage turns the sun."""
    found = placed(Light(sun=PARIS), north_deg)
    assert found.time == "day"
    assert found.azimuth_deg == pytest.approx(expected, abs=15)
    assert found.sun is None


def test_what_is_set_by_hand_stays() -> None:
    found = placed(Light(sun=PARIS, azimuth_deg=10.0, kelvin=4000.0, fill=Beam(azimuth_deg=1.0)), 180.0)
    assert (found.azimuth_deg, found.kelvin, found.fill) == (10.0, 4000.0, Beam(azimuth_deg=1.0))
    assert found.elevation_deg == pytest.approx(sun_position(PARIS)[1], abs=0.001)


def test_at_night_the_direction_is_free_and_the_blue_hour_has_its_glow() -> None:
    night = msgspec.structs.replace(PARIS, clock="01:30")
    assert placed(Light(sun=night), 180.0) == Light(time="night")
    blue = placed(Light(sun=msgspec.structs.replace(PARIS, clock="22:45")), 180.0)
    assert (blue.time, blue.elevation_deg) == ("blue hour", 24.0)


def test_shots_see_the_sun_of_their_stage_and_may_have_their_own_light() -> None:
    document = Document([Project(id="project")])
    with document.edit("Stage") as edit:
        edit.put(Stage(id="yard", name="Yard", interior=False, north_deg=0.0))
        edit.put(Scene(id="scene", order="a", number="1", stage_id="yard", light=Light(sun=PARIS)))
        edit.put(Shot(id="one", scene_id="scene", order="a"))
        edit.put(Shot(id="two", scene_id="scene", order="b", light=Light(time="dusk", weather="rain")))
    first, second = resolve(document, "one").light, resolve(document, "two").light
    assert first.azimuth_deg == pytest.approx(90.0, abs=15)
    assert second == Light(time="dusk", weather="rain")
