"""What a crew would say, and what it would not."""

from __future__ import annotations

from typing import Any

import pytest

from previz.grammar.shootability import NEEDS_M, Standing, Watched, check_standing

FREE = dict.fromkeys(NEEDS_M, 1.0)


def rules(**changes: Any) -> list[str]:
    wanted = {
        "shot_id": "s",
        "number": "1",
        "focus_m": 2.0,
        "free_m": FREE,
        "size": "CU",
        "who": ("ada", "Ada"),
    }
    return [one.rule for one in check_standing(Standing(**(wanted | changes)))]


def test_a_camera_with_room_and_a_lens_of_which_nothing_is_known_is_fine() -> None:
    assert rules() == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"close_focus_m": 2.3}, "close-focus"),
        ({"image_circle_mm": 31.1, "diagonal_mm": 33.9}, "image-circle"),
        ({"free_m": FREE | {"behind": 0.05}}, "in-set"),
        ({"free_m": FREE | {"below": 0.04}}, "floor"),
        ({"free_m": FREE | {"above": 0.04}}, "ceiling"),
        ({"free_m": FREE | {"above": 0.04, "left": 0.01}}, "in-set"),
        ({"unseated": [("ben", "Ben", 0.46)]}, "seat"),
        ({"nearest": ("ben", "Ben", 0.1)}, "in-person"),
        ({"moves": [(3.2, 2.1)]}, "track"),
        ({"moves": [(3.2, 3.35)]}, "track"),
        ({"watched": [Watched(0.0, 1.98, 2.02, (1.97, 2.03))]}, "focus-band"),
        ({"watched": [Watched(0.0, 1.9, 2.1, (2.0, 2.0)), Watched(1.5, 1.9, 2.1, (2.4, 2.4))]}, "focus-band"),
    ],
)
def test_each_rule_by_its_number(changes: dict[str, Any], rule: str) -> None:
    assert rules(**changes) == [rule]


@pytest.mark.parametrize(
    "changes",
    [
        {"close_focus_m": 2.0},
        {"image_circle_mm": 33.9, "diagonal_mm": 33.9},
        {"free_m": FREE | {"behind": 0.05}, "own_eyes": True},
        {"nearest": ("ben", "Ben", 0.1), "own_eyes": True},
        {"moves": [(3.2, 3.5)]},
        {"watched": [Watched(0.0, 1.9, 2.1, (1.98, 2.03))]},
        {"watched": [Watched(0.0, 1.98, 2.02, (1.9, 2.1))], "size": "LS"},
        {"watched": [Watched(0.0, 1.98, float("inf"), (2.5, 2.6))]},
    ],
)
def test_what_is_right_or_free_is_no_finding(changes: dict[str, Any]) -> None:
    assert rules(**changes) == []


def test_the_numbers_are_told() -> None:
    (soft,) = check_standing(
        Standing("s", "1", 2.0, size="CU", who=("ada", "Ada"), watched=[Watched(1.5, 1.9, 2.1, (2.4, 2.4))])
    )
    assert soft.text == "Ada is 30 cm behind the zone of focus at 1.5 s, which is 20 cm deep"
    assert (soft.before_id, soft.who, soft.after) == ("s", ("ada",), "")
