"""Steps of size and lens: what there is not is said."""

from __future__ import annotations

import pytest

from previz.errors import CannotFrame
from previz.grammar import adjusting
from previz.grammar.coverage import Scene, Setup
from previz.scene.model import Framing
from tests.grammar.test_coverage import room


def setup(**framing: object) -> Setup:
    made = Framing(subjects=("ada",), **framing)  # type: ignore[arg-type]
    return Setup(role="single", name="Single Ada", framing=made, focal_length_mm=50.0)


def scene(*focals_mm: float) -> Scene:
    return Scene(
        people=(), lines=(), things=(), focals_mm=focals_mm, view_of=room().view_of, stage=None, walls=None
    )  # type: ignore[arg-type]


def test_no_size_is_wider_than_the_widest_nor_tighter_than_the_tightest() -> None:
    with pytest.raises(CannotFrame, match="nothing wider than ELS"):
        adjusting.sized(scene(50), setup(size="ELS"), 1)
    with pytest.raises(CannotFrame, match="nothing tighter than ECU"):
        adjusting.sized(scene(50), setup(size="ECU"), -1)
    with pytest.raises(CannotFrame, match="What an insert shows"):
        adjusting.sized(scene(50), setup(), 1)


def test_the_lens_set_ends_somewhere() -> None:
    with pytest.raises(CannotFrame, match="nothing longer than 50 mm"):
        adjusting.lensed(scene(50, 25, 35), setup(size="CU"), 1)
    with pytest.raises(CannotFrame, match="nothing shorter than 50 mm"):
        adjusting.lensed(scene(50, 75), setup(size="CU"), -1)
