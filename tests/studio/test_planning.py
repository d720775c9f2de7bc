"""Choices on their way from a person into the request, and back out of a take."""

from __future__ import annotations

from pathlib import Path

import pytest

from previz.errors import BadProject, NotSupported
from previz.gen.request import from_json
from previz.gen.sketch import plan, plan_of
from previz.gen.sketch.choices import listed, read
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.planning import chosen, lock_choice, plan_of_take, plans
from previz.studio.steering import asked_for
from previz.studio.variations import along
from tests.films import FULL

SMALL = (96, 40)


def takes(studio: Studio) -> list[model.Take]:
    panel = studio.document.children(FULL, model.Panel)[0]
    return studio.document.children(panel.id, model.Take)


def make(studio: Studio, **about: object) -> None:
    making = Making(size_px=SMALL, **about)  # type: ignore[arg-type]
    outcome = studio.generate([studio.find("1")], making, lambda *_: None)
    assert not outcome.failed


def test_choices_are_made_kept_in_the_take_and_locked_for_the_next(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        make(studio, choices={"weight": "2", "light": "back left"})
        make(studio, locked=("weight", "scheme"), choices={"tone": 0.1})
    with Studio.open(small_film, read_only=True) as studio:
        first, second = (plan_of_take(studio.store, take) for take in takes(studio))
        stored = from_json(studio.store.blob(takes(studio)[1].request))
    assert first is not None
    assert second is not None
    assert (first.weight, read(first, "light"), first.locked) == (2.0, "back left", ("light", "weight"))
    assert (second.weight, second.scheme, second.tone_shift) == (2.0, first.scheme, 0.1)
    assert read(second, "light") != "back left"
    assert plan_of(stored) == second
    assert [one.choice.name for one in listed(second) if one.locked] == ["scheme", "weight", "tone"]


def test_a_light_chosen_by_hand_wins_over_the_scenes(small_film: Path) -> None:
    def lights(studio: Studio) -> list[str]:
        return [from_json(studio.store.blob(take.request)).guides["light"] for take in takes(studio)]

    with Studio.open(small_film) as studio:
        with studio.document.edit("Morning sun") as edit:
            edit.update("s1", light=model.Light(azimuth_deg=40, elevation_deg=30))
        make(studio, seed=1, takes=2)
        make(studio, seed=1, choices={"light": "back left"})
        story, again, by_hand = lights(studio)
    assert story == again
    assert by_hand != story


def test_one_plan_a_take_and_all_of_them_keep_what_is_fixed() -> None:
    made = plans(Making(takes=3, choices={"scheme": "neutral"}), 5, "ink", "day", None)
    assert [p.seed for p in made] == [5, 6, 7]
    assert {p.scheme.name for p in made} == {"neutral"}
    assert len({p.lighting.name for p in made}) == 3
    assert plans(Making(takes=2), 5, "ink", "day", None) == [plan(5, "ink"), plan(6, "ink")]


def test_what_cannot_be_is_said_before_anything_is_drawn(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        with pytest.raises(BadProject, match="generate one first"):
            make(studio, locked=("light",))
        with pytest.raises(NotSupported, match="Looseness cannot be 9"):
            make(studio, choices={"wobble": 9})
        with pytest.raises(NotSupported, match="no choice 'lens'"):
            make(studio, locked=("lens",))
        assert takes(studio) == []


def test_an_imported_take_has_no_plan() -> None:
    assert plan_of_take(None, None) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "message"), [("weight", "write NAME=VALUE"), ("mood=dark", "no choice 'mood'")]
)
def test_a_choice_that_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(NotSupported, match=message):
        chosen(text)
    assert chosen(" light = back left ") == ("light", "back left")


def test_what_is_locked_in_a_panel_holds_for_whatever_draws_it_next(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        panel = f"{FULL}-p"
        lock_choice(studio.document, panel, "weight", True)
        make(studio, choices={"weight": 2.0})
    with Studio.open(small_film) as studio:
        assert studio.document.need(panel, model.Panel).locked_choices == ("weight",), (
            "it stays with the film"
        )
        with studio.document.edit("A newer version knows more") as edit:
            edit.update(panel, locked_choices=("paper", "weight"))
        make(studio, takes=2)
        make(studio, locked=("light",))
        lock_choice(studio.document, panel, "weight", False)
        assert studio.document.need(panel, model.Panel).locked_choices == ("paper",)
        make(studio)
        found = [plan_of_take(studio.store, take) for take in takes(studio)]
        assert [plan.weight == 2.0 for plan in found if plan] == [True, True, True, True, False]
        assert [plan.locked for plan in found if plan][1:] == [("weight",)] * 2 + [("light", "weight"), ()]


def test_a_locked_choice_is_not_changed_by_pushback(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        make(studio, choices={"weight": 2.0})
        panel = studio.document.need(f"{FULL}-p", model.Panel)
        studio.reviewing.judge(panel, "changes", "Ines", "Legibility: Too busy.")
        asked = [steer.name for steer in asked_for(studio.store, studio.reviewing, panel)]
        assert "weight" in asked
        lock_choice(studio.document, panel.id, "weight", True)
        panel = studio.document.need(panel.id, model.Panel)
        assert [s.name for s in asked_for(studio.store, studio.reviewing, panel)] == [
            name for name in asked if name != "weight"
        ]
        make(studio)
        plan = plan_of_take(studio.store, takes(studio)[1])
        assert plan is not None
        assert plan.weight == 2.0


def test_a_locked_choice_holds_along_other_seeds(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        make(studio, seed=3)
        lock_choice(studio.document, f"{FULL}-p", "light", True)
        panel = studio.document.need(f"{FULL}-p", model.Panel)
        seeds = along(studio.snapshot(), studio.store, panel, "seed", 6)
        assert len({read(one.plan, "light") for one in seeds}) == 1
        lock_choice(studio.document, panel.id, "light", False)
        panel = studio.document.need(panel.id, model.Panel)
        seeds = along(studio.snapshot(), studio.store, panel, "seed", 6)
        assert len({read(one.plan, "light") for one in seeds}) > 1
