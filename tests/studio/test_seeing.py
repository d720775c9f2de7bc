"""Who is pointed at, also where two things have one name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from previz.scene import model
from previz.studio import Studio
from previz.studio.seeing import seen_things
from tests.films import FULL, put_second_chair


def test_two_of_one_name_are_told_apart_by_their_sides(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        put_second_chair(studio.document)
        seen = seen_things(studio.snapshot(), studio.document.need(f"{FULL}-p", model.Panel), 480)
    assert list(seen.names.values()) == ["Ada", "Ben", "chair (left)", "chair (right)", "floor"]
    left, right = (n for n, name in seen.names.items() if name.startswith("chair"))
    across = [np.nonzero(seen.objects == number)[1].mean() for number in (left, right)]
    assert across[0] < across[1]
    assert [seen.regions[number] for number in seen.names] == ["Ada", "Ben", "chair2", "chair", "floor"]


def test_a_namesake_outside_the_frame_changes_no_name_and_still_is_no_mistake(small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        put_second_chair(studio.document, x_m=-40.0)
        seen = seen_things(studio.snapshot(), studio.document.need(f"{FULL}-p", model.Panel), 480)
    (chair,) = (number for number, name in seen.names.items() if name == "chair")
    assert seen.regions[chair] == "chair", "the id, which happens to be the same word"
    assert "chair2" not in seen.regions.values()


@pytest.mark.parametrize("place", [(0.5, 1.2), (-0.1, 0.5)])
def test_nothing_is_pointed_at_outside(place: tuple[float, float], small_film: Path) -> None:
    with Studio.open(small_film) as studio:
        seen = seen_things(studio.snapshot(), studio.document.need(f"{FULL}-p", model.Panel), 120)
    assert seen.at(*place) == 0
    assert seen.names[seen.at(0.5, 0.5)] == "Ada"
