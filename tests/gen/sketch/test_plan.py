from __future__ import annotations

import msgspec
import pytest

from previz.errors import NotSupported
from previz.gen.sketch import LIGHTINGS, SCHEMES, Plan, plan, variations


def test_a_seed_always_gives_the_same_plan() -> None:
    assert plan(41, "ink") == plan(41, "ink")
    assert plan(41, "ink") != plan(42, "ink")


def test_a_plan_travels_as_plain_values() -> None:
    drawn = plan(2**62, "pencil", "night")
    assert msgspec.convert(msgspec.to_builtins(drawn), Plan) == drawn


def test_a_hundred_seeds_use_every_light_and_scheme() -> None:
    plans = [plan(seed, "pencil") for seed in range(100)]
    assert {p.lighting.name for p in plans} == {light.name for light in LIGHTINGS}
    assert {p.scheme.name for p in plans} == {scheme.name for scheme in SCHEMES}


@pytest.mark.parametrize("seed", [0, 5, 1234])
def test_variations_do_not_repeat_a_light_before_all_were_used(seed: int) -> None:
    plans = variations(seed, 9, "ink")
    assert len({p.lighting.name for p in plans[:7]}) == 7
    assert all(sum(p.scheme.name == s.name for p in plans[:8]) == 2 for s in SCHEMES)
    assert all(p == plan(p.seed, "ink") for p in plans)


def test_the_sun_is_low_at_dusk() -> None:
    assert all(plan(seed, "ink", "dusk").lighting.elevation_deg <= 16 for seed in range(20))


def test_an_unknown_style_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotSupported, match="pencil and ink"):
        plan(1, "oil")
