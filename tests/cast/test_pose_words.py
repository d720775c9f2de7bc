from __future__ import annotations

import re

import pytest

from previz.cast import POSES
from previz.cast.pose_words import WHOLE, pose_words


@pytest.mark.parametrize(
    ("preset", "words"),
    [
        ("stand", "standing"),
        ("walk@0.25", "walking"),
        ("sit+phone", "sitting, on the phone"),
        ("drive", "driving"),
        ("run@0.5", "running"),
        ("hands_in_pockets", "with hands in pockets"),
        ("look_back", "looking back"),
        ("lie", "lying"),
        ("", ""),
    ],
)
def test_a_pose_is_said_as_people_say_it(preset: str, words: str) -> None:
    assert pose_words(preset) == words


def test_every_pose_of_the_library_has_words() -> None:
    assert set(WHOLE) <= set(POSES)
    for preset in POSES:
        assert re.fullmatch(r"[a-z ]+", pose_words(preset)), preset
