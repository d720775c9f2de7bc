"""Arrows inside the frame, and frames inside frames: they are where the picture has what moves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from previz.export.rows import PanelRow, at_panel
from previz.scene import model
from previz.scene.transform import look_at
from previz.studio import Studio
from tests.films import CLOSE, FULL


@pytest.fixture
def studio(small_film: Path) -> Iterator[Studio]:
    with Studio.open(small_film) as opened:
        yield opened


def panel(studio: Studio, shot_id: str) -> PanelRow:
    (row,) = (row for row in studio.shot_rows() if row.id == shot_id)
    return row.panels[0]


def walk(studio: Studio, *places: tuple[float, float]) -> None:
    keys = tuple(
        model.ActorKey(time_s=1.0 * n, position_m=(x, 0.0, z), pose=model.Pose(preset="walk"))
        for n, (x, z) in enumerate(places)
    )
    with studio.document.edit("Walk") as edit:
        edit.put(model.Track(id="t-walk", owner_id=FULL, target_id="ben", keys=keys))
        edit.update(FULL, duration_s=float(len(places) - 1))


def aim(studio: Studio, shot_id: str, *keys: model.CameraKey) -> None:
    with studio.document.edit("Aim") as edit:
        edit.update("c-" + shot_id, keys=keys)


def test_who_stands_has_no_arrow(studio: Studio) -> None:
    assert panel(studio, FULL).arrows == ()


def test_a_straight_way_runs_along_the_ground_from_left_to_right(studio: Studio) -> None:
    """The camera of this shot is 6 m before the people and 1.3 m high."""
    walk(studio, (-1.2, 0.0), (1.2, 0.0))
    (arrow,) = panel(studio, FULL).arrows
    assert arrow.label == "BEN"
    (x, y), (to_x, to_y) = arrow.points
    assert x == pytest.approx(1 - to_x, abs=0.01)
    assert y == pytest.approx(to_y, abs=0.005)
    sight = studio.shooting.sight(FULL)
    at_feet = sight.camera.view.project([[-1.2, -1.3, -6.0]])[0]  # were it level; it looks down a little
    assert x == pytest.approx((at_feet[0] + 1) / 2, abs=0.02)
    assert 0.7 < y < 0.95


def test_a_bend_keeps_its_shape(studio: Studio) -> None:
    walk(studio, (-1.2, 0.0), (0.0, 0.0), (0.0, -2.5))
    (arrow,) = panel(studio, FULL).arrows
    assert len(arrow.points) > 4


def test_who_leaves_the_frame_goes_to_its_edge(studio: Studio) -> None:
    walk(studio, (0.0, 0.0), (9.0, 0.0))
    (arrow,) = panel(studio, FULL).arrows
    assert 0.6 < arrow.points[-1][0] <= 1.0


def test_without_feet_the_arrow_is_at_the_waist(studio: Studio) -> None:
    near = model.CameraKey(transform=look_at((0.0, 1.2, 3.0), (0.0, 1.2, 0.0)), focal_length_mm=50)
    aim(studio, FULL, near)
    walk(studio, (-0.4, 0.0), (0.4, 0.0))
    (arrow,) = panel(studio, FULL).arrows
    assert 0.4 < arrow.points[0][1] < 0.9


def test_who_is_not_seen_has_no_arrow(studio: Studio) -> None:
    walk(studio, (-6.0, 0.0), (-9.0, 0.0))
    assert panel(studio, FULL).arrows == ()


def test_a_push_in_ends_in_a_frame_within_the_frame(studio: Studio) -> None:
    """Shot 1A pushes from 1.9 m to 1.2 m, its focus on what stands 1.1 m before the end."""
    frames = panel(studio, CLOSE).start_end
    assert frames.start == (0.0, 0.0, 1.0, 1.0)
    x, y, width, height = frames.end
    assert width == pytest.approx(height, abs=0.02)
    assert width == pytest.approx(1.1 / 1.8, abs=0.03)
    assert 0 < x < 1 - width
    assert 0 < y < 1 - height


def test_a_second_panel_shows_the_end_itself(studio: Studio) -> None:
    with studio.document.edit("Add a panel") as edit:
        edit.put(model.Panel(id="end", shot_id=CLOSE, order="b", time_s=3.0))
    assert panel(studio, CLOSE).start_end is None


def test_each_panel_is_named_after_its_camera_at_its_own_time(studio: Studio) -> None:
    """The close shot pushes in and zooms while it rises: nothing of A's is true of B."""
    first, last = studio.document.need("c-close", model.Track).keys
    assert isinstance(first, model.CameraKey)
    assert isinstance(last, model.CameraKey)
    aim(studio, CLOSE, first, lifted(last))
    with studio.document.edit("Add a panel") as edit:
        edit.put(model.Panel(id="end", shot_id=CLOSE, order="b", time_s=3.0))
    (row,) = (row for row in studio.shot_rows() if row.id == CLOSE)
    start, end = (at_panel(row, one) for one in row.panels)
    assert (start.focal_length_mm, end.focal_length_mm) == (75, 135)
    assert start.focal_length_end_mm is None
    assert end.camera_height_m == pytest.approx(1.75)
    assert start.size != end.size
    assert (start.size, start.camera_height_m) == (row.size, row.camera_height_m)
    assert row.focal_length_end_mm == 135


def test_the_only_panel_of_a_zoom_has_both_ends_of_it(studio: Studio) -> None:
    first, last = studio.document.need("c-close", model.Track).keys
    assert isinstance(first, model.CameraKey)
    assert isinstance(last, model.CameraKey)
    aim(studio, CLOSE, first, lifted(last))
    seen = panel(studio, CLOSE).seen
    assert seen is not None
    assert (seen.focal_length_mm, seen.focal_length_end_mm) == (75, 135)


def lifted(key: model.CameraKey) -> model.CameraKey:
    """On a longer lens, 0.2 m higher."""
    up = look_at((0.06, 1.75, 1.2), (0.0, 1.5, 0.0))
    return msgspec.structs.replace(key, transform=up, focal_length_mm=135)


def test_a_pull_out_or_a_rest_has_no_frame_within(studio: Studio) -> None:
    first, last = studio.document.need("c-close", model.Track).keys
    assert isinstance(first, model.CameraKey)
    assert isinstance(last, model.CameraKey)
    wide = model.CameraKey(time_s=3.0, transform=first.transform, focal_length_mm=75, focus_distance_m=1.8)
    tight = model.CameraKey(transform=last.transform, focal_length_mm=75, focus_distance_m=1.1)
    aim(studio, CLOSE, tight, wide)
    assert panel(studio, CLOSE).start_end is None
    assert panel(studio, FULL).start_end is None
