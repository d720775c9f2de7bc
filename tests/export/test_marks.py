from __future__ import annotations

import pytest

from previz.export.marks import gear, moves


@pytest.mark.parametrize(
    ("movement", "kinds"),
    [
        ("Static", []),
        ("locked-off", []),
        ("", []),
        ("Push in", ["push"]),
        ("Slow push in + pan L", ["push", "pan-l"]),
        ("Dolly in, then tilt up", ["push", "tilt-u"]),
        ("Dolly out", ["pull"]),
        ("Pan right", ["pan-r"]),
        ("Whip pan L", ["pan-l"]),
        ("Truck R", ["truck-r"]),
        ("Track left", ["truck-l"]),
        ("Crane down", ["boom-d"]),
        ("Pedestal up", ["boom-u"]),
        ("Zoom in", ["zoom-in"]),
        ("Crash zoom out", ["zoom-out"]),
        ("Dolly zoom", ["dolly-zoom"]),
        ("Arc L", ["arc-l"]),
        ("Orbit right", ["arc-r"]),
        ("Handheld", ["hand"]),
        ("Rack focus", ["word"]),
        ("Pan L, pan left", ["pan-l"]),
    ],
)
def test_moves(movement: str, kinds: list[str]) -> None:
    found = moves(movement)
    assert [mark["k"] for mark in found] == kinds
    assert all(mark["t"].isupper() for mark in found)


def test_gear() -> None:
    assert gear("Dolly on 3 m track") == "dolly"
    assert gear("Steadicam") == "gimbal"
    assert gear("", "Handheld") == "handheld"
    assert gear("Drone", "Handheld") == ""
    assert gear("High hat") == "tripod"
