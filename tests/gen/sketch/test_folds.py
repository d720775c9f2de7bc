"""Pens of what is drawn from knowledge: in a print as many times as broad as in its frame, and no broader."""

from __future__ import annotations

from dataclasses import replace

import pytest

from previz.gen.sketch.folds import _Cloth
from previz.gen.sketch.marks import Marks
from previz.gen.sketch.noise import Chance
from previz.gen.sketch.people import read_optics, read_people
from previz.gen.sketch.sheet import read_sheet

from .stage import REGIONS, Stage


def test_a_fold_of_a_print_is_as_broad_as_that_of_its_frame() -> None:
    guides = Stage((120, 50)).guides()
    small = read_sheet(guides, read_optics(guides["hints"]), REGIONS)
    (person,) = read_people(guides["hints"])
    frame, large = replace(small, scale=1.0), replace(small, scale=2.5)
    assert (small.print_scale, frame.print_scale, large.print_scale) == (1.0, 1.0, 2.5)
    pens = [
        _Cloth(sheet, person, 1.2 * sheet.pen, Marks(), Chance(1, 2)).pen(60.0 * sheet.scale, 0.03)
        for sheet in (frame, large)
    ]
    assert pens[1] == pytest.approx(2.5 * pens[0])
    assert 0.8 < pens[0] / 1.2 < 3.8
