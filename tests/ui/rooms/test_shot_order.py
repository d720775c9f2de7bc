"""Lines of the shot list: groups, order, filter."""

from __future__ import annotations

from msgspec.structs import replace

from previz.export.fields import FIELDS
from previz.ui.rooms.shot_order import Group, Grouping, Line, ShotOrder
from tests.export.film import SCENES, shots

ROWS = shots()
KNOWN = {scene.id: scene for scene in SCENES}


def lay(grouping: Grouping = "", sorted_by: tuple[str, bool] | None = None, words: str = "") -> list[Line]:
    return ShotOrder(FIELDS, KNOWN, grouping, sorted_by, tuple(words.split())).lay(ROWS)


def places(lines: list[Line]) -> list[int]:
    return [line for line in lines if isinstance(line, int)]


def test_every_shot_has_one_line_in_every_group() -> None:
    groupings: tuple[Grouping, ...] = ("", "scene", "setup", "day")
    for grouping in groupings:
        assert sorted(places(lay(grouping))) == list(range(len(ROWS)))
    heads = [line for line in lay("scene") if isinstance(line, Group)]
    assert [head.title for head in heads] == ["11", "12", "14"], "scenes with shots, in the order of the film"


def test_numbers_sort_as_numbers_and_nothing_comes_first() -> None:
    lenses = [ROWS[n].focal_length_mm or 0 for n in places(lay(sorted_by=("camera_height_m", False)))]
    assert len(lenses) == len(ROWS)
    heights = [ROWS[n].camera_height_m or 0 for n in places(lay(sorted_by=("camera_height_m", True)))]
    assert heights == sorted(heights, reverse=True)
    assert places(lay(sorted_by=("number", True))) == list(reversed(range(len(ROWS))))


def test_words_are_looked_for_everywhere() -> None:
    found = places(lay(words="jonah 12a"))
    assert found
    assert all("12A" in ROWS[n].number for n in found)


def test_a_row_moves_when_what_orders_it_changes() -> None:
    order = ShotOrder(FIELDS, KNOWN, "day", ("notes", False))
    assert order.moved(ROWS[0], replace(ROWS[0], notes="Other."))
    assert order.moved(ROWS[0], replace(ROWS[0], shoot_day="2"))
    assert not order.moved(ROWS[0], replace(ROWS[0], props="Key"))
