"""The cuts of a film of 500 shots, when every shot has been looked at once: less than half a second."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from previz.scene import model
from previz.scene.order import spread
from previz.studio import Studio
from previz.studio.checking import Checking
from tests.films import CLOSE, FULL, make_small_film

SHOTS = 500


@pytest.fixture
def long_film(tmp_path: Path) -> Studio:
    """A standing shot and one that pushes in, in turns; every tenth pushes."""
    studio = Studio.open(make_small_film(tmp_path / "long.previz"))
    document = studio.document
    with document.edit("Many shots") as edit:
        for n, order in enumerate(spread(SHOTS - 3, "c", None)):
            source = CLOSE if n % 10 == 0 else FULL
            shot = document.need(source, model.Shot)
            edit.put(msgspec.structs.replace(shot, id=f"shot-{n}", order=order))
            keys = document.need(f"c-{source}", model.Track).keys
            edit.put(model.Track(id=f"cam-{n}", owner_id=f"shot-{n}", target_id=f"shot-{n}", keys=keys))
    return studio


def test_500_shots(long_film: Studio, benchmark: BenchmarkFixture) -> None:
    with long_film:
        checking = Checking(long_film)
        checking.film()
        benchmark.pedantic(checking.film, rounds=3)
        assert len(checking.unseen) == 1, "the shot without a camera"
