"""Lines of sight against walls of known places."""

from __future__ import annotations

import math

import pytest

from previz.render import drawlist
from previz.render.sightline import Sightline
from previz.scene import model
from previz.scene.blocking import Placed, World


def wall_at(z_m: float, object_id: int = 1, piece: str = "wall", **params: float | str | bool) -> Placed:
    return Placed(
        id=f"w{object_id}",
        name="wall",
        piece=piece,
        params=params,
        colours={},
        transform=model.Transform(position_m=(0.0, 0.0, z_m)),
        object_id=object_id,
    )


def sightline(*items: Placed, besides: tuple[int, ...] = ()) -> Sightline:
    return Sightline(drawlist.build(World(items=items, actors=(), camera=None)), besides)


def test_a_wall_stops_the_eye_where_it_stands() -> None:
    see = sightline(wall_at(-3.0, thickness=0.2))
    assert see((0, 1, 0), (0, 1, -10)) == pytest.approx(2.9)
    assert see((0, 1, -10), (0, 1, 0)) == pytest.approx(6.9)
    assert see((0, 1, 0), (0, 1, -2.5)) == pytest.approx(2.5), "the wall is behind the end"
    assert see((0, 1, 0), (0, 1, 10)) == pytest.approx(10), "nothing on that side"


def test_over_beside_and_through_a_window() -> None:
    see = sightline(wall_at(-3.0, openings="N:arch@0x1.2x2.2"))
    assert see((0, 1, 0), (0, 1, -6)) == pytest.approx(6.0), "through the arch"
    assert see((0, 5, 0), (0, 5, -6)) == pytest.approx(6.0), "over it"
    assert see((1.5, 1, 0), (1.5, 1, -6)) < 3.0


def test_the_nearest_of_several_counts_and_what_the_shot_is_about_does_not() -> None:
    near, far = wall_at(-2.0, 1, thickness=0.2), wall_at(-4.0, 2, thickness=0.2)
    assert sightline(near, far)((0, 1, 0), (0, 1, -9)) == pytest.approx(1.9)
    assert sightline(near, far, besides=(1,))((0, 1, 0), (0, 1, -9)) == pytest.approx(3.9)


def test_slanting_lines_are_measured_along_themselves() -> None:
    see = sightline(wall_at(-3.0, thickness=0.2))
    assert see((0, 1, 0), (1.5, 1, -6)) == pytest.approx(2.9 / 6 * math.hypot(1.5, 6))
