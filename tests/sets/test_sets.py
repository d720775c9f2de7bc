"""Every starter set can be put into a project and seen by its camera."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from previz.kit import catalogue
from previz.render.capture import Capturer
from previz.sets import SETS
from previz.studio.scenery import starter_set, world_of


@pytest.fixture(scope="module")
def capturer() -> Iterator[Capturer]:
    with Capturer() as made:
        yield made


@pytest.mark.parametrize("key", SETS)
def test_a_set_is_whole(key: str) -> None:
    made = SETS[key]()
    assert made.key == key
    assert len(made.items) >= 9
    assert len(made.marks) >= 4
    assert len({mark.name for mark in made.marks}) == len(made.marks)
    assert len({item.id for item in made.items}) == len(made.items)
    for item in made.items:
        assert len(catalogue.mesh(item.piece, item.params, item.colours).faces), item.name
    if made.light.lamp_id is not None:
        assert made.light.lamp_id in {item.id for item in made.items}


@pytest.mark.parametrize("key", SETS)
def test_its_camera_shows_a_place_and_not_the_inside_of_a_wall(key: str, capturer: Capturer) -> None:
    seen = capturer.capture(world_of(starter_set(key)), None, (320, 136), passes=("ids", "beauty", "depth_m"))
    owners, counts = np.unique(seen.ids >> 16, return_counts=True)
    shares = counts / counts.sum()
    assert (shares[owners > 0] > 0.002).sum() >= 5, "things can be told apart"
    assert shares.max() < 0.9
    assert float(np.median(seen.depth_m)) > 0.8
    assert 12 < seen.beauty.mean() < 235
    assert seen.beauty.std() > 12


@pytest.mark.parametrize("key", SETS)
def test_it_builds_from_few_meshes(key: str) -> None:
    """Trees and houses come in a few kinds each, so that a set is there at once."""
    made = SETS[key]()
    kinds = {(item.piece, str(item.params), str(item.colours)) for item in made.items}
    assert len(kinds) <= 40
