from __future__ import annotations

import pytest

from previz.grammar.terms import ANGLES, LEVELS, angle_words


@pytest.mark.parametrize(
    ("angle", "level", "said"),
    [
        ("neutral", "eye", "eye level"),
        ("neutral", "high", "neutral angle, high level"),
        ("high", "eye", "high angle, eye level"),
        ("low", "hip", "low angle, hip level"),
        ("worm", "ground", "worm’s eye, ground level"),
        ("overhead", "overhead", "overhead"),
        ("neutral", "", ""),
        ("", "knee", "knee level"),
    ],
)
def test_angle_and_level_are_said_by_their_own_words(angle: str, level: str, said: str) -> None:
    assert angle_words(angle, level) == said


def test_no_two_ways_to_look_have_the_same_words() -> None:
    said = {angle_words(angle, level) for angle in ANGLES for level in LEVELS}
    assert len(said) == len(ANGLES) * len(LEVELS)
