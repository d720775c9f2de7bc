"""What is told of a take whose stage has changed, or of which too little is known."""

from __future__ import annotations

import msgspec

from previz.review.fingerprint import part
from previz.scene.model import PrintPart, Take
from previz.studio.stage_since import stage_since

BEFORE = {
    "camera": part({"lens_mm": 35.0}),
    "blocking": part({}),
    "set": part({"interior": True}),
    "light": part({"strength": 1.0}),
    "words": part({"words": "rain"}),
}
LENS = {"camera": part({"lens_mm": 50.0})}
DIM = {"light": part({"strength": 0.5})}


def take(fingerprint: dict[str, PrintPart], imported: bool = False) -> Take:
    return Take(
        id="t",
        panel_id="p",
        number=4,
        image="",
        request="",
        generator="sketch",
        style="ink",
        seed=0,
        size_px=(96, 40),
        imported=imported,
        fingerprint=fingerprint,
    )


def test_words_are_no_part_of_the_stage() -> None:
    since = stage_since(take(BEFORE), BEFORE | {"words": part({"words": "sun"})})
    assert (since.why_not(), since.note()) == ("", "")


def test_the_way_that_changes_the_light_is_open_for_another_light_alone() -> None:
    since = stage_since(take(BEFORE), BEFORE | DIM)
    assert "light strength 1 → 0.5" in since.why_not()
    assert "Change only its light" in since.why_not()
    assert since.why_not(only_light=True) == ""
    both = stage_since(take(BEFORE), BEFORE | DIM | LENS)
    assert "lens 35 → 50 mm. Draw the panel anew" in both.why_not(only_light=True)


def test_what_cannot_be_known_is_said_of_pictures_from_files_and_takes_without_a_record() -> None:
    drawn = stage_since(take({}), BEFORE)
    assert drawn.why_not() == ""
    assert drawn.note().startswith("Whether the stage has changed since take 4 was made is not known.")
    brought = stage_since(take(BEFORE, imported=True), BEFORE)
    assert brought.note().startswith("Take 4 is a picture from a file, and what it shows is not known. Look")
    assert "Bring in a picture" in stage_since(take(BEFORE, imported=True), BEFORE | LENS).why_not()
    half = msgspec.structs.replace(take(BEFORE), fingerprint={"camera": BEFORE["camera"]})
    assert stage_since(half, BEFORE).note()
