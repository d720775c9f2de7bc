"""What a set offers to people: places, surfaces below, rays."""

from __future__ import annotations

import numpy as np
import pytest

from previz.errors import NotFound
from previz.scene.blocking import Placed
from previz.scene.model import Transform
from previz.scene.transform import UP, axis_angle
from previz.staging import Dressing

CHAIR = Placed(
    "chair", "chair", "chair", {}, {}, Transform(position_m=(2.0, 0.5, 1.0), rotation=axis_angle(UP, 90.0)), 1
)
TABLE = Placed("table", "table", "table", {}, {}, Transform(), 2)


def test_places_stand_in_the_world() -> None:
    (seat,) = [
        place for place in Dressing((CHAIR, TABLE)).places() if place.item is CHAIR and place.kind == "sit"
    ]
    assert seat.heading_deg == pytest.approx(90.0)
    assert seat.position_m[1] == pytest.approx(0.5)
    assert 0.35 < seat.height_m < 0.55
    assert np.hypot(seat.position_m[0] - 2.0, seat.position_m[2] - 1.0) < 0.4


def test_a_larger_chair_has_a_higher_seat() -> None:
    twice = Placed("c", "c", "chair", {}, {}, Transform(scale=(2.0, 2.0, 2.0)), 1)
    plain = Placed("c", "c", "chair", {}, {}, Transform(), 1)
    big, small = (next(p for p in Dressing((one,)).places() if p.kind == "sit") for one in (twice, plain))
    assert big.height_m == pytest.approx(2 * small.height_m)


def test_the_nearest_surface_below_counts() -> None:
    dressing = Dressing((TABLE,))
    top, on = dressing.surface_below((0.0, 2.0, 0.0))
    assert on is TABLE
    assert 0.7 < top < 0.8
    assert dressing.surface_below((0.0, top - 0.2, 0.0))[0] < 0.3
    assert dressing.surface_below((9.0, 2.0, 0.0)) == (0.0, None)


def test_rays_meet_both_sides_nearest_first() -> None:
    hits = Dressing((TABLE, CHAIR)).hits(np.array([0.0, 3.0, 0.0]), np.array([0.0, -1.0, 0.0]), 5.0)
    assert [hit.distance_m for hit in hits] == sorted(hit.distance_m for hit in hits)
    assert len(hits) >= 2
    assert all(hit.normal[1] > 0 for hit in hits), "normals look back along the ray"
    assert Dressing((TABLE,)).hits(np.array([0.0, 3.0, 0.0]), np.array([0.0, -1.0, 0.0]), 1.0) == []
    assert (
        Dressing((TABLE, CHAIR)).hits(np.array([0.0, 3.0, 0.0]), np.array([0.0, -1.0, 0.0]), 5.0, only=CHAIR)
        == []
    )


def test_unknown_pieces_are_named() -> None:
    with pytest.raises(NotFound, match="throne"):
        Dressing((Placed("x", "x", "throne", {}, {}, Transform(), 1),)).places()
