from __future__ import annotations

from previz.export.camera_words import lens_words, look_words, size_words
from previz.export.rows import Seen, ShotRow


def lens(**facts: float) -> str:
    return lens_words(ShotRow(id="s", scene_id="a", number="1", **facts))  # type: ignore[arg-type]


def test_only_an_anamorphic_lens_says_its_squeeze() -> None:
    assert lens(focal_length_mm=40) == "40 mm"
    assert lens(focal_length_mm=40, squeeze=2.0) == "40 mm 2× ana"
    assert lens(focal_length_mm=40, focal_length_end_mm=65, squeeze=1.8) == "40–65 mm 1.8× ana"
    assert lens(squeeze=2.0) == ""


def test_a_single_is_not_said_and_little_roll_is_not_meant() -> None:
    assert size_words(Seen(size="CU", composition="1S")) == "CU"
    assert size_words(Seen(size="MS", composition="OTS-R")) == "MS OTS-R"
    assert look_words(Seen(angle="neutral", level="eye", roll_deg=3.9)) == "Eye level"
    assert look_words(Seen(angle="low", level="hip", roll_deg=-5)) == "Low angle, hip level, dutch −5°"
