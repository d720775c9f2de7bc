"""What may be typed into a cell, and what it makes of the shot."""

from __future__ import annotations

from typing import Any

import pytest

from previz.errors import BadProject
from previz.export.fields import BY_KEY, own_field
from previz.scene.model import Shot
from previz.studio.list_cells import changed

SHOT = Shot(id="a", scene_id="s", order="a", notes="Rain.", fields={"Mood": "grim"})


@pytest.mark.parametrize(
    ("key", "text", "updates"),
    [
        ("duration_s", "84f", {"duration_s": 3.5}),
        ("duration_s", "1:20", {"duration_s": 80.0}),
        ("duration_s", "2,5 s", {"duration_s": 2.5}),
        ("duration_s", "3.0", {}),
        ("setup_time_min", "1 h 30", {"setup_time_min": 90.0}),
        ("setup_time_min", "0:45", {"setup_time_min": 45.0}),
        ("setup_time_min", "", {}),
        ("priority", "must", {"priority": 3}),
        ("priority", "1", {"priority": 1}),
        ("filters", "1/4 BPM + ND6", {"filters": ("1/4 BPM", "ND6")}),
        ("notes", " Rain. ", {}),
        ("number", "7K", {"label": "7K", "label_locked": True}),
        ("number", "", {}),
        ("shoot_order", "4", {"shoot_order": 4}),
    ],
)
def test_what_was_typed_is_read(key: str, text: str, updates: dict[str, Any]) -> None:
    assert changed(SHOT, BY_KEY[key], text, 24.0) == updates


def test_own_columns_leave_the_others_alone() -> None:
    assert changed(SHOT, own_field("Unit"), "2nd", 24.0) == {"fields": {"Mood": "grim", "Unit": "2nd"}}
    assert changed(SHOT, own_field("Mood"), "", 24.0) == {"fields": {}}
    assert changed(SHOT, own_field("Unit"), "", 24.0) == {}


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("duration_s", "soon", "seconds, like"),
        ("duration_s", "0", "seconds, like"),
        ("priority", "x", "must, want"),
        ("setup_time_min", "h", "minutes, like"),
        ("shoot_order", "-1", "whole number"),
        ("lens", "50", "is computed"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(key: str, text: str, says: str) -> None:
    with pytest.raises(BadProject, match=says):
        changed(SHOT, BY_KEY[key], text, 24.0)
