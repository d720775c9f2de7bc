from __future__ import annotations

from typing import Any

import msgspec
import pytest

from previz.errors import NotSupported
from previz.gen.prompt import (
    ANGLES,
    COMPOSITIONS,
    FACINGS,
    SIZES,
    TIMES,
    WEATHERS,
    PersonWords,
    ShotWords,
    lens_words,
    light_words,
    negative_prompt,
    person_words,
    place_words,
    prompt,
    settle,
)
from previz.gen.styles import STYLES, style
from previz.grammar import terms
from previz.scene.lighting import DAYTIMES
from previz.scene.lighting import WEATHERS as WEATHERS_OF_STORIES

SHOT = ShotWords(
    size="MCU",
    composition="OTS-L",
    angle="low",
    roll_deg=-6.0,
    hfov_deg=80.0,
    people=(PersonWords(name="Maya", words="a woman of sixty", doing="sitting"), PersonWords(name="Tom")),
    action="Maya pours tea. Tom waits, 2.5 m away.",
    place="a small kitchen",
    time="night",
    things=("table", "lamp"),
    light_from="behind left",
    light_kelvin=3200.0,
    light_softness=0.1,
)


def test_whole_prompt() -> None:
    assert prompt(SHOT, "ink", "rain on the window, Table") == (
        "ink storyboard frame, black brush and pen on white paper, bold outlines, solid shadows, "
        "over-the-shoulder shot, past a left shoulder, medium close-up, chest up, low angle, looking up, "
        "tilted camera, a woman of sixty sitting, Tom, Maya pours tea, Tom waits, 2.5 m away, table, lamp, "
        "interior, a small kitchen, night, low-key light, light from behind on the left, warm light, "
        "hard shadows, wide-angle perspective with deep space, rain on the window"
    )


def test_a_person_is_said_in_one_breath() -> None:
    maya = PersonWords(
        name="Maya",
        words="a woman of sixty, grey hair",
        wearing="a wet coat; one glove",
        doing="sitting",
        facing="profile L",
        where="on the left",
    )
    other = msgspec.structs.replace(maya, words="a man, grey hair", wearing="", facing=None, where="")
    assert person_words(maya) == (
        "on the left a woman of sixty, grey hair wearing a wet coat, one glove sitting in profile facing left"
    )
    said = prompt(ShotWords(people=(maya, other)), "ink")
    assert f"{person_words(maya)}, a man, grey hair sitting, interior" in said


def test_a_face_has_words_for_every_view() -> None:
    assert set(FACINGS) == set(terms.VIEWS)


def test_empty_shot_says_little() -> None:
    assert prompt(ShotWords(), "pencil") == f"{STYLES['pencil'].words}, interior, daylight"


@pytest.mark.parametrize(
    ("change", "gone", "come"),
    [
        ({"size": "CU"}, "medium close-up", "close-up"),
        ({"composition": "1S"}, "over-the-shoulder", ""),
        ({"angle": "high"}, "looking up", "looking down"),
        ({"angle": "neutral"}, "looking up", ""),
        ({"angle": "worm"}, "low angle", "looking steeply up"),
        ({"roll_deg": 3.9}, "tilted", ""),
        ({"interior": False}, "interior", "exterior"),
        ({"time": "dawn"}, "night", "dawn"),
        ({"hfov_deg": None}, "perspective", ""),
        ({"people": ()}, "sixty", ""),
        ({"things": ()}, "lamp", ""),
    ],
)
def test_each_fact_is_said_and_only_when_true(change: dict[str, Any], gone: str, come: str) -> None:
    before, after = prompt(SHOT, "ink"), prompt(msgspec.structs.replace(SHOT, **change), "ink")
    assert gone in before
    assert gone not in after
    assert come in after


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"light_from": "behind"}, "backlit, with a rim of light"),
        ({"light_kelvin": 5000.0, "light_softness": 0.5}, ""),
        ({"light_kelvin": 7500.0, "light_softness": 0.9}, "cool light, soft light"),
    ],
)
def test_light_is_said_as_far_as_somebody_decided_it(facts: dict[str, Any], words: str) -> None:
    assert light_words(ShotWords(**facts)) == words


@pytest.mark.parametrize(
    ("hfov", "word"), [(90.0, "wide"), (75.0, "wide"), (50.0, "natural"), (12.0, "tele")]
)
def test_lens_words(hfov: float, word: str) -> None:
    assert lens_words(hfov).startswith(word)


def test_a_prompt_is_one_line() -> None:
    messy = msgspec.structs.replace(SHOT, action="He runs.\n\n  She\tfollows,, slowly;")
    assert "He runs, She follows, slowly," in prompt(messy, "pencil")


def test_negative_words() -> None:
    assert negative_prompt("pencil", "Colour, hats") == STYLES["pencil"].negative + ", hats"


def test_unknown_style_is_told() -> None:
    with pytest.raises(NotSupported, match=r"no style 'oil'; choose one of pencil, ink"):
        style("oil")
    with pytest.raises(NotSupported):
        prompt(SHOT, "oil")


def test_every_word_of_the_grammar_is_understood() -> None:
    """Whatever a frame is called, the prompt says it; calm angles and single people go without saying."""
    assert set(ANGLES) == set(terms.ANGLES) - {"neutral"}
    assert set(SIZES) == set(terms.SIZE_NAMES)
    assert {terms.read_angle(pitch) for pitch in range(-90, 91)} <= {*ANGLES, "neutral"}


def test_weather_is_said_outside_only() -> None:
    outside = ShotWords(interior=False, place="street", time="golden hour", weather="fog")
    assert place_words(outside) == "exterior, street, golden hour, low warm sun, dense fog, pale distance"
    inside = ShotWords(interior=True, place="room", weather="fog")
    assert place_words(inside) == "interior, room, daylight"


def test_tables_are_complete() -> None:
    assert list(SIZES) == ["ECU", "BCU", "CU", "MCU", "MS", "MCS", "MLS", "FS", "LS", "ELS", "EST"]
    assert tuple(TIMES) == DAYTIMES
    assert set(WEATHERS) == set(WEATHERS_OF_STORIES) - {"clear"}
    assert all(ANGLES.values())
    assert all(COMPOSITIONS.values())
    for row in STYLES.values():
        assert row.label
        assert row.description.endswith(".")
        assert row.words


def test_wildcards_are_settled_by_the_seed() -> None:
    text = "{rain|fog|clear sky}, {red|{dark|pale} blue} coat"
    said = [settle(text, seed) for seed in range(60)]
    assert said == [settle(text, seed) for seed in range(60)]
    assert {one.split(",")[0] for one in said} == {"rain", "fog", "clear sky"}
    assert {one.split(", ")[1] for one in said} == {"red coat", "dark blue coat", "pale blue coat"}


@pytest.mark.parametrize("text", ["", "plain words", "a { that stays", "} and |"])
def test_words_without_wildcards_stay(text: str) -> None:
    assert settle(text, 3) == text


def test_an_empty_wildcard_says_nothing() -> None:
    assert settle("a {} b {x}", 1) == "a  b x"
