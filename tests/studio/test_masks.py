"""Areas by hand: where they are, how they fade, and what is none."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from previz.errors import BadProject, NotFound
from previz.render.gbuffer import GBuffer
from previz.scene.blocking import Placed, World
from previz.scene.transform import Transform
from previz.studio.masks import fitted, lasso_mask, region_mask, told_apart

SQUARE = ((0.25, 0.1), (0.75, 0.1), (0.75, 0.3), (0.25, 0.3))


def test_a_lasso_is_full_inside_and_fades_at_its_border() -> None:
    hard, soft = lasso_mask((200, 80), SQUARE, 0.0), lasso_mask((200, 80), SQUARE, 0.02)
    assert hard.shape == (80, 200)
    assert (hard > 127).mean() == pytest.approx(100 * 40 / (200 * 80), abs=0.01)
    assert hard[40, 100] == soft[40, 100] == 255
    assert hard[5, 5] == soft[5, 5] == 0
    row = soft[40, 40:62].astype(int)
    assert (np.diff(row) >= 0).all()
    assert 0 < row[8] < row[12] < 255
    assert 90 < row[10] < 165


@pytest.mark.parametrize(
    ("corners", "says"),
    [
        (SQUARE[:2], "three corners"),
        ((*SQUARE[:3], (float("nan"), 0.0)), "three corners"),
        (((0.1, 0.1), (0.2, 0.1), (0.3, 0.1)), "next to nothing"),
        (tuple((x + 2, y) for x, y in SQUARE), "next to nothing"),
    ],
)
def test_what_is_no_area_is_refused(corners: tuple[tuple[float, float], ...], says: str) -> None:
    with pytest.raises(BadProject, match=says):
        lasso_mask((200, 80), corners)
    with pytest.raises(BadProject, match="cannot fade"):
        lasso_mask((200, 80), SQUARE, 0.5)


def test_a_picture_of_the_right_size_is_left_alone() -> None:
    picture = np.zeros((8, 20, 3), np.uint8)
    assert fitted(picture, (20, 8)) is picture
    assert fitted(picture, (40, 16)).shape == (16, 40, 3)


def seen_as(objects: NDArray[np.uint32], **names: str) -> tuple[GBuffer, World]:
    """``names``: id of an item → its name; their object ids count from 1."""
    height, width = objects.shape
    nothing = np.zeros((height, width, 4), np.uint8)
    g = GBuffer(
        beauty=nothing[..., :3],
        albedo=nothing,
        depth_m=np.zeros((height, width), np.float32),
        normals=np.zeros((height, width, 3), np.float16),
        ids=objects.astype(np.uint32) << np.uint32(16),
        light=nothing,
    )
    items = tuple(
        Placed(id, name, "chair", {}, {}, Transform(), number)
        for number, (id, name) in enumerate(names.items(), 1)
    )
    return g, World(items, (), None)


def boxes(*places: tuple[int, int]) -> NDArray[np.uint32]:
    """Squares with their top left corners (x, y), numbered from 1, on nothing."""
    objects = np.zeros((60, 120), np.uint32)
    for number, (x, y) in enumerate(places, 1):
        objects[y : y + 10, x : x + 10] = number
    return objects


@pytest.mark.parametrize("region", ["right", "Chair (right)", "CHAIR (RIGHT)"])
def test_one_of_two_chairs_is_made_anew(region: str) -> None:
    g, world = seen_as(boxes((80, 20), (10, 20), (40, 20)), right="Chair", left="chair", table="Table")
    mask = region_mask(g, world, region, feather=0.0)
    assert mask[25, 85] == 255
    assert (mask[:, :70] == 0).all(), "neither the other chair nor the table"
    assert region_mask(g, world, "table", feather=0.0)[25, 45] == 255


def test_a_name_that_several_have_is_asked_about(g_world: tuple[GBuffer, World]) -> None:
    with pytest.raises(BadProject, match=r"called 'Chair'; say Chair \(right\) or Chair \(left\)"):
        region_mask(*g_world, "Chair")
    with pytest.raises(
        NotFound, match=r"no 'lamp' in this picture; it shows Chair \(left\), Chair \(right\)"
    ):
        region_mask(*g_world, "lamp")
    with pytest.raises(NotFound, match="no 'hidden'"):
        region_mask(*g_world, "hidden")


@pytest.fixture
def g_world() -> tuple[GBuffer, World]:
    return seen_as(boxes((80, 20), (10, 20)), right="Chair", left="Chair", hidden="Chair")


def test_names_say_where_one_is_seen() -> None:
    names = {1: "Chair", 2: "Chair", 3: "Chair", 4: "Table"}
    assert told_apart(boxes((50, 0), (55, 40)), names) == {1: "Chair (above)", 2: "Chair (below)"}
    assert told_apart(boxes((50, 0), (80, 20), (10, 40), (100, 0)), names) == {
        1: "Chair (2 of 3 from the left)",
        2: "Chair (3 of 3 from the left)",
        3: "Chair (1 of 3 from the left)",
        4: "Table",
    }
