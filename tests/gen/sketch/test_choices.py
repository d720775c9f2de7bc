from __future__ import annotations

import msgspec
import numpy as np
import pytest

from previz.errors import NotSupported
from previz.gen.sketch import STYLES, Plan, plan
from previz.gen.sketch.choices import CHOICES, check_plan, choice, choose, listed, lock, read, sweep, vary

from .stage import Stage, drawn

NOT_CHOSEN = {"seed", "style", "time", "locked"}
FIELDS = {"light": "lighting", "hatch": "hatch_deg", "tone": "tone_shift"}


def test_every_field_of_a_plan_can_be_seen_and_chosen() -> None:
    fields = {field.name for field in msgspec.structs.fields(Plan)} - NOT_CHOSEN
    assert fields == {FIELDS.get(one.name, one.name) for one in CHOICES}


def test_choices_are_listed_with_value_and_plain_words() -> None:
    made = {one.choice.name: one for one in listed(choose(plan(3, "ink"), {"weight": 1.7, "hatch": -48}))}
    assert made["weight"].words == "×1.70, bold"
    assert made["hatch"].words == "−48°, falling to the right"
    assert choice("tone").words(-0.05) == "−0.05, darker"
    assert choice("hatch").short(-48) == "−48°"
    assert "hatching at −48°" in choose(plan(3, "ink"), {"hatch": -48}).words()
    assert made["light"].words == made["light"].value == read(plan(3, "ink"), "light")
    assert made["weight"].locked
    assert not made["light"].locked
    assert all(one.choice.label and one.choice.about and one.words for one in made.values())


def test_a_number_may_be_written_as_it_is_shown() -> None:
    drawn = choose(plan(3, "ink"), {"tone": "−0.05", "hatch": "−48"})
    assert (read(drawn, "tone"), read(drawn, "hatch")) == (-0.05, -48)


@pytest.mark.parametrize("one", CHOICES, ids=lambda c: c.name)
@pytest.mark.parametrize("time", ["day", "dusk"])
def test_what_is_chosen_is_what_is_read(one: object, time: str) -> None:
    name = one.name  # type: ignore[attr-defined]
    drawn = plan(9, "pencil", time)  # type: ignore[arg-type]
    for value in choice(name).steps(5):
        assert read(choose(drawn, {name: value}), name) == value


BY_DAY, AT_NIGHT = Stage((360, 150)), Stage((360, 150), night=True, lamp=(-1.5, 1.5, -4.5))


@pytest.mark.parametrize("style", STYLES)
def test_a_choice_changes_the_drawing_unless_the_style_says_that_it_does_not(style: str) -> None:
    """The light is not tried: it reaches a drawing through the guides."""
    base = plan(1, style)
    for one in listed(base):
        if one.choice.name == "light":
            continue
        ends = ("neutral", "dark background") if one.choice.options else (one.choice.low, one.choice.high)
        changed = any(
            not np.array_equal(*(drawn(stage, choose(base, {one.choice.name: end})) for end in ends))
            for stage in (BY_DAY, AT_NIGHT)
        )
        assert changed == one.used, f"{one.choice.name} in {style}: correct IDLE, or the style"


def test_only_what_was_chosen_changes() -> None:
    before = plan(5, "pencil")
    after = choose(before, {"weight": "0.7"})
    assert after.weight == 0.7
    assert after.locked == ("weight",)
    assert msgspec.structs.replace(after, weight=before.weight, locked=()) == before


def test_a_chosen_light_is_low_at_dusk() -> None:
    assert choose(plan(5, "ink", "dusk"), {"light": "high"}).lighting.elevation_deg <= 16


def test_varying_keeps_what_is_locked_and_changes_the_rest() -> None:
    before = choose(plan(5, "ink"), {"light": "back left", "weight": 2})
    after = vary(before, ("light", "weight"), 6)
    assert (read(after, "light"), after.weight, after.seed) == ("back left", 2, 6)
    assert after.locked == ("light", "weight")
    # no seed asks for lines of speed
    free = [one.name for one in CHOICES if one.name not in (*after.locked, "speed")]
    assert all(read(after, name) != read(before, name) for name in free)
    assert vary(before, (), 6) == plan(6, "ink")


def test_locking_is_a_list_that_can_be_taken_back() -> None:
    drawn = lock(plan(5, "ink"), ["tone", "light"])
    assert drawn.locked == ("light", "tone")
    assert lock(drawn, ()) == plan(5, "ink")


def test_a_sweep_changes_one_thing() -> None:
    drawn = plan(4, "pencil")
    assert [read(p, "light") for p in sweep(drawn, "light")] == list(choice("light").options)
    weights = sweep(drawn, "weight", 5)
    assert [p.weight for p in weights] == sorted({p.weight for p in weights})
    assert (weights[0].weight, weights[-1].weight) == (0.4, 2.5)
    assert len({msgspec.structs.replace(p, weight=1.0) for p in weights}) == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"colour": 1}, "no choice 'colour'; choose one of light, scheme"),
        ({"light": "below"}, "Light cannot be 'below'; choose one of three-quarter left"),
        ({"weight": 9}, "Line weight cannot be 9; choose 0.4 to 2.5"),
        ({"weight": "nan"}, "choose 0.4 to 2.5"),
        ({"weight": "thick"}, "Line weight cannot be thick"),
        ({"hatch": "inf"}, "choose -80 to 80°"),
    ],
)
def test_what_cannot_be_chosen_is_said_in_one_line(values: dict[str, object], message: str) -> None:
    with pytest.raises(NotSupported, match=message):
        choose(plan(1, "ink"), values)  # type: ignore[arg-type]


def test_a_plan_written_by_hand_is_checked() -> None:
    check_plan(plan(3, "ink"))
    with pytest.raises(NotSupported, match="Looseness"):
        check_plan(msgspec.structs.replace(plan(3, "ink"), wobble=80.0))
    with pytest.raises(NotSupported, match="no choice 'mood'"):
        check_plan(msgspec.structs.replace(plan(3, "ink"), locked=("mood",)))
