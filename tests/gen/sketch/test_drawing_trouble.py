"""Pictures that nobody would ask for: they must be drawn all the same, in bounded time, and never blank."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from previz.gen.sketch import STYLES, plan
from previz.gen.sketch.cracks import MOST_CRACKS, find_cracks, thinned
from previz.gen.sketch.drawing import draw
from previz.gen.sketch.people import read_optics
from previz.gen.sketch.raster import CpuRaster
from previz.gen.sketch.sheet import read_sheet

from .stage import BOX, PERSON, REGIONS, SKIN, WALL, Stage, drawn

NOBODY = ("people", "heads", "skulls", "joints", "frames", "eyes", "curve_spans")


@pytest.fixture(params=STYLES)
def style(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _alone(stage: Stage) -> dict[str, NDArray[Any]]:
    hints = stage.hints()
    return hints | {name: hints[name][:0] for name in NOBODY}


def test_only_sky_is_a_sky(style: str) -> None:
    stage = Stage((640, 268), empty=True)
    picture = drawn(stage, plan(1, style), hints=_alone(stage))
    assert picture.std(axis=(0, 1)).max() > 1
    assert (np.abs(picture.astype(int) - np.median(picture, axis=(0, 1))).max(axis=2) > 12).mean() > 0.01


def test_only_sky_at_night(style: str) -> None:
    stage = Stage((320, 134), empty=True, night=True)
    assert drawn(stage, plan(1, style, "night"), hints=_alone(stage)).shape == (134, 320, 3)


def test_a_wall_fills_the_frame(style: str) -> None:
    stage = Stage((320, 134), empty=True)
    stage._plane(WALL, 2.0, (-9, 9, -9, 9), (205, 200, 190))
    assert drawn(stage, plan(1, style), hints=_alone(stage)).shape == (134, 320, 3)


def test_a_face_fills_the_frame(style: str) -> None:
    stage = Stage((640, 268))
    stage.ids[:] = PERSON << 16 | SKIN
    stage.depth[:] = 2.95
    stage.normals[:] = (0, 0, 1)
    assert drawn(stage, plan(1, style)).std() > 0.5


def test_objects_of_one_pixel(style: str) -> None:
    stage = Stage((320, 134))
    chance = np.random.default_rng(3)
    rows, columns = chance.integers(0, 134, 300), chance.integers(0, 320, 300)
    stage.ids[rows, columns] = np.arange(100, 400) << 16
    stage.depth[rows, columns] = chance.uniform(1, 8, 300)
    assert drawn(stage, plan(1, style)).std() > 5


@pytest.mark.parametrize("damage", ["depth", "infinite", "normals", "joints", "curves"])
def test_what_is_no_number(style: str, damage: str) -> None:
    stage = Stage((320, 134))
    guides = stage.guides()
    hints = {name: np.array(part) for name, part in guides["hints"].items()}
    if damage == "depth":
        guides["depth_m"] = np.full_like(stage.depth, np.nan)
    elif damage == "infinite":
        guides["depth_m"] = np.where(stage.ids >> 16 == BOX, -np.inf, stage.depth)
    elif damage == "normals":
        guides["normals"] = np.full_like(guides["normals"], np.nan)
    else:
        hints["joints" if damage == "joints" else "curve_points"][:] = np.nan
    with np.errstate(invalid="raise"):
        picture = drawn(stage, plan(1, style), **(guides | {"hints": hints}))
    assert picture.std() > 3


@pytest.mark.parametrize("size", [(64, 64), (90, 160), (276, 100), (16, 16), (16, 300)])
def test_any_shape(style: str, size: tuple[int, int]) -> None:
    assert drawn(Stage(size), plan(1, style)).shape == (size[1], size[0], 3)


def test_a_very_large_picture() -> None:
    assert drawn(Stage((3840, 1608)), plan(1, "clean")).shape == (1608, 3840, 3)


def _tree(size: tuple[int, int]) -> Stage:
    stage = Stage(size)
    chance = np.random.default_rng(5)
    leaves = stage.ids >> 16 == WALL
    stage.ids[leaves] = (BOX << 16) | chance.integers(0, 65536, int(leaves.sum())).astype(np.uint32)
    stage.albedo[leaves, :3] = chance.integers(0, 255, (int(leaves.sum()), 3))
    stage.normals[leaves] = chance.normal(size=(int(leaves.sum()), 3))
    return stage


def test_a_million_tiny_patches_are_thinned_out_and_it_is_said() -> None:
    stage = _tree((1280, 536))
    said = [text for _, text in draw(stage.guides(), REGIONS, plan(1, "clean"), CpuRaster())]
    assert any("left out" in text for text in said)


@pytest.mark.parametrize("same", [False, True])
def test_thinning_keeps_outlines_and_stays_below_the_cap(same: bool) -> None:
    stage = _tree((1280, 536))
    if same:
        stage.ids[:] = (BOX << 16) | np.random.default_rng(1).integers(0, 65536, stage.ids.shape)
    sheet = read_sheet(stage.guides(), read_optics(stage.hints()), REGIONS)
    cracks = find_cracks(sheet)
    assert len(cracks) > MOST_CRACKS
    kept, left_out = thinned(cracks, sheet.size)
    assert 0 < len(kept) <= MOST_CRACKS
    assert left_out == pytest.approx(1 - len(kept) / len(cracks))
    if not same:
        person = kept.owner == np.searchsorted(sheet.object_ids, PERSON)
        assert person.sum() > 0.9 * (cracks.owner == np.searchsorted(sheet.object_ids, PERSON)).sum()
