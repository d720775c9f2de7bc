from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from previz.render.light import KeyLight, direction
from previz.render.shadow import shadow_view
from previz.scene.transform import apply

LOW, HIGH = np.array([-2.0, 0.0, -5.0]), np.array([3.0, 2.5, 1.0])


@settings(deadline=None)
@given(azimuth=st.floats(0, 360), elevation=st.floats(1, 90))
def test_a_distant_lights_map_holds_all_casters(azimuth: float, elevation: float) -> None:
    view = shadow_view(KeyLight(direction(azimuth, elevation)), LOW, HIGH)
    points = np.random.default_rng(3).uniform(LOW, HIGH, (200, 3))
    clip = apply(view.clip_from_world()[0], points)
    assert (np.abs(clip) < 1).all()


def test_nearer_to_the_light_is_nearer_in_the_map() -> None:
    view = shadow_view(KeyLight(direction(0, 90)), LOW, HIGH)
    above, below = apply(view.clip_from_world()[0], [(0.5, 2.0, -1), (0.5, 0.1, -1)])
    assert above[:2] == pytest.approx(below[:2])
    assert above[2] < below[2]


def test_large_sets_get_large_maps() -> None:
    key = KeyLight(direction(20, 50))
    small, large = shadow_view(key, LOW, HIGH), shadow_view(key, LOW * 8, HIGH * 8)
    assert small.size_px == (2048, 2048)
    assert large.size_px == (4096, 4096)
    assert small.texel_m[0] < 0.006


@settings(deadline=None)
@given(x=st.floats(-1, 1), y=st.floats(-1, 1), z=st.floats(-1, 1), distance=st.floats(0.2, 11))
def test_every_direction_round_a_lamp_falls_in_the_map_of_its_longest_axis(
    x: float, y: float, z: float, distance: float
) -> None:
    ray = np.array([x, y, z])
    if np.linalg.norm(ray) < 0.05:
        return
    lamp = np.array([1.0, 1.2, -0.5])
    view = shadow_view(KeyLight(position_m=(1.0, 1.2, -0.5)), LOW, HIGH)
    axis = int(np.abs(ray).argmax())
    face = 2 * axis + (0 if ray[axis] > 0 else 1)
    point = np.append(lamp + ray / np.linalg.norm(ray) * distance, 1)
    clip = view.clip_from_world()[face] @ point
    assert clip[3] > 0
    assert (np.abs(clip[:2] / clip[3]) <= 1).all()


def test_the_atlas_is_tiled_without_overlap() -> None:
    view = shadow_view(KeyLight(position_m=(0.0, 2.0, 0.0)), LOW, HIGH)
    used = np.zeros(view.size_px[::-1], int)
    for left, bottom, width, height in view.tiles_px:
        used[bottom : bottom + height, left : left + width] += 1
    assert (used == 1).all()
    assert view.tiles().shape == (6, 4)
