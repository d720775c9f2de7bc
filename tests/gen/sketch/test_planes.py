from __future__ import annotations

import numpy as np

from previz.gen.sketch.planes import Settler, clean


def test_settling_never_crosses_a_border() -> None:
    region = np.zeros((40, 60), np.int32)
    region[:, 30:] = 1
    values = np.where(region == 1, 1.0, 0.0).astype(np.float32)
    assert np.array_equal(Settler(region).settle(values, (1, 2, 4, 2, 1)), values)


def test_settling_evens_out_noise_inside_a_region() -> None:
    noise = np.random.default_rng(1).random((60, 80)).astype(np.float32)
    assert Settler(np.zeros((60, 80), np.int32)).settle(noise, (1, 2, 4, 2, 1)).std() < 0.3 * noise.std()


def test_settling_works_on_pictures_smaller_than_its_steps() -> None:
    tiny = np.array([[0.0, 1.0], [1.0, 0.0]], np.float32)
    assert Settler(np.zeros((2, 2), np.int32)).settle(tiny, (4, 8)).shape == (2, 2)


def test_small_islands_join_what_surrounds_them_in_their_region() -> None:
    plane = np.zeros((50, 50), np.int8)
    plane[10:14, 10:14] = 2
    plane[30:50, 30:50] = 1
    cleaned = clean(plane, np.zeros((50, 50), np.int32), 30)
    assert (cleaned[10:14, 10:14] == 0).all()
    assert (cleaned[30:, 30:] == 1).all()


def test_a_small_region_keeps_its_plane() -> None:
    plane = np.zeros((50, 50), np.int8)
    region = np.zeros((50, 50), np.int32)
    plane[10:14, 10:14], region[10:14, 10:14] = 2, 1
    assert (clean(plane, region, 30)[10:14, 10:14] == 2).all()


def test_a_region_of_nothing_but_rivets_is_one_plane() -> None:
    """Each clasp of a case is lit on top and dark in front: that would be teeth along the light's border."""
    plane, region = np.zeros((50, 60), np.int8), np.zeros((50, 60), np.int32)
    for left in range(5, 55, 10):
        region[20:25, left : left + 3] = 1
        plane[20:22, left : left + 3] = 2
        plane[22:25, left : left + 3] = 1
    assert (clean(plane, region, 30)[region == 1] == 1).all()


def test_two_small_halves_of_one_thing_do_not_change_places() -> None:
    plane, region = np.zeros((50, 50), np.int8), np.zeros((50, 50), np.int32)
    region[10:14, 10:20] = 1
    plane[10:14, 10:14], plane[10:14, 14:20] = 2, 1
    assert (clean(plane, region, 30)[10:14, 10:20] == 1).all()
