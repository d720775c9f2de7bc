"""What pushback changes in the next request."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from previz.gen.request import FrameRequest, from_json
from previz.gen.sketch import plan_of
from previz.gen.sketch.choices import choose
from previz.review.pushback import REASONS, read, written
from previz.scene import model
from previz.studio import Making, Studio
from previz.studio.steering import STRONGEST, choices_of, steers, strengths_of, words_of
from tests.films import FULL

MODELLED = FrameRequest(
    generator="comfy", style="ink", size_px=(96, 40), strengths={"depth": 0.9, "line": 0.55}
)


def test_a_model_is_held_more_firmly_and_told_the_words() -> None:
    asked = steers(*read(written(["eyeline", "geography", "expression"], "Angrier.")), MODELLED)
    assert [steer.line() for steer in asked] == [
        "Eyeline: pose control – → 0.60",
        "Eyeline: line control 0.55 → 0.70",
        "Geography: depth control 0.90 → 1.00",
        "Expression: words – → Angrier.",
    ]
    assert strengths_of(asked, MODELLED.strengths) == {"depth": STRONGEST, "line": 0.7, "openpose": 0.6}
    assert words_of(asked, "rain") == "rain, Angrier."


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.key)
def test_every_reason_changes_something_or_says_what_to_do(reason: object) -> None:
    asked = steers([reason], "", None)  # type: ignore[list-item]
    assert asked == () or asked[0].where == "stage"
    assert all(steer.new for steer in asked)


def test_a_drawing_that_was_sent_back_is_drawn_heavier_and_says_so(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        shot, panel = studio.find("1"), studio.document.need(f"{FULL}-p", model.Panel)
        small = Making(size_px=(96, 40))
        studio.generate([shot], small, lambda *_: None)
        studio.reviewing.judge(panel, "changes", "R. Okafor", written(["legibility", "light"], "Darker."))
        studio.generate([shot], small, lambda *_: None)
        first, second = studio.document.children(panel.id, model.Take)
        requests = [from_json(studio.store.blob(take.request)) for take in (first, second)]
        asked = requests[1].steers
        assert [(steer.reason, steer.name) for steer in asked] == [
            ("Light", ""),
            ("Light", "tone"),
            ("Legibility", "weight"),
            ("Legibility", "wobble"),
        ]
        assert requests[0].steers == ()
        assert second.from_take == 1
        assert requests[1].plan["weight"] == float(choices_of(asked)["weight"])
        assert requests[1].plan["weight"] == pytest.approx(requests[0].plan["weight"] * 1.2, abs=0.01)
        plain = Making(size_px=(96, 40), steers={})
        studio.generate([shot], plain, lambda *_: None)
        third = studio.document.children(panel.id, model.Take)[-1]
        assert from_json(studio.store.blob(third.request)).steers == ()


@pytest.mark.parametrize("key", ["expression", "wardrobe", "light", "performance"])
def test_a_reason_alone_tells_a_model_something(key: str) -> None:
    """Who ticks a reason and writes nothing still sees, and may change, what the next frame is told."""
    reason = next(one for one in REASONS if one.key == key)
    (told,) = [one for one in steers([reason], "", MODELLED) if one.where == "words"]
    assert told.new
    assert words_of([told], "rain") == f"rain, {told.new}"


@pytest.mark.parametrize(
    ("words", "tone", "light"),
    [
        ("Darker, harder light from the left", -1, "side left"),
        ("Too dark. Light from camera right.", 1, "side right"),
        ("less bright, top light", -1, "high"),
        ("Brighter; back light", 1, "back left"),
        ("the light is wrong", 0, ""),
        ("Not from the left, from behind", 0, "back left"),
        ("not from the left but from above", 0, "high"),
        ("less light from the left", 0, ""),
        ("do not light it from above", 0, ""),
        ("It should come from the left. Now it comes from the right.", 0, ""),
        ("the lamp on the right is too bright", 0, ""),
        ("not dark enough", -1, ""),
        ("It isn’t bright enough", 1, ""),
        ("no brighter than this", 0, ""),
        ("darker here, brighter there", 0, ""),
    ],
)
def test_words_about_light_mean_what_they_say(words: str, tone: int, light: str) -> None:
    """ "Light" alone is no wish for a lighter picture."""
    light_reason = next(one for one in REASONS if one.key == "light")
    before = FrameRequest(generator="sketch", style="pencil", size_px=(96, 40))
    asked = choices_of(steers([light_reason], words, before))
    assert {"−": -1, "": 0}.get(str(asked.get("tone", ""))[:1], 1) == tone
    drawn = choose(plan_of(before), asked)
    assert np.sign(drawn.tone_shift - plan_of(before).tone_shift) == tone
    assert asked.get("light", "") == light
