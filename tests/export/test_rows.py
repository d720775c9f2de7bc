from __future__ import annotations

import msgspec

from previz.export.rows import ShotRow, setup_minutes

from . import film


def test_rows_are_plain_json() -> None:
    for shot in film.shots():
        data = msgspec.json.encode(shot)
        assert msgspec.json.decode(data, type=ShotRow) == shot
        assert {"focal_length_mm", "camera_height_m", "tilt_deg", "duration_s"} <= msgspec.json.decode(
            data
        ).keys()


def test_a_set_up_is_lit_once_in_each_scene() -> None:
    """Set-ups of two scenes may have one name; that does not make them one."""

    def shot(id: str, scene_id: str, minutes: float | None, setup: str = "A") -> ShotRow:
        return ShotRow(id=id, scene_id=scene_id, number=id, setup=setup, setup_time_min=minutes)

    shots = (shot("1", "s", 30), shot("2", "s", 45), shot("3", "t", 20), shot("4", "t", None, ""))
    assert setup_minutes(shots) == {("s", "A"): 45, ("t", "A"): 20, ("t", "4"): 0}
