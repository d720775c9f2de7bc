from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from previz.gen.sketch.cracks import CONTACT, FOLD, SILHOUETTE, find_cracks
from previz.gen.sketch.people import read_optics
from previz.gen.sketch.sheet import FIGURE, Sheet, read_sheet
from previz.gen.sketch.trace import arc_length, resample, smooth, trace

from .stage import BODY_RADIUS_M, BOX, HAIR, PERSON, REGIONS, TAN_Y, Stage


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage((960, 400))


@pytest.fixture(scope="module")
def sheet(stage: Stage) -> Sheet:
    guides = stage.guides()
    return read_sheet(guides, read_optics(guides["hints"]), REGIONS)


def test_the_outline_of_a_person_is_a_silhouette_of_that_person(sheet: Sheet) -> None:
    cracks = find_cracks(sheet)
    person = cracks.where(cracks.kind == SILHOUETTE)
    owners = sheet.object_ids[person.owner]
    around = 2 * np.pi * BODY_RADIUS_M * 400 / 2 / TAN_Y / 3.1
    assert (owners == PERSON).sum() > around
    assert (owners == BOX).sum() == 4 * round(400 / 2 / TAN_Y / 4.0)
    assert (person.far_m > person.near_m).all()


def test_planes_have_no_inner_cracks(sheet: Sheet) -> None:
    cracks = find_cracks(sheet)
    inner = cracks.where((cracks.kind != SILHOUETTE) & (sheet.kinds[cracks.owner] != FIGURE))
    assert len(inner) == 0


def test_hair_meets_skin_in_a_line_and_faces_have_none(sheet: Sheet) -> None:
    cracks = find_cracks(sheet)
    inner = cracks.where((cracks.owner == cracks.other) & (cracks.kind != FOLD))
    patches = {int(a) & 0xFFFF for a in np.unique(np.concatenate([inner.near_id, inner.far_id]))}
    assert HAIR in patches


def test_coplanar_seams_of_one_colour_are_no_lines(stage: Stage) -> None:
    guides = stage.guides()
    ids = stage.ids.copy()
    wall = ids >> 16 == 1
    ids[wall & (np.arange(960)[None] > 700)] += 1
    sheet = read_sheet(guides | {"ids": ids}, read_optics(guides["hints"]), REGIONS)
    cracks = find_cracks(sheet)
    column = cracks.start % 961
    assert not ((column == 701) & (cracks.across == 1) & (cracks.kind != CONTACT)).any()


def test_a_seam_between_two_colours_is_a_line(stage: Stage) -> None:
    guides = stage.guides()
    ids, albedo = stage.ids.copy(), stage.albedo.copy()
    part = (ids >> 16 == 1) & (np.arange(960)[None] > 700)
    ids[part] += 1
    albedo[part, :3] = (90, 40, 40)
    sheet = read_sheet(guides | {"ids": ids, "albedo": albedo}, read_optics(guides["hints"]), REGIONS)
    cracks = find_cracks(sheet)
    assert ((cracks.start % 961 == 701) & (cracks.across == 1)).sum() > 100


def test_a_rectangle_becomes_four_straight_curves(sheet: Sheet) -> None:
    cracks = find_cracks(sheet)
    box = cracks.where(sheet.object_ids[cracks.owner] == BOX)
    points, _, starts = trace(box, 960)
    _, length = arc_length(points, starts)
    sides = np.sort(length)[-4:]
    assert len(starts) - 1 <= 6
    assert sides.min() > 60
    for first, end in pairwise(starts):
        if length[np.flatnonzero(starts[:-1] == first)[0]] > 60:
            middle = points[first + 20 : end - 20]
            assert min(np.ptp(middle[:, 0]), np.ptp(middle[:, 1])) < 1.0


def test_smoothing_holds_the_ends() -> None:
    points = np.array([[0, 0], [1, 5], [2, 0], [3, 5], [9, 9], [10, 0]], np.float32)
    starts = np.array([0, 4, 6])
    result = smooth(points, starts, 5)
    assert np.array_equal(result[[0, 3, 4, 5]], points[[0, 3, 4, 5]])
    assert np.ptp(result[1:3, 1]) < np.ptp(points[1:3, 1])


def test_resampling_keeps_lengths_and_carries_values() -> None:
    points = np.array([[0, 0], [30, 0], [30, 40], [100, 100], [100, 110]], np.float32)
    starts = np.array([0, 3, 5])
    out, (carried,), fresh, length, share = resample(points, [np.arange(5.0)], starts, 5.0)
    assert length.tolist() == [70, 10]
    assert share[fresh[:-1]].tolist() == [0, 0]
    assert np.allclose(out[fresh[1] - 1], [30, 40], atol=1e-3)
    assert np.allclose(carried[[0, fresh[1] - 1, fresh[1], -1]], [0, 2, 3, 4], atol=1e-3)


def test_nothing_to_trace_is_no_curve(sheet: Sheet) -> None:
    cracks = find_cracks(sheet)
    points, source, starts = trace(cracks.where(np.zeros(len(cracks), bool)), 960)
    assert len(points) == len(source) == 0
    assert starts.tolist() == [0]
