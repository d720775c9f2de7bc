from __future__ import annotations

import msgspec

from previz.export.rows import PanelRow, ShotRow, captions, panel_part, part_of, setup_minutes

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


def test_every_panel_of_a_shot_has_a_name_of_its_own() -> None:
    assert panel_part(1, 1) == ""
    assert (part_of(1, 1), part_of(2, 3)) == ("", "B of 3")
    parts = [panel_part(index, 12) for index in range(1, 13)]
    assert parts[:3] == [" A", " B", " C"]
    assert parts[7:] == [" H", " 9", " 10", " 11", " 12"]


def test_a_move_of_the_shot_is_told_under_its_first_panel_alone() -> None:
    shot = ShotRow(id="s", scene_id="a", number="1", movement="push in")
    said = PanelRow(id="p", action="She turns.", dialogue=(("", "Hm."), ("ADA", "Out!")), sound="Rain")
    assert captions(shot, said) == [
        ("Action", "She turns."),
        ("Dialogue", "Hm."),
        ("ADA", "Out!"),
        ("Sound", "Rain"),
        ("Camera", "push in"),
    ]
    assert captions(shot, PanelRow(id="q", index=2, count=3)) == []
    assert captions(shot, PanelRow(id="r", index=3, count=3, camera="holds")) == [("Camera", "holds")]
