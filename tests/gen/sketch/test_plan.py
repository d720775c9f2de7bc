from __future__ import annotations

from itertools import pairwise
from math import log

import msgspec
import pytest

from previz.errors import NotSupported
from previz.gen.sketch import LIGHTINGS, SCHEMES, Plan, plan, variations
from previz.gen.sketch.plan import HATCH_DEG, USUAL_OVERSHOOT, USUAL_TONE, USUAL_WEIGHT, USUAL_WOBBLE

NUMBERS = {
    "weight": USUAL_WEIGHT,
    "wobble": USUAL_WOBBLE,
    "overshoot": USUAL_OVERSHOOT,
    "tone_shift": USUAL_TONE,
}
FAR_SEED = 2**62 + 12345


def test_a_seed_always_gives_the_same_plan() -> None:
    assert plan(41, "ink") == plan(41, "ink")
    assert plan(41, "ink") != plan(42, "ink")


def test_a_plan_travels_as_plain_values() -> None:
    drawn = plan(2**62, "pencil", "night")
    assert msgspec.convert(msgspec.to_builtins(drawn), Plan) == drawn


def test_the_first_seed_is_the_styles_own_hand() -> None:
    first = plan(1, "pencil")
    assert (first.lighting, first.scheme) == (LIGHTINGS[0], SCHEMES[0])
    assert first.hatch_deg == HATCH_DEG[0]
    assert (first.weight, first.wobble) == pytest.approx((1, 1), abs=0.01)


@pytest.mark.parametrize("seed", [0, 5, 1234, FAR_SEED])
def test_variations_repeat_nothing_before_all_was_used(seed: int) -> None:
    plans = variations(seed, 12, "ink")
    assert all(p == plan(p.seed, "ink") for p in plans)
    for first in range(5):
        assert len({p.lighting.name for p in plans[first : first + 7]}) == len(LIGHTINGS)
        assert len({p.scheme.name for p in plans[first : first + 4]}) == len(SCHEMES)
        hatchings = [
            min(HATCH_DEG, key=lambda a, p=p: abs(a - p.hatch_deg)) for p in plans[first : first + 5]
        ]
        assert sorted(hatchings) == sorted(HATCH_DEG)


@pytest.mark.parametrize("count", [2, 3, 4, 6, 9])
@pytest.mark.parametrize("seed", [1, 77, FAR_SEED])
@pytest.mark.parametrize("name", NUMBERS)
def test_the_numbers_of_variations_are_spread_over_their_range(seed: int, count: int, name: str) -> None:
    low, high = NUMBERS[name]
    chosen = sorted(getattr(p, name) for p in variations(seed, count))
    assert low <= chosen[0]
    assert chosen[-1] <= high
    if low > 0:  # factors are spread in equal ratios
        low, high, chosen = log(low), log(high), [log(value) for value in chosen]
    shares = [(value - low) / (high - low) for value in chosen]
    gaps = [b - a for a, b in pairwise(shares)]
    assert min(gaps) > 0.3 / count  # plain chance leaves two of nine as near as 1/80
    if count >= 4:
        assert max([*gaps, shares[0], 1 - shares[-1]]) < 2.4 / count


def test_no_two_of_the_first_hundred_plans_share_all_options() -> None:
    made = {
        (p.lighting.name, p.scheme.name, min(HATCH_DEG, key=lambda a, p=p: abs(a - p.hatch_deg)))
        for p in variations(1, 100)
    }
    assert len(made) == 100


def test_the_sun_is_low_at_dusk() -> None:
    assert all(plan(seed, "ink", "dusk").lighting.elevation_deg <= 16 for seed in range(20))


def test_an_unknown_style_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotSupported, match="pencil, ink, marker"):
        plan(1, "oil")
