from __future__ import annotations

import pytest

from previz.render.moods import DAY, HOURS, SKIES, luminance, mixed, under
from previz.scene.lighting import DAYTIMES, WEATHERS


def test_every_hour_and_weather_has_its_light() -> None:
    assert tuple(HOURS) == DAYTIMES
    assert tuple(SKIES) == WEATHERS


def test_a_clear_sky_changes_nothing() -> None:
    for hour in HOURS.values():
        found = under(hour.colours, SKIES["clear"])
        for name in ("key", "sky", "ground", "zenith", "horizon", "nadir"):
            assert getattr(found, name) == pytest.approx(getattr(hour.colours, name))


@pytest.mark.parametrize("weather", [w for w in WEATHERS if w != "clear"])
def test_clouds_bring_key_and_fill_together_and_grey_the_sky(weather: str) -> None:
    for hour in HOURS.values():
        clear, covered = hour.colours, under(hour.colours, SKIES[weather])  # type: ignore[index]
        assert luminance(covered.key) / luminance(covered.sky) < 0.5 * luminance(clear.key) / luminance(
            clear.sky
        )
        assert (
            max(covered.zenith) - min(covered.zenith) <= 0.5 * (max(clear.zenith) - min(clear.zenith)) + 0.01
        )
        assert 0 <= min(covered.zenith + covered.horizon) <= max(covered.zenith + covered.horizon) <= 1


def test_the_day_warms_towards_its_ends_and_darkens_into_the_night() -> None:
    def warmth(name: str) -> float:
        return HOURS[name].colours.key[0] / HOURS[name].colours.key[2]  # type: ignore[index]

    assert warmth("golden hour") > warmth("dusk") > warmth("morning") > warmth("noon") > warmth("blue hour")
    light = [luminance(HOURS[name].colours.key) for name in ("day", "dusk", "blue hour", "night")]
    assert light == sorted(light, reverse=True)


def test_mixing() -> None:
    assert mixed(DAY.key, (0.0, 0.0, 0.0), 1.0) == (0.0, 0.0, 0.0)
    assert luminance((1.0, 1.0, 1.0)) == pytest.approx(1)
